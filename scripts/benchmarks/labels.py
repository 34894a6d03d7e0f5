"""Labels, keywords and representatives, beside BERTopic's top words on the same clusters.

    scripts/bench labels [--corpora demo dip klimarat massive] [--draws 4] [--list NUMBER]

Draws of 500 statements (``demo``: all), once with the gold labels as clusters and once with our
own. A statement carries a word as it is written, in another inflection, or inside a compound.

- *some*: share of labels of which half of the theme's statements carry a content word
- *each*: share of labels of which every content word is carried by half of the statements;
  *possible*: share of themes in which any word at all is, a ceiling for one word
- *median*: of the labels' share of statements that carry a content word
- *alike*: share of pairs of labels of one clustering with a cosine of at least .9, encoded with
  USE; E5's cosines all lie above .8 and tell nothing here
- *precision*: share of the first five keywords that belong to the gold topic's name: they share
  a lemma or a part of a compound, or their USE vectors have a cosine of at least .5. Own
  clusters have the name of the gold label of most of their statements. ``massive`` has numbers
  for names
- *banned*: content words of labels, and keywords, that are stop-words, vague words or names of
  municipalities
- *coverage*: mean cosine of a statement with the nearest representative, fused and adapted
  vectors; beside the three statements nearest to the middle, and three at random

BERTopic's c-TF-IDF with its own defaults, on the same clusters; its label is its four top
words. A second one is told the German stop-words. The rules for labels were made while reading
``demo`` and draw 0 of the others, the weights chosen on ``demo`` and ``dip``.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import labelled
import numpy as np
import numpy.typing as npt
from spacy.lang.de.stop_words import STOP_WORDS

from corpora import demo_themes, municipalities
from nlp import language
from nlp.themes import clustering, embedding
from nlp.themes import labels as naming
from nlp.themes.words import VAGUE, excluded_words, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nlp.themes.embedding import Encoder

Matrix = npt.NDArray[np.float32]
Clusters = npt.NDArray[np.int64]
CORPORA = ("demo", "dip", "klimarat", "massive")
SIZE = 500
HALF = 0.5
ALIKE = 0.9
NEAR = 0.5  # cosine from which a keyword is about a topic
KEYWORDS = 5
TOWNS = [town.name for town in municipalities()]


@dataclass(frozen=True)
class Draw:
    """Statements, their gold topics, and their vectors."""

    texts: tuple[str, ...]
    gold: tuple[str, ...]
    vectors: Matrix

    @property
    def gold_clusters(self) -> Clusters:
        """The gold topics, numbered by size; a single statement is not bundled."""
        order = [name for name, count in Counter(self.gold).most_common() if count > 1]
        return np.array([order.index(name) if name in order else -1 for name in self.gold])


@dataclass(frozen=True)
class Named:
    """What a system says about one cluster."""

    label: str
    content: tuple[str, ...]
    keywords: tuple[str, ...]


def load(name: str, draws: int, encoders: tuple[Encoder, ...]) -> list[Draw]:
    """Read a corpus and draw from it; only what is drawn is encoded."""
    corpus = labelled.read(name)
    if name == "demo":
        titles = {row["theme"]: row["title_de"] for row in demo_themes()}
        corpus = replace(corpus, gold=tuple(titles[theme] for theme in corpus.gold))
    seeds = range(draws if len(corpus.texts) > SIZE else 1)
    drawn = (labelled.encoded(corpus.draw(SIZE, seed), encoders) for seed in seeds)
    return [Draw(one.texts, one.gold, one.vectors()) for one in drawn]


def ours(one: Draw, clusters: Clusters) -> list[Named]:
    """Name the clusters as a run does."""
    return [
        Named(
            theme.label,
            tuple(word for word, _ in theme.evidence),
            tuple(word for word, _, _ in theme.keywords),
        )
        for theme in naming.describe(one.texts, clusters, one.vectors, excluded=TOWNS)
    ]


def bertopic(one: Draw, clusters: Clusters, *, stop_words: list[str] | None) -> list[Named]:
    """Name the clusters by BERTopic's c-TF-IDF: the top four words, joined."""
    from bertopic.vectorizers import ClassTfidfTransformer  # noqa: PLC0415 - an extra
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    documents = [
        " ".join(one.texts[row] for row in np.flatnonzero(clusters == number))
        for number in range(clusters.max() + 1)
    ]
    counter = CountVectorizer(stop_words=stop_words)
    weights = ClassTfidfTransformer().fit_transform(counter.fit_transform(documents)).toarray()
    words = counter.get_feature_names_out()
    tops = [[str(words[place]) for place in np.argsort(-row)[:10]] for row in weights]
    return [Named("_".join(top[:4]), tuple(top[:4]), tuple(top)) for top in tops]


