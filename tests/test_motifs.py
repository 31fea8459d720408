"""Pictures that are said: each word of the grammar is seen, each fault has its place, no two cards look alike."""

import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from printed import pdfium_text
from test_deck import HEAD, load, said

from generator import bundled
from generator.cli import main
from generator.colours import Colour
from generator.deck import Card, Deck, load_deck
from generator.errors import NOWHERE, Problems
from generator.face import Art
from generator.images import Pictures, Vector
from generator.images.decode import BadPicture
from generator.images.paths import bounds
from generator.images.visibility import drawn_roughly
from generator.motifs.contents import CONTENTS
from generator.motifs.figure import _body, figure
from generator.motifs.line import drawing, line_of
from generator.motifs.part import BAR, FINE, HAIR, LINE
from generator.motifs.picture import ROLES, picture
from generator.motifs.seed import Seed
from generator.motifs.vessels import VESSELS
from generator.motifs.words import ARRANGEMENTS, CROPS, FILLS, GLAZES, STATES, Motif, read_keys, read_line

WORKSHOP = bundled.folder("deck_sources") / "prepersonalization"
PALETTE = {
    "category": Colour.from_hex("#f26a5c"),
    "category-deep": Colour.from_hex("#12605a"),
    "category-tint": Colour.from_hex("#fbf4e6"),
    "ground": Colour.from_hex("#fbf4e6"),
    "paper": Colour.from_hex("#ffffff"),
}
INK, GROUND = Colour.from_hex("#1e1712"), "#22a096"
FRAME = (63, 45)  # mm of a poker card's title side that a picture has
CORE_APART, APART = 40, 20  # of 256 bits


def motif(line: str) -> Motif:
    found, faults = read_line(line)
    assert found, faults
    return found


def art(vector: Vector) -> Art:
    problems = Problems()
    made = vector.art(PALETTE, INK, problems)
    assert not list(problems)
    return made


def on_card(vector: Vector) -> Image.Image:
    """As it stands on the title side: on the colour of its family, its foot at the lower edge of its frame."""
    image = drawn_roughly(art(vector))
    frame = Image.new("RGB", (FRAME[0] * 4, FRAME[1] * 4), GROUND)
    scale = min(frame.width / image.width, frame.height / image.height)
    image = image.resize((round(image.width * scale), round(image.height * scale)))
    frame.paste(image, ((frame.width - image.width) // 2, frame.height - image.height), image)
    return frame


def dhash(image: Image.Image) -> int:
    """Of 16 × 16 pixels, whether each is darker than the one to its right."""
    pixels = image.convert("L").resize((17, 16)).tobytes()
    return sum((pixels[y * 17 + x] < pixels[y * 17 + x + 1]) << (y * 16 + x) for y in range(16) for x in range(16))


def alike(cards: list[Card], apart: int) -> list[tuple[str, str, int]]:
    """Pairs of cards whose pictures are nearer to one another than that."""
    pictures = Pictures(WORKSHOP, None, drawing)  # type: ignore[arg-type]  # no drawing of ours has words
    hashes = {}
    for card in cards:
        vector = pictures.peek(str(card.values["motif"]))
        assert isinstance(vector, Vector), card.id
        hashes[card.id] = dhash(on_card(vector))
    pairs = ((a, b, (hashes[a] ^ hashes[b]).bit_count()) for a, b in combinations(hashes, 2))
    return [pair for pair in pairs if pair[2] < apart]


@pytest.fixture(scope="module")
def deck() -> Deck:
    problems = Problems()
    loaded = load_deck(WORKSHOP, problems)
    assert not list(problems)
    assert loaded
    return loaded


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("jar of 12 peas, half full, open, row", {"vessel": "jar", "contents": "peas", "count": "12", "fill": "0.5",
                                                  "state": "open", "arrangement": "row"}),
        ("open jar of a dozen peas, row, half full", {"vessel": "jar", "contents": "peas", "count": "12",
                                                      "fill": "half full", "state": "open", "arrangement": "row"}),
        ("egg", {"contents": "egg"}),
        ("deep cup of eggs, tilted", {"vessel": "cup", "contents": "eggs", "glaze": "deep", "state": "tilted"}),
        ("kettle, ringing, crop foot", {"vessel": "kettle", "state": "ringing", "crop": "foot"}),
        ("chef's hat, with an egg", {"vessel": "chef's hat", "beside": "eggs"}),
        ("measuring jug of tea, 40% full", {"vessel": "measuring jug", "contents": "tea", "fill": "40%"}),
    ],
)  # fmt: skip
def test_a_line_and_a_mapping_say_the_same(line: str, keys: dict[str, str]) -> None:
    assert motif(line) == read_keys(keys)[0]
    assert motif(str(motif(line))) == motif(line)
    assert line_of(keys) == (str(motif(line)), ())


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("jarr of peas", "there is no vessel 'jarr'", "did you mean 'jar'?"),
        ("jar of pease", "there are no contents 'pease'", "did you mean 'peas'?"),
        ("kettel", "there is no vessel and nothing to eat called 'kettel'", "did you mean 'kettle'?"),
        ("jar of peas, haf full", "'haf full' is not a word of motifs", "did you mean 'half full'?"),
        ("jar of peas, row, pair", "it says its arrangement twice", "keep one of them"),
        ("jar of peas; open", "there are no contents 'peas; open'", "`prepdeck list motifs`"),
        ("Krug ½ voll", "there is no vessel and nothing to eat called 'krug ½ voll'", "`prepdeck list motifs`"),
        ("jar of 1000 peas", "there are no contents '1000 peas'", "a count is a whole number from 1 to 999"),
        ("jar of -1 peas", "there are no contents '-1 peas'", "a count is a whole number from 1 to 999"),
        ("jar of 0 peas", "there are no contents '0 peas'", "a count is a whole number from 1 to 999"),
        ("kettle of peas", "'kettle' shows nothing that is in it, and no peas", "leave it out, or say"),
        ("jar, bottle", "'bottle' is not a word of motifs", ""),
        ("cup, with a clok", "there is nothing called 'clok' that stands beside", "did you mean 'clock'?"),
    ],
)
def test_a_line_that_cannot_be_understood_says_what_was_meant(line: str, message: str, hint: str) -> None:
    with pytest.raises(BadPicture) as bad:
        drawing(line)
    assert bad.value.message.endswith(message)
    assert bad.value.hint.startswith(hint)


