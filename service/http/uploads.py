"""Uploads: a form with a file, read in memory only (the guard limits its size).

The framework would lay a file of more than 1 MB into a temporary file, in plain. A note
may hold personal data that the gate is yet to find, so it never touches the disk.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request  # noqa: TC002 # FastAPI reads the annotations

from nlp.reading.limits import Limits
from service.errors import (
    InvalidDateError,
    MalformedUploadError,
    MediaTypeError,
    MissingFileError,
)
from service.usecases.notes import NewNote

if TYPE_CHECKING:
    from starlette.datastructures import FormData

LARGEST_FILE = Limits().upload_bytes
"""Bytes of a file that is taken."""
LARGEST_BODY = LARGEST_FILE + 64 * 1024
"""Bytes of a request with such a file: the form around it is small."""
UPLOADS = frozenset({"/api/notes", "/protokolle/hochladen"})
"""Paths to which files are sent."""
LARGEST_FORM = 2**20
"""Bytes of any other request: answers about all places of a large draft have half of that."""
_FIELDS = 8
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # Python reads other forms of ISO 8601, too


class _InMemory(MultiPartParser):
    spool_max_size = LARGEST_BODY + 1  # never reached: nothing is spooled to the disk

    def close(self) -> None:
        """Forget the files, also one whose end never came."""
        for file in self._files_to_close_on_error:
            file.close()


async def read_upload(request: Request) -> NewNote:
    """Read the form ``file``, ``municipality``, ``held_on``, ``redact``.

    Raises:
        MediaTypeError: The body is no form with files.
        MalformedUploadError: The form is broken or incomplete.
        MissingFileError: It holds no file.
        InvalidDateError: ``held_on`` is no date like ``2026-11-21``.
    """
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data":
        raise MediaTypeError
    parser = _InMemory(request.headers, request.stream(), max_files=1, max_fields=_FIELDS)
    try:
        return await _new_note(await parser.parse())
    except MultiPartException as error:
        raise MalformedUploadError from error
    finally:
        parser.close()


async def _new_note(form: FormData) -> NewNote:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise MissingFileError
    return NewNote(
        filename=file.filename,
        data=await file.read(),
        municipality=_text(form, "municipality"),
        held_on=_date(_text(form, "held_on")),
        redact=_text(form, "redact") == "true",
    )


def _text(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _date(value: str | None) -> date | None:
    if value is None:
        return None
    if not _ISO_DAY.fullmatch(value):
        raise InvalidDateError
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise InvalidDateError from error
