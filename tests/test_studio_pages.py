"""The preview: what the browser may ask for, what it is told of problems, and the whole of it in a real browser."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from threading import Event

import pytest
import yaml
import zxingcpp
from click.testing import CliRunner
from live import QUICK
from PIL import Image
from starlette.testclient import TestClient
from studios import asking, studio_on

from generator import bundled
from generator.cli import main
from generator.colours import Colour
from generator.edit.edits import PutFile
from generator.edit.exchange import digest
from generator.errors import NOWHERE, ExitCode, Place
from generator.screen_colours import day, night
from generator.studio import redrawing as redrawing_module
from generator.studio.darkroom import WIDTHS
from generator.studio.history import save
from generator.studio.placing import Placing
from generator.studio.quoted_lines import quote
from generator.studio.redrawing import PreviewOptions, Redrawing
from generator.studio.server import listen
from generator.studio.watch import Watch

ROOT = Path(__file__).parent.parent


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundled.folder("deck_sources") / "starter", tmp_path / "workshop"))


@pytest.fixture
def redrawing(workshop: Path) -> Redrawing:
    drawn = Redrawing(PreviewOptions(workshop, {}))
    drawn.draw()
    return drawn


@pytest.fixture
def client(redrawing: Redrawing) -> Iterator[TestClient]:
    with asking(redrawing) as client:
        yield client


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_page_wears_the_accent_of_the_brand_by_day_and_by_night(client: TestClient, redrawing: Redrawing) -> None:
    palette = redrawing.asked.load().brand.palette()
    style = client.get("/brand.css")
    assert style.headers["content-type"].startswith("text/css")
    assert [day(palette)["accent"].hex, night(palette)["accent"].hex] == re.findall(r" --accent: (#\w{6});", style.text)
    pairs = re.findall(r"--accent: (#\w{6}); --on-accent: (#\w{6});", style.text)
    assert [Colour.from_hex(accent).contrast(Colour.from_hex(words)) >= 4.5 for accent, words in pairs] == [True, True]
    assert '<link rel="stylesheet" href="/brand.css">' in client.get("/pages").text


def line_of(path: Path, words: str) -> int:
    return next(number for number, line in enumerate(path.read_text().splitlines(), 1) if words in line)


def pictures(html: str) -> list[str]:
    return re.findall(r'src="(/page/[^"]+)"', html.replace("&amp;", "&"))


def listing(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


# What is shown


def test_the_page_shows_each_sheet_with_its_front_and_back(client: TestClient) -> None:
    html = client.get("/pages").text
    assert [re.sub(r"[?].*", "", address) for address in pictures(html)] == ["/page/deck/1.png", "/page/deck/2.png"]
    assert "Up to date" in html
    assert "Smallest step · deck.yaml:" in html
    assert "<figcaption>front</figcaption>" in html
    assert "<figcaption>back, turned for reading</figcaption>" in html


@pytest.mark.parametrize(
    ("sides", "pages"),
    [
        ("one-sided", [["deck/1"]]),
        ("two-sided-short-edge", [["deck/1", "deck/2"]]),
        ("fronts-then-backs", [["deck/1", "deck/2"]]),
        ("fronts-and-backs-apart", [["deck-fronts/1", "deck-backs/1"]]),
        ("backs-only", [["deck-backs/1"]]),
        ("gutter-fold", [["deck/1"]]),
    ],
)
def test_the_sides_of_a_sheet_are_together_wherever_the_files_have_them(
    workshop: Path, sides: str, pages: list[list[str]]
) -> None:
    drawn = Redrawing(PreviewOptions(workshop, {"sides": sides}))
    drawn.draw()
    (piece,) = drawn.state.pieces
    (part,) = piece.parts
    assert [[f"{page.file}/{page.number}" for page in leaf.pages] for leaf in part.leaves] == pages
    assert set(piece.files) == {page.file for leaf in part.leaves for page in leaf.pages}


def test_every_piece_of_a_kit_is_shown_in_its_order(workshop: Path) -> None:
    shipped = bundled.folder("deck_sources") / "prepersonalization"
    shutil.copytree(shipped / "posters", workshop / "posters")
    # about roles of that kit's cards, or about each other
    own = shutil.ignore_patterns("recipe.yaml", "comparison.yaml", "pitch*.yaml")
    shutil.copytree(shipped / "forms", workshop / "forms", ignore=own)
    brand, theirs = (yaml.safe_load((at / "brand.yaml").read_text("utf-8")) for at in (workshop, shipped))
    brand["colours"] = theirs["colours"] | brand["colours"]  # of the deck and of the posters
    (workshop / "brand.yaml").write_text(yaml.safe_dump(brand), encoding="utf-8")
    shutil.copytree(shipped / "pictures", workshop / "pictures", dirs_exist_ok=True)
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write(
            "blanks: {counts: {start: 2}}\nposters: {size: a2, names: [roadmap]}\nworksheets: {copies: {risk: 2}}\n"
        )
    drawn = Redrawing(PreviewOptions(workshop, {}))
    drawn.look_at("worksheets/risk")
    drawn.draw()
    assert drawn.state.findings == ()
    pieces = {piece.name: piece for piece in drawn.state.pieces}
    assert list(pieces) == ["deck", "blanks", "posters/roadmap", "worksheets/risk"]
    assert [part.arrangement for part in pieces["posters/roadmap"].parts] == ["one", "small"]
    assert [part.arrangement for part in pieces["worksheets/risk"].parts] == ["many"]
    with asking(drawn) as client:
        for name in pieces:
            found = pictures(client.get("/pages", params={"piece": name}).text)
            assert found
            assert {client.get(address).status_code for address in found} == {200}


def test_a_picture_is_the_page_and_its_code_can_be_read(client: TestClient, tmp_path: Path) -> None:
    back = pictures(client.get("/pages").text)[1].replace("w=800", "w=2000")
    answer = client.get(back)
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    (tmp_path / "page.png").write_bytes(answer.content)
    with Image.open(tmp_path / "page.png") as image:
        assert image.width == WIDTHS[-1]
        codes = zxingcpp.read_barcodes(image.convert("RGB"))
    assert len(codes) == 4
    assert all(code.text.lower().startswith("http://prepdeck.local:8765/") for code in codes)


def test_the_finished_pdf_can_be_opened(client: TestClient) -> None:
    address = re.search(r'href="(/file/deck.pdf[^"]+)"', client.get("/pages").text)
    assert address
    assert client.get(address[1]).content.startswith(b"%PDF-")


def test_nothing_is_written_into_the_workshop_and_nothing_is_left_behind(
    workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.chdir(tmp_path)
    before = listing(tmp_path)
    drawn = Redrawing(PreviewOptions(workshop, {}))
    drawn.draw()
    change(workshop, "deck.yaml", "role: question", "role: qestion")
    drawn.draw()
    assert drawn.state.errors == 1
    assert listing(tmp_path) == before


# Who is answered, and to what


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pages.py",
        "/static/%2e%2e/pages.py",
        "/static/..%2fpages.py",
        "/fonts/..%2f..%2fREADME.md",
        "/fonts/fraunces/OFL.txt",
        "/file/../kit.pdf",
        "/file/%2e%2e/%2e%2e/secret.pdf?v=0",
        "/file/deck.pdf",
        "/file/deck.pdf?v=0123456789abcdef",
        "/page/deck/0.png?v={version}",
        "/page/deck/3.png?v={version}",
        "/page/deck/-1.png?v={version}",
        "/page/..%2fdeck/1.png?v={version}",
        "/page//deck/1.png?v={version}",
        "/kit.yaml",
    ],
)
def test_what_is_not_printed_is_not_served(client: TestClient, redrawing: Redrawing, path: str) -> None:
    version = redrawing.state.pieces[0].files["deck"].version
    assert client.get(path.format(version=version)).status_code == 404


@pytest.mark.parametrize("width", ["wide", "-1", "1e9", "9" * 40, "٣"])
def test_a_width_that_is_none_is_refused(client: TestClient, redrawing: Redrawing, width: str) -> None:
    version = redrawing.state.pieces[0].files["deck"].version
    assert client.get("/page/deck/1.png", params={"v": version, "w": width}).status_code == 400


def test_the_state_is_told_again_only_when_it_changed(client: TestClient, redrawing: Redrawing, workshop: Path) -> None:
    first = client.get("/state")
    assert first.json()["drawing"] is False
    tag = first.headers["etag"]
    assert client.get("/state", headers={"if-none-match": tag}).status_code == 304
    change(workshop, "deck.yaml", "One sentence", "One word")
    redrawing.draw()
    later = client.get("/state", headers={"if-none-match": tag})
    assert later.status_code == 200
    assert later.headers["etag"] != tag


def test_two_runs_do_not_share_their_versions(workshop: Path) -> None:
    """Else a page that is left open would take a new run's state for its own."""
    tags = set()
    for _ in range(2):
        drawn = Redrawing(PreviewOptions(workshop, {}))
        drawn.draw()
        with asking(drawn) as client:
            tags.add(client.get("/state").headers["etag"])
    assert len(tags) == 2


