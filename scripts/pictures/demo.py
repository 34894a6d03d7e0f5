"""A real run over the demo notes: what the pictures are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from corpora import demo_notes, municipalities
from nlp import notes, pipeline, reading
from nlp.text import normalise
from nlp.themes import adaptation, affinity, consensus, embedding
from nlp.themes.consensus import ConsensusSettings
from nlp.types import Entry, StatementKind
from scripts.benchmarks.labelled import Memory
from service.usecases.taxonomy import field_phrases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from nlp.themes.consensus import Runs
    from nlp.themes.embedding import Encoder, VectorCache
    from nlp.types import Note, ThemeRun

    Matrix = npt.NDArray[np.float32]
    Rows = npt.NDArray[np.int64]

SEED: Final = 0


@dataclass(frozen=True)
class Trials:
    """What the trial runs came to, over ``n`` different texts.

    Attributes:
        texts: The texts, sorted.
        runs: Each trial's clusters.
        together: Share of the trials that put each pair together, shape ``(n, n)``.
        distance: What the tree is grown from, shape ``(n, n)``.
        cut: Height at which it is cut.
    """

    texts: tuple[str, ...]
    runs: Runs
    together: Matrix
    distance: Matrix
    cut: float


@dataclass(frozen=True)
class Demo:
    """The demo notes and what was found in them.

    Attributes:
        notes: Each with its statements.
        entries: The problem statements of all notes.
        run: Their themes.
        trials: What the themes come from.
    """

    notes: tuple[Note, ...]
    entries: tuple[Entry, ...]
    run: ThemeRun
    trials: Trials

    @cached_property
    def town_of(self) -> Mapping[str, str]:
        """Name of each statement's municipality."""
        names = {town.ags: town.name for town in municipalities()}
        return {entry.id: names[entry.municipality] for entry in self.entries}

    @cached_property
    def text_of(self) -> Mapping[str, str]:
        """Text of each statement."""
        return {entry.id: entry.text for entry in self.entries}

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """Row of each statement among the trials' texts."""
        place = {text: row for row, text in enumerate(self.trials.texts)}
        return {entry.id: place[normalise(entry.text)] for entry in self.entries}

    def rows(self, ids: Sequence[str]) -> Rows:
        """Return the rows of statements, in their order; equal texts have one row."""
        return np.array(list(dict.fromkeys(self.row_of[one] for one in ids)), dtype=np.int64)


def look() -> Demo:
    """Read the notes and run the method over their problem statements."""
    encoders, cache = embedding.load(), Memory()
    read = read_notes()
    entries = tuple(entry for note in read for entry in _entries(note))
    run = pipeline.run(
        entries,
        encoders=encoders,
        settings=pipeline.RunSettings(seed=SEED),
        fields=field_phrases(),
        cache=cache,
    )
    return Demo(read, entries, run, trials_of(entries, encoders, cache))


def read_notes() -> tuple[Note, ...]:
    """Return the demo notes, by the names of their files."""
    register = municipalities()
    return tuple(
        notes.parse(reading.read(file.read_bytes(), filename=file.name), register=register)
        for file in demo_notes()
    )


def _entries(note: Note) -> list[Entry]:
    town = note.head.municipality
    return [
        Entry(statement.id, statement.text, town.ags if town else "", note.head.held_on)
        for statement in note.statements
        if statement.kind is StatementKind.PROBLEM
    ]


def trials_of(entries: Sequence[Entry], encoders: Sequence[Encoder], cache: VectorCache) -> Trials:
    """Repeat the trials of a run, which keeps only what they came to."""
    texts = tuple(sorted({normalise(entry.text) for entry in entries}))
    views = pipeline.encode(texts, encoders=encoders, cache=cache)
    vectors = pipeline.fit(texts, views, adaptation.fitting(encoders)).place(views)
    settings = ConsensusSettings()
    similarity = affinity.cosines(vectors)
    runs = consensus.make_runs(vectors, similarity, texts, seed=SEED, settings=settings)
    together = runs.coassociation()
    near = settings.proximity * affinity.mutual_proximity(similarity)
    distance = np.clip(1 - near - (1 - settings.proximity) * together, 0, 1)
    np.fill_diagonal(distance, 0)
    return Trials(texts, runs, together, distance, settings.threshold)
