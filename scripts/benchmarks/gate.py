"""The anonymity gate: what it finds, what it misses, what it flags for nothing.

    scripts/bench gate [--quick] [--sets SET [SET ...]] [--misses FILE]

*Any*: a finding of whatever type and tier overlaps. *Whole*: findings together cover every
letter and digit. Shares with 95 % Wilson intervals. The sets:

- ``speed``: time and peak memory for a note of 20 pages.
- ``generated``: notes of Planungskonferenzen from templates and name lists that were written
  for this benchmark alone, with persons of 15 origins; see ``gate_notes.py``.
- ``holdout``: notes in many hands with made-up persons, written without sight of the gate, and
  clean ones; ``gate_holdout/*.txt``, personal data marked as ``⟦type:text⟧``.
- ``fresh``: the same from another hand, in ordinary spelling; ``gate_fresh/*.txt``.
- ``grascco``: synthetic clinical documents. The shipped name model was trained on them, and
  labels in the rules were taken from them: an upper bound.
- ``folds``: the same by cross-validation: the name model is trained anew without the
  documents that it is measured on. The rules stay as they are.
- ``flags``: false flags per 1,000 words on citizens' contributions (whose real streets,
  schools and names count as false here), on the demo notes and on clean generated notes.

``--misses`` writes what was missed, or not found whole, into a file: all these persons are
made up. ``--quick`` takes one document of ten and no folds.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import resource
import statistics
import tempfile
from collections import Counter, defaultdict
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING
from unittest.mock import patch

from gate_measure import (
    Report,
    document,
    documents_line,
    flags_table,
    measure,
    recall_table,
    share,
)
from gate_notes import Generated, Gold, generate

from corpora import demo_notes
from nlp import reading
from nlp.anonymity import gate
from nlp.anonymity.names import lexica
from nlp.anonymity.names import model as names
from nlp.anonymity.names.transliteration import fold
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gate_measure import Hit

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
HOLDOUT = Path(__file__).parent / "gate_holdout"
FRESH = Path(__file__).parent / "gate_fresh"
MARKED = re.compile(r"⟦([a-z_]+):([^⟦⟧]+)⟧")
WORDS = 20 * 500  # twenty pages
FOLDS = 5
QUICK = 10

# --- Sets -------------------------------------------------------------------------------


def grascco() -> list[Generated]:
    """Return the clinical documents; a span's form says no more than its type."""
    lines = (SHARED / "pii/grascco_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Generated(
            "grascco",
            record["text"],
            tuple(
                Gold(Span(span["start"], span["end"]), span["type"], span["type"])
                for span in record["spans"]
            ),
        )
        for record in map(json.loads, lines)
    ]


def holdout(folder: Path = HOLDOUT) -> list[Generated]:
    """Return the notes of a held-out set, by file name; those without markup are clean."""
    files = sorted(folder.glob("*.txt"))
    return [unmarked(file.read_text(encoding="utf-8")) for file in files]


def unmarked(marked: str) -> Generated:
    """Return a note without its markup; what was marked is its personal data."""
    text, gold, end = "", [], 0
    for mark in MARKED.finditer(marked):
        text += marked[end : mark.start()]
        span = Span(len(text), len(text) + len(mark[2]))
        gold.append(Gold(span, mark[1], mark[1]))
        text += mark[2]
        end = mark.end()
    return Generated("personal" if gold else "clean", text + marked[end:], tuple(gold))


def contributions() -> dict[str, list[str]]:
    """Return citizens' contributions by municipality, their sentences put together again."""
    sentences: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    path = SHARED / "themes/dev_cimt_argument_saetze.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sentences[row["group"], row["id"].rpartition("-")[0]].append(row["text"])
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for (town, _), parts in sentences.items():
        texts[town].append(" ".join(parts))
    return dict(texts)


def demo() -> Iterator[str]:
    """Yield the texts of the demo notes."""
    for file in demo_notes():
        yield reading.read(file.read_bytes(), filename=file.name).text


# --- What is measured --------------------------------------------------------------------


def speed(_step: int) -> list[Hit]:
    """Print time and memory for a note of 20 pages, after a warm-up."""
    words = re.findall(r"\S+\s*", "\n\n".join(note.text for note in generate(120, seed=1)))
    note = document("".join(words[:WORDS]))
    gate.check(note)
    wall, processor = [], []
    for _ in range(3):
        start, busy = perf_counter(), process_time()
        gate.check(note)
        wall.append(perf_counter() - start)
        processor.append(process_time() - busy)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(note.text.split())} words: {statistics.median(wall):.2f} s after warm-up "
        f"({statistics.median(processor):.2f} s of a processor), peak memory {memory:.0f} MiB"
    )
    return []


def generated(step: int) -> list[Hit]:
    """Print recall on the generated notes: by type, by form of names, by lexicon."""
    notes = generate()[::step]
    report = measure(note for note in notes if note.kind == "personal")
    print(f"\nGenerated notes, by type: {documents_line(report)}\n")
    print(recall_table(report.hits, lambda gold: gold.type))
    named = [hit for hit in report.hits if hit.gold.person]
    print("\nGenerated notes, names by form\n")
    print(recall_table(named, lambda gold: gold.form))
    print("\nGenerated notes, names by how much of them the gate's lexica know\n")
    print(recall_table(named, _known))
    _print_overlap(hit.gold for hit in named)
    _print_singling(notes)
    return report.hits


