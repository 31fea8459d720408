"""What a release hands out, into dist/: wheel and source, the bundled kit on A4 and on Letter, its cards as pictures,
the pictures of the README made anew, and the checksums of all. The same source gives the same bytes.

usage: PYTHONPATH=. python .ci/release.py     (`make release`)
"""

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator import __version__

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
KIT = "deck_sources/prepersonalization"
PAPERS = ("a4", "letter")


def python(*words: str | Path) -> None:
    """Raises CalledProcessError where the program fails; it has said why then."""
    subprocess.run([sys.executable, *map(str, words)], cwd=ROOT, check=True, stdout=sys.stderr)


def pack(folder: Path, to: Path) -> None:
    """A folder as a zip, without the time of day."""
    with ZipFile(to, "w") as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = ZipInfo(f"{to.stem}/{path.relative_to(folder).as_posix()}")
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, path.read_bytes(), ZIP_DEFLATED)


def main() -> None:
    shutil.rmtree(DIST, ignore_errors=True)
    name = f"prepdeck-{__version__}"
    python("-m", "build", "--no-isolation", "--outdir", DIST)
    with TemporaryDirectory() as place:
        folder = Path(place)
        for paper in PAPERS:
            python("-m", "generator", "build", KIT, "--paper", paper, "-o", folder / paper)
            pack(folder / paper, DIST / f"{name}-kit-{paper}.zip")
        python("-m", "generator", "images", KIT, "--whiteboard", "-o", folder / "cards")
        pack(folder / "cards", DIST / f"{name}-cards.zip")
        one_a_page = ("--only", "deck", "--sheet", "one-per-page", "-o", folder / "faces")
        python("-m", "generator", "build", KIT, *one_a_page)
        python("-m", "generator", "build", KIT, "--only", "worksheets", "--paper", "a3", "-o", folder / "large")
        python("docs/picture.py", folder / "faces/deck.pdf", folder / PAPERS[0], DIST)
    lines = (f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(DIST.iterdir()))
    (DIST / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
