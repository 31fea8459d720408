"""SVG files: what is drawn looks as SVG says (rendered and probed), whatever else is a problem with its line."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suite import examples
from vectors import (
    BLUE,
    CURRENT,
    FONTS,
    GREEN,
    INK,
    MAGENTA,
    PALETTE,
    PAPER,
    RED,
    SCALE,
    drawn,
    is_near,
    items,
    read,
    render,
    svg,
)  # fmt: skip

from generator.colours import BLACK, WHITE, Colour
from generator.errors import NOWHERE, Place, Problems
from generator.face import LinearGradient, Outline, PathStep, Placed
from generator.geometry import Rect, Transform
from generator.images import Pictures, Vector
from generator.images.paths import bounds, path_from_data
from generator.images.svg.clips import united

CIRCLE = '<circle id="c" cx="50" cy="50" r="30"/>'
HALVES = '<stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>'

# body of the drawing, and the colours that must be seen at points of it
PROBES = {
    "absolute lines": ('<path d="M10 10 L90 10 90 90 H10 V10Z" fill="red"/>', {(50, 50): RED, (5, 5): PAPER}),
    "relative lines": (
        '<path d="m10 10 l20 0 0 20 h-20 v-20zm40 0 20 0 0 20-20 0z"/>',
        {(20, 20): INK, (60, 20): INK, (40, 20): PAPER},
    ),
    "after a close comes the start": ('<path d="M10 10h20v20h-20z l40 40 0 20z"/>', {(20, 20): INK, (47, 55): INK}),
    "cubic": ('<path d="M0 50C0 0 100 0 100 50Z"/>', {(50, 15): INK, (50, 11): PAPER, (5, 15): PAPER}),
    "smooth cubic": (
        '<path d="M0 50C0 20 50 20 50 50S100 80 100 50Z"/>',
        {(25, 32): INK, (25, 25): PAPER, (75, 68): INK, (75, 75): PAPER},
    ),
    "smooth without a cubic before it": ('<path d="M0 50S50 0 100 50Z"/>', {(50, 35): INK, (50, 25): PAPER}),
    "quadratic": ('<path d="M0 50Q50 -50 100 50Z"/>', {(50, 4): INK, (20, 10): PAPER}),
    "smooth quadratic": (
        '<path d="M0 50Q25 0 50 50T100 50Z"/>',
        {(25, 28): INK, (25, 22): PAPER, (75, 72): INK, (75, 78): PAPER},
    ),
    "small arc": ('<path d="M50 10A40 40 0 0 1 90 50L50 50Z"/>', {(76, 24): INK, (81, 19): PAPER, (30, 50): PAPER}),
    "large arc, flags without gaps": (
        '<path d="M50 10a40 40 0 1040 40L50 50Z"/>',
        {(20, 50): INK, (50, 85): INK, (76, 30): PAPER},
    ),
    "arc whose radii are too small": ('<path d="M10 50A1 1 0 0 1 90 50Z"/>', {(50, 12): INK, (50, 8): PAPER}),
    "turned arc": ('<path d="M10 50A40 10 90 0 1 30 50Z"/>', {(20, 15): INK, (20, 8): PAPER, (35, 48): PAPER}),
    "even-odd": (
        '<path fill-rule="evenodd" d="M10 10h80v80h-80zm20 20h40v40h-40z"/>',
        {(20, 20): INK, (50, 50): PAPER},
    ),
    "nonzero": ('<path d="M10 10h80v80h-80zm20 20h40v40h-40z"/>', {(20, 20): INK, (50, 50): INK}),
    "rectangle": ('<rect x="10" y="20" width="30" height="40"/>', {(12, 22): INK, (38, 58): INK, (41, 40): PAPER}),
    "round corners": (
        '<rect x="10" y="10" width="80" height="40" rx="20"/>',
        {(12, 12): PAPER, (17, 17): INK, (15, 15): PAPER, (50, 11): INK},
    ),
    "uneven corners": (
        '<rect x="10" y="10" width="80" height="80" rx="10" ry="40"/>',
        {(12, 22): PAPER, (22, 12): INK, (12, 50): INK},
    ),
    "per cent": ('<rect width="100%" height="50%" fill="blue"/>', {(99, 49): BLUE, (99, 51): PAPER}),
    "circle": (CIRCLE, {(50, 21): INK, (50, 19): PAPER, (72, 72): PAPER, (70, 70): INK}),
    "ellipse": ('<ellipse cx="50" cy="50" rx="40" ry="10"/>', {(11, 50): INK, (50, 41): INK, (50, 38): PAPER}),
    "line": (
        '<line x1="10" y1="50" x2="90" y2="50" stroke="red" stroke-width="10"/>',
        {(50, 46): RED, (50, 44): PAPER},
    ),
    "a line has no fill": (
        '<line x1="10" y1="50" x2="90" y2="50" fill="red"/><rect width="9" height="9"/>',
        {(50, 50): PAPER},
    ),
    "polyline": (
        '<polyline points="10,10 90,10 90 90" fill="none" stroke="red" stroke-width="4"/>',
        {(50, 10): RED, (90, 50): RED, (50, 50): PAPER},
    ),
    "polygon": ('<polygon points="10 10 90 10 90 90" stroke="red" stroke-width="4"/>', {(50, 50): RED, (80, 30): INK}),
    "square and butt caps": (
        '<g stroke="red" stroke-width="10"><path d="M20 20H80" stroke-linecap="square"/><path d="M20 50H80"/>'
        '<path d="M20 80H80" stroke-linecap="round"/></g>',
        {(16, 16): RED, (18, 50): PAPER, (16, 80): RED, (15.6, 75.6): PAPER},
    ),
    "joins": (
        '<g fill="none" stroke="red" stroke-width="10"><path d="M10 40V10H40"/>'
        '<path d="M60 40V10H90" stroke-linejoin="bevel"/><path d="M10 90V60H40" stroke-linejoin="round"/></g>',
        {(6, 6): RED, (56, 6): PAPER, (5.6, 55.6): PAPER, (7, 57): RED},
    ),
    "mitre limit": (
        '<g fill="none" stroke="red" stroke-width="8"><path d="M10 90L20 40L30 90" stroke-miterlimit="20"/>'
        '<path d="M60 90L70 40L80 90" stroke-miterlimit="1"/></g>',
        {(20, 28): RED, (70, 28): PAPER},
    ),
    "dashes": (
        '<path d="M0 50H100" stroke="red" stroke-width="10" stroke-dasharray="20"/>',
        {(10, 50): RED, (30, 50): PAPER, (50, 50): RED},
    ),
    "dashes are scaled, odd ones go on": (
        '<path d="M0 10H20" transform="scale(5)" stroke="red" stroke-width="2" stroke-dasharray="4 2 2"/>',
        {
            (10, 50): RED,
            (25, 50): PAPER,
            (35, 50): RED,
            (50, 50): PAPER,
            (65, 50): RED,
            (75, 50): PAPER,
        },
    ),
    "style beats attribute": (
        '<rect width="50" height="50" fill="red" style="fill: blue !important"/>',
        {(9, 9): BLUE},
    ),
    "inheritance": ('<g fill="red"><g stroke="blue"><rect width="50" height="50"/></g></g>', {(9, 9): RED}),
    "fill none": (
        '<g fill="none"><rect width="50" height="50"/><rect x="60" width="9" height="9" fill="red"/></g>',
        {(9, 9): PAPER, (64, 4): RED},
    ),
    "hexadecimal": (
        '<rect width="50" height="50" fill="#f00"/><rect x="50" width="50" height="50" fill="#0000ffff"/>',
        {(9, 9): RED, (90, 9): BLUE},
    ),
    "rgb": (
        '<rect width="50" height="50" fill="rgb(255, 0,0)"/><rect x="50" width="50" height="50"'
        ' fill="rgb(0% 0% 100% / 1)"/>',
        {(9, 9): RED, (90, 9): BLUE},
    ),
    "currentColor": ('<rect width="50" height="50" fill="currentColor"/>', {(9, 9): MAGENTA}),
    "currentColor of a group": (
        '<g color="blue"><rect width="50" height="50" fill="currentColor"/></g>',
        {(9, 9): BLUE},
    ),
    "currentColor is handed down as a word": (
        '<g color="blue" fill="currentColor"><rect color="red" width="50" height="50"/></g>',
        {(9, 9): RED},
    ),
    "a colour of the brand": ('<rect width="50" height="50" fill="var(--accent)"/>', {(9, 9): GREEN}),
    "fallback of a name": ('<rect width="50" height="50" fill="var(--nobody, var(--none, red))"/>', {(9, 9): RED}),
    "a name with no paint to fall back to": (
        '<rect width="50" height="50" fill="var(--nobody, none)"/><rect y="60" width="9" height="9"/>',
        {(9, 9): PAPER},
    ),
    "opacity 0": (
        '<rect width="50" height="50" opacity="0"/><rect y="60" width="9" height="9" fill-opacity="1"/>',
        {(9, 9): PAPER, (4, 64): INK},
    ),
    "fill-opacity 0": (
        '<rect width="50" height="50" fill-opacity="0" stroke="red" stroke-width="8"/>',
        {(25, 25): PAPER, (50, 25): RED},
    ),
    "display none": (
        '<g display="none"><text>x</text></g><rect style="display:none" width="50" height="50"/>'
        '<rect y="60" width="9" height="9"/>',
        {(9, 9): PAPER, (4, 64): INK},
    ),
    "visibility": (
        '<g visibility="hidden"><rect width="50" height="50"/>'
        '<rect visibility="visible" y="60" width="9" height="9"/></g>',
        {(9, 9): PAPER, (4, 64): INK},
    ),
    "transforms": (
        '<g transform="translate(50,50) rotate(90)"><rect width="40" height="10" transform="scale(1 2)"/></g>',
        {(40, 70): INK, (29, 70): PAPER, (51, 70): PAPER, (40, 92): PAPER},
    ),
    "rotation about a point": (
        '<rect x="50" y="50" width="40" height="9" transform="rotate(180 50 50)"/>',
        {(20, 45): INK, (60, 55): PAPER},
    ),
    "matrix and skew": (
        '<rect width="20" height="20" transform="matrix(1 0 0 1 40 40) skewX(45)"/>',
        {(59, 50): INK, (42, 50): PAPER, (78, 59): INK},
    ),
    "a stroke turned uneven": (
        '<circle r="20" fill="none" stroke="red" stroke-width="10" transform="translate(50 50) scale(2 .5)"/>',
        {(10, 50): RED, (18, 50): RED, (22, 50): PAPER, (50, 40): RED, (50, 44): PAPER, (50, 36): PAPER},
    ),
    "an even stroke is scaled": (
        '<path d="M0 10H20" stroke="red" stroke-width="4" transform="scale(5)"/>',
        {(50, 41): RED, (50, 59): RED, (50, 61): PAPER},
    ),
    "use": (
        '<defs><g id="g"><rect width="20" height="20"/><use href="#r" x="30"/></g><rect id="r" width="20" height="20"/>'
        '</defs><use xlink:href="#g" x="10" y="10" fill="red"/>'
        '<use href="#g" transform="translate(10 50)" fill="blue"/>',
        {(20, 20): RED, (50, 20): RED, (20, 60): BLUE, (50, 60): BLUE, (35, 20): PAPER},
    ),
    "symbol": (
        '<symbol id="s" viewBox="0 0 10 20"><rect width="10" height="20" fill="red"/>'
        '<rect x="-9" width="5" height="9"/></symbol><use href="#s" x="20" y="20" width="60" height="60"/>',
        {(50, 50): RED, (34, 50): PAPER, (66, 50): PAPER, (22, 25): INK, (18, 25): PAPER},
    ),
    "a drawing in the drawing": (
        '<svg x="50" y="50" width="50" height="25" viewBox="0 0 2 1">'
        '<rect x="1" width="9" height="9" fill="red"/></svg>',
        {(80, 60): RED, (60, 60): PAPER, (80, 80): PAPER},
    ),
    "clip": (
        '<clipPath id="p"><circle cx="50" cy="50" r="30"/></clipPath>'
        '<rect width="100" height="100" fill="red" clip-path="url(#p)"/>',
        {(50, 22): RED, (50, 18): PAPER, (75, 75): PAPER},
    ),
    "clip of a group that is moved": (
        '<clipPath id="p"><rect width="20" height="20"/></clipPath>'
        '<g transform="translate(40 40)" clip-path="url(#p)"><rect x="-40" y="-40" width="100" height="100"/></g>',
        {(50, 50): INK, (30, 50): PAPER, (70, 50): PAPER},
    ),
    "a clip of several shapes, one turned the other way": (
        '<clipPath id="p"><circle cx="40" cy="50" r="20"/><path d="M50 40v20h40v-20z"/></clipPath>'
        '<rect width="100" height="100" clip-path="url(#p)"/>',
        {(30, 50): INK, (55, 50): INK, (80, 50): INK, (80, 65): PAPER},
    ),
    "even-odd clip": (
        '<clipPath id="p"><path clip-rule="evenodd" d="M10 10h80v80h-80zm20 20h40v40h-40zm10 10h20v20h-20z"/>'
        '</clipPath><rect width="100" height="100" clip-path="url(#p)"/>',
        {(20, 20): INK, (35, 35): PAPER, (50, 50): INK, (5, 5): PAPER},
    ),
    "clip of a clip, through use": (
        f'<defs>{CIRCLE}</defs><clipPath id="p" clip-path="url(#q)"><use href="#c"/></clipPath>'
        '<clipPath id="q"><rect width="50" height="100"/></clipPath>'
        '<rect width="100" height="100" clip-path="url(#p)"/>',
        {(40, 50): INK, (60, 50): PAPER, (5, 50): PAPER},
    ),
    "an empty clip shows nothing": (
        '<clipPath id="p"/><rect width="100" height="100" clip-path="url(#p)"/><rect width="9" height="9"/>',
        {(50, 50): PAPER},
    ),
    "gradient over the box": (
        f'<linearGradient id="g">{HALVES}</linearGradient><rect x="20" width="60" height="50" fill="url(#g)"/>',
        {(20.5, 25): (253, 0, 2), (50, 25): (127, 0, 127), (79.5, 25): (2, 0, 253), (10, 25): PAPER},
    ),
    "gradient across a box that is not square": (
        # On the box 80 × 20 the shade at (x, y) is (x/80 + y/20) / 2: the far corners are the ends
        f'<linearGradient id="g" x2="1" y2="1">{HALVES}</linearGradient>'
        '<rect x="10" y="40" width="80" height="20" fill="url(#g)"/>',
        {(30, 55): (127, 0, 127), (30, 45): (191, 0, 64), (70, 45): (127, 0, 127), (70, 55): (64, 0, 191)},
    ),
    "gradient in user space, inherited, transformed": (
        f'<linearGradient id="s">{HALVES}</linearGradient><linearGradient id="g" xlink:href="#s" x1="0" x2="50" y1="0"'
        ' y2="0" gradientUnits="userSpaceOnUse" gradientTransform="translate(25)"/>'
        '<rect width="100" height="50" fill="url(#g)"/>',
        {(10, 25): RED, (50, 25): (127, 0, 127), (90, 25): BLUE},
    ),
    "gradient of several stops": (
        '<linearGradient id="g"><stop stop-color="red"/><stop offset="50%" style="stop-color:yellow"/>'
        '<stop offset=".5" stop-color="blue"/></linearGradient><rect width="100" height="50" fill="url(#g)"/>',
        {(25, 25): (255, 127, 0), (75, 25): BLUE},
    ),
    "gradient of the brand": (
        '<linearGradient id="g"><stop stop-color="var(--accent)"/><stop offset="1" stop-color="currentColor"/>'
        '</linearGradient><rect width="100" height="50" fill="url(#g)"/>',
        {(1, 25): (2, 127, 2), (99, 25): (253, 1, 253)},
    ),
    "a lost gradient with a fallback": ('<rect width="50" height="50" fill="url(#no) red"/>', {(9, 9): RED}),
    "notes of editors and title": (
        '<title>t</title><desc>d</desc><metadata><rdf:RDF xmlns:rdf="r"><rect/></rdf:RDF></metadata>'
        '<i:view xmlns:i="i"><path d="nonsense"/></i:view><rect width="50" height="50" i:label="x" xmlns:i="i"/>',
        {(9, 9): INK},
    ),
    "definitions that nobody uses": (
        '<defs><radialGradient id="r"/><pattern id="p"><text>x</text></pattern><filter id="f"/></defs>'
        '<rect width="50" height="50"/>',
        {(9, 9): INK},
    ),
}


@pytest.mark.parametrize("name", PROBES)
def test_it_looks_as_svg_says(name):
    body, points = PROBES[name]
    page = render(svg(body))
    seen = {(x, y): page.getpixel((int(x * SCALE), int(y * SCALE))) for x, y in points}
    assert all(is_near(seen[at], colour) for at, colour in points.items()), seen


def test_a_probe_would_notice_a_fault():
    """The probes are no use if they pass whatever is drawn."""
    body, points = PROBES["even-odd"]
    page = render(svg(body.replace("evenodd", "nonzero")))
    assert not all(is_near(page.getpixel((x * SCALE, y * SCALE)), colour) for (x, y), colour in points.items())


def test_the_view_box_is_the_page():
    vector = drawn(svg('<rect x="-5" y="10" width="10" height="10" fill="red"/>', "-5 10 40 20", 'width="3cm"'))
    art = vector.art({}, BLACK)
    assert vector.size == (40, 20)
    assert art.box == (0, 0, 40, 20)
    assert isinstance(art.items[0], Outline)
    assert art.items[0].path[0] == PathStep("move", (0, 0))


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="30px" height="20px"', (30, 20)),
        ('width="1in" height="2in"', (96, 192)),
        ('width="25.4mm" height="2.54cm"', (96, 96)),
        ('width="72pt" height="6pc"', (96, 96)),
    ],
)
def test_without_a_view_box_width_and_height_count(attributes, size):
    vector = drawn(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect width="1" height="1"/></svg>')
    assert vector.size == pytest.approx(size)


def test_paths_become_cubics_by_the_numbers():
    assert path_from_data("M0,0 Q3,3 6,0") == (
        PathStep("move", (0, 0)),
        PathStep("curve", (2, 2, 4, 2, 6, 0)),
    )
    quarter = path_from_data("M1 0A1 1 0 0 1 0 1")[1].numbers
    assert quarter == pytest.approx((1, 0.5522847, 0.5522847, 1, 0, 1), abs=1e-6)
    assert path_from_data("M.5.5-1-1e0") == (PathStep("move", (0.5, 0.5)), PathStep("line", (-1, -1)))
    assert [step.verb for step in path_from_data("M9 9h1zh2z")] == ["move", "line", "close", "move", "line", "close"]
    assert path_from_data("") == path_from_data("none") == ()


def test_bounds_take_the_curve_and_not_its_handles():
    assert bounds(path_from_data("M0 0C0 4 4 4 4 0")) == (0, 0, 4, 3)
    assert bounds(()) == (0, 0, 0, 0)


def test_black_and_white_get_the_builds_of_the_press():
    outlines = items(svg('<path d="M0 0h9v9z" fill="#000"/><path d="M0 0h9v9z" fill="white"/>'))
    assert [outline.fill for outline in outlines] == [BLACK, WHITE]


def test_art_is_made_once_for_the_same_colours():
    vector = drawn(svg('<path d="M0 0h9v9z" fill="currentColor"/><path d="M0 0h9v9z" fill="var(--accent)"/>'))
    red, blue = Colour(1, 0, 0), Colour(0, 0, 1)
    first = vector.art({"accent": red}, BLACK)
    assert vector.art({"accent": red, "other": blue}, BLACK) is first
    assert vector.art({"accent": blue}, BLACK).key != first.key
    assert vector.art({"accent": red}, blue).key != first.key
    assert vector.colour_names == {"accent"}


def test_a_colour_that_the_brand_lacks_is_a_problem_with_its_line():
    vector = drawn(svg('<path d="M0 0h9v9z"\n fill="var(--acent)"/><path d="M0 0h9v9z" fill="var(--acent)"/>'))
    problems = Problems()
    for _ in range(2):
        vector.art(PALETTE, CURRENT, problems)
    assert {str(problem).splitlines()[0] for problem in problems} == {
        "pictures/x.svg:2:1: the brand has no colour 'acent'"
    }


def test_a_gradient_that_only_one_colour_has_is_that_colour():
    body = '<linearGradient id="g"><stop stop-color="red"/></linearGradient><path d="M0 0h9v9z" fill="url(#g)"/>'
    assert items(svg(body))[0].fill == Colour(1, 0, 0)


def test_gradient_ends_are_in_the_coordinates_of_the_outline():
    body = f'<linearGradient id="g">{HALVES}</linearGradient>'
    (outline,) = items(svg(body + '<rect transform="translate(10 20)" width="30" height="5" fill="url(#g)"/>'))
    assert isinstance(outline.fill, LinearGradient)
    assert outline.fill[:4] == (10, 20, 40, 20)


# Refusals

SPOT = '<path d="M0 0h9v9z" '
REFUSED = {
    "image": ('<image href="a.png"/>', "<image> is not drawn here", "PNG or JPEG"),
    "filter used": (f'<filter id="f"/>\n{SPOT}filter="url(#f)"/>', "filter 'url(#f)' is not drawn here", "PNG"),
    "mask used": (f'{SPOT}style="mask:url(#m)"/>', "mask 'url(#m)' is not a mask of this file", "export"),
    "pattern used": (f'<pattern id="p"/>{SPOT}fill="url(#p)"/>', "<pattern> is not drawn here", "solid colour"),
    "script": ("<script>alert(1)</script>", "<script> is not drawn here", "remove"),
    "foreignObject": ("<g><foreignObject/></g>", "<foreignObject> is not drawn here", "remove"),
    "animation": (f'{SPOT}><animate attributeName="d"/></path>', "<animate> is not drawn here", "still"),
    "marker": (f'{SPOT}marker-end="url(#m)"/>', "marker-end 'url(#m)' is not drawn here", "outlines"),
    "unknown element": ("<blink/>", "<blink> is not drawn here", "outlines"),
    "blend mode": (f'{SPOT}style="mix-blend-mode:multiply"/>', "mix-blend-mode 'multiply' is not drawn", "solid tint"),
    "unknown colour": (f'{SPOT}fill="reddish"/>', "'reddish' is not a colour", "correct it"),
    "unknown opacity": (f'{SPOT}opacity="much"/>', "'much' is not an opacity", "correct it"),
    "unknown cap": (f'{SPOT}stroke-linecap="sharp"/>', "'sharp' is not one of butt, round, square", "correct it"),
    "negative width": (f'{SPOT}stroke-width="-1"/>', "stroke-width is under nought", "correct it"),
    "unknown unit": (f'{SPOT}stroke-width="1em"/>', "'1em' is not a length", "correct it"),
    "negative dash": (f'{SPOT}stroke-dasharray="4 -1"/>', "a part under nought", "correct it"),
    "low mitre": (f'{SPOT}stroke-miterlimit="0"/>', "stroke-miterlimit is under 1", "correct it"),
    "vector-effect": (f'{SPOT}vector-effect="non-scaling-stroke"/>', "vector-effect 'non-scaling-stroke'", "outlines"),
    "circle of gradients": (
        f'<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>{SPOT}fill="url(#a)"/>',
        "in a circle",
        "correct it",
    ),
    "gradient from elsewhere": (
        f'<linearGradient id="a" href="other.svg#b"/>{SPOT}fill="url(#a)"/>',
        "'other.svg#b' leads out of the file",
        "correct it",
    ),
    "lost gradient": (f'{SPOT}fill="url(#lost)"/>', "nothing in the file has the id 'lost'", "export"),
    "paint from elsewhere": (f'{SPOT}fill="url(http://example.org/a.svg#b)"/>', "leads out of the file", "correct it"),
    "use from elsewhere": ('<use href="file:///etc/passwd#x"/>', "leads out of the file", "into the file itself"),
    "use of data": ('<use href="data:image/svg+xml,x"/>', "leads out of the file", "into the file itself"),
    "use of nothing": ("<use/>", "<use> names nothing", "into the file itself"),
    "lost use": ('<use href="#lost"/>', "nothing in the file has the id 'lost'", "export"),
    "use of itself": ('<g id="g"><use href="#g"/></g>', "inside itself", "circle"),
    "use in a circle": (
        '<defs><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></defs><use href="#a"/>',
        "inside itself",
        "circle",
    ),
    "lost clip": (f'{SPOT}clip-path="url(#lost)"/>', "'url(#lost)' is not a clipPath", "export"),
    "clip by a shape": (f'{SPOT}clip-path="circle(5px)"/>', "'circle(5px)' is not a clipPath", "export"),
    "clip by a picture": (
        f'<clipPath id="c"><image/></clipPath>{SPOT}clip-path="url(#c)"/>',
        "<image> is not drawn here",
        "PNG or JPEG",
    ),
    "clip that cuts itself": (
        f'<clipPath id="c" clip-path="url(#c)"><path d="M0 0h9v9z"/></clipPath>{SPOT}clip-path="url(#c)"/>',
        "cuts itself",
        "circle",
    ),
    "bad path": ('<path d="M0 0L5 x"/>', "'x' is not a number", "correct it"),
    "path without a move": ('<path d="L5 5"/>', "not with M", "correct it"),
    "too few numbers": (
        '<path d="M0 0C1 1 2 2"/>',
        "'C' in path data takes 6 numbers at a time, here are 4",
        "correct it",
    ),
    "numbers after a close": ('<path d="M0 0h9v9z5"/>', "'z' in path data takes no numbers", "correct it"),
    "bad flag": ('<path d="M0 0A5 5 0 2 1 9 9"/>', "does not fit", "correct it"),
    "endless number": ('<path d="M0 0L1e999 0"/>', "out of reach", "correct it"),
    "far away": ('<g transform="scale(1e6)"><path d="M0 0h1e6v9z"/></g>', "lies out of reach", "move it"),
    "odd points": ('<polygon points="0 0 9"/>', "points come in pairs", "correct it"),
    "negative radius": ('<circle r="-1"/>', "r is under nought", "correct it"),
    "bad length": ('<rect width="wide" height="1"/>', "'wide' is not a length", "correct it"),
    "bad transform": (f'{SPOT}transform="spin(9)"/>', "'spin' with 1 numbers is not a transform", "correct it"),
    "half a transform": (f'{SPOT}transform="scale(2"/>', "'scale(2' is not a transform", "correct it"),
    "entity": (f'{SPOT}fill="&red;"/>', "not well-formed XML", "export"),
    "not closed": ("<g>", "not well-formed XML", "export"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_drawn_is_a_problem_with_its_line(name):
    body, message, hint = REFUSED[name]
    vector, problems = read(svg(f"<!-- a line -->\n{body}"))
    assert vector is None
    found = [problem for problem in problems if message in problem.message]
    assert len(found) == 1, list(map(str, problems))
    assert found[0].where.file == "pictures/x.svg"
    assert found[0].where.line >= 3
    assert found[0].where.column >= 1
    assert hint in found[0].hint


def test_a_problem_stands_at_its_element():
    _, problems = read(svg('<g>\n    <foreignObject x="5"/>\n  <image/></g>'))
    assert [str(problem).splitlines()[0] for problem in problems] == [
        "pictures/x.svg:3:5: <foreignObject> is not drawn here",
        "pictures/x.svg:4:3: <image> is not drawn here",
    ]


def test_a_fault_hides_no_other():
    bodies = [body for name, (body, _, _) in REFUSED.items() if name not in ("entity", "not closed")]
    messages = [message for name, (_, message, _) in REFUSED.items() if name not in ("entity", "not closed")]
    separate = "".join(body.replace('id="', f'id="n{at}-').replace("#", f"#n{at}-") for at, body in enumerate(bodies))
    _, problems = read(svg(separate))
    said = " ".join(problem.message for problem in problems)
    plain = [message for message in messages if "#" not in message and " id " not in message and "url" not in message]
    assert not [message for message in plain if message not in said]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!DOCTYPE svg [<!ELEMENT a ANY>]>" + svg(""), "DOCTYPE with declarations"),
        ('<!DOCTYPE svg [<!ATTLIST rect fill CDATA "red">]>' + svg(""), "DOCTYPE with declarations"),
        ('<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>' + svg(""), "entities"),
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg(""), "entities"),
        ('<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + svg(""), "entities"),
        ('<!DOCTYPE svg [<!ENTITY a "<g/>">]>' + svg(""), "entities"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + svg('<path d="M0 0h9v9z" fill="&x;"/>'), "entities"),
        (f'<!DOCTYPE svg [<!ENTITY a "{"b" * 200}">]>' + svg(f"<text>{'&a;' * 2000}</text>"), "entities"),
        ('<!DOCTYPE svg SYSTEM "http://example.org/x.dtd">' + svg('<path d="M0 0h9v9z" fill="&x;"/>'), "entities"),
        ("<html><body/></html>", "begins with <html>"),
        ('<pdf xmlns="urn:other"/>', "<pdf> is not SVG"),
        (b"<svg \xff\xfe/>", "not well-formed"),
        (b'<?xml version="1.0" encoding="klingon"?><svg/>', "encoding"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "no size"),
        (svg("", "0 0 0 10"), "is not a box"),
        (svg("", "0 0 ten 10"), "is not a box"),
        (svg("<g>" * 5000 + "</g>" * 5000), "nested more than"),
        (svg("<g/>" * 50_001), "more than 50000 elements"),
        (svg("", more='width="9" height="2" preserveAspectRatio="none"'), "preserveAspectRatio"),
    ],
)
def test_hostile_or_foreign_files_are_refused(text, message):
    vector, problems = read(text)
    assert vector is None
    assert any(message in problem.message for problem in problems), list(map(str, problems))


def test_a_plain_doctype_says_nothing():
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert drawn(f'<?xml version="1.0"?>{doctype}{svg(SPOT + "/>")}')


def test_names_of_spaces_in_a_doctype_are_read():
    """As Illustrator writes them where its own data stay in the file."""
    space = '<!ENTITY ns_svg "http://www.w3.org/2000/svg"> <!ENTITY ns_ai "http://ns.example/ai/">'
    body = '<switch><foreignObject requiredExtensions="&ns_ai;"/><g><path d="M0 0h9v9h-9z" fill="red"/></g></switch>'
    probed = f'<!DOCTYPE svg [ {space} ]><svg xmlns="&ns_svg;" viewBox="0 0 9 9">{body}</svg>'
    assert render(probed).getpixel((9, 9)) == RED


def test_a_drawing_of_nothing_is_a_warning():
    vector, problems = read(svg("<g/>"))
    assert isinstance(vector, Vector)
    assert [problem.code for problem in problems] == ["svg-empty"]
    assert not problems.errors


@pytest.mark.parametrize("part", ["<g id='n{n}'>{uses}</g>", "<clipPath id='n{n}'>{uses}</clipPath>"])
def test_uses_that_grow_are_stopped(part):
    levels = ["<rect id='n0' width='1' height='1'/>"]
    for level in range(1, 30):
        levels.append(f"<g id='n{level}'>" + f"<use href='#n{level - 1}'/>" * 10 + "</g>")
    end = part.format(n="last", uses="<use href='#n29'/>")
    vector, problems = read(
        svg(
            f"<defs>{''.join(levels)}</defs>{end}<rect clip-path='url(#nlast)' width='1' height='1'/>"
            if "clip" in part
            else f"<defs>{''.join(levels)}</defs>{end}"
        )
    )
    assert vector is None
    assert problems.errors


def test_long_outlines_that_grow_are_stopped():
    path = f"<path id='p' d='M0 0{'h1v1' * 5000}'/>"
    vector, problems = read(svg(path + "<use href='#p'/>" * 50))
    assert vector is None
    assert [problem.code for problem in problems] == ["svg-huge"]


STOPS = "<stop/><stop stop-color='red' offset='1'/>"
HUGE = {  # what took minutes or gigabytes
    "marks without end": svg("<text>a" + "\u0301\u0316" * 200_000 + "</text>"),
    "rules without end": svg("<style>" + "a{b:c}\n" * 150_000 + "</style>"),
    "stops, each time anew": svg(
        f"<linearGradient id='g' spreadMethod='repeat' x2='.012'>{STOPS * 200}</linearGradient>"
        + "<path d='M0 0h9v9z' fill='url(#g)'/>" * 9
    ),
    "a letter of many steps, again and again": svg(f"<text>{'%' * 10_000}</text>"),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_takes_too_long_is_stopped(name):
    vector, problems = read(HUGE[name])
    assert vector is None
    assert [problem.code for problem in problems] == ["svg-huge"]


def test_a_gradient_has_so_many_stops():
    stops = "<stop/>" * 501
    vector, problems = read(svg(f"<linearGradient id='g'>{stops}</linearGradient>" + SPOT + " fill='url(#g)'/>"))
    assert vector is None
    assert "more than 500 stops" in problems.errors[0].message


def test_deep_uses_are_stopped():
    chain = "".join(f"<g id='n{level}'><use href='#n{level + 1}'/></g>" for level in range(200))
    vector, problems = read(svg(f"<defs>{chain}<g id='n200'/></defs><use href='#n0'/>"))
    assert vector is None
    assert [problem.code for problem in problems] == ["svg-huge"]


@pytest.mark.parametrize("nested", ["var(--a," * 2000 + "red" + ")" * 2000, "rgb(" + "1," * 9999 + ")", "url(" * 999])
def test_long_colours_are_refused(nested):
    vector, problems = read(svg(f'<path d="M0 0h9v9z" fill="{nested}"/>'))
    assert vector is None
    assert len(problems.errors) == 1


def test_a_clip_takes_what_is_inside_by_either_rule():
    square = path_from_data("M0 0h30v30h-30z")
    hole = path_from_data("M10 10h10v10h-10z")
    against = path_from_data("M10 10v10h10v-10z")
    assert united([(square + hole, False)]) == square + hole
    assert united([(square + against, False), (hole, False)]) != ()
    turned = united([(square + hole, True)])
    assert len(turned) == len(square + hole)
    assert turned[: len(square)] == square
    assert {step.numbers for step in turned[len(square) :]} == {step.numbers for step in against}
    assert united([]) == united([((), False)]) == ()


# Fuzz: whatever is written, problems are collected and nothing else is raised

_any_data = st.text(alphabet="MmZzLlHhVvCcSsQqTtAa0123456789.-+eE, \n", max_size=60)
_number = st.floats(-1e8, 1e8).map("{:.4g}".format)
_command = st.tuples(st.sampled_from("MmLlHhVvCcSsQqTtAaZz"), st.lists(_number, max_size=8).map(" ".join)).map("".join)
_likely_data = st.lists(_command, max_size=8).map(lambda commands: "M0 0" + "".join(commands))
_transform = st.builds(
    "{}({})".format,
    st.sampled_from(["matrix", "scale", "rotate", "translate", "skewX", "skewY"]),
    st.lists(_number, max_size=6).map(",".join),
)
_markup = st.text(alphabet="<>/=\"' abgsvrectpathuse#id&;![]-?xlmn:0", max_size=80)


def numbers_of(found):
    for item in found:
        if isinstance(item, Placed):
            yield from item.transform
            yield from numbers_of(item.art.items)
        else:
            yield item.stroke_width
            yield from (number for step in item.path for number in step.numbers)


@settings(max_examples=examples(400), deadline=None)
@given(
    data=_any_data | _likely_data,
    move=st.just("") | _transform | st.tuples(_transform, _transform).map(" ".join),
    rule=st.sampled_from(["", 'stroke="red"', 'fill="url(#g)"', 'clip-path="url(#c)"', 'stroke="red" fill="url(#g)"']),
)
def test_any_path_data_are_drawn_or_are_a_problem(data, move, rule):
    path = f'<path transform="{move}" d="{data}"'
    body = (
        f'<linearGradient id="g" gradientTransform="{move}">{HALVES}</linearGradient>'
        f'<clipPath id="c">{path} clip-rule="evenodd"/></clipPath>{path} {rule}/>'
    )
    vector, problems = read(svg(body))
    if vector is None:
        assert problems.errors
        return
    drawn_items = vector.art(PALETTE, CURRENT).items
    assert all(abs(number) < 1e15 for number in numbers_of(drawn_items))  # a number that is none fails too


@settings(max_examples=examples(300), deadline=None)
@given(st.binary(max_size=60) | _markup.map(str.encode) | _markup.map(lambda text: svg(text).encode()))
def test_any_bytes_are_drawn_or_are_a_problem(data):
    vector, problems = read(data)
    assert isinstance(vector, Vector) or problems.errors


def test_found_by_name_its_problems_are_said_once(tmp_path):
    (tmp_path / "x.svg").write_text(svg("<image/>"))
    pictures, problems = Pictures(tmp_path, FONTS), Problems()
    find = partial(pictures.find, "x.svg", problems=problems)
    assert find(Place("deck.yaml", 3, 1)) is None
    assert find(Place("deck.yaml", 9, 1)) is None
    assert [str(problem.where) for problem in problems] == ["x.svg:2:1"]
    fresh = Problems()
    assert pictures.find("x.svg", NOWHERE, fresh) is None
    assert len(fresh.found) == 1


def test_a_transform_of_art_is_left_to_the_caller():
    (placed,) = items(svg('<path d="M0 0h9" stroke="red" transform="scale(2 3)"/>'))
    assert isinstance(placed, Placed)
    assert placed.transform == Transform(2, 0, 0, 3, 0, 0)
    assert placed.art.box.contains(Rect(0, -0.5, 9, 1))
