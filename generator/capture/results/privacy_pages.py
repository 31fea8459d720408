"""Privacy on paper: the page for a data protection officer and what is asked behind it, or, once a session was erased,
the certificate; and the same as Markdown.
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.capture.model import MOST_COOKIE_DAYS
from generator.capture.results.markdown import one_line, paragraphs, table_of
from generator.capture.results.privacy import AskedForm, FileRemains, Privacy
from generator.capture.store.retention import TRASH
from generator.capture.web.translations import Say, speaker
from generator.handout import FactSheet, Handout, Prose, Subheading, TextTable, WritingLines

PrivacyBlock = Subheading | Prose | FactSheet | TextTable | WritingLines
_WIDTHS = (3.0, 1.0, 1.0, 1.0, 1.0, 1.0)


def privacy_handout(found: Privacy) -> Handout:
    t = speaker(found.language)
    heading = t("privacy-certificate" if found.is_erased else "privacy-title")
    running = " · ".join(filter(None, (heading, found.session.title)))
    return Handout(heading, _intro(found), tuple(_blocks(found, t)), running=running)


def privacy_in_markdown(found: Privacy) -> str:
    handout = privacy_handout(found)
    head = (f"# {one_line(handout.title)}\n", f"{one_line(handout.intro)}\n")
    lines = (line for block in _blocks(found, speaker(found.language)) for line in _markdown(block))
    return "\n".join((*head, *lines)) + "\n"


def _blocks(found: Privacy, t: Say) -> Iterator[PrivacyBlock]:
    if found.is_erased:
        yield from _certificate(found, t)
    else:
        yield from _page(found, t)
        yield from _annex(found, t)


def _markdown(block: PrivacyBlock) -> Iterator[str]:
    match block:
        case Subheading():
            yield f"## {one_line(block.text)}\n"
        case Prose():
            yield f"{paragraphs(block.text)}\n"
        case FactSheet():
            yield "\n".join(f"- **{one_line(label)}** {paragraphs(text, '  ')}" for label, text in block.rows) + "\n"
        case TextTable():
            yield from table_of(block.columns, block.rows)
        case WritingLines():
            yield "\\_" * 30 + "\n"


def _intro(found: Privacy) -> str:
    held = str(found.first) if found.last in (None, found.first) else f"{found.first} – {found.last}"
    kit = found.kit.title if found.kit else found.session.kit
    return " · ".join(filter(None, (found.session.title, kit, found.session.series, held, found.session.id)))


def _looked(found: Privacy) -> str:
    return f"{found.at:%Y-%m-%d %H:%M}"


# --- the page ---


def _page(found: Privacy, t: Say) -> Iterator[PrivacyBlock]:
    yield FactSheet(tuple((t(f"privacy-{name}"), text) for name, text in _facts(found, t)))
    yield WritingLines(1)


def _facts(found: Privacy, t: Say) -> Iterator[tuple[str, str]]:
    session, remains, store = found.session, found.remains, found.files[0].name
    state = "open" if session.is_open else "anonymous" if remains.is_anonymous else "closed"
    yield "state", t(f"privacy-state-{state}", entries=remains.entries, phones=remains.phones, at=_looked(found))
    yield "entry", "\n".join((t("privacy-entry-words"), t("privacy-phone-words", asks=_asks(found, t))))
    yield "names", t("privacy-names-words", count=sum(len(form.names) for form in found.forms))
    yield "not", t("privacy-not-words")
    yield "on-phone", t("privacy-on-phone-words", days=min(MOST_COOKIE_DAYS, session.retention_days))
    where = t("privacy-where-words", file=store, backup=_beside(found, t))
    elsewhere = t("privacy-elsewhere", hosts=", ".join(found.elsewhere)) if found.elsewhere else ""
    yield "where", "\n".join(filter(None, (where, elsewhere, _how_long(found, t))))
    yield "who", t("privacy-who-words")
    yield "erase", t("privacy-erase-words")
    yield "contact", t("privacy-contact-words")


def _asks(found: Privacy, t: Say) -> str:
    """What a phone is asked when it joins. Departments that people write themselves stay out: they may be names."""
    asks, listed = found.session.asks, ", ".join(found.session.departments)
    department = t("privacy-department-listed", names=listed) if listed else t("privacy-department-written")
    said = (t("privacy-table") if "table" in asks else "", department if "department" in asks else "")
    return ", ".join(filter(None, said)) or t("privacy-none")


def _beside(found: Privacy, t: Say) -> str:
    return ", ".join((*(each.name for each in found.files[1:]), *found.older)) or t("privacy-no-backup")


def _how_long(found: Privacy, t: Say) -> str:
    days, trash = found.session.retention_days, TRASH.days
    if found.trashed is None:
        return t("privacy-long-open", days=days, trash=trash)
    gone = found.trashed + timedelta(days=trash)
    return t("privacy-long-closed", days=days, trash=trash, trashed=found.trashed, gone=gone)


# --- what is asked ---


def _annex(found: Privacy, t: Say) -> Iterator[PrivacyBlock]:
    if not found.forms:
        return
    yield Subheading(t("privacy-asked"), opens=True)
    yield Prose(t("privacy-asked-words"))
    yield FactSheet(tuple((f"{form.title} ({form.entries})", _fields(form, t)) for form in found.forms))


def _fields(form: AskedForm, t: Say) -> str:
    written = t("privacy-written", fields=" · ".join(form.written)) if form.written else ""
    tapped = t("privacy-tapped", fields=" · ".join(form.tapped)) if form.tapped else ""
    names = t("privacy-asks-who", fields=" · ".join(form.names)) if form.names else ""
    return "\n".join(filter(None, (written, tapped, names)))


# --- the certificate ---


def _certificate(found: Privacy, t: Say) -> Iterator[PrivacyBlock]:
    key = "privacy-gone" if found.is_gone else "privacy-not-gone"
    yield Prose(t(key, at=_looked(found)), is_large=True)
    yield Subheading(t("privacy-looked"))
    columns = ("file", "entries", "earlier", "cards", "relations", "phones")
    rows = tuple(_row(each, t) for each in found.files)
    yield TextTable(tuple(t(f"privacy-column-{name}") for name in columns), rows, _WIDTHS)
    older = t("privacy-older", names=", ".join(found.older)) if found.older else t("privacy-no-older")
    backup = "" if found.files[1:] else t("privacy-no-backup-lies")
    yield Prose("\n".join(filter(None, (t("privacy-emptied", count=found.remains.erased), backup, older))))
    yield Subheading(t("privacy-stays"))
    yield Prose(t("privacy-stays-words"))
    yield Subheading(t("privacy-unlooked"))
    yield Prose(t("privacy-unlooked-words"))
    yield Subheading(t("privacy-signed"))
    yield WritingLines(2)


def _row(file: FileRemains, t: Say) -> tuple[str, ...]:
    found = file.remains
    if found is None:
        return (file.name, t("privacy-unreadable"), "", "", "", "")
    counts = found.entries, found.earlier, found.candidates, found.relations, found.phones
    return (file.name, *map(str, counts))
