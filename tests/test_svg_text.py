"""Words in SVG files: outlines of a font that is at hand, placed as SVG says; what is not drawn is said."""

import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from vectors import BLUE, CURRENT, FONTS, GREEN, INK, PALETTE, PAPER, RED, drawn, items, probe, read, svg

from generator.errors import NOWHERE, Problems
from generator.face import LinearGradient, Outline, Placed
from generator.fonts import FontBook, FontFinder
from generator.images import Pictures, Vector
from generator.images.paths import bounds
from generator.images.svg import read_vector
from generator.images.svg.type_look import longhands, read_families

FAMILIES = Path(__file__).parent / "vendored/families"
BODY = FONTS.body(400, False)


def boxes(body):
    """The box of each outline, in the order in which they are drawn, in a drawing that has 99 units around it."""
    return [bounds(outline.path) for outline in outlines(items(svg(body, "-99 -99 300 300")))]


def outlines(found):
    for item in found:
        if isinstance(item, Placed):
            yield from outlines(item.art.items)
        else:
            assert isinstance(item, Outline)
            yield item


# How words are placed: a text, and one that must be drawn the same

ALIKE = {
    "a blank is one of many": ("<text y='9'>a \n\t b</text>", "<text y='9'>a b</text>"),
    "blanks at the ends": ("<text y='9'>\n a b \n</text>", "<text y='9'>a b</text>"),
    "blanks across elements": ("<text y='9'>a <tspan> b</tspan></text>", "<text y='9'>a <tspan>b</tspan></text>"),
    "blanks that are kept": (
        '<text y="9" xml:space="preserve">a  b</text>',
        '<text y="9" style="white-space:pre">a\n b</text>',
    ),
    "x of each letter": (
        '<text x="5 30" y="9">ab</text>',
        '<text x="5" y="9">a<tspan x="30">b</tspan></text>',
    ),
    "y of a letter": ('<text y="9 20">ab</text>', '<text y="9">a<tspan y="20">b</tspan></text>'),
    "dx and dy": (
        '<text y="9">a<tspan dx="3" dy="4">b</tspan>c</text>',
        '<text y="9" dx="0 3" dy="0 4">a<tspan>b</tspan>c</text>',
    ),
    "the inner one wins": (
        '<text x="1 2 3" y="9">a<tspan x="40">b</tspan>c</text>',
        '<text x="1 40 3" y="9">a<tspan>b</tspan>c</text>',
    ),
    "em of the size": ('<text font-size="20" y="9" dx="1em">a</text>', '<text font-size="20" y="9" x="20">a</text>'),
    "per cent of the drawing": ('<text x="50%" y="10%">a</text>', '<text x="50" y="10">a</text>'),
    "size in steps": ('<text y="9" font-size="medium">a</text>', '<text y="9" style="font-size:1em">a</text>'),
    "size of a size": (
        '<g font-size="20"><text y="9" font-size="50%">a</text></g>',
        '<text y="9" font-size="10px">a</text>',
    ),
    "letters apart": (
        '<text y="9" font-size="10" letter-spacing=".5em">ac</text>',
        '<text y="9" font-size="10">a<tspan dx="5">c</tspan></text>',
    ),
    "words apart": ('<text y="9" word-spacing="4">a c</text>', '<text y="9">a <tspan dx="4">c</tspan></text>'),
    "all in one": (
        '<text y="9" style="font: italic bold 12px/2 Noto Sans, sans-serif">a</text>',
        '<text y="9" font-style="italic" font-weight="700" font-size="12" font-family="Noto Sans">a</text>',
    ),
    "bolder and lighter": (
        '<g font-weight="bolder"><text y="9">a<tspan font-weight="lighter">b</tspan></text></g>',
        '<text y="9" font-weight="bold">a<tspan font-weight="normal">b</tspan></text>',
    ),
    "a style sheet": ("<style>.k{font-size:30px;text-anchor:end}</style><text class='k' x='90' y='30'>a</text>",
                      '<text x="90" y="30" font-size="30" text-anchor="end">a</text>'),
    "a mark that is written apart": ("<text y='9'>e&#x301;</text>", "<text y='9'>é</text>"),
    "a hyphen that is not drawn": ("<text y='9'>a&#xad;b</text>", "<text y='9'>ab</text>"),
    "lifted": (
        '<text y="9">a<tspan style="font-size:50%;baseline-shift:super">b</tspan></text>',
        '<text y="9">a<tspan dy="-6.4" font-size="8">b</tspan></text>',
    ),
    "lowered, and all that is in it": (
        '<text y="9">a<tspan baseline-shift="-25%">b<tspan baseline-shift="baseline">c</tspan></tspan></text>',
        '<text y="9">a<tspan dy="4">b<tspan>c</tspan></tspan></text>',
    ),
    "lines of an area that have their places": (
        '<text style="shape-inside:url(#r);inline-size:60"><tspan x="5" y="9">a</tspan><tspan x="5" y="30">b</tspan>'
        "</text>",
        '<text><tspan x="5" y="9">a</tspan><tspan x="5" y="30">b</tspan></text>',
    ),
    "an empty area": ('<text y="9">a</text><flowRoot><flowPara> </flowPara></flowRoot>', '<text y="9">a</text>'),
    "a weight that is said twice": (
        "<text y='9' style='font-variation-settings:\"wght\" 700;font-weight:700'>a</text>",
        '<text y="9" font-weight="700">a</text>',
    ),
    "a link": ('<text y="9">a<a href="#x">b</a></text>', '<text y="9">a<tspan>b</tspan></text>'),
    "used": ('<defs><text id="t">a</text></defs><use href="#t" x="9" y="9"/>', '<text x="9" y="9">a</text>'),
}  # fmt: skip


