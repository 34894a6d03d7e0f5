"""The bodies of a review and of the answers to it."""

from __future__ import annotations

from datetime import datetime  # pydantic reads the annotations
from typing import TYPE_CHECKING, Any
from uuid import UUID  # the same

from pydantic import BaseModel, Field, field_validator

from service import catalogue
from service.api.schemas import with_example
from service.review import QuestionKind, Reason  # the same
from service.usecases.pending import MOST_PLACES

if TYPE_CHECKING:
    from service.review import Question, Review

LONGEST_KEY = 16
LONGEST_SECRET = 64

_REVIEW: dict[str, Any] = {
    "draft": "f2b8f4a8-6f0b-4c8e-9a0b-1b7f7a2f7c55",
    "secret": "p0Zl3vWJm4qLr9yJr7g1sB2nQ8d5h6k0c3x9v2b1n4M=",
    "expires_at": "2026-05-20T09:15:00Z",
    "singling_out": False,
    "questions": [
        {
            "key": "q1",
            "kind": "finding",
            "type": "name",
            "name": "Name",
            "reason": "Ein Name nennt eine Person; ihre Rolle oder Funktion genügt.",
            "rule": "lexicon",
            "rule_reason": "Steht in unserer Namensliste.",
            "replacement": "[Name]",
            "places": [
                {
                    "start": 212,
                    "end": 217,
                    "before": "Den Antrag hat ",
                    "match": "Amina",
                    "after": " allein gestellt.",
                }
            ],
        }
    ],
}


class PlaceBody(BaseModel):
    """A place in the text that is asked about."""

    model_config = with_example(_REVIEW["questions"][0]["places"][0])

    start: int = Field(description="First code point in the text of the note's file")
    end: int = Field(description="First code point after it")
    before: str = Field(description="Up to 40 code points in front of it")
    match: str = Field(description="What stands there")
    after: str = Field(description="Up to 40 code points behind it")


class QuestionBody(BaseModel):
    """One text of one type, wherever it stands: one answer is for all places."""

    model_config = with_example(_REVIEW["questions"][0])

    key: str = Field(description="Names the question in an answer")
    kind: QuestionKind = Field(
        description="`finding` may be personal data; `feature` could single a person out"
    )
    type: str = Field(description="Kind of data or feature, a stable name")
    name: str = Field(description="Kind of data or feature, in German")
    reason: str = Field(description="Why it is asked about, in German")
    rule: str = Field(description="How it was recognised, a stable name; empty for a feature")
    rule_reason: str = Field(description="How it was recognised, in German, or empty")
    replacement: str = Field(description="What is written instead")
    places: list[PlaceBody]


class ReviewBody(BaseModel):
    """A note that waits for a person, and what is asked about it."""

    model_config = with_example(_REVIEW)

    draft: UUID = Field(description="Names the draft: `/api/drafts/{draft}`")
    secret: str = Field(description="Opens the draft; kept by nobody but you")
    expires_at: datetime = Field(description="When the draft is gone")
    singling_out: bool = Field(description="Whether features could single a person out")
    questions: list[QuestionBody]


def review_body(review: Review) -> ReviewBody:
    """Return a review with the German words for it."""
    return ReviewBody(
        draft=review.draft_id,
        secret=review.secret,
        expires_at=review.expires_at,
        singling_out=review.singling_out,
        questions=[_question(question) for question in review.questions],
    )


def _question(question: Question) -> QuestionBody:
    message = catalogue.asked_about(question.kind, question.type)
    return QuestionBody(
        key=question.key,
        kind=question.kind,
        type=question.type,
        name=message.title,
        reason=message.sentence,
        rule=question.rule,
        rule_reason=catalogue.RULES[question.rule] if question.rule else "",
        replacement=question.replacement,
        places=[PlaceBody.model_validate(place) for place in question.places],
    )


class GivenAnswer(BaseModel):
    """The answer to a question."""

    model_config = with_example({"key": "q1", "keep": "no_person"})

    key: str = Field(max_length=LONGEST_KEY, description="The question's key")
    keep: Reason | None = Field(
        description="Why it is kept; null replaces it. A `feature` is kept as `general` only"
    )


class Answers(BaseModel):
    """The answers to a review."""

    model_config = with_example(
        {
            "secret": _REVIEW["secret"],
            "answers": [{"key": "q1", "keep": None}],
            "replace_others": False,
        }
    )

    secret: str = Field(max_length=LONGEST_SECRET, description="Opens the draft")
    answers: list[GivenAnswer] = Field(max_length=MOST_PLACES)
    replace_others: bool = Field(
        default=False, description="Whether what has no answer here is replaced"
    )

    @field_validator("answers")
    @classmethod
    def _once(cls, answers: list[GivenAnswer]) -> list[GivenAnswer]:
        if len({answer.key for answer in answers}) < len(answers):
            msg = "two answers to one question"
            raise ValueError(msg)
        return answers
