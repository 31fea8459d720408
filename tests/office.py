"""LibreOffice, as somebody else who opens our files: what it makes of one, in a profile of its own."""

import subprocess
from pathlib import Path


def converted(path: Path, to: str, ending: str = "") -> list[Path]:
    """The files that it writes of one; `to`: their kind, with the filter and what it is told. `ending`: theirs."""
    folder = path.parent / "converted"
    words = ["soffice", "--headless", f"-env:UserInstallation={(path.parent / 'office').as_uri()}"]
    words += ["--convert-to", to, "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return sorted(folder.glob(f"{path.stem}*.{ending or to}"))
