"""Exact days in a text that may be about a person."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nlp.anonymity.rules import one_of
from nlp.anonymity.singling.occasions import Occasion, occasion
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.anonymity.rules import Match

_MONTHS: Final = "jan feb mär apr mai jun jul aug sep okt nov dez".split()
_MONTH_NAMES = one_of(
    *("Januar|Jänner|Jan\\.", "Februar|Feb\\.", "März|Mrz\\.", "April|Apr\\.", "Mai", "Juni"),
    *("Juli", "August|Aug\\.", "September|Sept?\\.", "Oktober|Okt\\.", "November|Nov\\."),
    "Dezember|Dez\\.",
)
_RANGE = r"(?:\d{1,2}\.(?:\d{1,2}\.)? ?(?:[/–-]|und|bis(?: zum)?) ?)?"
_CUES: Final = (
    "am Am vom v. seit Seit zum bis ab Ab den angesetzt terminiert verlegt Termin Brief Bescheid "
    "Schreiben Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag, Mo, Di, Mi, Do, "
    "Fr, Sa, So, Mo., Di., Mi., Do., Fr., Sa., So."
).split()
_WITHOUT_YEAR = one_of(*(rf"(?<=\b{re.escape(word)} )" for word in _CUES))
_DAY = re.compile(
    r"(?:(?<![\w.,/§-])|(?<=\d{4}[-/]))(?:"
    rf"{_RANGE}(?P<day>\d{{1,2}})\. ?(?P<name>{_MONTH_NAMES})(?: (?P<year>(?:19|20)\d\d))?(?!\w)"
    rf"|{_RANGE}"
    r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>(?:19|20)\d\d|\d\d)(?!\d|[:.]\d)"
    r"|(?P<iso_y>(?:19|20)\d\d)-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?!\d)"
    rf"|{_WITHOUT_YEAR}(?P<short_d>\d{{1,2}})\. ?(?P<short_m>\d{{1,2}})\.(?! ?\d)"
    r")"
)
_CENTURY: Final = 2000
_TWO_DIGITS: Final = 100
_REACH: Final = 160  # code points of a line that are read on either side of a day
_ROWS: Final = 3
# Labels of a form about one person; two of them make a form.
_OF_PERSON = re.compile(
    r"(?m)^[^\w\n]{0,8}(?:\d{1,2}[.)] )?(?P<label>Name des Kindes|Familienname|Nachname|Vorname|"
    r"Geburtsdatum|Geburtsort|Geb\.|geb\.|Anschrift|Wohnhaft|Staatsang|Erz\.-ber|"
    r"Erziehungsberechtigt|Ratsuchend|Klient|Patient)[^\n:\t]{0,30}[:\t]"
)
_OF_SOMEBODY: Final = frozenset({Occasion.ROW, Occasion.CASE})
# A table of what meetings said: each row names the day of its meeting.
_EXPORT = re.compile(
    r"(?im)^(?P<head>(?=[^\n]*[\t;|])"
    r"(?=[^\n]*\b(?:kommune|gemeinde|konferenz|sitzung|them(?:a|en))\b)[^\n]*)\n"
    r"(?:(?=[^\n]*[\t;|])[^\n]*\n?)+"
)
_SEPARATOR = re.compile(r"[\t;|]")
_OF_MEETING = re.compile(
    r"\s*(?:datum|tag|am|konferenz\w*|sitzung\w*|datum der \w+)\s*", re.IGNORECASE
)
_CELL_END = re.compile(r"[^\S\n\t]*(?:[\t;|]|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Day:
    """An exact day in a text.

    Attributes:
        span: Its place.
        day: From 1 to 31.
        month: From 1 to 12.
        year: Four digits; ``None`` where the text leaves it out.
    """

    span: Span
    day: int
    month: int
    year: int | None

    @property
    def value(self) -> tuple[int | None, int, int]:
        """Year, month and day."""
        return (self.year, self.month, self.day)


def find_days(text: str) -> Iterator[Day]:
    """Yield the exact days in a normalised text that may be about a person.

    Left out are days of meetings, papers, laws and programmes; wherever it stands, the day
    that the head of the note names, unless it is a form about one person; one that three rows
    of a table begin with or more; and the column with the days of meetings in a table of what
    they said.
    """
    exports = [*_EXPORT.finditer(text)]
    days = [day for match in _DAY.finditer(text) if (day := _day(match)) is not None]
    alone = "\n" not in text.strip()
    occasions = [occasion(*_line(text, day.span), alone=alone) for day in days]
    placed = list(zip(days, occasions, strict=True))
    rows = Counter(day.value for day, of in placed if of is Occasion.ROW)
    of_meetings = {value for value, count in rows.items() if count >= _ROWS}
    is_form = len({match["label"] for match in _OF_PERSON.finditer(text)}) > 1
    of_somebody = _OF_SOMEBODY | ({Occasion.HEAD} if is_form else set())
    of_meetings |= {day.value for day, of in placed if of is Occasion.HEAD and not is_form}
    for day, of in placed:
        exported = of in _OF_SOMEBODY and _is_of_meeting(exports, day.span)
        if of in of_somebody and not exported and day.value not in of_meetings:
            yield day


def _is_of_meeting(exports: Sequence[Match], span: Span) -> bool:
    """Tell whether a day fills a cell below the head of a column with days of meetings."""
    index = bisect_right(exports, span.start, key=_start) - 1
    if index < 0 or span.start >= exports[index].end():
        return False
    text = exports[index].string
    row = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    *before, beside = _SEPARATOR.split(row)
    heads = _SEPARATOR.split(exports[index]["head"])
    if beside.strip() or not _CELL_END.match(text, span.end) or len(before) >= len(heads):
        return False
    return _OF_MEETING.fullmatch(heads[len(before)]) is not None


def _start(match: Match) -> int:
    return match.start()


def _line(text: str, span: Span) -> tuple[str, Span]:
    """Return what is around a day in its line, and the day's place in that."""
    before = text[max(0, span.start - _REACH) : span.start].rpartition("\n")[2]
    behind = text[span.end : span.end + _REACH].partition("\n")[0]
    start = len(before)
    return before + span.of(text) + behind, Span(start, start + span.end - span.start)


def _day(match: Match) -> Day | None:
    if match["name"]:
        month = (
            _MONTHS.index(match["name"][:3].lower().replace("mrz", "mär").replace("jän", "jan"))
            + 1
        )
        number, year = int(match["day"]), match["year"]
    elif match["iso_y"]:
        number, month, year = int(match["iso_d"]), int(match["iso_m"]), match["iso_y"]
    elif match["short_d"]:
        number, month, year = int(match["short_d"]), int(match["short_m"]), None
    else:
        number, month, year = int(match["d"]), int(match["m"]), match["y"]
    if not (1 <= number <= 31 and 1 <= month <= 12):  # noqa: PLR2004 - the calendar
        return None
    return Day(Span(*match.span()), number, month, _full(year))


def _full(year: str | None) -> int | None:
    if year is None:
        return None
    return int(year) + (_CENTURY if int(year) < _TWO_DIGITS else 0)
