"""More statements than a corpus has: its own again, in other words.

Texts get words dropped, swapped and replaced, so that no two are equal. Their vectors are not
encoded but imitated: each is moved away from its original's by as far as a paraphrase that was
really encoded, in the direction from one random statement to another, so that it stays where
statements are. ``calibrate`` measures how far that is.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from nlp.themes.embedding import Encoder

    Matrix = npt.NDArray[np.float32]
    Rows = npt.NDArray[np.int64]
    Lengths = npt.NDArray[np.float32]

_CHANGED: Final = 6  # one word in so many is changed


def paraphrase(text: str, vocabulary: Sequence[str], random: np.random.Generator) -> str:
    """Drop a word, swap two neighbours or replace a word, for every sixth word, at least once.

    Args:
        text: Words separated by spaces.
        vocabulary: Words that replace others.
        random: Source of the choices.
    """
    words = text.split()
    for _ in range(max(1, len(words) // _CHANGED)):
        place = int(random.integers(len(words)))
        kind = random.choice(("drop", "swap", "replace"))
        if kind == "drop" and len(words) > 1:
            del words[place]
        elif kind == "swap" and place:
            words[place - 1 : place + 1] = words[place], words[place - 1]
        else:
            words[place] = vocabulary[int(random.integers(len(vocabulary)))]
    return " ".join(words)


def repeat(
    texts: Sequence[str], count: int, random: np.random.Generator
) -> tuple[list[str], Rows]:
    """Return ``count`` different texts: some of the originals, then paraphrases of them in turn.

    Args:
        texts: The originals.
        count: How many are wanted.
        random: Source of the choices.

    Returns:
        The texts, the originals first, and for each the row of its original.
    """
    _, different = np.unique(np.asarray(texts, dtype=object), return_index=True)
    order = random.permutation(different)
    vocabulary = sorted({word for text in texts for word in text.split()})
    rows = order[:count].tolist()
    found = dict.fromkeys(texts[row] for row in rows)
    originals = cycle(order.tolist())
    while len(found) < count:
        row = next(originals)
        text = paraphrase(texts[row], vocabulary, random)
        while text in found:
            text = paraphrase(text, vocabulary, random)
        found[text] = None
        rows.append(row)
    return list(found), np.array(rows)


def calibrate(
    encoder: Encoder, texts: Sequence[str], vectors: Matrix, random: np.random.Generator
) -> Lengths:
    """Return how far a paraphrase's vector lies from its original's, for each of ``texts``.

    Args:
        encoder: Encodes the paraphrases.
        texts: Originals.
        vectors: Their vectors, shape ``(n, d)``.
        random: Source of the paraphrases.
    """
    vocabulary = sorted({word for text in texts for word in text.split()})
    said_anew = encoder.encode([paraphrase(text, vocabulary, random) for text in texts])
    distances: Lengths = np.linalg.norm(said_anew - vectors, axis=1)
    return distances


def imitate(vectors: Matrix, rows: Rows, lengths: Lengths, random: np.random.Generator) -> Matrix:
    """Return vectors of paraphrases that nobody encoded.

    Args:
        vectors: Unit vectors of the originals, shape ``(n, d)``.
        rows: The original of each paraphrase, shape ``(m,)``.
        lengths: As :func:`calibrate` returns them; one is drawn for each paraphrase.
        random: Source of the choices.

    Returns:
        Unit vectors, shape ``(m, d)``.
    """
    start, end = random.integers(len(vectors), size=(2, len(rows)))
    end = np.where(start == end, (end + 1) % len(vectors), end)
    steps = vectors[end] - vectors[start]
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    moved = vectors[rows] + random.choice(lengths, len(rows))[:, None] * steps
    imitated: Matrix = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return imitated
