"""A studio for tests: asked without a network, or served on a real port for browsers."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.testclient import TestClient

from generator.studio.app import make_app
from generator.studio.redrawing import PreviewOptions, Redrawing
from generator.studio.server import LOOPBACK, listen
from generator.studio.state import Studio, Surroundings

TOKEN, COOKIE = "the-token-of-this-run", "the-cookie-of-this-run"
ADDRESS = "http://127.0.0.1:8760"
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def surroundings(home: Path, **other: Any) -> Surroundings:
    """Of somebody whose home folder this is."""
    given = {
        "data": home / ".data", "home": home, "paper": "a4", "token": TOKEN, "cookie": COOKIE,
        "clock": lambda: NOW, "language": "en", "environment": os.environ,
    }  # fmt: skip
    return Surroundings(**given | other)


def studio_on(folder: Path | None, home: Path, *, draws: bool = False, **other: Any) -> Studio:
    """With that workshop open; `draws`: its pieces are drawn once before anybody asks, else nothing is drawn."""
    studio = Studio(surroundings(home, **other))
    if folder is not None:
        redrawing = Redrawing(PreviewOptions(folder, {}))
        if draws:
            redrawing.draw()
        studio.show(redrawing)
    return studio


def client_of(studio: Studio) -> TestClient:
    """A browser that was let in, with what browsers send along when a form of ours is posted."""
    client = TestClient(make_app(studio), base_url=ADDRESS, headers={"origin": ADDRESS}, follow_redirects=False)
    client.cookies.set("prepdeck-studio-8760", COOKIE)
    return client


def asking(redrawing: Redrawing) -> TestClient:
    """A browser of a studio in which this is open."""
    studio = Studio(surroundings(redrawing.asked.folder.parent))
    studio.show(redrawing)
    return client_of(studio)


@contextmanager
def served(studio: Studio) -> Iterator[str]:
    """The first address of the studio on a real port."""
    with listen(0) as door:
        config = uvicorn.Config(
            make_app(studio), http="h11", lifespan="off", log_config=None, loop="asyncio", ws="none"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([door],), daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{door.getsockname()[1]}/?token={TOKEN}"
        finally:
            server.should_exit = True
            thread.join(10)
            studio.end()
