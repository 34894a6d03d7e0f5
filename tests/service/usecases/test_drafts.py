"""Drafts from end to end: a real database, real encryption, a gate with sure answers."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import func, select

from nlp.anonymity import gate
from service.errors import (
    ConfirmationError,
    DraftNotFoundError,
    DraftsFullError,
    DuplicateNoteError,
    ManyQuestionsError,
    MissingDateError,
    NoStatementsError,
    PersonalDataError,
    UnansweredError,
    UnknownAnswerError,
    WrongReasonError,
)
from service.review import QuestionKind, Reason
from service.store import drafts as rows
from service.store.sessions import Database
from service.store.tables import District, DraftRow
from service.usecases import drafts, notes, pending
from service.usecases.notes import NewNote
from service.usecases.views import ChoiceView
from tests.service.helpers import ACTOR, kept, note, row_counts
from tests.service.usecases.gates import Gate

if TYPE_CHECKING:
    from service.review import Answer, Review
    from service.settings import Settings
    from service.usecases.views import NoteDetail

pytestmark = pytest.mark.both_databases

DISTRICT = "05754"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAMES = {"(?i)Amina": "name", "Sonnenblume": "institution"}
TEXT = "- Amina findet keinen Kurs.\n- AMINA wartet auf die Sonnenblume."


@pytest.fixture
def sure(monkeypatch: pytest.MonkeyPatch) -> Gate:
    made = Gate(uncertain=NAMES, certain={"Geheim": "name"})
    monkeypatch.setattr(gate, "check", made)
    return made


@pytest.fixture(autouse=True)
def _use(sure: Gate) -> None:
    del sure


def add(
    database: Database,
    *,
    now: datetime = NOW,
    extra: str = TEXT,
    municipality: str | None = None,
    redact: bool = False,
) -> NoteDetail:
    data = note(extra=extra)
    new = NewNote(filename="Amina.txt", data=data, municipality=municipality, redact=redact)
    return notes.add_note(database, new, district=DISTRICT, now=now, actor=ACTOR)


def ask(database: Database, *, now: datetime = NOW, extra: str = TEXT) -> Review:
    with pytest.raises(ConfirmationError) as asking:
        add(database, now=now, extra=extra)
    return asking.value.review


def answer(
    database: Database,
    review: Review,
    *answers: Answer,
    now: datetime = NOW,
    **options: bool,
) -> NoteDetail:
    given = {one.key: value for one, value in zip(review.questions, answers, strict=False)}
    return drafts.answer(
        database,
        review.draft_id,
        review.secret,
        given,
        district=DISTRICT,
        actor=ACTOR,
        now=now,
        **options,
    )


def waiting(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(DraftRow)).one()


# --- From the upload to the note --------------------------------------------------


def test_an_uncertain_note_waits_and_nothing_of_it_is_stored(database: Database) -> None:
    review = ask(database)
    assert [(one.key, one.type, len(one.places)) for one in review.questions] == [
        ("q1", "name", 2),
        ("q2", "institution", 1),
    ]
    assert review.expires_at == NOW + timedelta(minutes=60)
    assert not review.singling_out
    assert not any(row_counts(database).values())


def test_the_gate_is_told_the_population(database: Database, sure: Gate) -> None:
    ask(database)
    add(database, extra="", municipality="05754008")
    rheda, guetersloh = sure.populations
    assert rheda
    assert guetersloh
    assert rheda < guetersloh


def test_answers_redact_the_note_and_store_it(database: Database) -> None:
    review = ask(database)
    detail = answer(database, review, None, Reason.PUBLIC)
    assert [one.text for one in detail.statements][2:4] == [
        "[Name] findet keinen Kurs.",
        "[Name] wartet auf die Sonnenblume.",
    ]
    assert detail.note.participants == 18
    assert set(detail.review) == {
        ChoiceView(QuestionKind.FINDING, "name", None, 2),
        ChoiceView(QuestionKind.FINDING, "institution", Reason.PUBLIC, 1),
    }
    assert notes.get_note(database, detail.note.id, district=DISTRICT) == detail
    assert waiting(database) == 0


def test_the_review_can_be_read_until_it_is_answered(database: Database) -> None:
    review = ask(database)
    fetch = {"district": DISTRICT, "now": NOW}
    assert (
        drafts.get_review(database, review.draft_id, review.secret, district=DISTRICT, now=NOW)
        == review
    )
    answer(database, review, None, None)
    with pytest.raises(DraftNotFoundError):
        drafts.get_review(database, review.draft_id, review.secret, **fetch)  # type: ignore[arg-type] # a mapping of both


def test_redacting_without_asking_leaves_no_draft(database: Database) -> None:
    detail = add(database, redact=True)
    assert [one.text for one in detail.statements][2:4] == [
        "[Name] findet keinen Kurs.",
        "[Name] wartet auf die [Einrichtung].",
    ]
    assert waiting(database) == 0


def test_the_same_redacted_text_is_taken_only_once(database: Database) -> None:
    first = add(database, redact=True)
    review = ask(database)
    with pytest.raises(DuplicateNoteError) as refused:
        answer(database, review, None, None)
    assert refused.value.note_id == first.note.id
    assert waiting(database) == 0


def test_a_feature_is_kept_only_as_a_general_statement(database: Database, sure: Gate) -> None:
    sure.uncertain = {}
    sure.features = {"34": ("age", "30–39")}
    review = ask(database, extra="- Eine Mutter ist 34.")
    for reason in set(Reason) - {Reason.GENERAL}:
        with pytest.raises(WrongReasonError):
            answer(database, review, reason)
    assert waiting(database) == 1
    detail = answer(database, review, Reason.GENERAL)
    assert detail.statements[2].text == "Eine Mutter ist 34."


def test_where_the_answers_leave_nothing_to_store_the_draft_is_gone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = ask(database)

    def without_statements(*_: object, **__: object) -> None:
        raise NoStatementsError

    monkeypatch.setattr(drafts, "admit", without_statements)
    with pytest.raises(NoStatementsError):
        answer(database, review, None, None)
    assert waiting(database) == 0


def test_what_is_wrong_with_a_note_is_said_before_anything_is_asked(database: Database) -> None:
    bare = NewNote(filename="a.txt", data=b"Verl\n\nGenerative Themen\n- Amina sucht.\n")
    with pytest.raises(MissingDateError):
        notes.add_note(database, bare, district=DISTRICT, now=NOW, actor=ACTOR)
    head = NewNote(filename="a.txt", data=b"Verl, 14.05.2026\nAmina\n")
    with pytest.raises(NoStatementsError):
        notes.add_note(database, head, district=DISTRICT, now=NOW, actor=ACTOR)
    assert waiting(database) == 0


def test_a_redacted_head_is_remembered(database: Database, sure: Gate) -> None:
    sure.uncertain = {r"14\.05\.2026": "date", "Rheda-Wiedenbrück": "unknown_word"}
    detail = answer(database, ask(database, extra=""), None, None)
    assert detail.note.held_on.isoformat() == "2026-05-14"
    assert detail.note.municipality.name == "Rheda-Wiedenbrück"


# --- Answers ----------------------------------------------------------------------


def test_every_question_needs_its_answer(database: Database) -> None:
    review = ask(database)
    with pytest.raises(UnansweredError) as missing:
        answer(database, review, None)
    assert missing.value.keys == ("q2",)
    assert missing.value.review == review
    detail = answer(database, review, Reason.GENERAL, replace_others=True)
    assert detail.statements[3].text == "AMINA wartet auf die [Einrichtung]."


def test_an_answer_to_no_question_is_refused(database: Database) -> None:
    review = ask(database)
    given: dict[str, Answer] = {"q1": None, "q2": None, "q3": None}
    with pytest.raises(UnknownAnswerError):
        drafts.answer(
            database,
            review.draft_id,
            review.secret,
            given,
            district=DISTRICT,
            now=NOW,
            actor=ACTOR,
        )
    assert waiting(database) == 1


def test_new_findings_are_asked_about_in_the_same_draft(database: Database, sure: Gate) -> None:
    review = ask(database)
    sure.uncertain = {r"wartet": "unknown_word"}
    later = NOW + timedelta(minutes=50)
    with pytest.raises(ConfirmationError) as asking:
        answer(database, review, None, None, now=later)
    again = asking.value.review
    assert (again.draft_id, again.secret) == (review.draft_id, review.secret)
    assert [(one.key, one.type) for one in again.questions] == [("q3", "unknown_word")]
    assert again.expires_at == later + timedelta(minutes=60)
    with pytest.raises(UnknownAnswerError):  # sent a second time by a slow browser
        answer(database, review, Reason.PUBLIC, Reason.PUBLIC, now=later)
    detail = answer(database, again, None, now=later)
    assert detail.statements[3].text == "[Name] [Wort] auf die [Einrichtung]."
    assert {one.type: one.count for one in detail.review} == {
        "name": 2,
        "institution": 1,
        "unknown_word": 1,
    }


def test_a_note_that_is_refused_after_all_leaves_no_draft(database: Database, sure: Gate) -> None:
    review = ask(database)
    sure.certain = {"wartet": "name"}
    with pytest.raises(PersonalDataError):
        answer(database, review, None, None)
    assert waiting(database) == 0


@pytest.mark.parametrize("features", [{}, {"18": ("age", "unter 30"), "Kurs": ("event", "Kurs")}])
def test_replacing_everything_always_stores_the_note(
    database: Database, sure: Gate, features: dict[str, tuple[str, str]]
) -> None:
    sure.uncertain = {r"(?<=- )\w+|(?<=\[Wort\] )\w+": "unknown_word"}
    sure.features = features
    review = ask(database)
    for _ in range(20):
        try:
            detail = answer(database, review, replace_others=True)
        except ConfirmationError as asking:
            review = asking.review
        else:
            break
    assert detail.statements
    assert waiting(database) == 0


# --- Who may open a draft, and for how long ----------------------------------------


def foreign(database: Database) -> str:
    with database.writing() as session:
        session.add(District(id="05758", name="Kreis Herford"))
        session.commit()
    return "05758"


@pytest.mark.parametrize("secret", ["", "geheim", "ü", "\udc80", "A" * 43 + "=", "bB" * 21 + "b="])
def test_a_wrong_secret_opens_nothing(database: Database, secret: str) -> None:
    review = ask(database)
    for draft_id in (review.draft_id, uuid4()):
        assert_closed(database, draft_id, secret)
    assert waiting(database) == 1


def test_another_district_finds_nothing(database: Database) -> None:
    review = ask(database)
    assert_closed(database, review.draft_id, review.secret, district=foreign(database))
    assert waiting(database) == 1


def assert_closed(
    database: Database, draft_id: UUID, secret: str, *, district: str = DISTRICT
) -> None:
    with pytest.raises(DraftNotFoundError):
        drafts.get_review(database, draft_id, secret, district=district, now=NOW)
    with pytest.raises(DraftNotFoundError):
        drafts.answer(database, draft_id, secret, {}, district=district, now=NOW, actor=ACTOR)
    with pytest.raises(DraftNotFoundError):
        drafts.discard(database, draft_id, secret, district=district, actor=ACTOR, now=NOW)


def test_a_draft_expires_by_itself(database: Database, settings: Settings) -> None:
    review = ask(database)
    over = review.expires_at
    assert drafts.expire(database, now=over - timedelta(seconds=1)) == 0
    with database.reading() as session:
        data = session.get_one(DraftRow, review.draft_id).data
    assert data[:64] in kept(settings)
    with pytest.raises(DraftNotFoundError):
        answer(database, review, None, None, now=over)
    assert data[:64] not in kept(settings), "every use of drafts removes those that have expired"
    assert drafts.expire(database, now=over) == 0


def test_expired_drafts_are_removed_by_the_next_one(database: Database) -> None:
    ask(database)
    assert drafts.expire(database, now=NOW + timedelta(minutes=61)) == 1
    ask(database)
    ask(database, now=NOW + timedelta(hours=2))
    assert waiting(database) == 1


def test_the_lifetime_can_be_set(database: Database) -> None:
    new = NewNote(filename="a.txt", data=note(extra=TEXT))
    with pytest.raises(ConfirmationError) as asking:
        notes.add_note(
            database, new, district=DISTRICT, now=NOW, lifetime=timedelta(minutes=5), actor=ACTOR
        )
    assert asking.value.review.expires_at == NOW + timedelta(minutes=5)


def test_a_discarded_draft_is_gone(database: Database, settings: Settings) -> None:
    review = ask(database)
    with database.reading() as session:
        data = session.get_one(DraftRow, review.draft_id).data
    drafts.discard(
        database, review.draft_id, review.secret, district=DISTRICT, actor=ACTOR, now=NOW
    )
    assert data[:64] not in kept(settings)
    assert_closed(database, review.draft_id, review.secret)


# --- What is on the disk ----------------------------------------------------------


def test_a_draft_cannot_be_read_on_the_disk(
    database: Database, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    review = ask(database)
    said = "".join(capsys.readouterr())
    for word in ("Amina", "AMINA", "Sonnenblume", "Sprachkurse", review.secret):
        assert word.encode() not in kept(settings)
        assert word not in said
        assert word not in repr(review)
    detail = answer(database, review, None, Reason.PUBLIC)
    assert b"Amina" not in kept(settings)
    assert b"Sonnenblume" in kept(settings), "what was kept is stored"
    assert "Amina" not in "".join(capsys.readouterr())
    assert detail.note.counts


def test_an_answered_draft_leaves_no_byte(database: Database, settings: Settings) -> None:
    review = ask(database)
    with database.reading() as session:
        data = session.get_one(DraftRow, review.draft_id).data
    answer(database, review, None, None)
    assert data[:64] not in kept(settings)


def test_a_draft_that_asks_again_leaves_no_byte_of_before(
    database: Database, settings: Settings, sure: Gate
) -> None:
    review = ask(database)
    with database.reading() as session:
        data = session.get_one(DraftRow, review.draft_id).data
    sure.uncertain = {"wartet": "unknown_word"}
    with pytest.raises(ConfirmationError):
        answer(database, review, None, None)
    assert data[:64] not in kept(settings)


def test_a_draft_survives_a_restart(database: Database, settings: Settings) -> None:
    review = ask(database)
    database.close()
    fresh = Database(settings.database)
    assert answer(fresh, review, None, None).statements
    fresh.close()


# --- Twice, at once, too many -----------------------------------------------------


def test_a_second_answer_finds_no_draft(database: Database) -> None:
    review = ask(database)
    answer(database, review, None, None)
    with pytest.raises(DraftNotFoundError):
        answer(database, review, None, None)
    assert row_counts(database)["NoteRow"] == 1


def test_answers_at_the_same_time_store_the_note_once(database: Database, sure: Gate) -> None:
    review = ask(database)
    together, outcomes = threading.Barrier(4), []

    def look(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 # passes on what it is given
        together.wait(10)  # all have opened the draft before the first stores
        return sure(*arguments, **options)

    def send() -> None:
        try:
            outcomes.append(answer(database, review, None, None).note.id)
        except DraftNotFoundError:
            outcomes.append(None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "check", look)
        senders = [threading.Thread(target=send) for _ in range(4)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
    assert len(outcomes) == 4
    assert outcomes.count(None) == 3
    assert row_counts(database)["NoteRow"] == 1


def test_only_so_many_notes_wait(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST", 2)
    ask(database)
    review = ask(database)
    with pytest.raises(DraftsFullError):
        add(database)
    drafts.discard(
        database, review.draft_id, review.secret, district=DISTRICT, actor=ACTOR, now=NOW
    )
    ask(database)


@pytest.mark.sqlite
def test_nobody_is_asked_about_thousands_of_places(database: Database) -> None:
    too_many = "\n".join(["- Amina findet keinen Kurs."] * (pending.MOST_PLACES + 1))
    with pytest.raises(ManyQuestionsError):
        add(database, extra=too_many)
    assert waiting(database) == 0
    assert add(database, extra=too_many, redact=True).statements


@pytest.mark.sqlite
def test_the_draft_of_the_largest_note_is_bounded(database: Database, settings: Settings) -> None:
    lines = "\n".join(f"- Amina sucht Kurs {n:x}." for n in range(4_000))
    padded = lines + "\n\n" + " \n" * 900_000  # the reader takes two million characters
    ask(database, extra=padded)
    with database.reading() as session:
        (row,) = session.exec(select(DraftRow))
    assert len(row.data) < 2**20
    assert len(kept(settings)) < 2**23
