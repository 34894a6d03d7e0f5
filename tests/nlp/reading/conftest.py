"""Files for the readers, made by the libraries that write such files, or by hand."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

import pytest

from nlp.reading.extraction import extract
from nlp.reading.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nlp.reading.builder import Extract

Placed = tuple[float, float, float, bool, str]  # x, y, size, bold, text


class Saves(Protocol):
    def save(self, target: BytesIO) -> object: ...


@pytest.fixture(scope="session")
def saved() -> Callable[[Saves], bytes]:
    """Return the bytes of a document of python-docx, odfdo or openpyxl."""

    def save(document: Saves) -> bytes:
        buffer = BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return save


@pytest.fixture(scope="session")
def zipped() -> Callable[[Mapping[str, bytes | str]], bytes]:
    """Return a zip archive with these entries."""

    def pack(entries: Mapping[str, bytes | str]) -> bytes:
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)
        return buffer.getvalue()

    return pack


@pytest.fixture(scope="session")
def repacked(
    zipped: Callable[[Mapping[str, bytes | str]], bytes],
) -> Callable[[bytes, Mapping[str, bytes | str]], bytes]:
    """Return an archive with some entries replaced or added."""

    def repack(data: bytes, changes: Mapping[str, bytes | str]) -> bytes:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
        return zipped({**entries, **changes})

    return repack


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    """Write a PDF: lines at their places, one list of them a page."""
    return _pdf


@pytest.fixture(scope="session")
def blocks() -> Callable[[Extract], list[tuple[str, int, str]]]:
    """Return kind, level and text of every block."""

    def of(found: Extract) -> list[tuple[str, int, str]]:
        return [(b.kind.value, b.level, b.span.of(found.text)) for b in found.blocks]

    return of


@pytest.fixture(scope="session")
def read_here() -> Callable[..., Extract]:
    """Read without a child process."""

    def read(data: bytes, extension: str, limits: Limits | None = None) -> Extract:
        return extract(data, extension=extension, limits=limits or Limits())[1]

    return read


def _pdf(
    pages: Sequence[Sequence[Placed]],
    *,
    catalog: bytes = b"",
    trailer: bytes = b"",
    page: bytes = b"",
    objects: Sequence[bytes] = (),
) -> bytes:
    """Write the objects of a PDF and their table; ``objects`` are numbered from 5."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    first_page = 5 + len(objects)
    numbers = [first_page + 2 * index for index in range(len(pages))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
        *objects,
    ]
    for number, lines in zip(numbers, pages, strict=True):
        stream = b"BT\n%s\nET" % b"\n".join(map(_show, lines))
        bodies += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> %s >>" % (number + 1, page),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, trailer, len(out))
    )


def _show(line: Placed) -> bytes:
    x, y, size, bold, text = line
    encoded = text.encode("cp1252")
    for character in (b"\\", b"(", b")"):
        encoded = encoded.replace(character, b"\\" + character)
    return b"/F%d %g Tf 1 0 0 1 %g %g Tm (%s) Tj" % (2 if bold else 1, size, x, y, encoded)
