"""Backs lie behind their fronts: printed pages are rendered, turned over or folded as paper is, compared to 0.1 mm."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from generator.colours import BLACK, Colour
from generator.errors import Problems
from generator.face import Face, Outline, PathStep, rectangle
from generator.geometry import Rect, Size
from generator.impose import Plan, page_order, plan, planning, sheets
from generator.kit.build import build
from generator.kit.delivery.memo import NAME as MEMO
from generator.kit.selection import Wanted
from generator.kit.workshop import load
from generator.layout import Paper, SheetLayout, Sides
from generator.pdf import DocumentInfo, Placement, Writer

DOTS_PER_MM = 10  # 254 dpi: a pixel is 0.1 mm
TRIM = Size(63.5, 88.9)
A4 = Paper(title="A4", width=210, height=297)
LONG, SHORT, FOLD = "two-sided-long-edge", "two-sided-short-edge", "gutter-fold"
Image = NDArray[np.uint8]
Spots = NDArray[np.int64]  # pixels, numbered row by row
FIRST_RED, RED_STEP = 60, 10


class Printed(NamedTuple):
    plan: Plan
    sides: Sides
    count: int
    pages: dict[tuple[str, int], Image]  # (recto or verso, sheet) → pixels


def colour_of(piece: int) -> Colour:
    """Every piece has its own, so that a back behind the wrong front is seen."""
    return Colour((FIRST_RED + RED_STEP * piece) / 255, 30 / 255, 200 / 255)


def marked_face(piece: int, side: str) -> Face:
    """An L off centre on the front; on the back its mirror image, so that held against the light they are one."""
    boxes = (Rect(6, 9, 31, 7), Rect(6, 9, 5, 62))
    if side == "back":
        boxes = tuple(box._replace(x=TRIM.width - box.right) for box in boxes)
    colour = colour_of(piece)
    return Face(TRIM, 3, tuple(Outline(rectangle(box), fill=colour) for box in boxes))


def no_font(key: str) -> Any:
    raise AssertionError(f"no font is needed here, not even {key}")


def printed(sides: Sides, count: int, **sheet: Any) -> Printed:
    """A job of `count` pieces as it comes out of the printer."""
    problems = Problems()
    made = plan(TRIM, 3, SheetLayout(title="test", **sheet), A4, sides, False, problems)
    assert made is not None, list(map(str, problems))
    lines = [(mark, 0.1) for mark in made.marks] + ([(made.fold, 0.4)] if made.fold else [])  # seen on both halves
    marks = tuple(
        Outline((PathStep("move", tuple(start)), PathStep("line", tuple(end))), stroke=BLACK, stroke_width=width)
        for (start, end), width in lines
    )
    writers: dict[str, Writer] = {}
    order: dict[str, list[tuple[str, int]]] = {}
    for page in page_order(made, count, sides):
        writer = writers.setdefault(page.file, Writer(DocumentInfo("Backs"), no_font))
        placements = [
            Placement(writer.draw(marked_face(laid.piece, laid.side)), *laid.slot, laid.clip)
            for laid in made.lay(page.side, page.sheet, count)
        ]
        writer.page(made.paper, placements, marks)
        order.setdefault(page.file, []).append((page.side, page.sheet))
    pages: dict[tuple[str, int], Image] = {}
    for file, writer in writers.items():
        pages |= zip(order[file], rendered(writer.finish()), strict=True)
    return Printed(made, sides, count, pages)


def rendered(data: bytes) -> Iterator[Image]:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        yield page.render(scale=25.4 * DOTS_PER_MM / 72, draw_annots=False).to_numpy()[:, :, ::-1]  # BGR → RGB
    document.close()


def held_against_light(verso: Image, sides: Sides) -> Image:
    """The verso as it shines through, after the printer turned the paper over on the edge that was named."""
    height, width, _ = verso.shape
    long_edge_is_upright = height > width
    on_upright_edge = long_edge_is_upright if sides != SHORT else not long_edge_is_upright
    return verso[:, ::-1] if on_upright_edge else verso[::-1]


def folded(page: Image, axis: str) -> tuple[Image, Image]:
    """A page that is folded in its middle: the half with the fronts, and the other one as it shines through."""
    height, width = page.shape[0] // 2, page.shape[1] // 2  # a page may be a pixel longer than its paper
    if axis == "vertical":
        return page[:, :width], page[:, width : 2 * width][:, ::-1]
    return page[:height], page[height : 2 * height][::-1]


def both_sides(job: Printed, sheet: int) -> tuple[Image, Image]:
    """The fronts, and the backs as they shine through."""
    if job.sides == FOLD:
        return folded(job.pages["recto", sheet], job.plan.axis)
    return job.pages["recto", sheet], held_against_light(job.pages["verso", sheet], job.sides)


def markers(image: Image) -> dict[int, Spots]:
    """Where each piece's marker is seen, as numbers of pixels."""
    _, green, blue = (round(255 * part) for part in colour_of(0)[:3])
    seen = np.flatnonzero((image[:, :, 1] == green) & (image[:, :, 2] == blue))
    pieces = (image[:, :, 0].flat[seen].astype(int) - FIRST_RED) // RED_STEP
    return {int(piece): seen[pieces == piece] for piece in np.unique(pieces)}


