"""The brand in the studio: a mark is dropped, colours and fonts are chosen; every piece wears them, files stay as they
are but for what was chosen.
"""

import io
import re
import shutil
from pathlib import Path

import pytest
import yaml
from accessible import AXE, violations
from PIL import Image
from playwright.sync_api import expect
from starlette.testclient import TestClient
from studios import client_of, served, studio_on

from generator import bundled
from generator.kit.workshop import load
from generator.studio.history import journal_of
from generator.studio.state import Studio

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="14" height="10" fill="#c0143c"/>'
    b'<rect x="14" width="6" height="10" fill="#1478c0"/></svg>'
)
GREEN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#2e7d32"/></svg>'
FONT = bundled.folder("fonts") / "noto-sans/NotoSans-Regular.ttf"


def post(mouse: TestClient, studio: Studio, what: str, files: dict | None = None, **fields: str):
    """What the form of the page would send, from the page as it is now."""
    html = mouse.get("/brand").text
    seen = html.split('name="seen" value="')[1].split('"')[0]
    return mouse.post(f"/brand/{what}", data={"workshop": studio.key, "seen": seen, **fields}, files=files)


def drop(mouse: TestClient, studio: Studio, logo: bytes = LOGO):
    return post(mouse, studio, "logo", {"logo": ("Their mark.SVG", logo, "image/svg+xml")})


def test_a_logo_that_is_dropped_is_worn_with_its_colours(mouse: TestClient, studio: Studio) -> None:
    before = (studio.folder / "kit.yaml").read_text("utf-8")
    answer = drop(mouse, studio)
    assert (answer.status_code, answer.headers["location"]) == (303, "/brand#logo")
    assert journal_of(studio).undo_label == "the logo"
    assert (studio.folder / "client/logo.svg").read_bytes() == LOGO
    after = (studio.folder / "kit.yaml").read_text("utf-8")
    assert after.replace("\nclient: client\n", "", 1) == before  # apart, as its neighbours are
    assert "for each of three tables\n\nclient: client\n\n# Cards" in after
    shop = load(studio.folder)
    assert shop.brand is not None
    assert not shop.problems.errors
    assert "#c0143c" in {colour.hex for colour in shop.brand.palette().values()}
    page = mouse.get("/brand").text
    assert 'value="#c0143c" checked' in page
    assert 'value="#1478c0"' in page
    drawn = mouse.get("/brand/logo")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.content != LOGO


def test_another_colour_of_the_logo_is_taken_and_the_comment_stays(mouse: TestClient, studio: Studio) -> None:
    drop(mouse, studio)
    file = studio.folder / "client/brand.yaml"
    before = file.read_text("utf-8")
    post(mouse, studio, "start", start="#1478c0", own="#000000")
    assert file.read_text("utf-8") == before.replace('from: "#c0143c"', 'from: "#1478c0"')
    post(mouse, studio, "start", start="own", own="#445566")
    assert yaml.safe_load(file.read_text("utf-8"))["layers"] == {"from": "#445566"}


def test_another_logo_leaves_the_colours(mouse: TestClient, studio: Studio) -> None:
    drop(mouse, studio)
    drop(mouse, studio, GREEN)
    assert (studio.folder / "client/logo.svg").read_bytes() == GREEN
    said = yaml.safe_load((studio.folder / "client/brand.yaml").read_text("utf-8"))
    assert (said["logo"], said["layers"]) == ({"file": "logo.svg"}, {"from": "#c0143c"})


def test_a_logo_of_another_kind_of_file_takes_the_old_ones_place(mouse: TestClient, studio: Studio) -> None:
    drop(mouse, studio)
    picture = io.BytesIO()
    Image.new("RGB", (90, 30), "#2e7d32").save(picture, "PNG")
    assert post(mouse, studio, "logo", {"logo": ("new.png", picture.getvalue(), "image/png")}).status_code == 303
    assert sorted(path.name for path in (studio.folder / "client").iterdir()) == ["brand.yaml", "logo.png"]
    assert load(studio.folder).problems.errors == []
    assert mouse.post("/undo", data={"workshop": studio.key, "back": "/brand"}).status_code == 303
    assert (studio.folder / "client/logo.svg").read_bytes() == LOGO
    assert not (studio.folder / "client/logo.png").exists()


