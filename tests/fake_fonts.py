"""Fonts for tests of composition: every letter half an em wide, so that widths can be counted by hand."""

from dataclasses import dataclass

from generator.fonts.family_size import Match


@dataclass(frozen=True)
class FakeFont:
    key: str
    cap_height: float = 0.7
    descent: float = -0.2

    def width(self, text: str) -> float:
        return 0.5 * len(text)

    def kerns(self, text: str) -> tuple[tuple[int, float], ...]:
        return tuple((at + 1, -100.0) for at in range(len(text) - 1) if text[at : at + 2] == "AV")


class FakeBook:
    scale = 1.0

    def font(self, role: str, bold: bool = False, italic: bool = False) -> FakeFont:
        return FakeFont("-".join([role, *["bold"] * bold, *["italic"] * italic]))

    def match(self, role: str, bold: bool = False, italic: bool = False) -> Match:
        return Match(self.scale, FakeFont.cap_height, -FakeFont.descent)

    def whole(self, word: str, font: FakeFont) -> FakeFont:
        return font

    def spread(self, text: str, font: FakeFont) -> list[tuple[str, FakeFont]]:
        """Greek stands in another font."""
        parts: list[tuple[str, FakeFont]] = []
        for sign in text:
            its = FakeFont("fallback") if "α" <= sign <= "ω" else font
            if parts and parts[-1][1] == its:
                parts[-1] = (parts[-1][0] + sign, its)
            else:
                parts.append((sign, its))
        return parts
