"""The bundled kit built whole, again with nothing changed, and with one card changed; and by the release before.

usage: kit.py [--before COMMIT]

CPU seconds of whole cold processes, in turn, in one run: medians, with their ratio to the release before. Both build
the kit that was shipped then. Without git or without that commit there is nothing to compare with, and that is said.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BEFORE = "9b87cd0"  # the release before: every build draws all, and parses its fonts for every file
BUNDLED = "deck_sources/prepersonalization"
TURNS = 5
BOUNDS = {"whole": 0.75, "nothing changed": 0.25, "one card changed": 0.6}


def cpu(place: Path, workshop: Path, out: Path) -> float:
    """Seconds of a build, its start included. `place` holds the program; nobody's own data are touched."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["XDG_DATA_HOME"] = environment["LOCALAPPDATA"] = str(out.parent / "data")
    command = [sys.executable, "-m", "generator", "build", str(workshop), "-o", str(out)]
    with subprocess.Popen(command, cwd=place, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the build failed with status {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def earlier(folder: Path, commit: str) -> Path | None:
    """The release before, as it was; None where it is not to be had."""
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", commit], capture_output=True, check=False)
    if archive.returncode:
        return None
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder


def change(workshop: Path, turn: int) -> None:
    """Other words on one card."""
    (path, *_) = sorted((workshop / "cards").glob("*.yaml")) or [workshop / "deck.yaml"]
    text = path.read_text(encoding="utf-8")
    at = text.index("title: ")
    end = text.index("\n", at)
    path.write_text(f"{text[:at]}title: Turn {turn}{text[end:]}", encoding="utf-8")


def measured(folder: Path, before: Path | None) -> dict[str, float]:
    workshop = Path(shutil.copytree((before or ROOT) / BUNDLED, folder / "workshop"))
    runs: dict[str, list[float]] = {name: [] for name in (("before",) if before else ()) + tuple(BOUNDS)}
    for turn in range(TURNS + 1):  # the first writes what Python compiles, and does not count
        out = folder / f"out-{turn}"
        found = {"before": cpu(before, before / BUNDLED, folder / f"before-{turn}")} if before else {}
        found["whole"] = cpu(ROOT, workshop, out)
        found["nothing changed"] = cpu(ROOT, workshop, out)
        change(workshop, turn)
        found["one card changed"] = cpu(ROOT, workshop, out)
        for name, seconds in found.items() if turn else ():
            runs[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in runs.items()}


def main() -> int:
    commit = sys.argv[2] if sys.argv[1:2] == ["--before"] else BEFORE
    with tempfile.TemporaryDirectory(prefix="prepdeck-bench-") as temporary:
        folder = Path(temporary)
        found = measured(folder, earlier(folder / "before", commit))
    print(f"the bundled kit, CPU seconds, medians of {TURNS}")
    for name, seconds in found.items():
        print(f"  {name:18}{seconds:6.2f}")
    if "before" not in found:
        print(f"the release before ({commit}) is not here: nothing to compare with")
        return 0
    fine = True
    for name, most in BOUNDS.items():
        ratio = found[name] / found["before"]
        fine = fine and ratio <= most
        print(f"{'holds' if ratio <= most else 'BROKEN'}: {name}: {ratio:.2f} × before, at most {most:g}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
