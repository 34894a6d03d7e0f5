"""Everything that can go wrong in the service beside the method, as one tree.

    ServiceError
    ├── SettingError            a setting has a value that cannot be used
    ├── DatabaseError           the database cannot be opened
    ├── StorageError            the database stores nothing at the moment
    │   ├── StorageFullError        its disk is full
    │   ├── StorageReadOnlyError    it may only be read
    │   └── StorageFaultyError      its disk answers with errors
    ├── EncodingError           it was created with one that lacks characters
    ├── AssetsMissingError      the design system of the pages is not installed
    ├── DistrictError           no municipalities are known for the Kreis
    ├── DistrictExistsError     the Kreis is there already
    ├── RegisterError           the file with its municipalities cannot be used
    ├── AccessError             somebody may not do what was asked for
    │   ├── NotSignedInError        nobody signed in, or the session is over
    │   ├── NotAllowedError         the role does not allow it
    │   ├── DistrictNotChosenError  who sees all Kreise has chosen none
    │   ├── CredentialsError        name, password or code is wrong: which, nobody is told
    │   ├── TooManyAttemptsError    the next one has to wait
    │   ├── InsecureConnectionError a password would be sent for everybody to read
    │   └── SignInError             who comes from the login provider is not signed in
    │       ├── SignInLapsedError       this browser began no such sign-in
    │       ├── SignInDeclinedError     the person broke it off
    │       ├── NoAccountError          no account belongs to them
    │       ├── ProviderUnavailableError  the provider does not answer
    │       └── ProviderAnswerError     its answer cannot be trusted
    ├── AccountError            an account or a token cannot be as it is wanted
    │   ├── AccountNameError        its name cannot be read
    │   ├── NameTakenError          another account has it
    │   ├── IdentityTakenError      another account is that of this person at the provider
    │   ├── ReachError              its role needs a Kreis or a municipality
    │   ├── TokenScopesError        it may do nothing, or for too long
    │   ├── AccountOpenError        it is not closed, and so cannot be deleted
    │   ├── LastAdministratorError  nobody would be left to manage accounts
    │   ├── NoPasswordError         it is entered in another way
    │   ├── RealAccountsError       the demo would open the accounts of real people
    │   ├── WrongCodeError          the second factor does not fit
    │   └── PasswordError           a password is not taken
    │       ├── ShortPasswordError
    │       ├── LongPasswordError
    │       ├── CommonPasswordError     it is one of those that are tried first
    │       ├── PasswordNameError       it holds the name of the account
    │       ├── PasswordsDifferError    it was typed twice, and differently
    │       └── WrongPasswordError      who is signed in does not know theirs
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
    │   ├── ForeignMunicipalityError  it is not that of its uploader
    │   ├── DuplicateNoteError      its text was uploaded before
    │   ├── LongStatementError      one of its statements is longer than any should be
    │   └── NoStatementsError       no statement was found in it
    ├── NotFoundError           there is no such thing in this Kreis
    │   ├── DistrictNotFoundError
    │   ├── AccountNotFoundError
    │   ├── TokenNotFoundError
    │   ├── LinkNotFoundError       used, expired, or never one
    │   ├── NoteNotFoundError
    │   ├── DeletionNotFoundError
    │   ├── DraftNotFoundError      nor may one tell why: expired, foreign, a wrong secret
    │   ├── RunNotFoundError
    │   ├── ThemeNotFoundError
    │   ├── StatementNotFoundError  nor among the statements of the latest run
    │   ├── DecisionNotFoundError
    │   └── CommentNotFoundError
    ├── DecisionError           a decision about themes is not taken
    │   ├── NoRunYetError           there are no themes yet
    │   ├── IncompleteDecisionError its kind needs something else
    │   ├── LongLabelError
    │   ├── LabelCharacterError     the label holds a control character
    │   ├── PersonalLabelError      the label holds personal data
    │   ├── DoubtfulLabelError      it may, and nobody says that it does not
    │   ├── UnknownFieldError       the taxonomy has no such Handlungsfeld
    │   └── WithdrawnError          it was taken back already
    ├── SteeringError           a comment or a resolution of the Lenkungsgruppe is not taken
    │   ├── EmptyTextError
    │   ├── LongTextError
    │   ├── TextCharacterError      the text holds a control character
    │   ├── PersonalTextError       it holds personal data
    │   ├── DoubtfulTextError       it may, and nobody says that it does not
    │   ├── FutureMeetingError      the meeting has not happened yet
    │   ├── EarlyMeetingError       it is said to be before the year 2000
    │   ├── NotReleasedError        the Lenkungsgruppe does not see the theme
    │   └── ForeignCommentError     somebody else wrote it
    ├── DeletionError           a deletion is not ordered, or not finished
    │   ├── NothingToDeleteError    no note is what was asked for
    │   ├── DeletionChangedError    the preview showed something else
    │   ├── DeletionInProgressError another one of the Kreis is not finished
    │   ├── NoRetentionError        no retention period is set
    │   ├── DeletionCrashedError    an unexpected error ended it
    │   └── SearchFailedError       the search for traces did not come to its end
    ├── RunError                a run cannot be started or finished
    │   ├── NothingToRunError       there is no problem statement yet
    │   ├── RunInProgressError      another run of the Kreis is not finished
    │   ├── RunNotDoneError         its themes are not there yet
    │   ├── RunNotFailedError       there is nothing to try again
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
    ├── VersionError            what shall be changed may not be what somebody has seen
    │   ├── PreconditionRequiredError  nobody says what they have seen
    │   └── PreconditionFailedError    somebody else has changed it since
    └── RequestError            a request cannot be understood or must not be obeyed
        ├── MissingFileError
        ├── InvalidDateError
        ├── MalformedUploadError
        ├── LargeRequestError
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

from service.errors.access import (
    AccessError,
    DistrictNotChosenError,
    NoAccountError,
    NotAllowedError,
    NotSignedInError,
    ProviderAnswerError,
    ProviderUnavailableError,
    SignInDeclinedError,
    SignInError,
    SignInLapsedError,
)
from service.errors.accounts import (
    AccountError,
    AccountNameError,
    AccountNotFoundError,
    AccountOpenError,
    CommonPasswordError,
    CredentialsError,
    IdentityTakenError,
    InsecureConnectionError,
    LastAdministratorError,
    LinkNotFoundError,
    LongPasswordError,
    NameTakenError,
    NoPasswordError,
    PasswordError,
    PasswordNameError,
    PasswordsDifferError,
    ReachError,
    RealAccountsError,
    ShortPasswordError,
    TokenNotFoundError,
    TokenScopesError,
    TooManyAttemptsError,
    WrongCodeError,
    WrongPasswordError,
)
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
from service.errors.deletions import (
    DeletionChangedError,
    DeletionCrashedError,
    DeletionError,
    DeletionInProgressError,
    DeletionNotFoundError,
    NoRetentionError,
    NothingToDeleteError,
    SearchFailedError,
)
from service.errors.notes import (
    ConfirmationError,
    DraftsFullError,
    DuplicateNoteError,
    EarlyDateError,
    ForeignMunicipalityError,
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
    LargeRequestError,
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
    DistrictExistsError,
    DistrictNotFoundError,
    DraftNotFoundError,
    EncodingError,
    NoteNotFoundError,
    NotFoundError,
    RegisterError,
    RunNotFoundError,
    ServiceError,
    SettingError,
    StorageError,
    StorageFaultyError,
    StorageFullError,
    StorageReadOnlyError,
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
    RunNotFailedError,
)
from service.errors.steering import (
    CommentNotFoundError,
    DoubtfulTextError,
    EarlyMeetingError,
    EmptyTextError,
    ForeignCommentError,
    FutureMeetingError,
    LongTextError,
    NotReleasedError,
    PersonalTextError,
    SteeringError,
    TextCharacterError,
)
from service.errors.versions import (
    Change,
    PreconditionFailedError,
    PreconditionRequiredError,
    VersionError,
)

__all__ = [
    "AccessError",
    "AccountError",
    "AccountNameError",
    "AccountNotFoundError",
    "AccountOpenError",
    "AssetsMissingError",
    "BackupBrokenError",
    "BackupExistsError",
    "BackupNotWrittenError",
    "BackupRunningError",
    "BackupTooNewError",
    "BadRequestError",
    "Change",
    "CommentNotFoundError",
    "CommonPasswordError",
    "ConfirmationError",
    "CredentialsError",
    "CrossSiteError",
    "DatabaseError",
    "DatabaseInUseError",
    "DecidedMeanwhileError",
    "DecisionError",
    "DecisionNotFoundError",
    "DeletionChangedError",
    "DeletionCrashedError",
    "DeletionError",
    "DeletionInProgressError",
    "DeletionNotFoundError",
    "DistrictError",
    "DistrictExistsError",
    "DistrictNotChosenError",
    "DistrictNotFoundError",
    "DoubtfulLabelError",
    "DoubtfulTextError",
    "DraftNotFoundError",
    "DraftsFullError",
    "DuplicateNoteError",
    "EarlyDateError",
    "EarlyMeetingError",
    "EmptyTextError",
    "EncodingError",
    "ForeignCommentError",
    "ForeignMunicipalityError",
    "FutureDateError",
    "FutureMeetingError",
    "IdentityTakenError",
    "IncompleteDecisionError",
    "InsecureConnectionError",
    "InvalidDateError",
    "InvalidInputError",
    "LabelCharacterError",
    "LargeRequestError",
    "LastAdministratorError",
    "LinkNotFoundError",
    "LongLabelError",
    "LongPasswordError",
    "LongStatementError",
    "LongTextError",
    "MalformedUploadError",
    "ManyQuestionsError",
    "MediaTypeError",
    "MethodNotAllowedError",
    "MetricsPortError",
    "MissingDateError",
    "MissingFileError",
    "MissingMunicipalityError",
    "NameTakenError",
    "NoAccountError",
    "NoDatabaseError",
    "NoPasswordError",
    "NoRetentionError",
    "NoRunYetError",
    "NoStatementsError",
    "NotAllowedError",
    "NotFoundError",
    "NotMigratedError",
    "NotReleasedError",
    "NotSignedInError",
    "NoteError",
    "NoteNotFoundError",
    "NotesChangedError",
    "NotesThereError",
    "NothingToDeleteError",
    "NothingToRunError",
    "OperationError",
    "OtherBackendError",
    "PageNotFoundError",
    "PasswordError",
    "PasswordNameError",
    "PasswordsDifferError",
    "PersonalDataError",
    "PersonalLabelError",
    "PersonalTextError",
    "PreconditionFailedError",
    "PreconditionRequiredError",
    "ProviderAnswerError",
    "ProviderUnavailableError",
    "ReachError",
    "RealAccountsError",
    "RegisterError",
    "RequestError",
    "RestoringError",
    "RunAbandonedError",
    "RunCancelledError",
    "RunCrashedError",
    "RunError",
    "RunFinishedError",
    "RunInProgressError",
    "RunNotDoneError",
    "RunNotFailedError",
    "RunNotFoundError",
    "SearchFailedError",
    "ServiceError",
    "SettingError",
    "ShortPasswordError",
    "SignInDeclinedError",
    "SignInError",
    "SignInLapsedError",
    "StatementNotFoundError",
    "SteeringError",
    "StorageError",
    "StorageFaultyError",
    "StorageFullError",
    "StorageReadOnlyError",
    "TextCharacterError",
    "ThemeNotFoundError",
    "TokenNotFoundError",
    "TokenScopesError",
    "TooManyAttemptsError",
    "ToolFailedError",
    "ToolMissingError",
    "UnansweredError",
    "UnexpectedError",
    "UnknownAnswerError",
    "UnknownFieldError",
    "UnknownHostError",
    "UnknownMunicipalityError",
    "VersionError",
    "WithdrawnError",
    "WorkerRunningError",
    "WrongCodeError",
    "WrongPasswordError",
    "WrongReasonError",
]
