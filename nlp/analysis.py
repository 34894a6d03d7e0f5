"""A run that knows the run before it and what people decided.

decisions -> constraints -> run -> stable ids -> people's labels. The command line and the
service both work with this one function.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp import pipeline
from nlp.themes import lineage, replay
from nlp.themes.anchors import Known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import numpy as np
    import numpy.typing as npt

    from nlp.pipeline import Report, RunSettings
    from nlp.themes.decisions import Decision
    from nlp.themes.embedding import Encoder, VectorCache
    from nlp.themes.lineage import Lineage
    from nlp.themes.replay import Plan, Replayed
    from nlp.types import Entry, ThemeRun

    Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Previous:
    """An earlier run; the empty one if there is none.

    Attributes:
        known: Its themes and statements.
        models: Digests of the weights that its vectors came from.
        means: Mean vector by stable theme id, the models side by side; empty where they were
            not kept.
    """

    known: Known = field(default_factory=Known)
    models: tuple[str, ...] = ()
    means: Mapping[str, Vector] = field(default_factory=dict)


@dataclass(frozen=True)
class Analysis:
    """A run with stable ids, people's labels, and where its themes come from.

    Attributes:
        lineage: What became of the themes of the previous run.
        plan: What people's decisions asked of the run.
        replayed: The run, and what became of the decisions.
    """

    lineage: Lineage
    plan: Plan
    replayed: Replayed

    @property
    def run(self) -> ThemeRun:
        """The run; its theme ids are the stable ones, its labels those that people gave."""
        return self.replayed.run


def analyse(  # noqa: PLR0913 - all by name
    entries: Sequence[Entry],
    *,
    encoders: Sequence[Encoder],
    settings: RunSettings,
    previous: Previous,
    decisions: Sequence[Decision],
    today: date,
    fields: Mapping[str, Sequence[str]],
    cache: VectorCache | None = None,
    report: Report | None = None,
) -> Analysis:
    """Run the method as the previous run and people's decisions want it.

    Args:
        entries: The statements.
        encoders: The models.
        settings: Of the run.
        previous: The run before, or the empty one.
        decisions: The earliest first.
        today: Gives new themes their year where no statement has a date.
        fields: Phrases that describe each Handlungsfeld, by its key.
        cache: Where vectors are kept between runs.
        report: Told the progress.
    """
    plan = replay.plan(decisions, entries, known=previous.known)
    entries = [entry for entry in entries if entry.id not in plan.dismissed]
    run = pipeline.run(
        entries,
        encoders=encoders,
        settings=settings,
        decided=plan.constraints,
        fields=fields,
        cache=cache,
        report=report,
    )
    traced = lineage.trace(
        previous.known.theme_of,
        {entry.id: run.theme_of.get(entry.id) for entry in entries},
        year=max((entry.held_on for entry in entries if entry.held_on), default=today).year,
        taken=previous.known.taken,
        similarity=_similarity(previous, run, encoders),
    )
    floor = 1 - settings.consensus.threshold  # the affinity from which on it bundles
    replayed = replay.apply(lineage.named(run, traced.stable), plan, floor=floor)
    return Analysis(traced, plan, replayed)


def _similarity(
    previous: Previous, run: ThemeRun, encoders: Sequence[Encoder]
) -> lineage.Similarity | None:
    """Compare the themes' mean vectors if both runs had the same models."""
    if previous.models != tuple(encoder.weights_hash for encoder in encoders):
        return None
    dimensions = [encoder.dimension for encoder in encoders]
    if any(vector.size != sum(dimensions) for vector in previous.means.values()):
        return None
    return lineage.compare(previous.means, run.means, dimensions=dimensions)
