"""Statements found in notes, and problems told from measures.

    scripts/bench notes
    scripts/bench notes --nested

The demo notes are our own and the rules were mended on them: a check against getting worse,
no claim for real notes. ``dev_cimt``: the model is trained here on the other municipalities;
Bonn's two consultations are held out together. The cues were tuned on the dialogues of Bonn
and Moers. ``--nested`` also chooses the strength of the penalty within the municipalities that
are trained on, each held out in turn.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import f1_score

from corpora import demo_gold, demo_notes, municipalities
from nlp import notes, reading
from nlp.notes.cues import proposes
from scripts.training.kinds import load_sentences, matrix, train

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csr_array

    from nlp.notes.classifier import Model

    Labels = npt.NDArray[np.bool_]
    Scores = npt.NDArray[np.float64]

STRENGTHS = (1.0, 2.0, 4.0)
CERTAINTIES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def demo() -> None:
    """Compare what is read in the demo notes with what was written into them."""
    gold: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in demo_gold():
        gold[row["file"]].add((row["kind"], " ".join(row["text"].split())))
    right = extra = 0
    for file in demo_notes():
        document = reading.read(file.read_bytes(), filename=file.name)
        found = {
            (statement.kind.value, statement.text)
            for statement in notes.parse(document, register=municipalities()).statements
        }
        right += len(found & gold[file.name])
        extra += len(found - gold[file.name])
    total = sum(map(len, gold.values()))
    print(
        f"demo notes: {right} of {total} statements word for word with their kind, {extra} other"
    )


def cimt() -> None:
    """Print macro-F1 of premise against mpos by consultation, and what certainty is worth."""
    sentences = load_sentences()
    texts = [one.text for one in sentences]
    gold = np.array([one.is_measure for one in sentences])
    towns = np.array([one.town for one in sentences])
    places = np.array([municipality(one.town) for one in sentences])
    alone, both = (matrix(texts, with_cues=cues) for cues in (False, True))
    scores = held_out(both, gold, places)
    found = {
        "rules": np.array([proposes(text) for text in texts]),
        "classifier without cues": held_out(alone, gold, places) > 0,
        "both": scores > 0,
    }
    if "--nested" in sys.argv:
        found["both, penalty chosen inside"] = nested(both, gold, places) > 0
    print_scores(found, gold, towns)
    print_certainty(scores, gold)


def municipality(consultation: str) -> str:
    """Return where a consultation was held: "Bonn (Umfrage)" in Bonn."""
    return consultation.partition(" (")[0]


def held_out(table: csr_array, gold: Labels, places: npt.NDArray[np.str_]) -> Scores:
    """Return every sentence's score by a model that has seen nothing of its municipality."""
    scores = np.zeros(len(gold))
    for place in np.unique(places):
        seen = places != place
        scores[~seen] = scores_of(train(table[seen], gold[seen]), table[~seen])
    return scores


def scores_of(model: Model, table: csr_array) -> Scores:
    """Return the score of each row of features; above zero is a measure."""
    scores: Scores = table @ model.weights.astype(np.float64) + model.intercept
    return scores


def nested(table: csr_array, gold: Labels, places: npt.NDArray[np.str_]) -> Scores:
    """Do the same with the penalty that is best within the other municipalities."""
    scores = np.zeros(len(gold))
    for place in np.unique(places):
        seen = places != place
        best = max(STRENGTHS, key=lambda one: inner(table[seen], gold[seen], places[seen], one))
        model = train(table[seen], gold[seen], strength=best)
        scores[~seen] = scores_of(model, table[~seen])
    return scores


def inner(table: csr_array, gold: Labels, places: npt.NDArray[np.str_], strength: float) -> float:
    """Return the mean macro-F1 over municipalities, each held out in turn."""
    results = []
    for place in np.unique(places):
        seen = places != place
        model = train(table[seen], gold[seen], strength=strength)
        results.append(macro_f1(gold[~seen], scores_of(model, table[~seen]) > 0))
    return float(np.mean(results))


def macro_f1(gold: Labels, found: Labels) -> float:
    """Return the mean of both kinds' F1."""
    return float(f1_score(gold, found, average="macro"))


def print_scores(found: dict[str, Labels], gold: Labels, towns: npt.NDArray[np.str_]) -> None:
    """Print a row for each consultation, then mean and worst of each column."""
    print(f"\n| municipality | sentences | measures | {' | '.join(found)} |")
    print("|---|---|---|" + "---|" * len(found))
    rows = []
    for town in dict.fromkeys(towns):
        here = towns == town
        rows.append([macro_f1(gold[here], kinds[here]) for kinds in found.values()])
        cells = " | ".join(f"{value:.3f}" for value in rows[-1])
        print(f"| {town} | {here.sum()} | {gold[here].mean():.2f} | {cells} |")
    for name, values in (("mean", np.mean(rows, axis=0)), ("worst", np.min(rows, axis=0))):
        print(f"| *{name}* | | | {' | '.join(f'{value:.3f}' for value in values)} |")


def print_certainty(scores: Scores, gold: Labels) -> None:
    """Print how often judgements of some certainty are right."""
    certainty = 1 / (1 + np.exp(-np.abs(scores)))
    right = (scores > 0) == gold
    print("\n| certainty | share of the sentences | right |\n|---|---|---|")
    for low, high in pairwise(CERTAINTIES):
        here = (certainty >= low) & ((certainty < high) | (high == 1))
        print(f"| {low}–{high} | {here.mean():.2f} | {right[here].mean():.2f} |")


if __name__ == "__main__":
    demo()
    cimt()
