"""A page of vectors in a PDF, as logos are handed over: drawn as it is, or refused by name."""

import zlib
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.filters import FlateDecode
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from vectors import BLUE, CURRENT, FONTS, INK, PAPER, RED, SCALE, is_near, pixels

from generator.colours import Colour
from generator.errors import NOWHERE, Problems
from generator.images import Pictures, Vector
from generator.images.decode import BadPicture
from generator.images.pdf_file import read_page
from generator.images.pdf_page import MAX_CONTENT
from generator.sight import ALIKE, difference


def made(value):
    """A plain value as an object of pypdf."""
    if isinstance(value, StreamObject):
        return value
    if isinstance(value, dict):
        return DictionaryObject({NameObject(key): made(each) for key, each in value.items()})
    if isinstance(value, list):
        return ArrayObject([made(each) for each in value])
    if isinstance(value, bool):
        return pypdf.generic.BooleanObject(value)
    return (
        NameObject(value) if isinstance(value, str) else FloatObject(value) if not hasattr(value, "pdf_path") else value
    )


def stream(data, **entries):
    one = StreamObject()
    one.set_data(data)
    one.update(made({f"/{key}": value for key, value in entries.items()}))
    return one


def pdf(content, resources=None, pages=1, **more):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(100, 50)
        page[NameObject("/Contents")] = writer._add_object(stream(content.encode()))
        page[NameObject("/Resources")] = resources or DictionaryObject()
        page.update(made({f"/{key}": value for key, value in more.items()}))
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def xobject(name, one):
    return DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject(f"/{name}"): one})})


BLEND = {"/FunctionType": 2, "/Domain": [0, 1], "/C0": [1, 0, 0], "/C1": [0, 0, 1], "/N": 1}
AXIAL = {
    "/ShadingType": 2,
    "/ColorSpace": "/DeviceRGB",
    "/Coords": [0, 0, 100, 0],
    "/Function": BLEND,
    "/Extend": [True, True],
}
TABLE = stream(b"\xff\xff\xff\xff\xff\xff\xff\x00\x00", FunctionType=0, Domain=[0, 1], Size=[3], BitsPerSample=8,
               Range=[0, 1, 0, 1, 0, 1])  # fmt: skip
