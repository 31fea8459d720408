"""The guides in docs/ are tried as they are written: every command of theirs, in its order, with the bundled kit."""

import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner
from suite import Kits, in_part

from generator import __version__
from generator.cli import main
from generator.errors import ExitCode
from generator.kit.request.whereabouts import bundled_workshop

STUDIO_WORDS = Path(__file__).parent.parent / "generator/studio/words/en"
DOCS = Path(__file__).resolve().parents[1] / "docs"
README = (DOCS.parent / "README.md").read_text(encoding="utf-8")
# Always followed: the one that goes through most commands, and the one of finished files; of all, the words are read.
FOLLOWED = ("home", "preflight")
LONG = ("copy-shop", "card-vendors", "whiteboards")
GUIDES = (
    *in_part([*FOLLOWED, *LONG], *FOLLOWED),
    pytest.param("print-house", marks=[pytest.mark.needs("gs"), pytest.mark.soak]),
)
REFUSED = {"build --for drivethrucards --layout tarot": "prints no cards of 70 × 120 mm"}  # what a guide shows failing
# Nothing has changed, so no card is printed again; the backs of the bundled deck differ.
NOT_HERE = {"deck-selected.pdf", "blanks_13-20.pdf", "blanks_plain_51-100.pdf", "back.png"}
TYPED = "\n".join(["150", *["40"] * 8, *["44"] * 2, *["36"] * 2, *["40"] * 4]) + "\n"


