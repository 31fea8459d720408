"""A kit in two languages on phones: its words follow the phone, what is kept is the same; the desk has its own."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from live import Live
from rooms import RUNNER, Phone, make_room

from generator.capture.app import create_app
from generator.capture.form_entries import read_form
from generator.capture.kits import PrintedKit
from generator.capture.web.room import Room
from generator.capture.web.translations import nearest

BILINGUAL = Path(__file__).parent / "bilingual"
ENGLISH = {"who": "Ana", "about": "it", "said": "Since …, Ana spoke."}
ENTRY = "11111111-1111-4111-8111-11111111111"


@pytest.fixture(scope="module")
def kit(print_once: Any) -> PrintedKit:
    return PrintedKit.of((print_once(workshop=BILINGUAL).folder / "manifest.json").read_bytes())


@pytest.fixture
def room(kit: PrintedKit, tmp_path: Path) -> Iterator[Room]:
    room = make_room(tmp_path, kits=lambda: kit)
    yield room
    room.store.close()


@pytest.fixture
def session(room: Room, kit: PrintedKit) -> Any:
    return RUNNER.run(
        room.store.open_session(kit.id, "Tuesday", asks=("department",), departments=("Sales", "Technology"))
    )


@pytest.fixture
def phone(room: Room, session: Any) -> Callable[..., Phone]:
    app = create_app(room)

    def phone(language: str, **headers: str) -> Phone:
        return Phone(app, **{"accept-language": language} | headers)

    return phone


def code(kit: PrintedKit, id: str) -> str:
    return next(thing.code for thing in kit.things if thing.id == id)


def entered(phone: Phone, path: str, number: int, **answers: str) -> Any:
    said = {"_id": f"{ENTRY}{number}", "_consent": "1", "_department": "Sales", **answers}
    return phone.post(path, said)


def test_a_phone_sees_the_kit_in_its_own_language(kit: PrintedKit, phone: Callable[..., Phone]) -> None:
    sheet = f"/{code(kit, 'talk')}"
    german, english, french = (phone(language).get(sheet).text for language in ("de-AT,de;q=0.9", "en", "fr"))
    for words in (
        "Ein Gespräch",
        "Wer sprach?",
        "Eines davon.",
        "furchtbar",
        "Geld",
        "Technik",
        "Ein Satz",
        "Die Karten",
    ):
        assert words in german, words
    for words in ("A talk", "Who spoke?", "One of them.", "awful", ">money<", "technology", "One sentence"):
        assert words in english, words
        assert words not in german, words
    assert "Who spoke?" in french  # the kit's own, where it has none of that
    assert 'value="money"' in german
    assert ">Vertrieb</option>" in german
    assert 'value="Sales"' in german
    wall = phone("de").get(f"/{code(kit, 'wall')}").text
    for words in ("Die Wand", "Bald", "Spät", "Billig", "Beginnen", "Wo liegt er?"):
        assert words in wall, words


def test_a_person_may_choose_another(kit: PrintedKit, phone: Callable[..., Phone]) -> None:
    browser = phone("en")
    sheet = f"/{code(kit, 'talk')}"
    assert browser.post("/language", {"to": "de", "back": sheet}).status_code == 303
    assert "Wer sprach?" in browser.get(sheet).text
    assert browser.post("/language", {"to": "en", "back": sheet}).status_code == 303
    assert "Who spoke?" in browser.get(sheet).text


def test_what_is_kept_is_the_same_in_every_language(
    kit: PrintedKit, room: Room, session: Any, phone: Callable[..., Phone]
) -> None:
    sheet = f"/{code(kit, 'talk')}"
    answers = {"who": "Ana", "mood": "4", "about": "it", "why": "x"}
    for number, language in enumerate(("de", "en"), 1):
        browser = phone(language)
        assert entered(browser, sheet, number, **answers).status_code == 303, language
        seen = browser.get(f"/kept/{ENTRY}{number}").text
        assert ("Worüber?" in seen, "Technik" in seen, "technology" in seen) == (
            (True, True, False) if language == "de" else (False, False, True)
        )
    first, second = room.store.entries(session.id)
    assert {**first.body, "said": ""} == {**second.body, "said": ""}
    assert first.body["about"] == "it"
    assert (first.body["said"], second.body["said"]) == ("Da x, sprach Ana.", "Since x, Ana spoke.")
    assert first.department == second.department == "Sales"


def test_a_page_in_one_language_is_understood_by_a_phone_in_another(
    kit: PrintedKit, room: Room, session: Any, phone: Callable[..., Phone]
) -> None:
    """A draft waits in a phone whose language is changed; and a script may say options by their words."""
    sheet = f"/{code(kit, 'talk')}"
    for number, (language, about) in enumerate((("en", "Geld"), ("de", "money"), ("de", "Geld"), ("fr", "Geld")), 1):
        assert entered(phone(language), sheet, number, who="Ana", about=about).status_code == 303, (language, about)
    assert {entry.body["about"] for entry in room.store.entries(session.id)} == {"money"}


def test_laid_cards_speak_the_language_of_their_phone(kit: PrintedKit, phone: Callable[..., Phone]) -> None:
    browser = phone("de")
    card = code(kit, "sentence")
    joined = browser.post("/join", {"_consent": "1", "_department": "Technology", "next": f"lay-{card}"})
    assert joined.status_code == 303
    assert "gefragt mit Ein Satz" in browser.get("/lay").text


def test_departments_are_one_in_all_languages(kit: PrintedKit) -> None:
    german = kit.in_language("de")
    assert (kit.department("Vertrieb"), kit.department("Technik"), kit.department("it")) == (
        "Sales",
        "Technology",
        "Technology",
    )
    assert (german.shown_department("Sales"), kit.shown_department("Sales")) == ("Vertrieb", "Sales")


def test_the_desk_speaks_the_kits_own_language(
    kit: PrintedKit, room: Room, session: Any, phone: Callable[..., Phone]
) -> None:
    entered(phone("de"), f"/{code(kit, 'talk')}", 1, who="Ana", about="it")
    desk = phone("de")
    assert desk.post(f"/f/{RUNNER.run(room.store.one_time_link())}").status_code == 303
    entries = desk.get(f"/desk/{session.id}").text
    assert "A talk" in entries
    assert "Ein Gespräch" not in entries
    exported = desk.get(f"/desk/{session.id}/results.csv").text
    assert '"Ana","it"' in exported
    assert "Technik" not in exported
    assert "technology" in desk.get(f"/desk/{session.id}/entries/{ENTRY}1").text


def test_a_language_that_no_longer_fits_gives_way_to_the_kits_own(print_once: Any) -> None:
    """It was built before the sources changed, or a hand has touched it: nothing is lost, and nothing fails."""
    said = json.loads((print_once(workshop=BILINGUAL).folder / "manifest.json").read_bytes())
    about = said["forms"]["talk"]["fields"]["about"]
    about["options"].append("Technik")  # new, and called as another one is in German
    about["option_ids"].append("machines")
    said["forms"]["talk"]["fields"]["since"] = {"label": "Since when?", "kind": "text"}
    said["languages"]["de"]["forms"]["talk"]["fields"]["said"]["text"] = "Da {wer}."
    said["languages"]["de"]["guide"] = [["Guten Morgen"]]
    kit = PrintedKit.of(json.dumps(said).encode())
    german = kit.in_language("de")
    assert german.forms["talk"].fields["since"].label == "Since when?"
    assert german.forms["talk"] == kit.forms["talk"]  # two options of one name cannot be asked
    assert german.forms["spot"].title == "Ein Ort"
    assert german.title == "Ein Kasten für zwei Räume"


def test_an_older_manifest_has_one_language(kit: PrintedKit) -> None:
    earlier = PrintedKit.of((Path(__file__).parent / "earlier" / "manifest.json").read_bytes())
    assert earlier.languages == {}
    assert earlier.in_language("de") is earlier
    assert list(kit.languages) == ["de"]


@pytest.mark.parametrize(
    ("header", "known", "own", "found"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", ["de"], "en-GB", "de"),
        ("de", ["de-CH"], "en", "de-CH"),
        ("en-US", ["de"], "en-GB", "en-GB"),
        ("fr,de;q=0.3", ["de"], "en", "de"),
        ("fr", ["de"], "en", "en"),
        ("*", ["de"], "en", "en"),
        ("", ["de"], "en", "en"),
        ("de;q=0", ["de"], "en", "en"),
        ("pt-BR", ["pt", "pt-BR"], "en", "pt-BR"),
    ],
)
def test_which_language_a_phone_gets(header: str, known: list[str], own: str, found: str) -> None:
    assert nearest(header, known, own) == found


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("script", [True, False])
def test_two_phones_in_a_browser_log_the_same(kit: PrintedKit, chromium: Any, tmp_path: Path, script: bool) -> None:
    live = Live(tmp_path, kits=lambda: kit)
    try:
        session = live.do(live.room.store.open_session(kit.id, "Tuesday"))
        for locale, label, option in (("de-DE", "Wer sprach?", "Technik"), ("en-GB", "Who spoke?", "technology")):
            with chromium.new_context(
                viewport={"width": 390, "height": 844}, locale=locale, java_script_enabled=script
            ) as context:
                page = context.new_page()
                page.goto(live.url(f"/{code(kit, 'talk')}"))
                assert page.locator("h1").inner_text() == ("Ein Gespräch" if locale == "de-DE" else "A talk")
                page.get_by_label(label).fill("Ana")
                page.get_by_label(option).check()
                page.locator("#_consent").check()
                page.locator("button.main").last.click()
                page.wait_for_url("**/kept/**")
                assert option in page.inner_text("main")
        first, second = live.room.store.entries(session.id)
        assert (first.body, second.body) == ({"who": "Ana", "about": "it", "said": "Da …, sprach Ana."}, ENGLISH)
    finally:
        live.close()


def test_forms_are_read_as_they_are_in_each_language(kit: PrintedKit) -> None:
    german = kit.in_language("de").forms["talk"].fields["about"]
    assert german.option_ids == kit.forms["talk"].fields["about"].option_ids == ("money", "it")
    assert read_form("x", {"fields": {}}).fields == {}
    assert re.search("[äöü]", kit.in_language("de").forms["talk"].title)
