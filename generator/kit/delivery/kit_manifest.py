"""What `manifest.json` says of this kit: all of it, whatever part was printed this time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from generator.codes import (
    FONTS,
    LOGOS,
    CaptureEntry,
    CategoryEntry,
    DayEntry,
    FileEntry,
    FontEntry,
    Geometry,
    KitEntry,
    LogoEntry,
    Manifest,
    PosterEntry,
    RoleEntry,
    StepEntry,
    ThingEntry,
    merge,
)
from generator.compose import inline
from generator.deck import Card
from generator.form import Form, FormField
from generator.kit.delivery.faces import face_of, faces, layout_of
from generator.kit.press.production import Production, brand_entry, tile_of
from generator.kit.press.screen_fonts import ScreenFont
from generator.kit.request.kit_yaml import Capture

if TYPE_CHECKING:
    from generator.booklet import Booklet

LINES = ("line", "subtitle")  # the fields that say a card or a poster in one line
# What phones know of a card beside its words, from the fields of these names: texts, and lists.
FACTS, LISTED_FACTS = ("depth", "consent"), ("proposes", "measures", "read_from", "also")


def described(
    productions: Sequence[Production],
    files: Sequence[FileEntry],
    gone: Collection[str],
    published: Manifest | None,
) -> Manifest:
    """The kit as it stands, and what was published before: its codes stay, and its files but those `gone`."""
    first = productions[0]
    kit, head = first.kit, first.deck.head
    palettes = next(iter(first.composers.values())).inks.palettes
    manifest = Manifest(
        kit=KitEntry(kit.id, kit.title, kit.edition, kit.language, kit.paper),
        capture=_capture(kit.capture),
        brand=brand_entry(first),
        categories={
            name: CategoryEntry(
                name=category.name, note=category.note, colour=palettes[name]["category"].hex, form=category.form
            )
            for name, category in head.categories.items()
        },
        roles={name: RoleEntry(name=role.name, question=role.question) for name, role in head.roles.items()},
        forms={name: _form(form) for name, form in first.shared.shop.forms.items()},
        posters={entry[0]: entry[1] for production in productions for entry in _poster(production)},
        guide=tuple(_days(first.shared.shop.guide)),
        faces=dict(faces([production for production in productions if production.piece.has_codes])),
        things=tuple(
            thing
            for production in productions
            if production.piece.has_codes
            for card in production.deck.cards
            if (thing := _thing(production, card))
        ),
        files=tuple(files),
    )
    joined = merge(published, manifest)
    return joined._replace(files=tuple(file for file in joined.files if file.name not in gone))


def with_pictures(manifest: Manifest, pictures: Mapping[str, bytes], fonts: Mapping[str, ScreenFont]) -> Manifest:
    """Each thing, the logo and the fonts with the digests of their files (code or name → bytes); a thing that is gone
    keeps the last that it had."""
    digests = {code: sha256(picture).hexdigest() for code, picture in pictures.items()}
    things = tuple(
        thing if thing.retired else thing._replace(picture=digests.get(thing.code)) for thing in manifest.things
    )
    logo = {key: digests[name] for key, name in LOGOS.items() if name in digests}
    served = {
        key: FontEntry(sha256(fonts[name].content).hexdigest(), fonts[name].scale)
        for key, name in FONTS.items()
        if name in fonts
    }
    brand = manifest.brand._replace(logo=LogoEntry(**logo) if logo else None, fonts=served or None)
    return manifest._replace(things=things, brand=brand)


def proofs_listed(
    productions: Sequence[Production], files: Sequence[FileEntry], gone: Collection[str], published: Manifest | None
) -> Manifest:
    """The manifest as it was, with the proofs among its files: they are ours, and nothing of them is published."""
    if published is None:
        return described(productions, files, gone, None)
    names = {file.name for file in files}
    others = (file for file in published.files if file.name not in names and file.name not in gone)
    return published._replace(files=(*others, *files))


def _capture(capture: Capture) -> CaptureEntry:
    departments = capture.departments
    return CaptureEntry(
        url=capture.url,
        asks=capture.asks,
        departments=tuple(option.text for option in departments),
        department_ids=tuple(option.id for option in departments),
        departments_were={earlier: option.id for option in departments for earlier in option.was},
        links={form: link.text for form, link in capture.links.items()} or None,
    )


def _poster(production: Production) -> Iterator[tuple[str, PosterEntry]]:
    if not production.piece.is_poster:
        return
    for card in production.deck.cards:
        colour = next(iter(production.composers.values())).inks.palettes[card.category]["category"].hex
        words = {name: value for name, value in card.values.items() if name not in ("title", "picture")}
        yield card.id, PosterEntry(str(card.values["title"]), production.piece.order.layout, colour, card.form, words)


def _line(card: Card) -> str:
    """What is said of it in one line."""
    return next((inline.plain(line) for name in LINES if isinstance(line := card.values.get(name), str)), "")


def _facts(card: Card) -> dict[str, Any]:
    """What its fields say that recipes are judged by, and whether it is printed; nothing of what is as usual."""
    texts = {name: value for name in FACTS if (value := card.values.get(name)) and isinstance(value, str)}
    lists = {name: value for name in LISTED_FACTS if (value := card.values.get(name)) and isinstance(value, tuple)}
    return {**texts, **lists} | ({} if card.quantity else {"drawn": False})


def _days(guide: "Booklet | None") -> Iterator[DayEntry]:
    for day in guide.days if guide else ():
        steps = (StepEntry(step.id or "", step.minutes, step.title, step.form, step.frame) for step in day.steps)
        yield DayEntry(day.start, tuple(steps))


def _form(form: Form) -> dict[str, Any]:
    """What the server needs of a form: all that the file says, without places."""
    fields = {name: dict(_said(field)) for name, field in form.fields.items()}
    built = {"builds_on": form.builds_on} if form.builds_on else {}
    return {"version": form.version, "title": form.title, "intro": form.intro, **built, "fields": fields}


def _said(field: FormField) -> Iterator[tuple[str, Any]]:
    """What is empty or only for paper is not written; a number that nobody said is: its default may be another one some
    day.
    """
    for key, value in vars(field).items():
        if key not in ("marks", "shape", "pictures") and (value or getattr(FormField, key, value) != value):
            yield key, value


def _thing(production: Production, card: Card) -> ThingEntry | None:
    """What is printed with a code; None for a card of a kit that prints none."""
    kind, thing_id, copy = key = production.piece.key(card)
    code = production.shared.codes.get(key)
    if code is None:
        return None
    category = production.deck.head.categories[card.category]
    layout = layout_of(production, card)
    spots = production.spots.get(card.id, ())
    title = card.values.get("title") or f"{category.name} {copy}".strip() or card.id
    return ThingEntry(
        code=code,
        kind=kind,
        id=thing_id,
        copy=copy,
        title=title if isinstance(title, str) else card.id,
        category=card.category,
        role=card.role,
        form=card.form or category.form,
        layout=layout.name,
        faces=production.digests.get(card.id, {}),
        line=_line(card) or None,
        face=face_of(production, card) or None,
        geometry=Geometry(
            width=round(layout.size.width, 3),
            height=round(layout.size.height, 3),
            code=spots[0] if len(spots) == 1 else None,
            corners=spots if len(spots) > 1 else (),
            tile=tile_of(layout) if card.id in production.desk.facts.kit.tiles else None,
        ),
        tile=production.shared.tiles.get(card.id) if production.piece.has_tiles else None,
        **(_facts(card) if kind == "card" else {}),
    )
