"""A client's brand is worn by every piece: its mark, its name, its colours on paper, and none of the house's left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_floors import BRANDS, LOGO_BOX, faces, written

from generator.brand import STANDARD
from generator.capture.web.assets import day, night
from generator.colours import Colour
from generator.face import Face, Item, Outline, Placed, TextLine
from generator.kit.workshop import bundled_workshop, load

MARKED = {"blanks front", "blanks back", "deck front", "join front", "box front", "guide front"}
MARKED |= {"posters front", "worksheets front"}


def items(found: tuple[Item, ...], inside: bool = False) -> Iterator[tuple[Item, bool]]:
    """All of a face, and whether each is of the client's mark."""
    for item in found:
        if isinstance(item, Placed):
            is_mark = inside or item.art.box[2:] == LOGO_BOX
            yield item, is_mark
            yield from items(item.art.items, is_mark)
        else:
            yield item, inside


def colours(face: Face) -> set[str]:
    """But for the mark's own."""
    found: set[str] = set()
    for item, of_mark in items(face.items):
        if isinstance(item, Outline) and not of_mark:
            found |= {paint.hex for paint in (item.fill, item.stroke) if isinstance(paint, Colour)}
        elif isinstance(item, TextLine):
            found |= {span.colour.hex for span in item.spans}
    return found


def sides(brand: Path, *kinds_of_pieces: str) -> dict[str, list[Face]]:
    """By the kind of the piece and its side: posters front."""
    kinds: dict[str, list[Face]] = {}
    for where, face in faces(brand, *kinds_of_pieces):
        name, side = where.split()[0].partition("/")[0], where.split()[-1]
        kinds.setdefault(f"{name} {side}", []).append(face)
    return kinds


@pytest.fixture(scope="module")
def worn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Face]]:
    return sides(written("one colour", tmp_path_factory.mktemp("client")))


def of_house() -> set[str]:
    """Its colours by name, but for black, white and the ink of examples that are filled in by hand."""
    brand = load(bundled_workshop()).brand
    assert brand is not None
    return {colour.hex for name, colour in brand.palette().items() if name not in ("black", "white", "paper")}


def test_no_face_has_a_colour_of_the_house(worn: dict[str, list[Face]]) -> None:
    house = of_house()
    assert len(house) > len(STANDARD)
    left = {where: found for where, each in worn.items() if (found := set.union(*map(colours, each)) & house)}
    assert left == {}


def test_every_kind_of_piece_has_the_mark(worn: dict[str, list[Face]]) -> None:
    marked = {where for where, each in worn.items() if any(of for face in each for _, of in items(face.items))}
    assert marked >= MARKED


def test_every_kind_of_piece_has_a_colour_of_the_clients(worn: dict[str, list[Face]]) -> None:
    """One that is no grey; what is printed on the inside of a box, or for a clerk, needs none."""
    plain = {where for where, each in worn.items() if all(map(is_grey, set.union(*map(colours, each))))}
    assert plain & MARKED == set()


def is_grey(value: str) -> bool:
    parts = Colour.from_hex(value)[:3]
    return max(parts) - min(parts) < 0.05


def test_a_colour_of_the_house_that_is_left_is_seen(tmp_path: Path) -> None:
    brand = written("one colour", tmp_path)
    brand.write_text(brand.read_text("utf-8") + 'colours: {layer-3: "#22a096"}\n', encoding="utf-8")
    left = {
        where for where, each in sides(brand, "deck", "blanks").items() if set.union(*map(colours, each)) & of_house()
    }
    assert left >= {"deck front", "blanks back"}


@pytest.mark.parametrize("name", BRANDS)
def test_screens_wear_it_and_are_read(name: str, tmp_path: Path) -> None:
    """Phones, the desk, the board and records take their colours from these, by day and by night."""
    brand = load(bundled_workshop(), client=written(name, tmp_path)).brand
    assert brand is not None
    own = brand.palette()
    for tokens in (day(own), night(own)):
        for ground in (tokens["ground"], tokens["paper"]):
            floors = {"ink": 4.5, "muted": 4.5, "accent": 4.5, "line": 3.0}
            assert {each for each, least in floors.items() if tokens[each].contrast(ground) < least} == set()
        assert tokens["on-accent"].contrast(tokens["accent"]) >= 4.5
        if name in ("one colour", "grey"):
            assert {colour.hex for colour in tokens.values()} & of_house() == set()