def extent(spots: Spots, width: int) -> Spots:
    rows, columns = np.divmod(spots, width)
    return np.array([columns.min(), rows.min(), columns.max(), rows.max()])


def misfits(job: Printed) -> list[str]:
    """Every piece whose back is not behind its front, to 0.1 mm."""
    found = []
    for sheet in range(job.plan.sheets(job.count)):
        recto, verso = both_sides(job, sheet)
        fronts, backs = markers(recto), markers(verso)
        if not set(fronts) == set(backs) == set(job.plan.pieces_on(sheet, job.count)):
            found.append(f"sheet {sheet}: pieces are missing or have no business there")
        for piece in fronts.keys() & backs.keys():
            found += misfit(piece, fronts[piece], backs[piece], recto.shape[1])
        if not marks_meet(recto, verso):
            found.append(f"sheet {sheet}: crop marks do not coincide")
    return found


def misfit(piece: int, front: Spots, back: Spots, width: int) -> Iterator[str]:
    area = (31 * 7 + 5 * 55) * DOTS_PER_MM**2
    apart = int(abs(extent(front, width) - extent(back, width)).max())
    if max(abs(len(front) - area), abs(len(back) - area)) > 0.05 * area:
        yield f"{piece}: a side is cut or covered"
    elif apart > 1:
        yield f"{piece}: the back is off by {apart / DOTS_PER_MM} mm"
    elif len(np.setxor1d(front, back, assume_unique=True)) > 0.03 * area:  # the same box, not the same way up
        yield f"{piece}: the back is turned"


def marks_meet(recto: Image, verso: Image) -> bool:
    """Crop marks of both sides coincide, within the pixel on which a hairline may fall."""
    one, other = grey_spots(recto), grey_spots(verso)
    width = recto.shape[1]
    around = [down * width + across for down in (-1, 0, 1) for across in (-1, 0, 1)]
    meet = [np.isin(these, np.add.outer(around, those)).all() for these, those in ((one, other), (other, one))]
    return bool(len(one) and all(meet))


def grey_spots(image: Image) -> Spots:
    red, green, blue = (image[:, :, part] for part in range(3))
    return np.flatnonzero((red < 200) & (red == green) & (green == blue))


# A sheet that is full and one that is part-filled, in each way a sheet and its pieces can lie.
WAYS: dict[str, dict[str, Any]] = {
    "portrait, upright pieces": {"orientation": "portrait", "columns": 2, "rows": 3},  # 6
    "portrait, turned pieces": {"orientation": "portrait"},  # 2 × 4 = 8
    "landscape, upright pieces": {"orientation": "landscape"},  # 4 × 2 = 8
    "landscape, turned pieces": {"orientation": "landscape", "columns": 3, "rows": 3, "gutter": "butt"},  # 9
}


