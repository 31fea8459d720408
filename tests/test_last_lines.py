"""How paragraphs break: no last line is a stump, lines are as even as that lets them be, a card's name stays on a line,
and no title is parted at a hyphen where a smaller size does without.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from fake_fonts import FakeBook
from hypothesis import given
from hypothesis import strategies as st
from suite import in_part
from test_floors import BRANDS, written

from generator import bundled
from generator.colours import BLACK
from generator.compose import fitting, setting
from generator.compose.facts import BETWEEN_NAMES
from generator.compose.fitting import LAST_LINE, STEPS, Copy, TextBox, measure
from generator.compose.inline import Paragraph, Run, paragraphs, runs
from generator.compose.lines import SHORT, SPARE, STRETCH, Atom, Line, unrest
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


def torn(lines: list[TextLine], names: Iterable[str]) -> Iterator[str]:
    """Names of other cards that stand on two lines; all of the bundled deck's have room on one."""
    for title in names:
        if not any(title in line.text for line in lines):
            yield f"{title}: {' / '.join(line.text for line in lines)}"


def gaps(lines: list[TextLine], rooms: dict[str, float]) -> Iterator[str]:
    """Lines, but the last one, that leave more than half of the measure empty."""
    for line in lines[:-1]:
        if line.width < SHORT * rooms.get(line.field, 0.0):
            yield f"{line.width:.1f} mm: {' / '.join(line.text for line in lines)}"


def looked_over(layout: str, brand: Path | None = None) -> tuple[list[str], int]:
    """What ends badly on the cards of the bundled deck, and how many paragraphs of several lines they have."""
    shop = load(bundled_workshop(), {"layout": layout}, brand)
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    faults, count = [], 0
    titles = {card.id: str(card.values["title"]) for card in production.deck.cards}
    fields = {name for name, rule in production.deck.head.fields.items() if rule.kind == "cards"}
    wide = {side: rooms(shop.pieces["deck"].layouts[layout], side) for side in SIDES}
    for card in production.deck.cards:
        for side in SIDES:
            face = production.face(card, side)
            for lines in grouped(face) if face else ():
                count += len(lines) > 1
                names = [titles[name] for name in card.values.get(lines[0].field, ()) if lines[0].field in fields]
                found = (*stumps(lines, wide[side]), *parted(lines), *torn(lines, names))
                faults += [f"{card.id}: {fault}" for fault in found]
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


def test_names_that_are_torn_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def word_by_word(self: Typesetter, names: Sequence[Paragraph], between: str, setting: Setting) -> list[Atom]:
        return [atom for name in names for atom in self.atoms((*name, Run(f" {between}")), setting)]

    monkeypatch.setattr(Typesetter, "names", word_by_word)
    assert len(looked_over("poker")[0]) > 20


def ragged(layout: str, fields: set[str]) -> list[str]:
    """The gaps in what is read on the cards of a layout."""
    shop = load(bundled_workshop(), {"layout": layout})
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    wide = rooms(shop.pieces["deck"].layouts[layout], "back")
    faces = [face for card in production.deck.cards if (face := production.face(card, "back"))]
    assert len(faces) > 250
    return [gap for face in faces for lines in grouped(face) if lines[0].field in fields for gap in gaps(lines, wide)]


RUNNING = {"about", "example", "failsafe", "persofail"}


@pytest.mark.parametrize("layout", in_part(["poker", "a6", "business"], "poker"))
def test_no_line_in_what_is_read_leaves_half_of_its_measure_empty(layout: str) -> None:
    """Of narrow columns a last line that is long enough had left eighteen of the line above, on poker."""
    assert ragged(layout, RUNNING) == []


