"""Statements as vectors: which models, how they are cached, how two are fused.

A model is always a genuine ``SentenceTransformer``. The default is two of them side by side;
any other one comes in by its name, or by the path of its folder.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import platformdirs

from nlp.errors import ModelMissingError
from nlp.text import normalise, text_hash
from nlp.themes import e5

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt
    from sentence_transformers import SentenceTransformer

    Vectors = npt.NDArray[np.float32]
    Progress = Callable[[float], None]

DEFAULT = "default"
E5 = "e5"
USE = "use"

_CHUNK = 128  # texts between two reports of progress
_LONGEST_NAME = 150


class Encoder(Protocol):
    """What turns texts into vectors.

    Attributes:
        model_id: An honest name of the model, quantisation included.
        weights_hash: Hex digest of its weights.
        dimension: Length of a vector.
    """

    @property
    def model_id(self) -> str: ...  # noqa: D102 - see the class
    @property
    def weights_hash(self) -> str: ...  # noqa: D102
    @property
    def dimension(self) -> int: ...  # noqa: D102

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Return one unit vector a text, shape ``(len(texts), dimension)``."""
        ...


class VectorCache(Protocol):
    """Keeps vectors by model and :func:`text_hash`."""

    def get(self, model_id: str, hashes: Sequence[str]) -> dict[str, Vectors]:
        """Return those of the vectors that are known, by hash."""
        ...

    def put(self, model_id: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep the vectors, by hash."""
        ...


@dataclass(frozen=True)
class SentenceEncoder:
    """An :class:`Encoder` around a ``SentenceTransformer``.

    A text's vector is the same whatever is encoded with it, to the last bit.

    Attributes:
        padded: Whether the model takes padded tokens, else it gets one text at a time.
    """

    model: SentenceTransformer
    model_id: str
    weights_hash: str
    dimension: int
    padded: bool = True

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Return one unit vector a text, shape ``(len(texts), dimension)``."""
        from nlp.themes.batches import encode_padded  # noqa: PLC0415 - imports torch

        if self.padded:
            return encode_padded(self.model, texts, progress=progress)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self.model.encode([text], show_progress_bar=False)[0]
            if progress and ((row + 1) % _CHUNK == 0 or row + 1 == len(texts)):
                progress((row + 1) / len(texts))
        return vectors


def load(name: str = DEFAULT, *, folder: Path | None = None) -> tuple[Encoder, ...]:
    """Load the models that ``name`` stands for; nothing is ever downloaded.

    Args:
        name: ``default`` (E5 and USE side by side; USE alone where E5 is not available for
            the platform), ``e5``, ``use``, the path of a sentence-transformers folder, or a
            model's name if it lies in the local hub cache.
        folder: Where converted weights are kept, by default the user's cache folder.

    Raises:
        ModelMissingError: The model is not there.
        WeightsMismatchError: The weights of a shipped model are not the ones tested with.
    """
    folder = folder or platformdirs.user_cache_path("themenradar") / "models"
    if name == DEFAULT:
        return (_e5(folder), _use()) if e5.available() else (_use(),)
    if name == E5:
        return (_e5(folder),)
    if name == USE:
        return (_use(),)
    return (_any(name),)


def _e5(folder: Path) -> Encoder:
    model = _open(str(e5.ensure_model(folder)), device="cpu")
    return SentenceEncoder(model, e5.NAME, e5.WEIGHTS_SHA256, e5.DIMENSION)


def _use() -> Encoder:
    from nlp.themes import use  # noqa: PLC0415 - imports torch

    return SentenceEncoder(
        use.load_model(), use.NAME, use.WEIGHTS_SHA256, use.DIMENSION, padded=False
    )


def _any(name: str) -> Encoder:
    try:
        model = _open(name, device=None)
    except (OSError, ValueError) as error:
        raise ModelMissingError(model=name) from error
    dimension = model.get_embedding_dimension()
    if dimension is None:
        raise ModelMissingError(model=name)
    weights_hash = _weights_hash(model)
    model_id = (
        f"{Path(name).name[:_LONGEST_NAME]}@{weights_hash[:12]}"  # a folder's name is no name
    )
    return SentenceEncoder(model, model_id, weights_hash, dimension)


def _open(name_or_path: str, *, device: str | None) -> SentenceTransformer:
    """Open a model; ``device=None`` takes a GPU when there is one."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - imports torch
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)  # it tells its prompts
    disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers' own
    return SentenceTransformer(name_or_path, device=device, local_files_only=True)


def _weights_hash(model: SentenceTransformer) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


def cached_encode(
    encoder: Encoder,
    texts: Sequence[str],
    *,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> Vectors:
    """Encode ``texts``, asking the cache first and keeping there what is new.

    Equal texts are encoded once.

    Returns:
        Unit vectors, shape ``(len(texts), encoder.dimension)``.
    """
    hashes = [text_hash(text) for text in texts]
    by_hash = {key: normalise(text) for key, text in zip(hashes, texts, strict=True)}
    known = cache.get(encoder.model_id, list(by_hash)) if cache else {}
    missing = sorted(by_hash.keys() - known.keys())
    vectors = encoder.encode([by_hash[key] for key in missing], progress=progress)
    fresh = dict(zip(missing, vectors, strict=True))
    if cache and fresh:
        cache.put(encoder.model_id, fresh)
    if not texts:
        return np.empty((0, encoder.dimension), dtype=np.float32)
    known |= fresh
    return np.stack([known[key] for key in hashes])