def commands(text: str) -> list[list[str]]:
    """The lines of the blocks of no language, as words."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [
        shlex.split(line, comments=True) for language, block in blocks if not language for line in block.splitlines()
    ]


def understood(words: list[str], command: click.Command = main, parent: click.Context | None = None) -> None:
    """Reads the words as the command would, and runs nothing; raises UsageError where it would refuse them."""
    context = command.make_context(command.name, list(words), parent=parent)
    if isinstance(command, click.Group):
        _, inner, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert inner is not None
        understood(rest, inner, context)


@pytest.mark.parametrize("name", [*FOLLOWED, *LONG, "print-house", "install"])
def test_every_command_of_a_guide_is_understood(name: str) -> None:
    for program, *words in commands((DOCS / f"{name}.md").read_text(encoding="utf-8")):
        if program == "prepdeck":
            understood(words)


@pytest.mark.parametrize("words", ["build --frist 1", "bild", "results exprot", "build --sides both"])
def test_a_command_that_there_is_not_is_caught(words: str) -> None:
    with pytest.raises(click.UsageError):
        understood(words.split())


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_can_be_followed_as_it_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("PREPDECK_PRINTERS", str(tmp_path / "printers"))
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    said = commands(text)
    assert len(said) >= 3
    heard = ""
    for program, *words in said:
        if program == "cp":
            shutil.copy(*words)
        elif program == "gs":
            run(program, *words)
        else:
            assert program == "prepdeck"
            done = CliRunner().invoke(main, words, input=TYPED)
            refused = REFUSED.get(" ".join(words))
            assert done.exit_code == (ExitCode.SOURCES if refused else 0), f"{words}: {done.output}"
            assert (refused or "") in done.output
            others = [line for line in done.output.splitlines() if "warning" in line and "does not print" not in line]
            assert others == [], f"{words}: {done.output}"
            heard += done.output
    assert all(line in heard for line in re.findall(r"^> (.+)$", text, re.MULTILINE))
    there = {path.name for path in tmp_path.rglob("*")}
    named = set(re.findall(r"[\w-]+\.(?:pdf|png|dxf|svg)|(?<=printers/)[\w-]+\.yaml", text))
    assert named
    assert named - NOT_HERE <= there


def test_the_citation_is_of_this_version_and_of_its_licences() -> None:
    cited = yaml.safe_load((DOCS.parent / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["version"] == __version__
    assert " AND ".join(cited["license"]) == project["license"]
    originators = {
        author.get("name") or author["family-names"] for it in cited["references"] for author in it["authors"]
    }
    assert originators == {"A List Apart", "Bucket Studio", "Eagan", "Tennø"}


@pytest.mark.parametrize(("column", "options"), in_part([(2, ()), (3, ("--paper", "letter"))], (2, ())))
def test_the_front_page_counts_the_sheets_as_they_are(column: int, options: tuple[str, ...], print_once: Kits) -> None:
    sheets = {piece["piece"]: piece["sheets"] for piece in print_once(*options).report["pieces"]}
    on_paper = sum(
        sheets[name]
        for name in sheets
        if name.startswith("worksheets/") or name in ("guide", "catalogue", "order", "join")
    )
    tiles = [it for it in print_once(*options).report["pieces"] if " tiles " in it["imposition"]]
    counted = [sheets["deck"], f"{sheets['blanks']} + {sheets['box']}", on_paper, sum(it["sheets"] for it in tiles)]
    rows = [line.split("|") for line in README.splitlines() if line.startswith(("| card", "| paper"))]
    assert [row[column].strip() for row in rows] == [str(number) for number in counted]


def leads_nowhere(page: Path, text: str) -> list[str]:
    """The links to files that are not there, and to headings that a page has not."""
    lost = []
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        path, _, anchor = link.partition("#")
        goal = page.parent / path if path else page
        if not goal.exists() or (anchor and anchor not in anchors(goal.read_text(encoding="utf-8"))):
            lost.append(link)
    return lost


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [DOCS.parent / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert leads_nowhere(page, page.read_text(encoding="utf-8")) == []


def test_a_link_that_leads_nowhere_is_seen() -> None:
    text = "[a](kit.md#paper) [b](kit.md#papre) [c](gone.md) [d](https://example.org/gone)"
    assert leads_nowhere(DOCS / "kit.md", text) == ["kit.md#papre", "gone.md"]


def test_the_front_page_is_short_and_counts_the_pieces_as_they_are(print_once: Kits) -> None:
    assert len(README.splitlines()) <= 100
    cards = {piece["piece"]: piece["cards"] for piece in print_once().report["pieces"]}
    things = json.loads((print_once().folder / "manifest.json").read_text(encoding="utf-8"))["things"]
    families = {thing["category"] for thing in things if thing["kind"] == "card"}
    forms = [name for name in cards if name.startswith("worksheets/") and name != "worksheets/examples"]
    posters = {name for name in cards if name.startswith("posters/")}
    number = dict(zip((8, 9, 12, 15), ("eight", "nine", "twelve", "fifteen"), strict=True))
    assert f"{cards['deck']} cards in {number[len(families)]} families" in README
    assert f"{number[len(forms)]} worksheets with {number[cards['worksheets/examples']]} filled in" in README
    assert f"the wall\n{number[len(posters)]} posters" in README
    guide = yaml.safe_load((bundled_workshop() / "guide.yaml").read_text(encoding="utf-8"))
    day = next(block for block in guide["blocks"] if block["kind"] == "schedule")
    hour, minute = map(int, day["start"].split(":"))
    end = hour * 60 + minute + sum(step["minutes"] for step in day["steps"])
    assert f"from {day['start']} to {end // 60}:{end % 60:02}." in README


def test_each_picture_is_shown_and_none_is_large() -> None:
    """`make pictures` draws them; a page that is read on a train has no megabytes."""
    pages = (DOCS / name for name in ("look.md", "without-a-terminal.md"))
    shown = README + "".join(page.read_text(encoding="utf-8") for page in pages)
    pictures = list(DOCS.glob("*.png"))
    assert len(pictures) > 9
    for picture in pictures:
        assert picture.name in shown
        assert picture.stat().st_size <= 400_000, picture.name


def test_what_is_to_be_pressed_in_the_studio_is_called_so() -> None:
    """Quotation marks in that page are the words of the studio's pages."""
    words = {
        text for path in (STUDIO_WORDS).glob("*.yaml") for text in yaml.safe_load(path.read_text("utf-8")).values()
    }
    quoted = re.findall(r"“([^”]+)”", (DOCS / "without-a-terminal.md").read_text(encoding="utf-8"))
    assert len(quoted) > 15
    assert [name for name in quoted if " ".join(name.split()) not in words] == []
