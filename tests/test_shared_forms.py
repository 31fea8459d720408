"""A form on many pages, or in many files, is read a few times; what is found in it is found on each all the same."""

import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_pdf import CARD, TRIM, Pdf, card
from suite import examples
from test_preflight import asked

from generator.preflight import entering, inspecting, shared_forms, stencils
from generator.preflight.across_files import AcrossFiles
from generator.preflight.findings import Finding
from generator.preflight.inspecting import inspect
from generator.preflight.stores import Budget
from generator.preflight.tokens import statements

PAGES = 3
NEVER = 10**9
MANY = " ".join(f"0.2 0 0.2 0 k {72 + at / 4} 140 9 9 re f" for at in range(30))
TINT = "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 0 1 0] /N 1 >>"
SPOT = f"/ColorSpace << /Sp [/Separation /Gold /DeviceCMYK {TINT}] >>"
PICTURE = "/Subtype /Image /Width 30 /Height 30 /BitsPerComponent 8 /ColorSpace /DeviceGray"
LEFT, LOW, RIGHT, HIGH = TRIM


def with_forms(outer: str, inner: str = "") -> Callable[[dict[str, str], Pdf], None]:
    """A form /Fm of many small things and the words given; /In stands inside of it."""

    def change(parts: dict[str, str], pdf: Pdf) -> None:
        states = "/Over << /OP true /op true >> /Knock << /OP false /op false >> /Half << /ca .5 >>"
        image = pdf.stream(
            bytes(900), "/Subtype /Image /Width 30 /Height 30 /BitsPerComponent 8 /ColorSpace /DeviceGray"
        )
        own = f"/ExtGState << {states} >> {SPOT} /XObject << /Im {image} 0 R"
        box = "/Subtype /Form /BBox [0 0 999 999] /Resources <<"
        inside = pdf.stream(f"{inner} {MANY}", f"{box} {own} >> >>")
        form = pdf.stream(f"{outer} {MANY}", f"{box} {own} /In {inside} 0 R >> >>")
        parts["resources"] += f" /XObject << /Fm {form} 0 R >>"
        parts["states"] += " /Half << /ca .5 >>"

    return change


def findings(
    monkeypatch: pytest.MonkeyPatch, least: int, content: str, *forms: str, known: AcrossFiles | None = None
) -> list[Finding]:
    """Forms that paint so much are known by it; where that is NEVER, every form is read wherever it stands."""
    monkeypatch.setattr(shared_forms, "LEAST_PAINTED", least)
    monkeypatch.setattr(stencils, "MOST_CUT", 0 if least == NEVER else 10**6)
    file = card(f"{CARD}\n{content}", pages=PAGES, change=with_forms(*forms))
    return list(inspect(file, asked("pdfx-1a"), known=known).findings)


