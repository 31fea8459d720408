"""The import of a changed list, whatever changed on either side: each side's words stay where the other left them."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Problems
from generator.intake.again import Changes, import_again
from generator.intake.draft import Draft
from generator.intake.folder import write_files
from generator.intake.memory import read_memory
from generator.intake.records import Gathered, Record
from generator.intake.workshop import Wishes, files_of, finished, understood
from generator.intake.written import Identity
from generator.sources import Items, Map, parse

NAMES = ("Quiet hour", "Open door", "Long walk", "Red line: stop!", "Ein Satz – ganz kurz", "一人")
TEXTS = ("One line.", "Two\nlines, *both* short.", 'With "quotes" # and a hash', "x " * 80 + "end", "- a dash", "")
Row = tuple[str, str, str]
ROWS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(TEXTS), st.sampled_from(("Focus", "Contact: us", ""))),
    min_size=1,
    max_size=5,
    unique_by=lambda row: row[0],
)


def draft_of(rows: list[Row]) -> Draft:
    records = tuple(Record({"Name": name, "Text": text, "Group": group}) for name, text, group in rows)
    source = Gathered("a list", ("Name", "Text", "Group"), records)
    mapping = {"Name": "title", "Text": "about", "Group": "category"}
    return understood(source, Wishes(mapping), "A deck", Problems())


def again(rows: list[Row], folder: Path) -> Changes:
    problems = Problems()
    memory = read_memory(folder, problems)
    assert memory is not None, problems
    files, _, changes = import_again(draft_of(rows), memory, folder, "a list", "", problems)
    write_files(folder, files)
    return changes


def cards(folder: Path) -> dict[str, dict[str, str]]:
    node = parse((folder / "cards/cards.yaml").read_bytes(), "cards.yaml", Problems())
    assert isinstance(node, Map)
    listed = node["cards"] or Items()
    assert isinstance(listed, Items)
    return {
        str(card["id"]): {key: str(value) for key, value in card.items()} for card in listed if isinstance(card, Map)
    }


@given(
    ROWS, ROWS, st.dictionaries(st.sampled_from(NAMES), st.sampled_from(("mine: own", "two\nown lines")), max_size=3)
)
def test_words_stay_where_the_other_side_left_them(before: list[Row], now: list[Row], mine: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "deck"
        first = finished(draft_of(before))
        write_files(folder, files_of(first, Identity("deck", "2026-11-22", "a4", "a list"), "poker"))
        ids = {card.values["title"]: card.id for card in first.cards}
        was = {name: (text, group) for name, text, group in before}
        own = write_lines(
            folder,
            {
                ids[name]: line
                for name, line in mine.items()
                if name in ids and name in dict.fromkeys(r[0] for r in now)
            },
        )
        changes = again(now, folder)
        found = {card["title"]: card for card in cards(folder).values()}
        assert set(found) == {name for name, _, _ in now}
        for name, text, _ in now:
            assert found[name].get("about", "") == text.strip() or was.get(name, ("",))[0] == text
            if name in ids and not gone_and_new(changes):
                assert found[name]["id"] == ids[name]
                assert found[name].get("line", "") == own.get(ids[name], "")
        assert not again(now, folder)


def gone_and_new(changes: Changes) -> bool:
    """Whether rows may have been taken for others that were alike."""
    return bool(changes.new or changes.gone or any("title" in fields for fields in changes.changed.values()))


def write_lines(folder: Path, lines: dict[str, str]) -> dict[str, str]:
    """Adds a line to some cards, as people do in an editor, with a comment."""
    path = folder / "cards/cards.yaml"
    text = path.read_text(encoding="utf-8")
    for ident, line in lines.items():
        written = "\n      ".join(["|-", *line.split("\n")])
        for quoted in (f"  - id: {ident}\n", f'  - id: "{ident}"\n'):
            text = text.replace(quoted, f"{quoted}    # my own\n    line: {written}\n")
    path.write_text(text, encoding="utf-8")
    return lines