def held_out(step: int, folder: Path = HOLDOUT) -> list[Hit]:
    """Print recall on the held-out notes with personal data, false flags on the clean ones."""
    notes = holdout(folder)[::step]
    report = measure(note for note in notes if note.kind == "personal")
    print(f"\nHeld-out notes, by type: {documents_line(report)}\n")
    print(recall_table(report.hits, lambda gold: gold.type))
    clean = measure(note for note in notes if note.kind == "clean")
    print(f"\n{flags_table({'held-out, clean': clean})}")
    return report.hits


def _known(gold: Gold) -> str:
    known = lexica.first_names() | lexica.surnames()
    words = _words(gold)
    hits = sum(fold(word) in known for word in words)
    return "every word" if hits == len(words) else "some words" if hits else "no word"


def _words(gold: Gold) -> list[str]:
    person = gold.person
    return f"{person.first} {person.last}".replace("-", " ").split() if person else []


def _print_overlap(golds: Iterable[Gold]) -> None:
    """Print how many of the benchmark's names are in lists that the gate has."""
    words = {fold(word) for gold in golds for word in _words(gold)}
    faker = {
        name
        for locale in map(lexica.names_of, lexica.LOCALES)
        for name in map(fold, locale.first | locale.last)
    }
    own = lexica.first_names() | lexica.surnames()
    print(
        f"\nOf {len(words)} words of names {len(words & faker) / len(words):.0%} are in faker's "
        f"locales, {len(words & own) / len(words):.0%} in the gate's lexica."
    )


def _print_singling(notes: Iterable[Generated]) -> None:
    """Print how often the gate tells rightly whether somebody is singled out."""
    right, total = Counter[str](), Counter[str]()
    for note in notes:
        if note.kind != "personal":
            verdict = gate.check(document(note.text), population=note.population)
            kind = "clean" if note.kind == "clean" else "yes" if note.singles_out else "no"
            total[kind] += 1
            right[kind] += verdict.singling_out is bool(note.singles_out)
    print(
        "\nGenerated notes, is somebody singled out?\n\n| answer | notes | right |\n|---|---|---|"
    )
    for kind, count in total.items():
        print(f"| {kind} | {count} | {share(right[kind], count)} |")


def clinical(_step: int) -> list[Hit]:
    """Print recall on GraSCCo with the shipped model, which was trained on it."""
    report = measure(grascco())
    print(f"\nGraSCCo, trained on: {documents_line(report)}\n")
    print(recall_table(report.hits, lambda gold: gold.type))
    return report.hits


def folds(_step: int) -> list[Hit]:
    """Print recall on GraSCCo by cross-validation of the name model."""
    # The data that it trains on may be absent.
    from scripts.training.corpora import load_corpora  # noqa: PLC0415
    from scripts.training.names import made_up_notes, train  # noqa: PLC0415

    notes, report = grascco(), Report()
    documents = [*load_corpora(), *made_up_notes()]
    with tempfile.TemporaryDirectory() as folder:
        for fold_ in range(FOLDS):
            held_out = notes[fold_::FOLDS]
            texts = {note.text for note in held_out}
            path = Path(folder) / f"{fold_}.crfsuite"
            train([one for one in documents if one.text not in texts], path)
            tagger = names.Tagger(path)
            with patch.object(names, "_shipped", lambda tagger=tagger: tagger):
                report += measure(held_out)
    print(f"\nGraSCCo, {FOLDS} folds: {documents_line(report)}\n")
    print(recall_table(report.hits, lambda gold: gold.type))
    return report.hits


def flags(step: int) -> list[Hit]:
    """Print false flags per 1,000 words."""
    towns = contributions()
    texts = {f"dev_cimt, {town}": parts[::step] for town, parts in towns.items()}
    texts["dev_cimt"] = list(chain.from_iterable(texts.values()))
    texts["demo notes"] = list(demo())
    texts["generated, clean"] = [note.text for note in generate() if note.kind == "clean"]
    reports = {
        name: measure(Generated("clean", text) for text in parts) for name, parts in texts.items()
    }
    print(f"\n{flags_table(reports)}")
    return []


SETS: dict[str, Callable[[int], list[Hit]]] = {
    "speed": speed,  # first, while the process is small
    "flags": flags,
    "generated": generated,
    "holdout": held_out,
    "fresh": partial(held_out, folder=FRESH),
    "grascco": clinical,
    "folds": folds,
}


def write_misses(path: Path, missed: dict[str, list[Hit]]) -> None:
    """Write what was missed, or not found whole, as tab separated lines."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(("set", "how", "type", "form", "context"))
        for name, hits in missed.items():
            for hit in hits:
                if not hit.whole:
                    how = "partly" if hit.touched else "missed"
                    context = hit.context.replace("\n", "⏎").replace("\t", "⇥")
                    writer.writerow((name, how, hit.gold.type, hit.gold.form, context))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one document of ten, no folds")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--misses", type=Path, help="file to write the misses to")
    arguments = parser.parse_args()
    chosen = [name for name in arguments.sets if not (arguments.quick and name == "folds")]
    hits = {name: SETS[name](QUICK if arguments.quick else 1) for name in chosen}
    if arguments.misses:
        write_misses(arguments.misses, hits)


if __name__ == "__main__":
    main()
