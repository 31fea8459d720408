"""A client's brand is worn by every piece and screen: its mark, name and colours, and none of the house's is left."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from rooms import RUNNER, Phone, make_room, press
from test_floors import BRANDS, LOGO_BOX, faces, written

from generator.brand import STANDARD
from generator.capture.app import create_app
from generator.capture.kits import PrintedKit
from generator.capture.run.pictures import keep_pictures
from generator.cli import main
from generator.codes import LOGOS
from generator.colours import Colour
from generator.errors import Severity
from generator.face import Face, Item, LinearGradient, Modules, Outline, Paint, Placed, RadialGradient, TextLine
from generator.kit.press import screen_logo
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load
from generator.screen_colours import day, night

MARKED = {"blanks front", "blanks back", "deck front", "join front", "box front", "guide front"}
MARKED |= {"posters front", "worksheets front"}
PIECES = {"deck", "blanks", "posters", "worksheets", "guide", "box", "catalogue", "order", "join"}
HEX = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
LINKED = re.compile(r'(?:href|src|srcset)="(/(?:static|picture|board/[^"/]+)/[^"]+\.(?:css|svg|png|jpg)[^"]*)"')


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
            found |= {colour.hex for paint in (item.fill, item.stroke) for colour in paints(paint)}
        elif isinstance(item, Modules):
            found.add(item.colour.hex)
        elif isinstance(item, TextLine):
            found |= {span.colour.hex for span in item.spans}
    return found


def paints(paint: Paint | None) -> list[Colour]:
    if isinstance(paint, LinearGradient | RadialGradient):
        return [stop.colour for stop in paint.stops]
    return [paint] if paint else []


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
    assert {where.split()[0] for where in worn} == PIECES
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
    brand.write_text(brand.read_text("utf-8") + 'colours: {layer-3: "#0a6166"}\n', encoding="utf-8")
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


# --- what is served: pages, with the style sheets and pictures that they fetch ---


def served(kit: PrintedKit, printed: Path, folder: Path) -> dict[str, str]:
    """What phones, the desk and the board are sent, by the page and what it fetches."""
    room = make_room(folder, kits=lambda: kit)
    RUNNER.run(keep_pictures(room.store, kit, printed))
    session = RUNNER.run(room.store.open_session(kit.id, "Tuesday"))
    phone, desk = Phone(create_app(room)), Phone(create_app(room))
    phone.post("/join", {"_consent": "1"})
    press(desk, f"/f/{RUNNER.run(room.store.one_time_link())}")
    card = next(thing for thing in kit.things if thing.kind == "card")
    pages = [(phone, path) for path in ("/", "/mine", "/erase", "/lay", f"/{card.code}")]
    pages += [(Phone(create_app(room)), "/join"), (desk, "/desk"), (desk, f"/desk/{session.id}"), (desk, "/desk/codes")]
    pages += [(phone, f"/board/{session.board_token}"), (phone, f"/board/{session.board_token}?theme=dark")]
    pages += [(phone, f"/f/{RUNNER.run(room.store.one_time_link())}")]
    refused = {f"/desk/{session.id}/votes": 403, "/f/spent": 404, "/nothing": 404}
    pages += [(phone, path) for path in refused]
    texts = {}
    for browser, path in pages:
        page = browser.get(path)
        assert page.status_code == refused.get(path, 200), path
        texts[path] = page.text
        texts |= {f"{path} {each}": browser.get(each).text for each in LINKED.findall(page.text)}
    room.store.close()
    return texts


def colours_in(text: str) -> set[str]:
    return {Colour.from_hex(value).hex for value in HEX.findall(text)}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    brand = written("one colour", folder)
    done = CliRunner().invoke(main, ["build", "--brand", str(brand), "--only", "blanks", "-o", str(folder / "out")])
    assert done.exit_code == 0, done.output
    return folder / "out"


def test_phones_desk_and_board_wear_it_and_nothing_of_the_house(printed: Path, tmp_path: Path) -> None:
    kit = PrintedKit.of((printed / "manifest.json").read_bytes())
    logo = kit.brand.logo
    assert logo
    texts = served(kit, printed, tmp_path)
    assert {where: left for where, text in texts.items() if (left := colours_in(text) & of_house())} == {}
    for where, text in texts.items():
        if " " not in where:  # a page: light and dark, but where the address says which
            marks = {logo.night} if "theme=dark" in where else {logo.day, logo.night}
            assert {each for each in logo if f"/picture/{each}.svg" in text} == marks, where
            assert f'alt="{kit.brand.client}"' in text
    assert "#fff6a8" in colours_in(" ".join(texts.values()))
    marks = {where.rpartition("/")[2]: text for where, text in texts.items() if "/picture/" in where}
    assert "#fff6a8" in marks[f"{logo.day}.svg"]
    assert len(colours_in(marks[f"{logo.day}.svg"])) == 2  # pale on light: it has a plate
    assert colours_in(marks[f"{logo.night}.svg"]) == {"#fff6a8"}


def test_a_colour_of_the_house_on_a_screen_is_seen(printed: Path, tmp_path: Path) -> None:
    kit = PrintedKit.of((printed / "manifest.json").read_bytes())
    house = load(bundled_workshop()).brand
    assert house
    planted = {**kit.brand.colours, "accent": house.palette()["layer-1"].hex}
    texts = served(replace(kit, brand=kit.brand._replace(colours=planted)), printed, tmp_path)
    assert {where.split()[0] for where, text in texts.items() if colours_in(text) & of_house()} >= {"/", "/desk"}


def test_a_mark_that_is_too_large_for_screens_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = load(bundled_workshop(), {}, written("one colour", tmp_path))
    production = Production(Shared(shop, None), shop.pieces["blanks"])
    assert set(screen_logo.screen_logo(production)) == set(LOGOS.values())
    assert shop.problems.found == []
    monkeypatch.setattr(screen_logo, "MAX_PICTURE_BYTES", 100)
    assert screen_logo.screen_logo(production) == {}
    (finding,) = shop.problems.found
    assert (finding.code, finding.severity) == ("logo-heavy", Severity.WARNING)
    assert "phones" in finding.message


def test_without_a_logo_the_screens_have_the_name(printed: Path, tmp_path: Path) -> None:
    kit = PrintedKit.of((printed / "manifest.json").read_bytes())
    texts = served(replace(kit, brand=kit.brand._replace(logo=None)), printed, tmp_path)
    pages = {where: text for where, text in texts.items() if " " not in where}
    assert {where for where, text in pages.items() if text.count(f'dir="auto">{kit.brand.client}<') != 1} == set()
    nameless = served(replace(kit, brand=kit.brand._replace(logo=None, client="")), printed, tmp_path / "nameless")
    assert not any('class="logo"' in text for text in nameless.values())


def test_the_picture_at_the_door_has_the_second_ink_of_the_colour_that_the_accent_is(tmp_path: Path) -> None:
    """The brand says it of the colour, not of the accent; a client that says none there has one out of its colours."""
    house = load(bundled_workshop()).brand
    assert house
    second = house.palette()[house.colours[house.accent].second].hex
    assert second in {colour for face in sides_of_house()["join front"] for colour in colours(face)}
    own = sides(written("one colour", tmp_path), "join")["join front"]
    assert second not in {colour for face in own for colour in colours(face)}


def sides_of_house() -> dict[str, list[Face]]:
    return {"join front": [face for where, face in faces(None, "join") if where.endswith("front")]}
