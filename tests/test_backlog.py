"""What could be built, for trackers: each file as its tracker documents it, whatever people wrote."""

import csv
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from rooms import ROOT, RUNNER, kit, thing
from test_record import HOSTILE

from generator.capture.results import backlog
from generator.capture.results.backlog_file import LABELS, LONGEST_TITLE, TRACKERS
from generator.capture.results.cells import original
from generator.cli import main
from generator.codes import entry_code

MATRIX, SHEET = (
    thing("poster", "priority-matrix"),
    next(each for each in kit().things if (each.kind, each.id) == ("worksheet", "recipe")),
)
RECIPE = {
    "name": "Come back", "who": "Guests", "if": "a guest comes back", "then": "we greet them",
    "sentence": "If a guest comes back, then we greet them.", "measure": "10 % more come again", "by": "May",
    "size": "feature", "step": "an experiment", "cards": [thing("card", "guest").code],
}  # fmt: skip


def scenario(people, words="Late readers", x=90, y=85, **more):
    return people.says(None, "", {"scenario": words, "place": {"x": x, "y": y}}, "scenario", MATRIX, **more)


def rows(room, folder, tracker="") -> list[list[str]]:
    to = folder / "backlog.csv"
    backlog(room.store, None, to, "csv", tracker)
    with to.open(encoding="utf-8-sig", newline="") as file:
        return [list(map(original, row)) for row in csv.reader(file)]


def items(room, folder) -> list[dict[str, str]]:
    first, *rest = rows(room, folder)
    return [dict(zip(first, row, strict=True)) for row in rest]


def test_it_has_recipes_and_scenarios_with_all_that_was_said_of_them(room, session, people, tmp_path):
    id = people.says(None, "", RECIPE, "recipe", SHEET)
    scenario(people)
    people.says(None, "", {"note": "no part of it"})
    recipe, other = items(room, tmp_path)
    assert recipe["Title"] == "Come back"
    assert recipe["If, then"] == RECIPE["sentence"]
    assert (recipe["It works when"], recipe["Size"], recipe["Step"]) == (
        "10 % more come again · May", "feature", "an experiment"
    )  # fmt: skip
    assert "Guests" in recipe["What else was said"]
    assert kit().titles[RECIPE["cards"][0]] in recipe["What else was said"]
    assert RECIPE["if"] not in recipe["What else was said"]  # it stands in the sentence
    assert recipe["Entry"] == id
    assert recipe["Address"] == f"{kit().url}/e/{entry_code(id)}"
    assert (other["Title"], other["Place"]) == ("Late readers", "Do now (90, 85)")


def test_most_votes_come_first_and_none_that_nobody_may_see(room, session, people, tmp_path):
    first, second = scenario(people, "First"), scenario(people, "Second")
    recipe = people.says(None, "", RECIPE, "recipe", SHEET)
    pitch = people.says(None, "", {"pilot": "A pilot"}, "pitch", SHEET, names=(("pitches", recipe),))
    people.says(None, "", {"dots": {first: 1, second: 1}}, "scenario-votes", MATRIX)
    people.says(None, "", {"dots": {second: 2}}, "scenario-votes", MATRIX)
    people.says(None, "", {"dots": {pitch: 2}}, "pitch-vote", MATRIX)
    assert [(each["Title"], each["Votes"]) for each in items(room, tmp_path)] == [
        ("First", "0"), ("Second", "0"), ("Come back", "0"),
    ]  # fmt: skip
    RUNNER.run(room.store.close_session(session.id))
    assert [(each["Title"], each["Votes"]) for each in items(room, tmp_path)] == [
        ("Second", "3"), ("Come back", "2"), ("First", "1"),
    ]  # fmt: skip


def test_what_is_hidden_erased_or_merged_is_nothing_to_build(room, session, people, tmp_path):
    for words in ("hidden", "erased"):
        RUNNER.run(room.store.set_state(scenario(people, words), words))
    stays, twin = scenario(people, "stays"), scenario(people, "twin")
    RUNNER.run(room.store.merge([twin], stays))
    assert [each["Title"] for each in items(room, tmp_path)] == ["stays"]


def hostile(people):
    for words in (*HOSTILE, "line\nend", "h1. big {code} *b* [l|http://x.test] !p! - x -y- ??c??", "\x00\x07 x"):
        scenario(people, words)
        people.says(None, "", {**RECIPE, "name": words, "who": words, "measure": words}, "recipe", SHEET)


