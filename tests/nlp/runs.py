"""Runs made up for tests of what comes after the clustering."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlp.types import Centre, Reach, Spread, Theme, ThemeRun, Trust

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SPREAD = Spread(1, 1.0, (0.0, 1.0), None, 1.0, 1.0, 1.0, 1.0, Reach.OPEN)
CENTRE = Centre((np.zeros(2, np.float32),), np.zeros(2, np.float32))


def theme(
    theme_id: str, entry_ids: Sequence[str], *, label: str = "Busse", strength: float = 0.9
) -> Theme:
    """A theme whose figures are of no matter."""
    return Theme(
        id=theme_id,
        label=label,
        keywords=(),
        entry_ids=tuple(entry_ids),
        representatives=tuple(entry_ids[:1]),
        municipalities={"Verl": len(entry_ids)},
        strength=strength,
        trust=Trust(strength, strength, strength),
        spread=SPREAD,
    )


def theme_run(*themes: Theme, unbundled: Iterable[str] = ()) -> ThemeRun:
    """A run over the statements of ``themes`` and those in none."""
    theme_of = {entry: theme.id for theme in themes for entry in theme.entry_ids}
    return ThemeRun(
        themes=themes,
        theme_of=theme_of,
        strength_of={entry: theme.strength for theme in themes for entry in theme.entry_ids},
        nearest={},
        positions=dict.fromkeys([*theme_of, *unbundled], (0.5, 0.5)),
        means={theme.id: np.full(2, row, np.float32) for row, theme in enumerate(themes)},
        centre=CENTRE,
        figures={},
    )
