"""Makes the picture of scanning: two phones that log, and the board, as a browser shows them for the bundled kit.

usage: PYTHONPATH=.:tests python docs/scan.py docs/scan.png
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from live import ARGUMENTS, CHROMIUM, Live
from picture import TABLE, lay
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright
from rooms import kit, printed, thing

from generator.capture.model import NewEntry
from generator.capture.web.tokens import entry_id

SIZE = (1600, 760)
PHONE, SCREEN = (390, 800), (1280, 720)
BODY = "#1d1815"  # of a phone, of a projector's screen
DEPARTMENTS = ("product", "design", "data", "marketing", "support")
# what, from the left, from the bottom, and how many placed it there
IDEAS = [
    ("Pick up where I left off", 84, 88, 4),
    ("Quiet hours", 72, 70, 3),
    ("A shelf by mood", 90, 62, 3),
    ("Answers that know the plan", 24, 84, 3),
    ("One bill for a team", 38, 66, 2),
    ("Ask why they stopped", 70, 22, 3),
    ("Which genre, really?", 86, 34, 2),
    ("Labels on old titles", 14, 30, 2),
    ("One consent for all", 30, 14, 2),
]


def main(picture: str) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        live = Live(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        try:
            for content in printed()[1]:
                live.do(live.room.store.keep_picture(content))
            session = live.do(live.room.store.open_session(kit().id, "Tuesday morning", departments=DEPARTMENTS))
            enter(live, session.id)
            board = shot_of_board(browser, live.url(f"/board/{session.board_token}?frame=idea-four-arguments-place"))
            phones = shots_of_phones(browser, live)
        finally:
            browser.close()
            live.close()
    table = Image.new("RGBA", SIZE, TABLE)
    tall = (2 * 300, 2 * 594)
    lay(table, framed(board, 26, 14).resize((2 * 960, 2 * 550), Image.Resampling.LANCZOS), 512, 330, 0)
    lay(table, framed(phones[0], 26, 88).resize(tall, Image.Resampling.LANCZOS), 1128, 404, -3)
    lay(table, framed(phones[1], 26, 88).resize(tall, Image.Resampling.LANCZOS), 1424, 356, 2.5)
    table.convert("RGB").quantize(160, dither=Image.Dither.NONE).save(Path(picture), optimize=True)


def enter(live: Live, session: str) -> None:
    """What a room has said so far."""
    grid, number = thing("poster", "four-arguments"), 0
    for idea, x, y, times in IDEAS:
        first = ""  # who comes later places the idea that is there
        for turn in range(times):
            place = {"x": min(100, max(0, x + 7 * (turn - 1))), "y": min(100, max(0, y + 5 * ((turn * 2) % 3 - 1)))}
            body = {"idea": idea, "place": place}
            of = (grid.code, grid.kind, grid.id, "", "idea", 1, body)
            entry = NewEntry(entry_id(), session, None, *of, department=DEPARTMENTS[number % len(DEPARTMENTS)])
            live.do(live.room.store.submit(entry._replace(names=(("places", first),) if first else ())))
            first = first or entry.id
            number += 1


def shot_of_board(browser: Browser, address: str) -> Image.Image:
    page = browser.new_page(
        viewport={"width": SCREEN[0], "height": SCREEN[1]}, device_scale_factor=1.65, locale="en-GB"
    )
    page.goto(address)
    return shot(page)


def shots_of_phones(browser: Browser, live: Live) -> tuple[Image.Image, Image.Image]:
    """A card that somebody has an opinion of, and an idea on its way to its place."""
    page = browser.new_page(
        viewport={"width": PHONE[0], "height": PHONE[1]}, device_scale_factor=2, has_touch=True, locale="en-GB"
    )
    page.goto(live.url("/join"))
    page.locator("#_consent").check()
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(live.url("/"))
    page.goto(live.url(f"/{thing('card', 'guest').code}"))
    page.get_by_label("we admire it").check()
    page.locator('[name="effort"][value="2"]').check()
    page.locator('[name="note"]').fill("A guest has read three chapters. We could remember which.")
    page.evaluate("scrollTo(0, 0)")
    card = shot(page)
    page.goto(live.url(f"/{thing('poster', 'four-arguments').code}"))
    page.locator('[name="idea"]').fill("Pick up where I left off")
    surface = page.locator(".surface")
    box = surface.bounding_box()
    assert box is not None
    surface.click(position={"x": box["width"] * 0.86, "y": box["height"] * 0.36})
    page.evaluate("scrollTo(0, document.querySelector('[name=idea]').closest('.field').offsetTop - 24)")
    return card, shot(page)


def shot(page: Page) -> Image.Image:
    page.evaluate("document.fonts.ready")
    page.evaluate("document.activeElement.blur()")
    return Image.open(BytesIO(page.screenshot())).convert("RGBA")


def framed(face: Image.Image, border: int, round_by: int) -> Image.Image:
    """A screen in its body, its corners round."""
    size = (face.width + 2 * border, face.height + 2 * border)
    body, mask = Image.new("RGBA", size, BODY), Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius=round_by, fill=255)
    inner = Image.new("L", face.size)
    edge = (0, 0, face.width - 1, face.height - 1)
    ImageDraw.Draw(inner).rounded_rectangle(edge, radius=max(0, round_by - border), fill=255)
    body.paste(face, (border, border), inner)
    body.putalpha(mask)
    return body


if __name__ == "__main__":
    main(*sys.argv[1:])
