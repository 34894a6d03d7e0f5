"""Which format a file has: its bytes decide, its name must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.errors import (
    EncryptedFileError,
    MacroFileError,
    UnknownFormatError,
    WrongExtensionError,
)
from nlp.reading.archive import attribute, local_name
from nlp.types import Format

if TYPE_CHECKING:
    from nlp.reading.archive import Archive

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = b"%PDF-"
_BEFORE_PDF = b"\xef\xbb\xbf\0 \t\r\n"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RTF = b"{\\rtf"

_TEXTS = frozenset({Format.TXT, Format.MD, Format.CSV})
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN_PARTS = {
    f"{_OFFICE}.wordprocessingml.document.main+xml": Format.DOCX,
    f"{_OFFICE}.spreadsheetml.sheet.main+xml": Format.XLSX,
}
_ODT = b"application/vnd.oasis.opendocument.text"
_MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/")
# Extensions that an error may repeat; any other could be a part of a person's name.
_NAMED = frozenset({*Format, "doc", "docm", "dot", "dotx", "htm", "html", "ods", "rtf", "xls"})


def is_archive(data: bytes) -> bool:
    """Tell whether the bytes begin as a zip archive does."""
    return data.startswith(_ZIP)


def is_pdf(data: bytes) -> bool:
    """Tell whether the bytes begin as a PDF does; blanks before it are common."""
    return data[:1_024].lstrip(_BEFORE_PDF).startswith(_PDF)


def refuse_foreign(data: bytes) -> None:
    """Refuse formats that are recognised but cannot be read.

    Raises:
        EncryptedFileError: An Office file under a password (an OLE container).
        UnknownFormatError: An old Office file, or rich text.
    """
    if data.startswith(_OLE) and _OLE_ENCRYPTED in data:
        raise EncryptedFileError
    if data.startswith((_OLE, _RTF)):
        raise UnknownFormatError


def archive_format(archive: Archive) -> Format:
    """Return the format that an archive declares.

    Raises:
        DamagedFileError: The declaration is not well-formed.
        EncryptedFileError: An OpenDocument file under a password.
        MacroFileError: The archive carries macros.
        UnknownFormatError: Neither docx nor xlsx nor odt.
    """
    names = [name.lower() for name in archive.names]
    if any(name.endswith(_MACRO_NAMES) or name.startswith(_MACRO_FOLDERS) for name in names):
        raise MacroFileError
    if "[Content_Types].xml" in archive.names:
        return _office_format(archive)
    if "mimetype" in archive.names and archive.read("mimetype").strip() == _ODT:
        manifest = "META-INF/manifest.xml"
        elements = archive.xml(manifest).iter() if manifest in archive.names else ()
        if any(local_name(element) == "encryption-data" for element in elements):
            raise EncryptedFileError
        return Format.ODT
    raise UnknownFormatError


def _office_format(archive: Archive) -> Format:
    root = archive.xml("[Content_Types].xml")
    types = [attribute(element, "ContentType") for element in root]
    if any("macroenabled" in each.lower() for each in types):
        raise MacroFileError
    for each in types:
        if each in _MAIN_PARTS:
            return _MAIN_PARTS[each]
    raise UnknownFormatError


def text_format(extension: str) -> Format:
    """Return the text format of this extension; the bytes alone cannot tell them apart."""
    return Format(extension) if extension in _TEXTS else Format.TXT


def refuse_unnamed(extension: str) -> None:
    """Refuse a file whose name ends like no document.

    Raises:
        UnknownFormatError: The extension is none that is known.
    """
    if extension not in _NAMED:
        raise UnknownFormatError


def check_extension(actual: Format, extension: str) -> None:
    """Check that the file's name agrees with its bytes.

    Args:
        actual: What the bytes are.
        extension: What the name ends in, lower case without the dot.

    Raises:
        UnknownFormatError: The extension is none that is known.
        WrongExtensionError: It is another format's (``claimed``, ``actual``).
    """
    if extension == actual:
        return
    refuse_unnamed(extension)
    raise WrongExtensionError(claimed=extension, actual=actual.value)
