"""The tree of the consensus: where it is cut, and where a theme branches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.cluster.hierarchy import dendrogram, linkage
from scipy.spatial.distance import squareform

from scripts.pictures import svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from nlp.types import Theme
    from scripts.pictures.demo import Demo

    Floats = npt.NDArray[np.float64]

_LONE: Final = 2  # statements of the Themenspeicher that are shown
_BRANCHED: Final = 24  # statements of a theme that fits the picture
_LEFT: Final = 16.0
_WIDE: Final = 330.0
_TOP: Final = 118.0
_LINE: Final = 19.0
_NAME: Final = 270.0
_COLOURS: Final = (svg.BLUE, svg.PURPLE)


@dataclass(frozen=True)
class Branches:
    """A piece of the tree.

    Attributes:
        texts: Its statements.
        tree: As scipy's ``linkage`` returns it.
        cut: Height of the cut.
        themes: Number of each statement's theme, -1 for none.
        parts: Number of each statement's sub-theme, from 0.
        labels: Of the themes.
        part_labels: Of the sub-themes of each theme; empty where it does not branch.
    """

    texts: tuple[str, ...]
    tree: Floats
    cut: float
    themes: tuple[int, ...]
    parts: tuple[int, ...]
    labels: tuple[str, ...]
    part_labels: tuple[tuple[str, ...], ...]


def choose(demo: Demo) -> Branches:
    """Take a theme that branches, the surest that does not, and two that are in none."""
    branched = [one for one in demo.run.themes if one.parts and len(one.entry_ids) <= _BRANCHED]
    whole = [one for one in demo.run.themes if not one.parts]
    themes = branched[:1] + sorted(whole, key=lambda one: -one.trust.agreement)[:1]
    alone = [entry.id for entry in demo.entries if entry.id not in demo.run.theme_of]
    places = [place for one in themes for place in _places(demo, themes.index(one), one)]
    rows = [row for row, *_ in places] + demo.rows(alone[:_LONE]).tolist()
    lone = [-1] * (len(rows) - len(places))
    distance = demo.trials.distance[np.ix_(rows, rows)]
    return Branches(
        texts=tuple(demo.trials.texts[row] for row in rows),
        tree=linkage(squareform(distance, checks=False), method="average"),
        cut=demo.trials.cut,
        themes=(*(theme for _, theme, _ in places), *lone),
        parts=(*(part for *_, part in places), *(0 for _ in lone)),
        labels=tuple(one.label for one in themes),
        part_labels=tuple(tuple(part.label for part in one.parts) for one in themes),
    )


def _places(demo: Demo, number: int, theme: Theme) -> Iterator[tuple[int, int, int]]:
    """Yield row, theme and part of each statement."""
    part_of = {
        row: at
        for at, part in enumerate(theme.parts)
        for row in demo.rows(part.entry_ids).tolist()
    }
    for row in demo.rows(theme.entry_ids).tolist():
        yield row, number, part_of.get(row, 0)


def draw(branches: Branches) -> str:
    """Draw the tree from the left to its statements, with the cut through it."""
    shape = dendrogram(branches.tree, no_plot=True)
    leaves: list[int] = shape["leaves"]
    bottom = _TOP + len(leaves) * _LINE
    names = " und ".join(f"„{label}“" for label in branches.labels)
    parts = [
        svg.text(16, 40, "Der Baum: zusammen, was oft zusammenlag", size=22, bold=True),
        svg.text(
            16,
            66,
            "Ausschnitt. Je weiter rechts sich zwei Äste treffen, desto ähnlicher sind die "
            "Aussagen.",
            fill=svg.QUIET,
        ),
        *_lines(shape, branches.cut),
        *_cut(branches.cut, bottom),
        *_leaves(branches, leaves),
        *_names(branches, leaves),
    ]
    return svg.page(
        parts,
        size=(1120, bottom + 24),
        title="Der Baum der Aussagen",
        about=(
            "Ein Baum, dessen Blätter Aussagen sind. Eine gestrichelte Linie schneidet ihn: "
            f"Was rechts von ihr zusammenhängt, ist ein Thema, hier {names}. "
            "Wo ein Thema sich deutlich gabelt, zeigt es Teilthemen."
        ),
    )


def _x(height: float) -> float:
    """Return the place of a height; what is alike is on the right."""
    return _LEFT + _WIDE * (1 - height)


def _lines(shape: dict[str, Sequence[Sequence[float]]], cut: float) -> Iterator[str]:
    """Yield the branches; those that the cut leaves whole are the darker ones."""
    for across, along in zip(shape["icoord"], shape["dcoord"], strict=True):
        # scipy places leaf number i at 10 i + 5
        points = [
            (_x(height), _TOP + place / 10 * _LINE)
            for place, height in zip(across, along, strict=True)
        ]
        first, *others = (f"{svg.number(x)} {svg.number(y)}" for x, y in points)
        whole = max(along) <= cut
        yield svg.path(
            f"M{first} L{' '.join(others)}",
            stroke=svg.INK if whole else "#9aa5b1",
            width=1.6 if whole else 1.2,
        )


def _cut(height: float, bottom: float) -> Iterator[str]:
    x = _x(height)
    yield svg.path(
        f"M{svg.number(x)} {svg.number(_TOP - 8)} V{svg.number(bottom)}",
        stroke=svg.ORANGE,
        width=2,
        dash="6 5",
    )
    yield svg.text(x, _TOP - 16, "Schnitt", size=14, fill=svg.ORANGE, bold=True, anchor="middle")


def _leaves(branches: Branches, leaves: Sequence[int]) -> Iterator[str]:
    for place, leaf in enumerate(leaves):
        y = _TOP + (place + 0.5) * _LINE
        theme = branches.themes[leaf]
        colour = svg.QUIET if theme < 0 else _COLOURS[theme]
        yield svg.rect(_LEFT + _WIDE + 6, y - 7, 5, 14, fill=colour)
        line = svg.shortened(branches.texts[leaf], width=440, size=12)
        yield svg.text(_LEFT + _WIDE + 18, y + 4, line, size=12, fill=colour)


def _names(branches: Branches, leaves: Sequence[int]) -> Iterator[str]:
    """Yield the names of themes and sub-themes beside the leaves that hang together."""
    x = _LEFT + _WIDE + 478
    said: set[str] = set()
    for first, last, theme, part in _stretches(branches, leaves):
        top, end = _TOP + first * _LINE + 3, _TOP + (last + 1) * _LINE - 3
        colour = svg.QUIET if theme < 0 else _COLOURS[theme]
        bracket = f"M{svg.number(x)} {svg.number(top)} h6 V{svg.number(end)} h-6"
        yield svg.path(bracket, stroke=colour, width=1.6)
        names = [name for name in _name(branches, theme, part) if name not in said]
        said.update(names)
        y = (top + end) / 2 + 5 - 9 * (len(names) - 1)
        lines = [svg.shortened(name, width=_NAME, size=14) for name in names]
        yield svg.paragraph(x + 14, y, lines, fill=colour, bold=True)


def _stretches(branches: Branches, leaves: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield first and last place, theme and part of leaves that follow each other."""
    first = 0
    for place in range(1, len(leaves) + 1):
        here = (branches.themes[leaves[first]], branches.parts[leaves[first]])
        if place == len(leaves) or here != (
            branches.themes[leaves[place]],
            branches.parts[leaves[place]],
        ):
            yield first, place - 1, *here
            first = place


def _name(branches: Branches, theme: int, part: int) -> tuple[str, ...]:
    if theme < 0:
        return ("Themenspeicher",)
    own = f"Thema: {branches.labels[theme]}"
    if names := branches.part_labels[theme]:
        return own, f"Teilthema: {names[part]}"
    return (own,)
