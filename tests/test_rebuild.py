"""A build draws what the sources say now, whatever was built before: by this release, or by an earlier one."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from printed import codes, pages, poppler_text, words
from pypdf import PdfReader

from generator.cli import main
from generator.codes import Manifest
from generator.codes.markers import hashed
from generator.errors import Problems

EARLIER = Path(__file__).parent / "earlier"  # a workshop, and the manifest that prepdeck 0.1 wrote of it
SELECTED = ("blanks-selected.pdf", "worksheets/note-selected.pdf")  # that it printed with --numbers


def build(workshop: Path, out: Path, *options: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(out), "--json", *options])
    assert done.exit_code == 0, done.output
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.pdf")}


def manifest(out: Path) -> Manifest:
    read = Manifest.read(out / "manifest.json", Problems())
    assert read
    return read


def change(workshop: Path, file: str, old: str, new: str) -> None:
    text = (workshop / file).read_text(encoding="utf-8")
    assert old in text
    (workshop / file).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EARLIER / "workshop", tmp_path / "workshop"))


# --- a newcomer's sequence -------------------------------------------------------------------------

POSTERS = ("posters/wall.pdf", "posters/wall-tiles.pdf")
FORMS = ("worksheets/note.pdf", "worksheets/note-fillable.pdf")


@pytest.mark.parametrize(
    ("file", "old", "new", "same"),
    [
        ("brand.yaml", 'rust: "#8B3A1E"', 'rust: "#3A1E8B"\n  ink: "#101010"', set()),
        ("kit.yaml", "title: A small kit", "title: Another small kit", set()),
        ("kit.yaml", "http://cards.local:8765", "http://other.local:8765", {"worksheets/note-fillable.pdf"}),
        ("forms/note.yaml", "title: A note", "title: Another note", {"deck.pdf", "blanks.pdf", *POSTERS}),
        ("kit.yaml", "copies:", "paper: letter\n  copies:", {"deck.pdf", "blanks.pdf", *POSTERS}),
        ("layouts/cards/plain.yaml", "size: 9pt", "size: 8pt", {"blanks.pdf", *FORMS, *POSTERS}),
    ],
    ids=["brand", "title", "address", "words", "paper", "layout"],
)
def test_after_a_change_every_file_that_shows_it_is_new(
    workshop: Path, tmp_path: Path, file: str, old: str, new: str, same: set[str]
) -> None:
    out = tmp_path / "out"
    build(workshop, out)
    before, first = contents(out), manifest(out)
    change(workshop, file, old, new)
    assert build(workshop, out)["findings"] == []
    build(workshop, tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")
    assert {thing.code for thing in first.things} == {thing.code for thing in manifest(out).things}
    assert {name for name, content in contents(out).items() if before[name] == content} == same


def test_everything_changed_at_once_is_in_every_file(workshop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(workshop, out)
    before = contents(out)
    change(workshop, "brand.yaml", "Nobody in particular", "Client B")
    change(workshop, "brand.yaml", 'rust: "#8B3A1E"', 'rust: "#3A1E8B"')
    change(workshop, "kit.yaml", "title: A small kit", "title: Kit of B")
    change(workshop, "kit.yaml", 'edition: "1"', 'edition: "2"')
    change(workshop, "forms/note.yaml", "How was it?", "How was that?")
    build(workshop, out)
    after = contents(out)
    assert set(after) == set(before)
    assert [name for name in before if before[name] == after[name]] == []
    for name in after:
        info = PdfReader(out / name).metadata
        assert info is not None
        assert "Kit of B" in str(info.title), name
        assert info.author == "Client B", name
    assert "How was that?" in words(poppler_text(out / "worksheets/note.pdf")[0])


def test_after_the_output_is_deleted_the_same_codes_come_again(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    before = contents(tmp_path / "out")
    shutil.rmtree(tmp_path / "out")
    build(workshop, tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_what_is_not_ordered_any_more_goes_and_what_was_asked_for_beside_stays(workshop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(workshop, out)
    build(workshop, out, "--more", "2")
    build(workshop, out, "--only", "worksheets", "--more", "1")
    text = (workshop / "kit.yaml").read_text(encoding="utf-8")
    (workshop / "kit.yaml").write_text(text.partition("worksheets:")[0], encoding="utf-8")
    build(workshop, out)
    assert set(contents(out)) == {"deck.pdf", "blanks.pdf", *POSTERS, "blanks_4-5.pdf", "worksheets/note_4.pdf"}
    assert {thing.copy for thing in manifest(out).things if thing.kind == "worksheet"} == {"1", "2", "3", "4"}


# --- what an earlier release wrote -------------------------------------------------------------------


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    """The folder as an earlier release left it; what is in the files is no matter."""
    out = tmp_path / "printed"
    out.mkdir()
    shutil.copy(EARLIER / "manifest.json", out)
    for file in manifest(out).files:
        (out / file.name).parent.mkdir(exist_ok=True)
        (out / file.name).write_bytes(b"of an earlier release")
    return out


def test_a_workshop_of_an_earlier_release_builds_as_before(workshop: Path, printed: Path, tmp_path: Path) -> None:
    before = manifest(printed)
    build(workshop, printed)
    now = manifest(printed)
    assert now.kit[:4] == before.kit[:4]  # id, title, edition, language
    for old, new in zip(before.things, now.things, strict=True):
        assert new.printed
        assert (new.key, new.code, new.title, new.form, new.layout) == (
            old.key, old.code, old.title, old.form, old.layout,
        )  # fmt: skip
        assert (new.geometry and new.geometry.code) == (old.geometry and old.geometry.code)
        # Fronts differ once: codes and dots in an ink without a build are black alone; blank cards close up. So do the
        # backs of blank cards, which have a pattern.
        unlike = {"front": "", "back": ""} if new.kind == "blank" else {"front": ""}
        assert new.faces | unlike == old.faces | unlike
    assert {file.name: file.pages for file in now.files} == {file.name: file.pages for file in before.files}
    for name in SELECTED:
        assert (printed / name).read_bytes() == b"of an earlier release"
    build(workshop, tmp_path / "fresh")
    assert {name: new for name, new in contents(printed).items() if name not in SELECTED} == contents(
        tmp_path / "fresh"
    )
    seen = {code.rpartition("/")[2] for picture in pages(printed / "blanks.pdf", 200) for code in codes(picture)}
    assert seen == {thing.code for thing in before.things if thing.kind == "blank" and int(thing.copy) < 4}


def test_a_card_of_an_earlier_release_keeps_the_tile_that_it_gets_from_another_that_would_have_it(
    workshop: Path, printed: Path, tmp_path: Path
) -> None:
    def tiles(out: Path) -> dict[str, int | None]:
        return {thing.id: thing.tile for thing in manifest(out).things if thing.kind == "card"}

    build(workshop, printed, "--only", "deck")
    first = tiles(printed)
    assert first == {name: hashed(name) for name in ("first", "second", "third", "fourth")}
    change(workshop, "cards/all.yaml", "cards:\n", "cards:\n  - {id: a833, category: one, title: One more}\n")
    assert hashed("a833") == hashed("first")
    build(workshop, printed, "--only", "deck")
    assert tiles(printed) == first | {"a833": hashed("first") + 1}
    build(workshop, tmp_path / "fresh", "--only", "deck")  # without the manifest the alphabet decides
    assert tiles(tmp_path / "fresh") == first | {"a833": hashed("first"), "first": hashed("first") + 1}


def test_further_copies_go_on_after_those_of_an_earlier_release(workshop: Path, printed: Path) -> None:
    report = build(workshop, printed, "--more", "2")
    assert [Path(file["path"]).name for file in report["files"]] == ["blanks_9-10.pdf"]
    report = build(workshop, printed, "--only", "worksheets", "--more", "1")
    assert "note_12.pdf" in [Path(file["path"]).name for file in report["files"]]
