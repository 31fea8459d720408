"""Style sheets of SVG as programs write them: every rule that holds is seen in the pixels, every other is named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suite import examples
from vectors import BLUE, CURRENT, GREEN, INK, PALETTE, PAPER, RED, YELLOW, drawn, probe, read, svg

from generator.images import Vector
from generator.images.svg import style_sheets

SPOT = 'width="40" height="40"'
ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px"
\t y="0px" viewBox="0 0 100 100" style="enable-background:new 0 0 100 100;" xml:space="preserve">
<style type="text/css">
\t.st0{fill:#FFFF00;}
\t.st1{fill:none;stroke:#FF0000;stroke-width:10;stroke-miterlimit:10;}
</style>
<rect class="st0" width="100" height="50"/><path class="st1" d="M0 75h100"/></svg>"""
LOOKS = {
    "class": (f"<style>.a{{fill:red}}</style><rect class='b a' {SPOT}/>", RED),
    "id": (f"<style>#a{{fill:red}}</style><rect id='a' {SPOT}/>", RED),
    "tag": (f"<style>rect{{fill:red}}</style><rect {SPOT}/>", RED),
    "a list": (f"<style>circle, .x,rect{{fill:red}}</style><rect {SPOT}/>", RED),
    "all": (f"<style>*{{fill:red}}</style><rect {SPOT}/>", RED),
    "attribute": (f"<style>[data-x='1'] rect{{fill:red}}</style><g data-x='1'><rect {SPOT}/></g>", RED),
    "within": (f"<style>.a rect{{fill:red}}</style><g class='a'><g><rect {SPOT}/></g></g>", RED),
    "child, not grandchild": (f"<style>.a>rect{{fill:red}}</style><g class='a'><g><rect {SPOT}/></g></g>", INK),
    "first child": (f"<style>rect:first-child{{fill:red}}</style><g><rect {SPOT}/><rect {SPOT} x='50'/></g>", RED),
    "of the whole": (f"<style>:root{{fill:red}}</style><rect {SPOT}/>", RED),
    "a state of the screen": (f"<style>rect:hover{{fill:red}}</style><rect {SPOT}/>", INK),
    "comments": (
        f"<style>/* rect{{fill:blue}} */ rect{{/**/fill:/* a */red/*;fill:blue*/}}</style><rect {SPOT}/>",
        RED,
    ),
    "CDATA": (f"<style><![CDATA[ rect > a, rect {{ fill : red }} ]]></style><rect {SPOT}/>", RED),
    "values in capitals": (f"<style>rect{{fill:RED;visibility:VISIBLE}}</style><rect {SPOT}/>", RED),
    "class beats tag": (f"<style>.a{{fill:red}}rect{{fill:blue}}</style><rect class='a' {SPOT}/>", RED),
    "id beats class": (f"<style>#b{{fill:red}}.a.a{{fill:blue}}</style><rect id='b' class='a' {SPOT}/>", RED),
    "the later of two": (f"<style>.a{{fill:blue}}.b{{fill:red}}</style><rect class='b a' {SPOT}/>", RED),
    "a rule beats an attribute": (f"<style>rect{{fill:red}}</style><rect fill='blue' {SPOT}/>", RED),
    "style beats a rule": (f"<style>#a{{fill:blue}}</style><rect id='a' style='fill:red' {SPOT}/>", RED),
    "important beats style": (
        f"<style>rect{{fill:red ! important}}</style><rect style='fill:blue' {SPOT}/>",
        RED,
    ),
    "an important style beats all": (
        f"<style>#a{{fill:blue!important}}</style><rect id='a' style='fill:red!important' {SPOT}/>",
        RED,
    ),
    "comments in style": (f"<rect style='/* base */ fill:red; /* edge; */ stroke:none' {SPOT}/>", RED),
    "a size in a style": ("<rect style='width:40px;height:40px;fill:red'/>", RED),
    "for paper": (f"<style>@media print{{rect{{fill:red}}}}</style><rect {SPOT}/>", RED),
    "for dark screens": (f"<style>@media (prefers-color-scheme:dark){{rect{{fill:red}}}}</style><rect {SPOT}/>", INK),
    "a font by the way": (f"<style>@font-face{{font-family:X}} rect{{fill:red}}</style><rect {SPOT}/>", RED),
    "a variable of the file": (f"<style>:root{{--x:red}} rect{{fill:var(--x)}}</style><rect {SPOT}/>", RED),
    "another language of sheets": (f"<style type='text/x'>rect{{fill:red}}</style><rect {SPOT}/>", INK),
    "empty": (f"<style id='style1'></style><rect {SPOT} fill='red'/>", RED),
    "by fallback": (f"<style>.a{{fill:var(--nobody, red)}}</style><rect class='a' {SPOT}/>", RED),
    "a colour of the brand": (f"<style>.a{{fill:var(--accent)}}</style><rect class='a' {SPOT}/>", GREEN),
    "a sheet at the end": (f"<rect class='a' {SPOT}/><style>.a{{fill:red}}</style>", RED),
    "overflow in a style": (
        '<svg width="10" height="10" style="overflow:visible"><rect width="40" height="40" fill="red"/></svg>',
        RED,
    ),
    "another language": (f"<rect {SPOT} fill='red'/><rect {SPOT} systemLanguage='ru'/>", RED),
    "a link": (f"<a href='https://example.org'><rect {SPOT} fill='red'/></a>", RED),
    "switch": (
        f"<switch><foreignObject/><rect {SPOT} systemLanguage='xx'/><g systemLanguage='de, en-GB'>"
        f"<rect {SPOT} fill='red'/></g><rect {SPOT}/></switch>",
        RED,
    ),
}


