"""The way of a statement: from the note to the theme, and to the people who decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nlp.types import StatementKind
from scripts.pictures import svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nlp.types import Note, Theme
    from scripts.pictures.demo import Demo

_FEWEST_TOWNS: Final = 6
_LINES: Final = 7
_TOP: Final = 96
_HEIGHT: Final = 470
_COLUMNS: Final = (16.0, 316.0, 616.0)
_BOX: Final = 268.0
_MARKS: Final = {
    StatementKind.PROBLEM: ("Problem", svg.BLUE),
    StatementKind.MEASURE: ("Vorschlag", svg.GREEN),
    StatementKind.SINGLE_CASE: ("Einzelfall", svg.QUIET),
}


@dataclass(frozen=True)
class Way:
    """What of one theme and one note is shown.

    Attributes:
        origin: Place and date of the note.
        lines: Kind and text of its statements.
        followed: Text and place of statements of the theme, one of them from the note.
        label: Of the theme.
        statements: Number of its statements.
        towns: Number of municipalities that name it.
        of: Number of all municipalities.
    """

    origin: str
    lines: tuple[tuple[StatementKind, str], ...]
    followed: tuple[tuple[str, str], ...]
    label: str
    statements: int
    towns: int
    of: int


def choose(demo: Demo) -> Way:
    """Take the surest of the themes that many municipalities name."""
    wide = [one for one in demo.run.themes if len(one.municipalities) >= _FEWEST_TOWNS]
    theme = max(wide, key=lambda one: one.trust.agreement)
    note = max(demo.notes, key=lambda one: _shows(one, theme))
    here = {statement.id for statement in note.statements}
    towns, texts = demo.town_of, demo.text_of
    first = [one for one in theme.entry_ids if one in here][:1]
    town, day = note.head.municipality, note.head.held_on
    return Way(
        origin=f"{town.name if town else ''}, {day:%d.%m.%Y}" if day else "",
        lines=_some(note, first),
        followed=tuple(
            (texts[one], towns[one])
            for one in (*first, *_elsewhere(theme.entry_ids, towns, towns[first[0]]))
        ),
        label=theme.label,
        statements=len(theme.entry_ids),
        towns=len(theme.municipalities),
        of=len({entry.municipality for entry in demo.entries}),
    )


def _shows(note: Note, theme: Theme) -> tuple[bool, int, int]:
    """Rank a note: with a statement of the theme, of every kind, and with few statements."""
    named = any(statement.id in theme.entry_ids for statement in note.statements)
    kinds = len({statement.kind for statement in note.statements})
    return named, kinds, -len(note.statements)


def _some(note: Note, wanted: Sequence[str]) -> tuple[tuple[StatementKind, str], ...]:
    """Return some statements in their order: what is wanted, two others a kind, then more."""
    ranked = []
    for kind in StatementKind:
        same = [one for one in note.statements if one.kind is kind]
        same.sort(key=lambda one: one.id not in wanted)
        ranked += [(place > 1, place, one) for place, one in enumerate(same)]
    ranked.sort(key=lambda found: found[:2])
    kept = {one.id for *_, one in ranked[:_LINES]}
    return tuple((one.kind, one.text) for one in note.statements if one.id in kept)


def _elsewhere(ids: Sequence[str], towns: Mapping[str, str], home: str) -> list[str]:
    """Return the strongest statements of two other municipalities."""
    found: dict[str, str] = {}
    for one in ids:
        if towns[one] != home:
            found.setdefault(towns[one], one)
    return list(found.values())[:2]


def draw(way: Way) -> str:
    """Draw three boxes with arrows between them, and the people below."""
    parts = [
        svg.text(16, 40, "Vom Protokoll zum Thema", size=22, bold=True),
        svg.text(16, 66, "Ein Beispiel aus den Übungsprotokollen", fill=svg.QUIET),
        *_boxes(),
        *_note(way),
        *_statements(way),
        *_theme(way),
    ]
    return svg.page(
        parts,
        size=(900, _TOP + _HEIGHT + 16),
        title="Vom Protokoll zum Thema",
        about=(
            "Links ein Protokoll, dessen Sätze als Problem, Vorschlag oder Einzelfall erkannt "
            "sind. In der Mitte ähnliche Probleme aus drei Gemeinden. Rechts das Thema "
            f"„{way.label}“, genannt in {way.towns} von {way.of} Gemeinden, über das Menschen "
            "entscheiden."
        ),
    )


def _boxes() -> Iterator[str]:
    titles = ("1  Das Protokoll", "2  Ähnliche Aussagen", "3  Das Thema")
    for x, title in zip(_COLUMNS, titles, strict=True):
        yield svg.rect(x, _TOP, _BOX, _HEIGHT, fill="#f6f8fa", stroke="#c6ced6", round_=8)
        yield svg.text(x + 14, _TOP + 30, title, size=17, bold=True)
    for x in _COLUMNS[1:]:
        yield svg.arrow(x - 29, _TOP + _HEIGHT / 2, 26)


def _note(way: Way) -> Iterator[str]:
    x = _COLUMNS[0] + 14
    yield svg.text(x, _TOP + 54, way.origin, size=13, fill=svg.QUIET)
    for row, (kind, line) in enumerate(way.lines):
        y = _TOP + 84 + row * 54
        word, colour = _MARKS[kind]
        if line == way.followed[0][0]:
            yield svg.rect(x, y - 15, _BOX - 28, 51, fill="#e6f1f8", stroke=colour)
        yield svg.rect(x, y - 15, 4, 51, fill=colour)
        yield svg.text(x + 12, y, word, size=12, fill=colour, bold=True)
        lines = svg.wrapped(line, width=_BOX - 46, size=12, most=2)
        yield svg.paragraph(x + 12, y + 15, lines, size=11.5)


def _statements(way: Way) -> Iterator[str]:
    x = _COLUMNS[1] + 14
    for row, (line, town) in enumerate(way.followed):
        y = _TOP + 54 + row * 138
        yield svg.rect(x, y - 4, _BOX - 28, 126, fill="#fff", stroke=svg.BLUE, round_=6)
        yield svg.text(x + 12, y + 18, town, size=12, fill=svg.BLUE, bold=True)
        lines = svg.wrapped(line, width=_BOX - 54, size=13, most=5)
        yield svg.paragraph(x + 12, y + 38, lines, size=13)


def _theme(way: Way) -> Iterator[str]:
    x = _COLUMNS[2] + 14
    name = svg.wrapped(way.label, width=_BOX - 30, size=19, most=3)
    yield svg.paragraph(x, _TOP + 66, name, size=19, bold=True)
    y = _TOP + 66 + 27 * len(name)
    yield svg.text(x, y, f"{way.statements} Aussagen", size=14)
    yield svg.text(x, y + 22, f"aus {way.towns} von {way.of} Gemeinden", size=14)
    for town in range(way.of):
        fill = svg.BLUE if town < way.towns else "#fff"
        yield svg.circle(x + 7 + 18 * town, y + 44, 6.5, fill=fill, stroke=svg.BLUE)
    yield svg.rect(x, y + 76, _BOX - 28, 210, fill="#fff", stroke=svg.ORANGE, round_=6)
    yield svg.text(x + 12, y + 102, "Menschen entscheiden", size=15, fill=svg.ORANGE, bold=True)
    said = (
        "Sie prüfen die Aussagen.",
        "Sie benennen das Thema.",
        "Sie legen zusammen oder teilen.",
        "Sie stellen zurück, was nicht passt.",
        "Die Lenkungsgruppe beschließt.",
    )
    for row, line in enumerate(said):
        yield svg.text(x + 12, y + 130 + row * 24, line, size=13)
    yield svg.text(x + 12, y + 130 + 5 * 24 + 6, "Jede Entscheidung gilt weiter.", bold=True)
