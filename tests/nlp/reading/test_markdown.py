from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.reading.markdown import read_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlp.reading.builder import Extract

    Blocks = Callable[[Extract], list[tuple[str, int, str]]]


def test_headings_by_mark_by_underline_and_in_bold(blocks: Blocks) -> None:
    text = "# Kopf #\nText\n\nThemen\n======\n\nZweite\n---\n\n**Fett:**\n\n**Fett** im Satz\n"
    assert blocks(read_markdown(text)) == [
        ("heading", 1, "Kopf"),
        ("paragraph", 0, "Text"),
        ("heading", 1, "Themen"),
        ("heading", 2, "Zweite"),
        ("heading", 3, "Fett:"),
        ("paragraph", 0, "**Fett** im Satz"),
    ]


def test_lists_nest_and_lines_continue_their_item(blocks: Blocks) -> None:
    text = "- eins\n  geht weiter\n  * innen\n- [x] zwei\n\nAbsatz\n1. erster\n2) zweiter\n"
    assert blocks(read_markdown(text)) == [
        ("list_item", 1, "eins\n  geht weiter"),
        ("list_item", 2, "innen"),
        ("list_item", 1, "zwei"),
        ("paragraph", 0, "Absatz"),
        ("list_item", 1, "erster"),
        ("list_item", 1, "zweiter"),
    ]


def test_a_table_has_rows_with_cells_and_no_rule() -> None:
    text = "| Thema | Ort |\n|:---|---|\n| Kita \\| Schule | Halle |\n| | Rietberg |\n"
    found = read_markdown(text)
    rows = [[cell.of(text) for cell in block.cells] for block in found.blocks]
    assert rows == [["Thema", "Ort"], ["Kita \\| Schule", "Halle"], ["", "Rietberg"]]


def test_quotes_and_code_lose_their_marks(blocks: Blocks) -> None:
    text = "> Zitat\n\n```\n# kein Titel\n```\n\n---\n\nEnde\n"
    assert blocks(read_markdown(text)) == [
        ("paragraph", 0, "Zitat"),
        ("paragraph", 0, "# kein Titel"),
        ("paragraph", 0, "Ende"),
    ]
