"""Layouts hold what people have: frames lend each other room, long names and words fit, nothing empty is printed."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from suite import in_part

from generator import bundled
from generator.colours import Colour
from generator.face import Face, Item, Modules, Outline, Placed, TextLine
from generator.kit.capacity import capacities
from generator.kit.press.production import Production, Shared
from generator.kit.request.shelf import is_blank
from generator.kit.workshop import Workshop, load

CARDS = bundled.folder("layouts") / "cards"
NAMES = sorted(path.stem for path in CARDS.glob("*.yaml") if not is_blank(path.stem))
BLANKS = sorted(path.stem for path in CARDS.glob("*.yaml") if is_blank(path.stem))
FIELDS = {"title": "text", "line": "text", "about": "text", "prompts": "list", "example": "text", "motif": "picture"}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 8"><path d="M0 8L4.5 0 9 8z"/></svg>'
PLAIN = {"name": "Segments", "colour": "#335577"}
FULL = {**PLAIN, "note": "watch out", "glyph": "glyph.svg"}
WHOLE = {
    "title": "With everything",
    "line": "They said yes, and then they never came back",
    "about": "Somebody who took the trial and read four issues, and has not been seen since June.",
    "prompts": ["What happened, exactly?", "Who may keep a record of it?"],
    "example": "She took the trial in May.",
    "motif": "glyph.svg",
}
# Where frames stood before: what people's layouts that extend a bundled one may say.
EARLIER_FILE = Path(__file__).parent / "earlier" / "layouts.yaml"
EARLIER: dict[str, Any] = yaml.safe_load(EARLIER_FILE.read_text(encoding="utf-8"))
EXTENDED = [name for name in EARLIER if "extends" not in yaml.safe_load((CARDS / f"{name}.yaml").read_text("utf-8"))]
SENTENCE = "A sentence of ordinary words for a card that people read. "


def workshop(folder: Path, card: Mapping[str, Any], layout: str, category: Mapping[str, str] = PLAIN) -> Workshop:
    """A deck of one card."""
    (folder / "layouts" / "cards").mkdir(parents=True, exist_ok=True)
    sources = {
        "kit.yaml": {
            "id": "held",
            "title": "Held",
            "capture": "http://prepdeck.local:8765",
            "deck": {"layout": layout},
        },
        "deck.yaml": {
            "id": "held",
            "title": "Held",
            "fields": {name: {"kind": kind, "label": name} for name, kind in FIELDS.items()},
            "categories": {"one": dict(category)},
            "roles": {"who": {"name": "Audience", "question": "Who is it for?"}},
            "cards": [{"id": "a-card", "category": "one", **card}],
        },
    }
    for name, source in sources.items():
        (folder / name).write_text(yaml.safe_dump(source, allow_unicode=True), encoding="utf-8")
    (folder / "glyph.svg").write_text(SVG, encoding="utf-8")
    return load(folder)


def composed(shop: Workshop) -> dict[str, Face]:
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    (card,) = production.deck.cards
    faces = {side: production.face(card, side) for side in ("front", "back")}
    return {side: face for side, face in faces.items() if face}


def items(face: Face) -> list[Item]:
    """Those of shared parts too."""
    return [one for item in face.items for one in (item.art.items if isinstance(item, Placed) else (item,))]


def codes(shop: Workshop) -> list[str]:
    return [problem.code for problem in shop.problems if problem.code != "left-out"]


def lowest(face: Face, field: str) -> float:
    return max(item.baseline for item in items(face) if isinstance(item, TextLine) and item.field == field)


def areas(face: Face) -> int:
    return sum(isinstance(item, Outline) for item in items(face))


# Always: the least room for each kind.
@pytest.mark.parametrize("layout", in_part(NAMES, "poker-63x88", "business-us", "poker-compact", "poker-text"))
def test_every_layout_holds_long_names_titles_and_words(tmp_path: Path, layout: str) -> None:
    """25 characters of a category that has a picture and a note, 40 of a title, and a word of 20 letters."""
    family = {**FULL, "name": "Elevation of Privileges 5"}
    assert len(family["name"]) == 25
    for title in ("Forty characters are a long title for it", "The internationalizations of every table"):
        assert len(title) == 40
        shop = workshop(tmp_path, {"title": title, "role": "who"}, layout, family)
        composed(shop)
        assert not [code for code in codes(shop) if code != "long-word"]


@pytest.mark.parametrize("layout", in_part(BLANKS, "blank", "blank-tarot"))
def test_blank_cards_hold_long_names(tmp_path: Path, layout: str) -> None:
    workshop(tmp_path, WHOLE, "poker", {**FULL, "name": "Elevation of Privileges 5"})
    kit = tmp_path / "kit.yaml"
    blanks = {"blanks": {"layout": layout, "counts": {"one": 120}}}
    kit.write_text(kit.read_text(encoding="utf-8") + yaml.safe_dump(blanks), encoding="utf-8")
    shop = load(tmp_path)
    production = Production(Shared(shop, None), shop.pieces["blanks"])
    assert production.face(production.deck.cards[-1], "front")
    assert codes(shop) == []


@pytest.mark.parametrize("layout", ["poker", "business"])
def test_without_a_picture_its_area_is_not_drawn_and_the_title_has_its_room(tmp_path: Path, layout: str) -> None:
    title = {"title": "A title", "line": SENTENCE * 4}
    shop = workshop(tmp_path, title | {"motif": "glyph.svg"}, layout)
    shown = composed(shop)["front"]
    assert codes(shop) == ["overset"]
    shop = workshop(tmp_path, title, layout)
    bare = composed(shop)["front"]
    assert codes(shop) == []
    tile = 2  # areas: its rim and its marker
    # the ground, a tab, the table and what stands on it; the ground and the tab
    assert (areas(shown) - tile, areas(bare) - tile) == (4, 2)


WOVEN = ("poker", "poker-63x88", "poker-compact", "business", "business-us", "tarot", "a6", "index-5x3")


@pytest.mark.parametrize("layout", in_part(WOVEN, "poker", "business", "poker-compact"))
def test_a_card_of_a_title_alone_has_a_pattern_where_words_would_stand(tmp_path: Path, layout: str) -> None:
    """No empty shape: on its detail side, or under the title where there is but one side for words."""
    side, field = ("front", "line") if layout == "poker-compact" else ("back", "about")

    def woven(values: dict[str, object]) -> int:
        shop = workshop(tmp_path, values, layout)
        face = composed(shop)[side]
        assert codes(shop) == []
        return marks(face.items)

    def marks(drawn: Iterable[Item]) -> int:
        return sum(marks(each.art.items) if isinstance(each, Placed) else isinstance(each, Outline) for each in drawn)

    assert woven({"title": "A title"}) > 40
    assert woven({"title": "A title", field: "It says something."}) < 20, "planted"


def test_without_an_example_the_text_goes_on_and_the_area_of_the_code_draws_back(tmp_path: Path) -> None:
    def docket(face: Face) -> float:
        return min(
            item.path[0].numbers[1]
            for item in items(face)
            if isinstance(item, Outline) and item.path[0].numbers[1] > 40
        )

    long = WHOLE | {"prompts": [], "about": SENTENCE * 11}
    shop = workshop(tmp_path, long | {"example": SENTENCE * 2}, "poker")
    full = composed(shop)["back"]
    assert codes(shop) == ["overset"]
    shop = workshop(tmp_path, long | {"example": ""}, "poker")
    bare = composed(shop)["back"]
    assert codes(shop) == []
    assert docket(bare) > docket(full) + 5
    (code,) = (item for item in items(bare) if isinstance(item, Modules))
    assert lowest(bare, "about") < docket(bare) < code.y


@pytest.mark.parametrize("layout", ["business-statement", "poker-text"])
def test_without_a_code_the_area_under_a_logo_stays_for_the_logo(tmp_path: Path, layout: str) -> None:
    """Its colours are those that are seen on that area: a dark logo would vanish on a dark card."""
    workshop(tmp_path, {"title": "Bare"}, layout, {"name": "Dark", "colour": "#0b2545"})
    (tmp_path / "brand.yaml").write_text("logo: {file: glyph.svg, min_width: 5mm}\n", encoding="utf-8")
    kit = tmp_path / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("http://prepdeck.local:8765", "none"), encoding="utf-8")
    shop = load(tmp_path)
    grounds = [item.fill for item in items(composed(shop)["back"]) if isinstance(item, Outline)]
    assert codes(shop) == []
    assert [ground.hex for ground in grounds if ground] == ["#0b2545", "#ffffff"]
    (tmp_path / "brand.yaml").unlink()
    bare = composed(load(tmp_path))["back"]
    assert areas(bare) == 1


def test_what_an_example_does_not_need_is_the_texts(tmp_path: Path) -> None:
    """Only where the text has no room otherwise: a card that fits stands as the layout says."""
    short = workshop(tmp_path, WHOLE, "poker")
    before = composed(short)["back"]
    long = workshop(tmp_path, WHOLE | {"about": SENTENCE * 8}, "poker")
    after = composed(long)["back"]
    assert codes(short) == codes(long) == []
    assert lowest(after, "about") > lowest(before, "about")
    assert lowest(after, "example") > lowest(before, "example")
    assert lowest(after, "example") < min(
        item.baseline for item in items(after) if isinstance(item, TextLine) and item.field == "code.host"
    )


def test_a_word_that_is_too_long_is_smaller_with_a_warning_and_an_endless_one_stops_the_deck(tmp_path: Path) -> None:
    shop = workshop(tmp_path, {"title": "Internationalizationism"}, "poker")
    front = composed(shop)["front"]
    (problem,) = shop.problems
    size = next(item.spans[0].size for item in items(front) if isinstance(item, TextLine) and item.field == "title")
    assert (problem.code, problem.is_error) == ("long-word", False)
    assert f"only at {size:.1f} pt" in problem.message
    assert 6.5 <= size < 13.5
    shop = workshop(tmp_path, {"title": "X1" * 50}, "poker")
    composed(shop)
    assert {problem.code for problem in shop.problems.errors} == {"overset"}


def test_a_word_that_would_be_small_beside_other_titles_is_parted_where_that_takes_fewest_lines(tmp_path: Path) -> None:
    """At 8.1 pt it would fit as a whole; other titles have 21.4 pt."""
    workshop(tmp_path, {"title": "Straßenverkehrszulassungsordnung"}, "poker")
    deck = tmp_path / "deck.yaml"
    deck.write_text(f"{deck.read_text(encoding='utf-8')}\nlanguage: de\n", encoding="utf-8")
    shop = load(tmp_path)
    title = [each for each in items(composed(shop)["front"]) if isinstance(each, TextLine) and each.field == "title"]
    assert ["".join(span.text for span in line.spans) for line in title] == ["Straßenverkehrs-", "zulassungsordnung"]
    assert title[0].spans[0].size > 13.5
    assert codes(shop) == []


def test_a_word_that_is_too_long_at_any_size_is_parted_where_its_language_has_a_place(tmp_path: Path) -> None:
    shop = workshop(tmp_path, {"title": "Internationalizationism" * 3}, "poker")
    front = composed(shop)["front"]
    lines = [item for item in items(front) if isinstance(item, TextLine) and item.field == "title"]
    assert codes(shop) == []
    assert "".join(span.text for line in lines for span in line.spans).replace("-", "") == "Internationalizationism" * 3
    assert all(line.spans[-1].text.endswith("-") for line in lines[:-1])


def test_a_hint_names_the_layouts_that_have_room(tmp_path: Path) -> None:
    shop = workshop(tmp_path, {"title": "Long", "about": SENTENCE * 17}, "poker")
    composed(shop)
    (problem,) = shop.problems.errors
    assert problem.hint.startswith("tarot-text and a6 have room for every card (`layout` in kit.yaml); or ")
    shop = workshop(tmp_path, {"title": "Endless", "about": SENTENCE * 99}, "poker")
    composed(shop)
    assert shop.problems.errors[0].hint.startswith("shorten the text")


def test_a_layout_without_codes_gives_their_room_away(tmp_path: Path) -> None:
    workshop(tmp_path, {"title": "Long", "about": SENTENCE * 14}, "poker")
    kit = tmp_path / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("http://prepdeck.local:8765", "none"), encoding="utf-8")
    shop = load(tmp_path)
    back = composed(shop)["back"]
    assert codes(shop) == []
    assert not [item for item in items(back) if isinstance(item, Outline) and item.fill and item.fill.hex == "#FFFFFF"]


def test_a_layout_that_names_a_frame_wrongly_is_told_and_one_that_takes_a_frame_out_is_not(tmp_path: Path) -> None:
    workshop(tmp_path, WHOLE, "own")
    own = tmp_path / "layouts" / "cards" / "own.yaml"
    own.write_text("extends: poker\nback: {about: {takes: [exampel]}}\n", encoding="utf-8")
    shop = load(tmp_path)
    composed(shop)
    (problem,) = shop.problems.errors
    assert (problem.code, problem.hint) == ("unknown-frame", "did you mean 'example'?")
    assert problem.where.line == 2
    own.write_text("extends: poker\nback: {example: }\nfront: {plate: , motif: }\n", encoding="utf-8")
    shop = load(tmp_path)
    faces = composed(shop)
    assert codes(shop) == []
    assert "example" not in {item.field for item in items(faces["back"]) if isinstance(item, TextLine)}


@pytest.mark.parametrize(
    ("layout", "characters"),
    [("poker", 460), ("business", 460), ("index-5x3", 600), ("tarot", 600), ("a6", 700), ("a6-text", 1500)],
)
def test_a_text_alone_has_room(tmp_path: Path, layout: str, characters: int) -> None:
    for length, found in ((characters, []), (3 * characters, ["overset"])):
        shop = workshop(tmp_path, {"title": "Long", "about": (SENTENCE * 60)[:length]}, layout)
        composed(shop)
        assert codes(shop) == found


@pytest.mark.parametrize(("layout", "characters"), [("poker", 300), ("a6", 700)])
def test_a_text_beside_a_picture_has_the_room_that_import_promised(
    tmp_path: Path, layout: str, characters: int
) -> None:
    """With a line on the title side, a picture on both, a code and its address."""
    said = {"title": "A title", "line": "What it is, in a line.", "motif": "glyph.svg"}
    for length, found in ((characters, []), (3 * characters, ["overset"])):
        shop = workshop(tmp_path, {**said, "about": (SENTENCE * 60)[:length]}, layout)
        composed(shop)
        assert codes(shop) == found


@pytest.mark.parametrize(("layout", "characters"), [("business-statement", 200), ("poker-statement", 240)])
def test_a_sentence_is_as_large_as_it_can_be(tmp_path: Path, layout: str, characters: int) -> None:
    def size(title: str) -> float:
        shop = workshop(tmp_path, {"title": title}, layout)
        front = composed(shop)["front"]
        assert codes(shop) == []
        return min(item.spans[0].size for item in items(front) if isinstance(item, TextLine) and item.field == "title")

    short, long = size("What would you do?"), size((SENTENCE * 9)[:characters])
    assert short > 20
    assert 10 < long < short


def test_layouts_of_long_texts_hold_the_bundled_deck() -> None:
    names = [name for name in NAMES if name.endswith("-text")]
    found = capacities(load(bundled.folder("deck_sources") / "prepersonalization"), names)
    assert len(found) == len(names) == 3
    assert {(one.layout.name, *one.overset) for one in found} == {(name,) for name in names}
    assert {one.whole for one in found} == {found[0].cards}


@pytest.mark.parametrize("layout", in_part(EXTENDED, "poker"))
def test_layouts_that_extend_a_bundled_one_by_its_frames_keep_working(tmp_path: Path, layout: str) -> None:
    """All stand where they stood once, and a little beside, and each is taken out; of a frame that is no more
    nothing is left but a warning.
    """
    workshop(tmp_path, WHOLE | {"role": "who"}, "own", FULL)
    own = tmp_path / "layouts" / "cards" / "own.yaml"
    there = EARLIER[layout]
    now = yaml.safe_load((CARDS / f"{layout}.yaml").read_text(encoding="utf-8"))
    former = {name for side, frames in there.items() for name in frames if name not in now[side]}
    assert former <= set(now.get("former", ()))
    placed: list[Any] = [
        {side: {name: {"box": moved(box)} for name, box in frames.items()} for side, frames in there.items()}
        for moved in (lambda box: box, nudged)
    ]
    for change in (*placed, *({side: {name: None}} for side, frames in there.items() for name in frames)):
        own.write_text(yaml.safe_dump({"extends": layout, **change}), encoding="utf-8")
        shop = load(tmp_path)
        composed(shop)
        assert shop.problems.errors == []
        assert (change in placed and bool(former)) == ("former-frame" in codes(shop))


@pytest.mark.parametrize(
    "box",
    [
        {"top": "30mm", "bottom": "9mm"},
        {"right": "7mm", "width": "30mm", "bottom": "9mm", "height": "9mm"},
        {"left": None, "width": "30mm", "top": None, "bottom": "9mm"},  # what is taken out says nothing
    ],
)
def test_a_layout_says_where_a_frame_stands_by_other_edges_than_the_one_that_it_extends(
    tmp_path: Path, box: dict[str, str | None]
) -> None:
    """The bundled one says left and right, top and height."""
    workshop(tmp_path, WHOLE, "own")
    own = tmp_path / "layouts" / "cards" / "own.yaml"
    own.write_text(yaml.safe_dump({"extends": "poker-compact", "front": {"line": {"box": box}}}), "utf-8")
    shop = load(tmp_path)
    composed(shop)
    assert "bad-value" not in codes(shop)
    frame = shop.pieces["deck"].layout.front["line"].box
    given = {key for key in ("left", "width", "right", "top", "height", "bottom") if getattr(frame, key) is not None}
    assert {key for key, value in box.items() if value} <= given
    assert len(given) == 4


def test_a_frame_of_a_former_name_that_says_its_kind_is_drawn(tmp_path: Path) -> None:
    workshop(tmp_path, WHOLE, "own")
    own = tmp_path / "layouts" / "cards" / "own.yaml"
    box = "{left: 5mm, width: 9mm, top: 5mm, height: 9mm}"
    own.write_text(f"extends: poker-compact\nback: {{plate: {{kind: fill, colour: '#123456', box: {box}}}}}\n", "utf-8")
    shop = load(tmp_path)
    drawn = [item for item in items(composed(shop)["back"]) if isinstance(item, Outline) and item.fill]
    assert "#123456" in [item.fill.hex for item in drawn if isinstance(item.fill, Colour)]
    assert codes(shop) == []


def nudged(box: dict[str, str]) -> dict[str, str]:
    return {key: f"{float(value.removesuffix('mm')) + 0.01:.2f}mm" for key, value in box.items()}
