"""How the anonymity gate is measured: counts, shares with their intervals, tables."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from nlp.anonymity import gate
from nlp.types import Document, Format, Span, Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gate_notes import Generated, Gold

_CONTEXT = 40
_NAMES = frozenset({"name", "initials", "NAME_PATIENT", "NAME_DOCTOR", "NAME_EXT"})


@dataclass(frozen=True, slots=True)
class Hit:
    """What the gate made of one piece of personal data.

    Attributes:
        gold: The piece.
        touched: Whether a finding overlaps it.
        whole: Whether findings together cover each of its letters and digits.
        context: It and its surroundings, to see what was missed.
    """

    gold: Gold
    touched: bool
    whole: bool
    context: str = field(repr=False)


@dataclass(slots=True)
class Report:
    """Counts over a set of notes; reports of parts add up.

    Attributes:
        documents: Notes.
        words: White-space separated words in them.
        hits: One for each piece of personal data.
        with_miss: Notes in which something was not touched.
        with_missed_name: Notes in which a name or initials were not touched.
        flags: Findings by type that touch nothing personal.
        refused: Those of them that refuse the note.
    """

    documents: int = 0
    words: int = 0
    hits: list[Hit] = field(default_factory=list)
    with_miss: int = 0
    with_missed_name: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    refused: int = 0

    def __iadd__(self, other: Report) -> Self:
        """Add another part of the set."""
        self.documents += other.documents
        self.words += other.words
        self.hits += other.hits
        self.with_miss += other.with_miss
        self.with_missed_name += other.with_missed_name
        self.flags += other.flags
        self.refused += other.refused
        return self


def document(text: str) -> Document:
    """Wrap a text as a document without layout."""
    return Document(Format.TXT, text, (), (), "")


def measure(notes: Iterable[Generated]) -> Report:
    """Run the gate over notes and compare its findings with what is in them."""
    report = Report()
    for note in notes:
        report += _measured(note)
    return report


def _measured(note: Generated) -> Report:
    findings = gate.check(document(note.text), population=note.population).findings
    spans = [finding.span for finding in findings]
    hits = [_hit(gold, note.text, spans) for gold in note.gold]
    missed = {hit.gold.type for hit in hits if not hit.touched}
    false = [one for one in findings if not any(one.span.overlaps(g.span) for g in note.gold)]
    return Report(
        documents=1,
        words=len(note.text.split()),
        hits=hits,
        with_miss=bool(missed),
        with_missed_name=bool(missed & _NAMES),
        flags=Counter(finding.type for finding in false),
        refused=sum(finding.tier is Tier.REFUSE for finding in false),
    )


def _hit(gold: Gold, text: str, found: Sequence[Span]) -> Hit:
    near = [span for span in found if span.overlaps(gold.span)]
    covered = {place for span in near for place in range(span.start, span.end)}
    places = range(gold.span.start, gold.span.end)
    whole = all(place in covered or not text[place].isalnum() for place in places)
    before = text[max(0, gold.span.start - _CONTEXT) : gold.span.start]
    after = text[gold.span.end : gold.span.end + _CONTEXT]
    return Hit(gold, bool(near), whole, f"{before}⟪{gold.span.of(text)}⟫{after}")


# --- Shares -----------------------------------------------------------------------------


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    centre = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def share(hits: int, total: int) -> str:
    """Return a share and its interval as text: ``.973 (.962–.981)``."""
    if not total:
        return "–"
    values = (hits / total, *wilson(hits, total))
    found, low, high = (f"{value:.3f}".removeprefix("0") for value in values)
    return f"{found} ({low}–{high})"


def per_thousand(count: int, words: int) -> str:
    """Return a number of flags per 1,000 words."""
    return f"{1000 * count / words:.2f}"


# --- Tables -----------------------------------------------------------------------------


def recall_table(hits: Iterable[Hit], key: Callable[[Gold], str]) -> str:
    """Return a Markdown table of recall, one row a key, the most frequent first."""
    total, touched, whole = Counter[str](), Counter[str](), Counter[str]()
    for hit in hits:
        for row in (key(hit.gold), "*all*"):
            total[row] += 1
            touched[row] += hit.touched
            whole[row] += hit.whole
    lines = ["| | spans | any overlap | whole |", "|---|---|---|---|"]
    lines += [
        f"| {row} | {count} | {share(touched[row], count)} | {share(whole[row], count)} |"
        for row, count in total.most_common()
    ]
    return "\n".join(lines)


def documents_line(report: Report) -> str:
    """Return the notes with a miss, and what was flagged beside the personal data."""
    return (
        f"{report.documents} documents, {report.words} words; with a missed name "
        f"{share(report.with_missed_name, report.documents)}, with any miss "
        f"{share(report.with_miss, report.documents)}; beside the personal data "
        f"{per_thousand(report.flags.total(), report.words)} flags per 1,000 words"
    )


def flags_table(reports: dict[str, Report]) -> str:
    """Return a Markdown table of false flags per 1,000 words by type."""
    types = sorted({type_ for report in reports.values() for type_ in report.flags})
    columns = ["flags per 1,000 words", "words", "all", "95 %", "refusing", *types]
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for name, report in reports.items():
        low, high = wilson(report.flags.total(), report.words)
        counts = (report.refused, *(report.flags[type_] for type_ in types))
        cells = [
            *(name, str(report.words), per_thousand(report.flags.total(), report.words)),
            f"{1000 * low:.2f}–{1000 * high:.2f}",
            *(per_thousand(count, report.words) for count in counts),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
