"""People's decisions, replayed on a run: before it as constraints, after it as names.

The later of two contradicting decisions wins. Nothing is dropped
silently: every :class:`Outcome` says what could not be done, and why.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from nlp.text import normalise
from nlp.themes.anchors import Anchors, Known, anchors_of, links
from nlp.themes.decisions import Kind
from nlp.themes.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from nlp.themes.constraints import Constraints
    from nlp.themes.decisions import Decision
    from nlp.types import Entry, ThemeRun


class Code(StrEnum):
    """Why a decision was not, or not wholly, followed, or deserves a second look.

    Figures: ``statements_gone`` how many ``of`` its statements are no longer there;
    ``overruled`` how many ``links`` later decisions take back; ``equal_texts`` how many pairs
    have the same text and cannot be apart; ``scattered`` how many ``of`` its anchors are in the
    theme with most of them, ``absorbed`` how many in one that keeps its own name; ``weak`` the
    mean ``strength`` of what was forced, and the ``floor`` from which on it is worth no word.
    """

    THEME_UNKNOWN = "theme_unknown"
    THEME_RETIRED = "theme_retired"
    STATEMENTS_GONE = "statements_gone"
    OVERRULED = "overruled"
    EQUAL_TEXTS = "equal_texts"
    SCATTERED = "scattered"
    ABSORBED = "absorbed"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to report about a decision, with figures by name."""

    code: Code
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision.

    Attributes:
        decision: The decision.
        anchors: The statements that it stands on; to be kept for the next run.
        notes: What to report; empty if it was wholly followed.
        followed: Whether anything of it was.
    """

    decision: Decision
    anchors: Anchors
    notes: tuple[Note, ...]
    followed: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to obey.

    Attributes:
        constraints: For the clustering, by statement.
        dismissed: Statements to leave out.
        known: Themes of the previous run.
        outcomes: One a decision, the earliest first, as far as known before the run.
    """

    constraints: Constraints[str]
    dismissed: frozenset[str]
    known: frozenset[str]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A run with people's labels.

    Attributes:
        run: Its labels are those that people gave.
        dismissed: Themes of the run that people dismissed.
        outcomes: One a decision, the earliest first.
    """

    run: ThemeRun
    dismissed: frozenset[str]
    outcomes: tuple[Outcome, ...]


# --- before the run -----------------------------------------------------------


def plan(
    decisions: Sequence[Decision], entries: Sequence[Entry], *, known: Known | None = None
) -> Plan:
    """Turn decisions into constraints that do not contradict each other.

    Args:
        decisions: The earliest first.
        entries: The statements there are.
        known: The previous run, by which theme ids are understood.
    """
    known = known or Known()
    there = {entry.id: normalise(entry.text) for entry in entries}
    dismissed, overruled = _dismissed(decisions, there)
    ledger = Ledger({key: text for key, text in there.items() if key not in dismissed})
    outcomes = []
    for decision in reversed(decisions):
        anchors = anchors_of(decision, known)
        notes = [*_unknown(decision, anchors, known), *_gone(decision, anchors, there, dismissed)]
        taken = ledger.accept(*links(decision, anchors))
        if lost := taken.lost + overruled.get(decision.row, 0):
            notes.append(Note(Code.OVERRULED, {"links": lost}))
        if taken.equal:
            notes.append(Note(Code.EQUAL_TEXTS, {"pairs": taken.equal}))
        gone = decision.kind is Kind.DISMISS and dismissed.intersection(decision.statements)
        followed = taken.anything or bool(gone)
        outcomes.append(Outcome(decision, anchors, tuple(notes), followed=followed))
    return Plan(
        ledger.constraints,
        frozenset(dismissed),
        frozenset(known.statements),
        tuple(reversed(outcomes)),
    )


def _dismissed(
    decisions: Sequence[Decision], there: Collection[str]
) -> tuple[set[str], Mapping[int, int]]:
    """Return the dismissed statements, and by row how many of a decision a later one took."""
    dismissed: set[str] = set()
    wanted: set[str] = set()
    overruled: dict[int, int] = {}
    for decision in reversed(decisions):
        named = {*decision.statements, *itertools.chain(*decision.groups)} & set(there)
        mine, other = (dismissed, wanted) if decision.kind is Kind.DISMISS else (wanted, dismissed)
        overruled[decision.row] = len(named & other)
        mine |= named - other
    return dismissed, overruled


def _unknown(decision: Decision, anchors: Anchors, known: Known) -> tuple[Note, ...]:
    """Report themes that there is nothing to say about."""
    enough = len(anchors.parts) >= len(decision.themes)
    if enough or decision.anchors or decision.kind is Kind.SPLIT:
        return ()
    missing = [theme for theme in decision.themes if theme not in known.statements]
    retired = sum(theme in known.taken for theme in missing)
    counts = {Code.THEME_RETIRED: retired, Code.THEME_UNKNOWN: len(missing) - retired}
    return tuple(Note(code, {"themes": count}) for code, count in counts.items() if count)


def _gone(
    decision: Decision, anchors: Anchors, there: Collection[str], dismissed: Collection[str]
) -> tuple[Note, ...]:
    """Report statements that are no longer there, and anchors that are dismissed."""
    named = {*decision.statements, *itertools.chain(*decision.groups)}
    standing = {*itertools.chain(*anchors.parts)} - named
    missing = len(named.difference(there)) + len(
        standing.difference(there).union(standing.intersection(dismissed))
    )
    figures = {"statements": missing, "of": len(named) + len(standing)}
    return (Note(Code.STATEMENTS_GONE, figures),) if missing else ()


# --- after the run ------------------------------------------------------------


def apply(run: ThemeRun, planned: Plan, *, floor: float) -> Replayed:
    """Give themes the names that people gave them, and report on every decision.

    Args:
        run: The run under the plan's constraints.
        planned: What it had to obey.
        floor: Strength from which on the consensus bundles by itself, in ``[0, 1]``.
    """
    labels: dict[str, str] = {}
    dismissed: set[str] = set()
    outcomes = []
    for outcome in reversed(planned.outcomes):
        decision = outcome.decision
        if not _about_theme(decision):
            weak = _weak(outcome, run, floor)
            outcomes.append(replace(outcome, notes=outcome.notes + weak))
            continue
        theme, notes = _subject(decision, outcome.anchors, run, planned.known)
        late = decision.kind is Kind.RENAME and theme in labels
        if late:
            notes = (*notes, Note(Code.OVERRULED, {"links": 1}))
        elif theme and decision.kind is Kind.RENAME:
            labels[theme] = decision.label
        elif theme:
            dismissed.add(theme)
        followed = theme is not None and not late
        outcomes.append(replace(outcome, notes=outcome.notes + notes, followed=followed))
    themes = (replace(theme, label=labels.get(theme.id, theme.label)) for theme in run.themes)
    return Replayed(
        replace(run, themes=tuple(themes)), frozenset(dismissed), tuple(reversed(outcomes))
    )


def _about_theme(decision: Decision) -> bool:
    """Tell whether a decision is about a theme as a whole, and no constraint."""
    return decision.kind is Kind.RENAME or (
        decision.kind is Kind.DISMISS and not decision.statements
    )


def _subject(
    decision: Decision, anchors: Anchors, run: ThemeRun, known: Collection[str]
) -> tuple[str | None, tuple[Note, ...]]:
    """Return the theme that a decision is about.

    It is the theme that bears the id (run with stable ids), else the one that holds most of
    the anchors; but not one that the run before knew under an id of its own: what was said of
    the theme that went into it was not said of it.
    """
    theme, notes = _holder(anchors, run)
    borne = {found.id for found in run.themes}
    named = next((id_ for id_ in decision.themes if id_ in borne), None)
    if named is not None:
        return named, notes if named == theme else ()
    if decision.themes and theme is not None and theme in known:
        standing = {anchor for part in anchors.parts for anchor in part}
        held = sum(run.theme_of.get(anchor) == theme for anchor in standing)
        return None, (Note(Code.ABSORBED, {"statements": held, "of": len(standing)}),)
    return theme, notes


def _holder(anchors: Anchors, run: ThemeRun) -> tuple[str | None, tuple[Note, ...]]:
    """Return the theme that holds most anchors; report if these are fewer than half."""
    there = [anchor for part in anchors.parts for anchor in part if anchor in run.positions]
    held = Counter(run.theme_of[anchor] for anchor in there if anchor in run.theme_of)
    if not held:
        return None, (Note(Code.SCATTERED, {"statements": 0, "of": len(there)}),)
    theme = min(held, key=lambda found: (-held[found], found))
    if held[theme] * 2 >= len(there):
        return theme, ()
    return theme, (Note(Code.SCATTERED, {"statements": held[theme], "of": len(there)}),)


def _weak(outcome: Outcome, run: ThemeRun, floor: float) -> tuple[Note, ...]:
    """Report what is only together because it was forced."""
    decision = outcome.decision
    if not outcome.followed or decision.kind is Kind.DISMISS:
        return ()
    groups = {
        Kind.MERGE: outcome.anchors.parts,
        Kind.SPLIT: decision.groups,
    }.get(decision.kind, (decision.statements,))
    statements = itertools.chain(*groups)
    found = [run.strength_of[one] for one in statements if one in run.strength_of]
    strength = float(np.mean(found)) if found else 0.0
    if strength >= floor:
        return ()
    return (Note(Code.WEAK, {"strength": round(strength, 4), "floor": round(floor, 4)}),)
