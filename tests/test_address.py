"""The address is a constraint of design: what may be printed has room beside every code, or is one problem."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from generator import bundled
from generator.cli import main
from generator.codes import check_capture_url, host_of
from generator.codes.address import PRINTABLE
from generator.compose import Typesetter
from generator.compose.printed_address import room_for
from generator.errors import NOWHERE, ExitCode, Problems
from generator.fonts import FontBook
from generator.kit.request.shelf import Shelf
from generator.kit.workshop import load

BUNDLED = bundled.folder("deck_sources") / "prepersonalization"
SMALL = Path(__file__).parent / "small"
LONG = "https://workshops.acme-consulting.com/prep"
LONGEST = (
    "http://workshops.department.acme-consulting-group.com/p",
    "https://prepersonalization-at-acmeconsulting.com/prep/w",
)
SHAPES = [("cards", path.stem) for path in sorted((bundled.folder("layouts") / "cards").glob("*.yaml"))]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def kit(source: Path, folder: Path, capture: str) -> Path:
    shutil.copytree(source, folder)
    text = (folder / "kit.yaml").read_text(encoding="utf-8")
    (folder / "kit.yaml").write_text(re.sub(r"(?m)^capture:\n(  .*\n)+", f"{capture}\n", text), encoding="utf-8")
    assert capture in (folder / "kit.yaml").read_text(encoding="utf-8")
    return folder


def findings(folder: Path) -> list[tuple[str, str, str]]:
    listed = json.loads(run("check", folder, "--json").stdout)["findings"]
    return [(each["severity"], each["code"], each["message"]) for each in listed]


@pytest.mark.parametrize("address", LONGEST)
def test_the_longest_that_may_be_printed_is_that(address: str) -> None:
    problems = Problems()
    assert check_capture_url(address, NOWHERE, problems)
    assert len(f"{address}/XXXXXX") == PRINTABLE
    assert not check_capture_url(f"{address}x", NOWHERE, problems)
    assert not check_capture_url(address, NOWHERE, problems, corners=True)
    assert check_capture_url(address[:-2], NOWHERE, problems, corners=True)


@pytest.mark.parametrize(("kind", "name"), SHAPES)
def test_every_layout_of_cards_has_room_for_the_longest(kind: str, name: str) -> None:
    problems = Problems()
    layout = Shelf(BUNDLED, problems).card(name, NOWHERE, kind)
    typesetter = Typesetter(FontBook.load({}, {}, problems, {}))
    assert layout
    for address in LONGEST:
        host = host_of(address)
        assert room_for(host, layout, typesetter) == len(host)
    assert room_for("m" * 200, layout, typesetter) < 200  # the measure knows an end
    assert layout.styles["fine"].least >= 5.5


@pytest.mark.parametrize("address", [LONG, *(longest[:-2] for longest in LONGEST)])  # corners take two
def test_the_whole_kit_is_printed_with_a_long_address(address: str, tmp_path: Path) -> None:
    folder = kit(BUNDLED, tmp_path / "own", f"capture: {address}")
    assert {(severity, code) for severity, code, _ in findings(folder)} == {("warning", "capture-url-long")}
    assert run("build", folder, "--only", "deck", "--cards", "page-viewed").exit_code == ExitCode.DONE
    words = "".join(page.extract_text() for page in PdfReader(folder / "output/deck-selected.pdf").pages)
    assert host_of(address) in re.sub(r"\s", "", words)


def test_an_address_without_room_is_one_problem_with_the_longest_that_fits(tmp_path: Path) -> None:
    folder = kit(BUNDLED, tmp_path / "own", f"capture:\n  url: {LONG}")
    shape = folder / "layouts/cards/poker.yaml"
    shape.parent.mkdir(parents=True)
    text = (bundled.folder("layouts") / "cards/poker.yaml").read_text(encoding="utf-8")
    shape.write_text(
        text.replace("{left: 5mm, width: 36mm, bottom", "{left: 5mm, width: 15mm, bottom"), encoding="utf-8"
    )
    checked = run("check", folder)
    assert checked.exit_code == ExitCode.SOURCES
    errors = [message for severity, _, message in findings(folder) if severity == "error"]
    host = host_of(LONG)
    assert errors == [f"the address has no room beside the codes of poker: '{host}' has {len(host)} characters"]
    assert re.search(r"kit.yaml:\d+:8: the address has no room", checked.stdout)
    fits = int(re.search(r"the first (\d+) would fit", checked.stdout)[1])
    assert 0 < fits < len(host)
    text = (folder / "kit.yaml").read_text(encoding="utf-8")
    for length, expected in ((fits, set()), (fits + 1, {"error"})):
        shorter = f"https://{host[:length]}".rstrip("./-")
        (folder / "kit.yaml").write_text(text.replace(LONG, shorter), encoding="utf-8")
        if len(host_of(shorter)) == length:
            assert {severity for severity, _, _ in findings(folder)} - {"warning"} == expected


def test_an_address_that_is_too_long_for_a_code_is_one_problem_too(tmp_path: Path) -> None:
    folder = kit(BUNDLED, tmp_path / "own", f"capture: {LONG}/{'x' * 40}")
    assert [(severity, code) for severity, code, _ in findings(folder)] == [("error", "capture-url-long")]


@pytest.mark.parametrize("host", ["0.0.0.0", "0.0.0.0:8765", "[::]:8765", "[0:0::0]"])
def test_where_servers_listen_no_phone_can_go(host: str, tmp_path: Path) -> None:
    problems = Problems()
    assert not check_capture_url(f"http://{host}", NOWHERE, problems)
    (problem,) = problems.errors
    assert "no computer that a phone can open" in problem.message
    folder = kit(SMALL, tmp_path / "own", f"capture:\n  url: http://{host}")
    assert [code for _, code, _ in findings(folder)] == ["capture-url"]


@pytest.mark.parametrize("said", ["capture: none", "capture: {url: none}"])
def test_a_kit_without_phones_has_no_codes_and_no_warning(said: str, tmp_path: Path) -> None:
    folder = kit(SMALL, tmp_path / "own", said)
    assert findings(folder) == []
    built = run("build", folder)
    assert (built.exit_code, built.stderr) == (ExitCode.DONE, "")
    assert "this kit is one without phones" in built.stdout
    assert json.loads((folder / "output/manifest.json").read_text(encoding="utf-8"))["things"] == []


def test_who_says_nothing_of_it_is_warned_and_told_how(tmp_path: Path) -> None:
    folder = kit(SMALL, tmp_path / "own", "")
    checked = run("check", folder)
    assert "without capture.url no codes are printed" in checked.stdout
    assert "`capture: none`" in checked.stdout


def test_a_lone_address_is_the_url(tmp_path: Path) -> None:
    shop = load(kit(SMALL, tmp_path / "own", "capture: http://cards.local:8765"))
    assert shop.kit
    assert (shop.kit.capture.url, shop.kit.capture.is_none) == ("http://cards.local:8765", False)
