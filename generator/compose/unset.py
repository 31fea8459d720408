"""Words that cannot be printed as they are: a script that is not set here, a character that no font has."""

from generator.errors import Place, Problems
from generator.fonts import MissingGlyphs, unset_script


def report_script(text: str, where: Place, subject: str, problems: Problems) -> bool:
    """Whether a text has something that would be printed wrong; one problem for all places of a script.

    `subject`: how the message calls the text.
    """
    unset = unset_script(text)
    if unset is None:
        return False
    message = f"{subject} has {unset.what} (“{unset.piece}”), which would be printed wrong: {unset.why}"
    problems.error(where, message, unset.hint, "script", unset.what)
    return True


def report_missing(missing: MissingGlyphs, where: Place, subject: str, problems: Problems) -> None:
    """No font has some characters: one problem for all places where they are of the same script."""
    message = f"{subject}no font of this kit has {missing}"
    problems.error(where, message, missing.hint, "missing-glyph", missing.cause)
