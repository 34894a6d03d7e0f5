"""Why a decision about themes is not taken."""

from __future__ import annotations

from http import HTTPStatus

from service.errors.root import NotFoundError, ServiceError


class DecisionError(ServiceError):
    """A decision is not taken."""

    code = "decision"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class IncompleteDecisionError(DecisionError):
    """A decision of a ``kind`` lacks what it needs, or has what it must not have."""

    def __init__(self, *, kind: str) -> None:
        super().__init__()
        self.code = f"decision_{kind}"  # one sentence per kind


class LongLabelError(DecisionError):
    """A label is longer than it may be (``most`` characters)."""

    code = "label_long"


class LabelCharacterError(DecisionError):
    """A label holds a control character, which no keyboard writes and not every database takes."""

    code = "label_character"


class PersonalLabelError(DecisionError):
    """A label holds personal data for certain."""

    code = "label_personal"


class DoubtfulLabelError(DecisionError):
    """A label may name a person; somebody has to say that it does not."""

    code = "label_doubtful"


class UnknownFieldError(DecisionError):
    """The taxonomy has no such Handlungsfeld."""

    code = "field_unknown"


class NoRunYetError(DecisionError):
    """There are no themes to decide about before the first run."""

    code = "no_run_yet"
    status = HTTPStatus.CONFLICT


class WithdrawnError(DecisionError):
    """The decision was withdrawn already."""

    code = "decision_withdrawn"
    status = HTTPStatus.CONFLICT


class DecisionNotFoundError(NotFoundError):
    """There is no such decision."""

    code = "decision_not_found"


class StatementNotFoundError(NotFoundError):
    """There is no such statement among those of the latest run."""

    code = "statement_not_found"
