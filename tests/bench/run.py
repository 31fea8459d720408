"""The neutral deck by prepdeck, plain ReportLab and typst, in turn, in one run: seconds, memory, size and ratios.

usage: run.py [CARDS …] [kit] [live] [room]     (default: 142 1420 14200 kit live room)
       run.py --check OUR.pdf DECK.json

Each tool is a whole cold process with its QR codes inside its time; ours is `prepdeck build` with all that it does:
strict reading, every check, composing, imposing, drawing, the manifest. Before anything is timed our PDF is read back.
PDF/X is written on the same sheets, and looked over before it is delivered: how long that took the build itself says,
and it stands in a column of its own, as `prepdeck preflight` of the file, a process of its own, has its own bound.
`kit` is the bundled kit, `live` a card that is typed, `room` the server: of each tells the script of that name.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FONTS = ROOT / "fonts" / "noto-sans"
TURNS = {142: 5, 1_420: 3, 14_200: 1}
OTHERS = ("kit", "live", "room")  # scripts of their own
PLAIN_UP_TO = 1_420  # plain ReportLab takes minutes at 14,200

BOUNDS = (  # cards, whose, what, against whom (None: the figure itself), at most
    (142, "prepdeck", "seconds", "typst", 0.65),
    (142, "prepdeck", "seconds", "plain ReportLab", 0.35),
    (142, "PDF/X-1a", "seconds", "prepdeck", 1.5),
    (142, "PDF/X-4", "seconds", "prepdeck", 1.5),
    (142, "preflight X-1a", "seconds", "prepdeck", 2.0),
    (142, "preflight X-4", "seconds", "prepdeck", 2.0),
    (14_200, "prepdeck", "seconds", "typst", 0.24),
    (14_200, "prepdeck", "megabytes", None, 190.0),
)


class Run(NamedTuple):
    """`gate`: the seconds for which a build looked its files over; they are not among its `seconds`."""

    seconds: float  # by the clock
    cpu: float  # seconds of all cores, those of the gate among them
    megabytes: float
    kilobytes: float
    gate: float = 0.0


def commands(folder: Path, cards: int) -> dict[str, tuple[list[str], Path]]:
    """Tool → (command, the PDF that it writes)."""
    python = sys.executable
    deck, out = str(folder / "deck.json"), folder / "out"
    ours = [python, "-m", "generator", "build", str(folder / "workshop"), "--only", "deck", "-o", str(out / "ours")]
    tools = {"prepdeck": (ours, out / "ours" / "deck.pdf")}
    if cards == min(TURNS):
        for name in ("1a", "4"):
            press, pdf = out / name, out / name / "deck.pdf"
            tools[f"PDF/X-{name}"] = ([*ours[:-1], str(press), "--for", f"press-{name}", "--json"], pdf)
            held = ["--profile", f"press-{name}", "--workshop", str(folder / "workshop")]
            tools[f"preflight X-{name}"] = ([python, "-m", "generator", "preflight", *held, str(pdf)], pdf)
    for name, script in (("plain ReportLab", "with_reportlab.py"), ("typst", "with_typst.py")):
        pdf = out / f"{script}.pdf"
        tools[name] = ([python, str(HERE / script), deck, str(pdf), str(FONTS)], pdf)
    if cards > PLAIN_UP_TO:
        del tools["plain ReportLab"]
    return tools


def timed(command: Sequence[str], pdf: Path) -> Run:
    """Runs a command to its end; its peak memory is what the system counted."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PREPDECK_WORKSHOPS"] = ""  # no list of workshops: each deck lies in a folder that goes
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed with status {process.returncode}")
    gate = json.loads(said)["preflight"]["seconds"] if "--json" in command else 0.0
    return Run(seconds - gate, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, pdf.stat().st_size / 1024, gate)


