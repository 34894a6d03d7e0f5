"""The systems that the product is compared with, each a function of a corpus and a seed.

On vectors of E5, or on none:

- *BERTopic* (Grootendorst 2022) with its defaults; only its UMAP gets a seed.
- *BERTopic tuned* for small corpora, see ``TUNED``.
- *KeyNMF* (Kardos et al. 2025) and *Topeax*, both of Turftopic, with German stop words. KeyNMF
  gets k = 20, the best of 5, 10, 20, 30 and its own choice, which is one topic, on ``dip`` at
  n = 80, 200, 500, draws 100 and 101; Topeax is the best of the models that find k themselves.
- *Top2Vec* (Angelov 2020), as published: UMAP, HDBSCAN, and every statement goes to the topic
  vector that is nearest to it.
- *characters*: TF-IDF of character n-grams, SVD, k-means; k by silhouette.

On the vectors that the product clusters, which tells what its clustering adds to them:

- *BERTopic tuned, our vectors*.
- *k-means told k*: on UMAP of them, told how many topics there are.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from labelled import Memory

from nlp.themes import embedding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelled import Corpus, Matrix
    from sklearn.feature_extraction.text import CountVectorizer
    from turftopic.base import ContextualModel

Labels = npt.NDArray[np.int64]
System = Callable[["Corpus", int], Labels]

NOBODY: Final = -1
_RECIPE: Final = 15  # neighbours of BERTopic and Top2Vec, and Top2Vec's smallest cluster
_TOPICS: Final = 20
_PERPLEXITY: Final = 50  # Topeax' default
_CONCEPTS: Final = 100
_SAMPLE: Final = 2000  # statements that a silhouette is taken of


@dataclass(frozen=True)
class Setting:
    """What can be tuned in BERTopic.

    Attributes:
        largest: Up to so many statements it is the best.
        neighbours: UMAP's.
        size: Smallest topic.
        samples: HDBSCAN's ``min_samples``; by default ``size``.
        method: How HDBSCAN takes clusters from its tree.
        reduced: Whether outliers go to the topic with the nearest vector.
    """

    largest: float
    neighbours: int
    size: int
    samples: int | None = None
    method: str = "eom"
    reduced: bool = False


def bertopic(corpus: Corpus, seed: int) -> Labels:
    """Fit BERTopic with its defaults."""
    from bertopic import BERTopic  # noqa: PLC0415 - an extra

    model = BERTopic(language="multilingual", umap_model=_umap(_RECIPE, seed))
    topics, _ = model.fit_transform(corpus.texts, embeddings=corpus.views[0])
    return np.asarray(topics, dtype=np.int64)


def bertopic_tuned(corpus: Corpus, seed: int) -> Labels:
    """Fit BERTopic with what is best for so many statements."""
    return _tuned(corpus.texts, corpus.views[0], TUNED, seed)


def bertopic_our_vectors(corpus: Corpus, seed: int) -> Labels:
    """Fit BERTopic on the product's vectors, tuned for them."""
    return _tuned(corpus.texts, corpus.vectors(), TUNED_OUR_VECTORS, seed)


def _tuned(
    texts: Sequence[str], vectors: Matrix, settings: Sequence[Setting], seed: int
) -> Labels:
    from bertopic import BERTopic  # noqa: PLC0415 - an extra
    from hdbscan import HDBSCAN  # noqa: PLC0415 - slow to import

    setting = next(one for one in settings if len(texts) <= one.largest)
    model = BERTopic(
        language="multilingual",
        umap_model=_umap(setting.neighbours, seed),
        hdbscan_model=HDBSCAN(
            min_cluster_size=setting.size,
            min_samples=setting.samples,
            cluster_selection_method=setting.method,
            prediction_data=True,
        ),
    )
    topics, _ = model.fit_transform(texts, embeddings=vectors)
    if setting.reduced and NOBODY in topics and max(topics) > NOBODY:
        topics = model.reduce_outliers(texts, topics, strategy="embeddings", embeddings=vectors)
    return np.asarray(topics, dtype=np.int64)


def _umap(neighbours: int, seed: int) -> Any:  # noqa: ANN401 - umap ships no types
    from umap import UMAP  # noqa: PLC0415 - slow to import

    return UMAP(
        n_neighbors=neighbours,
        n_components=5,
        min_dist=0.0,
        metric="cosine",
        random_state=seed,
        n_jobs=1,
    )


def key_nmf(corpus: Corpus, seed: int) -> Labels:
    """Fit Turftopic's KeyNMF."""
    from turftopic import KeyNMF  # noqa: PLC0415 - an extra

    model = KeyNMF(_TOPICS, encoder=_words(), vectorizer=_counter(), random_state=seed)
    return _heaviest(model, corpus)


