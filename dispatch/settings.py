"""Every setting is an environment variable with the prefix ``DISPATCH_``; this file is their list."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dispatch.errors import SettingsError

WEAK_SECRET_CHARS = 32


class Settings(BaseSettings):
    """What an installation may choose; defaults need no key, no server and no network."""

    model_config = SettingsConfigDict(env_prefix="DISPATCH_", extra="ignore", frozen=True)

    env: Literal["development", "production"] = Field(
        "development", description="production refuses DISPATCH_NOW, debug and a weak secret"
    )
    database_url: str = Field(
        "sqlite:///dispatch-data/dispatch.db", description="SQLAlchemy URL: a SQLite file or postgresql+psycopg://…"
    )
    data_dir: Path | None = Field(
        None,
        description="documents, generated secret, road graphs; by default a folder beside the SQLite file "
        "(dispatch-files for dispatch.db), else dispatch-data",
    )
    now: datetime | None = Field(
        None, description="fixes the business time (ISO instant with offset); leases and limits follow the real clock"
    )
    secret: SecretStr | None = Field(
        None, description="signs cookies and links, at least 32 characters; generated in the data folder when absent"
    )
    debug: bool = Field(False, description="Flask's debugger; never in production")
    host: str = Field("127.0.0.1", description="address the console listens on")
    port: int = Field(8000, ge=1, le=65535, description="port the console listens on")
    public_url: str = Field("", description="address that QR codes and mails point to; http://host:port by default")
    trusted_proxy: str = Field(
        "", description="address of the reverse proxy whose X-Forwarded-For and -Proto are believed; none by default"
    )
    language: Literal["fr", "en"] = Field("fr", description="language of pages and papers for whoever has not chosen")
    timezone: str = Field("Europe/Paris", description="zone of business days for sites and depots")
    embedded_worker: bool = Field(True, description="whether `dispatch serve` also starts a worker for planning runs")
    lease_s: int = Field(30, ge=5, description="seconds without a heartbeat after which a run is taken over")
    time_limit_s: float = Field(30.0, gt=0, description="search time of a planning run, in seconds")
    router: Literal["great_circle", "osrm", "osrm_server", "valhalla", "openrouteservice"] = Field(
        "great_circle", description="where travel times come from"
    )
    router_url: str = Field("", description="address of the OSRM, Valhalla or openrouteservice server")
    router_key: SecretStr | None = Field(None, description="key of the routing server, if it wants one")
    router_timeout_s: float = Field(10.0, gt=0, description="time-out of one call to the routing server, in seconds")
    road_dir: Path | None = Field(
        None, description="road graphs made by `dispatch roads build`; roads/ in the data folder by default"
    )
    circuity: float = Field(
        1.3, ge=1, le=3, description="road distance over great-circle distance, where distances are estimated"
    )
    speed_kmh: float = Field(40.0, gt=0, le=130, description="average speed where travel times are estimated, km/h")
    snap_limit_m: int = Field(
        1000, ge=1, description="a place farther than this from any road is not on the road graph, metres"
    )
    geocoder: Literal["", "ban", "nominatim", "photon"] = Field(
        "", description="address look-up service; none by default"
    )
    geocoder_domain: str = Field("", description="host of the look-up service, when not its usual one")
    geocoder_user_agent: str = Field(
        "", description="how we present ourselves to the look-up service (Nominatim demands it)"
    )
    geocoder_timeout_s: float = Field(5.0, gt=0, description="time-out of one look-up, in seconds")
    hand_rules: dict[
        Literal["window", "shift", "load", "skill", "dock", "breaks", "limits", "trips", "customer"],
        Literal["block", "warn", "reason"],
    ] = Field(
        {},
        description="what a planner's hand may do against a family of rules, as JSON: block, warn, or accept with a "
        "reason; what is not named blocks",
    )
    tile_url: str = Field("", description="tile server template for maps; a plain background by default")
    deliver_on_holidays: bool = Field(
        False, description="whether sites whose hours do not mention holidays take deliveries on them"
    )
    billing_period: Literal["month", "fortnight", "decade"] = Field(
        "month",
        description="how long the invoice of a customer billed periodically gathers: a civil month, its halves "
        "(to the 15th, to its end) or its décades (to the 10th, the 20th, its end)",
    )
    end_of_month: Literal["days_then_month_end", "month_end_then_days"] = Field(
        "days_then_month_end",
        description="how «45 jours fin de mois» is counted: 45 days, then the end of that month; "
        "or the end of the month, then 45 days",
    )

    eta_threshold_min: int = Field(
        20,
        ge=0,
        le=600,
        description="minutes by which an expected arrival must move before a customer is told again; 0: nobody is told",
    )
    driver_reorder: bool = Field(
        False, description="whether drivers may change the order of the stops to come on their phones"
    )
    claim_days: int = Field(8, ge=0, le=365, description="days after which a claim that was just opened is due")
    packagings: str = Field(
        "Palette Europe, Caisse plastique", description="returnable packaging that goes out and comes back, by commas"
    )
    acknowledgement_target_h: int = Field(
        24, ge=1, description="hours within which an order is to be acknowledged; later ones are on the morning's list"
    )
    general_terms: str = Field(
        "", description="sentence on the general terms of sale, printed on acknowledgements; none by default"
    )
    co2_van_g_km: int = Field(250, ge=0, description="grams of CO₂ that a van is reckoned to emit per kilometre")
    co2_truck_g_km: int = Field(800, ge=0, description="grams of CO₂ that a truck is reckoned to emit per kilometre")
    smtp_url: str = Field(
        "",
        description="mail server: smtp://host:25, smtp+starttls://user@host:587 or smtps://user@host:465; none by default",
    )
    smtp_password: SecretStr | None = Field(None, description="password of the mail server's user, if it wants one")
    smtp_timeout_s: float = Field(20.0, gt=0, description="time-out of one exchange with the mail server, in seconds")
    mail_from: str = Field("", description="sender of mails; the company's address by default")
    webhook_url: str = Field("", description="address that is told of events, http or https; none by default")
    webhook_secret: SecretStr | None = Field(
        None, description="signs what is told (HMAC-SHA256), at least 24 characters; needed with a webhook address"
    )
    webhook_events: str = Field(
        "order.registered, order.confirmed, order.amended, order.cancelled, note.issued, note.received, trigger.raised, "
        "invoice.validated, credit_note.validated, invoice.status",
        description="kinds of journal entries that are told, by commas",
    )
    erp_dir: Path | None = Field(
        None, description="folder where files of invoice triggers are dropped for the ERP; none by default"
    )
    erp_format: Literal["csv", "json"] = Field("csv", description="format of the files for the ERP")
    platform_url: str = Field(
        "", description="address of the plateforme agréée where invoices are deposited; none by default"
    )
    platform_key: SecretStr | None = Field(None, description="bearer token for the plateforme agréée, if it wants one")
    platform_dir: Path | None = Field(
        None, description="folder where invoices are dropped for the plateforme agréée, where there is no address"
    )
    platform_inbox: Path | None = Field(
        None, description="folder where the plateforme agréée drops statuses (JSON files); none by default"
    )
    platform_since: date | None = Field(
        None, description="first issue date of the invoices that are deposited; all by default"
    )
    journal_head_dir: Path | None = Field(
        None,
        description="folder where the journal's head is appended each night, better on another machine; "
        "journal-heads/ in the data folder by default",
    )
    backup_dir: Path | None = Field(
        None, description="folder of the backups made from the console; backups/ in the data folder by default"
    )
    journal_head_mail: str = Field("", description="address that gets the journal's head each night; none by default")
    http_timeout_s: float = Field(10.0, gt=0, description="time-out of one call to a webhook or a platform, in seconds")

    @field_validator("database_url")
    @classmethod
    def database_is_known(cls, url: str) -> str:
        """Refuse what is no URL, and engines that we do not speak."""
        try:
            backend = make_url(url).get_backend_name()
        except ArgumentError:
            raise ValueError("is no URL such as sqlite:///dispatch.db or postgresql+psycopg://user@host/name") from None
        if backend not in ("sqlite", "postgresql"):
            raise ValueError(f"{backend} is neither sqlite nor postgresql")
        return url

    @field_validator("timezone")
    @classmethod
    def zone_exists(cls, name: str) -> str:
        """Refuse a zone that the system's tables do not hold."""
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name} is no time zone such as Europe/Paris") from None
        return name

    @model_validator(mode="after")
    def production_is_strict(self) -> Self:
        """Refuse in production what only demos and tests may use."""
        if self.now is not None and self.now.tzinfo is None:
            raise ValueError("DISPATCH_NOW needs an offset, as in 2026-11-25T06:00:00+01:00")
        if self.webhook_url and (self.webhook_secret is None or len(self.webhook_secret.get_secret_value()) < 24):
            raise ValueError("DISPATCH_WEBHOOK_URL needs a DISPATCH_WEBHOOK_SECRET of at least 24 characters")
        if self.env == "production":
            if self.now is not None:
                raise ValueError("DISPATCH_NOW is for demos and tests: unset it, or DISPATCH_ENV=production")
            if self.debug:
                raise ValueError("DISPATCH_DEBUG is not for production: unset it")
            if self.secret is None or len(self.secret.get_secret_value()) < WEAK_SECRET_CHARS:
                raise ValueError(f"DISPATCH_SECRET must hold at least {WEAK_SECRET_CHARS} characters in production")
        return self

    @property
    def folder(self) -> Path:
        """Where everything that is not in the database lies."""
        if self.data_dir is not None:
            return self.data_dir
        url = make_url(self.database_url)
        if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
            file = Path(str(url.database)).resolve()
            return file.with_name(f"{file.stem}-files")
        return Path("dispatch-data")

    @property
    def packaging_kinds(self) -> tuple[str, ...]:
        """Kinds of returnable packaging."""
        return tuple(dict.fromkeys(one.strip() for one in self.packagings.split(",") if one.strip()))

    @property
    def roads(self) -> Path:
        """Where the road graphs lie."""
        return self.road_dir or self.folder / "roads"

    @property
    def address(self) -> str:
        """The address that QR codes and mails point to, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


OPEN = (
    "billing_period", "end_of_month", "acknowledgement_target_h", "general_terms", "claim_days", "packagings",
    "deliver_on_holidays", "time_limit_s", "eta_threshold_min", "driver_reorder", "co2_van_g_km", "co2_truck_g_km",
)  # fmt: skip
"""Settings that are the company's choice: rows may hold them too, where no environment variable does."""
_stored: dict[str, str] = {}


def use_stored(values: Mapping[str, str]) -> None:
    """Work with what the company has chosen, from now on and in this process."""
    wanted = {name: values[name] for name in OPEN if name in values}
    if wanted != _stored:
        _stored.clear()
        _stored.update(wanted)
        current.cache_clear()


@cache
def current() -> Settings:
    """Read the settings of this process from its environment, else from what the company has chosen, once.

    Raises
    ------
    SettingsError
        Naming the variable and the reason, when one cannot be used.
    """
    return load(**{name: value for name, value in _stored.items() if f"DISPATCH_{name.upper()}" not in os.environ})


def load(**overrides: object) -> Settings:
    """Read the settings afresh; keyword arguments win over the environment."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic validates
    except ValidationError as error:
        first = error.errors()[0]
        reason = str(first.get("ctx", {}).get("error", first["msg"]))
        if first["loc"]:
            reason = f"DISPATCH_{'_'.join(str(part) for part in first['loc']).upper()}: {reason}"
        raise SettingsError(f"{reason}.", "See docs/reference/settings.md.") from None
