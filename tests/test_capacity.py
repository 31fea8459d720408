"""How many cards each bundled layout holds, and which fields have no room or are not shown."""

import shutil
from pathlib import Path

import pytest

from generator.kit.capacity import capacities
from generator.kit.press.capacity import most_roomy
from generator.kit.workshop import Workshop, load

SMALL = Path(__file__).parent / "small"
FIELDS = {"title": "text", "line": "text", "about": "text", "prompts": "list", "example": "text", "motif": "picture"}
WORD = "A sentence of ordinary words for a card that people read. "


def workshop(folder: Path, cards: list[dict[str, str]]) -> Workshop:
    """A deck of one category whose cards say this."""
    shutil.copytree(SMALL, folder)
    fields = "\n".join(f"  {name}: {{kind: {kind}}}" for name, kind in FIELDS.items())
    head = f"id: held\ntitle: Held\nfields:\n{fields}\ncategories:\n  one: {{name: One, colour: '#335577'}}\n"
    (folder / "deck.yaml").write_text(head, encoding="utf-8")
    said = ["cards:"]
    for number, card in enumerate(cards):
        said += [f"  - id: card-{number}", "    category: one", *(f"    {name}: {text}" for name, text in card.items())]
    (folder / "cards" / "all.yaml").write_text("\n".join(said) + "\n", encoding="utf-8")
    return load(folder, {"layout": "poker"})


def test_each_layout_says_how_many_cards_it_holds_and_what_has_no_room(tmp_path: Path) -> None:
    shop = workshop(
        tmp_path / "deck",
        [
            {"title": "Short", "about": WORD * 3},
            {"title": "Long", "about": WORD * 14},
            {"title": "Endless", "about": WORD * 99, "example": WORD},
        ],
    )
    found = {one.layout.name: one for one in capacities(shop, ("a6", "poker", "business", "poker-compact", "blank"))}
    assert not shop.problems
    assert not [name for name in found if name.startswith("blank")]
    assert str(found["a6"]) == "a6 2 of 3"
    assert (found["poker"].holds, found["poker"].fields) == (1, {"about": 2})
    assert found["poker"].overset == {"card-1": ("about",), "card-2": ("about",)}
    assert (found["business"].unshown, found["business"].whole) == ({"example": 1}, 1)
    assert (found["poker-compact"].holds, found["poker-compact"].whole) == (3, 0)
    best = most_roomy(found.values())
    assert best is not None
    assert best.layout.name == "a6"


def test_a_layout_that_cannot_be_used_with_a_deck_holds_nothing_and_says_why(tmp_path: Path) -> None:
    workshop(tmp_path / "deck", [{"title": "Short"}])
    own = tmp_path / "deck" / "layouts" / "cards" / "own.yaml"
    own.write_text("extends: poker\nstyles: {body: {font: nowhere}}\n", encoding="utf-8")
    (found,) = capacities(load(tmp_path / "deck", {"layout": "poker"}), ["own"])
    assert (found.holds, found.whole) == (0, 0)
    assert "no font 'nowhere'" in found.fault
    assert most_roomy([found]) is None


@pytest.mark.parametrize("holding", [("poker", "a6"), ("business-us", "business")])
def test_of_layouts_that_do_as_well_the_usual_one_is_chosen_and_of_the_others_the_plainly_named(
    tmp_path: Path, holding: tuple[str, str]
) -> None:
    shop = workshop(tmp_path / "deck", [{"title": "Short"}])
    best = most_roomy(capacities(shop, holding))
    assert best is not None
    assert best.layout.name == {"poker", "business"}.intersection(holding).pop()


def test_questions_that_are_titles_get_the_layout_of_one_sentence(tmp_path: Path) -> None:
    question = "What would you do tomorrow if nobody were watching you"
    shop = workshop(tmp_path / "questions", [{"title": question}, {"title": f"{question}, or me"}])
    best = most_roomy(capacities(shop))
    assert best is not None
    assert best.layout.name == "poker-statement"
    shop = workshop(tmp_path / "names", [{"title": "Trust"}, {"title": question}, {"title": "Time"}])
    best = most_roomy(capacities(shop))
    assert best is not None
    assert best.layout.name == "poker"
