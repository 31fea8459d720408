"""`deck.yaml` without its cards: what the binder cannot know of it, and the rules that it sets for cards."""

import re
from collections.abc import Mapping

from generator.deck.cards import RESERVED, Rules
from generator.deck.model import Category, DeckHead, FieldRule, Role
from generator.deck.wording import bad_id, bad_path
from generator.errors import Place, Problems
from generator.sources import Map, Node, bind, is_language, original_of

_FIELD_NAME = "[a-z][a-z0-9]*([-_][a-z0-9]+)*"


def read_head(node: Map, problems: Problems) -> DeckHead | None:
    head = bind(node, DeckHead, problems, node.marks.here, salvage=True)
    names = _names(node, "fields")
    _check_field_names(names, problems)
    for group in ("categories", "roles"):
        for name, where in _names(node, group).items():
            _report(bad_id(name), where, problems, "bad-id")
    if head:
        _check_facts(head, problems)
    return head


def rules_of(head: DeckHead | None, node: Node) -> Rules:
    """The rules of a deck; where its head has faults, those parts of it that can be read."""
    if head:
        groups = (head.categories, head.roles)
        categories, roles = ({key: original_of(one.name) for key, one in group.items()} for group in groups)
        return Rules(head.fields, categories, roles, head.language)
    if not isinstance(node, Map):
        return Rules()
    return Rules(_readable_fields(node), _declared(node, "categories"), _declared(node, "roles"))


def _readable_fields(node: Map) -> dict[str, FieldRule | None] | None:
    fields = node.get("fields")
    if fields is None:
        return {}
    if not isinstance(fields, Map):
        return None
    unheard = Problems()  # the head's faults have been reported
    return {name: bind(rule, FieldRule, unheard, fields.marks.of(name)) for name, rule in fields.items()}


def _declared(node: Map, group: str) -> dict[str, str] | None:
    """The names of a group by their ids."""
    said = node.get(group)
    if not isinstance(said, Map):
        return {} if said is None else None
    names = ((key, one.get("name") if isinstance(one, Map) else None) for key, one in said.items())
    return {key: name if isinstance(name, str) else "" for key, name in names}


def _names(node: Map, group: str) -> dict[str, Place]:
    said = node.get(group)
    return {name: said.marks.key(name) for name in said} if isinstance(said, Map) else {}


def _check_field_names(names: Mapping[str, Place], problems: Problems) -> None:
    seen: dict[str, str] = {}
    for name, where in names.items():
        plain = name.casefold().replace("_", "-")
        if plain in RESERVED:
            message = f"a field cannot be called '{name}'"
            hint = f"every card has these already: {', '.join(RESERVED)}"
            problems.error(where, message, hint, "reserved-name")
        elif not re.fullmatch(_FIELD_NAME, name):
            message = f"'{name}' cannot be the name of a field"
            problems.error(where, message, "use lower-case letters, digits and single hyphens", "bad-id")
        elif plain in seen:
            hint = "in the headings of a table they would be the same"
            problems.error(where, f"the fields '{seen[plain]}' and '{name}' are too alike", hint, "bad-id")
        seen.setdefault(plain, name)


def _check_facts(head: DeckHead, problems: Problems) -> None:
    marks = head.marks
    _report(bad_id(head.id), marks.of("id"), problems, "bad-id")
    if not is_language(head.language):
        message = f"'{head.language}' is not a language tag"
        problems.error(marks.of("language"), message, "such as en, de or pt-BR", "bad-value")
    _check_words(head.title, marks.of("title"), problems, "the deck has no title")
    _check_categories(head.categories, problems)
    _check_roles(head.roles, problems)


def _check_categories(categories: Mapping[str, Category], problems: Problems) -> None:
    seen: dict[str, str] = {}
    for key, category in categories.items():
        where = category.marks.of("name")
        _check_words(category.name, where, problems, f"the category '{key}' has no name")
        _check_name(category.name, "category", key, seen, where, problems)
        for path in ("glyph", "motif"):
            if text := getattr(category, path):
                _report(bad_path(text), category.marks.of(path), problems, "bad-picture")
        if category.form:
            _report(bad_id(category.form), category.marks.of("form"), problems, "bad-id")


def _check_roles(roles: Mapping[str, Role], problems: Problems) -> None:
    seen: dict[str, str] = {}
    for key, role in roles.items():
        where = role.marks.of("name")
        _check_words(role.name, where, problems, f"the role '{key}' has no name")
        _check_name(role.name, "role", key, seen, where, problems)


def _check_name(name: str, what: str, key: str, seen: dict[str, str], where: Place, problems: Problems) -> None:
    first = seen.setdefault(name.casefold(), key)
    if name and first != key:
        message = f"the {what} '{key}' has the same name as '{first}'"
        problems.error(where, message, "people tell them apart by their names", "duplicate-name")


def _check_words(text: str, where: Place, problems: Problems, missing: str) -> None:
    if not text:
        problems.error(where, missing, "", "missing-key")


def _report(fault: tuple[str, str] | None, where: Place, problems: Problems, code: str) -> None:
    if fault:
        problems.error(where, *fault, code)
