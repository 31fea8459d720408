"""The wheel: `generator/` alone, with all that ships inside it, and it works with nothing beside it."""

import os
import re
import sysconfig
import venv
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = ("deck_sources", "fonts", "layouts")
LICENCE_TEXT = re.compile(r"LICEN[CS]E|OFL\.txt|\.licence\.txt", re.IGNORECASE)
# By what the path of its text has in it; together they are what pyproject.toml says.
LICENCES = {
    "LICENSE": "MIT",
    "deck_sources/": "CC-BY-4.0",
    "fonts/": "OFL-1.1",
    "line_break/": "Unicode-DFS-2016",
    "icc/": "Zlib",
    "codes/markers/": "Apache-2.0",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without a network, from what is here."""
    from hatchling.builders.wheel import WheelBuilder

    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"])
    return Path(built)


def missing(names: set[str]) -> list[str]:
    """What the clone ships and the wheel has not."""
    files = [
        path.relative_to(ROOT).as_posix()
        for folder in SHIPPED
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    package = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator").rglob("*")  # modules, and the pages and words of the server
        if path.is_file() and "__pycache__" not in path.parts
    ]
    wanted = [f"generator/shipped/{name}" for name in files] + package
    return [name for name in wanted if name not in names]


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def test_the_wheel_adds_one_folder_and_holds_all_that_ships(wheel: Path) -> None:
    names = names_in(wheel)
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"generator"}
    assert missing(names) == []


def unlicensed(metadata: Message, names: set[str]) -> list[str]:
    """Licences that the wheel names and has no text of, and shipped licence texts that it does not name."""
    (info,) = {name.split("/")[0] for name in names if name.endswith(".dist-info/METADATA")}
    files = {path: f"{info}/licenses/{path}" for path in metadata.get_all("License-File", ())}
    shipped = [path for top in SHIPPED for path in (ROOT / top).rglob("*") if LICENCE_TEXT.search(path.name)]
    wanted = {path.relative_to(ROOT).as_posix() for path in shipped} | {"LICENSE"}
    faults = [path for path in wanted if files.get(path) not in names]
    kinds = {kind for part, kind in LICENCES.items() if any(part in path for path in files)}
    return faults + sorted(kinds ^ set(metadata["License-Expression"].split(" AND ")))


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as packed:
        (name,) = (name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(packed.read(name))


def test_the_wheel_names_every_licence_and_has_its_text(wheel: Path) -> None:
    assert unlicensed(metadata_of(wheel), names_in(wheel)) == []


@pytest.mark.parametrize("lost", ["deck_sources/LICENSE", "fonts/fraunces/OFL.txt"])
def test_a_licence_text_that_is_missing_is_noticed(wheel: Path, lost: str) -> None:
    names = {name for name in names_in(wheel) if not name.endswith(f"licenses/{lost}")}
    assert unlicensed(metadata_of(wheel), names) == [lost]


def test_a_licence_that_is_not_named_is_noticed(wheel: Path) -> None:
    metadata = metadata_of(wheel)
    metadata.replace_header("License-Expression", "MIT AND OFL-1.1 AND Unicode-DFS-2016 AND Zlib AND Apache-2.0")
    assert unlicensed(metadata, names_in(wheel)) == ["CC-BY-4.0"]


def test_a_wheel_without_its_fonts_is_noticed(wheel: Path) -> None:
    names = {name for name in names_in(wheel) if not name.startswith("generator/shipped/fonts/")}
    assert "generator/shipped/fonts/fraunces/Fraunces-SemiBold.ttf" in missing(names)


def test_the_installed_wheel_prints_the_bundled_workshop_from_anywhere(wheel: Path, tmp_path: Path, run) -> None:
    place = tmp_path / "venv"
    venv.create(place, with_pip=False)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    where = run(python, "-c", "import generator; print(generator.__file__)", cwd=elsewhere, env=environment)
    assert Path(where.strip()).is_relative_to(site)
    run(python, "-m", "generator", "build", cwd=elsewhere, env=environment)
    assert (elsewhere / "output/prepersonalization/deck.pdf").read_bytes().startswith(b"%PDF-")