def topeax(corpus: Corpus, seed: int) -> Labels:
    """Fit Turftopic's Topeax: peaks of the density on a plane laid out by t-SNE."""
    from turftopic import Topeax  # noqa: PLC0415 - an extra

    model = Topeax(
        encoder=_words(),
        vectorizer=_counter(),
        perplexity=min(_PERPLEXITY, len(corpus.texts) // 4),
        random_state=seed,
    )
    return _heaviest(model, corpus)


def _counter() -> CountVectorizer:
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415
    from spacy.lang.de.stop_words import STOP_WORDS  # noqa: PLC0415 - slow to import

    return CountVectorizer(stop_words=sorted(STOP_WORDS))


def _heaviest(model: ContextualModel, corpus: Corpus) -> Labels:
    """Return each statement's topic; one that has no weight anywhere is with nobody."""
    with redirect_stdout(StringIO()):  # it reports its progress
        weights = np.asarray(model.fit_transform(corpus.texts, embeddings=corpus.views[0]))
    return np.where(weights.any(axis=1), weights.argmax(axis=1), NOBODY)


class _Words:
    """Vectors of words, remembered: Turftopic asks for all words of a corpus at every fit."""

    def __init__(self) -> None:
        self.encoder = embedding.load()[0]
        self.memory = Memory()

    def encode(self, words: Sequence[str]) -> Matrix:
        """Return one vector a word."""
        return embedding.cached_encode(self.encoder, words, cache=self.memory)


@cache
def _words() -> _Words:
    return _Words()


def top2vec(corpus: Corpus, seed: int) -> Labels:
    """Cluster as Top2Vec does."""
    from hdbscan import HDBSCAN  # noqa: PLC0415 - slow to import

    vectors = corpus.views[0]
    dense = HDBSCAN(min_cluster_size=_RECIPE).fit_predict(
        _umap(_RECIPE, seed).fit_transform(vectors)
    )
    if dense.max() < 0:
        return np.asarray(dense, dtype=np.int64)
    topics = np.stack([vectors[dense == topic].mean(axis=0) for topic in range(dense.max() + 1)])
    topics /= np.linalg.norm(topics, axis=1, keepdims=True)
    return np.asarray((vectors @ topics.T).argmax(axis=1), dtype=np.int64)


def characters(corpus: Corpus, seed: int) -> Labels:
    """Cluster by character n-grams."""
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    counted = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True
    ).fit_transform(corpus.texts)
    concepts = min(_CONCEPTS, min(counted.shape) - 1)
    reduced = normalize(TruncatedSVD(concepts, random_state=seed).fit_transform(counted))
    return _k_means(reduced, _by_silhouette(reduced, seed), seed)


def told_k(corpus: Corpus, seed: int) -> Labels:
    """Cluster with the answer to the hardest question given."""
    reduced = _umap(_RECIPE, seed).fit_transform(corpus.vectors())
    return _k_means(reduced, len(set(corpus.gold)), seed)


def _by_silhouette(vectors: Matrix, seed: int) -> int:
    """Return the number of clusters with the best silhouette, of a dozen between 2 and n / 3."""
    from sklearn.metrics import silhouette_score  # noqa: PLC0415

    count = len(vectors)
    tried = np.unique(np.geomspace(2, min(count / 3, 300), 12).round().astype(int))
    figures = [
        silhouette_score(
            vectors,
            _k_means(vectors, clusters, seed),
            sample_size=min(count, _SAMPLE),
            random_state=seed,
        )
        for clusters in tried.tolist()
    ]
    return int(tried[np.argmax(figures)])


def _k_means(vectors: Matrix, clusters: int, seed: int) -> Labels:
    from sklearn.cluster import KMeans  # noqa: PLC0415

    model = KMeans(clusters, n_init=4, random_state=seed)
    return np.asarray(model.fit_predict(vectors), dtype=np.int64)


TUNED: Final = (
    Setting(100, neighbours=5, size=3, samples=2, method="leaf"),
    Setting(300, neighbours=10, size=3, samples=2, reduced=True),
    Setting(float("inf"), neighbours=10, size=5, reduced=True),
)
"""Best of 180 settings by mean AMI on ``dip`` at n = 80, 200, 500, draws 100 to 103."""
TUNED_OUR_VECTORS: Final = (
    Setting(100, neighbours=10, size=3, samples=1, method="leaf"),
    Setting(300, neighbours=15, size=4, samples=1),
    Setting(float("inf"), neighbours=10, size=4, reduced=True),
)
"""The same on the product's vectors."""

PEERS: Final[dict[str, System]] = {
    "BERTopic": bertopic,
    "BERTopic tuned": bertopic_tuned,
    "KeyNMF": key_nmf,
    "Topeax": topeax,
    "Top2Vec": top2vec,
    "characters": characters,
}
ON_OUR_VECTORS: Final[dict[str, System]] = {"BERTopic tuned, our vectors": bertopic_our_vectors}
ORACLE: Final[dict[str, System]] = {"k-means told k": told_k}
