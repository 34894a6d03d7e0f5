"""What became of each theme between two runs, and the ids that outlive runs.

After MONIC (Spiliopoulou et al. 2006, "MONIC: modeling and monitoring cluster transitions"):
two themes are the same matter as far as they share the statements that both runs know. What
was deleted in between, and what is new, is evidence neither for nor against. Where the runs
share no statement at all, such as two half-years each on its own, the themes' mean vectors
are compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from nlp.themes.space import Space

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from nlp.types import ThemeRun

    Matrix = npt.NDArray[np.float32]
    ThemeOf = Mapping[str, str | None]

MOST = 0.5  # share of a theme that must live on in another one (MONIC's tau)
FEWEST = 2  # shared statements: one alone is no theme that lives on
ALIKE = 0.35  # cosine of two themes' mean vectors from which on they are the same matter
_ID = re.compile(r"T-(\d{4})-(\d{3,})")


class Kind(StrEnum):
    """What became of a theme, or where it comes from."""

    CONTINUED = "continued"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    RETIRED = "retired"


class Evidence(StrEnum):
    """What a link stands on; ``none`` for a theme that is new or retired."""

    STATEMENTS = "statements"
    SIMILARITY = "similarity"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A theme before and what it is now; one side is missing where it is new or retired.

    Attributes:
        kind: What happened.
        previous: Stable id of the theme before.
        current: Stable id of the theme now, the same as before where the identity lives on.
        evidence: What the link stands on.
        shared: Number of statements in both.
        share_of_previous: Their share of the statements of the theme before that the run now
            still knows, in ``[0, 1]``.
        share_of_current: Their share of the statements of the theme now that the run before
            knew already, in ``[0, 1]``.
        similarity: Cosine of the mean vectors, where these are the evidence.
    """

    kind: Kind
    previous: str | None
    current: str | None
    evidence: Evidence = Evidence.NONE
    shared: int = 0
    share_of_previous: float = 0.0
    share_of_current: float = 0.0
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every theme of both runs, and its stable id.

    Attributes:
        links: By the theme now in the run's order, its largest part first; then the retired.
        stable: Stable id by the id that the theme has in its own run.
        taken: All stable ids ever used, sorted, those of retired themes among them.
        shared: Number of statements that both runs know.
    """

    links: tuple[Link, ...]
    stable: Mapping[str, str]
    taken: tuple[str, ...]
    shared: int


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike the themes of two runs are.

    Attributes:
        previous: Ids of the themes before, one a row.
        current: Ids of the themes now, one a column.
        cosine: Of their mean vectors, shape ``(len(previous), len(current))``.
    """

    previous: tuple[str, ...]
    current: tuple[str, ...]
    cosine: Matrix


def trace(
    previous: ThemeOf,
    current: ThemeOf,
    *,
    year: int,
    taken: Collection[str] = (),
    similarity: Similarity | None = None,
) -> Lineage:
    """Follow every theme from one run to the next.

    A theme lives on in another one if at least half of the one is in the other, and at least
    two statements (or all that are left). The largest overlap first, each theme hands its id
    to one heir and takes one id: of a split the largest heir keeps the id, of a merge the
    largest contributor's id lives on. All others get ids that were never used.

    Args:
        previous: Stable theme id by statement of the run before; ``None`` where it was not
            bundled. Empty if there is no run before.
        current: The same for the run now, with the ids that the themes have in it.
        year: For the ids of new themes.
        taken: Stable ids that were used before, also of retired themes.
        similarity: Asked only if the runs share no statement.
    """
    both = previous.keys() & current.keys()
    if both or similarity is None:
        ties = _overlaps(previous, current, both)
    else:
        ties = list(_mutual_best(similarity))
    themes = _by_size(current)
    stable = _heirs(ties)
    used = {*taken, *(theme for theme in previous.values() if theme is not None)}
    fresh = unused(year, used)
    for theme in themes:
        if theme not in stable:
            stable[theme] = next(fresh)
    return Lineage(
        links=tuple(_links(ties, themes, _by_size(previous), stable)),
        stable=MappingProxyType(stable),
        taken=tuple(sorted(used | set(stable.values()))),
        shared=len(both),
    )


def named(run: ThemeRun, stable: Mapping[str, str]) -> ThemeRun:
    """Return ``run`` with the stable ids instead of its own."""
    return replace(
        run,
        themes=tuple(replace(theme, id=stable[theme.id]) for theme in run.themes),
        theme_of={entry: stable[theme] for entry, theme in run.theme_of.items()},
        nearest={
            entry: replace(found, theme_id=stable[found.theme_id])
            for entry, found in run.nearest.items()
        },
        means={stable[theme]: mean for theme, mean in run.means.items()},
    )


