"""Statements found in notes, and problems told from measures by rules alone.

    scripts/bench notes

The demo notes are our own and the rules were mended on them: a check against getting worse,
no claim for real notes. ``dev_cimt``: the cues were tuned on Bonn and Moers, the other two
municipalities were not looked at.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from sklearn.metrics import f1_score

from corpora import demo_gold, demo_notes, municipalities
from nlp import notes, reading
from nlp.notes.cues import proposes

CIMT = Path(__file__).parents[2].parent / "shared/data/themes/dev_cimt_argument_saetze.csv"


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
    """Print macro-F1 of premise against mpos by municipality."""
    by_town: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with CIMT.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] in {"premise", "mpos"}:
                by_town[row["group"]].append(row)
    print("\n| municipality | sentences | macro-F1 |\n|---|---|---|")
    for town, rows in by_town.items():
        gold = [row["label"] == "mpos" for row in rows]
        found = [proposes(row["text"]) for row in rows]
        print(f"| {town} | {len(rows)} | {f1_score(gold, found, average='macro'):.2f} |")


if __name__ == "__main__":
    demo()
    cimt()
