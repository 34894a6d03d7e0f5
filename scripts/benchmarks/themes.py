"""Themes against gold labels, beside the peers, in one run on the same statements.

    scripts/bench themes [--corpora demo dip …] [--sizes 80 200 …] [--systems Themenradar …]
                         [--results FILE] [--vectors FOLDER]

Prints Markdown tables: median over the draws, with the lowest and highest AMI; then the paired
differences of AMI, draw by draw, to the peer with the best median. All systems get the same
draws in the same order; which get which vectors stands in ``peers.py``. Seconds are for one fit
with vectors at hand; encoding is told above each corpus' tables.

Recall is the share of pairs of one topic from different municipalities that land together.
Stability is the ARI between two fits, over the statements that both have: another seed; rows
shuffled; 5 % removed; and a fifth added to the others: the newest, as a half-year is, or any
where there are no dates.

The settings were chosen on ``dip``; the others are checks. The map that adapts the vectors was
trained on other questions of the Bundestag than those of ``dip``. ``cimt`` has no gold topics:
it shows stability and seconds.

With ``--results`` every measurement is kept in a file as it comes, and those that are in it are
not made again: begin a new one after a change of the code.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import warnings
from dataclasses import asdict, dataclass, field
from math import isnan, nan
from pathlib import Path
from typing import TYPE_CHECKING, Final

import labelled
import numpy as np
import peers
from labelled import Corpus
from peers import Labels, System
from scipy.stats import binomtest

from nlp import evaluation
from nlp.themes import clustering, embedding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

OURS: Final = "Themenradar"
SIZES: Final = (80, 200, 500, 2500, 10_000)
SMALL: Final = 500  # up to here there are several draws
_REMOVED: Final = 0.05
_ADDED: Final = 1 / 5


def themenradar(corpus: Corpus, seed: int) -> Labels:
    """Our method, as it ships."""
    return clustering.cluster(corpus.vectors(), corpus.texts, seed=seed).labels


SYSTEMS: Final[dict[str, System]] = {
    OURS: themenradar,
    **peers.PEERS,
    **peers.ON_OUR_VECTORS,
    **peers.ORACLE,
}


@dataclass(frozen=True)
class Measured:
    """One system on one draw; NaN where a figure cannot be had."""

    ami: float
    ari: float
    b_cubed: float
    unbundled: float
    clusters: float
    recall: float
    seeds: float
    order: float
    removed: float
    added: float
    seconds: float


@dataclass(frozen=True)
class Case:
    """What is measured: a system on a draw of so many statements of a corpus."""

    corpus: str
    size: int
    system: str
    draw: int


@dataclass
class Results:
    """The measurements made so far, in a file if there is one.

    Attributes:
        path: One JSON object a line; written as measurements come.
    """

    path: Path | None = None
    measured: dict[Case, Measured] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None) -> Results:
        """Take up what a run has kept, but for a line that it was stopped in."""
        results = cls(path)
        if path and path.exists():
            text = path.read_text(encoding="utf-8")
            whole = text[: text.rfind("\n") + 1]
            path.write_text(whole, encoding="utf-8")
            for line in whole.splitlines():
                row = json.loads(line)
                results.measured[Case(**row["case"])] = Measured(**row["measured"])
        return results

    def add(self, case: Case, measured: Measured) -> None:
        """Keep a measurement."""
        self.measured[case] = measured
        if self.path:
            row = {"case": asdict(case), "measured": asdict(measured)}
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")

    def of(self, corpus: str, size: int, system: str) -> dict[int, Measured]:
        """Return a system's measurements by draw."""
        return {
            case.draw: measured
            for case, measured in sorted(self.measured.items(), key=lambda item: item[0].draw)
            if (case.corpus, case.size, case.system) == (corpus, size, system)
        }


def measure(system: System, corpus: Corpus, draw: int) -> Measured:
    """Fit five times: another seed, as it is, rows shuffled, some removed, some yet to come.

    The other seed comes first, so that what is compiled once is compiled before the clock runs.
    """
    other = system(corpus, 1)
    start = time.perf_counter()
    labels = system(corpus, 0)
    seconds = time.perf_counter() - start

    def again(rows: labelled.Rows) -> float:
        return evaluation.agreement(labels[rows], system(corpus.take(rows), 0))

    random = np.random.default_rng(draw)
    count = len(corpus.texts)
    shuffled = random.permutation(count)
    return Measured(
        **_scores(corpus, labels),
        seeds=evaluation.agreement(labels, other),
        order=again(shuffled),
        removed=again(np.sort(shuffled[round(_REMOVED * count) :])),
        added=again(before(corpus, shuffled)),
        seconds=seconds,
    )


def before(corpus: Corpus, shuffled: labelled.Rows) -> labelled.Rows:
    """Return the rows that were there before a fifth of them was added, ascending."""
    count = len(corpus.texts)
    by_age = np.argsort(corpus.dates, kind="stable") if corpus.dates else shuffled
    return np.sort(by_age[: round(count / (1 + _ADDED))])


