"""Cards in Chinese, Japanese and Korean, and a workshop of forty of them; our own words."""

from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
FONT = HERE / "vendored" / "east-asian.ttc"  # made by .ci/east_asian_font.py


class Words(NamedTuple):
    language: str
    face: str
    name: str
    categories: tuple[str, str, str]
    titles: tuple[str, ...]
    line: str
    abouts: tuple[str, ...]
    prompts: tuple[str, str]


WORDS = {
    "zh": Words(
        language="zh-Hans",
        face="Noto Sans CJK SC",
        name="共创工作坊",
        categories=("提问", "观察", "行动"),
        titles=(
            "谁先说话？",
            "把问题写在墙上",
            "安静的一分钟",
            "换一个座位",
            "两个版本",
            "顾客的早晨",
            "最小的一步",
            "听，不要回答",
        ),
        line="一句话，一口气说完。",
        abouts=(
            "请每个人用一句话写下：“今天结束时，我们会有……”。先念出来，再讨论；差别就是议程（不是错误）。",
            "把三张卡片放在桌上，依次说明为什么选它。计时五分钟；超过时间的人，请把话留到下一轮《回顾》里说。",
            "观察一位同事如何完成任务：他先看哪里？他在哪里停下？记录时间，例如 3分20秒，不要提建议。",
        ),
        prompts=("我们忘了谁？", "什么时候可以停止？"),
    ),
    "ja": Words(
        language="ja",
        face="Noto Sans CJK JP",
        name="ことはじめワークショップ",
        categories=("問い", "観察", "行動"),
        titles=(
            "だれが最初に話す？",
            "問題を壁に貼る",
            "静かな一分間",
            "席を替える",
            "ふたつの案",
            "お客さまの朝",
            "いちばん小さな一歩",
            "聞く、答えない",
        ),
        line="ひと息で言える目的。",
        abouts=(
            "全員が一つの文を完成させます。「きょうの終わりに、"
            "わたしたちは……を手にしている」。話し合う前に、ぜんぶ声に出して読みましょう。",
            "カードを三枚えらび、テーブルに並べて理由を説明してください。"
            "制限時間は五分（短く、はっきりと）。ルールは『質問だけ』です。",
            "チームメンバーの作業を見ます。どこを最初に見ましたか。"
            "どこで止まりましたか。メモは事実だけ、アドバイスはしません。",
        ),
        prompts=("だれを忘れている？", "いつ、やめる？"),
    ),
    "ko": Words(
        language="ko",
        face="Noto Sans CJK KR",
        name="함께 만드는 워크숍",
        categories=("질문", "관찰", "실행"),
        titles=(
            "누가 먼저 말할까?",
            "문제를 벽에 붙이기",
            "조용한 일 분",
            "자리 바꾸기",
            "두 가지 안",
            "고객의 아침",
            "가장 작은 한 걸음",
            "듣기, 답하지 않기",
        ),
        line="한 호흡에 말할 수 있는 목표.",
        abouts=(
            "모두가 한 문장을 완성합니다. “오늘이 끝나면 우리는 …을 갖게 "
            "된다.” 토론하기 전에 소리 내어 읽어 보세요. 차이가 바로 안건입니다.",
            "카드 세 장을 골라 탁자 위에 놓고 이유를 설명하세요. "
            "시간은 오 분(짧고 분명하게). 규칙은 ‘질문만 하기’입니다.",
            "동료가 일하는 모습을 지켜봅니다. 어디를 먼저 보았나요? "
            "어디에서 멈추었나요? 사실만 적고, 조언은 하지 않습니다.",
        ),
        prompts=("누구를 잊었을까?", "언제 그만둘까?"),
    ),
}


def workshop(folder: Path, words: Words, font: Path = FONT) -> Path:
    """A workshop of forty cards in one of these languages, with its font."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / font.name).write_bytes(font.read_bytes())
    fonts = f"{{regular: {font.name}, bold: {font.name}, face: {words.face}}}"
    brand = f"colours: {{a: '#1B6CA8', b: '#B5423C', c: '#2E7D4F'}}\nfonts: {{text: {fonts}, display: {fonts}}}\n"
    kit = f"id: east-asian\ntitle: {words.name}\ncapture: none\ndeck: {{layout: poker}}\n"
    categories = "".join(
        f"  {key}: {{name: {name}, colour: {key}}}\n" for key, name in zip("abc", words.categories, strict=True)
    )
    fields = "{title: {}, line: {}, about: {}, prompts: {kind: list}}"
    head = f"id: east-asian\ntitle: {words.name}\nlanguage: {words.language}\nfields: {fields}\ncategories:\n"
    for name, text in (("kit", kit), ("brand", brand), ("deck", f"{head}{categories}cards:\n" + "".join(cards(words)))):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def cards(words: Words) -> list[str]:
    return [
        f'- id: c{number}\n  category: {"abc"[number % 3]}\n  title: "{words.titles[number % 8]}"\n'
        f'  line: "{words.line}"\n  about: "{words.abouts[number % 3]}"\n'
        f'  prompts: ["{words.prompts[0]}", "{words.prompts[1]}"]\n'
        for number in range(40)
    ]