# Problems, in place


def test_a_problem_has_its_line_its_card_and_the_last_good_print(
    client: TestClient, redrawing: Redrawing, workshop: Path
) -> None:
    good = pictures(client.get("/pages").text)
    line = line_of(workshop / "deck.yaml", "id: silent-minute") + 2
    change(workshop, "deck.yaml", "role: move\n    title: Silent", "role: mvoe\n    title: Silent")
    redrawing.draw()
    html = client.get("/pages").text
    assert pictures(html) == good
    assert client.get(good[0]).status_code == 200
    assert "Showing the last good print" in html
    assert "1 problem<" in html
    assert f"<code>deck.yaml:{line}:11</code>" in html
    assert "<mark>mvoe</mark>" in html
    assert "did you mean &#39;move&#39;?" in html
    assert '<a href="#card-silent-minute">' in html
    assert html.count('id="card-silent-minute"') == 1
    change(workshop, "deck.yaml", "mvoe", "move")
    redrawing.draw()
    html = client.get("/pages").text
    assert redrawing.state.findings == ()
    assert "last good print" not in html
    assert "mvoe" not in html


def test_a_file_that_cannot_be_read_still_says_which_card(redrawing: Redrawing, workshop: Path) -> None:
    change(workshop, "deck.yaml", "title: Silent minute", 'title: "Silent minute')
    redrawing.draw()
    assert {card for each in redrawing.state.findings for card in each.cards} <= {"silent-minute", "smallest-step"}
    assert redrawing.state.errors
    assert [piece.name for piece in redrawing.state.pieces] == ["deck"]


