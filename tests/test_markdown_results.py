"""Results as Markdown: whatever was said reads as it was written, in a list, a heading or a table, and does nothing."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rooms import RUNNER, kit
from test_record import GRID, HOSTILE, fill

from generator.capture.results import export
from generator.capture.results.markdown import one_line, paragraphs, table_of
from generator.capture.results.plain_text import visible

READER = MarkdownIt("commonmark", {"html": True}).enable("table")
MARKUP = [
    "| a | b |",
    "# head",
    "- list\n- more",
    "1. one",
    "    code",
    "``` a",
    "**b** _c_ ~~d~~",
    "[x](http://x.test)",
    "<b>",
    "&amp;",
    "Title\n===",
    "---",
    "a\\",
    "> quote",
    "a  \nb",
    "www.x.test and a@b.test",
    "$x$",
    "![x](y)",
    "two\n\n\nparts",
    "3) x",
    "\\n",
]  # fmt: skipp


def said(text: str) -> list[str]:
    """What a reader shows, word by word; blanks and lines are no part of it."""
    words: list[str] = []
    for token in READER.parse(text):
        for each in token.children or ():
            assert each.type in ("text", "hardbreak", "softbreak", "html_inline", "strong_open", "strong_close"), each
            assert each.type != "html_inline" or each.content == "<br>"
            words += [each.content if each.type == "text" else " "]
        words.append(" ")
    return "".join(words).split()


def as_typed(text: str) -> list[str]:
    return visible(re.sub("\r\n|\x85|\u2028|\u2029", "\n", text)).split()


def with_examples(test):
    for text in MARKUP:
        test = example(text)(test)
    return test


@with_examples
@given(st.text())
def test_text_reads_as_it_was_written_wherever_it_stands(text):
    words = as_typed(text)
    assert said(f"- **x** {paragraphs(text, '  ')}\n") == ["x", *words]
    assert said(f"## {one_line(text)} .\n") == [*words, "."]
    assert said("\n".join(table_of(("A", "B"), [(text, "end")]))) == ["A", "B", *words, "end"]


def test_lines_stay_lines_and_gaps_gaps():
    assert paragraphs("one\ntwo\n\nthree", "  ") == "one\\\n  two\n\n  three"


def test_entries_stand_by_form_with_votes_and_boards_as_tables(room, session, people, tmp_path):
    fill(people)
    for words in HOSTILE:
        people.says(None, "", {"note": words}, table="7")
    RUNNER.run(room.store.set_state(people.says(None, "", {"note": "zanzibar"}), "hidden"))
    RUNNER.run(room.store.close_session(session.id))
    export(room.store, session.id, tmp_path / "x.md", "md")
    text = (tmp_path / "x.md").read_text("utf-8")
    votes = text[text.index("## Votes") :]
    assert "| Idea 0 | 1 | 1 |  |" in votes
    board = text[: text.index("## Votes")]
    assert f"### {GRID.title}" in board
    assert "| Idea 3 | 1 | 27 | 50 |" in board
    assert "| data | 3 | 9 (half of them 4.5 to 13.5) | 50 (half of them 50 to 50) |" in board
    notes = text[text.index(f"## {kit().forms['note'].title} ") :]
    assert notes.count("Crème brûlée") == 5
    assert "zanzibar" in notes  # one's own file has all of it
    shown = said(text)
    for words in HOSTILE:
        assert " ".join(as_typed(words)) in " ".join(shown)


def test_to_share_it_has_no_hidden_entry_and_no_small_group(room, session, people, tmp_path):
    fill(people)
    RUNNER.run(room.store.set_state(people.says(None, "", {"note": "zanzibar"}), "hidden"))
    export(room.store, None, tmp_path / "x.md", "md", share=True)
    text = (tmp_path / "x.md").read_text("utf-8")
    assert "zanzibar" not in text
    assert "legal" not in text
    assert "Departments are left out" in text  # two of legal, three of data: whoever is not of data is of legal


def test_the_desk_has_it_to_copy(desk, session, people):
    fill(people)
    assert f'href="/desk/{session.id}/markdown"' in desk.get(f"/desk/{session.id}/end").text
    page = desk.get(f"/desk/{session.id}/markdown").text
    assert "# Tuesday" in page[page.index("<textarea") :]
    assert desk.get(f"/desk/{session.id}/results.md").text.startswith("# Tuesday")


@pytest.mark.needs("chromium")
def test_one_press_copies_it_also_where_the_clipboard_is_closed(chromium, live):
    session = live.do(live.room.store.open_session(kit().id, "Tuesday"))
    context = chromium.new_context()
    page = context.new_page()
    page.goto(live.url(f"/f/{live.do(live.room.store.one_time_link())}"))
    page.get_by_role("button").first.click()
    page.goto(live.url(f"/desk/{session.id}/markdown"))
    page.evaluate("document.addEventListener('copy', () => { window.took = getSelection().toString(); })")
    page.locator("#copy").click()
    page.locator("#copy-state:not(:empty)").wait_for()
    assert page.evaluate("isSecureContext") is False
    assert page.evaluate("window.took") == page.locator("#copied").input_value()
    context.close()