@cache
def job_of(way: str, sides: Sides) -> Printed:
    return printed(sides, planned(way, sides).per_sheet + 3, **WAYS[way])


def planned(way: str, sides: Sides) -> Plan:
    made = plan(TRIM, 3, SheetLayout(title="test", **WAYS[way]), A4, sides, False, Problems())
    assert made is not None
    return made


@pytest.mark.parametrize("sides", [LONG, SHORT])
@pytest.mark.parametrize("way", WAYS)
def test_backs_lie_behind_their_fronts(way: str, sides: Sides) -> None:
    job = job_of(way, sides)
    assert len(job.pages) == 4
    assert job.plan.paper.landscape == way.startswith("landscape")
    assert job.plan.turned == way.endswith("turned pieces")
    assert misfits(job) == []


@pytest.mark.parametrize("sides", ["fronts-and-backs-apart", "fronts-then-backs"])
def test_sides_printed_in_two_runs_meet_when_turned_on_the_long_edge(sides: Sides) -> None:
    assert misfits(printed(sides, 9, orientation="landscape")) == []


def test_the_wrong_edge_in_the_printers_dialogue_would_be_seen() -> None:
    assert misfits(job_of("landscape, upright pieces", LONG)._replace(sides=SHORT))


# Fold upright and lying, pieces upright and turned; the last sheet part-filled.
FOLDS: dict[str, dict[str, Any]] = {
    "upright fold, upright pieces": {"orientation": "landscape"},  # 4 × 2
    "upright fold, turned pieces": {"orientation": "portrait"},  # 2 × 4
    "lying fold, upright pieces": {"orientation": "landscape", "columns": 3, "rows": 2},
    "lying fold, turned pieces": {"orientation": "portrait", "columns": 1, "rows": 4},
    "butt-cut": {"gutter": "butt"},
}


@pytest.mark.parametrize("way", FOLDS)
def test_folded_sheets_have_their_backs_behind_their_fronts(way: str) -> None:
    job = printed(FOLD, 5, **FOLDS[way])
    assert len(job.pages) == job.plan.sheets(5) > 1
    assert 5 % job.plan.per_sheet, "the last sheet is part-filled"
    if way != "butt-cut":
        assert (job.plan.axis == "vertical", job.plan.turned) == (
            way.startswith("upright"),
            way.endswith("turned pieces"),
        )
    assert misfits(job) == []


def test_a_sheet_folded_on_the_wrong_line_would_be_seen() -> None:
    job = printed(FOLD, 3, **FOLDS["upright fold, upright pieces"])
    assert misfits(job) == []
    assert misfits(job._replace(plan=job.plan._replace(axis="horizontal")))


