"""Redaction keeps the layout in step with the text, whatever is replaced by whatever."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import demo_notes
from nlp.anonymity.redaction import (
    PLACEHOLDERS,
    Replacement,
    moved,
    placeholders,
    redact,
)
from nlp.notes import parse
from nlp.notes.plain import plain
from nlp.reading import read
from nlp.types import Block, BlockKind, Document, Format, Span

LINES = st.lists(st.text(alphabet="abc äß;", min_size=1, max_size=12), min_size=1, max_size=8)
WRITTEN = st.sampled_from([*PLACEHOLDERS.values(), "30–39", "Ostafrika", ""])


def document(lines: list[str]) -> Document:
    """Return a document with a block a line, and two cells in every block."""
    blocks: list[Block] = []
    start = 0
    for line in lines:
        end, middle = start + len(line), start + len(line) // 2
        cells = (Span(start, middle), Span(middle, end))
        blocks.append(Block(BlockKind.TABLE_ROW, Span(start, end), cells=cells))
        start = end + 1
    return Document(Format.TXT, "\n".join(lines), tuple(blocks), (), "0" * 64)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Document, list[Replacement]]:
    made = document(draw(LINES))
    edges = st.lists(st.integers(0, len(made.text)), unique=True, max_size=10).map(sorted)
    cuts = draw(edges)
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return made, draw(st.permutations([Replacement(span, draw(WRITTEN)) for span in spans]))


def untouched(span: Span, replacements: list[Replacement]) -> bool:
    return not any(span.overlaps(item.span) for item in replacements)


@given(cases())
def test_the_text_is_what_replacing_from_the_end_gives(
    case: tuple[Document, list[Replacement]],
) -> None:
    made, replacements = case
    expected = made.text
    for item in sorted(replacements, key=lambda item: item.span, reverse=True):
        expected = expected[: item.span.start] + item.text + expected[item.span.end :]
    assert redact(made, replacements).text == expected


@given(cases())
def test_blocks_and_cells_keep_covering_what_they_covered(
    case: tuple[Document, list[Replacement]],
) -> None:
    made, replacements = case
    redacted = redact(made, replacements)
    assert len(redacted.blocks) == len(made.blocks)
    for before, after in zip(made.blocks, redacted.blocks, strict=True):
        for old, new in zip((before.span, *before.cells), (after.span, *after.cells), strict=True):
            assert new.end <= len(redacted.text)
            if untouched(old, replacements):
                assert new.of(redacted.text) == old.of(made.text)
            for item in replacements:  # a replaced part lies where it began
                if old.start <= item.span.start < old.end:
                    assert item.text in new.of(redacted.text)
        assert after.cells[0].start == after.span.start
        assert after.cells[0].end == after.cells[1].start
        assert after.cells[1].end == after.span.end


@given(cases())
def test_blocks_stay_in_order_and_apart(case: tuple[Document, list[Replacement]]) -> None:
    redacted = redact(*case)
    spans = [block.span for block in redacted.blocks]
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(cases())
def test_a_replaced_part_lies_where_its_replacement_stands(
    case: tuple[Document, list[Replacement]],
) -> None:
    made, replacements = case
    text = redact(made, replacements).text
    places = moved([item.span for item in replacements], replacements)
    assert [place.of(text) for place in places] == [item.text for item in replacements]


@given(cases())
def test_what_was_not_replaced_says_the_same_at_its_new_place(
    case: tuple[Document, list[Replacement]],
) -> None:
    made, replacements = case
    spans = [Span(start, start + 1) for start in range(len(made.text))]
    kept = [span for span in spans if untouched(span, replacements)]
    text = redact(made, replacements).text
    assert [span.of(text) for span in moved(kept, replacements)] == [
        span.of(made.text) for span in kept
    ]


def test_nothing_to_replace_leaves_the_document_as_it_is() -> None:
    made = document(["ab", "cd"])
    assert redact(made, []) == made


@pytest.mark.parametrize(
    "spans",
    [
        [Span(0, 3), Span(2, 4)],
        [Span(0, 3), Span(0, 3)],
        [Span(1, 1)],
        [Span(3, 6)],
    ],
)
def test_unsound_replacements_are_a_mistake_of_the_program(spans: list[Span]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        redact(document(["ab", "cd"]), [Replacement(span, "[Name]") for span in spans])


def test_placeholders_are_found_again() -> None:
    text = " ".join(PLACEHOLDERS.values())
    assert {span.of(text) for span in placeholders(text)} == set(PLACEHOLDERS.values())


NOTE = """# Planungskonferenz Verl

Verl, 14.05.2026

## Generative Themen

- Amina: findet keinen Kurs.
- Der Bus nach Sende (Amina) fährt **nie**.
- Amina

| Nr | Thema |
|---|---|
| 1 | Amina braucht eine Kita. |
"""


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_statements_of_a_redacted_note_stand_where_they_say(suffix: str) -> None:
    made = read(NOTE.encode(), filename=f"a.{suffix}")
    starts = [at for at in range(len(made.text)) if made.text.startswith("Amina", at)]
    redacted = redact(made, [Replacement(Span(at, at + 5), "[Name]") for at in starts])
    statements = parse(redacted, register=()).statements
    assert {"[Name]: findet keinen Kurs.", "Der Bus nach Sende ([Name]) fährt nie."} <= {
        statement.text.replace("**", "") for statement in statements
    }
    for statement in statements:
        assert statement.text == plain(statement.span.of(redacted.text), redacted.format)


def test_statements_of_a_redacted_table_stand_where_they_say() -> None:
    table = 'id;Thema\n1;"Amina sagt: ""nie"" ein Kurs."\n2;Der Bus fährt nie (Amina).\n'
    made = read(table.encode(), filename="a.csv")
    starts = [at for at in range(len(made.text)) if made.text.startswith("Amina", at)]
    redacted = redact(made, [Replacement(Span(at, at + 5), "[Name]") for at in starts])
    statements = parse(redacted, register=()).statements
    assert [statement.text for statement in statements] == [
        '[Name] sagt: "nie" ein Kurs.',
        "Der Bus fährt nie ([Name]).",
    ]


@pytest.mark.parametrize("path", demo_notes()[:6], ids=lambda path: path.name)
def test_a_real_note_with_every_fifth_word_replaced_is_still_a_note(path: object) -> None:
    assert hasattr(path, "read_bytes")
    assert hasattr(path, "name")
    made = read(path.read_bytes(), filename=path.name)
    words = _words(made.text)[::5]
    redacted = redact(made, [Replacement(span, "[Wort]") for span in words])
    for statement in parse(redacted, register=()).statements:
        assert statement.text == plain(statement.span.of(redacted.text), redacted.format)


def test_a_part_over_the_edge_of_blocks_leaves_one_placeholder() -> None:
    made = document(["Es fehlt Frau", "Amina der Kurs", "im Ort"])
    redacted = redact(made, [Replacement(Span(9, 19), "[Name]")])
    assert [block.span.of(redacted.text) for block in redacted.blocks] == [
        "Es fehlt [Name]",
        " der Kurs",
        "im Ort",
    ]
    swallowed = redact(made, [Replacement(Span(9, 30), "[Name]")])
    assert parse(replace(swallowed, format=Format.TXT), register=()) is not None


def _words(text: str) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for word in text.split():
        start = text.index(word, start)
        if word.isalpha():
            spans.append(Span(start, start + len(word)))
        start += len(word)
    return spans
