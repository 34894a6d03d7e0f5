from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import DamagedFileError, LimitError, WrongExtensionError
from nlp.reading import answer
from nlp.reading.builder import Extract
from nlp.reading.limits import Limits
from nlp.types import Block, BlockKind, Format, Metadata, Span

_ROW = Block(BlockKind.TABLE_ROW, Span(0, 3), cells=(Span(0, 1), Span(2, 3)))
_FOUND = Extract(
    "a\tb\nÄ😀", (_ROW, Block(BlockKind.HEADING, Span(4, 6), 2)), (Metadata("k", "v"),)
)


def _changed(**changes: object) -> bytes:
    return json.dumps({**json.loads(answer.encode(Format.TXT, _FOUND)), **changes}).encode()


def test_an_extract_survives_the_way() -> None:
    encoded = answer.encode(Format.DOCX, _FOUND)
    assert answer.decode(encoded, limits=Limits()) == (Format.DOCX, _FOUND)


def test_an_error_survives_the_way() -> None:
    error = WrongExtensionError(claimed="docx", actual="pdf")
    with pytest.raises(WrongExtensionError) as caught:
        answer.decode(answer.encode_error(error), limits=Limits())
    assert caught.value.params == error.params


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"[" * 100_000,
        b"[]",
        b"\xff",
        _changed(format="exe"),
        _changed(text=3),
        _changed(metadata=[["k", 3]]),
        _changed(blocks=[["paragraph", 0, 99, 0, []]]),
        _changed(blocks=[["paragraph", 2, 1, 0, []]]),
        _changed(blocks=[["paragraph", -1, 1, 0, []]]),
        _changed(blocks=[["paragraph", 0, 3, 0, []], ["paragraph", 2, 4, 0, []]]),
        _changed(blocks=[["table_row", 0, 3, 0, [[0, 4]]]]),
        _changed(blocks=[["verse", 0, 3, 0, []]]),
        _changed(blocks=[["paragraph", 0, 3.5, 0, []]]),
        b'{"error": "SystemExit", "params": {}}',
        b'{"error": "EmptyFileError", "params": {"text": "a sentence of the note"}}',
        b'{"error": "LimitError", "params": {"nonsense": 1}}',
    ],
)
def test_an_answer_without_sense_is_damage(reply: bytes) -> None:
    with pytest.raises(DamagedFileError):
        answer.decode(reply, limits=Limits())


def test_a_longer_text_than_allowed_is_not_taken() -> None:
    with pytest.raises(LimitError):
        answer.decode(_changed(), limits=Limits(characters=5))


@given(reply=st.binary())
def test_no_answer_raises_anything_else(reply: bytes) -> None:
    with pytest.raises(DamagedFileError):
        answer.decode(reply, limits=Limits())
