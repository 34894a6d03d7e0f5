"""To which Handlungsfeld does a theme belong? A proposal from what its statements say.

A field is described by phrases: its title, and the sentences and terms of its description. A
statement is as near to a field as to the two of its phrases that are nearest, a theme as its
statements are on average. A softmax over the fields makes probabilities of that, with a
temperature (Guo et al. 2017, "On calibration of modern neural networks") and with one more
answer, that no field fits, whose nearness is a constant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import softmax

from nlp.types import FieldProposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

# Fitted on the demo notes with each field left out in turn, checked on keywords of the
# Bundestag's questions: docs/decisions/0017-fields-trends-assignment.md.
TEMPERATURE: Final = 0.04
NO_FIELD: Final = 0.14  # so near a field that does not fit may be
MOST_STATEMENTS: Final = 10  # more of them say no more: they are too much alike
PHRASES: Final = 2  # of a field, that a statement is compared with
LEAST: Final = 0.1  # a field that is less sure is no proposal

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_TERM: Final = re.compile(r"[.,:;!?]\s*|\s+(?:und|oder)\s+")


def phrases(title: str, description: str = "") -> tuple[str, ...]:
    """Return what of a field is compared: its title, the description's sentences and terms.

    Args:
        title: Name of the field.
        description: One or more sentences, best with many concrete terms between commas.

    Returns:
        Different phrases, none empty, the title first.
    """
    found = (title, *_SENTENCE.split(description), *_TERM.split(description))
    return tuple(dict.fromkeys(phrase.strip() for phrase in found if phrase.strip()))


def propose(
    vectors: Matrix, labels: Labels, phrase_vectors: Matrix, field_of: Sequence[str]
) -> tuple[tuple[FieldProposal, ...], ...]:
    """Propose fields for every theme.

    Args:
        vectors: Unit vectors of the statements, shape ``(n, d)``.
        labels: Theme of each statement, numbered from 0 without a gap, or -1; shape ``(n,)``.
        phrase_vectors: Unit vectors of the fields' phrases, put into the statements' space;
            shape ``(m, d)``.
        field_of: Key of each phrase's field, length ``m``.

    Returns:
        For each theme the fields with a certainty of at least ``LEAST``, the surest first; none
        where it is likelier that no field fits than that the surest does.
    """
    keys = list(dict.fromkeys(field_of))
    themes = int(labels.max(initial=-1)) + 1
    if not keys:
        return ((),) * themes
    chances = certainties(_nearness(vectors, labels, themes, phrase_vectors, field_of), labels)
    return tuple(_proposals(keys, row) for row in chances)


def certainties(nearness: Floats, labels: Labels) -> Floats:
    """Turn nearness into probabilities.

    Averaging makes nearness surer with the root of the number of statements.

    Args:
        nearness: Of themes to fields, shape ``(themes, fields)``.
        labels: Theme of each statement, or -1.

    Returns:
        Shape ``(themes, fields + 1)``, rows sum to 1; the last column is "no field fits".
    """
    sizes = np.bincount(labels[labels >= 0], minlength=len(nearness))
    sureness = np.sqrt(np.minimum(sizes, MOST_STATEMENTS)) / TEMPERATURE
    answers = np.hstack([nearness, np.full((len(nearness), 1), NO_FIELD)])
    chances: Floats = softmax(answers * sureness[:, None], axis=1)
    return chances


def _nearness(
    vectors: Matrix,
    labels: Labels,
    themes: int,
    phrase_vectors: Matrix,
    field_of: Sequence[str],
) -> Floats:
    """Return the mean nearness of the themes' statements to the fields, ``(themes, fields)``."""
    bundled = labels >= 0
    similarity = vectors[bundled] @ phrase_vectors.T
    owner = np.asarray(field_of, dtype=object)
    per_statement = np.stack(
        [_two_nearest(similarity[:, owner == key]) for key in dict.fromkeys(field_of)], axis=1
    )
    sums = np.zeros((themes, per_statement.shape[1]))
    np.add.at(sums, labels[bundled], per_statement)
    means: Floats = sums / np.bincount(labels[bundled], minlength=themes)[:, None]
    return means


def _two_nearest(similarity: Matrix) -> Floats:
    """Return the mean similarity to the nearest phrases, shape ``(n,)``."""
    nearest: Floats = np.sort(similarity, axis=1)[:, -PHRASES:].mean(axis=1, dtype=np.float64)
    return nearest


def _proposals(keys: Sequence[str], chances: Floats) -> tuple[FieldProposal, ...]:
    *fields, none_fits = chances.tolist()
    if none_fits >= max(fields):
        return ()
    surest = sorted(zip(keys, fields, strict=True), key=lambda field: -field[1])
    return tuple(FieldProposal(key, chance) for key, chance in surest if chance >= LEAST)
