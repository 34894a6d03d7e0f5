"""Backups that still hold what was deleted: those made between its upload and its deletion."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from service.usecases.backup import MANIFEST, Manifest
from service.usecases.receipts import BackupView

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_BROKEN: Final = (OSError, zipfile.BadZipFile, KeyError, ValidationError)


def copies_left(
    folder: Path, *, since: datetime, until: datetime, days: int
) -> tuple[BackupView, ...]:
    """Return the backups in a folder that were made in a span of time, the earliest first.

    Args:
        folder: The folder.
        since: When the first of what was deleted had come.
        until: When the last of it went.
        days: How long a backup is kept.
    """
    made = [(at, path) for path in folder.glob("*.zip") if (at := _made_at(path))]
    return tuple(
        BackupView(path.name, at, at + timedelta(days=days))
        for at, path in sorted(made)
        if since <= at <= until
    )


def _made_at(path: Path) -> datetime | None:
    """Return when a backup was made; none for a file that is no backup."""
    try:
        with zipfile.ZipFile(path) as archive:
            return Manifest.model_validate_json(archive.read(MANIFEST)).created_at
    except _BROKEN:
        return None
