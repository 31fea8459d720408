"""What SVG lets show through: opacity, gradients that fade, masks; real where a file may have it, solid where not."""

from contextlib import suppress

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vectors import BLUE, CURRENT, GREEN, INK, PALETTE, PAPER, RED, drawn, pixels, probe, read, svg

from generator.colours import WHITE, Colour
from generator.face import Face, Outline, Placed, is_seen_through, make_art, rectangle
from generator.geometry import Rect
from generator.pdf import NotFlat, flattened

PINK, HALF_GREEN = (255, 128, 128), (128, 192, 128)
HALVES = '<stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>'
FADE = '<stop offset="0" stop-color="red"/><stop offset="1" stop-color="red" stop-opacity="0"/>'
BAR = '<rect y="40" width="100" height="20" fill="blue"/>'
SPOT = '<rect width="50" height="90" '
# body of the drawing, and the colours that must be seen at points of it
SHOWN = {
    "opacity over the paper": (f'{SPOT} fill="red" opacity=".5"/>', {(20, 20): PINK}),
    "opacity over another": (f'{BAR}{SPOT} fill="red" opacity="50%"/>', {(20, 20): PINK, (20, 50): (128, 0, 128)}),
    "fill-opacity and its line": (
        f'{BAR}{SPOT} fill="red" fill-opacity=".5" stroke="#000" stroke-width="8"/>',
        {(20, 20): PINK, (20, 50): (128, 0, 128), (50, 50): INK},
    ),
    "stroke-opacity": (f'{BAR}<path d="M50 0v90" stroke="red" stroke-opacity=".5" stroke-width="20"/>',
                       {(50, 20): PINK, (50, 50): (128, 0, 128), (20, 50): BLUE}),
    "rgba": (f'{SPOT} fill="rgba(255,0,0,.5)"/>', {(20, 20): PINK}),
    "hexadecimal with alpha": (f'{SPOT} fill="#f008"/>', {(20, 20): (255, 119, 119)}),
    "hsl": (f'{SPOT} fill="hsl(120, 100%, 25%)"/>', {(20, 20): GREEN}),
    "hsla": (f'{SPOT} fill="hsla(120deg 100% 25% / 50%)"/>', {(20, 20): HALF_GREEN}),
    "a group covers as one": (
        f'{BAR}<g opacity=".5">{SPOT} fill="red"/><rect x="10" width="60" height="90" fill="lime"/></g>',
        {(5, 20): PINK, (20, 20): (128, 255, 128), (20, 50): (0, 128, 128), (5, 50): (128, 0, 128)},
    ),
    "a use of a symbol": (
        f'<symbol id="s" opacity=".5">{SPOT} fill="red"/></symbol><use href="#s" width="100" height="100"/>',
        {(20, 20): PINK},
    ),
    "a colour of the card": (f'{SPOT} fill="currentColor" opacity=".5"/>', {(20, 20): (255, 128, 255)}),
    "radial": (
        f'<radialGradient id="g">{HALVES}</radialGradient><rect width="100" height="100" fill="url(#g)"/>',
        {(50, 50): (253, 0, 2), (75, 50): (127, 0, 127), (2, 2): BLUE},
    ),
    "radial, moved and squeezed": (
        '<radialGradient id="g" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="10"'
        f' gradientTransform="translate(50 50) scale(4 2)">{HALVES}</radialGradient>'
        '<rect width="100" height="100" fill="url(#g)"/>',
        {(70, 50): (127, 0, 127), (50, 60): (127, 0, 127), (50, 75): BLUE, (92, 50): BLUE},
    ),
    "radial with a focus": (
        f'<radialGradient id="g" fx=".25">{HALVES}</radialGradient><rect width="100" height="100" fill="url(#g)"/>',
        {(25, 50): (250, 0, 5), (12.5, 50): (127, 0, 127), (62.5, 50): (127, 0, 127)},
    ),
    "reflected": (
        f'<linearGradient id="g" x2=".25" spreadMethod="reflect">{HALVES}</linearGradient>'
        '<rect width="100" height="100" fill="url(#g)"/>',
        {(12.5, 9): (127, 0, 127), (25, 9): (2, 0, 253), (50, 9): (253, 0, 2), (75, 9): (2, 0, 253)},
    ),
    "repeated rings": (
        f'<radialGradient id="g" r=".25" spreadMethod="repeat">{HALVES}</radialGradient>'
        '<rect width="100" height="100" fill="url(#g)"/>',
        {(62.5, 50): (127, 0, 127), (87.5, 50): (127, 0, 127), (79, 50): (214, 0, 41)},
    ),
    "a line in a gradient": (
        '<linearGradient id="g" gradientUnits="userSpaceOnUse" x2="100">'
        f'{HALVES}</linearGradient><path d="M0 50h100" stroke="url(#g)" stroke-width="20"/>',
        {(50, 50): (127, 0, 127), (99, 50): (2, 0, 253), (50, 30): PAPER},
    ),
    "a gradient that fades": (
        f'{BAR}<linearGradient id="g">{FADE}</linearGradient><rect width="100" height="90" fill="url(#g)"/>',
        {(50, 20): PINK, (50, 50): (128, 0, 128), (1, 50): (252, 0, 3)},
    ),
    "rings that fade": (
        f'<radialGradient id="g">{FADE}</radialGradient><circle cx="50" cy="50" r="50" fill="url(#g)" opacity=".5"/>',
        {(50, 50): (255, 130, 130), (75, 50): (255, 192, 192)},
    ),
    "a mask that is a clip": (
        '<mask id="m" fill="white"><circle cx="50" cy="50" r="20"/></mask>'
        '<g mask="url(#m)"><rect width="100" height="100" fill="red"/></g>',
        {(50, 50): RED, (20, 20): PAPER},
    ),
    "a mask that is an opacity": (
        '<mask id="m"><rect width="50" height="100" fill="#808080"/></mask>'
        '<rect width="100" height="100" fill="red" mask="url(#m)"/>',
        {(20, 20): (255, 127, 127), (75, 20): PAPER},
    ),
    "a mask by alpha": (
        '<mask id="m" style="mask-type:alpha"><rect width="50" height="100" fill-opacity=".5"/></mask>'
        '<rect width="100" height="100" fill="red" mask="url(#m)"/>',
        {(20, 20): PINK, (75, 20): PAPER},
    ),
    "a mask that fades": (
        '<linearGradient id="g"><stop stop-color="#fff"/><stop offset="1"/></linearGradient>'
        '<mask id="m"><rect width="100" height="100" fill="url(#g)"/></mask>'
        f'{BAR}<rect width="100" height="90" fill="red" mask="url(#m)"/>',
        {(50, 20): PINK, (50, 50): (128, 0, 128)},
    ),
    "a mask in units of the box, with a region": (
        '<mask id="m" x="0" y="0" width=".5" height="1" maskContentUnits="objectBoundingBox">'
        '<rect width="1" height="1" fill="white"/></mask><rect width="80" height="80" fill="red" mask="url(#m)"/>',
        {(20, 20): RED, (60, 20): PAPER},
    ),
    "an even-odd clip of outlines that cross": (
        '<clipPath id="c"><path clip-rule="evenodd" d="M0 0h60v60h-60zM30 30h60v60h-60z"/></clipPath>'
        '<rect width="100" height="100" clip-path="url(#c)"/>',
        {(20, 20): INK, (45, 45): PAPER, (80, 80): INK},
    ),
    "a clip in units of the box": (
        '<clipPath id="c" clipPathUnits="objectBoundingBox"><circle cx=".5" cy=".5" r=".25"/></clipPath>'
        '<rect width="80" height="80" clip-path="url(#c)"/>',
        {(40, 40): INK, (10, 10): PAPER},
    ),
    "a clip in units of the box that is turned itself": (
        '<clipPath id="c" clipPathUnits="objectBoundingBox" transform="translate(50 0)">'
        '<rect width=".25" height="1"/></clipPath><rect width="80" height="80" clip-path="url(#c)"/>',
        {(60, 40): INK, (40, 40): PAPER, (75, 40): PAPER},
    ),
    "a gradient without stops, or without a box, falls back": (
        '<linearGradient id="e"/><linearGradient id="g"><stop/><stop offset="1" stop-color="red"/></linearGradient>'
        '<rect width="50" height="50" fill="url(#e) red"/>'
        '<path d="M0 80h90" stroke="url(#g) blue" stroke-width="9"/>',
        {(25, 25): RED, (50, 80): BLUE},
    ),
    "of a gradient of the other kind the stops alone": (
        f'<linearGradient id="a" cx="1" x2="0">{HALVES}</linearGradient><radialGradient id="g" href="#a"/>'
        '<rect width="100" height="100" fill="url(#g)"/>',
        {(50, 50): (253, 0, 2), (2, 2): BLUE, (75, 50): (127, 0, 127)},
    ),
    "what lies before the first of two stops": (
        '<linearGradient id="g" x1=".5"><stop stop-color="red"/><stop stop-color="blue"/>'
        '<stop offset="1" stop-color="blue"/></linearGradient><rect width="100" height="100" fill="url(#g)"/>',
        {(25, 50): RED, (75, 50): BLUE},
    ),
    "a clip in a clip": (
        '<clipPath id="d"><rect width="50" height="100"/></clipPath>'
        '<clipPath id="c"><circle cx="50" cy="50" r="40" clip-path="url(#d)"/></clipPath>'
        '<rect width="100" height="100" clip-path="url(#c)"/>',
        {(30, 50): INK, (70, 50): PAPER, (5, 5): PAPER},
    ),
    "the line below": (
        f'{SPOT} fill="red" stroke="blue" stroke-width="20" paint-order="stroke"/>',
        {(45, 45): RED, (55, 45): BLUE},
    ),
    "dashes that start later": (
        '<path d="M0 50h100" stroke="red" stroke-width="10" stroke-dasharray="20" stroke-dashoffset="10"/>',
        {(5, 50): RED, (20, 50): PAPER, (40, 50): RED},
    ),
    "a turn about the middle": (
        '<rect width="100" height="20" fill="red" transform="rotate(90)" transform-origin="center"/>',
        {(90, 10): RED, (10, 10): PAPER},
    ),
    "a drawing that is not kept in proportion": (
        '<svg width="100" height="50" viewBox="0 0 10 10" preserveAspectRatio="none">'
        '<rect width="5" height="10"/></svg>',
        {(45, 45): INK, (55, 45): PAPER},
    ),
    "a drawing that is cut at its window": (
        '<svg width="100" height="50" viewBox="0 0 10 10" preserveAspectRatio="xMidYMin slice">'
        '<rect width="10" height="6"/></svg>',
        {(5, 45): INK, (50, 55): PAPER},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_shows_through_is_seen(name):
    body, points = SHOWN[name]
    probe(body, points)


def flat(art, ground=WHITE):
    return flattened(Placed(art, ground=ground)).art


@pytest.mark.parametrize("name", SHOWN)
def test_made_solid_it_looks_the_same(name):
    art = drawn(svg(SHOWN[name][0])).art(PALETTE, CURRENT)
    solid = flat(art)
    assert not is_seen_through(solid.items)
    before, after = (numpy.asarray(pixels(each)).astype(int) for each in (art, solid))
    differs = (numpy.abs(before - after).max(axis=2) > 12).mean()
    assert differs < 0.012  # edges that are cut twice


def test_made_solid_it_takes_the_ground_in():
    art = drawn(svg(f'{SPOT} fill="red" opacity=".5"/>')).art(PALETTE, CURRENT)
    ground = Colour(0, 0, 1, (1, 1, 0, 0))
    (shape,) = flattened(Placed(art, ground=ground), lambda colour: colour.cmyk or (0.0, 1.0, 1.0, 0.0)).art.items
    assert shape.fill == Colour(0.5, 0, 0.5, (0.5, 1.0, 0.5, 0.0))


UNFLAT = {
    "lines": '<g stroke="red" stroke-width="9"><path d="M0 0h99"/><path d="M50 -9v99" opacity=".5"/></g>',
    "gradients": (
        f'<linearGradient id="a">{HALVES}</linearGradient><linearGradient id="b" x2="0" y2="1">{FADE}</linearGradient>'
        '<rect width="90" height="90" fill="url(#a)"/><rect width="90" height="90" fill="url(#b)"/>'
    ),
    "mask of several shapes": (
        '<mask id="m" fill="white"><rect width="9" height="9"/><circle r="9" fill="grey"/></mask>'
        f'{SPOT} mask="url(#m)"/>'
    ),
    "groups of shapes": f'<g opacity=".5">{SPOT}/>{SPOT} opacity=".5"/></g>',
}


@pytest.mark.parametrize("words", UNFLAT)
def test_what_cannot_be_made_solid_is_said(words):
    art = drawn(svg(UNFLAT[words])).art(PALETTE, CURRENT)
    with pytest.raises(NotFlat, match=words):
        flat(art)


def test_many_that_show_through_one_another_are_stopped():
    art = drawn(svg(f'{SPOT} opacity=".5"/>' * 200)).art(PALETTE, CURRENT)
    with pytest.raises(NotFlat, match="too many"):
        flat(art)


_number = st.sampled_from(["0", "1", "-1", "50%", "1e9", "1e-9", ".5", "33", "99999999999", "NaN", ""])
_said = st.dictionaries(
    st.sampled_from(
        [
            "x",
            "y",
            "dx",
            "font-size",
            "letter-spacing",
            "width",
            "height",
            "r",
            "rx",
            "cx",
            "cy",
            "fx",
            "fr",
            "x1",
            "x2",
            "opacity",
            "fill-opacity",
            "stroke-width",
            "offset",
            "stroke-dasharray",
        ]
    ),
    _number,
    max_size=4,
)
_paints = st.dictionaries(
    st.sampled_from(["fill", "stroke", "stop-color"]),
    st.sampled_from(
        ["red", "url(#a)", "url(#b) blue", "none", "currentColor", "#f008", "var(--accent)", "hsl(9 9% 9%)"]
    ),
    max_size=2,
)
_links = st.dictionaries(
    st.sampled_from(["clip-path", "mask", "href", "transform", "gradientTransform", "spreadMethod", "class"]),
    st.sampled_from(
        ["url(#a)", "url(#b)", "#a", "#b", "scale(0)", "scale(1e5)", "rotate(9)skewX(45)", "repeat", "reflect", "k"]
    ),
    max_size=3,
)
_tags = st.sampled_from(
    [
        "g",
        "rect",
        "circle",
        "path",
        "use",
        "symbol",
        "clipPath",
        "mask",
        "linearGradient",
        "radialGradient",
        "stop",
        "svg",
        "switch",
        "a",
        "style",
        "text",
        "tspan",
    ]
)
_node = st.deferred(lambda: st.builds(_written, _tags, st.sampled_from("abc"), _said, _paints, _links, _inside))
_inside = st.sampled_from(["", " A\n &#xe9;V "]) | st.lists(_node, max_size=3).map("".join)


def _written(tag, id, *rest):
    *said, inside = rest
    words = "".join(f' {name}="{value}"' for each in said for name, value in each.items())
    return f'<{tag} id="{id}"{words} d="M0 0h50v50C9 9 9 9 0 0z">{inside}</{tag}>'


def check_any_drawing(inside):
    vector, problems = read(svg(f"<style>.k{{opacity:.5}}</style>{inside}"))
    if vector is None:
        assert problems.errors
        return
    art = vector.art(PALETTE, CURRENT)
    pixels(art)
    with suppress(NotFlat):
        assert not is_seen_through(flat(art).items)


@pytest.mark.parametrize("examples", [60, pytest.param(4000, marks=pytest.mark.soak)])
def test_any_drawing_is_drawn_or_refused(examples):
    settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))(
        given(st.lists(_node, min_size=1, max_size=4).map("".join))(check_any_drawing)
    )()


def test_a_mask_in_a_colour_of_the_brand_is_refused_by_name():
    vector, problems = read(svg(f'<mask id="m"><circle r="9" fill="var(--accent)"/></mask>{SPOT} mask="url(#m)"/>'))
    assert vector is None
    assert "a mask in a colour of the brand" in problems.found[0].message


def test_an_item_says_what_it_says_in_digests_of_before():
    """Digests stand in manifests: what an item has learnt since is in them only where it is used."""
    path = rectangle(Rect(0, 0, 1, 1))
    line, art = Outline(path, WHITE), make_art(Rect(0, 0, 1, 1), (Outline(path, WHITE),))
    assert repr(line).endswith("mitre=4.0, dash=())")
    assert repr(Placed(art)).endswith("clip=None, clip_path=None)")
    assert art.key == "a2b009912e5f61db"
    faces = [Face(art.box[2:], 0, (Placed(art, opacity=share),)).digest() for share in (1.0, 0.5, 0.25)]
    assert len(set(faces)) == 3
    assert Face(art.box[2:], 0, (Placed(art, ground=WHITE),)).digest() == faces[0]
