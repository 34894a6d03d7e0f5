"""What the login provider publishes about itself, and how it is asked: never more than needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from httpx2 import URL, AsyncByteStream, AsyncHTTPTransport, InvalidURL
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from service.access.identity import SUBJECT
from service.errors import ProviderAnswerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx2 import AsyncClient, Request, Response

LARGEST: Final = 256 * 1024
"""Bytes of the largest answer that is read."""
_WELL_KNOWN: Final = "/.well-known/openid-configuration"

Model = TypeVar("Model", bound=BaseModel)


class Transport(AsyncHTTPTransport):
    """Asks over HTTP; an answer is taken as it is, never unpacked, and only so far."""

    async def handle_async_request(self, request: Request) -> Response:
        """Send a request."""
        response = await super().handle_async_request(request)
        response.headers.pop("content-encoding", None)
        response.stream = _Bounded(response.stream)
        return response


class _Bounded(AsyncByteStream):
    def __init__(self, stream: Any) -> None:  # noqa: ANN401 # the type is that of both worlds
        self._stream: AsyncByteStream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._stream:
            size += len(part)
            if size > LARGEST:
                raise ProviderAnswerError(why="size")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


def _address(value: str) -> str:
    try:
        url = URL(value)
    except InvalidURL as error:
        msg = "no address"
        raise ValueError(msg) from error
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo or url.fragment:
        msg = "not an address of a page"
        raise ValueError(msg)
    return value


Address = Annotated[str, Field(max_length=2000), AfterValidator(_address)]


class _Published(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class Discovery(_Published):
    """What a provider publishes about itself (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address
    userinfo_endpoint: Address | None = None
    end_session_endpoint: Address | None = None
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False


class Keys(_Published):
    """The public keys of a provider (RFC 7517, section 5)."""

    keys: list[dict[str, Any]]


class Person(_Published):
    """What a provider says about somebody (OpenID Connect Core 1.0, section 5.1)."""

    sub: str = Field(pattern=SUBJECT)
    email: str | None = None
    email_verified: Any = None  # some send a text: only what is true counts

    @property
    def verified_email(self) -> str | None:
        """The address, where the provider says that it checked whose it is."""
        return self.email if self.email_verified is True else None


async def discover(client: AsyncClient, issuer: str) -> Discovery:
    """Read what a provider publishes about itself.

    Raises:
        ProviderAnswerError: It is somebody else, or has people's browsers or this service go
            where it should not.
        httpx2.HTTPError: It does not answer.
    """
    address = issuer.rstrip("/") + _WELL_KNOWN
    found = parsed(Discovery, await fetched(client, address), why="discovery")
    if found.issuer != issuer:
        raise ProviderAnswerError(why="issuer")
    asked = (found.token_endpoint, found.jwks_uri, found.userinfo_endpoint)
    if any(_origin(one) != _origin(issuer) for one in asked if one):
        raise ProviderAnswerError(why="foreign_endpoint")
    shown = (found.authorization_endpoint, found.end_session_endpoint)
    if any(URL(one).scheme != "https" and _origin(one) != _origin(issuer) for one in shown if one):
        raise ProviderAnswerError(why="plain_endpoint")
    return found


async def fetched(client: AsyncClient, address: str, *, token: str | None = None) -> bytes:
    """Return what stands at an address of the provider; ``token`` is shown to it.

    Raises:
        httpx2.HTTPError: It does not answer, or with anything but 200.
    """
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    response = await client.get(address, headers=headers, auth=None)
    response.raise_for_status()
    return response.content


def parsed(kind: type[Model], content: bytes, *, why: str) -> Model:
    """Return what an answer says.

    Raises:
        ProviderAnswerError: It is none of its kind.
    """
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        raise ProviderAnswerError(why=why) from error


def _origin(address: str) -> tuple[str, str, int | None]:
    url = URL(address)
    return url.scheme, url.host, url.port
