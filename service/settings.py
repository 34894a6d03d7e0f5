"""All settings of the service, read from the environment (``THEMENRADAR_…``).

There is no settings object at import: whoever starts a program calls :func:`load` once and
hands the result on. The German sentences for wrong settings stand in the catalogue.
"""

from __future__ import annotations

from datetime import time, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from service.errors import SettingError

PREFIX = "THEMENRADAR_"
LARGEST_SEED = 2**31 - 1
TIME_ZONE = ZoneInfo("Europe/Berlin")
"""The time zone in which users name days and moments."""
_ANY = "*"
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def _data_dir() -> Path:
    return user_data_path("themenradar", appauthor=False)


class Settings(BaseSettings):
    """What can be set, each with a default that suits one Kreis on one machine.

    Attributes:
        data_dir: Folder of the embedded database.
        database_url: SQLAlchemy address; empty for the embedded SQLite in ``data_dir``.
        district: Amtlicher Schlüssel of the Kreis, five digits.
        district_name: Its name.
        municipalities: CSV file ``ags,name,population`` with the municipalities of the
            Kreis, where it is another one than the register that is shipped covers.
        model: Embedding model: ``default``, a sentence-transformers name or a folder.
        adapted: Whether the vectors of the default models are adapted to the domain.
        seed: Seed of a run that names none.
        host: Address on which the pages are served.
        port: Port on which the pages are served.
        metrics_port: Port on which this machine finds metrics for Prometheus; none for off.
        allowed_hosts: Host names that requests may name, comma-separated in the
            environment.
        trusted_proxies: Addresses and networks of the servers in front, comma-separated in the
            environment: whom is believed over what protocol, and from where, a request came.
        worker_id: Name of the worker; every worker of an installation has its own.
        contact: Whom users write to about barriers and data, an e-mail address; shown on
            the pages.
        draft_minutes: How long a note waits, encrypted, for a person to answer the gate.
        disclosure_statements: The fewest statements of a theme that the Lenkungsgruppe and the
            Land see, and the smallest difference between two figures that they can tell.
        disclosure_conferences: The fewest conferences that these statements come from.
        nightly: Time of the day, in Germany, at which what changed is bundled by itself; none
            for never.
        retention_months: How long after its conference a note is kept; then it is deleted by
            itself, at night. None for ever.
        backup_dir: Folder of the backups, where receipts of deletions find those that still
            hold what was deleted; none where that is not to be told.
        backup_days: How long a backup is kept there.
        threads: Threads that a run may use for its arithmetic.
        oidc_issuer: Address of the login provider (OpenID Connect), as it names itself;
            empty where people sign in with a password only.
        oidc_client_id: Name under which the login provider knows this service.
        oidc_client_secret: What proves that to it.
        oidc_label: What the button says that leads there.
        log_level: Least severe log line that is written.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data_dir: Path = Field(default_factory=_data_dir)
    database_url: str = ""
    district: str = Field(default="05754", pattern=r"^[0-9]{5}$")
    district_name: str = Field(default="Kreis Gütersloh", min_length=1, max_length=200)
    municipalities: Path | None = None
    model: str = Field(default="default", min_length=1)
    adapted: bool = True
    seed: int = Field(default=0, ge=0, le=LARGEST_SEED)
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=1, le=65535)
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "localhost")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "::1")
    worker_id: str = Field(default="worker-1", pattern=r"^[A-Za-z0-9._-]{1,64}$")
    contact: str = Field(default="", pattern=r"^(|[^@\s]+@[^@\s]+)$", max_length=200)
    draft_minutes: int = Field(default=60, ge=5, le=1440)
    disclosure_statements: int = Field(default=5, ge=3, le=1000)
    disclosure_conferences: int = Field(default=3, ge=3, le=1000)
    nightly: time | None = time(2)
    retention_months: int | None = Field(default=None, ge=1, le=1200)
    backup_dir: Path | None = None
    backup_days: int = Field(default=30, ge=1, le=3650)
    threads: int = Field(default=2, ge=1, le=256)
    oidc_issuer: str = Field(default="", max_length=240)
    oidc_client_id: str = Field(default="", pattern=r"^[!-~]{0,200}$")
    oidc_client_secret: SecretStr | None = Field(
        default=None, max_length=500, validate_default=True
    )
    oidc_label: str = Field(
        default="Anmelden mit dem Konto Ihrer Verwaltung", min_length=1, max_length=80
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @field_validator("nightly", "retention_months", "backup_dir", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("nightly")
    @classmethod
    def _without_time_zone(cls, value: time | None) -> time | None:
        if value is not None and value.tzinfo is not None:
            msg = "a time of the day with a time zone"
            raise ValueError(msg)
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if one != _ANY:
                ip_network(one)  # a ValueError where it is none
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value:
            return value
        try:
            url = make_url(value)
        except ArgumentError as error:
            msg = "not an address"
            raise ValueError(msg) from error
        if url.get_backend_name() not in {"sqlite", "postgresql"}:
            msg = "neither SQLite nor PostgreSQL"
            raise ValueError(msg)
        if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
            msg = "several processes cannot share a database in memory"
            raise ValueError(msg)
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _safe_issuer(cls, value: str) -> str:
        url = urlsplit(value)
        local = url.scheme == "http" and url.hostname in _LOOPBACK
        plain = url.hostname and value.isascii() and not set(value) & set("@?#\\ \t\n")
        if value and not (plain and (url.scheme == "https" or local)):
            msg = "no address that is safe to ask"
            raise ValueError(msg)
        return value

    @field_validator("oidc_client_secret")
    @classmethod
    def _all_or_none(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        secret = value if value and value.get_secret_value() else None
        given = {bool(info.data.get(name)) for name in ("oidc_issuer", "oidc_client_id")}
        if given != {secret is not None}:
            msg = "an incomplete login provider"
            raise ValueError(msg)
        return secret

    @property
    def draft_lifetime(self) -> timedelta:
        """How long a draft waits for a person."""
        return timedelta(minutes=self.draft_minutes)

    @property
    def database(self) -> str:
        """The address of the database that is really used, with its driver."""
        if self.database_url:
            url = make_url(self.database_url)
        else:
            url = URL.create("sqlite", database=str(self.data_dir / "themenradar.sqlite"))
        if url.get_backend_name() == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        return url.render_as_string(hide_password=False)


def load(**values: object) -> Settings:
    """Read the settings from the environment; ``values`` win over it.

    Raises:
        SettingError: A setting has a value that cannot be used. It names the first one.
    """
    try:
        return Settings(**values)  # type: ignore[arg-type] # pydantic checks the values itself
    except ValidationError as error:
        field = str(error.errors(include_input=False)[0]["loc"][0])
        raise SettingError(field=field, name=f"{PREFIX}{field.upper()}") from None
