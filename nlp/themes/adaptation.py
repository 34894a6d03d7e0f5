"""Domain adaptation: a linear map that brings statements about one matter closer.

The encoders were trained on texts of the web. The map was trained by ``scripts/train_encoder``
on questions in the Bundestag, of which two that share a rare keyword are about one matter. It
is the identity with a part of what was learned, so that a corpus of another genre keeps its
neighbourhoods. A map belongs to the models that it was trained for and is never used for
others.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from nlp.themes.embedding import Encoder

    Matrix = npt.NDArray[np.float32]

_TENSOR: Final = "map"


@dataclass(frozen=True)
class Adaptation:
    """A linear map of fused vectors.

    Attributes:
        name: Names the map in a run's record.
        models: Model id and hash of the weights of each encoder, in their order.
        map: Shape ``(d, d)``, ``d`` the sum of the encoders' dimensions.
    """

    name: str
    models: tuple[tuple[str, str], ...]
    map: Matrix

    @property
    def sha256(self) -> str:
        """Hex digest of the map's values."""
        return hashlib.sha256(self.map.tobytes()).hexdigest()

    def fits(self, encoders: Sequence[Encoder]) -> bool:
        """Tell whether the map was trained for these encoders, in this order."""
        return self.models == identities(encoders)


def identities(encoders: Sequence[Encoder]) -> tuple[tuple[str, str], ...]:
    """Return what tells encoders apart: model id and hash of the weights of each."""
    return tuple((encoder.model_id, encoder.weights_hash) for encoder in encoders)


def fitting(encoders: Sequence[Encoder]) -> Adaptation | None:
    """Return the shipped map if it was trained for these encoders."""
    shipped = _shipped()
    return shipped if shipped.fits(encoders) else None


@lru_cache(maxsize=1)
def _shipped() -> Adaptation:
    with resources.as_file(resources.files("nlp.themes") / "data" / "map.safetensors") as path:
        return read(path)


def read(path: Path) -> Adaptation:
    """Read a map from a file that :func:`write` wrote."""
    with safe_open(path, framework="numpy") as file:
        about = file.metadata()
        values = file.get_tensor(_TENSOR)
    models = tuple((str(model), str(weights)) for model, weights in json.loads(about["models"]))
    return Adaptation(about["name"], models, values.astype(np.float32))


def write(adaptation: Adaptation, path: Path) -> None:
    """Write a map; its values are kept in half precision."""
    about = {"name": adaptation.name, "models": json.dumps(adaptation.models)}
    save_file({_TENSOR: adaptation.map.astype(np.float16)}, path, metadata=about)