def test_a_workshop_that_begins_with_problems_says_so(workshop: Path) -> None:
    change(workshop, "kit.yaml", "id: starter", "idd: starter")
    drawn = Redrawing(PreviewOptions(workshop, {}))
    drawn.draw()
    with asking(drawn) as client:
        html = client.get("/pages").text
    assert "There is nothing to show yet" in html
    assert "<mark>idd</mark>" in html


def test_a_warning_does_not_hold_the_print_back(workshop: Path) -> None:
    change(workshop, "kit.yaml", "url: http://prepdeck.local:8765", 'url: ""')
    drawn = Redrawing(PreviewOptions(workshop, {}))
    drawn.draw()
    with asking(drawn) as client:
        html = client.get("/pages").text
    assert drawn.state.errors == 0
    assert f"{drawn.state.warnings} warning" in html
    assert "last good print" not in html
    assert pictures(html)


@pytest.mark.parametrize("words", ["<img src=x>", "</title> <script>", "{{ 7 * 7 }}"])
def test_words_of_the_sources_are_words_and_no_page(workshop: Path, words: str) -> None:
    change(workshop, "kit.yaml", "title: Our first deck", f"title: '{words}'")
    change(workshop, "deck.yaml", "title: Silent minute", f"title: '{words}'")
    change(workshop, "deck.yaml", "role: move", f"role: '{words}'")
    drawn = Redrawing(PreviewOptions(workshop, {}))
    drawn.draw()
    assert drawn.state.errors
    with asking(drawn) as client:
        broken = client.get("/pages").text
        change(workshop, "deck.yaml", f"role: '{words}'", "role: move")
        drawn.draw()
        whole = client.get("/pages").text
    assert pictures(whole)
    for html in (broken, whole):
        assert "<img src=x>" not in html
        assert "<script>" not in html
        assert "49" not in re.findall(r"<title>(.*?)</title>", html)[0]
    assert escape(words) in re.findall(r"<title>(.*?)</title>", whole)[0]


