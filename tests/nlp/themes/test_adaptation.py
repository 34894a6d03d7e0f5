from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.themes import adaptation, embedding
from nlp.themes.adaptation import Adaptation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MODELS = (("a", "1"), ("b", "2"))


@dataclass(frozen=True)
class Model:
    model_id: str
    weights_hash: str
    dimension: int = 2

    def encode(self, texts: Sequence[str], *, progress: object = None) -> np.ndarray:
        raise NotImplementedError


def test_a_map_is_used_for_the_models_that_it_was_trained_for_only() -> None:
    made = Adaptation("x", MODELS, np.eye(4, dtype=np.float32))
    assert made.fits([Model("a", "1"), Model("b", "2")])
    assert not made.fits([Model("b", "2"), Model("a", "1")])
    assert not made.fits([Model("a", "1")])
    assert not made.fits([Model("a", "1"), Model("b", "other weights")])


def test_a_map_that_was_written_is_read_again(tmp_path: Path) -> None:
    made = Adaptation("x", MODELS, np.eye(3, dtype=np.float32) / 4)
    adaptation.write(made, tmp_path / "map.safetensors")
    again = adaptation.read(tmp_path / "map.safetensors")
    assert (again.name, again.models) == (made.name, made.models)
    np.testing.assert_array_equal(again.map, made.map)


@pytest.mark.model
def test_the_shipped_map_fits_the_default_models_and_no_other() -> None:
    both = embedding.load()
    shipped = adaptation.fitting(both)
    assert shipped is not None
    assert shipped.map.shape == (sum(encoder.dimension for encoder in both),) * 2
    assert adaptation.fitting(both[:1]) is None
