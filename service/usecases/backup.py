"""Backups: one file, a ZIP archive of a manifest and the database, and the way back.

The digest in the manifest tells damage, not malice: whoever can change the file can change it,
too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
import zlib
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DBAPIError

from service.errors import (
    BackupBrokenError,
    BackupExistsError,
    BackupNotWrittenError,
    BackupTooNewError,
    DatabaseError,
    NotesThereError,
    OtherBackendError,
)
from service.store import copies, migrations
from service.store.access_tables import AuditRow
from service.store.tables import NoteRow
from service.usecases.audit import ACCOUNTS, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from service.store.actions import Action
    from service.store.copies import Contents
    from service.store.sessions import Database

MANIFEST = "manifest.json"
"""What a backup calls the file that says what is in it (:class:`Manifest`)."""
_CONTENT = "database"
_CHUNK: Final = 2**20
_DAMAGE: Final = (  # what a damaged archive, or a damaged manifest, leads to
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    RuntimeError,
    ValueError,
)
_PRIVATE = 0o600


class Manifest(BaseModel):
    """What a backup says about itself.

    Attributes:
        format: Of the backup's file.
        application: Version that made it.
        created_at: When.
        backend: Kind of database.
        revision: Of its tables.
        rows: Their number by table.
        bytes: Length of the database's copy.
        sha256: Its digest, in hexadecimal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    application: str
    created_at: datetime
    backend: str
    revision: str
    rows: dict[str, int]
    bytes: int
    sha256: str


def save(
    database: Database, file: Path, *, workspace: Path, application: str, now: datetime
) -> Manifest:
    """Write a backup of a database on which others may work.

    The file appears when it is whole and on the disk, for its owner's eyes only.

    Args:
        database: The database.
        file: The backup, which must not be there yet.
        workspace: Where the copy lies meanwhile; what lies there is replaced.
        application: Version of the application.
        now: What the backup is dated.

    Raises:
        BackupExistsError: The file is there already.
        BackupNotWrittenError: It cannot be written.
        DatabaseError: The database cannot be read.
        NoDatabaseError: There is no database yet.
        ToolFailedError: pg_dump gave up.
        ToolMissingError: pg_dump is not there.
    """
    if file.exists():
        raise BackupExistsError
    try:
        with _gone_afterwards(workspace):
            found = copies.save(database, workspace)
            manifest = _describe(workspace, found, database, application=application, now=now)
            with _whole_or_not_at_all(file) as stream:
                _pack(stream, workspace, manifest)
    except DBAPIError as error:
        raise DatabaseError from error
    except OSError as error:
        raise BackupNotWrittenError from error
    return manifest


def restore(database: Database, file: Path, *, workspace: Path, force: bool) -> Manifest:
    """Put a backup in the place of all that a database holds; nobody else may work on it.

    The backup is verified first: that it is whole, and that this version can read it. The
    tables have the backup's revision afterwards.

    Args:
        database: The database.
        file: The backup.
        workspace: Where its content lies meanwhile; what lies there is replaced.
        force: Also where notes would be lost.

    Raises:
        BackupBrokenError: The file is no backup, or damaged.
        BackupTooNewError: It was made by a later version.
        BackupNotWrittenError: There is no room for its content.
        NotesThereError: The database holds notes.
        OtherBackendError: It is of the other kind of database.
        ToolFailedError: psql gave up.
        ToolMissingError: psql is not there.
    """
    try:
        with _gone_afterwards(workspace):
            manifest = _unpack(file, workspace)
            if manifest.backend != database.engine.dialect.name:
                raise OtherBackendError
            if manifest.revision not in migrations.revisions():
                raise BackupTooNewError
            copies.ensure_there(database, create=True)
            if not force and (count := _notes(database)):
                raise NotesThereError(count=count)
            found = copies.replace(database, workspace)
    except OSError as error:
        raise BackupNotWrittenError from error
    if (found.revision, found.rows) != (manifest.revision, manifest.rows):
        raise BackupBrokenError
    return manifest


def note(
    database: Database, manifest: Manifest, *, action: Action, actor: str, now: datetime
) -> None:
    """Record that a backup was saved or restored; one of before the log exists is passed over.

    Raises:
        StorageError: The database stores nothing at the moment.
    """
    with database.reading() as session:
        if not inspect(session.connection()).has_table(str(AuditRow.__tablename__)):
            return
    with database.writing(ACCOUNTS) as session:
        record(
            session,
            actor=actor,
            action=action,
            object_id=manifest.sha256,
            district=None,
            now=now,
        )
        session.commit()


def _notes(database: Database) -> int:
    with database.engine.connect() as connection:
        if not inspect(connection).has_table(str(NoteRow.__tablename__)):
            return 0
        return connection.scalar(select(func.count()).select_from(NoteRow)) or 0


def _describe(
    copy: Path, found: Contents, database: Database, *, application: str, now: datetime
) -> Manifest:
    with copy.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Manifest(
        application=application,
        created_at=now,
        backend=database.engine.dialect.name,
        revision=found.revision,
        rows=dict(found.rows),
        bytes=copy.stat().st_size,
        sha256=digest,
    )


def _pack(stream: BinaryIO, copy: Path, manifest: Manifest) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))
        archive.write(copy, _CONTENT)


def _unpack(file: Path, target: Path) -> Manifest:
    """Lay the content of a backup down, verified."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            with archive.open(_CONTENT) as content, _private(target) as copy:
                shutil.copyfileobj(content, copy, _CHUNK)
        with target.open("rb") as copy:
            digest = hashlib.file_digest(copy, "sha256").hexdigest()
    except _DAMAGE as error:
        raise BackupBrokenError from error
    if digest != manifest.sha256:
        raise BackupBrokenError
    return manifest


@contextmanager
def _whole_or_not_at_all(file: Path) -> Iterator[BinaryIO]:
    """Write a file beside its place, bring it to the disk, and put it there."""
    part = file.with_name(f"{file.name}.part")
    with _gone_afterwards(part):
        with _private(part) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name, too
    finally:
        os.close(folder)


def _private(path: Path) -> BinaryIO:
    """Create a file for its owner's eyes only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb")


@contextmanager
def _gone_afterwards(path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
