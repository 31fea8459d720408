"""Text in, the dark modules of a QR code out (ISO/IEC 18004, byte mode, level M). Knows no paper and no size in mm.

The package `qrcode` gives the tables of the standard and the function patterns; they are asked once a version.
What is done for every code, Reed-Solomon and the choice of the mask, works on whole symbols as long integers.
"""

from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

QUIET_ZONE = 4  # modules of light around the symbol
MIN_MODULE_MM = 0.4  # below this, phones of a few years ago fail on office paper
MAX_VERSION = 10
MAX_BYTES = 62  # what version 4-M holds: the longest address we print on a card

_MASKS = 8

Modules = list[bool | None]  # row by row; None is a module for data


class Qr(NamedTuple):
    """A symbol of `size` rows; each row is an integer whose highest of `size` bits is the leftmost module."""

    version: int
    rows: tuple[int, ...]
    mask: int

    @property
    def size(self) -> int:
        return len(self.rows)

    def module_mm(self, width: float) -> float:
        """The side of a module where the symbol with its quiet zone is `width` mm wide."""
        return width / (self.size + 2 * QUIET_ZONE)


def encode(text: str) -> Qr:
    """The smallest symbol that says `text`, with the mask of least penalty (clause 7.8).

    Raises ValueError, with words for the user, for an empty text and for one that no version up to 10 holds.
    """
    data = _bytes_of(text)
    version = version_for(len(data))
    plan = plan_for(version)
    symbols = plan.masked(codewords(version, data))
    penalties = plan.penalties(symbols)
    mask = penalties.index(min(penalties))
    return Qr(version, plan.rows(symbols, mask), mask)


def byte_length(text: str) -> int:
    """What counts against the capacity: letters beyond ASCII take two bytes or more."""
    return len(text.encode())


@cache
def capacity(version: int) -> int:
    """The bytes that a symbol of this version holds at level M."""
    if not 1 <= version <= MAX_VERSION:
        raise ValueError(f"there is no version {version} here; versions run from 1 to {MAX_VERSION}")
    return sum(_blocks(version)[0]) - _head_bytes(version)


def version_for(length: int) -> int:
    """The smallest version that holds `length` bytes."""
    for version in range(1, MAX_VERSION + 1):
        if length <= capacity(version):
            return version
    raise ValueError(
        f"{length} bytes are too many for a code; at most {capacity(MAX_VERSION)} fit, so shorten the text"
    )


def _bytes_of(text: str) -> bytes:
    if not text:
        raise ValueError("a code needs something to say; the text is empty")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"half a surrogate pair, at letter {error.start + 1}, cannot stand in a code") from error


# --- codewords (clauses 7.4 to 7.6) ---


def codewords(version: int, data: bytes) -> bytes:
    """Data and error correction words in the order in which they are placed."""
    sizes, ec_words = _blocks(version)
    stream = _data_words(version, data, sum(sizes))
    table = _remainders(ec_words)
    start = 0
    blocks = []
    checks = []
    for size in sizes:
        block = stream[start : start + size]
        start += size
        blocks.append(block)
        checks.append(_check_words(block, ec_words, table))
    return _interleave(blocks) + _interleave(checks)


def _head_bytes(version: int) -> int:
    """Mode indicator (4 bits), length (8 or 16 bits) and terminator (4 bits): in byte mode they fill whole bytes."""
    return 2 if version < 10 else 3


