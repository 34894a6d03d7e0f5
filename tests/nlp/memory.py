"""A cache of vectors in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nlp.themes.embedding import Vectors


class Memory:
    """A cache that counts what it is asked and given."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Vectors] = {}
        self.puts: list[int] = []

    def get(self, model_id: str, hashes: Sequence[str]) -> dict[str, Vectors]:
        return {h: self.kept[model_id, h] for h in hashes if (model_id, h) in self.kept}

    def put(self, model_id: str, vectors: Mapping[str, Vectors]) -> None:
        self.puts.append(len(vectors))
        self.kept |= {(model_id, key): vector for key, vector in vectors.items()}
