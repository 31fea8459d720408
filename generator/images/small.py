"""A CMYK JPEG as a few samples, for whoever asks how much ink it has."""

import warnings
from io import BytesIO


def small_cmyk(data: bytes, side: int) -> tuple[int, int, bytes] | None:
    """Width, height and the bytes as the file codes them, no side much longer than `side`; None if that fails."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(BytesIO(data), formats=["JPEG"])
            if image.mode != "CMYK":
                return None
            image.draft("CMYK", (side, side))  # decoded at an eighth of its size, if that is enough
            image.load()
            image.thumbnail((side, side), Image.Resampling.NEAREST)
    except Exception:  # Pillow lets many kinds escape on a damaged file
        return None
    return (*image.size, bytes(255 - byte for byte in image.tobytes()))  # Pillow takes all for inverted
