"""What is printed, in the studio: each choice writes its own value alone; sheets, cost and time of all of it."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from accessible import first_of, wear, wrong
from hands import LOOKS
from starlette.testclient import TestClient
from studios import client_of, served, studio_on
from test_studio_print import press

from generator.errors import SourceError
from generator.kit.request.whereabouts import read_kit
from generator.kit.workshop import bundled_workshop
from generator.studio.pieces.prices import Prices, chosen_way, figures, read_prices
from generator.studio.redrawing import PreviewOptions, Redrawing
from generator.studio.shown import PaperUse
from generator.studio.state import Studio

CARD, PAPER = PaperUse("whole", "card", 7, 2, 12), PaperUse("whole", "paper", 30, 1)
POSTER = PaperUse("whole", "large", 1, 1), PaperUse("tiles", "paper", 16, 1)
BLANKS = "\nblanks: {counts: {start: 2, plain: 3}}  # to write on\n"


def kit_of(studio: Studio) -> str:
    return (studio.folder / "kit.yaml").read_text("utf-8")


def said(text: str) -> list[str]:
    """The lines that say something."""
    return [line for line in text.splitlines() if line.strip()]


def choose(
    mouse: TestClient, studio: Studio, section: str, name: str, value: str, was: str | None = None, **more
) -> int:
    """One choice of a form, as its page shows it."""
    shown = was if was is not None else shown_now(mouse, name)
    return press(mouse, studio, "/pieces/change", section=section, **{name: value, f"was.{name}": shown}, **more)


def shown_now(mouse: TestClient, name: str) -> str:
    (value,) = re.findall(rf'name="was\.{re.escape(name)}" value="([^"]*)"', mouse.get("/pieces").text)
    return value


@pytest.mark.parametrize(
    ("section", "name", "value", "before", "after"),
    [
        ("kit", "paper", "letter", "paper: a4 ", "paper: letter "),
        ("deck", "deck.layout", "tarot", "layout: poker ", "layout: tarot "),
    ],
)
def test_a_choice_writes_its_own_value_and_nothing_else(
    mouse: TestClient, studio: Studio, section: str, name: str, value: str, before: str, after: str
) -> None:
    text = kit_of(studio)
    assert text.count(before) == 1
    assert choose(mouse, studio, section, name, value) == 303
    assert kit_of(studio) == text.replace(before, after)
    assert shown_now(mouse, name) == value


def test_what_was_not_said_yet_is_added_and_what_is_usual_again_goes(mouse: TestClient, studio: Studio) -> None:
    before = kit_of(studio)
    assert choose(mouse, studio, "kit", "profile", "home") == 303
    assert choose(mouse, studio, "deck", "deck.sets", "3") == 303
    kit = read_kit(studio.folder)
    assert (kit.profile, kit.deck.sets) == ("home", 3)
    assert "# prepdeck list layouts" in kit_of(studio)
    assert choose(mouse, studio, "kit", "profile", "") == 303
    assert "profile" not in kit_of(studio)
    assert [line for line in said(kit_of(studio)) if "sets: 3" not in line or "#" in line] == said(before)


def test_a_piece_is_ordered_changed_and_left_out(mouse: TestClient, studio: Studio) -> None:
    before = kit_of(studio)
    assert press(mouse, studio, "/pieces/change", section="blanks", ordered="yes") == 303
    assert dict(read_kit(studio.folder).blanks.counts) == {"plain": 8}
    assert choose(mouse, studio, "blanks", "blanks.counts.start", "4") == 303
    assert choose(mouse, studio, "blanks", "blanks.counts.plain", "0") == 303
    assert dict(read_kit(studio.folder).blanks.counts) == {"start": 4}
    assert press(mouse, studio, "/pieces/change", section="blanks", ordered="no") == 303
    assert read_kit(studio.folder).blanks is None
    assert said(kit_of(studio)) == said(before)


@pytest.mark.parametrize(
    ("section", "name", "value", "status"),
    [
        ("deck", "deck.sets", "0", 422),
        ("deck", "deck.sets", "x", 422),
        ("kit", "paper", "../a4", 400),
        ("kit", "paper", "a4\nid: x", 400),
        ("gone", "paper", "letter", 400),
    ],
)
def test_what_cannot_be_chosen_is_refused(
    mouse: TestClient, studio: Studio, section: str, name: str, value: str, status: int
) -> None:
    before = kit_of(studio)
    assert choose(mouse, studio, section, name, value) == status
    assert kit_of(studio) == before


def test_two_tabs_that_change_the_same_are_shown_side_by_side(mouse: TestClient, studio: Studio) -> None:
    kit = studio.folder / "kit.yaml"
    kit.write_text(kit_of(studio).replace("layout: poker", "layout: a6").replace("title: Our", "title: My"), "utf-8")
    assert choose(mouse, studio, "kit", "paper", "letter", was="a4") == 303  # nobody else has changed that
    conflict = mouse.post(
        "/pieces/change",
        data={"workshop": studio.key, "section": "deck", "deck.layout": "tarot", "was.deck.layout": "poker"},
    )
    assert conflict.status_code == 409
    assert re.findall(r"<td>(\w+)</td>", conflict.text) == ["poker", "a6", "tarot"]
    assert "layout: a6" in kit_of(studio)
    assert choose(mouse, studio, "deck", "deck.layout", "tarot", was="poker", mine="yes") == 303
    assert ("layout: tarot" in kit_of(studio), "title: My" in kit_of(studio)) == (True, True)


def test_the_bundled_workshop_is_shown_and_not_changed(tmp_path: Path) -> None:
    studio = studio_on(bundled_workshop(), tmp_path)
    with client_of(studio) as mouse:
        page = mouse.get("/pieces").text
        assert page.count('name="posters.names"') >= 9
        assert 'name="worksheets.copies.recipe"' in page
        assert choose(mouse, studio, "kit", "paper", "letter") == 409
    studio.end()


def test_posters_are_chosen_one_by_one_and_at_least_one(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(bundled_workshop(), shop)
    names = list(read_kit(shop).posters.names)
    studio = studio_on(shop, tmp_path)
    with client_of(studio) as mouse:
        form = {"workshop": studio.key, "section": "posters", "was.posters.names": ",".join(names)}
        assert mouse.post("/pieces/change", data=form | {"posters.names": names[1:]}).status_code == 303
        assert list(read_kit(shop).posters.names) == names[1:]
        form["was.posters.names"] = ",".join(names[1:])
        assert mouse.post("/pieces/change", data=form).status_code == 422
        assert list(read_kit(shop).posters.names) == names[1:]
    studio.end()


# What it takes


def test_sheets_and_cuts_are_those_of_the_plan(starter: Path) -> None:
    drawn = Redrawing(PreviewOptions(starter, {}))
    drawn.draw()
    (deck,) = drawn.state.pieces
    assert deck.uses == (PaperUse("whole", "card", 1, 2, 12),)  # four by two, each with a gap around it


def test_costs_are_those_of_the_list_and_time_is_counted() -> None:
    listed = Prices(card_two_sides=Decimal("0.60"), paper_one_side=Decimal("0.10"), seconds_a_side=3, seconds_a_cut=5)
    taken = figures([CARD, PAPER], listed)
    assert taken.sheets == {"card": 7, "paper": 30, "large": 0}
    assert (taken.cost, taken.is_partial) == (Decimal("7.20"), False)
    assert taken.minutes == -(-(7 * (2 * 3 + 12 * 5) + 30 * 3) // 60)
    assert figures([CARD, PAPER], Prices()).cost is None
    assert figures([CARD], Prices(paper_one_side=Decimal(1))).cost is None
    assert figures([CARD, PAPER], Prices(paper_one_side=Decimal(1))).is_partial


def test_a_poster_is_counted_in_one_way() -> None:
    assert chosen_way(POSTER, Prices()) == (POSTER[1],)
    assert chosen_way(POSTER, Prices(posters="whole")) == (POSTER[0],)
    assert chosen_way((CARD,), Prices(posters="whole")) == (CARD,)


def test_prices_are_entered_as_people_write_them_and_kept_for_all_workshops(mouse: TestClient, studio: Studio) -> None:
    folder = studio.surroundings.data

    def enter(**inputs: str) -> int:
        (seen,) = re.findall(r'name="seen" value="(\w*)"', mouse.get("/pieces").text)
        return press(mouse, studio, "/pieces/prices", seen=seen, seconds_a_side="4", seconds_a_cut="10", **inputs)

    assert enter(currency="EUR", card_two_sides="0,45", paper_one_side="1") == 303
    listed = read_prices(folder)
    assert (listed.currency, listed.card_two_sides, listed.paper_one_side) == ("EUR", Decimal("0.45"), Decimal(1))
    (folder / "prices.yaml").write_text("# of the shop at the corner\n" + (folder / "prices.yaml").read_text("utf-8"))
    assert enter(currency="EUR", card_two_sides="0.45", paper_one_side="", posters="whole") == 303
    text = (folder / "prices.yaml").read_text("utf-8")
    assert ("# of the shop" in text, "paper_one_side" in text) == (True, False)
    assert enter(currency="EUR", card_two_sides="cheap") == 422
    assert press(mouse, studio, "/pieces/prices", seen="0" * 64, currency="USD") == 409
    assert (folder / "prices.yaml").read_text("utf-8") == text
    (folder / "prices.yaml").write_text("card_two_sides: cheap\n", "utf-8")
    with pytest.raises(SourceError, match="amount"):
        read_prices(folder)


@pytest.mark.needs("chromium")
def test_a_paper_is_chosen_with_one_click(chromium, starter: Path, tmp_path: Path) -> None:
    with (starter / "kit.yaml").open("a", encoding="utf-8") as file:
        file.write(BLANKS)
    studio = studio_on(starter, tmp_path)
    studio.show(Redrawing(PreviewOptions(starter, {})), starts=True)
    with served(studio) as address:
        context = chromium.new_context(locale="en-GB")
        page = context.new_page()
        wear(page, first_of(LOOKS))
        page.goto(address)
        page.wait_for_url("**/pages")
        page.get_by_role("link", name="What is printed").click()
        page.locator("#of-deck", has_text="one sheet of card").wait_for()
        page.locator("#figures:not([data-drawing])").wait_for()
        page.get_by_role("button", name="Save", exact=True).first.wait_for(state="hidden")
        page.get_by_label("Letter").check()
        page.locator('#section-kit input[name="was.paper"][value="letter"]').wait_for(state="attached")
        assert "paper: letter " in kit_of(studio)
        page.get_by_label("Sets of the deck").fill("9")
        page.get_by_label("Sets of the deck").press("Tab")
        page.locator("#of-deck", has_text=re.compile(r"\d sheets of card")).wait_for()
        page.locator("#section-blanks").get_by_label("Print it").uncheck()
        page.locator("#section-blanks").get_by_label("Plain, of no family").wait_for(state="detached")
        assert read_kit(starter).blanks is None
        assert wrong(page, LOOKS) == []
        context.close()
