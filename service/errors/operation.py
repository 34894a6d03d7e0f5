"""What can go wrong when an installation is backed up, restored or looked after."""

from __future__ import annotations

from http import HTTPStatus

from service.errors.root import ServiceError


class OperationError(ServiceError):
    """The installation cannot be looked after like that."""

    code = "operation"


class NoDatabaseError(OperationError):
    """There is no database yet, or nothing in it."""

    code = "database_none"


class NotMigratedError(OperationError):
    """The tables are not those of this version."""

    code = "database_not_migrated"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class DatabaseInUseError(OperationError):
    """Another process works on the database."""

    code = "database_in_use"


class RestoringError(OperationError):
    """The database is being replaced by a backup."""

    code = "database_restoring"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class BackupRunningError(OperationError):
    """Another backup of the database is being made."""

    code = "backup_running"


class BackupExistsError(OperationError):
    """The file of the backup is there already."""

    code = "backup_exists"


class BackupNotWrittenError(OperationError):
    """The file of the backup cannot be written: rights, space."""

    code = "backup_not_written"


class BackupBrokenError(OperationError):
    """The file is no backup, or damaged, or not whole."""

    code = "backup_broken"


class BackupTooNewError(OperationError):
    """The backup was made by a later version."""

    code = "backup_too_new"


class OtherBackendError(OperationError):
    """The backup is of the other kind of database."""

    code = "backup_other_database"


class NotesThereError(OperationError):
    """The database holds notes (``count``) that would be lost."""

    code = "notes_there"


class MetricsPortError(OperationError):
    """Another program serves the port (``port``) of the metrics."""

    code = "metrics_port"


class ToolMissingError(OperationError):
    """A program of PostgreSQL (``name``) is not installed."""

    code = "tool_missing"


class ToolFailedError(OperationError):
    """A program of PostgreSQL (``name``) gave up."""

    code = "tool_failed"
