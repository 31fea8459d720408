"""The bundle for a copy shop: its files, the order sheet, checksums that hold, and the same bytes each time."""

import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.errors import FileError
from generator.kit.delivery.bundle import bundles, pack
from generator.kit.workshop import bundled_workshop, load


@pytest.fixture(scope="module")
def printed(print_once):
    return print_once().folder


@pytest.fixture(scope="module")
def found(printed):
    return bundles(load(bundled_workshop()), printed)


def test_whoever_prints_gets_their_files_and_the_order_sheet(found):
    assert sorted(found) == ["the copy shop", "the office printer", "the plotter"]
    assert found["the copy shop"] == ["deck.pdf", "blanks.pdf", "tuck-box.pdf", "order.pdf"]
    assert "posters/pyramid.pdf" in found["the plotter"]
    assert not any(name.endswith(("-tiles.pdf", "-fillable.pdf")) for names in found.values() for name in names)


def test_its_checksums_hold(printed, found, tmp_path, run):
    to = tmp_path / "bundle.zip"
    pack(printed, found["the copy shop"], "kit-1", to)
    with ZipFile(to) as bundle:
        assert bundle.testzip() is None
        bundle.extractall(tmp_path)
    assert (tmp_path / "kit-1/deck.pdf").read_bytes() == (printed / "deck.pdf").read_bytes()
    checked = run("sha256sum", "--check", "SHA256SUMS.txt", cwd=tmp_path / "kit-1")
    assert checked.count(": OK") == len(found["the copy shop"])
    (tmp_path / "kit-1/deck.pdf").write_bytes(b"another")
    failed = subprocess.run(["sha256sum", "--check", "SHA256SUMS.txt"], cwd=tmp_path / "kit-1", capture_output=True)
    assert failed.returncode != 0


def test_the_same_files_give_the_same_bytes(printed, found, tmp_path):
    names = found["the copy shop"]
    elsewhere = tmp_path / "elsewhere"
    for name in names:
        shutil.copyfile(printed / name, _made(elsewhere / name))
        os.utime(elsewhere / name, (1e9, 1e9))
    pack(printed, names, "kit", tmp_path / "a.zip")
    pack(elsewhere, [*reversed(names)], "kit", tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_what_is_not_there_is_not_promised(print_once, printed, tmp_path):
    shop = load(bundled_workshop())
    shutil.copyfile(printed / "manifest.json", tmp_path / "manifest.json")
    shutil.copyfile(printed / "deck.pdf", tmp_path / "deck.pdf")
    assert bundles(shop, tmp_path) == {"the copy shop": ["deck.pdf"]}
    assert bundles(shop, tmp_path / "nowhere") == {}
    with pytest.raises(FileError, match="cannot be packed"):
        pack(tmp_path, ["blanks.pdf"], "kit", tmp_path / "bundle.zip")
