"""No English in a kit of another language: a German one, one of pseudo-words; every kit, on paper, in two brands."""

import colorsys
import json
import re
import shutil
import zlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from pseudo import LETTER, STARTER, german_kit, outside, pseudo_kit, pseudo_words, said_in
from suite import in_part

from generator.cli import main
from generator.errors import ExitCode
from generator.kit.press import proof
from generator.kit.words.fixed_words import english, shipped_words
from generator.kit.workshop import bundled_workshop

HEX = r"\b[0-9a-f]{8}\b"
# What is the same in every language: codes, addresses, names of papers, layouts and files, commands, a unit, checksums.
KNOWN = (
    r"prepdeck\.local:8765", r"prepdeck build --sets \d+", r"worksheets: copies: \{vorsatz: \d+\}",
    r"[\w*-]+(?:/[\w*-]+)?\.(?:pdf|yaml)", r"\bA[124]\b|\bLetter\b|\bTabloid\b|\bANSI [A-E]\b",
    r"\b(?:blank|poker|poker-compact|business-90x52|deck|vorsatz|mm|den)\b", r"\b[A-D]\d\b", HEX, "SHA-256",
    r"prepdeck:[\w-]+/[\w-]+/\d+",  # what a worksheet to fill in says to programs
)  # fmt: skip


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def build(workshop: Path, out: Path, *options: object) -> dict[str, Any]:
    done = run("build", workshop, "-o", out, "--json", *options)
    assert done.exit_code == ExitCode.DONE, done.output
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def known(folder: Path) -> re.Pattern[str]:
    """With the codes of what is printed there, and with the ids that the overview of cards shows."""
    things = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["things"]
    own = "|".join(re.escape(thing[key]) for thing in things for key in ("code", "id"))
    return re.compile("|".join((*KNOWN, rf"\b(?:{own})\b")))


def foreign(folder: Path) -> dict[str, list[str]]:
    names = known(folder)
    return {where: words for where, text in said_in(folder) if (words := outside(text, names))}


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pseudo_kit(tmp_path_factory.mktemp("foreign") / "pseudo")


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return german_kit(tmp_path_factory.mktemp("foreign") / "german")


def test_no_word_of_a_pseudo_kit_stands_outside_of_brackets(pseudo: Path, tmp_path: Path) -> None:
    """All pieces, two boxes and outlines for a plotter; then what a build has no place for."""
    out = tmp_path / "out"
    report = build(pseudo, out)
    pieces = {piece["piece"].partition("/")[0] for piece in report["pieces"]}
    assert pieces == {"deck", "blanks", "posters", "join", "worksheets", "box", "guide", "order"}
    assert foreign(out) == {}
    printers = measured(tmp_path / "printers")
    for options in (
        ("--only", "deck", "--sides", "gutter-fold"),
        ("--only", "deck", "--sheet", "one-per-page", "--layout", "poker-compact"),
        ("--only", "deck", "--sheet", "avery-7414", "--layout", "business-90x52", "--order", "cut-and-stack"),
        ("--only", "deck", "--printer", "den", "--printers", printers),
        ("--only", "deck", "--only", "box", "--only", "join", "--proof"),
    ):
        build(pseudo, out, *options)
        assert foreign(out) == {}, options
    assert run("images", pseudo, "--contact", "pdf", "-o", out).exit_code == ExitCode.DONE
    assert (out / "images/contact.pdf").is_file()
    assert foreign(out) == {}


def measured(folder: Path) -> Path:
    """A printer whose backs are as they should be."""
    sheet = "paper: a4, orientation: landscape, flip: long-edge, right: 0.1mm, down: 0mm, residual: 0mm"
    folder.mkdir()
    text = f"name: den\nsheets:\n  - {{{sheet}, turned: 0, wider: 1, taller: 1}}\n"
    (folder / "den.yaml").write_text(text, encoding="utf-8")
    return folder


PLANTED = {
    "slug-sheet": "deck.pdf page 1",
    "tile-place": "posters/drei-spalten-tiles.pdf page 2",
    "name-posters": "guide.pdf page 1",
    "order-job": "order.pdf page 1",
    "box-glue": "tuck-box.pdf page 1",
    "file-version": "worksheets/vorsatz-fillable.pdf /Keywords",
    "file-outlines": "deck.svg",
}  # fmt: skip


