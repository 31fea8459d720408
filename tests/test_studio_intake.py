"""Import by mouse: a list that was sent, what it was taken for, and the workshop that is made of it."""

import io
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from accessible import AXE, violations
from openpyxl import Workbook
from starlette.testclient import TestClient
from studios import NOW, client_of, served, studio_on

from generator.intake.columns import FIELDS
from generator.kit.workshop import load
from generator.studio.intake import MENU
from generator.studio.state import Studio
from generator.tables import workbook_file

ROWS = [
    ("No.", "Family", "Card", "What it says", "Ours"),
    (1, "Needs", "The regular", "Somebody who comes every day, and whom we do not know at all.", "x"),
    (2, "Needs", "First-timer", "Somebody who has never been here, and looks for the way in.", ""),
    (3, "Risks", "=HYPERLINK(1)", "Somebody who says <b>nothing</b>, and never comes back to us.", ""),
    (4, "Risks", "Bargain hunter", "Somebody who waits for the sale, and tells it to everybody else.", "y"),
]


def workbook(rows: list[tuple[object, ...]] = ROWS) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home/Documents").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def fresh(home: Path) -> Studio:
    studio = studio_on(None, home)
    yield studio
    studio.end()


@pytest.fixture
def user(fresh: Studio) -> TestClient:
    return client_of(fresh)


def send(user: TestClient, *files: tuple[str, bytes]) -> str:
    """The address at which the list is shown."""
    answer = user.post("/intake", files=[("source", file) for file in files])
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def chosen(html: str) -> dict[str, str]:
    """What each menu says."""
    menus = re.findall(r'<select name="(goal-\d+)".*?</select>', html, flags=re.S)
    values = re.findall(r'<option value="([^"]*)" selected>', html)
    return dict(zip(menus, values, strict=True))


def test_the_menu_has_every_field_that_a_column_may_become() -> None:
    assert {*MENU, "code"} == set(FIELDS)  # a code comes from the id, and is pinned by hand alone


def test_what_was_understood_is_shown_with_the_first_rows(user: TestClient) -> None:
    html = user.get(send(user, ("Our cards.xlsx", workbook()))).text
    assert "4 cards from Our cards.xlsx" in html
    assert chosen(html) == {"goal-0": "-", "goal-1": "category", "goal-2": "title", "goal-3": "about", "goal-4": "-"}
    assert "a running number, which changes with the order" in html
    assert html.count('<td class="sample">') == 15
    assert "&lt;b&gt;nothing" in html
    assert "Needs: 2 cards" in html


