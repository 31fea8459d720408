"""The QR codes are those of the standard: checked against qrcode, a plain scorer and an independent reader."""

import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode import util
from suite import examples

from generator import qr

Matrix = list[list[int]]

FILLING = {1: 14, 2: 26, 3: 42, 4: 62, 5: 84, 6: 106, 7: 122, 8: 152, 9: 180, 10: 213}  # level M, byte mode

hosts = st.from_regex(r"[a-z][a-z0-9-]{0,20}\.(local|example|org)(:[1-9][0-9]{1,3})?", fullmatch=True)
addresses = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(("http", "https")),
    hosts,
    st.from_regex(r"([a-z]{1,9}/){0,3}[2-9A-HJKMNP-Z]{6}", fullmatch=True),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=213).filter(
    lambda text: len(text.encode()) <= FILLING[10]
)
of_any_length = st.integers(1, FILLING[10]).flatmap(
    lambda length: st.text("abcdefghijklmnopqrstuvwxyz0123456789:/.-", min_size=length, max_size=length)
)


def matrix_of(code: qr.Qr) -> Matrix:
    return [[int(bit) for bit in f"{row:0{code.size}b}"] for row in code.rows]


def from_qrcode(text: str, version: int, mask: int) -> Matrix:
    """The same symbol, drawn by the package from beginning to end."""
    code = qrcode.QRCode(version=version, error_correction=qrcode.ERROR_CORRECT_M, mask_pattern=mask)
    code.add_data(util.QRData(text.encode(), mode=util.MODE_8BIT_BYTE, check_data=False))
    code.make(fit=False)
    return [[int(bool(module)) for module in row] for row in code.modules]


def plain_penalty(matrix: Matrix) -> int:
    """ISO/IEC 18004, table 11, module by module: no shortcut of any kind."""
    size = len(matrix)
    lines = [*matrix, *(list(column) for column in zip(*matrix, strict=True))]
    points = 0
    for line in lines:
        lengths = [len(list(run)) for _, run in groupby(line)]
        points += sum(3 + length - 5 for length in lengths if length >= 5)
        for start in range(size - 10):
            points += 40 * (line[start : start + 11] == [1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0])
            points += 40 * (line[start : start + 11] == [0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1])
    for row in range(size - 1):
        for column in range(size - 1):
            block = {matrix[r][c] for r in (row, row + 1) for c in (column, column + 1)}
            points += 3 * (len(block) == 1)
    dark = sum(map(sum, matrix))
    steps = 0
    while abs(2 * dark - size * size) * 100 >= (steps + 1) * 10 * size * size:  # five per cent of all, twice over
        steps += 1
    return points + 10 * steps


def all_eight(text: str) -> tuple[int, list[Matrix], list[int]]:
    """The version, the eight candidates and the scores that `encode` chose by."""
    data = text.encode()
    version = qr.version_for(len(data))
    plan = qr.plan_for(version)
    symbols = plan.masked(qr.codewords(version, data))
    candidates = [matrix_of(qr.Qr(version, plan.rows(symbols, mask), mask)) for mask in range(8)]
    return version, candidates, plan.penalties(symbols)


def drawn(matrix: Matrix, module: int = 4) -> Image.Image:
    size = len(matrix)
    image = Image.new("L", (size + 2 * qr.QUIET_ZONE,) * 2, 255)
    image.putdata(
        [
            0 if 0 <= row < size and 0 <= column < size and matrix[row][column] else 255
            for row in range(-qr.QUIET_ZONE, size + qr.QUIET_ZONE)
            for column in range(-qr.QUIET_ZONE, size + qr.QUIET_ZONE)
        ]
    )
    return image.resize((image.width * module, image.height * module), Image.Resampling.NEAREST)


def read(matrix: Matrix) -> bytes | None:
    found = zxingcpp.read_barcodes(drawn(matrix))
    return found[0].bytes if found else None


@settings(max_examples=examples(150), deadline=None)
@given(st.one_of(addresses, texts, of_any_length))
def test_the_modules_are_those_of_qrcode(text: str) -> None:
    code = qr.encode(text)
    assert matrix_of(code) == from_qrcode(text, code.version, code.mask)


@pytest.mark.parametrize("version", FILLING)
def test_all_masks_of_all_versions_are_those_of_qrcode(version: int) -> None:
    text = ("http://prepdeck.local:8765/" * 9)[: FILLING[version]]
    found, candidates, _ = all_eight(text)
    assert found == version
    assert candidates == [from_qrcode(text, version, mask) for mask in range(8)]


@settings(max_examples=examples(25), deadline=None)
@given(st.one_of(addresses, of_any_length))
def test_penalties_are_those_of_the_standard_and_the_least_wins(text: str) -> None:
    _, candidates, scores = all_eight(text)
    assert scores == [plain_penalty(candidate) for candidate in candidates]
    assert qr.encode(text).mask == scores.index(min(scores))


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(1, 10), st.randoms(use_true_random=False))
def test_penalties_of_symbols_that_are_full_of_runs(version: int, random: object) -> None:
    """Made of lines of few colours, so that long runs, blocks and finder-like patterns abound."""
    plan = qr.plan_for(version)
    pieces = ("1" * 5, "0" * 5, "1011101", "0000", "10111010000", "00001011101", "1" * 7, "0")
    matrices = []
    for _ in range(8):
        lines: list[str] = []
        for _ in range(plan.size):
            line = lines[-1] if lines and random.random() < 0.4 else ""  # type: ignore[attr-defined]
            while len(line) < plan.size:
                line += random.choice(pieces)  # type: ignore[attr-defined]
            lines.append(line[: plan.size])
        if random.random() < 0.5:  # type: ignore[attr-defined]
            lines = ["".join(column) for column in zip(*lines, strict=True)]
        matrices.append(lines)
    joined = "".join("".join(lines).ljust(8 * plan.stride, "0") for lines in matrices)
    expected = [plain_penalty([[int(bit) for bit in line] for line in lines]) for lines in matrices]
    assert plan.penalties(int(joined, 2)) == expected


