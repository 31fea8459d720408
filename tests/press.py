"""The bundled kit as a print house gets it; a profile of one's own beside it."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from generator.cli import main

VERSIONS = {"pdfx-1a": "PDF/X-1a:2003", "pdfx-4": "PDF/X-4"}
MADE = {"deck.pdf", "blanks.pdf", "posters/pyramid.pdf", "posters/pyramid-tiles.pdf", "join.pdf", "order.pdf"}
MADE |= {"worksheets/recipe.pdf", "worksheets/examples.pdf", "tuck-box.pdf", "guide.pdf"}


def build(folder: Path, out: Path, *more: str) -> Any:
    done = CliRunner().invoke(main, ["build", str(folder), "--json", "-o", str(out), *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return json.loads(done.stdout)


def files(kit: Path) -> list[Path]:
    found = sorted(kit.rglob("*.pdf"))
    assert {file.relative_to(kit).as_posix() for file in found} >= MADE
    return found


def profile(folder: Path, text: str, base: str = "pdfx-1a") -> None:
    (folder / "layouts/profiles").mkdir(parents=True, exist_ok=True)
    own = f"extends: {base}\ntitle: Ours\n{text}"
    (folder / "layouts/profiles/ours.yaml").write_text(own, encoding="utf-8")
