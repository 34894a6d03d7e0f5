"""The whole reading of one file, as it runs in the child process."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.errors import EmptyFileError, ForbiddenCharacterError, LimitError
from nlp.reading import formats
from nlp.reading.archive import Archive
from nlp.reading.delimited import read_csv
from nlp.reading.markdown import read_markdown
from nlp.reading.opendocument import read_odt
from nlp.reading.text import decode, read_text
from nlp.reading.word import read_docx
from nlp.types import Format

if TYPE_CHECKING:
    from nlp.reading.builder import Extract
    from nlp.reading.limits import Limits

# Embeddings, overrides and isolates of the writing direction: they can make a text look
# like another one. The marks LRM and RLM and the joiners ZWJ and ZWNJ are harmless.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def extract(data: bytes, *, extension: str, limits: Limits) -> tuple[Format, Extract]:
    """Recognise and read a file.

    Args:
        data: The file's bytes.
        extension: What its name ends in, lower case without the dot.
        limits: Upper bounds; those of memory and time are the caller's business.

    Raises:
        ReadingError: As :func:`nlp.reading.read` says.
    """
    formats.refuse_foreign(data)
    if formats.is_archive(data):
        found, result = _from_archive(data, extension=extension, limits=limits)
    elif formats.is_pdf(data):
        found, result = _from_pdf(data, extension=extension, limits=limits)
    else:
        found, result = _from_text(data, extension=extension, limits=limits)
    if not result.text.strip():
        raise EmptyFileError
    for text in (result.text, *(entry.value for entry in result.metadata)):
        if turned := _DIRECTION.search(text):
            raise ForbiddenCharacterError(codepoint=f"U+{ord(turned[0]):04X}")
    return found, result


def _from_archive(data: bytes, *, extension: str, limits: Limits) -> tuple[Format, Extract]:
    archive = Archive(data, limits=limits)
    found = formats.archive_format(archive)
    formats.check_extension(found, extension)
    if found is Format.DOCX:
        return found, read_docx(archive, limits=limits)
    if found is Format.ODT:
        return found, read_odt(archive, limits=limits)
    from nlp.reading.sheet import read_xlsx  # noqa: PLC0415 - openpyxl takes 0.1 s to import

    return found, read_xlsx(archive, limits=limits)


def _from_pdf(data: bytes, *, extension: str, limits: Limits) -> tuple[Format, Extract]:
    formats.check_extension(Format.PDF, extension)
    from nlp.reading.pdf import read_pdf  # noqa: PLC0415 - maps a library of 7 MB

    return Format.PDF, read_pdf(data, limits=limits)


def _from_text(data: bytes, *, extension: str, limits: Limits) -> tuple[Format, Extract]:
    formats.refuse_unnamed(extension)  # before a program is blamed for its control characters
    text = decode(data)
    found = formats.text_format(extension)
    formats.check_extension(found, extension)
    if len(text) > limits.characters:
        raise LimitError(what="characters", limit=limits.characters)
    read = {Format.CSV: read_csv, Format.MD: read_markdown}.get(found, read_text)
    return found, read(text)
