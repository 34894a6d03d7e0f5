"""The statements that a decision stands on, and what it wants of them.

Where a decision names themes, its anchors are what the themes held in the previous run. They
are kept with the report on it, so that it holds after the themes have changed.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from nlp.themes.constraints import Together
from nlp.themes.decisions import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from nlp.themes.decisions import Decision

    Pair = tuple[frozenset[str], frozenset[str]]

_ANCHORS = 50  # the strongest statements of a theme speak for all
_FEW = 3  # those that speak for a theme which one statement leaves or enters


@dataclass(frozen=True, slots=True)
class Anchors:
    """The statements that a decision stood on when it was first replayed.

    Attributes:
        parts: Those of each theme that it names.
        left: For ``move``: those of the theme that each statement leaves.
    """

    parts: tuple[tuple[str, ...], ...] = ()
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What the previous run knows.

    Attributes:
        theme_of: Stable theme id by statement, ``None`` where it was not bundled.
        statements: Statements by theme, the strongest first.
        representatives: Up to three statements by theme.
        taken: All stable ids ever used.
        anchors: Those of the decisions replayed before, by :attr:`Decision.key`.
    """

    theme_of: Mapping[str, str | None] = field(default_factory=dict)
    statements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    representatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    anchors: Mapping[str, Anchors] = field(default_factory=dict)


def anchors_of(decision: Decision, known: Known) -> Anchors:
    """Return what a decision stood on before, or stands on now if that is more."""
    now = Anchors(_parts(decision, known), MappingProxyType(_left(decision, known)))
    before = known.anchors.get(decision.key, now)
    living = sum(any(anchor in known.theme_of for anchor in part) for part in before.parts)
    return before if living >= len(now.parts) else now


def _left(decision: Decision, known: Known) -> dict[str, tuple[str, ...]]:
    """Return for each statement that moves a few of the theme that it leaves."""
    if decision.kind is not Kind.MOVE:
        return {}
    to = {*decision.themes, *(known.theme_of.get(anchor) for anchor in decision.anchors)}
    old = {one: known.theme_of.get(one) for one in decision.statements}
    return {
        one: tuple(anchor for anchor in _few(theme, known) if anchor not in old)
        for one, theme in old.items()
        if theme is not None and theme not in to
    }


def _parts(decision: Decision, known: Known) -> tuple[tuple[str, ...], ...]:
    """Return what the themes that a decision names hold, unless it says so itself."""
    if decision.anchors:
        by_theme = defaultdict(list)
        for anchor in decision.anchors:
            by_theme[known.theme_of.get(anchor)].append(anchor)
        return tuple(map(tuple, by_theme.values()))
    if decision.kind is Kind.SPLIT:
        return ()
    of = _few if decision.kind is Kind.MOVE else _strongest
    parts = (_without(of(theme, known), decision.statements) for theme in decision.themes)
    return tuple(part for part in parts if part)


def _without(anchors: tuple[str, ...], moving: Collection[str]) -> tuple[str, ...]:
    """Leave out what moves, unless that is all."""
    return tuple(anchor for anchor in anchors if anchor not in moving) or anchors


def _few(theme: str, known: Known) -> tuple[str, ...]:
    return known.representatives.get(theme) or known.statements.get(theme, ())[:_FEW]


def _strongest(theme: str, known: Known) -> tuple[str, ...]:
    return known.statements.get(theme, ())[:_ANCHORS]


def links(decision: Decision, anchors: Anchors) -> tuple[Sequence[Together[str]], Sequence[Pair]]:
    """Return what a decision wants together and what apart, by statement."""
    parts = tuple(map(frozenset, anchors.parts))
    statements = frozenset(decision.statements)
    if decision.kind is Kind.MERGE:
        return ([Together(parts)] if len(parts) > 1 or decision.anchors else []), []
    if decision.kind is Kind.PIN:
        return [Together((statements,))], []
    if decision.kind is Kind.SPLIT:
        groups = [frozenset(group) for group in decision.groups]
        return [Together((group,)) for group in groups], list(itertools.combinations(groups, 2))
    if decision.kind is Kind.MOVE:
        away = [(frozenset({one}), frozenset(old)) for one, old in sorted(anchors.left.items())]
        return ([Together(parts, statements)], away) if parts else ([], [])
    return [], []
