"""Cards become faces: what is shared, what is fitted, what is refused."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from printed import pdfium_text, words

from generator.errors import Problem, Severity
from generator.face import Face, Modules, Outline, Picture, Placed, TextLine
from generator.kit.build import build
from generator.kit.press.production import Production, Shared
from generator.kit.selection import Wanted
from generator.kit.workshop import Workshop, load

SMALL = Path(__file__).parent / "small"
LAYOUT = "layouts/cards/plain.yaml"
CARDS = "cards/all.yaml"
LID = "{kind: fill, box: {left: 5mm, width: 9mm, top: 9mm, height: 9mm}, colour: ink}"  # over the title


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


def replaced(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def composed(folder: Path) -> tuple[Workshop, dict[tuple[str, str], Face]]:
    shop = load(folder)
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    assert shop.deck is not None
    faces = {
        (card.id, side): face
        for card in shop.deck.cards
        for side in ("front", "back")
        if (face := production.face(card, side))
    }
    return shop, faces


def problems(folder: Path) -> list[Problem]:
    return composed(folder)[0].problems.sorted()


def lines(face: Face, field: str) -> list[TextLine]:
    return [line for line in face.lines() if line.field == field]


def test_the_small_deck_has_no_problem(folder: Path) -> None:
    assert problems(folder) == []


def test_backs_of_a_category_are_one_face_and_fronts_share_their_ground(folder: Path) -> None:
    _, faces = composed(folder)
    assert faces["third", "back"] is faces["fourth", "back"]
    assert faces["second", "back"] is not faces["third", "back"]
    grounds = [
        next(item for item in faces[name, "front"].items if isinstance(item, Placed)) for name in ("third", "fourth")
    ]
    assert grounds[0].art is grounds[1].art


def test_fields_that_are_empty_leave_no_gap(folder: Path) -> None:
    _, faces = composed(folder)
    label = lines(faces["fourth", "front"], "prompts.label")[0]
    about = lines(faces["third", "front"], "about")[0]
    assert label.baseline < about.baseline + 1  # the list begins where the text would


def test_a_label_stands_once_above_its_field(folder: Path) -> None:
    _, faces = composed(folder)
    assert [line.text for line in lines(faces["first", "front"], "prompts.label")] == ["Ask"]
    assert lines(faces["second", "front"], "prompts.label") == []


def test_overset_names_card_field_words_and_the_line_of_the_field(folder: Path) -> None:
    replaced(folder, CARDS, ("A card that says *little*", "word " * 300 + "and the last words of all"))
    (problem,) = problems(folder)
    assert problem.code == "overset"
    assert (problem.where.file, problem.where.line) == ("cards/all.yaml", 6)
    assert "card 'first'" in problem.message
    assert "about" in problem.message
    assert "left over: “word word" in problem.message
    assert "What would you say instead?” (232 words)" in problem.message
    assert len(problem.message) < 300, "a message is no place for pages"


def test_one_size_for_all_cards_where_the_layout_wants_it(folder: Path) -> None:
    replaced(folder, CARDS, ("title: The second card", "title: The second card has a title that takes far more room"))

    def sizes() -> set[float]:
        _, faces = composed(folder)
        return {
            line.spans[0].size for (_, side), face in faces.items() if side == "front" for line in lines(face, "title")
        }

    assert len(sizes()) == 2
    replaced(folder, LAYOUT, ("    blocks: [{field: title", "    common_size: true\n    blocks: [{field: title"))
    assert len(sizes()) == 1
    assert max(sizes()) < 16


def test_a_code_on_colour_stands_on_a_white_panel(folder: Path) -> None:
    def under(face: Face) -> object:
        items = [item for item in face.items if isinstance(item, Outline | Modules)]
        at = next(index for index, item in enumerate(items) if isinstance(item, Modules))
        return items[at - 1] if at else None

    panel = under(composed(folder)[1]["second", "front"])
    assert panel is None
    ground = (
        "front:\n  ground: {kind: fill, box: {left: -3mm, right: -3mm, top: -3mm, bottom: -3mm}, colour: category}\n"
    )
    replaced(folder, LAYOUT, ("front:\n", ground))
    panel = under(composed(folder)[1]["second", "front"])
    assert isinstance(panel, Outline)
    assert panel.fill is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("width: 18mm, bottom: 5mm, height: 18mm", "width: 12mm, bottom: 5mm, height: 12mm"), "code-too-small"),
        (("box: {left: 5mm, right: 5mm, top: 9mm", "box: {left: 2mm, right: 5mm, top: 9mm"), "safe-area"),
        (("colour: category}\n  title:", "colour: category, tint: 0.02}\n  title:"), "tint"),
        (("left: -3mm, right: -3mm, top: -3mm, height: 9mm", "left: -4mm, right: -3mm, top: -3mm, height: 9mm"), "box"),
        (("font: display", "font: diplay"), "unknown-font"),
        (
            ("  code: {kind: code", f"  lid: {LID}\n  code: {{kind: code"),
            "hidden",
        ),
        (
            ("left: 5mm, width: 30mm, bottom: 6mm, height: 9mm", "left: 5mm, right: 5mm, bottom: 6mm, height: 9mm"),
            "overlap",
        ),
    ],
)
def test_a_layout_that_would_print_badly_is_a_problem_at_its_line(
    folder: Path, change: tuple[str, str], code: str
) -> None:
    replaced(folder, LAYOUT, change)
    found = [problem for problem in problems(folder) if problem.code == code]
    assert found
    assert all(problem.where.line for problem in found)


def with_picture(folder: Path, name: str, save: Callable[[Path], None]) -> None:
    save(folder / name)
    replaced(folder, "deck.yaml", ("  about: {kind: text}", "  about: {kind: text}\n  image: {kind: picture}"))
    replaced(folder, CARDS, ("    title: The second card", f"    title: The second card\n    image: {name}"))
    frame = "  image: {kind: picture, box: {left: 5mm, width: 25.4mm, bottom: 20mm, height: 12.7mm}, field: image}\n"
    replaced(folder, LAYOUT, ("  code: {", frame + "  code: {"))


def test_a_picture_keeps_its_proportions_and_a_coarse_one_is_a_warning(folder: Path) -> None:
    with_picture(folder, "coarse.png", Image.new("RGB", (90, 90), "red").save)
    shop, faces = composed(folder)
    (problem,) = shop.problems
    assert (problem.severity, problem.code) == (Severity.WARNING, "low-ppi")
    assert "has 180 ppi" in problem.message
    assert problem.cause == "card 'second': 'coarse.png'"  # one finding, on however many sides it stands
    (picture,) = [item for item in faces["second", "front"].items if isinstance(item, Picture)]
    assert picture.box.width == pytest.approx(12.7)
    assert picture.box.height == pytest.approx(12.7)


HOSTILE = [
    "<b>bold</b> <img src='file:///etc/passwd'/>",
    "<para><font size=99>x</font></para>",
    "(parentheses \\) and \\( and %comment",
    "{{ 7 * 7 }} ${HOME} `id`",
    "/Title (x) Tj ET Q endstream endobj",
    "&amp; &lt; &#x41;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_card_says_is_printed_and_does_nothing(folder: Path, tmp_path: Path, text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    replaced(folder, CARDS, ("Its words are naïve, its façade is “quoted” – and nothing of it is lost.", quoted))
    shop = load(folder, {"sheet": "one-per-page"})
    assert shop.deck is not None
    report = build(shop, Wanted(), tmp_path / "out", None, lambda done, total: None)
    page = pdfium_text(report.files[0].path)[2]
    assert words(text).replace(" ", "") in words(page).replace(" ", "")


def test_nothing_is_fetched_and_nothing_outside_the_folder_is_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def refused(*args: object, **more: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    with_picture(
        folder,
        "x.svg",
        lambda path: path.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
            '<image xlink:href="http://192.0.2.1/x.png" width="9" height="9"/></svg>',
            encoding="utf-8",
        ),
    )
    assert "svg-element" in {problem.code for problem in problems(folder)}


def test_a_card_with_an_address_of_its_own_leads_there_and_the_others_to_their_codes(folder: Path) -> None:
    replaced(folder, "deck.yaml", ("fields:\n", "fields:\n  url: {kind: url}\n"))
    replaced(folder, LAYOUT, ("kind: code, ", "kind: code, field: url, "))
    replaced(folder, CARDS, ("    role: part\n", "    role: part\n    url: https://example.org/a?b=c\n"))
    shop, faces = composed(folder)
    codes = [item.says for face in faces.values() for item in face.items if isinstance(item, Modules)]
    assert codes.count("https://example.org/a?b=c") == 1
    assert len(codes) == len(shop.deck.cards) if shop.deck else False
    assert not shop.problems.errors