@pytest.mark.parametrize("name", ALIKE)
def test_words_are_placed_as_svg_says(name):
    first, second = (read(svg(body))[0].art(PALETTE, CURRENT) for body in ALIKE[name])
    one, other = (
        [n for each in outlines(art.items) for step in each.path for n in step.numbers] for art in (first, second)
    )
    assert one
    assert one == pytest.approx(other, abs=0.001)


def test_letters_stand_one_after_the_other_kerned():
    first, second = boxes('<text y="80" font-size="100"><tspan>A</tspan><tspan>V</tspan></text>')
    (alone,) = boxes('<text y="80" font-size="100">V</text>')
    kern = BODY.kern("AV")
    assert kern < 0
    assert second.x - alone.x == pytest.approx((BODY.width("A") + kern) * 100, abs=0.01)
    assert first.bottom == pytest.approx(99 + 80, abs=1)


@pytest.mark.parametrize(("anchor", "share"), [("start", 0), ("middle", 0.5), ("end", 1)])
def test_a_line_lies_about_its_point(anchor, share):
    """Each piece from an absolute place on."""
    words = '<text x="50" y="{}" {}>Ab<tspan x="80" y="60">Abc</tspan></text>'
    plain, moved = boxes(words.format(30, "")), boxes(words.format(30, f'text-anchor="{anchor}"'))
    for before, after, text in zip(plain, moved, ("Ab", "Abc"), strict=True):
        width = sum(map(BODY.width, text)) + sum(BODY.kern(text[at : at + 2]) for at in range(len(text) - 1))
        assert before.x - after.x == pytest.approx(share * width * 16, abs=0.02)


@pytest.mark.parametrize(
    ("baseline", "down"),
    [
        ("auto", 0),
        ("middle", BODY.x_height / 2),
        ("central", (BODY.ascent + BODY.descent) / 2),
        ("hanging", BODY.ascent * 0.8),
        ("text-before-edge", BODY.ascent),
        ("text-after-edge", BODY.descent),
    ],
)
def test_a_line_hangs_from_its_baseline(baseline, down):
    (plain,), (moved,) = (boxes(f'<text y="50" {each}>x</text>') for each in ("", f'dominant-baseline="{baseline}"'))
    assert moved.y - plain.y == pytest.approx(down * 16, abs=0.01)


# How words are painted

