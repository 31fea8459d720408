"""Times for people: as the clocks in the room show them, with their zone. Knows no zone itself; one is handed in."""

from collections.abc import Callable
from datetime import UTC, datetime

Local = Callable[[datetime], datetime]  # a time in the zone of the room

NO_HOUR = "T00:00:00Z"  # of what was made anonymous: its day is known


def in_utc(time: datetime) -> datetime:
    return time.astimezone(UTC)


def full_time(at: str | datetime, local: Local) -> str:
    """'2026-11-22 10:30 CET' of a time as it is kept; the day alone of one whose hour nobody knows any more."""
    if isinstance(at, str) and at.endswith(NO_HOUR):
        return day(at, local)
    return f"{local(_read(at)):%Y-%m-%d %H:%M %Z}"


def hour(at: str, local: Local) -> str:
    """'10:30 CET'; the day of what has no hour."""
    return day(at, local) if at.endswith(NO_HOUR) else f"{local(_read(at)):%H:%M %Z}"


def day(at: str, local: Local) -> str:
    return at[:10] if at.endswith(NO_HOUR) else f"{local(_read(at)):%Y-%m-%d}"


def _read(at: str | datetime) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at
