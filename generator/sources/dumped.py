"""Texts in YAML, as a program writes them: mappings, lists and texts in, a file that reads back the same out."""

from collections.abc import Mapping, Sequence
from typing import Any

WIDTH = 110
Tree = Mapping[str, Any] | Sequence[Any] | str | None


def as_yaml(tree: Tree) -> str:
    """Every text is one on the way back, whatever it looks like: `No` and `1:30` stand in quotes."""
    import yaml

    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False)


def is_typed(text: str) -> bool:
    """Whether another reader of YAML takes it for more than a text where it stands without quotes: a number, a truth,
    a date, nothing."""
    import yaml

    resolver: Any = yaml.resolver.Resolver()
    return bool(resolver.resolve(yaml.ScalarNode, text, (True, False)) != "tag:yaml.org,2002:str")
