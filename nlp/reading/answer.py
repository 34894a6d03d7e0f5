"""What the child process answers, as JSON.

The child has parsed hostile bytes, so its answer is checked like any input: never
unpickled, each value's type and range tested, and an error only rebuilt from the tree.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nlp import errors
from nlp.errors import DamagedFileError, LimitError, ReadingError
from nlp.reading.builder import Extract
from nlp.types import Block, BlockKind, Format, Metadata, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.reading.limits import Limits

_ERRORS = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, ReadingError)
}
OUT_OF_MEMORY = 3
"""Exit status of a child that lacks the memory to answer."""

_PARAM = re.compile(r"[\w+.]{0,20}")


def encode(format_: Format, found: Extract) -> bytes:
    """Write a successful answer."""
    blocks = [
        [
            block.kind,
            block.span.start,
            block.span.end,
            block.level,
            [[cell.start, cell.end] for cell in block.cells],
        ]
        for block in found.blocks
    ]
    metadata = [[entry.key, entry.value] for entry in found.metadata]
    answer = {"format": format_, "text": found.text, "blocks": blocks, "metadata": metadata}
    return json.dumps(answer, ensure_ascii=False).encode()


def encode_error(error: ReadingError) -> bytes:
    """Write the answer for a file that cannot be read."""
    return json.dumps({"error": type(error).__name__, "params": error.params}).encode()


def decode(answer: bytes, *, limits: Limits) -> tuple[Format, Extract]:
    """Rebuild what the child found.

    Raises:
        ReadingError: The one that the child answered; DamagedFileError where the answer
            itself makes no sense.
    """
    try:
        values = json.loads(answer)
        if "error" in values:
            raise _error(values)
        return Format(values["format"]), _extract(values, limits=limits)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DamagedFileError from None  # the cause would quote the answer


def _error(values: dict[str, Any]) -> ReadingError:
    kind = _ERRORS[values["error"]]
    params = values["params"]
    if not all(isinstance(value, int) or _PARAM.fullmatch(value) for value in params.values()):
        msg = "a parameter that no reader gives"
        raise ValueError(msg)
    return kind(**params)


def _extract(values: dict[str, Any], *, limits: Limits) -> Extract:
    text = _string(values["text"])
    metadata = tuple(Metadata(_string(key), _string(value)) for key, value in values["metadata"])
    blocks = tuple(_block(*fields) for fields in values["blocks"])
    ordered = _in_order([block.span for block in blocks], within=Span(0, len(text)))
    if not ordered or not all(_in_order(block.cells, within=block.span) for block in blocks):
        msg = "blocks or cells out of order"
        raise ValueError(msg)
    if len(text) > limits.characters:
        raise LimitError(what="characters", limit=limits.characters)
    return Extract(text, blocks, metadata)


def _block(kind: str, start: object, end: object, level: object, cells: list[Any]) -> Block:
    spans = tuple(_span(*edges) for edges in cells)
    return Block(BlockKind(kind), _span(start, end), _whole(level), spans)


def _span(start: object, end: object) -> Span:
    return Span(_whole(start), _whole(end))


def _in_order(spans: Sequence[Span], *, within: Span) -> bool:
    edges = [
        within.start,
        *(edge for span in spans for edge in (span.start, span.end)),
        within.end,
    ]
    return all(edge <= following for edge, following in pairwise(edges))


def _whole(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        msg = "no whole number"
        raise ValueError(msg)
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        msg = "no string"
        raise TypeError(msg)
    return value
