"""The house keeps its rules, and each rule is shown to catch who breaks it. The rules themselves are in house.py."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import house
import pytest

ROOT = Path(__file__).parent.parent
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "generator").rglob("*.py"))
}
RULES = (
    house.upward_imports,
    house.upward_imports_inside,
    house.sql_astray,
    house.libraries_astray,
    house.long_modules,
    house.long_functions,
    house.empty_names,
    house.undescribed,
    house.talkers,
    house.onlookers,
    house.onlookers_in_capture,
    house.strangers_in_capture,
    house.strangers_in_studio,
)
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * house.MOST_LINES_OF_A_FUNCTION
PLANTED = (
    (house.upward_imports, "generator/impose/grid.py", "from generator.kit import build"),
    (house.upward_imports, "generator/kit/build.py", "from generator.studio import shown"),
    (house.upward_imports, "generator/units.py", "def f():\n    import generator.layout"),
    (house.upward_imports, "generator/pdf/writer.py", "from generator.impose import Plan"),
    (house.upward_imports, "generator/errors.py", "from generator import sources"),
    (house.upward_imports, "generator/deck/cards.py", "from ..kit import build"),
    (house.upward_imports, "generator/deck/cards.py", "if TYPE_CHECKING:\n    from generator.layout import CardLayout"),
    (house.upward_imports, "generator/attic.py", ""),
    (house.upward_imports_inside, "generator/kit/press/inks.py", "def f():\n    from generator.kit.build import build"),
    (house.upward_imports_inside, "generator/kit/check.py", "from generator.kit import join_poster"),
    (house.upward_imports_inside, "generator/kit/pieces/piece.py", "import generator.kit.workshop"),
    (house.upward_imports_inside, "generator/kit/press/__init__.py", "from generator.kit.press import production"),
    (house.upward_imports_inside, "generator/kit/attic.py", ""),
    (house.upward_imports_inside, "generator/capture/store/store.py", "from generator.capture.web.room import Room"),
    (house.upward_imports_inside, "generator/capture/phone/join.py", "from generator.capture.board import frames"),
    (house.upward_imports_inside, "generator/capture/attic.py", ""),
    (house.sql_astray, "generator/capture/results/exporting.py", "import sqlite3"),
    (house.libraries_astray, "generator/impose/grid.py", "import reportlab.lib.units"),
    (house.libraries_astray, "generator/compose/setting.py", "def f():\n    from fontTools import ttLib"),
    (house.libraries_astray, "generator/sources/parsing.py", "import requests"),
    (house.libraries_astray, "generator/kit/build.py", "from starlette.requests import Request"),
    (house.libraries_astray, "generator/qr.py", "from importlib import import_module"),
    (house.libraries_astray, "generator/qr.py", "__import__('PIL')"),
    (house.long_modules, "generator/face.py", "x = 1\n" * (house.MOST_LINES + 1)),
    (house.long_functions, "generator/face.py", LONG_FUNCTION),
    (house.long_functions, "generator/face.py", f"class C:\n    {LONG_FUNCTION.replace(chr(10), chr(10) + '    ')}"),
    (house.empty_names, "generator/utils.py", ""),
    (house.empty_names, "generator/deck/core/cards.py", ""),
    (house.undescribed, "generator/face.py", "x = 1"),
    (house.talkers, "generator/kit/build.py", "print('done')"),
    (house.talkers, "generator/kit/build.py", "def f():\n    sys.exit(1)"),
    (house.talkers, "generator/deck/cards.py", "raise SystemExit(3)"),
    (house.talkers, "generator/deck/cards.py", "import logging"),
    (house.talkers, "generator/deck/cards.py", "sys.stderr.write('oh')"),
    (house.talkers, "generator/deck/cards.py", "from sys import stderr"),
    (house.talkers, "generator/deck/cards.py", "warnings.warn('hm')"),
    (house.talkers, "generator/sources/reading.py", "answer = input()"),
    (house.onlookers, "generator/pdf/writer.py", "created = datetime.datetime.now(UTC)"),
    (house.onlookers, "generator/pdf/writer.py", "created = date.today()"),
    (house.onlookers, "generator/pdf/writer.py", "import time"),
    (house.onlookers, "generator/fonts/book.py", "folder = os.environ['HOME']"),
    (house.onlookers, "generator/fonts/book.py", "from os import getenv"),
    (house.onlookers, "generator/images/pictures.py", "here = Path.cwd()"),
    (house.onlookers, "generator/images/pictures.py", "here = path.expanduser()"),
    (house.onlookers, "generator/codes/assign.py", "import random"),
    (house.onlookers_in_capture, "generator/capture/web/limits.py", "def f():\n    import time"),
    (house.onlookers_in_capture, "generator/capture/app.py", "token = secrets.token_hex()\nimport secrets"),
    (house.onlookers_in_capture, "generator/capture/store/store.py", "at = datetime.now(UTC)"),
    (house.onlookers_in_capture, "generator/capture/run/serve.py", "folder = os.environ['HOME']"),
    (house.onlookers_in_capture, "generator/capture/run/start.py", "here = path.expanduser()"),
    (house.onlookers_in_capture, "generator/capture/facilitator/trash.py", "at = time.astimezone()"),
    (house.strangers_in_studio, "generator/studio/day.py", "def f():\n    from generator.capture.run import serve"),
    (house.strangers_in_capture, "generator/capture/app.py", "from generator.images import Pictures"),
    (house.strangers_in_capture, "generator/capture/kits.py", "def f():\n    import generator.layout"),
    (house.upward_imports, "generator/capture/app.py", "from generator.kit import build"),
    (house.upward_imports, "generator/kit/join_poster.py", "from generator.capture.model import Session"),
)
HEAVY = (
    "PIL", "fontTools", "ifaddr", "jinja2", "numpy", "openpyxl", "pypdf", "pypdfium2", "pyphen", "qrcode", "reportlab",
    "starlette", "tinycss2", "uvicorn", "yaml", "zeroconf",
    "asyncio", "email", "ssl", "urllib.request",
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule):
    assert list(rule(SOURCES)) == []


@pytest.mark.parametrize(("rule", "path", "source"), PLANTED)
def test_the_rule_catches_who_breaks_it(rule, path, source):
    faults = list(rule({path: source}))
    assert len(faults) == 1
    assert faults[0].startswith(path)


def test_every_rule_is_shown_to_bite():
    assert {rule for rule, _, _ in PLANTED} == set(RULES)


def test_what_is_allowed_is_not_caught():
    cli = (
        "import click\nimport sys\nimport time\nfrom generator import __version__, kit\nprint(1)\nsys.exit(time.time())"
    )
    kit = "from datetime import datetime\nfrom generator.pdf import DocumentInfo\ndef f():\n    return datetime.now()"
    face = "from dataclasses import dataclass\nfrom datetime import time\nfrom generator.geometry import Rect"
    allowed = {f"generator/{name}.py": f'"""What it is."""\n{text}' for name, text in
               {"cli": cli, "kit/build": kit, "face": face}.items()}  # fmt: skip
    assert [fault for rule in RULES for fault in rule(allowed)] == []


def loaded(code: str, names: tuple[str, ...] = HEAVY) -> set[str]:
    """Which of these libraries a new process has imported after running `code`."""
    ask = f"{code}\nimport sys\nprint('loaded:', *sorted(set({names!r}) & set(sys.modules)))"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("loaded:")[2].split())


def test_what_is_loaded_is_seen():
    assert loaded("import openpyxl") >= {"openpyxl"}


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        *([*words, "--help"] for words in ([], ["build"], ["check"], ["images"], ["preview"], ["preflight"])),
        *([*words, "--help"] for words in (["serve"], ["doctor"], ["results", "export"], ["calibrate", "sheet"])),
    ],
    ids=" ".join,
)
def test_asking_the_command_for_help_loads_no_library(words):
    assert loaded(f"from generator.cli import main\nmain({words!r}, standalone_mode=False)") == set()


OTHERS = tuple(f"generator.cli.{name}" for name in ("event", "intake", "pressroom", "results", "words", "workshop"))
TEXT_MODELS = ("generator.booklet", "generator.compose.flowing", "html")  # of running text, of cut lines, of PDF/X


def test_building_loads_only_what_the_kit_needs(tmp_path):
    """A kit from YAML without pictures needs no table, no picture and no font conversion."""
    words = ["build", str(ROOT / "tests/small"), "-o", str(tmp_path / "out")]
    start = f"from generator.cli import main\nmain({words!r}, standalone_mode=False)"
    seen = loaded(start, HEAVY + TEXT_MODELS + OTHERS)
    assert (tmp_path / "out" / "deck.pdf").is_file()
    assert seen <= {"PIL", "pyphen", "qrcode", "reportlab", "yaml"}  # ReportLab itself imports Pillow


LOCKS = sorted((ROOT / ".requirements").glob("*.txt"))
PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==\S+ \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+")


def unlocked(text: str) -> str:
    """What is left of a lock file without pinned and hashed packages and comments."""
    return re.sub(r"(?m)^#.*\n", "", PINNED.sub("", text))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_everything_installed_is_pinned_with_hashes_and_names_no_address(lock):
    assert unlocked(lock.read_text()) == ""


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "click==8.1",
        "click>=8.1 \\\n    --hash=sha256:" + "0" * 64,
        "-e .",
    ],
)
def test_what_is_not_locked_is_caught(line):
    assert unlocked(f"{line}\n") != ""


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    asked = {"kit": [], "test": extras["test"], "bench": [*extras["test"], *extras["bench"]]}
    assert [lock.stem for lock in LOCKS] == sorted(asked)
    for lock in LOCKS:
        names = {re.match(r"[\w-]+", wish)[0].lower() for wish in project["dependencies"] + asked[lock.stem]}
        assert names <= {found["name"] for found in PINNED.finditer(lock.read_text())}
