"""A workshop in two languages: the same ids and codes, texts of `words/` over those of its own, one manifest."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from printed import poppler_text
from suite import examples

from generator.booklet import Booklet
from generator.cli import main
from generator.codes import Manifest, files_in, in_language
from generator.errors import NOWHERE, Problems
from generator.example import Examples
from generator.form import Form
from generator.kit.request.kit_yaml import Kit
from generator.kit.request.workshop_languages import language_named, spoken_languages
from generator.kit.workshop import Workshop, load
from generator.sources import Translation, bind, parse, read
from generator.studio.redrawing import PreviewOptions, Redrawing

BILINGUAL = Path(__file__).parent / "bilingual"
ENGLISH = (
    "Beginning",
    "One sentence",
    "In one breath",
    "Whose was odd?",
    "A talk",
    "Who spoke?",
    "awful",
)
ENGLISH += (
    "money",
    "technology",
    "The wall",
    "Soon",
    "The morning",
    "Hello everybody",
    "Make this box",
    "What to print",
)
ENGLISH += ("A kit for two rooms", "by hand", "Family", "A talk that was held", "It was due")
GERMAN = (
    "Anfang",
    "Ein Satz",
    "In einem Atemzug",
    "Wessen war seltsam?",
    "Ein Gespräch",
    "Wer sprach?",
)
GERMAN += ("furchtbar", "Geld", "Technik", "Die Wand", "Bald", "Der Morgen", "Guten Morgen", "Diesen Kasten bauen")
GERMAN += (
    "Was zu drucken ist",
    "Ein Kasten für zwei Räume",
    "von Hand",
    "FAMILIE",
    "Ein Gespräch von gestern",
    "Es war fällig",
)


def command(*words: object, status: int = 0) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == status, done.output
    return done.output


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both languages, as kit.yaml asks for them."""
    folder = tmp_path_factory.mktemp("both") / "workshop"
    shutil.copytree(BILINGUAL, folder)
    record = json.loads(command("build", folder, "--json"))
    assert (record["language"], list(record["languages"])) == ("en", ["de"])
    return folder / "output"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = tmp_path / "workshop"
    shutil.copytree(BILINGUAL, folder)
    return folder


def words_on(folder: Path) -> str:
    """All that is printed there, and in the folders of its pieces."""
    files = [*folder.glob("*.pdf"), *folder.glob("posters/*.pdf"), *folder.glob("worksheets/*.pdf")]
    return " ".join(" ".join(page.split()) for file in sorted(files) for page in poppler_text(file))


def manifest_of(output: Path) -> Manifest:
    problems = Problems()
    manifest = Manifest.read(output / "manifest.json", problems)
    assert manifest is not None, problems
    return manifest


def test_each_language_says_its_own_words_in_the_same_files(printed: Path) -> None:
    names = {path.relative_to(printed).as_posix() for path in printed.rglob("*.pdf")}
    german = {name.removeprefix("de/") for name in names if name.startswith("de/")}
    assert german == {name for name in names if not name.startswith("de/")}
    english_words, german_words = words_on(printed), words_on(printed / "de")
    assert [word for word in ENGLISH if word.casefold() not in english_words.casefold()] == []
    assert [word for word in GERMAN if word.casefold() not in german_words.casefold()] == []
    assert [word for word in GERMAN if word.casefold() in english_words.casefold()] == []
    assert [word for word in ENGLISH if word.casefold() in german_words.casefold()] == []


def test_a_pdf_says_its_language(printed: Path) -> None:
    assert b"/Lang (de)" in (printed / "de" / "deck.pdf").read_bytes()
    assert b"/Lang (en)" in (printed / "deck.pdf").read_bytes()


def test_one_manifest_has_the_words_of_both_and_the_codes_of_each(printed: Path) -> None:
    manifest = manifest_of(printed)
    german = in_language(manifest, "de")
    assert not (printed / "de" / "manifest.json").exists()
    assert (manifest.kit.language, german.kit.language) == ("en", "de")
    assert [thing.code for thing in german.things] == [thing.code for thing in manifest.things]
    titles = {thing.id: thing.title for thing in german.things if thing.kind == "card"}
    assert titles == {"sentence": "Ein Satz", "step": "Kleinster Schritt"}
    assert german.categories["start"].name == "Anfang"
    assert german.roles["question"].question == "Was fragen wir?"
    assert german.capture.departments == ("Vertrieb", "Technik")
    assert german.capture.department_ids == ("Sales", "it") == manifest.capture.department_ids
    asked = german.forms["talk"]["fields"]["about"]
    assert (asked["options"], asked["option_ids"]) == (["Geld", "Technik"], ["money", "it"])
    assert german.forms["talk"]["fields"]["why"]["laid_from"] == ["gefragt mit {question}"]
    assert german.posters["wall"].words["top-left"] == "Beginnen"
    assert [(step.id, step.title) for step in german.guide[0].steps] == [
        ("hello-everybody", "Guten Morgen"),
        ("wall", "An die Wand"),
    ]
    assert manifest.guide[0].steps[0].id == "hello-everybody"
    assert {file.name for file in files_in(manifest, "de")} == {file.name for file in files_in(manifest, "")}


