"""Screens wear the fonts of a client's brand: small, by the maker's leave, from the folder of the kit alone."""

import json
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from families import brand_of
from fontTools.ttLib import TTFont
from rooms import RUNNER, Phone, make_room

from generator.capture.app import create_app
from generator.capture.kits import PrintedKit
from generator.capture.run.pictures import keep_pictures
from generator.cli import main
from generator.codes import FONTS
from generator.fonts import web
from generator.fonts.font import Font
from generator.kit.press import screen_fonts
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load

ROOT = Path(__file__).parent.parent
SMALL = 40_000  # bytes: a phone fetches three over the Wi-Fi of a hotel
GROTESK = ROOT / "fonts/noto-sans/NotoSans-Regular.ttf"


def fonts_for(brand: Path) -> tuple[dict[str, screen_fonts.ScreenFont], list[str]]:
    shop = load(bundled_workshop(), {}, brand)
    made = screen_fonts.screen_fonts(Production(Shared(shop, None), shop.pieces["blanks"]))
    return made, [problem.code for problem in shop.problems.found]


def licensed(folder: Path, bits: int) -> Path:
    """A brand whose font says how it may be embedded (fsType)."""
    brand = brand_of("inter", folder)
    font = TTFont(folder / "fonts" / "Bold.woff2")
    font["OS/2"].fsType = bits
    font.save(folder / "fonts" / "Bold.woff2")
    return brand


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("printed")
    words = ["build", "--brand", str(brand_of("syne", folder)), "--only", "blanks", "-o", str(folder / "out")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return folder / "out"


def test_phones_are_sent_the_fonts_of_the_brand_from_the_folder_alone(printed: Path, tmp_path: Path) -> None:
    data = (printed / "manifest.json").read_bytes()
    kit = PrintedKit.of(data)
    assert kit.brand.fonts is not None
    assert set(kit.brand.fonts) == set(FONTS)
    assert all(font.scale < 100 for font in kit.brand.fonts.values())  # Syne is wide
    copy = tmp_path / "copy"
    shutil.copytree(printed / "screen", copy / "screen")
    room = make_room(tmp_path, kits=lambda: kit)
    RUNNER.run(keep_pictures(room.store, kit, copy))
    shutil.rmtree(copy)
    phone = Phone(create_app(room))
    sheet = phone.get("/static/kit.css").text
    for name, font in kit.brand.fonts.items():
        assert f'url("/picture/{font.file}.woff2")' in sheet
        sent = phone.get(f"/picture/{font.file}.woff2")
        assert (sent.status_code, sent.headers["content-type"]) == (200, "font/woff2")
        assert "immutable" in sent.headers["cache-control"]
        assert sent.content == (printed / f"screen/{FONTS[name]}.woff2").read_bytes()
        assert len(sent.content) < SMALL
    assert sheet.count("size-adjust: 9") + sheet.count("size-adjust: 8") == len(FONTS)
    room.store.close()


def test_letters_that_it_lacks_are_those_of_the_house() -> None:
    sheet = (ROOT / "generator/capture/pages/style.css").read_text("utf-8")
    assert '--display: "Brand Display", "Kit Display",' in sheet
    assert '--text: "Brand Text", "Kit Text",' in sheet


def test_a_kit_of_the_house_and_one_of_before_have_none(printed: Path, tmp_path: Path) -> None:
    before = json.loads((printed / "manifest.json").read_bytes())
    del before["brand"]["fonts"]
    for kit in (
        PrintedKit.of(json.dumps(before).encode()),
        PrintedKit.of((ROOT / "tests/earlier/manifest.json").read_bytes()),
    ):
        room = make_room(tmp_path / kit.id, kits=lambda kit=kit: kit)
        assert "@font-face" not in Phone(create_app(room)).get("/static/kit.css").text
        room.store.close()
    shop = load(bundled_workshop(), {}, None)
    assert screen_fonts.screen_fonts(Production(Shared(shop, None), shop.pieces["blanks"])) == {}


def test_fonts_that_are_gone_go_from_the_folder(printed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(printed, out)
    done = CliRunner().invoke(main, ["build", "--only", "blanks", "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert sorted(out.glob("screen/font-*")) == []


def test_what_may_be_embedded_in_documents_alone_is_not_handed_out(tmp_path: Path) -> None:
    made, problems = fonts_for(licensed(tmp_path, 0x0008))
    assert set(made) == {FONTS["text"]}
    assert problems == ["font-screens", "font-screens"]


def test_a_font_that_is_too_large_for_phones_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_fonts, "MAX_PICTURE_BYTES", 5000)
    made, problems = fonts_for(brand_of("inter", tmp_path))
    assert (made, set(problems)) == ({}, {"font-screens"})


def test_a_large_font_is_cut_down_to_letters_of_europe_and_keeps_its_licence() -> None:
    content = web.web_font(Font("noto", GROTESK.read_bytes()))
    assert content == web.web_font(Font("noto", GROTESK.read_bytes()))
    font = TTFont(BytesIO(content))
    assert len(content) < SMALL < GROTESK.stat().st_size / 10
    assert {ord(letter) for letter in "AzÄłŐαЖ„€"} <= set(font.getBestCmap())
    assert ord("अ") not in font.getBestCmap()
    assert "Open Font License" in str(font["name"].getDebugName(13))
    assert "GPOS" in font


def test_a_font_is_made_once_and_anew_when_it_is_another_or_is_not_as_it_was(
    printed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large one takes longer to be made than a deck of 142 cards to be printed."""
    made: list[bytes] = []
    pack = web._packed
    monkeypatch.setattr(web, "_packed", lambda data, made_of: (made.append(made_of), pack(data, made_of))[1])
    out = tmp_path / "out"
    shutil.copytree(printed, out)
    files = {path: path.read_bytes() for path in out.glob("screen/font-*")}

    brand = brand_of("syne", tmp_path)
    for changed in (False, True):
        if changed:
            next(iter(files)).write_bytes(b"wOF2")
        done = CliRunner().invoke(main, ["build", "--brand", str(brand), "--only", "blanks", "-o", str(out)])
        assert done.exit_code == 0, done.output
        assert len(made) == changed
        assert {path: path.read_bytes() for path in files} == files
    assert web.web_font(Font("noto", GROTESK.read_bytes()), next(iter(files.values()))) not in files.values()
