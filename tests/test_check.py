"""`prepdeck check`: every problem of a folder in one run, each at its line or cell.

The folder below says its own faults: a comment `#! code` stands on the line where a problem of that code belongs.
"""

import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from PIL import Image

from generator.cli import main
from generator.codes import derive
from generator.errors import ExitCode

KIT = """\
id: faulty
title: A kit with faults
edition: 1
editon: 2                                     #! unknown-key
date: 22 November                             #! bad-value
capture:
  url: http://a-very-long-name-for-a-laptop-in-a-conference-room.example.org/cards  #! capture-url-long
deck:
  layout: own
  margin: 8                                   #! bare-number
"""

BRAND = """\
client: Somebody
colours:
  sea: "#00688B"
  sky: sky blue                               #! bad-value
  fog: "#BBCCDD"
  fog: "#CCDDEE"                              #! duplicate-key
"""

DECK = """\
id: faulty
title: Faults
fields:
  title: {kind: text, required: true}
  about: {kind: text}
  prompts: {kind: list}
  picture: {kind: picture}
  link: {kind: url}
  sound: {kind: music}                        #! bad-value
categories:
  one: {name: One, colour: sea}
  two: {name: Two, colour: seaa}              #! unknown-colour
"""

CARDS = {
    "10-shape.yaml": """\
cards:
  - id: good
    category: one
    title: A good card
    about: It is printed if all others are.
  - id: good                                  #! duplicate-id
    category: one
    title: The same again
  - id: No Such Id                            #! bad-id
    category: one
    title: An id with blanks
  - id: lost
    category: thre                            #! unknown-category
    title: No such category
  - id: many
    category: one
    quantity: lots                            #! bad-value
    title: How many
  - id: untitled                              #! missing-key
    category: one
  - id: stranger
    category: one
    title: A field nobody declared
    abuot: It is not there                    #! unknown-key
  - id: listed
    category: one
    title: A list that is none
    prompts: {a: b}                           #! wrong-type
  - id: linked
    category: one
    title: An address that is none
    link: javascript:alert(1)                 #! bad-url
""",
    "20-broken.yaml": """\
cards:
  - id: broken
    title: "no end                            
    category: one
""",
    "30-content.yaml": """\
cards:
  - id: wordy
    category: one
    title: Too much to say
    about: >-                                 #! overset
      %(long)s
  - id: foreign
    category: one
    title: A sign that no font has \U00012000  #! missing-glyph
  - id: arabic
    category: one
    title: مرحبا                               #! script
  - id: absent
    category: one
    title: A picture that is not there
    picture: pictures/absent.png              #! picture-missing
  - id: outside
    category: one
    title: A picture from elsewhere
    picture: ../../secret.png                 #! bad-picture
  - id: huge
    category: one
    title: A picture of ten thousand megapixels
    picture: pictures/huge.png                #! picture-huge
  - id: script
    category: one
    title: A drawing that wants to run
    picture: pictures/evil.svg
  - id: pinned
    category: one
    code: %(code)s                              #! code-collision
    title: A code that another card has
""",
}

EVIL_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
  <rect width="10" height="10"/>
  <script>alert(1)</script>
</svg>
"""

LAYOUT = """\
title: Ours
trim: {width: 63.5mm, height: 88.9mm}
styles:
  big: {font: display, size: 16pt, min_size: 12pt}
  small: {size: 9pt, min_size: 8pt}
front:
  title: {kind: text, box: {left: 5mm, right: 5mm, top: 5mm, height: 20mm}, blocks: [{field: title, style: big}]}
  about: {kind: text, box: {left: 5mm, right: 5mm, top: 26mm, height: 12mm}, blocks: [{field: about, style: small}]}
  picture: {kind: picture, box: {left: 5mm, width: 20mm, top: 40mm, height: 20mm}, field: picture}
  code: {kind: code, box: {right: 5mm, width: 18mm, bottom: 5mm, height: 18mm}}
"""

OTHER_LAYOUT = """\
title: Faulty shapes
trim: {width: 63.5mm, height: 88.9mm}
styles:
  big: {font: display, size: 16pt}
front:
  squeezed:
    kind: text
    box: {left: 5mm, right: 5mm, width: 9mm, top: 5mm, height: 20mm}  #! bad-value
    blocks: [{field: title, style: big}]
  title:
    kind: text
    box: {left: 5mm, right: 5mm, top: 5mm, height: 20mm}
    blocks:
      - {field: titel, style: big}            #! unknown-field
      - {field: title, style: bigg}           #! unknown-style
  band:
    kind: fill
    box: {left: -3mm, right: -3mm, top: -3mm, height: 10mm}
    colour: seea                              #! unknown-colour
"""

OTHER_CARDS = """\
cards:
  - {id: other, category: one, layout: other, title: In the other layout}
