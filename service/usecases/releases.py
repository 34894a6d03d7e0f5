"""Releases: what a run shows to those who see no single statements, made once and stored.

A release is made when somebody first asks for it after a run, so that what nobody saw is
compared with nothing. It holds figures and ids, no wording. The ids of statements are emptied
when these are deleted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import update
from sqlmodel import col, select

from nlp.themes.trends import Conference, HalfYear, trends
from service.disclosure.release import Present, Release, State, release
from service.disclosure.threshold import Mention, Threshold
from service.disclosure.voices import Voice, emptied
from service.errors import NoRunYetError
from service.store.memory import remembered
from service.store.release_tables import ReleaseRow
from service.store.tables import AssignmentRow, CandidateThemeRow, NoteRow, StatementRow
from service.usecases.current import latest_run, state_of
from service.usecases.runs import view_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlmodel import Session

    from service.store.sessions import Database
    from service.store.tables import RunRow
    from service.usecases.views import RunView

_log = structlog.get_logger("themenradar.releases")


@dataclass(frozen=True, slots=True)
class Released:
    """A release, and the latest run, which it is of."""

    run: RunView
    release: Release


def latest_release(
    database: Database, *, district: str, threshold: Threshold, now: datetime
) -> Released:
    """Return what is released of the latest run; it is released where it was not yet.

    Raises:
        NoRunYetError: There is no run that is done.
    """
    with database.reading() as session:
        run = _run(session, district)
        found = _stored(session, run, threshold)
    if found is None:
        with database.writing(district) as session:
            run = _run(session, district)  # another one may be done by now
            found = _stored(session, run, threshold)
            if found is None:
                found = _make(session, run, threshold, now)
                session.commit()
    return Released(view_of(run), found)


def stored_release(database: Database, *, district: str, threshold: Threshold) -> Release | None:
    """Return what is released of the latest run, where somebody has asked for it since."""
    with database.reading() as session:
        run = latest_run(session, district)
        return _stored(session, run, threshold) if run else None


def _run(session: Session, district: str) -> RunRow:
    run = latest_run(session, district)
    if run is None:
        raise NoRunYetError
    return run


def _stored(session: Session, run: RunRow, threshold: Threshold) -> Release | None:
    query = select(ReleaseRow.id).where(
        ReleaseRow.run_id == run.id,
        ReleaseRow.fewest_statements == threshold.statements,
        ReleaseRow.fewest_conferences == threshold.conferences,
    )
    found = session.exec(query).first()
    if found is None:
        return None
    return remembered(
        session,
        ("release", run.district_id, threshold),
        lambda: (found, *state_of(session, run.district_id)),
        lambda: _read(session.get_one(ReleaseRow, found)),
    )


def _make(session: Session, run: RunRow, threshold: Threshold, now: datetime) -> Release:
    """Release a run, given all that was released before; remember whose wording is out."""
    query = (
        select(ReleaseRow)
        .where(ReleaseRow.district_id == run.district_id)
        .order_by(col(ReleaseRow.made_at), col(ReleaseRow.id))
    )
    history = [_read(row) for row in session.exec(query)]
    made = release(_present(session, run), history, threshold=threshold)
    fresh = [id_ for id_, state in made.themes.items() if state.run == str(run.id)]
    shown = (
        select(AssignmentRow.statement_id)
        .join(CandidateThemeRow, col(CandidateThemeRow.id) == AssignmentRow.theme_id)
        .where(
            AssignmentRow.run_id == run.id, *placed(), col(CandidateThemeRow.stable_id).in_(fresh)
        )
    )
    session.exec(update(StatementRow).where(col(StatementRow.id).in_(shown)).values(released=True))
    row = ReleaseRow(
        district_id=run.district_id,
        run_id=run.id,
        fewest_statements=threshold.statements,
        fewest_conferences=threshold.conferences,
        made_at=now,
        content=_content(made),
    )
    session.add(row)
    _log.info("released", run=str(run.id), themes=len(made.themes), fresh=len(fresh))
    return made


def placed() -> tuple[Any, ...]:
    """Return the conditions on statements that a run itself put where they are."""
    return (col(AssignmentRow.preliminary).is_(False), col(AssignmentRow.aside).is_(False))


def _present(session: Session, run: RunRow) -> Present:
    """Return a run as it is now, without its wording."""
    query = (
        select(AssignmentRow.theme_id, StatementRow.id, StatementRow.released, NoteRow)
        .join(StatementRow, col(StatementRow.id) == AssignmentRow.statement_id)
        .join(NoteRow, col(NoteRow.id) == StatementRow.note_id)
        .where(AssignmentRow.run_id == run.id, col(AssignmentRow.preliminary).is_(False))
    )
    themes = select(CandidateThemeRow.id, CandidateThemeRow.stable_id).where(
        CandidateThemeRow.run_id == run.id
    )
    stable = dict(session.exec(themes).all())
    rows = session.exec(query).all()
    notes = {note.id: note for *_, note in rows}
    conference_of = conferences(
        (id_, one.municipality_ags, one.held_on) for id_, one in notes.items()
    )
    mentions: list[Mention] = []
    held: dict[str, list[Mention]] = defaultdict(list)
    for theme_id, statement_id, released, note in rows:
        half = HalfYear.of(note.held_on)
        mention = Mention(
            statement=str(statement_id),
            conference=str(conference_of[note.id]),
            municipality=note.municipality_ags,
            half_year=f"{half.year}-{half.half}",
            released=released,
        )
        mentions.append(mention)
        if theme_id:
            held[stable[theme_id]].append(mention)
    first = {str(id_): notes[id_] for id_ in conference_of.values()}
    return Present(str(run.id), mentions, held, _directions(first, mentions, held))


def conferences(notes: Iterable[tuple[UUID, str, date]]) -> Mapping[UUID, UUID]:
    """Return the conference of each note: the first by id of the same municipality and day.

    A conference may have been uploaded in several files; counted by notes, it would pass the
    threshold alone. Two on one day count as one.

    Args:
        notes: Id, key of the municipality, day.
    """
    first: dict[tuple[str, date], UUID] = {}
    found = sorted(notes)
    for id_, municipality, day in found:
        first.setdefault((municipality, day), id_)
    return {id_: first[municipality, day] for id_, municipality, day in found}


def _directions(
    notes: Mapping[str, NoteRow],
    mentions: Sequence[Mention],
    held: Mapping[str, Sequence[Mention]],
) -> dict[str, str]:
    """Return whether each theme is named more often than in the half-year before."""
    made: dict[str, list[str]] = defaultdict(list)
    for mention in mentions:
        made[mention.conference].append(mention.statement)
    held_on = [
        Conference(note.municipality_ags, note.held_on, tuple(made[id_]))
        for id_, note in notes.items()
    ]
    theme_of = {one.statement: theme for theme, ones in held.items() for one in ones}
    return {theme: trend.change.direction for theme, trend in trends(held_on, theme_of).items()}


def _content(made: Release) -> dict[str, Any]:
    content = asdict(made)
    del content["threshold"]
    return content


def _read(row: ReleaseRow) -> Release:
    content = row.content
    return Release(
        threshold=Threshold(row.fewest_statements, row.fewest_conferences),
        statements=content["statements"],
        conferences=content["conferences"],
        heard=content["heard"],
        further=content["further"],
        themes={id_: _state(state) for id_, state in content["themes"].items()},
        voices=_voices(content["voices"]),
    )


def _state(content: Mapping[str, Any]) -> State:
    return State(**{**content, "voices": _voices(content["voices"])})


def _voices(content: Iterable[Mapping[str, Any]]) -> tuple[Voice, ...]:
    return tuple(Voice(**{**one, "statements": tuple(one["statements"])}) for one in content)


def forget_statements(session: Session, ids: Collection[str], *, district: str) -> None:
    """Empty the ids of statements in all releases of a Kreis; how many there were stays."""
    query = select(ReleaseRow).where(ReleaseRow.district_id == district)
    for row in session.exec(query):
        made = _read(row)
        themes = {
            id_: replace(state, voices=emptied(state.voices, ids))
            for id_, state in made.themes.items()
        }
        row.content = _content(replace(made, themes=themes, voices=emptied(made.voices, ids)))