def test_faces_differ_by_language_where_words_do(printed: Path) -> None:
    manifest = manifest_of(printed)
    german = {thing.code: thing for thing in in_language(manifest, "de").things}
    assert all(thing.faces and german[thing.code].faces for thing in manifest.things)
    card = next(thing for thing in manifest.things if thing.id == "sentence")
    assert card.faces["front"] != german[card.code].faces["front"]


def test_building_one_language_keeps_the_files_and_words_of_the_other(workshop: Path) -> None:
    output = workshop / "output"
    command("build", workshop, "--language", "de")
    assert not (output / "deck.pdf").exists()
    first = manifest_of(output)
    assert next(thing.title for thing in first.things if thing.id == "sentence") == "One sentence"
    german = (output / "de" / "deck.pdf").read_bytes()
    command("build", workshop, "--language", "en", "--only", "deck")
    second = manifest_of(output)
    assert second.languages == first.languages
    assert second.things == first.things
    assert (output / "de" / "deck.pdf").read_bytes() == german
    assert {file.name for file in files_in(second, "")} == {"deck.pdf", "order.pdf"}


def test_a_second_build_of_both_draws_nothing(workshop: Path) -> None:
    command("build", workshop)
    command("build", workshop)
    record = json.loads(command("build", workshop, "--json"))
    assert "Nothing has changed" in record["notes"][-1]
    assert "Nothing has changed" in record["languages"]["de"]["notes"][-1]
    words = workshop / "words" / "de" / "cards" / "karten.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("Ein Satz", "Nur ein Satz"), encoding="utf-8")
    record = json.loads(command("build", workshop, "--json"))
    assert "Nur ein Satz" in " ".join(" ".join(poppler_text(workshop / "output" / "de" / "deck.pdf")).split())
    assert not any("Nothing has changed" in note for note in record["languages"]["de"]["notes"])


def test_what_is_printed_since_an_edition_goes_by_its_language(workshop: Path) -> None:
    command("build", workshop)
    edition = workshop.parent / "edition.json"
    shutil.copy(workshop / "output" / "manifest.json", edition)
    words = workshop / "words" / "de" / "cards" / "karten.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("Noch vor", "Lange vor"), encoding="utf-8")
    record = json.loads(command("build", workshop, "--language", "de", "--since", edition, "--json"))
    assert record["since"]["changed"] == ["step"]
    record = json.loads(command("build", workshop, "--language", "en", "--since", edition, "--json"))
    assert record["since"]["changed"] == []


def german(folder: Path) -> Workshop:
    return load(folder, language="de")


def problems_of(folder: Path) -> list[str]:
    return [f"{problem.where} {problem.message}" for problem in german(folder).problems.sorted()]


def test_a_build_with_texts_missing_is_refused_with_their_number(workshop: Path) -> None:
    (workshop / "words" / "de" / "posters" / "wall.yaml").unlink()
    output = command("build", workshop, status=3)
    assert "posters/wall.yaml:2:8: not said in de: 'The wall'\n    say it in words/de/posters/wall.yaml" in output
    assert "and at 9 more places: 5:19, 5:39" in output
    assert "1 problem in 10 places; nothing was written." in output
    assert not (workshop / "output").exists()
    assert command("check", workshop, "--all", status=3).count("not said in de:") == 10
    command("build", workshop, "--language", "en")  # the other one is whole


def test_where_one_language_does_not_fit_none_is_written(workshop: Path) -> None:
    words = workshop / "words" / "de" / "cards" / "karten.yaml"
    words.write_text(
        words.read_text(encoding="utf-8").replace("Noch vor heute", "Noch vor heute " * 90), encoding="utf-8"
    )
    assert "words/de/cards/karten.yaml:1" in command("build", workshop, "--only", "deck", status=3)
    assert not (workshop / "output").exists()