"""

CSV = "\ufeffid;category;titel;quantity\nrow-one;one;A row;2\nrow-two;nine;Another;x\n"


def marked(file: str, text: str) -> set[tuple[str, int, str]]:
    """What the comments of a file promise."""
    return {
        (file, number, code)
        for number, line in enumerate(text.splitlines(), 1)
        for code in re.findall(r"#! ([a-z-]+)", line)
    }


def unmarked(text: str) -> str:
    return re.sub(r" *#! [a-z-]+", "", text)


@pytest.fixture
def faulty(tmp_path: Path) -> tuple[Path, set[tuple[str, int, str]]]:
    folder = tmp_path / "workshop"
    filled = {"long": "word " * 400, "code": derive("faulty", "card", "good")}
    files = {
        "kit.yaml": KIT,
        "brand.yaml": BRAND,
        "deck.yaml": DECK,
        "layouts/cards/own.yaml": LAYOUT,
        "layouts/cards/other.yaml": OTHER_LAYOUT,
        "cards/40-other.yaml": OTHER_CARDS,
        "pictures/evil.svg": EVIL_SVG,
        **{
            f"cards/{name}": text.replace("%(long)s", filled["long"]).replace("%(code)s", filled["code"])
            for name, text in CARDS.items()
        },
    }
    promised: set[tuple[str, int, str]] = set()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(unmarked(text), encoding="utf-8")
        promised |= marked(name, text)
    (folder / "cards.csv").write_text(CSV, encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.title = "Cards"
    for row in (("id", "category", "title"), ("sheet-one", "one", "=1/0"), ("sheet-two", "oone", "Fine")):
        book.active.append(row)
    book.save(folder / "cards.xlsx")
    _huge_picture(folder / "pictures/huge.png")
    (tmp_path / "secret.png").write_bytes(b"not to be read")
    return folder, promised | {("cards/20-broken.yaml", 3, "yaml-syntax"), ("pictures/evil.svg", 3, "svg-element")}


def _huge_picture(path: Path) -> None:
    """A PNG whose header says 100,000 × 100,000 pixels."""
    Image.new("L", (1, 1)).save(path)
    data = bytearray(path.read_bytes())
    data[16:24] = (100_000).to_bytes(4, "big") * 2
    from zlib import crc32

    data[29:33] = crc32(data[12:29]).to_bytes(4, "big")
    path.write_bytes(data)


def run(*arguments: str | Path) -> tuple[int, dict]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, json.loads(result.stdout)


def test_all_planted_faults_are_found_at_their_lines_and_nothing_is_written(faulty, tmp_path: Path) -> None:
    folder, promised = faulty
    status, report = run("check", folder, "--json")
    found = {(one["file"], one["line"], one["code"]) for one in report["findings"]}
    assert status == ExitCode.SOURCES
    missed = sorted(fault for fault in promised if fault not in found)
    assert not missed, f"{missed}\n found: {sorted(found, key=str)}"
    cells = {(one["file"], one["cell"]) for one in report["findings"] if one["cell"]}
    assert {("cards.csv", "C1"), ("cards.csv", "B3"), ("cards.csv", "D3")} <= cells
    assert {("cards.xlsx", "Cards!C2"), ("cards.xlsx", "Cards!B3")} <= cells
    assert len({one["code"] for one in report["findings"]}) >= 25
    output = tmp_path / "out"
    status, report = run("build", folder, "-o", output, "--json")
    assert status == ExitCode.SOURCES
    assert report["files"] == []
    assert not output.exists()


def test_every_problem_says_where_and_most_say_how_to_mend(faulty) -> None:
    folder, _ = faulty
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == ExitCode.SOURCES
    lines = [line for line in result.output.splitlines() if not line.startswith(" ")]
    for line in lines[1:-1]:  # between the kit and the count
        assert re.match(r"[\w./-]+(:\d+(:\d+)?|:(Cards!)?[A-Z]+\d+)?: ", line), line
    assert "seaa" in result.output
    assert "did you mean 'sea'?" in result.output
    assert "Traceback" not in result.output


def test_a_folder_without_faults_has_no_findings(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "small", tmp_path / "small")
    status, report = run("check", tmp_path / "small", "--json")
    assert status == ExitCode.DONE
    assert report["findings"] == []


def test_what_is_no_folder_is_exit_status_5(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(tmp_path / "nowhere")])
    assert result.exit_code == ExitCode.FILES
    assert "nowhere" in result.stderr


@pytest.mark.parametrize("profile", ["pdfx-1a", "pdfx-4", "drivethrucards"])
def test_a_file_for_a_press_needs_a_date_and_check_says_so(
    profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder = Path(shutil.copytree(Path(__file__).parent / "small", tmp_path / "workshop"))
    assert run("check", folder, "--for", profile, "--json")[0] == ExitCode.DONE
    kit = folder / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("date: 2026-11-22\n", ""), encoding="utf-8")
    status, said = run("check", folder, "--for", profile, "--json")
    assert (status, [each["code"] for each in said["findings"]]) == (ExitCode.SOURCES, ["no-date"])
    assert said["findings"][0]["file"] == "kit.yaml"
    assert run("check", folder, "--json")[0] == ExitCode.DONE
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert run("check", folder, "--for", profile, "--json")[0] == ExitCode.DONE


def test_a_missing_date_and_too_much_ink_are_both_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder = Path(shutil.copytree(Path(__file__).parent / "small", tmp_path / "workshop"))
    kit, brand = folder / "kit.yaml", folder / "brand.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("date: 2026-11-22\n", ""), encoding="utf-8")
    heavy = brand.read_text(encoding="utf-8").replace('"#00688B"', '{rgb: "#00688B", cmyk: "100 100 100 100"}')
    brand.write_text(heavy, encoding="utf-8")
    for command in ("check", "build"):
        more = ("-o", tmp_path / "out") if command == "build" else ()
        _, said = run(command, folder, "--for", "pdfx-1a", "--json", *more)
        assert {each["code"] for each in said["findings"]} >= {"no-date", "ink-limit"}, command
