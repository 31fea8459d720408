"""Codes are stable, clean and single; addresses can be printed; the manifest forgets nothing that was printed."""

import json
import re
from itertools import permutations
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suite import examples

from generator import codes, qr
from generator.codes import (
    ALPHABET,
    LENGTH,
    CategoryEntry,
    CodeSpot,
    FileEntry,
    Geometry,
    KitEntry,
    Manifest,
    RoleEntry,
    Thing,
    ThingEntry,
)
from generator.codes.address import PRINTABLE, SCANS_WELL
from generator.codes.code import candidate, is_clean
from generator.codes.manifest import parse_manifest
from generator.codes.manifest_entries import CaptureEntry, FieldWords, FormWords, NameWords, PosterWords, ThingWords
from generator.errors import Place, Problems

SCHEMA = Path(__file__).parents[1] / "layouts" / "schemas" / "manifest.schema.json"

ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
signs = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


# --- codes ---


def test_the_alphabet_has_31_signs_and_no_look_alikes() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert not set(ALPHABET) & set("0O1IL")


def test_codes_never_change() -> None:
    """These are in print: should this fail, mend the code and not the test."""
    assert codes.derive("prepersonalization", "card", "welcome") == "438K2Z"
    assert codes.derive("prepersonalization", "blank", "blank", "12") == "TYPDYU"
    assert codes.derive("küche", "card", "löffel") == "74M5WH"


@given(ids, ids, ids, ids)
def test_a_derived_code_is_a_code_and_depends_on_each_id(kit: str, kind: str, thing: str, copy: str) -> None:
    code = codes.derive(kit, kind, thing, copy)
    assert codes.is_code(code)
    assert is_clean(code)
    assert code == codes.derive(kit, kind, thing, copy)
    others = {
        codes.derive(kit + "x", kind, thing, copy),
        codes.derive(kit, kind + "x", thing, copy),
        codes.derive(kit, kind, thing + "x", copy),
        codes.derive(kit, kind, thing, copy + "x"),
    }
    assert code not in others


def test_ids_that_run_together_are_kept_apart() -> None:
    assert codes.derive("k", "card", "ab", "c") != codes.derive("k", "card", "a", "bc")
    assert codes.derive("k", "card", "a:1", "") != codes.derive("k", "card", "a", ":1")


def looking_like(word: str) -> str:
    """A pattern of our own for what a reader would take for `word`."""
    looks = {"A": "A4", "B": "B86", "E": "E3", "G": "G69", "I": "IYJ", "O": "OQ", "S": "S5Z2", "T": "T7", "U": "UVW"}
    return "".join(f"[{looks.get(letter, letter)}]" for letter in word)


WORDS = (
    "FUCK",
    "FUK",
    "SHIT",
    "CUNT",
    "TWAT",
    "DICK",
    "COCK",
    "SEX",
    "ASS",
    "TIT",
    "NAZI",
    "RAPE",
    "BITCH",
    "PISS",
    "CUM",
)
RUDE = re.compile("|".join(map(looking_like, WORDS)) + "|FAG|WTF|XXX|KKK|SS|88|666")


def test_no_derived_code_is_rude() -> None:
    derived = {codes.derive("kit", "card", str(number)) for number in range(200_000)}
    assert [code for code in derived if RUDE.search(code)] == []
    assert len(derived) > 199_900  # screening leaves them as spread as they were


def test_screening_is_what_keeps_them_clean() -> None:
    """The same check, on codes that were not screened, finds plenty."""
    unscreened = (candidate("kit", "card", str(number), "", 0) for number in range(20_000))
    found = [code for code in unscreened if RUDE.search(code)]
    assert len(found) > 100
    assert not any(map(is_clean, found))


@pytest.mark.parametrize(
    "code", ["2FUCK3", "PFVCK9", "5HY7AB", "A55HAT", "45SNMK", "B8R88T", "KSEXKK", "6AYMNP", "XB6663"]
)
def test_digits_do_not_hide_a_word(code: str) -> None:
    assert codes.is_code(code)
    assert not is_clean(code)


# --- typed and scanned ---


@given(signs, st.sampled_from(["http://prepdeck.local:8765", "https://example.org/w", "https://example.org/w/"]))
def test_what_is_printed_is_read_back(code: str, base: str) -> None:
    assert codes.parse(codes.url(base, code)) == code
    assert codes.parse(codes.url(base, code) + "/4") == code
    assert codes.parse(codes.url(base, code) + "/5") is None
    assert codes.parse(code) == code