_behind = planning.behind
FAULTS = {
    "mirror lost": (planning, "behind", lambda box, paper, axis: box),
    "mirrored about the other axis": (
        planning,
        "behind",
        lambda box, paper, axis: _behind(box, paper, "horizontal" if axis == "vertical" else "vertical"),
    ),
    "0.3 mm off": (
        planning,
        "behind",
        lambda box, paper, axis: _behind(box._replace(x=box.x + 0.3, y=box.y + 0.3), paper, axis),
    ),
    "half a turn lost or too much": (planning, "turned_behind", lambda turned, axis: turned),
    "upside down": (
        planning,
        "turned_behind",
        lambda turned, axis: (-turned if axis == "horizontal" else 180 - turned) % 360,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("way", ["portrait, turned pieces", "landscape, upright pieces"])
def test_a_planted_fault_is_seen(name: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room, attribute, fault = FAULTS[name]
    monkeypatch.setattr(room, attribute, fault)
    found = misfits(printed(LONG, 4, **WAYS[way]))
    assert len([words for words in found if "the back is off by" in words]) == 4


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("way", ["lying fold, upright pieces", "upright fold, turned pieces"])
def test_a_fault_planted_in_a_folded_sheet_is_seen(name: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room, attribute, fault = FAULTS[name]
    monkeypatch.setattr(room, attribute, fault)
    assert misfits(printed(FOLD, 2, **FOLDS[way]))


def test_a_part_filled_sheet_that_closes_up_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The classic fault: backs of the last sheet mirrored among themselves instead of across the sheet."""
    lay = Plan.lay

    def closed_up(self: Plan, side: str, sheet: int, count: int) -> Iterator[sheets.Laid]:
        laid = list(lay(self, side, sheet, count))  # type: ignore[arg-type]
        if side == "recto":
            return iter(laid)
        places = sorted(((one.slot, one.clip) for one in laid), key=lambda place: (place[0].y, place[0].x))
        return (sheets.Laid(one.piece, *place) for one, place in zip(laid, places, strict=True))

    monkeypatch.setattr(Plan, "lay", closed_up)
    assert misfits(printed(LONG, 3, **WAYS["portrait, upright pieces"]))


# The same through everything that `prepdeck build` does: a workshop whose cards are markers.


def workshop(folder: Path, way: str, cards: int) -> Path:
    """Cards with an L in the colour of their category on the front, and its mirror image on the back."""
    files = {
        "kit.yaml": f"id: backs\ntitle: Backs\nbrand: brand.yaml\ndeck: {{layout: marker, sheet: {way}}}\n",
        "brand.yaml": "client: Test\n",
        "deck.yaml": "id: backs\ntitle: Backs\ncategories:\n"
        + "".join(f"  c{piece}: {{name: C{piece}, colour: '{colour_of(piece).hex}'}}\n" for piece in range(cards))
        + "cards:\n"
        + "".join(f"  - {{id: card-{piece}, category: c{piece}}}\n" for piece in range(cards)),
        "layouts/cards/marker.yaml": "title: Marker\ntrim: {width: 63.5mm, height: 88.9mm}\n"
        "front:\n"
        "  bar: {kind: fill, colour: category, box: {left: 6mm, width: 31mm, top: 9mm, height: 7mm}}\n"
        "  stem: {kind: fill, colour: category, box: {left: 6mm, width: 5mm, top: 9mm, height: 62mm}}\n"
        "back:\n"
        "  bar: {kind: fill, colour: category, box: {right: 6mm, width: 31mm, top: 9mm, height: 7mm}}\n"
        "  stem: {kind: fill, colour: category, box: {right: 6mm, width: 5mm, top: 9mm, height: 62mm}}\n",
    }
    for orientation in ("portrait", "landscape"):
        files[f"layouts/sheets/{orientation}.yaml"] = (
            # No slug line: it says another thing on each side, and here sides are compared.
            f"title: A4\npaper: a4\norientation: {orientation}\ngutter: 6mm\nslug: false\n"
        )
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def built(folder: Path, way: str, sides: Sides, count: int, backs: str = "own", **said: Any) -> Printed:
    shop = load(workshop(folder / "workshop", way, count), {"sides": sides, "backs": backs, **said})
    assert shop.deck is not None, list(map(str, shop.problems))
    report = build(shop, Wanted(), folder / "output", None, lambda done, total: None)
    sheet = SheetLayout(title="test", orientation=way, **said)  # type: ignore[arg-type]
    made = plan(TRIM, 3, sheet, A4, sides, False, Problems())
    assert made is not None
    images = {file.path.stem: list(rendered(file.path.read_bytes())) for file in report.files}
    pages: dict[tuple[str, int], Image] = {}
    for page in page_order(made, count, sides):
        pages[page.side, page.sheet] = images[page.file if page.file == "deck" else f"deck-{page.file}"].pop(0)
    assert not any(images.values()), "every page has its place"
    return Printed(made, sides, count, pages)


@pytest.mark.parametrize("sides", [LONG, SHORT, "fronts-and-backs-apart", FOLD])
@pytest.mark.parametrize("way", ["portrait", "landscape"])
def test_a_built_deck_has_its_backs_behind_its_fronts(way: str, sides: Sides, tmp_path: Path) -> None:
    assert misfits(built(tmp_path, way, sides, 11)) == []


def built_with_one_back(folder: Path, sides: Sides, count: int) -> Printed:
    """Its L has the colour of the first piece; here it gets the colour of the one on whose place it lies."""
    common = folder / "workshop/layouts/backs/common.yaml"
    common.parent.mkdir(parents=True)
    frame = f"{{kind: fill, colour: '{colour_of(0).hex}', box: {{right: 6mm, top: 9mm, "
    text = f"back:\n  bar: {frame}width: 31mm, height: 7mm}}}}\n  stem: {frame}width: 5mm, height: 62mm}}}}\n"
    common.write_text("title: Ours\ntrim: {width: 63.5mm, height: 88.9mm}\n" + text, encoding="utf-8")
    job = built(folder, "portrait", sides, count, "common")
    for (side, sheet), page in job.pages.items():
        for one in job.plan.lay(side, sheet, count):  # type: ignore[arg-type]
            if one.side == "back":
                left, top, right, bottom = (round(DOTS_PER_MM * end) for end in _ends(job.plan.box(one.slot)))
                red = page[top:bottom, left:right, 0]
                red[red == FIRST_RED] += RED_STEP * one.piece
    return job


@pytest.mark.parametrize("sides", [LONG, SHORT, FOLD])
def test_the_one_back_of_a_built_deck_lies_behind_every_front(sides: Sides, tmp_path: Path) -> None:
    assert misfits(built_with_one_back(tmp_path, sides, 5)) == []


def test_the_one_back_that_is_shifted_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS["0.3 mm off"])
    found = misfits(built_with_one_back(tmp_path, LONG, 3))
    assert len([words for words in found if "the back is off by" in words]) == 3


def test_a_fault_planted_under_the_build_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "behind", lambda box, paper, axis: box)
    assert misfits(built(tmp_path, "portrait", LONG, 3))


def test_backs_alone_are_those_of_the_long_edge(tmp_path: Path) -> None:
    (tmp_path / "apart").mkdir()
    both = built(tmp_path / "apart", "landscape", "fronts-and-backs-apart", 9)
    alone = built(tmp_path, "landscape", "backs-only", 9)
    assert {path.name for path in (tmp_path / "output").iterdir()} == {"deck-backs.pdf", "manifest.json", MEMO}
    assert set(alone.pages) == {("verso", 0), ("verso", 1)}
    assert all(np.array_equal(image, both.pages[page]) for page, image in alone.pages.items())


def cut(job: Printed) -> list[list[int]]:
    """What is seen in each slot of the fronts, from the top sheet down: the stacks that a guillotine leaves."""
    stacks: list[list[int]] = []
    for slot in job.plan.slots:
        left, top, right, bottom = (round(DOTS_PER_MM * end) for end in _ends(job.plan.box(slot)))
        seen = [list(markers(job.pages["recto", n][top:bottom, left:right])) for n in range(job.plan.sheets(job.count))]
        stacks.append([piece for found in seen for piece in found])
    return stacks


def _ends(box: Rect) -> tuple[float, float, float, float]:
    return box.x, box.y, box.right, box.bottom


@pytest.mark.parametrize("sides", [LONG, FOLD])
def test_a_built_deck_that_is_cut_and_stacked_lies_in_order(sides: Sides, tmp_path: Path) -> None:
    job = built(tmp_path, "landscape", sides, 11, order="cut-and-stack")
    assert [piece for stack in cut(job) for piece in stack] == list(range(11))
    assert max(map(len, cut(job))) == job.plan.sheets(11) > 1
    assert misfits(job) == []


def test_a_deck_in_rows_is_not_in_order_when_it_is_cut_and_stacked(tmp_path: Path) -> None:
    assert [piece for stack in cut(built(tmp_path, "landscape", LONG, 11)) for piece in stack] != list(range(11))
