"""What an import makes of headings, texts and lists; and files that nobody means well with."""

import json
import zipfile
from pathlib import Path

import people_decks
import pytest

from generator.errors import Problems, SourceError
from generator.intake.draft import Draft
from generator.intake.files import MOST_CARDS, read_bytes
from generator.intake.language import language_of
from generator.intake.marked import as_items, as_line, with_our_marks
from generator.intake.names import new_id, slug
from generator.intake.twins import split_language
from generator.intake.workshop import Wishes, finished, understood
from generator.intake.written import colour_of, palette
from generator.sight import alike
from generator.tables import old_workbook


def drafted(text: str, name: str) -> Draft:
    problems = Problems()
    draft = finished(understood(read_bytes(text.encode(), name, problems), Wishes({}), "A deck", problems))
    assert problems.errors == []
    return draft


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("un<b>believ</b>able", "un\u2060**believ**\u2060able"),
        ("<p>One <b>two</b> <i>three</i></p><p>four&nbsp;&amp; five</p>", "One **two** *three*\nfour & five"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>one</li><li>two</li></ul>", "• one\n• two"),
        ("## Heading\n\n__strong__ and _weak_, snake_case_name", "**Heading**\n**strong** and *weak*, snake_case_name"),
        ("[a link](https://example.org/(x)) and ![a picture](x.png)", "a link and a picture"),
        ("`code` ~~gone~~ \\_kept\\_ \\*star", "code gone _kept_ \\*star"),
        ("5 < 6 and a <name> of our own &c.", "5 < 6 and a <name> of our own &c."),
        ("one\r\n\r\ntwo  three\t", "one\ntwo three"),
        ("a\n---\nb", "a\nb"),
        ("## A heading ##", "**A heading**"),
    ],
)
def test_what_other_programs_write_becomes_our_marks(text: str, marked: str) -> None:
    assert with_our_marks(text) == marked


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. Who is it? 2. When do they come?", ("Who is it?", "When do they come?")),
        ("What?\nWho?", ("What?", "Who?")),
        ("- What?\n- Who,\n  of us?", ("What?", "Who, of us?")),
        ("• What? • Who?", ("What?", "Who?")),
        ("What?; Who?", ("What?", "Who?")),
        ("What?|Who?", ("What?", "Who?")),
        ("What?<br>Who?", ("What?", "Who?")),
        ("<ol><li>What?</li><li>Who?</li></ol>", ("What?", "Who?")),
        ("(1) What? (2) Who?", ("What?", "Who?")),
        ("a) What?\nb) Who?", ("What?", "Who?")),
        ("☐ What?", ("☐ What?",)),
        ("-5 °C; -what?", ("-5 °C", "what?")),
        ("It is 3. 4 would be more.", ("It is 3. 4 would be more.",)),
        ("In 2024. 2 of us left.", ("In 2024. 2 of us left.",)),
        ("What?", ("What?",)),
        ("", ()),
    ],
)
def test_a_text_becomes_a_list_as_people_write_one(text: str, items: tuple[str, ...]) -> None:
    assert as_items(text) == items


def test_a_title_is_one_line_without_marks_around_it() -> None:
    assert as_line("**Quiet\nhour**") == "Quiet hour"
    assert as_line("**Quiet** hour") == "**Quiet** hour"
    assert [as_line(text) for text in ("-5 degrees", "- five", "–five")] == ["-5 degrees", "five", "five"]


@pytest.mark.parametrize(
    ("title", "ident"),
    [
        ("The “Regular”", "the-regular"),
        ("Don’t panic", "dont-panic"),
        ("L’heure calme", "l-heure-calme"),
        ("Größe & Maß", "grosse-and-mass"),
        ("Тихий час", "tikhii-chas"),
        ("Ώρα", "ora"),
        ("50 %", "card-50"),
        ("7", "7"),
        ("一人", "card"),
        ("x" * 90, "x" * 40),
    ],
)
def test_ids_are_made_of_titles(title: str, ident: str) -> None:
    assert new_id(title, set(), "card") == ident
    assert new_id(title, {ident}, "card") == f"{ident}-2"
    assert slug(ident) == ident


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Title_EN", ("Title", "en")),
        ("title.zh", ("title", "zh")),
        ("Titel (Deutsch)", ("Titel", "de")),
        ("Text DE", ("Text", "de")),
        ("English", ("", "en")),
        ("de_title", ("title", "de")),
        ("how is it", ("how is it", "")),
        ("No", ("No", "")),
        ("Description", ("Description", "")),
    ],
)
def test_a_heading_names_a_language_only_where_it_is_set_off(heading: str, said: tuple[str, str]) -> None:
    assert split_language(heading) == said


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What would you say if nobody was in the room with you?", "en"),
        ("Was würdest du sagen, wenn niemand mit dir im Raum ist und die Tür zu?", "de"),
        ("Que diriez-vous si les autres ne sont pas dans la pièce avec vous ?", "fr"),
        ("Что вы скажете, когда никого нет?", "ru"),
        ("Що ви скажете, коли її немає?", "uk"),
        ("誰もいないときに何を言いますか", "ja"),
        ("没有人的时候你会说什么", "zh"),
        ("", "en"),
    ],
)
def test_the_language_of_texts_is_known_by_script_or_short_words(text: str, language: str) -> None:
    assert language_of([text]) == language