# What is wrong in the form, or by what is set around it: the content of the page, of the form, and of one inside it.
FAULTS = {
    "RGB": ("/Fm Do", "1 0 0 rg 60 60 9 9 re f"),
    "RGB in a form in it": ("/Fm Do", "/In Do", "1 0 0 rg 60 60 9 9 re f"),
    "RGB that is set around it": ("1 0 0 rg /Fm Do", "60 60 9 9 re f"),
    "a hair": ("/Fm Do", "0 0 0 1 K 0.05 w 60 60 m 90 90 l S"),
    "a hair by the scale": ("q .01 0 0 .01 60 60 cm /Fm Do Q", "0 0 0 1 K 1 w 60 60 m 90 90 l S"),
    "white that overprints by what is around": ("/Over gs /Fm Do", "0 0 0 0 k 60 60 9 9 re f"),
    "white that overprints by itself": ("/Fm Do", "/Over gs 0 0 0 0 k 60 60 9 9 re f"),
    "seen through by what is around": ("/Half gs /Fm Do", ""),
    "seen through by itself": ("/Fm Do", "/Half gs 60 60 9 9 re f"),
    "a spot colour": ("/Fm Do", "/Sp cs 1 scn 60 60 9 9 re f"),
    "a picture, too coarse": ("/Fm Do", "q 90 0 0 90 60 60 cm /Im Do Q"),
    "too much ink": ("/Fm Do", "1 1 1 1 k 60 60 50 50 re f"),
    "something missing": ("/Fm Do", "/Nothing gs"),
    "text, small by what is around": ("/F1 2 Tf /Fm Do", "BT 75 140 Td (A) Tj ET"),
    "along the trim": ("/Fm Do", f"0 0 0 1 K 1 w {LEFT + 4} {LOW + 4} {RIGHT - LEFT - 8} {HIGH - LOW - 8} re S"),
    "damaged": ("/Fm Do", "1 2 cm"),
    "white that overprints in one place": ("/Fm Do /Over gs /Fm Do /Knock gs /Fm Do", "0 0 0 0 k 60 60 9 9 re f"),
    "text, small in one place": ("/F1 9 Tf /Fm Do /F1 2 Tf /Fm Do /F1 9 Tf /Fm Do", "BT 75 140 Td (A) Tj ET"),
    "RGB in one place": ("0 g /Fm Do 1 0 0 rg /Fm Do 0 0 0 1 k /Fm Do", "60 60 9 9 re f"),
    "seen through in one place": ("/Fm Do q /Half gs /Fm Do Q /Fm Do", ""),
    "a hair where it is small": ("/Fm Do q .1 0 0 .1 60 60 cm /Fm Do Q", "0 0 0 1 K 1 w 60 60 m 90 90 l S"),
    "a hair on its side": ("/Fm Do q 0 .1 -.1 0 90 60 cm /Fm Do Q", "0 0 0 1 K 1 w 60 60 m 90 90 l S"),
    "a hair that leans": ("/Fm Do q .07 .07 -.07 .07 90 60 cm /Fm Do Q", "0 0 0 1 K 1 w 60 60 m 90 90 l S"),
    "a hair by half the scale": ("/Fm Do q .1 0 0 1 60 0 cm /Fm Do Q", "0 0 0 1 K .5 w 60 60 m 90 90 l S"),
    "a rectangle without height where it is small": ("/Fm Do q .1 0 0 .1 60 60 cm /Fm Do Q", "60 60 90 0 re f"),
    "a picture, too coarse where it is large": (
        "q .1 0 0 .1 60 60 cm /Fm Do Q /Fm Do",
        "q 90 0 0 90 60 60 cm /Im Do Q",
    ),
    "along the trim where it is moved to": (
        "q 1 0 0 1 -36 0 cm /Fm Do Q",
        f"0 0 0 1 K 1 w {LEFT + 40} {LOW + 30} m {LEFT + 40} {HIGH - 30} l S",
    ),
    "a picture, too coarse where it is moved to": (
        "q 2 0 0 2 -90 -90 cm /Fm Do Q",
        "q 45 0 0 45 75 75 cm /Im Do Q",
    ),
    "up to the trim where it is moved to": (
        "q 1 0 0 1 -40 0 cm /Fm Do Q",
        f"0 0 .2 0 k {LEFT + 40} {LOW + 30} 30 40 re f",
    ),
    "RGB that is seen in one place": ("/Fm Do q 1 0 0 1 900 0 cm /Fm Do Q", "1 0 0 rg 60 60 9 9 re f"),
    "RGB that a clip cuts": ("q 0 0 80 80 re W n /Fm Do Q /Fm Do", "1 0 0 rg 75 75 9 9 re f"),
    "in several places": ("/Fm Do q 1 0 0 1 5 40 cm /Fm Do Q q .5 0 0 .5 0 0 cm /Fm Do Q", "1 0 0 rg 60 60 9 9 re f"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_found_in_a_form_is_found_on_each_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same findings, places and counts as where every form is read anew."""
    found = findings(monkeypatch, 1, *FAULTS[name])
    assert found == findings(monkeypatch, NEVER, *FAULTS[name])
    known = AcrossFiles()
    assert all(found == findings(monkeypatch, least, *FAULTS[name], known=known) for least in (1, NEVER, 24))
    sound = {each.rule for each in findings(monkeypatch, NEVER, "/Fm Do", "")}
    planted = {each.rule for each in found} - sound
    assert planted
    for rule in planted:
        assert {page for each in found if each.rule == rule for page in each.pages} == set(range(1, PAGES + 1))


def test_a_form_is_read_once_however_often_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """In many places; text size, which it does not ask for, may be another. One with text, twice in one place."""
    read = []

    def told(data: bytes) -> Iterator[Any]:
        read.append(data)
        return statements(data)

    monkeypatch.setattr("generator.preflight.stores.statements", told)
    places = "/Fm Do BT /F1 8 Tf ET /Fm Do"
    for content, words, times in (
        (f"{places} q .5 0 0 .5 9 9 cm /Fm Do Q q 0 1 -1 0 300 0 cm /Fm Do Q", "/Knock gs", 1),
        (places, "/Knock gs BT ET", 2),
        (f"q .9 .1 -.1 .9 9 9 cm {places} 1 0 0 1 3 5 cm {places} Q", "/Knock gs", 1),
    ):
        read.clear()
        assert inspect(card(f"{CARD}\n{content}", pages=40, change=with_forms(words)), asked("pdfx-1a")).findings == ()
        assert len([data for data in read if b"/Knock" in data]) == times


def test_a_form_is_read_once_in_all_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also under another name, in another form, and with other things beside it; not where a name means another."""
    read: list[bytes] = []

    def told(data: bytes) -> Iterator[Any]:
        read.append(data)
        return statements(data)

    monkeypatch.setattr("generator.preflight.stores.statements", told)
    knocks, over = "<< /OP false /op false >>", "<< /OP true /op true >>"

    def looked_at(known: AcrossFiles, state: str, name: str) -> int:
        def change(parts: dict[str, str], pdf: Pdf) -> None:
            pdf.stream("of another file", "")
            box = "/Subtype /Form /BBox [0 0 999 999] /Resources <<"
            leaf = pdf.stream(f"/Knock gs {MANY}", f"{box} /ExtGState << /Knock {state} >> >>")
            form = pdf.stream(f"q .5 0 0 .5 9 9 cm /{name} Do Q", f"{box} /XObject << /{name} {leaf} 0 R >> >>")
            parts["resources"] += f" /XObject << /Fm{name} {form} 0 R >>"

        read.clear()
        assert inspect(card(f"{CARD}\n/Fm{name} Do", change=change), asked("pdfx-1a"), known=known).findings == ()
        return len(read)

    known = AcrossFiles()
    places = [looked_at(known, knocks, "A"), looked_at(known, knocks, "Other"), looked_at(known, over, "A")]
    assert places == [2, 0, 2]


def test_a_damaged_stream_is_said_of_each_file() -> None:
    def change(parts: dict[str, str], pdf: Pdf) -> None:
        packed = zlib.compress(f"/Knock gs {MANY}".encode())
        entries = "/Subtype /Form /BBox [0 0 999 999] /Resources << >> /Filter /FlateDecode"
        short, broken = pdf.stream(packed[:-9], entries), pdf.stream(packed[:40] + b"?" * 40, entries)
        parts["resources"] += f" /XObject << /Fm {short} 0 R /In {broken} 0 R >>"

    file, known = card(f"{CARD}\n/Fm Do /In Do", change=change), AcrossFiles()
    first, second = (inspect(file, asked("pdfx-1a"), known=known).findings for _ in range(2))
    assert first == second == inspect(file, asked("pdfx-1a")).findings
    assert {"a stream ends too early", "a stream is damaged"} <= {finding.what for finding in second}


@pytest.mark.parametrize("late", ["/Half gs 60 60 9 9 re f", "BT /F1 8 Tf (A) Tj ET"])
def test_a_form_that_cannot_be_moved_costs_no_step_more(late: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However deep it lies in others: what is left of the budget is for the other pages."""
    budgets: list[Budget] = []
    monkeypatch.setattr(inspecting, "Budget", lambda steps: budgets.append(Budget(steps)) or budgets[-1])
    assert len({str(findings(monkeypatch, least, "/Fm Do", "/In Do", f"{MANY} {late}")) for least in (1, NEVER)}) == 1
    known, never = budgets
    assert known.left >= never.left


def test_forms_that_draw_each_other_are_never_taken_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def change(parts: dict[str, str], pdf: Pdf) -> None:
        own = "/Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /Fm 1 0 R /In 2 0 R >> >>"
        pdf.stream(f"{MANY} /In Do", own)
        pdf.stream(f"{MANY} /Fm Do", own)
        parts["resources"] += " /XObject << /Fm 1 0 R /In 2 0 R >>"

    def report(least: int) -> Any:
        monkeypatch.setattr(shared_forms, "LEAST_PAINTED", least)
        return inspect(card(f"{CARD}\n/Fm Do /In Do /Fm Do", pages=PAGES, change=change), asked("pdfx-1a")).findings

    assert report(1) == report(NEVER)
    assert {finding.page for finding in report(1) if finding.rule == "damaged"} == set(range(1, PAGES + 1))


def test_what_is_known_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    whole = entering.Entering._learnt
    monkeypatch.setattr(entering.Entering, "_learnt", lambda it, form: kept.append(form) or whole(it, form))
    monkeypatch.setattr(shared_forms, "MOST_PAINTED", 10)
    file = card(f"{CARD}\n/Fm Do", pages=PAGES, change=with_forms("1 0 0 rg 60 60 9 9 re f"))
    found = inspect(file, asked("pdfx-1a")).findings
    assert {each.page for each in found if each.rule == "colour-space"} == set(range(1, PAGES + 1))
    assert len(kept) == PAGES - 1


_words = st.sampled_from(
    ["/Over gs", "/Knock gs", "/Half gs", "1 0 0 rg", "0 0 0 0 k", "/Sp cs", "1 scn", "q", "Q", "3 w", "/In Do", "EMC",
     ".5 0 0 .5 9 9 cm", "0 1 -1 0 200 9 cm", ".6 .8 -.8 .6 90 9 cm", "1 0 0 .4 0 9 cm",
     "60 60 9 9 re f", "60 60 m 90 90 l S", "BT (A) Tj ET", "0 0 99 99 re W n", "/Im Do", "/X BMC", "W"]
)  # fmt: skip
_content = st.lists(_words, max_size=8).map(" ".join)


@settings(max_examples=examples(30), deadline=None)
@given(_content, _content, _content)
def test_any_forms_give_the_same_findings(page: str, outer: str, inner: str) -> None:
    content = f"{page} /Fm Do {page} /Fm Do"
    with pytest.MonkeyPatch.context() as patch:
        found = findings(patch, NEVER, content, outer, inner)
        assert findings(patch, 1, content, outer, inner) == found
        known = AcrossFiles()
        findings(patch, 1, "/Fm Do", outer, inner, known=known)
        assert findings(patch, 1, content, outer, inner, known=known) == found


def test_a_clip_that_a_form_leaves_open_cuts_nothing_around_it() -> None:
    def change(parts: dict[str, str], pdf: Pdf) -> None:
        form = pdf.stream("60 60 9 9 re W", "/Subtype /Form /BBox [0 0 99 99] /Resources << >>")
        parts["resources"] += f" /XObject << /Fm {form} 0 R >>"

    file = card(f"{CARD}\n/Fm Do 60 60 9 9 re f 1 0 0 rg 90 60 9 9 re f", change=change)
    assert {each.rule for each in inspect(file, asked("pdfx-1a")).findings} == {"colour-space"}
