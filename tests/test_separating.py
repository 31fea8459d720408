"""Colours and pictures in inks: near what was meant, within the limit, neutral where they are neutral."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from generator import bundled
from generator.colours import Colour
from generator.images.decode import decode
from generator.images.separating import BadProfile, Separation, within

PROFILE = (bundled.folder("layouts") / "profiles/icc/fogra39.icc").read_bytes()
FREE, TIGHT = Separation(PROFILE), Separation(PROFILE, 2.0)
share = st.floats(0, 1)
eighths = st.integers(0, 255).map(lambda value: value / 255)


def lab(image: Image.Image, mode: str) -> tuple[float, ...]:
    """What one pixel looks like, by LittleCMS: L, a and b."""
    source = ImageCms.ImageCmsProfile(BytesIO(PROFILE)) if mode == "CMYK" else ImageCms.createProfile("sRGB")
    intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    transform = ImageCms.buildTransform(source, ImageCms.createProfile("LAB"), mode, "LAB", intent, flags)
    found = ImageCms.applyTransform(image, transform)
    assert found is not None
    lightness, a, b = found.tobytes()[:3]
    return lightness / 2.55, (a ^ 128) - 128, (b ^ 128) - 128


def seen(build: tuple[float, ...]) -> tuple[float, ...]:
    return lab(Image.frombytes("CMYK", (1, 1), bytes(round(part * 255) for part in build)), "CMYK")


def test_colours_look_as_they_were_meant() -> None:
    """Muted ones, which paper can show; what it cannot show comes as near as it gets."""
    for digits in ("#8a6d4f", "#5b6f8c", "#b08c9a", "#6f7f5a", "#d8c8b0", "#40555a"):
        colour = Colour.from_hex(digits)
        meant = lab(Image.new("RGB", (1, 1), digits), "RGB")
        printed = seen(FREE.build(colour))
        assert sum((one - other) ** 2 for one, other in zip(meant, printed, strict=True)) ** 0.5 < 4, digits


def test_a_build_that_is_stated_is_kept() -> None:
    assert TIGHT.build(Colour(0.1, 0.2, 0.3, (0.9, 0.9, 0.9, 0.9))) == (0.9, 0.9, 0.9, 0.9)


def test_neutrals_are_black_ink_alone_and_as_light() -> None:
    builds = [FREE.build(Colour(grey / 255, grey / 255, grey / 255)) for grey in range(0, 256, 5)]
    assert all(build[:3] == (0, 0, 0) for build in builds)
    blacks = [build[3] for build in builds]
    assert blacks[0] == 1
    assert blacks[-1] == 0
    assert blacks == sorted(blacks, reverse=True)
    middle = FREE.build(Colour(128 / 255, 128 / 255, 128 / 255))
    assert abs(seen(middle)[0] - lab(Image.new("RGB", (1, 1), "#808080"), "RGB")[0]) < 6
    assert 0.5 < middle[3] < 0.7


@given(st.builds(Colour, eighths, eighths, eighths, st.none()))
def test_no_colour_passes_the_limit(colour: Colour) -> None:
    for separation in (FREE, TIGHT):
        build = separation.build(colour)
        assert sum(build) <= min(separation.limit, 3.05) + 0.02  # the profile itself stops at 300 %
        assert all(0 <= part <= 1 for part in build)


@given(st.tuples(share, share, share, share), st.floats(1, 4))
def test_less_ink_takes_colour_and_leaves_black(build: Any, limit: float) -> None:
    thinned = within(build, limit)
    assert sum(thinned) <= max(limit, 1) + 1e-9
    assert thinned[3] == build[3]
    assert all(new <= old for new, old in zip(thinned, build, strict=True))
    assert thinned == build or sum(build) > limit


def picture(image: Image.Image, kind: Any) -> Any:
    file = BytesIO()
    image.save(file, kind, quality=95)
    return decode(file.getvalue(), kind).raster


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_keep_to_the_limit_and_to_their_colours(kind: str) -> None:
    blend = Image.merge("RGB", [Image.linear_gradient("L").rotate(turn) for turn in (0, 90, 180)])
    blend.paste((20, 4, 4), (0, 0, 32, 32))
    loose, tight = (one.picture(picture(blend, kind)) for one in (FREE, TIGHT))
    assert loose.mode == tight.mode == "CMYK"
    assert bool(loose.jpeg) == (kind == "JPEG")
    slack = 0.06 if kind == "JPEG" else 0.02
    assert TIGHT.most_ink(tight) <= 2 + slack
    assert FREE.most_ink(loose) > 2.5
    assert FREE.most_ink(picture(blend, kind)) == 0  # it is in RGB yet
    assert FREE.picture(loose) is loose


def test_a_transparent_picture_takes_its_ground_in() -> None:
    image = Image.new("RGBA", (2, 1), (0, 0, 0, 0))
    image.putpixel((1, 0), (0, 0, 0, 255))
    flat = FREE.picture(picture(image, "PNG"), (0.8, 0.2, 0, 0))
    assert not flat.alpha
    from generator.images.separating import _opened

    clear, solid = ([part / 255 for part in _opened(flat).getpixel((x, 0))] for x in (0, 1))
    assert clear == pytest.approx([0.8, 0.2, 0, 0], abs=0.01)
    assert solid[3] > 0.8


def test_only_profiles_of_presses_are_taken() -> None:
    assert FREE.name.startswith("Coated FOGRA39L")
    with pytest.raises(BadProfile, match="another kind"):
        Separation(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for bad in (b"", b"x" * 200, PROFILE[:500]):
        with pytest.raises(BadProfile):
            Separation(bad)


def test_the_profile_says_whose_data_it_is_and_lies_beside_their_licence() -> None:
    profile = ImageCms.ImageCmsProfile(BytesIO(PROFILE))
    assert "Fogra" in ImageCms.getProfileCopyright(profile)
    licence = (bundled.folder("layouts") / "profiles/icc/fogra39.licence.txt").read_text(encoding="utf-8")
    assert "zlib/libpng License" in licence
    assert "Fogra" in licence