def test_a_sentence_of_any_length_is_no_name_of_a_file_and_is_quoted_in_short(tmp_path: Path) -> None:
    pictures, problems = Pictures(tmp_path, None, drawing), Problems()  # type: ignore[arg-type]  # no words
    assert pictures.peek(f"Jar of an egg, {'open, ' * 300}row.")
    assert pictures.find("jar " * 2000, NOWHERE, problems) is None
    (problem,) = problems
    assert (problem.code, len(problem.message) < 400) == ("unknown-motif", True)


def test_a_path_is_no_motif() -> None:
    assert drawing("pictures/jar.svg") is drawing("jar.svg") is None


def test_a_file_of_that_name_comes_first(tmp_path: Path) -> None:
    (tmp_path / "jar").write_bytes((WORKSHOP / "pictures/kettle.svg").read_bytes())
    pictures = Pictures(tmp_path, None, drawing)  # type: ignore[arg-type]
    assert pictures.peek("jar") != picture(motif("jar"))
    assert pictures.peek("kettle") == picture(motif("kettle"))


def every_word() -> list[str]:
    full = [f"{name} of peas" if VESSELS[name].holds != "nothing" else name for name in VESSELS]
    rest = [*STATES, *GLAZES, *ARRANGEMENTS, *(f"crop {crop}" for crop in CROPS), *FILLS, "with a clock"]
    return [
        *full,
        *(f"4 {name}" for name in CONTENTS if not CONTENTS[name].is_liquid),
        "milk",
        *(f"cup of eggs, {word}" for word in rest),
    ]


def test_every_word_is_drawn_on_the_standing_line_with_four_widths_and_by_role() -> None:
    for line in every_word():
        vector = picture(motif(line))
        assert not vector.seen_through
        assert vector.colour_names <= {"category", "category-deep", "category-tint"}, line
        items = art(vector).items
        widths = {round(item.stroke_width, 3) for item in items if item.stroke}  # type: ignore[union-attr]
        assert widths <= {HAIR, FINE, LINE, BAR}, line
        boxes = [bounds(item.path) for item in items]  # type: ignore[union-attr]
        assert max(box.bottom for box in boxes) >= vector.size.height - 3.5, f"{line} hovers"
        assert min(box.x for box in boxes) > -3, line
        assert max(box.right for box in boxes) < vector.size.width + 3, line
        assert min(box.y for box in boxes) > -3, line


def test_words_change_the_picture() -> None:
    plain = dhash(on_card(picture(motif("cup of eggs"))))
    for word in ("tilted", "spilt", "steaming", "ringing", "cracked", "row", "stack", "big and small", "with a clock"):
        assert (dhash(on_card(picture(motif(f"cup of eggs, {word}")))) ^ plain).bit_count() >= APART / 2, word


def test_glazes_are_told_apart_in_grey() -> None:
    greys = [dark_share(picture(motif(line))) for line in ("pale cup of eggs", "cup of eggs", "deep cup of eggs")]
    assert greys[0] < greys[1] - 0.05
    assert greys[1] < greys[2] - 0.05


