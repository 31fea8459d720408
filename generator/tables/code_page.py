"""Which code page a text is in that is not UTF-8: by what its words would look like, and by the deck's language."""

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

_WESTERN = ("cp1252", "mac_roman")
_CYRILLIC = ("cp1251", "koi8_r", "cp866", "mac_cyrillic")
_PAGES = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk"), _CYRILLIC),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro"), ("cp1250", *_WESTERN)),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257", *_WESTERN)),
    "tr": ("cp1254", "mac_turkish"), "el": ("cp1253", "mac_greek"), "he": ("cp1255",), "ar": ("cp1256",),
    "ja": ("cp932", "euc_jp"), "zh": ("gb18030", "big5"), "ko": ("cp949",),
}  # fmt: skip
_NAMES = {
    "cp932": "Shift JIS", "cp949": "Windows-949", "cp866": "DOS 866", "koi8_r": "KOI8-R", "gb18030": "GB 18030",
    "big5": "Big5", "euc_jp": "EUC-JP",
    **{f"cp125{n}": f"Windows-125{n}" for n in range(9)},
    **{f"mac_{name.lower()}": f"Mac OS {name}" for name in ("Roman", "Cyrillic", "Greek", "Turkish")},
}  # fmt: skip
_DOUBLE = ("cp932", "euc_jp", "gb18030", "big5", "cp949")
_OTHERS = ("cp1252", "cp1251", "koi8_r", "cp866", "mac_cyrillic", "cp1253", "cp1250", "cp1254", "mac_roman")
_LETTERS = {
    "de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíóúüñ", "it": "àèéìíîòóù", "pt": "ãáàâçéêíóôõúü",
    "sv": "åäöé", "fi": "åäö", "da": "åæøé", "nb": "åæøéòô", "no": "åæøéòô", "nl": "éèëïóöüê",
    "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű", "ro": "ăâîșşțţ",
    "hr": "čćđšž", "sl": "čšž", "tr": "çğıiöşüâîû", "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
}  # fmt: skip
_WESTERN_LETTERS = "".join(_LETTERS[tag] for tag in ("de", "fr", "es", "it", "pt", "sv", "da"))
_SYMBOLS = set("’‘“”„‚«»‹›–—…•·€°£§©®™½¼¾×²³±¡¿№\u00a0\u00ad")
_INSIDE = set("’‘–—…·\u00a0\u00ad")  # may stand between letters
_VOWELS = set("аеёиоуыэюяіїєўαεηιουωάέήίόύώϊϋΐΰ")
_STRESSED = set("άέήίόύώϊϋΐΰ")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f](?=[^\W\d_])")
_NO_WORDS = re.compile(r"[\u2500-\u259f\ufffd\x80-\x9f\uf8ff]")  # boxes, controls, what is lost, an apple
_CROWD = re.compile(r"[^\x00-\x7f“”‘’«»…–—\u00a0]{3,}")  # in Latin script ASCII letters stand between the others
_SURE = 0.25  # of the letters that are not ASCII: so many in impossible places, and the code page is another one
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LIKELY = re.compile(
    "[\u00a0-\u017f\u0386-\u03ce\u0400-\u045f\u2010-\u203a\u20ac\u2100-\u22ff\u3000-\u9fff\uac00-\uffef]"
)


class Reading(NamedTuple):
    """A text as a code page gives it. `bad` counts what cannot be, `odd` what is unlikely."""

    page: str
    text: str
    bad: int
    odd: int

    @property
    def name(self) -> str:
        return _NAMES[self.page]

    @property
    def sample(self) -> str:
        """The first words that are not ASCII."""
        line = next((line for line in self.text.splitlines() if not line.isascii()), "")
        words = re.search(r"\w*[^\x00-\x7f]+[\w \u0080-\uffff]*", line)
        return (words[0].strip() if words else line.strip())[:30]


