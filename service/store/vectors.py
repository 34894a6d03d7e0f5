"""Vectors kept by model and text's hash, so that a text is embedded once in its Kreis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import delete
from sqlmodel import col, select

from service.store.tables import StatementRow, VectorRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt
    from sqlmodel import Session

    from service.store.sessions import Database

_STORED = np.dtype("<f4")
_QUERY_SIZE = 1000  # parameters of one query; every database takes as many


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """A :class:`nlp.themes.embedding.VectorCache` in the database."""

    database: Database
    district_id: str

    def get(self, model_id: str, hashes: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Return those of the vectors that are known, by hash."""
        with self.database.reading() as session:
            return {
                row.text_hash: np.frombuffer(row.data, dtype=_STORED).astype(np.float32)
                for row in self._rows(session, model_id, hashes)
            }

    def put(self, model_id: str, vectors: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Keep the vectors, by hash; those that are known already stay as they are.

        A vector whose text no statement of the Kreis has (any more) is not kept: its note
        may have been deleted while it was computed.
        """
        hashes = list(vectors)
        with self.database.writing(self.district_id) as session:
            known = {row.text_hash for row in self._rows(session, model_id, hashes)}
            wanted = self._used(session, hashes) - known
            session.add_all(
                VectorRow(
                    district_id=self.district_id,
                    model_id=model_id,
                    text_hash=text_hash,
                    data=vector.astype(_STORED).tobytes(),
                )
                for text_hash, vector in vectors.items()
                if text_hash in wanted
            )
            session.commit()

    def _rows(self, session: Session, model_id: str, hashes: Sequence[str]) -> list[VectorRow]:
        query = select(VectorRow).where(
            VectorRow.district_id == self.district_id, VectorRow.model_id == model_id
        )
        rows: list[VectorRow] = []
        for part in _parts(hashes):
            rows += session.exec(query.where(col(VectorRow.text_hash).in_(part)))
        return rows

    def _used(self, session: Session, hashes: Sequence[str]) -> set[str]:
        query = select(StatementRow.text_hash).where(StatementRow.district_id == self.district_id)
        used: set[str] = set()
        for part in _parts(hashes):
            used.update(session.exec(query.where(col(StatementRow.text_hash).in_(part))))
        return used


def delete_unused(session: Session, hashes: Sequence[str], *, district: str) -> list[bytes]:
    """Delete those of the vectors whose text no statement of the Kreis has any more.

    Returns:
        The vectors, as they were stored.
    """
    still_used = select(StatementRow.text_hash).where(StatementRow.district_id == district)
    deleted: list[bytes] = []
    for part in _parts(hashes):
        gone = (
            delete(VectorRow)
            .where(
                col(VectorRow.district_id) == district,
                col(VectorRow.text_hash).in_(part),
                col(VectorRow.text_hash).not_in(still_used),
            )
            .returning(col(VectorRow.data))
        )
        deleted += session.exec(gone).scalars()
    return deleted


def _parts(hashes: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(hashes), _QUERY_SIZE):
        yield hashes[first : first + _QUERY_SIZE]