def dark_share(vector: Vector) -> float:
    grey = on_card(vector).convert("L")
    return sum(grey.histogram()[:90]) / (grey.width * grey.height)


def test_the_odd_one_of_a_row_is_in_its_middle() -> None:
    """The tile of a card, and its edge, are at the right."""
    row = on_card(picture(motif("1 egg, odd one out"))).convert("L")
    width = row.width // 3
    thirds = [row.crop((at * width, row.height // 2, (at + 1) * width, row.height)) for at in range(3)]
    means = [sum(part.tobytes()) / (part.width * part.height) for part in thirds]
    assert abs(means[0] - means[2]) < abs(means[1] - means[0]) / 2


def test_what_stands_beside_is_on_the_left() -> None:
    """Where the tile of a card does not hide it."""
    boxes = [bounds(item.path) for item in art(picture(motif("coffee pot, with an egg"))).items]  # type: ignore[union-attr]
    egg, pot = boxes[0], max(boxes, key=lambda box: box.height)
    assert egg.height < pot.height
    assert egg.right < pot.x


@pytest.mark.parametrize("line", ["cup of eggs, measured", "bowl of eggs, labelled", "saucepan of eggs, open"])
def test_what_a_state_adds_to_a_side_is_on_the_left(line: str) -> None:
    """Where the tile of a card does not hide it."""
    more, plain = picture(motif(line)), picture(motif(line.partition(",")[0]))
    extra = {part.path for part in figure(motif(line), Seed(line)).drawing} - {
        part.path for part in figure(motif(line.partition(",")[0]), Seed(line)).drawing
    }
    assert extra
    assert max(bounds(path).x for path in extra) < 0
    assert more.size != plain.size or "labelled" in line


def test_the_light_is_on_the_left_of_a_pale_thing() -> None:
    """The roles from the lightest on, whatever a vessel is painted with."""
    order, looked_at = ["light", "body", "shade", "ink"], 0
    for name, vessel in VESSELS.items():
        sides = _body(name, "pale")[:2] if vessel.holds != "inside" and vessel.paint != "ink" else ()
        if len(sides) == 2:
            assert order.index(sides[1].fill) > order.index(sides[0].fill), name
            looked_at += 1
    assert looked_at > 40


@pytest.mark.parametrize(("vessel", "role"), [("mug", "light"), ("pale mug", "shade"), ("sack", "shade")])
def test_what_lies_on_a_light_thing_is_not_light(vessel: str, role: str) -> None:
    plain, tied = (figure(motif(f"{vessel} of tea{more}"), Seed("")).drawing for more in ("", ", tied up"))
    assert {part.fill for part in tied[len(plain) :]} == {role, "ink"}


def test_a_vessel_drips_from_its_rim() -> None:
    """And not from the top of what is heaped in it."""
    plain, dripping = (figure(motif(f"steamer of cake{more}"), Seed("")).drawing for more in ("", ", dripping"))
    drips = [bounds(part.path) for part in dripping[len(plain) :]]
    assert max(box.bottom for box in drips) < VESSELS["steamer"].height + 3
    assert {part.fill for part in dripping[len(plain) :]} == {"body"}


@pytest.mark.parametrize(("vessel", "is_left"), [("jug", True), ("coffee pot", False)])
def test_what_is_poured_comes_out_of_the_spout(vessel: str, is_left: bool) -> None:
    whole = figure(motif(f"{vessel}, pouring"), Seed(""))
    puddle = bounds(whole.drawing[1].path)
    assert (puddle.x + puddle.width / 2 < (whole.left + whole.right) / 2) == is_left


def test_each_tier_has_its_share() -> None:
    foot, middle, top = (10, 40, 68)
    for count, shares in ((1, (1, 0, 0)), (3, (1, 1, 1)), (5, (2, 2, 1))):
        discs = [bounds(part.path) for part in figure(motif(f"tiered stand of {count} coins"), Seed("")).drawing]
        coins = [box.y for box in discs if box.width == pytest.approx(box.height, rel=0.01) and box.width > 14]
        assert [sum(y == pytest.approx(tier, abs=0.5) for y in coins) for tier in (foot, middle, top)] == list(shares)


def test_the_odd_one_of_a_row_can_be_something_else() -> None:
    other = figure(motif("1 chilli"), Seed("")).drawing
    row = picture(motif("odd one out, 1 carrot, with a chilli"))
    assert len(row._items) == 2 * len(picture(motif("1 carrot"))._items) + len(other)
    assert (dhash(on_card(row)) ^ dhash(on_card(picture(motif("odd one out, 1 carrot"))))).bit_count() >= APART


def test_the_same_words_are_the_same_picture_in_another_process() -> None:
    program = "from generator.motifs.line import drawing; print(repr(drawing('jar of 20 berries, crowd')._items))"
    other = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert other.stdout.strip() == repr(picture(motif("jar of 20 berries, crowd"))._items)


def test_a_deck_without_motifs_does_not_load_them() -> None:
    program = (
        "import sys; import generator.kit.build; import generator.motifs.line as line; line.drawing('pictures/a.svg');"
        "print([name for name in sys.modules if name.startswith('generator.motifs.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.strip() == "['generator.motifs.line']"


def test_the_list_and_the_page_have_every_word(tmp_path: Path) -> None:
    listed = json.loads(CliRunner().invoke(main, ["list", "motifs", "--json"]).stdout)["motifs"]
    assert {*VESSELS, *CONTENTS, *STATES, *GLAZES, *ARRANGEMENTS, *FILLS} <= set(listed)
    assert "motifs" not in json.loads(CliRunner().invoke(main, ["list", "--json"]).stdout)
    small = Path(__file__).parent / "small"
    done = CliRunner().invoke(main, ["images", str(small), "--motifs", "pdf", "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    (page,) = pdfium_text(tmp_path / "images/motifs.pdf")
    assert not [word for word in (*VESSELS, *CONTENTS, *STATES, *GLAZES, *ARRANGEMENTS) if word not in page]


CARD = "cards:\n- id: one\n  category: goals\n  title: One\n"


def test_cards_say_motifs_by_line_by_key_and_by_name(tmp_path: Path) -> None:
    cards = (
        CARD + "  motif: jar of peas\n- id: two\n  category: goals\n  title: Two\n"
        "  motif: {vessel: jar, contents: peas, fill: 0.5}\n"
        "- id: three\n  category: goals\n  title: Three\n  motif: our-jar\n"
    )
    deck, problems = load(
        tmp_path, {"deck.yaml": HEAD, "cards/a.yaml": cards, "motifs.yaml": "named:\n  our-jar: jar of eggs, open\n"}
    )
    assert not said(problems)
    assert deck
    assert [card.values["motif"] for card in deck.cards] == [
        "jar of peas",
        "jar of peas, half full",
        "jar of eggs, open",
    ]


def test_faults_of_keys_stand_at_the_key(tmp_path: Path) -> None:
    card = CARD + "  motif:\n    vessel: jarr\n    contents: peas\n    fil: 1\n"
    _, problems = load(tmp_path, {"deck.yaml": HEAD, "cards/a.yaml": card})
    assert said(problems) == ["cards/a.yaml:6:13 unknown-motif", "cards/a.yaml:8:10 unknown-motif"]
    assert [problem.hint for problem in problems] == ["did you mean 'jar'?", "did you mean 'fill'?"]


def test_faults_of_motifs_yaml_stand_where_they_are(tmp_path: Path) -> None:
    text = "named:\n  a: jar of pease\nderived:\n  lends:\n    two: kettel\n    one: cup\n"
    _, problems = load(tmp_path, {"deck.yaml": HEAD, "cards/a.yaml": CARD, "motifs.yaml": text})
    assert said(problems) == [
        "motifs.yaml:2:6 unknown-motif",
        "motifs.yaml:5:5 unknown-card",
        "motifs.yaml:5:10 unknown-motif",
    ]


def test_the_picture_of_an_interaction_follows_from_its_cards(deck: Deck) -> None:
    by_id = {card.id: card for card in deck.cards}
    assert by_id["explain-at-the-snag"].values["proposes"] == ("smart-form", "the-reason-why", "stalled-half-way")
    assert by_id["explain-at-the-snag"].values["motif"] == "mould of onions, pale, tilted"


def test_no_two_cards_of_the_box_look_alike(deck: Deck) -> None:
    core = [card for card in deck.cards if card.id in deck.head.selections["core"]]
    assert len(core) == 54
    assert not alike(core, CORE_APART)


def test_no_two_cards_of_the_complete_deck_look_alike(deck: Deck) -> None:
    assert not alike(list(deck.cards), APART)


def test_a_twin_is_seen(deck: Deck) -> None:
    one, two = deck.cards[:2]
    twin = Card(two.id, two.category, values={**two.values, "motif": "egg cup of biscuits, flagged"})
    first = Card(one.id, one.category, values={**one.values, "motif": "egg cup of mushrooms, flagged"})
    assert [pair[:2] for pair in alike([first, twin], APART)] == [(one.id, two.id)]


def test_roles_are_all_that_motifs_are_painted_with() -> None:
    painted = {
        part.fill or part.line for vessel in VESSELS.values() for part in (*vessel.behind, *vessel.before, *vessel.lid)
    }
    painted |= {part.fill or part.line for contents in CONTENTS.values() for part in contents.parts}
    assert painted <= {*ROLES, "main"}
