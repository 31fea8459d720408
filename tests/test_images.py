"""Pictures of the workshop folder: found safely, decoded right, refused with the remedy; pixels are compared."""

import os
import struct
import tracemalloc
import zlib
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from suite import examples
from vectors import FONTS

from generator.errors import Place, Problems, Severity
from generator.face import Face, Picture
from generator.geometry import Rect, Size
from generator.images import Pictures, Raster, Vector
from generator.images.decode import MAX_PIXELS, BadPicture, decode
from generator.images.jpeg import read_header, stripped
from generator.pdf import DocumentInfo, Placement, Writer

WHERE = Place("deck.yaml", 7, 12)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
QUARTERS = {(0, 0): (255, 0, 0), (1, 0): (0, 128, 0), (0, 1): (0, 0, 255), (1, 1): (240, 240, 240)}


def quarters(width=32, height=16, mode="RGB"):
    """Red, green, blue and nearly white, from the top left: shows which way up a picture is."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for (column, row), colour in QUARTERS.items():
        x, y = column * width // 2, row * height // 2
        draw.rectangle((x, y, x + width // 2 - 1, y + height // 2 - 1), fill=colour)
    return image.convert(mode, dither=Image.Dither.NONE)


def coded(image, kind="PNG", **how):
    written = BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()


def samples(raster):
    """The pixels of a raster, by way of a PNG or JPEG reader that is not ours."""
    if raster.jpeg:
        return Image.open(BytesIO(raster.jpeg))
    kind = {"L": 0, "RGB": 2, "CMYK": 6}[raster.mode]
    image = Image.open(BytesIO(png(raster.pixels, 8, kind, raster.rows)))
    image.load()
    return image if raster.mode != "CMYK" else Image.frombytes("CMYK", image.size, image.tobytes())


def alpha_of(raster):
    return Image.open(BytesIO(png(raster.pixels, 8, 0, raster.alpha)))


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(size, bits, kind, rows, *more):
    header = struct.pack(">IIBBBBB", *size, bits, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def raster_of(image, kind="PNG", **how):
    found = decode(coded(image, kind, **how), kind)
    assert not found.warning
    return found.raster


def is_near(pixel, colour, slack):
    return all(abs(ours - theirs) <= slack for ours, theirs in zip(pixel, colour, strict=True))


def shows_quarters(image, slack=0):
    pixels = {
        (x, y): image.getpixel((image.width * (1 + 2 * x) // 4, image.height * (1 + 2 * y) // 4)) for x, y in QUARTERS
    }
    return all(is_near(pixels[at], colour, slack) for at, colour in QUARTERS.items())


def printed(raster):
    """The raster as PDFium shows it, one pixel a pixel."""
    size = Size(*raster.pixels)
    face = Face(size, 0, (Picture(Rect(0, 0, *size), raster.key, raster.pixels),))
    writer = Writer(
        DocumentInfo("probe"), lambda key: pytest.fail(f"no font {key} is wanted"), {raster.key: raster}.__getitem__
    )
    writer.page(size, [Placement(writer.draw(face), 0, 0, 0, Rect(0, 0, *size))])
    document = pypdfium2.PdfDocument(bytes(writer.finish()))
    try:
        return document[0].render(scale=25.4 / 72).to_pil().convert("RGB")
    finally:
        document.close()


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "workshop"
    (inside / "pictures").mkdir(parents=True)
    return inside


def find(folder, name, problems=None):
    """What a name gives in a fresh store, and the problems."""
    problems = problems or Problems()
    return Pictures(folder, FONTS).find(name, WHERE, problems), problems


# Finding


def test_each_kind_is_found_by_name(folder):
    (folder / "pictures/a.png").write_bytes(coded(quarters()))
    (folder / "pictures/b.jpeg").write_bytes(coded(quarters(), "JPEG"))
    (folder / "c.svg").write_text(SVG)
    pictures, problems = Pictures(folder, FONTS), Problems()
    found = [pictures.find(name, WHERE, problems) for name in ("pictures/a.png", "pictures/b.jpeg", "c.svg")]
    assert [type(picture) for picture in found] == [Raster, Raster, Vector]
    assert not problems.found
    assert pictures.find("pictures/a.png", WHERE, problems) is found[0]
    assert pictures.get(found[0].key) is found[0]


def test_the_key_is_of_the_content(folder):
    for name, size in (("a.png", 32), ("b.png", 32), ("c.png", 40)):
        (folder / name).write_bytes(coded(quarters(size, 16)))
    keys = [find(folder, name)[0].key for name in ("a.png", "b.png", "c.png")]
    assert keys[0] == keys[1] != keys[2]


def test_a_missing_picture_gets_a_suggestion(folder):
    (folder / "pictures/logo.png").write_bytes(coded(quarters()))
    (folder / ".hidden.png").write_bytes(b"")
    picture, problems = find(folder, "pictures/lgo.png")
    assert picture is None
    (problem,) = problems
    assert (
        str(problem).splitlines()[0] == "deck.yaml:7:12: the picture 'pictures/lgo.png' is not in the workshop folder"
    )
    assert "did you mean 'pictures/logo.png'?" in problem.hint
    assert problem.code == "picture-missing"


def test_a_problem_is_said_once_for_each_place(folder):
    pictures, problems = Pictures(folder, FONTS), Problems()
    for place in (WHERE, WHERE, Place("deck.yaml", 9, 1)):
        pictures.find("none.png", place, problems)
    assert [problem.where.line for problem in problems] == [7, 9]


def test_accents_are_found_however_they_are_composed(folder):
    (folder / "cafe\u0301.png").write_bytes(coded(quarters()))
    assert isinstance(find(folder, "caf\u00e9.png")[0], Raster)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.png",
        "pictures/../../secret.png",
        "/secret.png",
        "~/secret.png",
        "\\\\server\\share\\a.png",
        "C:\\a.png",
        "pictures\\..\\..\\secret.png",
        "http://example.org/a.png",
        "HTTPS://example.org/a.png",
        "file:///secret.png",
        "data:image/png;base64,AAAA",
        "//example.org/a.png",
    ],
)
def test_nothing_outside_the_folder_is_opened(folder, name, monkeypatch):
    (folder.parent / "secret.png").write_bytes(coded(quarters()))
    opened = []
    monkeypatch.setattr("pathlib.Path.read_bytes", opened.append)
    picture, problems = find(folder, name)
    assert picture is None
    assert [problem.code for problem in problems] == ["picture-outside"]
    assert not opened


def test_an_absolute_name_of_a_picture_inside_is_outside_too(folder):
    (folder / "a.png").write_bytes(coded(quarters()))
    assert find(folder, str(folder / "a.png"))[1].found[0].code == "picture-outside"


@pytest.mark.parametrize("through", ["file", "folder", "chain"])
def test_a_link_that_leads_out_is_not_followed(folder, through):
    secret = folder.parent / "secret"
    secret.mkdir()
    (secret / "a.png").write_bytes(coded(quarters()))
    if through == "folder":
        (folder / "pictures/out").symlink_to(secret)
        name = "pictures/out/a.png"
    else:
        (folder / "pictures/far.png").symlink_to(secret / "a.png")
        (folder / "pictures/near.png").symlink_to("far.png")
        name = "pictures/near.png" if through == "chain" else "pictures/far.png"
    picture, problems = find(folder, name)
    assert picture is None
    assert [problem.code for problem in problems] == ["picture-outside"]


def test_a_link_inside_is_followed(folder):
    (folder / "a.png").write_bytes(coded(quarters()))
    (folder / "pictures/b.png").symlink_to("../a.png")
    assert isinstance(find(folder, "pictures/b.png")[0], Raster)


def test_a_workshop_folder_may_itself_be_a_link(folder):
    (folder / "a.png").write_bytes(coded(quarters()))
    (folder.parent / "short").symlink_to(folder)
    assert isinstance(find(folder.parent / "short", "a.png")[0], Raster)


def test_links_that_lead_nowhere_and_in_a_circle(folder):
    (folder / "nowhere.png").symlink_to("gone.png")
    (folder / "round.png").symlink_to("round.png")
    for name in ("nowhere.png", "round.png"):
        picture, problems = find(folder, name)
        assert picture is None
        assert len(problems.errors) == 1


@pytest.mark.parametrize("name", ["", ".", "pictures", "a\0b.png", "x" * 5000 + ".png", "pictures\\a.png"])
def test_what_is_no_name_of_a_file_is_a_problem(folder, name):
    picture, problems = find(folder, name)
    assert picture is None
    assert len(problems.errors) == 1


def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe.png")
    picture, problems = find(folder, "pipe.png")
    assert picture is None
    assert "is not a file" in problems.found[0].message


def test_a_file_that_may_not_be_read(folder, monkeypatch):
    (folder / "a.png").write_bytes(coded(quarters()))

    def refuse(path):
        raise PermissionError(path)

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    assert find(folder, "a.png")[1].found[0].code == "picture-unreadable"


# Kinds


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "EPS"),
        (b"\xc5\xd0\xd3\xc6rest", "EPS"),
        (b"8BPS\0\1", "Photoshop"),
        (coded(quarters(), "GIF"), "GIF"),
        (coded(quarters(), "TIFF"), "TIFF"),
        (coded(quarters(), "BMP"), "BMP"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
        (b"\0\0\0\x1cftypheic", "HEIC"),
        (b"\0\0\0\x1cftypavif", "AVIF"),
        (b"\x1f\x8b\x08", "SVGZ"),
        (b"PK\3\4", "ZIP"),
        (b"", "empty"),
        (b"words", "damaged, or is no picture"),
    ],
)
def test_other_formats_are_named_with_the_remedy(folder, data, word):
    (folder / "a.png").write_bytes(data)
    picture, problems = find(folder, "a.png")
    assert picture is None
    (problem,) = problems
    assert word in problem.message
    assert "export" in problem.hint or "save" in problem.hint


def test_a_file_of_no_known_kind(folder):
    (folder / "notes.txt").write_text("words")
    (problem,) = find(folder, "notes.txt")[1]
    assert problem.code == "picture-format"


@pytest.mark.parametrize(
    ("name", "data", "kind"), [("a.png", "JPEG", "JPEG"), ("a.jpg", "PNG", "PNG"), ("a", "PNG", "PNG")]
)
def test_the_content_decides_and_a_wrong_name_is_a_warning(folder, name, data, kind):
    (folder / name).write_bytes(coded(quarters(), data))
    picture, problems = find(folder, name)
    assert isinstance(picture, Raster)
    (problem,) = problems
    assert problem.severity is Severity.WARNING
    assert f"holds {kind}" in problem.message
    assert "rename it" in problem.hint


def test_an_svg_under_another_name(folder):
    (folder / "a.png").write_text(SVG)
    picture, problems = find(folder, "a.png")
    assert isinstance(picture, Vector)
    assert "holds SVG" in problems.found[0].message


# PNG


@pytest.mark.parametrize("how", [{}, {"compress_level": 0}, {"optimize": True}])
def test_a_plain_png_keeps_its_rows(how):
    data = coded(quarters(), **how)
    raster = decode(data, "PNG").raster
    assert raster.mode == "RGB"
    assert raster.pixels == (32, 16)
    assert raster.rows in data
    assert not raster.alpha
    assert not raster.jpeg
    assert samples(raster).tobytes() == quarters().tobytes()
    assert shows_quarters(printed(raster), 2)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_every_mode_of_png_is_drawn_as_it_looks(mode):
    image = quarters(mode=mode)
    raster = raster_of(image)
    grey = mode in ("1", "L", "LA")
    assert raster.mode == ("L" if grey else "RGB")
    assert samples(raster).convert("RGB").tobytes() == image.convert("RGB").tobytes()
    assert not raster.alpha, "nothing is transparent"
    assert is_near(printed(raster).getpixel((8, 4)), image.convert("RGB").getpixel((8, 4)), 2)


def test_alpha_is_kept_apart_and_printed():
    image = quarters(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    raster = raster_of(image)
    assert samples(raster).tobytes() == image.convert("RGB").tobytes()
    assert alpha_of(raster).tobytes() == image.getchannel("A").tobytes()
    half = Image.new("RGBA", (8, 8), (255, 0, 0, 128))
    assert is_near(printed(raster_of(half)).getpixel((4, 4)), (255, 127, 127), 2)


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_a_transparent_colour_is_alpha(mode):
    image = quarters(mode="P") if mode == "P" else Image.new(mode, (8, 8))
    if mode != "P":
        image.paste(255 if mode == "L" else (255, 255, 255), (0, 0, 4, 8))
    key = image.getpixel((0, 0))
    raster = raster_of(image, transparency=key)
    alpha = alpha_of(raster)
    assert alpha.getpixel((0, 0)) == 0
    assert alpha.getpixel((image.width - 1, image.height - 1)) == 255


@pytest.mark.parametrize("kind", [0, 2, 4, 6])
def test_sixteen_bits_become_eight(kind):
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[kind]
    values = [0x80FF, 0x4000, 0xC000][: channels - (kind in (4, 6))] + [0xFFFF] * (kind in (4, 6))
    row = b"\0" + struct.pack(f">{channels}H", *values) * 8
    raster = decode(png((8, 8), 16, kind, zlib.compress(row * 8)), "PNG").raster
    pixel = samples(raster).getpixel((3, 3))
    pixel = pixel if isinstance(pixel, tuple) else (pixel,)
    assert is_near(pixel, [value >> 8 for value in values[:3]] if kind in (2, 6) else [0x80] * len(pixel), 1)


def test_sixteen_bits_with_a_transparent_grey_are_refused():
    row = b"\0" + struct.pack(">H", 9) * 8
    with pytest.raises(BadPicture, match="16-bit grey"):
        decode(png((8, 8), 16, 0, zlib.compress(row * 8), chunk(b"tRNS", b"\0\x09")), "PNG")


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_few_bits_of_grey(bits):
    row = b"\0" + bytes([0xFF, 0x00])
    width = 16 // bits
    raster = decode(png((width, 4), bits, 0, zlib.compress(row * 4)), "PNG").raster
    assert samples(raster).getpixel((0, 0)) == 255
    assert samples(raster).getpixel((width - 1, 3)) == 0


def test_an_interlaced_png_is_woven():
    image = quarters()
    header = struct.pack(">IIBBBBB", 32, 16, 8, 2, 0, 0, 1)
    starts = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    rows = b""
    for left, top, across, down in starts:
        for y in range(top, 16, down):
            rows += b"\0" + b"".join(bytes(image.getpixel((x, y))) for x in range(left, 32, across))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    assert samples(decode(data, "PNG").raster).tobytes() == image.tobytes()


def test_an_animated_png_is_refused(folder):
    frames = [quarters(), quarters().rotate(180)]
    (folder / "a.png").write_bytes(coded(frames[0], save_all=True, append_images=frames[1:]))
    assert [problem.code for problem in find(folder, "a.png")[1]] == ["picture-animated"]


# JPEG


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"quality": 40}, {"subsampling": 0}])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_jpeg_passes_through(mode, how):
    data = coded(quarters(mode=mode), "JPEG", **how)
    raster = decode(data, "JPEG").raster
    assert raster.jpeg == data
    assert raster.mode == mode
    assert not raster.rows
    assert is_near(printed(raster).getpixel((4, 4)), quarters(mode=mode).convert("RGB").getpixel((4, 4)), 12)


def test_what_no_press_needs_is_left_out():
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    data = coded(quarters(), "JPEG", exif=exif, comment=b"a secret comment", xmp=b"<secret/>")
    assert b"secret" in data
    raster = decode(data + b"and a film with a secret after the end", "JPEG").raster
    assert b"secret" not in raster.jpeg
    assert raster.jpeg.endswith(b"\xff\xd9")
    assert samples(raster).tobytes() == Image.open(BytesIO(data)).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_turned_picture_is_set_upright(kind, orientation):
    """The camera's note says how to turn; what is stored is the upright picture turned back."""
    upright = quarters(64, 32)
    back = {
        2: (Image.Transpose.FLIP_LEFT_RIGHT,),
        3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,),
        5: (Image.Transpose.TRANSPOSE,),
        6: (Image.Transpose.ROTATE_90,),
        7: (Image.Transpose.TRANSVERSE,),
        8: (Image.Transpose.ROTATE_270,),
    }
    stored = upright
    for step in back.get(orientation, ()):
        stored = stored.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    raster = decode(coded(stored, kind, exif=exif), kind).raster
    assert raster.pixels == (64, 32)
    assert raster.size.width > raster.size.height
    assert shows_quarters(samples(raster).convert("RGB"), 12)
    if kind == "JPEG" and orientation > 1:
        assert samples(raster).getexif().get(0x0112, 1) == 1, "nobody turns it a second time"


