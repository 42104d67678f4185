"""Column types: instants that keep their zone, exact integers for money and quantities."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator


class UtcInstant(TypeDecorator[datetime]):
    """An instant, stored in UTC; SQLite would lose the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Accept aware instants only."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  the signature is SQLAlchemy's
        """Give aware instants back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigInt = BigInteger().with_variant(Integer(), "sqlite")

Id = Annotated[int, mapped_column(BigInt, primary_key=True, autoincrement=True)]
Utc = Annotated[datetime, mapped_column(UtcInstant)]
Cents = Annotated[int, mapped_column(BigInt)]
"""Money in the smallest unit of the currency."""
Micros = Annotated[int, mapped_column(BigInt)]
"""A unit price in millionths of the currency's main unit: 14.00 € is 14,000,000."""
Milli = Annotated[int, mapped_column(BigInt)]
"""A quantity in thousandths of the product's unit."""
BasisPoints = Annotated[int, mapped_column(Integer)]
"""A rate in hundredths of a percent: 5.5 % is 550."""
Code = Annotated[str, mapped_column(String(64))]
"""A short key that people type: customer, site, product, vehicle."""
Name = Annotated[str, mapped_column(String(255))]
LongText = Annotated[str, mapped_column(Text)]
Sha256 = Annotated[str, mapped_column(String(64))]
Words = Annotated[list[str], mapped_column(JSON)]
"""A short list of words (skills), sorted."""
Json = Annotated[dict[str, Any], mapped_column(JSON)]
