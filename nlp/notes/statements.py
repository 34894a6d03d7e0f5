"""The statements of a note, section by section."""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING

from nlp.language import sentences
from nlp.notes import classifier, cues, tables
from nlp.notes.layout import Role
from nlp.notes.plain import plain
from nlp.notes.sections import sections_of
from nlp.notes.vocabulary import SectionKind
from nlp.types import Span, Statement, StatementKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nlp.notes.layout import Part
    from nlp.notes.sections import Section
    from nlp.types import Document

Claim = tuple[Span, StatementKind]

# Where the sentence itself has to say what it is.
_BY_SENTENCE = frozenset({None, SectionKind.FOREIGN})
_NO_STATEMENTS = frozenset({SectionKind.SILENT, SectionKind.STRENGTHS})
# How certain the classifier must be of a measure that shows no cue of one.
_CERTAIN = 0.9
# What is longer than this is no sentence; its beginning says what it is.
_LONGEST_SENTENCE = 2000


def find_statements(document: Document, layout: Sequence[Part]) -> tuple[Statement, ...]:
    """Find the statements of a note in the order of its text."""
    return tuple(
        _statement(document, span, kind, section.heading)
        for section in sections_of(document, layout)
        for span, kind in _claims(document.text, section)
        if any(map(str.isalpha, span.of(document.text)))
    )


def _statement(document: Document, span: Span, kind: StatementKind, heading: str) -> Statement:
    place = f"{document.sha256}:{span.start}:{span.end}"
    return Statement(
        id="s" + hashlib.sha256(place.encode()).hexdigest()[:16],
        kind=kind,
        text=plain(span.of(document.text), document.format),
        section=heading,
        span=span,
    )


def _claims(text: str, section: Section) -> Iterator[Claim]:
    """Yield what a section says: its tables as a whole, everything else part by part."""
    if section.kind in _NO_STATEMENTS:
        return
    for is_table, group in groupby(section.parts, key=lambda part: part.role is Role.ROW):
        if is_table:
            yield from _from_table(text, list(group), section.kind)
        else:
            for part in group:
                yield from _from_text(text, part, section.kind)


# --- Text -----------------------------------------------------------------------


def _from_text(text: str, part: Part, section: SectionKind | None) -> Iterator[Claim]:
    """Yield a list item as one statement, a paragraph sentence by sentence."""
    if part.role is Role.ITEM and section not in _BY_SENTENCE:
        kind = _kind_of_item(part.span.of(text), section)
        if kind:
            yield part.span, kind
    else:
        yield from _joined(text, part.span, _JUDGES[section])


def _kind_of_item(item: str, section: SectionKind | None) -> StatementKind | None:
    """Return the kind of a list item; its first sentence says it."""
    first = _first_sentence(item)
    if cues.introduces(item):
        return None
    if section is SectionKind.MIXED:
        return _judge_bullet(first)
    return _JUDGES[section](first)


def _first_sentence(text: str) -> str:
    return sentences(text)[0].of(text)[:_LONGEST_SENTENCE]


def _joined(
    text: str, span: Span, judge: Callable[[str], StatementKind | None]
) -> Iterator[Claim]:
    """Yield a paragraph's sentences, each with those that only continue it."""
    current: Claim | None = None
    for sentence in sentences(span.of(text)):
        place = Span(span.start + sentence.start, span.start + sentence.end)
        words = place.of(text)[:_LONGEST_SENTENCE]
        kind = judge(words)
        if current and kind in {None, current[1]} and cues.continues(words):
            current = (Span(current[0].start, place.end), current[1])
            continue
        if current:
            yield current
        current = (place, kind) if kind else None
    if current:
        yield current


def _judge_bullet(sentence: str) -> StatementKind:
    """Return what an item is that no section tells; a problem, unless there is a reason."""
    if cues.about_case(sentence):
        return StatementKind.SINGLE_CASE
    learned = classifier.judge(sentence)
    shown = cues.names_lack(sentence) or cues.proposes(sentence)
    return learned.kind if shown or learned.certainty >= _CERTAIN else StatementKind.PROBLEM


def _judge_prose(sentence: str) -> StatementKind | None:
    """Return what a sentence of prose is; only its cues say whether it is anything."""
    kind = _judge_by_cues(sentence)
    if kind in {None, StatementKind.SINGLE_CASE}:
        return kind
    return classifier.judge(sentence).kind


def _judge_foreign(sentence: str) -> StatementKind | None:
    kind = _judge_by_cues(sentence)
    return None if kind is StatementKind.MEASURE and not cues.urges(sentence) else kind


def _judge_by_cues(sentence: str) -> StatementKind | None:
    kind = _judge_problems(sentence)
    return None if kind is StatementKind.PROBLEM and not cues.names_lack(sentence) else kind


def _judge_problems(sentence: str) -> StatementKind | None:
    if cues.reports(sentence):
        return None
    return cues.kind_of(sentence, default=StatementKind.PROBLEM)


def _judge_measures(sentence: str) -> StatementKind | None:
    return None if cues.introduces(sentence) else StatementKind.MEASURE


def _judge_steps(sentence: str) -> StatementKind | None:
    return None if cues.introduces(sentence) or cues.organises(sentence) else StatementKind.MEASURE


def _judge_case(sentence: str) -> StatementKind | None:
    return None if cues.introduces(sentence) else StatementKind.SINGLE_CASE


_JUDGES: dict[SectionKind | None, Callable[[str], StatementKind | None]] = {
    None: _judge_prose,
    SectionKind.MIXED: _judge_prose,
    SectionKind.FOREIGN: _judge_foreign,
    SectionKind.PROBLEMS: _judge_problems,
    SectionKind.UNCLEAR: _judge_problems,
    SectionKind.STEPS: _judge_steps,
    SectionKind.MEASURES: _judge_measures,
    SectionKind.CASE: _judge_case,
}


# --- Tables ---------------------------------------------------------------------


def _from_table(text: str, rows: Sequence[Part], section: SectionKind | None) -> Iterator[Claim]:
    """Yield the statements of a table that stands in a section."""
    if section is SectionKind.CASE:
        yield from _from_case_table(text, rows)
        return
    columns, body = tables.read_table([[cell.of(text) for cell in row.cells] for row in rows])
    judge = _JUDGES[SectionKind.PROBLEMS if columns.named and section in _BY_SENTENCE else section]
    for index in body:
        for span, named in tables.statements_of(text, rows[index].cells, columns):
            kind = named or judge(_first_sentence(span.of(text)))
            if kind:
                yield span, kind


def _from_case_table(text: str, rows: Sequence[Part]) -> Iterator[Claim]:
    """Yield the rows about the case, "Merkmal | Angabe", where something is filled in."""
    columns = max(len(row.cells) for row in rows)
    for row in rows:
        filled = [cell for cell in row.cells if cell.of(text).strip()]
        header = tables.columns_of([cell.of(text) for cell in row.cells])
        if header or len(filled) < min(2, columns):
            continue
        numbered = len(filled) > 1 and not any(map(str.isalpha, filled[0].of(text)))
        yield Span(filled[numbered].start, filled[-1].end), StatementKind.SINGLE_CASE
