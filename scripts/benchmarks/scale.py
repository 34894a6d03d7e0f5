"""Seconds and peak memory beside BERTopic with the same encoder, from raw text, by stage.

    scripts/bench scale [--sizes 1000 10000 100000] [--corpus cimt] [--encode 200]
                        [--vectors FOLDER]

Each system runs in a process of its own for each size, on the same texts. Beyond a corpus' size
the texts are its own in other words, and their vectors imitate paraphrases (``paraphrases.py``).

Encoding is the same work a statement however many there are. It is measured on ``--encode``
statements in each process, and the columns with a star are computed: seconds a statement times
the number of statements. All else is measured on all statements, the vectors being looked up.
Ours encodes with E5 and USE, BERTopic with E5 alone; it runs with its defaults, unseeded, so that
its UMAP uses all cores. Its *reduce* is within our *cluster*; it has no map.

*Again*: 1 % more statements, in the same process. Ours encodes the new ones and clusters anew;
BERTopic is fitted again, which encodes all of them (its star) unless one keeps the vectors by
hand. What assigning new statements at once takes is told by ``scripts/bench incremental``.
Memory is the highest resident set of the process before that.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import labelled
import numpy as np
import paraphrases

from nlp import pipeline
from nlp.text import text_hash
from nlp.themes import embedding
from nlp.types import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from labelled import Corpus, Matrix

OURS: Final = "Themenradar"
BERTOPIC: Final = "BERTopic"
NEW: Final = 0.01
_CALIBRATED: Final = 200
_TOWNS: Final = 13
_TEXTS: Final = "texts.json"


@dataclass(frozen=True)
class Cost:
    """What a system took.

    Attributes:
        statement: Seconds to encode one statement, by all its models.
        stages: Seconds of each stage on all statements but for encoding.
        again: Seconds of the same stages together, with 1 % more statements.
        memory: Highest resident set, in bytes.
        themes: Number of themes found.
    """

    statement: float
    stages: dict[str, float]
    again: float
    memory: int
    themes: int


def ours(
    texts: Sequence[str], views: Sequence[Matrix], size: int, encoders: Sequence[embedding.Encoder]
) -> tuple[dict[str, float], float, int, int]:
    """Run the pipeline on the first ``size`` statements, then on all."""
    import hdbscan  # noqa: F401, PLC0415 - both systems import before the clock runs
    import umap  # noqa: F401, PLC0415

    cache = labelled.Memory()
    hashes = [text_hash(text) for text in texts]
    for encoder, view in zip(encoders, views, strict=True):
        cache.put(encoder.model_id, dict(zip(hashes, view, strict=True)))
    entries = [Entry(str(number), text, str(number % _TOWNS)) for number, text in enumerate(texts)]
    first = pipeline.run(entries[:size], encoders=encoders, cache=cache)
    memory = peak()
    start = time.perf_counter()
    pipeline.run(entries, encoders=encoders, cache=cache)
    return dict(first.seconds), time.perf_counter() - start, memory, len(first.themes)


def bertopic(
    texts: Sequence[str], views: Sequence[Matrix], size: int, _: Sequence[embedding.Encoder]
) -> tuple[dict[str, float], float, int, int]:
    """Fit BERTopic on the first ``size`` statements, then on all."""
    from bertopic import BERTopic  # noqa: PLC0415 - an extra
    from hdbscan import HDBSCAN  # noqa: PLC0415
    from umap import UMAP  # noqa: PLC0415

    seconds = {"reduce": 0.0, "cluster": 0.0}

    def timed(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: object, **options: object) -> object:
            start = time.perf_counter()
            result = method(*arguments, **options)
            seconds[name] += time.perf_counter() - start
            return result

        return run

    def fit(count: int) -> float:
        reducer = UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False
        )
        clusterer = HDBSCAN(min_cluster_size=10, prediction_data=True)
        reducer.fit_transform = timed("reduce", reducer.fit_transform)
        clusterer.fit = timed("cluster", clusterer.fit)
        model = BERTopic(language="multilingual", umap_model=reducer, hdbscan_model=clusterer)
        start = time.perf_counter()
        topics, _ = model.fit_transform(list(texts[:count]), embeddings=views[0][:count])
        found.append(len(set(topics) - {-1}))
        return time.perf_counter() - start

    found: list[int] = []
    total = fit(size)
    stages = dict(seconds) | {"label": total - sum(seconds.values())}
    memory = peak()
    return stages, fit(len(texts)), memory, found[0]


SYSTEMS: Final = {OURS: (ours, embedding.DEFAULT), BERTOPIC: (bertopic, embedding.E5)}
"""What runs, and which models it encodes with."""


def peak() -> int:
    """Return the highest resident set of this process, in bytes.

    Not ``getrusage``: it hands the parent's peak on to a child.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def alone(system: str, folder: Path, size: int, encode: int) -> Cost:
    """Run one system in this process; ``folder`` holds texts and vectors, 1 % more than size."""
    texts = json.loads((folder / _TEXTS).read_text(encoding="utf-8"))
    run, models = SYSTEMS[system]
    encoders = embedding.load(models)
    views = [np.load(folder / f"{number}.npy") for number in range(len(encoders))]
    statement = sum(per_statement(encoder, texts[:encode]) for encoder in encoders)
    stages, again, memory, themes = run(texts, views, size, encoders)
    return Cost(statement, stages, again, memory, themes)


