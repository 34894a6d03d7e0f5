"""What counts as the result of a run, and how far two results are from each other."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlp import evaluation
from service.cli import parsing, previous

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import numpy.typing as npt

    from nlp.types import Entry, ThemeRun


@dataclass(frozen=True, slots=True)
class Result:
    """Where every statement is, and what the themes are called.

    Attributes:
        assignments: Theme id and strength with four decimals by statement; both empty where
            it is in no theme.
        labels: By theme id.
    """

    assignments: Mapping[str, tuple[str, str]]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, run: ThemeRun, entries: Iterable[Entry]) -> Result:
        """Return the result of a run for ``entries``, also those that were left out of it."""
        strength = {entry: f"{value:.4f}" for entry, value in run.strength_of.items()}
        return cls(
            {
                entry.id: (run.theme_of.get(entry.id, ""), strength.get(entry.id, ""))
                for entry in entries
            },
            {theme.id: theme.label for theme in run.themes},
        )

    @classmethod
    def written(cls, folder: Path) -> Result | None:
        """Read the result in the folder of a run; ``None`` where its files are not there."""
        try:
            rows = parsing.rows(folder / previous.ASSIGNMENTS)
            return cls(
                {row["id"]: (row["theme_id"], row["strength"]) for row in rows},
                {
                    parsing.text(theme["theme_id"]): parsing.text(theme["label"])
                    for theme in parsing.load(folder / previous.THEMES)
                },
            )
        except (*parsing.BROKEN, OSError):
            return None

    @property
    def sha256(self) -> str:
        """Hex digest that does not depend on any order."""
        rows = sorted([entry, *found] for entry, found in self.assignments.items())
        content = json.dumps([rows, sorted(self.labels.items())], separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two results over the same statements are from each other.

    Attributes:
        moved: Number of statements that are in a theme with another id, in one only now, or in
            none any more.
        ari: Adjusted Rand index of the two clusterings, 1 if they are the same whatever the
            ids.
        labels: Number of themes in both that are called differently.
        strengths: Number of statements whose strength is another one.
    """

    moved: int
    ari: float
    labels: int
    strengths: int


def compare(then: Result, now: Result) -> Difference:
    """Compare two results; only statements and themes in both count."""
    both = sorted(then.assignments.keys() & now.assignments.keys())
    before = [then.assignments[entry] for entry in both]
    after = [now.assignments[entry] for entry in both]
    return Difference(
        moved=sum(one[0] != other[0] for one, other in zip(before, after, strict=True)),
        ari=evaluation.agreement(_numbers(before), _numbers(after)),
        labels=sum(
            then.labels[theme] != now.labels[theme]
            for theme in then.labels.keys() & now.labels.keys()
        ),
        strengths=sum(one[1] != other[1] for one, other in zip(before, after, strict=True)),
    )


def _numbers(found: Iterable[tuple[str, str]]) -> npt.NDArray[np.int64]:
    """Number the themes from 0; -1 where there is none."""
    themes = [theme for theme, _ in found]
    number = {theme: place for place, theme in enumerate(sorted({*themes} - {""}))}
    return np.array([number.get(theme, -1) for theme in themes], dtype=np.int64)