def test_a_proof_may_lack_texts(workshop: Path) -> None:
    (workshop / "words" / "de" / "posters" / "wall.yaml").unlink()
    output = command("build", workshop, "--language", "de", "--proof")
    assert "warning: not said in de" in output
    assert (workshop / "output" / "de" / "deck-proof.pdf").is_file()


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("cards/karten.yaml", "id: step", "id: stap", "words/de/cards/karten.yaml:1:8 the deck has no card 'stap'"),
        ("cards/karten.yaml", "id: step,", "id: step, category: start,", "this is no text, and the original says 'St"),
        ("cards/karten.yaml", "id: step,", "id: step, code: ABC234,", "'code' is no text, and the original does"),
        ("cards/karten.yaml", ", Welches Wort fehlte?", "", "'Which word was missing?'"),
        ("deck.yaml", "stuck:", "stock:", "words/de/deck.yaml:6:3 the original has no 'stock'"),
        ("deck.yaml", "name: Anfang,", "name: Anfang, colour: accent,", "this is no text, and the original says 'ink'"),
        ("forms/talk.yaml", "{it: Technik}", "{is: Technik}", "the original has no 'is'"),
        ("forms/talk.yaml", "label: Warum?", "label: Warum?, lines: 9", "this is no text, and the original says '2'"),
        ("forms/talk.yaml", "Da {why}, sprach", "Da {wy}, sprach", "the sentence names 'wy'"),
        ("posters/wall.yaml", "top: Bald", "topp: Bald", "the original has no 'topp'"),
        ("kit.yaml", "title:", "paper: letter\ntitle:", "'paper' is no text, and the original does not say it"),
        ("guide.yaml", "Stühle zählen.", "Stühle zählen., Licht an.", "the original has 2 of these, and here"),
        ("guide.yaml", "id: wall", "id: floor", "the original has no 'floor'"),
        ("recipes.yaml", "id: mine", "id: yours", "the original has no 'yours'"),
        ("box.yaml", "line: Erst reden.", "line: [Erst, reden]", "this is a list, and the original has a text"),
    ],
)  # fmt: skip
def test_what_is_no_text_of_the_original_is_a_problem_at_its_line(
    workshop: Path, name: str, old: str, new: str, words: str
) -> None:
    path = workshop / "words" / "de" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    shop = german(workshop)
    assert shop.words is not None
    shop.words.report(shop.problems)
    found = [f"{problem.where} {problem.message}" for problem in shop.problems]
    assert any(words in line for line in found), found


def test_the_same_that_the_original_says_may_be_said_again(workshop: Path) -> None:
    """Whoever copies a file and translates it has said nothing wrong."""
    for name in ("forms/talk.yaml", "posters/wall.yaml", "kit.yaml", "recipes.yaml"):
        shutil.copy(workshop / name, workshop / "words" / "de" / name)
    assert problems_of(workshop) == []


def test_files_and_folders_that_are_no_language(workshop: Path) -> None:
    words = workshop / "words"
    (words / "de" / "forms" / "tolk.yaml").write_text("title: x\n", encoding="utf-8")
    (words / "de" / "pictures").mkdir()
    (words / "de" / "pictures" / "x.svg").write_text("<svg/>", encoding="utf-8")
    (words / "FR").mkdir()
    (words / "deutsch").mkdir()
    (words / "en").mkdir()
    (words / "en" / "deck.yaml").write_text("title: x\n", encoding="utf-8")
    (words / "de" / "fixed.yaml").write_text("box-glue: Leim\n", encoding="utf-8")
    (words / "note.txt").write_text("x", encoding="utf-8")
    found = problems_of(workshop)
    assert [line for line in found if line.startswith("words/de/forms/tolk.yaml this workshop has no forms/tolk.yaml")]
    assert [line for line in found if line.startswith("words/de/pictures/x.svg this file is not read")]
    assert "words/FR the language 'FR' is spelled fr" in found
    assert "words/deutsch 'deutsch' is no language tag" in found
    assert "words/en this workshop is in en already" in found
    assert "words/note.txt this file is of no language" in found
    assert spoken_languages(workshop) == ("de", "en")


def test_a_language_that_is_not_there(workshop: Path) -> None:
    assert "there is no words/fr in this workshop; known here: en, de" in command(
        "build", workshop, "--language", "fr", status=2
    )
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("[de]", "[de, fr]"), encoding="utf-8")
    assert "kit.yaml:6:17" in command("check", workshop, status=3)
    assert language_named(workshop, "en", "EN") == ""
    assert language_named(workshop, "en", "DE") == "de"


