"""What the method finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as the clustering sees it.

    Attributes:
        id: Unique in its corpus.
        text: The statement.
        municipality: AGS key or any name that tells municipalities apart.
        held_on: Date of its conference, where known.
    """

    id: str
    text: str
    municipality: str
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a cluster can be relied on; every figure in ``[0, 1]``, more is better.

    Attributes:
        agreement: Share of the consensus' runs that put two of its statements together, mean
            over pairs.
        recovery: How well a run on a part of the statements finds it again: the largest
            Jaccard index with one of the run's clusters, mean over runs (Hennig 2007,
            "Cluster-wise assessment of cluster stability").
        separation: How far the nearest other cluster is: 1 less the mean affinity to it over
            the mean affinity within; 1 where there is no other.
        neighbour: Number of that cluster; ``None`` where there is no other.
    """

    agreement: float
    recovery: float
    separation: float
    neighbour: int | None = None


@dataclass(frozen=True)
class Clustering:
    """Statements grouped into clusters; row ``i`` is the corpus' entry ``i``.

    Attributes:
        labels: Shape ``(n,)``, cluster number from 0, or -1 for "not bundled".
        strength: Shape ``(n,)``, in ``[0, 1]``: the share of the consensus' runs that
            agree that the statement belongs with its cluster; 0 where not bundled.
        parts: Shape ``(n,)``, number from 0 of the branch of the consensus tree inside the
            cluster, the largest first; 0 everywhere in a cluster that does not branch, -1
            where not bundled.
        trust: One a cluster.
    """

    labels: npt.NDArray[np.int64]
    strength: npt.NDArray[np.float64]
    parts: npt.NDArray[np.int64]
    trust: tuple[Trust, ...]


class Reach(StrEnum):
    """How far a theme reaches."""

    STRUCTURAL = "structural"
    LOCAL = "local"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Spread:
    """The spread of one theme over the municipalities that have statements.

    Attributes:
        municipalities: Number that the theme touches.
        effective: Hill number of order 1 (Hill 1973, Jost 2006): as many municipalities with
            equal shares would be as diverse; 0 for a theme without statements.
        share: Jeffreys interval (Brown, Cai and DasGupta 2001), at ``1 - level``, of the share
            of municipalities touched.
        concentration: Of the Pólya urn that the theme is compared with: the smaller, the more
            the other themes clump; None where labels at random explain them.
        p_spread: Probability that the urn touches as many municipalities or more.
        q_spread: The same, adjusted over the themes (Benjamini and Hochberg 1995); 1 for a theme
            that is too small to be found whatever its spread, which is not tested.
        p_local: Probability that labels at random touch as many municipalities or fewer.
        q_local: The same, adjusted.
        reach: The verdict at ``level``.
    """

    municipalities: int
    effective: float
    share: tuple[float, float]
    concentration: float | None
    p_spread: float
    q_spread: float
    p_local: float
    q_local: float
    reach: Reach


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word of a theme and the statements that carry it (ids, in corpus order)."""

    word: str
    weight: float
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A candidate theme, as one run proposes it.

    Attributes:
        id: Unique in its run, ``T-001`` being the largest theme.
        label: Short German noun phrase from the statements' own words.
        keywords: The strongest first.
        entry_ids: Its statements, the strongest first.
        representatives: Up to three of them that together say most of the theme.
        municipalities: Number of statements per municipality.
        strength: Mean strength of its statements, in ``[0, 1]``.
        trust: How far it can be relied on; ``trust.neighbour`` counts in the run's themes.
        spread: Whether it is spread over municipalities more than chance allows.
        evidence: The content words of the label, each with the statements that carry it.
        fields: The Handlungsfelder that it may belong to, the surest first.
        parts: Its sub-themes, the largest first; none where it does not branch.
    """

    id: str
    label: str
    keywords: tuple[Keyword, ...]
    entry_ids: tuple[str, ...]
    representatives: tuple[str, ...]
    municipalities: Mapping[str, int]
    strength: float
    trust: Trust
    spread: Spread
    evidence: tuple[Evidence, ...] = ()
    fields: tuple[FieldProposal, ...] = ()
    parts: tuple[SubTheme, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word of a label and the statements that carry it (ids, in corpus order)."""

    word: str
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldProposal:
    """A Handlungsfeld (key of the taxonomy) and how sure it is, in ``[0, 1]``."""

    key: str
    certainty: float


@dataclass(frozen=True, slots=True)
class SubTheme:
    """A branch of a theme: its label and its statements, the strongest first."""

    label: str
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The theme that a statement which is in none comes closest to.

    Attributes:
        theme_id: Its id in the run.
        distance: Cosine distance to the theme's mean vector, in ``[0, 2]``.
    """

    theme_id: str
    distance: float


@dataclass(frozen=True)
class Centre:
    """What a run's vectors are measured from, so that a later statement can be put there.

    Attributes:
        means: Mean vector of the statements under each model, shape ``(its dimension,)``.
        shift: Mean of the fused vectors after the map that adapts them, shape ``(d,)``; zero
            without a map.
    """

    means: tuple[npt.NDArray[np.float32], ...]
    shift: npt.NDArray[np.float32]


@dataclass(frozen=True)
class ThemeRun:
    """The result of one run over a corpus.

    Attributes:
        themes: The largest first.
        theme_of: Theme id per entry id; entries that are not bundled are absent.
        strength_of: Strength in ``[0, 1]`` per entry id of a bundled entry.
        nearest: The nearest theme per entry id of an entry that is in none.
        positions: Place on the map per entry id, each coordinate in ``[0, 1]``.
        means: Mean vector of its statements per theme id, the models side by side.
        centre: What the run's vectors are measured from.
        figures: Quality figures of the run, by name.
        seconds: Wall-clock time by stage.
    """

    themes: tuple[Theme, ...]
    theme_of: Mapping[str, str]
    strength_of: Mapping[str, float]
    nearest: Mapping[str, Nearest]
    positions: Mapping[str, tuple[float, float]]
    means: Mapping[str, npt.NDArray[np.float32]]
    centre: Centre
    figures: Mapping[str, float]
    seconds: Mapping[str, float] = field(default_factory=dict)
