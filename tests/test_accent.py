"""Generic rooms know no colours of the bundled kit: a brand names its accent; what no layout shows is said."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import yaml
from click.testing import CliRunner, Result

from generator import bundled
from generator.brand import Brand
from generator.capture.kits import PrintedKit
from generator.capture.web.assets import kit_sheet
from generator.cli import main
from generator.errors import ExitCode
from generator.kit.join_poster import Join, print_join_poster
from generator.kit.workshop import load

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests/small"
DECKS = bundled.folder("deck_sources")
SEA, RUST = "#00688b", "#8b3a1e"  # of the small kit; sea is that of its first category


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "own"))


def say(folder: Path, name: str, words: str) -> None:
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8")


def printed_kit(folder: Path) -> PrintedKit:
    result = run("build", folder)
    assert result.exit_code == ExitCode.DONE, result.output
    return PrintedKit.of((folder / "output/manifest.json").read_bytes())


def accent_of_phones(kit: PrintedKit) -> str:
    found = re.search(rb"--accent: (#[0-9a-f]{6})", kit_sheet(kit).data)
    assert found
    return found[1].decode()


def band_at_the_door(kit: PrintedKit, path: Path) -> str:
    """The colour of the band at the top of the poster of the day."""
    join = Join("Spring", "http://cards.local/j/a", "cards.local/join", "K7M2QX4P", 30, brand=kit.brand)
    with pdfium.PdfDocument(print_join_poster(join, path)) as document:
        pixel = document[0].render(scale=1).to_pil().convert("RGB").getpixel((6, 6))
    return "#" + "".join(f"{channel:02x}" for channel in pixel)


def test_another_brands_phones_and_poster_wear_the_colour_of_its_first_category(own: Path, tmp_path: Path) -> None:
    kit = printed_kit(own)
    assert (accent_of_phones(kit), band_at_the_door(kit, tmp_path / "join.pdf")) == (SEA, SEA)


@pytest.mark.parametrize("accent", ["rust", '"#8b3a1e"'])
def test_a_brand_names_its_accent(accent: str, own: Path, tmp_path: Path) -> None:
    say(own, "brand.yaml", f"accent: {accent}\n")
    kit = printed_kit(own)
    assert (accent_of_phones(kit), band_at_the_door(kit, tmp_path / "join.pdf")) == (RUST, RUST)


def test_a_client_brings_an_accent_or_the_colour_that_the_house_names(own: Path, tmp_path: Path) -> None:
    say(own, "brand.yaml", "accent: rust\n")
    client = tmp_path / "client.yaml"
    for words, accent in (
        ('accent: "#112233"', "#112233"),
        ("accent: sea", SEA),
        ('colours: {rust: "#445566"}', "#445566"),
        ("client: Nobody", RUST),
    ):
        client.write_text(f"{words}\n", encoding="utf-8")
        shop = load(own, client=client)
        assert not shop.problems.errors
        assert shop.brand.palette()["accent"].hex == accent


def test_an_accent_that_the_brand_has_not_is_a_problem_where_it_is_named(own: Path, tmp_path: Path) -> None:
    say(own, "brand.yaml", "accent: seaa\n")
    (problem,) = load(own).problems.errors
    assert (str(problem.where), problem.code, problem.hint) == (
        "brand.yaml:5:9", "unknown-colour", "did you mean 'sea'?",
    )  # fmt: skip
    (tmp_path / "client.yaml").write_text("client: X\naccent: '#12345'\n", encoding="utf-8")
    (problem,) = load(own, client=tmp_path / "client.yaml").problems.errors
    assert str(problem.where) == f"{(tmp_path / 'client.yaml').as_posix()}:2:9"  # it lies outside the workshop


def test_a_kit_that_was_printed_before_accents_had_names_has_that_of_its_first_category(own: Path) -> None:
    printed_kit(own)
    manifest = json.loads((own / "output/manifest.json").read_text(encoding="utf-8"))
    del manifest["brand"]["colours"]["accent"]
    assert accent_of_phones(PrintedKit.of(json.dumps(manifest).encode())) == SEA


def foreign_colours(text: str) -> set[str]:
    """Names and values of the bundled kit's own colours in a source."""
    brand = yaml.safe_load((DECKS / "prepersonalization/brand.yaml").read_text(encoding="utf-8"))
    generic = Brand().palette().keys()
    own = {name: colour["rgb"] for name, colour in brand["colours"].items() if name not in generic}
    names = {name for name in own if "-" in name and name in text}
    return names | {value for value in own.values() if value in text.lower()}