def test_the_palette_passes_what_is_checked() -> None:
    white, names = "#ffffff", list(palette())
    from generator.colours import Colour

    for colour in palette().values():
        assert colour.rgb.contrast(Colour.from_hex(white)) >= 4.5
        assert colour.cmyk is not None
        assert sum(colour.cmyk) <= 2.6
    assert colour_of(len(names)) == names[0]
    assert alike({name: colour.rgb for name, colour in palette().items()}) is None


LIKE_CARDS = {
    "a question and an answer": ("Question,Answer\nWhat is it?,A card\nWho?,We\n", "a.csv", ("title", "about")),
    "headings that nobody knows": (
        "Tên thẻ,Mô tả\nGiờ,Một giờ buổi sáng không ai gọi\nCửa,Một lúc ai cũng có thể đến\n",
        "b.csv",
        ("title", "about"),
    ),
    "no headings": (f'Hour,"{people_decks.QUIET}"\nDoor,"{people_decks.DOOR}"\n', "c.csv", ("title", "about")),
    "an id that is a running number": ("ID,Name\n1,A\n2,B\n3,C\n", "d.csv", ("-", "title")),
    "an id of its own": ("ID,Name\nSP2,A\nSP3,B\n", "e.csv", ("id", "title")),
    "statements": (
        '[{"value": "2", "desc": "It is so."}, {"value": "3", "desc": "It is not."}]',
        "f.json",
        ("-", "title"),
    ),
    "notes of the editors": ("Name,Status,Comments (us)\nA,done,why\nB,open,no\n", "g.csv", ("title", "-", "-")),
    "few values": ("Name,Kind of it\nA,x\nB,y\nC,x\nD,y\nE,x\n", "h.csv", ("title", "category")),
}


@pytest.mark.parametrize(("text", "name", "fields"), LIKE_CARDS.values(), ids=LIKE_CARDS)
def test_columns_are_taken_by_name_and_by_what_stands_in_them(text: str, name: str, fields: tuple[str, ...]) -> None:
    draft = drafted(text, name)
    assert tuple(column.goal for column in draft.columns) == fields


def test_a_list_in_markdown_is_cards_and_so_is_a_table() -> None:
    draft = drafted("# Questions\n\n- What?\n- Who?\n- Why *not*?\n", "a.md")
    assert [card.values["title"] for card in draft.cards] == ["What?", "Who?", "Why *not*?"]
    draft = drafted("# Deck\n\n| Name | Text |\n|---|---|\n| A | 2*3 |\n| B | **b** |\n", "a.md")
    assert [card.values["about"] for card in draft.cards] == ["2\\*3", "**b**"]


