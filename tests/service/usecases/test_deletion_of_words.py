"""What becomes of comments and reasons when notes are deleted: what names that people gave do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select

from service.errors import DeletionChangedError
from service.store.steering_tables import CommentRow, ResolutionRow
from service.store.tables import District, NoteRow, StatementRow, ThemeIdRow
from service.usecases.deletion import Order, delete_note, order, remove_next
from service.usecases.deletion_scope import SaidAbout, preview
from service.usecases.receipts import Scope, ScopeKind, State, get_receipt
from service.usecases.retention import months_before
from service.usecases.traces_left import Reach
from tests.service.conferences import DISTRICT, TOWNS
from tests.service.helpers import kept
from tests.service.usecases.steering import BUSES, COURSES, GROUP, add_themes

if TYPE_CHECKING:
    from uuid import UUID

    from service.settings import Settings
    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OWN = "Das Wort Zebrastreifenampel steht in diesem Kommentar."
REASON = "Die Zebrastreifenampel wird vom Kreis noch einmal geprüft."


@pytest.fixture
def notes(database: Database) -> list[UUID]:
    """Four notes; about both themes of theirs people said something, once by quoting them."""
    found = add_themes(database)
    mine = {"district_id": DISTRICT, "created_at": NOW, "role": GROUP.role}
    with database.writing(DISTRICT) as session:
        first = select(StatementRow.text).where(StatementRow.note_id == found[0])
        quoted = session.exec(first.order_by(col(StatementRow.position))).first()
        session.add_all(
            CommentRow(theme=theme, text=text, actor=GROUP.actor, **mine)
            for theme, text in ((COURSES, OWN), (COURSES, f"Zitat: {quoted}"), (BUSES, "Gut."))
        )
        session.add_all(
            ResolutionRow(
                theme=COURSES,
                number=number,
                state="adopted",
                decided_on=date(2026, 11, 12),
                reason=reason,
                **mine,
            )
            for number, reason in ((1, REASON), (2, ""))
        )
        session.commit()
    return found


def words(database: Database) -> tuple[set[str], list[str]]:
    """Return the comments, and the reasons in their order."""
    with database.reading() as session:
        reasons = select(ResolutionRow.reason).order_by(col(ResolutionRow.number))
        return set(session.exec(select(CommentRow.text))), list(session.exec(reasons))


def test_the_preview_counts_what_people_said_about_themes_that_change(
    database: Database, notes: list[UUID]
) -> None:
    second = Scope(kind=ScopeKind.NOTE, note=notes[1])
    shown = preview(database, second, district=DISTRICT, now=NOW)
    assert shown.said == (SaidAbout(COURSES, "Sprachkurs", comments=2, reasons=1),)
    first = Scope(kind=ScopeKind.NOTE, note=notes[0])
    shown = preview(database, first, district=DISTRICT, now=NOW)
    assert [(one.id, one.comments, one.reasons) for one in shown.said] == [
        (COURSES, 2, 1),
        (BUSES, 1, 0),
    ]


def test_they_stay_and_what_they_quote_is_not_sought(
    database: Database, settings: Settings, notes: list[UUID]
) -> None:
    before = words(database)
    receipt = delete_note(
        database,
        notes[0],
        district=DISTRICT,
        actor="test",
        now=NOW,
        reach=Reach(data=settings.data_dir),
    )
    assert words(database) == before
    found = get_receipt(database, receipt, district=DISTRICT)
    assert found.state is State.DONE, "what a comment quotes is no trace of the note"
    assert found.proof
    assert found.proof.elsewhere == 1
    assert not {"comments", "reasons"} & found.removed.keys()


def test_where_it_is_ticked_they_go_from_the_files_too_and_resolutions_stay(
    database: Database, settings: Settings, notes: list[UUID]
) -> None:
    receipt = delete_note(
        database,
        notes[0],
        district=DISTRICT,
        actor="test",
        now=NOW,
        unsaid=[COURSES],
        reach=Reach(data=settings.data_dir),
    )
    assert words(database) == ({"Gut."}, ["", ""])
    found = get_receipt(database, receipt, district=DISTRICT)
    assert (found.state, found.removed["comments"], found.removed["reasons"]) == (
        State.DONE, 2, 1
    )  # fmt: skip
    assert found.proof
    assert found.proof.elsewhere == 0
    left = kept(settings)
    assert OWN.encode() not in left
    assert REASON.encode() not in left


@pytest.mark.parametrize(("unsaid", "comments"), [(frozenset(), 3), (frozenset({COURSES}), 1)])
def test_an_order_of_many_notes_takes_them_where_it_is_ticked(
    database: Database, notes: list[UUID], unsaid: frozenset[str], comments: int
) -> None:
    assert notes
    scope = Scope(kind=ScopeKind.MUNICIPALITY, municipality=TOWNS["Verl"])
    _order(database, scope, unsaid)
    assert len(words(database)[0]) == comments


def test_of_what_the_period_deletes_nobody_ticks_anything(
    database: Database, notes: list[UUID]
) -> None:
    assert notes
    before = words(database)
    _order(database, Scope(kind=ScopeKind.RETENTION, before=months_before(NOW.date(), 1)))
    assert words(database) == before


@pytest.mark.parametrize("words_of", ["unsaid", "unnamed"])
def test_what_is_said_about_other_themes_goes_with_no_note(
    database: Database, notes: list[UUID], words_of: str
) -> None:
    """Else whoever may delete notes could silence whom they like."""
    before = words(database)
    gone: dict[str, Any] = {words_of: ["T-2026-099"]}
    with pytest.raises(DeletionChangedError):
        delete_note(database, notes[0], district=DISTRICT, actor="test", now=NOW, **gone)
    assert words(database) == before
    with database.reading() as session:
        assert session.get(NoteRow, notes[0])


def test_what_is_said_in_another_kreis_stays(database: Database, notes: list[UUID]) -> None:
    with database.writing() as session:
        session.add(District(id="05758", name="Kreis Herford"))
        session.flush()
        session.add(ThemeIdRow(district_id="05758", id=COURSES))
        session.flush()
        mine = {"district_id": "05758", "created_at": NOW, "role": GROUP.role, "actor": "test"}
        session.add(CommentRow(theme=COURSES, text="Von nebenan.", **mine))
        session.commit()
    delete_note(database, notes[0], district=DISTRICT, actor="test", now=NOW, unsaid=[COURSES])
    assert words(database)[0] == {"Gut.", "Von nebenan."}


def _order(database: Database, scope: Scope, unsaid: frozenset[str] = frozenset()) -> None:
    now = datetime.now(UTC)
    shown = preview(database, scope, district=DISTRICT, now=now)
    wanted = Order(scope=scope, confirmation=shown.confirmation, unsaid=unsaid)
    ordered = order(
        database, wanted, district=DISTRICT, actor="test", now=now, enqueue=lambda *_: None
    )
    while remove_next(database, ordered, now=now):
        pass
