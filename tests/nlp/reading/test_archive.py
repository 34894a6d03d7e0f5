from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from nlp.errors import DamagedFileError, EncryptedFileError, LimitError
from nlp.reading.archive import Archive
from nlp.reading.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Zipped = Callable[[Mapping[str, bytes | str]], bytes]

_SMALL = Limits(archive_entries=3, unpacked_bytes=100_000, ratio=50)
_LAUGHS = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;&l;">
<!ENTITY n "&m;&m;&m;&m;">]><a>&n;</a>"""


@pytest.mark.parametrize(
    ("entries", "what"),
    [
        ({str(n): "" for n in range(4)}, "entries"),
        ({"a": bytes(100_001)}, "unpacked_bytes"),
        ({"a": bytes(99_999)}, "ratio"),
    ],
)
def test_archives_are_limited(entries: dict[str, bytes], what: str, zipped: Zipped) -> None:
    with pytest.raises(LimitError) as caught:
        Archive(zipped(entries), limits=_SMALL)
    assert caught.value.params["what"] == what


def test_an_entry_that_unpacks_to_more_than_it_declares_is_refused(zipped: Zipped) -> None:
    data = bytearray(zipped({"a": bytes(90_000)}))
    declared = struct.pack("<I", 90_000)
    lie = struct.pack("<I", 5)
    assert data.count(declared) == 2
    with pytest.raises(DamagedFileError):
        Archive(bytes(data.replace(declared, lie)), limits=_SMALL)


def test_entries_that_share_their_bytes_are_refused(zipped: Zipped) -> None:
    inner = zipped({"b": "x" * 500})
    shared = zipfile.ZipFile(BytesIO(inner)).getinfo("b")
    shared.header_offset = 31  # within the bytes of "a", behind its header and name
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", inner[: inner.index(b"PK\x01\x02")])
        archive.filelist.append(shared)
    assert zipfile.ZipFile(buffer).read("b") == b"x" * 500
    with pytest.raises(DamagedFileError):
        Archive(buffer.getvalue(), limits=_SMALL)


def test_names_may_stand_once_only() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", "two")
    with pytest.raises(DamagedFileError):
        Archive(buffer.getvalue(), limits=_SMALL)


def test_a_truncated_archive_is_damaged(zipped: Zipped) -> None:
    data = zipped({"a": "Text " * 50})
    for length in (4, len(data) // 2, len(data) - 1):
        with pytest.raises(DamagedFileError):
            Archive(data[:length], limits=_SMALL)


def test_a_flipped_bit_is_found(zipped: Zipped) -> None:
    data = bytearray(zipped({"a": "Text " * 50}))
    data[40] ^= 0xFF
    with pytest.raises(DamagedFileError):
        Archive(bytes(data), limits=_SMALL)


def test_a_locked_entry_is_encrypted(zipped: Zipped) -> None:
    data = bytearray(zipped({"a": "Text"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(EncryptedFileError):
        Archive(bytes(data), limits=_SMALL)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_any_entity(encoding: str, zipped: Zipped) -> None:
    with pytest.raises(DamagedFileError):
        Archive(zipped({"a.xml": _LAUGHS.encode(encoding)}), limits=_SMALL)


def test_a_part_of_any_name_is_checked_when_it_is_read(zipped: Zipped) -> None:
    archive = Archive(zipped({"a.bin": _LAUGHS, "b.bin": "<a>", "c": "<a/>"}), limits=_SMALL)
    assert archive.xml("c").tag == "a"
    for name in ("a.bin", "b.bin", "missing"):
        with pytest.raises(DamagedFileError):
            archive.xml(name)


def test_an_archive_within_the_archive_is_not_opened(zipped: Zipped) -> None:
    bomb = zipped({"a": bytes(90_000)})
    limits = Limits(archive_entries=3, unpacked_bytes=1_000, ratio=50)
    assert Archive(zipped({"inner.zip": bomb}), limits=limits).read("inner.zip") == bomb
