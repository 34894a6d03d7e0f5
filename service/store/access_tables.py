"""The tables of access: accounts and what they prove themselves with, the log of who did what.

Secrets are stored as hashes only: of a password by argon2, of random tokens by SHA-256.
``district_id`` is empty for accounts that belong to no Kreis.
"""

from __future__ import annotations

from datetime import datetime  # SQLModel reads the annotations
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.store.tables import LARGEST_INT, Utc

LONGEST_NAME = 200
"""Code points of the name of an account."""


class AccountRow(SQLModel, table=True):
    """Somebody who may sign in.

    ``name`` is unique as it is written small. An account without a password is entered by a
    link or through the login provider, which knows it as ``subject``. ``version`` grows with
    every change.
    """

    __tablename__ = "account"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str | None = Field(default=None, foreign_key="district.id", index=True)
    municipality_ags: str | None = Field(default=None, foreign_key="municipality.ags")
    name: str = Field(max_length=LONGEST_NAME, unique=True)
    role: str = Field(max_length=16)
    password_hash: str | None = Field(default=None, max_length=200, repr=False)
    totp_secret: str | None = Field(default=None, max_length=64, repr=False)
    totp_used: int = Field(default=0, ge=0, le=LARGEST_INT)
    subject: str | None = Field(default=None, max_length=500, unique=True)
    created_at: datetime = Field(sa_type=Utc)
    disabled_at: datetime | None = Field(default=None, sa_type=Utc)
    version: int = Field(default=1, ge=1, le=LARGEST_INT)


class LoginSessionRow(SQLModel, table=True):
    """Somebody who is signed in; ``digest`` is that of the cookie.

    ``district_id`` is the Kreis that an account of all Kreise has chosen to look at.
    """

    __tablename__ = "login_session"

    digest: str = Field(primary_key=True, max_length=64, repr=False)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    district_id: str | None = Field(default=None, foreign_key="district.id")
    created_at: datetime = Field(sa_type=Utc)
    seen_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc, index=True)


class LinkRow(SQLModel, table=True):
    """A link that opens an account once, to set a password; ``digest`` is that of its secret."""

    __tablename__ = "one_time_link"

    digest: str = Field(primary_key=True, max_length=64, repr=False)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    district_id: str | None = Field(default=None, foreign_key="district.id")
    created_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc, index=True)


class TokenRow(SQLModel, table=True):
    """The token of a machine in one Kreis; ``scopes`` are names of permissions."""

    __tablename__ = "machine_token"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id", index=True)
    name: str = Field(max_length=LONGEST_NAME)
    digest: str = Field(max_length=64, unique=True, repr=False)
    scopes: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc)


class AttemptRow(SQLModel, table=True):
    """Failed attempts to sign in, by the digest of what they have in common.

    It belongs to no Kreis: whom a name belongs to is what an attempt would find out.
    """

    __tablename__ = "login_attempt"

    key: str = Field(primary_key=True, max_length=64)
    district_id: str | None = Field(default=None, foreign_key="district.id")
    failures: int = Field(default=0, ge=0, le=LARGEST_INT)
    last_at: datetime = Field(sa_type=Utc)


class AuditRow(SQLModel, table=True):
    """Who did what to which object when; each entry holds the hash of the one before.

    ``chain`` is the Kreis, or empty for what belongs to none; ``number`` counts from 1 in it.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("chain", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    chain: str = Field(max_length=5)
    district_id: str | None = Field(default=None, foreign_key="district.id", index=True)
    number: int = Field(ge=1, le=LARGEST_INT)
    at: datetime = Field(sa_type=Utc)
    actor: str = Field(max_length=80)
    action: str = Field(max_length=64)
    object_kind: str = Field(max_length=32)
    object_id: str = Field(max_length=64)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class ReceiptRow(SQLModel, table=True):
    """What a deletion removed, as counts; ``scope`` says what it was asked for, no text."""

    __tablename__ = "deletion_receipt"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: str = Field(foreign_key="district.id", index=True)
    state: str = Field(max_length=16)
    scope: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    removed: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    scan: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    actor: str = Field(max_length=80)
    ordered_at: datetime = Field(sa_type=Utc)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)
    error_code: str | None = Field(default=None, max_length=64)