def test_a_failure_of_our_own_is_shown_and_the_next_change_gets_a_chance(
    redrawing: Redrawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it fails: drawn, read, or looked at for the other problems of sources that have one."""

    def fails(*args: object, **options: object) -> None:
        raise ZeroDivisionError

    for name in ("print_pieces", "load"):
        with monkeypatch.context() as broken:
            broken.setattr(redrawing_module, name, fails)
            redrawing.draw()
        assert "ZeroDivisionError" in redrawing.state.findings[0].message
        assert not redrawing.state.is_drawing
    redrawing.draw()
    assert redrawing.state.findings == ()


def test_a_workshop_that_goes_away_is_a_problem_and_no_end(redrawing: Redrawing, workshop: Path) -> None:
    workshop.rename(workshop.with_name("elsewhere"))
    redrawing.draw()
    assert "no such folder" in redrawing.state.findings[0].message
    workshop.with_name("elsewhere").rename(workshop)
    redrawing.draw()
    assert redrawing.state.findings == ()


def test_a_piece_that_is_ordered_no_more_goes(redrawing: Redrawing, workshop: Path) -> None:
    plain = (workshop / "kit.yaml").read_text(encoding="utf-8")
    (workshop / "kit.yaml").write_text(f"{plain}\nblanks: {{counts: {{plain: 1}}}}\n", encoding="utf-8")
    redrawing.draw()
    assert [piece.name for piece in redrawing.state.pieces] == ["deck", "blanks"]
    (workshop / "kit.yaml").write_text(plain, encoding="utf-8")
    redrawing.draw()
    assert [piece.name for piece in redrawing.state.pieces] == ["deck"]


def test_what_was_just_replaced_can_still_be_fetched(client: TestClient, redrawing: Redrawing, workshop: Path) -> None:
    """A page asks for its pictures a moment after it was told of them."""
    (old, *_) = pictures(client.get("/pages").text)
    change(workshop, "deck.yaml", "One sentence", "One word")
    redrawing.draw()
    (new, *_) = pictures(client.get("/pages").text)
    assert old != new
    assert client.get(old).content != client.get(new).content
    change(workshop, "deck.yaml", "One word", "Two words")
    redrawing.draw()
    assert client.get(old).status_code == 404


@pytest.mark.parametrize(
    ("place", "pieces"),
    [
        (Place("kit.yaml", 3, 1), ()),
        (NOWHERE, ()),
        (Place("posters/wall.yaml", 2, 1), ("posters/wall",)),
        (Place("forms/risk.yaml", 2, 1), ("worksheets/risk",)),
        (Place("cards/more.yaml", 2, 1), ("deck",)),
        (Place("cards.xlsx", 0, 0, "Cards!B2"), ("deck",)),
        (Place("deck.yaml", 4, 1), ("deck",)),
        (Place("pictures/knot.svg", 2, 1), ("deck",)),
        (Place("layouts/cards/poker.yaml", 2, 1), ("deck",)),
        (Place("layouts/papers.yaml", 2, 1), ()),
    ],
)
def test_a_file_says_which_pieces_it_feeds(workshop: Path, place: Place, pieces: tuple[str, ...]) -> None:
    assert Placing(PreviewOptions(workshop, {}).load()).pieces(place) == pieces


def test_a_card_has_the_lines_from_where_it_begins_to_where_the_next_does(workshop: Path) -> None:
    placing = Placing(PreviewOptions(workshop, {}).load())
    begins = line_of(workshop / "deck.yaml", "id: silent-minute")
    ends = line_of(workshop / "deck.yaml", "id: smallest-step")
    assert placing.card(Place("deck.yaml", begins, 5)) == "silent-minute"
    assert placing.card(Place("deck.yaml", ends - 1, 7)) == "silent-minute"
    assert placing.card(Place("deck.yaml", ends, 5)) == "smallest-step"
    assert placing.card(Place("deck.yaml", ends, 1)) == ""  # as little indented as `cards:` itself
    assert placing.card(Place("deck.yaml", 4, 1)) == ""
    assert placing.card(Place("cards/other.yaml", ends, 5)) == ""


@pytest.mark.parametrize(
    ("file", "old", "new", "way"),
    [
        ("deck.yaml", "    role: question", "    role: qestion", "/cards"),
        ("kit.yaml", "paper: a4", "paper: a44", "/pieces"),
        ("brand.yaml", "colours:", "logo: none.png\ncolours:", "/brand"),
        ("kit.yaml", "paper: a4", "paper: [a4", "editor"),
    ],
)
def test_every_finding_has_a_way_to_where_it_is_mended(workshop: Path, file: str, old: str, new: str, way: str) -> None:
    change(workshop, file, old, new)
    drawn = Redrawing(PreviewOptions(workshop, {}))
    drawn.draw()
    with asking(drawn) as client:
        finding = client.get("/pages").text.split('id="problem-1"')[1].split("</li>")[0]
    assert (str(workshop.resolve() / file) if way == "editor" else f'<a href="{way}') in finding


def test_a_row_of_a_table_is_a_card(workshop: Path) -> None:
    text = (workshop / "deck.yaml").read_text(encoding="utf-8")
    (workshop / "deck.yaml").write_text(text[: text.index("\ncards:") + 1], encoding="utf-8")
    (workshop / "cards.csv").write_text("id,category,role,title\na,start,move,A\nb,stuck,mvoe,B\n", encoding="utf-8")
    drawn = Redrawing(PreviewOptions(workshop, {}))
    drawn.draw()
    (finding,) = drawn.state.findings
    assert (finding.cards, finding.place) == (("b",), "cards.csv:C3")


# The lines that are quoted


def test_the_line_is_quoted_with_its_neighbours_and_its_word_marked(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text('one: 1\ntwo: {rgb: "#12", cmyk: x}\nthree: 3\nfour: 4\n', encoding="utf-8")
    lines = quote(Place("deck.yaml", 2, 12), tmp_path, None)
    assert [line.number for line in lines] == [1, 2, 3]
    assert lines[1][1:] == ("two: {rgb: ", '"#12"', ", cmyk: x}")
    assert [line.before for line in quote(Place("deck.yaml", 4, 1), tmp_path, None)] == ["three: 3", ""]


def test_a_column_beyond_the_line_is_marked_at_its_end(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text("title:\n", encoding="utf-8")
    (line,) = quote(Place("deck.yaml", 1, 99), tmp_path, None)
    assert line[1:] == ("title:", " ", "")


def test_of_a_long_line_the_part_around_the_place_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text("a " * 5000 + "HERE" + " b" * 5000, encoding="utf-8")
    (line,) = quote(Place("deck.yaml", 1, 10001), tmp_path, None)
    assert line.marked == "HERE"
    assert len(line.before + line.after) < 500


@pytest.mark.parametrize(
    "name",
    ["../secret.yaml", "/etc/passwd", "link.yaml", "layouts/../../secret.yaml", "layouts/../README.md", "", "x.yaml"],
)
def test_nothing_outside_the_workshop_is_quoted(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "workshop"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text("secret: 1\n", encoding="utf-8")
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    assert quote(Place(name, 1, 1), folder, None) == ()


def test_a_bundled_layout_and_the_clients_own_file_are_quoted(tmp_path: Path) -> None:
    folder = tmp_path / "workshop"
    folder.mkdir()
    brand = tmp_path / "client.yaml"
    brand.write_text("client: Us\n", encoding="utf-8")
    assert quote(Place("layouts/cards/poker.yaml", 1, 1), folder, brand)
    assert quote(Place(str(brand), 1, 1), folder, brand)[0].marked == "client"
    (folder / "client.yaml").write_text("other: 1\n", encoding="utf-8")
    assert quote(Place("client.yaml", 1, 1), folder, brand)[0].marked == "other"


def test_a_file_that_is_no_text_is_not_quoted(tmp_path: Path) -> None:
    (tmp_path / "cards.xlsx").write_bytes(b"PK\0\0")
    assert quote(Place("cards.xlsx", 1, 1), tmp_path, None) == ()


# What is watched


def test_a_change_anywhere_in_the_workshop_is_seen(workshop: Path) -> None:
    watch = Watch(workshop)
    seen = watch.look()
    assert watch.look() == seen
    change(workshop, "deck.yaml", "One sentence", "One word")
    assert watch.look() != seen
    seen = watch.look()
    (workshop / "layouts/cards").mkdir(parents=True)
    (workshop / "layouts/cards/own.yaml").write_text("extends: poker\n", encoding="utf-8")
    assert watch.look() != seen
    seen = watch.look()
    (workshop / "pictures/dot.svg").unlink()
    assert watch.look() != seen


def test_what_is_hidden_or_printed_is_no_source(workshop: Path) -> None:
    watch = Watch(workshop)
    seen = watch.look()
    for name in (".git/index", ".deck.yaml.swp", "output/starter/deck.pdf"):
        (workshop / name).parent.mkdir(parents=True, exist_ok=True)
        (workshop / name).write_text("x", encoding="utf-8")
    assert watch.look() == seen


def test_a_clients_brand_is_watched_with_its_logo_even_before_it_is_there(workshop: Path, tmp_path: Path) -> None:
    client = tmp_path / "client/brand.yaml"
    client.parent.mkdir()
    client.write_text("client: Them\nlogo: logo.svg\n", encoding="utf-8")
    drawn = Redrawing(PreviewOptions(workshop, {}, client))
    drawn.draw()
    seen = drawn._seen
    assert client.parent / "logo.svg" in seen
    assert drawn._watch.look() == seen
    shutil.copy(workshop / "pictures/dot.svg", client.parent / "logo.svg")
    assert drawn._watch.look() != seen


def test_the_newest_change_wins(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is half drawn when the sources change is left, and not called up to date."""
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write("\nblanks: {counts: {plain: 1}}\n")
    drawn = Redrawing(PreviewOptions(workshop, {}))
    real, printed = redrawing_module.print_pieces, []

    def meanwhile(shop, number, show):
        def changed(piece):
            printed.append(piece.name)
            if len(printed) == 1:
                change(workshop, "deck.yaml", "One sentence", "One word")
            show(piece)

        real(shop, number, changed)

    monkeypatch.setattr(redrawing_module, "print_pieces", meanwhile)
    drawn.draw()
    assert printed == ["deck"]
    assert drawn.state.is_drawing
    drawn.draw()
    assert printed == ["deck", "deck", "blanks"]
    assert not drawn.state.is_drawing


def test_what_is_shown_is_what_a_build_prints(workshop: Path, tmp_path: Path) -> None:
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write("\nblanks: {counts: {plain: 1}}\n")
    drawn = Redrawing(PreviewOptions(workshop, {}))
    drawn.draw()
    shown = {name: file.data for piece in drawn.state.pieces for name, file in piece.files.items()}
    printed = CliRunner().invoke(main, ["build", str(workshop), "-o", str(tmp_path / "printed")])
    assert printed.exit_code == 0, printed.stderr
    assert {"deck", "blanks"} <= shown.keys()
    for name, data in shown.items():
        assert data == (tmp_path / "printed" / f"{name}.pdf").read_bytes(), name
    assert not (workshop / "output").exists()


def test_what_a_page_writes_is_drawn_at_once(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not at the next look, which is far away here."""
    monkeypatch.setattr(redrawing_module, "PAUSE", 600.0)
    studio = studio_on(workshop, workshop.parent)
    studio.show(Redrawing(PreviewOptions(workshop, {})), starts=True)
    drawn = Event()
    real = redrawing_module.print_pieces

    def printing(shop, number, show):
        real(shop, number, show)
        if "One word" in (workshop / "deck.yaml").read_text("utf-8"):
            drawn.set()

    monkeypatch.setattr(redrawing_module, "print_pieces", printing)
    data = (workshop / "deck.yaml").read_bytes()
    text = data.decode().replace("One sentence", "One word", 1).encode()
    save(studio, [PutFile("deck.yaml", text)], {"deck.yaml": digest(data)})
    is_drawn = drawn.wait(30)
    studio.end()
    assert is_drawn


def test_what_is_looked_at_is_drawn_first(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write("\nblanks: {counts: {plain: 1}}\n")
    drawn = Redrawing(PreviewOptions(workshop, {}))
    real, printed = redrawing_module.print_pieces, []
    monkeypatch.setattr(
        redrawing_module,
        "print_pieces",
        lambda shop, number, show: real(shop, number, lambda piece: printed.append(piece.name) or show(piece)),
    )
    drawn.draw()
    with asking(drawn) as client:
        client.get("/state", params={"piece": "blanks"})
    drawn.draw()
    assert printed == ["deck", "blanks", "blanks", "deck"]


# The command


def test_a_port_that_is_taken_gives_way_to_a_free_one() -> None:
    with listen(0) as first:
        taken = first.getsockname()
        with listen(taken[1]) as second:
            assert second.getsockname()[0] == taken[0] == "127.0.0.1"
            assert second.getsockname()[1] not in (0, taken[1])


def test_a_folder_that_is_none_is_said_at_once(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["preview", str(tmp_path / "nowhere"), "--no-open"])
    assert result.exit_code == ExitCode.FILES
    assert "no such folder" in result.stderr


@pytest.fixture
def running(workshop: Path) -> Iterator[str]:
    """The address of `prepdeck preview` in a process of its own; ended as Ctrl-C ends it."""
    words = [sys.executable, "-m", "generator", "preview", str(workshop), "--no-open", "--port", "0"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().split()[0]
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert (process.returncode, rest) == (0, "")


LOADED = "image => image.complete && image.naturalWidth > 0"
IS_NEW = """address => {
    const image = document.querySelector("img[data-key='deck/1']");
    return image.currentSrc !== address && image.complete && image.naturalWidth > 0;
}"""


@pytest.mark.needs("chromium")
def test_the_preview_in_a_real_browser(running: str, workshop: Path) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=QUICK)
        page = browser.new_page(viewport={"width": 1280, "height": 400})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(running)

        status, front = page.locator("#status"), page.locator("img[data-key='deck/1']")
        expect(status).to_have_text("Up to date")
        page.wait_for_function(f"() => [...document.querySelectorAll('img')].slice(0, 1).every({LOADED})")
        page.evaluate("() => { window.isTheSamePage = true; window.scrollTo(0, 120); }")
        seen = front.evaluate("image => image.currentSrc")
        first = page.request.get(seen).body()
        element = front.element_handle()

        change(workshop, "deck.yaml", "title: One sentence", "title: One single word")
        page.wait_for_function(IS_NEW, arg=seen)
        now = front.evaluate("image => image.currentSrc")
        assert page.request.get(now).body() != first
        assert page.evaluate("() => [window.isTheSamePage, window.scrollY]") == [True, 120]
        assert element.evaluate("image => image.isConnected")  # it shows the last print until the new one is there

        line = line_of(workshop / "deck.yaml", "role: question")
        change(workshop, "deck.yaml", "role: question", "role: qestion")
        expect(status).to_have_text("1 problem")
        finding = page.locator(".finding")
        expect(finding).to_contain_text(f"deck.yaml:{line}:11")
        expect(finding.locator("mark")).to_have_text("qestion")
        expect(page.get_by_text("Showing the last good print")).to_be_visible()
        assert front.evaluate(LOADED)
        assert front.evaluate("image => image.currentSrc") == now
        finding.get_by_text("show the card").click()
        expect(page.locator(":target")).to_have_class("spot error")

        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("() => document.documentElement.scrollWidth") == 390

        change(workshop, "deck.yaml", "role: qestion", "role: question")
        expect(status).to_have_text("Up to date")
        expect(finding).to_have_count(0)
        assert page.evaluate("() => [window.isTheSamePage, document.documentElement.scrollWidth]") == [True, 390]

        with (workshop / "kit.yaml").open("a", encoding="utf-8") as kit:
            kit.write("\nblanks: {counts: {start: 2}}\n")
        expect(page.locator("#pieces a")).to_have_text(["Cards", "Blank cards"])
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("heading", level=1)).to_have_text("Blank cards")
        page.keyboard.press("ArrowLeft")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cards")
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Blank cards")
        assert page.evaluate("() => window.isTheSamePage")
        assert complaints == []
        browser.close()


def test_what_is_published_is_never_changed(redrawing: Redrawing, workshop: Path) -> None:
    before = redrawing.state
    copy = replace(before)
    change(workshop, "deck.yaml", "One sentence", "One word")
    redrawing.draw()
    assert before == copy
    assert redrawing.state.version > before.version


def test_one_cause_is_one_finding_on_all_its_cards(redrawing: Redrawing, workshop: Path) -> None:
    deck = (workshop / "deck.yaml").read_text(encoding="utf-8")
    cards = re.sub(r"(    title: )\S", r"\1ก", deck)
    (workshop / "deck.yaml").write_text(cards, encoding="utf-8")
    redrawing.draw()
    (finding,) = (each for each in redrawing.state.findings if "Thai" in each.message)
    assert len(finding.cards) > 2
    assert finding.others.startswith(f"and at {len(finding.cards) - 1} more places: ")
    assert finding.others in asking(redrawing).get("/pages").text
