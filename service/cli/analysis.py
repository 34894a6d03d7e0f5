"""One run over a table: people's decisions before it, lineage and names after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlp import pipeline
from nlp.text import text_hash
from nlp.themes import lineage, replay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import numpy.typing as npt

    from nlp.corpus import Corpus
    from nlp.pipeline import Report, RunSettings
    from nlp.themes.decisions import Decision
    from nlp.themes.embedding import Encoder
    from nlp.themes.lineage import Lineage
    from nlp.themes.replay import Plan, Replayed
    from nlp.types import ThemeRun
    from service.cli.previous import Previous

    Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Analysis:
    """A run with stable ids, people's labels, and where its themes come from.

    Attributes:
        table: What was analysed.
        encoders: The models.
        settings: Of the run.
        lineage: What became of the themes of the previous run.
        plan: What people's decisions asked of the run.
        replayed: The run, and what became of the decisions.
        centroids: Mean vector by theme, in the order of the themes.
    """

    table: Corpus
    encoders: Sequence[Encoder]
    settings: RunSettings
    lineage: Lineage
    plan: Plan
    replayed: Replayed
    centroids: Mapping[str, Vector]


def analyse(  # noqa: PLR0913 - all by name
    table: Corpus,
    *,
    encoders: Sequence[Encoder],
    settings: RunSettings,
    previous: Previous,
    decisions: Sequence[Decision],
    today: date,
    report: Report,
) -> Analysis:
    """Run the method as the previous run and people's decisions want it.

    Args:
        table: The statements.
        encoders: The models.
        settings: Of the run.
        previous: The run before, or the empty one.
        decisions: The earliest first.
        today: Gives new themes their year where no statement has a date.
        report: Told the progress.
    """
    plan = replay.plan(decisions, table.entries, known=previous.known)
    entries = [entry for entry in table.entries if entry.id not in plan.dismissed]
    kept = _Kept()
    run = pipeline.run(
        entries,
        encoders=encoders,
        settings=settings,
        decided=plan.constraints,
        cache=kept,
        report=report,
    )
    texts = {entry.id: entry.text for entry in entries}
    centroids = {
        theme.id: kept.mean(encoders, [texts[entry] for entry in theme.entry_ids])
        for theme in run.themes
    }
    traced = lineage.trace(
        previous.known.theme_of,
        {entry.id: run.theme_of.get(entry.id) for entry in entries},
        year=max((entry.held_on for entry in entries if entry.held_on), default=today).year,
        taken=previous.known.taken,
        similarity=_similarity(previous, centroids, encoders),
    )
    return Analysis(
        table=table,
        encoders=encoders,
        settings=settings,
        lineage=traced,
        plan=plan,
        replayed=_replayed(run, traced, plan, settings),
        centroids={traced.stable[theme]: vector for theme, vector in centroids.items()},
    )


def _replayed(run: ThemeRun, traced: Lineage, plan: Plan, settings: RunSettings) -> Replayed:
    floor = 1 - settings.consensus.threshold  # the affinity from which on it bundles
    return replay.apply(lineage.named(run, traced.stable), plan, floor=floor)


def _similarity(
    previous: Previous, centroids: Mapping[str, Vector], encoders: Sequence[Encoder]
) -> lineage.Similarity | None:
    """Compare the themes' mean vectors if both runs had the same models."""
    if previous.models != tuple(encoder.weights_hash for encoder in encoders):
        return None
    dimensions = [encoder.dimension for encoder in encoders]
    if any(vector.size != sum(dimensions) for vector in previous.centroids.values()):
        return None
    return lineage.compare(previous.centroids, centroids, dimensions=dimensions)


class _Kept:
    """The vectors of one run, in memory: for the mean vectors of its themes."""

    def __init__(self) -> None:
        self._vectors: dict[tuple[str, str], Vector] = {}

    def get(self, model_id: str, hashes: Sequence[str]) -> dict[str, Vector]:
        """Return those that are known."""
        keys = ((model_id, key) for key in hashes)
        return {key[1]: self._vectors[key] for key in keys if key in self._vectors}

    def put(self, model_id: str, vectors: Mapping[str, Vector]) -> None:
        """Keep them."""
        self._vectors.update({(model_id, key): vector for key, vector in vectors.items()})

    def mean(self, encoders: Sequence[Encoder], texts: Sequence[str]) -> Vector:
        """Return the mean vector of some texts, the models side by side."""
        hashes = [text_hash(text) for text in texts]
        views = (
            np.mean([self._vectors[encoder.model_id, key] for key in hashes], axis=0)
            for encoder in encoders
        )
        return np.concatenate(list(views)).astype(np.float32)
