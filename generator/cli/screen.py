"""Whether a browser would open before the eyes of whoever has typed a command."""

import os
import sys
from collections.abc import Mapping

REMOTE = ("SSH_CONNECTION", "SSH_TTY")  # somebody sits elsewhere; a browser would open where nobody looks
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")  # where a desktop of Unix is


def has_screen(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether a browser would open before the eyes of whoever has typed the command."""
    if any(environ.get(name) for name in REMOTE):
        return False
    return platform in ("win32", "darwin") or any(environ.get(name) for name in SCREENS)


def opens_studio(words: list[str], *, is_terminal: bool, platform: str, environ: Mapping[str, str]) -> bool:
    """Whether the command means the studio: alone, typed by a person, before a screen. Else it says what it can do."""
    return not words and is_terminal and has_screen(platform, environ)


def is_for_studio(words: list[str]) -> bool:
    """`opens_studio` of the terminal at hand."""
    is_terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return opens_studio(words, is_terminal=is_terminal, platform=sys.platform, environ=os.environ)
