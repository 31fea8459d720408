"""Decks as people have them: each function writes one into a folder and gives the path that is imported."""

import csv
import json
import struct
import zipfile
from pathlib import Path

import openpyxl

QUIET = "An hour in the morning in which nobody calls, writes or knocks."
DOOR = "A time in the week in which everybody may come with anything."
WALK = "Two people, one question, and no screen for forty minutes."
MADE = "January 3, 2026 10:12 AM"
THREE = (
    ("Quiet hour", "Focus", QUIET, ("Who would miss you?", "What would you finish?")),
    ("Open door", "Contact", DOOR, ("Who never came so far?",)),
    ("Long walk", "Contact", WALK, ("Which way?", "Who asks first?")),
)


def nested_json(folder: Path) -> Path:
    """Suits with a colour and cards of their own; front and back; HTML and entities."""

    def card(title: str, text: str, questions: tuple[str, ...], n: int) -> dict[str, object]:
        back = {"text": f"<p>{text.replace('hour', '<b>hour</b>')}&nbsp;&amp; more.</p>"}
        return {"front": {"title": f"{title} {n}"}, "back": back, "questions": list(questions)}

    suits = [
        {"name": suit, "colour": "#aa0000", "cards": [card(title, text, asked, n) for n in range(4)]}
        for title, suit, text, asked in THREE[:2]
    ]
    path = folder / "ways.json"
    path.write_text(json.dumps({"name": "Ways of working", "version": 3, "suits": suits}, indent=2), encoding="utf-8")
    return path


def constants(folder: Path) -> Path:
    """A module of an app: an import, types, a comment, single quotes, a trailing comma, a function behind."""
    lines = [
        f"  {{ id: {n}, title: '{t}', suit: \"{s}\", /* why */ text: `{x}`, prompts: ['{q[0]}'], }},"
        for n, (t, s, x, q) in enumerate(THREE, 1)
    ]
    body = (
        "import { Card } from './types';\n\n// The cards\nexport const cards: Card[] = [\n"
        + "\n".join(lines)
        + "\n];\n"
    )
    path = folder / "cards.ts"
    path.write_text(body + "export const byId = (id) => cards.find((it) => it.id === id);\n", encoding="utf-8")
    return path


def suits_yaml(folder: Path) -> Path:
    """A suit, its cards as bare texts."""
    lines = ["title: Ways of working", "suits:"]
    for suit in ("Focus", "Contact"):
        lines += [f"  {suit}:", *(f"    - {title}" for title, its, _, _ in THREE if its == suit)]
    path = folder / "ways.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def yaml_files(folder: Path) -> Path:
    """A card a file, in a folder for each suit."""
    for title, suit, text, questions in THREE:
        place = folder / "ways" / suit.lower()
        place.mkdir(parents=True, exist_ok=True)
        asked = "".join(f"  - {question}\n" for question in questions)
        (place / f"{title.lower().replace(' ', '-')}.yaml").write_text(
            f"name: {title}\ndescription: {text}\nquestions:\n{asked}"
        )
    return folder / "ways"


def markdown_files(folder: Path) -> Path:
    """Front matter, a heading, text, sections."""
    place = folder / "methods"
    place.mkdir()
    for n, (title, suit, text, questions) in enumerate(THREE, 1):
        asked = "".join(f"- {question}\n" for question in questions)
        body = f"---\ncategory: {suit}\nauthor: us\n---\n# {title}\n\n{text} It is *quiet* and __good__.\n\n"
        body += f"## Questions\n\n{asked}\n## When\n\nIn the\nmorning.\n"
        (place / f"{n:02}-{title.lower().replace(' ', '-')}.md").write_text(body, encoding="utf-8")
    return place


