"""Ids: the short names by which files refer to cards, categories and each other; those that become names of files."""

import re
from typing import Annotated, Any

_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
_DEVICES = r"(con|prn|aux|nul|com[0-9]|lpt[0-9])"  # that Windows keeps for itself, whatever a name ends in
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)


def check_id(text: str) -> str:
    """The id as it is. Raises ValueError, with words for the user, if it is none."""
    if re.fullmatch(_ID, text):
        return text
    likely = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    advice = f", such as {likely}" if likely else ""
    raise ValueError(f"'{text}' is not an id; write small letters a to z, digits and single hyphens{advice}")


def check_file_id(text: str) -> str:
    """The id as it is, if a file may be called so everywhere. Raises ValueError, with words for the user."""
    if fault := file_name_fault(check_id(text)):
        raise ValueError(f"{fault}; choose another id, such as {text}-1")
    return text


def file_name_fault(name: str) -> str:
    """Why a file or folder cannot be called so on every system, in words; empty where it can."""
    if _DEVICE.fullmatch(name.partition(".")[0].rstrip()):
        return f"'{name}' cannot be the name of a file on Windows, which keeps it for a device"
    if name.rstrip(". ") != name and name not in (".", ".."):
        return (
            f"'{name}' cannot be the name of a file on Windows, as it ends in a {'dot' if name[-1] == '.' else 'blank'}"
        )
    return ""


class IdReader:
    """How a model's field of this kind reads its text, and what the JSON Schema says of it."""

    def read(self, text: str) -> str:
        return check_id(text)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "integer"], "pattern": f"^{_ID}$"}


class FileIdReader:
    """The same of an id after which files are called."""

    def read(self, text: str) -> str:
        return check_file_id(text)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "integer"], "pattern": f"^(?!{_DEVICES}$){_ID}$"}


Id = Annotated[str, IdReader()]
FileId = Annotated[str, FileIdReader()]