@given(signs, st.lists(st.sampled_from([" ", "-", "\u00a0", "–", "\t"]), min_size=7, max_size=7), st.booleans())
def test_however_it_is_typed(code: str, between: list[str], small: bool) -> None:
    typed = between[0] + "".join(sign + gap for sign, gap in zip(code, between[1:], strict=True))
    assert codes.parse(typed.lower() if small else typed) == code
    assert codes.normalise(typed.lower()) == code


@given(signs, st.text("/.,;:!…)]}>'\"’”»|", max_size=4))
def test_the_end_of_a_sentence_is_no_part_of_a_code(code: str, tail: str) -> None:
    assert codes.parse(codes.url("https://example.org", code) + tail) == code


@given(st.text(max_size=40))
def test_parsing_never_fails_and_gives_codes_only(text: str) -> None:
    found = codes.parse(text)
    assert found is None or codes.is_code(found)
    assert codes.normalise(codes.normalise(text)) == codes.normalise(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("HTTP://PREPDECK.LOCAL:8765/ABC234", "ABC234"),
        ("prepdeck.local:8765/abc-234/", "ABC234"),
        ("https://example.org/w/ABC234?utm_source=x#top", "ABC234"),
        ("https://example.org/w/ABC234.", "ABC234"),
        ("http://prepdeck.local:8765/ABC234/3).", "ABC234"),
        ("https://example.org/ABC234/edit", None),
        ("https://example.org/?c=ABC234", None),
        ("", None),
        ("/", None),
        ("ABC23", None),
        ("ABC2345", None),
        ("ABC230", None),  # no nought
        ("ABCDEß", None),  # not ABCDESS
        ("ABC23٤", None),
        ("ＡＢＣ２３４", None),
        ("a" * 100_000, None),
    ],
)
def test_addresses_and_junk(text: str, code: str | None) -> None:
    assert codes.parse(text) == code


# --- who gets which ---


def given_out(things: list[Thing], published: Manifest | None = None) -> tuple[dict[codes.Key, str], list[Any]]:
    problems = Problems()
    return codes.assign(things, "kit", problems, published), list(problems)


def two_that_collide() -> tuple[str, str]:
    seen: dict[str, str] = {}
    for number in range(1_000_000):
        name = f"card-{number}"
        other = seen.setdefault(codes.derive("kit", "card", name), name)
        if other != name:
            return other, name
    raise AssertionError("no collision")


FIRST, SECOND = two_that_collide()


@given(st.lists(ids, unique=True, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_order_and_company_change_no_code(names: list[str], random: Any) -> None:
    things = [Thing("card", name) for name in names]
    before, problems = given_out(things)
    assert problems == []
    random.shuffle(things)
    assert given_out(things)[0] == before
    assert given_out(things[:1])[0].items() <= before.items()


def test_copies_and_kinds_have_codes_of_their_own() -> None:
    things = [Thing("card", "a"), Thing("blank", "a"), Thing("blank", "a", "1"), Thing("blank", "a", "2")]
    found, problems = given_out(things)
    assert len(set(found.values())) == 4
    assert problems == []


def test_a_collision_names_both_and_a_pin_cures_it() -> None:
    here, there = Place("deck.yaml", 10, 5), Place("deck.yaml", 90, 5)
    first, second = Thing("card", FIRST, place=here), Thing("card", SECOND, place=there)
    for order in permutations((first, second)):
        found, problems = given_out(list(order))
        assert set(found) == {first.key, second.key}
        [problem] = problems
        assert (problem.is_error, problem.code, problem.where) == (True, "code-collision", order[1].place)
        assert f"'{FIRST}'" in problem.message
        assert f"'{SECOND}'" in problem.message
        assert str(order[0].place) in problem.message
        assert "code:" in problem.hint
    cured, problems = given_out([first, second._replace(pin="abc-234")])
    assert problems == []
    assert cured[second.key] == "ABC234"
    assert cured[first.key] == codes.derive("kit", "card", FIRST)


def test_two_things_with_one_pin() -> None:
    _, problems = given_out([Thing("card", "a", pin="ABC234"), Thing("card", "b", pin="abc 234")])
    assert [problem.code for problem in problems] == ["code-collision"]
    assert "change 'code:'" in problems[0].hint


def test_a_pin_that_is_the_code_of_another_thing() -> None:
    _, problems = given_out([Thing("card", "a"), Thing("card", "b", pin=codes.derive("kit", "card", "a"))])
    assert [problem.code for problem in problems] == ["code-collision"]
    assert "change 'code:' of card 'b'" in problems[0].hint


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        ("ABC23", "6 characters, not 5"),
        ("ABC2345", "6 characters, not 7"),
        ("ABC230", "no code has 0 in it"),
        ("OIL234", "no code has O or I or L in it"),
        ("<b>&23", "no code has < or > or & in it"),
        ("---", "6 characters, not 0"),
    ],
)
def test_bad_pins_are_refused_with_words(pin: str, words: str) -> None:
    place = Place("deck.yaml", 7, 11)
    found, problems = given_out([Thing("card", "a", pin=pin, place=place), Thing("card", "b", pin="?", place=place)])
    assert len(problems) == 2  # none hides another
    assert words in problems[0].message
    assert (problems[0].where, problems[0].code) == (place, "code-pin")
    assert found["card", "a", ""] in problems[0].hint


