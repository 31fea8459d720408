"""docs/develop.md is true: what it names is there, its picture has every room, the piece that it adds can be added."""

import ast
import json
import os
import re
import shutil
import sys
import textwrap
from pathlib import Path

import house
import pypdf
import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/develop.md").read_text(encoding="utf-8")
TO_BE_MADE = {"layouts/badges/badge.yaml"}  # by whoever follows it
PLACES = sorted(
    set(re.findall(r"`((?:generator|layouts|tests|docs|deck_sources|fonts)/[\w./*-]*)`", TEXT)) - TO_BE_MADE
)
NAMES = [  # a name of code, and the file that it is said to be in
    ("PIECES", "generator/cli/asking.py"), ("Frame", "generator/layout/frames.py"),
    ("load_pieces", "generator/kit/pieces/load.py"), ("_presses", "generator/kit/press/draw.py"),
    ("scaled_to", "generator/kit/pieces/scale.py"), ("FIELD_KINDS", "generator/form.py"),
    ("RULES", "generator/preflight/rules.py"), ("CODES", "generator/preflight/rules.py"),
    ("FAULTS", "tests/test_preflight.py"), ("Demands", "generator/preflight/demands.py"),
    ("plan", "generator/kit/job.py"), ("draw", "generator/kit/press/draw.py"),
    ("hand_over", "generator/kit/delivery/hand_over.py"), ("_layouts", "generator/kit/pieces/load.py"),
    ("_on_sheet", "generator/kit/pieces/load.py"), ("_as_page", "generator/kit/pieces/load.py"),
    ("_checked", "generator/kit/pieces/load.py"),
]  # fmt: skip


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", TEXT, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for _, block in found]


def defined(path: str) -> set[str]:
    """The names at the top of a module."""
    names = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


@pytest.mark.parametrize("place", PLACES)
def test_what_it_names_is_there(place):
    assert list(ROOT.glob(place)), place


@pytest.mark.parametrize(("name", "path"), NAMES)
def test_a_name_of_code_is_where_it_says(name, path):
    assert f"`{name}" in TEXT
    assert name in defined(path)


def test_its_picture_has_every_room():
    house_picture, _, inside_kit = blocks("")[:3]
    rooms = {room for level in house.ORDER for room in level} - {"__main__", "__init__"}
    assert rooms <= set(house_picture.split())
    order = [set(line.split("   ")[0].split()) for line in inside_kit.splitlines() if line]
    assert order == [set(level) for level in house.ORDER_INSIDE["kit"] if level != ("__init__",)]


def put(path: Path, before: str, text: str) -> None:
    """Into a file, before a text that is there once."""
    source = path.read_text(encoding="utf-8")
    assert source.count(before) == 1
    path.write_text(source.replace(before, f"{text}{before}"), encoding="utf-8")


@pytest.fixture
def scratch(tmp_path):
    """The house with the piece that the guide adds, done as it says."""
    shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "layouts", tmp_path / "layouts")
    for name in ("fonts", "deck_sources"):
        (tmp_path / name).symlink_to(ROOT / name)
    order, cards, kind, made = (block + "\n\n" for block in blocks("python"))
    (shape,) = blocks("yaml")
    kit = tmp_path / "generator/kit"
    put(kit / "request/kit_yaml.py", "@source_model\nclass PostersOrder", order)
    put(kit / "request/kit_yaml.py", "    posters: PostersOrder |", "    badges: BadgesOrder | None = None\n")
    imports = (
        "from dataclasses import replace\nfrom generator.deck import Card, Category, Deck, DeckHead, FieldRule\n"
        "from generator.kit.request.kit_yaml import BadgesOrder\n"
    )
    (kit / "pieces/badges.py").write_text(imports + cards, encoding="utf-8")
    put(kit / "pieces/piece.py", "class PosterPiece(", kind)
    put(kit / "pieces/piece.py", "from generator.kit.pieces.copies", "from generator.kit.pieces import badges\n")
    call = "    if kit.badges:\n        yield from _badges(shelf, kit.badges, sources.deck)\n"
    put(kit / "pieces/load.py", "    if kit.posters:\n", call)
    put(kit / "pieces/load.py", "def _posters(", made)
    named = (
        "from generator.kit.pieces import badges\nfrom generator.kit.pieces.piece import BadgePiece\n"
        "from generator.kit.request.kit_yaml import BadgesOrder\n"
    )
    put(kit / "pieces/load.py", "from generator.kit.pieces.posters", named)
    put(tmp_path / "generator/cli/asking.py", '"posters", "join"', '"badges", ')
    (tmp_path / "layouts/badges").mkdir()
    (tmp_path / "layouts/badges/badge.yaml").write_text(shape, encoding="utf-8")
    return tmp_path


def test_a_piece_is_added_as_it_says(scratch, run):
    workshop = scratch / "workshop"
    shutil.copytree(ROOT / "tests/small", workshop)
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as file:
        file.write("badges:\n  names: [Ana, Bo, Li Wei]\n")
    place = {"cwd": scratch, "env": {**os.environ, "PYTHONPATH": str(scratch)}}
    words = ("build", workshop, "-o", scratch / "printed", "--only", "badges", "--json")
    report = json.loads(run(sys.executable, "-m", "generator", *words, **place))
    assert [(piece["piece"], piece["cards"]) for piece in report["pieces"]] == [("badges", 3)]
    shown = "".join(page.extract_text() for page in pypdf.PdfReader(scratch / "printed/badges.pdf").pages)
    assert all(name in shown for name in ("Ana", "Bo", "Li Wei"))
