"""Printers measured by stairs: what is read gives back what a printer does, and a built sheet carries the remedy."""

import json
import math
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from generator.cli import main
from generator.errors import ExitCode, FileError, SourceError
from generator.geometry import Point, Size
from generator.impose import Axis
from generator.impose.calibration import (
    INSET,
    LETTERS,
    STEP,
    STEPS,
    BadReadings,
    Drift,
    bars,
    inverse,
    mirrored,
    solve,
    stairs,
)
from generator.kit.calibration_sheet import drawn, find_sheet
from generator.kit.request.printer_profile import load_printer, printers_folder
from generator.kit.words.fixed_words import english
from generator.units import POINTS_PER_MM

SMALL = Path(__file__).parent / "small"
A4, LETTER, A3 = Size(210, 297), Size(215.9, 279.4), Size(297, 420)
STRAIGHT = dict.fromkeys(LETTERS, 40.0)


def run(*arguments: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)


# --- a printer, a knife and an eye ----------------------------------------------------------------


def printed(drift: Drift, paper: Size) -> Callable[[Point], Point]:
    """Where a place of a back's page comes to lie: stretched, then turned as a rigid body, then moved."""
    turn, x, y = math.radians(drift.turned), paper.width / 2, paper.height / 2

    def place(at: Point) -> Point:
        across, down = (at.x - x) * drift.wider, (at.y - y) * drift.taller
        return Point(
            x + drift.right + across * math.cos(turn) - down * math.sin(turn),
            y + drift.down + across * math.sin(turn) + down * math.cos(turn),
        )

    return place


def from_edge(edge: str, at: Point, paper: Size) -> tuple[float, float]:
    """How far a place is from an edge of the front, and how far from the edge's middle."""
    depth = {"left": at.x, "right": paper.width - at.x, "top": at.y, "bottom": paper.height - at.y}[edge]
    return depth, at.y - paper.height / 2 if edge in ("left", "right") else at.x - paper.width / 2


def read_off(
    drift: Drift, paper: Size, axis: Axis, chance: random.Random, misread: int = 0
) -> tuple[dict[str, float], dict[str, float]]:
    """The numbers of the first bars that are left on both sides, after four cuts that are a little off and askew."""
    on_paper = printed(drift, paper)
    cuts = {
        edge: (chance.uniform(-0.5, 0.5), chance.uniform(-0.004, 0.004)) for edge in ("left", "right", "top", "bottom")
    }
    front: dict[str, float] = {}
    back: dict[str, float] = {}
    for stair in stairs(paper):
        off, slant = cuts[stair.edge]

        def first(place: Callable[[Point], Point], stair=stair, off=off, slant=slant) -> float:
            for number in range(STEPS + 1):
                depth, along = from_edge(stair.edge, place(stair.end(number, paper)), paper)
                if depth > INSET + off + slant * along:
                    return float(number + chance.randint(-misread, misread))
            raise AssertionError("the cut lies outside the stair")

        front[stair.letter] = first(lambda at: at)
        back[stair.letter] = first(lambda at: mirrored(on_paper(mirrored(at, paper, axis)), paper, axis))
    return front, back


def some_drift(chance: random.Random, share: float = 1.0) -> Drift:
    def within(limit: float) -> float:
        return chance.uniform(-limit, limit) * share

    return Drift(within(0.8), within(0.8), within(0.2), 1 + within(0.0015), 1 + within(0.0015))


@pytest.mark.parametrize("paper", [A4, A4.turned, LETTER, LETTER.turned, A3], ids=str)
@pytest.mark.parametrize("axis", ["vertical", "horizontal"])
def test_what_a_printer_does_is_recovered_from_what_is_read(paper: Size, axis: Axis) -> None:
    chance = random.Random(f"{paper} {axis}")
    for _ in range(60):
        drift = some_drift(chance, 0.6 if paper is A3 else 1.0)  # a turn leads farther off on a larger paper
        found, residual = solve(paper, axis, *read_off(drift, paper, axis, chance))
        assert abs(found.right - drift.right) <= 0.05
        assert abs(found.down - drift.down) <= 0.05
        assert abs(found.turned - drift.turned) <= 0.02
        assert abs(found.wider - drift.wider) <= 0.0005
        assert abs(found.taller - drift.taller) <= 0.0005
        assert residual <= 0.06


