"""People's decisions about themes: take one, take it back, list them.

A decision shows at once and is obeyed by every later run. It is stored with the statements
that it stands on, so that it holds after the themes have changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import func
from sqlmodel import col, select

from nlp.text import normalise
from nlp.themes.anchors import anchors_of
from nlp.themes.lineage import unused
from nlp.themes.overlay import opens
from nlp.types import Tier
from service.errors import (
    DecisionNotFoundError,
    DoubtfulLabelError,
    IncompleteDecisionError,
    LabelCharacterError,
    LongLabelError,
    NoRunYetError,
    PersonalLabelError,
    StatementNotFoundError,
    ThemeNotFoundError,
    UnknownFieldError,
    WithdrawnError,
)
from service.settings import TIME_ZONE
from service.store.tables import LONGEST_LABEL, DecisionRow, ThemeIdRow
from service.usecases.audit import Action, record
from service.usecases.current import (
    FIELD,
    Current,
    as_decision,
    current,
    previous,
    stored_anchors,
)
from service.usecases.history import decision_views
from service.usecases.taxonomy import field_titles
from service.usecases.versions import (
    decision_version,
    ensure_seen,
    ensure_themes_seen,
    theme_versions,
)
from service.usecases.views import Page
from service.usecases.words import holds_control, judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database
    from service.usecases.standing import DecisionView
    from service.usecases.versions import Seen

_log = structlog.get_logger("themenradar.decisions")
_TWO: Final = 2


class DecisionKind(StrEnum):
    """What people decide on pages: the method's kinds, and the Handlungsfeld."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    DISMISS = "dismiss"
    PIN = "pin"
    FIELD = FIELD


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """A decision that somebody wants to take; what its kind does not need is empty.

    Attributes:
        kind: What is decided.
        themes: Stable ids: the theme; for ``merge`` those that become one, the first of which
            stays; for ``move`` the one to move to.
        statements: For ``split`` those that become a theme of their own.
        label: For ``rename``, ``split`` and ``pin`` the name of the theme; for ``merge``
            optional.
        field: For ``field`` a key of the taxonomy.
        no_person: Whether somebody says that the label names no person, where the gate is not
            sure.
    """

    kind: DecisionKind
    themes: tuple[str, ...] = ()
    statements: tuple[UUID, ...] = ()
    label: str = ""
    field: str = ""
    no_person: bool = False


def decide(
    database: Database,
    wanted: NewDecision,
    *,
    district: str,
    actor: str,
    now: datetime,
    seen: Seen,
) -> DecisionView:
    """Take a decision; a label for a theme that it opens or keeps is a second one.

    Args:
        database: The database.
        wanted: What is decided.
        district: The Kreis.
        actor: Who decides.
        now: The present.
        seen: The versions of all themes that it names, and of those that its statements are in.

    Raises:
        NoRunYetError: There are no themes yet.
        PreconditionRequiredError: Nobody says which version of a theme they have seen.
        PreconditionFailedError: One of the themes was changed since.
        ThemeNotFoundError: A theme is not among those of today.
        StatementNotFoundError: A statement is not among those of the latest run.
        IncompleteDecisionError: What the kind needs is not there.
        LabelCharacterError: The label holds a control character.
        LongLabelError: The label is too long.
        PersonalLabelError: The label holds personal data.
        DoubtfulLabelError: The label may name a person, and nobody says that it does not.
        UnknownFieldError: There is no such Handlungsfeld.
    """
    label = _label(wanted.label, no_person=wanted.no_person)
    wanted = replace(wanted, label=label, themes=tuple(dict.fromkeys(wanted.themes)))
    with database.writing(district) as session:
        now_is = current(session, district)
        if now_is is None:
            raise NoRunYetError
        _ensure_seen(session, wanted, now_is, seen)
        _check(wanted, now_is)
        row = _store(session, _row(wanted, now_is, district, now), actor=actor)
        theme = _named_by(row, wanted, now_is)
        if theme:
            rename = NewDecision(kind=DecisionKind.RENAME, themes=(theme,), label=label)
            _store(session, _row(rename, now_is, district, now), actor=actor)
        session.commit()
        (view,) = decision_views(session, [row], district)
    _log.info("decision taken", kind=row.kind, number=row.number)
    return view


