"""What a terminal says of a running server and of the doctor's visit: records in, lines out."""

from collections.abc import Iterator

from generator.capture.network.reach import Served
from generator.capture.run.doctor import Checkup, Diagnosis, Invitation
from generator.capture.run.terminal_qr import QrLook, qr_lines

ALONE = "Only this computer can open these addresses. For phones in the room: prepdeck serve{words} --lan"


def lines_of_served(served: Served, poster: str, look: QrLook, *, keys: bool, words: str) -> Iterator[str]:
    """Everything that leads to the server; `poster` is where the join poster of the day lies, if one was printed.

    `keys`: somebody can press one here. `words` name the kit in a command, with a blank before them.
    """
    yield from _ways_in(served, poster, look, kept=True)
    if not served.is_for_phones:
        yield ALONE.format(words=words)
    if keys:
        yield "Enter prints a new link for the facilitator; the server goes on."
    yield "Ctrl-C stops the server; entries, sessions and the printed codes stay."


def lines_of_rehearsal(served: Served, poster: str, look: QrLook) -> Iterator[str]:
    """The same of a rehearsal, of which nothing stays."""
    yield from _ways_in(served, poster, look, kept=False)
    yield "Invented people fill it in now; everybody may join them, by real codes too."
    yield "Ctrl-C ends it, and nothing of it stays. What the workshop itself keeps is not touched."


def _ways_in(served: Served, poster: str, look: QrLook, *, kept: bool) -> Iterator[str]:
    """What is served, the addresses that lead there, and the code of those for phones."""
    yield f"{served.title}: the session “{served.session.title}” is open."
    yield ""
    rows = [(each.who, each.url + ("" if each.works else "   (does not lead here)")) for each in served.reach]
    rows += [("facilitator, works once", served.desk)]
    if served.is_for_phones:
        rows += [("join", served.join_link), ("… or type", f"{served.session.join_code} at {served.join_address}")]
    if poster:
        rows += [("poster for the door", poster)]
    if kept:
        rows += [("entries are kept in", str(served.data))]
    width = max(len(who) for who, _ in rows)
    yield from (f"  {who:<{width}}  {what}" for who, what in rows)
    yield ""
    if served.is_for_phones:
        yield from qr_lines(served.join_link, look)
        yield ""
    yield from (f"! {note}" for note in served.notes)


def lines_of_invitation(invitation: Invitation, look: QrLook) -> Iterator[str]:
    yield ""
    yield from qr_lines(invitation.url, look)
    yield f"{invitation.why}"
    yield f"{invitation.url}   (waiting for {invitation.seconds:g} s)"
    yield ""


def lines_of_checkup(checkup: Checkup, poster: str, words: str) -> Iterator[str]:
    for finding in checkup.findings:
        yield from lines_of_finding(finding)
    yield ""
    if checkup.is_printed:
        yield f"All is well: phones reach this computer by {checkup.base}."
    elif checkup.base:
        yield f"Codes that are printed do not open here, but {checkup.base} does: let people join by the poster,"
        yield f"and serve with: prepdeck serve{words} --lan --address {checkup.base}"
    else:
        yield "No phone has reached this computer."
    if poster:
        yield f"Poster for the door: {poster}"


def lines_of_finding(finding: Diagnosis) -> Iterator[str]:
    yield f"{'✓' if finding.is_well else '✗'} {finding.words}"
    if finding.hint:
        yield f"    {finding.hint}"
