"""Why a deletion is not ordered, or not finished."""

from __future__ import annotations

from http import HTTPStatus

from service.errors.root import NotFoundError, ServiceError


class DeletionError(ServiceError):
    """A deletion is not ordered, or not finished."""

    code = "deletion"
    status = HTTPStatus.CONFLICT


class DeletionNotFoundError(NotFoundError):
    """There is no such receipt."""

    code = "deletion_not_found"


class NothingToDeleteError(DeletionError):
    """No note is what was asked for."""

    code = "deletion_of_nothing"


class DeletionChangedError(DeletionError):
    """What would be deleted is not what the preview showed."""

    code = "deletion_changed"


class DeletionInProgressError(DeletionError):
    """Another deletion of the Kreis is not finished."""

    code = "deletion_in_progress"


class NoRetentionError(DeletionError):
    """No retention period is set."""

    code = "deletion_without_period"


class DeletionCrashedError(DeletionError):
    """An unexpected error ended it."""

    code = "deletion_crashed"
    status = HTTPStatus.INTERNAL_SERVER_ERROR


class SearchFailedError(DeletionError):
    """The search for traces did not come to its end."""

    code = "deletion_search_failed"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
