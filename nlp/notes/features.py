"""What a sentence shows of being a problem or a measure, as numbered features.

Five blocks: its words; the letters of its tokens; its masked words, that is with nouns cut to
their endings and numbers to a zero, so that what was learned about cycle paths helps with
waiting lists; its form; and the cues of the rules. Features are numbered by hashing
(Weinberger et al. 2009): there is no list of words, and so no text in the weights.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from nlp.notes.cues import Signs

    Buckets = npt.NDArray[np.int64]
    Values = npt.NDArray[np.float64]

BUCKETS: Final = 2**18

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LIKE_A_VERB = re.compile(r"\w{3,}t(?:e|en)?")
_SHORTEST, _LONGEST = 2, 5  # letters of a piece
_LENGTHS = (1, 2, 3, 6, 8, 11, 15, 20, 30)  # words, the upper ends of the classes


def features(sentence: str, signs: Signs | None) -> tuple[Buckets, Values]:
    """Return the features of a sentence.

    Args:
        sentence: A sentence as written; of its white space only the places count.
        signs: The cues that it shows; ``None`` leaves their block out.

    Returns:
        The buckets, in ``[0, BUCKETS)``, and their values, both of shape ``(features,)``. Each
        block has length one, so that a long sentence does not outweigh a short one; two blocks
        may share a bucket, whose values then add up.
    """
    tokens = _TOKEN.findall(sentence)
    blocks = (
        (token.lower() for token in tokens),
        _pieces(tokens),
        _masked(tokens),
        _form(sentence, [token for token in tokens if token[0].isalpha()]),
        _cues(signs) if signs else (),
    )
    rows = [_buckets(block, salt) for salt, block in enumerate(blocks, start=1)]
    values = [np.full(len(row), len(row) ** -0.5) for row in rows if len(row)]
    return np.concatenate(rows), np.concatenate([*values, np.empty(0)])


def _buckets(names: Iterable[str], salt: int) -> npt.NDArray[np.int64]:
    """Number a block's features, each once, apart from other blocks' of the same name."""
    numbers = sorted({crc32(name.encode(), salt) % BUCKETS for name in names})
    return np.array(numbers, dtype=np.int64)


def _pieces(tokens: Iterable[str]) -> Iterator[str]:
    """Yield the runs of letters of every token, its ends marked by blanks."""
    for token in tokens:
        padded = f" {token} "
        for length in range(_SHORTEST, _LONGEST + 1):
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]


def _masked(tokens: Iterable[str]) -> Iterator[str]:
    """Yield masked words and pairs of them."""
    masked = ["<", *map(_mask, tokens), ">"]
    yield from masked
    for pair in pairwise(masked):
        yield " ".join(pair)


def _mask(token: str) -> str:
    if token[0].isdigit():
        return "0"
    if len(token) > 1 and token[0].isupper():
        return f"~{token[-3:].lower()}"
    return token.lower()


def _form(sentence: str, words: list[str]) -> Iterator[str]:
    """Yield the length, the case and the ends of a sentence."""
    yield f"length {next((end for end in _LENGTHS if len(words) <= end), 'more')}"
    lower = [word for word in words if word[0].islower()]
    yield f"lower case {4 * len(lower) // max(1, len(words))}"
    yield f"verbs {min(2, sum(_LIKE_A_VERB.fullmatch(word) is not None for word in lower))}"
    last = sentence.rstrip()[-1:]
    yield f"ends with {'a word' if last.isalnum() else last}"
    if words:
        yield from _ends(words[0], words[-1])


def _cues(signs: Signs) -> Iterator[str]:
    """Yield the cues that are shown, and what they mean together."""
    yield from (name for name, shown in signs.named() if shown)
    yield f"finite {signs.finite} lacks {signs.lacks}"
    yield f"finite {signs.finite} infinitive {signs.infinitive} stative {signs.stative}"


def _ends(first: str, last: str) -> Iterator[str]:
    """Yield what the first and the last word look like."""
    yield f"first {first.lower()}"
    yield f"first {_mask(first)}"
    yield f"last upper {last[0].isupper()}"
    for length in (2, 3, 4):
        yield f"first {first[0].isupper()} …{first.lower()[-length:]}"
        yield f"last {last[0].isupper()} …{last.lower()[-length:]}"
