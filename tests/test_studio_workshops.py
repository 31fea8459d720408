"""Workshops of this computer in the studio: opened, copied, made new in a client's colours; folders that are chosen."""

import os
import shutil
from pathlib import Path

import pytest
from accessible import AXE, violations
from starlette.testclient import TestClient
from studios import client_of, served, studio_on

from generator.errors import FileError
from generator.kit.request.whereabouts import bundled_workshop, read_kit
from generator.studio.places import Places
from generator.studio.redrawing import PreviewOptions
from generator.studio.refusal import Declined
from generator.studio.remembered import Remembered
from generator.studio.state import Studio

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#c0143c"/></svg>'
)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    return home


@pytest.fixture
def fresh(home: Path) -> Studio:
    """The studio of somebody who has no workshop yet."""
    return studio_on(None, home)


@pytest.fixture
def user(fresh: Studio) -> TestClient:
    return client_of(fresh)


def test_where_nothing_is_open_the_workshops_are_shown(user: TestClient) -> None:
    assert user.get("/").headers["location"] == "/workshops"
    assert user.get("/pages").headers["location"] == "/"
    assert user.get("/state", headers={"accept": "application/json"}).json()["reason"] == "nothing-open"
    assert "Comes with prepdeck" in user.get("/workshops").text


def test_a_new_workshop_wears_the_colours_of_a_logo_and_is_open(user: TestClient, fresh: Studio, home: Path) -> None:
    fields = {"from": "prepersonalization", "folder": "~/Documents/prepdeck/acme", "paper": "letter", "client": "Acme"}
    answer = user.post("/workshops/new", data=fields, files={"logo": ("Our logo.SVG", LOGO, "image/svg+xml")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/pages")
    folder = home / "Documents/prepdeck/acme"
    kit = read_kit(folder)
    assert kit is not None
    assert (kit.id, kit.paper, kit.client) == ("acme", "letter", "client")
    assert (folder / "client/logo.svg").read_bytes() == LOGO
    assert "#c0143c" in (folder / "client/brand.yaml").read_text("utf-8")
    assert fresh.folder == folder
    fresh.end()
    assert Remembered(home / ".data").workshops == (folder,)


@pytest.mark.parametrize(("source", "words"), [("small:en", "Silent minute"), ("small:de", "Stille")])
def test_a_small_one_begins_in_a_language(user: TestClient, fresh: Studio, home: Path, source: str, words: str) -> None:
    user.post("/workshops/new", data={"from": source, "folder": "~/small", "paper": "a4", "client": ""})
    fresh.end()
    assert words in (home / "small/deck.yaml").read_text("utf-8")


def test_a_copy_of_ones_own_has_an_id_of_its_own(user: TestClient, fresh: Studio, home: Path) -> None:
    user.post("/workshops/new", data={"from": "small:en", "folder": "~/first", "paper": "letter"})
    user.post("/workshops/new", data={"from": str(home / "first"), "folder": "~/second", "paper": "a4"})
    fresh.end()
    kits = [read_kit(home / name) for name in ("first", "second")]
    assert [(kit.id, kit.paper) for kit in kits if kit] == [("first", "letter"), ("second", "letter")]
    answer = user.post("/workshops/new", data={"from": "small:en", "folder": "~/Documents/first", "paper": "a4"})
    assert answer.status_code == 422
    assert "already, and codes come from the name" in answer.text
    assert not (home / "Documents/first").exists()


@pytest.mark.parametrize(
    ("fields", "name", "data", "words"),
    [
        ({"folder": "~/../elsewhere"}, "", b"", "outside of your home folder"),
        ({"folder": "/etc/prepdeck"}, "", b"", "outside of your home folder"),
        ({"folder": "~/Documents/con"}, "", b"", "Choose another name"),
        ({"folder": "~/Documents"}, "", b"", "is there already and not empty"),
        ({"folder": f"~/{'x' * 300}"}, "", b"", "There is no folder"),
        ({"from": "/etc"}, "", b"", "outside of your home folder"),
        ({"from": "~/Documents"}, "", b"", "is no workshop"),
        ({}, "logo.svg", b"<svg", "logo.svg: "),
        ({}, "logo.png", LOGO, "or is not what its name says"),
        ({}, "logo.exe", b"MZ", "is none of the files"),
        ({}, "../../logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg: "),
    ],
)
def test_what_cannot_be_made_is_said_beside_what_was_filled_in(
    user: TestClient, home: Path, fields: dict[str, str], name: str, data: bytes, words: str
) -> None:
    (home / "Documents/mine.txt").write_text("mine")
    before = files_of(home)
    filled = {"from": "small:en", "folder": "~/new", "paper": "a4", "client": "Acme & Söhne"} | fields
    answer = user.post("/workshops/new", data=filled, files={"logo": (name, data)} if name else None)
    assert answer.status_code in (400, 403, 404, 415, 422)
    assert words in answer.text
    assert "Acme &amp; Söhne" in answer.text
    assert "/tmp/" not in answer.text.replace(str(home), "")
    assert files_of(home) == before


def test_a_workshop_is_opened_from_its_folder_and_stays_on_the_list(
    user: TestClient, fresh: Studio, home: Path, starter: Path
) -> None:
    mine = Path(shutil.copytree(starter, home / "Documents/mine"))
    assert user.post("/workshops/open", data={"folder": "~/Documents"}).status_code == 404
    assert (
        user.post("/workshops/open", data={"folder": str(starter)}).status_code == 403
    )  # nobody has put it on the list
    assert not fresh.is_open
    assert user.post("/workshops/open", data={"folder": "~/Documents/mine"}).status_code == 303
    assert fresh.folder == mine
    assert fresh.redrawing.state.title == "Our first deck"  # before anything is drawn
    fresh.end()
    shutil.rmtree(mine)
    assert "not there any more" in user.get("/workshops").text
    user.post("/workshops/forget", data={"folder": str(mine)})
    assert "not there any more" not in user.get("/workshops").text


def test_a_workshop_that_was_built_elsewhere_is_on_the_list(home: Path, starter: Path) -> None:
    known = home / "workshops.json"
    known.write_text(f'{{"starter": "{starter.as_posix()}"}}', encoding="utf-8")
    studio = studio_on(None, home, known=known)
    with client_of(studio) as user:
        assert str(starter) in user.get("/workshops").text
        assert user.post("/workshops/open", data={"folder": str(starter)}).status_code == 303
    studio.end()


def test_the_bundled_workshop_is_looked_at_and_never_changed(user: TestClient, fresh: Studio) -> None:
    assert user.post("/workshops/open", data={"folder": "prepersonalization"}).status_code == 303
    assert fresh.folder == bundled_workshop()
    with pytest.raises(Declined, match="bundled"):
        fresh.check_own()
    fresh.end()
    assert fresh.remembered.workshops == ()


def test_a_folder_that_cannot_be_written_is_said_to_be(studio: Studio, mouse: TestClient) -> None:
    assert "cannot be written" not in mouse.get("/pages").text
    studio.check_own()
    studio.folder.chmod(0o555)
    try:
        if os.access(studio.folder, os.W_OK):  # whoever is root can write everywhere
            return
        assert "cannot be written" in mouse.get("/pages").text
        with pytest.raises(Declined, match="read-only"):
            studio.check_own()
    finally:
        studio.folder.chmod(0o755)


# Folders that are chosen


@pytest.mark.parametrize("path", ["~/..", "/", "/etc", "~/link", "~/Documents/../../..", ".."])
def test_nothing_outside_of_the_home_folder_is_listed(user: TestClient, home: Path, path: str) -> None:
    (home / "link").symlink_to("/etc")
    answer = user.get("/folders", params={"path": path}, headers={"accept": "application/json"})
    assert answer.status_code in (403, 404)
    assert "folders" not in answer.json()


def test_folders_are_listed_with_the_workshops_among_them(user: TestClient, home: Path, starter: Path) -> None:
    shutil.copytree(starter, home / "Documents/mine")
    (home / "Documents/.hidden").mkdir()
    (home / "Documents/<b>").mkdir()
    (home / "Documents/file.txt").write_text("")
    answer = user.get("/folders", params={"path": "~/Documents"}, headers={"accept": "application/json"})
    assert answer.json() == {
        "path": "~/Documents",
        "above": "~",
        "folders": [
            {"name": "<b>", "path": "~/Documents/<b>", "is_workshop": False},
            {"name": "mine", "path": "~/Documents/mine", "is_workshop": True},
        ],
    }
    html = user.get("/folders", params={"path": "~/Documents"}).text
    assert "&lt;b&gt;" in html
    assert 'name="folder" value="~/Documents/mine"' in html


def test_a_folder_that_is_odd_hides_none_beside_it(user: TestClient, home: Path) -> None:
    (home / "circle").symlink_to("circle")
    (home / os.fsdecode(b"\xff")).mkdir()  # bytes that are no text
    for accept in ("application/json", "text/html"):
        answer = user.get("/folders", headers={"accept": accept})
        assert answer.status_code == 200
        assert "Documents" in answer.text
        assert "circle" not in answer.text


def test_a_path_that_no_page_can_say_is_refused(fresh: Studio, home: Path) -> None:
    with pytest.raises(FileError, match="is no text") as refused:
        fresh.open(PreviewOptions(home / "\udcff", {}))
    assert str(refused.value).encode()


def test_a_new_folder_is_proposed_where_none_is(home: Path) -> None:
    places = Places(home)
    assert places.free("deck") == "~/Documents/prepdeck/deck"
    (home / "Documents/prepdeck/deck").mkdir(parents=True)
    assert places.free("deck") == "~/Documents/prepdeck/deck-2"


@pytest.mark.parametrize("words", [b"", b"[]", b"{", b'{"workshops": [1, {}], "language": 3}', b"\xff"])
def test_a_memory_that_cannot_be_read_counts_as_empty(tmp_path: Path, words: bytes) -> None:
    (tmp_path / "studio.json").write_bytes(words)
    memory = Remembered(tmp_path)
    assert (memory.workshops, memory.language) == ((), "")
    memory.add(tmp_path / "deck")
    memory.speak("de")
    assert (Remembered(tmp_path).workshops, Remembered(tmp_path).language) == ((tmp_path / "deck",), "de")


# By mouse and keyboard


@pytest.mark.needs("chromium")
def test_a_workshop_is_made_by_mouse(fresh: Studio, home: Path, chromium) -> None:
    from playwright.sync_api import expect

    (home / "Documents/Clients").mkdir()
    (home / "logo.svg").write_bytes(LOGO)
    with served(fresh) as address:
        context = chromium.new_context(viewport={"width": 1024, "height": 700})
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(address)
        page.get_by_role("heading", level=1, name="Workshops").wait_for()
        page.evaluate(AXE)
        assert violations(page) == []
        page.get_by_role("button", name="Choose …").click()
        page.get_by_role("button", name="One folder up").wait_for()
        page.evaluate(AXE)
        assert violations(page) == []
        page.get_by_text("~/Documents", exact=True).wait_for()
        page.get_by_role("button", name="Clients").click()
        page.get_by_text("~/Documents/Clients", exact=True).wait_for()
        page.get_by_role("button", name="Take this folder").click()
        expect(page.get_by_role("textbox", name="Folder")).to_have_value("~/Documents/Clients/our-workshop")
        page.get_by_label("Start from").select_option("small:en")
        page.get_by_label("A client's logo, if there is one").set_input_files(home / "logo.svg")
        page.get_by_role("button", name="Make the workshop").click()
        page.wait_for_url("**/pages")
        page.locator("img[data-key]").first.wait_for()
        assert complaints == []
        context.close()
    assert (home / "Documents/Clients/our-workshop/client/logo.svg").read_bytes() == LOGO
