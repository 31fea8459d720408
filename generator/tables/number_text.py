"""Numbers as a spreadsheet shows them: a section of a number format and a number in, text out."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from generator.tables.locales import Locale
from generator.tables.number_format import FormatPart, Section, Token

_GENERAL_WIDTH = 11  # characters of a number that General shows
_GAPS = {"0": "0", "?": " ", "#": ""}  # what a place without a digit shows


def number_text(value: float, section: Section, locale: Locale, *, minus: bool) -> str:
    """`minus`: one stands before all else."""
    tokens = section.tokens
    if any(token.part is FormatPart.GENERAL for token in tokens):
        shown = general(abs(value), locale)
        text = "".join(shown if token.part is FormatPart.GENERAL else token.text for token in tokens)
    elif _is_fraction(tokens):
        text = _fraction(abs(value), tokens)
    else:
        text = _Figures(tokens, locale).text(abs(Decimal(repr(value))))
    return f"-{text}" if minus else text


def general(value: float, locale: Locale) -> str:
    """The format General: as many digits as a narrow column holds; whole numbers in full as far as they are exact."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    size = abs(value)
    whole = len(str(int(size)))
    if 1e-4 <= size < 1e10:
        text = f"{value:.{_GENERAL_WIDTH - 1 - whole}f}".rstrip("0").rstrip(".")
    else:
        mantissa, _, exponent = f"{value:.5E}".partition("E")
        text = f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    return text.replace(".", locale.decimal)


class _Figures:
    """The places of a number among the tokens of a section."""

    def __init__(self, tokens: Sequence[Token], locale: Locale) -> None:
        self.tokens, self.locale = tokens, locale
        digits = [at for at, token in enumerate(tokens) if token.part is FormatPart.DIGIT]
        end = next((at for at, token in enumerate(tokens) if token.part is FormatPart.EXPONENT), len(tokens))
        self.point = next((at for at, token in enumerate(tokens[:end]) if token.part is FormatPart.POINT), end)
        self.whole = [at for at in digits if at < self.point]
        self.decimals = [at for at in digits if self.point < at < end]
        self.exponent = [at for at in digits if at > end]
        grouping = {at for at in range(end) if self.whole and self.whole[0] < at < self.whole[-1]}
        self.dividing = {at for at in range(end) if self._divides(at, digits)}
        self.grouping = {at for at in grouping if tokens[at].part is FormatPart.COMMA}
        self.percents = sum(token.part is FormatPart.PERCENT for token in tokens)

    def _divides(self, at: int, digits: Sequence[int]) -> bool:
        """Whether it is a comma right behind the last place before or behind the point: a thousand times less."""
        while self.tokens[at].part is FormatPart.COMMA and at > 0:
            at -= 1
            if at in digits:
                return at == max(self.whole, default=-1) or at == max(self.decimals, default=-1)
        return False

    def text(self, value: Decimal) -> str:
        if not (self.whole or self.decimals):
            return "".join(token.text for token in self.tokens)  # words in place of a number
        value = value.scaleb(2 * self.percents - 3 * len(self.dividing))
        power = 0
        if self.exponent:
            value, power = self._scaled(value)
        rounded = value.quantize(Decimal(1).scaleb(-len(self.decimals)), ROUND_HALF_UP)
        whole, _, decimals = f"{rounded:f}".partition(".")
        places = {
            **self._whole(whole.lstrip("0")),
            **self._decimals(decimals),
            **_filled(self.tokens, self.exponent, str(abs(power))),
        }
        if not self.whole:
            places[self.point] = whole.lstrip("0") + self.locale.decimal
        return "".join(self._shown(at, token, places, power) for at, token in enumerate(self.tokens))

    def _shown(self, at: int, token: Token, places: dict[int, str], power: int) -> str:
        if at in places:
            return places[at]
        if at in self.grouping or at in self.dividing:
            return ""
        if token.part is FormatPart.POINT:
            return self.locale.decimal if at == self.point else token.text
        if token.part is FormatPart.EXPONENT:
            return "E" + ("-" if power < 0 else "+" if token.text.endswith("+") else "")
        return token.text

    def _scaled(self, value: Decimal) -> tuple[Decimal, int]:
        """The mantissa, and its power of ten: a multiple of the places before the point."""
        step = max(1, len(self.whole))
        power = value.adjusted() if value else 0
        power = power // step * step if step > 1 else power
        mantissa = value.scaleb(-power).quantize(Decimal(1).scaleb(-len(self.decimals)), ROUND_HALF_UP)
        if mantissa >= Decimal(10) ** step:
            return mantissa.scaleb(-step), power + step
        return value.scaleb(-power), power

    def _whole(self, digits: str) -> dict[int, str]:
        """The digits before the point, from the right; those that have no place stand at the first one."""
        places = _filled(self.tokens, self.whole, digits)
        if not self.grouping:
            return places
        grouped: dict[int, str] = {}
        count = 0
        for at in reversed(self.whole):
            letters: list[str] = []  # from the right
            for letter in reversed(places[at]):
                if letter.isdigit():
                    letters += [self.locale.thousands] if count and count % 3 == 0 else []
                    count += 1
                letters.append(letter)
            grouped[at] = "".join(reversed(letters))
        return grouped

    def _decimals(self, digits: str) -> dict[int, str]:
        places = dict(zip(self.decimals, digits, strict=False))
        for at in reversed(self.decimals):
            if places[at] != "0" or self.tokens[at].text == "0":
                break
            places[at] = _GAPS[self.tokens[at].text]
        return places