# --- printed before ---


def entry(name: str, **said: Any) -> ThingEntry:
    return ThingEntry(**{"code": codes.derive("kit", "card", name), "kind": "card", "id": name, "title": name} | said)


def manifest(*things: ThingEntry, **said: Any) -> Manifest:
    return Manifest(**{"kit": KitEntry("kit", "A kit"), "things": things} | said)


@pytest.mark.parametrize("retired", [False, True])
def test_a_printed_code_stays_with_its_thing(retired: bool) -> None:
    published = manifest(entry("old", code="ABC234", retired=retired))
    _, problems = given_out([Thing("card", "new", pin="ABC234", place=Place("deck.yaml", 3))], published)
    [problem] = problems
    assert (problem.code, problem.where) == ("code-published", Place("deck.yaml", 3))
    assert "'new'" in problem.message
    assert "'old'" in problem.message
    assert given_out([Thing("card", "old", pin="ABC234")], published)[1] == []


def test_a_derived_code_that_was_printed_on_a_card_that_is_gone() -> None:
    """The card that collided was taken out: its code is still in people's hands."""
    published = manifest(entry(FIRST, retired=True))
    _, problems = given_out([Thing("card", SECOND)], published)
    assert [problem.code for problem in problems] == ["code-published"]
    assert "pin another" in problems[0].hint
    assert given_out([Thing("card", SECOND, pin="ABC234")], published)[1] == []


def test_what_goes_is_retired_and_what_returns_is_not() -> None:
    first = manifest(entry("a"), entry("b", category="old", role="guest"), categories={"old": CategoryEntry("Old")})
    first = first._replace(roles={"guest": RoleEntry("Guest"), "host": RoleEntry("Host")})
    second = codes.merge(first, manifest(entry("a", title="A, reworded")))
    assert [(thing.id, thing.title, thing.retired) for thing in second.things] == [
        ("a", "A, reworded", False),
        ("b", "b", True),
    ]
    assert second.categories == {"old": CategoryEntry("Old")}  # what a retired card is, the server must still tell
    assert second.roles == {"guest": RoleEntry("Guest")}
    third = codes.merge(second, manifest(entry("a"), entry("b")))
    assert [(thing.code, thing.retired) for thing in third.things] == [
        (codes.derive("kit", "card", "a"), False),
        (codes.derive("kit", "card", "b"), False),
    ]


def test_forms_of_retired_things_stay() -> None:
    old = manifest(
        entry("a", form="x"),
        entry("b", category="c"),
        categories={"c": CategoryEntry("C", form="y")},
        forms={"x": {"id": "x"}, "y": {"id": "y"}, "z": {"id": "z"}},
    )
    assert set(codes.merge(old, manifest(forms={"w": {}})).forms) == {"w", "x", "y"}


def test_a_changed_pin_keeps_the_earlier_code_too() -> None:
    merged = codes.merge(manifest(entry("a")), manifest(entry("a", code="ABC234")))
    assert {(thing.code, thing.id, thing.retired) for thing in merged.things} == {
        ("ABC234", "a", False),
        (codes.derive("kit", "card", "a"), "a", True),
    }


def test_files_not_built_this_time_stay_listed() -> None:
    old = manifest(files=(FileEntry("deck.pdf", "a" * 64, 8), FileEntry("blanks.pdf", "b" * 64, 2)))
    merged = codes.merge(old, manifest(files=(FileEntry("deck.pdf", "c" * 64, 9),)))
    assert merged.files == (FileEntry("blanks.pdf", "b" * 64, 2), FileEntry("deck.pdf", "c" * 64, 9))


