"""Exact days in a text: where they stand, and which of them may be about a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nlp.anonymity.rules import one_of
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.anonymity.rules import Match

_MONTHS: Final = "jan feb mär apr mai jun jul aug sep okt nov dez".split()
_MONTH_NAMES = one_of(
    *("Januar|Jänner|Jan\\.", "Februar|Feb\\.", "März|Mrz\\.", "April|Apr\\.", "Mai", "Juni"),
    *("Juli", "August|Aug\\.", "September|Sept?\\.", "Oktober|Okt\\.", "November|Nov\\."),
    "Dezember|Dez\\.",
)
_DAY = re.compile(
    r"(?<![\w.,/§-])(?:"
    rf"(?P<day>\d{{1,2}})\. ?(?P<name>{_MONTH_NAMES})(?: (?P<year>(?:19|20)\d\d))?(?!\w)"
    r"|(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>(?:19|20)\d\d|\d\d)(?![\d:]|\.\d)"
    r"|(?P<iso_y>(?:19|20)\d\d)-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?!\d)"
    r")"
)
_CENTURY: Final = 2000
_TWO_DIGITS: Final = 100

# What stands in front of a day that is of a meeting, a paper, a law or a programme.
_OFFICIAL = re.compile(
    one_of(
        r"(?:konferenz|sitzung|versammlung|besprechung|gespräch|treffen|veranstaltung|workshop|"
        r"fachtag(?:ung)?|tagung|termin|runde|tisch|abend|seminar|forum)",
        r"(?:gesetz|verordnung|erlass|richtlinie|satzung|beschluss|beschluß|bescheid|urteil|fassung|"
        r"vorlage|vertrag|novelle|bekanntmachung|rundschreiben|amtsblatt|reform|abkommen|"
        r"vereinbarung|konvention)",
        r"(?:frist|stichtag|programm|förder|laufzeit|projekt|bewilligung|antrag|einreich|abgabe)",
        r"(?:datum|stand|protokoll|niederschrift|eingang|version|seite|erstellt|gültig|kraft|"
        r"eingestellt|veröffentlicht|abgerufen|zugriff|ausgabe|presse|zeitung|artikel|"
        r"meldung|bericht|nachricht|anzeiger|mail|schreiben|brief)",
        r"(?:eröffnung|einweihung|start|beginn|beginnt|startet|öffnung|wahl|fest|feier|messe|"
        r"markt|ferien|schuljahr|semester|kampagne|aktion|probe|baustelle|sperrung)",
    ),
    re.IGNORECASE,
)
_GATHERED = re.compile(
    r"(?i:trafen|tagte|tagten|kamen|fand|fanden|luden|lud|eingeladen|teil|nahmen|zusammen|"
    r"moderation|teilnehmende|teilnehmer|tagesordnung|beschlossen|verkündet|verabschiedet|"
    r"tritt|trat|getreten|vorgestellt|stattfinden|stattgefunden|statt\b|uhr\b|bis\s+zum\b)"
)
# What stands in front of a day in a head: nothing, a label, a place; the line begins there.
_LABEL = re.compile(
    r"[\n\t;|][^\S\n]*(?:[*#]+[^\S\n]?)?"
    r"(?:|\d{1,3}[.)]?|[\w (.)-]{1,40}(?::|,(?: den| am)?|\t)\**)[^\S\n]*$"
)
# What stands in front of a day in somebody's life.
_PERSONAL = re.compile(
    r"(?i:seit|einreise|einge\w*reist|zuzug|zugezogen|ankunft|angekommen|geflohen|flucht|unfall|"
    r"entlassen|geburt|heirat|hochzeit|trennung|\btod\b|verstorben|verunglückt|operation)"
)
_SENTENCE_END = re.compile(r"[.!?;](?:\s|$)")
_REACH: Final = 70


@dataclass(frozen=True, slots=True)
class Day:
    """An exact day in a text.

    Attributes:
        span: Its place.
        month: From 1 to 12.
        year: Four digits; ``None`` where the text leaves it out.
    """

    span: Span
    month: int
    year: int | None


def find_days(text: str) -> Iterator[Day]:
    """Yield the exact days in a normalised text that may be about a person.

    Days of meetings, papers, laws and programmes are left out, and those that stand alone in
    a line or behind a label at its beginning, as in the head of a note.
    """
    for match in _DAY.finditer(text):
        day = _day(match)
        if day is not None and not _is_official(text, day.span):
            yield day


def _day(match: Match) -> Day | None:
    if match["name"]:
        month = (
            _MONTHS.index(match["name"][:3].lower().replace("mrz", "mär").replace("jän", "jan"))
            + 1
        )
        number, year = int(match["day"]), match["year"]
    elif match["iso_y"]:
        number, month, year = int(match["iso_d"]), int(match["iso_m"]), match["iso_y"]
    else:
        number, month, year = int(match["d"]), int(match["m"]), match["y"]
    if not (1 <= number <= 31 and 1 <= month <= 12):  # noqa: PLR2004 - the calendar
        return None
    return Day(Span(*match.span()), month, _full(year))


def _full(year: str | None) -> int | None:
    if year is None:
        return None
    return int(year) + (_CENTURY if int(year) < _TWO_DIGITS else 0)


def _is_official(text: str, span: Span) -> bool:
    before = text[max(0, span.start - _REACH) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + _REACH].partition("\n")[0]
    if _PERSONAL.search(_SENTENCE_END.split(before)[-1]):
        return False
    clause = _SENTENCE_END.split(before)[-1] + " " + _SENTENCE_END.split(after)[0]
    begins = len(before) == span.start or text[span.start - len(before) - 1] == "\n"
    labelled = _LABEL.search(("\n" if begins else "") + before)
    return any((labelled, _OFFICIAL.search(clause), _GATHERED.search(clause)))
