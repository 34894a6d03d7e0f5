"""Everything that can go wrong in the service beside the method, as one tree.

    ServiceError
    ├── SettingError            a setting has a value that cannot be used
    ├── DatabaseError           the database cannot be opened
    ├── AssetsMissingError      the design system of the pages is not installed
    ├── DistrictError           no municipalities are known for the Kreis
    ├── NoteError               a note is not taken
    │   ├── PersonalDataError       the gate refuses it (with findings)
    │   ├── ConfirmationError       the gate wants a person to answer (with a review)
    │   ├── UnansweredError         some of the gate's questions have no answer
    │   ├── UnknownAnswerError      an answer belongs to none of them
    │   ├── WrongReasonError        a reason does not keep what it is given for
    │   ├── ManyQuestionsError      the gate would ask more than a person can answer
    │   ├── DraftsFullError         too many notes wait for a person
    │   ├── FutureDateError         its conference has not happened yet
    │   ├── EarlyDateError          its conference is said to be before the year 2000
    │   ├── MissingDateError        neither the note nor the uploader says the day
    │   ├── MissingMunicipalityError  neither says the municipality
    │   ├── UnknownMunicipalityError  the municipality is not in the Kreis
    │   ├── DuplicateNoteError      its text was uploaded before
    │   ├── LongStatementError      one of its statements is longer than any should be
    │   └── NoStatementsError       no statement was found in it
    ├── NotFoundError           there is no such thing in this Kreis
    │   ├── NoteNotFoundError
    │   ├── DraftNotFoundError      nor may one tell why: expired, foreign, a wrong secret
    │   ├── RunNotFoundError
    │   └── ThemeNotFoundError
    ├── RunError                a run cannot be started or finished
    │   ├── NothingToRunError       there is no problem statement yet
    │   ├── RunInProgressError      another run of the Kreis is not finished
    │   ├── RunNotDoneError         its themes are not there yet
    │   ├── RunFinishedError        it cannot be cancelled any more
    │   ├── RunCancelledError       a person ended it
    │   ├── NotesChangedError       a note was deleted while it was being worked on
    │   ├── RunAbandonedError       the worker died too often in one step
    │   └── RunCrashedError         an unexpected error ended it
    ├── WorkerRunningError      another worker uses the same name
    └── RequestError            a request cannot be understood or must not be obeyed
        ├── MissingFileError
        ├── InvalidDateError
        ├── MalformedUploadError
        ├── CrossSiteError
        ├── UnknownHostError
        ├── InvalidInputError
        ├── BadRequestError
        ├── PageNotFoundError
        ├── MethodNotAllowedError
        ├── MediaTypeError
        └── UnexpectedError         an error of ours, told without details

Like the errors of :mod:`nlp.errors`, they carry a ``code`` and ``params``, never text of a
note; the findings of a refusal and a review are the one exception, and they go to the uploader
only.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from uuid import UUID

    from service.review import Review, ShownFinding


class ServiceError(Exception):
    """Root of the tree. ``params`` fill the sentence in the catalogue."""

    code: str = "service"
    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(self, **params: str | int) -> None:
        self.params = params
        super().__init__(self.code, params)


class SettingError(ServiceError):
    """A setting has a value that cannot be used: ``field``, and its ``name`` outside."""

    code = "setting"

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.code = f"setting_{field}"  # one sentence per setting


class DistrictError(ServiceError):
    """No municipalities are known for the Kreis (``district``)."""

    code = "district_unknown"


class DatabaseError(ServiceError):
    """The database cannot be opened: its folder, its file, or its server."""

    code = "database"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class AssetsMissingError(ServiceError):
    """The design system of the pages is not installed."""

    code = "assets_missing"


class NoteError(ServiceError):
    """A note is not taken."""

    code = "note"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class _FindingsError(NoteError):
    """An error that tells the uploader what the gate found.

    Args:
        findings: Those that are shown.
        count: Number of all.
    """

    def __init__(self, findings: tuple[ShownFinding, ...], *, count: int) -> None:
        super().__init__(count=count)
        self.findings = findings
        self.count = count


class PersonalDataError(_FindingsError):
    """The gate refuses the note (``findings``)."""

    code = "personal_data"


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


class NotFoundError(ServiceError):
    """There is no such thing in this Kreis."""

    code = "not_found"
    status = HTTPStatus.NOT_FOUND


class NoteNotFoundError(NotFoundError):
    """There is no such note."""

    code = "note_not_found"


class DraftNotFoundError(NotFoundError):
    """There is no such draft, or it has expired, or the secret does not open it."""

    code = "draft_not_found"


class RunNotFoundError(NotFoundError):
    """There is no such run."""

    code = "run_not_found"


class ThemeNotFoundError(NotFoundError):
    """There is no such theme."""

    code = "theme_not_found"


class RunError(ServiceError):
    """A run cannot be started or finished."""

    code = "run"
    status = HTTPStatus.CONFLICT


class NothingToRunError(RunError):
    """There is no problem statement yet."""

    code = "run_without_statements"


class RunInProgressError(RunError):
    """Another run of the Kreis is not finished."""

    code = "run_in_progress"


class RunNotDoneError(RunError):
    """The themes of the run are not there yet, or will never be."""

    code = "run_not_done"


class RunFinishedError(RunError):
    """The run has ended already, so that it cannot be cancelled."""

    code = "run_finished"


class RunCancelledError(RunError):
    """A person ended the run before it was done."""

    code = "run_cancelled"


class NotesChangedError(RunError):
    """A note was deleted while the run was working on it."""

    code = "run_notes_changed"


class RunAbandonedError(RunError):
    """The worker died too often in the same step."""

    code = "run_abandoned"


class RunCrashedError(RunError):
    """An unexpected error ended the run."""

    code = "run_crashed"


class WorkerRunningError(ServiceError):
    """Another worker uses the same name (``name``)."""

    code = "worker_running"


class RequestError(ServiceError):
    """A request cannot be understood or must not be obeyed."""

    code = "request"
    status = HTTPStatus.BAD_REQUEST


class MissingFileError(RequestError):
    """The upload holds no file."""

    code = "file_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class InvalidDateError(RequestError):
    """The date of the upload is no date."""

    code = "date_invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class MalformedUploadError(RequestError):
    """The body of the upload is not what its header says."""

    code = "upload_malformed"


class CrossSiteError(RequestError):
    """Another web site sent the request in the name of its visitor."""

    code = "cross_site"
    status = HTTPStatus.FORBIDDEN


class UnknownHostError(RequestError):
    """The request names a host that the settings do not allow."""

    code = "host_unknown"


class InvalidInputError(RequestError):
    """Fields of the request are wrong (``fields``, comma-separated names)."""

    code = "input_invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class BadRequestError(RequestError):
    """The request is broken in itself."""

    code = "request_bad"


class PageNotFoundError(RequestError):
    """No page has this address."""

    code = "page_not_found"
    status = HTTPStatus.NOT_FOUND


class MethodNotAllowedError(RequestError):
    """The address does not know this method."""

    code = "method_not_allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED


class MediaTypeError(RequestError):
    """The body has a type that the address does not take."""

    code = "media_type"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class UnexpectedError(RequestError):
    """An error of ours, told without details."""

    code = "unexpected"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
