"""The same column in several languages: Title_EN beside Title_DE, Titel beside Title, {en: …, de: …}, a file each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.intake.headings import language_named, meaning_of
from generator.intake.language import language_of
from generator.intake.records import Gathered, Record
from generator.tables.synonyms import folded

_BEHIND = re.compile(r"(.*?)([\s_.\-/(\[]+)([^\W\d_]+)[)\]]?")
_BEFORE = re.compile(r"([^\W\d_]+)([_.:-]+)(.+)")
_FIELDS = ("title", "line", "about", "prompts", "example", "category")


class Twin(NamedTuple):
    """A column that says in another language what the column `of` says."""

    of: str
    language: str


def split_language(heading: str) -> tuple[str, str]:
    """The heading without the language that it names, and that language; '' where it names none.

    A code of two letters counts where it is set off: Title_EN, title.de, Title (de), Title DE; not in 'how is it'.
    """
    if language := _language(heading, is_set_off=heading.isupper() or len(heading) > 2):
        return "", language
    if (found := _BEHIND.fullmatch(heading.strip())) and (
        language := _language(found[3], is_set_off=found[2].strip() != "" or found[3].isupper())
    ):
        return found[1].strip(), language
    if (found := _BEFORE.fullmatch(heading.strip())) and (language := _language(found[1], is_set_off=True)):
        return found[3].strip(), language
    return heading, ""


def _language(word: str, *, is_set_off: bool) -> str:
    return language_named(word) if is_set_off or len(word) > 3 else ""


def twins(source: Gathered) -> tuple[str, Mapping[str, Twin]]:
    """The language of the columns themselves ('' where no heading names it), and the columns that are twins."""
    named = {name: split_language(name) for name in source.columns}
    by_base: dict[str, dict[str, str]] = {}
    for name, (base, language) in named.items():
        by_base.setdefault(folded(base), {}).setdefault(language, name)
    pairs = [some for some in by_base.values() if len(some) > 1]
    if not pairs:
        return _side_by_side(source)
    first = next(name for name in source.columns if any(name in some.values() for some in pairs))
    own = "" if any("" in some for some in pairs) else named[first][1]
    found = {
        name: Twin(some[own], language)
        for some in pairs
        if own in some
        for language, name in some.items()
        if language != own
    }
    return own, found


def _side_by_side(source: Gathered) -> tuple[str, Mapping[str, Twin]]:
    """Two columns that mean the same, in each of several fields: Titel, Beschreibung, Title, Description.

    They are twins where their texts are in two languages.
    """
    by_field: dict[str, list[str]] = {}
    for name in source.columns:
        if (field := meaning_of(name)) in _FIELDS:
            by_field.setdefault(field, []).append(name)
    doubled = {field: names for field, names in by_field.items() if len(names) == 2}
    if not {"title", "about"} <= doubled.keys():
        return "", {}
    mine, its = (language_of(text for names in doubled.values() for text in source.texts(names[n])) for n in (0, 1))
    if mine == its:
        return "", {}
    return mine, {names[1]: Twin(names[0], its) for names in doubled.values()}


def paired(parts: Sequence[tuple[str, Gathered]]) -> Gathered | None:
    """Lists of one and the same deck in several languages as one, their columns with the language behind a point.

    The cards belong together by their ids, or by their order where there are none. None where they do not match.
    """
    first = parts[0][1]
    keys = [column for column in first.columns if meaning_of(column) == "id"]
    if any(len(part.records) != len(first.records) for _, part in parts):
        return None
    records: list[Record] = []
    for n, record in enumerate(first.records):
        ident = record.text(keys[0]) if keys else ""
        values = {column: value for column, value in record.values.items() if column in keys}
        for language, part in parts:
            its = next((it for it in part.records if it.text(keys[0]) == ident), None) if ident else part.records[n]
            if its is None:
                return None
            values |= {f"{key}.{language}": value for key, value in its.values.items() if key not in keys}
        records.append(record._replace(values=values))
    columns = tuple(dict.fromkeys(column for record in records for column in record.values))
    return replace(first, columns=columns, records=tuple(records))


def by_groups(source: Gathered) -> Gathered:
    """A list whose groups are languages, {en: […], de: […]}, as one."""
    groups: dict[str, list[Record]] = {}
    for record in source.records:
        groups.setdefault(record.group, []).append(record)
    languages = [language_named(group) for group in groups]
    if len(groups) < 2 or not all(languages):
        return source
    some = zip(languages, groups.values(), strict=True)
    parts = [(it, replace(source, records=tuple(one._replace(group="") for one in its))) for it, its in some]
    return paired(parts) or source
