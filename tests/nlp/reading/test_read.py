"""Whole readings, through the child process, of good and of hostile files."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import docx
import odfdo
import openpyxl
import pytest

from nlp.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    ForbiddenCharacterError,
    LimitError,
    MacroFileError,
    ReadingError,
    UnknownFormatError,
    WrongExtensionError,
)
from nlp.reading import Limits, read
from nlp.types import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Repacked = Callable[[bytes, Mapping[str, bytes | str]], bytes]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(scope="module")
def files(saved: Callable[..., bytes], make_pdf: Callable[..., bytes]) -> dict[str, bytes]:
    """Return one good file of each format, by extension."""
    word = docx.Document()
    word.add_paragraph("Dolmetscher fehlen.")
    odt = odfdo.Document("text")
    odt.body.append(odfdo.Paragraph("Dolmetscher fehlen."))
    sheet = openpyxl.Workbook()
    sheet.active.append(["Dolmetscher fehlen."])
    text = b"Dolmetscher fehlen.\n"
    return {
        "docx": saved(word),
        "odt": saved(odt),
        "xlsx": saved(sheet),
        "pdf": make_pdf([[(72, 700, 11, False, "Dolmetscher fehlen.")]]),
        "txt": text,
        "md": text,
        "csv": text,
    }


@pytest.mark.parametrize("format_", list(Format))
def test_every_format_is_read(format_: Format, files: dict[str, bytes]) -> None:
    data = files[format_]
    document = read(data, filename=f"Protokoll 14.5.{format_.upper()}")
    assert document.format is format_
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert "Dolmetscher fehlen." in [block.span.of(document.text) for block in document.blocks]


@pytest.mark.parametrize("actual", ["docx", "odt", "xlsx", "pdf"])
@pytest.mark.parametrize("claimed", ["docx", "odt", "xlsx", "pdf", "txt", "md", "csv", "doc"])
def test_a_wrong_extension_is_named(claimed: str, actual: str, files: dict[str, bytes]) -> None:
    if claimed == actual:
        assert read(files[actual], filename=f"a.{claimed}").format == actual
        return
    with pytest.raises(WrongExtensionError) as caught:
        read(files[actual], filename=f"a.{claimed}")
    assert caught.value.params == {"claimed": claimed, "actual": actual}


def test_text_under_another_format_s_name_is_told(files: dict[str, bytes]) -> None:
    with pytest.raises(WrongExtensionError):
        read(files["txt"], filename="a.docx")


@pytest.mark.parametrize("name", ["Protokoll", "Fall.Yilmaz", ".docx", "a.exe", ""])
def test_an_unknown_extension_is_not_repeated(name: str, files: dict[str, bytes]) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        read(files["docx"], filename=name)
    assert caught.value.params == {}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFileError),
        (b" \n\t\n", EmptyFileError),
        (b"\xef\xbb\xbf", EmptyFileError),
        (b"Text\0mehr", ForbiddenCharacterError),
        ("Text \u202eredrum".encode(), ForbiddenCharacterError),
        (random.Random(1).randbytes(5_000), UnknownFormatError),  # noqa: S311 - no secret
        (b"{\\rtf1 Text}", UnknownFormatError),
        (_OLE + bytes(1_000), UnknownFormatError),
        (_OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), UnknownFormatError),
        (b"PK\x03\x04" + bytes(100), DamagedFileError),
    ],
)
def test_bad_bytes_have_their_error(data: bytes, error: type[ReadingError]) -> None:
    with pytest.raises(error):
        read(data, filename="a.txt")


def test_a_turned_direction_is_found_in_any_format(saved: Callable[..., bytes]) -> None:
    document = docx.Document()
    document.add_paragraph("Text")
    document.core_properties.title = "harmlos\u2066"
    with pytest.raises(ForbiddenCharacterError) as caught:
        read(saved(document), filename="a.docx")
    assert caught.value.params == {"codepoint": "U+2066"}


def test_joiners_and_arabic_letters_are_welcome() -> None:
    text = "Familie نور spricht می\u200cخواهم\u200f und \u200e\u200d."
    assert read(text.encode(), filename="a.txt").text == text


def test_a_file_of_30_mb_is_refused_unread() -> None:
    with pytest.raises(LimitError) as caught:
        read(b"a" * 30_000_000, filename="a.txt")
    assert caught.value.params["what"] == "bytes"
    assert caught.value.code == "limit_bytes"


@pytest.mark.parametrize("kind", ["docx", "odt", "xlsx", "pdf"])
def test_every_cut_of_a_file_is_damage(kind: str, files: dict[str, bytes]) -> None:
    data = files[kind]
    for share in (0.1, 0.5, 0.99):
        with pytest.raises(DamagedFileError):
            read(data[: int(len(data) * share)], filename=f"a.{kind}")


@pytest.mark.parametrize(
    ("kind", "part"),
    [("docx", "word/vbaProject.bin"), ("xlsx", "xl/vbaProject.bin"), ("odt", "Basic/a.xml")],
)
def test_macros_are_refused_under_any_name(
    kind: str, part: str, files: dict[str, bytes], repacked: Repacked
) -> None:
    data = repacked(files[kind], {part: "<macro/>"})
    for extension in (kind, "docm"):
        with pytest.raises(MacroFileError):
            read(data, filename=f"a.{extension}")


def test_a_macro_document_without_macros_is_still_one(
    files: dict[str, bytes], repacked: Repacked
) -> None:
    types = (
        '<Types><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    )
    with pytest.raises(MacroFileError):
        read(repacked(files["docx"], {"[Content_Types].xml": types}), filename="a.docm")


@pytest.mark.parametrize(
    ("kind", "part"),
    [("docx", "word/document.xml"), ("odt", "content.xml"), ("xlsx", "xl/sharedStrings.xml")],
)
def test_growing_entities_are_refused(
    kind: str, part: str, files: dict[str, bytes], repacked: Repacked
) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<!DOCTYPE a [<!ENTITY e0 "ha">{entities}]><a>&e9;</a>'
    with pytest.raises(DamagedFileError):
        read(repacked(files[kind], {part: laughs}), filename=f"a.{kind}")


def test_a_zip_bomb_meets_a_limit(files: dict[str, bytes], repacked: Repacked) -> None:
    bomb = repacked(files["docx"], {"word/media/a.bin": bytes(150_000_000)})
    with pytest.raises(LimitError) as caught:
        read(bomb, filename="a.docx")
    assert caught.value.params["what"] == "ratio"


def test_processor_time_is_limited() -> None:
    rows = b"a;b;c;d;e;f;g\n" * 1_000_000
    limits = Limits(characters=20_000_000, memory_bytes=4 * 2**30, cpu_seconds=1)
    with pytest.raises(LimitError) as caught:
        read(rows, filename="a.csv", limits=limits)
    assert caught.value.params == {"what": "seconds", "limit": 1}


def test_waiting_is_limited(files: dict[str, bytes]) -> None:
    with pytest.raises(LimitError) as caught:
        read(files["docx"], filename="a.docx", limits=Limits(wall_seconds=0))
    assert caught.value.params == {"what": "seconds", "limit": 0}


def test_memory_is_limited_in_python() -> None:
    megabytes = 200
    limits = Limits(characters=20_000_000, memory_bytes=megabytes * 2**20)
    with pytest.raises(LimitError) as caught:
        read(b"a;b;c;d;e;f;g\n" * 1_000_000, filename="a.csv", limits=limits)
    assert caught.value.params["what"] == "memory"


def test_memory_is_limited_in_pdfium(make_pdf: Callable[..., bytes]) -> None:
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b"BT " * 2**20) for _ in range(120)) + packer.flush()
    content = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    bomb = make_pdf([[]], objects=[content % (len(stream), stream)]).replace(
        b"/Contents 7 0 R", b"/Contents 5 0 R"
    )
    with pytest.raises(LimitError) as caught:
        read(bomb, filename="a.pdf", limits=Limits(memory_bytes=400 * 2**20))
    assert caught.value.params["what"] == "memory"


def test_the_smallest_memory_that_is_sensible_reads_every_format(
    files: dict[str, bytes],
) -> None:
    for kind, data in files.items():
        assert read(data, filename=f"a.{kind}", limits=Limits(memory_bytes=256 * 2**20))


def test_a_program_is_an_unknown_format_not_a_text_with_strange_characters() -> None:
    with pytest.raises(UnknownFormatError):
        read(b"MZ\0\x90\0binary", filename="a.exe")


def test_threads_may_read_at_the_same_time(files: dict[str, bytes]) -> None:
    before = set(threading.enumerate())
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(read, files["txt"], filename="a.txt") for _ in range(8)]
    assert {job.result().text for job in jobs} == {"Dolmetscher fehlen.\n"}
    assert not {thread for thread in threading.enumerate() if thread.is_alive()} - before


def test_the_parent_loads_no_reader() -> None:
    heavy = "'pypdfium2', 'openpyxl', 'docx', 'odfdo', 'spacy', 'torch'"
    program = f"import sys, nlp.reading; sys.exit(any(m in sys.modules for m in ({heavy})))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
