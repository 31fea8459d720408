"""`prepdeck rehearse`: the real server with invented people, on a marked copy of the kit that is gone when it ends.

Takes an order, calls `started` as `serve` does, and `full` when all that people have to say is there. Prints nothing.
"""

import json
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread
from typing import Any

from generator.capture.kits import PrintedKit
from generator.capture.network.reach import Served
from generator.capture.run import paths
from generator.capture.run.invented_people import GRACE, Cast, FilledRoom, act, close_votes
from generator.capture.run.serve import Hang, NewLink, Say, Started, serve
from generator.capture.run.start import Order, open_kit
from generator.capture.web.translations import speaker
from generator.errors import FileError

SCREEN = "screen"  # the folder of pictures for phones, in what is printed
KIT, STORE = "kit", "rehearsal.db"
Full = Callable[[Served, FilledRoom], None]


def rehearse(order: Order, folder: Path, cast: Cast, started: Started, full: Full, notice: Say) -> None:
    """Serves until a signal says stop, or until it is full where the order ends. Raises FileError.

    Nothing is read or written of what the workshop keeps: all of it lies in `folder`, which whoever calls removes.
    """
    kit = _marked(order._replace(data=folder / STORE), folder / KIT)
    over = Event()

    def play(served: Served, new_link: NewLink) -> None:
        filled = act(served, kit, cast, over.wait)
        if not over.is_set():
            close_votes(served, kit, new_link(), accept=order.ends)
            full(served, filled)

    def play_beside(served: Served, new_link: NewLink) -> None:
        try:
            play(served, new_link)
        except (FileError, OSError, HTTPException) as error:
            if not over.wait(GRACE):
                notice(f"The rehearsal goes on without invented people: {error}")

    def begun(served: Served, new_link: NewLink, hang: Hang) -> None:
        started(served, new_link, hang)
        if order.ends:
            play(served, new_link)
            return
        player = Thread(target=play_beside, args=(served, new_link), name="rehearsal")
        after.callback(player.join)
        after.callback(over.set)  # before it is waited for
        player.start()

    with ExitStack() as after:
        serve(order._replace(folder=folder / KIT, data=folder / STORE, is_rehearsal=True), begun, notice)


def _marked(order: Order, to: Path) -> PrintedKit:
    """A copy of the printed kit whose titles say what it is, with its pictures for phones; all forms are asked here."""
    source, _ = open_kit(order)
    manifest: dict[str, Any] = json.loads(source.data)
    own = manifest["kit"]
    own["title"] = _title(own["title"], own["language"])
    for language, said in (manifest.get("languages") or {}).items():
        said["title"] = _title(said["title"], language)
    manifest["capture"].pop("links", None)
    data = json.dumps(manifest, ensure_ascii=False).encode()
    to.mkdir()
    (to / paths.MANIFEST).write_bytes(data)
    if source.folder and (source.folder / SCREEN).is_dir():
        shutil.copytree(source.folder / SCREEN, to / SCREEN)
    return PrintedKit.of(data)


def _title(title: str, language: str) -> str:
    return speaker(language)("rehearsal-kit", title=title)