BLOCK = '<text font-family="Noto Sans Symbols 2" font-size="100" y="90" {}>\u25a0</text>'  # from 5, 17 to 78, 90
PAINTED = {
    "fill and a stroke": ('fill="red" stroke="blue" stroke-width="4"', {(40, 50): RED, (4, 50): BLUE, (2, 50): PAPER}),
    "a stroke alone": ('fill="none" stroke="blue" stroke-width="4"', {(40, 50): PAPER, (6, 50): BLUE}),
    "seen through": ('opacity=".5"', {(40, 50): (128, 128, 128)}),
    "fill seen through": ('fill-opacity=".5"', {(40, 50): (128, 128, 128)}),
    "in the brand's colour": ('fill="var(--accent)"', {(40, 50): GREEN}),
    "hidden": ('visibility="hidden"', {(40, 50): PAPER}),
    "not there": ('display="none"', {(40, 50): PAPER}),
    "moved, with its pen": (
        'transform="scale(1 .5)" stroke="blue" stroke-width="8"',
        {(40, 25): INK, (4, 25): BLUE, (40, 10): BLUE, (40, 6): PAPER},
    ),
}


@pytest.mark.parametrize("name", PAINTED)
def test_words_are_painted_as_any_shape(name):
    said, points = PAINTED[name]
    probe(BLOCK.format(said) + '<path d="M99 99h1v1h-1z"/>', points)


def test_a_part_is_painted_as_it_says_itself():
    found = list(outlines(items(svg('<text y="30" fill="red">a<tspan fill="blue">b<tspan>c</tspan></tspan>d</text>'))))
    colours = [outline.fill.hex for outline in found]
    assert colours == ["#ff0000", "#0000ff", "#0000ff", "#ff0000"]
    (hidden,) = boxes('<text y="9">a<tspan visibility="hidden">b</tspan></text>')
    assert hidden.width < 9


def test_words_cut_and_are_masks():
    clip = f'<clipPath id="c">{BLOCK.format("")}</clipPath><rect width="100" height="100" clip-path="url(#c)"/>'
    probe(clip, {(40, 50): INK, (2, 50): PAPER, (40, 10): PAPER, (90, 50): PAPER})
    white = BLOCK.format('fill="white"')
    mask = f'<mask id="m">{white}</mask><rect width="100" height="100" mask="url(#m)"/>'
    probe(mask, {(40, 50): INK, (2, 50): PAPER})


def test_a_gradient_runs_over_all_of_a_text():
    stops = '<stop stop-color="red"/><stop offset="1" stop-color="blue"/>'
    body = (
        f'<linearGradient id="g">{stops}</linearGradient><text x="5" y="50" fill="url(#g)">ab<tspan>cd</tspan></text>'
    )
    first, second = outlines(items(svg(body)))
    assert isinstance(first.fill, LinearGradient)
    assert first.fill == second.fill
    assert first.fill.x1 == pytest.approx(5)
    assert first.fill.x2 == pytest.approx(5 + 16 * sum(map(BODY.width, "abcd")), abs=0.5)


# Which font

SYNE = "Client Family 11 Bold"  # as the test's copy calls itself


def renamed(source, target, family, face):
    """A font under a name of its own, as a TTF file."""
    font = TTFont(source)
    font.flavor = None
    for record in [*font["name"].names]:
        said = {1: family, 4: f"{family} {face}", 6: f"{family.replace(' ', '')}-{face}"}
        record.string = said.get(record.nameID, str(record))
    font.save(target)


