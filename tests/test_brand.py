"""A client's brand worn over the kit's: colours, fonts, logo; what would harm them is a finding."""

import shutil
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from printed import pdfium_text, words
from pypdf import PdfReader
from suite import Kits

from generator import face
from generator.cli import main
from generator.colours import BLACK, Colour
from generator.compose.grounds import LEAST_CONTRAST, legible
from generator.compose.logos import LogoFindings
from generator.compose.picturing import VARIANTS
from generator.deck import Card
from generator.errors import NOWHERE, ExitCode, Problem, Problems
from generator.face import Face, Outline, Picture, Placed, make_art, rectangle
from generator.geometry import Rect
from generator.images import pictures
from generator.images.decode import decode
from generator.images.paths import bounds
from generator.images.svg import read_vector
from generator.images.visibility import COVERS, art_tally, raster_tally, seen_share
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load

CLIENT = Path(__file__).parent / "client"


@pytest.fixture
def client(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CLIENT, tmp_path / "client")) / "brand.yaml"


def replaced(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def composed(brand: Path | None, **order: object) -> tuple[list[Problem], dict[str, tuple[Card, Face, Face]]]:
    shop = load(bundled_workshop(), order, brand)
    production = Production(Shared(shop, None), shop.pieces["deck"])
    assert shop.deck is not None
    faces = {card.id: (card, production.face(card, "front"), production.face(card, "back")) for card in shop.deck.cards}
    return shop.problems.sorted(), faces


def colours(face: Face) -> set[str]:
    """Of all words and areas."""
    found = {span.colour.hex for line in face.lines() for span in line.spans}

    def areas(items) -> None:
        for item in items:
            if isinstance(item, Outline) and isinstance(item.fill, Colour):
                found.add(item.fill.hex)
            elif isinstance(item, Placed):
                areas(item.art.items)

    areas(face.items)
    return found


def test_one_file_turns_every_card_into_the_clients() -> None:
    _, ours = composed(None)
    problems, theirs = composed(CLIENT / "brand.yaml")
    assert problems == []
    for name, (card, front, back) in theirs.items():
        assert front.digest() != ours[name][1].digest()
        assert back.digest() != ours[name][2].digest()
        if card.category == "goals":
            assert "#b5483a" in colours(front)
            assert "#bf2f2a" not in colours(front) | colours(back)
    fonts = {span.font for line in theirs["guest"][1].lines() for span in line.spans}
    assert "notosans-bold" in fonts
    assert not any(font.startswith("fraunces") for font in fonts)


@pytest.mark.parametrize("layout", ["poker", "poker-63x88", "poker-compact", "tarot", "a6", "business"])
def test_a_pale_colour_and_a_wide_logo_do_no_harm_in_any_layout(layout: str) -> None:
    problems = composed(CLIENT / "brand.yaml", layout=layout)[0]
    assert [problem for problem in problems if problem.code != "left-out"] == []


def test_one_word_turns_every_piece_into_the_clients(print_once: Kits) -> None:
    """Every file of the kit: none is as before, none has a colour or a word of the house's brand left.

    The one credit that the licence of its words asks for stands in the guide alone, whatever brand is worn.
    """
    house, client = print_once(), print_once("--brand", str(CLIENT / "brand.yaml"))
    prints = []
    for kit in (house, client):
        assert kit.report["findings"] == []
        prints.append({Path(file["path"]).relative_to(kit.folder): file["sha256"] for file in kit.report["files"]})
    assert prints[0].keys() == prints[1].keys()
    assert not set(prints[0].values()) & set(prints[1].values())
    for name in prints[1]:
        said = words(" ".join(pdfium_text(client.folder / name)))
        for kit, text in ((client, said), (house, words(" ".join(pdfium_text(house.folder / name))))):
            assert ("prepdeck contributors" in text) == name.name.startswith("guide"), (kit.folder, name)
        if name.name not in ("deck.pdf",) and not name.name.endswith("-tiles.pdf"):  # cards have the logo alone
            assert "Lindenblatt Lesewelt" in said, name


def logo_inks(face: Face) -> set[str]:
    """The fills of the art that is four times as wide as high: the client's logo."""
    inks: set[str] = set()

    def search(items, inside: bool) -> None:
        for item in items:
            if isinstance(item, Placed):
                box = item.art.box
                search(item.art.items, inside or (box.width, box.height) == (96, 24))
            elif inside and isinstance(item, Outline) and isinstance(item.fill, Colour):
                inks.add(item.fill.hex)

    search(face.items, False)
    return inks


def test_the_logo_stands_out_on_dark_and_on_pale_cards() -> None:
    _, faces = composed(CLIENT / "brand.yaml")
    assert "#ffffff" in logo_inks(faces["page-viewed"][1])  # on the dark green of the first layer
    assert "#1d2b1f" in logo_inks(faces["home-shelf"][1])  # on the pale yellow of the fifth
    assert logo_inks(composed(None)[1]["guest"][1]) == set()


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("min_width: 9mm", "min_width: 30mm"), "logo-small", 5),
        (("  on_dark: logo-white.svg\n", ""), "logo-variant", 5),
        (("file: logo.svg", "file: lgo.svg"), "picture-missing", 5),
        (("clear: 1mm", "clear: 60mm"), "logo-clear", 5),
        (('layer-5: "#f7f2c4"', 'layer-5: "#f7f2c"'), "bad-value", 16),
    ],
)
def test_a_planted_fault_in_a_brand_is_a_finding(
    client: Path, change: tuple[str, str], code: str, line: int | None
) -> None:
    replaced(client, change)
    found = [problem for problem in composed(client)[0] if problem.code == code]
    assert found
    if line:
        assert {(problem.where.file, problem.where.line) for problem in found} <= {
            (str(client), line),  # and not brand.yaml, which is the house's own
            (str(client), line + 1),
        }