def test_a_logo_that_is_looked_at_again_is_not_read_again(
    mouse: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(mouse, studio)
    page, mark = mouse.get("/brand").text, mouse.get("/brand/logo").content

    def read_again(*_: object) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as patched:
        patched.setattr("generator.kit.request.proposed_brand.mark_of", read_again)
        patched.setattr("generator.studio.brand.seen_logo.mark_of", read_again)
        assert mouse.get("/brand").text == page
        assert mouse.get("/brand/logo").content == mark
    drop(mouse, studio, GREEN)
    assert "#2e7d32" in mouse.get("/brand").text
    assert mouse.get("/brand/logo").content != mark


def test_one_colour_is_changed_alone_and_its_old_inks_go(mouse: TestClient, studio: Studio) -> None:
    file = studio.folder / "brand.yaml"
    before = file.read_text("utf-8")
    shown = {"colour-sea": "#0b6e74", "colour-ink": "#22262b", "colour-brick": "#20305a"}
    assert post(mouse, studio, "colours", **shown).status_code == 303
    after = file.read_text("utf-8")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        line for line in after.splitlines() if line.strip().startswith("brick:")
    ]
    said = yaml.safe_load(after)["colours"]
    assert said["brick"] == {"rgb": "#20305a"}
    assert said["sea"] == "#0b6e74"


def test_colours_that_look_alike_are_made_anew_by_a_button(mouse: TestClient, studio: Studio) -> None:
    post(mouse, studio, "colours", **{"colour-sea": "#a8322e"})
    studio.redrawing.draw()
    assert "alike-colours" in {finding.code for finding in studio.redrawing.state.findings}
    assert 'action="/brand/spread"' in mouse.get("/brand").text
    post(mouse, studio, "spread")
    studio.redrawing.draw()
    assert "alike-colours" not in {finding.code for finding in studio.redrawing.state.findings}


def test_fonts_are_chosen_bundled_ones_and_own_files(mouse: TestClient, studio: Studio) -> None:
    post(mouse, studio, "fonts", display="noto-sans", text="atkinson-hyperlegible-next")
    said = yaml.safe_load((studio.folder / "brand.yaml").read_text("utf-8"))
    assert said["fonts"] == {"display": "noto-sans"}
    for name in ("Own Regular.ttf", "Own-Bold.ttf"):
        data = (FONT if "Regular" in name else FONT.with_name("NotoSans-Bold.ttf")).read_bytes()
        post(mouse, studio, "font-file", {"font": (name, data, "font/ttf")}, role="text")
    post(mouse, studio, "fonts", display="noto-sans", text="fonts/Own-Regular.ttf")
    said = yaml.safe_load((studio.folder / "brand.yaml").read_text("utf-8"))
    assert said["fonts"]["text"] == {"regular": "fonts/Own-Regular.ttf", "bold": "fonts/Own-Bold.ttf"}
    assert not load(studio.folder).problems.errors
    assert mouse.get("/brand/font/0").content
    assert mouse.get("/brand/font/99").status_code == 404


def test_whose_brand_it_is_and_which_is_worn(mouse: TestClient, studio: Studio) -> None:
    drop(mouse, studio)
    post(mouse, studio, "words", client="Löwe & Söhne: Möbel", legal="")
    assert "Löwe &amp; Söhne: Möbel" in mouse.get("/brand").text
    post(mouse, studio, "wear", wear="own")
    assert load(studio.folder).client is None
    post(mouse, studio, "wear", wear="client")
    assert load(studio.folder).client == studio.folder / "client/brand.yaml"


