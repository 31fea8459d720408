"""A thing's stable ids in, its code out; a typed or scanned code back. Knows no card and no address."""

import hashlib
from functools import cache

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L: they look alike in print
LENGTH = 6
ENTRY_LENGTH = 10  # characters of what names an entry
ENTRIES = "e"  # what stands before them in an address
CORNERS = ("1", "2", "3", "4")  # of a poster or worksheet, behind its code: each opens the same
MAX_TYPED = 2048  # longer than any address we would be asked to read a code from

_KNOWN = frozenset(ALPHABET)
_UPPER = {ord(small): ord(small.upper()) for small in "abcdefghijklmnopqrstuvwxyz"}
_NOT_TYPED = dict.fromkeys(map(ord, " \t\r\n\u00a0\u2007\u2009\u200b\u202f-\u2010\u2011\u2012\u2013\u2014\u2212"))
_TAIL = "/.,;:!?…·。、，！？)]}>'\"’”»›“‘`*| \t\r\n\u00a0\u200b\ufeff"
_TYPED = _UPPER | _NOT_TYPED


def derive(kit_id: str, kind: str, thing: str, copy: str = "") -> str:
    """The code of a thing, from its ids alone: the same for good, wherever and in whatever order it is printed."""
    return next(code for attempt in range(1_000_000) if is_clean(code := candidate(kit_id, kind, thing, copy, attempt)))


def candidate(kit_id: str, kind: str, thing: str, copy: str, attempt: int) -> str:
    """The code of this attempt, which may spell something."""
    parts = ("prepdeck code", kit_id, kind, thing, copy, str(attempt))
    # lengths keep ('ab', 'c') apart from ('a', 'bc')
    told = "".join(f"{len(part)}:{part}," for part in parts)
    return _drawn(told, LENGTH)


def _drawn(told: str, length: int) -> str:
    number = int.from_bytes(hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()[:16], "big")
    drawn = []
    for _ in range(length):
        number, index = divmod(number, len(ALPHABET))
        drawn.append(ALPHABET[index])
    return "".join(drawn)


def entry_code(entry: str) -> str:
    """What names an entry in a short address, from its id alone: nothing is stored, and old entries have theirs.

    Of 20,000 entries two have the same once in four million stores. It is no secret: whoever opens it has joined.
    """
    drawn = (_drawn(f"prepdeck entry {attempt} {entry}", ENTRY_LENGTH) for attempt in range(1_000_000))
    return next(code for code in drawn if is_clean(code))


def entry_address(base: str, entry: str) -> str:
    """What a code for an entry says, or "" in a kit that has no address."""
    return f"{base.strip().rstrip('/')}/{ENTRIES}/{entry_code(entry)}" if base.strip() else ""


def is_entry_code(text: str) -> bool:
    return len(text) == ENTRY_LENGTH and _KNOWN.issuperset(text)


def normalise(typed: str) -> str:
    """A code as we print it, from however it was typed: small letters, spaces and hyphens are all right."""
    return typed.translate(_TYPED)


def is_code(text: str) -> bool:
    """Whether `text` is a code exactly as we print it."""
    return len(text) == LENGTH and _KNOWN.issuperset(text)


def without_tail(address: str) -> str:
    """An address without what readers of codes and mail programs take along from the end of a sentence."""
    return address.strip().rstrip(_TAIL)


def parse(url_or_code: str) -> str | None:
    """The code in what was typed or scanned: the code itself, or an address that ends in it, or in it and a corner."""
    if len(url_or_code) > MAX_TYPED:
        return None
    path = without_tail(url_or_code.partition("#")[0].partition("?")[0])
    before, _, last = path.rpartition("/")
    code = normalise(before.rpartition("/")[2] if before and last in CORNERS else last)
    return code if is_code(code) else None


def url(base: str, code: str) -> str:
    """What the QR code says."""
    return f"{base.strip().rstrip('/')}/{code}"


# --- words that nobody wants on a card, in a few of the languages workshops are held in ---
# A word that is added or taken out changes the codes it touches, printed ones too: not after the first release.

_WORDS = """
    amk anus arsch arse ass baise bdsm bicha bitch bite boob bugger bum butt caca caga cazzo chatte chuj cock con
    cono coon crap cum cunt dago damn dead death dick die doof dumm dyke fag fanny fart fck feck fica fick figa fitta
    fku fode fotze fuc fuk fuq fux gay gimp gook hate hoer homo hora hore huj hure jap jew joder jude kacke kaff kike
    kkk knob kont kuk kurva kurwa kut kys marica merda merde mierda minge mist mong moron muff nazi neger negro neuk
    nigg nique nonce nsdap nude nutte orgy paki pede pedo pee penis perv phuk pik pimp pis pizda poo porn porra prick
    pube pussy puta pute puto queer rape sau schais scheis sex shag shat shit sieg sik skank sodom spaz sperm spic
    stfu stupid suck suka tard teta tit toss tranny troia turd twat vag verga wank whore wichs wog wtf xxx
"""
_SYMBOLS = ("SS", "88", "666")  # two and three characters that stand for something

# Signs that a reader takes for each other, under one of them. A 6 may be read as G or as B.
_LOOKS = str.maketrans("4839527VWZYJQ", "ABEGSSTUUSIIO")
_READINGS = tuple(_LOOKS | {ord("6"): ord(letter)} for letter in "GB")
_RUDE = frozenset(word.upper().translate(_LOOKS) for word in _WORDS.split())
_LONGEST = max(map(len, _RUDE))


@cache
def _parts(length: int) -> tuple[slice, ...]:
    """Where a word may stand."""
    starts = range(length - 2)
    return tuple(slice(start, end) for start in starts for end in range(start + 3, min(start + _LONGEST, length) + 1))


def is_clean(code: str) -> bool:
    """Whether a code spells no rude word, not even with digits for letters."""
    if any(symbol in code for symbol in _SYMBOLS):
        return False
    readings = (code.translate(looks) for looks in _READINGS)
    return all(_RUDE.isdisjoint([reading[part] for part in _parts(len(code))]) for reading in readings)
