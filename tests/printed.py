"""Reads printed PDFs back with tools that share no code with ours: pdfium, poppler, zxing."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageFilter

from generator.face import Face, Joint


def pages(pdf: Path, dpi: int) -> Iterator[Image.Image]:
    """Each page as a grey picture."""
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_pil()


def codes(picture: Image.Image) -> set[str]:
    """What the QR codes in a picture say."""
    found = zxingcpp.read_barcodes(np.asarray(picture), formats=zxingcpp.BarcodeFormat.QRCode)
    # A corner of a code was once read as a micro code of three digits; we print none.
    return {code.text for code in found if code.format != zxingcpp.BarcodeFormat.MicroQRCode}


def photographed(picture: Image.Image, seed: int) -> Image.Image:
    """The page as a poor camera sees it: turned, sheared, blurred by a quarter of a module, grey and noisy.

    At 200 dpi a module has some 3.4 pixels; ink is 55, paper 195 of 255, the noise has a standard deviation of 6.
    """
    random = np.random.default_rng(seed)
    turned = picture.rotate(random.uniform(-4, 4), Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    shear = random.uniform(-0.05, 0.05)
    skewed = turned.transform(
        turned.size,
        Image.Transform.AFFINE,
        (1, shear, -shear * turned.height / 2, 0, 1, 0),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )
    blurred = skewed.filter(ImageFilter.GaussianBlur(0.8))
    grey = np.asarray(blurred, dtype=np.float32) * 0.55 + 55  # ink 55, paper 195
    noisy = grey + random.normal(0, 6, grey.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def poppler_text(pdf: Path) -> list[str]:
    """The text of each page in the order of its drawing."""
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout.decode()
    return text.split("\f")[:-1]


def pdfium_text(pdf: Path) -> list[str]:
    with pdfium.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def words(text: str) -> str:
    """Text without regard to where its lines end."""
    return re.sub(r"\s+", " ", text.replace("\ufffe", "-").replace("\x02", "-")).strip()


def run_on(text: str) -> str:
    """The same with words that a line end parts at their hyphen in one piece: pdfium joins them, poppler does not."""
    return words(text).replace("- ", "-")


def face_words(face: Face, field: str) -> str:
    """A field as its face records it, line-end hyphens that are not the author's taken out."""
    text = ""
    for line in face.lines():
        if line.field == field:
            said = line.text.removesuffix("-") if line.joint is Joint.HYPHEN else line.text
            text += said + ("" if line.joint in (Joint.HYPHEN, Joint.NONE) else " ")
    return words(text)
