"""A manifest in another language than the kit's own: its texts as that language has them, all else as it is.

What a language does not say, or what no longer fits the kit, is as in the kit's own.
"""

import re
from collections.abc import Mapping
from typing import Any

from generator.codes.manifest import Manifest
from generator.codes.manifest_entries import (
    CaptureEntry,
    DayEntry,
    FieldWords,
    FileEntry,
    FormWords,
    LanguageEntry,
    NameWords,
    PosterEntry,
    PosterWords,
    ThingEntry,
    ThingWords,
)

_TEXTS = ("label", "hint", "low", "high")
_PART = re.compile(r"\{([^{}]*)\}")


def files_in(manifest: Manifest | None, language: str) -> tuple[FileEntry, ...]:
    """The files of a language, named from its folder on; those of the kit's own where none is named."""
    if manifest is None:
        return ()
    if language:
        start = f"{language}/"
        own = (file for file in manifest.files if file.name.startswith(start))
        return tuple(file._replace(name=file.name.removeprefix(start)) for file in own)
    others = tuple(f"{name}/" for name in manifest.languages or ())
    return tuple(file for file in manifest.files if not file.name.startswith(others))


def language_entry(manifest: Manifest) -> LanguageEntry:
    """The texts of a manifest that is all in one language."""
    capture = manifest.capture
    return LanguageEntry(
        title=manifest.kit.title,
        departments=dict(zip(capture.department_ids or capture.departments, capture.departments, strict=False)),
        categories={name: NameWords(said.name, said.note) for name, said in manifest.categories.items()},
        roles={name: NameWords(said.name, said.question) for name, said in manifest.roles.items()},
        forms={name: _form_words(said) for name, said in manifest.forms.items()},
        posters={name: PosterWords(said.title, said.words) for name, said in manifest.posters.items()},
        guide=tuple(tuple(step.title for step in day.steps) for day in manifest.guide),
        faces=manifest.faces,
        things={
            thing.code: ThingWords(thing.title, thing.line, thing.faces, thing.also)
            for thing in manifest.things
            if not thing.retired
        },
    )


def _form_words(said: Mapping[str, Any]) -> FormWords:
    fields = {name: _field_words(field) for name, field in said["fields"].items()}
    return FormWords(said["title"], said["intro"], fields)


def _field_words(said: Mapping[str, Any]) -> FieldWords:
    texts = {name: said[name] for name in (*_TEXTS, "text") if name in said}
    options = dict(zip(said.get("option_ids", ()), said.get("options", ()), strict=False))
    return FieldWords(**texts, laid_from=tuple(said.get("laid_from", ())) or None, options=options or None)


def in_language(manifest: Manifest, language: str) -> Manifest:
    """The manifest as it would be if the kit's own language were this one."""
    entry = (manifest.languages or {}).get(language)
    if entry is None:
        return manifest._replace(files=files_in(manifest, language))
    categories, roles = entry.categories, entry.roles
    return manifest._replace(
        kit=manifest.kit._replace(title=entry.title or manifest.kit.title, language=language),
        capture=_capture(manifest.capture, entry.departments),
        categories={
            name: said._replace(name=categories[name].name, note=categories[name].note) if name in categories else said
            for name, said in manifest.categories.items()
        },
        roles={
            name: said._replace(name=roles[name].name, question=roles[name].note) if name in roles else said
            for name, said in manifest.roles.items()
        },
        forms={name: _form(said, entry.forms.get(name)) for name, said in manifest.forms.items()},
        posters={name: _poster(said, entry.posters.get(name)) for name, said in manifest.posters.items()},
        guide=_days(manifest.guide, entry.guide),
        faces={**manifest.faces, **entry.faces},
        things=tuple(_thing(said, entry.things.get(said.code)) for said in manifest.things),
        files=files_in(manifest, language),
    )


def _capture(said: CaptureEntry, texts: Mapping[str, str]) -> CaptureEntry:
    ids = said.department_ids or said.departments
    spoken = tuple(texts.get(name, text) for name, text in zip(ids, said.departments, strict=False))
    return said._replace(departments=spoken, department_ids=ids)


def _form(said: Any, words: FormWords | None) -> Any:
    if words is None or not isinstance(said, Mapping) or not isinstance(said.get("fields"), Mapping):
        return said
    fields = {name: _field(field, words.fields.get(name)) for name, field in said["fields"].items()}
    return {
        **said,
        "title": words.title or said.get("title", ""),
        "intro": words.intro or said.get("intro", ""),
        "fields": fields,
    }


def _field(said: Any, words: FieldWords | None) -> Any:
    if words is None or not isinstance(said, Mapping):
        return said
    texts: dict[str, Any] = {name: text for name in _TEXTS if name in said and (text := getattr(words, name))}
    if words.text and _parts([words.text]) == _parts([said.get("text", "")]):
        texts["text"] = words.text
    if words.laid_from and _parts(words.laid_from) == _parts(said.get("laid_from", ())):
        pairs = zip(words.laid_from, said.get("laid_from", ()), strict=True)
        texts["laid_from"] = [spoken if _PART.search(role) else role for spoken, role in pairs]
    if options := said.get("options"):
        ids = said.get("option_ids") or options
        spoken = words.options or {}
        texts |= {"options": [spoken.get(name, text) for name, text in zip(ids, options, strict=False)]}
        texts |= {"option_ids": ids}
    return {**said, **{name: text for name, text in texts.items() if text}}


def _parts(texts: Any) -> list[list[str]]:
    """What texts name between braces: it is the same in every language."""
    return [sorted(_PART.findall(text)) if isinstance(text, str) else [] for text in texts]


def _poster(said: PosterEntry, words: PosterWords | None) -> PosterEntry:
    if words is None:
        return said
    known = {name: words.words.get(name, text) for name, text in said.words.items()}
    return said._replace(title=words.title or said.title, words=known)


def _days(said: tuple[DayEntry, ...], titles: tuple[tuple[str, ...], ...]) -> tuple[DayEntry, ...]:
    """Steps that have become more, or fewer, since are as in the kit's own language."""
    if [len(day.steps) for day in said] != [len(day) for day in titles]:
        return said
    return tuple(
        day._replace(steps=tuple(step._replace(title=text) for step, text in zip(day.steps, spoken, strict=True)))
        for day, spoken in zip(said, titles, strict=True)
    )


def _thing(said: ThingEntry, words: ThingWords | None) -> ThingEntry:
    """One that this language has not drawn yet has no faces there."""
    if words is None:
        return said._replace(faces={})
    return said._replace(
        title=words.title or said.title, line=words.line or said.line, faces=words.faces, also=words.also or said.also
    )