def test_a_coarse_logo_is_a_finding(client: Path) -> None:
    Image.new("RGB", (40, 10), "navy").save(client.parent / "logo.png")
    replaced(client, ("file: logo.svg", "file: logo.png"), ("on_dark: logo-white.svg", "on_dark: logo.png"))
    problems, faces = composed(client)
    assert {problem.code for problem in problems} == {"low-ppi"}
    assert any(isinstance(item, Picture) for item in _all(faces["guest"][1].items))


def _all(items):
    for item in items:
        yield item
        if isinstance(item, Placed):
            yield from _all(item.art.items)


def test_another_format_of_logo_gets_a_how_to(client: Path) -> None:
    (client.parent / "logo.eps").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n")
    replaced(client, ("file: logo.svg", "file: logo.eps"), ("on_dark: logo-white.svg", "on_dark: logo.eps"))
    found = [problem for problem in composed(client)[0] if problem.code == "picture-format"]
    assert found
    assert "SVG" in found[0].hint


def test_words_turn_to_ink_or_paper_by_themselves_where_they_could_not_be_read() -> None:
    ink, paper = Colour.from_hex("#1d2b1f"), Colour.from_hex("#ffffff")
    pale, dark = Colour.from_hex("#f7f2c4"), Colour.from_hex("#2e4a34")
    assert legible(paper, pale, ink, paper)[0] == ink
    assert legible(ink, dark, ink, paper)[0] == paper
    assert legible(ink, pale, ink, paper) == (ink, pytest.approx(ink.contrast(pale)))
    assert legible(paper, pale, ink, paper)[1] >= LEAST_CONTRAST
    grey, soft = Colour.from_hex("#7f7f7f"), Colour.from_hex("#3d3d3d")  # on which neither of the two is read
    assert legible(soft, grey, soft, paper) == (BLACK, pytest.approx(BLACK.contrast(grey)))


