"""Texts with marked names from the development data, and texts without names."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nlp.anonymity.names.features import tokens
from nlp.anonymity.names.lexica import first_names, is_german_word
from nlp.anonymity.names.transliteration import fold
from nlp.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHARED: Final = Path(__file__).parents[2].parent / "shared" / "data"

# Judges, lawyers and parties are persons.
_LEGAL_PERSONS = frozenset({"PER", "RR", "AN"})
_CLINICAL_PERSONS = frozenset({"NAME_PATIENT", "NAME_DOCTOR", "NAME_EXT", "NAME_USERNAME"})
_NO_SPACE_BEFORE = frozenset(".,;:!?)”“")
_NO_SPACE_AFTER = frozenset("(„")
_ONE_IN = 8


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text and the places of the names in it, in order."""

    text: str
    names: tuple[Span, ...] = ()


def load_corpora(folder: Path = SHARED) -> list[Tagged]:
    """Return all real texts for training: news, court decisions, clinics, statements.

    Raises:
        FileNotFoundError: The development data are not there.
    """
    return [*news(folder), *court_decisions(folder), *clinical(folder), *statements(folder)]


def news(folder: Path = SHARED) -> list[Tagged]:
    """Return the sentences of GermEval 2014, of names only the outer ones."""
    rows = (folder / "pii/germeval14_train_part.tsv").read_text(encoding="utf-8").split("\n\n")
    sentences = ([line.split("\t") for line in block.splitlines()] for block in rows)
    return [
        _joined([(cells[1], cells[2]) for cells in sentence if cells[0] != "#"], {"PER"})
        for sentence in sentences
    ]


def court_decisions(folder: Path = SHARED) -> list[Tagged]:
    """Return the sentences of Legal-Entity-Recognition with names, and one in eight without.

    Parties are single letters there; what finds those is another detector.
    """
    blocks = (folder / "pii/legal_ner_dev.conll").read_text(encoding="utf-8").split("\n\n")
    lines = ([line.rsplit(" ", 1) for line in block.splitlines()] for block in blocks)
    sentences = [_joined([(word, label) for word, label in s], _LEGAL_PERSONS) for s in lines]
    spoken = [s for s in sentences if all(name.end - name.start > 2 for name in s.names)]  # noqa: PLR2004 - a letter and its full stop
    return [s for index, s in enumerate(spoken) if s.names or index % _ONE_IN == 0]


def clinical(folder: Path = SHARED) -> list[Tagged]:
    """Return the synthetic clinical documents of GraSCCo, one by one."""
    lines = (folder / "pii/grascco_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [_clinical(json.loads(line)) for line in lines]


def statements(folder: Path = SHARED) -> list[Tagged]:
    """Return statements of citizens and questions in parliament, such as name nobody."""
    files = ("dev_polis_klimarat_de.csv", "dev_dip_andere_politikfelder.csv")
    texts: list[str] = []
    for file in files:
        with (folder / "themes" / file).open(encoding="utf-8") as rows:
            texts += [row["text"] for row in csv.DictReader(rows)]
    return [Tagged(text) for text in texts if not _may_name_someone(text)]


def _clinical(record: dict[str, object]) -> Tagged:
    spans = record["spans"]
    assert isinstance(spans, list)  # noqa: S101 - the file's format
    places = (Span(s["start"], s["end"]) for s in spans if s["type"] in _CLINICAL_PERSONS)
    return Tagged(str(record["text"]), tuple(sorted(places, key=lambda span: span.start)))


def _may_name_someone(text: str) -> bool:
    words = (text[token.start : token.end] for token in tokens(text))
    return any(
        word[0].isupper() and fold(word) in first_names() and not is_german_word(word)
        for word in words
    )


def _joined(labelled: Iterable[tuple[str, str]], persons: Iterable[str]) -> Tagged:
    """Write a tokenised sentence as text again."""
    text = ""
    names: list[Span] = []
    for word, label in labelled:
        if text and word[0] not in _NO_SPACE_BEFORE and text[-1] not in _NO_SPACE_AFTER:
            text += " "
        place = Span(len(text), len(text) + len(word))
        begin, _, kind = label.partition("-")
        if kind in persons:
            if begin == "I" and names:
                names[-1] = Span(names[-1].start, place.end)
            else:
                names.append(place)
        text += word
    return Tagged(text, tuple(names))


def surnames(folder: Path = SHARED) -> list[str]:
    """Return surnames to fill slots with; they are in no lexicon that is shipped."""
    lines = (folder / "pii/surnames.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if re.fullmatch(r"[A-Z][\w'-]{2,}", line)]


def labels(tagged: Tagged, piece: Iterable[Span]) -> Iterator[str]:
    """Yield ``B-PER``, ``I-PER`` or ``O`` for each token of a piece of the text."""
    names = iter(tagged.names)
    name = next(names, None)
    begun = False
    for token in piece:
        while name and name.end <= token.start:
            name, begun = next(names, None), False
        if name and name.overlaps(token):
            yield "I-PER" if begun else "B-PER"
            begun = True
        else:
            yield "O"