def _filled(tokens: Sequence[Token], places: Sequence[int], digits: str) -> dict[int, str]:
    shown: dict[int, str] = {}
    for number, at in enumerate(reversed(places), 1):
        end = max(0, len(digits) - number + 1)
        figure = digits[:end] if number == len(places) else digits[max(0, end - 1) : end]
        shown[at] = figure or _GAPS[tokens[at].text]
    return shown


def _is_fraction(tokens: Sequence[Token]) -> bool:
    """Whether places stand on both sides of a slash, or a number behind it."""
    slash = next((at for at, token in enumerate(tokens) if token.part is FormatPart.SLASH), None)
    if slash is None:
        return False
    before = any(token.part is FormatPart.DIGIT for token in tokens[:slash])
    behind = "".join(token.text for token in tokens[slash + 1 :]).strip()
    return before and behind[:1] != "" and behind[0] in "0#?123456789"


def _fraction(value: float, tokens: Sequence[Token]) -> str:
    """With the nearest denominator of so many digits, or the one that the format says."""
    slash = next(at for at, token in enumerate(tokens) if token.part is FormatPart.SLASH)
    start = slash
    while start and tokens[start - 1].part is FormatPart.DIGIT:
        start -= 1
    end = slash + 1
    while end < len(tokens) and (tokens[end].part is FormatPart.DIGIT or tokens[end].text.isdigit()):
        end += 1
    has_whole = any(token.part is FormatPart.DIGIT for token in tokens[:start])
    denominator = "".join(token.text for token in tokens[slash + 1 : end])
    exact = Fraction(repr(value)) if "e" not in repr(value) else Fraction(value)
    whole = exact.numerator // exact.denominator if has_whole else 0
    top, bottom = _nearest(exact - whole, denominator)
    if has_whole and top == bottom:
        whole, top = whole + 1, 0
    shown_whole = str(whole) if has_whole and (whole or not top) else ""
    shown = f"{top}/{bottom}" if top or not has_whole else ""
    before = [token for token in tokens[:start] if token.part is not FormatPart.DIGIT]
    lead, gap = _around(before, tokens[:start])
    between = gap if shown_whole and shown else ""
    return lead + shown_whole + between + shown + "".join(token.text for token in tokens[end:])


def _around(texts: Sequence[Token], tokens: Sequence[Token]) -> tuple[str, str]:
    """The words before the whole number, and those between it and the fraction."""
    first = next((at for at, token in enumerate(tokens) if token.part is FormatPart.DIGIT), len(tokens))
    lead = "".join(token.text for token in tokens[:first])
    return lead, "".join(token.text for token in texts)[len(lead) :]


def _nearest(rest: Fraction, denominator: str) -> tuple[int, int]:
    if denominator.isdigit() and denominator.strip("0"):
        bottom = int(denominator)
        return int(rest * bottom + Fraction(1, 2)), bottom
    near = rest.limit_denominator(10 ** len(denominator) - 1)
    return near.numerator, near.denominator