def test_merging_refuses_what_would_move_a_code() -> None:
    with pytest.raises(ValueError, match="ABC234 is printed on card 'a'"):
        codes.merge(manifest(entry("a", code="ABC234")), manifest(entry("b", code="ABC234")))
    with pytest.raises(ValueError, match="'other' and 'kit'"):
        codes.merge(manifest(kit=KitEntry("other", "")), manifest())


def test_merging_with_nothing_and_merging_twice() -> None:
    new = manifest(entry("a"), entry("b"))
    assert codes.merge(None, new) == new
    once = codes.merge(manifest(entry("c")), new)
    assert codes.merge(once, new) == once


@given(st.lists(st.sets(st.sampled_from("abcdefgh")), min_size=1, max_size=5))
def test_no_code_is_ever_lost(editions: list[set[str]]) -> None:
    known: Manifest | None = None
    for edition in editions:
        known = codes.merge(known, manifest(*map(entry, sorted(edition))))
    assert known is not None
    assert {thing.id for thing in known.things} == set().union(*editions)
    assert {thing.id for thing in known.things if not thing.retired} == editions[-1]


# --- the file ---

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
lengths = st.floats(0, 2000).map(lambda length: round(length, 4))
spots = st.builds(CodeSpot, face=st.sampled_from(["front", "back"]), x=lengths, y=lengths, side=lengths)
corners = st.lists(spots, max_size=4).map(tuple)
geometries = st.builds(
    Geometry, width=lengths, height=lengths, code=st.none() | spots, corners=corners, tile=st.none() | spots
)
faces = st.dictionaries(st.sampled_from(["front", "back"]), texts)
entries = st.builds(
    ThingEntry,
    code=signs,
    kind=st.sampled_from(["card", "blank", "poster"]),
    id=ids,
    copy=texts,
    title=texts,
    category=texts,
    role=texts,
    form=texts,
    layout=texts,
    retired=st.booleans(),
    faces=faces,
    geometry=st.none() | geometries,
    picture=st.none() | st.just("0b" * 32),
    drawn=st.none() | st.booleans(),
    proposes=st.none() | st.lists(ids, max_size=2).map(tuple),
    depth=st.none() | texts,
    also=st.none() | st.lists(texts, max_size=2).map(tuple),
)
boxes = st.lists(lengths, min_size=4, max_size=4).map(tuple)
read_faces = st.builds(
    codes.FaceEntry,
    fields=st.dictionaries(texts, st.lists(boxes, max_size=2).map(tuple), max_size=2),
    axes=st.dictionaries(texts, boxes, max_size=2),
)
DE = codes.LanguageEntry(
    "Ein Kasten",
    departments={"it": "Technik"},
    categories={"start": NameWords("Anfang", "zuerst")},
    forms={"talk": FormWords("Gespräch", "", {"who": FieldWords(label="Wer?", options={"a": "Ä"})})},
    posters={"wall": PosterWords("Wand", {"top": "Bald", "legend": ["Eins", "Zwei"]})},
    guide=(("Hallo", "Wand"),),
    things={"ABC234": ThingWords("Satz", "Kurz.", {"front": "0123456789abcdef"}, ("Wort",))},
)
manifests = st.builds(
    Manifest,
    kit=st.builds(KitEntry, id=ids, title=texts, edition=texts, language=texts),
    capture=st.builds(CaptureEntry, url=texts),
    categories=st.dictionaries(texts, st.builds(CategoryEntry, name=texts, note=texts), max_size=3),
    roles=st.dictionaries(texts, st.builds(RoleEntry, name=texts, question=texts), max_size=3),
    forms=st.dictionaries(texts, st.dictionaries(texts, texts, max_size=2), max_size=2),
    brand=st.builds(
        codes.BrandEntry,
        client=texts,
        colours=st.dictionaries(texts, texts, max_size=2),
        logo=st.none() | st.just(codes.LogoEntry("0b" * 32, "c1" * 32)),
        second=st.none() | st.dictionaries(texts, texts, max_size=2),
        fonts=st.none() | st.dictionaries(texts, st.just(codes.FontEntry("0b" * 32, 96)), max_size=2),
    ),
    posters=st.dictionaries(
        texts, st.builds(codes.PosterEntry, title=texts, words=st.dictionaries(texts, texts, max_size=2)), max_size=2
    ),
    faces=st.dictionaries(texts, read_faces, max_size=2),
    things=st.lists(entries, unique_by=(lambda thing: thing.code, lambda thing: thing.key), max_size=4).map(tuple),
    files=st.lists(
        st.builds(
            FileEntry,
            name=st.sampled_from(["deck.pdf", "posters/a.pdf"]),
            sha256=st.just("0a" * 32),
            codes=st.none() | st.just(("ABC234",)),
            drawn=st.none() | st.just("0b" * 32),
        ),
        unique=True,
        max_size=2,
    ).map(tuple),
    languages=st.none() | st.just({"de": DE}),
)