def terms(word: str) -> frozenset[str]:
    """Return what a written word carries: its dictionary form and the parts of it, folded."""
    lemmas = {language.lemma(word), language.lemma(word.capitalize())}
    return frozenset(term.casefold() for lemma in lemmas for term in (word, lemma, *parts(lemma)))


def carried(text: str) -> frozenset[str]:
    """Return what a statement carries."""
    found: set[str] = set()
    for word in re.findall(r"[^\W\d_][\w*:-]*", text):
        found |= terms(word)
    return frozenset(found)


@dataclass(frozen=True)
class Figures:
    """One system on one clustering."""

    some: float
    each: float
    possible: float
    median: float
    alike: float
    precision: float
    banned: int


def measure(one: Draw, clusters: Clusters, named: Sequence[Named], use: Encoder) -> Figures:
    """Take the figures of one system's names of the clusters."""
    sets = [carried(text) for text in one.texts]
    said, each, possible = [], [], []
    for number, theme in enumerate(named):
        rows = [sets[row] for row in np.flatnonzero(clusters == number)]
        content = [word.casefold() for word in theme.content]
        said.append(share(rows, content))
        each.append(bool(content) and all(share(rows, [word]) >= HALF for word in content))
        nouns = {word for row in rows for word in row}
        allowed = nouns - STOP_WORDS - VAGUE
        possible.append(any(share(rows, [word]) >= HALF for word in allowed))
    words = [word for theme in named for word in (*theme.content, *theme.keywords)]
    return Figures(
        some=statistics.mean(one >= HALF for one in said),
        each=statistics.mean(each),
        possible=statistics.mean(possible),
        median=statistics.median(said),
        alike=alike([theme.label for theme in named], use),
        precision=precision(one, clusters, named, use),
        banned=sum(is_banned(word) for word in words),
    )


def share(rows: Sequence[frozenset[str]], words: Sequence[str]) -> float:
    """Return the share of statements that carry one of the words."""
    return sum(not row.isdisjoint(words) for row in rows) / len(rows)


def alike(labels: Sequence[str], use: Encoder) -> float:
    """Return the share of pairs of labels that are nearly the same to USE."""
    vectors = use.encode([label.replace("_", " ") for label in labels])
    cosines = (vectors @ vectors.T)[np.triu_indices(len(labels), 1)]
    return float((cosines >= ALIKE).mean()) if len(cosines) else 0.0


def is_banned(word: str) -> bool:
    """Tell whether a word must not name a theme."""
    folded = {word.casefold(), language.lemma(word).casefold()}
    return not folded.isdisjoint(STOP_WORDS | VAGUE | excluded_words(TOWNS))


def precision(one: Draw, clusters: Clusters, named: Sequence[Named], use: Encoder) -> float:
    """Return the share of first keywords that belong to the name of the theme's topic."""
    hits = []
    for number, theme in enumerate(named):
        rows = np.flatnonzero(clusters == number)
        name, _ = Counter(one.gold[row] for row in rows).most_common(1)[0]
        content = carried(name) - STOP_WORDS - VAGUE
        keywords = theme.keywords[:KEYWORDS]
        if not keywords:
            continue
        vectors = use.encode([name, *keywords])
        near = vectors[1:] @ vectors[0] >= NEAR
        hits += [
            bool(close) or not terms(word).isdisjoint(content)
            for word, close in zip(keywords, near, strict=True)
        ]
    return statistics.mean(hits) if hits else float("nan")