INKS = {(0, 0): (255, 0, 0, 0), (1, 0): (0, 255, 0, 0), (0, 1): (0, 0, 255, 0), (1, 1): (0, 0, 0, 255)}


def four_inks():
    image = Image.new("CMYK", (32, 32))
    for (column, row), ink in INKS.items():
        image.paste(ink, (column * 16, row * 16, column * 16 + 16, row * 16 + 16))
    return image


def test_a_cmyk_jpeg_of_adobe_is_told_to_be_inverted():
    data = coded(four_inks(), "JPEG", quality=95, subsampling=0)
    assert read_header(data).adobe is not None
    raster = decode(data, "JPEG").raster
    assert (raster.mode, raster.inverted, bool(raster.jpeg)) == ("CMYK", True, True)
    page = printed(raster)
    assert page.getpixel((24, 24))[0] < 70, "black is dark"
    cyan, magenta, yellow = (page.getpixel(at) for at in ((8, 8), (24, 8), (8, 24)))
    assert cyan[0] < 100 < cyan[2]
    assert magenta[1] < 100 < magenta[0]
    assert yellow[2] < 100 < yellow[0]


def without_adobe(data):
    at = data.index(b"\xff\xee")
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]


def test_a_cmyk_jpeg_without_adobe_is_as_it_stands():
    image = four_inks()
    turned = Image.frombytes("CMYK", image.size, bytes(255 - value for value in image.tobytes()))
    data = without_adobe(coded(turned, "JPEG", quality=95, subsampling=0))  # Pillow writes inverted samples
    raster = decode(data, "JPEG").raster
    assert (raster.mode, raster.inverted, bool(raster.jpeg)) == ("CMYK", False, True)
    assert printed(raster).getpixel((24, 24))[0] < 70
    assert printed(raster).getpixel((8, 8))[0] < 100