@pytest.fixture(scope="module")
def at_hand(tmp_path_factory):
    """A workshop with a brand's font, a font in its folder, and one there that cannot be used."""
    folder = tmp_path_factory.mktemp("fonts")
    (folder / "fonts").mkdir()
    renamed(FAMILIES / "lato/Regular.woff2", folder / "own.ttf", "Client Sans", "Regular")
    shutil.copy(FAMILIES / "syne/Bold.woff2", folder / "Webby-Bold.woff2")
    renamed(FAMILIES / "poppins/Bold.woff2", folder / "fonts/a.ttf", "Poppins Semi", "Bold")
    (folder / "fonts/b.ttf").write_bytes((folder / "fonts/a.ttf").read_bytes()[:300])
    (folder / "fonts/c.ttf").write_bytes(b"no font")
    choice = {"regular": "own.ttf", "bold": "Webby-Bold.woff2"}
    book = FontBook.load({"display": choice}, {"display": folder}, Problems())
    return FontFinder(book, folder)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ('font-family="Client Sans"', "Client Sans Regular"),
        ('font-family="client-sans, serif"', "Client Sans Regular"),
        ('font-family="Webby" font-weight="bold"', SYNE),
        ('font-family="Webby-Bold"', SYNE),
        ("font-family=\"'Fraunces'\"", "Fraunces SemiBold"),
        ('font-family="Poppins Semi" font-weight="bold"', "Poppins Semi Bold"),
        ('font-family="PoppinsSemi-Bold"', "Poppins Semi Bold"),
        ('font-family="Noto Sans" font-weight="800"', "Noto Sans Bold"),
        ('font-family="NotoSans-Bold"', "Noto Sans Bold"),
        ('font-family="sans-serif"', "Atkinson Hyperlegible Next Regular"),
        ("", "Atkinson Hyperlegible Next Regular"),
        ('font-weight="700" font-style="oblique"', "Atkinson Hyperlegible Next Bold Italic"),
    ],
)
def test_a_family_that_is_at_hand_is_taken(at_hand, said, title):
    problems = Problems()
    vector = read_vector(svg(f'<text y="50" {said}>abc</text>').encode(), "x.svg", problems, at_hand)
    assert isinstance(vector, Vector)
    assert not problems.found
    fonts = (at_hand.body(weight, italic) for weight in (400, 700) for italic in (False, True))
    known = {font.title: font for font in fonts}
    for name in ("Client Sans", "Webby", "Fraunces", "Poppins Semi", "Noto Sans"):
        for weight in (400, 700):
            font, _ = at_hand.face(name, weight, italic=False)
            known[font.title] = font
    (outline,) = outlines(vector.art(PALETTE, CURRENT).items)
    step = known[title].outlines("a")["a"][1]
    drawn_step = outline.path[1]
    assert drawn_step.numbers[-2] == pytest.approx(step.numbers[-2] * 16, abs=1e-4)
    assert drawn_step.numbers[-1] == pytest.approx(50 + step.numbers[-1] * 16, abs=1e-4)


def test_what_stands_in_is_said_once_for_a_file(tmp_path):
    body = '<text y="50" font-family="Gotham, Georgia">a</text>\n'
    body += '<text y="50" font-family="Gotham">b<tspan font-family="Din">c</tspan></text>'
    body += '<text y="50" font-family="Fraunces" font-style="italic" font-weight="bold">d</text>'
    (tmp_path / "x.svg").write_text(svg(body), encoding="utf-8")
    pictures, problems = Pictures(tmp_path, FONTS), Problems()
    for _ in range(3):
        assert isinstance(pictures.find("x.svg", NOWHERE, problems), Vector)
    (found,) = problems.found
    assert (str(found.where), found.code) == ("x.svg:2:1", "svg-font")
    assert (
        "'Gotham' and 'Din' in Atkinson Hyperlegible Next Regular, 'Fraunces bold italic' in Fraunces" in found.message
    )
    assert "brand.yaml" in found.hint
    assert "fonts/" in found.hint


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("MyriadPro-Bold", "Bold"),
        ("MyriadPro-SemiboldIt", "Bold Italic"),
        ("Helvetica-BoldOblique", "Bold Italic"),
        ("Arial Black", "Bold"),
        ("TimesNewRomanPS-ItalicMT", "Italic"),
        ("MyriadPro-Regular", "Regular"),
        ("Boldonse", "Regular"),
        ("ITC Serif", "Regular"),
    ],
)
def test_what_stands_in_is_as_bold_as_the_name_of_the_font_says(name, title):
    _, problems = read(svg(f'<text x="5" y="50" font-family="\'{name}\'">a</text>'))
    (found,) = problems
    assert found.message.endswith(f"'{name}' in Atkinson Hyperlegible Next {title}")


@pytest.mark.parametrize(("x", "is_cut"), [(5, False), (80, True), (-20, True), (200, False)])
def test_words_that_the_edge_cuts_are_said(x, is_cut):
    _, problems = read(svg(f'<path d="M0 0h9v9z"/><text x="{x}" y="50">Words</text>'))
    assert [problem.code for problem in problems] == ["svg-words"] * is_cut


# What is refused