SHORT = stream(b"\xff\xff\xff", FunctionType=0, Domain=[0, 1], Size=[3], BitsPerSample=8, Range=[0, 1, 0, 1, 0, 1])
FORM = stream(b"0 0 1 rg 0 0 99 99 re f", Subtype="/Form", BBox=[0, 0, 10, 10], Matrix=[1, 0, 0, 1, 20, 20])
GROUP = stream(
    b"0 g 0 0 99 99 re f 10 10 40 40 re f", Subtype="/Form", BBox=[0, 0, 50, 50], Group={"/S": "/Transparency"}
)
# content, resources, and the colours that must be seen at points of it, y down from the top
DRAWN = {
    "an area": ("1 0 0 rg 10 10 30 30 re f", None, {(20, 30): RED, (60, 30): PAPER}),
    "even-odd": ("0 g 0 0 50 50 re 10 10 30 30 re f*", None, {(5, 5): INK, (25, 25): PAPER}),
    "a line, scaled": (
        "1 0 0 RG 2 w 5 0 0 5 0 0 cm 0 5 m 20 5 l S",
        None,
        {(50, 25): RED, (50, 21): RED, (50, 17): PAPER},
    ),
    "curves": ("0 g 0 0 m 0 50 50 50 v 50 0 l h f", None, {(45, 10): INK, (5, 5): PAPER}),
    "a clip": (
        "q 0 0 20 50 re W n 1 0 0 rg 0 0 100 50 re f Q 0 0 1 rg 60 0 9 50 re f",
        None,
        {(10, 9): RED, (30, 9): PAPER, (64, 9): BLUE},
    ),
    "a form": ("/F Do", xobject("F", FORM), {(25, 25): BLUE, (25, 15): PAPER, (35, 25): PAPER}),
    "a group that is seen through": (
        "/G gs /F Do",
        DictionaryObject({**xobject("F", GROUP), **made({"/ExtGState": {"/G": {"/ca": 0.5}}})}),
        {(5, 45): (128, 128, 128), (25, 25): (128, 128, 128), (60, 25): PAPER},
    ),
    "a gradient": (
        "0 0 100 25 re W n /S sh",
        made({"/Shading": {"/S": AXIAL}}),
        {(50, 40): (127, 0, 127), (50, 10): PAPER},
    ),
    "a pattern of shades": (
        "/Pattern cs /P scn 0 0 100 50 re f",
        made({"/Pattern": {"/P": {"/PatternType": 2, "/Shading": AXIAL}}}),
        {(50, 25): (127, 0, 127)},
    ),
    "a spot colour": (
        "/C cs 1 scn 0 0 50 50 re f",
        made(
            {
                "/ColorSpace": {
                    "/C": ["/Separation", "/Brand", "/DeviceRGB", {**BLEND, "/C0": [1, 1, 1], "/C1": [1, 0, 0]}]
                }
            }
        ),
        {(9, 9): RED},
    ),
    "black that overprints": (
        "1 0 0 rg 0 0 50 50 re f /G gs 0 0 0 1 k 0 0 20 20 re f",
        made({"/ExtGState": {"/G": {"/op": True, "/OPM": 1}}}),
        {(9, 40): INK, (40, 9): RED},
    ),
    "colours that overprint no more": (
        "/G gs /H gs 1 0 0 rg 0 0 50 50 re f 0 0 0 0 k 0 0 20 20 re f",
        made({"/ExtGState": {"/G": {"/OP": True}, "/H": {"/OP": False}}}),
        {(40, 9): RED, (9, 40): PAPER},
    ),
    "a colour of a book, at first": (
        "/C cs 0 0 50 50 re f",
        made(
            {
                "/ColorSpace": {
                    "/C": [
                        "/Separation",
                        "/Brand",
                        ["/Lab", {}],
                        {**BLEND, "/C0": [100, 0, 0], "/C1": [54.29, 80.81, 69.89]},
                    ]
                }
            }
        ),
        {(9, 9): RED},
    ),
    "a spot colour by a table": (
        "/C cs .75 scn 0 0 50 50 re f",
        made({"/ColorSpace": {"/C": ["/Separation", "/Brand", "/DeviceRGB", TABLE]}}),
        {(9, 9): (255, 128, 128)},
    ),
    "a gradient by a table": (
        "/S sh",
        made({"/Shading": {"/S": {**AXIAL, "/Function": TABLE}}}),
        {(1, 9): PAPER, (50, 9): PAPER, (75, 9): (255, 128, 128), (99, 9): (255, 6, 6)},
    ),
    "dashes of a state": (
        "/G gs 0 0 1 RG 10 w 0 25 m 100 25 l S",
        made({"/ExtGState": {"/G": {"/D": [[20, 20], 0], "/LC": 2}}}),
        {(10, 25): BLUE, (24, 25): BLUE, (30, 25): PAPER},
    ),
    "type that says nothing": ("BT /F 9 Tf ET 1 0 0 rg 0 0 50 50 re f", None, {(9, 9): RED}),
    "turned": ("1 0 0 rg 0 0 10 50 re f", None, {(25, 5): RED, (25, 50): PAPER}),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_page_of_vectors_is_drawn(name):
    content, resources, points = DRAWN[name]
    vector = read_page(pdf(content, resources, **({"Rotate": 90} if name == "turned" else {})))
    image = pixels(vector.art({}, CURRENT))
    seen = {at: image.getpixel((at[0] * SCALE, at[1] * SCALE)) for at in points}
    assert all(is_near(seen[at], colour) for at, colour in points.items()), seen


def test_inks_stay_as_they_are():
    (shape,) = read_page(pdf("0 .2 1 .1 k 0 0 50 50 re f")).art({}, CURRENT).items
    assert shape.fill.cmyk == (0, 0.2, 1, 0.1)


@pytest.mark.parametrize(
    ("inks", "shown"),
    [
        ("0 0 0 0", "#ffffff"),
        ("0 0 0 1", "#000000"),
        ("1 0 0 0", "#009fe3"),  # as FOGRA39 has it; no screen colour is as bright as the inks' names
        ("0 1 1 0", "#e30613"),
        (".85 .2 .6 .1", "#078975"),
        ("1 .7 0 .1", "#004b94"),
    ],
)
def test_inks_are_shown_as_they_print(inks, shown):
    (shape,) = read_page(pdf(f"{inks} k 0 0 50 50 re f")).art({}, CURRENT).items
    assert difference(shape.fill, Colour.from_hex(shown), "for anybody") < ALIKE


REFUSED = {
    "type": ("BT /F 9 Tf (x) Tj ET", None, "type that is not outlines"),
    "a picture": ("/I Do", xobject("I", stream(b"", Subtype="/Image")), "a picture"),
    "an inline picture": ("BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", None, "a picture"),
    "a tiled pattern": ("/Pattern cs /P scn 0 0 9 9 re f", made({"/Pattern": {"/P": {"/PatternType": 1}}}), "pattern"),
    "blending": ("/G gs", made({"/ExtGState": {"/G": {"/BM": "/Multiply"}}}), "blends colours"),
    "a soft mask": ("/G gs", made({"/ExtGState": {"/G": {"/SMask": {"/S": "/Alpha"}}}}), "soft mask"),
    "a gradient that ends": (
        "/S sh",
        made({"/Shading": {"/S": {**AXIAL, "/Extend": [True, False]}}}),
        "ends within its area",
    ),
    "overprinting colours": (
        "/G gs 1 0 0 0 k 0 0 9 9 re f",
        made({"/ExtGState": {"/G": {"/OP": True}}}),
        "inks that overprint others",
    ),
    "overprinting white": (
        "/G gs 0 0 0 0 K 0 0 9 9 re S",
        made({"/ExtGState": {"/G": {"/OP": True, "/op": False}}}),
        "inks that overprint others",
    ),
    "another space": (
        "/C cs 1 sc 0 0 9 9 re f",
        made({"/ColorSpace": {"/C": ["/Indexed", "/DeviceRGB", 1, "/X"]}}),
        "colours in Indexed",
    ),
    "a table that is cut short": (
        "/C cs 1 sc 0 0 9 9 re f",
        made({"/ColorSpace": {"/C": ["/Separation", "/Brand", "/DeviceRGB", SHORT]}}),
        "a table that is cut short",
    ),
    "shades that are reckoned": (
        "/C cs 1 sc 0 0 9 9 re f",
        made({"/ColorSpace": {"/C": ["/Separation", "/Brand", "/DeviceRGB", {"/FunctionType": 4}]}}),
        "counted in a way",
    ),
    "forms that are read again and again": (
        "/F Do " * 9,
        xobject("F", stream(b" " * 8_000_000, Subtype="/Form", BBox=[0, 0, 9, 9])),
        "too intricate",
    ),
    "clips without end": (
        "".join(f"0 0 {side} 9 re W n " for side in range(1, 99)) + "0 0 9 9 re f",
        None,
        "too intricate",
    ),
    "shades without end": (
        "/S sh",
        made({"/Shading": {"/S": {**AXIAL, "/Function": {**BLEND, "/Bounds": [0.5] * 300}}}}),
        "too many shades",
    ),
    "too much": ("0 0 m " + "1 1 l " * 210_000 + "f 0 g", None, "too intricate"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_drawn_is_refused_by_name(name):
    content, resources, message = REFUSED[name]
    with pytest.raises(BadPicture) as raised:
        read_page(pdf(content, resources))
    assert message in raised.value.message
    assert raised.value.hint


def test_one_page_and_no_password():
    with pytest.raises(BadPicture, match="2 pages"):
        read_page(pdf("", pages=2))
    writer = pypdf.PdfWriter(BytesIO(pdf("")))
    writer.encrypt("secret", algorithm="RC4-40")
    file = BytesIO()
    writer.write(file)
    with pytest.raises(BadPicture, match="password"):
        read_page(file.getvalue())


def changed(**catalog):
    """A file with more in its catalog."""
    writer = pypdf.PdfWriter(BytesIO(pdf("0 0 9 9 re f")))
    writer.root_object.update(made({f"/{key}": value for key, value in catalog.items()}))
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_cipher_that_cannot_be_opened_is_a_password():
    """AES of 256 bits is asked for its password before anybody can ask whether there is one."""
    keys = "".join(
        f"/{name} <{'00' * long}> " for name, long in {"O": 48, "U": 48, "OE": 32, "UE": 32, "Perms": 16}.items()
    )
    way = "/CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF"
    lock = f"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 {way} {keys}>> /ID [<00> <00>] /Root".encode()
    with pytest.raises(BadPicture, match="password"):
        read_page(pdf("0 0 9 9 re f").replace(b"/Root", lock))


def test_hidden_layers_are_not_drawn_as_if_they_were_seen():
    layer = {"/Type": "/OCG"}
    assert read_page(changed(OCProperties={"/OCGs": [layer], "/D": {"/ON": [layer], "/OFF": []}}))
    for hidden in ({"/OFF": [layer]}, {"/BaseState": "/OFF"}):
        with pytest.raises(BadPicture, match="hidden layers"):
            read_page(changed(OCProperties={"/OCGs": [layer], "/D": hidden}))


def test_notes_with_looks_of_their_own_are_not_passed_over():
    look = {"/N": {}}
    for note in ({"/Subtype": "/Link"}, {"/Subtype": "/Text"}, {"/Subtype": "/Stamp", "/AP": look, "/F": 2}):
        assert read_page(pdf("0 0 9 9 re f", Annots=[note]))
    with pytest.raises(BadPicture, match="notes or fields"):
        read_page(pdf("0 0 9 9 re f", Annots=[{"/Subtype": "/Stamp", "/AP": look}]))


@pytest.mark.parametrize("name", ["logo.pdf", "logo.ai"])
def test_it_is_found_by_its_content(tmp_path: Path, name):
    (tmp_path / name).write_bytes(pdf("0 0 9 9 re f"))
    problems = Problems()
    assert isinstance(Pictures(tmp_path, FONTS).find(name, NOWHERE, problems), Vector)
    assert not problems


DAMAGED = {
    "no more than a line": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    "no line": b"%PDF-1.7",
    "cut short": pdf("0 0 9 9 re f")[:200],
    "packed in a way that nobody knows": pdf("0 0 9 9 re f").replace(b"/Length", b"/Filter /Odd /Length"),
    "packed in a way that has another name": pdf("0 0 9 9 re f").replace(b"/Length", b"/Filter /Fl /Length"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_said(name):
    with pytest.raises(BadPicture, match="damaged"):
        read_page(DAMAGED[name])


def test_a_stream_that_unpacks_without_end_is_stopped_on_the_way(monkeypatch):
    """Half a minute of it: rows of one byte each, said by as many others before them."""
    monkeypatch.setattr(FlateDecode, "_decode_png_prediction", None)  # to have called it would be a TypeError: damaged
    packed = EncodedStreamObject()
    packed._data = zlib.compress(bytes(MAX_CONTENT + 2))
    packed.update(
        made({"/Filter": "/FlateDecode", "/DecodeParms": {"/Predictor": NumberObject(12), "/Columns": NumberObject(1)}})
    )
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 50)[NameObject("/Contents")] = writer._add_object(packed)
    file = BytesIO()
    writer.write(file)
    with pytest.raises(BadPicture, match="too intricate") as refused:
        read_page(file.getvalue())
    assert refused.value.hint


_operand = st.sampled_from(["0", "1", "-3.5", "9e9", "/X", "[", "]", "(a)", "<<", ">>", "BI", "99999999999"])
_operator = st.sampled_from(
    [
        "q",
        "Q",
        "cm",
        "m",
        "l",
        "c",
        "v",
        "y",
        "re",
        "h",
        "f",
        "f*",
        "S",
        "B",
        "b*",
        "n",
        "W",
        "W*",
        "g",
        "RG",
        "k",
        "cs",
        "scn",
        "sh",
        "Do",
        "gs",
        "d",
        "w",
        "J",
        "M",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_operand | _operator, max_size=30).map(" ".join))
def test_any_content_is_drawn_or_refused(content):
    drawing: Vector | BadPicture
    try:
        drawing = read_page(pdf(content))
    except BadPicture as bad:
        drawing = bad
    assert isinstance(drawing, Vector) or drawing.hint
