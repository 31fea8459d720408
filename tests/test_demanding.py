"""What preflight asks of a file by the name of a print profile: its own figures over those of its standard."""

import json
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject
from test_preflight import CARD, DIE, card, spot

from generator import bundled
from generator.cli import main
from generator.errors import NOWHERE, ExitCode, Problems, SourceError
from generator.kit.delivery.needs import demands_named, demands_of
from generator.kit.request.shelf import Shelf
from generator.layout import Profile
from generator.preflight import demands as files
from generator.preflight.demands import Sized, asked
from generator.preflight.inspecting import inspect

SMALL = Path(__file__).parent / "small"
SHELF = Shelf(SMALL, Problems())
PROFILES = {name: found for name in SHELF.names("profiles") if (found := SHELF.profile(name, NOWHERE))}
PRINTED = {name: each for name, each in PROFILES.items() if each.vendor is None or "pdf" in each.vendor.takes}
HEAVY = "0.9 0.9 0.5 0 k 60 180 {side} {side} re f"  # 230 %, and 280 % with the ground's black


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def profile(folder: Path, text: str, name: str = "ours") -> Path:
    (folder / "layouts/profiles").mkdir(parents=True, exist_ok=True)
    (folder / f"layouts/profiles/{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", PRINTED)
def test_a_print_profile_asks_for_its_own_figures(name: str) -> None:
    said, found = PRINTED[name], demands_named(name)
    assert found.title == said.title
    assert found.standard == {None: "none", "PDF/X-1a:2003": "pdfx-1a", "PDF/X-4": "pdfx-4"}[said.standard]
    if said.ink_limit < 400:
        assert (found.ink_limit, found.ink_window) == (said.ink_limit, said.ink_window)
    if said.vendor is None:
        assert found.bleed == (said.bleed or asked("office").bleed)
        return
    products = said.vendor.products.values()
    assert found.sizes == tuple(Sized(width=each.trim.width, height=each.trim.height) for each in products)
    for each in products:
        assert found.bleed <= (each.page.width - each.trim.width) / 2 + 1e-9
        assert found.safe <= each.safe
    assert found.good_ppi == said.vendor.dpi
    assert found.least_ppi == asked(files.STANDARDS.get(said.standard or "", "print")).least_ppi


def test_profiles_of_office_and_home_ask_what_an_office_printer_can_do() -> None:
    for name in ("home", "office"):
        assert demands_named(name).levels == asked("office").levels


def test_a_vendor_of_rgb_takes_no_inks_and_one_of_inks_no_die_line() -> None:
    assert "cmyk" not in demands_named("moo").colours
    assert "rgb" in demands_named("moo").colours
    assert demands_named("drivethrucards").die_lines == ()
    assert demands_named("pdfx-1a").die_lines == ("CutContour",)
    found = inspect(card(f"{CARD}\n{DIE}", resources=spot("CutContour")), demands_named("drivethrucards")).findings
    assert [each.what for each in found if each.code == "E15"] == ["spot colour CutContour"]


def test_the_back_before_its_front_needs_two_sides() -> None:
    assert demands_named("drivethrucards").sides == "two"
    assert demands_named("print-house").sides == "declared"


@pytest.mark.parametrize(("window", "said"), [("1mm", True), ("15mm", False)])
def test_ink_is_measured_over_the_window_of_the_profile(window: str, said: bool, tmp_path: Path) -> None:
    text = f"extends: pdfx-1a\ntitle: Ours\nink_limit: 200\nink_window: {window}\nrich_black: [20, 10, 10, 100]\n"
    demands = demands_named("ours", profile(tmp_path, text))
    assert demands.ink_window == float(window.removesuffix("mm"))
    found = inspect(card(f"{CARD}\n{HEAVY.format(side=8)}"), demands).findings
    words = [each.what for each in found if each.rule == "ink-limit"]
    assert bool(words) is said
    assert all("of a square of 1 mm; 200 %" in each for each in words)


def test_a_profile_of_the_workshop_goes_before_a_bundled_one(tmp_path: Path) -> None:
    text = "extends: pdfx-4\ntitle: Theirs\nink_limit: 250\nbleed: 2mm\n"
    folder = profile(profile(tmp_path, text), text.replace("250", "260"), "office")
    assert (demands_named("ours", folder).ink_limit, demands_named("ours", folder).bleed) == (250, 2)
    assert demands_named("office", folder).ink_limit == 260
    assert demands_named("office").standard == "none"


def test_every_name_that_build_knows_is_known_or_says_why_not() -> None:
    for name in PROFILES:
        if name in PRINTED:
            assert demands_of(PROFILES[name]) == demands_named(name)
            continue
        with pytest.raises(SourceError, match=f"takes images, not pdf\n    prepdeck images --for {name}"):
            demands_named(name)