@pytest.mark.parametrize(
    ("planted", "points"),
    [
        ("101110100001", 40),
        ("00001011101", 40),
        ("0000101110100001", 80),
        ("10111010001", 0),
        ("10001011101", 0),
        ("11111", 3),
        ("0000000", 5),
    ],
)
def test_a_planted_pattern_costs_what_table_11_says_across_and_down(planted: str, points: int) -> None:
    """On a chessboard, which costs nothing; the first planted module continues it."""
    size = 21
    board = [[(row + column + 1) % 2 for column in range(size)] for row in range(size)]
    start = 4 if planted[0] == "1" else 3
    board[10][start : start + len(planted)] = [int(bit) for bit in planted]
    plan = qr.plan_for(1)
    for matrix in (board, [list(column) for column in zip(*board, strict=True)]):
        modules = "".join("".join(map(str, line)) for line in matrix).ljust(8 * plan.stride, "0")
        assert plan.penalties(int(modules * 8, 2)) == [points] * 8
        assert plain_penalty(matrix) == points


@settings(max_examples=examples(40), deadline=None)
@given(st.one_of(addresses, of_any_length))
def test_an_independent_reader_reads_them(text: str) -> None:
    assert read(matrix_of(qr.encode(text))) == text.encode()


@pytest.mark.parametrize("mask", range(8))
def test_every_mask_reads(mask: int) -> None:
    text = "http://prepdeck.local:8765/ABC234"
    _, candidates, _ = all_eight(text)
    assert read(candidates[mask]) == text.encode()


def test_letters_beyond_ascii_are_read_as_utf_8() -> None:
    text = "Köln · наука · 卡片"
    found = zxingcpp.read_barcodes(drawn(matrix_of(qr.encode(text))))
    assert [code.text for code in found] == [text]


def test_planted_fault_a_few_wrong_modules_are_mended_and_many_are_not() -> None:
    text = "http://prepdeck.local:8765/ABC234"
    whole = matrix_of(qr.encode(text))
    scratched = [row[:] for row in whole]
    for column in range(12, 18):
        scratched[12][column] ^= 1
    assert scratched != from_qrcode(text, 3, qr.encode(text).mask)
    assert read(scratched) == text.encode()
    ruined = [row[:] for row in whole]
    for row in range(9, len(whole)):
        for column in range(9, len(whole)):
            ruined[row][column] ^= (row * column + row) % 2
    assert read(ruined) != text.encode()


def test_planted_fault_a_worse_mask_is_seen() -> None:
    _, candidates, scores = all_eight("http://prepdeck.local:8765/ABC234")
    worst = scores.index(max(scores))
    assert plain_penalty(candidates[worst]) > min(scores)
    assert matrix_of(qr.encode("http://prepdeck.local:8765/ABC234")) != candidates[worst]


@pytest.mark.parametrize(("version", "length"), FILLING.items())
def test_the_smallest_version_is_taken(version: int, length: int) -> None:
    assert qr.capacity(version) == length
    assert qr.encode("x" * length).version == version
    if version < qr.MAX_VERSION:
        assert qr.encode("x" * (length + 1)).version == version + 1


def test_the_printed_limit_is_version_4() -> None:
    assert qr.capacity(4) == qr.MAX_BYTES


def test_bytes_count_not_letters() -> None:
    assert qr.byte_length("Käse") == 5
    assert qr.encode("ä" * 7).version == 1
    assert qr.encode("ä" * 8).version == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [("x" * 214, "214 bytes are too many"), ("", "the text is empty"), ("ab\ud800", "at letter 3")],
)
def test_what_cannot_be_encoded_is_refused_with_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        qr.encode(text)


@pytest.mark.parametrize("version", [0, 11])
def test_unknown_versions_are_refused(version: int) -> None:
    with pytest.raises(ValueError, match="versions run from 1 to 10"):
        qr.capacity(version)


def test_module_size_counts_the_quiet_zone() -> None:
    code = qr.encode("http://prepdeck.local:8765/ABC234")
    assert (code.version, code.size) == (3, 29)
    assert code.module_mm(18.5) == pytest.approx(0.5)


def test_the_same_text_gives_the_same_symbol() -> None:
    first = qr.encode("http://prepdeck.local:8765/ABC234")
    qr.plan_for.cache_clear()
    assert qr.encode("http://prepdeck.local:8765/ABC234") == first


def test_nothing_heavy_is_imported_before_a_code_is_made() -> None:
    asked = "import sys, generator.qr, generator.codes; print(sorted({'qrcode', 'PIL', 'json'} & set(sys.modules)))"
    root = Path(__file__).parents[1]
    told = subprocess.run([sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