def test_a_column_means_what_somebody_chooses_and_the_workshop_is_made_so(
    user: TestClient, fresh: Studio, home: Path
) -> None:
    address = send(user, ("Our cards.xlsx", workbook()))
    assert user.post(address, data={"goal-4": "example", "goal-3": "line"}).status_code == 303
    html = user.get(address).text
    assert chosen(html)["goal-4"] == "example"
    assert "as you said" in html
    fields = {"goal-1": "-", "title": "Whom we meet", "folder": "~/Documents/whom we meet", "paper": "letter"}
    answer = user.post(f"{address}/make", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/pages")
    folder = home / "Documents/whom we meet"
    assert fresh.folder == folder
    shop = load(folder)
    assert shop.kit is not None
    assert shop.deck is not None
    assert (shop.kit.id, shop.kit.paper, shop.kit.title) == ("whom-we-meet", "letter", "Whom we meet")
    assert shop.kit.date == NOW.date()
    assert str(shop.deck.cards[0].values["title"]) == "The regular"
    assert [str(card.values.get("example", "")) for card in shop.deck.cards] == ["x", "", "", "y"]
    assert shop.problems.errors == []
    assert user.get(address).status_code == 404  # it is a workshop now


def test_which_size_of_card_holds_how_many_is_shown(user: TestClient) -> None:
    html = user.get(
        send(user, ("cards.csv", b"title,about\n" + b"One,Words\nTwo,Words\nThree,Words\n")) + "/layouts"
    ).text
    assert "3 of 3" in html
    assert "this size is taken" in html


def test_pictures_that_are_sent_along_are_taken_along(user: TestClient, home: Path) -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
    rows = "title,picture\nOne,dot.svg\nTwo,dot.svg\nThree,none.svg\nFour,über.svg\n"
    apart = unicodedata.normalize("NFD", "über.svg")  # as a Mac may have it
    address = send(user, ("cards.csv", rows.encode()), ("dot.svg", picture), (apart, picture))
    assert "a picture that does not lie beside the source" in user.get(address).text
    user.post(f"{address}/make", data={"folder": "~/with-pictures"})
    taken = {path.name: path.read_bytes() for path in (home / "with-pictures/pictures").iterdir()}
    assert taken == {"dot.svg": picture, "uber.svg": picture}


@pytest.mark.parametrize(
    ("folder", "words"),
    [("~/../away", "outside of your home folder"), ("/etc/x", "outside"), ("~/Documents", "is there already")],
)
def test_where_it_cannot_be_made_nothing_is_lost(user: TestClient, home: Path, folder: str, words: str) -> None:
    (home / "Documents/mine.txt").write_text("mine")
    address = send(user, ("cards.xlsx", workbook()))
    answer = user.post(f"{address}/make", data={"goal-4": "example", "title": "Kept & said", "folder": folder})
    assert answer.status_code in (403, 422)
    assert words in answer.text
    assert "Kept &amp; said" in answer.text
    assert chosen(answer.text)["goal-4"] == "example"
    assert [path.name for path in home.rglob("*") if path.is_file() and ".data" not in path.parts] == ["mine.txt"]


def test_what_changed_in_the_list_comes_into_the_workshop_and_can_be_taken_back(
    user: TestClient, fresh: Studio, home: Path
) -> None:
    folder = home / "deck"
    user.post(send(user, ("cards.xlsx", workbook())) + "/make", data={"folder": "~/deck"})
    cards = folder / "cards/cards.yaml"
    cards.write_text(cards.read_text("utf-8").replace("comes every day", "is here daily"), encoding="utf-8")
    (home / "shared.yaml").write_text("ours: all\n", "utf-8")
    (folder / "shared.yaml").symlink_to(home / "shared.yaml")  # what is none of the import's is in nobody's way
    (folder / "10:30.yaml").write_text("notes: none\n", "utf-8")
    before = files_of(folder)
    rows = [
        *ROWS[:3],
        (4, "Risks", "Bargain hunter", "Waits for the sale.", "y"),
        (5, "New", "The owner", "Owns it.", ""),
    ]
    address = send(user, ("cards.xlsx", workbook(rows)))
    assert "Bring its changes into" in user.get(address).text
    shown = user.post(f"{address}/again", data={"workshop": fresh.key, "prefer": "file"}).text
    assert ("the-owner" in shown, "bargain-hunter (about)" in shown, "Cards that go" in shown) == (True, True, True)
    assert files_of(folder) == before
    stamp = re.findall(r'name="stamp" value="(\w+)"', shown)[0]
    form = {"workshop": fresh.key, "prefer": "file", "stamp": stamp}
    assert user.post(f"{address}/bring", data=form | {"stamp": "0"}).status_code == 409
    assert files_of(folder) == before
    assert user.post(f"{address}/bring", data=form).headers["location"] == "/cards"
    text = cards.read_text("utf-8")
    assert ("is here daily" in text, "Waits for the sale" in text, "the-owner" in text) == (True, True, True)
    user.post("/undo", data={"workshop": fresh.key})
    assert files_of(folder) == before


def test_a_workshop_that_came_from_no_list_takes_no_changes_of_one(studio: Studio, mouse: TestClient) -> None:
    address = send(mouse, ("cards.xlsx", workbook()))
    assert "Bring its changes into" not in mouse.get(address).text
    answer = mouse.post(f"{address}/again", data={"workshop": studio.key})
    assert (answer.status_code, "was not imported" in answer.text) == (409, True)


# What is no list, and what would do harm


def test_a_full_disk_and_a_folder_that_cannot_be_written_are_said(
    user: TestClient, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    address = send(user, ("cards.xlsx", workbook()))

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_bytes", full)
        answer = user.post(f"{address}/make", data={"folder": "~/Documents/new", "title": "Kept"})
    assert answer.status_code == 422
    assert "No space left on device" in answer.text
    assert not (home / "Documents/new").exists()
    assert user.post(f"{address}/make", data={"folder": "~/Documents/new", "title": "Kept"}).status_code == 303


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


def spoilt(part: str, data: bytes) -> bytes:
    """The workbook with another part."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | {part: data})


BILLION = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]><x>&i;</x>"
)
HOSTILE = {
    "entities in a workbook": ("cards.xlsx", spoilt("xl/worksheets/sheet1.xml", BILLION)),
    "a workbook without sheets": ("cards.xlsx", zipped({"xl/workbook.xml": b"<workbook/>"})),
    "an archive": ("cards.zip", zipped({"../../evil.csv": b"title\nx\n"})),
    "an archive that says it is a table": ("cards.csv", zipped({"../../evil.csv": b"title\nx\n"})),
    "a program": ("cards.exe", b"MZ"),
    "a page": ("cards.csv", b"<!doctype html><script>alert(1)</script>"),
    "nothing": ("cards.csv", b""),
    "a picture that is none": ("dot.png", b"<svg/>"),
    "aliases": ("deck.yaml", b"a: &a [x, x]\nb: &b [*a, *a]\ncards: [*b, *b]\n"),
    "a tag of Python": ("deck.yaml", b"cards: !!python/object/apply:os.system [touch /tmp/evil]\n"),
    "a deep list": ("deck.json", b"[" * 100_000),
}


@pytest.mark.parametrize(("name", "data"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_list_is_refused_in_words(user: TestClient, home: Path, name: str, data: bytes) -> None:
    before = {path for path in home.rglob("*") if ".data" not in path.parts}
    answer = user.post("/intake", files={"source": (name, data)})
    assert answer.status_code in (400, 415, 422)
    assert "/tmp/" not in answer.text
    assert {path for path in home.rglob("*") if ".data" not in path.parts} == before


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(user: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_file, "_UNPACKED_LIMIT", 1_000_000)
    data = spoilt("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 2_000_000)
    assert user.post("/intake", files={"source": ("cards.xlsx", data)}).status_code == 422


def test_names_of_other_parts_of_a_workbook_are_written_nowhere(user: TestClient, home: Path, tmp_path: Path) -> None:
    data = spoilt("../../../evil.txt", b"evil")
    answer = user.post("/intake", files={"source": ("cards.xlsx", data)})
    if answer.status_code == 303:
        user.post(f"{answer.headers['location']}/make", data={"folder": "~/new"})
    assert list(tmp_path.rglob("evil*")) == []


@pytest.mark.parametrize("name", ["../../evil.csv", "..\\..\\evil.csv", "/etc/evil.csv", "C:\\evil.csv"])
def test_the_name_of_a_file_leads_nowhere(user: TestClient, tmp_path: Path, name: str) -> None:
    html = user.get(send(user, (name, b"title,about\nOne,Words\nTwo,Words\n"))).text
    assert "from evil.csv" in html
    assert list(tmp_path.rglob("evil*")) == []


@pytest.mark.parametrize("name", ["con.csv", "a\x00b.csv", "x" * 300 + ".csv", "ä" * 190 + ".csv", ".csv", "nul"])
def test_a_name_that_no_file_can_have_is_refused_or_cut(user: TestClient, name: str) -> None:
    answer = user.post("/intake", files={"source": (name, b"title,about\nOne,Words\nTwo,Words\n")})
    assert answer.status_code in (303, 400, 415, 422)


def test_two_files_of_one_name_are_refused(user: TestClient) -> None:
    """Chosen from two folders: one would take the place of the other."""
    data = b"title,about\nOne,Words\nTwo,Words\n"
    for twin in ("über.csv", "Über.CSV", "u\u0308ber.csv"):
        answer = user.post("/intake", files=[("source", (name, data)) for name in ("über.csv", twin)])
        assert (answer.status_code, "Two of the files" in answer.text) == (400, True)


def test_a_picture_of_a_list_is_never_taken_from_elsewhere(user: TestClient, home: Path, tmp_path: Path) -> None:
    secret = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "secret.svg").write_bytes(secret)
    table = f"title,picture\nOne,{tmp_path}/secret.svg\nTwo,../../secret.svg\nThree,file://{tmp_path}/secret.svg\n"
    address = send(user, ("cards.csv", table.encode()))
    user.post(f"{address}/make", data={"folder": "~/new"})
    assert list((home / "new").rglob("*.svg")) == []


@pytest.mark.parametrize(
    "fields", [{"goal-2": "titel"}, {"goal-2": "title:../x"}, {"language": "../de"}, {"language": "<b>"}]
)
def test_what_no_menu_of_ours_says_changes_nothing(user: TestClient, fields: dict[str, str]) -> None:
    address = send(user, ("cards.xlsx", workbook()))
    before = chosen(user.get(address).text)
    assert user.post(address, data=fields).status_code == 400
    assert chosen(user.get(address).text) == before


def test_lists_are_kept_no_longer_than_they_are_needed(user: TestClient) -> None:
    addresses = [send(user, ("cards.csv", b"title\nOne\nTwo\nThree\n")) for _ in range(5)]
    assert [user.get(address).status_code for address in addresses] == [404, 200, 200, 200, 200]


# By mouse


@pytest.mark.needs("chromium")
def test_a_list_becomes_a_workshop_by_mouse(fresh: Studio, home: Path, chromium) -> None:
    from playwright.sync_api import expect

    (home / "Our cards.xlsx").write_bytes(workbook())
    with served(fresh) as address:
        context = chromium.new_context(viewport={"width": 1024, "height": 700})
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(address)
        page.get_by_label("File with the cards").set_input_files(home / "Our cards.xlsx")
        page.get_by_role("button", name="Look at it").click()
        expect(page.locator("#layouts")).to_contain_text("4 of 4")
        page.evaluate(AXE)
        assert violations(page) == []
        page.get_by_label("What “Ours” becomes").focus()
        page.get_by_label("What “Ours” becomes").select_option(label="Example")
        expect(page.locator("#understood")).to_contain_text("as you said")
        expect(page.locator("#layouts")).to_contain_text("4 of 4")
        expect(page.get_by_label("What “Ours” becomes")).to_be_focused()
        page.route("**/intake/*", lambda route: route.abort())  # as if the studio had ended
        page.get_by_label("What “Ours” becomes").select_option(label="Category")
        expect(page.get_by_role("alert")).to_have_text("The studio has ended")
        page.unroute_all()
        complaints.clear()
        page.get_by_label("What “Ours” becomes").select_option(label="Example")
        expect(page.get_by_role("alert")).to_have_count(0)
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.get_by_label("Letter").check()
        page.get_by_role("button", name="Make the workshop").click()
        page.wait_for_url("**/pages")
        assert complaints == []
        context.close()
    assert "paper: letter" in (home / "Documents/prepdeck/our-cards/kit.yaml").read_text("utf-8")
