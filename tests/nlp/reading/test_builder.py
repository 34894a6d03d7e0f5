from __future__ import annotations

import pytest

from nlp.errors import LimitError
from nlp.reading.builder import DocumentBuilder, Run, clean
from nlp.types import BlockKind, Metadata


def test_rows_and_items_stand_close_other_blocks_apart() -> None:
    builder = DocumentBuilder(characters=100)
    builder.add(BlockKind.LIST_ITEM, "a", level=1)
    builder.add(BlockKind.LIST_ITEM, "b", level=1)
    builder.add_row(["c", "", "d\te"])
    builder.add_row(["", " "])
    builder.add(BlockKind.PARAGRAPH, " \n")
    found = builder.build()
    assert found.text == "a\nb\n\nc\t\td e"
    assert [cell.of(found.text) for cell in found.blocks[2].cells] == ["c", "", "d e"]


def test_text_and_properties_together_are_limited() -> None:
    builder = DocumentBuilder(characters=10)
    builder.add(BlockKind.PARAGRAPH, "12345")
    builder.remember("author", "12345")
    builder.remember("author", "12345")
    with pytest.raises(LimitError) as caught:
        builder.add(BlockKind.PARAGRAPH, "6")
    assert caught.value.params == {"what": "characters", "limit": 10}


def test_properties_of_one_key_are_one_value() -> None:
    builder = DocumentBuilder(characters=100)
    for value in ("A", "B", "A", ""):
        builder.remember("editor", value)
    assert builder.build().metadata == (Metadata("editor", "A\nB"),)


def test_hidden_runs_are_kept_apart_from_visible_ones() -> None:
    builder = DocumentBuilder(characters=100)
    runs = [Run("ge", hidden=True), Run("heim", hidden=True), Run("da", emphasised=True)]
    assert builder.show(runs) == ("da", True)
    assert builder.build().metadata == (Metadata("hidden_text", "geheim"),)


def test_what_nobody_sees_is_removed() -> None:
    assert clean(" Lo\u00adkal\u200b\r\n\n u\u0308ber\x07 \u2028x") == "Lokal\nüber\nx"
