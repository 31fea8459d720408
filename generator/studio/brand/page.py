"""The page of the brand: a mark is dropped, its colours are taken or changed, fonts chosen by what they look like; the
pieces beside it wear them, with what there is to mend.
"""

from collections.abc import Callable
from mimetypes import types_map
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.colours import Colour
from generator.edit.write import digests
from generator.errors import FileError
from generator.kit.request.kit_yaml import KIT_FILE
from generator.studio.body import Posted, posting
from generator.studio.brand import changes
from generator.studio.brand.changes import BrandDraft
from generator.studio.brand.seen_logo import drawn_logo
from generator.studio.brand.worn import (
    CLIENT_FILE,
    FONT_SUFFIXES,
    ROLES,
    FontChoice,
    WornBrand,
    colours_in_logo,
    font_choices,
    worn,
)
from generator.studio.frame import Frame
from generator.studio.history import save
from generator.studio.latest import latest_workshop
from generator.studio.logo import LOGO_SUFFIXES, proposed
from generator.studio.refusal import Declined, words_of
from generator.studio.remedies.page import remedies
from generator.studio.state import Studio
from generator.studio.ways import way_on

OWN_COLOUR = "own"  # in the place of one of the logo's
SEEN = "seen"  # the digests of brand file and kit.yaml that a form was made from
ALIKE = "alike-colours"  # a finding that has a button
Apply = Callable[[BrandDraft, WornBrand, Posted], None]


class BrandPages:
    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame
        self._shop = latest_workshop(studio)

    def page(self, request: Request) -> Response:
        return self._show(request)

    def changing(self, apply: Apply, what: str) -> Callable[[Request, Posted], Response]:
        """An answer to a form: what it changes is written, and the page shows it; a fault stands on the page."""

        def answer(request: Request, posted: Posted) -> Response:
            t = self._frame.words(request, "brand")
            brand = self._brand()
            if not brand.file and what != "take-in":
                return self._show(request, t("elsewhere", place=brand.place), 409)
            names = (brand.file or CLIENT_FILE, KIT_FILE)
            seen = dict(zip(names, posted.text(SEEN).split(), strict=False))
            draft = BrandDraft(self._studio.folder, {name: digest.strip("-") for name, digest in seen.items()})
            try:
                apply(draft, brand, posted)
                if draft.edits:
                    save(self._studio, draft.edits, draft.seen, t(f"did-{what}"))
            except FileError as error:
                return self._show(request, words_of(error), 422)
            return RedirectResponse(f"/brand#{what}", 303)

        return answer

    def logo(self, request: Request) -> Response:
        """The mark as it stands on light ground."""
        logo = self._brand().logo
        drawn = drawn_logo(logo) if logo else None
        if drawn is None:
            raise HTTPException(404)
        return Response(drawn.data, headers={"Cache-Control": "no-cache"}, media_type=drawn.media_type)

    def font(self, request: Request) -> Response:
        """A font that can be chosen, by its number."""
        choices, number = font_choices(self._brand()), request.path_params["number"]
        if number >= len(choices):
            raise HTTPException(404)
        path = choices[number].path
        kind = types_map.get(path.suffix.lower(), "application/octet-stream")
        return FileResponse(path, media_type=kind, headers={"Cache-Control": "no-cache"})

    def samples(self, request: Request) -> Response:
        """The style that shows each font in itself."""
        rules = (
            f'@font-face {{ font-family: "sample-{number}"; src: url("/brand/font/{number}"); font-display: swap; }}\n'
            f'.sample-{number} {{ font-family: "sample-{number}", serif; }}\n'
            for number, _ in enumerate(font_choices(self._brand()))
        )
        return Response("".join(rules), headers={"Cache-Control": "no-cache"}, media_type="text/css")

    def _brand(self) -> WornBrand:
        return worn(self._shop.now())

    def _show(self, request: Request, fault: str = "", status: int = 200) -> Response:
        brand, state, folder = self._brand(), self._studio.redrawing.state, self._studio.folder
        files = (brand.file or CLIENT_FILE, KIT_FILE)
        seen = digests(folder, files)
        shares = colours_in_logo(brand)
        start = brand.said.layers.get("from")
        return self._frame.page(
            request,
            "brand.html",
            "brand",
            status,
            fault=fault,
            brand=brand,
            has_client=(folder / CLIENT_FILE).is_file(),
            shares=shares,
            start=start.rgb.hex if start else "",
            is_of_logo=any(start and share.colour.hex == start.rgb.hex for share in shares),
            fonts=font_choices(brand),
            roles=ROLES,
            seen=" ".join(seen[name] or "-" for name in files),
            logos=",".join(LOGO_SUFFIXES),
            font_files=",".join(FONT_SUFFIXES),
            state=state,
            version=self._studio.version_of(state),
            findings=[
                each for each in state.findings if each.is_error or each.file == brand.place.name or each.code == ALIKE
            ],
            alike=ALIKE,
            way_on=way_on,
            remedies=remedies(self._studio, state.findings),
            folder=folder.resolve(),
            on_piece={each.name: sum(each.name in found.pieces for found in state.findings) for each in state.pieces},
        )


