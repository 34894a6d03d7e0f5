from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.comments import Comment

from nlp.errors import EmptyFileError, LimitError
from nlp.reading.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nlp.reading.builder import Extract

    Saved = Callable[[openpyxl.Workbook], bytes]
    Repacked = Callable[[bytes, Mapping[str, bytes | str]], bytes]


def _workbook() -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Themen"
    sheet.append(["Nr", "Thema", "Datum", "Anteil"])
    sheet.append([1, "Kita-Plätze\nfehlen", dt.date(2024, 5, 14), 0.5])
    sheet.append([2, None, dt.datetime(2024, 5, 14, 9, 30), True])  # noqa: DTZ001 - as in a cell
    workbook.create_sheet("Leer")
    workbook.create_sheet("Zweites").append(["Dolmetscher"])
    return workbook


def test_every_sheet_is_read_row_by_row(saved: Saved, read_here: Callable[..., Extract]) -> None:
    found = read_here(saved(_workbook()), "xlsx")
    rows = [[cell.of(found.text) for cell in block.cells] for block in found.blocks]
    assert rows == [
        [],
        ["Nr", "Thema", "Datum", "Anteil"],
        ["1", "Kita-Plätze\nfehlen", "14.05.2024", "0,5"],
        ["2", "", "14.05.2024 09:30", "WAHR"],
        [],
        ["Dolmetscher"],
    ]
    headings = [b.span.of(found.text) for b in found.blocks if b.kind.value == "heading"]
    assert headings == ["Themen", "Zweites"]


def test_comments_are_read_and_hidden_sheets_reported(
    saved: Saved, read_here: Callable[..., Extract]
) -> None:
    workbook = _workbook()
    workbook["Themen"]["B2"].comment = Comment("Bitte prüfen", "Erika Muster")
    workbook["Zweites"].sheet_state = "hidden"
    workbook.properties.creator = "A. Utor"
    found = read_here(saved(workbook), "xlsx")
    comments = [b.span.of(found.text) for b in found.blocks if b.kind.value == "comment"]
    metadata = {entry.key: entry.value for entry in found.metadata}
    assert len(comments) == 1
    assert "Bitte prüfen" in comments[0]
    assert metadata["editor"] == "Erika Muster"
    assert metadata["hidden_text"] == "Dolmetscher"
    assert metadata["author"] == "A. Utor"


def test_a_declared_size_that_lies_cuts_nothing_off(
    saved: Saved, repacked: Repacked, read_here: Callable[..., Extract]
) -> None:
    part = "xl/worksheets/sheet1.xml"
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1"/><sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>da</t></is>'
        "</c></row></sheetData></worksheet>"
    )
    assert "da" in read_here(repacked(saved(_workbook()), {part: sheet}), "xlsx").text


def test_a_far_cell_meets_the_limit_instead_of_a_million_empty_rows(
    saved: Saved, repacked: Repacked, read_here: Callable[..., Extract]
) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData>'
        "</worksheet>"
    )
    data = repacked(saved(_workbook()), {"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(LimitError) as caught:
        read_here(data, "xlsx", Limits(characters=10_000))
    assert caught.value.params["what"] == "characters"


def test_a_workbook_without_cells_is_empty(
    saved: Saved, read_here: Callable[..., Extract]
) -> None:
    with pytest.raises(EmptyFileError):
        read_here(saved(openpyxl.Workbook()), "xlsx")
