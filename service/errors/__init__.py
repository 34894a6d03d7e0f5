"""Everything that can go wrong in the service beside the method, as one tree.

    ServiceError
    ├── SettingError            a setting has a value that cannot be used
    ├── DatabaseError           the database cannot be opened
    ├── EncodingError           it was created with one that lacks characters
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
    │   ├── ThemeNotFoundError
    │   ├── StatementNotFoundError  nor among the statements of the latest run
    │   └── DecisionNotFoundError
    ├── DecisionError           a decision about themes is not taken
    │   ├── NoRunYetError           there are no themes yet
    │   ├── IncompleteDecisionError its kind needs something else
    │   ├── LongLabelError
    │   ├── LabelCharacterError     the label holds a control character
    │   ├── PersonalLabelError      the label holds personal data
    │   ├── DoubtfulLabelError      it may, and nobody says that it does not
    │   ├── UnknownFieldError       the taxonomy has no such Handlungsfeld
    │   └── WithdrawnError          it was taken back already
    ├── RunError                a run cannot be started or finished
    │   ├── NothingToRunError       there is no problem statement yet
    │   ├── RunInProgressError      another run of the Kreis is not finished
    │   ├── RunNotDoneError         its themes are not there yet
    │   ├── RunFinishedError        it cannot be cancelled any more
    │   ├── RunCancelledError       a person ended it
    │   ├── NotesChangedError       a note was deleted while it was being worked on
    │   ├── DecidedMeanwhileError   people and the run gave the same id to two themes
    │   ├── RunAbandonedError       the worker died too often in one step
    │   └── RunCrashedError         an unexpected error ended it
    ├── WorkerRunningError      another worker uses the same name
    ├── OperationError          the installation cannot be looked after like that
    │   ├── NoDatabaseError         there is none yet
    │   ├── NotMigratedError        its tables are not those of this version
    │   ├── DatabaseInUseError      another process works on it
    │   ├── RestoringError          it is being replaced by a backup
    │   ├── BackupRunningError      another backup is being made
    │   ├── BackupExistsError       its file is there already
    │   ├── BackupNotWrittenError
    │   ├── BackupBrokenError       no backup, damaged, or not whole
    │   ├── BackupTooNewError       made by a later version
    │   ├── OtherBackendError       of the other kind of database
    │   ├── NotesThereError         notes would be lost
    │   ├── MetricsPortError        another program serves it
    │   ├── ToolMissingError        a program of PostgreSQL is not installed
    │   └── ToolFailedError         it gave up
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

from service.errors.decisions import (
    DecisionError,
    DecisionNotFoundError,
    DoubtfulLabelError,
    IncompleteDecisionError,
    LabelCharacterError,
    LongLabelError,
    NoRunYetError,
    PersonalLabelError,
    StatementNotFoundError,
    UnknownFieldError,
    WithdrawnError,
)
from service.errors.notes import (
    ConfirmationError,
    DraftsFullError,
    DuplicateNoteError,
    EarlyDateError,
    FutureDateError,
    LongStatementError,
    ManyQuestionsError,
    MissingDateError,
    MissingMunicipalityError,
    NoStatementsError,
    NoteError,
    PersonalDataError,
    UnansweredError,
    UnknownAnswerError,
    UnknownMunicipalityError,
    WrongReasonError,
)
from service.errors.operation import (
    BackupBrokenError,
    BackupExistsError,
    BackupNotWrittenError,
    BackupRunningError,
    BackupTooNewError,
    DatabaseInUseError,
    MetricsPortError,
    NoDatabaseError,
    NotesThereError,
    NotMigratedError,
    OperationError,
    OtherBackendError,
    RestoringError,
    ToolFailedError,
    ToolMissingError,
)
from service.errors.requests import (
    BadRequestError,
    CrossSiteError,
    InvalidDateError,
    InvalidInputError,
    MalformedUploadError,
    MediaTypeError,
    MethodNotAllowedError,
    MissingFileError,
    PageNotFoundError,
    RequestError,
    UnexpectedError,
    UnknownHostError,
)
from service.errors.root import (
    AssetsMissingError,
    DatabaseError,
    DistrictError,
    DraftNotFoundError,
    EncodingError,
    NoteNotFoundError,
    NotFoundError,
    RunNotFoundError,
    ServiceError,
    SettingError,
    ThemeNotFoundError,
    WorkerRunningError,
)
from service.errors.runs import (
    DecidedMeanwhileError,
    NotesChangedError,
    NothingToRunError,
    RunAbandonedError,
    RunCancelledError,
    RunCrashedError,
    RunError,
    RunFinishedError,
    RunInProgressError,
    RunNotDoneError,
)

__all__ = [
    "AssetsMissingError",
    "BackupBrokenError",
    "BackupExistsError",
    "BackupNotWrittenError",
    "BackupRunningError",
    "BackupTooNewError",
    "BadRequestError",
    "ConfirmationError",
    "CrossSiteError",
    "DatabaseError",
    "DatabaseInUseError",
    "DecidedMeanwhileError",
    "DecisionError",
    "DecisionNotFoundError",
    "DistrictError",
    "DoubtfulLabelError",
    "DraftNotFoundError",
    "DraftsFullError",
    "DuplicateNoteError",
    "EarlyDateError",
    "EncodingError",
    "FutureDateError",
    "IncompleteDecisionError",
    "InvalidDateError",
    "InvalidInputError",
    "LabelCharacterError",
    "LongLabelError",
    "LongStatementError",
    "MalformedUploadError",
    "ManyQuestionsError",
    "MediaTypeError",
    "MethodNotAllowedError",
    "MetricsPortError",
    "MissingDateError",
    "MissingFileError",
    "MissingMunicipalityError",
    "NoDatabaseError",
    "NoRunYetError",
    "NoStatementsError",
    "NotFoundError",
    "NotMigratedError",
    "NoteError",
    "NoteNotFoundError",
    "NotesChangedError",
    "NotesThereError",
    "NothingToRunError",
    "OperationError",
    "OtherBackendError",
    "PageNotFoundError",
    "PersonalDataError",
    "PersonalLabelError",
    "RequestError",
    "RestoringError",
    "RunAbandonedError",
    "RunCancelledError",
    "RunCrashedError",
    "RunError",
    "RunFinishedError",
    "RunInProgressError",
    "RunNotDoneError",
    "RunNotFoundError",
    "ServiceError",
    "SettingError",
    "StatementNotFoundError",
    "ThemeNotFoundError",
    "ToolFailedError",
    "ToolMissingError",
    "UnansweredError",
    "UnexpectedError",
    "UnknownAnswerError",
    "UnknownFieldError",
    "UnknownHostError",
    "UnknownMunicipalityError",
    "WithdrawnError",
    "WorkerRunningError",
    "WrongReasonError",
]
