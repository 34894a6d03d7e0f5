"""Why a comment or a resolution is not taken."""

from __future__ import annotations

from http import HTTPStatus

from service.errors.root import NotFoundError, ServiceError


class SteeringError(ServiceError):
    """What the Lenkungsgruppe says about a theme is not taken."""

    code = "steering"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class EmptyTextError(SteeringError):
    """A comment holds no word."""

    code = "text_empty"


class LongTextError(SteeringError):
    """A comment or a reason is longer than it may be (``most`` characters)."""

    code = "text_long"


class TextCharacterError(SteeringError):
    """A text holds a control character, which no keyboard writes and not every database takes."""

    code = "text_character"


class PersonalTextError(SteeringError):
    """A text holds personal data for certain."""

    code = "text_personal"


class DoubtfulTextError(SteeringError):
    """A text may tell of a person; somebody has to say that it does not."""

    code = "text_doubtful"


class FutureMeetingError(SteeringError):
    """The meeting has not happened yet."""

    code = "meeting_in_future"


class EarlyMeetingError(SteeringError):
    """The meeting is said to be before the ``year`` from which on there can be one."""

    code = "meeting_too_early"


class NotReleasedError(SteeringError):
    """The Lenkungsgruppe does not see the theme, which who asks does."""

    code = "theme_not_released"
    status = HTTPStatus.CONFLICT


class ForeignCommentError(SteeringError):
    """Somebody else wrote the comment."""

    code = "comment_of_another"
    status = HTTPStatus.FORBIDDEN


class CommentNotFoundError(NotFoundError):
    """There is no such comment on the theme."""

    code = "comment_not_found"
