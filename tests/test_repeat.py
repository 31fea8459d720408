"""Patterns: seamless over the edges, seen in every brand, never under words, once in a file."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import yaml
from press import VERSIONS, build
from test_floors import BRANDS, written

from generator import repeat
from generator.colours import BLACK, WHITE, Colour
from generator.compose import patterns
from generator.deck import DeckHead, pattern_of
from generator.deck.model import Category
from generator.face import Item, Outline, Placed, TextLine, transformed
from generator.face import Path as Steps
from generator.geometry import IDENTITY, Rect, Size, Transform
from generator.images.paths import bounds
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load
from generator.repeat import PATTERNS, cell_size, pattern_ink, repeated

INK = Colour(0.5, 0.5, 0.5)
TRIMS = {"poker": Size(63.5, 88.9), "tarot": Size(70, 120), "business": Size(85, 55)}
BLEED = 3.0


def outlines(items: Sequence[Item], place: Transform = IDENTITY) -> Iterator[tuple[Outline, Steps]]:
    """With their paths where they stand."""
    for item in items:
        if isinstance(item, Placed):
            yield from outlines(item.art.items, place.after(item.transform))
        elif isinstance(item, Outline):
            yield item, transformed(item.path, place)


def marks(items: Sequence[Item]) -> set[tuple[float, ...]]:
    """Each mark as its points, to a hundredth of a millimetre."""
    found, mark = set(), []
    for _, path in outlines(items):
        for step in (*path, None):
            if step is None or step.verb == "move":
                if mark:
                    found.add(tuple(mark))
                mark = []
            mark += [round(number, 2) + 0.0 for number in step.numbers] if step else []
        mark = []
    return found


def seams(items: Sequence[Item], trim: Size) -> list[tuple[float, ...]]:
    """Marks near an edge of the trim that the opposite edge does not go on with."""
    whole = Rect(0, 0, *trim).grown(BLEED)
    places = [(mark[0], mark[1]) for mark in marks(items)]

    def is_there(x: float, y: float) -> bool:
        return any(abs(x - a) < 0.02 and abs(y - b) < 0.02 for a, b in places)

    moves = ((trim.width, 0), (-trim.width, 0), (0, trim.height), (0, -trim.height))
    return [
        (x, y)
        for x, y in places
        for across, down in moves
        if whole.contains(Rect(x + across, y + down, 0, 0)) and not is_there(x + across, y + down)
    ]


@pytest.mark.parametrize("name", PATTERNS)
def test_what_runs_off_one_edge_runs_in_at_the_other(name: repeat.PatternName) -> None:
    for trim in TRIMS.values():
        items = repeated(name, Rect(0, 0, *trim).grown(BLEED), trim, 6.4, INK)
        assert len(marks(items)) > 150
        assert all(outline.stroke is None for outline, _ in outlines(items))  # a line in the bleed is a crop mark
        assert seams(items, trim) == []


def test_cells_that_are_not_fitted_to_the_trim_show_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeat, "cell_size", lambda trim, pitch: Size(pitch, pitch))
    monkeypatch.setattr(repeat, "_placer", repeat._placer.__wrapped__)  # not the one that others left
    trim = TRIMS["poker"]
    laid = repeated.__wrapped__("leaf", Rect(0, 0, *trim).grown(BLEED), trim, 6.4, INK)
    assert seams(laid, trim)


def test_of_what_is_kept_clear_nothing_is_kept_beyond_the_kinds_of_cells() -> None:
    """A studio runs for a day, and each letter that is typed keeps another place clear."""
    trim, pitch = TRIMS["poker"], 6.1
    for width in range(8, 48):
        clear = (Rect(9, 20, width, 40),)
        assert repeated("leaf", Rect(0, 0, *trim), trim, pitch, INK, clear)
    held = vars(repeat._placer("leaf", trim, pitch, INK, 0.0))
    assert 1 < sum(len(each) for each in held.values() if isinstance(each, dict)) <= 2**2


def test_the_second_marks_stand_half_a_cell_lower_and_a_band_goes_on_with_the_whole() -> None:
    trim = TRIMS["poker"]
    cell = cell_size(trim, 6.4)
    assert [round(side / length) for side, length in zip(trim, cell, strict=True)] == [10, 14]
    whole = marks(repeated("cube", Rect(0, 0, *trim), trim, 6.4, INK))
    first = {(round(mark[0], 2), round(mark[1], 2)) for mark in whole}
    rows = sorted({y for _, y in first})
    gaps = {round(b - a, 1) for a, b in pairwise(rows)}
    assert len(gaps) == 2
    assert sum(gaps) == pytest.approx(cell.height, abs=0.1)
    band = repeated("cube", Rect(0, 20, trim.width, 9), trim, 6.4, INK)
    assert marks(band) <= whole | marks(repeated("cube", Rect(0, 0, *trim).grown(9), trim, 6.4, INK))
    (placed,) = band
    assert isinstance(placed, Placed)
    assert placed.clip == Rect(0, 20, trim.width, 9)


def test_a_mark_is_lighter_and_darker_where_it_would_be_bleached_or_words_be_lost() -> None:
    blue, yellow, basil = (Colour.from_hex(each) for each in ("#2a62b0", "#fbc440", "#55813a"))
    assert pattern_ink(blue, WHITE).luminance > blue.luminance
    assert pattern_ink(yellow, BLACK).luminance < yellow.luminance
    assert basil.contrast(WHITE) < 4.6 * 1.15  # no room for a lighter one under white words
    assert pattern_ink(basil, WHITE).luminance < basil.luminance
    red = Colour.from_hex("#bf2f2a")
    assert pattern_ink(WHITE, BLACK, red).red > pattern_ink(WHITE, BLACK, red).blue


class Back:
    """The back of a compact card of each family: its ground, marks and words."""

    def __init__(self, brand: Path) -> None:
        shop = load(bundled_workshop(), {"layout": "poker-compact"}, brand)
        production = Production(Shared(shop, None), shop.pieces["deck"])
        production.prepare()
        first = {card.category: card for card in reversed(production.piece.deck.cards)}
        self.faces = {name: production.face(card, "back") for name, card in first.items()}
        assert len(self.faces) == 8

    def faults(self) -> Iterator[str]:
        for name, face in self.faces.items():
            items = [item for placed in face.items for item in placed.art.items]  # the whole back is one piece of art
            ground = items[0].fill
            strewn = [item for item in items if isinstance(item, Placed) and item.clip]
            words = [item for item in items if isinstance(item, TextLine)]
            assert (len(strewn), len(words) >= 2) == (1, True)
            for outline, path in outlines(strewn):
                ink = outline.fill or outline.stroke
                if ink.contrast(ground) < repeat.SEEN:
                    yield f"{name}: marks at {ink.contrast(ground):.2f}"
                if any(span.colour.contrast(ink) < 4.5 for line in words for span in line.spans):
                    yield f"{name}: words on marks"
                yield from self._touched(name, path, words)

    def _touched(self, name: str, path: Steps, words: Sequence[TextLine]) -> Iterator[str]:
        areas = [Rect(line.x, line.baseline - 2, line.width, 2) for line in words]
        starts = [at for at, step in enumerate(path) if step.verb == "move"]
        for start, end in zip(starts, [*starts[1:], len(path)], strict=True):
            if any(bounds(path[start:end]).overlaps(area.grown(1)) for area in areas):
                yield f"{name}: a mark under words"


@pytest.mark.parametrize("name", BRANDS)
def test_marks_are_seen_in_every_brand_and_words_are_read(name: str, tmp_path: Path) -> None:
    assert list(Back(written(name, tmp_path)).faults()) == []


@pytest.mark.parametrize(
    ("place", "attribute", "fault", "words"),
    [
        (patterns, "pattern_ink", lambda ground, *rest: ground.mixed(WHITE, 0.01), "marks at"),
        (patterns, "pattern_ink", lambda ground, words, towards: words, "words on marks"),
        (patterns, "kept_clear", lambda *given: (), "a mark under words"),
    ],
)
def test_a_floor_of_marks_that_is_taken_away_is_seen(
    place: object, attribute: str, fault: object, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, attribute, fault)
    assert any(words in each for each in Back(written("house", tmp_path)).faults())


def test_a_family_has_a_pattern_in_turn_or_the_one_that_it_says() -> None:
    def head(**said: repeat.PatternName) -> DeckHead:
        names = [f"family-{number}" for number in range(1, 11)]
        return DeckHead(id="a", title="A", categories={n: Category(name=n, pattern=said.get(n[-1])) for n in names})

    def all_of(head: DeckHead) -> list[str]:
        return [pattern_of(head, name) for name in head.categories]

    assert all_of(head()) == [*PATTERNS, *PATTERNS[:2]]
    own = all_of(head(**{"3": "bean"}))
    assert own[:3] == ["cube", "wedge", "bean"]
    assert own.count("bean") == 1


def test_a_pattern_that_there_is_not_is_a_problem_with_the_one_that_was_meant(tmp_path: Path) -> None:
    shop = load(small(tmp_path, "leef"))
    (problem,) = shop.problems.errors
    assert problem.where.file == "deck.yaml"
    assert "did you mean 'leaf'" in problem.hint


def small(folder: Path, pattern: str, **order: str) -> Path:
    """A deck of four cards in two families, one-sided."""
    sources = {
        "kit.yaml": {"id": "strewn", "title": "Small", "capture": "none", "deck": {"layout": "poker-compact", **order}},
        "deck.yaml": {
            "id": "strewn",
            "title": "Small",
            "fields": {"title": {"label": "Title"}},
            "categories": {"a": {"name": "A", "colour": "#2a62b0", "pattern": pattern}, "b": {"name": "B"}},
            "cards": [{"id": f"card-{n}", "category": "ab"[n % 2], "title": f"Card {n}"} for n in range(4)],
        },
    }
    for name, source in sources.items():
        (folder / name).write_text(yaml.safe_dump(source), encoding="utf-8")
    return folder


def test_backs_of_a_family_are_one_drawing_in_the_file_and_lie_where_backs_lie(tmp_path: Path) -> None:
    files = {layout: tmp_path / layout / "deck.pdf" for layout in ("plain", "poker-compact")}
    for layout in files:
        folder = small(tmp_path, "leaf", layout=layout)
        (folder / "layouts/cards").mkdir(parents=True, exist_ok=True)
        text = "extends: poker-compact\ntitle: Without\nback: {pattern: }\n"
        (folder / "layouts/cards/plain.yaml").write_text(text, encoding="utf-8")
        build(folder, tmp_path / layout, "--sheet", "one-per-page")
    assert files["poker-compact"].stat().st_size - files["plain"].stat().st_size < 12_000  # two families
    pages = pypdfium2.PdfDocument(files["poker-compact"])
    shown = [pages[number].render(scale=2).to_pil().tobytes() for number in range(len(pages))]
    assert len(shown) == 8
    backs = shown[1::2]
    assert (backs[0], backs[1]) == (backs[2], backs[3])
    assert backs[0] != backs[1]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_press_takes_patterns(version: str, tmp_path: Path) -> None:
    build(small(tmp_path, "wave"), tmp_path / "out", "--for", version)