def generic_sources() -> Iterator[Path]:
    yield from (ROOT / "generator").rglob("*.py")
    yield from (ROOT / "generator/capture").rglob("*.css")
    for folder in (bundled.folder("layouts"), DECKS / "join", DECKS / "starter", DECKS / "calibration"):
        yield from folder.rglob("*.yaml")


def test_no_generic_room_names_a_colour_of_the_bundled_kit() -> None:
    found = {path.name: names for path in generic_sources() if (names := foreign_colours(path.read_text("utf-8")))}
    assert found == {}
    assert foreign_colours('brand.get("layer-1", ink)') == {"layer-1"}
    assert foreign_colours('"#4B2A66"') == {"#4b2a66"}


def test_the_starter_shows_how(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    text = (tmp_path / "mine/brand.yaml").read_text(encoding="utf-8")
    assert re.search(r"^accent: sea +# ", text, re.MULTILINE)
    assert accent_of_phones(printed_kit(tmp_path / "mine")) == load(tmp_path / "mine").brand.palette()["sea"].hex


# --- what no layout shows -------------------------------------------------------------------------


def poster(folder: Path, words: str) -> None:
    say(folder, "kit.yaml", "posters: {}\n")
    (folder / "posters").mkdir()
    text = f"id: wall\ntitle: Wall\nlayout: quadrants\n{words}\n"
    (folder / "posters/wall.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "place", "name", "hint"),
    [
        ("words: {top: Up, botom: Down}", "4:18", "botom", "did you mean 'bottom'?"),
        ("words:\n  topp: Up", "5:3", "topp", "did you mean 'top'?"),
        ("words: {left: [a, b], rihgt: [c]}", "4:23", "rihgt", "did you mean 'right'?"),
    ],
)
def test_a_word_that_a_posters_layout_does_not_show_is_a_problem(
    words: str, place: str, name: str, hint: str, own: Path
) -> None:
    poster(own, words)
    problems = [problem for problem in load(own).problems.errors if problem.code == "unknown-field"]
    assert [(str(each.where), each.message, each.hint) for each in problems] == [
        (f"posters/wall.yaml:{place}", f"the layout 'quadrants' does not show '{name}'", hint)
    ]


def test_every_bundled_poster_shows_all_its_words() -> None:
    assert not load(DECKS / "prepersonalization").problems.found


def test_a_style_that_a_layout_has_not_is_a_problem(own: Path) -> None:
    layout = own / "layouts/cards/plain.yaml"
    text = layout.read_text(encoding="utf-8")
    assert "style: " in text
    layout.write_text(re.sub(r"style: (\w+)", r"style: \1x", text, count=1), encoding="utf-8")
    result = run("check", own)
    assert result.exit_code == ExitCode.SOURCES
    assert re.search(r"plain.yaml:\d+:\d+: this layout has no style", result.stdout)


def test_a_field_that_no_layout_shows_is_a_warning_at_its_line(own: Path) -> None:
    deck = own / "deck.yaml"
    text = deck.read_text(encoding="utf-8")
    deck.write_text(text.replace("fields:\n", "fields:\n  promts: {kind: list}\n"), encoding="utf-8")
    (problem,) = load(own).problems.found
    assert (str(problem.where), problem.code) == ("deck.yaml:5:11", "unshown-field")
    assert (problem.message, problem.hint) == ("no layout shows the field 'promts'", "did you mean 'prompts'?")
    assert not problem.is_error


def test_a_small_layout_says_once_which_fields_it_leaves_out() -> None:
    (business,) = load(DECKS / "prepersonalization", {"layout": "business"}).problems.found
    left_out = "`mark`: 30 cards have one; `example`: 54 cards have one; `failsafe`: 6 cards have one"
    assert business.message == f"business does not print {left_out}", "of the cards that are printed"
    assert business.hint == "these do: a6, poker, tarot"
    assert (str(business.where), business.is_error) == ("kit.yaml:17:11", False)
    (compact,) = load(DECKS / "prepersonalization", {"layout": "poker-compact"}).problems.found
    assert [part.split(":")[0] for part in compact.message.split("`")[1::2]] == [
        "mark", "about", "example", "failsafe"
    ]  # fmt: skip