def test_a_bar_misread_here_and_there_does_little_harm() -> None:
    chance = random.Random(5)
    for _ in range(60):
        drift = some_drift(chance)
        found, _ = solve(A4, "vertical", *read_off(drift, A4, "vertical", chance, misread=1))
        assert abs(found.right - drift.right) <= 0.15
        assert abs(found.down - drift.down) <= 0.15
        assert abs(found.turned - drift.turned) <= 0.08


def test_a_straight_printer_has_no_drift() -> None:
    found, residual = solve(A4, "vertical", STRAIGHT, STRAIGHT)
    assert found == pytest.approx(Drift(), abs=1e-9)
    assert residual == pytest.approx(0, abs=1e-9)


def test_one_wrong_stair_shows_in_the_residual() -> None:
    _, residual = solve(A4, "vertical", STRAIGHT, {**STRAIGHT, "C": 60.0})
    assert residual > 0.3


@pytest.mark.parametrize(
    ("front", "back", "says"),
    [
        ({letter: 40.0 for letter in "ABCDEFG"}, STRAIGHT, "stair H: its front has not been read"),
        (STRAIGHT, {letter: 40.0 for letter in "BCDEFGH"}, "stair A: its back has not been read"),
        ({**STRAIGHT, "J": 40.0}, STRAIGHT, "stair J: the sheet has no such stair"),
        (STRAIGHT, {**STRAIGHT, "B": 0.0}, "stair B: 0 on its back is outside the stair"),
        ({**STRAIGHT, "B": 81.0}, STRAIGHT, "stair B: 81 on its front is outside the stair"),
    ],
)
def test_readings_that_say_nothing_are_refused(front: dict[str, float], back: dict[str, float], says: str) -> None:
    with pytest.raises(BadReadings, match=says):
        solve(A4, "vertical", front, back)


def test_the_remedy_undoes_the_drift() -> None:
    drift = Drift(0.7, -0.4, 0.21, 1.0013, 0.9992)
    there, back = drift.transform(A4), drift.remedy(A4)
    for x, y in ((0, 0), (210, 0), (30, 250)):
        assert back.apply(*there.apply(x, y)) == pytest.approx((x, y), abs=1e-9)
    assert inverse(back) == pytest.approx(there, abs=1e-9)


@pytest.mark.parametrize("paper", [A4, A4.turned, LETTER, A3], ids=str)
def test_the_stairs_stay_on_the_paper_and_clear_of_one_another(paper: Size) -> None:
    areas = [(stair, list(bars(stair, paper))) for stair in stairs(paper)]
    for stair, bricks in areas:
        ends = [from_edge(stair.edge, stair.end(number, paper), paper)[0] for number in (0, STEPS)]
        assert ends == pytest.approx([INSET - STEPS / 2 * STEP, INSET + STEPS / 2 * STEP])
        for brick in bricks:
            assert min(brick.x, brick.y, paper.width - brick.right, paper.height - brick.bottom) >= 8
        for other, others in areas:
            assert stair is other or not any(one.overlaps(two) for one in bricks for two in others)


# --- the sheet ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheet") / "sheet.pdf"
    done = run("calibrate", "sheet", "--paper", "a4", "--portrait", "-o", path)
    assert done.exit_code == 0, done.output
    return path


def test_the_sheet_says_what_to_do(sheet: Path) -> None:
    front, back = (page.extract_text() for page in PdfReader(sheet).pages)
    assert "A4 portrait, both sides, flip on the long edge" in front
    assert "Cut along the four dashed lines" in front
    assert "prepdeck calibrate read --printer NAME" in " ".join(back.split())
    for letter in LETTERS:
        assert letter in front.split()
        assert letter in back.split()


