"""A kit that is as it was is not drawn again; whatever a build reads, it is drawn anew when that is another."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator import bundled
from generator.cli import main
from generator.codes import Manifest
from generator.deck import Card
from generator.errors import ExitCode
from generator.face import Face
from generator.kit.delivery import memo
from generator.kit.delivery.memo import NAME, UNCHANGED
from generator.kit.press.piece_sheets import SheetPress
from generator.kit.press.production import Production, Progress

EARLIER = Path(__file__).parent / "earlier/workshop"
SMALL = Path(__file__).parent / "small"


def build(workshop: Path, out: Path, *options: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(out), "--json", *options])
    assert done.exit_code == 0, done.output
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def is_drawn(report: dict[str, Any]) -> bool:
    return UNCHANGED not in report["notes"]


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EARLIER, tmp_path / "workshop"))


@pytest.fixture
def out(workshop: Path, tmp_path: Path) -> Path:
    assert is_drawn(build(workshop, tmp_path / "out"))
    return tmp_path / "out"


def test_an_unchanged_kit_is_left_as_it_lies_there_and_says_the_same(workshop: Path, tmp_path: Path) -> None:
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("capture:\n  url: http://cards.local:8765\n", ""))
    first = build(workshop, tmp_path / "out")
    assert first["findings"]  # a warning, which comes again
    before = contents(tmp_path / "out")
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    again = build(workshop, tmp_path / "out")
    assert not is_drawn(again)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == stamps
    assert contents(tmp_path / "out") == before
    assert again["notes"].pop() == UNCHANGED
    del first["seconds"], again["seconds"]
    assert again == first


def touched(workshop: Path, name: str) -> None:
    path = workshop / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(path.read_bytes() + b"\n" if path.exists() else b"new")


@pytest.mark.parametrize(
    "name",
    ["kit.yaml", "deck.yaml", "brand.yaml", "cards/all.yaml", "forms/note.yaml", "posters/wall.yaml",
     "layouts/cards/plain.yaml", "pictures/new.png"],
)  # fmt: skip
def test_after_any_change_of_the_workshop_it_is_drawn(workshop: Path, out: Path, name: str) -> None:
    touched(workshop, name)
    assert is_drawn(build(workshop, out))
    assert not is_drawn(build(workshop, out))


@pytest.mark.parametrize("options", [("--paper", "letter"), ("--for", "home"), ("--sets", "2"), ("--only", "deck")])
def test_what_is_asked_for_otherwise_is_drawn(workshop: Path, out: Path, options: tuple[str, ...]) -> None:
    assert is_drawn(build(workshop, out, *options))


def test_the_files_of_a_client_are_looked_at_where_they_lie(workshop: Path, out: Path, tmp_path: Path) -> None:
    client = tmp_path / "client"
    client.mkdir()
    brand, logo = client / "brand.yaml", client / "logo.svg"
    brand.write_text('client: C\nlogo: {file: logo.svg}\ncolours: {rust: "#112233"}\n', encoding="utf-8")
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    assert is_drawn(build(workshop, out, "--brand", str(brand)))
    assert not is_drawn(build(workshop, out, "--brand", str(brand)))
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="9"/>', encoding="utf-8")
    assert is_drawn(build(workshop, out, "--brand", str(brand)))
    brand.write_text(brand.read_text(encoding="utf-8").replace("112233", "332211"), encoding="utf-8")
    assert is_drawn(build(workshop, out, "--brand", str(brand)))
    assert is_drawn(build(workshop, out))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("__version__", "0.0.0"),
        ("_libraries", lambda: iter(["reportlab-99.dist-info"])),
        ("_program", lambda: iter(["fonts/noto-sans/NotoSans-Bold.ttf 1 1"])),
    ],
)
def test_another_program_draws(
    workshop: Path, out: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str | Callable[[], Any]
) -> None:
    monkeypatch.setattr(memo, name, value)
    assert is_drawn(build(workshop, out))


def test_fonts_shapes_code_and_libraries_are_among_what_it_reads() -> None:
    program, libraries = "\n".join(memo._program()), "\n".join(memo._libraries())
    for name in ("kit/build.py", "pdf/writer.py", "cards/poker.yaml", "papers.yaml", ".ttf"):
        assert name in program
    for name in ("reportlab-", "pillow-", "PyYAML-"):
        assert name.lower() in libraries.lower()


@pytest.mark.parametrize("name", ["blanks.pdf", "posters/wall-tiles.pdf"])
def test_where_a_file_is_gone_or_another_it_is_drawn(workshop: Path, out: Path, name: str) -> None:
    before = contents(out)
    (out / name).unlink()
    assert is_drawn(build(workshop, out))
    assert contents(out) == before
    (out / name).write_bytes(b"mine")
    assert is_drawn(build(workshop, out))
    assert contents(out) == before
    shutil.rmtree(out)
    assert is_drawn(build(workshop, out))
    assert contents(out) == before


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"inputs": 3}', "\xff"])
def test_a_memo_that_cannot_be_read_is_no_matter(workshop: Path, out: Path, said: str) -> None:
    good = (out / NAME).read_bytes()
    (out / NAME).write_text(said, encoding="latin-1")
    assert is_drawn(build(workshop, out))
    assert (out / NAME).read_bytes() == good


def test_a_workshop_with_a_link_in_a_circle_is_read_once(workshop: Path, out: Path) -> None:
    (workshop / "again").symlink_to(workshop, target_is_directory=True)
    assert not is_drawn(build(workshop, out))


def test_what_a_link_leads_to_is_looked_at(workshop: Path, out: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (workshop / "pictures").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (tmp_path / "elsewhere/a.svg").write_text("a", encoding="utf-8")
    assert is_drawn(build(workshop, out))
    assert not is_drawn(build(workshop, out))
    (tmp_path / "elsewhere/a.svg").write_text("b", encoding="utf-8")
    assert is_drawn(build(workshop, out))


def test_output_in_the_workshop_is_none_of_its_sources(workshop: Path) -> None:
    assert is_drawn(build(workshop, workshop / "output"))
    assert not is_drawn(build(workshop, workshop / "output"))


def test_a_kit_with_a_problem_is_none(workshop: Path, out: Path) -> None:
    (workshop / "forms/note.yaml").write_text("id: note\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(out)])
    assert done.exit_code == ExitCode.SOURCES


# --- piece by piece --------------------------------------------------------------------------------


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pieces that are drawn, as they are."""
    names: list[str] = []
    run = SheetPress.run

    def watched(press: SheetPress, progress: Progress) -> None:
        names.append(press.production.piece.name)
        run(press, progress)

    monkeypatch.setattr(SheetPress, "run", watched)
    return names


