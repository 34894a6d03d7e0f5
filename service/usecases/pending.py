"""A note that waits for a person: what is known of it, kept in an encrypted draft.

Kept are the text as redacted so far, what will be stored beside it, and the answers given;
neither the file's bytes, nor its name, nor its metadata.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import TYPE_CHECKING, Any, Final

import structlog

from nlp.types import Block, BlockKind, Document, Format, Span
from service.errors import ManyQuestionsError
from service.review import QuestionKind, Reason, Review
from service.store import drafts
from service.usecases.admission import Head
from service.usecases.audit import Action, record
from service.usecases.questions import Asked, Choice, Inquiry, Matter, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    from service.store.sessions import Database

MOST_PLACES: Final = 5_000
"""Places that a person is asked about; no note has so many."""

_log = structlog.get_logger("themenradar.drafts")


@dataclass(frozen=True, slots=True)
class Pending:
    """A note that waits for a person.

    Attributes:
        head: What will be stored beside its statements.
        inquiry: Its document, and where the inquiry about it stands.
    """

    head: Head
    inquiry: Inquiry = field(repr=False)


def keep(  # of an upload, all but its file
    database: Database,
    pending: Pending,
    *,
    district: str,
    actor: str,
    now: datetime,
    lifetime: timedelta,
) -> Review:
    """Keep a note until a person has answered; return what is asked.

    Raises:
        ManyQuestionsError: No person can answer that much.
        DraftsFullError: Too many notes wait already.
    """
    content = pack(pending)
    drafts.expire(database, now=now)
    with database.writing(district) as session:
        row, secret = drafts.create(
            session,
            content,
            district=district,
            now=now.astimezone(UTC),
            lifetime=lifetime,
            municipality=pending.head.municipality,
        )
        record(
            session,
            actor=actor,
            action=Action.DRAFT_KEPT,
            object_id=row.id,
            district=district,
            now=now,
        )
        session.commit()
    _log.info("draft kept", draft=str(row.id), questions=len(pending.inquiry.open))
    return review(pending, row.id, secret, row.expires_at)


def review(pending: Pending, draft_id: UUID, secret: str, expires_at: datetime) -> Review:
    """Return what a person is asked about a note."""
    return Review(
        draft_id=draft_id,
        secret=secret,
        expires_at=expires_at,
        questions=show(pending.inquiry),
        singling_out=pending.inquiry.singling_out,
    )


# --- As bytes -----------------------------------------------------------------------


def pack(pending: Pending) -> bytes:
    """Return a pending note as bytes, without its metadata.

    Raises:
        ManyQuestionsError: No person can answer that much.
    """
    head, inquiry = pending.head, pending.inquiry
    if sum(len(one.spans) for one in inquiry.open) > MOST_PLACES:
        raise ManyQuestionsError(limit=MOST_PLACES)
    document = inquiry.document
    value = {
        "head": [head.municipality, f"{head.held_on}", head.participants, head.institutions],
        "format": document.format,
        "text": document.text,
        "blocks": [
            [block.kind, block.level, *_edges((block.span, *block.cells))]
            for block in document.blocks
        ],
        "sha256": document.sha256,
        "population": inquiry.population,
        "open": [
            [one.key, one.kind, one.type, one.rule, one.replacement, *_edges(one.spans)]
            for one in inquiry.open
        ],
        "singling_out": inquiry.singling_out,
        "asked": inquiry.asked,
        "kept": sorted(inquiry.kept),
        "widened": _edges(inquiry.widened),
        "choices": [[*choice, count] for choice, count in inquiry.choices.items()],
    }
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode())


def unpack(content: bytes) -> Pending:
    """Return the pending note that :func:`pack` made bytes of."""
    value = json.loads(zlib.decompress(content))
    inquiry = Inquiry(
        document=_document(value),
        population=value["population"],
        open=tuple(_asked(*one) for one in value["open"]),
        singling_out=value["singling_out"],
        asked=value["asked"],
        kept=frozenset(Matter(QuestionKind(kind), *rest) for kind, *rest in value["kept"]),
        widened=_spans(value["widened"]),
        choices={
            Choice(QuestionKind(kind), type_, reason and Reason(reason)): count
            for kind, type_, reason, count in value["choices"]
        },
    )
    municipality, held_on, participants, named = value["head"]
    head = Head(municipality, date.fromisoformat(held_on), participants, tuple(named))
    return Pending(head, inquiry)


def _document(value: Mapping[str, Any]) -> Document:
    return Document(
        format=Format(value["format"]),
        text=value["text"],
        blocks=tuple(_block(*block) for block in value["blocks"]),
        metadata=(),
        sha256=value["sha256"],
    )


def _block(kind: str, level: int, *edges: int) -> Block:
    span, *cells = _spans(edges)
    return Block(BlockKind(kind), span, level, tuple(cells))


def _asked(key: str, kind: str, *rest: Any) -> Asked:  # noqa: ANN401 # texts, then numbers
    type_, rule, replacement, *edges = rest
    return Asked(key, QuestionKind(kind), type_, rule, replacement, _spans(edges))


def _edges(spans: Iterable[Span]) -> list[int]:
    return [edge for span in spans for edge in (span.start, span.end)]


def _spans(edges: Sequence[int]) -> tuple[Span, ...]:
    return tuple(map(Span, edges[::2], edges[1::2]))
