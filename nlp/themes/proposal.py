"""From clusters to what is proposed: themes with their words, their places, their trust."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from nlp.themes import assignment, labels, spread
from nlp.themes.fields import propose as propose_fields
from nlp.types import Evidence, Keyword, Nearest, SubTheme, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from nlp.types import Clustering, Entry, Spread

    Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Found:
    """The statements of a run in canonical order, and what was found about them.

    Attributes:
        entries: The statements.
        texts: Their normalised texts.
        vectors: Unit vectors, shape ``(n, d)``.
        clusters: Where they belong.
    """

    entries: Sequence[Entry]
    texts: Sequence[str]
    vectors: Matrix
    clusters: Clustering

    def rows(self, number: int) -> npt.NDArray[np.int64]:
        """Return the rows of a cluster, the strongest first."""
        rows = np.flatnonzero(self.clusters.labels == number)
        return rows[np.argsort(-self.clusters.strength[rows], kind="stable")]

    def ids(self, rows: npt.NDArray[np.int64] | Sequence[int]) -> tuple[str, ...]:
        """Return the ids of some rows."""
        return tuple(self.entries[row].id for row in rows)

    def theme_ids(self) -> tuple[str | None, ...]:
        """Return the theme of each row, None where it is in none."""
        return tuple(
            theme_id(number) if number >= 0 else None for number in self.clusters.labels.tolist()
        )

    def municipalities(self, rows: npt.NDArray[np.int64]) -> Mapping[str, int]:
        """Return the number of statements per municipality, the most first."""
        counts = Counter(place for row in rows if (place := self.entries[row].municipality))
        return MappingProxyType(dict(counts.most_common()))


@dataclass(frozen=True)
class Fields:
    """Phrases that describe Handlungsfelder.

    Attributes:
        keys: Field of each phrase.
        vectors: Unit vectors of the phrases in the run's space, shape ``(phrases, d)``.
    """

    keys: tuple[str, ...]
    vectors: Matrix


def propose(found: Found, fields: Fields) -> tuple[Theme, ...]:
    """Return a theme a cluster, the largest first."""
    towns = {entry.municipality for entry in found.entries}
    described = labels.describe(found.texts, found.clusters.labels, found.vectors, excluded=towns)
    parts = _parts(found, towns)
    spreads = _spreads(found, len(described))
    proposed = propose_fields(found.vectors, found.clusters.labels, fields.vectors, fields.keys)
    return tuple(
        replace(
            _theme(number, description, found, spreads[number]),
            fields=proposed[number],
            parts=parts.get(number, ()),
        )
        for number, description in enumerate(described)
    )


def _theme(
    number: int,
    description: labels.Described,
    found: Found,
    reach: Spread,
) -> Theme:
    rows = found.rows(number)
    return Theme(
        id=theme_id(number),
        label=description.label,
        keywords=tuple(
            Keyword(word, weight, found.ids(carriers))
            for word, weight, carriers in description.keywords
        ),
        entry_ids=found.ids(rows),
        representatives=found.ids(description.representatives),
        municipalities=found.municipalities(rows),
        strength=float(found.clusters.strength[rows].mean()),
        trust=found.clusters.trust[number],
        spread=reach,
        evidence=tuple(
            Evidence(word, found.ids(carriers)) for word, carriers in description.evidence
        ),
    )


def theme_id(number: int) -> str:
    """Return the id, unique in its run, of the cluster with a number."""
    return f"T-{number + 1:03d}"


def _parts(found: Found, towns: set[str]) -> Mapping[int, tuple[SubTheme, ...]]:
    """Return the sub-themes of the clusters that branch."""
    clusters = found.clusters
    branching = np.unique(clusters.labels[clusters.parts > 0])
    branches: dict[int, tuple[SubTheme, ...]] = {}
    for number in branching.tolist():
        rows = found.rows(number)
        described = labels.describe(
            [found.texts[row] for row in rows],
            clusters.parts[rows],
            found.vectors[rows],
            excluded=towns,
        )
        branches[number] = tuple(
            SubTheme(description.label, found.ids(rows[clusters.parts[rows] == part]))
            for part, description in enumerate(described)
        )
    return branches


def _spreads(found: Found, themes: int) -> tuple[Spread, ...]:
    """Return the spread of each theme over the municipalities that are known."""
    known = np.array([bool(entry.municipality) for entry in found.entries], dtype=bool)
    towns, town_of = np.unique(
        np.array([entry.municipality for entry in found.entries], dtype=object),
        return_inverse=True,
    )
    counts = np.zeros((themes, len(towns)), dtype=np.int64)
    bundled = known & (found.clusters.labels >= 0)
    np.add.at(counts, (found.clusters.labels[bundled], town_of[bundled]), 1)
    return spread.score(counts, volumes=np.bincount(town_of[known], minlength=len(towns)))


def nearest(found: Found) -> Mapping[str, Nearest]:
    """Return the nearest theme of each statement that is in none."""
    alone = np.flatnonzero(found.clusters.labels < 0)
    centres = assignment.means(found.vectors, found.theme_ids())
    near = assignment.nearest(found.vectors[alone], centres)
    return dict(zip(found.ids(alone), near, strict=False))
