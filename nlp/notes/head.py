"""The head of a note: date, municipality, number of participants, institutions."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from nlp.notes import tables, vocabulary
from nlp.notes.layout import Role
from nlp.notes.sections import title_of
from nlp.notes.vocabulary import SectionKind
from nlp.types import BlockKind, NoteHead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nlp.notes.layout import Part
    from nlp.types import Document, Institution, Municipality

Answer = TypeVar("Answer")

_MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_MONTH_WORD = r"(?P<word>Jan|Feb|Mär|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\.?"
_DATES = (
    re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d{2})(?!\d|\.\d)"),
    re.compile(rf"(?<![\d.])(?P<d>\d{{1,2}})\.?\s?{_MONTH_WORD}\s?(?P<y>\d{{4}})", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
)
# Dates in the head that are not the day of the conference.
_OTHER_DAY = re.compile(
    r"(?:erstellt|stand|verfasst|version|gedruckt|verschickt|nächste\w*|seit|bis|vorlage|geändert)"
    r"[^.\n]{0,30}$",
    re.IGNORECASE,
)
_NUMBERS = {word.casefold(): number for word, number in vocabulary.NUMBER_WORDS.items()}
# Not part of a time or a date.
_COUNT = (
    rf"(?P<count>(?<![\d.:])\d{{1,3}}(?!\d|[.:]\d)|\b(?:{'|'.join(vocabulary.NUMBER_WORDS)})\b)"
)
_PARTICIPANTS = (
    re.compile(
        r"(?:anzahl|zahl)\s*(?:der\s*)?(?:tn|teilnehm\w*|anwesend\w*)[^\d\n]{0,12}?" + _COUNT,
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w.:])(?P<count>\d{1,3})[^\S\n]+(?:(?!uhr\b)\w+[^\S\n]+){0,2}?(?:teilnehm|tn\b|anwesende|personen\b|"
        r"fachkräfte\b|fachleute\b|expert)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:tn|teilnehm\w*)(?:[:*_]?innen)?\s*[:(=]\s*" + _COUNT, re.IGNORECASE),
    # "fünf Personen" alone may be the family of the case.
    re.compile(
        rf"\b{_COUNT}[^\S\n]+(?:\w+e[^\S\n]+)?(?:teilnehm|anwesende|fachkräfte\b|fachleute\b|expert|"
        r"personen\b(?=[^.\n]{0,60}\b(?:teil|anwesend|zusammen)\b))",
        re.IGNORECASE,
    ),
)
_LEADING = re.compile(
    rf"\W*(?:(?:ca|circa|rund|etwa|ungefähr|insgesamt|gesamt)\b\W*)*{_COUNT}", re.IGNORECASE
)
_EMPHASIS = re.compile(r"[*_\\]+")  # Markdown's, and the gender star: a word may lose both
_CENTURY = 2000
_HEAD_LENGTH = 2500
_SEPARATOR = re.compile(r"[,;\n•|]")
_BEFORE_DAY = 60
_INSTITUTION_FIELDS = ("institutions", "participants")


def parse_head(
    document: Document,
    layout: Sequence[Part],
    *,
    register: Sequence[Municipality],
    institutions: Sequence[Institution],
) -> NoteHead:
    """Read the head: labelled fields first, then what the text says before the statements."""
    text = _head_text(document, layout)
    municipalities, dates = _columns(document, layout)

    def municipality_in(value: str) -> Municipality | None:
        return find_municipality(value, register=register)

    return NoteHead(
        held_on=_only(find_date, dates)
        if dates
        else _first(find_date, [*_labelled(document, layout, "date"), text]),
        municipality=_only(municipality_in, municipalities)
        if municipalities
        else _first(municipality_in, [*_labelled(document, layout, "municipality"), text]),
        participants=_first(_leading_number, _labelled(document, layout, "participants"))
        or _participants(text),
        institutions=_institutions(
            [v for f in _INSTITUTION_FIELDS for v in _labelled(document, layout, f)],
            known=institutions,
        ),
    )


def _labelled(document: Document, layout: Sequence[Part], label: str) -> list[str]:
    """Return the beginnings of the values that stand under a label."""
    values = (part.value for part in layout if part.value and part.label == label)
    return [document.text[v.start : min(v.end, v.start + _HEAD_LENGTH)] for v in values]


def _columns(document: Document, layout: Sequence[Part]) -> tuple[list[str], list[str]]:
    """Return the municipalities and dates that the rows of a table name."""
    rows = [[c.of(document.text) for c in p.cells] for p in layout if p.role is Role.ROW]
    return tables.column_values(rows) if rows else ([], [])


def _only(find: Callable[[str], Answer | None], values: Iterable[str]) -> Answer | None:
    """Return the one answer that ``find`` gives for the values; ``None`` if they differ."""
    answers = {answer for answer in map(find, dict.fromkeys(values)) if answer is not None}
    return answers.pop() if len(answers) == 1 else None


def _first(find: Callable[[str], Answer | None], values: Iterable[str]) -> Answer | None:
    """Return the first answer that ``find`` gives for one of the values."""
    return next((answer for answer in map(find, values) if answer is not None), None)


def _head_text(document: Document, layout: Sequence[Part]) -> str:
    """Return running heads and what stands before the first section with statements."""
    running = [b.span.of(document.text) for b in document.blocks if b.kind is BlockKind.HEADER]
    title = title_of(layout)
    sections = (
        part.span.start
        for part in layout
        if part is not title
        and part.role is Role.HEADING
        and part.section not in {None, SectionKind.SILENT}
    )
    end = min(next(sections, _HEAD_LENGTH), _HEAD_LENGTH)
    return "\n".join([document.text[:end], *running])


def find_date(text: str) -> date | None:
    """Return the first date in ``text`` that can be the day of a conference."""
    found = sorted(
        (match for pattern in _DATES for match in pattern.finditer(text)), key=re.Match.start
    )
    days = (_day(match) for match in found if not _is_other_day(text, match.start()))
    return next((day for day in days if day is not None), None)


def _is_other_day(text: str, start: int) -> bool:
    return _OTHER_DAY.search(text[max(0, start - _BEFORE_DAY) : start]) is not None


def _day(match: re.Match[str]) -> date | None:
    """Return the day that a date names; ``None`` for one that no calendar has."""
    groups = match.groupdict()
    if word := groups.get("word"):
        start = word.casefold().replace("mrz", "mär")
        month = next(i for i, name in enumerate(_MONTHS, start=1) if name.startswith(start))
    else:
        month = int(groups["m"])
    year = int(groups["y"])
    try:
        return date(year + _CENTURY if year < _CENTURY // 20 else year, month, int(groups["d"]))
    except ValueError:
        return None


def find_municipality(text: str, *, register: Sequence[Municipality]) -> Municipality | None:
    """Return the municipality of the register that ``text`` names first.

    ``Halle/Westf.``, ``Halle Westfalen`` and ``Halle`` all name ``Halle (Westf.)``; a Kreis of
    the same name does not count, an eight-digit AGS key does.
    """
    folded = f" {_folded(text)} "
    hits = (
        (match.start(), -len(match[0]), municipality.ags, municipality)
        for municipality in register
        if (match := _pattern_of(municipality).search(folded))
    )
    return min(hits, default=(None,))[-1]


@lru_cache(maxsize=1024)
def _pattern_of(municipality: Municipality) -> re.Pattern[str]:
    names = "|".join(map(re.escape, _names(municipality)))
    return re.compile(rf"(?<! kreis)(?<! kreises)(?<! landkreis) (?:{names})s?(?= )")


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


def _names(municipality: Municipality) -> list[str]:
    """Return the folded ways to write a municipality, the longest first."""
    full = re.sub(r"\bwestf\b", "westfalen", _folded(municipality.name))
    bare = _folded(re.sub(r"\(.*?\)", " ", municipality.name))
    names = {_folded(municipality.name), full, bare, municipality.ags}
    return sorted(names, key=len, reverse=True)


def _leading_number(value: str) -> int | None:
    found = _LEADING.match(_EMPHASIS.sub("", value))
    return _number(found["count"]) if found else None


def _participants(text: str) -> int | None:
    plain = _EMPHASIS.sub("", text)
    found = (pattern.search(plain) for pattern in _PARTICIPANTS)
    return next((_number(match["count"]) for match in found if match), None)


def _number(written: str) -> int:
    word = written.casefold()
    return int(word) if word.isdecimal() else _NUMBERS[word]


def _institutions(values: Sequence[str], *, known: Sequence[Institution]) -> tuple[str, ...]:
    """Return the known institutions that labelled values name, without repetition."""
    canonical = {_folded(n): i.name for i in known for n in (i.name, *i.aliases)}
    written = (_folded(part) for value in values for part in _SEPARATOR.split(value))
    # A name may hold an "und" itself, so the whole part is tried as well.
    names = (name for part in written for name in (part, *part.split(" und ")))
    return tuple(dict.fromkeys(canonical[name] for name in names if name in canonical))