def test_gaps_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they were when a last line took its words from the line above alone."""

    def from_the_line_above(lines: list[Line], limit: float, least: float) -> list[Line]:
        while len(lines) > 1 and lines[-1].width < least and len(lines[-2].atoms) > 1:
            above = lines[-2].atoms
            ended = (above[-1], *lines[-1].atoms)
            if width_of(ended) > limit:
                break
            shorter = Line(above[:-1], width_of(above[:-1]), Joint.SPACE)
            lines = [*lines[:-2], shorter, Line(ended, width_of(ended), Joint.BREAK)]
        return lines

    monkeypatch.setattr(setting, "well_ended", from_the_line_above)
    assert len(ragged("poker", RUNNING)) > 10


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


def width_of(atoms: Sequence[Atom]) -> float:
    return sum(atom.width for atom in atoms) + sum(atom.space for atom in atoms[1:])


def greedy(atoms: Sequence[Atom], limit: float) -> list[Sequence[Atom]]:
    lines: list[list[Atom]] = []
    for atom in atoms:
        if lines and width_of([*lines[-1], atom]) <= limit:
            lines[-1].append(atom)
        else:
            lines.append([atom])
    return [*map(tuple, lines)]


def breakings(atoms: Sequence[Atom], count: int, limit: float) -> Iterator[list[Sequence[Atom]]]:
    """All that there are into so many lines that have room, or are one word that has none."""
    for places in combinations(range(1, len(atoms)), count - 1):
        tried = [atoms[start:end] for start, end in pairwise((0, *places, len(atoms)))]
        if all(width_of(line) <= limit or len(line) == 1 for line in tried):
            yield tried


def lack(lines: list[Sequence[Atom]], least: float) -> tuple[float, bool]:
    """How far a paragraph is from the rules of last lines."""
    return max(least - width_of(lines[-1]), 0), len(lines[-1]) == 1 and len(lines[-2]) > SPARE


def room_left(lines: list[Sequence[Atom]], limit: float) -> float:
    return sum((limit - width_of(line)) ** 2 for line in lines)


LIMITS = st.integers(2, 31).map(lambda letters: letters / 2 + 0.1)
SOME_WORDS = st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=12)


@given(SOME_WORDS, LIMITS, LIMITS.map(lambda limit: limit / 2))
def test_of_all_breakings_with_a_good_end_the_evenest_is_taken(words: list[str], limit: float, least: float) -> None:
    typesetter = Typesetter(FakeBook())
    atoms = typesetter.atoms(paragraphs(" ".join(words))[0], PLAIN)
    found = [line.atoms for line in typesetter.lines(atoms, limit, PLAIN, least=least)]
    first = greedy(atoms, limit)
    assert len(found) == len(first)
    if len(first) < 2:
        return
    if lack(first, least) == (0, False) and all(width_of(line) >= SHORT * limit for line in first[:-1]):
        assert found == first  # most paragraphs are like this, and are not broken anew
        return
    tried = [*breakings(atoms, len(first), limit)]
    best = min(lack(each, least) for each in tried)
    assert lack(found, least) == pytest.approx(best)
    even = min(room_left(each[:-1], limit) for each in tried if lack(each, least) == pytest.approx(best))
    assert room_left(found[:-1], limit) == pytest.approx(even)


SAID_WORDS = st.builds(str.__add__, st.text("abc", min_size=1, max_size=9), st.sampled_from(["", "", ",", ".", "?”"]))


@given(st.lists(SAID_WORDS, min_size=1, max_size=12), LIMITS, LIMITS.map(lambda limit: limit / 2))
def test_balanced_lines_are_even_and_end_where_one_would_pause(words: list[str], limit: float, least: float) -> None:
    """Of all breakings, in little more than the narrowest measure, the one whose lines want least to go on."""
    typesetter = Typesetter(FakeBook())
    atoms = typesetter.atoms(paragraphs(" ".join(words))[0], PLAIN)
    found = [line.atoms for line in typesetter.balanced(atoms, limit, PLAIN, least=least)]
    assert len(found) == len(greedy(atoms, limit))
    if len(found) < 2:
        return
    tried = [*breakings(atoms, len(found), limit)]
    best = min(lack(each, least) for each in tried)
    good = [each for each in tried if lack(each, least) == pytest.approx(best)]
    narrow = min(max(map(width_of, each)) for each in good)
    measure = min(limit, STRETCH * narrow)

    def demerits(lines: list[Sequence[Atom]]) -> float:
        return room_left(lines, measure) + narrow**2 * sum(unrest(line[-1].text) for line in lines[:-1])

    def has_room(lines: list[Sequence[Atom]]) -> bool:
        """A word that is wider than any line has one of its own."""
        return all(width_of(line) <= measure + 1e-6 or len(line) == 1 for line in lines)

    assert lack(found, least) == pytest.approx(best)
    assert has_room(found)
    assert demerits(found) == pytest.approx(min(demerits(each) for each in good if has_room(each)))


@pytest.mark.parametrize(
    "text",
    [
        "A glance, dated. / It says where, never why.",
        "They said “yes.” / Now they wonder to what.",
        "Nothing typed is lost, / on any device.",
        "One account, several people, / one mixed-up trail.",
        "The word of the trade / and the word of the street.",
        "Four months. One two three four five / six seven eight nine ten eleven.",  # planted: too unlike to pause there
    ],
)
def test_lines_of_a_title_side_end_where_one_would_pause(text: str) -> None:
    typesetter = Typesetter(FakeBook())
    atoms = typesetter.atoms(paragraphs(text.replace(" / ", " "))[0], PLAIN)
    lines = typesetter.balanced(atoms, width_of(atoms) * 0.65, PLAIN)
    assert " / ".join(" ".join(atom.text for atom in line.atoms) for line in lines) == text


@pytest.mark.parametrize(
    ("limit", "lines"),
    [
        (9.0, ["one two · three ·", "four five six"]),
        (8.5, ["one two · three ·", "four five six"]),
        (8.0, ["one two ·", "three ·", "four five six"]),
        (6.0, ["one two ·", "three ·", "four five", "six"]),  # it has no room on any line
        (4.0, ["one two", "·", "three ·", "four", "five six"]),
        (1.5, ["one", "two", "·", "three", "·", "four", "five", "six"]),  # nor has a word
    ],
)
@pytest.mark.parametrize("hyphenate", [False, True])
def test_a_name_stays_on_a_line_that_has_room_for_it(limit: float, lines: list[str], hyphenate: bool) -> None:
    typesetter = Typesetter(FakeBook(), lambda word: (2,) if limit > 3 else ())
    names = [tuple(runs(name)) for name in ("one two", "three", "four five six")]
    atoms = typesetter.names(names, BETWEEN_NAMES, PLAIN)
    found = typesetter.lines(atoms, limit, PLAIN, hyphenate=hyphenate and limit > 6.5)
    assert ["".join(span.text for span in setting.spans(line, 10, BLACK, 0.0)) for line in found] == lines


def test_of_names_that_have_no_room_all_is_named() -> None:
    typesetter = Typesetter(FakeBook())
    names = tuple(tuple(runs(name)) for name in ("one two", "three", "four five six"))
    copy = Copy("names", Style(size=10, leading=1.2, kerning=False), BLACK, (names,), between=BETWEEN_NAMES)
    narrow = TextBox(typesetter, [measure(typesetter, copy)], 9, 4)
    overset = narrow.overset(narrow.stacks(0))
    assert overset
    assert overset.left_over == "two · three · four five six"


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
