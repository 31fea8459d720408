"""The words of a motif, and the one line that says it: `open jar of 12 peas, half full, row, cropped at the foot`.

Strict: a word that is not known is a fault with the word that was likely meant.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.errors import did_you_mean
from generator.motifs.contents import CONTENTS, SYNONYMS
from generator.motifs.marks import MARKS
from generator.motifs.vessels import VESSELS

POSES = ("covered", "open", "tilted", "spilt", "pouring", "upside down", "eaten")
STATES = (*POSES, *MARKS)
ARRANGEMENTS = ("one", "pair", "row", "stack", "nested", "crowd", "before and after", "odd one out", "big and small")
GLAZES = ("pale", "deep")
CROPS = ("whole", "foot", "waist")
FILLS = {
    "empty": 0.0, "nearly empty": 0.15, "quarter full": 0.25, "half full": 0.5, "three quarters full": 0.75,
    "full": 1.0,
}  # fmt: skip
COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "a few": 3, "a dozen": 12, "many": 30,
}  # fmt: skip
KEYS = ("vessel", "contents", "count", "fill", "glaze", "state", "arrangement", "crop", "beside")
MOST_COUNT = 999
_LISTED = "`prepdeck list motifs` shows what there is"
_VOWELS = ("a", "e", "i", "o", "u", "hour")
_SINGULAR = {plural: one for one, plural in SYNONYMS.items() if plural.startswith(one[:-1])}


class Motif(NamedTuple):
    """Of what a picture is; '' and 0 where that is left to the vessel."""

    vessel: str = ""
    contents: str = ""
    number: int = 0
    fill: float = -1.0  # from 0 to 1; below, not said
    states: tuple[str, ...] = ()
    arrangement: str = ""
    crop: str = ""
    beside: str = ""  # a vessel, a tool or something to eat that stands next to it
    glaze: str = ""  # in which of its inks it is

    @property
    def contents_show(self) -> bool:
        """Whether a lid would hide what the motif is about."""
        return bool(self.contents) and VESSELS[self.vessel].holds != "inside" if self.vessel else False

    def __str__(self) -> str:
        """The line that says it, always the same for the same motif."""
        count = f"{self.number} " if self.number else ""
        contents = count + (_SINGULAR.get(self.contents, self.contents) if self.number == 1 else self.contents)
        parts = [f"{self.vessel} of {contents}" if self.vessel and self.contents else self.vessel or contents]
        if self.fill >= 0:
            parts.append(
                next((word for word, fill in FILLS.items() if fill == self.fill), f"{self.fill * 100:g}% full")
            )
        parts += [self.glaze] if self.glaze else []
        parts += self.states
        parts += [self.arrangement] if self.arrangement else []
        parts += [f"crop {self.crop}"] if self.crop else []
        if self.beside:
            one = _SINGULAR.get(self.beside, self.beside)
            parts.append(f"with {'an' if one.startswith(_VOWELS) else 'a'} {one}")
        return ", ".join(parts)


class MotifFault(NamedTuple):
    message: str
    hint: str = ""
    key: str = ""  # of the mapping that says the motif


def read_line(text: str) -> tuple[Motif | None, tuple[MotifFault, ...]]:
    """The motif of a line, or what is wrong with it; its parts stand in any order, one says of what it is. As a
    sentence it may end with a full stop.
    """
    values: dict[str, object] = {}
    faults = _read_parts(text.strip().removesuffix("."), values)
    if not faults and not (values.get("vessel") or values.get("contents")):
        faults.append(MotifFault("it says neither a vessel nor something to eat", "such as `jar of peas`"))
    return _checked(values, faults or _unseen(values))


def _read_parts(text: str, values: dict[str, object]) -> list[MotifFault]:
    faults: list[MotifFault] = []
    things = 0
    for part in (" ".join(part.split()).replace("’", "'") for part in text.casefold().split(",")):
        if _meaning(part)[0]:
            faults += _read_part(part, values)
            continue
        things += 1
        faults += _read_thing(part, values) if things == 1 else _read_part(part, values)
    return faults


def _read_thing(text: str, values: dict[str, object]) -> list[MotifFault]:
    """`VESSEL of [COUNT] CONTENTS`, or one of the two; a state or a glaze may stand before it."""
    for word in sorted((*STATES, *GLAZES), key=len, reverse=True):
        if text.startswith(f"{word} ") and word not in VESSELS:
            values["glaze" if word in GLAZES else "state"] = word
            text = text.removeprefix(word).strip()
            break
    vessel, of, contents = text.partition(" of ")
    if of:
        values["vessel"] = _without_article(vessel)
        count, contents = _counted(contents)
        values["count"], values["contents"] = count, _without_article(contents)
        return _unknown("vessel", values["vessel"]) + _unknown("contents", values["contents"])
    count, word = _counted(text)
    word = _without_article(word)
    if count:
        values["count"] = count
    values["vessel" if word in VESSELS else "contents"] = word
    if word in VESSELS or _contents(word) in CONTENTS:
        return []
    hint = _count_hint(word) or did_you_mean(word, [*VESSELS, *CONTENTS]) or _LISTED
    return [MotifFault(f"there is no vessel and nothing to eat called '{word}'", hint, "vessel")]


def _counted(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"([0-9]{1,3}) (.*)", text, re.ASCII)
    if found and int(found[1]):
        return int(found[1]), found[2]
    word = next((word for word in COUNTS if text.startswith(f"{word} ")), "")
    return (COUNTS[word], text.removeprefix(word).strip()) if word else (0, text)


def _without_article(text: str) -> str:
    return re.sub(r"^(a|an|the) ", "", text)


def _contents(word: str) -> str:
    return word if word in CONTENTS else SYNONYMS.get(word, "")


def _unknown(key: str, word: object) -> list[MotifFault]:
    known: Mapping[str, object] = VESSELS if key == "vessel" else CONTENTS
    if word in known or (key == "contents" and isinstance(word, str) and _contents(word)):
        return []
    hint = _count_hint(str(word)) or did_you_mean(str(word), list(known)) or _LISTED
    return [
        MotifFault(f"there is no {key} '{word}'" if key == "vessel" else f"there are no contents '{word}'", hint, key)
    ]


def _count_hint(text: str) -> str:
    """A remedy for what begins with a number that cannot be counted."""
    first = text.lstrip("+-−–")[:1]
    return f"a count is a whole number from 1 to {MOST_COUNT}, written without a comma" if first.isnumeric() else ""


def _unseen(values: Mapping[str, object]) -> list[MotifFault]:
    """What would stand in a thing that shows nothing of it; what it pours may be said."""
    vessel, contents = str(values.get("vessel", "")), _contents(str(values.get("contents", "")))
    if not vessel or not contents or VESSELS[vessel].holds != "nothing" or CONTENTS[contents].is_liquid:
        return []
    hint = f"leave it out, or say what it lies in, such as `bowl of {contents}`"
    return [MotifFault(f"'{vessel}' shows nothing that is in it, and no {contents}", hint, "contents")]


def _read_part(part: str, values: dict[str, object]) -> list[MotifFault]:
    """A part after a comma: a fill, a state, a glaze, an arrangement, a crop, or what stands beside."""
    key, value = _meaning(part)
    if not key:
        likely = [*FILLS, *STATES, *GLAZES, *ARRANGEMENTS, *(f"crop {crop}" for crop in CROPS)]
        hint = (
            did_you_mean(part, likely)
            or "after a comma stands how full it is, a state, an arrangement, a crop, or `with …`"
        )
        return [MotifFault(f"'{part}' is not a word of motifs", hint)]
    if key == "state" and "state" in values:
        values["state"] = f"{values['state']}, {value}"
        return []
    if key in values:
        return [MotifFault(f"it says its {key} twice", "keep one of them", key)]
    values[key] = value
    return _unknown_beside(value) if key == "beside" else []


def _meaning(part: str) -> tuple[str, object]:
    if part in FILLS:
        return "fill", FILLS[part]
    percent = re.fullmatch(r"([0-9]{1,3}) ?% full", part)
    if percent and int(percent[1]) <= 100:
        return "fill", int(percent[1]) / 100
    if part in STATES:
        return "state", part
    if part in GLAZES:
        return "glaze", part
    if part in ARRANGEMENTS:
        return "arrangement", part
    crop = re.fullmatch(r"(?:crop|cropped)(?: at)?(?: the)? ([a-z]+)", part)
    if crop and crop[1] in CROPS:
        return "crop", crop[1]
    if part.startswith("with "):
        return "beside", _without_article(part.removeprefix("with "))
    return "", None


def _unknown_beside(word: object) -> list[MotifFault]:
    if word in VESSELS or _contents(str(word)):
        return []
    hint = did_you_mean(str(word), [*VESSELS, *CONTENTS]) or _LISTED
    return [MotifFault(f"there is nothing called '{word}' that stands beside", hint, "beside")]


def read_keys(said: Mapping[str, str]) -> tuple[Motif | None, tuple[MotifFault, ...]]:
    """The motif of a mapping: its keys are those of `KEYS`, its values texts."""
    values: dict[str, object] = {}
    faults: list[MotifFault] = []
    for key, text in said.items():
        word = re.sub(r"\s+", " ", text).strip().casefold().replace("’", "'")
        faults += _read_key(key, word, values)
    if "vessel" not in said and "contents" not in said:
        faults.append(MotifFault("it says neither a vessel nor contents", "such as `{vessel: jar, contents: peas}`"))
    return _checked(values, faults or _unseen(values))


def _read_key(key: str, word: str, values: dict[str, object]) -> list[MotifFault]:
    if key not in KEYS:
        return [MotifFault(f"a motif has no '{key}'", did_you_mean(key, KEYS) or f"it has {', '.join(KEYS)}", key)]
    values[key] = word
    if key in ("vessel", "contents"):
        return _unknown(key, word)
    if key == "beside":
        return _unknown_beside(word)
    if key == "count":
        return _read_count(word, values)
    if key == "fill":
        return _read_fill(word, values)
    known = {"arrangement": ARRANGEMENTS, "crop": CROPS, "glaze": GLAZES, "state": STATES}[key]
    words = [each.strip() for each in word.split(",")] if key == "state" else [word]
    lost = next((each for each in words if each not in known), "")
    return (
        [
            MotifFault(
                f"there is no {key} '{lost}'", did_you_mean(lost, known) or f"it is one of {', '.join(known)}", key
            )
        ]
        if lost
        else []
    )


def _read_count(word: str, values: dict[str, object]) -> list[MotifFault]:
    values["count"] = COUNTS.get(word, int(word) if re.fullmatch(r"[0-9]{1,3}", word) else 0)
    if values["count"]:
        return []
    return [
        MotifFault(
            f"the count '{word}' is not a whole number from 1 to {MOST_COUNT}",
            "leave it out for as many as fit",
            "count",
        )
    ]


def _read_fill(word: str, values: dict[str, object]) -> list[MotifFault]:
    share = float(word) if re.fullmatch(r"0?\.[0-9]{1,3}|[01](\.0*)?", word) else FILLS.get(word, -1.0)
    percent = re.fullmatch(r"([0-9]{1,3}) ?%(?: full)?", word)
    if percent and int(percent[1]) <= 100:
        share = int(percent[1]) / 100
    values["fill"] = share
    if share >= 0:
        return []
    return [
        MotifFault(
            f"the fill '{word}' is not a share from 0 to 1",
            did_you_mean(word, list(FILLS)) or "such as 0.6, or half full",
            "fill",
        )
    ]


def _checked(values: Mapping[str, object], faults: list[MotifFault]) -> tuple[Motif | None, tuple[MotifFault, ...]]:
    if faults:
        return None, tuple(faults)
    states = tuple(word.strip() for word in str(values.get("state", "")).split(",") if word.strip())
    motif = Motif(
        str(values.get("vessel", "")),
        _contents(str(values.get("contents", ""))),
        int(str(values.get("count", 0))),
        float(str(values.get("fill", -1.0))),
        states,
        str(values.get("arrangement", "")),
        str(values.get("crop", "")),
        _contents(str(values.get("beside", ""))) or str(values.get("beside", "")),
        str(values.get("glaze", "")),
    )
    return motif, ()


def merged(lent: Iterable[str]) -> tuple[Motif | None, tuple[MotifFault, ...]]:
    """The motif that texts say together, each a part of it or more: of two that say the same the first counts."""
    values: dict[str, object] = {}
    faults: list[MotifFault] = []
    for text in lent:
        own: dict[str, object] = {}
        faults += _read_parts(text, own)
        values = {key: value for key, value in own.items() if value or key == "fill"} | values
    return _checked(values, faults)
