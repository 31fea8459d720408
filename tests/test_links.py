"""Forms of other services: our words in a pasted link, filled in for what is scanned and read back the same; at the
desk and in kit.yaml.
"""

import re
from contextlib import suppress
from dataclasses import replace
from html import unescape
from pathlib import Path
from shutil import copytree
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms import RUNNER, Phone, kit, make_room, press, thing

from generator.capture.app import create_app
from generator.codes.links import LONGEST_FILLED, WORDS, AnswerPlace, LinkFault, read_link
from generator.kit.check import check
from generator.kit.workshop import load

SMALL = Path(__file__).parent / "small"
GUEST, GRID = thing("card", "guest"), thing("poster", "four-arguments")
# The services' own documented forms of a prefilled link. None was tried live.
SERVICES = {
    "google": "https://docs.google.com/forms/d/e/1FAIpQLSf/viewform?usp=pp_url&entry.1111=CARD&entry.2222=TITLE+(CATEGORY)",
    "microsoft": "https://forms.office.com/Pages/ResponsePage.aspx?id=DQSIkWdsW0yxEjaj&r9a1=CARD&rb2c=%22TITLE%22",
    "typeform": "https://lindenblatt.typeform.com/to/Ab12Cd#card=CARD&title=TITLE&session=SESSION",
    "enketo": "https://odk.example.org/-/single/x1?st=Zz9$&d[/data/card]=CARD&d[/data/title]=TITLE",
    "kobo": "https://ee.kobotoolbox.org/x/aBc?&d%5B/root/card%5D=CARD&d%5B/root/sort%5D=CATEGORY",
    "limesurvey": "https://survey.example.org/index.php/123?newtest=Y&lang=en&CODE=CARD&T1=TITLE",
    "formbricks": "https://forms.example.org/s/clx?card=CARD&skipPrefilled=true&title=TITLE",
    "airtable": "https://airtable.com/appX/shrY?prefill_The+card=CARD&hide_The+card=true",
    "jotform": "https://form.jotform.com/2411?card[first]=CARD&title=TITLE",
    "yandex": "https://forms.yandex.ru/u/65a/?answer_short_text_1=CARD&answer_choices_2=7&answer_choices_2=9",
    "a route of its own": "https://forms.example.org/app#/fill?card=CARD&title=TITLE",
    "an XPath with a predicate": "https://ee.example.org/x/9?d[/data/g[@n%3D'a']/card]=CARD",
}
HOSTILE = st.text(max_size=120).map(lambda text: re.sub("[\ud800-\udfff]", "", text))


def pairs(link: str) -> list[tuple[str, str]]:
    """As a form reads it: what stands after ? and after #, by the library of Python."""
    parts = urlsplit(link)
    return [pair for text in (parts.query, parts.fragment.rpartition("?")[2]) for pair in parse_qsl(text, True)]


@pytest.mark.parametrize("link", SERVICES.values(), ids=SERVICES)
def test_each_answer_is_recognised_and_all_else_stays(link):
    found = read_link(link)
    ours = [AnswerPlace(key, value) for key, value in pairs(link) if re.search("CARD|TITLE|CATEGORY|SESSION", value)]
    assert list(found.answers) == ours
    assert pairs(found.address({word: word for word in WORDS})) == pairs(link)


@pytest.mark.parametrize("link", SERVICES.values(), ids=SERVICES)
@given(told=st.fixed_dictionaries({word: HOSTILE for word in WORDS}))
def test_whatever_is_told_comes_back_as_it_was(link, told):
    found = read_link(link)
    filled = found.address(told)
    meant = [(key, re.sub("|".join(WORDS), lambda word: told[word[0]], value)) for key, value in pairs(link)]
    assert pairs(filled) == (meant if len(filled) < LONGEST_FILLED else pairs(filled))
    assert filled.isascii()
    assert urlsplit(filled)[:3] == urlsplit(link)[:3]
    assert list(found.filled(told)) == [
        value for (key, value), pair in zip(meant, pairs(link), strict=True) if pair in found.answers
    ]


def test_what_servers_would_refuse_as_too_long_is_cut_where_it_is_longest():
    link = read_link("https://a.example/f?card=CARD&title=TITLE")
    filled = link.address({"CARD": "K7M2QX", "TITLE": "ü" * 5000})
    assert len(filled) <= LONGEST_FILLED
    told = dict(pairs(filled))
    assert told["card"] == "K7M2QX"
    assert re.fullmatch("ü{100,}…", told["title"])
    assert len(read_link("https://a.example/?" + "&".join(["a=CARD"] * 280)).address({"CARD": "x" * 99999})) < 6000


