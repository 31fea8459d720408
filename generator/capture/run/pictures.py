"""Pictures and fonts beside a manifest into the store, so that what was printed may be deleted. Knows no page."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from generator.capture.screen_files import read_screen_files
from generator.codes import FONTS, LOGOS

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.store import Store


async def keep_pictures(store: "Store", kit: "PrintedKit", folder: Path | None) -> None:
    """Those that the kit names and the store has not; a file that is not what the manifest says is passed over."""
    named = {thing.picture: thing.code for thing in kit.things if thing.picture}
    named |= {digest: LOGOS[key] for key, digest in kit.brand.logo._asdict().items()} if kit.brand.logo else {}
    named |= {font.file: FONTS[key] for key, font in (kit.brand.fonts or {}).items() if key in FONTS}
    wanted = {digest: name for digest, name in named.items() if not store.picture(digest)}
    if folder and wanted:
        for _, _, content in await asyncio.to_thread(lambda: list(read_screen_files(folder, wanted))):
            await store.keep_picture(content)
