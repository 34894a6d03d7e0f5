"""What the gate asks a person, and what the person may answer: plain types for all layers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from nlp.types import Tier


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding of the gate with its surroundings, to be shown to the uploader only.

    Its text is not part of its ``repr``, so that no log line shows it by accident.

    Attributes:
        type: The kind of data; the catalogue names and explains it.
        tier: How sure the gate is.
        rule: Which rule fired; the catalogue explains it.
        place: ``text``, ``filename`` or ``metadata:<key>``.
        start: First code point of the finding in that place.
        end: First code point after it.
        before: Up to 40 code points in front of it.
        match: The finding itself.
        after: Up to 40 code points behind it.
    """

    type: str
    tier: Tier
    rule: str
    place: str
    start: int
    end: int
    before: str = field(repr=False)
    match: str = field(repr=False)
    after: str = field(repr=False)


class Reason(StrEnum):
    """Why a person keeps what the gate would rather have replaced."""

    NO_PERSON = "no_person"
    """A technical term, a place, an institution: it names nobody."""
    PUBLIC = "public"
    """A public office or body, named in its function."""
    GENERAL = "general"
    """A general statement: it is about no single person."""


Answer = Reason | None
"""``None`` replaces, a reason keeps."""


class QuestionKind(StrEnum):
    """What a question is about."""

    FINDING = "finding"
    """Something that may be personal data; it is replaced by a placeholder."""
    FEATURE = "feature"
    """A feature that singles a person out in combination; it is replaced by a wider one."""


REASONS: Final[Mapping[QuestionKind, tuple[Reason, ...]]] = {
    QuestionKind.FINDING: tuple(Reason),
    QuestionKind.FEATURE: (Reason.GENERAL,),
}
"""What keeps a place: where a person could be singled out, only that nobody is meant."""


@dataclass(frozen=True, slots=True)
class Question:
    """One text of one type, wherever it stands in the note: one answer is for all places.

    Attributes:
        key: Names the question: ``q1``, ``q2``, …, in order of first place. A draft never uses a
            key twice, so that no answer can reach another question than it was given to.
        kind: Finding or feature.
        type: Type of the finding or of the feature.
        rule: Which rule fired; empty for a feature.
        replacement: What is written instead: a placeholder, or the wider wording.
        places: Where it stands, at least one.
    """

    key: str
    kind: QuestionKind
    type: str
    rule: str
    replacement: str
    places: tuple[ShownFinding, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Review:
    """A note that waits for a person, as an encrypted draft, and what is asked about it.

    Attributes:
        draft_id: Names the draft.
        secret: Opens it; it is given to the uploader and stored nowhere else.
        expires_at: When the draft is gone.
        questions: In order of their first place in the text.
        singling_out: Whether the features that are left could single a person out.
    """

    draft_id: UUID
    secret: str = field(repr=False)
    expires_at: datetime
    questions: tuple[Question, ...]
    singling_out: bool
