"""Kits in other languages, and what their files say: the small German one, and one whose every word is in brackets.

Pseudo-words: what the kit says is in «guillemets», what prepdeck says in ‹single ones›, word by word, so that no break
and no column can part a pair. Whatever letter stands outside is somebody's else.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2 as pdfium
import yaml

from generator import bundled
from generator.kit.words.fixed_words import english

GERMAN = Path(__file__).parent / "german"
STARTER = bundled.folder("deck_sources") / "starter"
PSEUDO = "qps"  # a language that nobody speaks
LETTER = r"[^\W\d_]"
WORD = re.compile(rf"{LETTER}+")
# Keys of the sources whose texts people read.
SAID = {
    "about", "ask", "by", "client", "columns", "contact", "corners", "edition", "example", "finish", "high", "hint",
    "inside", "inside_title", "intro", "items", "keep", "keep_title", "label", "legal", "line", "low", "name", "note",
    "prompts", "question", "sides", "statt", "steps", "stock", "text", "title",
}  # fmt: skip
OF_ITSELF = ("/Title", "/Author", "/Subject", "/Keywords")
ALL_SAID = {"answers", "options", "words"}  # whose every text is read: an option is `id: text`


def german_kit(folder: Path) -> Path:
    """The small German kit, which has the pictures of the starter."""
    shutil.copytree(STARTER / "pictures", folder / "pictures")
    return Path(shutil.copytree(GERMAN, folder, dirs_exist_ok=True))


def bracketed(text: str, pair: str) -> str:
    """Each word in brackets, as long as it was where it can be."""
    begin, end = pair
    return WORD.sub(lambda word: f"{begin}{word[0][: max(1, len(word[0]) - 2)]}{end}", text)


def pseudo_kit(folder: Path) -> Path:
    """The same kit with pseudo-words, its own and prepdeck's, in two boxes, cut by a plotter."""
    german_kit(folder)
    for path in folder.rglob("*.yaml"):
        said = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        path.write_text(yaml.safe_dump(_pseudo(said), allow_unicode=True, sort_keys=False), encoding="utf-8")
    deck, kit = folder / "deck.yaml", folder / "kit.yaml"
    deck.write_text(
        _put(deck, "language: de", f"language: {PSEUDO}").replace("- id: der-anfang", "- id: der-anfang\n  quantity: 8")
    )
    text = _put(kit, "language: de", f"language: {PSEUDO}").replace("box: {}", "box: {thickness: 3mm}")
    kit.write_text(text.replace("layout: poker", "layout: poker\n  cut: [svg, dxf]"), encoding="utf-8")
    file = folder / "words" / PSEUDO / "fixed.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(pseudo_words(), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def pseudo_words() -> dict[str, str]:
    """English in brackets, its {places} left."""
    parts = {key: re.split(r"(\{[a-z]+\})", text) for key, text in english().texts.items()}
    return {
        key: "".join(part if part.startswith("{") else bracketed(part, "‹›") for part in of)
        for key, of in parts.items()
    }


def _put(path: Path, old: str, new: str) -> str:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    return text.replace(old, new)


def _pseudo(node: Any, read: str = "none") -> Any:
    """`read`: which of its texts people read, none, those of lists, or all: of mappings the keys decide anew."""
    match node:
        case dict():
            return {key: _pseudo(value, read if read == "all" else _read(key)) for key, value in node.items()}
        case list():
            return [_pseudo(item, read) for item in node]
        case str() if read != "none":
            return bracketed(node, "«»")
        case _:
            return node


def _read(key: str) -> str:
    return "all" if key in ALL_SAID else "texts" if key in SAID else "none"


# --- what files say -------------------------------------------------------------------------------


def said_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text of every printed file, with where it stands: on a page, of the file itself, of a field."""
    for path in sorted(folder.rglob("*.pdf")):
        name = path.relative_to(folder).as_posix()
        with pdfium.PdfDocument(path) as printed:
            for number, page in enumerate(printed, 1):  # with what lies off it: tiles cut words in two
                yield f"{name} page {number}", page.get_textpage().get_text_range()
        document = pypdf.PdfReader(path)
        yield from ((f"{name} {key}", str((document.metadata or {}).get(key, ""))) for key in OF_ITSELF)
        for entry in (document.get_fields() or {}).values():
            yield from ((f"{name} field", str(entry[key])) for key in ("/TU", "/Opt") if key in entry)
    for path in sorted(folder.rglob("cut/*.svg")):
        yield path.name, re.sub(r".*<title>(.*)</title>.*", r"\1", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def outside(text: str, known: re.Pattern[str]) -> list[str]:
    """The words that stand in no brackets and are none of the known ones."""
    rest = known.sub(" ", re.sub(r"«[^«»‹›]*»|‹[^«»‹›]*›", " ", text))
    return WORD.findall(rest)
