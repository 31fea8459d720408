"""A workshop is a folder: what a command means by it, where its files lie, and what becomes of a copy."""

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from crowd import Served

from generator import bundled
from generator.cli import main
from generator.cli.asking import meant_kit
from generator.errors import ExitCode, FileError
from generator.kit.request import known_workshops, whereabouts
from generator.kit.request.known_workshops import claim
from generator.kit.request.whereabouts import bundled_workshop, find_workshop, output_folder

SMALL = Path(__file__).parent / "small"
CLIENT = Path(__file__).parent / "client"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def done(*arguments: str | Path) -> Result:
    result = run(*arguments)
    assert result.exit_code == ExitCode.DONE, result.output
    return result


def codes(printed: Path) -> dict[str, str]:
    manifest = json.loads((printed / "manifest.json").read_text(encoding="utf-8"))
    return {thing["id"]: thing["code"] for thing in manifest["things"]}


def with_id(folder: Path, kit_id: str) -> None:
    path = folder / "kit.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(f"id: {kit_id}" if line.startswith("id:") else line for line in lines), encoding="utf-8")


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's list of workshops, and a folder to stand in."""
    monkeypatch.setenv("PREPDECK_WORKSHOPS", str(tmp_path / "user/workshops.json"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "user/workshops.json"


@pytest.fixture
def own(known: Path) -> Path:
    """A workshop of one's own, where one stands."""
    return Path(shutil.copytree(SMALL, "own"))


# --- which one is meant ---------------------------------------------------------------------------


def test_a_command_means_the_workshop_one_stands_in(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own)
    assert done("build").stdout.splitlines()[0] == "A small kit (this folder)"
    assert Path("output/deck.pdf").is_file()
    Path("cards/all.yaml").write_text("cards: [", encoding="utf-8")
    checked = run("check")
    assert checked.exit_code == ExitCode.SOURCES
    assert "No problem" not in checked.stdout
    assert "cards/all.yaml" in checked.stdout


def test_elsewhere_it_is_the_bundled_one_and_the_first_line_says_so(known: Path) -> None:
    first = done("check").stdout.splitlines()[0]
    assert first == "Prepersonalization Workshop (the bundled workshop)"
    assert find_workshop(None) == bundled_workshop()


@pytest.mark.parametrize("named", ["own", "own/kit.yaml", "own/output", "own/output/manifest.json", "own/../own"])
def test_a_workshop_is_named_by_itself_its_kit_or_what_is_printed_of_it(named: str, own: Path) -> None:
    done("build", "own")
    built = done("build", named)
    assert built.stdout.splitlines()[0].startswith("A small kit (")
    assert find_workshop(Path(named)).resolve() == own.resolve()
    meant = meant_kit(Path(named))
    assert meant.folder is not None
    assert (meant.folder.resolve(), meant.kit, meant.words) == (own.resolve() / "output", "small", f" {named}")


def test_what_is_printed_of_the_bundled_one_means_it_and_another_without_its_workshop_is_refused(
    known: Path, own: Path, print_once
) -> None:
    ours = Path(shutil.copytree(print_once("--only", "guide").folder, "output/prepersonalization"))
    assert find_workshop(ours) == bundled_workshop()
    done("build", own, "-o", "elsewhere")
    refused = run("build", "elsewhere")
    assert refused.exit_code == ExitCode.FILES
    assert "without its workshop" in refused.stderr


@pytest.mark.parametrize("name", ["kit.yml", "kit.yaml.txt"])
def test_a_kit_with_another_ending_is_named(name: str, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own / "kit.yaml").rename(own / name)
    for words in (["check", "own"], ["check"]):
        if len(words) == 1:
            monkeypatch.chdir(own)
        result = run(*words)
        assert result.exit_code == ExitCode.SOURCES
        assert result.stdout.splitlines()[1:3] == [f"{name}: a kit is called kit.yaml", f"    rename {name}"]
        assert "1 problem" in result.stdout  # its words are read all the same


# --- where its files lie --------------------------------------------------------------------------


def test_output_lies_in_the_workshop_and_that_of_the_bundled_one_where_one_stands(own: Path) -> None:
    assert output_folder(own, "small") == own / "output"
    assert output_folder(own, "small", Path("x")) == Path("x")
    for name in ("prepersonalization", "starter"):
        assert output_folder(bundled.folder("deck_sources") / name, name) == Path("output") / name


def test_of_a_folder_that_cannot_be_written_it_lies_where_one_stands(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = {own, own / "output"}
    monkeypatch.setattr(os, "access", lambda path, mode: path not in locked)
    assert output_folder(own, "small") == Path("output/small")
    done("build", own)
    assert Path("output/small/manifest.json").is_file()
    assert not (own / "output").exists()
    assert meant_kit(own).folder == Path("output/small")
    assert "already" not in run("build", own).stderr
    locked.discard(own)  # the workshop may be written, but not what lies printed in it
    (own / "output").mkdir()
    assert output_folder(own, "small") == Path("output/small")


@pytest.mark.parametrize("stands_in_it", [False, True])
def test_what_an_earlier_prepdeck_has_printed_is_taken_over_with_its_codes_and_that_is_said_once(
    stands_in_it: bool, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stands_in_it:
        monkeypatch.chdir(own)
        own = Path()
    old = Path("output/small")
    done("build", own, "-o", old)
    manifest = json.loads((old / "manifest.json").read_text(encoding="utf-8"))
    gone = manifest["things"][0] | {"code": "ABC234", "id": "gone", "retired": True}
    manifest["things"].append(gone)
    (old / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (old / "images").mkdir()
    (old / "images/mine.png").write_bytes(b"mine")
    assert meant_kit(own).folder == old  # it can be served as it lies
    first = done("build", own)
    assert first.stderr.count("its codes stay") == 1
    assert codes(own / "output")["gone"] == "ABC234"
    assert (own / "output/images/mine.png").read_bytes() == b"mine"
    assert not old.exists()
    assert "its codes stay" not in done("build", own).stderr


def test_what_is_printed_of_another_kit_of_that_name_is_left_alone(own: Path) -> None:
    old = Path("output/small")
    shutil.copytree(SMALL, "other")
    with_id(Path("other"), "other")
    done("build", "other", "-o", old)
    assert "codes stay" not in done("build", own).stderr
    assert (old / "manifest.json").is_file()


def test_output_is_safe_to_delete(own: Path) -> None:
    done("build", own)
    before = codes(own / "output")
    shutil.rmtree(own / "output")
    assert "prepdeck build own" in run("results", "export", own, "--to", "entries.csv").stderr
    done("build", own)
    assert codes(own / "output") == before


def test_pictures_lie_there_too_and_a_preview_does_not_look_at_them(own: Path) -> None:
    done("images", own, "--dpi", "20")
    assert list((own / "output/images").rglob("*.png"))


# --- copied, moved --------------------------------------------------------------------------------


def test_a_copy_for_client_b_is_stopped_until_it_has_an_id_of_its_own(own: Path) -> None:
    done("build", own)
    copy = Path(shutil.copytree(own, "for-client-b"))
    for words in (["build", copy], ["serve", copy], ["doctor", copy / "output"], ["build", copy, "-o", "x"]):
        stopped = run(*words)
        assert stopped.exit_code == ExitCode.FILES
        assert f"with the id 'small' lies in {own.resolve()} as well" in stopped.stderr
        assert "--same-workshop" in stopped.stderr
        assert "another id in its kit.yaml" in stopped.stderr
    with_id(copy, "client-b")
    with pytest.raises(FileError, match="holds the kit 'small', and the workshop is 'client-b'; delete it and build"):
        meant_kit(copy)
    assert "delete its folder" in run("build", copy).stderr
    shutil.rmtree(copy / "output")
    done("build", copy)
    assert not set(codes(copy / "output").values()) & set(codes(own / "output").values())
    done("build", own)


def test_the_server_of_a_copy_opens_its_own_session(own: Path, tmp_path: Path) -> None:
    done("build", own)
    done("new", "for-client-b", "--from", own)
    done("build", "for-client-b")
    with ExitStack() as running:
        for name, kit in (("own", "small"), ("for-client-b", "for-client-b")):
            served = running.enter_context(Served(name, "--title", "Spring", cwd=Path.cwd()))
            assert served.said["kit"] == kit
            assert Path(served.said["data"]).name == f"{kit}.db"


def test_a_folder_that_was_moved_goes_on(own: Path, known: Path) -> None:
    done("build", own)
    own.rename("moved")
    done("build", "moved")
    assert json.loads(known.read_text(encoding="utf-8")) == {"small": str(Path("moved").resolve())}


def test_the_same_workshop_in_a_new_place_is_said_with_a_flag(own: Path, known: Path) -> None:
    done("build", own)
    shutil.copytree(own, "new-place")
    done("build", "new-place", "--same-workshop")
    done("build", "new-place")
    assert run("build", own).exit_code == ExitCode.FILES  # this one is the copy now


def test_who_does_not_print_or_serve_is_not_stopped(own: Path) -> None:
    done("build", own)
    copy = Path(shutil.copytree(own, "copy"))
    done("check", copy)
    done("images", copy, "--dpi", "20")


def test_the_bundled_one_is_never_a_copy(known: Path) -> None:
    claim(known, "prepersonalization", bundled_workshop(), is_same=False)
    assert not known.exists()


@pytest.mark.parametrize("listed", [b"", b"{", b"[]", b'{"small": 7}', b"\xff"])
def test_a_list_that_cannot_be_read_counts_as_empty(listed: bytes, own: Path, known: Path) -> None:
    known.parent.mkdir()
    known.write_bytes(listed)
    claim(known, "small", own, is_same=False)
    assert json.loads(known.read_bytes()) == {"small": str(own.resolve())}
    assert [path.name for path in known.parent.iterdir()] == [known.name]


def test_where_the_list_cannot_be_written_nothing_is_stopped(
    own: Path, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim(known, "small", own, is_same=False)
    copy = Path(shutil.copytree(own, "copy"))
    with pytest.raises(FileError):
        claim(known, "small", copy, is_same=False)
    monkeypatch.setattr(os, "access", lambda path, mode: path != known)
    claim(known, "small", copy, is_same=False)
    (own / "a-file").touch()
    claim(own / "a-file/workshops.json", "small", copy, is_same=False)
    monkeypatch.setenv("PREPDECK_WORKSHOPS", "")
    done("build", copy)


def test_with_a_file_of_entries_of_its_own_a_copy_is_served(own: Path) -> None:
    done("build", own)
    copy = Path(shutil.copytree(own, "copy"))
    with Served(str(copy), "--data", "own.db", cwd=Path.cwd()) as served:
        assert served.said["kit"] == "small"


def test_the_places_stand_in_no_manifest(own: Path) -> None:
    done("build", own)
    for path in (own / "output").rglob("*"):
        assert path.is_dir() or str(own.resolve()).encode() not in path.read_bytes()


# --- copied by a command --------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "options"), [("own", []), ("prepersonalization", ["--paper", "letter"])])
def test_new_copies_a_workshop_with_a_new_id(source: str, options: Sequence[str], own: Path) -> None:
    done("build", own)
    (own / ".git").mkdir()
    (own / ".git/config").touch()
    result = done("new", "Client B", "--from", source, *options)
    assert "prepdeck build 'Client B'" in result.stdout
    files = {path.relative_to("Client B").as_posix() for path in Path("Client B").rglob("*") if path.is_file()}
    place = own if source == "own" else bundled_workshop()
    theirs = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert files == {name for name in theirs if not name.startswith((".git", "output"))}
    assert whereabouts.read_kit(Path("Client B")).id == "client-b"
    assert whereabouts.read_kit(Path("Client B")).paper == ("letter" if options else "")
    done("check", "Client B")


def test_new_keeps_a_clients_brand_that_lies_outside(own: Path, tmp_path: Path) -> None:
    shutil.copytree(CLIENT, tmp_path / "here/clients/acme")
    text = (own / "kit.yaml").read_text(encoding="utf-8")
    (own / "kit.yaml").write_text(text + "client: ../clients/acme  # theirs\n", encoding="utf-8")
    done("check", own)
    (tmp_path / "far/away").mkdir(parents=True)
    done("new", tmp_path / "far/away/copy", "--from", own)
    assert done("check", tmp_path / "far/away/copy").stdout.endswith("No problem found.\n")
    assert "# theirs" in (tmp_path / "far/away/copy/kit.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("target", "source", "words"),
    [
        ("own", "prepersonalization", "not empty"),
        ("own/copy", "own", "lies in what is copied"),
        ("new", "nowhere", "no workshop is there"),
        ("new", "../here", "no workshop is there"),
    ],
)
def test_new_says_what_it_cannot_copy(target: str, source: str, words: str, own: Path) -> None:
    result = run("new", target, "--from", source)
    assert result.exit_code == ExitCode.FILES
    assert words in result.stderr
    assert not Path("new").exists()


# --- the client of a kit --------------------------------------------------------------------------


@pytest.mark.parametrize("named", ["clients/acme", "clients/acme/brand.yaml"])
def test_a_kit_names_its_client_as_a_command_does(named: str, own: Path) -> None:
    shutil.copytree(CLIENT, "clients/acme")
    done("build", own, "-o", "plain")
    done("build", own, "--brand", named, "-o", "asked")
    text = (own / "kit.yaml").read_text(encoding="utf-8")
    (own / "kit.yaml").write_text(f"{text}client: ../{named}\n", encoding="utf-8")
    done("build", own, "-o", "said")
    for name in ("deck.pdf", "manifest.json"):
        assert Path("asked", name).read_bytes() == Path("said", name).read_bytes()
    assert Path("plain/deck.pdf").read_bytes() != Path("said/deck.pdf").read_bytes()


def test_a_client_that_is_not_there_is_a_problem_at_its_line(own: Path) -> None:
    text = (own / "kit.yaml").read_text(encoding="utf-8")
    (own / "kit.yaml").write_text(f"{text}client: ../nowhere\n", encoding="utf-8")
    result = run("check", own)
    assert result.exit_code == ExitCode.SOURCES
    assert "kit.yaml:9:9: there is no brand of a client at '../nowhere'" in result.stdout


# --- hints ----------------------------------------------------------------------------------------


def test_hints_name_the_workshop_that_was_named(own: Path) -> None:
    spaced = own.rename("my own")
    refused = run("serve", spaced)
    assert "print the kit first: `prepdeck build 'my own'`" in refused.stderr
    assert "my own/output: no printed kit is here" in refused.stderr
    assert meant_kit(None) == (None, "", None, "", None)
    assert known_workshops.SAME_WORKSHOP in run("serve", "--help").stdout