@pytest.mark.parametrize("adobe", [True, False])
def test_a_turned_cmyk_jpeg_is_decoded(adobe):
    image = four_inks()
    if not adobe:
        image = Image.frombytes("CMYK", image.size, bytes(255 - value for value in image.tobytes()))
    exif = Image.Exif()
    exif[0x0112] = 3
    data = coded(image, "JPEG", quality=95, subsampling=0, exif=exif)
    raster = decode(data if adobe else without_adobe(data), "JPEG").raster
    assert raster.rows
    assert not raster.inverted
    read = samples(raster)
    assert is_near(read.getpixel((24, 24)), (255, 0, 0, 0), 6)
    assert is_near(read.getpixel((8, 8)), (0, 0, 0, 255), 6)
    assert printed(raster).getpixel((8, 8))[0] < 70


def test_a_jpeg_of_plain_rgb_is_drawn_right():
    """Without JFIF and Adobe marks readers disagree on the colours, so it is coded again."""
    data = coded(quarters(), "JPEG", keep_rgb=True, quality=95)
    at = data.index(b"\xff\xee") if b"\xff\xee" in data else None
    data = without_adobe(data) if at else data
    assert read_header(data).component_ids == b"RGB"
    raster = decode(data, "JPEG").raster
    assert raster.jpeg != stripped(data)
    assert shows_quarters(printed(raster), 16)


