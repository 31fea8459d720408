"""WebKit, as half of the phones in a room have it: WebKitGTK's small browser on a display of its own, 390 px wide."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engines import HEIGHT, WIDTH
from selenium import webdriver
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

BROWSER = "webkit2gtk-4.1/MiniBrowser"
PATIENCE = 20  # seconds for a page or a script; the driver itself waits for minutes
# The buttons above the page make the window wider than a phone.
SMALL = "* { padding: 0; margin: 0; min-width: 0; min-height: 0; font-size: 6px; }"


@contextmanager
def webkit(folder: Path) -> Iterator[webdriver.Remote]:
    """A browser that keeps all that is its own in the folder, and is gone with its display at the end."""
    with _display() as display, _driver(_surroundings(folder, display)) as address:
        browser = webdriver.Remote(
            RemoteConnection(client_config=ClientConfig(address, timeout=2 * PATIENCE)), options=_options()
        )
        browser.set_page_load_timeout(PATIENCE)
        browser.set_script_timeout(PATIENCE)
        browser.set_window_rect(0, 0, WIDTH, HEIGHT)
        yield browser


@contextmanager
def _driver(surroundings: dict[str, str]) -> Iterator[str]:
    """Its address; the browser that it has started ends first, for it outlives a driver."""
    service = Service(shutil.which("WebKitWebDriver"), env=surroundings)
    service.start()
    try:
        yield service.service_url
    finally:
        task = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children")
        for browser in task.read_text().split():
            os.kill(int(browser), signal.SIGTERM)
        service.stop()


def _options() -> Options:
    options = Options()
    options.binary_location = str(_browser())
    options.add_argument("--automation")
    options.add_argument("--full-screen")
    return options


def _browser() -> Path:
    """Where systems put it: below the name of the machine's kind, or not."""
    places = [place for pattern in ("lib/*/", "lib*/") for place in Path("/usr").glob(f"{pattern}{BROWSER}")]
    assert places, f"no {BROWSER} below /usr: it comes with the driver"
    return places[0]


def _surroundings(folder: Path, display: str) -> dict[str, str]:
    style = folder / "gtk-3.0" / "gtk.css"
    style.parent.mkdir(parents=True)
    style.write_text(SMALL, encoding="utf-8")
    own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(folder))
    shown = {"DISPLAY": display, "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
    return {**os.environ, **own, **shown, "LANGUAGE": "en_GB"}


@contextmanager
def _display() -> Iterator[str]:
    """A screen that nobody sees, under a number that nobody else has."""
    reading, writing = os.pipe()
    screen = f"{WIDTH}x{HEIGHT}x24"
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{int(told.readline())}"
    finally:
        server.terminate()
        server.wait()
