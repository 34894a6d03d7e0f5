"""What people decided about themes, as a file that every run replays.

One JSON object a line (JSON Lines, UTF-8), for example::

    {"kind": "rename", "theme": "T-2026-014", "label": "Sprachmittlung bei Ämtern"}
    {"kind": "merge", "themes": ["T-2026-003", "T-2026-009"], "date": "2026-11-21", "by": "KI"}
    {"kind": "split", "groups": [["s17", "s20"], ["s31", "s44"]]}
    {"kind": "move", "statement": "s17", "theme": "T-2026-003"}
    {"kind": "pin", "statements": ["s5", "s9", "s12"]}
    {"kind": "dismiss", "statement": "s40"}
    {"kind": "dismiss", "theme": "T-2026-011"}

``theme`` and ``themes``, ``statement`` and ``statements`` are the same, with one or several ids.
``anchors`` (ids of statements) say what a theme is made of; without them it is the theme of
the previous run. ``date`` puts decisions into order, the later one wins; a line without a date
has that of the line before. ``by`` names who decided.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from nlp.errors import DecisionsError
from nlp.text import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_TWO = 2


class Kind(StrEnum):
    """What can be decided."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    DISMISS = "dismiss"
    PIN = "pin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision; what its kind does not need is empty.

    Attributes:
        row: Its line in the file, from 1.
        kind: What was decided.
        themes: Stable ids; for ``move`` the one to move to.
        statements: Ids of statements.
        groups: For ``split``: what belongs together, and apart from the other groups.
        label: For ``rename``.
        anchors: Ids of statements that stand for the theme or the themes.
        decided_on: Its day, or that of the line before.
        by: Who decided.
    """

    row: int
    kind: Kind
    themes: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    label: str = ""
    anchors: tuple[str, ...] = ()
    decided_on: date | None = None
    by: str = ""

    @property
    def key(self) -> str:
        """Sixteen hex digits that stay the same in another line of another file."""
        said = (self.kind, self.themes, self.statements, self.groups, self.label, self.anchors)
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def read(data: bytes) -> tuple[Decision, ...]:
    """Read a file of decisions; blank lines are skipped.

    Returns:
        The decisions, the earliest first, those of one day in the order of the file.

    Raises:
        DecisionsError: A line is no decision.
    """
    decisions: list[Decision] = []
    day: date | None = None
    for row, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if line.strip():
            try:
                decision = _decision(row, json.loads(line), day)
            except (ValueError, RecursionError) as error:
                raise DecisionsError(row=row) from error
            decisions.append(decision)
            day = decision.decided_on
    return tuple(sorted(decisions, key=lambda found: found.decided_on or date.min))


def _decision(row: int, given: Any, day: date | None) -> Decision:  # noqa: ANN401 - any JSON
    """Return a decision.

    Raises:
        ValueError: It is none.
    """
    _check(isinstance(given, dict) and given.keys() <= _FIELDS)
    decision = Decision(
        row=row,
        kind=Kind(given.get("kind")),
        themes=(*_one(given, "theme"), *_several(given, "themes")),
        statements=(*_one(given, "statement"), *_several(given, "statements")),
        groups=tuple(_ids(group) for group in _list(given.get("groups", []))),
        label=normalise("".join(_one(given, "label"))),
        anchors=_several(given, "anchors"),
        decided_on=next(map(date.fromisoformat, _one(given, "date")), day),
        by="".join(_one(given, "by")),
    )
    _check(_COMPLETE[decision.kind](decision))
    return decision


_FIELDS = frozenset("kind theme themes statement statements groups label anchors date by".split())


def _rename(decision: Decision) -> bool:
    theme = len(decision.themes) == 1 or (not decision.themes and decision.anchors)
    return bool(theme and decision.label and not decision.statements and not decision.groups)


def _merge(decision: Decision) -> bool:
    enough = len(set(decision.themes)) >= _TWO or len(set(decision.anchors)) >= _TWO
    return enough and not (decision.statements or decision.groups or decision.label)


def _split(decision: Decision) -> bool:
    listed = [statement for group in decision.groups for statement in group]
    distinct = len(listed) == len(set(listed))
    enough = len(decision.groups) >= _TWO and all(decision.groups)
    return enough and distinct and not (decision.statements or decision.label)


def _move(decision: Decision) -> bool:
    theme = len(decision.themes) == 1 or (not decision.themes and decision.anchors)
    return bool(theme and decision.statements and not decision.groups and not decision.label)


def _dismiss(decision: Decision) -> bool:
    theme = len(decision.themes) == 1 or (not decision.themes and bool(decision.anchors))
    which = theme != bool(decision.statements) and len(decision.themes) < _TWO
    return which and not (decision.groups or decision.label)


def _pin(decision: Decision) -> bool:
    other = decision.themes or decision.groups or decision.label or decision.anchors
    return len(set(decision.statements)) >= _TWO and not other


_COMPLETE: Mapping[Kind, Callable[[Decision], bool]] = {
    Kind.RENAME: _rename,
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
    Kind.MOVE: _move,
    Kind.DISMISS: _dismiss,
    Kind.PIN: _pin,
}


def _one(given: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield the text under ``name`` if there is one."""
    if name in given:
        yield from _ids([given[name]])


def _several(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return _ids(given.get(name, []))


def _ids(given: Any) -> tuple[str, ...]:  # noqa: ANN401 - any JSON
    found = _list(given)
    _check(all(isinstance(text, str) and text.strip() and _is_text(text) for text in found))
    return tuple(dict.fromkeys(found))


def _is_text(text: str) -> bool:
    """Tell whether there are no control characters in it, and nothing that is half a one."""
    return normalise(text).replace("\xad", "").isprintable()


def _list(given: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    if not isinstance(given, list):
        raise ValueError  # noqa: TRY004 - becomes a DecisionsError like any other fault
    return given


def _check(fine: bool) -> None:  # noqa: FBT001 - the one thing it is asked
    if not fine:
        raise ValueError
