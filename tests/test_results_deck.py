"""Cards that people wrote become the next edition: accepted, checked, printed, and read from the page as they were."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from rooms import RUNNER, kit
from test_record import HOSTILE

from generator.capture.model import Candidate
from generator.cli import main
from generator.compose import inline
from generator.deck import load_deck
from generator.errors import Problems
from generator.sources import tidy

BLANK = next(each for each in kit().things if each.kind == "blank" and each.category == "segments")
PLAIN = next(each for each in kit().things if each.kind == "blank" and each.category not in kit().categories)
FILES = {
    "kit.yaml": 'id: prepersonalization\ntitle: A morning\nedition: "1"\npaper: a4\ndate: 2026-11-22\n'
    "capture: {url: http://prepdeck.local:8765}\ndeck: {layout: a6}\n",
    "deck.yaml": "id: prepersonalization\ntitle: A deck\nlanguage: en\nfields:\n  title: {kind: text}\n"
    "  about: {kind: text}\n  mark: {kind: text}\ncategories:\n  segments: {name: Segments}\n  goals: {name: Goals}\n"
    "roles:\n  audience: {name: Audience}\n",
    "brand.yaml": "client: Us\n",
    "cards/10-segments.yaml": "cards:\n- {id: guest, category: segments, title: Guest, about: Nobody knows.}\n",
}


@pytest.fixture
def shop(tmp_path):
    folder = tmp_path / "shop"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def command(*words):
    return CliRunner(env={"PREPDECK_WORKSHOPS": ""}).invoke(main, list(map(str, words)))


class Author:
    """Writes blank cards, and says of them what the desk says."""

    def __init__(self, room, people) -> None:
        self.room, self.people = room, people

    def writes(self, title, words="", on=BLANK, verdict="accepted", body=None, **said) -> str:
        told = {"title": title, **({"words": words} if words else {}), **(body or {})}
        entry = self.people.says(None, "", told, "blank", on)
        RUNNER.run(self.room.store.consider(Candidate(entry, verdict, **{"body": {}, **said})))
        return entry

    def takes(self, shop, *more):
        return command("results", "deck", shop, "--data", self.room.store.path, *more)


@pytest.fixture
def author(room, people):
    return Author(room, people)


def cards_in(shop) -> str:
    return (shop / "cards" / "room-tuesday.yaml").read_text("utf-8")


def test_for_programs_it_says_what_it_would_write_and_writes_nothing(shop, author):
    author.writes("Night owls")
    before = sorted(path.name for path in shop.rglob("*"))
    would = json.loads(author.takes(shop, "--json").stdout)
    assert [each["title"] for each in would["new"]] == ["Night owls"]
    assert sorted(path.name for path in shop.rglob("*")) == before
    assert author.takes(shop).exit_code == 0
    assert {name: (shop / name).read_text("utf-8") for name in would["files"]} == would["files"]
    again = json.loads(author.takes(shop, "--json").stdout)
    assert (again["files"], again["new"]) == ({}, [])


def test_accepted_cards_pass_the_check_and_are_printed_as_they_were_accepted(shop, author, tmp_path):
    author.writes("Night owls", "They come after ten.\nThey read long.", body={"role": "audience"}, label="thick")
    author.writes("Early birds", body={"category": "goals"}, credit="Ada", group="Time of day")
    author.writes("Nobody looked at it", verdict="")
    author.writes("Nobody wanted it", verdict="rejected")
    done = author.takes(shop)
    assert done.exit_code == 0, done.output
    assert command("check", shop).exit_code == 0
    ids = re.findall(r"- id: (room-\w+)", cards_in(shop))
    assert len(ids) == 2
    assert "role: audience" in cards_in(shop)
    assert "# Lies with: Time of day" in cards_in(shop)
    assert "# Written by: Ada" in cards_in(shop)
    assert f"prepdeck build {shop} --cards {','.join(ids)}" in done.output
    out = tmp_path / "out"
    assert command("build", shop, "--cards", ",".join(ids), "-o", out).exit_code == 0
    printed = words_of(next(out.glob("deck*.pdf")))
    for words in ("Night owls", "They come after ten. They read long.", "Early birds", "thick"):
        assert words.casefold() in printed.casefold(), (words, printed)
    assert "Nobody" not in printed.replace("Nobody knows", "")


def words_of(pdf) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def test_a_second_run_adds_what_is_new_and_keeps_what_was_edited(shop, room, session, author):
    one, two, gone = author.writes("Night owls"), author.writes("Early birds"), author.writes("Nobody")
    assert author.takes(shop).exit_code == 0
    before = cards_in(shop)
    name = re.search(r"- id: (\S+)\n.*\n    title: Night owls", before)[1]
    again = author.takes(shop)
    assert "nothing new" in again.output
    assert cards_in(shop) == before
    edited = before.replace("title: Night owls", "title: Owls of the night  # ours")
    (shop / "cards" / "room-tuesday.yaml").write_text(
        re.sub(r"\n\n  - id: \S+\n.*\n    title: Nobody", "", edited), "utf-8"
    )
    said = [Candidate(one, "accepted", {"title": "Owls!"}), Candidate(two, "accepted", {"title": "Larks"})]
    RUNNER.run(room.store.consider(*said))
    new = author.writes("Night shift")
    done = author.takes(shop)
    assert done.exit_code == 0, done.output
    assert "title: Owls of the night  # ours" in cards_in(shop)
    assert "title: Larks" in cards_in(shop)
    assert "title: Night shift" in cards_in(shop)
    assert "Nobody" not in cards_in(shop)
    assert f"not as it was captured, and kept as you have it: {name} (title)" in done.output
    assert "taken out by you, and left out: room-" in done.output
    RUNNER.run(room.store.set_state(two, "erased"))
    RUNNER.run(room.store.set_state(new, "hidden"))
    assert author.takes(shop).output.count("room-") >= 4
    assert {one, gone} <= {each.id for each in room.store.entries(session.id)}


def test_ids_come_from_entries_alone(shop, author, tmp_path):
    refused = author.takes(shop, "--to", str(tmp_path / "one.yaml"))
    assert (refused.exit_code, "say --all" in refused.stderr) == (6, True)
    author.writes("Night owls")
    author.takes(shop, "--to", str(tmp_path / "one.yaml"))
    first = re.search("id: room-.*", (tmp_path / "one.yaml").read_text())[0]
    author.takes(shop)
    assert first in cards_in(shop)
    refused = author.takes(shop, "--to", str(tmp_path / "one.yaml"))
    assert refused.exit_code == 5
    assert "is there already" in refused.stderr


def test_since_takes_what_is_new_alone(shop, room, session, people, author, tmp_path):
    author.writes("Night owls")
    assert author.takes(shop, "--since", "2026-11-23").exit_code == 0
    assert not (shop / "cards" / "room-tuesday.yaml").exists()
    assert author.takes(shop).exit_code == 0
    assert command("build", shop, "--only", "deck").exit_code == 0
    later = RUNNER.run(room.store.open_session(kit().id, "Wednesday"))
    entry = people.says(None, "", {"title": "Night shift"}, "blank", BLANK, session=later.id)
    RUNNER.run(room.store.consider(Candidate(entry, "accepted")))
    for number, since in enumerate(("edition", session.id)):
        done = author.takes(shop, "--since", since, "--to", str(tmp_path / f"{number}.yaml"))
        assert "1 card" in done.output, done.output
        assert "Night shift" in (tmp_path / f"{number}.yaml").read_text()
    assert author.takes(shop, "--since", "yesterday").exit_code == 2


def test_hostile_words_are_whole_and_mean_nothing(shop, author, tmp_path):
    marks = ["*a* **b** \\* 5*10", "a: b # c", "- x", "{title}", "&amp; <b>x</b>", "\"'", "yes", "C:\\new"]
    said = [words for words in HOSTILE if len(words) < 200] + marks
    entries = {words: author.writes(f"x {len(words)}", words) for words in said}
    done = author.takes(shop)
    assert done.exit_code == 3
    assert re.search(r"room-tuesday.yaml:\d+:\d+: .*an emoji of several code points", done.stderr)
    assert written(shop) == [tidy(words) for words in said]
    (shop / "cards" / "room-tuesday.yaml").unlink()
    (shop / "captured.yaml").unlink()
    emoji = next(words for words in said if "\N{ZERO WIDTH JOINER}" in words)
    RUNNER.run(author.room.store.consider(Candidate(entries[emoji], "rejected")))
    assert author.takes(shop).exit_code == 0
    assert command("build", shop, "-o", tmp_path / "out").exit_code == 0
    printed = "".join(words_of(next((tmp_path / "out").glob("deck*.pdf"))).split())
    missing = [words for words in said if words != emoji and "".join(tidy(words).split()) not in printed]
    assert missing == []


def written(shop) -> list[str]:
    """What the cards of people say, as a reader sees it."""
    return [inline.plain(card.values["about"]) for card in load_deck(shop, Problems()).cards[1:]]


def test_what_has_no_room_is_a_problem_with_its_place_and_nothing_is_cut(shop, author):
    author.writes("Night owls", "They read for a very long time. " * 60)
    done = author.takes(shop)
    assert done.exit_code == 3
    assert re.search(r"cards/room-tuesday\.yaml:\d+:\d+: .*", done.stderr), done.stderr
    assert " ".join(cards_in(shop).split()).count("very long time") == 60


def test_a_card_without_a_family_says_so_and_the_command_can_name_one(shop, author):
    author.writes("Night owls", on=PLAIN)
    refused = author.takes(shop)
    assert refused.exit_code == 3
    assert "category" in refused.stderr
    (shop / "cards" / "room-tuesday.yaml").unlink()
    (shop / "captured.yaml").unlink()
    assert author.takes(shop, "--category", "goals").exit_code == 0


def test_the_bundled_workshop_and_decks_in_a_table_are_left_alone(shop, author):
    author.writes("Night owls")
    from generator.kit.request.whereabouts import bundled_workshop

    refused = author.takes(bundled_workshop())
    assert (refused.exit_code, "everybody" in refused.stderr) == (5, True)
    (shop / "cards" / "10-segments.yaml").unlink()
    (shop / "cards.csv").write_text("id,category,title\nguest,segments,Guest\n", "utf-8")
    refused = author.takes(shop)
    assert (refused.exit_code, "cards.csv" in refused.stderr) == (3, True)


def test_what_people_wrote_for_it_stands_with_it_and_twins_with_the_one_that_stays(shop, room, author):
    stays, twin = author.writes("Night owls", credit="Ada"), author.writes("Owls of the night", credit="Grace")
    RUNNER.run(room.store.merge([twin], stays))
    (shop / "deck.yaml").write_text(
        FILES["deck.yaml"].replace("  mark:", "  credit: {kind: text, print: false}\n  mark:")
    )
    assert author.takes(shop).exit_code == 0
    assert "credit: Ada, Grace" in cards_in(shop)
    assert "Owls of the night" not in cards_in(shop)


def test_a_workshop_of_two_languages_is_told_what_its_new_cards_lack(author, tmp_path):
    shop = Path(shutil.copytree(Path(__file__).parent / "bilingual", tmp_path / "two"))
    author.writes("Night owls", on=PLAIN)
    done = author.takes(shop, "--category", "stuck")
    assert done.exit_code == 3
    assert "not said in de: 'Night owls'" in done.stderr
    assert "words/de/cards/room-tuesday.yaml" in done.stderr
