"""Many byte strings at once: what is there is found, whatever the stream is cut into."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.search.pieces import LEAST, PIECE, SURE, forms, pieces, probes
from service.search.stream import Search

TEXT = "Der Merkwortschatz fehlt im Kurs, „sagt“ die Leitung."
BLOCK = 2**20


def all_pieces(text: str) -> set[bytes]:
    return {piece for form in forms(text) for piece in pieces(form)}


@given(
    st.lists(st.binary(min_size=LEAST, max_size=PIECE), max_size=6),
    st.lists(st.one_of(st.binary(max_size=50), st.integers(0, 5)), max_size=12),
)
def test_it_finds_what_a_plain_search_finds(
    sought: list[bytes], stream: list[bytes | int]
) -> None:
    parts = [
        part if isinstance(part, bytes) else (sought[part] if part < len(sought) else b"")
        for part in stream
    ]
    found, length = Search(sought).found(parts)
    whole = b"".join(parts)
    assert found == {piece for piece in sought if piece in whole}
    assert length == len(whole)


@pytest.mark.parametrize("offset", [BLOCK - 1, BLOCK - 16, BLOCK - 31, BLOCK, 2 * BLOCK - 7])
def test_a_piece_across_two_blocks_is_found(offset: int) -> None:
    data = bytearray(3 * BLOCK)
    piece = TEXT.encode()[:PIECE]
    data[offset : offset + PIECE] = piece
    found, _ = Search([piece, b"x" * PIECE]).found([bytes(data)])
    assert found == {piece}


def test_every_run_of_a_text_that_is_long_enough_holds_a_piece() -> None:
    text = "".join(np.random.default_rng(1).choice(list("abcdefghij klmnop"), 200))
    search = Search(all_pieces(text))
    for start in range(len(text) - SURE + 1):
        found, _ = search.found([b"\0", text[start : start + SURE].encode(), b"\0"])
        assert found, start


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_text_is_found_in_other_encodings(encoding: str) -> None:
    found, _ = Search(all_pieces(TEXT)).found([b"\7", TEXT.encode(encoding), b"\7"])
    assert found


def test_a_text_is_found_as_json_writes_it() -> None:
    text = 'Äußerungen über „Ämter"\\Übergänge'
    for written in forms(text):
        assert Search(all_pieces(text)).found([written])[0]
    assert any(b"\\u00c4" in form for form in forms(text))


def test_a_vector_is_found_by_any_large_part_of_it() -> None:
    vector = np.random.default_rng(2).bytes(1536)
    search = Search(probes(vector))
    for part in (vector[:300], vector[600:900], vector[-300:]):
        assert search.found([part])[0]
    assert not search.found([np.random.default_rng(3).bytes(4096)])[0]


def test_nothing_is_found_where_nothing_is_sought() -> None:
    assert Search([]).found([b"abc" * 100]) == (set(), 300)
