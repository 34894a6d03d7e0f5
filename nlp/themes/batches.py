"""Encoding in batches of fixed shapes, so that a text's vector depends on the text alone.

The last bits of a matrix product depend on the shapes of the matrices, so a vector would
depend on which texts happened to be encoded with it, and a clustering can tip over on the
last bit. Here every batch has 32 rows and one of few lengths, filled up with padding: the
arithmetic for a text is the same in any company (tested bit by bit).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt
    from sentence_transformers import SentenceTransformer

_ROWS = 32
_STEP = 16  # lengths are rounded up to a multiple of so many tokens
_FILLER = "a"


def encode_padded(
    model: SentenceTransformer,
    texts: Sequence[str],
    *,
    progress: Callable[[float], None] | None = None,
) -> npt.NDArray[np.float32]:
    """Encode texts with a transformer under its default prompt.

    Args:
        model: A sentence-transformers model whose first module has a tokenizer.
        texts: The texts, each cut off at the model's longest sequence.
        progress: Told the share of the texts done, in ``[0, 1]``.

    Returns:
        One unit vector a text, shape ``(len(texts), model's dimension)``.
    """
    prompt = model.prompts.get(model.default_prompt_name or "") or ""
    vectors = np.empty((len(texts), model.get_embedding_dimension() or 0), dtype=np.float32)
    done = 0
    for length, rows in _batches(model, [prompt + text for text in texts]):
        filled = [texts[row] for row in rows] + [_FILLER] * (_ROWS - len(rows))
        vectors[rows] = _encode(model, filled, prompt=prompt, length=length)[: len(rows)]
        done += len(rows)
        if progress:
            progress(done / len(texts))
    return vectors


def _batches(model: SentenceTransformer, texts: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """Yield rows of similar length with the length they are padded to, the shortest first."""
    of_length: defaultdict[int, list[int]] = defaultdict(list)
    longest = model.max_seq_length or model.tokenizer.model_max_length
    for row, text in enumerate(texts):
        tokens = len(model.tokenizer(text, truncation=True, max_length=longest)["input_ids"])
        of_length[min(-(-tokens // _STEP) * _STEP, longest)].append(row)
    for length, rows in sorted(of_length.items()):
        for start in range(0, len(rows), _ROWS):
            yield length, rows[start : start + _ROWS]


def _encode(
    model: SentenceTransformer, texts: Sequence[str], *, prompt: str, length: int
) -> npt.NDArray[np.float32]:
    features = model.preprocess(list(texts), prompt=prompt)
    fill = {"input_ids": model.tokenizer.pad_token_id}
    for name, values in features.items():
        if torch.is_tensor(values) and values.ndim == 2:  # noqa: PLR2004 - (rows, tokens)
            missing = length - values.shape[1]
            padded = functional.pad(values, (0, missing), value=fill.get(name, 0))
            features[name] = padded.to(model.device)
    with torch.inference_mode():
        vectors = model(features)["sentence_embedding"]
    unit: npt.NDArray[np.float32] = functional.normalize(vectors, dim=1).cpu().numpy()
    return unit
