"""Trains the name model of the anonymity gate.

    scripts/train_names

Real texts from the development data, made-up notes, a conditional random field with
elastic-net regularisation (L-BFGS with orthant-wise descent, Andrew and Gao 2007, in
CRFsuite). Part of the words is hidden from the lexica and the allow-list, so that the model
learns to tell by context and form what no list knows. Same data, same weights.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import pycrfsuite

from nlp.anonymity.names.features import FeatureMaker, sequences, tokens
from nlp.anonymity.names.membership import Membership
from nlp.anonymity.names.transliteration import fold
from scripts.training.corpora import Tagged, labels, load_corpora, surnames
from scripts.training.notes import NoteWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

WEIGHTS: Final = Path(__file__).parents[2] / "nlp/anonymity/names/data/names.crfsuite"

_SEED = 8
_NOTES = 9000
_HIDDEN = 0.4
_PARAMETERS = {
    "c1": 0.25,
    "c2": 0.01,
    "max_iterations": 90,
    "feature.minfreq": 3,
    "feature.possible_transitions": True,
}


def made_up_notes(count: int = _NOTES) -> list[Tagged]:
    """Return made-up passages of notes."""
    writer = NoteWriter(Random(_SEED), surnames())  # noqa: S311 - reproducible, no secret
    return [writer.write() for _ in range(count)]


def train(documents: Sequence[Tagged], path: Path) -> None:
    """Train the model and write its weights to ``path``.

    Args:
        documents: Texts with their names; their order decides what is hidden where.
        path: The file to write.
    """
    random = Random(_SEED)  # noqa: S311 - reproducible, no secret
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(_PARAMETERS)
    for document in documents:
        make = FeatureMaker(Membership(hidden=_hidden(document, random)))
        for piece in sequences(document.text):
            words = [document.text[token.start : token.end] for token in piece]
            trainer.append(make(words), list(labels(document, piece)))
    trainer.train(str(path))


def _hidden(document: Tagged, random: Random) -> frozenset[str]:
    """Choose the words of a document that no list of names or places shall know, folded."""
    words = (document.text[token.start : token.end] for token in tokens(document.text))
    parts = {
        fold(part) for word in words if word[0].isupper() for part in {word, *word.split("-")}
    }
    return frozenset(part for part in sorted(parts) if random.random() < _HIDDEN)


if __name__ == "__main__":
    train([*load_corpora(), *made_up_notes()], WEIGHTS)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e6:.2f} MB")