def _data_words(version: int, data: bytes, total: int) -> bytes:
    head = _head_bytes(version)
    length_bits = 8 * (head - 1)
    bits = ((0b0100 << length_bits | len(data)) << 8 * len(data) | int.from_bytes(data, "big")) << 4
    words = bits.to_bytes(len(data) + head, "big")
    pad = total - len(words)
    return words + (b"\xec\x11" * (pad // 2 + 1))[:pad]


def _check_words(block: bytes, ec_words: int, table: tuple[int, ...]) -> bytes:
    """The remainder of the block divided by the generator polynomial, a word at a time."""
    top = 8 * (ec_words - 1)
    low = (1 << top) - 1
    rest = 0
    for word in block:
        rest = (rest & low) << 8 ^ table[rest >> top ^ word]
    return rest.to_bytes(ec_words, "big")


def _interleave(blocks: list[bytes]) -> bytes:
    """First words of all blocks, then the second ones; the longer blocks come last (clause 7.6)."""
    if len(blocks) == 1:
        return blocks[0]
    count, short = len(blocks), len(blocks[0])
    mixed = bytearray(count * short)
    for index, block in enumerate(blocks):
        mixed[index::count] = block[:short]
    return bytes(mixed) + b"".join(block[short:] for block in blocks)


@cache
def _blocks(version: int) -> tuple[tuple[int, ...], int]:
    """The data words of each block, and the error correction words of every one (table 9)."""
    from qrcode import base, constants

    found = base.rs_blocks(version, constants.ERROR_CORRECT_M)
    return tuple(block.data_count for block in found), found[0].total_count - found[0].data_count


@cache
def _remainders(ec_words: int) -> tuple[int, ...]:
    """For each word, that word times the generator polynomial without its leading term, as one integer."""
    from qrcode import base

    powers: Sequence[int] = base.EXP_TABLE
    logs: Sequence[int] = base.LOG_TABLE

    def times(left: int, right: int) -> int:
        return powers[(logs[left] + logs[right]) % 255] if left and right else 0

    generator = [1]
    for root in range(ec_words):
        shifted = [*generator, 0]
        scaled = [0, *(times(term, powers[root]) for term in generator)]
        generator = [left ^ right for left, right in zip(shifted, scaled, strict=True)]
    table = [0] * 256
    for bit in range(8):
        table[1 << bit] = int.from_bytes(bytes(times(term, 1 << bit) for term in generator[1:]), "big")
    for word in range(1, 256):
        table[word] = table[word & (word - 1)] ^ table[word & -word]
    return tuple(table)


# --- placement and masks (clauses 7.7 and 7.8) ---


class SymbolPlan(NamedTuple):
    """What all symbols of a version share. The eight masked symbols stand in one integer, mask 0 highest.

    A symbol is `stride` bytes: its modules row by row, the first one highest, then a few unused bits. Moving
    the integer left by 1 lays each module over its left neighbour; by `size`, over the one above.
    """

    size: int
    stride: int
    pick: Callable[[str], tuple[str, ...]]  # from the bits of the codewords, closed by a '0', to modules
    patterns: int  # function patterns, format and mask of all eight
    modules: int  # every module
    not_last_column: int
    not_last_row: int
    eleven_across: int  # modules with ten more on their right
    eleven_down: int  # modules with ten more below

    @property
    def unused(self) -> int:
        return 8 * self.stride - self.size * self.size

    def masked(self, words: bytes) -> int:
        """The eight symbols that the standard lets us choose from."""
        bits = f"{int.from_bytes(words, 'big'):0{8 * len(words)}b}0"
        symbol = int("".join(self.pick(bits)), 2) << self.unused
        return int.from_bytes(symbol.to_bytes(self.stride, "big") * _MASKS, "big") ^ self.patterns

    def rows(self, symbols: int, mask: int) -> tuple[int, ...]:
        symbol = symbols >> 8 * self.stride * (_MASKS - 1 - mask) + self.unused
        row = (1 << self.size) - 1
        return tuple([symbol >> shift & row for shift in range(self.size * (self.size - 1), -1, -self.size)])

    def penalties(self, symbols: int) -> list[int]:
        """The score of each mask after table 11: N1 runs, N2 blocks, N3 finder-like patterns, N4 balance."""
        light = symbols ^ self.modules
        like_right = (light ^ symbols << 1) & self.not_last_column
        like_below = (light ^ symbols << self.size) & self.not_last_row
        runs_across, joined_across = _runs_of_five(like_right, 1)
        runs_down, joined_down = _runs_of_five(like_below, self.size)
        weighed = (
            # a run of n scores n - 2: it holds n - 4 runs of five, n - 5 of them joined to the next one
            (3, runs_across),
            (-2, joined_across),
            (3, runs_down),
            (-2, joined_down),
            (3, like_right & like_right << self.size & like_below),
            (40, _finder_like(symbols, light, 1) & self.eleven_across),
            (40, _finder_like(symbols, light, self.size) & self.eleven_down),
        )
        total = self.size * self.size
        scores = [abs(20 * dark - 10 * total) // total * 10 for dark in self._counts(symbols)]
        for weight, found in weighed:
            scores = [score + weight * count for score, count in zip(scores, self._counts(found), strict=True)]
        return scores

    def _counts(self, symbols: int) -> list[int]:
        """How many modules are set in each of the eight."""
        one, bits = (1 << 8 * self.stride) - 1, 8 * self.stride
        return [(symbols >> shift & one).bit_count() for shift in range(bits * (_MASKS - 1), -1, -bits)]


def _runs_of_five(like_next: int, step: int) -> tuple[int, int]:
    """Where five modules of one colour begin, and where the next five along the line are of that run too."""
    three = like_next & like_next << step
    five = three & three << 2 * step
    return five, five & five << step


def _finder_like(dark: int, light: int, step: int) -> int:
    """Where dark-light-dark-dark-dark-light-dark begins before four light modules, or four light ones before it."""
    core = dark & dark << 6 * step & light << step & light << 5 * step
    core &= dark << 2 * step & dark << 3 * step & dark << 4 * step
    two = light & light << step
    four = two & two << 2 * step
    return core & four << 7 * step | four & core << 4 * step


@cache
def plan_for(version: int) -> SymbolPlan:
    size = 17 + 4 * version
    stride = -(-size * size // 8)
    fixed = [_function_patterns(version, mask) for mask in range(_MASKS)]
    free = _symbol("".join(["01"[module is None] for module in fixed[0]]), stride)
    dark = [_symbol("".join(["01"[bool(module)] for module in modules]), stride) for modules in fixed]
    patterns = [dark[mask] | _symbol(_mask(mask, size), stride) & free for mask in range(_MASKS)]

    def all_eight(bits: str) -> int:
        return _joined([_symbol(bits, stride)] * _MASKS, stride)

    return SymbolPlan(
        size=size,
        stride=stride,
        pick=itemgetter(*_placement(version, size, fixed[0])),
        patterns=_joined(patterns, stride),
        modules=all_eight("1" * size * size),
        not_last_column=all_eight(("1" * (size - 1) + "0") * size),
        not_last_row=all_eight("1" * size * (size - 1)),
        eleven_across=all_eight(("1" * (size - 10) + "0" * 10) * size),
        eleven_down=all_eight("1" * size * (size - 10)),
    )


def _symbol(bits: str, stride: int) -> int:
    return int(bits.ljust(8 * stride, "0"), 2)


def _joined(symbols: list[int], stride: int) -> int:
    return int.from_bytes(b"".join(symbol.to_bytes(stride, "big") for symbol in symbols), "big")


def _function_patterns(version: int, mask: int) -> Modules:
    """Finders, timing, alignment, version and format, drawn by `qrcode`."""
    from qrcode import QRCode, constants

    code = QRCode(version=version, error_correction=constants.ERROR_CORRECT_M, mask_pattern=mask)
    size = code.modules_count = 17 + 4 * version
    code.modules = [[None] * size for _ in range(size)]
    for row, column in ((0, 0), (size - 7, 0), (0, size - 7)):
        code.setup_position_probe_pattern(row, column)
    code.setup_position_adjust_pattern()
    code.setup_timing_pattern()
    code.setup_type_info(False, mask)
    if version >= 7:
        code.setup_type_number(False)
    return [module for row in code.modules for module in row]


def _mask(mask: int, size: int) -> str:
    """Where the mask inverts, over the whole symbol; all masks repeat after 12 rows and 6 columns (table 10)."""
    from qrcode import util

    inverts = util.mask_func(mask)
    tile = ["".join(["01"[inverts(row, column)] for column in range(6)]) for row in range(12)]
    lines = [(line * size)[:size] for line in tile]
    return "".join([lines[row % 12] for row in range(size)])


def _placement(version: int, size: int, fixed: Modules) -> list[int]:
    """For each module the bit of the codewords that it shows; the '0' after them where it shows none (clause 7.7.3)."""
    sizes, ec_words = _blocks(version)
    none = 8 * (sum(sizes) + len(sizes) * ec_words)
    bits = [none] * (size * size)
    bit = 0
    rightmost = [column for column in range(size - 1, 0, -2) if column > 6] + [5, 3, 1]  # column 6 is timing
    for turn, right in enumerate(rightmost):
        upwards = turn % 2 == 0
        for row in range(size - 1, -1, -1) if upwards else range(size):
            for place in (row * size + right, row * size + right - 1):
                if fixed[place] is None:
                    bits[place] = min(bit, none)
                    bit += 1
    return bits
