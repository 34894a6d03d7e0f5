"""Decisions on a real database: they show at once, and later runs obey them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from service.errors import (
    DecidedMeanwhileError,
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
from service.store.tables import ThemeIdRow
from service.usecases import execution, topics
from service.usecases.decisions import (
    DecisionKind,
    NewDecision,
    decide,
    list_decisions,
    withdraw,
)
from service.usecases.deletion import delete_note
from service.usecases.notes import list_notes
from service.usecases.runs import start_run
from service.usecases.versions import WHATEVER
from tests.service.helpers import ACTOR
from tests.service.usecases.test_execution import DISTRICT, Counted
from tests.service.web.examples import add_notes

if TYPE_CHECKING:
    from nlp.types import ThemeRun
    from service.store.sessions import Database
    from service.usecases.standing import DecisionView, Standing, StandingTheme

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def run(database: Database) -> None:
    run_id = start_run(
        database, district=DISTRICT, seed=0, enqueue=lambda *_: None, actor=ACTOR
    ).id
    execution.embed(database, run_id, encoders=[Counted()])
    execution.bundle(database, run_id, encoders=[Counted()])


def take(database: Database, kind: str, *themes: str, **rest: object) -> DecisionView:
    wanted = NewDecision(kind=DecisionKind(kind), themes=themes, **rest)  # type: ignore[arg-type] # the tests' shorthand
    return decide(database, wanted, district=DISTRICT, now=NOW, actor=ACTOR, seen=WHATEVER)


def now_is(database: Database) -> Standing:
    return topics.standing(database, district=DISTRICT)


def theme(database: Database, id_: str) -> StandingTheme:
    return topics.theme(database, id_, district=DISTRICT).theme


def held(database: Database, id_: str) -> list[UUID]:
    return [one.id for one in topics.theme(database, id_, district=DISTRICT).statements]


@pytest.fixture
def ids(database: Database) -> list[str]:
    """Two themes of three statements each, made by people from a run that found none."""
    add_notes(database)
    run(database)
    statements = [one.id for one in now_is(database).open]
    assert len(statements) >= 6
    for number in (0, 3):
        take(database, "pin", statements=tuple(statements[number : number + 3]), label="Busse")
    return [one.id for one in now_is(database).themes]


def test_before_the_first_run_there_is_nothing_to_decide(database: Database) -> None:
    with pytest.raises(NoRunYetError):
        take(database, "rename", "T-2026-001", label="Busse")


def test_pinned_statements_make_a_theme_with_its_name(database: Database, ids: list[str]) -> None:
    assert ids == ["T-2026-001", "T-2026-002"]
    assert [theme(database, id_).label for id_ in ids] == ["Busse", "Busse"]
    assert [theme(database, id_).size for id_ in ids] == [3, 3]


def test_a_name_stays_through_the_next_run(database: Database, ids: list[str]) -> None:
    take(database, "rename", ids[0], label="Busse  am Abend")
    assert theme(database, ids[0]).label == "Busse am Abend"
    run(database)
    assert theme(database, ids[0]).label == "Busse am Abend"
    assert theme(database, ids[0]).size == 3
    assert now_is(database).waiting == 0


def test_merged_themes_stay_merged_under_the_first_id(database: Database, ids: list[str]) -> None:
    take(database, "merge", ids[1], ids[0], label="Busse und Bahnen")
    assert theme(database, ids[1]).size == 6
    with pytest.raises(ThemeNotFoundError):
        theme(database, ids[0])
    run(database)
    assert theme(database, ids[1]).size == 6
    assert theme(database, ids[1]).label == "Busse und Bahnen"


def test_what_is_split_off_keeps_its_new_id(database: Database, ids: list[str]) -> None:
    take(database, "merge", *ids)
    leaving = held(database, ids[0])[:2]
    decision = take(database, "split", ids[0], statements=tuple(leaving), label="Bahnen")
    new = decision.themes[-1].id
    assert new == "T-2026-003"
    assert held(database, new) == leaving
    assert theme(database, new).label == "Bahnen"
    assert theme(database, ids[0]).size == 4
    run(database)
    assert set(held(database, new)) == set(leaving)
    assert theme(database, new).label == "Bahnen"
    assert theme(database, ids[0]).size == 4


def test_a_statement_moves_and_stays_where_it_was_put(database: Database, ids: list[str]) -> None:
    moving = held(database, ids[0])[0]
    take(database, "move", ids[1], statements=(moving,))
    assert moving in held(database, ids[1])
    run(database)
    assert moving in held(database, ids[1])
    assert moving not in held(database, ids[0])


def test_a_dismissed_statement_is_in_no_theme_and_no_later_run(
    database: Database, ids: list[str]
) -> None:
    leaving = held(database, ids[0])[0]
    take(database, "dismiss", statements=(leaving,))
    assert [one.id for one in now_is(database).aside] == [leaving]
    run(database)
    assert [one.id for one in now_is(database).aside] == [leaving]
    assert leaving not in held(database, ids[0])


def test_a_dismissed_theme_comes_last_and_stays_dismissed(
    database: Database, ids: list[str]
) -> None:
    take(database, "dismiss", ids[0])
    assert [(one.id, one.dismissed) for one in now_is(database).themes] == [
        (ids[1], False), (ids[0], True),
    ]  # fmt: skip
    run(database)
    assert theme(database, ids[0]).dismissed


def test_people_choose_the_field(database: Database, ids: list[str]) -> None:
    take(database, "field", ids[0], field="gesundheit-pflege")
    run(database)
    assert theme(database, ids[0]).field == "gesundheit-pflege"


def test_a_decision_that_is_taken_back_holds_no_more(database: Database, ids: list[str]) -> None:
    decision = take(database, "rename", ids[0], label="Falsch")
    assert (
        withdraw(
            database, decision.id, district=DISTRICT, now=NOW, actor=ACTOR, seen=WHATEVER
        ).withdrawn_at
        == NOW
    )
    assert theme(database, ids[0]).label == "Busse"
    with pytest.raises(WithdrawnError):
        withdraw(database, decision.id, district=DISTRICT, now=NOW, actor=ACTOR, seen=WHATEVER)


def test_the_list_says_what_the_run_made_of_a_decision(database: Database, ids: list[str]) -> None:
    assert {view.followed for view in list_decisions(database, district=DISTRICT).items} == {None}
    run(database)
    views = list_decisions(database, district=DISTRICT).items
    assert {view.followed for view in views} == {True}
    assert [view.number for view in views] == [4, 3, 2, 1]
    assert {one.id for view in views for one in view.themes} == set(ids)


def test_deleting_notes_takes_themes_with_them_but_never_their_ids(
    database: Database, ids: list[str]
) -> None:
    for note in list_notes(database, district=DISTRICT).items:
        delete_note(database, note.id, district=DISTRICT, actor=ACTOR, now=NOW)
    assert now_is(database).themes == ()
    add_notes(database)
    run(database)
    assert not {one.id for one in now_is(database).themes} & set(ids)
    views = list_decisions(database, district=DISTRICT).items
    assert {note.code for view in views for note in view.notes} >= {"statements_gone"}


@pytest.mark.parametrize(
    ("kind", "themes", "rest", "error"),
    [
        ("rename", 1, {}, IncompleteDecisionError),
        ("rename", 1, {"label": "   "}, IncompleteDecisionError),
        ("rename", 2, {"label": "Busse"}, IncompleteDecisionError),
        ("rename", 1, {"label": "x" * 121}, LongLabelError),
        ("rename", 1, {"label": "Bus\0se"}, LabelCharacterError),
        ("rename", 1, {"label": "Frau Meyer ruft an: 0521 123456"}, PersonalLabelError),
        ("rename", 1, {"label": "Yohannes Tesfay"}, DoubtfulLabelError),
        ("rename", 1, {"label": "Frau Meyer", "no_person": True}, PersonalLabelError),
        ("merge", 1, {}, IncompleteDecisionError),
        ("split", 1, {"label": "Busse"}, IncompleteDecisionError),
        ("move", 1, {}, IncompleteDecisionError),
        ("pin", 0, {}, IncompleteDecisionError),
        ("dismiss", 0, {}, IncompleteDecisionError),
        ("dismiss", 2, {}, IncompleteDecisionError),
        ("field", 1, {}, IncompleteDecisionError),
        ("field", 1, {"field": "unsinn"}, UnknownFieldError),
        ("move", 1, {"statements": (uuid4(),)}, StatementNotFoundError),
    ],
)
def test_an_incomplete_decision_is_not_taken(
    database: Database,
    ids: list[str],
    kind: str,
    themes: int,
    rest: dict[str, object],
    error: type[Exception],
) -> None:
    before = list_decisions(database, district=DISTRICT).total
    with pytest.raises(error):
        take(database, kind, *ids[:themes], **rest)
    assert list_decisions(database, district=DISTRICT).total == before


def test_a_person_says_that_a_doubtful_word_names_nobody(
    database: Database, ids: list[str]
) -> None:
    with pytest.raises(DoubtfulLabelError):
        take(database, "rename", ids[0], label="Bustakt")
    take(database, "rename", ids[0], label="Bustakt", no_person=True)
    assert theme(database, ids[0]).label == "Bustakt"


def test_a_theme_cannot_be_split_into_itself_and_nothing(
    database: Database, ids: list[str]
) -> None:
    with pytest.raises(IncompleteDecisionError):
        take(database, "split", ids[0], statements=tuple(held(database, ids[0])), label="Alle")


def test_themes_of_nobody_are_unknown(database: Database, ids: list[str]) -> None:
    with pytest.raises(ThemeNotFoundError):
        take(database, "rename", "T-1999-001", label="Busse")
    with pytest.raises(DecisionNotFoundError):
        withdraw(database, uuid4(), district=DISTRICT, now=NOW, actor=ACTOR, seen=WHATEVER)
    assert ids


def test_taking_a_split_back_takes_its_name_back(database: Database, ids: list[str]) -> None:
    take(database, "merge", *ids)
    split = take(
        database, "split", ids[0], statements=tuple(held(database, ids[0])[:2]), label="B"
    )
    withdraw(database, split.id, district=DISTRICT, now=NOW, actor=ACTOR, seen=WHATEVER)
    assert theme(database, ids[0]).size == 6
    run(database)
    assert theme(database, ids[0]).label == "Busse"


def test_what_is_moved_into_a_theme_stays_though_its_representatives_left(
    database: Database, ids: list[str]
) -> None:
    run(database)
    moving = held(database, ids[1])[0]
    chosen = theme(database, ids[0]).representatives
    staying = [one for one in held(database, ids[0]) if one not in chosen[:1]]
    take(database, "dismiss", statements=chosen[:1])
    take(database, "move", ids[0], statements=(moving,))
    run(database)
    assert set(held(database, ids[0])) == {*staying, moving}


def test_an_id_that_people_and_a_run_gave_at_once_ends_the_run(
    database: Database, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = start_run(
        database, district=DISTRICT, seed=0, enqueue=lambda *_: None, actor=ACTOR
    ).id
    execution.embed(database, run_id, encoders=[Counted()])
    analyse = execution.analyse

    def meanwhile(*args: object, **rest: object) -> object:
        found = analyse(*args, **rest)  # type: ignore[arg-type] # handed on as they came
        with database.writing(DISTRICT) as session:
            session.add(ThemeIdRow(district_id=DISTRICT, id="T-2026-077"))
            session.commit()
        return replace(found, replayed=replace(found.replayed, run=_with_id(found.run)))

    def _with_id(found: ThemeRun) -> ThemeRun:
        first, *others = found.themes
        return replace(found, themes=(replace(first, id="T-2026-077"), *others))

    monkeypatch.setattr(execution, "analyse", meanwhile)
    assert ids
    with pytest.raises(DecidedMeanwhileError):
        execution.bundle(database, run_id, encoders=[Counted()])


def test_a_theme_that_nobody_is_in_any_more_takes_nothing(
    database: Database, ids: list[str]
) -> None:
    take(database, "merge", ids[0], ids[1])
    with pytest.raises(ThemeNotFoundError):
        take(database, "move", ids[1], statements=tuple(held(database, ids[0])[:1]))