@pytest.mark.parametrize(("paper", "lies"), [("a4", "portrait"), ("letter", "landscape")])
def test_it_says_so_in_german_to_a_german_kit(
    paper: str, lies: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    text = (SMALL / "deck.yaml").read_text("utf-8").replace("language: en", "language: de-AT")
    (workshop / "deck.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(workshop)
    for _ in "twice":  # it knows the first for one of its own
        assert run("calibrate", "sheet", "--paper", paper, f"--{lies}").exit_code == ExitCode.DONE
    front, back = (" ".join(page.extract_text().split()) for page in PdfReader("calibration.pdf").pages)
    assert f"{lies.replace('portrait', 'hoch').replace('landscape', 'quer')}, beidseitig, über die lange Kante" in front
    assert "Schneiden Sie an den vier gestrichelten Linien" in front
    assert "prepdeck calibrate read --printer NAME" in back
    assert run("calibrate", "sheet", "--language", "en").exit_code == ExitCode.DONE
    assert "Cut along" in PdfReader("calibration.pdf").pages[0].extract_text()
    assert "there are words in de, en" in run("calibrate", "sheet", "--language", "fr").stderr


def test_the_ruler_is_as_long_as_it_says(sheet: Path) -> None:
    picture = rendered(sheet, 0)
    row = picture[round((297 / 2 - 0.8) * DOTS), :]  # through its ticks
    inked = np.flatnonzero(row[round(25 * DOTS) : -round(25 * DOTS)] < 128)
    assert (inked[-1] - inked[0]) / DOTS == pytest.approx(150, abs=0.2)


DOTS = 20  # a millimetre


def rendered(pdf: Path | bytes, page: int, dots: int = DOTS) -> np.ndarray:
    with pypdfium2.PdfDocument(pdf) as document:
        return np.asarray(document[page].render(scale=dots / POINTS_PER_MM, grayscale=True).to_pil())


@pytest.mark.parametrize(
    ("paper", "landscape", "sides"),
    [
        ("a4", True, "two-sided-long-edge"),
        ("a4", False, "two-sided-short-edge"),
        ("letter", True, "two-sided-short-edge"),
        ("a3", False, "two-sided-long-edge"),
    ],
)
def test_read_by_an_eye_on_the_rendered_pages_a_straight_sheet_is_straight(
    paper: str, landscape: bool, sides: str
) -> None:
    """The stairs as they are drawn, cut 15.3 mm from each edge and read from the pixels."""
    found = find_sheet(paper, sides, landscape)  # type: ignore[arg-type]
    octets = drawn(found, english())
    pages = [rendered(octets, side, 40) for side in (0, 1)]
    readings = [
        {stair.letter: seen(stair, picture, found, side) for stair in stairs(found.size)}
        for side, picture in enumerate(pages)
    ]
    assert set(readings[0].values()) <= {45.0, 46.0, 47.0}
    drift, residual = solve(found.size, found.axis, *readings)
    assert drift == pytest.approx(Drift(), abs=0.03)
    assert residual < 0.06


def seen(stair, picture: np.ndarray, sheet, side: int) -> float:
    """The first bar with ink at 15.3 mm from the edge of the paper."""
    for number in range(STEPS + 1):
        at = stair.inner(number, sheet.size, 0.3)
        x, y = mirrored(at, sheet.size, sheet.axis) if side else at
        if picture[min(int(y * 40), picture.shape[0] - 1), min(int(x * 40), picture.shape[1] - 1)] < 128:
            return float(number)
    return 0.0


def test_a_paper_without_room_and_an_unknown_one_are_refused(tmp_path: Path) -> None:
    for paper, says in (("a5", "has no room for the stairs"), ("a44", "did you mean 'a4'")):
        done = run("calibrate", "sheet", "--paper", paper, "-o", tmp_path / "sheet.pdf")
        assert done.exit_code == ExitCode.USAGE
        assert says in done.output
    assert not list(tmp_path.iterdir())


def test_somebody_elses_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.pdf").write_text("years of work", encoding="utf-8")
    done = run("calibrate", "sheet", "-o", tmp_path / "thesis.pdf")
    assert done.exit_code == ExitCode.FILES
    assert (tmp_path / "thesis.pdf").read_text(encoding="utf-8") == "years of work"
    assert run("calibrate", "sheet", "-o", tmp_path / "sheet.pdf").exit_code == 0
    assert run("calibrate", "sheet", "-o", tmp_path / "sheet.pdf").exit_code == 0  # ours


# --- what is kept ---------------------------------------------------------------------------------


def readings_file(
    folder: Path, back: dict[str, float], ruler: str = "150mm", front: dict[str, float] = STRAIGHT
) -> Path:
    def listed(readings: dict[str, float]) -> str:
        return "{" + ", ".join(f"{letter}: {number:g}" for letter, number in readings.items()) + "}"

    path = folder / "readings.yaml"
    path.write_text(f"front: {listed(front)}\nback: {listed(back)}\nruler: {ruler}\n", encoding="utf-8")
    return path


def keep(folder: Path, drift: Drift, *options: str, name: str = "office", size: Size = A4.turned) -> Result:
    """A printer that is off by `drift`, measured and kept."""
    axis: Axis = "horizontal" if size.landscape else "vertical"
    front, back = read_off(drift, size, axis, random.Random(3))
    file = readings_file(folder, back, front=front)
    return run("calibrate", "read", "--printer", name, "--readings", file, "--printers", folder / "printers", *options)


def test_what_was_read_is_kept_said_and_listed(tmp_path: Path) -> None:
    drift = Drift(0.6, -0.35, 0.12, 1.001, 0.9995)
    done = keep(tmp_path, drift)
    assert done.exit_code == 0, done.output
    assert "mm to the right" in done.output
    assert "mm up" in done.output
    assert "clockwise" in done.output
    assert "Mind" not in done.output
    (sheet,) = load_printer("office", tmp_path / "printers").sheets
    assert sheet.key == ("a4", "landscape", "long-edge")
    assert sheet.drift[:2] == pytest.approx(drift[:2], abs=0.05)
    assert sheet.turned == pytest.approx(drift.turned, abs=0.02)
    listed = run("list", "printers", "--printers", tmp_path / "printers")
    assert listed.stdout == "office  a4 landscape, long edge\n"


def test_a_second_paper_is_added_and_a_second_reading_takes_the_place_of_the_first(tmp_path: Path) -> None:
    keep(tmp_path, Drift(0.6))
    keep(tmp_path, Drift(0.2), "--portrait", size=A4)
    keep(tmp_path, Drift(-0.5))
    sheets = {sheet.key: sheet.right for sheet in load_printer("office", tmp_path / "printers").sheets}
    assert sheets == pytest.approx(
        {("a4", "landscape", "long-edge"): -0.5, ("a4", "portrait", "long-edge"): 0.2}, abs=0.05
    )


def test_it_can_be_typed(tmp_path: Path) -> None:
    typed = "\n".join(["150", *["40"] * 8, *["44"] * 2, *["36"] * 2, *["40"] * 4])
    done = run("calibrate", "read", "--printer", "ada", "--portrait", "--printers", tmp_path, typed=typed + "\n")
    assert done.exit_code == 0, done.output
    (sheet,) = load_printer("ada", tmp_path).sheets
    assert sheet.right == pytest.approx(0.2)  # seen from behind, stair A is on the right


def test_a_number_that_no_stair_has_is_asked_for_again(tmp_path: Path) -> None:
    typed = "\n".join(["150", "0", "81", *["40"] * 16]) + "\n"
    done = run("calibrate", "read", "--printer", "ada", "--printers", tmp_path, typed=typed)
    assert done.exit_code == 0, done.output
    assert done.output.count("Error") == 2


@pytest.mark.parametrize(
    ("ruler", "back", "says"),
    [
        ("146mm", STRAIGHT, "printed at 97.33 %, not at 100 %"),
        ("150mm", {**STRAIGHT, "C": 60.0}, "the readings disagree by"),
        ("150mm", {**STRAIGHT, "A": 60.0, "B": 60.0, "C": 60.0, "D": 60.0}, "% of the fronts' size"),
    ],
)
def test_doubts_are_said(tmp_path: Path, ruler: str, back: dict[str, float], says: str) -> None:
    file = readings_file(tmp_path, back, ruler)
    done = run("calibrate", "read", "--printer", "office", "--readings", file, "--printers", tmp_path)
    assert done.exit_code == 0, done.output
    assert says in done.output


def test_readings_that_are_wrong_leave_nothing_behind(tmp_path: Path) -> None:
    place = tmp_path / "printers"
    for back in ({**STRAIGHT, "A": 0.0}, {"A": 40.0}):
        file = readings_file(tmp_path, back)
        done = run("calibrate", "read", "--printer", "office", "--readings", file, "--printers", place)
        assert done.exit_code == ExitCode.USAGE
        assert "stair" in done.output
    file.write_text("front: {A: forty}\nbaek: {}\n", encoding="utf-8")
    done = run("calibrate", "read", "--printer", "office", "--readings", file, "--printers", place)
    assert done.exit_code == ExitCode.SOURCES
    assert "readings.yaml:1" in done.output
    done = run("calibrate", "read", "--printer", "../office", "--readings", file, "--printers", place)
    assert done.exit_code == ExitCode.USAGE
    done = run("calibrate", "read", "--printer", "office", "--readings", tmp_path / "none", "--printers", place)
    assert done.exit_code == ExitCode.FILES
    assert not place.exists()


@pytest.mark.parametrize("fault", ["right: 60mm", "turned: 45", "wider: 0.5"])
def test_a_printer_that_no_printer_is_like_is_refused(tmp_path: Path, fault: str) -> None:
    entry = f"{{paper: a4, orientation: landscape, flip: long-edge, {fault}}}"
    (tmp_path / "office.yaml").write_text(f"name: office\nsheets:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"office\.yaml:3:5: a4 landscape, long edge: no printer is off as far"):
        load_printer("office", tmp_path)


def test_a_printer_that_nobody_measured(tmp_path: Path) -> None:
    keep(tmp_path, Drift())
    with pytest.raises(FileError, match="did you mean 'office'"):
        load_printer("offcie", tmp_path / "printers")
    with pytest.raises(FileError, match="prepdeck calibrate sheet"):
        load_printer("office", tmp_path / "empty")


def test_printers_are_kept_where_the_system_keeps_such_things() -> None:
    home = Path.home()
    assert printers_folder({}, "linux") == home / ".config/prepdeck/printers"
    assert printers_folder({"XDG_CONFIG_HOME": "/x"}, "linux") == Path("/x/prepdeck/printers")
    assert printers_folder({}, "darwin") == home / "Library/Application Support/prepdeck/printers"
    assert printers_folder({"APPDATA": "/r"}, "win32") == Path("/r/prepdeck/printers")
    assert printers_folder({"PREPDECK_PRINTERS": "/p"}, "linux") == Path("/p")


# --- a deck printed with it -----------------------------------------------------------------------

DRIFT = Drift(0.73, -0.41, 0.18, 1.0012, 0.9991)


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


def build(workshop: Path, folder: Path, *options: str | Path) -> Result:
    return run("build", workshop, "-o", folder, *options)


def marks_of(pdf: Path, page: int) -> np.ndarray:
    """Where ink is on a page, as the middles of its crop marks and letters: pdfium's boxes of characters, in mm."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        height = document[page].get_height()
        boxes = np.array([text.get_charbox(index, loose=True) for index in range(text.count_chars())])
    left, low, right, high = boxes.T
    return np.column_stack([(left + right) / 2, height - (low + high) / 2]) / POINTS_PER_MM


def affine(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The 2×3 matrix that carries one set of places to the other."""
    known = np.column_stack([before, np.ones(len(before))])
    return np.linalg.lstsq(known, after, rcond=None)[0].T


@pytest.mark.parametrize("sides", ["two-sided-long-edge", "two-sided-short-edge"])
def test_a_built_sheet_carries_the_remedy_on_its_backs_and_on_nothing_else(
    workshop: Path, tmp_path: Path, sides: str
) -> None:
    size = A4.turned
    axis: Axis = "horizontal" if sides == "two-sided-long-edge" else "vertical"
    front, back = read_off(DRIFT, size, axis, random.Random(3))
    file = readings_file(tmp_path, back, front=front)
    done = run(
        "calibrate", "read", "--printer", "office", "--sides", sides, "--readings", file, "--printers", tmp_path / "p"
    )
    assert done.exit_code == 0, done.output
    assert build(workshop, tmp_path / "plain", "--sides", sides).exit_code == 0
    done = build(workshop, tmp_path / "moved", "--sides", sides, "--printer", "office", "--printers", tmp_path / "p")
    assert done.exit_code == 0, done.output
    assert "Backs are moved for the printer office" in done.output
    pages = [tmp_path / way / "deck.pdf" for way in ("plain", "moved")]
    assert np.array_equal(rendered(pages[0], 0, 6), rendered(pages[1], 0, 6))
    plain, moved = (places_on_back(pdf) for pdf in pages)
    found = affine(plain, moved)
    on_paper = printed(DRIFT, size)
    for x, y in ((20, 20), (277, 20), (20, 190), (277, 190)):  # what the page sends there, the printer brings home
        sent = found @ np.array([x, y, 1])
        assert on_paper(Point(*sent)) == pytest.approx((x, y), abs=0.08)
    assert np.abs(found @ np.array([20, 20, 1]) - (20, 20)).max() > 0.2  # and there is something to bring home


def places_on_back(pdf: Path) -> np.ndarray:
    """Letters of the cards on the first back; the slug has other words on the two, and is left out by its text."""
    with pypdfium2.PdfDocument(pdf) as document:
        words = document[1].get_textpage().get_text_range()
    count = words.index("A small kit, edition") if "A small kit, edition" in words else len(words)
    assert count > 10
    return marks_of(pdf, 1)[:count]


def test_crop_marks_and_slug_go_with_the_back(workshop: Path, tmp_path: Path) -> None:
    keep(tmp_path, Drift(0.9))
    done = build(workshop, tmp_path / "moved", "--printer", "office", "--printers", tmp_path / "printers")
    assert done.exit_code == 0, done.output
    build(workshop, tmp_path / "plain")
    first, second = (rendered(tmp_path / way / "deck.pdf", 1) for way in ("plain", "moved"))
    row = next(row for row in range(10 * DOTS) if (first[row] < 128).any()) + DOTS  # a millimetre into the crop marks
    plain, moved = (np.flatnonzero(picture[row] < 128) / DOTS for picture in (first, second))
    assert len(plain) > 4
    assert moved.min() - plain.min() == pytest.approx(-0.9, abs=0.1)
    assert moved.max() - plain.max() == pytest.approx(-0.9, abs=0.1)
    text = [page.extract_text() for page in PdfReader(tmp_path / "moved" / "deck.pdf").pages]
    assert "moved for the printer office" not in text[0]
    assert "moved for the printer office" in text[1]


def test_a_paper_that_was_not_measured_is_a_problem_that_says_how(workshop: Path, tmp_path: Path) -> None:
    keep(tmp_path, Drift(0.9))
    options = ("--printer", "office", "--printers", tmp_path / "printers", "--sheet", "letter")
    done = build(workshop, tmp_path / "out", *options)
    assert done.exit_code == ExitCode.SOURCES
    assert "the printer 'office' was not measured for letter landscape, long edge" in done.output
    hint = next(line for line in done.output.splitlines() if "prepdeck calibrate sheet" in line)
    assert not (tmp_path / "out").exists()
    again = run(*hint.split()[1:], "-o", tmp_path / "sheet.pdf")  # the hint is a command that works
    assert again.exit_code == 0, again.output


def test_where_no_back_is_printed_on_the_other_side_it_says_so(workshop: Path, tmp_path: Path) -> None:
    keep(tmp_path, Drift(0.9))
    printer = ("--printer", "office", "--printers", tmp_path / "printers")
    done = build(workshop, tmp_path / "folded", "--sides", "gutter-fold", *printer)
    assert done.exit_code == 0
    assert "Nothing is moved for the printer office" in done.output
    done = build(
        workshop, tmp_path / "alone", "--sheet", "one-per-page", "--sides", "two-sided-long-edge", "--json", *printer
    )
    report = json.loads(done.stdout)
    assert [problem["code"] for problem in report["findings"]] == ["printer"]
    assert "Nothing is moved" in report["notes"][0]


def test_backs_in_a_file_of_their_own_are_moved_too(workshop: Path, tmp_path: Path) -> None:
    keep(tmp_path, Drift(0.9))
    printer = ("--printer", "office", "--printers", tmp_path / "printers")
    assert build(workshop, tmp_path / "a", "--sides", "fronts-and-backs-apart").exit_code == 0
    assert build(workshop, tmp_path / "b", "--sides", "fronts-and-backs-apart", *printer).exit_code == 0
    for name, same in (("deck-fronts.pdf", True), ("deck-backs.pdf", False)):
        assert (
            rendered(tmp_path / "a" / name, 0, 6).tobytes() == rendered(tmp_path / "b" / name, 0, 6).tobytes()
        ) == same
