"""Commands that people are to type again, quoted for the shell at hand: cmd, PowerShell, or one as on Unix."""

import os
import re
import shlex
import sys
from collections.abc import Mapping
from typing import Literal

Shell = Literal["posix", "cmd", "powershell"]

NO_QUOTES = re.compile(r"[\w.:\\/-]+")  # on Windows; whatever else may mean something there
EXPANDED = re.compile(r"""[$`"“”„]""")  # between double quotes by PowerShell, or the end of them
SINGLE = re.compile("['‘’‚‛]")  # PowerShell takes each for a single quote
OWN_MODULES = re.compile(r"Documents[\\/](Windows)?PowerShell[\\/]Modules", re.I)


def quoted(word: str, shell: Shell | None = None) -> str:
    """A word as an argument of a command, as the shell at hand wants it."""
    shell = shell or shell_at_hand()
    if shell == "posix":
        return shlex.quote(word)
    if NO_QUOTES.fullmatch(word):
        return word
    if shell == "powershell" and EXPANDED.search(word):
        return "'" + SINGLE.sub(lambda quote: quote[0] * 2, word) + "'"
    return f'"{word}"'  # no file of Windows has a double quote in its name


def shell_at_hand(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> Shell:
    """On Windows told by what shells leave in the environment: cmd sets PROMPT, PowerShell adds the user's modules."""
    if platform != "win32" or environ.get("SHELL"):  # … as Git's bash does
        return "posix"
    has_own = OWN_MODULES.search(environ.get("PSModulePath", ""))
    return "powershell" if has_own and "PROMPT" not in environ else "cmd"