@pytest.mark.parametrize("name", files.names())
def test_every_file_of_preflight_is_known_by_its_name(name: str) -> None:
    assert demands_named(name).standard == asked(name).standard


def test_an_unknown_name_lists_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        demands_named("nobody", profile(tmp_path, "title: Ours\n"))
    said = str(caught.value)
    assert "there is no profile 'nobody'" in said
    assert all(name in said for name in (*PROFILES, *files.names(), "ours"))
    with pytest.raises(SourceError, match="did you mean 'drivethrucards'"):
        demands_named("drivethrucard")


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, found = tmp_path_factory.mktemp("printed"), {}
    for name in ("pdfx-1a", "pdfx-4", "drivethrucards", "office"):
        assert run("build", SMALL, "--for", name, "-o", folder / name).exit_code == ExitCode.DONE
        (found[name],) = (folder / name).rglob("*.pdf")
    return found


def claimed(pdf: Path, claim: str, to: Path) -> Path:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf.read_bytes())))
    writer.metadata = {NameObject("/GTS_PDFXVersion"): TextStringObject(claim)}
    writer.write(to)
    return to


def test_a_file_that_says_what_it_is_is_looked_at_as_that(printed: dict[str, Path]) -> None:
    done = run("preflight", *printed.values())
    heads = [line for line in done.output.splitlines() if not line.startswith(" ")]
    assert [f"{name.name}, as " in line for name, line in zip(printed.values(), heads, strict=True)] == [True] * 3 + [
        False
    ]
    assert "deck.pdf, as PDF/X-1a:2003: 10 pages" in heads[0]
    assert "deck.pdf, as PDF/X-4: 10 pages" in heads[1]
    assert done.exit_code == ExitCode.DONE
    told = json.loads(run("preflight", "--json", *printed.values()).stdout)
    assert told["profile"] is None
    assert [file["claim"] for file in told["files"]] == ["PDF/X-1a:2003", "PDF/X-4", "PDF/X-1a:2003", None]


def test_what_is_asked_for_wins_over_what_a_file_says(printed: dict[str, Path]) -> None:
    done = run("preflight", "--profile", "pdfx-1a", printed["pdfx-4"])
    assert done.exit_code == ExitCode.PREFLIGHT
    assert ", as " not in done.output
    assert "pdfx-version" in done.output


@pytest.mark.parametrize("claim", ["PDF/X-3:2003", "PDF/VT-1", "PDF/X-1a\x1b[31m", "x" * 500])
def test_what_else_a_file_says_is_not_believed(claim: str, printed: dict[str, Path], tmp_path: Path) -> None:
    done = run("preflight", claimed(printed["office"], claim, tmp_path / "a.pdf"))
    assert done.exit_code == ExitCode.DONE, done.output
    assert ", as " not in done.output


def test_a_file_that_only_says_so_is_found_out(printed: dict[str, Path], tmp_path: Path) -> None:
    done = run("preflight", claimed(printed["office"], "PDF/X-1a:2001", tmp_path / "a.pdf"))
    assert done.exit_code == ExitCode.PREFLIGHT
    assert "a.pdf, as PDF/X-1a:2001: " in done.output
    assert "says 'PDF/X-1a:2001' of itself" in done.output


def test_a_vendor_is_a_profile_to_look_a_pdf_over_by(printed: dict[str, Path], tmp_path: Path) -> None:
    assert run("preflight", "--profile", "drivethrucards", printed["drivethrucards"]).exit_code == ExitCode.DONE
    done = run("preflight", "--profile", "drivethrucards", printed["pdfx-1a"])
    assert done.exit_code == ExitCode.PREFLIGHT  # 3 mm are less than an eighth of an inch
    assert "3.175 mm" in done.output
    folder = profile(Path(shutil.copytree(SMALL, tmp_path / "w")), "extends: pdfx-1a\ntitle: Ours\nbleed: 5mm\n")
    done = run("preflight", "--profile", "ours", "--workshop", folder, printed["pdfx-1a"])
    assert (done.exit_code, "5 mm" in done.output) == (ExitCode.PREFLIGHT, True)
    done = run("preflight", "--profile", "ours", printed["pdfx-1a"])
    assert (done.exit_code, "there is no profile 'ours'" in done.output) == (ExitCode.SOURCES, True)


def test_no_figure_of_a_vendor_is_said_twice() -> None:
    """layouts/preflight has what goes for a standard, layouts/profiles what a printer says."""
    vendors = {name for name, each in PROFILES.items() if each.vendor}
    assert vendors
    assert not vendors & {path.stem for path in (bundled.folder("layouts") / "preflight").glob("*.yaml")}
    assert Profile(title="").ink_limit == 400  # no limit: that of the standard goes
    assert demands_of(Profile(title="", standard="PDF/X-4")).ink_limit == asked("pdfx-4").ink_limit
