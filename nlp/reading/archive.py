"""Zip archives, checked as a whole before anything is taken from them.

The word processors' and spreadsheets' formats are zip archives of XML parts. A hostile
archive lies about its sizes, lets entries overlap (so that few bytes unpack to many), or
carries a document type with entities that grow. Every entry is therefore unpacked once,
in small pieces and counted, before a reader sees it. Archives within the archive are
never opened.
"""

from __future__ import annotations

import copy
import zlib
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from nlp.errors import DamagedFileError, EncryptedFileError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.reading.limits import Limits

_LOCAL_HEADER_BYTES = 30
_PIECE = 64 * 1024
_ENCRYPTED = 0x1


class Archive:
    """A zip archive whose entries have passed every check.

    Attributes:
        data: The archive's own bytes.
        names: Names of the entries, in the order of the archive.
    """

    def __init__(self, data: bytes, *, limits: Limits) -> None:
        """Open and check the archive.

        Raises:
            DamagedFileError: It is no zip archive, an entry's bytes are not what its
                directory says, entries overlap, or an XML part declares a document type.
            EncryptedFileError: An entry is protected by a password.
            LimitError: ``entries``, ``unpacked_bytes`` or ``ratio``.
        """
        with _damage_is_named():
            self._zip = ZipFile(BytesIO(data))
        self.data = data
        entries = self._zip.infolist()
        self.names = [entry.filename for entry in entries]
        _check_directory(entries, size=len(data), limits=limits)
        for entry in entries:
            self._check_entry(entry)

    def read(self, name: str) -> bytes:
        """Return the bytes of an entry.

        Raises:
            DamagedFileError: There is no such entry.
        """
        with _damage_is_named():
            return self._zip.read(name)

    def xml(self, name: str) -> ET.Element:
        """Return the root element of an XML part.

        Raises:
            DamagedFileError: There is no such part, it is not well-formed, or it declares
                a document type.
        """
        data = self.read(name)
        with _damage_is_named():
            _refuse_document_type(BytesIO(data))
            return ET.fromstring(data)  # noqa: S314 - has no document type, hence no entities

    def _check_entry(self, entry: ZipInfo) -> None:
        with _damage_is_named():
            if _unpacked_size(self._zip, entry) != entry.file_size:
                raise DamagedFileError
            if entry.file_size and entry.filename.lower().endswith((".xml", ".rels")):
                with self._zip.open(entry) as stream:
                    _refuse_document_type(stream)


def local_name(element: ET.Element) -> str:
    """Return an element's name without its namespace: transitional and strict are alike."""
    return element.tag.rpartition("}")[2]


def attribute(element: ET.Element | None, name: str) -> str:
    """Return the attribute with this local name in whatever namespace, or an empty string."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def child(element: ET.Element | None, name: str) -> ET.Element | None:
    """Return the first child with this local name, if any."""
    return None if element is None else element.find(f"{{*}}{name}")


def _check_directory(entries: list[ZipInfo], *, size: int, limits: Limits) -> None:
    if len(entries) > limits.archive_entries:
        raise LimitError(what="entries", limit=limits.archive_entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise LimitError(what="unpacked_bytes", limit=limits.unpacked_bytes)
    if unpacked > limits.ratio * size:
        raise LimitError(what="ratio", limit=limits.ratio)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise EncryptedFileError
    if any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries):
        raise DamagedFileError
    if len({entry.filename for entry in entries}) < len(entries):
        raise DamagedFileError
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    for (offset, packed), (following, _) in pairwise(places):
        if offset + _LOCAL_HEADER_BYTES + packed > following:
            raise DamagedFileError


def _unpacked_size(archive: ZipFile, entry: ZipInfo) -> int:
    """Count what an entry really unpacks to, at most one byte more than it declares."""
    generous = copy.copy(entry)  # zipfile itself stops at the declared size
    generous.file_size += 1
    with archive.open(generous) as stream:
        return sum(len(piece) for piece in iter(lambda: stream.read(_PIECE), b""))


def _refuse_document_type(stream: IO[bytes]) -> None:
    """Parse up to the root element; a document type can only stand before it."""
    next(iterparse(stream, events=("start",), forbid_dtd=True))


@contextmanager
def _damage_is_named() -> Iterator[None]:
    """Turn what zipfile and the XML parsers raise on malformed bytes into one error."""
    try:
        yield
    except (
        BadZipFile,
        zlib.error,
        ET.ParseError,
        DefusedXmlException,
        EOFError,  # truncated entry
        KeyError,  # no such entry
        LookupError,  # unknown encoding in an XML declaration
        NotImplementedError,  # features that zipfile lacks
        OSError,  # offsets outside the file
        ValueError,  # the same, and malformed names
    ) as error:
        raise DamagedFileError from error