@pytest.mark.parametrize("name", LOOKS)
def test_a_rule_that_holds_is_seen(name):
    body, colour = LOOKS[name]
    probe(body, {(30, 30): colour, (80, 80): PAPER})


def test_an_export_of_illustrator_is_drawn():
    assert drawn(ILLUSTRATOR)
    probe(ILLUSTRATOR.partition('preserve">')[2].removesuffix("</svg>"), {(50, 25): YELLOW, (50, 77): RED})


def test_a_word_for_the_colour_is_handed_down_and_closed_by_each():
    body = '<g stroke="currentColor" color="red"><path d="M0 9h50" {}/><path d="M0 29h50" {} color="blue"/></g>'
    probe(body.replace("{}", 'stroke-width="10"'), {(9, 9): RED, (9, 29): BLUE})


def test_a_stop_takes_the_colour_that_holds_where_it_stands():
    body = '<g color="red"><linearGradient id="g"><stop stop-color="currentColor"/></linearGradient></g>'
    probe(f'{body}<rect {SPOT} fill="url(#g)" color="blue"/>', {(9, 9): RED})


def test_the_rule_of_a_clip_is_inherited_where_the_clip_stands():
    clip = '<clipPath id="c"><path d="M0 0h90v90h-90zM30 30h30v30h-30z"/></clipPath>'
    body = f'{clip}<rect width="90" height="90" clip-path="url(#c)"/>'
    probe(body, {(9, 9): INK, (45, 45): PAPER}, more='style="clip-rule:evenodd"')
    probe(f'<g clip-rule="evenodd">{clip}</g>{body.removeprefix(clip)}', {(9, 9): INK, (45, 45): PAPER})
    probe(body.replace("<rect", '<rect clip-rule="evenodd"'), {(9, 9): INK, (45, 45): INK})


def test_a_symbol_keeps_its_own_transform_and_clip():
    body = (
        '<clipPath id="k"><circle cx="20" cy="20" r="20"/></clipPath>'
        '<symbol id="s" clip-path="url(#k)"><rect width="40" height="40" fill="red"/></symbol>'
        '<symbol id="t" transform="translate(0 50)"><rect width="40" height="40" fill="blue"/></symbol>'
        '<use href="#s" width="100" height="100"/><use href="#t" width="100" height="100"/>'
    )
    probe(body, {(20, 20): RED, (2, 2): PAPER, (20, 45): PAPER, (20, 70): BLUE, (2, 52): BLUE})