def test_a_brand_that_lies_elsewhere_is_copied_before_it_is_changed(
    mouse: TestClient, studio: Studio, tmp_path: Path
) -> None:
    other = tmp_path / "acme"
    other.mkdir()
    (other / "brand.yaml").write_text('client: Acme\nlogo: logo.svg\nlayers: {from: "#123c78"}\n', encoding="utf-8")
    (other / "logo.svg").write_bytes(LOGO)
    with (studio.folder / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write(f"\nclient: {other}\n")
    assert post(mouse, studio, "words", client="Other", legal="").status_code == 409
    assert (other / "brand.yaml").read_text("utf-8").startswith("client: Acme\n")
    post(mouse, studio, "take-in")
    assert load(studio.folder).client == studio.folder / "client/brand.yaml"
    assert (studio.folder / "client/logo.svg").read_bytes() == LOGO


def test_a_variant_for_dark_grounds_is_added(mouse: TestClient, studio: Studio) -> None:
    drop(mouse, studio)
    assert post(mouse, studio, "dark-logo", {"logo": ("white.svg", GREEN, "image/svg+xml")}).status_code == 303
    said = yaml.safe_load((studio.folder / "client/brand.yaml").read_text("utf-8"))
    assert said["logo"] == {"file": "logo.svg", "on_dark": "logo-dark.svg"}
    assert "logo-dark.svg is worn there" in mouse.get("/brand").text


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422),
        ("logo.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>", 422),
        ("logo.png", b"\x89PNG\r\n\x1a\nbroken", 422),
        ("logo.exe", b"MZ", 415),
    ],
)
def test_what_is_no_logo_changes_nothing(
    mouse: TestClient, studio: Studio, name: str, data: bytes, status: int
) -> None:
    before = {path: path.read_bytes() for path in studio.folder.rglob("*") if path.is_file()}
    answer = post(mouse, studio, "logo", {"logo": (name, data, "application/octet-stream")})
    assert answer.status_code == status
    assert {path: path.read_bytes() for path in studio.folder.rglob("*") if path.is_file()} == before


def test_a_refusal_leads_back_to_its_page_and_out_of_a_folder_that_is_gone(mouse: TestClient, studio: Studio) -> None:
    refused = post(mouse, studio, "logo", {"logo": ("logo.eps", b"%!PS", "application/postscript")})
    assert (refused.status_code, '<a class="button" href="/brand">' in refused.text) == (415, True)
    shutil.rmtree(studio.folder)
    gone = mouse.get("/brand")
    assert (gone.status_code, '<a class="button" href="/workshops">' in gone.text) == (422, True)


def test_what_was_changed_elsewhere_meanwhile_is_not_written_over(mouse: TestClient, studio: Studio) -> None:
    html = mouse.get("/brand").text
    seen = html.split('name="seen" value="')[1].split('"')[0]
    file = studio.folder / "brand.yaml"
    theirs = file.read_text("utf-8").replace("#a8322d", "#a8322f")
    file.write_text(theirs, encoding="utf-8")
    fields = {"workshop": studio.key, "seen": seen, "colour-brick": "#000000"}
    answer = mouse.post("/brand/colours", data=fields)
    assert answer.status_code == 409
    assert "brand.yaml was changed elsewhere" in answer.text
    beside = re.findall(r'<div class="version message">(.*?)</div>', answer.text, re.DOTALL)
    assert [("#a8322f" in text, "#000000" in text) for text in beside] == [(True, False), (False, True)]
    assert file.read_text("utf-8") == theirs


def test_a_logo_is_on_all_pieces_by_one_gesture(tmp_path: Path, chromium) -> None:
    """In a real browser: dropped, and the pieces beside it wear it; the page holds no violation, light and dark."""
    folder = Path(shutil.copytree(bundled.folder("deck_sources") / "starter", tmp_path / "home/ours"))
    studio = studio_on(folder, tmp_path / "home", draws=True)
    studio.redrawing.start()
    (tmp_path / "their-mark.svg").write_bytes(LOGO)
    with served(studio) as address:
        page = chromium.new_page()
        page.goto(address)
        page.get_by_role("link", name="Brand").click()
        page.locator("html.scripted").wait_for()
        shown = page.locator("#worn img").first
        before = shown.get_attribute("src") or ""
        page.locator("#logo-file").set_input_files(tmp_path / "their-mark.svg")
        page.wait_for_url("**/brand#logo")
        expect(shown).not_to_have_attribute("src", before, timeout=30_000)
        assert page.locator("input[name=start]:checked").get_attribute("value") == "#c0143c"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(AXE)
            assert violations(page) == []
        page.close()


def test_the_bundled_workshop_is_not_changed(tmp_path: Path) -> None:
    studio = studio_on(bundled.folder("deck_sources") / "starter", tmp_path)
    with client_of(studio) as mouse:
        assert mouse.get("/brand").status_code == 200
        answer = drop(mouse, studio)
    assert answer.status_code in (303, 409)
    assert not (bundled.folder("deck_sources") / "starter/client").exists()
