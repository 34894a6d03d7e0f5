from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.reading.delimited import read_csv


def _cells(text: str) -> list[list[str]]:
    return [[cell.of(text) for cell in block.cells] for block in read_csv(text).blocks]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_told_from_the_records(delimiter: str) -> None:
    text = "id;text;date\n1;Kita: zu wenig;2024\n2;Schule;2025\n".replace(";", delimiter)
    assert _cells(text)[1] == ["1", "Kita: zu wenig", "2024"]


def test_commas_within_cells_do_not_mislead() -> None:
    assert _cells("id;text\n1;a, b, c\n2;d, e\n") == [
        ["id", "text"],
        ["1", "a, b, c"],
        ["2", "d, e"],
    ]


def test_a_declared_delimiter_is_obeyed_and_no_row() -> None:
    assert _cells("sep=,\r\na;b,c\r\n") == [["a;b", "c"]]


def test_a_quoted_cell_is_its_inner_raw_text() -> None:
    text = 'id;text\n1;"eins; ""zwei""\ndrei"\n'
    assert _cells(text)[1] == ["1", 'eins; ""zwei""\ndrei']
    assert read_csv(text).blocks[1].span.of(text) == '1;"eins; ""zwei""\ndrei"'


def test_a_quotation_at_the_start_of_a_cell_is_no_quoted_cell() -> None:
    assert _cells('text;ort\n"Schule" fehlt;Halle\n')[1] == ['"Schule" fehlt', "Halle"]


def test_an_open_quote_swallows_nothing() -> None:
    assert _cells('a;b\n"c;d\ne;f\n') == [["a", "b"], ['"c', "d"], ["e", "f"]]


def test_empty_records_are_no_blocks_and_empty_cells_keep_their_place() -> None:
    assert _cells("a;b;c\n\n;;\n1;;3") == [["a", "b", "c"], ["1", "", "3"]]


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1).map(
    lambda word: f"x{word}x"  # no white space at the edges, which the reader trims
)


@given(table=st.lists(st.lists(_WORDS, min_size=3, max_size=3), min_size=1))
def test_what_csv_writes_is_read_back(table: list[list[str]]) -> None:
    buffer = StringIO()
    csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    read = [[cell.replace('""', '"') for cell in row] for row in _cells(buffer.getvalue())]
    assert read == table