def one_markdown_file(folder: Path) -> Path:
    """A heading for each suit, one below it for each card, the same sections in each."""
    lines = ["# Ways of working", "", "What we do."]
    suit = ""
    for title, its, text, questions in THREE:
        lines += [] if its == suit else ["", f"## {its}"]
        suit = its
        lines += ["", f"### {title}", "", text, "", "#### Ask", "", *(f"1. {question}" for question in questions)]
    path = folder / "ways.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def notion(folder: Path) -> Path:
    """A database as Markdown & CSV: the table twice, and a page for each row, called after it and a number."""
    place = folder / "Export"
    pages = place / "Ways 0123456789abcdef0123456789abcdef"
    pages.mkdir(parents=True)
    rows = [["Name", "Category", "Qty", "Created time", "Tags"]]
    for n, (title, suit, text, _) in enumerate(THREE):
        rows.append([title, suit, str(n + 1), MADE, "work, people"])
        page = (
            f"# {title}\n\nCategory: {suit}\nQty: {n + 1}\nCreated time: {MADE}\n\n{text}\n\n## Tip\n\nBegin small.\n"
        )
        (pages / f"{title} {n:032x}.md").write_text(page, encoding="utf-8")
    for name in (f"{pages.name}.csv", f"{pages.name}_all.csv"):
        with (place / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    return place


def trello_json(folder: Path) -> Path:
    """A board: lists, cards that name theirs by its id, one archived, more actions than cards."""
    lists = [{"id": f"65{name:x>22}", "name": name, "closed": False} for name in ("Focus", "Contact")]
    label = {"id": "1", "name": "Ready", "color": "green"}
    common = {
        "idBoard": "64",
        "due": None,
        "shortUrl": "https://trello.com/c/x",
        "badges": {"votes": 0},
        "labels": [label],
    }
    cards = [
        {**common, "id": f"66{n:022}", "idList": f"65{suit:x>22}", "name": title, "closed": False, "pos": n * 16384,
         "desc": f"{text}\n\n**Ask:** {asked[0]}", "dateLastActivity": "2026-01-03T10:12:00.000Z"}
        for n, (title, suit, text, asked) in enumerate(THREE)
    ]  # fmt: skip
    cards.append({**cards[0], "id": "6600000000000000000000bf", "name": "Old idea", "closed": True})
    actions = [{"id": f"67{n:022}", "type": "updateCard", "data": {"text": "moved"}} for n in range(40)]
    board = {"id": "64", "name": "Ways of working", "lists": lists, "cards": cards, "actions": actions}
    path = folder / "board.json"
    path.write_text(json.dumps(board), encoding="utf-8")
    return path


def trello_csv(folder: Path) -> Path:
    heads = "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,Attachment Count,"
    heads += (
        "Checklist Item Total Count,Vote Count,Comment Count,Last Activity Date,List ID,List Name,Board ID,Board Name,"
    )
    heads += "Archived,Start Date,Due Complete"
    path = folder / "board.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(heads.split(","))
        for n, (title, suit, text, _) in enumerate(THREE):
            row = [f"66{n:022}", title, "https://trello.com/c/x", text, "Ready (green)", "", "", 0, 0, 0, 0]
            write.writerow([*row, "2026-01-03T10:12:00Z", f"65{suit:x>22}", suit, "64", "Ways", "false", "", "false"])
    return path


def miro_csv(folder: Path) -> Path:
    """A frame a column, its notes below."""
    path = folder / "board.csv"
    path.write_text(
        "Focus at work,Contact with others\nQuiet hour,Open door\nNo meetings,Long walk\nOne list,\n",
        encoding="utf-8-sig",
    )
    return path


def google_sheet(folder: Path) -> Path:
    path = folder / "Ways of working - Sheet1.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["Name", "Theme", "Text", "Question 1", "Question 2"])
        csv.writer(file).writerows([title, suit, text, *asked] for title, suit, text, asked in THREE)
    return path


def columns_xlsx(folder: Path) -> Path:
    """A category a column, its cards below."""
    book = openpyxl.Workbook()
    for row in (
        ["Wir hier", "Die dort", "Alle"],
        ["Stille", "Tür auf", "Gang"],
        ["Liste", "Anruf", "Mahl"],
        [None, "Besuch", None],
    ):
        book.active.append(row)
    book.save(folder / "spalten.xlsx")
    return folder / "spalten.xlsx"


def sections_xlsx(folder: Path) -> Path:
    """Rows across the table that say what the rows below belong to."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Title", "Text", "Note"])
    suit = ""
    for title, its, text, _ in THREE:
        if its != suit:
            sheet.append([its])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=3)
            suit = its
        sheet.append([title, text, "draft"])
    book.save(folder / "sections.xlsx")
    return folder / "sections.xlsx"


def ods(folder: Path) -> Path:
    rows = [("Name", "Gruppe", "Text", "Anzahl"), *((title, suit, text, 2.0) for title, suit, text, _ in THREE)]

    def cell(value: object) -> str:
        kind = f'float" office:value="{value:g}' if isinstance(value, float) else "string"
        text = f"{value:g}" if isinstance(value, float) else value
        return f'<table:table-cell office:value-type="{kind}"><text:p>{text}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return opendocument(folder / "karten.ods", f'<table:table table:name="Karten">{body}</table:table>')


def opendocument(path: Path, tables: str) -> Path:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    head = f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2">'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", f"{head}{body}</office:document-content>")
        parts.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"/>')
    return path


def xls(folder: Path) -> Path:
    """BIFF8 in the plainest container: a stream of records with the cells as labels."""
    rows = [("Name", "Group", "Text"), *((title, suit, text) for title, suit, text, _ in THREE)]

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    begin = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    cells = b"".join(
        record(0x204, struct.pack("<HHHHB", r, c, 0, len(text), 1) + text.encode("utf-16-le"))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    sheet = begin + cells + record(0x0A, b"")
    head = record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 6)) + record(0x42, struct.pack("<H", 1200))
    name = b"Cards"
    length = len(head) + 4 + 8 + len(name) + 4
    bound = record(0x85, struct.pack("<IBBBB", length, 0, 0, len(name), 0) + name)
    path = folder / "cards.xls"
    path.write_bytes(_container(head + bound + record(0x0A, b"") + sheet))
    return path


def _container(stream: bytes) -> bytes:
    """A compound file with one stream, 'Workbook', of whole sectors of 512 bytes."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        label = (name + "\0").encode("utf-16-le") if name else b""
        return (
            label.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(label), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    folder = (
        entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
        + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
        + entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += (
        struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<I", 0)
        + b"\xff\xff\xff\xff" * 108
    )
    return head + struct.pack("<128I", *fat) + folder + stream


def pictures(folder: Path) -> Path:
    place = folder / "animals"
    (place / "birds").mkdir(parents=True)
    shape = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#204060"/></svg>'
    )
    for name in ("birds/01_barn owl.svg", "birds/02_robin.svg", "red-fox.svg"):
        (place / name).write_text(shape, encoding="utf-8")
    return place


KINDS = (
    *(
        nested_json,
        constants,
        suits_yaml,
        yaml_files,
        markdown_files,
        one_markdown_file,
        notion,
        trello_json,
        trello_csv,
    ),
    *(miro_csv, google_sheet, columns_xlsx, sections_xlsx, ods, xls, pictures),
)
