"""Worksheets as a deck of their own: copies of a form, each numbered; and the page of it for a screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.brand import ACCENT
from generator.deck import Card, Category, Deck, DeckHead, FieldRule, pattern_of
from generator.errors import Problems, did_you_mean
from generator.example import Example
from generator.form import Form
from generator.geometry import Size
from generator.kit.pieces.copies import card_id
from generator.kit.request.kit_yaml import WorksheetsOrder
from generator.layout import Box, CardLayout, CodeFrame, FormFrame, Frame, Paper, PictureFrame, TextFrame, Trim

KIND = "worksheet"
EXAMPLES = "example"
LARGE = 1.8  # times the area that a layout is drawn for
FILLABLE = "-fillable"  # what the name of the file for a screen ends with
OF_A_COPY = ("card", "code")  # facts of one copy: its number, its code


def ordered_forms(order: WorksheetsOrder, forms: Mapping[str, Form], problems: Problems) -> list[Form]:
    for name in order.copies:
        if name not in forms:
            hint = did_you_mean(name, forms) or "put it into forms/"
            problems.error(order.marks.of("copies"), f"there is no form '{name}'", hint, "unknown-form")
        elif name.endswith(FILLABLE):
            message = f"the worksheet of '{name}' would have the name of a file to fill in"
            hint = f"give the form an id that does not end with {FILLABLE}"
            problems.error(forms[name].marks.of("id"), message, hint, "form-name")
    return [forms[name] for name in order.copies if name in forms]


def worksheet_deck(form: Form, count: int, head: DeckHead) -> Deck:
    """One card for each copy, numbered from 1; what its layout shows beside the form are the title and the intro."""
    category = replace(_of_form(form, head), name=form.title, form=form.id, marks=form.marks)
    fields = {"title": FieldRule(), "intro": FieldRule()}
    values = {"title": form.title, "intro": form.intro}
    own = replace(head, title=form.title, fields=fields, categories={form.id: category}, roles={})
    cards = (
        Card(id=card_id(form.id, number), category=form.id, values=values, form=form.id, marks=form.marks)
        for number in range(1, count + 1)
    )
    return Deck(own, tuple(cards))


def _of_form(form: Form | None, head: DeckHead) -> Category:
    """The colour and picture of a form, with the pattern of the family that has that colour as well."""
    colour, picture = (form.colour or ACCENT, form.picture) if form else (ACCENT, "")
    family = next((name for name, its in head.categories.items() if its.colour == colour), "")
    if not family:
        return Category(name="", colour=colour, motif=picture)
    motif = picture or head.categories[family].motif
    return Category(name="", colour=colour, motif=motif, pattern=pattern_of(head, family))


def example_deck(examples: Sequence[Example], forms: Mapping[str, Form], head: DeckHead) -> Deck:
    """A card for each example: a page of its form, filled in."""
    fields = {"title": FieldRule(), "intro": FieldRule()}
    categories = {
        each.id: replace(_of_form(forms.get(each.form), head), name=each.title, marks=each.marks) for each in examples
    }
    cards = (
        Card(
            id=each.id,
            category=each.id,
            values={"title": each.title, "intro": each.intro},
            form=each.form,
            marks=each.marks,
        )
        for each in examples
    )
    return Deck(replace(head, fields=fields, categories=categories, roles={}), tuple(cards))


def page_of(forms: Iterable[Form], paper: Paper) -> Paper:
    """The paper as these forms lie on it: landscape where all of them are."""
    each = list(forms)
    if each and all(form.landscape for form in each):
        return replace(paper, width=max(paper.size), height=min(paper.size))
    return paper


def is_large(paper: Paper, layout: CardLayout) -> bool:
    """Whether a paper has so much more room than the layout was drawn for that its type looks small."""
    return paper.width * paper.height >= LARGE * layout.trim.width * layout.trim.height


def on_paper(layout: CardLayout, paper: Size) -> CardLayout:
    """The layout on another paper: the boxes go with its edges, type and lines stay as large as a hand needs them."""
    return replace(layout, trim=Trim(width=paper.width, height=paper.height))


def on_screen(layout: CardLayout) -> CardLayout:
    """The layout of the page that is filled in on a screen: areas to type into, nothing that tells copies apart."""
    page = without_codes(layout)
    front = {
        name: replace(frame, on_screen=True) if isinstance(frame, FormFrame) else frame
        for name, frame in page.front.items()
    }
    return replace(page, front=front)


def without_codes(layout: CardLayout) -> CardLayout:
    """The layout of a page that is no copy: without codes, without what tells copies apart, without a back."""
    front = {name: its for name, frame in layout.front.items() if (its := _of_no_copy(frame))}
    return replace(layout, front=_moved_out(layout, front), back={})


def _moved_out(layout: CardLayout, frames: dict[str, Frame]) -> dict[str, Frame]:
    """What stood beside a code, in from the edge of the form, is in line with it where there is no code."""
    form = next((frame.box for frame in frames.values() if isinstance(frame, FormFrame)), None)
    codes = [frame.box.within(layout.size) for frame in layout.front.values() if isinstance(frame, CodeFrame)]
    if form is None:
        return frames

    shown = [frame.box.within(layout.size) for frame in frames.values() if isinstance(frame, TextFrame | PictureFrame)]

    def moved(frame: Frame, edges: Box) -> Frame:
        its = frame.box.within(layout.size)
        level = [box for box in (*codes, *shown) if box.y < its.bottom and its.y < box.bottom]
        before = max((box for box in level if box.right <= its.x), key=lambda box: box.right, default=None)
        after = min((box for box in level if box.x >= its.right), key=lambda box: box.x, default=None)
        left, right = frame.box.left, frame.box.right
        if left is not None and before in codes:
            left = edges.left or left
        if right is not None and after in codes:
            right = edges.right or right
        return replace(frame, box=replace(frame.box, left=left, right=right))

    return {name: moved(frame, form) for name, frame in frames.items()}


def _of_no_copy(frame: Frame) -> Frame | None:
    match frame:
        case CodeFrame():
            return None
        case TextFrame():
            blocks = tuple(block for block in frame.blocks if block.field.partition(".")[0] not in OF_A_COPY)
            return replace(frame, blocks=blocks) if blocks else None
        case _:
            return frame