FULL = manifest(
    entry(
        "löffel",
        title="Der „Löffel“ – 勺",
        category="tools",
        role="guest",
        faces={"front": "0123456789abcdef", "back": "fedcba9876543210"},
        geometry=Geometry(63.5, 88.9, CodeSpot("back", 42.30000000000004, 67.7, 14.5)),
    ),
    entry("gone", retired=True, geometry=Geometry(70, 120)),
    capture=CaptureEntry("http://prepdeck.local:8765"),
    categories={"tools": CategoryEntry("Tools", colour="#1b6ca8"), "a": CategoryEntry("Another")},
    roles={"guest": RoleEntry("Guest", "Who?")},
    files=(FileEntry("posters/grid.pdf", "0" * 64, 1), FileEntry("deck.pdf", "f" * 64, 10)),
)


def written(octets: bytes, folder: Path) -> Path:
    path = folder / "manifest.json"
    path.write_bytes(octets)
    return path


@settings(deadline=None, max_examples=examples(60))
@given(manifests)
def test_what_is_written_is_valid_and_read_back(written_one: Manifest) -> None:
    octets = written_one.to_bytes()
    jsonschema.validate(json.loads(octets), codes.manifest_schema())
    again = parse_manifest(octets)
    assert again.to_bytes() == octets
    assert set(map(repr, again.things)) == set(map(repr, written_one.things))
    assert again._replace(things=(), files=()) == written_one._replace(things=(), files=())


def test_bytes_do_not_depend_on_order() -> None:
    shuffled = FULL._replace(things=FULL.things[::-1], files=FULL.files[::-1])
    assert shuffled.to_bytes() == FULL.to_bytes()


def test_the_file_is_plain_to_read(tmp_path: Path) -> None:
    octets = FULL.to_bytes()
    text = octets.decode()
    assert text.endswith("}\n")
    assert "„Löffel“ – 勺" in text
    assert '"x": 42.3,' in text
    assert len([line for line in text.splitlines() if '"code": "' in line]) == len(FULL.things)
    assert list(json.loads(text)) == ["format", *(name for name in Manifest._fields if name != "languages")]
    assert list(json.loads(text)["categories"]) == ["tools", "a"]  # the order of the deck
    problems = Problems()
    again = Manifest.read(written(octets, tmp_path), problems, "kit")
    assert again is not None
    assert again.to_bytes() == octets
    assert not problems


def test_no_manifest_yet_is_no_problem(tmp_path: Path) -> None:
    problems = Problems()
    assert Manifest.read(tmp_path / "manifest.json", problems) is None
    assert not problems


def test_a_folder_in_its_place_is_a_problem(tmp_path: Path) -> None:
    problems = Problems()
    assert Manifest.read(tmp_path, problems) is None
    assert "cannot be read" in problems.found[0].message


def damaged(**said: Any) -> bytes:
    return json.dumps(json.loads(FULL.to_bytes()) | said).encode()


