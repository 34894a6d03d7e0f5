"""What people decided since the last run, shown at once.

A decision is obeyed by every later run (:mod:`nlp.themes.replay`). Until the next one it is
laid over the last run's result: nobody should have to wait for a night to see two themes
become one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nlp.themes.decisions import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nlp.themes.decisions import Decision


@dataclass(frozen=True, slots=True)
class State:
    """Which statement is in which theme, and what people say of the themes.

    Attributes:
        theme_of: Stable theme id by statement, ``None`` where it is in none.
        labels: Labels that people gave, by theme.
        dismissed: Themes that people dismissed.
        set_aside: Statements that people dismissed; they are in no theme.
    """

    theme_of: Mapping[str, str | None]
    labels: Mapping[str, str] = field(default_factory=dict)
    dismissed: frozenset[str] = frozenset()
    set_aside: frozenset[str] = frozenset()


def applied(
    state: State, decisions: Iterable[Decision], *, opened: Mapping[int, Sequence[str]]
) -> State:
    """Return the state after some decisions, the earliest first.

    What a decision names and is not there is passed over, as a run does; a run reports it.

    Args:
        state: The state before.
        decisions: Decisions since.
        opened: Unused stable ids for the themes that a decision opens, by its row; see
            :func:`opens`.
    """
    for decision in decisions:
        state = _STEPS[decision.kind](state, decision, opened.get(decision.row, ()))
    return state


def opens(decision: Decision) -> int:
    """Return how many ids a decision may need for themes that are not there yet."""
    if decision.kind is Kind.SPLIT:
        return len(decision.groups) - 1
    return int(decision.kind is Kind.PIN)


def _rename(state: State, decision: Decision, _opened: Sequence[str]) -> State:
    labels = dict.fromkeys(_themes(state, decision), decision.label)
    return replace(state, labels={**state.labels, **labels})


def _merge(state: State, decision: Decision, _opened: Sequence[str]) -> State:
    """Let the first theme that still stands take the statements of the others."""
    standing = set(state.theme_of.values())
    first, *others = [one for one in _themes(state, decision) if one in standing] or [""]
    moving = {one for one, theme in state.theme_of.items() if theme in others}
    return _moved(state, moving, first)


def _split(state: State, decision: Decision, opened: Sequence[str]) -> State:
    """Let the first group keep the theme, with all that is in no group."""
    for group, theme in zip(decision.groups[1:], opened, strict=False):
        state = _moved(state, group, theme)
    return state


def _move(state: State, decision: Decision, _opened: Sequence[str]) -> State:
    standing = set(state.theme_of.values())
    theme = next((one for one in _themes(state, decision) if one in standing), None)
    return _moved(state, decision.statements, theme) if theme else state


def _pin(state: State, decision: Decision, opened: Sequence[str]) -> State:
    """Let all go with the first that is in a theme, or into a new one."""
    found = (state.theme_of.get(one) for one in decision.statements)
    theme = next((theme for theme in found if theme), next(iter(opened), None))
    return _moved(state, decision.statements, theme) if theme else state


def _dismiss(state: State, decision: Decision, _opened: Sequence[str]) -> State:
    if not decision.statements:
        return replace(state, dismissed=state.dismissed.union(_themes(state, decision)))
    gone = state.theme_of.keys() & set(decision.statements)
    return replace(
        state,
        theme_of={one: theme for one, theme in state.theme_of.items() if one not in gone},
        set_aside=state.set_aside | gone,
    )


_STEPS: Mapping[Kind, Callable[[State, Decision, Sequence[str]], State]] = {
    Kind.RENAME: _rename,
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
    Kind.MOVE: _move,
    Kind.PIN: _pin,
    Kind.DISMISS: _dismiss,
}


def _moved(state: State, statements: Iterable[str], theme: str) -> State:
    """Put statements into a theme; those that were set aside come back."""
    known = state.theme_of.keys() | state.set_aside
    moving = {one: theme for one in statements if one in known}
    return replace(
        state,
        theme_of={**state.theme_of, **moving},
        set_aside=state.set_aside - moving.keys(),
    )


def _themes(state: State, decision: Decision) -> tuple[str, ...]:
    """Return the themes that a decision names, or those that hold most of its anchors."""
    if decision.themes:
        return decision.themes
    held = Counter(state.theme_of.get(anchor) for anchor in decision.anchors)
    themes = sorted((theme for theme in held if theme), key=lambda theme: (-held[theme], theme))
    return tuple(themes if decision.kind is Kind.MERGE else themes[:1])
