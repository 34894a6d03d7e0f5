"""How large a file may be, and how long and with how much memory it may be read."""

from __future__ import annotations

from dataclasses import dataclass

_MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of one reading; each is the last value that is still allowed.

    A bound that is passed raises :class:`~nlp.errors.LimitError` with the name in
    brackets as ``what``.

    Attributes:
        upload_bytes: Size of the file (``bytes``).
        archive_entries: Entries of a zip archive (``entries``).
        unpacked_bytes: Bytes of all entries of an archive together (``unpacked_bytes``).
        ratio: Unpacked bytes per byte of the archive (``ratio``).
        pages: Pages of a PDF (``pages``).
        characters: Code points of text and metadata together, and cells of a workbook
            (``characters``).
        memory_bytes: Address space of the reading process; about 200 MiB of it are taken
            by the interpreter and its libraries (``memory``).
        cpu_seconds: Processor time of the reading process (``seconds``).
        wall_seconds: Time until the answer must be there (``seconds``).
    """

    upload_bytes: int = 20 * _MEBIBYTE
    archive_entries: int = 2_000
    unpacked_bytes: int = 200 * _MEBIBYTE
    ratio: int = 200
    pages: int = 500
    characters: int = 2_000_000
    memory_bytes: int = 1_024 * _MEBIBYTE
    cpu_seconds: int = 20
    wall_seconds: int = 30