def per_statement(encoder: embedding.Encoder, texts: Sequence[str]) -> float:
    """Return the seconds that encoding takes a statement, the first ones not counted."""
    encoder.encode(texts[:8])
    start = time.perf_counter()
    encoder.encode(texts)
    return (time.perf_counter() - start) / len(texts)


def write(folder: Path, corpus: Corpus, lengths: Sequence[paraphrases.Lengths], size: int) -> None:
    """Put texts and vectors of ``size`` statements and 1 % more into the folder."""
    random = np.random.default_rng(size)
    texts, rows = paraphrases.repeat(corpus.texts, size + round(NEW * size), random)
    (folder / _TEXTS).write_text(json.dumps(texts), encoding="utf-8")
    made = np.array([text != corpus.texts[row] for text, row in zip(texts, rows, strict=True)])
    for number, (view, moved) in enumerate(zip(corpus.views, lengths, strict=True)):
        vectors = view[rows]
        vectors[made] = paraphrases.imitate(view, rows[made], moved, random)
        np.save(folder / f"{number}.npy", vectors)


def row(system: str, size: int, cost: Cost) -> str:
    """Return a line of the table."""
    encoding, new = cost.statement * size, cost.statement * round(NEW * size)
    rest = sum(cost.stages.values())
    stages = [cost.stages.get(name) for name in ("embed", "reduce", "cluster", "label", "map")]
    cells = [
        str(size),
        system,
        str(cost.themes),
        f"{1000 * cost.statement:.1f}",
        f"{encoding:.0f}",
        *("–" if seconds is None else f"{seconds:.1f}" for seconds in stages),
        f"{encoding + rest:.0f}",
        f"{cost.memory / 2**30:.2f}",
        f"{new + cost.again:.0f}",
        "–" if system == OURS else f"{encoding + new + cost.again:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


HEAD: Final = (
    "| n | system | themes | encode, ms a statement | encode* | look up | reduce | cluster "
    "| label | map | in all* | peak GiB | again, vectors kept* | again, from text* |\n"
    + "|---" * 14
    + "|"
)


def calibrated(
    corpus: Corpus, encoders: Sequence[embedding.Encoder]
) -> Iterator[paraphrases.Lengths]:
    """Yield for each model how far paraphrases lie, and print whether imitations lie so too."""
    random = np.random.default_rng(0)
    rows = random.permutation(len(corpus.texts))[:_CALIBRATED]
    chosen = corpus.take(rows)
    for encoder, view, every in zip(encoders, chosen.views, corpus.views, strict=True):
        lengths = paraphrases.calibrate(encoder, chosen.texts, view, random)
        imitated = paraphrases.imitate(every, rows, lengths, random)
        real, made = 1 - lengths**2 / 2, (imitated * view).sum(axis=1)
        print(
            f"{encoder.model_id}: cosine of {len(rows)} encoded paraphrases with their originals "
            f"{np.median(real):.3f} (median), of imitated ones {np.median(made):.3f}"
        )
        yield lengths


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--corpus", default="cimt", choices=labelled.NAMES)
    parser.add_argument("--encode", type=int, default=200, help="statements to time encoding on")
    parser.add_argument("--vectors", type=Path, help="keep the corpus' vectors in this folder")
    parser.add_argument("--alone", nargs=2, metavar=("SYSTEM", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    if arguments.alone:
        system, folder = arguments.alone
        cost = alone(system, Path(folder), arguments.sizes[0], arguments.encode)
        print(json.dumps(asdict(cost)))
        return

    encoders = embedding.load()
    corpus = labelled.load(arguments.corpus, encoders, folder=arguments.vectors)
    lengths = list(calibrated(corpus, encoders))
    print(
        f"{arguments.corpus}: {len(corpus.texts)} originals; encoding was measured on "
        f"{arguments.encode} statements, and is computed where there is a star\n\n{HEAD}"
    )
    for size in arguments.sizes:
        with TemporaryDirectory() as folder:
            write(Path(folder), corpus, lengths, size)
            for system in SYSTEMS:
                print(
                    row(system, size, started(system, folder, size, arguments.encode)), flush=True
                )


def started(system: str, folder: str, size: int, encode: int) -> Cost:
    """Run one system in a fresh process."""
    options = ["--alone", system, folder, "--sizes", str(size), "--encode", str(encode)]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, __file__, *options], check=True, stdout=subprocess.PIPE, text=True
    )
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