WRONG = {
    "hello": "not a whole link",
    "ftp://a.example/?a=CARD": "begins with ftp://",
    "javascript://a.example/?a=CARD": "begins with javascript://",
    "https://CARD.example.org/?a=TITLE": "CARD stands in the name of the host",
    "https://me:secret@a.example/?a=CARD": "take out what is before @",
    "https://a.example:99999/?a=CARD": "'99999' is not a port",
    "https:///f?a=CARD": "names no host",
    "https://bücher.example/?a=CARD": "write it as xn--bcher-kva.example",
    "https://a.example/ f?a=CARD": "a blank (U+0020)",
    'https://a.example/f?a=CARD"': "no link has '\"' in it",
    "https://a.example/f?a=%C": "'%C' is no percent-encoded character",
    "https://a.example/f?a=%FFCARD": "not percent-encoded as UTF-8",
    "https://a.example/f?CARD=1": "CARD stands where the service's name of the field belongs",
    "https://a.example/f?a=card": "write CARD in capital letters",
    "https://a.example/CARD": "CARD stands in the path",
    "https://a.example/f?a=DISCARDED": "no answer in this link is one of our words",
    "https://a.example/f?a=CARD&b=" + "x" * 2000: "may have 2,000",
}


@pytest.mark.parametrize(("link", "why"), WRONG.items(), ids=[why[:30] for why in WRONG.values()])
def test_a_link_that_cannot_work_says_why_and_what_to_write(link, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        read_link(link)


@given(st.text(max_size=60))
def test_any_text_is_a_link_or_refused_with_words(text):
    for link in (text, f"https://a.example/{text}", f"https://a.example/f?a=CARD&{text}"):
        with suppress(LinkFault):
            found = read_link(link)
            assert found.answers
            assert found.address({}).startswith(f"{found.origin}/")


# --- in kit.yaml ---


def faults(folder: Path) -> list[str]:
    return [str(problem) for problem in check(load(folder), None, lambda done, total: None, press=False)]


def with_links(tmp_path: Path, links: str) -> Path:
    folder = copytree(SMALL, tmp_path / "w")
    write(
        folder, text(folder).replace("  url: http://cards.local:8765\n", f"  url: https://a.example\n  links:\n{links}")
    )
    return folder


def text(folder: Path) -> str:
    return (folder / "kit.yaml").read_text(encoding="utf-8")


def write(folder: Path, text: str) -> None:
    (folder / "kit.yaml").write_text(text, encoding="utf-8")


def test_links_of_kit_yaml_are_checked_where_they_stand(tmp_path):
    folder = with_links(tmp_path, "    note: https://a.example/f?a=kard\n    nothere: https://a.example/f?a=CARD\n")
    found = faults(folder)
    line = 1 + text(folder).split("\n").index("    note: https://a.example/f?a=kard")
    assert [each for each in found if f"kit.yaml:{line}:11" in each and "no answer in this link" in each]
    write(folder, text(folder).replace("kard", "CARD"))
    found = faults(folder)
    assert [each for each in found if "there is no form 'nothere'" in each]
    assert not [each for each in found if "note" in each.partition("hint")[0] and "answer" in each]


def test_a_kit_without_phones_has_no_links(tmp_path):
    folder = with_links(tmp_path, "    note: https://a.example/f?a=CARD\n")
    write(folder, text(folder).replace("url: https://a.example\n", "url: none\n"))
    assert any("a kit without phones" in each for each in faults(folder))


# --- on phones and at the desk ---


GOOGLE = SERVICES["google"]


def led(tmp_path, **links):
    """A room whose kit leads forms elsewhere, and a phone in it."""
    own = replace(kit(), links=links)
    tmp_path.mkdir(exist_ok=True)
    room = make_room(tmp_path, kits=lambda: own)
    RUNNER.run(room.store.open_session(own.id, "Tuesday & <b>"))
    return room, Phone(create_app(room))


def way_on(page: str) -> str:
    return unescape(re.search(r'<a class="button main" href="([^"]+)"', page)[1])


def test_a_code_leads_to_the_form_filled_in_and_says_where_and_what(tmp_path):
    room, phone = led(tmp_path, **{"card-log": GOOGLE, "idea": SERVICES["typeform"]})
    page = phone.get(f"/{GUEST.code}").text
    assert "<strong>docs.google.com</strong>" in page
    told = dict(pairs(way_on(page)))
    family = kit().categories[GUEST.category].name
    assert told == {"usp": "pp_url", "entry.1111": GUEST.code, "entry.2222": f"{GUEST.title} ({family})"}
    assert f"<bdi>{GUEST.title} ({family})</bdi>" in page
    told = dict(pairs(way_on(phone.get(f"/{GRID.code}").text)))
    assert told == {"card": GRID.code, "title": GRID.title, "session": "Tuesday & <b>"}
    room.store.close()


def test_whoever_lays_a_recipe_stays_with_it(tmp_path):
    room, phone = led(tmp_path, **{"card-log": GOOGLE})
    assert "docs.google.com" in phone.get(f"/{GUEST.code}").text
    phone.post("/join", {"_consent": "1"})
    phone.post("/lay/cards", {"card": thing("card", "banner").code, "do": "add"})
    page = phone.get(f"/{GUEST.code}").text
    assert "docs.google.com" not in page
    assert f"“{GUEST.title}”" in unescape(page)
    room.store.close()


def test_only_the_form_that_was_chosen_leads_away(tmp_path):
    room, phone = led(tmp_path, idea=GOOGLE)
    assert 'name="_id"' not in phone.get(f"/{GRID.code}").text
    assert 'name="_id"' in phone.get(f"/{GRID.code}?form=idea-votes").text
    room.store.close()
    room, phone = led(tmp_path / "votes", **{"idea-votes": GOOGLE})
    assert 'name="_id"' in phone.get(f"/{GRID.code}").text
    assert "docs.google.com" in phone.get(f"/{GRID.code}?form=idea-votes").text
    room.store.close()


def test_a_link_that_leads_here_is_not_followed(tmp_path):
    room, phone = led(tmp_path, **{"card-log": f"https://testserver/{GUEST.code}?a=CARD"})
    assert 'name="_id"' in phone.get(f"/{GUEST.code}").text
    room.store.close()


def at_desk(room):
    browser = Phone(create_app(room))
    press(browser, f"/f/{RUNNER.run(room.store.one_time_link())}")
    return browser


def test_the_desk_shows_which_answer_goes_where_before_it_leads_there_and_back(tmp_path):
    room, phone = led(tmp_path, note="https://a.example/f?a=CARD", **{"card-log": GOOGLE})
    desk, place, said = at_desk(room), "/desk/elsewhere", {"form": "card-log", "link": SERVICES["kobo"]}
    page = desk.post(place, said)
    assert page.status_code == 200
    shown = [
        unescape(each) for each in re.findall(r"<dt><bdi>(.+?)</bdi></dt><dd><b>(.+?)</b>", page.text) for each in each
    ]
    assert shown[:4] == ["d[/root/card]", "CARD", "d[/root/sort]", "CATEGORY"]
    assert room.store.links() == ()
    assert desk.post(place, {**said, "sure": said["link"]}).status_code == 303
    assert urlsplit(way_on(phone.get(f"/{GUEST.code}").text)).netloc == "ee.kobotoolbox.org"
    assert "ee.kobotoolbox.org" not in desk.get("/desk/codes").text  # a form is no code
    assert desk.post(place, {"form": "card-log", "do": "back"}).status_code == 303
    assert 'name="_id"' in phone.get(f"/{GUEST.code}").text
    assert "set aside" in desk.get(place).text
    assert desk.post(place, {"form": "card-log", "do": "kit"}).status_code == 303
    assert urlsplit(way_on(phone.get(f"/{GUEST.code}").text)).netloc == "docs.google.com"
    room.store.close()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"form": "nothere", "link": GOOGLE}, "Please choose a form"),
        ({"form": "note", "link": "https://a.example/?a=b"}, "is one of our words"),
        ({"form": "note", "link": "ftp://a.example/?a=CARD"}, "leads to no page"),
        ({"form": "note", "link": "hello"}, "not a whole link"),
        ({"form": "note", "link": "https://a.example/?a=%CARD"}, "cut in half"),
        ({"form": "note", "link": "https://a.example/?a=CARD&b=" + "x" * 2000}, "longer than 2000"),
        ({"form": "note", "link": f"https://testserver/{GUEST.code}?a=CARD"}, "leads back"),
    ],
)
def test_the_desk_says_what_is_wrong_with_a_link(room, said, words):
    page = at_desk(room).post("/desk/elsewhere", {**said, "sure": said["link"]})
    assert page.status_code == 422
    assert words in unescape(page.text)
    assert room.store.links() == ()


def test_one_code_may_lead_to_a_form_that_is_filled_in_too(room, app, session):
    desk = at_desk(room)
    said = {"code": GUEST.code, "address": SERVICES["typeform"]}
    assert "<dt><bdi>session</bdi></dt><dd><b>SESSION</b></dd>" in desk.post("/desk/codes", said).text
    desk.post("/desk/codes", {**said, "sure": said["address"]})
    told = dict(pairs(way_on(Phone(app).get(f"/{GUEST.code}").text)))
    assert told == {"card": GUEST.code, "title": GUEST.title, "session": "Tuesday"}