REFUSED = {
    "text on a path": ('<text><textPath href="#p">a</textPath></text>', "<textPath> is not drawn here"),
    "turned letters": ('<text rotate="10">a</text>', "<text>: rotate '10' is not drawn here"),
    "a set length": ('<text textLength="50">a</text>', "<text>: textLength '50' is not drawn here"),
    "vertical": ('<g writing-mode="tb"><text>a</text></g>', "<text>: writing-mode 'tb' is not drawn here"),
    "from right to left": ('<text direction="rtl">a</text>', "<text>: direction 'rtl' is not drawn here"),
    "underlined": ('<text text-decoration="underline">a</text>', "text-decoration 'underline' is not drawn here"),
    "small capitals": ('<text font-variant="small-caps">a</text>', "font-variant 'small-caps' is not drawn here"),
    "all in one that is not read": ('<text style="font:caption">a</text>', "font 'caption' is not drawn here"),
    "lifted by nobody knows how": ('<text>a<tspan baseline-shift="high">b</tspan></text>', "'high' is not a length"),
    "words in an area": ('<text style="shape-inside:url(#r)">a</text>', "shape-inside 'url(#r)' is not drawn here"),
    "words of an area": ("<flowRoot><flowPara>a</flowPara></flowRoot>", "<flowRoot> is not drawn here"),
    "a part seen through": ('<text>a<tspan opacity=".5">b</tspan></text>', "<tspan>: opacity '.5' is not drawn here"),
    "a part that is cut": (
        '<text><tspan clip-path="url(#c)">b</tspan></text>',
        "clip-path 'url(#c)' is not drawn here",
    ),
    "a shape among words": ("<text>a<rect/></text>", "<rect> is not drawn here"),
    "a letter that the font lacks": (
        "<text>a\u0416\u4e2d</text>",
        "the font Atkinson Hyperlegible Next Regular has no",
    ),
    "a script that is shaped": ("<text>\u0645\u0631</text>", "“\u0645” is Arabic: it needs shaping"),
    "a size that is none": ('<text font-size="big">a</text>', "'big' is not a length"),
    "a size under nought": ('<text font-size="-1">a</text>', "font-size is under nought"),
    "a place that is none": ('<text x="5 left">a</text>', "<text>: x: 'left' is not a length"),
    "an anchor that is none": ('<text text-anchor="centre">a</text>', "'centre' is not one of start, middle, end"),
    "an unknown baseline": ('<text dominant-baseline="ideographic">a</text>', "'ideographic' is not one of"),
    "a place out of reach": ('<g transform="scale(1e6)"><text x="1e6">a</text></g>', "<text> lies out of reach"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_drawn_is_said_with_its_line(name):
    body, message = REFUSED[name]
    vector, problems = read(svg(f"<!-- a line -->\n{body}"))
    assert vector is None
    (found,) = [problem for problem in problems if message in problem.message]
    assert (found.where.file, found.where.line) == ("pictures/x.svg", 3)
    assert found.hint


def test_what_words_do_not_hear_of_is_no_problem():
    """Properties of text where there is none, and values that change nothing."""
    said = 'writing-mode="tb" text-decoration="underline" direction="rtl"'
    drawn(svg(f'<g {said}><rect width="9" height="9"/></g>'))
    plain = "font-variant:normal;font-stretch:normal;text-decoration:none;writing-mode:lr-tb;baseline-shift:baseline"
    drawn(svg(f'<text y="9" style="{plain};-inkscape-font-specification:Sans;line-height:1.25" rotate="0">a</text>'))
    drawn(svg(f'<g {said}><text y="9" writing-mode="lr-tb" direction="initial" text-decoration="none">a</text></g>'))
    _, problems = read(svg("<text> \n </text>"))
    assert [problem.code for problem in problems] == ["svg-empty"]


def test_too_many_letters_are_too_much():
    vector, problems = read(svg(f"<text>{'a' * 30_000}</text>"))
    assert vector is None
    assert [problem.code for problem in problems] == ["svg-huge"]


@pytest.mark.parametrize(
    ("value", "families"),
    [
        ("Arial", ("Arial",)),
        ("'Open Sans', \"Two, Words\",serif", ("Open Sans", "Two, Words", "serif")),
        ("", ()),
        (",,'a", ()),
    ],
)
def test_names_of_families_are_read_one_by_one(value, families):
    assert read_families(value)[: len(families)] == families


def test_a_value_without_end_is_not_read():
    assert longhands("bold " * 200 + "9px Arial").keys() == {"font"}
    assert len(read_families("a," * 1000)) <= 20