def test_a_brand_file_that_is_not_there_is_exit_status_5(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--brand", str(tmp_path / "nobody.yaml")])
    assert result.exit_code == ExitCode.FILES
    assert "--brand takes a brand.yaml" in result.stderr


def test_a_dark_logo_alone_stands_on_a_plate_where_it_would_vanish(client: Path) -> None:
    replaced(client, ("  on_dark: logo-white.svg\n", ""))
    problems, faces = composed(client)
    (found,) = [problem for problem in problems if problem.code == "logo-variant"]
    assert "deck (page-viewed, search-typed, minutes-read" in found.message
    assert plates(faces["page-viewed"][1])  # on dark green
    assert not plates(faces["home-shelf"][1])  # on pale yellow


def test_a_finding_about_the_logo_names_pieces_of_a_kind_together() -> None:
    findings, problems = LogoFindings(), Problems()
    finding = Problem(NOWHERE, "the logo would vanish", "", "logo-variant")
    for piece, cards in (("posters/roadmap", ["roadmap"]), ("join", ["join"]), ("posters/pantry", ["a", "b", "c"])):
        findings.add(problems, finding, piece, cards)
    (said,) = problems
    assert said.message == "the logo would vanish: posters (roadmap, a, b and 1 more); join"


def test_a_light_logo_alone_is_told_which_of_the_two_it_is(client: Path) -> None:
    replaced(client, ("  file: logo.svg\n", "  file: logo-white.svg\n"), ("  on_dark: logo-white.svg\n", ""))
    problems, _ = composed(client)
    hints = {problem.hint for problem in problems if problem.code == "logo-variant"}
    assert hints == {VARIANTS["light"]}
    assert "as `on_dark:`" in VARIANTS["light"]


def plates(face: Face) -> list[Outline]:
    """White areas with round corners right before the client's logo."""
    items = [each for item in face.items for each in (item.art.items if isinstance(item, Placed) else (item,))]
    pairs = pairwise(items)
    return [
        one
        for one, mark in pairs
        if isinstance(one, Outline) and isinstance(one.fill, Colour) and isinstance(mark, Placed)
        and mark.art.box.width == 4 * mark.art.box.height and bounds(one.path).height < 10 and len(one.path) == 10
    ]  # fmt: skip


def test_a_logo_that_brings_its_own_ground_needs_no_plate(client: Path) -> None:
    label = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#fff"/>'
    (client.parent / "logo.svg").write_text(f'{label}<path d="M2 2h36v6h-36z" fill="#012"/></svg>', encoding="utf-8")
    replaced(client, ("  on_dark: logo-white.svg\n", ""))
    problems, faces = composed(client)
    assert not [problem for problem in problems if problem.code == "logo-variant"]
    assert not plates(faces["page-viewed"][1])


def test_a_wide_logo_gets_more_room_and_one_finding_where_it_has_none(client: Path) -> None:
    wide = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 10"><path d="M0 0h{}v10H0z"/></svg>'
    mark = client.parent / "logo.svg"
    heights = {}
    for width in (60, 200):
        mark.write_text(wide.format(width, width), encoding="utf-8")
        (client.parent / "logo-white.svg").write_text(wide.format(width, width), encoding="utf-8")
        problems, faces = composed(client, layout="poker-statement")
        found = [problem for problem in problems if problem.code == "logo-small"]
        placed = [
            each
            for item in faces["guest"][1].items + faces["guest"][2].items
            for each in (item.art.items if isinstance(item, Placed) else (item,))
            if isinstance(each, Placed) and each.art.box.width == width
        ]
        heights[width] = (placed[0].transform.d * 10, len(found))
    assert heights[60][0] >= 3.0 - 0.05  # the frame alone would have 2.3 mm
    assert heights[60][1] == 0
    assert heights[200][0] < 3
    assert heights[200][1] == 1


def test_what_is_seen_of_a_picture_is_measured() -> None:
    white, navy = Colour(1, 1, 1), Colour(0, 0.05, 0.2)
    box = Rect(0, 0, 40, 10)
    art = make_art(box, (Outline(rectangle(Rect(0, 0, 20, 10)), navy), Outline(rectangle(Rect(20, 0, 20, 10)), white)))
    assert seen_share(art_tally(art), navy) == pytest.approx(0.5, abs=0.05)
    assert seen_share(COVERS, navy) == 1
    clear = Image.new("RGBA", (60, 20), (255, 255, 255, 0))
    clear.paste((0, 0, 90, 255), (0, 0, 30, 20))
    file = BytesIO()
    clear.save(file, "PNG")
    raster = decode(file.getvalue(), "PNG").raster
    assert seen_share(raster_tally(raster), Colour(0, 0, 0.3)) == pytest.approx(0, abs=0.05)
    assert seen_share(raster_tally(raster), white) == 1


def test_a_logo_of_many_paths_is_read_written_and_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many cards bear it: what takes long is done for the logo, not for a card."""
    paths = (f'<path d="M{at} 1c1 2 3 4 5 6s7 8 9 {at % 7}z" fill="#1b6ca8"/>' for at in range(900))
    (tmp_path / "logo.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 24">{"".join(paths)}</svg>', encoding="utf-8"
    )
    (tmp_path / "brand.yaml").write_text("client: Acme\nlogo: logo.svg\n", encoding="utf-8")
    read, written, sixteen = [], [], face._sixteen
    monkeypatch.setattr(pictures, "read_vector", lambda *args: read.append(args) or read_vector(*args))
    monkeypatch.setattr(face, "_sixteen", lambda words: written.append(len(words)) or sixteen(words))
    options = ("--only", "deck", "--brand", str(tmp_path / "brand.yaml"), "-o", str(tmp_path / "out"))
    report = CliRunner().invoke(main, ["build", *options])
    assert report.exit_code == ExitCode.DONE, report.output
    assert [args[1] for args in read if args[1].endswith("logo.svg")] == [str(tmp_path / "logo.svg")]
    assert [many for many in written if many > face.LONGEST_WRITTEN] == [max(written)]
    forms = {
        one.indirect_reference.idnum: len(one.get_data())
        for page in PdfReader(tmp_path / "out" / "deck.pdf").pages
        for one in (each.get_object() for each in page["/Resources"]["/XObject"].values())
    }
    heavy = [many for many in forms.values() if many > 900 * 20]
    assert len(heavy) == 1


LONG = "Landesversicherungsanstalt für Donaudampfschifffahrt & Söhne"
PIECES = ("blanks", "box", "posters/four-arguments", "worksheets/recipe", "guide", "catalogue", "join")


@pytest.mark.parametrize("layout", ["poker", "business"])
def test_a_client_with_a_name_of_sixty_characters_has_room_on_every_piece(layout: str, tmp_path: Path) -> None:
    """Planted: a line that says it three times has none."""
    brand = tmp_path / "brand.yaml"
    for times in (1, 3):
        brand.write_text(f'client: "{LONG}"\nlegal: "{f"© {LONG}. For workshop use. " * times}"\n', encoding="utf-8")
        shop = load(bundled_workshop(), {"layout": layout}, brand)
        shared = Shared(shop, None)
        for name in PIECES:
            production = Production(shared, shop.pieces[name])
            for card in {card.layout: card for card in production.deck.cards}.values():
                production.face(card, "front")
                production.face(card, "back")
        left_over = [problem.message for problem in shop.problems.errors]
        assert bool(left_over) == (times > 1), left_over