def bomb(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("content.xml", b" " * (2 << 20))
    return path.read_bytes()


CELL = '<table:table-cell table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell>'
HOSTILE = {
    "deep.json": (b"[" * 100_000, "deep.json:1:65: this is nested more than 64 deep"),
    "deep.yaml": (b"[" * 100_000, "nested more than 32 deep"),
    "aliases.yaml": (b"a: &a [x, x]\nb: [*a, *a]\n", "a YAML alias"),
    "empty.json": (b"", "the file ends too soon"),
    "torn.json": (b'[{"title": "A",\n "text": "B]', 'torn.json:2:10: this " opens a text that is never closed'),
    "code.js": (b"const cards = [{title: fetch('x')}];", "code.js:1:24: 'fetch' is code, not data"),
    "template.js": (b"const cards = [{title: `a ${b}`}];", "put together by code, which is not evaluated"),
    "nul.csv": (b"\0\0\0", "not a text file"),
    "broken.xlsx": (b"PK\x03\x04" + bytes(99), "this is not a workbook"),
    "broken.ods": (b"PK\x03\x04" + bytes(99), "damaged or locked"),
    "broken.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "the workbook cannot be read"),
    "torn.csv": (b'Name,Text\nA,"b" c\nB,d\n', "torn.csv:B2: the quotation mark"),
    "many.json": (json.dumps([{"title": "A"}] * (MOST_CARDS + 1)).encode(), "has 5,001 items"),
    "latin.md": ("# Ä".encode("latin-1"), "not UTF-8"),
    "nothing.csv": (b"\n\n", "no list of cards was found"),
    "page.html": (b"<!DOCTYPE html><table><tr><td>A</td></tr></table>", "page.html: this is a web page"),
    "page.xls": (b"<html><table><tr><td>A</td></tr></table>", "page.xls: this is a web page"),
    "cards.docx": (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "cards.docx: this is a document"),
    "cards.rtf": (b"{\\rtf1 A\\par B}", "cards.rtf: this is a document"),
    "cards.zip": (b"PK\x03\x04" + bytes(26) + b"cards.csv", "cards.zip: this is an archive"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_said_with_its_place(name: str) -> None:
    data, words = HOSTILE[name]
    problems = Problems()
    with pytest.raises(SourceError) as error:
        understood(read_bytes(data, name, problems), Wishes({}), "", problems)
    assert words in str(error.value)


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_workbook, "_UNPACKED_LIMIT", 1 << 20)
    repeated = (
        f'<table:table><table:table-row table:number-rows-repeated="100000">{CELL}</table:table-row></table:table>'
    )
    for data in (bomb(tmp_path / "a.ods"), people_decks.opendocument(tmp_path / "b.ods", repeated).read_bytes()):
        with pytest.raises(SourceError, match=r"too big when unpacked|repeated too often"):
            read_bytes(data, "a.ods", Problems())


def test_what_is_merged_over_a_whole_sheet_is_not_opened(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Name", "Text"], ["A", "One."], ["B", "Two."]):
        book.active.append(row)
    book.active.merge_cells("A9:B9")
    book.save(tmp_path / "small.xlsx")
    with zipfile.ZipFile(tmp_path / "small.xlsx") as parts, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as written:
        for name in parts.namelist():
            written.writestr(name, parts.read(name).replace(b"A9:B9", b"A9:XFD1048576"))
    assert read_bytes((tmp_path / "small.xlsx").read_bytes(), "a.xlsx", Problems()).records
    with pytest.raises(SourceError, match="too many cells of the workbook are merged"):
        read_bytes((tmp_path / "a.xlsx").read_bytes(), "a.xlsx", Problems())


@pytest.mark.parametrize("mark", ["[{}](b)", "![{}](b)", "~~{}~~"])
def test_what_stands_between_marks_has_a_limit(mark: str) -> None:
    """Without one, a text of nothing but marks that open is read for minutes."""
    assert with_our_marks(mark.format("a" * 500)) == "a" * 500
    assert with_our_marks(mark.format("a" * 501)) == mark.format("a" * 501)


def test_a_cell_that_is_wrong_is_left_empty_and_said(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Name", "Text", "Note"], ["A", "=1/0", "=1/0"], ["B", "fine", "x"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    problems = Problems()
    draft = understood(read_bytes((tmp_path / "a.xlsx").read_bytes(), "a.xlsx", problems), Wishes({}), "", problems)
    assert [card.values.get("about") for card in draft.cards] == [None, "fine"]
    assert [str(problem.where) for problem in problems] == ["a.xlsx:Sheet!B2"]


def test_nothing_of_a_long_text_is_composed() -> None:
    draft = drafted(json.dumps([{"title": "A", "text": "x " * 20_000}, {"title": "B", "text": "y"}]), "a.json")
    assert "about" not in draft.cards[0].values
    assert draft.left[0].what == "a text of more than 20,000 characters"


def test_lines_of_a_text_are_cards_with_their_commas() -> None:
    for text in (
        "Honour it, then go on\nWhat, now?\n- Use “less”\n",
        'Title\n"Honour it, then go on"\n"What, now?"\nUse “less”\n',
    ):
        draft = drafted(text, "lines.txt")
        assert [card.values["title"] for card in draft.cards] == ["Honour it, then go on", "What, now?", "Use “less”"]


def test_yaml_with_a_document_for_each_card_keeps_its_lines() -> None:
    draft = drafted("---\ntitle: A\ntext: One.\n---\ntitle: B\ntext: Two.\n", "cards.yaml")
    assert [(card.values["about"], card.place.line) for card in draft.cards] == [("One.", 2), ("Two.", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "module.exports = { cards: [{ title: 'A' }, { title: 'B' }] };",
        "export default [{ 'title': \"A\" }, /* two */ { title: 'B', },];",
        "// c\nwindow.DECK = [\n{title: 'A'}, {title: 'B'}\n]\n",
        "const icons = { a: require('x') };\nlet cards = [{title: 'A' as const}, {title: 'B'}] as const;",
        '{"title": "A"}\n{"title": "B"}\n',
        "const a = {x: [{title: 'A'}, {title: 'B'}]}, b = 2",
    ],
)
def test_data_in_programs_is_read_and_not_run(text: str) -> None:
    assert [card.values["title"] for card in drafted(text, "cards.js").cards] == ["A", "B"]
