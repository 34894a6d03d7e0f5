from __future__ import annotations

from datetime import date

import pytest

from nlp.corpus import LONGEST, read_corpus
from nlp.errors import (
    DuplicateIdError,
    EmptyFileError,
    ForbiddenCharacterError,
    MissingColumnsError,
    RowError,
)

TODAY = date(2026, 11, 21)
HEADER = "id,text,municipality,date\n"


def read(text: str) -> list[tuple[str, str, str, date | None]]:
    corpus = read_corpus(text.encode(), today=TODAY)
    return [(e.id, e.text, e.municipality, e.held_on) for e in corpus.entries]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_usual_kind_of_csv_is_read(delimiter: str, encoding: str, line_end: str) -> None:
    lines = [["id", "text", "municipality", "date"], ["1", "Plätze fehlen", "Verl", "2026-05-14"]]
    data = line_end.join(delimiter.join(cells) for cells in lines).encode(encoding)

    (entry,) = read_corpus(data, today=TODAY).entries

    assert (entry.id, entry.text, entry.municipality) == ("1", "Plätze fehlen", "Verl")
    assert entry.held_on == date(2026, 5, 14)


def test_other_columns_are_carried_through_in_their_order() -> None:
    corpus = read_corpus(b"note,id,text,group,date,label\nx,1,Text,Bonn,,L\n", today=TODAY)

    assert corpus.carried_columns == ("note", "label")
    assert corpus.carried == (("x", "L"),)
    assert corpus.entries[0].municipality == "Bonn"


def test_carried_columns_may_have_the_same_name() -> None:
    corpus = read_corpus(b"id,text,group,date,note,note\n1,Text,Bonn,,x,y\n", today=TODAY)

    assert corpus.carried_columns == ("note", "note")
    assert corpus.carried == (("x", "y"),)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-05-14", date(2026, 5, 14)),
        ("14.05.2026", date(2026, 5, 14)),
        ("2026-05", date(2026, 5, 1)),
        ("2026", date(2026, 1, 1)),
        ("", None),
    ],
)
def test_dates_may_lack_their_day_or_month(written: str, meant: date | None) -> None:
    assert read(f"{HEADER}1,Text,Verl,{written}\n")[0][3] == meant


def test_quoted_fields_keep_their_line_breaks_and_delimiters() -> None:
    assert read(f'{HEADER}1,"Erstens, ja\nzweitens",Verl,\n')[0][1] == "Erstens, ja\nzweitens"


@pytest.mark.parametrize("text", ["", "\n\n", HEADER])
def test_a_table_without_rows_is_refused(text: str) -> None:
    with pytest.raises(EmptyFileError):
        read(text)


def test_missing_columns_are_named() -> None:
    with pytest.raises(MissingColumnsError) as caught:
        read("id,text\n1,Text\n")

    assert caught.value.params == {"columns": "municipality, date"}


def test_the_rows_with_the_same_id_are_named_as_a_spreadsheet_counts_them() -> None:
    with pytest.raises(DuplicateIdError) as caught:
        read(f"{HEADER}1,A,Verl,\n2,B,Verl,\n1,C,Verl,\n")

    assert caught.value.params == {"first": 2, "second": 4}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,Text,Verl,2026-11-22", "future"),
        ("1,Text,Verl,gestern", "date"),
        ("1,Text,Verl,31.02.2026", "date"),
        ("1,,Verl,", "empty"),
        (",Text,Verl,", "empty"),
        (f"1,{'wort ' * (LONGEST + 1)},Verl,", "length"),
        (f"1,{'x' * 200_000},Verl,", "broken"),
        ('1,"Der Text hat kein Ende,Verl,', "broken"),
        ("1,Text,Verl,,eine Zelle zu viel", "width"),
    ],
)
def test_a_wrong_row_is_named_with_its_reason(row: str, reason: str) -> None:
    with pytest.raises(RowError) as caught:
        read(f"{HEADER}0,Text,Verl,\n{row}\n")

    assert caught.value.code == f"row_{reason}"
    assert caught.value.params["row"] == 3


@pytest.mark.parametrize("character", ["\0", "\u202e", "\u2066"])
def test_nul_and_characters_that_turn_the_direction_are_refused(character: str) -> None:
    with pytest.raises(ForbiddenCharacterError):
        read(f"{HEADER}1,Te{character}xt,Verl,\n")


def test_no_error_quotes_the_text_of_a_statement() -> None:
    with pytest.raises(RowError) as caught:
        read(f"{HEADER}1,Geheimnis,Verl,gestern\n")

    assert "Geheimnis" not in str(caught.value)
    assert "gestern" not in str(caught.value)