def coverage(one: Draw, clusters: Clusters) -> tuple[float, float, float]:
    """Return the coverage by our representatives, by the central ones, and by random ones."""
    described = naming.describe(one.texts, clusters, one.vectors)
    rng = np.random.default_rng(0)
    found = []
    for number, theme in enumerate(described):
        rows = np.flatnonzero(clusters == number)
        vectors = one.vectors[rows]
        few = len(theme.representatives)
        central = rows[np.argsort(-(vectors @ vectors.mean(axis=0)), kind="stable")[:few]]
        chance = [rng.choice(rows, few, replace=False) for _ in range(20)]
        found.append(
            (
                nearest(one.vectors, rows, np.array(theme.representatives)),
                nearest(one.vectors, rows, central),
                statistics.mean(nearest(one.vectors, rows, some) for some in chance),
            )
        )
    mine, middle, random = np.mean(found, axis=0)
    return float(mine), float(middle), float(random)


def nearest(vectors: Matrix, rows: Clusters, chosen: Clusters) -> float:
    """Return the mean cosine of a statement with the nearest chosen one."""
    return float((vectors[rows] @ vectors[chosen].T).max(axis=1).mean())


def show(one: Draw, clusters: Clusters, most: int) -> None:
    """Print the labels with some of their statements, to be read."""
    for number, theme in enumerate(ours(one, clusters)[:most]):
        rows = np.flatnonzero(clusters == number)
        print(f"\n{theme.label} [{len(rows)}] {', '.join(theme.keywords[:KEYWORDS])}")
        for row in rows[:8]:
            print(f"    {one.texts[row]}")


HEAD = (
    "| corpus | clusters | labels | system | some | each | possible | median | alike | precision "
    "| banned |\n|---|---|---|---|---|---|---|---|---|---|---|"
)


def row(corpus: str, side: str, count: int, system: str, figures: Sequence[Figures]) -> str:
    """Return a line of the table: means over the draws, banned words in all."""

    def mean(of: str) -> float:
        return statistics.mean(getattr(one, of) for one in figures)

    told = "–" if corpus == "massive" else f"{mean('precision'):.2f}"
    return (
        f"| {corpus} | {side} | {count} | {system} | {mean('some'):.0%} | {mean('each'):.0%} "
        f"| {mean('possible'):.0%} | {mean('median'):.0%} | {mean('alike'):.1%} | {told} "
        f"| {sum(one.banned for one in figures)} |"
    )


COVERAGE = (
    "\n| corpus | clusters | covered by ours | by the central ones | by random ones |\n"
    "|---|---|---|---|---|"
)
SYSTEMS: dict[str, Callable[[Draw, Clusters], list[Named]]] = {
    "Themenradar": ours,
    "BERTopic": partial(bertopic, stop_words=None),
    "BERTopic, stop-words": partial(bertopic, stop_words=sorted(STOP_WORDS)),
}


def main() -> None:
    """Print both tables, or the labels to be read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", nargs="+", default=CORPORA)
    parser.add_argument("--draws", type=int, default=4)
    parser.add_argument("--list", type=int, default=0, help="labels to print with statements")
    arguments = parser.parse_args()
    encoders = embedding.load()
    use = encoders[-1]
    lines = [COVERAGE]
    if not arguments.list:
        print(HEAD)
    for name in arguments.corpora:
        draws = load(name, arguments.draws, encoders)
        for side, clusters in both(draws):
            if arguments.list:
                print(f"\n# {name}, {side} clusters")
                show(draws[0], clusters[0], arguments.list)
                continue
            for system, names in SYSTEMS.items():
                named = [names(one, found) for one, found in zip(draws, clusters, strict=True)]
                figures = [
                    measure(*all_three, use)
                    for all_three in zip(draws, clusters, named, strict=True)
                ]
                print(row(name, side, sum(map(len, named)), system, figures), flush=True)
            covered = np.mean(
                [coverage(*pair) for pair in zip(draws, clusters, strict=True)], axis=0
            )
            lines.append(
                f"| {name} | {side} | " + " | ".join(f"{one:.3f}" for one in covered) + " |"
            )
    if not arguments.list:
        print("\n".join(lines))


def both(draws: Sequence[Draw]) -> Iterator[tuple[str, list[Clusters]]]:
    """Yield the gold clusters of each draw, and our own."""
    yield "gold", [one.gold_clusters for one in draws]
    yield "own", [clustering.cluster(one.vectors, one.texts).labels for one in draws]


if __name__ == "__main__":
    main()
