"""Print, in the studio: builds with what they come to, files to open and to take, bundles, further blanks."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from accessible import wrong
from hands import LOOKS, Hand
from pypdf import PdfReader
from starlette.testclient import TestClient
from studios import served, studio_on
from test_child_process import ENDLESS, LONG

from generator import child_process
from generator.studio.state import Studio

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path fill="#0a6" d="M0 0h40v20H0z"/></svg>"""
BLANKS = "\nblanks: {counts: {start: 2, plain: 3}}\n"


def press(mouse: TestClient, studio: Studio, address: str, **inputs: str) -> int:
    answer = mouse.post(address, data={"workshop": studio.key, **inputs}, headers={"accept": "text/html"})
    return answer.status_code


def printed(mouse: TestClient, studio: Studio, **inputs: str) -> str:
    """The page after a build."""
    assert press(mouse, studio, "/print/build", **inputs) == 303
    studio.jobs.wait("build", LONG)
    return mouse.get("/print").text


def test_the_kit_is_printed_and_its_files_are_opened_and_taken_along(mouse: TestClient, studio: Studio) -> None:
    assert "/print/file/" not in mouse.get("/print").text
    page = printed(mouse, studio, what="all")
    assert "One file is ready." in page
    assert page.count('href="/print/file/deck.pdf"') == 2  # of the build, and of all that lies there
    shown, taken = mouse.get("/print/file/deck.pdf"), mouse.get("/print/file/deck.pdf?save")
    assert shown.headers["content-disposition"].startswith("inline")
    assert taken.headers["content-disposition"].startswith("attachment")
    for name in ("kit.yaml", "../kit.yaml", "manifest.json", "..%2Fkit.yaml", "/etc/passwd"):
        assert mouse.get(f"/print/file/{name}").status_code == 404
    assert shown.content == taken.content == (studio.folder / "output/deck.pdf").read_bytes()


def test_a_bundle_is_the_files_with_their_checksums_the_same_each_time(mouse: TestClient, studio: Studio) -> None:
    assert mouse.get("/print/bundle/0.zip").status_code == 404
    printed(mouse, studio, what="all")
    bundle = mouse.get("/print/bundle/0.zip")
    assert 'filename="starter-1.zip"' in bundle.headers["content-disposition"]
    with ZipFile(io.BytesIO(bundle.content)) as packed:
        assert packed.namelist() == ["starter-1/deck.pdf", "starter-1/SHA256SUMS.txt"]
    assert mouse.get("/print/bundle/0.zip").content == bundle.content
    assert mouse.get("/print/bundle/1.zip").status_code == 404
    assert mouse.get("/print/last.zip").status_code == 200


def test_what_is_wrong_is_said_with_its_place_and_what_lay_printed_stays(mouse: TestClient, studio: Studio) -> None:
    printed(mouse, studio, what="all")
    before = (studio.folder / "output/deck.pdf").read_bytes()
    with (studio.folder / "kit.yaml").open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")
    page = printed(mouse, studio, what="all")
    assert "Nothing was written." in page
    assert re.search(r"<code>kit\.yaml:\d+</code> ", page)
    assert (studio.folder / "output/deck.pdf").read_bytes() == before


def test_at_noon_there_are_more_blanks_numbered_on(mouse: TestClient, studio: Studio) -> None:
    with (studio.folder / "kit.yaml").open("a", encoding="utf-8") as file:
        file.write(BLANKS)
    printed(mouse, studio, what="all")
    page = printed(mouse, studio, what="more", number="4", category="plain")
    assert "/print/file/blanks_plain_4-7.pdf" in page
    for wrong_number in ("0", "9999", "x", ""):
        assert press(mouse, studio, "/print/build", what="more", number=wrong_number, category="") == 422


def test_only_what_changed_is_printed_into_a_file_of_its_own(mouse: TestClient, studio: Studio) -> None:
    assert press(mouse, studio, "/print/build", what="changed") == 409  # nothing lies printed
    printed(mouse, studio, what="all")
    deck = studio.folder / "deck.yaml"
    deck.write_text(deck.read_text("utf-8").replace("One sentence", "One word", 1), "utf-8")
    assert "/print/file/deck-selected.pdf" in printed(mouse, studio, what="changed")


def test_pictures_are_drawn_for_whoever_takes_them(mouse: TestClient, studio: Studio) -> None:
    assert '<option value="makeplayingcards">' in mouse.get("/print").text
    assert press(mouse, studio, "/print/pictures", **{"for": "somebody"}) == 400
    assert press(mouse, studio, "/print/pictures", **{"for": "whiteboard"}) == 303
    studio.jobs.wait("build", LONG)
    assert "pictures are ready." in mouse.get("/print").text
    with ZipFile(io.BytesIO(mouse.get("/print/last.zip").content)) as packed:
        assert sum(name.endswith(".png") for name in packed.namelist()) == 6  # both sides of three cards


def test_one_build_at_a_time_and_it_can_be_stopped(
    mouse: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_process, "COMMAND", ENDLESS)
    assert press(mouse, studio, "/print/build", what="all") == 303
    assert "data-running" in mouse.get("/print").text
    assert press(mouse, studio, "/print/build", what="all") == 409
    assert press(mouse, studio, "/print/stop") == 303
    page = mouse.get("/print").text
    assert "It was stopped." in page
    assert "data-running" not in page
    studio.jobs._jobs["build"]._change(words=("build", str(studio.folder.parent)))  # of another workshop
    assert "It was stopped." not in mouse.get("/print").text
    assert press(mouse, studio, "/print/build", what="something") == 400
    for number in ("0", "201", "000001999", "-1", "١"):
        assert press(mouse, studio, "/print/build", what="more", number=number) == 422


@pytest.mark.needs("chromium")
def test_the_bundle_of_a_copy_shop_in_the_colours_of_a_client_by_mouse(chromium, tmp_path: Path) -> None:
    """From nothing but a logo, without a word typed; what is done is looked at."""
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    with served(studio_on(None, tmp_path)) as address:
        hand = Hand(chromium, address)
        hand.chooses("Start from", "small:en")
        hand.drops("A client's logo, if there is one", tmp_path / "logo.svg")
        hand.click("button", "Make the workshop")
        hand.click("link", "What is printed")
        hand.click("radio", "Letter")
        hand.page.locator('#section-kit input[name="was.paper"][value="letter"]').wait_for(state="attached")
        hand.click("link", "Print", exact=True)
        hand.click("button", "Print all")
        hand.page.get_by_role("heading", name="Done").wait_for()
        assert wrong(hand.page, LOOKS) == []
        with hand.page.expect_download() as download:
            hand.click("link", "Save the bundle", exact=True)
        with ZipFile(download.value.path()) as packed:
            names = [name.partition("/")[2] for name in packed.namelist()]
            assert names == ["blanks.pdf", "deck.pdf", "SHA256SUMS.txt"]
            printed = packed.read(next(name for name in packed.namelist() if name.endswith("deck.pdf")))
        assert [round(float(side)) for side in PdfReader(io.BytesIO(printed)).pages[0].mediabox[2:]] == [792, 612]
        assert hand.clicks == 8
        hand.context.close()
