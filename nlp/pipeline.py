"""The method on one page: statements in, candidate themes out.

entries -> canonical order -> vectors -> consensus clusters -> labels, places -> ThemeRun
"""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from nlp.text import normalise
from nlp.themes import adaptation, clustering, constraints, embedding, labels, layout
from nlp.types import Entry, Keyword, Theme, ThemeRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from nlp.types import Clustering

    Report = Callable[[str, float], None]

EMBED, CLUSTER, LABEL, MAP = STAGES = ("embed", "cluster", "label", "map")


_FREE: constraints.Constraints[str] = constraints.Constraints()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What a run depends on beside its statements and its models.

    Attributes:
        seed: Start of all random choices.
        consensus: What the clustering is made of.
        adapted: Whether the shipped map is used with the models that it was trained for.
    """

    seed: int = 0
    consensus: clustering.ConsensusSettings = field(default_factory=clustering.ConsensusSettings)
    adapted: bool = True


def run(
    entries: Sequence[Entry],
    *,
    encoders: Sequence[embedding.Encoder],
    settings: RunSettings | None = None,
    decided: constraints.Constraints[str] = _FREE,
    cache: embedding.VectorCache | None = None,
    report: Report | None = None,
) -> ThemeRun:
    """Find the themes of a corpus.

    The result depends on the set of entries, the models, the settings and the machine's
    arithmetic, never on the order of the entries or on what the cache was filled with before.

    Args:
        entries: The problem statements of all municipalities, ids unique.
        encoders: One or more models, whose views are fused.
        settings: Seed and consensus; by default as tested.
        decided: What people decided, by entry id; it holds whatever the models say.
        cache: Where vectors are kept between runs.
        report: Told the stage (one of ``STAGES``) and the share of it that is done.

    Returns:
        Themes, the largest first; entries that are in none are one-offs.

    Raises:
        ValueError: Entries must be together and apart; equal texts are together.
    """
    settings = settings or RunSettings()
    stages = _Stages(report or _silent)
    entries = sorted(entries, key=lambda entry: (normalise(entry.text), entry.id))
    texts = [normalise(entry.text) for entry in entries]
    with stages.stage(EMBED) as progress:
        learned = adaptation.fitting(encoders) if settings.adapted else None
        vectors = embed(texts, encoders=encoders, learned=learned, cache=cache, progress=progress)
    row_of = {entry.id: row for row, entry in enumerate(entries)}
    with stages.stage(CLUSTER) as progress:
        clusters = clustering.cluster(
            vectors,
            texts,
            seed=settings.seed,
            settings=settings.consensus,
            constraints=decided.mapped(row_of),
            progress=progress,
        )
    with stages.stage(LABEL):
        themes = _themes(entries, texts, vectors, clusters)
    with stages.stage(MAP):
        placed = layout.places(vectors, seed=settings.seed)
    return _result(entries, themes, clusters, placed, stages.seconds)


def embed(
    texts: Sequence[str],
    *,
    encoders: Sequence[embedding.Encoder],
    learned: adaptation.Adaptation | None = None,
    cache: embedding.VectorCache | None = None,
    progress: Callable[[float], None] | None = None,
) -> npt.NDArray[np.float32]:
    """Return the fused vectors of ``texts``; how often a text occurs does not shift the centre.

    Args:
        texts: Normalised texts, in canonical order.
        encoders: The models, whose shares of the progress are equal.
        learned: A map that was trained for the models.
        cache: Where vectors are kept between runs.
        progress: Told the share done.

    Returns:
        Unit vectors, shape ``(len(texts), sum of the encoders' dimensions)``.
    """
    unique, row_of = np.unique(np.asarray(texts, dtype=object), return_inverse=True)
    views = [
        embedding.cached_encode(
            encoder,
            list(unique),
            cache=cache,
            progress=_part(progress, number, len(encoders)),
        )
        for number, encoder in enumerate(encoders)
    ]
    fused = embedding.fuse(views)
    return (learned.apply(fused) if learned else fused)[row_of]


def _part(
    progress: Callable[[float], None] | None, number: int, total: int
) -> Callable[[float], None] | None:
    if progress is None:
        return None
    return lambda share: progress((number + share) / total)


def _silent(_stage: str, _share: float) -> None:
    """Report to nobody."""


@dataclass
class _Stages:
    """Reports each stage's progress and measures its time."""

    report: Report
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[float], None]]:
        start = time.perf_counter()
        self.report(name, 0.0)
        yield lambda share: self.report(name, share)
        self.report(name, 1.0)
        self.seconds[name] = time.perf_counter() - start


def _themes(
    entries: Sequence[Entry],
    texts: Sequence[str],
    vectors: npt.NDArray[np.float32],
    clusters: Clustering,
) -> tuple[Theme, ...]:
    towns = {entry.municipality for entry in entries}
    described = labels.describe(texts, clusters.labels, vectors, excluded=towns)
    return tuple(
        _theme(number, description, entries, clusters)
        for number, description in enumerate(described)
    )


def _theme(
    number: int,
    description: labels.Described,
    entries: Sequence[Entry],
    clusters: Clustering,
) -> Theme:
    rows: list[int] = np.flatnonzero(clusters.labels == number).tolist()
    strongest = sorted(rows, key=lambda row: -clusters.strength[row])
    return Theme(
        id=f"T-{number + 1:03d}",
        label=description.label,
        keywords=tuple(
            Keyword(word, weight, tuple(entries[row].id for row in carriers))
            for word, weight, carriers in description.keywords
        ),
        entry_ids=tuple(entries[row].id for row in strongest),
        representatives=tuple(entries[row].id for row in description.representatives),
        municipalities=MappingProxyType(
            dict(Counter(entries[row].municipality for row in rows).most_common())
        ),
        strength=float(clusters.strength[rows].mean()),
    )


def _result(
    entries: Sequence[Entry],
    themes: tuple[Theme, ...],
    clusters: Clustering,
    placed: npt.NDArray[np.float64],
    seconds: dict[str, float],
) -> ThemeRun:
    theme_of = {entry_id: theme.id for theme in themes for entry_id in theme.entry_ids}
    bundled = len(theme_of)
    return ThemeRun(
        themes=themes,
        theme_of=theme_of,
        strength_of={
            entry.id: float(strength)
            for entry, strength in zip(entries, clusters.strength, strict=True)
            if entry.id in theme_of
        },
        positions={
            entry.id: (float(x), float(y)) for entry, (x, y) in zip(entries, placed, strict=True)
        },
        figures={
            "statements": len(entries),
            "themes": len(themes),
            "unbundled_share": 1 - bundled / len(entries) if entries else 0.0,
            "mean_strength": float(np.mean([theme.strength for theme in themes] or [0.0])),
        },
        seconds=seconds,
    )
