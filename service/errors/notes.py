"""Why a note is not taken."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from service.errors.root import ServiceError

if TYPE_CHECKING:
    from uuid import UUID

    from service.review import Review, ShownFinding


class NoteError(ServiceError):
    """A note is not taken."""

    code = "note"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class PersonalDataError(NoteError):
    """The gate refuses the note, and tells the uploader what it found.

    Args:
        findings: Those that are shown.
        count: Number of all.
    """

    code = "personal_data"

    def __init__(self, findings: tuple[ShownFinding, ...], *, count: int) -> None:
        super().__init__(count=count)
        self.findings = findings
        self.count = count


class ConfirmationError(NoteError):
    """A person has to answer the gate's questions first (``review``)."""

    code = "confirmation_needed"
    status = HTTPStatus.CONFLICT

    def __init__(self, review: Review) -> None:
        super().__init__(count=len(review.questions))
        self.review = review


class UnansweredError(NoteError):
    """Some questions of a ``review`` have no answer: those named by ``keys``."""

    code = "answers_missing"

    def __init__(self, review: Review, keys: tuple[str, ...]) -> None:
        super().__init__(count=len(keys))
        self.review = review
        self.keys = keys


class UnknownAnswerError(NoteError):
    """An answer belongs to none of the questions, or no longer."""

    code = "answer_unknown"


class WrongReasonError(NoteError):
    """A feature that could single a person out is kept for a reason that is none."""

    code = "reason_wrong"


class ManyQuestionsError(NoteError):
    """The gate would ask about more than ``limit`` places of the note."""

    code = "questions_too_many"


class DraftsFullError(NoteError):
    """As many notes of the Kreis as may do so wait for a person already."""

    code = "drafts_full"
    status = HTTPStatus.CONFLICT


class FutureDateError(NoteError):
    """The conference of the note has not happened yet."""

    code = "date_in_future"


class EarlyDateError(NoteError):
    """The conference of the note is said to have been before ``year``."""

    code = "date_too_early"


class MissingDateError(NoteError):
    """Neither the note nor the uploader says the day of the conference."""

    code = "date_missing"


class MissingMunicipalityError(NoteError):
    """Neither the note nor the uploader says the municipality."""

    code = "municipality_missing"


class UnknownMunicipalityError(NoteError):
    """The municipality does not belong to the Kreis."""

    code = "municipality_unknown"


class ForeignMunicipalityError(NoteError):
    """It is about another municipality than that of its uploader (``name``)."""

    code = "municipality_foreign"


class DuplicateNoteError(NoteError):
    """The text of the note was uploaded before (``uploaded_on``, a German date; ``note_id``)."""

    code = "note_duplicate"
    status = HTTPStatus.CONFLICT

    def __init__(self, *, uploaded_on: str, note_id: UUID) -> None:
        super().__init__(uploaded_on=uploaded_on)
        self.note_id = note_id


class LongStatementError(NoteError):
    """A statement of the note is longer than ``limit`` words."""

    code = "statement_too_long"


class NoStatementsError(NoteError):
    """No statement was found in the note."""

    code = "note_without_statements"
