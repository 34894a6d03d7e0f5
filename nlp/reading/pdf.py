"""PDF: placed characters → lines → paragraphs, headings and list items.

A PDF knows no paragraphs. PDFium gives the lines in the order in which the page was
written; :mod:`nlp.reading.paragraphs` tells what belongs together.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from nlp.errors import (
    DamagedFileError,
    EncryptedFileError,
    LimitError,
    MacroFileError,
    ScannedFileError,
)
from nlp.reading.builder import DocumentBuilder, Extract
from nlp.reading.layout import MARKER, Depth, is_title
from nlp.reading.paragraphs import Line, Paragraph, paragraphs, split_running, without_hyphen
from nlp.types import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.reading.limits import Limits

_TAIL = 4_096
_SCRIPT = re.compile(rb"/JavaScript\b|/JS[ \r\n]*[(<]")
_KEYS = {"Title": "title", "Author": "author", "Subject": "subject", "Keywords": "keywords"}
_HYPHEN_MARK = "\x02"  # PDFium's sign for a hyphen at the end of a line
_LINE = re.compile(rf"[^\r\n{_HYPHEN_MARK}]+{_HYPHEN_MARK}?")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_BOLD_WEIGHT = 600
_FONT_NAME_BYTES = 128
_LARGER = 1.15  # than the body's letters: a heading
_DEEPEST = 9
_INDENT = 5  # points: list items within one such step are of the same depth


def read_pdf(data: bytes, *, limits: Limits) -> Extract:
    """Read a PDF.

    Running heads and feet and page numbers are left out of the body and kept once, before
    and after it. A title in larger or bold letters is a heading, its level by size. Notes
    on the pages follow as comments, filled form fields as text boxes. Names of attached
    files are the property ``attachment``, authors of notes ``editor``.

    Raises:
        DamagedFileError: The file is truncated or malformed.
        EncryptedFileError: A password is needed.
        LimitError: More ``pages`` or ``characters`` than the limit.
        MacroFileError: The file carries JavaScript.
        ScannedFileError: No page has text beside running heads.
    """
    if b"%%EOF" not in data[-_TAIL:]:  # PDFium would read what is left, silently
        raise DamagedFileError
    document = _open(data)
    if len(document) > limits.pages:
        raise LimitError(what="pages", limit=limits.pages)
    if pdfium_c.FPDFDoc_GetJavaScriptActionCount(document) > 0 or _SCRIPT.search(data):
        raise MacroFileError
    heads, body, feet = split_running(_lines(document, limits=limits))
    if not body:
        raise ScannedFileError
    builder = DocumentBuilder(characters=limits.characters)
    for head in heads:
        builder.add(BlockKind.HEADER, head)
    _add_body(paragraphs(body), builder)
    for foot in feet:
        builder.add(BlockKind.FOOTER, foot)
    _add_annotations(document, builder)
    _remember_properties(document, builder)
    return builder.build()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}:
            raise EncryptedFileError from error
        raise DamagedFileError from error


def _lines(document: pdfium.PdfDocument, *, limits: Limits) -> list[Line]:
    lines: list[Line] = []
    characters = 0
    for number in range(len(document)):
        page = document[number]
        found = list(_page_lines(page, number))
        page.close()
        characters += sum(len(line.text) for line in found)
        if characters > limits.characters:
            raise LimitError(what="characters", limit=limits.characters)
        lines += found
    return lines


def _page_lines(page: pdfium.PdfPage, number: int) -> Iterator[Line]:
    text_page = page.get_textpage()
    codes = range(text_page.count_chars())
    raw = "".join(chr(pdfium_c.FPDFText_GetUnicode(text_page, index)) for index in codes)
    for match in _LINE.finditer(raw):
        characters = match[0].rstrip(_HYPHEN_MARK)
        if not characters.strip():
            continue
        first = match.start() + len(characters) - len(characters.lstrip())
        last = match.start() + len(characters.rstrip()) - 1
        left, bottom, _, top = text_page.get_charbox(first, loose=True)
        text, broken = without_hyphen(_text(characters))
        yield Line(
            text=text,
            page=number,
            left=left,
            right=text_page.get_charbox(last, loose=True)[2],
            bottom=bottom,
            size=max(top - bottom, 1.0),
            place=bottom / max(page.get_height(), 1.0),
            bold=_is_bold(text_page, first) and _is_bold(text_page, last),
            broken=broken or match[0].endswith(_HYPHEN_MARK),
        )
    text_page.close()


def _text(characters: str) -> str:
    """Join surrogates, which PDFium gives one by one, and resolve ligatures."""
    units = characters.encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace").translate(_LIGATURES)


def _is_bold(text_page: pdfium.PdfTextPage, index: int) -> bool:
    if pdfium_c.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    flags = ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(text_page, index, name, _FONT_NAME_BYTES, flags)
    return b"bold" in name.value.lower()


def _add_body(found: Sequence[Paragraph], builder: DocumentBuilder) -> None:
    letters: Counter[int] = Counter()
    for paragraph in found:
        letters[round(paragraph.size)] += len(paragraph.text)
    body = letters.most_common(1)[0][0]
    larger = sorted((size for size in letters if size > _LARGER * body), reverse=True)
    depth = Depth()
    for paragraph in found:
        size = round(paragraph.size)
        mark = MARKER.match(paragraph.text)
        numbered = mark is not None and paragraph.text.lstrip("( ")[0].isdigit()
        stands_out = size in larger or paragraph.bold
        if stands_out and is_title(paragraph.text) and (mark is None or numbered):
            level = larger.index(size) + 1 if size in larger else len(larger) + 1
            builder.add(BlockKind.HEADING, paragraph.text, level=min(level, _DEEPEST))
        elif mark:
            level = depth.of(round(paragraph.left / _INDENT))
            builder.add(BlockKind.LIST_ITEM, paragraph.text[mark.end() :], level=level)
            continue
        else:
            builder.add(BlockKind.PARAGRAPH, paragraph.text)
        depth.end_list()


def _add_annotations(document: pdfium.PdfDocument, builder: DocumentBuilder) -> None:
    for page in document:
        for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
            if pdfium_c.FPDFAnnot_GetSubtype(annotation) == pdfium_c.FPDF_ANNOT_WIDGET:
                builder.add(BlockKind.TEXT_BOX, _entry(annotation, b"V"))
            else:
                builder.add(BlockKind.COMMENT, _entry(annotation, b"Contents"))
                builder.remember("editor", _entry(annotation, b"T"))
            pdfium_c.FPDFPage_CloseAnnot(annotation)
        page.close()


def _entry(annotation: object, key: bytes) -> str:
    """Return a string of an annotation's dictionary; PDFium gives its size first."""
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, pointer, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _remember_properties(document: pdfium.PdfDocument, builder: DocumentBuilder) -> None:
    for key, value in document.get_metadata_dict(skip_empty=True).items():
        if key in _KEYS:
            builder.remember(_KEYS[key], value)
    for index in range(document.count_attachments()):
        builder.remember("attachment", document.get_attachment(index).get_name())
