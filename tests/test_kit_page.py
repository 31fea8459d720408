"""docs/kit.md: what stands there in YAML, put where the page says, makes a workshop in which nothing is wrong."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import validate

from generator.bundled import folder as bundled
from generator.cli import main
from generator.errors import NOWHERE, Problems, Severity
from generator.kit.words.fixed_words import words_of

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/kit.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="{}"/></svg>'
OPTIONS = {"id": "knows", "title": "Do we know it?", "fields": {"known": {"label": "How well?", "kind": "choice"}}}
# How a block begins → the file that it belongs to, and the keys above it there.
PLACES = {
    "cards:\n": ("cards/30-segments.yaml", ()),
    "# deck.yaml": ("deck.yaml", ()),
    "# trades/bank.yaml": ("trades/bank.yaml", ()),
    "# kit.yaml": ("kit.yaml", ()),
    "# cards/*.yaml": ("cards/99-motifs.yaml", ()),
    "# motifs.yaml": ("motifs.yaml", ()),
    "# words/fr/fixed.yaml": ("words/fr/fixed.yaml", ()),
    "blanks:": ("kit.yaml", ()),
    "layout: four-fields": ("posters/four-arguments.yaml", ()),
    "cards: {label": ("forms/recipe.yaml", ("fields",)),
    "options:": ("forms/knows.yaml", ("fields", "known")),
    "mood:": ("forms/knows.yaml", ("fields",)),
    "worksheets:": ("kit.yaml", ()),
    "box:": ("kit.yaml", ()),
    "guide:": ("kit.yaml", ()),
    "# words/de/forms/recipe.yaml": ("words/de/forms/recipe.yaml", ()),
    "client:": ("client/brand.yaml", ()),
    "# in brand.yaml": ("variable/brand.yaml", ()),
    "fonts:": ("cjk/brand.yaml", ()),
    "extends: poker": ("layouts/cards/ours.yaml", ()),
}
ELSEWHERE = (
    "cards/99-motifs.yaml",
    "motifs.yaml",
    "words/fr/fixed.yaml",
    "words/de/forms/recipe.yaml",
    "variable/brand.yaml",
    "cjk/brand.yaml",
)  # tried by themselves


def place_of(block: str) -> tuple[str, tuple[str, ...]]:
    (place,) = (place for begins, place in PLACES.items() if block.startswith(begins))
    return place


def put(workshop: Path, block: str) -> str:
    """Into its file, instead of what has the same name or id there; the file."""
    name, above = place_of(block)
    path = workshop / name
    path.parent.mkdir(parents=True, exist_ok=True)
    whole: Any = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    holder, new = whole, yaml.safe_load(block)
    for key in above:
        holder = holder[key]
    for key, value in new.items():
        if key == "cards" and isinstance(value, list):
            ids = {card["id"] for card in value}
            value = [*value, *(card for card in holder[key] if card["id"] not in ids)]
        holder[key] = value
    path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return name


BLOCKS = BLOCK.findall(TEXT)


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A copy of the bundled one, with the files that the page takes for granted."""
    copy = tmp_path / "my-workshop"
    done = CliRunner().invoke(main, ["new", str(copy), "--from", "prepersonalization", "--paper", "a4"])
    assert done.exit_code == 0, done.output
    (copy / "forms/knows.yaml").write_text(yaml.safe_dump(OPTIONS), encoding="utf-8")
    (copy / "client/fonts").mkdir(parents=True)
    for name, colour in (("logo", "#1d2b1f"), ("logo-white", "#ffffff")):
        (copy / f"client/{name}.svg").write_text(LOGO.format(colour), encoding="utf-8")
    for weight in ("Regular", "Bold"):
        shutil.copy(bundled("fonts") / f"noto-sans/NotoSans-{weight}.ttf", copy / f"client/fonts/Own-{weight}.otf")
    return copy


def test_every_block_has_its_place() -> None:
    assert [place_of(block) for block in BLOCKS] == list(PLACES.values())


def test_what_the_page_says_makes_a_workshop_without_a_problem(workshop: Path) -> None:
    changed = [put(workshop, block) for block in BLOCKS if place_of(block)[0] not in ELSEWHERE]
    words = ["check", str(workshop), "--brand", str(workshop / "client"), "--json"]
    report = json.loads(CliRunner().invoke(main, words).stdout)
    assert [one for one in report["findings"] if one["severity"] == "error"] == []
    wrong = [one for one in report["findings"] if one["file"] in changed]
    assert [
        one for one in wrong if one["code"] != "font-face"
    ] == []  # the client's fonts have two faces, which is said


def test_a_block_that_is_none_of_them_is_caught() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        place_of("blank: {}\n")


def block_of(file: str) -> str:
    (block,) = (block for block in BLOCKS if place_of(block)[0] == file)
    return block


def test_motifs_are_said_as_the_page_says(workshop: Path) -> None:
    (workshop / "cards/99-motifs.yaml").write_text(f"cards:\n{block_of('cards/99-motifs.yaml')}", encoding="utf-8")
    (workshop / "motifs.yaml").write_text(block_of("motifs.yaml"), encoding="utf-8")
    report = json.loads(CliRunner().invoke(main, ["check", str(workshop), "--json"]).stdout)
    ours = [one for one in report["findings"] if one["file"] in ("cards/99-motifs.yaml", "motifs.yaml")]
    assert [one for one in ours if one["severity"] == "error"] == []


def test_fixed_words_of_ones_own_are_taken(tmp_path: Path) -> None:
    name = put(tmp_path, block_of("words/fr/fixed.yaml"))
    problems = Problems()
    words = words_of(tmp_path, "fr", NOWHERE, problems)
    assert {problem.severity for problem in problems} == {Severity.WARNING}  # the others are not said
    assert {problem.where.file for problem in problems} <= {name, ""}
    assert words.texts["slug-front"] == "recto"


def test_a_form_in_another_language_is_one(workshop: Path) -> None:
    name = put(workshop, block_of("words/de/forms/recipe.yaml"))
    report = json.loads(CliRunner().invoke(main, ["check", str(workshop), "--language", "de", "--json"]).stdout)
    assert {one["code"] for one in report["findings"]} >= {"untranslated"}
    assert [one for one in report["findings"] if one["file"] == name and one["code"] != "untranslated"] == []


@pytest.mark.parametrize("file", ["variable/brand.yaml", "cjk/brand.yaml"])
def test_a_brand_with_instances_or_collections_is_one(file: str) -> None:
    schema = json.loads((ROOT / "layouts/schemas/brand.schema.json").read_text(encoding="utf-8"))
    validate(yaml.safe_load(block_of(file)), schema)