def test_words_of_cards_may_lie_in_a_table(workshop: Path) -> None:
    said = workshop / "words" / "de"
    (said / "cards" / "karten.yaml").unlink()
    (said / "cards.csv").write_text(
        "id;title;line;prompts\nstep;Kleinster Schritt;Noch vor heute Abend.;\n"
        'sentence;Ein Satz;In einem Atemzug.;"Wessen war seltsam?\nWelches Wort fehlte?"\n',
        encoding="utf-8",
    )
    shop = german(workshop)
    assert shop.problems.found == [], shop.problems
    assert shop.deck is not None
    assert shop.words is not None
    assert (shop.words.missing, shop.deck.cards[0].values["prompts"]) == (
        [],
        ("Wessen war seltsam?", "Welches Wort fehlte?"),
    )
    (said / "cards.csv").unlink()
    book = Workbook()
    sheet = book.active
    for row in (
        ("ID", "Title", "Line", "Prompts 1", "Prompts 2"),
        ("step", "Schritt", "Abends."),
        ("sentence", "Satz", "Kurz.", "Was?"),
    ):
        sheet.append(row)
    book.save(said / "cards.xlsx")
    shop = german(workshop)
    assert shop.deck is not None
    assert shop.words is not None
    assert shop.deck.cards[1].values["title"] == "Schritt"
    assert [missing.text for missing in shop.words.missing] == ["Which word was missing?"]


def test_languages_are_listed_with_their_titles(workshop: Path) -> None:
    listed = {"en": "A kit for two rooms", "de": "Ein Kasten für zwei Räume"}
    assert json.loads(command("list", "languages", workshop, "--json")) == {"languages": listed}
    assert list(json.loads(command("list", "--json"))["languages"]) == ["en-GB"]  # of the bundled workshop


def test_a_copy_of_a_workshop_speaks_its_languages(workshop: Path) -> None:
    copy = workshop.parent / "copy"
    command("new", copy, "--from", workshop)
    assert spoken_languages(copy) == ("de",)
    command("check", copy)


def test_pictures_of_the_cards_are_in_the_language_that_is_asked_for(workshop: Path) -> None:
    command("images", workshop, "--language", "de", "--cards", "sentence", "--dpi", "30")
    command("images", workshop, "--cards", "sentence", "--dpi", "30")
    own, others = (sorted((workshop / "output" / name).rglob("*.png")) for name in ("images", "de/images"))
    assert [path.name for path in own] == [path.name for path in others] != []
    assert [path.read_bytes() for path in own] != [path.read_bytes() for path in others]


def test_the_preview_shows_a_language_as_far_as_it_is_said(workshop: Path) -> None:
    (workshop / "words" / "de" / "posters" / "wall.yaml").unlink()
    redrawing = Redrawing(PreviewOptions(workshop, {}, language="de"))
    redrawing.draw()
    assert redrawing.state.title == "Ein Kasten für zwei Räume"
    assert [piece.name for piece in redrawing.state.pieces][:3] == ["deck", "blanks", "posters/wall"]
    assert [finding.message for finding in redrawing.state.findings] == ["not said in de: 'The wall'"]


KEPT = ("id", "kind", "option_ids", "form", "poster", "layout")


def altered(node: Any) -> st.SearchStrategy[Any]:
    """A file of words that somebody has made of an original: parts of it, other texts, now and then another shape."""
    if isinstance(node, dict):
        return st.fixed_dictionaries({}, optional={key: altered(value) for key, value in node.items()}) | st.none()
    if isinstance(node, list):
        return st.tuples(*map(altered, node)).map(list) | st.none()
    return st.sampled_from([node, node, node, "7", "Wort um {who}", ["Wort"]])


def numbers_of(value: Any) -> Any:
    """All that is no text, and how much there is of each."""
    if is_dataclass(value):
        kept = {each.name: getattr(value, each.name) for each in fields(value) if each.name != "marks"}
        return {name: part if name in KEPT else numbers_of(part) for name, part in kept.items()}
    if isinstance(value, Mapping):
        return {name: numbers_of(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [numbers_of(part) for part in value]
    return "text" if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("name", "model"),
    [("forms/talk.yaml", Form), ("guide.yaml", Booklet), ("kit.yaml", Kit), ("recipes.yaml", Examples)],
)
@settings(max_examples=examples(60))
@given(data=st.data())
def test_whatever_a_file_of_words_says_numbers_and_counts_stay(name: str, model: type[Any], data: Any) -> None:
    """Nothing in it fails, and what it cannot say is a problem; what has none is the original in other words."""
    own, problems = read(BILINGUAL / name, model, Problems(), name=name), Problems()
    node = parse((BILINGUAL / name).read_bytes(), name, Problems())
    said = data.draw(altered(node))
    over = parse(json.dumps(said, ensure_ascii=False), f"words/de/{name}", problems)
    spoken = Translation(BILINGUAL, "de").lay(node, over, name, model, problems)
    bound = bind(spoken, model, problems, NOWHERE)
    if not problems.errors:
        assert numbers_of(bound) == numbers_of(own)
