"""`prepdeck import`: cards as people have them become a workshop that builds at once."""

import errno
import io
import json
import re
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.drawing.image
import people_decks
import pytest
import yaml
from click.testing import CliRunner, Result
from PIL import Image
from suite import in_part

from generator.cli import main
from generator.errors import ExitCode, Problems
from generator.intake.draft import Draft
from generator.intake.files import read_source
from generator.intake.pictures import with_pictures
from generator.intake.workshop import Wishes, finished, understood

LONG = "Customers who complain are the ones who still care, and what they say tells you which part is broken. "


def run(*arguments: str | Path, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)


def imported(source: Path, folder: Path, *options: str) -> dict[str, Any]:
    """What the import says for programs; it may warn, and never be wrong."""
    result = run("import", source, folder, *options, "--json")
    assert result.exit_code == ExitCode.DONE, result.output
    record: dict[str, Any] = json.loads(result.stdout)
    assert [it for it in record["findings"] if it["severity"] == "error"] == [], result.output
    return record


def cards(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((folder / "cards/cards.yaml").read_text(encoding="utf-8"))["cards"]
    return found


def facilitators_own(path: Path) -> Path:
    """A banner, notes, a running number, merged categories, an empty column, one of one's own, a sum, old ideas."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Cards v3 FINAL"
    sheet["A1"] = "Retail Discovery – Card Set (draft 3)"
    sheet.merge_cells("A1:G1")
    sheet["A2"] = "Last edited by us"
    sheet.append([])
    sheet.append(["No.", "Category", "Title", None, "Description", "Discussion Questions", "Qty", None, "Notes (us)"])
    families = {
        "Customer Needs": ("The “Regular”", "First-timer", "The Complainer"),
        "Data & Privacy": ("Consent", "Email"),
    }
    number = 0
    for family, titles in families.items():
        first = sheet.max_row + 1
        for title in titles:
            number += 1
            text = (
                LONG * 14 if title == "The Complainer" else f"Somebody we know. Example no. {number}: it’s 50 % timing…"
            )
            asked = "1. Who is it? 2. When do they come?" if number % 2 else "What would we say?\nWhat rather not?"
            sheet.append([number, None, title, None, text, asked, 2 if number == 1 else None, None, "ask legal!!"])
        sheet.cell(first, 2, family)
        sheet.merge_cells(start_row=first, start_column=2, end_row=sheet.max_row, end_column=2)
    last = sheet.max_row
    sheet.append([])
    sheet.append([None, None, "TOTAL", None, None, None, f"=SUM(G5:G{last})"])
    book.create_sheet("Sheet2")["A1"] = "old ideas"
    book.save(path)
    return path


def test_a_facilitators_own_workbook_builds_at_once(tmp_path: Path) -> None:
    source = facilitators_own(tmp_path / "own.xlsx")
    record = imported(source, tmp_path / "deck")
    assert record["title"] == "Retail Discovery – Card Set (draft 3)"
    assert record["cards"] == 5
    assert record["categories"] == {"customer-needs": 3, "data-and-privacy": 2}
    assert {column for column, field in record["map"].items() if field == "-"} == {"No.", "Notes (us)"}
    assert any("TOTAL" in left["what"] for left in record["left"])
    first = cards(tmp_path / "deck")[0]
    assert (first["id"], first["quantity"], first["prompts"]) == (
        "the-regular",
        2,
        ["Who is it?", "When do they come?"],
    )
    built = run("build", tmp_path / "deck", "--json")
    assert built.exit_code == ExitCode.DONE, built.output
    assert json.loads(built.stdout)["findings"] == []


def test_a_mapping_given_back_gives_the_same(tmp_path: Path) -> None:
    source = facilitators_own(tmp_path / "own.xlsx")
    record = imported(source, tmp_path / "one/deck")
    given = [word for column, field in record["map"].items() for word in ("--map", f"{column}={field}")]
    imported(source, tmp_path / "two/deck", *given)
    for name in ("kit.yaml", "deck.yaml", "cards/cards.yaml", "import.yaml"):
        one, two = ((tmp_path / place / "deck" / name).read_text(encoding="utf-8") for place in ("one", "two"))
        assert one == two, name
    record = imported(source, tmp_path / "three", "--map", "Notes (us)=example", "--map", "Description=-")
    assert cards(tmp_path / "three")[0]["example"] == "ask legal!!"
    assert "about" not in cards(tmp_path / "three")[0]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [("Nmae=title", "did you mean 'Name'?"), ("Name=titel", "did you mean 'title'?"), ("Name", "has no =")],
)
def test_a_mapping_that_names_nothing_is_refused(mapping: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,Text\nOne,First\nTwo,Second\n")
    result = run("import", tmp_path / "a.csv", tmp_path / "deck", "--map", mapping)
    assert result.exit_code == ExitCode.USAGE
    assert words in result.output
    assert not (tmp_path / "deck").exists()


GERMAN = (
    "Titel;Beschreibung;Anzahl;Gruppe\r\nÜberblick;Schön wär’s, für „alle“;3;Größe\r\nStille;Nur für uns; ;Größe\r\n"
)
TABLES = {
    "semicolons in Windows-1252": GERMAN.replace("’", "'").replace("„", '""').replace("“", '""').encode("cp1252"),
    "UTF-16": GERMAN.replace(";", "\t").encode("utf-16"),
    "UTF-8 with a mark": GERMAN.encode("utf-8-sig"),
    "a banner": b"Unser Deck;;;\r\n;;;\r\n" + GERMAN.encode(),
}


def test_a_language_is_a_tag(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,Text\nOne,First\n")
    for word in ("Deutsch", "../x", "de: x"):
        assert run("import", tmp_path / "a.csv", tmp_path / "deck", "--language", word).exit_code == ExitCode.USAGE
    assert not (tmp_path / "deck").exists()


@pytest.mark.parametrize("data", TABLES.values(), ids=TABLES)
def test_a_csv_file_as_offices_save_it(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "karten.csv").write_bytes(data)
    draft = drafted(tmp_path / "karten.csv")
    assert mapping(draft) == {"Titel": "title", "Beschreibung": "about", "Anzahl": "quantity", "Gruppe": "category"}
    first, second = by_id(draft).items()
    assert (first[0], first[1]["title"], first[1]["quantity"]) == ("uberblick", "Überblick", "3")
    assert first[1]["about"].startswith("Schön wär")
    assert "quantity" not in second[1]
    assert sizes(draft) == {"grosse": 2}


def test_standard_input_is_read(tmp_path: Path) -> None:
    result = run("import", "-", tmp_path / "deck", "--json", given=GERMAN.encode())
    assert result.exit_code == ExitCode.DONE, result.output
    assert [card["id"] for card in cards(tmp_path / "deck")] == ["uberblick", "stille"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,Text\nOne,First\n")
    (tmp_path / "deck").mkdir()
    (tmp_path / "deck/mine.txt").write_text("mine")
    result = run("import", tmp_path / "a.csv", tmp_path / "deck")
    assert result.exit_code == ExitCode.FILES
    assert "only what an import has written is imported into again" in result.output
    assert [path.name for path in (tmp_path / "deck").iterdir()] == ["mine.txt"]


def test_an_import_that_was_stopped_is_begun_again(tmp_path: Path) -> None:
    """Before its files have their names; of some of them it says so."""
    (tmp_path / "a.csv").write_text("Name,Text\nOne,First\n")
    folder = tmp_path / "deck"
    (folder / "cards").mkdir(parents=True)
    for name in ("kit.yaml.importing", "deck.yaml.importing", "cards/cards.yaml.importing"):
        (folder / name).write_text("half of")
    (folder / "kit.yaml.importing").rename(folder / "kit.yaml")
    result = run("import", tmp_path / "a.csv", folder)
    assert (result.exit_code, "only some of its files" in result.output) == (ExitCode.FILES, True)
    (folder / "kit.yaml").rename(folder / "kit.yaml.importing")
    imported(tmp_path / "a.csv", folder)
    assert [*folder.rglob("*.importing")] == []
    assert len(cards(folder)) == 1


def test_a_temporary_folder_that_is_full_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_bytes(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "a.csv").write_text("Name,Text\nOne,First\n")
    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    result = run("import", tmp_path / "a.csv", tmp_path / "deck")
    assert result.exit_code == ExitCode.FILES
    assert "no room for temporary files: No space left on device; nothing was written" in result.output


TITLES = {"quiet-hour": "Quiet hour", "open-door": "Open door", "long-walk": "Long walk"}
USUAL = (people_decks.constants, people_decks.suits_yaml, people_decks.yaml_files, people_decks.markdown_files,
         people_decks.one_markdown_file, people_decks.notion, people_decks.trello_json, people_decks.trello_csv,
         people_decks.google_sheet, people_decks.sections_xlsx, people_decks.ods, people_decks.xls)  # fmt: skip


def drafted(source: Path, **wishes: Any) -> Draft:
    """What an import understands of it, with ids; nothing is composed or written."""
    problems = Problems()
    wished = Wishes(wishes.pop("map", {}), **wishes)
    draft = finished(understood(read_source(source, problems), wished, "A deck", problems))
    assert problems.errors == []
    return draft


def by_id(draft: Draft) -> dict[str, Any]:
    return {card.id: card.values for card in draft.cards}


def sizes(draft: Draft) -> dict[str, int]:
    return dict(Counter(draft.categories[card.category] for card in draft.cards))


def mapping(draft: Draft) -> dict[str, str]:
    return {column.name: column.goal for column in draft.columns}


@pytest.mark.parametrize("make", USUAL, ids=lambda make: make.__name__)
def test_the_same_three_cards_come_of_every_kind_of_source(make: Any, tmp_path: Path) -> None:
    draft = drafted(make(tmp_path))
    found = by_id(draft)
    assert {name: values["title"] for name, values in found.items()} == TITLES
    assert sizes(draft) == {"focus": 1, "contact": 2}
    if make is not people_decks.suits_yaml:
        assert found["quiet-hour"]["about"].startswith(people_decks.QUIET)


@pytest.mark.parametrize("make", in_part(people_decks.KINDS, people_decks.KINDS[0]), ids=lambda make: make.__name__)
def test_every_kind_of_source_builds_at_once(make: Any, tmp_path: Path) -> None:
    imported(make(tmp_path), tmp_path / "deck")
    built = run("build", tmp_path / "deck", "--json")
    assert built.exit_code == ExitCode.DONE, built.output


def test_markdown_keeps_its_sections_and_leaves_what_is_the_editors(tmp_path: Path) -> None:
    draft = drafted(people_decks.markdown_files(tmp_path))
    assert mapping(draft)["author"] == "-"
    first = by_id(draft)["quiet-hour"]
    assert first["about"] == f"{people_decks.QUIET} It is *quiet* and **good**.\n**When**\nIn the morning."
    assert first["prompts"] == ("Who would miss you?", "What would you finish?")


def test_notions_pages_fill_its_table(tmp_path: Path) -> None:
    draft = drafted(people_decks.notion(tmp_path))
    assert mapping(draft)["Created time"] == mapping(draft)["Tags"] == "-"
    second = by_id(draft)["open-door"]
    assert (second["quantity"], second["about"]) == ("2", f"{people_decks.DOOR}\n**Tip**\nBegin small.")


def test_nested_data_is_flattened_and_html_becomes_marks(tmp_path: Path) -> None:
    draft = drafted(people_decks.nested_json(tmp_path))
    assert draft.title == "Ways of working"
    assert sizes(draft) == {"focus": 4, "contact": 4}
    about = "An **hour** in the morning in which nobody calls, writes or knocks. & more."
    assert by_id(draft)["quiet-hour-0"]["about"] == about


def test_a_category_may_be_a_column(tmp_path: Path) -> None:
    assert sizes(drafted(people_decks.columns_xlsx(tmp_path))) == {"wir-hier": 2, "die-dort": 3, "alle": 2}
    assert sizes(drafted(people_decks.miro_csv(tmp_path))) == {"focus-at-work": 3, "contact-with-others": 2}


def test_pictures_become_cards_and_come_along(tmp_path: Path) -> None:
    record = imported(people_decks.pictures(tmp_path), tmp_path / "deck")
    assert [card["title"] for card in cards(tmp_path / "deck")] == ["Barn owl", "Robin", "Red fox"]
    assert record["categories"] == {"birds": 2, "cards": 1}
    for card in cards(tmp_path / "deck"):
        assert (tmp_path / "deck" / card["motif"]).is_file()


@pytest.mark.parametrize(
    "named",
    [
        "../secret.png",
        "/etc/passwd.png",
        "C:\\secret.png",
        "~/x.png",
        "a/../../secret.png",
        "x" * 250 + ".png",
        "\0.png",
    ],
)
def test_a_cell_is_no_path_out_of_the_folder(named: str, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/cards.json").write_text(json.dumps([{"title": title, "image": named} for title in ("A", "B")]))
    draft, files = with_pictures(drafted(tmp_path / "in/cards.json"), tmp_path / "in")
    assert files == {}
    assert all("motif" not in card.values for card in draft.cards)
    assert any("picture" in left.what for left in draft.left)


IN_TWO = {
    "a.csv": "Title_EN,Title_DE,Text_EN,Text_DE,Suit\nQuiet hour,Stille,Nobody calls.,Niemand ruft an.,Focus\n",
    "b.csv": "Name,Name (German),Description,Description (German)\nQuiet hour,Stille,Nobody calls.,Niemand ruft an.\n",
    "c.json": '[{"title": {"en": "Quiet hour", "de": "Stille"},'
    ' "text": {"en": "Nobody calls.", "de": "Niemand ruft an."}}]',
    "d.json": '{"en": [{"title": "Quiet hour", "text": "Nobody calls."}],'
    ' "de": [{"title": "Stille", "text": "Niemand ruft an."}]}',
    "e.csv": "Title,Description,Titel,Beschreibung\nQuiet hour,It is the hour in which nobody calls.,Stille,"
    "Es ist die Stunde und niemand ruft an.\n",
}


@pytest.mark.parametrize("name", IN_TWO)
def test_two_languages_are_one_deck(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(IN_TWO[name], encoding="utf-8")
    draft = drafted(tmp_path / name)
    (card,) = draft.cards
    assert (draft.language, draft.languages, card.id) == ("en", ("de",), "quiet-hour")
    assert card.words["de"]["title"] == "Stille"
    assert str(card.words["de"]["about"]).endswith("iemand ruft an.")
    again = drafted(tmp_path / name, map=mapping(draft))
    assert (again.cards, again.languages) == (draft.cards, draft.languages)


def test_files_in_two_languages_print_with_the_same_codes_and_change_together(tmp_path: Path) -> None:
    source, deck = tmp_path / "in", tmp_path / "deck"
    source.mkdir()

    def write(english: list[tuple[str, str]], german: list[tuple[str, str]]) -> None:
        for language, rows in (("en", english), ("de", german)):
            items = [{"id": f"c{n}x", "title": title, "text": text} for n, (title, text) in enumerate(rows)]
            (source / f"cards.{language}.json").write_text(json.dumps(items), encoding="utf-8")

    write([("Hour", "An hour."), ("Door", "A door.")], [("Stunde", "Eine Stunde."), ("Tür", "Eine Tür.")])
    record = imported(source, deck)
    assert (
        record["map"]["title.en"] == "title:en"
        if record["language"] == "de"
        else record["map"]["title.de"] == "title:de"
    )
    words = deck / f"words/{'en' if record['language'] == 'de' else 'de'}/cards/cards.yaml"
    text = words.read_text(encoding="utf-8")
    assert text.count("- id: ") == 2
    words.write_text(text.replace("cards:", "cards:   # mine"), encoding="utf-8")
    write(
        [("Hour", "An hour."), ("Door", "The door."), ("Walk", "A walk.")],
        [("Stunde", "Eine Stunde."), ("Tür", "Die Tür."), ("Gang", "Ein Gang.")],
    )
    changes = imported(source, deck)["changes"]
    assert changes["new"] == ["c2x"]
    assert [field.partition(" ")[0] for field in changes["changed"]["c1x"]] == ["about", "about"]
    text = words.read_text(encoding="utf-8")
    assert "# mine" in text
    assert text.count("- id: ") == 3
    built = run("build", deck, "--json")
    assert built.exit_code == ExitCode.DONE, built.output
    assert (deck / "output" / words.parts[-3] / "deck.pdf").is_file()


def sheet(path: Path, rows: list[list[str]]) -> Path:
    path.write_text(
        "".join(";".join(row) + "\n" for row in [["Name", "Gruppe", "Text", "Anzahl"], *rows]), encoding="utf-8"
    )
    return path


ROWS = [
    ["Stille", "Fokus", "Eine Stunde am Morgen.", ""],
    ["Offene Tür", "Kontakt", "Jeder darf kommen.", "2"],
    ["Langer Gang", "Kontakt", "Zu zweit, eine Frage.", ""],
]


def codes(folder: Path) -> dict[str, tuple[str, bool]]:
    built = run("build", folder, "--json")
    assert built.exit_code == ExitCode.DONE, built.output
    things = json.loads((folder / "output/manifest.json").read_text(encoding="utf-8"))["things"]
    return {thing["id"]: (thing["code"], thing.get("retired", False)) for thing in things if thing["kind"] == "card"}


def test_a_changed_source_changes_only_what_changed_and_codes_stay(tmp_path: Path) -> None:
    deck = tmp_path / "deck"
    imported(sheet(tmp_path / "a.csv", ROWS), deck)
    before = codes(deck)
    mine = (deck / "cards/cards.yaml").read_text(encoding="utf-8")
    mine = mine.replace("    text", "    text").replace(
        "about: Eine Stunde am Morgen.", "about: Nur eine Stunde.  # kürzer"
    )
    mine = mine.replace("    quantity: 2\n", "    quantity: 2   # für zwei Tische\n")
    (deck / "cards/cards.yaml").write_text(mine, encoding="utf-8")
    quiet, _, walk = ROWS
    changed = [
        ["Neue Karte", "Muße", "Erst jetzt.", ""],
        walk,
        ["Offene Tür", "Kontakt", "Jede darf kommen: immer.", "2"],
        quiet,
    ]
    record = imported(sheet(tmp_path / "a.csv", changed), deck)
    changes = record["changes"]
    assert changes["new"] == ["neue-karte"]
    assert changes["changed"] == {"offene-tur": ["about"]}
    assert changes["kept"] == {"stille": ["about"]}
    assert (changes["gone"], changes["categories"]) == ([], ["musse"])
    text = (deck / "cards/cards.yaml").read_text(encoding="utf-8")
    assert 'about: "Jede darf kommen: immer."' in text
    assert text.replace('"Jede darf kommen: immer."', "Jeder darf kommen.").split("  - id: neue-karte")[0] in mine
    assert "# kürzer" in text
    assert "# für zwei Tische" in text
    after = codes(deck)
    assert {name: after[name] for name in before} == before
    assert imported(tmp_path / "a.csv", deck)["changes"]["new"] == []


def test_a_row_that_went_retires_its_code_and_one_that_was_renamed_does_not(tmp_path: Path) -> None:
    deck = tmp_path / "deck"
    imported(sheet(tmp_path / "a.csv", ROWS), deck)
    before = codes(deck)
    record = imported(sheet(tmp_path / "a.csv", [["Die Stille", *ROWS[0][1:]], ROWS[2]]), deck)
    assert record["changes"]["gone"] == ["offene-tur"]
    assert record["changes"]["changed"] == {"stille": ["title"]}
    after = codes(deck)
    assert after["stille"] == before["stille"]
    assert after["offene-tur"] == (before["offene-tur"][0], True)


def test_a_card_that_was_written_and_not_yet_noted_is_not_doubled(tmp_path: Path) -> None:
    """As where the computer went off between cards.yaml and import.yaml."""
    deck = tmp_path / "deck"
    imported(sheet(tmp_path / "a.csv", ROWS[1:]), deck)
    before = (deck / "import.yaml").read_bytes()
    imported(sheet(tmp_path / "a.csv", ROWS), deck)
    whole = {path: path.read_bytes() for path in deck.rglob("*.yaml")}
    (deck / "import.yaml").write_bytes(before)
    assert imported(tmp_path / "a.csv", deck)["changes"]["new"] == []
    assert {path: path.read_bytes() for path in deck.rglob("*.yaml")} == whole


def test_a_file_of_other_cards_retires_none_unless_it_is_wanted(tmp_path: Path) -> None:
    deck = tmp_path / "deck"
    imported(sheet(tmp_path / "a.csv", ROWS), deck)
    files = {path: path.read_bytes() for path in deck.rglob("*.yaml")}
    sheet(tmp_path / "b.csv", [["Etwas anderes", "Fokus", "Aus einer anderen Liste.", "2"]])
    result = run("import", tmp_path / "b.csv", deck)
    assert result.exit_code == ExitCode.SOURCES
    assert "none of the cards of a.csv is in it" in result.output
    assert {path: path.read_bytes() for path in deck.rglob("*.yaml")} == files
    assert len(imported(tmp_path / "b.csv", deck, "--prefer", "file")["changes"]["gone"]) == len(ROWS)


def test_what_both_sides_changed_is_a_problem_that_shows_both(tmp_path: Path) -> None:
    deck = tmp_path / "deck"
    imported(sheet(tmp_path / "a.csv", ROWS), deck)
    place = deck / "cards/cards.yaml"
    place.write_text(
        place.read_text(encoding="utf-8").replace("Eine Stunde am Morgen.", "Meine Stunde."), encoding="utf-8"
    )
    files = {path: path.read_bytes() for path in deck.rglob("*.yaml")}
    sheet(tmp_path / "a.csv", [["Stille", "Fokus", "Zwei Stunden.", ""], *ROWS[1:]])
    result = run("import", tmp_path / "a.csv", deck)
    assert result.exit_code == ExitCode.SOURCES
    assert "“Meine Stunde.” here, “Zwei Stunden.” there" in result.output
    assert "cards/cards.yaml:8:12" in result.output
    assert {path: path.read_bytes() for path in deck.rglob("*.yaml")} == files
    assert imported(tmp_path / "a.csv", deck, "--prefer", "workshop")["changes"]["kept"] == {"stille": ["about"]}
    assert cards(deck)[0]["about"] == "Meine Stunde."
    assert imported(tmp_path / "a.csv", deck)["changes"]["kept"] == {"stille": ["about"]}
    sheet(tmp_path / "a.csv", [["Stille", "Fokus", "Drei Stunden.", ""], *ROWS[1:]])
    imported(tmp_path / "a.csv", deck, "--prefer", "file")
    assert cards(deck)[0]["about"] == "Drei Stunden."


def test_a_source_without_a_column_that_it_had_is_asked_about(tmp_path: Path) -> None:
    imported(sheet(tmp_path / "a.csv", ROWS), tmp_path / "deck")
    (tmp_path / "a.csv").write_text("Name;Gruppe\nStille;Fokus\n", encoding="utf-8")
    result = run("import", tmp_path / "a.csv", tmp_path / "deck")
    assert result.exit_code == ExitCode.SOURCES
    assert "the column 'Text', which was 'about', is gone" in result.output


def test_cells_are_taken_as_the_sheet_shows_them_in_its_language(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Kategorie", "Titel", "Beschreibung", "Anzahl"],
        ["Kosten", "Was das kostet", "Das ist die Summe, die wir mit den Gästen und für sie nicht haben.", 2],
        ["Kosten", "Der Preis", 1234.5, 1],
        ["Kosten", "Und der Rest", "Wer ist es und was ist mit der Zeit, die wir nicht haben?", 1],
    ):
        sheet.append(row)
    sheet["C3"].number_format = '#,##0.00 "€"'
    sheet["C4"].font = sheet["A4"].font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "Kosten.xlsx")
    imported(tmp_path / "Kosten.xlsx", tmp_path / "deck")
    first, second, third = cards(tmp_path / "deck")
    assert second["about"] == "1.234,50 €"
    assert third["about"] == "**Wer ist es und was ist mit der Zeit, die wir nicht haben?**"
    assert first["category"] == third["category"]


def test_the_guide_can_be_followed_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    facilitators_own(tmp_path / "workshop-cards.xlsx")
    for make in (people_decks.google_sheet, people_decks.notion, people_decks.trello_json, people_decks.miro_csv):
        make(tmp_path)
    people_decks.markdown_files(tmp_path)
    (tmp_path / "cards.json").write_text(IN_TWO["c.json"], encoding="utf-8")
    text = (Path(__file__).resolve().parents[1] / "docs/your-own-cards.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = [shlex.split(line) for kind, block in blocks if not kind for line in block.splitlines()]
    assert len(lines) >= 10
    said = ""
    for program, *words in lines:
        assert program == "prepdeck"
        result = run(*words)
        assert result.exit_code == ExitCode.DONE, f"{words}: {result.output}"
        assert "warning" not in result.output, f"{words}: {result.output}"
        assert "problem" not in result.output.lower().replace("no problem found", ""), f"{words}: {result.output}"
        said += result.output
    assert all(line in said for kind, block in blocks if kind == "text" for line in block.splitlines()[1:])
    assert (tmp_path / "in-two-languages/output/de/deck.pdf").is_file()


def test_a_script_that_cannot_be_set_is_imported_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,Text\nسلام,متن\nدرود,متن دیگر\n", encoding="utf-8")
    result = run("import", tmp_path / "a.csv", tmp_path / "deck")
    assert result.exit_code == ExitCode.SOURCES
    assert len(result.output.splitlines()) < 25
    assert "Now: prepdeck check" in result.output
    assert [card["title"] for card in cards(tmp_path / "deck")] == ["سلام", "درود"]
    (tmp_path / "a.zip").write_bytes(b"PK")
    result = run("import", tmp_path / "a.zip", tmp_path / "other")
    assert "unpack it, and import the folder" in result.output
    assert "nothing was written" in result.output


def test_pictures_that_lie_on_a_sheet_come_along_and_a_category_goes_down(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Name", "Group"], ["A", "One"], ["B", None], ["C", "Two"]):
        book.active.append(row)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "png")
    book.active.add_image(openpyxl.drawing.image.Image(io.BytesIO(drawn.getvalue())), "C3")
    book.save(tmp_path / "a.xlsx")
    draft, files = with_pictures(drafted(tmp_path / "a.xlsx"), tmp_path)
    assert [card.category for card in draft.cards] == ["One", "One", "Two"]
    assert [card.values.get("motif") for card in draft.cards] == [None, "pictures/sheet-3.png", None]
    assert files == {"pictures/sheet-3.png": drawn.getvalue()}
