"""Deleting notes on a real database: what goes, what stays, and what the receipt says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlmodel import select

from nlp.types import Centre, StatementKind
from service.errors import (
    DeletionChangedError,
    DeletionInProgressError,
    DeletionNotFoundError,
    NoteNotFoundError,
    NothingToDeleteError,
    SearchFailedError,
    UnknownMunicipalityError,
)
from service.store import drafts, traces
from service.store.access_tables import AuditRow, ReceiptRow
from service.store.centres import packed
from service.store.tables import (
    AssignmentRow,
    CandidateThemeRow,
    DecisionRow,
    DraftRow,
    RunNoteRow,
    RunRow,
    RunState,
    StatementRow,
    ThemeIdRow,
    VectorRow,
)
from service.usecases import deletion, proof, topics
from service.usecases.backup import save
from service.usecases.deletion import Order, delete_note, order, remove_next
from service.usecases.deletion_scope import preview
from service.usecases.forgetting import Removed
from service.usecases.notes import NewNote, add_note, list_notes
from service.usecases.overview import overview
from service.usecases.receipts import Scope, ScopeKind, State, get_receipt, list_receipts
from service.usecases.retention import scope as scope_of_kind
from service.usecases.traces_left import Reach
from tests.service.helpers import ACTOR, row_counts
from tests.service.usecases.test_decisions import now_is, run, take
from tests.service.usecases.test_execution import DISTRICT, Counted
from tests.service.web.examples import NOTE, PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlmodel import Session

    from service.settings import Settings
    from service.store.sessions import Database
    from service.usecases.receipts import ReceiptView

pytestmark = pytest.mark.both_databases

HERE, THERE, ELSEWHERE = "05754004", "05754040", "05754012"
WORD = "Zebrastreifenampel"
MARKED = f"- Das Merkwort {WORD} steht nur hier und sonst nirgends."
A, B = "T-2026-001", "T-2026-002"


def upload(
    database: Database, place: str, day: str, extra: str = "", *, now: datetime | None = None
) -> UUID:
    text = NOTE.format(place=place, day=day).replace("\nLösungs", f"{extra}\n\nLösungs")
    new = NewNote(filename="a.txt", data=text.encode())
    now = now or datetime.now(UTC)
    return add_note(database, new, district=DISTRICT, actor=ACTOR, now=now).note.id


@pytest.fixture
def notes(database: Database) -> list[UUID]:
    """Three notes of one municipality, the second of which holds the marked text; one of another.

    All are in a run, which found two themes: one of the first two notes, one of the last.
    """
    days = ("14.05.2024", "15.05.2025", "16.05.2026")
    here, there = PLACES[0][0], PLACES[1][0]
    found = [upload(database, here, day, MARKED if "2025" in day else "") for day in days]
    found.append(upload(database, there, "17.05.2026"))
    store_run(database, {A: [found[1], found[0]], B: [found[3]]})
    return found


def store_run(database: Database, themes: Mapping[str, Sequence[UUID]]) -> None:
    """Store a run that put the problems of some notes into a theme each."""
    with database.writing() as session:
        rows = session.exec(
            select(StatementRow).where(StatementRow.kind == StatementKind.PROBLEM)
        ).all()
        run_row = RunRow(
            district_id=DISTRICT,
            state=RunState.DONE,
            created_at=datetime.now(UTC),
            seed=0,
            statements=len(rows),
            centre=packed(Centre((np.ones(8, np.float32),), np.zeros(8, np.float32))),
        )
        session.add(run_row)
        session.flush()
        of_note = {
            note: _theme(session, run_row, id_, [row for row in rows if row.note_id in notes])
            for id_, notes in themes.items()
            for note in notes
            if note == notes[0]
        }
        theme_of = {note: of_note[notes[0]] for notes in themes.values() for note in notes}
        for row in rows:
            session.add(
                AssignmentRow(
                    run_id=run_row.id,
                    statement_id=row.id,
                    district_id=DISTRICT,
                    theme_id=theme_of[row.note_id].id if row.note_id in theme_of else None,
                    strength=0.9,
                    x=0.5,
                    y=0.5,
                )
            )
        for note in {row.note_id for row in rows}:
            session.add(RunNoteRow(run_id=run_row.id, note_id=note, district_id=DISTRICT))
        texts = {row.text_hash: row.text for row in rows}
        vectors = Counted().encode(list(texts.values()))
        for text, vector in zip(texts, vectors, strict=True):
            data = vector.tobytes()
            session.merge(
                VectorRow(district_id=DISTRICT, model_id="tiny", text_hash=text, data=data)
            )
        session.commit()


def _theme(
    session: Session, run_row: RunRow, id_: str, held: Sequence[StatementRow]
) -> CandidateThemeRow:
    """Store a theme whose name is a word of the marked statement, where it holds that."""
    ids = [str(row.id) for row in held]
    marked = [str(row.id) for row in held if WORD in row.text]
    row = CandidateThemeRow(
        district_id=DISTRICT,
        run_id=run_row.id,
        number=int(id_[-1]),
        stable_id=id_,
        label=WORD if marked else "Kurse",
        keywords=[
            *([{"word": WORD, "weight": 2.0, "statements": marked}] if marked else []),
            {"word": "Kurs", "weight": 1.0, "statements": ids},
        ],
        evidence=[{"word": WORD if marked else "Kurs", "statements": marked or ids}],
        strength=0.9,
        size=len(ids),
        mean=b"mean",
    )
    session.add(row)
    session.merge(ThemeIdRow(district_id=DISTRICT, id=id_))
    session.flush()
    return row


def delete(database: Database, note_id: UUID, **options: object) -> ReceiptView:
    now = datetime.now(UTC)
    options = {"district": DISTRICT, "actor": ACTOR, "now": now} | options
    receipt = delete_note(database, note_id, **options)  # type: ignore[arg-type] # as given
    return get_receipt(database, receipt, district=DISTRICT)


def place_order(database: Database, scope: Scope, **changes: object) -> UUID:
    now = datetime.now(UTC)
    shown = preview(database, scope, district=DISTRICT, now=now)
    wanted = replace(Order(scope=scope, confirmation=shown.confirmation), **changes)  # type: ignore[arg-type] # as given
    return order(
        database, wanted, district=DISTRICT, actor=ACTOR, now=now, enqueue=lambda *_: None
    )


def work(database: Database, receipt: UUID, reach: Reach | None = None) -> ReceiptView:
    """Do what a worker does."""
    held = Removed()
    while removed := remove_next(database, receipt, now=datetime.now(UTC)):
        held.add(removed)
    proof.prove(database, receipt, held, reach=reach or Reach(), pauses=())
    return get_receipt(database, receipt, district=DISTRICT)


def municipality(ags: str = HERE) -> Scope:
    return Scope(kind=ScopeKind.MUNICIPALITY, municipality=ags)


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        rows = session.exec(select(AuditRow).order_by(AuditRow.number)).all()
    return [row.action for row in rows if row.action.startswith(("deletion", "note.deleted"))]


# --- One note ---------------------------------------------------------------------


def test_the_receipt_counts_what_went_and_proves_that_it_is_gone(
    database: Database, notes: list[UUID]
) -> None:
    before = row_counts(database)
    found = delete(database, notes[1])
    after = row_counts(database)
    assert found.state is State.DONE
    assert found.removed["notes"] == before["NoteRow"] - after["NoteRow"] == 1
    assert found.removed["statements"] == before["StatementRow"] - after["StatementRow"] == 5
    assert found.removed["places"] == before["AssignmentRow"] - after["AssignmentRow"] == 4
    assert found.proof
    assert found.proof.texts == 1  # the others stand in the other notes of the municipality
    assert found.proof.elsewhere > 0
    assert found.proof.unknown == 0
    assert found.proof.rewritten
    assert {place.found for place in found.proof.places if place.where != "server_log"} == {0}
    assert found.scope.municipality == HERE
    assert found.scope.held_on == date(2025, 5, 15)
    assert actions(database) == ["deletion.ordered", "note.deleted", "deletion.finished"]


def test_a_vector_goes_with_the_last_use_of_its_text(
    database: Database, notes: list[UUID]
) -> None:
    assert delete(database, notes[1]).removed["vectors"] == 1
    assert "vectors" not in delete(database, notes[0]).removed
    assert delete(database, notes[2]).removed["vectors"] == 3


def test_no_receipt_and_no_log_holds_a_word_of_what_went(
    database: Database, notes: list[UUID]
) -> None:
    delete(database, notes[1])
    with database.reading() as session:
        rows = [*session.exec(select(ReceiptRow)), *session.exec(select(AuditRow))]
    assert WORD not in str([row.model_dump() for row in rows])


def test_the_means_from_which_a_vector_could_be_computed_go_too(
    database: Database, notes: list[UUID]
) -> None:
    delete(database, notes[1])
    with database.reading() as session:
        assert {row.centre for row in session.exec(select(RunRow))} == {None}


def test_a_deletion_leaves_other_kreise_alone(database: Database, notes: list[UUID]) -> None:
    with pytest.raises(NoteNotFoundError):
        delete(database, notes[0], district="05758")
    receipt = delete(database, notes[0])
    with pytest.raises(DeletionNotFoundError):
        get_receipt(database, receipt.id, district="05758")
    assert get_receipt(database, receipt.id, district=None) == receipt
    assert list_receipts(database, district="05758").total == 0


def test_pages_are_told_that_the_themes_need_another_run(
    database: Database, notes: list[UUID]
) -> None:
    delete(database, notes[1])
    assert overview(database, district=DISTRICT).gone == 4


# --- What is called after it --------------------------------------------------------


def rows(database: Database) -> dict[str, CandidateThemeRow]:
    with database.reading() as session:
        return {row.stable_id: row for row in session.exec(select(CandidateThemeRow))}


def test_a_name_of_the_program_goes_with_the_statements_that_carry_it(
    database: Database, notes: list[UUID]
) -> None:
    found = delete(database, notes[1])
    assert found.removed["labels"] == 1
    assert found.removed["means"] == 2  # of the theme, and of the run
    assert (rows(database)[A].label, rows(database)[A].label_gone) == ("Kurs", True)
    assert (rows(database)[B].label, rows(database)[B].label_gone) == ("Kurse", False)
    theme = topics.theme(database, A, district=DISTRICT).theme
    assert (theme.label, theme.label_gone) == ("Kurs", True)


def test_a_given_name_stays(database: Database, notes: list[UUID]) -> None:
    take(database, "rename", A, label="Ampeln")
    delete(database, notes[1])
    theme = topics.theme(database, A, district=DISTRICT).theme
    assert (theme.label, theme.proposed, theme.label_gone) == ("Ampeln", "Kurs", False)


def test_a_given_name_that_is_ticked_goes(database: Database, notes: list[UUID]) -> None:
    take(database, "rename", A, label="Ampeln")
    take(database, "rename", B, label="Busse")
    with database.writing() as session:  # as another run would store it
        session.exec(select(CandidateThemeRow)).first()
        for row in session.exec(select(CandidateThemeRow)):
            row.label = {A: "Ampeln", B: "Busse"}[row.stable_id]
        session.commit()
    now = datetime.now(UTC)
    scope = Scope(kind=ScopeKind.NOTE, note=notes[1])
    shown = preview(database, scope, district=DISTRICT, now=now)
    assert [(one.id, one.label) for one in shown.names] == [(A, "Ampeln")]
    found = delete(database, notes[1], unnamed=[A])
    assert found.removed["given_labels"] == 1
    with database.reading() as session:
        assert {row.label for row in session.exec(select(DecisionRow))} == {"", "Busse"}
    assert {id_: row.label for id_, row in rows(database).items()} == {A: "Kurs", B: "Busse"}
    theme = topics.theme(database, A, district=DISTRICT).theme
    assert (theme.label, theme.label_gone) == ("Kurs", True)


def test_what_was_merged_into_a_theme_names_it_when_its_own_name_is_gone(
    database: Database, notes: list[UUID]
) -> None:
    """People opened the theme: nothing but the name that they gave it says what it is."""
    open_ = [one.id for one in now_is(database).open if one.note_id == notes[2]]
    new = take(database, "pin", statements=tuple(open_), label="Ampeln").themes[0].id
    held = topics.theme(database, A, district=DISTRICT).statements
    moved = tuple(one.id for one in held if one.note_id == notes[1])
    take(database, "move", new, statements=moved[:1])
    take(database, "merge", new, B)
    delete(database, notes[1], unnamed=[new])
    theme = topics.theme(database, new, district=DISTRICT).theme
    assert (theme.size, theme.label, theme.label_gone) == (6, "Kurse", True)


def test_a_run_after_it_names_all_themes(database: Database, notes: list[UUID]) -> None:
    delete(database, notes[1])
    run(database)
    assert not any(one.label_gone for one in now_is(database).themes)


# --- What hinders -------------------------------------------------------------------


def test_what_hinders_the_proof_is_told_and_made_up_for(
    database: Database, notes: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = type(database).erase
    monkeypatch.setattr(type(database), "erase", lambda *_: False)
    monkeypatch.setattr(deletion, "AT_ONCE", (0.0, 0.0))
    found = delete(database, notes[1])
    assert found.state is State.UNPROVEN
    assert found.proof
    assert (found.proof.rewritten, found.proof.attempts) == (False, 3)
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert proof.rewrite_unproven(database, now=later) == 0
    assert "deletion.finished" not in actions(database)
    monkeypatch.setattr(type(database), "erase", real)
    assert proof.rewrite_unproven(database, now=later) == 1
    ended = get_receipt(database, found.id, district=DISTRICT)
    assert ended.state is State.REWRITTEN
    assert ended.proof
    assert ended.proof.rewritten
    assert actions(database)[-1] == "deletion.finished"
    assert proof.rewrite_unproven(database, now=later) == 0


def test_what_is_found_is_told(
    database: Database, settings: Settings, notes: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletion, "AT_ONCE", ())
    settings.data_dir.mkdir(exist_ok=True)
    left = settings.data_dir / "left.txt"
    left.write_text(f"… {MARKED[2:]} …", encoding="utf-16-le")
    found = delete(database, notes[1], reach=Reach(data=settings.data_dir))
    assert found.state is State.UNPROVEN
    assert found.proof
    assert [place.found for place in found.proof.places if place.where == "files"] == [1]


def test_a_search_that_breaks_off_proves_nothing(
    database: Database, notes: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise SearchFailedError

    monkeypatch.setattr(deletion, "AT_ONCE", ())
    monkeypatch.setattr(traces, "scan", broken)
    found = delete(database, notes[1])
    assert (found.state, found.proof and found.proof.places) == (State.UNPROVEN, ())


def test_a_process_that_ends_before_its_proof_is_made_up_for(
    database: Database, notes: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(deletion, "prove", killed)
    with pytest.raises(KeyboardInterrupt):
        delete(database, notes[1])
    (found,) = list_receipts(database, district=DISTRICT).items
    assert (found.state, found.proof) == (State.REMOVED, None)
    now = datetime.now(UTC)
    assert proof.rewrite_unproven(database, now=now) == 0  # it may still be searching
    assert proof.rewrite_unproven(database, now=now + timedelta(hours=1)) == 1
    assert get_receipt(database, found.id, district=DISTRICT).state is State.REWRITTEN


# --- Many notes ---------------------------------------------------------------------


def test_the_preview_counts_what_would_go(database: Database, notes: list[UUID]) -> None:
    assert notes
    now = datetime.now(UTC)
    shown = preview(database, municipality(), district=DISTRICT, now=now)
    assert (shown.notes, shown.statements, shown.drafts) == (3, 13, 0)
    assert (shown.first, shown.last) == (date(2024, 5, 14), date(2026, 5, 16))
    assert list_notes(database, district=DISTRICT).total == 4


def test_all_notes_of_a_municipality_go_batch_by_batch(
    database: Database, notes: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletion, "_BATCH", 2)
    receipt = place_order(database, municipality())
    assert get_receipt(database, receipt, district=DISTRICT).state is State.ORDERED
    assert list_notes(database, district=DISTRICT).total == 4
    found = work(database, receipt)
    assert [note.id for note in list_notes(database, district=DISTRICT).items] == [notes[3]]
    assert found.state is State.DONE
    assert (found.removed["notes"], found.removed["statements"]) == (3, 13)
    assert actions(database) == [
        "deletion.ordered", *["note.deleted"] * 3, "deletion.finished",
    ]  # fmt: skip
    with database.reading() as session:
        assert len(session.exec(select(VectorRow)).all()) == 3


def test_a_worker_that_ends_half_way_leaves_the_rest_to_the_next(
    database: Database, notes: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert notes
    monkeypatch.setattr(deletion, "_BATCH", 1)
    receipt = place_order(database, municipality())
    remove_next(database, receipt, now=datetime.now(UTC))  # what went is forgotten with it
    found = work(database, receipt)
    assert found.state is State.REWRITTEN
    assert found.removed["notes"] == 3
    assert found.proof
    assert found.proof.unknown in {4, 5}


def test_a_proof_that_comes_twice_is_noted_once(database: Database, notes: list[UUID]) -> None:
    assert notes
    receipt = place_order(database, municipality())
    found = work(database, receipt)
    assert work(database, receipt) == found


def test_what_is_uploaded_after_the_order_stays(database: Database, notes: list[UUID]) -> None:
    assert notes
    receipt = place_order(database, municipality())
    new = upload(database, PLACES[0][0], "01.06.2026")
    work(database, receipt)
    assert new in {note.id for note in list_notes(database, district=DISTRICT).items}


def test_an_order_is_refused_when_the_notes_are_not_those_of_the_preview(
    database: Database, notes: list[UUID]
) -> None:
    now = datetime.now(UTC)
    shown = preview(database, municipality(), district=DISTRICT, now=now)
    delete(database, notes[0])
    with pytest.raises(DeletionChangedError):
        place_order(database, municipality(), confirmation=shown.confirmation)
    assert list_notes(database, district=DISTRICT).total == 3


def test_two_orders_at_once_are_refused(database: Database, notes: list[UUID]) -> None:
    assert notes
    place_order(database, municipality())
    with pytest.raises(DeletionInProgressError):
        place_order(database, municipality(THERE))


def test_an_order_for_nothing_is_refused(database: Database, notes: list[UUID]) -> None:
    assert notes
    now = datetime.now(UTC)
    for scope, error in (
        (municipality(ELSEWHERE), NothingToDeleteError),
        (municipality("05758004"), UnknownMunicipalityError),
        (Scope(kind=ScopeKind.MUNICIPALITY), UnknownMunicipalityError),
        (Scope(kind=ScopeKind.RETENTION, before=date(2020, 1, 1)), NothingToDeleteError),
        (Scope(kind=ScopeKind.NOTE), NoteNotFoundError),
    ):
        with pytest.raises(error):
            preview(database, scope, district=DISTRICT, now=now)


def test_what_is_older_than_the_period_goes(database: Database, notes: list[UUID]) -> None:
    now = datetime(2026, 11, 22, 8, tzinfo=UTC)
    scope = scope_of_kind(ScopeKind.RETENTION, months=18, now=now)
    assert scope.before == date(2025, 5, 22)
    work(database, place_order(database, scope))
    left = {note.id for note in list_notes(database, district=DISTRICT).items}
    assert left == set(notes[2:])


def test_drafts_of_the_municipality_go_and_those_of_others_stay(
    database: Database, notes: list[UUID]
) -> None:
    assert notes
    before = datetime.now(UTC) - timedelta(minutes=1)
    with database.writing() as session:
        for ags in (HERE, THERE, None):
            drafts.create(
                session,
                b"x",
                district=DISTRICT,
                now=before,
                lifetime=timedelta(hours=1),
                municipality=ags,
            )
        session.commit()
    found = work(database, place_order(database, municipality()))
    assert found.removed["drafts"] == 2  # nobody knows whose the one without is
    with database.reading() as session:
        (left,) = session.exec(select(DraftRow)).all()
    assert left.municipality_ags == THERE


def test_a_note_that_was_read_while_the_deletion_was_ordered_stays(
    database: Database, notes: list[UUID]
) -> None:
    """Whoever ordered it has not seen the note, and whoever uploads it is told that it is kept."""
    assert notes
    begun = datetime.now(UTC)
    receipt = place_order(database, municipality())
    late = upload(database, PLACES[0][0], "20.06.2026", now=begun)
    work(database, receipt)
    kept = list_notes(database, district=DISTRICT).items
    assert {one.id for one in kept} == {late, notes[3]}


def test_a_deletion_that_fails_says_so_once(database: Database, notes: list[UUID]) -> None:
    assert notes
    receipt = place_order(database, municipality())
    now = datetime.now(UTC)
    deletion.fail(database, receipt, "deletion_crashed", now=now)
    deletion.fail(database, receipt, "storage_full", now=now)
    found = get_receipt(database, receipt, district=DISTRICT)
    assert (found.state, found.error_code) == (State.FAILED, "deletion_crashed")
    assert remove_next(database, receipt, now=now) is None
    assert actions(database)[-1] == "deletion.finished"


# --- Backups ------------------------------------------------------------------------


@pytest.mark.sqlite
def test_the_receipt_names_the_backups_that_still_hold_it(
    database: Database, notes: list[UUID], tmp_path: Path
) -> None:
    folder, now = tmp_path / "backups", datetime.now(UTC)
    for name, made in (("old", now - timedelta(days=400)), ("new", datetime.now(UTC))):
        save(
            database,
            folder / f"{name}.zip",
            workspace=tmp_path / "copy",
            application="1",
            now=made,
        )
    (folder / "broken.zip").write_bytes(b"no archive")
    found = delete(database, notes[1], reach=Reach(backups=folder, days=30))
    assert found.proof
    assert found.proof.backups_known
    (backup,) = found.proof.backups
    assert backup.name == "new.zip"
    assert backup.until == backup.made_at + timedelta(days=30)