def withdraw(
    database: Database,
    decision_id: UUID,
    *,
    district: str,
    actor: str,
    now: datetime,
    seen: Seen,
) -> DecisionView:
    """Take a decision back: what a run made of it stays until the next one.

    Args:
        database: The database.
        decision_id: The decision.
        district: The Kreis.
        actor: Who takes it back.
        now: The present.
        seen: The version of the decision that they have seen.

    Raises:
        DecisionNotFoundError: There is no such decision in the Kreis.
        PreconditionRequiredError: Nobody says which version they have seen.
        PreconditionFailedError: Somebody else has taken it back since.
        WithdrawnError: It was withdrawn already.
    """
    with database.writing(district) as session:
        row = session.get(DecisionRow, decision_id)
        if row is None or row.district_id != district:
            raise DecisionNotFoundError
        ensure_seen(
            session,
            str(row.id),
            decision_version(row),
            seen,
            actions={Action.DECISION_WITHDRAWN},
        )
        if row.withdrawn_at is not None:
            raise WithdrawnError
        for one in filter(None, (row, _naming_of(session, row))):
            one.withdrawn_at = now
            record(
                session,
                actor=actor,
                action=Action.DECISION_WITHDRAWN,
                object_id=one.id,
                district=district,
                now=now,
            )
        session.commit()
        (view,) = decision_views(session, [row], district)
    _log.info("decision withdrawn", number=row.number)
    return view


def _naming_of(session: Session, row: DecisionRow) -> DecisionRow | None:
    """Return the name that came with a decision on other things, unless it is withdrawn."""
    if row.kind == DecisionKind.RENAME:
        return None
    query = select(DecisionRow).where(
        DecisionRow.district_id == row.district_id,
        DecisionRow.number == row.number + 1,
        DecisionRow.created_at == row.created_at,
        DecisionRow.kind == DecisionKind.RENAME,
        col(DecisionRow.withdrawn_at).is_(None),
    )
    return session.exec(query).first()


def list_decisions(
    database: Database, *, district: str, offset: int = 0, limit: int = 50
) -> Page[DecisionView]:
    """Return a page of the decisions, the latest first, the withdrawn among them."""
    mine = DecisionRow.district_id == district
    query = (
        select(DecisionRow)
        .where(mine)
        .order_by(col(DecisionRow.number).desc())
        .offset(offset)
        .limit(limit)
    )
    with database.reading() as session:
        views = decision_views(session, session.exec(query).all(), district)
        total = session.exec(select(func.count()).select_from(DecisionRow).where(mine)).one()
    return Page(items=tuple(views), total=total)


# --- what is wrong ------------------------------------------------------------


def _label(written: str, *, no_person: bool) -> str:
    """Return a label with its white space folded.

    Raises:
        LabelCharacterError: It holds a control character.
        LongLabelError: It is too long.
        PersonalLabelError: It holds personal data for certain.
        DoubtfulLabelError: It may.
    """
    label = normalise(written)
    if holds_control(label):
        raise LabelCharacterError
    if len(label) > LONGEST_LABEL:
        raise LongLabelError(most=LONGEST_LABEL)
    tiers = {finding.tier for finding in judged(label).findings}
    if Tier.REFUSE in tiers:
        raise PersonalLabelError
    if tiers and not no_person:
        raise DoubtfulLabelError
    return label


def _ensure_seen(session: Session, wanted: NewDecision, now_is: Current, seen: Seen) -> None:
    ensure_themes_seen(
        session,
        theme_versions(session, now_is.run),
        seen,
        named=wanted.themes,
        touched=_holding(wanted.statements, now_is),
        there=_there(now_is),
    )


def _there(now_is: Current) -> set[str]:
    """Return the themes of today."""
    return {theme for theme in now_is.state.theme_of.values() if theme}


def _holding(statements: Iterable[UUID], now_is: Current) -> list[str]:
    """Return the themes that statements are in today."""
    found = (now_is.state.theme_of.get(str(one)) for one in statements)
    return list(dict.fromkeys(theme for theme in found if theme))


def _check(wanted: NewDecision, now_is: Current) -> None:
    state = now_is.state
    if not _there(now_is).issuperset(wanted.themes):
        raise ThemeNotFoundError
    known = state.theme_of.keys() | state.set_aside
    if not known.issuperset(map(str, wanted.statements)):
        raise StatementNotFoundError
    if not _COMPLETE[wanted.kind](wanted, now_is):
        raise IncompleteDecisionError(kind=wanted.kind)
    if wanted.kind is DecisionKind.FIELD and wanted.field not in field_titles():
        raise UnknownFieldError


def _one_theme_and_label(wanted: NewDecision, _now: Current) -> bool:
    return len(wanted.themes) == 1 and bool(wanted.label) and not wanted.statements