NAMED = {
    "a sheet elsewhere": ("<style>@import url(a.css);</style>", "leads out of the file", 2),
    "an animation": ("<style>\n@keyframes a{from{opacity:0}}</style>", "@keyframes is not drawn", 3),
    "a selector of another kind": ("<style>\n\n rect:nth-child(2) {fill:red}</style>", "':nth-child' is not read", 4),
    "a sibling": ("<style>a ~ rect{fill:red}</style>", "'~' is not read here", 2),
    "brackets without end": ("<style>" + "(" * 9000 + "</style>", "nested without end", 2),
    "a broken rule": ("<style>rect</style>", "cannot be read", 2),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_rule_that_is_not_followed_is_named_with_its_line(name):
    body, message, line = NAMED[name]
    vector, problems = read(svg(f"{body}<rect {SPOT}/>"))
    assert vector is None
    (found,) = problems
    assert message in found.message
    assert found.where.line == line
    assert found.hint


def test_a_sheet_that_the_file_only_names_is_said_and_not_fetched():
    sheet = '<?xml-stylesheet type="text/css" href="brand.css"?>\n'
    vector, problems = read('<?xml version="1.0"?>\n' + sheet + svg(f'<rect class="a" {SPOT}/>'))
    assert isinstance(vector, Vector)
    assert [(each.code, each.is_error, each.where.line) for each in problems] == [("svg-style", False, 2)]
    assert "brand.css" in problems.found[0].message


@pytest.mark.parametrize(
    "body", ["<rect style='fill:red;FILL:blue' {}/>", "<style>rect{{fill:red;FILL:blue}}</style><rect {}/>"]
)
def test_a_property_in_capitals_is_said_and_not_read(body):
    vector, problems = read(svg(body.format(SPOT)))
    assert isinstance(vector, Vector)
    assert [(each.code, each.hint) for each in problems] == [("svg-style", "write 'fill'")]
    (shape,) = vector.art(PALETTE, CURRENT).items
    assert shape.fill.hex == "#ff0000"


def test_a_ground_that_the_root_says_is_drawn():
    probe(f"<rect {SPOT}/>", {(9, 9): INK, (80, 80): RED}, more='style="background:red"')
    probe(f"<rect {SPOT}/>", {(9, 9): INK, (80, 80): PAPER}, more='style="background-color:#fff0"')


def test_rules_without_number_are_stopped():
    rules = "".join(f"* * * * g{n}{{fill:red}} *{{fill:blue}}" for n in range(3000))
    vector, problems = read(svg(f"<style>{rules}</style>" + "<g/>" * 3000))
    assert vector is None
    assert [problem.code for problem in problems] == ["svg-huge"]


def test_words_without_end_are_stopped_before_they_are_read(monkeypatch):
    monkeypatch.setattr(style_sheets, "declarations", lambda text: pytest.fail("it was read"))
    vector, problems = read(svg(f"<rect style='{'fill:red;' * 120_000}'/>"))
    assert vector is None
    assert [problem.code for problem in problems] == ["svg-huge"]


_css = st.text(alphabet="{}[]()#.:;,>*~+@!/'\"\\ abfilredrct-0\n", max_size=80)


@settings(max_examples=examples(150), deadline=None)
@given(sheet=_css, style=_css)
def test_any_sheet_is_read_or_is_a_problem(sheet, style):
    for mark, name in (("'", "&apos;"), ("\n", "&#10;")):
        style = style.replace(mark, name)
    vector, problems = read(svg(f"<style><![CDATA[{sheet}]]></style><rect style='{style}' {SPOT}/>"))
    assert isinstance(vector, Vector) or problems.errors


def test_variables_of_variables_stay_short():
    """Each says the next 10,000 times: written out they were gigabytes."""
    variables = "".join(f"--{name}:{f'var(--{after})' * 10_000};" for name, after in ("ab", "bc", "cd"))
    _, problems = read(svg(f'<g style="{variables}--d:red"><rect width="9" height="9" fill="var(--a)"/></g>'))
    assert [len(problem.message) < 200 for problem in problems] == [True]


def test_a_font_that_is_built_in_is_no_rule_too_many():
    font = f"@font-face{{font-family:K;src:url(data:font/woff2;base64,{'AbCd' * 300_000})}}"
    probe(f'<style>{font}.k{{fill:red}}</style><rect class="k" width="9" height="9"/>', {(5, 5): RED})