def _scores(corpus: Corpus, labels: Labels) -> dict[str, float]:
    """Return what gold labels tell; without them what can be told all the same."""
    scores = asdict(evaluation.score(corpus.gold or [""] * len(labels), labels))
    if not corpus.gold:
        scores |= dict.fromkeys(("ami", "ari", "b_cubed"), nan)
    recall = nan
    if corpus.gold and corpus.towns:
        recall = evaluation.cross_municipality_recall(corpus.gold, corpus.towns, labels)
    return {**scores, "recall": recall}


HEAD: Final = (
    "| corpus | n | draws | system | AMI (range) | ARI | B³ | unbundled | clusters | recall "
    "| ARI seeds | order | −5 % | +20 % | seconds |\n" + "|---" * 15 + "|"
)


def row(corpus: str, size: int, system: str, measured: list[Measured]) -> str:
    """Return a line of the table: medians over the draws."""

    def median(of: Callable[[Measured], float], form: str = ".2f") -> str:
        value = statistics.median(of(one) for one in measured)
        return "–" if isnan(value) else format(value, form)

    amis = [one.ami for one in measured]
    spread = f" ({min(amis):.2f}–{max(amis):.2f})" if len(amis) > 1 and not isnan(amis[0]) else ""
    cells = [
        corpus,
        str(size),
        str(len(measured)),
        system,
        median(lambda m: m.ami) + spread,
        median(lambda m: m.ari),
        median(lambda m: m.b_cubed),
        median(lambda m: m.unbundled, ".0%"),
        median(lambda m: m.clusters, ".0f"),
        median(lambda m: m.recall),
        median(lambda m: m.seeds),
        median(lambda m: m.order),
        median(lambda m: m.removed),
        median(lambda m: m.added),
        median(lambda m: m.seconds, ".1f"),
    ]
    return f"| {' | '.join(cells)} |"


PAIRED_HEAD: Final = (
    "| corpus | n | draws | Themenradar less … | difference of AMI (range) | better in "
    "| sign test p |\n" + "|---" * 7 + "|"
)


def paired(corpus: str, size: int, results: Results) -> Iterator[str]:
    """Yield a line for the best peer, the best on our vectors, and the one told k."""
    ours = results.of(corpus, size, OURS)
    for kind in (peers.PEERS, peers.ON_OUR_VECTORS, peers.ORACLE):
        best = best_of(kind, {name: results.of(corpus, size, name) for name in kind})
        theirs = results.of(corpus, size, best) if best else {}
        differences = [ours[draw].ami - theirs[draw].ami for draw in ours.keys() & theirs.keys()]
        if not differences or isnan(differences[0]):
            continue
        better, worse = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
        p = binomtest(better, better + worse).pvalue if better + worse else 1.0
        yield (
            f"| {corpus} | {size} | {len(differences)} | {best} "
            f"| {statistics.median(differences):+.3f} "
            f"({min(differences):+.3f} to {max(differences):+.3f}) | {better} | {p:.3f} |"
        )


def best_of(names: Mapping[str, object], by_name: Mapping[str, dict[int, Measured]]) -> str:
    """Return the system with the best median AMI; empty if none was measured."""
    medians = {
        name: statistics.median(one.ami for one in by_name[name].values())
        for name in names
        if by_name[name]
    }
    return max(medians, key=medians.__getitem__, default="")


def table(
    name: str,
    corpus: Corpus,
    *,
    sizes: list[int],
    systems: list[str],
    draws: int,
    results: Results,
) -> None:
    """Measure what is not yet measured, and print a corpus' tables."""
    print(HEAD)
    for size in sizes:
        seeds = range(draws if size <= SMALL else 1)
        drawn = [corpus.draw(size, seed) for seed in seeds]
        for system in systems:
            if system in peers.ORACLE and not corpus.gold:
                continue
            for draw in seeds:
                case = Case(name, size, system, draw)
                if case not in results.measured:
                    results.add(case, measure(SYSTEMS[system], drawn[draw], draw))
            known = [results.measured[Case(name, size, system, draw)] for draw in seeds]
            print(row(name, size, system, known), flush=True)
    lines = [line for size in sizes for line in paired(name, size, results)]
    if lines:
        print("", PAIRED_HEAD, *lines, sep="\n", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", nargs="+", default=labelled.NAMES, choices=labelled.NAMES)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--systems", nargs="+", default=list(SYSTEMS), choices=SYSTEMS)
    parser.add_argument("--draws", type=int, default=8, help="random draws at n <= 500")
    parser.add_argument("--results", type=Path, help="keep measurements there, and go on from it")
    parser.add_argument("--vectors", type=Path, help="keep vectors in this folder")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")

    encoders = embedding.load()
    results = Results.read(arguments.results)
    for name in arguments.corpora:
        corpus = labelled.load(name, encoders, folder=arguments.vectors)
        told = ", ".join(
            f"{encoder.model_id} {seconds:.0f} s"
            for encoder, seconds in zip(encoders, corpus.seconds, strict=True)
        )
        topics = f"{len(set(corpus.gold))} topics" if corpus.gold else "no gold topics"
        print(f"\n{name}: {len(corpus.texts)} statements, {topics}; encoding took {told}\n")
        table(
            name,
            corpus,
            sizes=[size for size in arguments.sizes if size <= len(corpus.texts)],
            systems=arguments.systems,
            draws=arguments.draws,
            results=results,
        )


if __name__ == "__main__":
    main()
