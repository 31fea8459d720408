"""What is printed: choices of kit.yaml with pictures of the pieces; sheets, cost and time of all beside them."""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from generator.edit.edits import Edit
from generator.edit.write import apply, digests
from generator.errors import FileError
from generator.kit.request.kit_yaml import KIT_FILE
from generator.kit.request.whereabouts import read_kit
from generator.studio.body import Posted, posting
from generator.studio.conflict import retried
from generator.studio.frame import Frame
from generator.studio.history import save
from generator.studio.latest import latest_workshop
from generator.studio.pieces import prices
from generator.studio.pieces.changes import MINE, ORDERED, conflicts, edits_of, wanted_of
from generator.studio.pieces.choices import PieceSection, sections
from generator.studio.refusal import Declined
from generator.studio.setting_edit import setting_edit
from generator.studio.shown import PreviewState, ShownPiece
from generator.studio.state import Studio


class Thumb(NamedTuple):
    """The first page of a piece as a small picture, and what all of it takes."""

    piece: ShownPiece
    address: str
    width: int
    height: int
    figures: prices.Figures


def routes(studio: Studio, frame: Frame) -> list[Route]:
    pieces = Pieces(studio, frame)
    return [
        Route("/pieces", pieces.page),
        Route("/pieces/change", posting(studio, pieces.change, writes=True), methods=["POST"]),
        Route("/pieces/prices", posting(studio, pieces.enter_prices), methods=["POST"]),
    ]


class Pieces:
    """Answers from kit.yaml as it is, and from the pieces as they were drawn last."""

    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame
        self._shop = latest_workshop(studio)

    def page(self, request: Request) -> Response:
        state, listed = self._studio.redrawing.state, prices.read_prices(self._studio.surroundings.data)
        thumbs = _thumbs(state, listed)
        uses = [use for piece in state.pieces for use in prices.chosen_way(piece.uses, listed)]
        return self._frame.page(
            request,
            "pieces.html",
            "pieces",
            sections=self._sections(),
            thumbs=thumbs,
            by_piece={thumb.piece.name: thumb for each in thumbs.values() for thumb in each},
            whole=prices.figures(uses, listed),
            of_kind={
                kind: prices.figures(
                    [use for each in shown for use in prices.chosen_way(each.piece.uses, listed)], listed
                )
                for kind, shown in thumbs.items()
            },
            prices=listed,
            amounts=prices.AMOUNTS,
            seconds=prices.SECONDS,
            seen=digests(self._studio.surroundings.data, [prices.FILE])[prices.FILE],
            version=state.version,
            is_drawing=state.is_drawing,
            errors=state.errors,
        )

    def _sections(self) -> list[PieceSection]:
        """Nothing where kit.yaml cannot be read: the pictures say what is wrong with it."""
        kit = read_kit(self._studio.folder)
        return sections(kit, self._shop.now()) if kit else []

    def change(self, request: Request, posted: Posted) -> Response:
        """Writes what is another than the page showed, where nobody else has changed the same."""
        return retried(lambda: self._change(request, posted))

    def _change(self, request: Request, posted: Posted) -> Response:
        """Raises Stale where kit.yaml is changed at this very moment."""
        seen = digests(self._studio.folder, [KIT_FILE])
        section = next((each for each in self._sections() if each.name == posted.text("section")), None)
        if section is None:
            raise Declined(400, "broken", go="/pieces")
        wanted = list(wanted_of(section, posted))
        if (other := conflicts(wanted)) and not posted.text(MINE):
            return self._frame.page(
                request, "pieces_conflict.html", "pieces", 409, section=section, other=other, wanted=wanted
            )
        label = self._frame.words(request, "pieces")(f"section-{section.name}")
        orders = posted.text(ORDERED) == "yes" if ORDERED in posted.fields else None
        save(self._studio, edits_of(self._data(), section, wanted, orders=orders), seen, label)
        return RedirectResponse(f"/pieces#section-{section.name}", 303)

    def _data(self) -> bytes:
        path = self._studio.folder / KIT_FILE
        try:
            return path.read_bytes()
        except OSError as error:
            raise FileError(f"{path}: cannot be read: {error.strerror}") from error

    def enter_prices(self, request: Request, posted: Posted) -> Response:
        """The user's own list, for all workshops; an empty input takes a price away."""
        folder = self._studio.surroundings.data
        path = folder / prices.FILE
        data = path.read_bytes() if path.is_file() else b""
        listed = prices.read_prices(folder)
        edits: list[Edit] = []
        for name in ("currency", *prices.AMOUNTS, *prices.SECONDS, "posters"):
            value = _checked(name, posted.text(name).strip())
            before = getattr(listed, name)
            if value != ("" if before is None else str(before)) and (
                edit := setting_edit(data, prices.FILE, (name,), value or None)
            ):
                edits.append(edit)
        folder.mkdir(parents=True, exist_ok=True)
        apply(folder, edits, {prices.FILE: posted.text("seen")})
        return RedirectResponse("/pieces#prices", 303)


def _checked(name: str, text: str) -> str:
    """As the list has it. Raises Declined for what is no price."""
    reader = prices.AmountReader() if name in prices.AMOUNTS else prices.SecondsReader()
    try:
        if name == "posters":
            return text if text in ("whole", "tiles") else "tiles"
        return text[:8] if name == "currency" or not text else str(reader.read(text))
    except ValueError as error:
        raise Declined(422, "price", go="/pieces", text=text[:40]) from error


def _thumbs(state: PreviewState, listed: prices.Prices) -> Mapping[str, list[Thumb]]:
    """By the kind of piece."""
    found: dict[str, list[Thumb]] = {}
    for piece in state.pieces:
        page = next((page for part in piece.parts for leaf in part.leaves for page in leaf.pages), None)
        if page is None or page.file not in piece.files:
            continue
        address = f"/page/{page.file}/{page.number}.png?v={piece.files[page.file].version}"
        figures = prices.figures(prices.chosen_way(piece.uses, listed), listed)
        found.setdefault(piece.kind, []).append(Thumb(piece, address, round(page.width), round(page.height), figures))
    return found
