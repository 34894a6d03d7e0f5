"""Why a request cannot be understood, or must not be obeyed."""

from __future__ import annotations

from http import HTTPStatus

from service.errors.root import ServiceError


class RequestError(ServiceError):
    """A request cannot be understood or must not be obeyed."""

    code = "request"
    status = HTTPStatus.BAD_REQUEST


class MissingFileError(RequestError):
    """The upload holds no file."""

    code = "file_missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class InvalidDateError(RequestError):
    """The date of the upload is no date."""

    code = "date_invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class MalformedUploadError(RequestError):
    """The body of the upload is not what its header says."""

    code = "upload_malformed"


class LargeRequestError(RequestError):
    """The body is larger than any form of the pages or request of the API is."""

    code = "request_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class CrossSiteError(RequestError):
    """Another web site sent the request in the name of its visitor."""

    code = "cross_site"
    status = HTTPStatus.FORBIDDEN


class UnknownHostError(RequestError):
    """The request names a host that the settings do not allow."""

    code = "host_unknown"


class InvalidInputError(RequestError):
    """Fields of the request are wrong (``fields``, comma-separated names)."""

    code = "input_invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class BadRequestError(RequestError):
    """The request is broken in itself."""

    code = "request_bad"


class PageNotFoundError(RequestError):
    """No page has this address."""

    code = "page_not_found"
    status = HTTPStatus.NOT_FOUND


class MethodNotAllowedError(RequestError):
    """The address does not know this method."""

    code = "method_not_allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED


class MediaTypeError(RequestError):
    """The body has a type that the address does not take."""

    code = "media_type"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class UnexpectedError(RequestError):
    """An error of ours, told without details."""

    code = "unexpected"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
