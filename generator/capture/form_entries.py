"""Forms as a manifest holds them, read back: whatever it says is looked at, as a hand may have touched it."""

from dataclasses import fields
from typing import Any

from generator.codes.records import Damaged
from generator.form import Form, FormField, sentence_faults
from generator.sources import NO_MARKS


def read_form(name: str, said: Any) -> Form:
    """A form as the manifest holds it. Keys that we do not know are passed over. Raises Damaged."""
    at = f"forms.{name}"
    if not isinstance(said, dict) or not isinstance(said.get("fields"), dict):
        raise Damaged(f"{at} is no form")
    asked = {key: _field(value, f"{at}.fields.{key}") for key, value in said["fields"].items()}
    for key, each in asked.items():
        for _, message in sentence_faults(key, each, asked):
            raise Damaged(f"{at}.fields.{key}: {message}")
    version = said.get("version", 1)
    if type(version) is not int:
        raise Damaged(f"{at}.version is not a whole number")
    return Form(
        id=name,
        version=version,
        title=_text(said.get("title", name), f"{at}.title"),
        intro=_text(said.get("intro", ""), f"{at}.intro"),
        builds_on=_text(said.get("builds_on", ""), f"{at}.builds_on"),
        fields=asked,
    )


def _field(said: Any, at: str) -> FormField:
    if not isinstance(said, dict):
        raise Damaged(f"{at} is not an object")
    given = {key.name: _value(key.name, said[key.name], at) for key in fields(FormField) if key.name in said}
    made = FormField(**{"label": "", **given, "marks": NO_MARKS})
    if faults := made.faults():
        raise Damaged(f"{at}: {faults[0]}")
    return made


_KINDS = set(FormField.__annotations__["kind"].__args__)
_OFFERED = ("", "categories", "roles")


def _value(name: str, value: Any, at: str) -> Any:
    """What a key says, if it is of the kind that its default is of."""
    at = f"{at}.{name}"
    if name in ("options", "option_ids", "laid_from"):
        if not isinstance(value, list):
            raise Damaged(f"{at} is not a list")
        return tuple(_text(item, at) for item in value)
    if name == "was":
        if not isinstance(value, dict):
            raise Damaged(f"{at} is not an object")
        return {_text(earlier, at): _text(option, at) for earlier, option in value.items()}
    if name == "kind":
        return value if _text(value, at) in _KINDS else "long-text"  # of a newer prepdeck: asked in words
    if name == "options_from" and value not in _OFFERED:
        raise Damaged(f"{at} is neither categories nor roles")
    default = getattr(FormField, name, "")
    if type(value) is not type(default):
        raise Damaged(f"{at} is not of the kind that it should be")
    return _text(value, at) if isinstance(value, str) else value


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str) or any("\ud800" <= character <= "\udfff" for character in value):
        raise Damaged(f"{at} is not text")
    return value