def _several_themes(wanted: NewDecision, _now: Current) -> bool:
    return len(wanted.themes) >= _TWO and not wanted.statements


def _part_of_a_theme(wanted: NewDecision, now_is: Current) -> bool:
    """Tell whether some, not all, of the theme's statements get a theme with a name."""
    held = {one for one, theme in now_is.state.theme_of.items() if (theme,) == wanted.themes}
    chosen = set(map(str, wanted.statements))
    return bool(wanted.label and chosen) and chosen < held


def _statements_and_theme(wanted: NewDecision, _now: Current) -> bool:
    return len(wanted.themes) == 1 and bool(wanted.statements) and not wanted.label


def _theme_or_statements(wanted: NewDecision, _now: Current) -> bool:
    either = (len(wanted.themes) == 1) != bool(wanted.statements)
    return either and len(wanted.themes) < _TWO and not wanted.label


def _several_statements(wanted: NewDecision, now_is: Current) -> bool:
    chosen = set(map(str, wanted.statements))
    placed = any(now_is.state.theme_of.get(one) for one in chosen)
    return len(chosen) >= _TWO and not wanted.themes and (placed != bool(wanted.label))


def _theme_and_field(wanted: NewDecision, _now: Current) -> bool:
    return len(wanted.themes) == 1 and bool(wanted.field)


_COMPLETE: Mapping[DecisionKind, Callable[[NewDecision, Current], bool]] = {
    DecisionKind.RENAME: _one_theme_and_label,
    DecisionKind.MERGE: _several_themes,
    DecisionKind.SPLIT: _part_of_a_theme,
    DecisionKind.MOVE: _statements_and_theme,
    DecisionKind.DISMISS: _theme_or_statements,
    DecisionKind.PIN: _several_statements,
    DecisionKind.FIELD: _theme_and_field,
}


# --- what is stored -----------------------------------------------------------


def _row(wanted: NewDecision, now_is: Current, district: str, now: datetime) -> DecisionRow:
    splits = wanted.kind is DecisionKind.SPLIT
    statements = [str(one) for one in wanted.statements]
    names_theme = wanted.kind is DecisionKind.RENAME
    return DecisionRow(
        district_id=district,
        number=1,
        kind=wanted.kind,
        themes=[] if splits else list(wanted.themes),
        statements=[] if splits else statements,
        groups=[_rest(wanted, now_is), statements] if splits else [],
        label=wanted.label if names_theme else "",
        field=wanted.field,
        touched=list(dict.fromkeys([*wanted.themes, *_holding(wanted.statements, now_is)])),
        created_at=now,
    )


def _rest(wanted: NewDecision, now_is: Current) -> list[str]:
    """Return what stays of a theme that is split: all of it, or it would pull the part back."""
    leaving = set(map(str, wanted.statements))
    strongest = (str(row.statement_id) for row in now_is.assignments)
    return [
        one
        for one in strongest
        if (now_is.state.theme_of.get(one),) == wanted.themes and one not in leaving
    ]


def _store(session: Session, row: DecisionRow, *, actor: str) -> DecisionRow:
    """Number a decision, reserve the ids that it opens, and keep what it stands on."""
    district = row.district_id
    query = select(func.max(DecisionRow.number)).where(DecisionRow.district_id == district)
    row.number = (session.exec(query).one() or 0) + 1
    if row.kind != FIELD:
        before = previous(session, district).known
        decision = as_decision(row)
        row.anchors = stored_anchors(anchors_of(decision, before))
        year = row.created_at.astimezone(TIME_ZONE).year
        ids = unused(year, before.taken)
        row.opened = [next(ids) for _ in range(opens(decision))]
        session.add_all(ThemeIdRow(district_id=district, id=id_) for id_ in row.opened)
        row.touched = [*(row.touched or ()), *row.opened]
    session.add(row)
    session.flush()
    record(
        session,
        actor=actor,
        action=Action.DECISION_TAKEN,
        object_id=row.id,
        district=district,
        now=row.created_at,
    )
    return row


def _named_by(row: DecisionRow, wanted: NewDecision, now_is: Current) -> str | None:
    """Return the theme that a label belongs to which came with a decision on other things."""
    if not wanted.label or wanted.kind is DecisionKind.RENAME:
        return None
    if wanted.kind is DecisionKind.MERGE:
        return wanted.themes[0]
    placed = (now_is.state.theme_of.get(one) for one in row.statements)
    found = next((theme for theme in placed if theme), None)
    return found if wanted.kind is DecisionKind.PIN and found else row.opened[0]
