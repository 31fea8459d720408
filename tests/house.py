"""The rules of the house, each a function from sources to what breaks it: {path: source} in, one line a fault out."""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any

Sources = Mapping[str, str]  # 'generator/kit/build.py' → its text

# From top to bottom. Imports go down only; rooms of one line do not know each other.
ORDER = (
    ("__main__",),
    ("cli",),
    ("schemas",),
    ("studio",),
    ("kit", "capture", "intake"),
    ("filled",),
    ("preflight", "pdf", "impose", "compose", "render", "cutting"),
    ("screen_colours",),
    ("layout", "deck", "poster", "box", "example", "booklet", "brand", "heat_map"),
    ("form", "handout", "lint", "vendor"),
    ("edit", "motifs"),
    ("child_process", "codes", "qr", "fonts", "images", "tables", "file_lock", "private_file"),
    ("sources",),
    ("repeat",),
    ("face", "spread"),
    ("sight",),
    ("colours", "geometry", "units", "errors"),
    ("bundled",),
    ("__init__",),  # the version
)
# The same inside of rooms that have rooms of their own.
ORDER_INSIDE = {
    "capture": (
        ("run",),
        ("app",),
        ("board_pages", "elsewhere", "facilitator"),
        ("results",),
        ("board", "phone"),
        ("answers", "web"),
        ("editions",),
        ("kits", "network", "store"),
        ("departments", "form_entries", "model", "screen_files"),
        ("__init__",),
    ),
    "kit": (
        ("build",),
        ("heat_poster", "pictures", "run", "trial"),
        ("calibration_sheet", "capacity", "check", "colour_list", "handout", "join_poster", "public_words", "wordbook"),
        ("delivery",),
        ("press",),
        ("job",),
        ("booklets", "selection"),
        ("workshop",),
        ("pieces",),
        ("request",),
        ("words",),
        ("__init__",),
    ),
}
BARE = {"kit"}  # their folders' __init__ import nothing: a command loads only the modules that it needs
# What the server needs of the rest: it runs where nothing can be printed.
CAPTURE_KNOWS = {
    "__init__", "brand", "bundled", "capture", "child_process", "codes", "colours",
    "errors", "form", "geometry", "handout", "heat_map", "lint", "private_file", "qr", "screen_colours", "sight",
    "sources", "spread", "units",
}  # fmt: skip
# Clock, chance and surroundings are handed down in the server; these modules are where they come from.
CAPTURE_LOOKS = {
    # The type of a chance that is handed in.
    "generator/capture/run/invented_answers.py": {"random"},
    "generator/capture/run/invented_people.py": {"random"},
    "generator/capture/run/rehearse.py": {"random"},
    "generator/capture/run/worked_examples.py": {"random"},
    "generator/capture/run/start.py": {"datetime.now", "astimezone"},
    "generator/capture/run/paths.py": {"os.environ", "expanduser"},
    "generator/capture/web/tokens.py": {"secrets"},
}
LIBRARIES = {
    "PIL": ("images",),
    "brotli": ("fonts",),
    "click": ("cli",),
    "docx": ("capture",),
    "fontTools": ("fonts",),
    "ifaddr": ("capture",),
    "jinja2": ("capture", "studio"),
    "multipart": ("capture",),
    "markdown_it": ("intake",),
    "openpyxl": ("tables",),
    "pypdf": ("images", "preflight"),
    "pypdfium2": ("render",),
    "pyphen": ("fonts",),
    "qrcode": ("qr",),
    "python_calamine": ("tables",),
    "reportlab": ("pdf",),
    "starlette": ("capture", "studio"),
    "tinycss2": ("images",),
    "uvicorn": ("capture", "studio"),
    "xlsxwriter": ("capture",),
    "yaml": ("sources",),
    "zeroconf": ("capture",),
}
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "base", "manager", "managers", "core", "common", "misc"}

_LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}
_SPEAKING = {"print", "input", "exit", "quit", "breakpoint"}
_SPEAKING_OF_SYS = {"exit", "stdout", "stderr", "stdin", "argv"}
_SURROUNDINGS = {  # what a room below kit would learn from them depends on where and when it runs
    "os": {"environ", "environb", "getenv", "getcwd", "getlogin", "cpu_count", "getpid"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "Path": {"cwd", "home"},
}
_SURROUNDING_MODULES = {"time", "locale", "getpass", "platform", "random", "secrets", "socket", "tempfile", "urllib"}


def room_of(path: str) -> str:
    return PurePosixPath(path).parts[1].removesuffix(".py")


@cache
def nodes(source: str) -> tuple[Any, ...]:
    """All of a module, itself first: parsed once for all rules."""
    return tuple(ast.walk(ast.parse(source)))


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, lazily and for types too. `from a import b` gives 'a.b'."""
    for node in nodes(source):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def upward_imports(sources: Sources) -> Iterator[str]:
    """Imports of a room that lies higher, or beside."""
    for path, source in sources.items():
        here = room_of(path)
        if here not in _LEVEL:
            yield f"{path}: the room '{here}' has no place in the order"
            continue
        for line, name in imports(source):
            if name.startswith("."):
                yield f"{path}:{line}: relative import {name}"
            if not name.startswith("generator."):
                continue
            there = name.split(".")[1]
            there = there if there in _LEVEL else "__init__"
            if there != here and _LEVEL[there] <= _LEVEL[here]:
                yield f"{path}:{line}: {here} imports {there}, which is not below it"


def upward_imports_inside(sources: Sources) -> Iterator[str]:
    """Imports inside a room of rooms that run up or across; a room without a place; folders that import at once."""
    for path, source in sources.items():
        order = ORDER_INSIDE.get(room_of(path))
        if order is None:
            continue
        level = {room: at for at, rooms in enumerate(order) for room in rooms}
        here = _inner_room(PurePosixPath(path).with_suffix("").parts)
        if here not in level:
            yield f"{path}: '{here}' has no place in the order of {room_of(path)}"
            continue
        for line, name in imports(source):
            if name.startswith(f"generator.{room_of(path)}."):
                there = _inner_room(name.split("."))
                if room_of(path) in BARE and PurePosixPath(path).name == "__init__.py":
                    yield f"{path}:{line}: whoever wants one module of the folder would load this too"
                elif there != here and level.get(there, -1) <= level[here]:
                    yield f"{path}:{line}: {here} imports {there}, which is not below it"


def _inner_room(parts: Sequence[str]) -> str:
    """The room inside of a room: 'press' of generator.kit.press.production, 'build' of generator.kit.build."""
    return parts[2]


def strangers_in_studio(sources: Sources) -> Iterator[str]:
    """What the studio imports of the server: it runs that as a command, and knows it by what that says."""
    for path, source in sources.items():
        for line, name in imports(source) if room_of(path) == "studio" else ():
            if name.startswith("generator.capture"):
                yield f"{path}:{line}: the studio imports {name}"


def sql_astray(sources: Sources) -> Iterator[str]:
    """Whoever speaks to SQLite outside of the store."""
    for path, source in sources.items():
        for line, name in imports(source):
            if name.split(".")[0] == "sqlite3" and not path.startswith("generator/capture/store/"):
                yield f"{path}:{line}: SQLite is spoken to by the store alone"


def strangers_in_capture(sources: Sources) -> Iterator[str]:
    """What the server imports of the house beyond what it may: it runs where nothing can be printed."""
    for path, source in sources.items():
        for line, name in imports(source) if room_of(path) == "capture" else ():
            if name.startswith("generator."):
                there = name.split(".")[1]
                if (there if there in _LEVEL else "__init__") not in CAPTURE_KNOWS:
                    yield f"{path}:{line}: the server imports {there}"


def libraries_astray(sources: Sources) -> Iterator[str]:
    """Outside libraries in another room than theirs, and libraries nobody gave a room."""
    for path, source in sources.items():
        for line, name in imports(source):
            library = name.split(".")[0]
            if library in sys.stdlib_module_names and library != "importlib":
                continue
            if library in ("generator", "") or name.startswith("importlib.resources"):
                continue
            if room_of(path) not in LIBRARIES.get(library, ()):
                yield f"{path}:{line}: {name} has no business in {room_of(path)}"
        for node in nodes(source):
            if isinstance(node, ast.Call) and _name(node.func) == "__import__":
                yield f"{path}:{node.lineno}: an import that no rule can see"


def long_modules(sources: Sources) -> Iterator[str]:
    for path, source in sources.items():
        lines = len(source.splitlines())
        if lines > MOST_LINES:
            yield f"{path}: {lines} lines; make it a folder"


def long_functions(sources: Sources) -> Iterator[str]:
    for path, source in sources.items():
        for node in nodes(source):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    yield f"{path}:{node.lineno}: {node.name} has {lines} lines"


def empty_names(sources: Sources) -> Iterator[str]:
    """Modules whose name says nothing of what is in them."""
    for path in sources:
        for part in PurePosixPath(path).with_suffix("").parts:
            if part in EMPTY_NAMES:
                yield f"{path}: what is '{part}' about?"


def undescribed(sources: Sources) -> Iterator[str]:
    """Modules that do not say what they are for."""
    for path, source in sources.items():
        if not ast.get_docstring(nodes(source)[0]) and PurePosixPath(path).name != "__init__.py":
            yield f"{path}: no docstring"


def talkers(sources: Sources) -> Iterator[str]:
    """Whoever prints, asks, logs or exits, outside of the room that may."""
    for path, source in sources.items():
        if room_of(path) in LIBRARIES["click"]:
            continue
        for line, name in imports(source):
            if name.split(".")[0] in ("logging", "click") or name == "warnings.warn":
                yield f"{path}:{line}: imports {name}"
            if name.startswith("sys.") and name.removeprefix("sys.") in _SPEAKING_OF_SYS:
                yield f"{path}:{line}: imports {name}"
        for node in nodes(source):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SPEAKING:
                yield f"{path}:{node.lineno}: calls {node.func.id}"
            if isinstance(node, ast.Attribute) and _name(node.value) == "sys" and node.attr in _SPEAKING_OF_SYS:
                yield f"{path}:{node.lineno}: uses sys.{node.attr}"
            if isinstance(node, ast.Attribute) and _name(node.value) == "warnings" and node.attr == "warn":
                yield f"{path}:{node.lineno}: warns"
            if isinstance(node, ast.Name) and node.id == "SystemExit":
                yield f"{path}:{node.lineno}: exits"


def onlookers(sources: Sources) -> Iterator[str]:
    """Whoever, below kit, looks at the clock, the environment, chance or the working folder."""
    for path, source in sources.items():
        if _LEVEL.get(room_of(path), 99) <= _LEVEL["kit"]:
            continue
        for line, name in imports(source):
            module, _, what = name.partition(".")
            if module in _SURROUNDING_MODULES or what in _SURROUNDINGS.get(module, ()):
                yield f"{path}:{line}: imports {name}"
        yield from (f"{path}:{line}: uses {what}" for line, what in _looks(source))


def onlookers_in_capture(sources: Sources) -> Iterator[str]:
    """Whoever in the server reads a clock, draws lots or looks around, but for the modules that hand it down."""
    for path, source in sources.items():
        if room_of(path) != "capture":
            continue
        found = [(line, name.partition(".")[0]) for line, name in imports(source)]
        chance = [(line, module) for line, module in found if module in ("time", "random", "secrets", "getpass")]
        for line, what in (*chance, *_looks(source)):
            if what not in CAPTURE_LOOKS.get(path, ()):
                yield f"{path}:{line}: uses {what}"


def _looks(source: str) -> Iterator[tuple[int, str]]:
    for node in nodes(source):
        if isinstance(node, ast.Attribute) and node.attr in _SURROUNDINGS.get(_name(node.value), ()):
            yield node.lineno, f"{_name(node.value)}.{node.attr}"
        if isinstance(node, ast.Attribute) and node.attr in ("expanduser", "expandvars"):
            yield node.lineno, node.attr
        if isinstance(node, ast.Call) and _name(node.func) == "astimezone" and not node.args and not node.keywords:
            yield node.lineno, "astimezone"  # of this computer


def _name(node: ast.expr) -> str:
    """The last part of a name: `datetime` of both `datetime.now` and `datetime.datetime.now`."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
