"""Unbroken chronological series: one counter row per kind and year, taken inside the transaction that uses the number."""

from dispatch.numbering.models import NumberSeries
from dispatch.numbering.series import SERIES, next_number, next_numbers

__all__ = ["SERIES", "NumberSeries", "next_number", "next_numbers"]