def change(workshop: Path, file: str, old: str, new: str) -> None:
    text = (workshop / file).read_text(encoding="utf-8")
    assert old in text
    (workshop / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def same_as_fresh(workshop: Path, out: Path, fresh: Path, *options: str) -> bool:
    """Whether a build into an empty folder gives the same bytes of all that it gives."""
    build(workshop, fresh, *options)
    there, new = contents(out), contents(fresh)
    names = ("things", "faces", "posters", "categories")
    said = [{name: json.loads(each["manifest.json"])[name] for name in names} for each in (there, new)]
    return said[0] == said[1] and all(there[name] == new[name] for name in new if name.endswith(".pdf"))


@pytest.mark.parametrize(
    ("file", "old", "new", "pieces"),
    [
        ("cards/all.yaml", "title: ", "title: A", ["deck"]),
        ("deck.yaml", "name: One", "name: Uno", ["deck", "blanks", "posters/wall", "worksheets/note"]),
        ("forms/note.yaml", "title: A note", "title: Note", ["deck", "blanks", "posters/wall", "worksheets/note"]),
    ],
)
def test_pieces_that_show_no_card_are_left_where_cards_alone_change(
    workshop: Path, out: Path, tmp_path: Path, drawn: list[str], file: str, old: str, new: str, pieces: list[str]
) -> None:
    change(workshop, file, old, new)
    report = build(workshop, out)
    assert drawn == pieces
    assert {Path(each["path"]).name for each in report["files"]} >= {"deck.pdf", "blanks.pdf", "note-fillable.pdf"}
    assert [piece["piece"] for piece in report["pieces"]][:2] == ["deck", "blanks"]
    assert same_as_fresh(workshop, out, tmp_path / "fresh")
    drawn.clear()
    change(workshop, "cards/all.yaml", "title: ", "title: B")
    build(workshop, out)
    assert drawn == ["deck"]
    assert same_as_fresh(workshop, out, tmp_path / "again")


def test_the_deck_alone_carries_over_what_is_known_of_the_others(
    workshop: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed: list[str] = []
    face = Production.face

    def watched(production: Production, card: Card, side: str) -> Face | None:
        composed.append(production.piece.name)
        return face(production, card, side)

    change(workshop, "cards/all.yaml", "title: ", "title: A")
    monkeypatch.setattr(Production, "face", watched)
    build(workshop, out, "--only", "deck")
    one_sided = {"posters/wall", "worksheets/note"}  # asked for backs that they have not
    assert set(composed) - one_sided == {"deck"}
    monkeypatch.undo()
    assert same_as_fresh(workshop, out, tmp_path / "fresh", "--only", "deck")


def test_a_file_of_a_piece_that_is_not_as_it_was_is_drawn(workshop: Path, out: Path, drawn: list[str]) -> None:
    change(workshop, "cards/all.yaml", "title: ", "title: A")
    (out / "posters/wall-tiles.pdf").write_bytes(b"mine")
    build(workshop, out)
    assert drawn == ["deck", "posters/wall"]


def test_a_piece_with_a_warning_is_drawn_again_so_that_it_comes_again(
    workshop: Path, tmp_path: Path, drawn: list[str]
) -> None:
    brand = "client: C\nfonts: {display: {regular: own.ttf}}\n"
    shutil.copy(next(bundled.folder("fonts").rglob("NotoSans-Regular.ttf")), workshop / "own.ttf")
    (workshop / "brand.yaml").write_text(brand + 'colours: {sea: "#00688B", rust: "#8B3A1E"}\n', encoding="utf-8")
    first = build(workshop, tmp_path / "out")
    assert {finding["code"] for finding in first["findings"]} == {"font-face"}
    drawn.clear()
    change(workshop, "cards/all.yaml", "title: ", "title: A")
    again = build(workshop, tmp_path / "out")
    assert again["findings"] == first["findings"]


@pytest.mark.parametrize("options", [("--proof",), ("--for", "pdfx-4"), ("--numbers", "2")])
def test_for_proofs_presses_and_parts_nothing_is_kept(
    workshop: Path, out: Path, drawn: list[str], options: tuple[str, ...]
) -> None:
    build(workshop, out, *options)
    assert "blanks" in drawn


def test_a_deck_alone_needs_no_look_at_what_other_pieces_are_kept_by_and_one_at_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kit that has such pieces is looked at all the same, and is whole after a deck of it was printed."""
    seen: list[str] = []
    looked, read = memo._program, Manifest.read

    def noted(name: str, result: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given: (seen.append(name), result(*given))[1]

    monkeypatch.setattr(memo, "_program", noted("program", looked))
    monkeypatch.setattr(Manifest, "read", staticmethod(noted("manifest", read)))
    small, out = Path(shutil.copytree(SMALL, tmp_path / "small")), tmp_path / "out"
    build(small, out)
    assert seen == ["program", "manifest"]
    seen.clear()
    build(small, out, "--only", "deck")
    assert seen == ["manifest"]
    seen.clear()
    build(Path(shutil.copytree(EARLIER, tmp_path / "workshop")), tmp_path / "other", "--only", "deck")
    assert seen == ["program", "manifest"]