@pytest.mark.parametrize("tracker", TRACKERS)
def test_each_file_is_as_its_tracker_documents_it(room, session, people, tmp_path, tracker):
    hostile(people)
    first, *rest = rows(room, tmp_path, tracker)
    assert len(rest) == 20
    assert {len(row) for row in rest} == {len(first)}
    raw = (tmp_path / "backlog.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") == (tracker == "")  # a mark that only spreadsheets want
    if tracker == "jira":
        assert first[:3] == ["Summary", "Issue Type", "Description"]
        assert first.count("Labels") == LABELS
        assert not re.search(r"[^\w ]", "".join(first))
        assert not any(re.search(r"\s", label) for row in rest for label in row[3 : 3 + LABELS])
    elif tracker == "github":
        assert first == ["title", "body", "labels"]
        assert {row[2] for row in rest} == {"scenario", "recipe,feature,an-experiment"}
    elif tracker == "gitlab":
        assert first == ["title", "description"]
    if tracker:
        assert all(row[0] and len(row[0]) <= LONGEST_TITLE and "\n" not in row[0] for row in rest)


def test_no_cell_is_a_formula_and_no_control_character_is_left(room, session, people, tmp_path):
    hostile(people)
    for tracker in TRACKERS:
        to = tmp_path / "backlog.csv"
        backlog(room.store, None, to, "csv", tracker)
        with to.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        assert not re.search("[\x00-\x08\x0b-\x1f]", "".join(cells))


def test_what_people_wrote_is_text_for_github_and_for_jira(room, session, people, tmp_path):
    hostile(people)
    bodies = [row[1] for row in rows(room, tmp_path, "github")[1:]]
    tokens = [
        each
        for body in bodies
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(body)
        for each in token.children or ()
    ]
    assert {token.type for token in tokens} <= {"text", "strong_open", "strong_close", "hardbreak", "softbreak"}
    said = "".join(token.content for token in tokens)
    assert [words for words in HOSTILE if "\n" not in words and words not in said] == []
    for row in rows(room, tmp_path, "jira")[1:]:
        bare = re.sub(r"^\*[^*\n]+\*: ", "", row[2], flags=re.MULTILINE)
        assert not re.search(r"(?<!\\)[{}\[\]!|]", bare.replace("\\\\", "")), bare


def test_the_document_has_a_table_and_each_by_itself(room, session, people, tmp_path):
    people.says(None, "", RECIPE, "recipe", SHEET)
    backlog(room.store, session.id, tmp_path / "backlog.md", "md")
    text = (tmp_path / "backlog.md").read_text("utf-8")
    assert "| 1 | Come back |  | 10 % more come again · May | feature | an experiment |" in text
    assert "## 1 Come back" in text
    assert RECIPE["sentence"] in text


def test_the_command_and_the_desk_write_it(room, desk, session, people, tmp_path):
    people.says(None, "", RECIPE, "recipe", SHEET)
    to = tmp_path / "jira.csv"
    words = ["results", "backlog", "--to", str(to), "--for", "jira", "--data", str(room.store.path)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert f"{to}  1 item" in done.output
    assert desk.get(f"/desk/{session.id}/backlog/jira").content == to.read_bytes()
    assert f"/desk/{session.id}/backlog/md" in desk.get(f"/desk/{session.id}/end").text
    assert desk.get(f"/desk/{session.id}/backlog/trello").status_code == 404
    done = CliRunner().invoke(main, [*words[:2], "--to", "x.md", *words[4:]])
    assert done.exit_code == 2


def test_the_loop_of_the_manual_hands_each_row_to_gh(room, session, people, tmp_path):
    """`gh` is a stand-in that says what it was given."""
    scenario(people, "=1 & 'two' \"three\"")
    to = tmp_path / "github.csv"
    backlog(room.store, None, to, "csv", "github")
    manual = (ROOT / "docs" / "reference.md").read_text("utf-8")
    loop = next(block for block in re.findall(r"```python\n(.*?)```", manual, re.DOTALL) if '"gh"' in block)
    spoken = loop.replace('"gh"', f"{sys.executable!r}, '-c', 'import sys; print(sys.argv[1:])'")
    done = subprocess.run([sys.executable, "-c", spoken, str(to)], capture_output=True, text=True, check=True)
    assert """'issue', 'create', '--title', '\\'=1 & \\'two\\' "three"', '--body'""" in done.stdout
