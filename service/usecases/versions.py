"""Versions: nobody changes what they have not seen (optimistic locking).

A theme of today changes with every run, and with every decision that touches it or is taken
back. Its version says so: the run, and how many such events there were. A decision has two
versions, before and after it is taken back; an account counts its own. What the Lenkungsgruppe
resolved about a theme has a version apart from the theme's: the number of resolutions.

What is compared is compared in the unit of work that makes the change.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlmodel import col, select

from service.errors import Change, PreconditionFailedError, PreconditionRequiredError
from service.store.access_tables import AuditRow
from service.store.actions import Action
from service.store.tables import LARGEST_INT, DecisionRow
from service.usecases.trail import who

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from service.store.access_tables import AccountRow
    from service.store.steering_tables import ResolutionRow
    from service.store.tables import RunRow

RUN_DONE: Final = "run.done"
"""What a run does to every theme; the audit log knows who asked for it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions that somebody has seen.

    Attributes:
        versions: Of objects of any kind; each says of which object it is.
        whatever: Whether they do not mind what it is now.
    """

    versions: frozenset[str] = field(default=frozenset())
    whatever: bool = False

    def of(self, about: str) -> str | None:
        """Return the version of an object that they have seen."""
        return next((one for one in self.versions if one.rpartition(".")[0] == about), None)


WHATEVER: Final = Seen(whatever=True)
"""What somebody says who does not mind."""


def ensure_seen(
    session: Session, about: str, version: str, seen: Seen, *, actions: Collection[Action]
) -> None:
    """Let a change of a decision or an account pass if its present version was seen.

    Args:
        session: The unit of work that makes the change.
        about: The object's id.
        version: Its present version.
        seen: What the person has seen.
        actions: What may have happened to it since; the last of it is told.

    Raises:
        PreconditionRequiredError: They do not say what they have seen.
        PreconditionFailedError: It was another version.
    """
    if seen.whatever or version in seen.versions:
        return
    if seen.of(about) is None:
        raise PreconditionRequiredError
    query = (
        select(AuditRow)
        .where(AuditRow.object_id == about, col(AuditRow.action).in_(actions))
        .order_by(col(AuditRow.number).desc())
        .limit(1)
    )
    last = [Event(row.at, about, Action(row.action), about) for row in session.exec(query)]
    raise PreconditionFailedError(_told(session, last), versions={about: version})


def decision_version(row: DecisionRow) -> str:
    """Return the version of a decision."""
    return f"{row.id}.{2 if row.withdrawn_at else 1}"


def account_version(row: AccountRow) -> str:
    """Return the version of an account."""
    return f"{row.id}.{row.version}"


# --- Themes -----------------------------------------------------------------------


class Event(NamedTuple):
    """Something that made a version of an object.

    Attributes:
        at: When.
        about: The object.
        action: What; ``None`` for a run, which nobody does to a single theme.
        by: The decision or the run that did it.
        kind: Of a decision or a resolution: what was decided.
    """

    at: datetime
    about: str
    action: Action | None
    by: str
    kind: str = ""


@dataclass(frozen=True)
class ThemeVersions:
    """The versions of the themes of a Kreis.

    Attributes:
        run: The latest run that is done.
        rows: All decisions of the Kreis, those that were taken back among them.
    """

    run: RunRow
    rows: Sequence[DecisionRow]

    def of(self, theme: str) -> str:
        """Return the version of a theme."""
        return f"{theme}.{self._run}-{len(self._events(theme))}"

    def since(self, theme: str, seen: str | None) -> list[Event]:
        """Return what happened to a theme since a version; the last if none was seen."""
        events = self._events(theme)
        run, _, count = (seen or "").rpartition(".")[2].partition("-")
        found = [event._replace(about=theme) for event in events[_known(count, events) :]]
        if seen and run != self._run:
            at = self.run.finished_at or self.run.created_at
            found.append(Event(at, theme, None, str(self.run.id)))
        return found

    @property
    def _run(self) -> str:
        return self.run.id.hex[:12]

    def _events(self, theme: str) -> list[Event]:
        """Return the events of a theme, and those of which it was not kept what they touched."""
        found = (*self._by_theme.get(theme, ()), *self._by_theme.get("", ()))
        return sorted(found, key=lambda event: event.at)

    @cached_property
    def _by_theme(self) -> Mapping[str, Sequence[Event]]:
        found: dict[str, list[Event]] = defaultdict(list)
        for row in self.rows:
            events = [Event(row.created_at, "", Action.DECISION_TAKEN, str(row.id), row.kind)]
            if row.withdrawn_at:
                withdrawn = Action.DECISION_WITHDRAWN
                events.append(Event(row.withdrawn_at, "", withdrawn, str(row.id), row.kind))
            for theme in [""] if row.touched is None else row.touched:
                found[theme].extend(events)
        return found


def theme_versions(session: Session, run: RunRow) -> ThemeVersions:
    """Return the versions of the themes that stand on the latest run of a Kreis."""
    query = (
        select(DecisionRow)
        .where(DecisionRow.district_id == run.district_id)
        .order_by(col(DecisionRow.number))
    )
    return ThemeVersions(run, session.exec(query).all())


def ensure_themes_seen(
    session: Session,
    versions: ThemeVersions,
    seen: Seen,
    *,
    named: Collection[str],
    touched: Collection[str],
    there: Collection[str],
) -> None:
    """Let a decision pass if the present versions of its themes were seen.

    Args:
        session: The unit of work that takes the decision.
        versions: Those of today.
        seen: Those that the person has seen.
        named: Themes that the decision names.
        touched: Themes that its statements are in today.
        there: All themes of today.

    Raises:
        PreconditionRequiredError: They do not say what they have seen of a theme that they name.
        PreconditionFailedError: One of the themes was another one, or is gone.
    """
    if seen.whatever:
        return
    if any(theme in there and seen.of(theme) is None for theme in named):
        raise PreconditionRequiredError
    present = {theme: versions.of(theme) for theme in (*named, *touched) if theme in there}
    gone = [theme for theme in named if theme not in there and seen.of(theme)]
    changed = [theme for theme, version in present.items() if version not in seen.versions]
    if not changed and not gone:
        return
    events = [
        event for theme in (*changed, *gone) for event in versions.since(theme, seen.of(theme))
    ]
    raise PreconditionFailedError(_told(session, events), versions=present)


# --- What the Lenkungsgruppe resolved ---------------------------------------------


def resolutions_version(theme: str, number: int) -> str:
    """Return the version of what stands of a theme: ``number`` is that of its last resolution."""
    return f"{_resolutions_of(theme)}.{number}"


def ensure_resolutions_seen(
    session: Session, theme: str, rows: Sequence[ResolutionRow], seen: Seen
) -> None:
    """Let a resolution pass if the last one before it was seen.

    Args:
        session: The unit of work that records it.
        theme: Stable id of the theme.
        rows: The resolutions about it, the earliest first.
        seen: What the person has seen.

    Raises:
        PreconditionRequiredError: They do not say what they have seen.
        PreconditionFailedError: Another one was recorded since.
    """
    about = _resolutions_of(theme)
    version = resolutions_version(theme, len(rows))
    if seen.whatever or version in seen.versions:
        return
    told = seen.of(about)
    if told is None:
        raise PreconditionRequiredError
    known = _known(told.rpartition(".")[2], rows)
    events = (
        Event(row.created_at, theme, Action.RESOLUTION_RECORDED, str(row.id), row.state)
        for row in rows[known:]
    )
    raise PreconditionFailedError(_told(session, events), versions={about: version})


def _known(count: str, found: Sequence[object]) -> int:
    """Return how many of what was found somebody has seen: all but the last, if they do not say.

    ``count`` is what they sent: Python refuses to read a number of thousands of digits.
    """
    told = count.isdecimal() and len(count) < len(str(LARGEST_INT))
    return int(count) if told else max(len(found) - 1, 0)


def _resolutions_of(theme: str) -> str:
    return f"{theme}/resolutions"


# --- Who --------------------------------------------------------------------------


def _told(session: Session, events: Iterable[Event]) -> tuple[Change, ...]:
    """Return events with those who did them, as far as the audit log knows; the latest last."""
    ordered = sorted(events, key=lambda event: event.at)
    query = select(AuditRow.object_id, AuditRow.action, AuditRow.actor).where(
        col(AuditRow.object_id).in_({event.by for event in ordered})
    )
    query = query.order_by(col(AuditRow.number))  # of several, the last is meant
    actors = {(by, action): actor for by, action, actor in session.exec(query)}
    return tuple(_change(session, event, actors) for event in ordered)


def _change(session: Session, event: Event, actors: Mapping[tuple[str, str], str]) -> Change:
    key = actors.get((event.by, event.action or Action.RUN_REQUESTED), "")
    actor = who(session, key)
    return Change(
        about=event.about,
        at=event.at,
        action=event.action or RUN_DONE,
        kind=event.kind,
        actor=actor.key,
        name=actor.name,
        role=actor.role,
    )
