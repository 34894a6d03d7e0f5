"""The root of the tree, what is wrong with the installation, and what is not there."""

from __future__ import annotations

from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping


class ServiceError(Exception):
    """Root of the tree. ``params`` fill the sentence in the catalogue."""

    code: str = "service"
    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: Mapping[str, str] = MappingProxyType({})
    """HTTP headers that belong to an answer that tells it."""

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


class DistrictExistsError(ServiceError):
    """There is such a Kreis already (``district``)."""

    code = "district_exists"
    status = HTTPStatus.CONFLICT


class RegisterError(ServiceError):
    """The file with the municipalities of a Kreis (``district``) cannot be used."""

    code = "register_unusable"


class DatabaseError(ServiceError):
    """The database cannot be opened: its folder, its file, or its server."""

    code = "database"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class StorageError(ServiceError):
    """The database cannot store anything at the moment; nothing of a unit of work is stored."""

    code = "storage"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class StorageFullError(StorageError):
    """The disk of the database is full."""

    code = "storage_full"
    status = HTTPStatus.INSUFFICIENT_STORAGE


class StorageReadOnlyError(StorageError):
    """The database, its disk or its server may only be read."""

    code = "storage_read_only"


class StorageFaultyError(StorageError):
    """The disk of the database answers with errors, or its quota is used up."""

    code = "storage_faulty"


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


class DistrictNotFoundError(NotFoundError):
    """There is no such Kreis in this installation."""

    code = "district_not_found"


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
