"""Where a theme went that is no more: into which one it was merged, by people or by a run."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from sqlmodel import col, select

from nlp.themes.decisions import Kind as Decided
from nlp.themes.lineage import Kind
from service.store.tables import RunRow, RunState
from service.usecases.current import current, decisions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlmodel import Session

    from service.store.sessions import Database


def heir(database: Database, stable_id: str, *, district: str) -> str | None:
    """Return the theme of today into which another one was merged, if it was."""
    with database.reading() as session:
        now = current(session, district)
        if now is None:
            return None
        at = stable_id
        for merged, into in _merges(session, district):
            if at in merged:
                at = into
    return at if at != stable_id and at in now.state.theme_of.values() else None


def _merges(session: Session, district: str) -> Iterator[tuple[set[str], str]]:
    """Yield what was merged into what, in the order in which it happened."""
    decided = deque(row for row in decisions(session, district) if row.kind == Decided.MERGE)
    runs = (
        select(RunRow.decided, RunRow.lineage)
        .where(RunRow.district_id == district, RunRow.state == RunState.DONE)
        .order_by(col(RunRow.created_at), col(RunRow.id))
    )
    for known, lineage in session.exec(runs):
        while decided and decided[0].number <= known:
            yield _by_people(decided.popleft().themes)
        for link in lineage:
            if link["kind"] == Kind.MERGED and link["previous"] != link["current"]:
                yield {link["previous"]}, link["current"]
    yield from (_by_people(row.themes) for row in decided)


def _by_people(themes: Iterable[str]) -> tuple[set[str], str]:
    first, *others = themes
    return set(others), first
