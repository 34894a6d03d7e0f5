"""The root of the tree, what is wrong with the installation, and what is not there."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar


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


class EncodingError(ServiceError):
    """The database was created with an ``encoding`` that lacks characters."""

    code = "database_encoding"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class AssetsMissingError(ServiceError):
    """The design system of the pages is not installed."""

    code = "assets_missing"


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


class WorkerRunningError(ServiceError):
    """Another worker uses the same name (``name``)."""

    code = "worker_running"
