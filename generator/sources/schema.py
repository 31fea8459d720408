"""JSON Schemas (draft 2020-12) of the models, with which editors complete and check the YAML files.

They describe the values that an editor's own YAML reader sees: there 12 is a number and `true` no text.
"""

import ast
import inspect
import io
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any, TypeAlias

from generator.sources.kinds import (
    Either,
    Key,
    Kind,
    ListOf,
    MapOf,
    Model,
    Number,
    OrNone,
    Read,
    Tagged,
    Text,
    TextChoice,
    Truth,
    Whole,
    kind_of,
)

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: Any, title: str) -> Schema:
    """The schema of files that hold a model, or a mapping of models."""
    kind = kind_of(model)
    if isinstance(kind, Model) and getattr(kind.model, "mergeable", False):
        return _mergeable(kind, title)
    writer = _Writer()
    root = writer.object(kind) if isinstance(kind, Model) else writer.schema(kind)
    return _file(title, root, writer.definitions)


def _file(title: str, root: Schema, definitions: Schema) -> Schema:
    schema = {"$schema": DIALECT, "title": title, **root}
    return schema | {"$defs": dict(sorted(definitions.items()))} if definitions else schema


def _mergeable(kind: Model, title: str) -> Schema:
    """A file that extends another one may leave out what the other says, and empty it."""
    whole, part = _Writer(), _Writer(part=True)
    root = part.object(kind)
    extends = {"type": "string", "description": "the file of which this one says only the differences"}
    root["properties"] = {"extends": extends, **root["properties"]}
    full = whole.schema(kind)
    whole.definitions[kind.model.__name__]["properties"]["extends"] = False
    choice = {"if": {"required": ["extends"]}, "else": full}
    return _file(title, root | choice, whole.definitions | part.definitions)


class _Writer:
    """Writes schemas; those of models are collected as definitions. In part nothing is required."""

    def __init__(self, part: bool = False) -> None:
        self.definitions: Schema = {}
        self._part = part

    def schema(self, kind: Kind) -> Schema:
        match kind:
            case Text():
                return {"type": ["string", "number", "boolean"]}
            case Whole():
                return {"type": "integer"}
            case Number():
                return {"type": "number"}
            case Truth():
                return {"type": "boolean"}
            case TextChoice(names):
                return {"const": names[0]} if len(names) == 1 else {"enum": list(names)}
            case Read(reader):
                return dict(reader.schema())
            case ListOf(item):
                return {"type": "array", "items": self.schema(item)}
            case MapOf(key, value):
                return self._map(key, value)
            case Tagged(models):
                return {"anyOf": [self.schema(model) for model in dict.fromkeys(model for _, model in models)]}
            case Either(kinds):
                return {"anyOf": [self.schema(each) for each in kinds]}
            case OrNone(inner):
                return _or_null(self.schema(inner))
            case Model():
                return self._reference(kind)

    def _map(self, key: Kind, value: Kind) -> Schema:
        one = self.schema(value)
        if self._part or (isinstance(value, Model) and not any(each.required for each in value.keys.values())):
            one = _or_null(one)
        schema = {"type": "object", "additionalProperties": one}
        return schema | {"propertyNames": self.schema(key)} if isinstance(key, Read) else schema

    def _reference(self, kind: Model) -> Schema:
        name = kind.model.__name__ + ("Part" if self._part else "")
        if name not in self.definitions:
            self.definitions[name] = {}  # a model may hold itself
            self.definitions[name] = self.object(kind)
        reference = {"$ref": f"#/$defs/{name}"}
        if kind.shorthand is None:
            return reference
        return {"anyOf": [self.schema(kind.keys[kind.shorthand].kind), reference]}

    def object(self, kind: Model) -> Schema:
        """A model's keys in full."""
        docs = _docs(kind.model)
        properties = {name: self._property(key, docs.get(name, "")) for name, key in kind.said.items()}
        schema: Schema = {"type": "object"}
        if says := _first_paragraph(kind.model):
            schema["description"] = says
        schema["properties"] = properties
        hyphened = {f"^{name.replace('_', '-')}$": properties[name] for name in properties if "_" in name}
        if hyphened:
            schema["patternProperties"] = hyphened
        if kind.pair:
            return schema | self._pair(kind, *kind.pair)
        required = [name for name, key in kind.keys.items() if key.required and not self._part]
        if required:
            schema["required"] = required
        return schema | {"additionalProperties": False}

    def _pair(self, kind: Model, name: str, value: str) -> Schema:
        """One key that is none of the model's own: what it is called, and what it says."""
        own = len(kind.said)
        count = {"minProperties": 1, "maxProperties": own + 1}
        names = {"propertyNames": self.schema(kind.keys[name].kind)}
        return names | {"additionalProperties": self.schema(kind.keys[value].kind)} | count

    def _property(self, key: Key, doc: str) -> Schema:
        schema = self.schema(key.kind)
        if self._part or not key.required:
            schema = _or_null(schema)
        if doc:
            schema = schema | {"description": doc}
        default = _as_written(key)
        return schema if default is None else schema | {"default": default}


def _or_null(schema: Schema) -> Schema:
    """The schema of a key that may be left empty."""
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]} if None not in schema["enum"] else schema
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return schema | {"type": [*types, "null"]} if "null" not in types else schema
    if {"type": "null"} in schema.get("anyOf", ()):
        return schema
    choices = schema["anyOf"] if schema.keys() == {"anyOf"} else [schema]
    return {"anyOf": [*choices, {"type": "null"}]}


def _as_written(key: Key) -> str | int | float | bool | None:
    """The default as a file would say it, where that is plain."""
    kind = key.kind.kind if isinstance(key.kind, OrNone) else key.kind
    if isinstance(kind, Either) and isinstance(key.default, str):
        kind = Text()
    if isinstance(kind, Text | Whole | Number | Truth | TextChoice) and key.default != "":
        default: str | int | float | bool | None = key.default
        return default
    if isinstance(kind, Read) and key.default is not None and hasattr(kind.reader, "write"):
        return str(kind.reader.write(key.default))
    return None


def _first_paragraph(model: type) -> str:
    text = inspect.getdoc(model) or ""
    return "" if text.startswith(f"{model.__name__}(") else " ".join(text.split("\n\n")[0].split())


@cache
def _docs(model: type) -> dict[str, str]:
    """What the model says of each key: its metadata's `doc`, else the comment behind it."""
    docs = dict(_comments(model))
    docs.update({each.name: each.metadata["doc"] for each in fields(model) if "doc" in each.metadata})
    return docs


def _comments(model: type) -> Iterator[tuple[str, str]]:
    try:
        source = textwrap.dedent(inspect.getsource(model))
    except OSError:  # a model made at a prompt
        return
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}
    tree = ast.parse(source).body[0]
    for line in tree.body if isinstance(tree, ast.ClassDef) else ():
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.end_lineno in comments:
            yield line.target.id, comments[line.end_lineno]
