"""The method on one page: statements in, candidate themes out.

entries -> canonical order -> vectors -> consensus clusters -> themes, places -> ThemeRun
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from nlp.text import normalise
from nlp.themes import adaptation, assignment, clustering, constraints, embedding, layout, proposal
from nlp.themes.proposal import Fields, Found
from nlp.themes.space import Space
from nlp.types import ThemeRun

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from nlp.themes.adaptation import Adaptation
    from nlp.types import Entry, Theme

    Vectors = npt.NDArray[np.float32]
    Report = Callable[[str, float], None]

Value = TypeVar("Value")

EMBED, CLUSTER, LABEL, MAP = STAGES = ("embed", "cluster", "label", "map")


_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})
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


def run(  # noqa: PLR0913 - all by name
    entries: Sequence[Entry],
    *,
    encoders: Sequence[embedding.Encoder],
    settings: RunSettings | None = None,
    decided: constraints.Constraints[str] = _FREE,
    fields: Mapping[str, Sequence[str]] = _NONE,
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
        fields: Phrases that describe each Handlungsfeld, by its key, which themes are compared
            with (:func:`nlp.themes.fields.phrases`).
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
        views = encode(texts, encoders=encoders, cache=cache, progress=progress)
        space = fit(texts, views, adaptation.fitting(encoders) if settings.adapted else None)
        vectors = space.place(views)
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
    found = Found(entries, texts, vectors, clusters)
    with stages.stage(LABEL):
        themes = proposal.propose(found, _described(fields, space, encoders))
    with stages.stage(MAP):
        placed = layout.places(vectors, texts, seed=settings.seed)
    theme_of = {entry_id: theme.id for theme in themes for entry_id in theme.entry_ids}
    return ThemeRun(
        themes=themes,
        theme_of=theme_of,
        strength_of=_by_entry(entries, clusters.strength.tolist(), only=theme_of),
        nearest=proposal.nearest(found),
        positions=_by_entry(entries, [(float(x), float(y)) for x, y in placed]),
        means=assignment.means(np.hstack(views), found.theme_ids()),
        centre=space.centre,
        figures=_figures(themes, len(entries)),
        seconds=stages.seconds,
    )


def encode(
    texts: Sequence[str],
    *,
    encoders: Sequence[embedding.Encoder],
    cache: embedding.VectorCache | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Vectors]:
    """Return each model's vectors of ``texts``.

    Args:
        texts: Normalised texts.
        encoders: The models, whose shares of the progress are equal.
        cache: Where vectors are kept between runs.
        progress: Told the share done.

    Returns:
        Unit vectors, one array a model, each ``(len(texts), its dimension)``.
    """
    return [
        embedding.cached_encode(
            encoder, texts, cache=cache, progress=_part(progress, number, len(encoders))
        )
        for number, encoder in enumerate(encoders)
    ]


def fit(texts: Sequence[str], views: Sequence[Vectors], learned: Adaptation | None) -> Space:
    """Return the space of a corpus; how often a text occurs does not shift its centre."""
    _, first = np.unique(np.asarray(texts, dtype=object), return_index=True)
    return Space.fitted([view[first] for view in views], learned)


def _described(
    fields: Mapping[str, Sequence[str]], space: Space, encoders: Sequence[embedding.Encoder]
) -> Fields:
    """Place the phrases that describe each Handlungsfeld in the run's space."""
    phrases = [phrase for several in fields.values() for phrase in several]
    return Fields(
        tuple(key for key, several in fields.items() for _ in several),
        space.place(encode(phrases, encoders=encoders)),
    )


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


def _by_entry(
    entries: Sequence[Entry], values: Sequence[Value], *, only: Collection[str] | None = None
) -> dict[str, Value]:
    found = zip(entries, values, strict=True)
    return {entry.id: value for entry, value in found if only is None or entry.id in only}


def _figures(themes: Sequence[Theme], statements: int) -> dict[str, float]:
    bundled = sum(len(theme.entry_ids) for theme in themes)
    return {
        "statements": statements,
        "themes": len(themes),
        "unbundled_share": 1 - bundled / statements if statements else 0.0,
        "mean_strength": float(np.mean([theme.strength for theme in themes] or [0.0])),
        "mean_recovery": float(np.mean([theme.trust.recovery for theme in themes] or [0.0])),
    }
