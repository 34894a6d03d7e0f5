"""Where a theme went that was merged into another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from service.store.tables import RunRow
from service.usecases.decisions import withdraw
from service.usecases.succession import heir
from service.usecases.versions import WHATEVER
from tests.service.helpers import ACTOR
from tests.service.usecases.test_decisions import NOW, take
from tests.service.usecases.test_deletion import A, B, notes, store_run
from tests.service.usecases.test_execution import DISTRICT

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

__all__ = ["notes"]  # a fixture


def where(database: Database, theme: str) -> str | None:
    return heir(database, theme, district=DISTRICT)


def test_before_the_first_run_nothing_leads_anywhere(database: Database) -> None:
    assert where(database, A) is None


def test_what_people_merged_leads_on_and_what_stands_does_not(
    database: Database, notes: list[UUID]
) -> None:
    assert notes
    assert (where(database, A), where(database, B)) == (None, None)
    decision = take(database, "merge", A, B)
    assert (where(database, A), where(database, B)) == (None, A)
    assert where(database, "T-2026-009") is None
    withdraw(database, decision.id, district=DISTRICT, actor=ACTOR, now=NOW, seen=WHATEVER)
    assert where(database, B) is None


def test_it_still_does_after_the_next_run(database: Database, notes: list[UUID]) -> None:
    take(database, "merge", A, B)
    next_run(database, {A: [notes[1], notes[0], notes[3]]}, decided=1)
    assert where(database, B) == A


def test_what_runs_merged_leads_on_through_several(database: Database, notes: list[UUID]) -> None:
    other = "T-2026-003"
    next_run(database, {A: [notes[1], notes[3]]}, merged={B: A})
    next_run(database, {other: [notes[1], notes[3]]}, merged={A: other})
    assert (where(database, A), where(database, B)) == (other, other)


def test_what_led_to_a_theme_that_is_gone_leads_nowhere(
    database: Database, notes: list[UUID]
) -> None:
    next_run(database, {A: [notes[1], notes[3]]}, merged={B: A})
    next_run(database, {"T-2026-003": [notes[0]]})
    assert where(database, B) is None


def next_run(
    database: Database,
    themes: dict[str, list[UUID]],
    *,
    decided: int = 0,
    merged: dict[str, str] | None = None,
) -> None:
    with database.reading() as session:
        before = set(session.exec(select(RunRow.id)))
    store_run(database, themes)
    with database.writing() as session:
        for row in session.exec(select(RunRow)):
            if row.id not in before:
                row.decided = decided
                row.lineage = [
                    {"kind": "merged", "previous": gone, "current": into}
                    for gone, into in (merged or {}).items()
                ]
        session.commit()
