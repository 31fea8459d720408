"""Writes the neutral deck: seeded words the size of real workshop cards, the same for every tool.

usage: deck.py N FOLDER FONTS    makes FOLDER/deck.json, and FOLDER/workshop/ for prepdeck

Each card has one of six categories, a title of 2 to 6 words, a summary of 8 to 14, a body of 35 to 60, three prompts
of 5 to 9, a number, and an address of 45 characters.
"""

import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

CATEGORIES = {
    "Discover": "#1B6CA8",
    "Frame": "#B5423C",
    "Imagine": "#7A4E9F",
    "Prototype": "#2E7D4F",
    "Decide": "#C06C1B",
    "Reflect": "#3C4A57",
}
NOUNS = """team group people person customer question answer story map goal risk plan
problem option choice idea sketch model pattern system process journey moment signal habit
value promise budget deadline meeting workshop exercise round table wall card note marker
timer voice view light weight boundary context evidence claim measure outcome reason detail
example surprise conflict tension rhythm energy practice method lesson record feedback friend
stranger partner neighbour owner sponsor manager facilitator speaker listener reader maker
decision assumption constraint opportunity experiment hypothesis prototype scenario principle
agreement responsibility perspective façade naïveté café résumé""".split()
VERBS = """ask tell draw build test choose compare sort name share read write listen notice
describe explain explore challenge question imagine remember forget change keep drop move
gather split combine repeat check measure estimate rank vote agree disagree invite observe
interview rehearse summarise simplify clarify prioritise reconsider""".split()
ADJECTIVES = """small large quiet loud early late clear vague open closed simple hard useful honest
fresh familiar strange shared private urgent slow quick careful bold missing hidden recent
common rare local distant practical concrete uncomfortable unexpected important""".split()
SMALL_WORDS = """the a of to in and for with from on by about before after without between into
this that each every one two three some any when where while because until unless""".split()
KINDS = ((0.36, SMALL_WORDS), (0.66, NOUNS), (0.85, VERBS), (1.0, ADJECTIVES))
HERE = Path(__file__).parent
WEIGHTS = ("Regular", "Bold")


def words(rng: random.Random, count: int) -> list[str]:
    found = []
    for _ in range(count):
        share = rng.random()
        found.append(rng.choice(next(kind for limit, kind in KINDS if share < limit)))
    return found


def sentence(rng: random.Random, count: int, end: str = ".") -> str:
    said = words(rng, count)
    said[0] = said[0].capitalize()
    if count > 9:
        at = rng.randrange(3, count - 3)
        said[at] += rng.choice([",", ",", ",", " —", ";"])
    return " ".join(said) + end


def body(rng: random.Random) -> str:
    left = rng.randint(35, 60)
    parts = []
    while left > 0:
        count = min(left, rng.randint(8, 16))
        if left - count < 5:
            count = left
        parts.append(sentence(rng, count, rng.choice([".", ".", ".", "?"])))
        left -= count
    return " ".join(parts)


def make(count: int, seed: int = 20240607) -> dict[str, Any]:
    """The deck of so many cards; the same for the same number."""
    rng = random.Random(seed)
    names = list(CATEGORIES)
    cards = []
    for i in range(count):
        title = " ".join(word.capitalize() for word in words(rng, rng.randint(2, 6)))
        while len(title) > 42:
            title = title.rsplit(" ", 1)[0]
        cards.append(
            {
                "number": f"No. {i + 1:03d} / {count}",
                "category": names[i * len(names) // count],
                "title": title,
                "summary": sentence(rng, rng.randint(8, 14)),
                "body": body(rng),
                "prompts": [sentence(rng, rng.randint(5, 9), "?") for _ in range(3)],
                "url": f"https://cards.example.org/w/{i:05x}{rng.getrandbits(48):012x}",
            }
        )
    categories = [{"name": name, "color": colour} for name, colour in CATEGORIES.items()]
    return {"title": "Workshop Starter Deck", "categories": categories, "cards": cards}


def write_workshop(deck: dict[str, Any], folder: Path, fonts: Path) -> None:
    """The deck as a workshop folder: kit, deck, brand, and a layout and sheet of its own."""
    shutil.copytree(HERE / "layouts", folder / "layouts")
    (folder / "pictures").mkdir()
    (folder / "fonts").mkdir()
    for file in font_files(fonts):
        shutil.copy(file, folder / "fonts" / file.name)
    for name, colour in CATEGORIES.items():
        (folder / f"pictures/{name.lower()}.svg").write_text(dots(lightened(colour)), encoding="utf-8")
    regular, bold = (f"fonts/{file.name}" for file in font_files(fonts))
    brand = {"client": "Nobody in particular", "fonts": {"text": {"regular": regular, "bold": bold}}}
    kit = {
        "id": "neutral",
        "title": deck["title"],
        "date": "2026-01-01",
        "capture": {"url": "https://cards.example.org"},
        "deck": {"layout": "neutral", "sheet": "neutral", "sides": "two-sided-long-edge"},
    }
    for name, said in {"kit": kit, "brand": brand, "deck": deck_source(deck)}.items():
        with (folder / f"{name}.yaml").open("w", encoding="utf-8") as file:
            yaml.dump(said, file, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)


def deck_source(deck: dict[str, Any]) -> dict[str, Any]:
    """What `deck.yaml` says."""
    kinds = {"prompts": "list", "url": "url"}
    fields = {
        name: {"kind": kinds.get(name, "text")} for name in ("title", "summary", "body", "prompts", "number", "url")
    }
    categories = {
        name.lower(): {"name": name, "colour": colour, "glyph": f"pictures/{name.lower()}.svg"}
        for name, colour in CATEGORIES.items()
    }
    cards = [
        {"id": f"card-{n}", "category": card["category"].lower()} | {name: card[name] for name in fields}
        for n, card in enumerate(deck["cards"], 1)
    ]
    return {"id": "neutral", "title": deck["title"], "fields": fields, "categories": categories, "cards": cards}


def dots(colour: str) -> str:
    """The pattern of the backs: three rows of six circles above the name, three below."""
    circles = "".join(
        f'<circle cx="{(column + 0.5) * 63.5 / 6:.3f}" cy="{(row + 0.5) * 88.9 / 9:.3f}" r="2.6"/>'
        for row in (0, 1, 2, 6, 7, 8)
        for column in range(6)
    )
    size = 'width="63.5mm" height="88.9mm" viewBox="0 0 63.5 88.9"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g fill="{colour}">{circles}</g></svg>\n'


def lightened(colour: str) -> str:
    """A quarter of white over the colour: what the other tools do with transparency."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * 0.25):02x}" for part in parts)


def font_files(folder: Path) -> list[Path]:
    """Noto Sans, regular and bold, wherever under `folder` they lie."""
    found = [sorted(folder.rglob(f"NotoSans*{weight}.ttf")) for weight in WEIGHTS]
    if not all(found):
        sys.exit(f"there is no Noto Sans in {folder}")
    return [files[0] for files in found]


def main() -> None:
    count, folder, fonts = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    deck = make(count)
    assert {len(card["url"]) for card in deck["cards"]} == {45}
    (folder / "workshop").mkdir(parents=True)
    (folder / "deck.json").write_text(json.dumps(deck, ensure_ascii=False, indent=1), encoding="utf-8")
    write_workshop(deck, folder / "workshop", fonts)


if __name__ == "__main__":
    main()