def median(runs: Sequence[Run]) -> Run:
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def measured(cards: int, folder: Path) -> dict[str, Run]:
    """The medians of all tools for one size of deck, taken in turn after one run each that does not count."""
    script = [sys.executable, str(HERE / "deck.py"), str(cards), str(folder), str(FONTS)]
    subprocess.run(script, check=True)
    (folder / "out").mkdir()
    tools = commands(folder, cards)
    turns = TURNS.get(cards, 1)
    if turns > 1:
        for command, pdf in tools.values():
            timed(command, pdf)
    if cards == min(TURNS):
        # in a process of its own: a child's peak memory counts what its parent held when it was started
        checked = [sys.executable, __file__, "--check", str(tools["prepdeck"][1]), str(folder / "deck.json")]
        subprocess.run(checked, check=True)
    runs: dict[str, list[Run]] = {name: [] for name in tools}
    for _ in range(turns):
        for name, (command, pdf) in tools.items():
            runs[name].append(timed(command, pdf))
    return {name: median(found) for name, found in runs.items()}


def check(pdf: Path, source: Path) -> None:
    """Our PDF is sound, its fonts are embedded, its codes and words are the deck's: else there is nothing to time."""
    sys.path[:0] = [str(HERE.parent), str(ROOT)]
    from printed import codes, pages, poppler_text, words

    deck = json.loads(source.read_text(encoding="utf-8"))
    subprocess.run(["qpdf", "--check", str(pdf)], check=True, stdout=subprocess.DEVNULL)
    fonts = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    embedded = all(font.split()[-5] == "yes" for font in fonts)
    if not fonts or not embedded or any("Helvetica" in font for font in fonts):
        sys.exit("a font of our deck is not embedded")
    read = {code for picture in pages(pdf, 200) for code in codes(picture)}
    if read != {card["url"] for card in deck["cards"]}:
        sys.exit(f"{len(read)} of {len(deck['cards'])} codes of our deck are read")
    text = words(" ".join(poppler_text(pdf)))
    for card in deck["cards"]:
        for said in (card["title"], card["summary"], card["body"], *card["prompts"]):
            if words(said) not in text:
                sys.exit(f"a text of our deck is not read back: {said}")
    count = len(deck["cards"])
    print(f"our {count} cards: all codes and words read back, no fault for qpdf, {len(fonts)} fonts embedded")


def show(cards: int, results: dict[str, Run]) -> None:
    print(f"\n{cards:,} cards")
    print(f"  {'':16}{'seconds':>9}{'CPU':>8}{'peak MB':>9}{'PDF KB':>9}{'ours is':>12}{'its gate':>10}")
    ours = results["prepdeck"]
    for name, run in results.items():
        ratio = "" if run is ours else f"{ours.seconds / run.seconds:.2f} × it"
        gate = f"{run.gate:8.2f} s" if run.gate else ""
        figures = f"{run.seconds:9.2f}{run.cpu:8.2f}{run.megabytes:9.0f}{run.kilobytes:9,.0f}"
        print(f"  {name:16}{figures}{ratio:>12}{gate}".rstrip())


def verdicts(results: dict[int, dict[str, Run]]) -> bool:
    """Says of each bound whether it holds."""
    print()
    fine = True
    for cards, whose, what, whom, most in BOUNDS:
        if cards not in results or (whom and whom not in results[cards]):
            continue
        ours = getattr(results[cards][whose], what)
        figure = ours / getattr(results[cards][whom], what) if whom else ours
        holds = figure <= most
        fine = fine and holds
        against = f" × {whom}" if whom else ""
        said = "holds" if holds else "BROKEN"
        print(f"{said}: {cards:,} cards, {whose}, {what}{against}: {figure:.2f}, at most {most:g}")
    return fine


def main() -> int:
    if sys.argv[1:2] == ["--check"]:
        check(Path(sys.argv[2]), Path(sys.argv[3]))
        return 0
    asked = sys.argv[1:] or [*map(str, TURNS), *OTHERS]
    results = {}
    for cards in (int(word) for word in asked if word not in OTHERS):
        folder = Path(tempfile.mkdtemp(prefix="prepdeck-bench-"))
        try:
            results[cards] = measured(cards, folder / "deck")
        finally:
            shutil.rmtree(folder)
        show(cards, results[cards])
    fine = verdicts(results)
    for name in (name for name in OTHERS if name in asked):
        print(flush=True)
        fine &= subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=False).returncode == 0
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
