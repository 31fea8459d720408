"""What standard output and standard error can take: the one place that decides how words and JSON reach them.

A pipe on Windows, an old console or PYTHONIOENCODING may have characters that are few. What they lack is written with
stand-ins, and no command fails for it.
"""

import codecs
import json
import os
import sys
import unicodedata
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from generator.capture.run.terminal_qr import QrLook

STAND_INS = {
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("‘’‚‹›′", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "),
    **dict.fromkeys("•·", "*"),
    **{"…": "...", "×": "x", "→": "->", "≤": "<=", "≥": ">=", "✓": "[ok]", "✗": "[no]", "█": "#"},
}
HALF_BLOCKS = "▀▄█"
ERRORS = "prepdeck.stand-ins"  # the name of the handler among Python's
ANSWERED = "prepdeck.answered"  # in the context: the object is on standard output

_events: list[TextIO] = []  # where they go, in a command that a program has started


def stand_in(character: str) -> str:
    """ASCII in the place of a character: what looks alike, the letter without its accent, else a question mark."""
    if character in STAND_INS:
        return STAND_INS[character]
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or "?"


def _instead(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return "\N{REPLACEMENT CHARACTER}", error.end  # a stream that is read back too
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(stand_in, error.object[error.start : error.end])), error.end


def take_all_characters() -> None:
    """From now on both streams write stand-ins for what their encoding lacks, where it is set by the system or not."""
    codecs.register_error(ERRORS, _instead)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=ERRORS)


def drop_output() -> None:
    """What standard output has no room for is not written again when Python ends, whose status would be the answer."""
    with suppress(OSError):  # a stream that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def silence_readers() -> None:
    """What pypdf mutters of damaged files is a problem or a finding of ours, whichever command reads them."""
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def can_show(text: str, stream: TextIO | None) -> bool:
    """Whether a stream can write all of these characters as they are."""
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def qr_look(stream: TextIO) -> "QrLook":
    """How a QR code is written there."""
    from generator.capture.run.terminal_qr import QrLook

    return QrLook(coloured=stream.isatty(), halves=can_show(HALF_BLOCKS, stream))


def show_object(value: object, context: click.Context | None = None, *, indent: int | None = 1) -> None:
    """The one JSON object of a command, escaped where the stream lacks a character.

    `context`: that of the command, for a thread that is not its own.
    """
    (context or click.get_current_context()).meta[ANSWERED] = True
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    click.echo(text if can_show(text, sys.stdout) else json.dumps(value, indent=indent))


def show_failure(context: click.Context, message: str, status: int, **more: Any) -> None:
    """What went wrong, for programs, on one line, unless the object has been written.

    The words for people go to standard error.
    """
    if not context.meta.get(ANSWERED):
        show_object({**more, "error": message, "status": int(status)}, context, indent=None)


def begin_events() -> None:
    """From now on standard error has what happens as one JSON object a line, between the words for people."""
    _events.append(sys.stderr)


def has_events() -> bool:
    return bool(_events)


def show_event(name: str, **what: Any) -> None:
    """Something that happens while the command goes on, for the program that started it; nothing elsewhere."""
    for stream in _events:
        click.echo(json.dumps({"event": name, **what}), file=stream)