# Colour profiles


def profile(swap=False, name="mine"):
    """A real profile, that of sRGB, its red and green primaries changed over if asked for."""
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    text = srgb.find(b"s\0R\0G\0B")
    srgb[text : text + 7] = "\0".join(name).encode()
    if swap:
        red, green = srgb.find(b"rXYZ"), srgb.find(b"gXYZ")
        srgb[red : red + 4], srgb[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(srgb)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_profile_is_converted_to_srgb(kind):
    raster = raster_of(quarters(), kind, icc_profile=profile(swap=True))
    read = samples(raster).convert("RGB")
    red, green = read.getpixel((4, 4)), read.getpixel((28, 4))
    assert red[1] > 200 > red[0], "its red is our green"
    assert green[0] > 90 > green[1]
    assert "icc_profile" not in samples(raster).info


def test_a_profile_is_judged_by_what_it_does_not_by_its_name():
    raster = raster_of(quarters(), icc_profile=profile(swap=True, name="sRGB"))
    assert samples(raster).getpixel((4, 4))[1] > 200, "its red is our green"


@pytest.mark.parametrize("name", ["sRGB", "mine"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_srgb_needs_no_conversion(kind, name):
    data = coded(quarters(), kind, icc_profile=profile(name=name))
    raster = decode(data, kind).raster
    assert (raster.rows in data) if kind == "PNG" else raster.jpeg == stripped(data)
    assert b"acsp" not in raster.jpeg


def test_alpha_survives_the_conversion():
    image = quarters(mode="RGBA")
    image.putalpha(100)
    raster = raster_of(image, icc_profile=profile(swap=True))
    assert alpha_of(raster).getpixel((3, 3)) == 100
    assert samples(raster).getpixel((4, 4))[1] > 200


@pytest.mark.parametrize(
    ("image", "icc", "word"),
    [
        (quarters(), b"not a profile at all", "damaged colour profile"),
        (quarters(), profile()[:200], "damaged colour profile"),
        (quarters(mode="L"), profile(), "colour profile for RGB"),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_bad_profile_is_a_warning(folder, image, icc, word, kind):
    (folder / "a.x").write_bytes(coded(image, kind, icc_profile=icc))
    (folder / "a.x").rename(folder / f"a.{kind.lower()}")
    picture, problems = find(folder, f"a.{kind.lower()}")
    assert isinstance(picture, Raster)
    assert [problem.severity for problem in problems] == [Severity.WARNING]
    assert word in problems.found[0].message


# Resolution


def test_resolution_is_the_lesser_of_both_directions():
    raster = raster_of(quarters(300, 300))
    assert raster.ppi(Rect(0, 0, 25.4, 25.4)) == pytest.approx(300)
    assert raster.ppi(Rect(0, 0, 50.8, 25.4)) == pytest.approx(150)
    assert raster.ppi(Rect(0, 0, 0, 25.4)) == 0


@pytest.mark.parametrize(
    ("how", "width"), [({"dpi": (100, 100)}, 8.128), ({}, 32 / 300 * 25.4), ({"dpi": (1, 1)}, 2.709333)]
)
def test_the_natural_size(how, width):
    assert raster_of(quarters(), **how).size.width == pytest.approx(width, rel=1e-3)


# Damage, size and malice


def huge_png(width, height, rows=b"\0"):
    return png((width, height), 8, 0, zlib.compress(rows))


@pytest.mark.parametrize("size", [(20_000, 20_000), (2**31 - 1, 2**31 - 1), (MAX_PIXELS + 1, 1)])
def test_a_huge_png_is_known_by_its_header(folder, size):
    (folder / "a.png").write_bytes(huge_png(*size))
    tracemalloc.start()
    picture, problems = find(folder, "a.png")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert picture is None
    assert [problem.code for problem in problems] == ["picture-huge"]
    assert "megapixels" in problems.found[0].message
    assert peak < 20_000_000


def test_a_huge_jpeg_is_known_by_its_header(folder):
    data = bytearray(coded(quarters(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    (folder / "a.jpg").write_bytes(data)
    assert [problem.code for problem in find(folder, "a.jpg")[1]] == ["picture-huge"]


def test_a_second_header_does_not_smuggle_in_a_huge_picture(folder):
    small, large = (struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0) for side in (8, 12_000))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", small) + chunk(b"IHDR", large) + chunk(b"IDAT", zlib.compress(b"\0"))
    (folder / "a.png").write_bytes(data + chunk(b"IEND", b""))
    assert [problem.code for problem in find(folder, "a.png")[1]] == ["picture-huge"]


@pytest.mark.parametrize(("name", "size"), [("a.png", 50_000_001), ("a.svg", 10_000_001)])
def test_a_huge_file_is_not_read(folder, name, size, monkeypatch):
    with (folder / name).open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda path: pytest.fail("read"))
    (problem,) = find(folder, name)[1]
    assert problem.code == "picture-huge"
    assert "MB" in problem.message


def test_a_huge_svg_under_another_name_is_not_parsed(folder):
    (folder / "a.png").write_bytes(b"<svg>" + b" " * 10_000_001)
    assert [problem.code for problem in find(folder, "a.png")[1]] == ["picture-huge"]


def test_words_that_unpack_to_gigabytes_are_not_unpacked():
    bomb = zlib.compress(b"\0" * 100_000_000, 9)
    data = png((8, 8), 8, 0, zlib.compress(b"\0" * 72), chunk(b"zTXt", b"k\0\0" + bomb))
    with pytest.raises(BadPicture, match="damaged"):
        decode(data, "PNG")
    note = PngImagePlugin.PngInfo()
    note.add_text("k", "v" * 1000, zip=True)
    assert decode(coded(quarters(), pnginfo=note), "PNG").raster.pixels == (32, 16)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9])
def test_a_file_cut_short_is_a_problem(folder, kind, part):
    noise = Image.effect_noise((64, 64), 90)
    data = coded(noise, kind)
    (folder / f"a.{kind.lower()}").write_bytes(data[: int(len(data) * part)])
    picture, problems = find(folder, f"a.{kind.lower()}")
    assert picture is None
    (problem,) = problems
    assert problem.code == "picture-damaged"
    assert "export it again" in problem.hint


def test_a_flipped_bit_in_a_png_is_a_problem():
    data = bytearray(coded(Image.effect_noise((64, 64), 90)))
    data[len(data) // 2] ^= 1
    with pytest.raises(BadPicture, match="damaged"):
        decode(bytes(data), "PNG")


PLAIN = {
    "PNG": coded(quarters()),
    "JPEG": coded(quarters(), "JPEG"),
    "four inks": coded(quarters().convert("CMYK"), "JPEG"),
    "in passes": coded(quarters(), "JPEG", progressive=True),
}


@settings(max_examples=examples(250), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(sorted(PLAIN)),
    changes=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, 400),
)
@example(kind="JPEG", changes=[(5, 2)], cut=0)  # a segment that ends too early: what follows is none
def test_any_damage_is_a_bad_picture_and_nothing_else(kind, changes, cut):
    data = bytearray(PLAIN[kind])
    for at, value in changes:
        data[at % len(data)] = value
    try:
        raster = decode(bytes(data[: len(data) - cut]), "PNG" if kind == "PNG" else "JPEG").raster
    except BadPicture:
        return
    assert bool(raster.jpeg) != bool(raster.rows)
    found = samples(raster)
    found.load()  # to its last pixel
    assert found.size == raster.pixels


@settings(max_examples=examples(200), deadline=None)
@given(st.binary(max_size=200))
def test_any_segments_are_walked_to_an_end(data):
    whole = b"\xff\xd8" + data
    header = read_header(whole)
    assert header is None or header.width >= 0
    assert stripped(whole).startswith(b"\xff\xd8")