def _take_logo(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    logo = posted.upload("logo", LOGO_SUFFIXES)
    if logo is None:
        return
    with TemporaryDirectory(prefix="prepdeck-logo-") as place:
        changes.set_logo(draft, brand, logo, proposed(Path(place), logo, ""))


def _take_dark_logo(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    """The variant for dark grounds; it has to be a picture, too."""
    logo = posted.upload("logo", LOGO_SUFFIXES)
    if logo is None or brand.said.logo is None:
        return
    with TemporaryDirectory(prefix="prepdeck-logo-") as place:
        proposed(Path(place), logo, "")
    changes.set_dark_logo(draft, brand, logo)


def _take_start(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    chosen = posted.text("start")
    value = posted.text("own") if chosen in (OWN_COLOUR, "") else chosen
    known = {share.colour.hex: share.colour for share in colours_in_logo(brand)}
    changes.set_start(draft, brand, known.get(value) or _colour(value), posted.text("client").strip())


def _take_colours(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    wanted = {each.name: posted.text(f"colour-{each.name}", each.colour.hex) for each in brand.colours}
    changed = {each.name: _colour(wanted[each.name]) for each in brand.colours if wanted[each.name] != each.colour.hex}
    changes.set_colours(draft, brand, changed)


def _spread(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    """Colours that are taken for one another are made anew out of the accent."""
    changes.set_start(draft, brand, brand.accent, "")


def _take_words(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    changes.set_words(draft, brand, {key: posted.text(key).strip() for key in ("client", "legal")})


def _take_fonts(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    choices = font_choices(brand)
    known = {choice.value: choice for choice in choices}
    for role in ROLES:
        wanted = known.get(posted.text(role))
        if wanted and wanted.value != brand.fonts[role]:
            changes.set_font(draft, brand, role, wanted, choices)


def _take_font_file(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    font, role = posted.upload("font", FONT_SUFFIXES), posted.text("role")
    if font is None or role not in ROLES:
        return
    name = changes.add_font_file(draft, brand, font)
    added = FontChoice(name, font.name, Path(name), True)
    changes.set_font(draft, brand, role, added, [*font_choices(brand), added])


def _wear(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    changes.wear(draft, is_client=posted.text("wear") == "client")


def _take_in(draft: BrandDraft, brand: WornBrand, posted: Posted) -> None:
    changes.take_in(draft, brand)


def _colour(value: str) -> Colour:
    try:
        return Colour.from_hex(value)
    except ValueError as error:
        raise Declined(422, "broken") from error


def routes(studio: Studio, frame: Frame) -> list[Route]:
    pages = BrandPages(studio, frame)
    forms: dict[str, Apply] = {
        "logo": _take_logo,
        "dark-logo": _take_dark_logo,
        "start": _take_start,
        "colours": _take_colours,
        "spread": _spread,
        "words": _take_words,
        "fonts": _take_fonts,
        "font-file": _take_font_file,
        "wear": _wear,
        "take-in": _take_in,
    }
    return [
        Route("/brand", pages.page),
        Route("/brand/logo", pages.logo),
        Route("/brand/font/{number:int}", pages.font),
        Route("/brand/samples.css", pages.samples),
        *(
            Route(f"/brand/{what}", posting(studio, pages.changing(apply, what), writes=True), methods=["POST"])
            for what, apply in forms.items()
        ),
    ]
