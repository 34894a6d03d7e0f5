"""Bytes → Document: seven formats, one reader each, all in a child process.

bytes ─► read() ─► sandbox ══ child process ══► extraction: formats ─► a reader
◄─── answer  ══════ JSON ═══════◄ Extract
word (docx)  opendocument (odt)  pdf + paragraphs  text  markdown  sheet (xlsx)
delimited (csv);  archive: zip and XML, checked first;  layout: what a line looks like
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath

from nlp.errors import EmptyFileError, LimitError
from nlp.reading.limits import Limits
from nlp.reading.sandbox import read_in_child
from nlp.types import Document

__all__ = ["Limits", "read"]

_DEFAULTS = Limits()


def read(data: bytes, *, filename: str, limits: Limits = _DEFAULTS) -> Document:
    """Read a file as a document.

    The bytes decide the format and the file's name has to agree; ``txt``, ``md`` and
    ``csv`` differ by name only.

    Args:
        data: The file's bytes.
        filename: Its name; only the extension is looked at.
        limits: Upper bounds of size, memory and time.

    Returns:
        The document. Its metadata have the keys ``author``, ``last_editor``, ``editor``
        (of comments and tracked changes), ``title``, ``subject``, ``keywords``,
        ``description``, ``category``, ``company``, ``manager``, ``custom`` (lines
        ``name: value``), ``deleted_text``, ``hidden_text``, ``alt_text``, ``link`` and
        ``attachment``, each at most once; several values are lines of one value.

    Raises:
        DamagedFileError: The file is truncated or not well-formed.
        EmptyFileError: There are no bytes, or no text in the file.
        EncryptedFileError: A password is needed.
        ForbiddenCharacterError: Text or metadata hold control characters or characters
            that turn the writing direction (``codepoint``).
        LimitError: ``what`` is ``bytes``, ``entries``, ``unpacked_bytes``, ``ratio``,
            ``pages``, ``characters``, ``memory`` or ``seconds``.
        MacroFileError: The file carries macros or scripts.
        ScannedFileError: A PDF without text.
        UnknownFormatError: None of the formats, or an extension of none.
        WrongExtensionError: The name claims another format than the bytes have.
    """
    if not data:
        raise EmptyFileError
    if len(data) > limits.upload_bytes:
        raise LimitError(what="bytes", limit=limits.upload_bytes)
    extension = PurePath(filename).suffix.removeprefix(".").lower()
    format_, found = read_in_child(data, extension=extension, limits=limits)
    return Document(
        format=format_,
        text=found.text,
        blocks=found.blocks,
        metadata=found.metadata,
        sha256=sha256(data).hexdigest(),
    )
