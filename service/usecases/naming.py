"""What a theme of a run is called once statements that it was made of are deleted.

A label stays as long as other statements of the theme carry all its words. One that people gave
stays in any case: they wrote it, and the gate let it pass. Until the next run gives another
one, a label that has to go is replaced by keywords that other statements carry.

The method could name the theme at once, but only by weighing the words of all statements of
the Kreis again, inside the unit of work that holds it: ``docs/decisions/0023-deletion.md``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from service import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from service.store.tables import CandidateThemeRow

    Texts = Callable[[set[str]], Sequence[str]]
    """Returns the texts of some statements."""

_WORDS: Final = 2  # keywords that stand for a label
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def reduce(
    row: CandidateThemeRow,
    left: set[str],
    *,
    gone: Sequence[str],
    texts: Texts,
    given: bool,
) -> int:
    """Take out of a theme what rests on deleted statements only; return the labels replaced.

    Args:
        row: The theme.
        left: Ids of its statements that are left, at least one.
        gone: Texts of those that are deleted.
        texts: Returns the texts of statements that are left.
        given: Whether people gave it its label.
    """
    parts = [_part(part, row, left, gone=gone, texts=texts) for part in row.parts]
    evidence = resting(row.evidence, left)
    said = len(evidence) == len(row.evidence) and _is_said(
        row.label, gone, lambda: texts(left), every_word=not row.evidence
    )
    row.keywords, row.evidence = resting(row.keywords, left), evidence
    row.representatives = [id_ for id_ in row.representatives if id_ in left]
    row.parts = [part for part, _ in parts if part["statements"]]
    row.mean = None
    replaced = sum(renamed for _, renamed in parts)
    if said or given:
        return replaced
    name(row)
    return replaced + 1


def name(row: CandidateThemeRow) -> None:
    """Call a theme by keywords that are left."""
    chosen = row.keywords[:_WORDS]
    row.label = catalogue.name_left([keyword["word"] for keyword in chosen], row.stable_id)
    row.evidence = [{key: keyword[key] for key in ("word", "statements")} for keyword in chosen]
    row.label_gone = True


def resting(stored: Sequence[Mapping[str, Any]], left: set[str]) -> list[dict[str, Any]]:
    """Return what some statements stand for which are left, each with these only."""
    found = (
        {**entry, "statements": [id_ for id_ in entry["statements"] if id_ in left]}
        for entry in stored
    )
    return [entry for entry in found if entry["statements"]]


def _part(
    part: Mapping[str, Any],
    row: CandidateThemeRow,
    left: set[str],
    *,
    gone: Sequence[str],
    texts: Texts,
) -> tuple[dict[str, Any], bool]:
    """Return what is left of a sub-theme, and whether it was renamed."""
    own = {id_ for id_ in part["statements"] if id_ in left}
    reduced = {**part, "statements": [id_ for id_ in part["statements"] if id_ in own]}
    untouched = len(own) == len(part["statements"])
    if untouched or _is_said(part["label"], gone, lambda: texts(own), every_word=True):
        return reduced, False
    words = [keyword["word"] for keyword in resting(row.keywords, own)[:_WORDS]]
    return {**reduced, "label": catalogue.part_left(words)}, True


def _is_said(
    label: str, gone: Sequence[str], texts: Callable[[], Sequence[str]], *, every_word: bool
) -> bool:
    """Tell whether statements that are left say what a label says.

    Args:
        label: The label.
        gone: Texts that are deleted: a label that quotes one must be quoted from another, too.
        texts: Returns those that are left; called where they are needed.
        every_word: Whether nothing else tells that its words are in them.
    """
    wanted = label.casefold()
    quoted = any(wanted in text.casefold() for text in gone)
    if not quoted and not every_word:
        return True
    left = [text.casefold() for text in texts()]
    if quoted and not any(wanted in text for text in left):
        return False
    words = _WORD.findall(wanted) if every_word else []
    return all(any(word in text for text in left) for word in words)