def thing_with(**said: Any) -> bytes:
    return damaged(things=[json.loads(FULL.to_bytes())["things"][0] | said])


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"", "it is not JSON"),
        (FULL.to_bytes()[:-40], "it is not JSON"),
        (b"\xff\xfe{}", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[]", "not a manifest of prepdeck"),
        (b'{"name": "an app", "icons": []}', "not a manifest of prepdeck"),
        (b'{"format": true, "kit": {}, "things": []}', "not a manifest of prepdeck"),
        (damaged(format=0), "not a manifest of prepdeck"),
        (damaged(format=2), "a newer prepdeck wrote this manifest (format 2"),
        (damaged(kit={"id": "other", "title": "Another"}), "of another kit, 'other'"),
        (damaged(kit={"title": "Nameless"}), "kit.id is missing"),
        (damaged(kit=[]), "kit is not an object"),
        (damaged(things={}), "things is not a list"),
        (damaged(things=[None]), "things[0] is not an object"),
        (damaged(files=[{"name": "../../home", "sha256": "0" * 64}]), "files[0].name is not the name of a file"),
        (damaged(files=[{"name": "/etc/passwd", "sha256": "0" * 64}]), "files[0].name is not the name of a file"),
        (damaged(files=[{"name": "C:\\x", "sha256": "0" * 64}]), "files[0].name is not the name of a file"),
        (damaged(files=[{"name": "a.pdf", "sha256": "0" * 63}]), "files[0].sha256 is not a SHA-256 digest"),
        (thing_with(code="ABC230"), "things[0].code is not a code"),
        (thing_with(code="ABC234\n"), "things[0].code is not a code"),
        (thing_with(retired="no"), "things[0].retired is not true or false"),
        (thing_with(title=7), "things[0].title is not text"),
        (thing_with(title="\ud800"), "things[0].title holds half a letter"),
        (thing_with(faces={"side": "x"}), "is not front or back"),
        (thing_with(geometry={"width": True, "height": 2}), "things[0].geometry.width is not a number"),
        (thing_with(geometry={"width": float("nan"), "height": 2}), "NaN is not a number"),
        (damaged(things=json.loads(FULL.to_bytes())["things"][:1] * 2), "stands there twice"),
        (
            damaged(things=[{"code": code, "kind": "card", "id": "a"} for code in ("ABC234", "ABC235")]),
            "card 'a' has two codes at once",
        ),
    ],
)
def test_a_manifest_that_cannot_be_trusted_is_a_problem_and_stays_as_it_is(
    tmp_path: Path, octets: bytes, words: str
) -> None:
    path = written(octets, tmp_path)
    problems = Problems()
    assert Manifest.read(path, problems, "kit") is None
    [problem] = problems
    assert words in problem.message
    assert problem.hint
    assert problem.where.file == str(path)
    assert problem.is_error
    assert path.read_bytes() == octets


def test_what_a_later_prepdeck_adds_or_leaves_out_is_no_damage(tmp_path: Path) -> None:
    octets = b'{"format": 1, "kit": {"id": "kit", "title": "", "mood": 1}, "things": [], "moon": {}}'
    problems = Problems()
    assert Manifest.read(written(octets, tmp_path), problems, "kit") == Manifest(kit=KitEntry("kit", ""))
    assert not problems


def test_the_committed_schema_is_the_one_of_the_models() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == codes.manifest_schema_text()
    jsonschema.Draft202012Validator.check_schema(codes.manifest_schema())


@pytest.mark.parametrize(
    "octets",
    [
        damaged(format=2),
        damaged(mood=1),
        thing_with(code="ABC230"),
        thing_with(faces={"side": "x"}),
        damaged(things={}),
    ],
)
def test_the_schema_refuses_what_we_never_write(octets: bytes) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(octets), codes.manifest_schema())


# --- addresses ---

PLACE = Place("kit.yaml", 12, 8)


def checked(url: str) -> tuple[bool, list[Any]]:
    problems = Problems()
    return codes.check_capture_url(url, PLACE, problems), list(problems)


@pytest.mark.parametrize(
    "url",
    [
        "http://prepdeck.local:8765",
        "https://example.org",
        "https://example.org/",
        "https://Example.org/w/a-b_c~d%20e",
        "http://192.168.0.7:80",
        "http://[fe80::1]:8765",
        "http://raspberry",
    ],
)
def test_addresses_that_can_be_printed(url: str) -> None:
    assert checked(url) == (True, [])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "not a whole web address"),
        ("prepdeck.local:8765", "not a whole web address"),
        (" http://example.org", "not a whole web address"),
        ("ftp://example.org", "begins with ftp://"),
        ("javascript://example.org", "begins with javascript://"),
        ("http://", "names no host"),
        ("http://:80", "names no host"),
        ("http:///w", "names no host"),
        ("http://me:secret@example.org", "name or password"),
        ("http://example.org?c=", "nothing can follow '?c='"),
        ("http://example.org/#", "nothing can follow '#'"),
        ("http://example.org:0", "'0' is not a port"),
        ("http://example.org:", "'' is not a port"),
        ("http://example.org:65536", "'65536' is not a port"),
        ("http://example.org:²", "letters that phones read differently"),
        ("http://exa mple.org", "not the name or number of a host"),
        ("http://-a.org", "not the name or number of a host"),
        ("http://a..org", "not the name or number of a host"),
        ("http://300.1.1.1", "not the name or number of a host"),
        ("http://[::g]", "names no host"),
        ("http://bücher.de", "letters that phones read differently"),
        ("http://example.org//w", "'//w' is not a path"),
        ("http://example.org/a b", "'/a b' is not a path"),
        ("http://example.org/w\n", "is not a path"),
        ("http://example.org/%zz", "is not a path"),
        ("http://example.org/ü", "is not a path"),
        ("http://example.org/\u200b", "is not a path"),
    ],
)
def test_addresses_that_cannot(url: str, words: str) -> None:
    good, problems = checked(url)
    assert not good
    assert words in problems[0].message
    assert all(problem.is_error and problem.where == PLACE and problem.hint for problem in problems)


