"""The head of a note: date, municipality, number of participants, institutions."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from nlp.notes import tables
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
_PARTICIPANTS = (
    re.compile(
        r"(?:anzahl|zahl)\s*(?:der\s*)?(?:tn|teilnehm\w*|anwesend\w*)[^\d\n]{0,12}(\d{1,3})\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(\d{1,3})\s+(?:\w+\s+){0,2}?(?:teilnehm|tn\b|anwesende|personen\b|fachkräfte\b|"
        r"fachleute\b|expert)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:tn|teilnehm\w*)(?:[:*_]?innen)?\s*[:(=]\s*(\d{1,3})\b", re.IGNORECASE),
)
_CENTURY = 2000
_HEAD_LENGTH = 2500
_SEPARATOR = re.compile(r"\s*[,;\n•|]\s*")


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
            _labelled(document, layout, "institutions"), text, known=institutions
        ),
    )


def _labelled(document: Document, layout: Sequence[Part], label: str) -> list[str]:
    return [p.value.of(document.text) for p in layout if p.value and p.label == label]


def _columns(document: Document, layout: Sequence[Part]) -> tuple[list[str], list[str]]:
    """Return the municipalities and dates that the rows of a table name."""
    rows = [[c.of(document.text) for c in p.cells] for p in layout if p.role is Role.ROW]
    return tables.column_values(rows) if rows else ([], [])


def _only(find: Callable[[str], Answer | None], values: Iterable[str]) -> Answer | None:
    """Return the one answer that ``find`` gives for the values; ``None`` if they differ."""
    answers = {answer for answer in map(find, values) if answer is not None}
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
    days = (_day(match) for match in found if not _OTHER_DAY.search(text[: match.start()]))
    return next((day for day in days if day is not None), None)


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
    hits = []
    for municipality in register:
        names = "|".join(map(re.escape, _names(municipality)))
        pattern = rf"(?<! kreis)(?<! kreises)(?<! landkreis) (?:{names})s?(?= )"
        if match := re.search(pattern, folded):
            hits.append((match.start(), -len(match[0]), municipality.ags, municipality))
    return min(hits)[-1] if hits else None


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


def _names(municipality: Municipality) -> list[str]:
    """Return the folded ways to write a municipality, the longest first."""
    full = re.sub(r"\bwestf\b", "westfalen", _folded(municipality.name))
    bare = _folded(re.sub(r"\(.*?\)", " ", municipality.name))
    names = {_folded(municipality.name), full, bare, municipality.ags}
    return sorted(names, key=len, reverse=True)


def _leading_number(value: str) -> int | None:
    found = re.match(r"\D{0,12}(\d{1,3})(?!\d)", value)
    return int(found[1]) if found else None


def _participants(text: str) -> int | None:
    found = (pattern.search(text) for pattern in _PARTICIPANTS)
    return next((int(match[1]) for match in found if match), None)


def _institutions(
    values: Sequence[str], text: str, *, known: Sequence[Institution]
) -> tuple[str, ...]:
    """Return labelled institutions as written, known ones by their name, without repetition."""
    written = (part for value in values for part in _SEPARATOR.split(value))
    names = [_canonical(part.strip(" .-–"), known) for part in written if part.strip(" .-–")]
    names += [institution.name for institution in known if _mentioned(institution, text)]
    return tuple(dict.fromkeys(names))


def _canonical(written: str, known: Sequence[Institution]) -> str:
    folded = _folded(written)
    for institution in known:
        if folded in map(_folded, (institution.name, *institution.aliases)):
            return institution.name
    return written


def _mentioned(institution: Institution, text: str) -> bool:
    names = "|".join(map(re.escape, (institution.name, *institution.aliases)))
    return re.search(rf"\b(?:{names})(?:e?s|n)?\b", text) is not None