def test_planted_words_are_seen(pseudo: Path, tmp_path: Path) -> None:
    """Words that no table says: English, as whoever prints them without asking would leave them."""
    workshop = Path(shutil.copytree(pseudo, tmp_path / "kit"))
    said = pseudo_words() | {key: english().texts[key] for key in PLANTED}
    (workshop / "words/qps/fixed.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    build(workshop, tmp_path / "out")
    assert set(PLANTED.values()) - foreign(tmp_path / "out").keys() == set()


def test_the_stamp_of_a_proof_is_in_the_language(german: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is drawn, not written: no reader of text sees it."""
    drawn, real = [], proof.lettering
    monkeypatch.setattr(proof, "lettering", lambda word, *more: (drawn.append(word), real(word, *more))[1])
    build(german, tmp_path / "out", "--proof", "--only", "join")
    assert set(drawn) == {shipped_words("de").texts["proof-stamp"]}


# --- every kit, on every paper, in two brands -----------------------------------------------------

KITS = ("prepersonalization", "starter", "german", "pseudo")
EVERY = [
    (kit, paper, profile)
    for kit in KITS
    for paper in ("a4", "letter")
    for profile in ("home", "office", "pdfx-4")
]  # fmt: skip
COLOUR = re.compile(rb"(?<![\w.])((?:\d*\.?\d+ ){3,4})(rg|RG|k|K)\b")
PEN = {
    "0.114 0.31 0.569",
    "0.89 0.63 0 0.19",
}  # of the examples that are filled in by hand, on a screen and in inks
SMALL_PEN = {
    "0.38 0.517 0.698",
    "0.557 0.655 0.784",
    "0.6 0.35 0 0.19",
    "0.41 0.2 0.01 0.17",
}  # the same, paler, where an example is shown small
NEUTRAL = 0.02


@pytest.fixture(scope="module")
def kits(german: Path, pseudo: Path) -> dict[str, Path]:
    return {"prepersonalization": bundled_workshop(), "starter": STARTER, "german": german, "pseudo": pseudo}


def other_brand(workshop: Path, path: Path) -> Path:
    """A client's brand with none of the kit's colours: as light as those, of another hue."""
    colours = yaml.load((workshop / "brand.yaml").read_bytes(), yaml.CSafeLoader)["colours"]
    client = {"client": "«Ander»", "legal": "© «Ander»", "colours": {name: other(its) for name, its in colours.items()}}
    path.write_text(yaml.safe_dump(client, allow_unicode=True), encoding="utf-8")
    return path


def other(colour: str | dict[str, str]) -> str:
    value = colour if isinstance(colour, str) else colour["rgb"]
    hue, light, full = colorsys.rgb_to_hls(*(int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    red, green, blue = colorsys.hls_to_rgb(
        (hue + 0.02) % 1, light * (0.85 if light < 0.6 else 0.95), min(1, full * 0.8 + 0.05)
    )
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def colours_in(folder: Path) -> set[str]:
    """What is painted with on any page, in RGB or in inks, but for black, white and greys."""
    streams = (found[1] for path in folder.rglob("*.pdf") for found in STREAM.finditer(path.read_bytes()))
    return {
        colour[1].decode().strip()
        for stream in streams
        for colour in COLOUR.finditer(unpacked(stream))
        if not is_neutral([float(part) for part in colour[1].split()])
    }


PLACE = re.compile(r"\{[a-z]+\}")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def unpacked(stream: bytes) -> bytes:
    """What a stream says; nothing where it is a picture's or a font's."""
    try:
        raw = zlib.decompress(stream)
    except zlib.error:
        return b""
    return raw if raw.isascii() or b" Tf" in raw or b" cm" in raw else b""


def is_neutral(parts: list[float]) -> bool:
    inks = parts[:3]
    return max(inks) - min(inks) < NEUTRAL


def literal(language: str) -> set[str]:
    """What the fixed words of a language say between their places."""
    parts = (part.strip(" .,:;") for text in shipped_words(language).texts.values() for part in PLACE.split(text))
    return {part for part in parts if re.search(LETTER, part)}


def alone(language: str, other: str) -> re.Pattern[str]:
    """What one language says and the other does not."""
    parts = sorted(literal(language) - literal(other), reverse=True)  # longer ones before what they begin with
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, parts))})(?!\w)")


ABROAD = {"german": alone("en", "de"), "prepersonalization": alone("de", "en"), "starter": alone("de", "en")}


def strange(folder: Path, kit: str) -> dict[str, str] | dict[str, list[str]]:
    """Where words stand that are not of the kit's language."""
    if kit == "pseudo":
        return foreign(folder)
    names = known(folder)
    texts = ((where, " ".join(names.sub(" ", text).split())) for where, text in said_in(folder))
    return {where: found[0] for where, text in texts if (found := ABROAD[kit].search(text))}


@pytest.mark.parametrize(
    ("name", "paper", "profile"),
    in_part(EVERY, ("german", "a4", "home"), ("pseudo", "letter", "pdfx-4"), ("starter", "letter", "office")),
)
def test_no_problem_no_foreign_word_and_no_foreign_colour(
    name: str, paper: str, profile: str, kits: dict[str, Path], tmp_path: Path
) -> None:
    """A German kit, one of pseudo-words and one of its own language stand for all: each profile and paper is there."""
    workshop = kits[name]
    client = other_brand(workshop, tmp_path / "client.yaml")
    used = []
    for brand, options in (("own", ()), ("client", ("--brand", client))):
        out = tmp_path / brand
        report = build(workshop, out, "--paper", paper, "--for", profile, *options)
        assert report["findings"] == []
        assert strange(out, name) == {}
        used.append(colours_in(out))
    assert all(used)
    assert used[0] & used[1] <= PEN | SMALL_PEN


def test_a_planted_colour_and_a_planted_phrase_are_seen(german: Path, tmp_path: Path) -> None:
    workshop = Path(shutil.copytree(german, tmp_path / "kit"))
    poster = workshop / "posters/drei-spalten.yaml"
    poster.write_text(poster.read_text("utf-8").replace("colour: see", 'colour: "#4b2a66"'), encoding="utf-8")
    fixed = workshop / "words/de/fixed.yaml"
    fixed.parent.mkdir(parents=True)
    english = "and lay it on that neighbour, tick on tick: the sheets of each row first, then row on row"
    fixed.write_text(f'map-lay: "{english}"\n', encoding="utf-8")
    client = other_brand(workshop, tmp_path / "client.yaml")
    for brand, options in (("own", ()), ("client", ("--brand", client))):
        build(workshop, tmp_path / brand, "--only", "posters", *options)
    assert len(colours_in(tmp_path / "own") & colours_in(tmp_path / "client")) == 1
    assert strange(tmp_path / "own", "german") == {"posters/drei-spalten-tiles.pdf page 1": english}
