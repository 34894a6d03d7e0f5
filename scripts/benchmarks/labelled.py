"""The corpora of the benchmarks, with what is known about their statements, and their vectors.

``demo`` ships with the project, the others are read from ../shared/data/themes. Only ``demo``
has municipalities beside gold topics. ``cimt`` has no gold topics at all: its labels tell
problems from proposals.
"""

from __future__ import annotations

import csv
import hashlib
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from corpora import demo_gold
from nlp.text import normalise
from nlp.themes import adaptation, embedding
from nlp.themes.space import Space

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from nlp.themes.adaptation import Adaptation

    Matrix = npt.NDArray[np.float32]
    Rows = npt.NDArray[np.int64]

SHARED: Final = Path(__file__).parents[2].parent / "shared" / "data" / "themes"
FILES: Final = {
    "dip": "dev_dip_andere_politikfelder.csv",
    "klimarat": "dev_polis_klimarat_de.csv",
    "massive": "dev_massive_de_intents.csv",
    "cimt": "dev_cimt_argument_saetze.csv",
}
NAMES: Final = ("demo", *FILES)
_NO_TOPICS: Final = "cimt"


@dataclass(frozen=True)
class Corpus:
    """Statements, with what is known of each.

    Attributes:
        texts: Normalised texts.
        gold: Topic of each; empty where nobody knows.
        towns: Municipality of each; empty where there are none.
        dates: ISO date of each; empty where there are none.
        views: Unit vectors, one array a model, each ``(n, its dimension)``.
        seconds: How long each model took to encode all statements.
        learned: The map that was trained for the models.
    """

    texts: tuple[str, ...]
    gold: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    views: tuple[Matrix, ...] = ()
    seconds: tuple[float, ...] = ()
    learned: Adaptation | None = None

    def take(self, rows: Rows) -> Corpus:
        """Return some of the statements, in the order of ``rows``."""
        return replace(
            self,
            texts=_chosen(self.texts, rows),
            gold=_chosen(self.gold, rows),
            towns=_chosen(self.towns, rows),
            dates=_chosen(self.dates, rows),
            views=tuple(view[rows] for view in self.views),
        )

    def draw(self, size: int, seed: int) -> Corpus:
        """Return random statements, in the canonical order of their texts."""
        drawn = np.random.default_rng(seed).permutation(len(self.texts))[:size]
        return self.take(np.array(sorted(drawn, key=lambda row: self.texts[row])))

    def vectors(self) -> Matrix:
        """Return the vectors that the product clusters: fused, centred, adapted.

        They are computed in the order of the texts, as the product does: arithmetic on rows in
        another order is not the same to the last bit.
        """
        _, first, row_of = np.unique(
            np.asarray(self.texts, dtype=object), return_index=True, return_inverse=True
        )
        views = [view[first] for view in self.views]
        return Space.fitted(views, self.learned).place(views)[row_of]


def _chosen(values: tuple[str, ...], rows: Rows) -> tuple[str, ...]:
    return tuple(values[row] for row in rows) if values else ()


def read(name: str) -> Corpus:
    """Return one of ``NAMES`` in its file's order, without vectors."""
    return _demo() if name == "demo" else _shared(name)


def _demo() -> Corpus:
    rows = [row for row in demo_gold() if row["kind"] == "problem"]
    return Corpus(
        texts=tuple(normalise(row["text"]) for row in rows),
        gold=tuple(row["theme"] for row in rows),
        towns=tuple(row["file"][:8] for row in rows),
        dates=tuple(row["file"][9:19] for row in rows),
    )


def _shared(name: str) -> Corpus:
    with (SHARED / FILES[name]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    dates = tuple(row["date"] for row in rows)
    return Corpus(
        texts=tuple(normalise(row["text"]) for row in rows),
        gold=() if name == _NO_TOPICS else tuple(row["label"] for row in rows),
        dates=dates if all(dates) else (),
    )


def encoded(
    corpus: Corpus, encoders: Sequence[embedding.Encoder], *, kept: Path | None = None
) -> Corpus:
    """Return the corpus with its vectors.

    Args:
        corpus: Without vectors.
        encoders: The models.
        kept: A file ``.npz`` with the vectors; written if it is not there, or is of other
            texts or models.
    """
    asked = hashlib.sha256(
        repr((adaptation.identities(encoders), corpus.texts)).encode()
    ).hexdigest()
    views, seconds = _kept(kept, asked) or _encode(corpus, encoders)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, *views, of=np.array(asked), seconds=np.array(seconds))
    return replace(
        corpus, views=views, seconds=seconds, learned=adaptation.fitting(tuple(encoders))
    )


def load(name: str, encoders: Sequence[embedding.Encoder], *, folder: Path | None) -> Corpus:
    """Return one of ``NAMES`` with its vectors, which are kept in the folder if there is one."""
    kept = folder / f"{name}.npz" if folder else None
    return encoded(read(name), encoders, kept=kept)


def _kept(path: Path | None, asked: str) -> tuple[tuple[Matrix, ...], tuple[float, ...]] | None:
    if path is None or not path.exists():
        return None
    with np.load(path) as file:
        if str(file["of"]) != asked:
            return None
        seconds = tuple(file["seconds"].tolist())
        return tuple(file[f"arr_{number}"] for number in range(len(seconds))), seconds


def _encode(
    corpus: Corpus, encoders: Sequence[embedding.Encoder]
) -> tuple[tuple[Matrix, ...], tuple[float, ...]]:
    views, seconds = [], []
    for encoder in encoders:
        start = time.perf_counter()
        views.append(embedding.cached_encode(encoder, corpus.texts))
        seconds.append(time.perf_counter() - start)
    return tuple(views), tuple(seconds)


@dataclass
class Memory:
    """A cache of vectors that lasts as long as the program."""

    vectors: dict[str, dict[str, Matrix]] = field(default_factory=lambda: defaultdict(dict))

    def get(self, model_id: str, hashes: Sequence[str]) -> dict[str, Matrix]:
        """Return those of the vectors that are known, by hash."""
        known = self.vectors[model_id]
        return {key: known[key] for key in hashes if key in known}

    def put(self, model_id: str, vectors: Mapping[str, Matrix]) -> None:
        """Keep the vectors, by hash."""
        self.vectors[model_id].update(vectors)
