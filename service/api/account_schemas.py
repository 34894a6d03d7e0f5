"""The bodies of requests and answers about accounts and tokens."""

from __future__ import annotations

from datetime import datetime  # pydantic reads the annotations
from typing import Annotated, Any, Literal
from uuid import UUID  # the same

from pydantic import BaseModel, Field

from service.access.roles import Permission, Role
from service.api.schemas import Municipality, with_example
from service.store.access_tables import LONGEST_NAME
from service.usecases.tokens import LONGEST_DAYS

_ACCOUNT: dict[str, Any] = {
    "id": "1d0a4c5e-7b1f-4a55-9d0e-2f6a7c1b9e10",
    "name": "erika.muster@kreis.example",
    "role": "koordination",
    "district": "05754",
    "municipality": None,
    "created_at": "2026-11-20T09:00:00Z",
    "disabled_at": None,
    "version": "1d0a4c5e-7b1f-4a55-9d0e-2f6a7c1b9e10.1",
    "link_until": "2026-11-21T09:00:00Z",
    "has_password": False,
    "linked": False,
    "second_factor": False,
}
_REACH: dict[str, Any] = {"role": "koordination", "district": "05754", "municipality": ""}
_TOKEN: dict[str, Any] = {
    "id": "5b2f8e60-3a0c-4f0e-8f68-4a9d2c7e1b33",
    "name": "Nachtlauf",
    "district": "05754",
    "scopes": ["notes_read", "runs_start"],
    "created_at": "2026-11-20T09:00:00Z",
    "expires_at": "2027-02-18T09:00:00Z",
    "expired": False,
}

PersonRole = Literal[
    Role.KOORDINATION, Role.MELDEND, Role.LENKUNGSGRUPPE, Role.LAND, Role.ADMINISTRATION
]
"""The roles of people: all but that of machines."""
Scope = Literal[
    Permission.NOTES_READ,
    Permission.NOTES_UPLOAD,
    Permission.NOTES_DELETE,
    Permission.RUNS_READ,
    Permission.RUNS_START,
    Permission.THEMES_READ,
    Permission.STATEMENTS_READ,
]
"""What the token of a machine may be given."""
DistrictKey = Annotated[str, Field(pattern=r"^([0-9]{5})?$", examples=["05754"])]
Ags = Annotated[str, Field(pattern=r"^([0-9]{8})?$", examples=["05754028"])]


class Reach(BaseModel):
    """What an account shall be, and how far it shall reach."""

    model_config = with_example(_REACH)

    role: PersonRole = Field(description="What it is to the service")
    district: DistrictKey = Field(
        default="", description="Its Kreis: of koordination and lenkungsgruppe, else ignored"
    )
    municipality: Ags = Field(default="", description="Its municipality: of meldend, else ignored")


class AccountCreate(Reach):
    """An account to be made."""

    model_config = with_example({"name": _ACCOUNT["name"]} | _REACH)

    name: str = Field(
        min_length=1, max_length=LONGEST_NAME, description="Unique; compared in small letters"
    )


class Account(BaseModel):
    """An account; nothing that opens it."""

    model_config = with_example(_ACCOUNT)

    id: UUID
    name: str
    role: PersonRole
    district: str | None
    municipality: Municipality | None
    created_at: datetime
    disabled_at: datetime | None = Field(description="Since when it is closed")
    version: str = Field(description="For `If-Match`")
    link_until: datetime | None = Field(description="Until when a link opens it, if one does")
    has_password: bool
    linked: bool = Field(description="Whether it is entered through the login provider")
    second_factor: bool


class AccountPage(BaseModel):
    """A part of the accounts, by name."""

    model_config = with_example({"items": [_ACCOUNT], "total": 1})

    items: list[Account]
    total: int


class OpenedAccount(BaseModel):
    """An account and the link that opens it once; it is told only here."""

    model_config = with_example({"account": _ACCOUNT, "link": "/einladung/3q2-7w…"})

    account: Account
    link: str = Field(description="Path of the page on which the person chooses a password")


class AccountReset(BaseModel):
    """How an account shall be reset."""

    model_config = with_example({"second_factor": False})

    second_factor: bool = Field(
        default=False, description="Whether its second factor goes too, where the device is lost"
    )


class TokenCreate(BaseModel):
    """A token to be made."""

    model_config = with_example(
        {"name": "Nachtlauf", "district": "05754", "scopes": ["notes_read"], "days": 90}
    )

    name: str = Field(min_length=1, max_length=LONGEST_NAME, description="What it is for")
    district: str = Field(pattern=r"^[0-9]{5}$", description="The Kreis that it works in")
    scopes: frozenset[Scope] = Field(min_length=1, description="What it may do")
    days: int = Field(ge=1, le=LONGEST_DAYS, description="How long it lasts")


class Token(BaseModel):
    """A token; nothing that could be used in its place."""

    model_config = with_example(_TOKEN)

    id: UUID
    name: str
    district: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    expired: bool


class TokenPage(BaseModel):
    """A part of the tokens, the latest first."""

    model_config = with_example({"items": [_TOKEN], "total": 1})

    items: list[Token]
    total: int


class IssuedToken(BaseModel):
    """A token and its secret; it is told only here."""

    model_config = with_example({"token": _TOKEN, "secret": "8c1V…"})

    token: Token
    secret: str = Field(description="For the header `Authorization: Bearer …`")
