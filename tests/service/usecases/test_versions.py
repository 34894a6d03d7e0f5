"""Versions of themes and decisions on a real database: what changes them, and who is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from service.errors import (
    PreconditionFailedError,
    PreconditionRequiredError,
    StatementNotFoundError,
    ThemeNotFoundError,
)
from service.store.tables import DecisionRow
from service.usecases import topics
from service.usecases.accounts import set_enabled
from service.usecases.decisions import (
    DecisionKind,
    NewDecision,
    decide,
    list_decisions,
    withdraw,
)
from service.usecases.versions import RUN_DONE, WHATEVER, Seen
from tests.service.helpers import ACTOR, add_account
from tests.service.web.examples import COURSES, DISTRICT, DOCTORS, add_run, add_themes

if TYPE_CHECKING:
    from uuid import UUID

    from service.store.sessions import Database
    from service.usecases.standing import DecisionView

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _themes(database: Database) -> None:
    add_themes(database)


def versions(database: Database) -> dict[str, str]:
    now = topics.standing(database, district=DISTRICT)
    return {theme.id: theme.version for theme in now.themes}


def statements(database: Database, id_: str) -> list[UUID]:
    return [one.id for one in topics.theme(database, id_, district=DISTRICT).statements]


def take(
    database: Database,
    kind: str,
    *themes: str,
    seen: Seen = WHATEVER,
    minute: int = 0,
    **rest: object,
) -> DecisionView:
    wanted = NewDecision(kind=DecisionKind(kind), themes=themes, **rest)  # type: ignore[arg-type] # the tests' shorthand
    now = NOW + timedelta(minutes=minute)
    return decide(database, wanted, district=DISTRICT, actor=ACTOR, now=now, seen=seen)


def seen(database: Database, *themes: str) -> Seen:
    """Return what somebody has seen who looks now."""
    return Seen(frozenset(versions(database)[theme] for theme in themes))


def test_a_decision_changes_the_version_of_its_theme_and_of_no_other(database: Database) -> None:
    before = versions(database)
    taken = take(database, "rename", COURSES, label="Kurse")
    after = versions(database)
    assert after[COURSES] != before[COURSES]
    assert after[DOCTORS] == before[DOCTORS]
    withdraw(database, taken.id, district=DISTRICT, actor=ACTOR, now=NOW, seen=WHATEVER)
    again = versions(database)
    assert again[COURSES] not in {before[COURSES], after[COURSES]}
    assert again[DOCTORS] == before[DOCTORS]


def test_both_themes_change_when_a_statement_moves(database: Database) -> None:
    before = versions(database)
    moved = statements(database, COURSES)[:1]
    take(database, "move", DOCTORS, statements=tuple(moved))
    assert not set(before.values()) & set(versions(database).values())


def test_a_run_changes_every_version(database: Database) -> None:
    old = seen(database, COURSES)
    add_run(database)
    with pytest.raises(PreconditionFailedError) as caught:
        take(database, "rename", COURSES, label="Kurse", seen=old)
    assert [change.action for change in caught.value.changes] == [RUN_DONE]


def test_who_has_seen_the_present_version_may_decide(database: Database) -> None:
    take(database, "rename", COURSES, label="Kurse", seen=seen(database, COURSES))
    take(database, "merge", COURSES, DOCTORS, seen=seen(database, COURSES, DOCTORS))


def test_who_says_nothing_may_not(database: Database) -> None:
    with pytest.raises(PreconditionRequiredError):
        take(database, "rename", COURSES, label="Kurse", seen=Seen())
    with pytest.raises(PreconditionRequiredError):
        take(database, "merge", COURSES, DOCTORS, seen=seen(database, COURSES))
    assert list_decisions(database, district=DISTRICT).total == 0


def test_who_was_late_is_told_who_did_what_and_when(database: Database) -> None:
    account = add_account(database)
    old = seen(database, COURSES)
    take(database, "rename", COURSES, label="Kurse")
    rename = NewDecision(kind=DecisionKind.RENAME, themes=(COURSES,), label="Sprachkurse")
    later = NOW + timedelta(minutes=5)
    actor = f"account:{account.id}"
    decide(database, rename, district=DISTRICT, actor=actor, now=later, seen=WHATEVER)
    with pytest.raises(PreconditionFailedError) as caught:
        take(database, "field", COURSES, field="wohnen-mobilitaet", seen=old, minute=6)
    first, second = caught.value.changes
    assert (first.about, first.at, first.kind, first.actor) == (COURSES, NOW, "rename", ACTOR)
    assert (second.at, second.name, second.role) == (later, account.name, "koordination")
    assert caught.value.versions == {COURSES: versions(database)[COURSES]}
    take(database, "field", COURSES, field="wohnen-mobilitaet", seen=seen(database, COURSES))


def test_what_was_taken_back_meanwhile_is_told(database: Database) -> None:
    taken = take(database, "rename", COURSES, label="Kurse")
    old = seen(database, COURSES)
    withdraw(database, taken.id, district=DISTRICT, actor=ACTOR, now=NOW, seen=WHATEVER)
    with pytest.raises(PreconditionFailedError) as caught:
        take(database, "dismiss", COURSES, seen=old)
    (change,) = caught.value.changes
    assert (change.action, change.kind) == ("decision.withdrawn", "rename")


def test_a_theme_that_was_merged_away_is_a_conflict_and_an_unknown_one_is_not_found(
    database: Database,
) -> None:
    old = seen(database, DOCTORS)
    take(database, "merge", COURSES, DOCTORS)
    with pytest.raises(PreconditionFailedError) as caught:
        take(database, "rename", DOCTORS, label="Ärzte", seen=old)
    assert [change.kind for change in caught.value.changes] == ["merge"]
    assert caught.value.versions == {}
    with pytest.raises(ThemeNotFoundError):
        take(database, "rename", "T-2031-001", label="Ärzte", seen=old)
    with pytest.raises(ThemeNotFoundError):
        take(database, "rename", DOCTORS, label="Ärzte")


def test_statements_that_others_have_placed_meanwhile_are_a_conflict(database: Database) -> None:
    lonely = topics.standing(database, district=DISTRICT).open[0].id
    old = seen(database, COURSES, DOCTORS)
    take(database, "move", DOCTORS, statements=(lonely,))
    with pytest.raises(PreconditionFailedError) as caught:
        take(database, "move", COURSES, statements=(lonely,), seen=old)
    assert caught.value.versions[DOCTORS] == versions(database)[DOCTORS]
    (change,) = caught.value.changes
    assert (change.about, change.kind) == (DOCTORS, "move")
    only_target = seen(database, COURSES)
    with pytest.raises(PreconditionFailedError):
        take(database, "move", COURSES, statements=(lonely,), seen=only_target)


def test_statements_in_no_theme_need_no_version(database: Database) -> None:
    lonely = tuple(one.id for one in topics.standing(database, district=DISTRICT).open[:2])
    take(database, "pin", statements=lonely, label="Wohnungen", seen=Seen())


def test_an_unknown_statement_is_not_found(database: Database) -> None:
    unknown = (topics.single_cases(database, district=DISTRICT)[0].id,)
    with pytest.raises(StatementNotFoundError):
        take(database, "move", COURSES, statements=unknown, seen=seen(database, COURSES))


def test_a_decision_of_before_touches_every_theme(database: Database) -> None:
    taken = take(database, "rename", COURSES, label="Kurse")
    with database.writing() as session:
        row = session.exec(select(DecisionRow)).one()
        row.touched = None
        session.commit()
    old = versions(database)
    withdraw(database, taken.id, district=DISTRICT, actor=ACTOR, now=NOW, seen=WHATEVER)
    assert not set(old.values()) & set(versions(database).values())


def test_a_decision_is_taken_back_by_who_has_seen_it(database: Database) -> None:
    taken = take(database, "rename", COURSES, label="Kurse")
    with pytest.raises(PreconditionRequiredError):
        withdraw(database, taken.id, district=DISTRICT, actor=ACTOR, now=NOW, seen=Seen())
    old = Seen(frozenset([taken.version]))
    withdraw(database, taken.id, district=DISTRICT, actor=ACTOR, now=NOW, seen=old)
    with pytest.raises(PreconditionFailedError) as caught:
        withdraw(database, taken.id, district=DISTRICT, actor=ACTOR, now=NOW, seen=old)
    (change,) = caught.value.changes
    assert (change.action, change.at, change.actor) == ("decision.withdrawn", NOW, ACTOR)


@pytest.mark.parametrize("forged", ["99", "x", "", "-1"])
def test_a_version_that_never_was_is_an_old_one(database: Database, forged: str) -> None:
    run = versions(database)[COURSES].rpartition("-")[0]
    with pytest.raises(PreconditionFailedError):
        take(database, "dismiss", COURSES, seen=Seen(frozenset([f"{run}-{forged}"])))


def test_of_several_who_changed_an_account_the_last_is_told(database: Database) -> None:
    id_ = add_account(database).id
    first, second = f"account:{add_account(database).id}", f"account:{add_account(database).id}"
    version = ""
    for actor, enabled in ((first, False), (first, True), (second, False)):
        changed = set_enabled(database, id_, enabled=enabled, seen=WHATEVER, actor=actor, now=NOW)
        version = version or changed.version
    old = Seen(frozenset([version]))
    with pytest.raises(PreconditionFailedError) as caught:
        set_enabled(database, id_, enabled=True, seen=old, actor=first, now=NOW)
    (change,) = caught.value.changes
    assert (change.action, change.actor) == ("account.disabled", second)
