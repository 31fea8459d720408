"""The studio where people start programs: an entry of the menu on Linux, an app on a Mac, a link in the start menu.

What is written is data: files by their paths, and on Windows a command that makes the link; `write` does it.
"""

import shlex
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from generator.errors import FileError

NAME = "Prepdeck"
ICON = Path(__file__).parent.parent / "studio" / "static" / "icon.svg"
RUNNABLE = 0o755
# The values come as variables of the environment, so that no name of a folder is read as a command.
LINK = (
    "$l = (New-Object -ComObject WScript.Shell).CreateShortcut($env:PREPDECK_LINK); "
    "$l.TargetPath = $env:PREPDECK_TARGET; $l.Arguments = $env:PREPDECK_WORDS; "
    "$l.WorkingDirectory = $env:PREPDECK_HOME; $l.Description = 'Prepdeck'; $l.Save()"
)
Run = Callable[[list[str], dict[str, str]], bool]  # whether the command did what it was to do


class WrittenFile(NamedTuple):
    path: Path
    text: str
    is_program: bool = False


class Shortcut(NamedTuple):
    """`shown` is what people see; `otherwise` is written in its place where `command` does not work."""

    shown: Path
    files: tuple[WrittenFile, ...] = ()
    command: tuple[str, ...] = ()
    values: Mapping[str, str] = {}  # of the command's environment
    otherwise: WrittenFile | None = None


def shortcut(platform: str, home: Path, environ: Mapping[str, str], command: tuple[str, ...]) -> Shortcut:
    """For the user of this computer; `command` starts the studio."""
    if platform == "win32":
        return _windows(home, environ, command)
    return _mac(home, command) if platform == "darwin" else _linux(home, environ, command)


def write(made: Shortcut, run: Run | None = None) -> Path:
    """Gives where it is. Raises FileError where it cannot be written."""
    try:
        for file in made.files:
            _write(file)
        if not made.command:
            return made.shown
        made.shown.parent.mkdir(parents=True, exist_ok=True)
        if (run or _run)(list(made.command), dict(made.values)):
            return made.shown
        assert made.otherwise
        _write(made.otherwise)
    except OSError as error:
        raise FileError(f"{error.filename}: cannot be written: {error.strerror}") from error
    return made.otherwise.path


def _write(file: WrittenFile) -> None:
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_text(file.text, encoding="utf-8", newline="")
    if file.is_program:
        file.path.chmod(RUNNABLE)


def _run(words: list[str], values: dict[str, str]) -> bool:
    import os

    try:
        done = subprocess.run(words, env={**os.environ, **values}, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _linux(home: Path, environ: Mapping[str, str], command: tuple[str, ...]) -> Shortcut:
    named = Path(environ.get("XDG_DATA_HOME", ""))
    data = named if named.is_absolute() else home / ".local" / "share"
    icon = data / "icons" / "hicolor" / "scalable" / "apps" / "prepdeck.svg"
    entry = "\n".join(
        [
            *("[Desktop Entry]", "Type=Application", "Version=1.0", f"Name={NAME}"),
            *("Comment=Workshop cards, printed and played", "Comment[de]=Workshop-Karten, gedruckt und gespielt"),
            f"Exec={' '.join(map(desktop_word, command))}",
            f"Icon={_desktop_text(str(icon))}",
            *("Terminal=false", "Categories=Office;Education;", ""),
        ]
    )
    file = data / "applications" / "prepdeck.desktop"
    return Shortcut(file, (WrittenFile(icon, ICON.read_text("utf-8")), WrittenFile(file, entry, is_program=True)))


def desktop_word(word: str) -> str:
    """A word of Exec, by the Desktop Entry Specification: in quotes, and escaped once more as all texts there are."""
    quoted = word.replace("%", "%%")
    for character in '\\"`$':
        quoted = quoted.replace(character, f"\\{character}")
    return _desktop_text(f'"{quoted}"')


def _desktop_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _mac(home: Path, command: tuple[str, ...]) -> Shortcut:
    app = home / "Applications" / f"{NAME}.app"
    keys = {
        **{"CFBundleName": NAME, "CFBundleDisplayName": NAME, "CFBundleIdentifier": "local.prepdeck.studio"},
        **{"CFBundleExecutable": "prepdeck-studio", "CFBundlePackageType": "APPL", "CFBundleVersion": "1"},
    }
    pairs = "\n".join(f"  <key>{key}</key><string>{escape(text)}</string>" for key, text in keys.items())
    plist = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
{pairs}
</dict>
</plist>
"""
    script = f'#!/bin/sh\ncd "$HOME" || exit 1\nexec {shlex.join(command)}\n'
    contents = app / "Contents"
    program = WrittenFile(contents / "MacOS" / "prepdeck-studio", script, is_program=True)
    return Shortcut(app, (WrittenFile(contents / "Info.plist", plist), program))


def _windows(home: Path, environ: Mapping[str, str], command: tuple[str, ...]) -> Shortcut:
    data = Path(environ.get("APPDATA") or home / "AppData" / "Roaming")
    link = data / "Microsoft" / "Windows" / "Start Menu" / "Programs" / f"{NAME}.lnk"
    program, *words = command
    values = {
        "PREPDECK_LINK": str(link),
        "PREPDECK_TARGET": program,
        "PREPDECK_WORDS": subprocess.list2cmdline(words),
        "PREPDECK_HOME": str(home),
    }
    powershell = ("powershell", "-NoProfile", "-NonInteractive", "-Command", LINK)
    doubled = subprocess.list2cmdline(command).replace("%", "%%")
    batch = WrittenFile(home / "Desktop" / f"{NAME}.cmd", f"@echo off\r\nchcp 65001 >nul\r\n{doubled}\r\n")
    return Shortcut(link, (), powershell, values, batch)