def compare(
    previous: Mapping[str, Matrix], current: Mapping[str, Matrix], *, dimensions: Sequence[int]
) -> Similarity:
    """Compare themes by their mean vectors, after centring them on the mean of all.

    Args:
        previous: Mean vector by theme before, shape ``(d,)``, from the same models as now.
        current: Mean vector by theme now, shape ``(d,)``.
        dimensions: How much of ``d`` each model has, for all models are to count alike.
    """
    before = len(previous)
    rows = np.zeros((before + len(current), sum(dimensions)), np.float32)
    for row, vector in enumerate([*previous.values(), *current.values()]):
        rows[row] = vector
    views = np.split(rows, np.cumsum(dimensions)[:-1], axis=1)
    unit = Space.fitted(views).place(views)
    return Similarity(tuple(previous), tuple(current), unit[:before] @ unit[before:].T)


# --- evidence -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tie:
    """A theme before (stable id) and a theme now (the run's id) that belong together."""

    previous: str
    current: str
    shared: int = 0
    share_of_previous: float = 0.0
    share_of_current: float = 0.0
    similarity: float | None = None

    @property
    def rank(self) -> tuple[float, ...]:
        """The strongest first."""
        shares = self.share_of_previous + self.share_of_current
        return (-self.shared, -shares, -(self.similarity or 0.0))


def _overlaps(previous: ThemeOf, current: ThemeOf, both: Collection[str]) -> list[_Tie]:
    """Return the pairs of themes of which one is to a good part in the other."""
    pairs = Counter((previous[entry], current[entry]) for entry in both)
    before, now = Counter[str | None](), Counter[str | None]()
    for (old, new), count in pairs.items():
        before[old] += count
        now[new] += count
    ties = (
        _Tie(
            previous=old,
            current=new,
            shared=count,
            share_of_previous=count / before[old],
            share_of_current=count / now[new],
        )
        for (old, new), count in pairs.items()
        if old is not None and new is not None and count >= min(FEWEST, before[old])
    )
    return [tie for tie in ties if max(tie.share_of_previous, tie.share_of_current) >= MOST]


def _mutual_best(similarity: Similarity) -> Iterator[_Tie]:
    """Yield the pairs that are each other's nearest, and near enough."""
    cosine = similarity.cosine
    if not cosine.size:
        return
    for row, column in enumerate(cosine.argmax(axis=1)):
        if cosine[row, column] >= ALIKE and cosine[:, column].argmax() == row:
            yield _Tie(
                previous=similarity.previous[row],
                current=similarity.current[column],
                similarity=float(cosine[row, column]),
            )


# --- identity -----------------------------------------------------------------


def _heirs(ties: Iterable[_Tie]) -> dict[str, str]:
    """Give ids to heirs, the strongest tie first; return the stable id by theme now."""
    stable: dict[str, str] = {}
    given: set[str] = set()
    for tie in sorted(ties, key=lambda tie: (*tie.rank, tie.previous, tie.current)):
        if tie.current not in stable and tie.previous not in given:
            stable[tie.current] = tie.previous
            given.add(tie.previous)
    return stable


def _by_size(theme_of: ThemeOf) -> list[str]:
    """Return the themes, the largest first, equal ones by id."""
    sizes = Counter(theme for theme in theme_of.values() if theme is not None)
    return sorted(sizes, key=lambda theme: (-sizes[theme], theme))


def unused(year: int, used: Collection[str]) -> Iterator[str]:
    """Yield ids of ``year`` whose serial is above all that were ever used.

    Args:
        year: Their year.
        used: All stable ids ever used.
    """
    found = (_ID.fullmatch(theme) for theme in used)
    serials = [int(match[2]) for match in found if match and int(match[1]) == year]
    serial = max(serials, default=0)
    while True:
        serial += 1
        yield f"T-{year:04d}-{serial:03d}"


# --- what happened ------------------------------------------------------------


def _links(
    ties: Sequence[_Tie], now: Sequence[str], before: Sequence[str], stable: Mapping[str, str]
) -> Iterator[Link]:
    heirs, parents = defaultdict(list), defaultdict(list)
    for tie in sorted(ties, key=lambda tie: (*tie.rank, tie.previous)):
        heirs[tie.previous].append(tie)
        parents[tie.current].append(tie)
    for theme in now:
        if theme not in parents:
            yield Link(kind=Kind.NEW, previous=None, current=stable[theme])
        for tie in parents[theme]:
            kind = _kind(tie, len(heirs[tie.previous]), len(parents[theme]))
            yield _link(tie, kind, stable[theme])
    for theme in before:
        if theme not in heirs:
            yield Link(kind=Kind.RETIRED, previous=theme, current=None)


def _kind(tie: _Tie, heirs: int, parents: int) -> Kind:
    """Name a tie: a part that leaves a theme splits it, a whole that enters one is merged."""
    if heirs > 1 and parents > 1:
        return Kind.MERGED if tie.share_of_previous > tie.share_of_current else Kind.SPLIT
    if heirs > 1:
        return Kind.SPLIT
    return Kind.MERGED if parents > 1 else Kind.CONTINUED


def _link(tie: _Tie, kind: Kind, current: str) -> Link:
    by_statements = tie.similarity is None
    return Link(
        kind=kind,
        previous=tie.previous,
        current=current,
        evidence=Evidence.STATEMENTS if by_statements else Evidence.SIMILARITY,
        shared=tie.shared,
        share_of_previous=tie.share_of_previous,
        share_of_current=tie.share_of_current,
        similarity=tie.similarity,
    )
