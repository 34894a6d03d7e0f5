"""The anonymity gate's first tier: what it finds, and what it flags for nothing.

    scripts/bench gate

Recall on GraSCCo (synthetic clinical documents) for the types that this tier covers, any
overlap and whole, with 95 % Wilson intervals; some labels in the rules were taken from these
documents, so the recall is not independent. False flags per 1,000 words on citizens'
contributions, which carry hardly any personal data, and on the demo notes, which carry none.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from corpora import demo_notes
from nlp import reading
from nlp.anonymity import gate
from nlp.types import Document, Format, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
COVERED = (
    "CONTACT_PHONE",
    "CONTACT_FAX",
    "CONTACT_EMAIL",
    "LOCATION_STREET",
    "LOCATION_ZIP",
    "ID",
)


def document(text: str) -> Document:
    """Wrap a text as a document without layout."""
    return Document(Format.TXT, text, (), (), "")


def wilson(hits: int, total: int) -> str:
    """Return a share with its 95 % interval (Wilson 1927)."""
    z = 1.96
    share = hits / total
    centre = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return f"{share:.2f} ({centre - half:.2f}–{centre + half:.2f})"


def recall() -> None:
    """Print recall by type on GraSCCo."""
    total, touched, whole = Counter[str](), Counter[str](), Counter[str]()
    for line in (SHARED / "pii/grascco_dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found = [finding.span for finding in gate.check(document(record["text"])).findings]
        for span in record["spans"]:
            gold = Span(span["start"], span["end"])
            total[span["type"]] += 1
            touched[span["type"]] += any(gold.overlaps(one) for one in found)
            whole[span["type"]] += any(
                one.start <= gold.start and gold.end <= one.end for one in found
            )
    print("| type | spans | any overlap | whole |\n|---|---|---|---|")
    for type_ in COVERED:
        any_, all_ = (wilson(hits[type_], total[type_]) for hits in (touched, whole))
        print(f"| {type_} | {total[type_]} | {any_} | {all_} |")


def flags(name: str, texts: Iterable[str]) -> None:
    """Print the flags per 1,000 words on texts without personal data."""
    words = flagged = 0
    for text in texts:
        words += len(text.split())
        flagged += len(gate.check(document(text)).findings)
    print(f"{name}: {flagged} flags in {words} words, {1000 * flagged / words:.2f} per 1,000")


if __name__ == "__main__":
    recall()
    with (SHARED / "themes/dev_cimt_argument_saetze.csv").open(encoding="utf-8") as file:
        flags("\ndev_cimt", (row["text"] for row in csv.DictReader(file)))
    files = ((file.read_bytes(), file.name) for file in demo_notes())
    flags("demo notes", (reading.read(data, filename=name).text for data, name in files))