def test_all_faults_of_an_address_are_told_at_once() -> None:
    _, problems = checked("ftp://me@example.org:x//w?a")
    assert len(problems) == 5


def test_a_host_in_other_letters_is_told_how_to_write_it() -> None:
    assert checked("http://bücher.de")[1][0].hint == "write it as xn--bcher-kva.de"


@given(st.text(max_size=30) | st.text("htps:/.@?#[]0123456789abü-% ", max_size=30).map("http://".__add__))
def test_no_address_breaks_the_check(url: str) -> None:
    good, problems = checked(url)
    assert good == (not any(problem.is_error for problem in problems))
    assert codes.where_it_works(url)
    if good:
        assert codes.parse(codes.url(url, "ABC234")) == "ABC234"
        assert codes.url(url, "ABC234").endswith(f"{codes.host_of(url)}/ABC234")


@pytest.mark.parametrize(
    ("length", "severity"),
    [(SCANS_WELL, None), (SCANS_WELL + 1, "warning"), (PRINTABLE, "warning"), (PRINTABLE + 1, "error")],
)
def test_long_addresses(length: int, severity: str | None) -> None:
    url = "https://example.org/".ljust(length - LENGTH - 1, "w")
    printed = codes.url(url, "ABC234")
    assert len(printed) == length
    good, problems = checked(url)
    assert [problem.severity for problem in problems] == ([severity] if severity else [])
    assert good is (severity != "error")
    assert all(str(length) in problem.message for problem in problems)
    assert (qr.encode(printed).version > 3) == (severity is not None)
    assert (qr.encode(printed).version > 4) == (severity == "error")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://prepdeck.local:8765", "same Wi-Fi"),
        ("http://raspberry", "same Wi-Fi"),
        ("http://192.168.1.20:8765", "only on the network where"),
        ("http://10.0.0.4", "only on the network where"),
        ("http://[fe80::1]", "only on the network where"),
        ("http://127.0.0.1:8765", "this computer only"),
        ("http://[::1]:8765", "this computer only"),
        ("http://localhost:8765", "this computer only"),
        ("https://cards.example.org", "wherever there is internet, as long"),
        ("http://cards.example.org", "phones may warn"),
        ("http://8.8.8.8", "phones may warn"),
        ("nonsense", "lead nowhere"),
    ],
)
def test_where_codes_work_is_one_plain_sentence(url: str, words: str) -> None:
    sentence = codes.where_it_works(url)
    assert words in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_what_stands_beside_the_code() -> None:
    assert codes.host_of("http://prepdeck.local:8765/") == "prepdeck.local:8765"
    assert codes.host_of("https://example.org/w") == "example.org/w"


def test_a_manifest_keeps_the_words_of_a_poster_that_is_gone():
    def poster(name, code):
        return codes.ThingEntry(code, "poster", name)

    kit = codes.KitEntry("k", "K")
    grid = codes.PosterEntry("Grid", words={"left": "near", "legend": ("a", "b")})
    old = codes.Manifest(kit, posters={"grid": grid, "never": grid}, things=(poster("grid", "ABCDEF"),))
    merged = codes.merge(old, codes.Manifest(kit, posters={"new": grid}, things=(poster("new", "GHJKMN"),)))
    assert merged.posters == {"grid": grid, "new": grid}
    assert json.loads(merged.to_bytes())["posters"]["grid"]["words"] == {"left": "near", "legend": ["a", "b"]}
