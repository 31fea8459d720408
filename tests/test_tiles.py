"""Tiles: each card's number stays its own, and a reader that shares no code with ours reads it from what is printed."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
import yaml
from suite import Built, in_part
from test_floors import BRANDS
from test_floors import written as brand_written

from generator.codes import KitEntry, Manifest, ThingEntry
from generator.codes.markers import CELLS, COUNT, CardTile, hashed, is_light, number_cards
from generator.compose import marker, tiles
from generator.errors import Place, Problems
from generator.face import Face, Outline
from generator.geometry import Rect
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import Workshop, bundled_workshop, load

KNOWN = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_1000)
READER = cv2.aruco.ArucoDetector(KNOWN)
MM_PER_INCH = 25.4
TABLE = 4000 / 1200  # pixels a mm: 54 cards on 1.2 × 0.9 m, photographed with 12 megapixels
POSTER = 4000 / 841  # … 24 cards on A1
TRUE = 0.2  # mm
LAID = Place("cards.yaml", 1, 1)
Picture = np.ndarray


def numbers_in(picture: Picture) -> dict[int, np.ndarray]:
    """What is read, with the four corners of each in pixels, from its own top left one."""
    corners, numbers, _ = READER.detectMarkers(picture)
    return {} if numbers is None else dict(zip(numbers.ravel().tolist(), (each[0] for each in corners), strict=True))


# --- the table ---


def test_the_table_is_that_of_opencv() -> None:
    for number in range(COUNT):
        image = cv2.aruco.generateImageMarker(KNOWN, number, CELLS + 2)[1:-1, 1:-1] > 127
        ours = [[is_light(number, row, column) for column in range(CELLS)] for row in range(CELLS)]
        assert image.tolist() == ours


# --- numbers ---


def given(*ids: str, published: Manifest | None = None, **pins: int) -> tuple[dict[str, int], list[str]]:
    problems = Problems()
    cards = [CardTile(card, pins.get(card), LAID) for card in ids]
    numbers = number_cards(cards, problems, published).of
    return dict(numbers), [problem.code for problem in problems]


def printed(retired: bool = False, **numbers: int) -> Manifest:
    names = [f"{number:06}".translate(str.maketrans("01", "ZY")) for number in numbers.values()]
    things = zip(names, numbers.items(), strict=True)
    return Manifest(
        KitEntry("kit", "Kit"),
        things=tuple(ThingEntry(code, "card", name, tile=tile, retired=retired) for code, (name, tile) in things),
    )


def test_a_number_comes_from_the_id_as_the_docs_say() -> None:
    assert [hashed(name) for name in ("guest", "quiet-hour", "löffel")] == [593, 762, 570]
    assert given("guest") == ({"guest": hashed("guest")}, [])


def alike() -> tuple[str, str]:
    """Two ids that lead to one number."""
    seen: dict[int, str] = {}
    for card in map("card-{}".format, range(1000)):
        if hashed(card) in seen:
            return seen[hashed(card)], card
        seen[hashed(card)] = card
    raise AssertionError


def test_a_taken_number_goes_to_the_next_free_one_in_whatever_order_cards_stand() -> None:
    one, other = sorted(alike())
    numbers, problems = given(one, other)
    assert numbers == {one: hashed(one), other: (hashed(one) + 1) % COUNT}
    assert problems == []
    assert given(other, one)[0] == numbers


def test_what_is_printed_and_what_is_pinned_win() -> None:
    one, other = sorted(alike())
    numbers, problems = given(one, other, published=printed(**{other: hashed(one)}))
    assert (numbers[other], numbers[one], problems) == (hashed(one), (hashed(one) + 1) % COUNT, [])
    numbers, problems = given(one, other, **{other: hashed(one)})
    assert (numbers[other], numbers[one], problems) == (hashed(one), (hashed(one) + 1) % COUNT, [])
    assert given("a", a=7, published=printed(a=7)) == ({"a": 7}, [])
    assert given("a", a=8, published=printed(a=7)) == ({"a": 8}, ["tile-moved"])


def test_two_cards_with_one_pin_are_a_problem_and_so_is_what_is_on_another_card() -> None:
    assert given("a", "b", a=7, b=7)[1] == ["tile-collision"]
    assert given("a", "b", b=7, published=printed(a=7))[1] == ["tile-published"]
    assert given("a", "b", a=8, b=7, published=printed(a=7))[1] == ["tile-moved"]


def test_a_number_of_a_card_that_is_gone_is_given_last() -> None:
    gone = printed(retired=True, old=hashed("guest"))
    assert given("guest", published=gone)[0] == {"guest": (hashed("guest") + 1) % COUNT}
    assert given("back", published=printed(retired=True, back=7))[0] == {"back": 7}
    assert given("b", b=7, published=printed(retired=True, a=7)) == ({"b": 7}, [])
    many = [f"card-{number}" for number in range(COUNT)]
    assert sorted(given(*many, published=gone)[0].values()) == list(range(COUNT))


def workshop(folder: Path, cards: list[dict[str, object]], fields: str = "", **kit: object) -> Workshop:
    head = {"id": "laid", "title": "Laid", "categories": {"one": {"name": "One", "colour": "#335577"}}}
    named = {name: {"kind": "text"} for name in ("title", *fields.split())}
    deck = head | {"fields": named, "cards": [{"category": "one", "title": "A card"} | card for card in cards]}
    order = {"id": "laid", "title": "Laid", "capture": "http://prepdeck.local:8765"} | kit
    for name, said in {"deck.yaml": deck, "kit.yaml": order}.items():
        (folder / name).write_text(yaml.safe_dump(said), encoding="utf-8")
    return load(folder)


def composed(shop: Workshop) -> tuple[Production, dict[str, Face]]:
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    faces = {card.id: production.face(card, "front") for card in production.deck.cards}
    return production, {name: face for name, face in faces.items() if face}


def markers(face: Face) -> list[Outline]:
    return [item for item in face.items if isinstance(item, Outline) and item.even_odd]


def codes(shop: Workshop) -> list[str]:
    return [problem.code for problem in shop.problems]


@pytest.mark.parametrize(("more", "words"), [(1, "1 card has"), (2, "2 cards have")])
def test_cards_over_a_thousand_have_none_and_it_is_said_once(more: int, words: str, tmp_path: Path) -> None:
    shop = workshop(tmp_path, [{"id": f"card-{number}"} for number in range(COUNT + more)])
    shared = Shared(shop, None)
    assert (len(shared.tiles), len(set(shared.tiles.values()))) == (COUNT, COUNT)
    (said,) = (problem for problem in shop.problems if problem.code == "no-tiles")
    assert said.message == f"{words} no tile: there are 1,000 markers"
    assert not said.is_error


def test_what_cannot_be_a_number_is_a_problem_and_a_field_of_the_name_stays_one(tmp_path: Path) -> None:
    assert codes(workshop(tmp_path, [{"id": "a", "tile": 7}, {"id": "b", "tile": 999}])) == []
    for wrong in (1000, -1, "seven"):
        assert codes(workshop(tmp_path, [{"id": "a", "tile": wrong}])) == ["bad-value"]
    shop = workshop(tmp_path, [{"id": "a", "tile": "Of clay"}], fields="tile")
    assert Shared(shop, None).tiles == {"a": hashed("a")}
    assert shop.deck
    assert shop.deck.cards[0].values["tile"] == "Of clay"


@pytest.mark.parametrize("without", [{"deck": {"tile": "none"}}, {"capture": "none"}], ids=["tile", "capture"])
def test_a_kit_that_wants_none_has_none(tmp_path: Path, without: dict[str, object]) -> None:
    _, faces = composed(workshop(tmp_path, [{"id": "a"}]))
    assert len(markers(faces["a"])) == 1
    _, faces = composed(workshop(tmp_path, [{"id": "a"}], **without))
    assert markers(faces["a"]) == []


def test_a_layout_of_ones_own_without_the_frame_has_none_and_one_that_covers_it_is_warned(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "cards" / "own.yaml"
    own.parent.mkdir(parents=True)
    trim = "title: Own\ntrim: {width: 60mm, height: 80mm}\n"
    tile = "  tile: {kind: tile, box: {left: 5mm, top: 5mm, width: 9mm, height: 9mm}}\n"
    cover = "  cover: {kind: fill, colour: ink, box: {left: 5mm, top: 5mm, width: 9mm, height: 9mm}}\n"
    for frames, expected in (
        (cover, []),
        (tile, []),
        (tile + cover, ["overlap"]),
        (tile.replace("9mm", "7mm"), ["tile-small"]),
        (tile.replace("left: 5mm", "left: 2mm"), ["safe-area"]),
    ):
        own.write_text(f"{trim}front:\n{frames}", encoding="utf-8")
        shop = workshop(tmp_path, [{"id": "a"}], deck={"layout": "own"})
        _, faces = composed(shop)
        assert [code for code in codes(shop) if code != "left-out"] == expected
        assert len(markers(faces["a"])) == ("tile:" in frames)


# --- the bundled deck ---


def test_the_bundled_cards_have_theirs_pinned_so_that_nothing_changes_them() -> None:
    shop = load(bundled_workshop())
    assert shop.deck
    pins = {card.id: card.tile for card in shop.deck.cards}
    assert len(pins) == 302
    assert None not in pins.values()
    assert given(*pins) == (pins, [])  # as their ids lead to them
    assert len(set(pins.values())) == 302


class Laid(NamedTuple):
    """A title side as it is cut, and what the manifest says of its tile."""

    picture: Picture  # of the trim
    per_mm: float
    number: int
    square: tuple[float, float, float]  # left, top, side in mm


def fronts(kit: Built, per_mm: float, step: int = 1) -> Iterator[Laid]:
    """The title side of each card, or of every so many."""
    things = json.loads((kit.folder / "manifest.json").read_bytes())["things"]
    order = {card.id: place for place, card in enumerate(cards_of(kit))}
    cards = sorted((thing for thing in things if thing["id"] in order), key=lambda thing: order[thing["id"]])
    with pdfium.PdfDocument(kit.folder / "deck.pdf") as document:
        assert len(document) == 2 * len(cards)
        for page, thing in list(zip(list(document)[::2], cards, strict=True))[::step]:
            left, bottom, right, top = page.get_trimbox()
            height = page.get_height()
            scale = per_mm * MM_PER_INCH / 72
            whole = page.render(scale=scale).to_numpy()[:, :, :3]
            rows = slice(round((height - top) * scale), round((height - bottom) * scale))
            spot = thing["geometry"]["tile"]
            assert spot["face"] == "front"
            picture = np.ascontiguousarray(whole[rows, round(left * scale) : round(right * scale)])
            yield Laid(picture, per_mm, thing["tile"], (spot["x"], spot["y"], spot["side"]))


def cards_of(kit: Built) -> list[object]:
    shop = load(bundled_workshop())
    assert shop.deck
    return [card for card in shop.deck.cards if card.quantity]


@pytest.fixture(scope="module")
def alone(print_once: Callable[..., Built]) -> Built:
    """The deck, a side a page."""
    return print_once("--only", "deck", "--sheet", "one-per-page")


def off(laid: Laid) -> float:
    """How far the corners that are read stand from where the manifest has them, in mm; 99 where they are not read."""
    corners = numbers_in(laid.picture).get(laid.number)
    if corners is None:
        return 99
    x, y, side = laid.square
    meant = np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side)])
    return float(np.abs(corners / laid.per_mm - meant).max())


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.soak)])
def test_each_tile_is_read_where_the_manifest_has_it(step: int, alone: Built) -> None:
    found = {laid.number: off(laid) for laid in fronts(alone, 10, step)}
    assert len(found) == 54 // step
    assert {number: far for number, far in found.items() if far > TRUE} == {}


def seen(laid: Laid, angle: float = 0, tilt: float = 0, blur: float = 0) -> Picture:
    """On a wooden table: turned by degrees, its far edge shorter by a share, out of focus by so many pixels."""
    height, width = laid.picture.shape[:2]
    side = round(1.5 * max(height, width))
    table = np.full((side, side, 3), (150, 175, 190), np.uint8)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turn[:, 2] += (side - width) / 2, (side - height) / 2
    table = cv2.warpAffine(
        laid.picture, turn, (side, side), dst=table, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    if tilt:
        flat = np.float32([(0, 0), (side, 0), (side, side), (0, side)])
        far = np.float32([(tilt * side / 2, tilt * side / 3), (side * (1 - tilt / 2), 0), (side, side), (0, side)])
        table = cv2.warpPerspective(table, cv2.getPerspectiveTransform(flat, far), (side, side))
    return cv2.GaussianBlur(table, (0, 0), blur) if blur else table


def grey(picture: Picture) -> Picture:
    """In poor light: paper at 150 of 255, noise of 4."""
    dim = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) * 0.5 + 25
    return np.clip(dim + np.random.default_rng(7).normal(0, 4, dim.shape), 0, 255).astype(np.uint8)


def packed(picture: Picture) -> Picture:
    """As a telephone keeps it: JPEG, at a quality of 60."""
    return cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])[1], cv2.IMREAD_COLOR)


KINDS: dict[str, Callable[[Laid, int], Picture]] = {  # card, and a number of its own
    "plain": lambda laid, place: seen(laid),
    "turned": lambda laid, place: seen(laid, 10 * (place % 36)),
    "tilted": lambda laid, place: seen(laid, 7 * place, tilt=0.25),
    "blurred": lambda laid, place: seen(laid, 7 * place, blur=0.8),
    "grey": lambda laid, place: grey(seen(laid, 7 * place)),
    "packed": lambda laid, place: packed(seen(laid, 7 * place, blur=0.5)),
}


def unread(cards: Iterable[Laid], kind: str) -> list[int]:
    shown = ((laid.number, KINDS[kind](laid, place)) for place, laid in enumerate(cards))
    return [number for number, picture in shown if number not in numbers_in(picture)]


@pytest.mark.parametrize("kind", KINDS)
def test_tiles_are_read_from_a_photograph_of_a_table(kind: str, alone: Built) -> None:
    """As large as they are when 54 cards lie there; a card of each family."""
    assert unread(fronts(alone, TABLE, 6), kind) == []


@pytest.mark.parametrize("per_mm", [TABLE, POSTER], ids=["table", "poster"])
@pytest.mark.parametrize("kind", in_part([*KINDS], next(iter(KINDS))))
def test_all_tiles_of_the_deck_are_read(kind: str, per_mm: float, alone: Built) -> None:
    """But for one in fifty, of which people take another photograph."""
    assert len(unread(fronts(alone, per_mm), kind)) <= 1


@pytest.mark.parametrize("every", in_part([9, 1], 9))
def test_all_tiles_are_read_at_any_angle(every: int, alone: Built) -> None:
    """Of every so many cards."""
    shown = ((laid, angle) for laid in fronts(alone, TABLE, every) for angle in range(0, 360, 10))
    lost = [(laid.number, angle) for laid, angle in shown if laid.number not in numbers_in(seen(laid, angle))]
    assert len(lost) <= 54 / every * 36 / 50, lost


@pytest.mark.parametrize("fault", ["mirrored", "transposed", "shifted"])
def test_a_fault_in_a_marker_is_seen(fault: str, alone: Built) -> None:
    laid = next(fronts(alone, 10))
    assert off(laid) <= TRUE
    if fault == "mirrored":
        wrong = laid._replace(picture=np.ascontiguousarray(laid.picture[:, ::-1]))
    elif fault == "transposed":
        wrong = laid._replace(picture=np.ascontiguousarray(laid.picture.transpose(1, 0, 2)))
    else:
        wrong = laid._replace(picture=np.roll(laid.picture, 4, axis=1))  # 0.4 mm
    assert off(wrong) > TRUE


# --- layouts and brands ---


def test_every_layout_for_cards_has_one_that_is_large_enough() -> None:
    from generator import bundled
    from generator.errors import NOWHERE
    from generator.kit.press.production import tile_of
    from generator.kit.request.shelf import Shelf, is_blank

    shelf = Shelf(bundled_workshop(), Problems())
    names = sorted(path.stem for path in (bundled.folder("layouts") / "cards").glob("*.yaml"))
    sides = {name: tile_of(layout) for name in names if (layout := shelf.card(name, NOWHERE))}
    assert [name for name, spot in sides.items() if (spot is None) != is_blank(name)] == []
    assert min(spot.side for spot in sides.values() if spot) >= marker.SMALLEST
    assert all(8 <= sides[name].side <= 9 for name in ("poker", "poker-63x88"))  # type: ignore[union-attr]


@pytest.mark.parametrize("name", in_part(BRANDS, "house", "pale yellow", "dark logo on dark"))
def test_a_tile_is_dark_on_light_in_every_brand(name: str, tmp_path: Path) -> None:
    shop = load(bundled_workshop(), {}, brand_written(name, tmp_path))
    shared = Shared(shop, None)
    production = Production(shared, shop.pieces["deck"])
    for card in {card.category: card for card in production.deck.cards}.values():
        face = production.face(card, "front")
        assert face
        (dark,) = markers(face)
        light = face.items[face.items.index(dark) - 1]
        assert isinstance(light, Outline)
        inks = [np.array(item.fill[:3]) for item in (light, dark)]  # type: ignore[index]
        assert light.fill.contrast(dark.fill) >= 4.5  # type: ignore[union-attr, arg-type]
        lit, unlit = (float(ink @ (0.299, 0.587, 0.114)) for ink in inks)
        assert lit >= 0.85
        assert unlit <= 0.45


def test_ink_is_changed_no_further_than_it_must_be() -> None:
    from generator.colours import Colour

    sun, plum, cream = map(Colour.from_hex, ("#fbc440", "#2b1840", "#fbf4e6"))
    assert tiles.inked(plum, cream) == (plum, cream)
    dark, light = tiles.inked(sun, cream)
    assert light == cream
    assert tiles.CONTRAST <= dark.contrast(cream) < tiles.CONTRAST + 1
    dark, light = tiles.inked(plum, Colour.from_hex("#14161a"))
    assert light.luminance >= tiles.LIGHT


def test_a_marker_is_one_path_and_light_cells_that_touch_have_no_line_between_them() -> None:
    square = Rect(0, 0, 6, 6)
    for number in range(COUNT):
        path = marker.marker(number, square)
        loops = sum(step.verb == "close" for step in path)
        area = 0.0
        last = first = (0.0, 0.0)
        for verb, values in path:
            if verb == "move":
                first = last = (values[0], values[1])
            else:
                to = first if verb == "close" else (values[0], values[1])
                area += (last[0] * to[1] - to[0] * last[1]) / 2
                last = to
        lights = sum(is_light(number, row, column) for row in range(CELLS) for column in range(CELLS))
        assert abs(area) == pytest.approx(36 + lights)  # of loops that all run the same way
        assert loops <= 1 + lights
