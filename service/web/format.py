"""German ways to write dates, numbers and names, as filters of the templates."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from service.settings import TIME_ZONE

if TYPE_CHECKING:
    from datetime import date, datetime

    from service.review import ShownFinding

NO_BREAK = "\N{NO-BREAK SPACE}"
_BULLETS = " \t-*•\N{EN DASH}"
_SENTENCE_ENDS = ".!?"
_WIDTH = 40
_MINUTE, _HOUR = 60, 3600  # seconds
_SWAP = str.maketrans(",.", ".,")


def day(value: date) -> str:
    """Write a day as ``21.11.2026``."""
    return f"{value:%d.%m.%Y}"


def moment(value: datetime) -> str:
    """Write a moment in German time, as ``21.11.2026, 14:05 Uhr``."""
    return f"{value.astimezone(TIME_ZONE):%d.%m.%Y, %H:%M}{NO_BREAK}Uhr"


def clock(value: datetime) -> str:
    """Write the time of a moment in German time, as ``14:05 Uhr``."""
    return f"{value.astimezone(TIME_ZONE):%H:%M}{NO_BREAK}Uhr"


def number(value: float, digits: int = 0) -> str:
    """Write a number as ``1.234,5``."""
    return f"{value:,.{digits}f}".translate(_SWAP)


def percent(share: float, digits: int = 0) -> str:
    """Write a share in ``[0, 1]`` as ``7,3 %``."""
    return f"{number(100 * share, digits)}{NO_BREAK}%"


def counted(value: int, one: str, many: str) -> str:
    """Write a quantity with its noun: ``1 Aussage``, ``2.500 Aussagen``."""
    return f"{number(value)}{NO_BREAK}{one if value == 1 else many}"


def duration(seconds: float) -> str:
    """Write a span of time as ``1:05``, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def roughly(seconds: float) -> str:
    """Write how long something will take as ``etwa 3 Minuten``, never more exactly."""
    if seconds < _MINUTE:
        return "weniger als eine Minute"
    if seconds < _HOUR:
        return f"etwa {counted(round(seconds / _MINUTE), 'Minute', 'Minuten')}"
    return f"etwa {counted(round(seconds / _HOUR), 'Stunde', 'Stunden')}"


def surroundings(finding: ShownFinding, *, width: int = _WIDTH) -> tuple[str, str]:
    """Return what to show in front of a finding and behind it: whole words of its own line.

    ``width`` is the most code points of the note on either side.
    """
    _, line_starts, before = finding.before[-width:].rpartition("\n")
    if line_starts:
        before = before.lstrip(_BULLETS)
    elif finding.start > len(before):
        before = f"… {before.partition(' ')[2]}"
    after, line_ends, _ = finding.after[:width].partition("\n")
    if not line_ends and after and after[-1] not in _SENTENCE_ENDS:
        after = f"{after.rpartition(' ')[0]}{NO_BREAK}…"
    return before, after


def sort_key(name: str) -> tuple[str, str]:
    """Return the key that sorts names by DIN 5007-1: ``ä`` as ``a``, ``ß`` as ``ss``.

    Names that differ in nothing else come in the order of their plain spelling.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return letters, name