def is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8 all the same, with letters that people write."""
    found = _UTF8.findall(data)
    likely = sum(len(each) for each in found if _LIKELY.match(each.decode("utf-8", "replace")))
    high = sum(byte > 0x7F for byte in data)
    return likely > 0 and likely >= high - likely


def utf16_without_mark(data: bytes) -> str | None:
    """The text of UTF-16 whose mark of byte order is missing; None where it is none."""
    zeros = {at % 2 for at, byte in enumerate(data[:4096]) if byte == 0}
    if len(data) % 2 or len(zeros) != 1:
        return None
    try:
        text = data.decode("utf-16-le" if zeros == {1} else "utf-16-be")
    except UnicodeDecodeError:
        return None
    return text if re.search(r"[,;\t|\n]", text) and not re.search(r"[\x00-\x08\x0e-\x1f]", text) else None


def read_code_page(data: bytes, language: str) -> tuple[Reading | None, tuple[Reading, ...]]:
    """The likeliest reading in the code pages of the language; or None, and those that other ones would give.

    `language` is a tag; of one that is not known here the code pages are the Western ones.
    """
    tag = language.lower().partition("-")[0]
    own = [_reading(data, page, tag) for page in _PAGES.get(tag, _WESTERN)]
    best = min(own, key=lambda one: (one.bad, one.odd))
    high = sum(byte > 0x7F for byte in data)
    if best.bad <= _SURE * high and best.odd <= 0.5 * high:
        return best, ()
    others = [_reading(data, page, "") for page in _OTHERS if page not in _PAGES.get(tag, _WESTERN)]
    likely = [one for one in others if one.bad == 0]
    likely = likely or [one for page in _DOUBLE if (one := _reading(data, page, "")).bad == 0]
    likely = likely or [one for one in [*own, *others] if one.bad <= 2 * _SURE * high]
    return None, tuple(sorted(likely or [best], key=lambda one: (one.bad, one.odd)))[:3]


def _reading(data: bytes, page: str, language: str) -> Reading:
    if page in _DOUBLE:
        try:
            text = data.decode(page)
        except UnicodeDecodeError:
            return Reading(page, data.decode(page, "replace"), len(data), 0)
        strange = sum(not letter.isascii() and not _is_eastern(letter) for letter in text)
        return Reading(page, text, strange, 0)
    text = data.decode(page, "replace")
    own = _LETTERS.get(language, "")
    usual = own or _letters_of(page)
    odd = sum(not letter.isascii() and letter.lower() not in usual and letter not in _SYMBOLS for letter in text)
    bad = len(_NO_WORDS.findall(text)) + sum(found not in _INSIDE for found in _BETWEEN.findall(text))
    if usual.isascii() or unicodedata.name(usual[0]).startswith("LATIN"):
        bad += sum(len(crowd) for crowd in _CROWD.findall(text) if not _is_usual(crowd, own))
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return Reading(page, text, bad + sum(map(_bad_letters, words)), odd + sum(map(_is_unstressed, words)))


def _is_usual(crowd: str, own: str) -> bool:
    """Whether it is of letters of the language alone, or of one symbol again and again."""
    return set(crowd.lower()) <= set(own) or len(set(crowd)) == 1


def _letters_of(page: str) -> str:
    """What is usual in the languages that have a code page."""
    if page in _WESTERN:
        return _WESTERN_LETTERS
    return "".join(letters for tag, letters in _LETTERS.items() if page in _PAGES.get(tag, _WESTERN))


def _bad_letters(word: str) -> int:
    """How many letters of a word stand where no language has them."""
    script = _script(word)
    falls = sum(b.isupper() and a.islower() and not b.isascii() for a, b in pairwise(word))
    if script not in ("CYRILLIC", "GREEK"):
        return falls
    mixed = sum(letter.isascii() for letter in word)
    is_silent = len(word) > 2 and not word.isupper() and not _VOWELS & set(word.lower())
    misplaced = "ς" in word[:-1] or (len(word) > 1 and word[-1] == "σ") or word[0].lower() in "ъьы"
    return falls + mixed + len(word) * is_silent + misplaced


def _is_unstressed(word: str) -> bool:
    """Whether it is of Greek letters, longer than a syllable, and without an accent."""
    vowels = [letter for letter in word if letter in _VOWELS]
    return _script(word) == "GREEK" and len(vowels) > 1 and not word.isupper() and not _STRESSED & set(vowels)


def _script(word: str) -> str:
    return unicodedata.name(next(letter for letter in word if not letter.isascii()), "").partition(" ")[0]


def _is_eastern(letter: str) -> bool:
    return re.match("[\u3000-\u9fff\uac00-\ud7a3\uff00-\uffef“”‘’…—·]", letter) is not None
