"""Blank cards: numbered, each with a code of its own; further ones are asked for."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from printed import codes, pages
from suite import in_part
from test_floors import painted

from generator import bundled
from generator.cli import main
from generator.colours import BLACK, WHITE, Colour
from generator.compose.facts import to_tick
from generator.compose.ruling import ruled
from generator.deck import Deck
from generator.errors import ExitCode, Problems
from generator.face import Outline
from generator.geometry import Rect
from generator.kit.delivery.memo import UNCHANGED
from generator.kit.pieces.blanks import blank_deck
from generator.kit.pieces.copies import as_text, asked_again, read_numbers
from generator.kit.press.production import Production, Shared
from generator.kit.request.kit_yaml import BlanksOrder
from generator.kit.workshop import bundled_workshop, load
from generator.layout import Box, RulesFrame

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    order(folder, "{one: 2, plain: 3}")
    return folder


def order(folder: Path, counts: str, more: str = "") -> None:
    kit = folder / "kit.yaml"
    text = kit.read_text(encoding="utf-8").split("blanks:")[0]
    kit.write_text(f"{text}blanks:\n  counts: {counts}\n{more}", encoding="utf-8")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def build(workshop: Path, output: Path, *options: str) -> dict:
    result = run("build", workshop, "-o", output, "--json", *options)
    assert result.exit_code == ExitCode.DONE, result.output
    return json.loads(result.stdout)


def blanks(output: Path) -> dict[tuple[str, str], str]:
    """Category and number → code, of the blank cards that the manifest has."""
    things = json.loads((output / "manifest.json").read_text(encoding="utf-8"))["things"]
    return {
        (thing["id"], thing["copy"]): thing["code"]
        for thing in things
        if thing["kind"] == "blank" and not thing["retired"]
    }


def read(pdf: Path) -> set[str]:
    return {code.rsplit("/", 1)[1] for picture in pages(pdf, 200) for code in codes(picture)}


def test_each_copy_has_a_number_and_a_code_of_its_own(workshop: Path, tmp_path: Path) -> None:
    report = build(workshop, tmp_path / "out")
    assert [(piece["piece"], piece["cards"]) for piece in report["pieces"]] == [("deck", 5), ("blanks", 5)]
    found = blanks(tmp_path / "out")
    assert set(found) == {("one", "1"), ("one", "2"), ("plain", "1"), ("plain", "2"), ("plain", "3")}
    assert len(set(found.values())) == 5
    assert read(tmp_path / "out/blanks.pdf") == set(found.values())


def test_further_numbers_at_noon_keep_the_first_ones(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    before, first = blanks(tmp_path / "out"), (tmp_path / "out/blanks.pdf").read_bytes()
    report = build(workshop, tmp_path / "out", "--numbers", "51-53", "--cards", "plain")
    assert [(piece["piece"], piece["cards"]) for piece in report["pieces"]] == [("blanks", 3)]
    after = blanks(tmp_path / "out")
    assert after.items() > before.items()
    assert set(after) - set(before) == {("plain", "51"), ("plain", "52"), ("plain", "53")}
    assert read(tmp_path / "out/blanks_plain_51-53.pdf") == {after["plain", str(number)] for number in (51, 52, 53)}
    assert (tmp_path / "out/blanks.pdf").read_bytes() == first
    build(workshop, tmp_path / "out", "--only", "deck")
    assert blanks(tmp_path / "out") == after  # nothing is retired by a build that did not ask for them


def test_a_build_prints_all_that_is_ordered_every_time(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    first, same = blanks(tmp_path / "out"), (tmp_path / "out/blanks.pdf").read_bytes()
    report = build(workshop, tmp_path / "out")
    assert [(piece["piece"], piece["cards"]) for piece in report["pieces"]] == [("deck", 5), ("blanks", 5)]
    assert (report["findings"], report["notes"]) == ([], [UNCHANGED])
    assert (tmp_path / "out/blanks.pdf").read_bytes() == same
    order(workshop, "{one: 4, plain: 3}")
    report = build(workshop, tmp_path / "out")
    assert [(piece["piece"], piece["cards"]) for piece in report["pieces"]] == [("deck", 5), ("blanks", 7)]
    after = blanks(tmp_path / "out")
    assert after.items() > first.items()
    assert read(tmp_path / "out/blanks.pdf") == set(after.values())


def test_more_of_them_are_numbered_on_from_the_last_build(workshop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    lost = run("build", workshop, "-o", out, "--more", "8")
    assert lost.exit_code == ExitCode.USAGE
    assert "--numbers 13-20" in lost.stderr
    build(workshop, out)
    first = (out / "blanks.pdf").read_bytes()
    report = build(workshop, out, "--more", "2")
    assert [Path(file["path"]).name for file in report["files"]] == ["blanks_4-5.pdf"]
    assert read(out / "blanks_4-5.pdf") == {blanks(out)[name, str(n)] for name in ("one", "plain") for n in (4, 5)}
    report = build(workshop, out, "--more", "1", "--cards", "one")
    assert [Path(file["path"]).name for file in report["files"]] == ["blanks_one_6.pdf"]
    assert (out / "blanks.pdf").read_bytes() == first
    both = run("build", workshop, "-o", out, "--more", "8", "--numbers", "3")
    assert (both.exit_code, "leave --numbers out" in both.stderr) == (ExitCode.USAGE, True)


def test_further_ones_stay_and_are_named_where_they_would_look_otherwise(workshop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(workshop, out)
    build(workshop, out, "--more", "2", "--cards", "one")
    further = (out / "blanks_one_4-5.pdf").read_bytes()
    assert build(workshop, out)["notes"] == []
    deck = workshop / "deck.yaml"
    deck.write_text(deck.read_text(encoding="utf-8").replace("name: One", "name: Other"), encoding="utf-8")
    for _ in range(2):  # not the first time alone
        note = build(workshop, out)["notes"][0]
        assert note.startswith("blanks_one_4-5.pdf stays as it was printed")
        assert note.endswith("--cards one --numbers 4-5")
        assert (out / "blanks_one_4-5.pdf").read_bytes() == further
    assert build(workshop, out, "--numbers", "4-5", "--cards", "one")["notes"] == []
    assert (out / "blanks_one_4-5.pdf").read_bytes() != further
    assert build(workshop, out)["notes"] == []
    (out / "blanks_one_4-5.pdf").unlink()
    deck.write_text(deck.read_text(encoding="utf-8").replace("name: Other", "name: One"), encoding="utf-8")
    assert build(workshop, out)["notes"] == []  # it was thrown away


def test_names_of_further_copies() -> None:
    assert as_text([1, 2, 3, 7, 9, 10]) == "1-3+7+9-10"
    assert asked_again("blanks_13-20.pdf") == "--numbers 13-20"
    assert asked_again("blanks_one_two_3+7-fronts.pdf") == "--cards one,two --numbers 3,7"
    assert asked_again("worksheets/note_4-5.pdf") == "--only worksheets --cards note --numbers 4-5"
    long = ",".join(map(str, range(1, 200, 2)))
    assert run("build", SMALL, "--only", "deck", "--numbers", long).exit_code == ExitCode.USAGE


def test_a_code_stays_when_the_order_changes(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "a")
    order(workshop, "{plain: 9, two: 1, one: 5}")
    build(workshop, tmp_path / "b")
    assert blanks(tmp_path / "b").items() > blanks(tmp_path / "a").items()


def test_an_unknown_category_and_numbers_that_are_none_are_said(workshop: Path, tmp_path: Path) -> None:
    order(workshop, "{oen: 2}")
    result = run("check", workshop)
    assert result.exit_code == ExitCode.SOURCES
    assert "kit.yaml:10" in result.stdout
    assert "did you mean 'one'?" in result.stdout
    for words in (["--numbers", "100-51"], ["--numbers", "x"], ["--numbers", "7", "--cards", "three"]):
        assert run("build", SMALL, "-o", tmp_path / "out", *words).exit_code in (ExitCode.USAGE, ExitCode.DONE)
    order(workshop, "{one: 2}")
    assert (
        run("build", workshop, "-o", tmp_path / "out", "--numbers", "7", "--cards", "plain").exit_code == ExitCode.USAGE
    )


@pytest.mark.parametrize("ruling", ["ruled", "dotted", "plain"])
def test_the_kit_chooses_the_ruling(workshop: Path, tmp_path: Path, ruling: str) -> None:
    order(workshop, "{one: 1}", f"  ruling: {ruling}\n")
    build(workshop, tmp_path / ruling, "--only", "blanks")
    page = np.asarray(next(iter(pages(tmp_path / ruling / "blanks.pdf", 100))))
    dark = int((page[258:310, 60:200] < 170).sum())  # between the box to sketch in and the code of the first card
    assert (dark > 100) == (ruling == "ruled")
    assert (dark == 0) == (ruling == "plain")


FRAME = RulesFrame(kind="rules", box=Box(left=0, right=0, top=0, bottom=0))


def test_lines_begin_at_the_bottom_and_are_a_hand_apart() -> None:
    (lines,) = ruled(FRAME, Rect(5, 10, 50, 33), BLACK)
    assert isinstance(lines, Outline)
    heights = [step.numbers[1] for step in lines.path if step.verb == "move"]
    assert heights == [43, 35, 27, 19, 11]
    assert {step.numbers[0] for step in lines.path if step.verb == "line"} == {55}


@given(st.sampled_from(["ruled", "dotted"]), st.floats(4, 200), st.floats(4, 200), st.floats(4, 20))
def test_nothing_is_ruled_outside_the_frame(pattern: str, width: float, height: float, pitch: float) -> None:
    box = Rect(3, 4, width, height)
    frame = RulesFrame(kind="rules", box=FRAME.box, pattern=pattern, pitch=pitch)  # type: ignore[arg-type]
    for item in ruled(frame, box, BLACK):
        for step in item.path:
            x, y = step.numbers
            assert box.x - 1e-3 <= x <= box.right + 1e-3
            assert box.y - 1e-3 <= y <= box.bottom + 1e-3


@pytest.mark.parametrize(("text", "numbers"), [("51-53", [51, 52, 53]), ("3, 7,12–14", [3, 7, 12, 13, 14]), ("5", [5])])
def test_numbers(text: str, numbers: list[int]) -> None:
    assert read_numbers(text) == numbers


@pytest.mark.parametrize("text", ["", "0", "9-5", "a", "1-", "1,,2", "12345", "-3"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write 51-100"):
        read_numbers(text)


def test_a_build_of_another_piece_leaves_them_to_be_printed(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path, "--only", "deck")
    first = blanks(tmp_path)
    assert len(first) == 5  # the manifest describes the whole kit
    report = build(workshop, tmp_path)
    assert "blanks.pdf" in {Path(file["path"]).name for file in report["files"]}
    assert report["findings"] == []
    assert read(tmp_path / "blanks.pdf") == set(first.values()) == set(blanks(tmp_path).values())


def test_roles_to_tick_are_those_of_a_family_and_none_where_there_are_none(workshop: Path) -> None:
    def ticked(shop: Path, name: str) -> list[str]:
        production = Production(Shared(loaded := load(shop, {}), None), loaded.pieces["blanks"])
        face = production.face(next(card for card in production.deck.cards if card.id == name), "front")
        assert face is not None
        return [line.text.replace("\N{NO-BREAK SPACE}", "") for line in face.lines() if line.field == "category.roles"]

    assert ticked(bundled_workshop(), "actionable-data-1") == ["☐Signal ☐Trigger"]
    assert ticked(bundled_workshop(), "segments-1") == ["☐Audience"]
    assert len(" ".join(ticked(bundled_workshop(), "plain-1")).split()) == 9
    assert ticked(workshop, "plain-1") == ["☐Part"]
    loaded = load(workshop, {})
    assert loaded.deck is not None
    without = replace(loaded.deck, head=replace(loaded.deck.head, roles={}))
    copies = blank_deck(without, BlanksOrder(counts={"plain": 1}), Problems())
    assert {to_tick(category.roles) for category in copies.head.categories.values()} == {""}


CARDS = bundled.folder("layouts") / "cards"
LONG = "What was it, and who may keep a record of it for how long?"


@pytest.mark.parametrize("layout", [path.stem for path in sorted(CARDS.glob("blank*.yaml"))])
def test_roles_to_tick_give_way_to_questions(layout: str, workshop: Path) -> None:
    """What a family asks had room before there were roles to tick."""
    order(workshop, "{one: 1}", f"  layout: {layout}\n")
    shop = load(workshop, {})
    blanks = shop.pieces["blanks"]
    wide = blanks.layout.size.width > 80
    one = replace(
        blanks.deck.head.categories["one"],
        prompts=(LONG, LONG if wide else "And for how long?"),
        roles=("Proof of consent",) * 18,
    )
    head = replace(blanks.deck.head, categories={**blanks.deck.head.categories, "one": one})
    piece = replace(blanks, deck=Deck(head, blanks.deck.cards))
    face = Production(Shared(shop, None), piece).face(piece.deck.cards[0], "front")
    assert face is not None
    assert [problem for problem in shop.problems if problem.code == "overset"] == []
    assert "category.roles" not in {line.field for line in face.lines()}
    assert " ".join(line.text for line in face.lines() if line.field == "category.prompts").count("for how long?") == 2


BRANDS = {
    "dark": "colours: {ground: '#14161a', ink: '#e8e8ec', muted: '#9aa0aa', layer-1: '#1c2030'}\n",
    "pale": "colours: {muted: '#e8e8e8', layer-1: '#fff6a8'}\n",  # and no ground
}


@pytest.mark.parametrize("brand", [None, *BRANDS])
def test_a_box_to_sketch_in_is_white_and_seen_in_every_brand(workshop: Path, brand: str | None) -> None:
    if brand:
        (workshop / "own.yaml").write_text(f"client: Ours\n{BRANDS[brand]}", encoding="utf-8")
    shop = load(workshop, {}, workshop / "own.yaml" if brand else None)
    blanks = shop.pieces["blanks"]
    face = Production(Shared(shop, None), blanks).face(blanks.deck.cards[0], "front")
    assert face is not None
    box = blanks.layout.front["sketch"].box.within(blanks.layout.size)
    (sketch,) = (each for each in painted(face) if each.box == pytest.approx(box, abs=0.01))
    assert isinstance(sketch.item, Outline)
    edge = sketch.item.stroke
    assert sketch.item.fill == WHITE
    assert isinstance(edge, Colour)
    assert edge.contrast(WHITE) >= 3


LAYOUTS = sorted(p.stem for p in CARDS.glob("*.yaml") if not p.stem.startswith("blank"))


@pytest.mark.parametrize("layout", in_part(LAYOUTS, "business-us", "tarot"))  # the smallest and the largest
def test_blank_cards_have_the_size_of_the_deck(layout: str, tmp_path: Path) -> None:
    """Every bundled layout has its blank cards, with a code that reads and lines that a hand can use."""
    done = run("build", "--layout", layout, "--only", "blanks", "-o", tmp_path, "--json")
    report = json.loads(done.stdout)
    assert [finding for finding in report["findings"] if finding["code"] != "left-out"] == []
    shop = load(bundled_workshop(), {"layout": layout})
    deck, own = shop.pieces["deck"].layout, shop.pieces["blanks"].layout
    assert deck is not None
    assert own is not None
    assert own.size == deck.size
    assert read(tmp_path / "blanks.pdf") == set(blanks(tmp_path).values())
    lines = next(frame for frame in own.front.values() if isinstance(frame, RulesFrame))
    assert lines.pitch >= 8
    assert lines.box.within(own.size).height >= lines.pitch  # two, and room over the first


def test_a_layout_that_the_kit_names_stays(workshop: Path) -> None:
    order(workshop, "{one: 2}", "  layout: blank-tarot\n")
    shop = load(workshop, {"layout": "poker"})
    assert shop.pieces["blanks"].layout is not None
    assert shop.pieces["blanks"].layout.name == "blank-tarot"
