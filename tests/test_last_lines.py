"""How paragraphs end: no last line is a stump, and no title is parted at a hyphen where a smaller size does without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_fonts import FakeBook
from suite import in_part
from test_floors import BRANDS, written

from generator import bundled
from generator.colours import BLACK
from generator.compose import fitting
from generator.compose.fitting import LAST_LINE, STEPS, Copy, TextBox, measure
from generator.compose.inline import paragraphs
from generator.compose.setting import Setting, Typesetter
from generator.face import Face, Joint, Span, TextLine
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load
from generator.layout import SIDES, CardLayout, Style, TextFrame

LAYOUTS = sorted(
    path.stem for path in Path(bundled.folder("layouts") / "cards").glob("*.yaml") if not path.stem.startswith("blank")
)


def grouped(face: Face) -> Iterator[list[TextLine]]:
    """The paragraphs of a face, as their lines."""
    lines: list[TextLine] = []
    for line in face.lines():
        lines.append(line)
        if line.joint is Joint.BREAK:
            yield lines
            lines = []


def stumps(lines: list[TextLine], rooms: dict[str, float]) -> Iterator[str]:
    """A last line that is too short, unless the last word above has to stay: it is alone, or has no room below."""
    if len(lines) < 2 or lines[-1].width >= LAST_LINE:
        return
    above, last = lines[-2].text.strip(), lines[-1]
    word = above.rpartition(" ")[2]
    share = (len(word) + 1) / len(above) * lines[-2].width  # about its width, and that of a space
    if word != above and share + last.width < rooms.get(last.field, 0.0):
        yield f"{last.width:.1f} mm: {' / '.join(line.text for line in lines)}"


def rooms(layout: CardLayout, side: str) -> dict[str, float]:
    """How wide the frame of each field is."""
    return {
        block.field: frame.box.within(layout.size).width - block.indent * (block.list != "none")
        for frame in layout.side(side).values()
        if isinstance(frame, TextFrame)
        for block in frame.blocks
    }


def parted(lines: list[TextLine]) -> Iterator[str]:
    for line in lines:
        if line.field == "title" and line is not lines[-1] and line.text.rstrip().endswith(("-", "‐")):
            yield f"{line.text} / {lines[-1].text}"


def looked_over(layout: str, brand: Path | None = None) -> tuple[list[str], int]:
    """What ends badly on the cards of the bundled deck, and how many paragraphs of several lines they have."""
    shop = load(bundled_workshop(), {"layout": layout}, brand)
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    faults, count = [], 0
    wide = {side: rooms(shop.pieces["deck"].layouts[layout], side) for side in SIDES}
    for card in production.deck.cards:
        for side in SIDES:
            face = production.face(card, side)
            for lines in grouped(face) if face else ():
                count += len(lines) > 1
                faults += [f"{card.id}: {fault}" for fault in (*stumps(lines, wide[side]), *parted(lines))]
    assert shop.problems.errors == []
    return faults, count


CASES = [(layout, brand) for layout in LAYOUTS for brand in BRANDS]


@pytest.mark.parametrize(
    ("layout", "brand"),
    in_part(CASES, ("poker", "house"), ("business", "dark logo on dark")),
)
def test_no_paragraph_ends_in_a_stump_and_no_title_at_a_hyphen(layout: str, brand: str, tmp_path: Path) -> None:
    """A client's logo and its legal line take room of the words, and its colours none."""
    faults, count = looked_over(layout, written(brand, tmp_path))
    assert faults == []
    assert count > 200


def test_stumps_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "LAST_LINE", 0.0)
    assert len(looked_over("business")[0]) > 50


@pytest.mark.parametrize(
    ("words", "seen"), [(("Front-", "stage"), True), (("Front", "stage"), False), (("Mid-air", "front-"), False)]
)
def test_a_title_that_is_parted_at_a_hyphen_is_seen(words: tuple[str, str], *, seen: bool) -> None:
    lines = [TextLine(0, 5 * at, (Span(text, "text", 20, BLACK, 20),), "title") for at, text in enumerate(words)]
    assert bool(list(parted(lines))) is seen


PLAIN = Setting("text", bold=False, italic=False, kerning=False, tracking=0.0, upper=False)


@pytest.mark.parametrize(
    ("text", "limit", "least", "lines"),
    [
        ("aaaa bb cc d", 4.5, 2.0, ["aaaa bb", "cc d"]),  # as many words as it takes
        ("aaaa bb c d e", 4.5, 2.5, ["aaaa bb", "c d e"]),
        ("aaaa bbbb c", 4.5, 2.0, ["aaaa", "bbbb c"]),
        ("aaaaaaaa c", 4.5, 2.0, ["aaaaaaaa", "c"]),  # there is none to spare
        ("aa bbbbbbb ccc", 5.0, 2.0, ["aa bbbbbbb", "ccc"]),  # nor room for it
        ("aaa bb-cc d", 4.5, 2.5, ["aaa", "bb-cc d"]),  # a word is moved whole
    ],
)
def test_a_last_line_gets_words_of_the_line_above(text: str, limit: float, least: float, lines: list[str]) -> None:
    typesetter = Typesetter(FakeBook())
    found = typesetter.lines(typesetter.atoms(paragraphs(text)[0], PLAIN), limit, PLAIN, least=least)
    said = ["".join(" " * bool(atom.space and at) + atom.text for at, atom in enumerate(line.atoms)) for line in found]
    assert said == lines


def box(text: str, width: float, height: float, *, whole: bool) -> TextBox:
    style = Style(size=10, min_size=5, leading=1.2, kerning=False, balance=True)
    typesetter = Typesetter(FakeBook())
    copy = Copy("title", style, BLACK, (tuple(paragraphs(text)),))
    return TextBox(typesetter, [measure(typesetter, copy)], width, height, whole=whole)


@pytest.mark.parametrize(("share", "ends"), [(1.0, ["aa", "aaaaa bbbbbb"]), (0.4, ["aa aaaaa", "bbbbbb"])])
def test_a_last_line_of_a_narrow_column_may_be_as_short_as_a_share_of_it(share: float, ends: list[str]) -> None:
    typesetter = Typesetter(FakeBook())
    style = Style(size=10, leading=1.2, kerning=False)
    copy = Copy("cell", style, BLACK, (tuple(paragraphs("aa aaaaa bbbbbb")),), last_share=share)
    rows = TextBox(typesetter, [measure(typesetter, copy)], 24, 20).stacks(0)[0].rows  # 10.6 mm on the last line
    assert [" ".join(atom.text for atom in row.line.atoms) for row in rows] == ends


def test_a_title_is_made_smaller_rather_than_parted_at_a_hyphen() -> None:
    for whole in (True, False):
        titled = box("warm-up", 10, 20, whole=whole)  # seven letters of half an em: 12.3 mm
        lines = [row for stack in titled.stacks(titled.first_fit()) for row in stack.rows]
        assert (len(lines) == 1) is whole
    overset = box("warmed-through-up", 10, 20, whole=True)
    assert overset.first_fit() < STEPS
    assert len(overset.stacks(overset.first_fit())[0].rows) > 1
