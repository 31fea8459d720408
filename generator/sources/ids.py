"""Ids: the short names by which files refer to cards, categories and each other."""

import re
from typing import Annotated, Any

_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


def check_id(text: str) -> str:
    """The id as it is. Raises ValueError, with words for the user, if it is none."""
    if re.fullmatch(_ID, text):
        return text
    likely = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    advice = f", such as {likely}" if likely else ""
    raise ValueError(f"'{text}' is not an id; write small letters a to z, digits and single hyphens{advice}")


class IdReader:
    """How a model's field of this kind reads its text, and what the JSON Schema says of it."""

    def read(self, text: str) -> str:
        return check_id(text)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "integer"], "pattern": f"^{_ID}$"}


Id = Annotated[str, IdReader()]
