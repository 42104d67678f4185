"""Checks that doubt without refusing: identifiers, addresses of people, terms beyond the law."""

from __future__ import annotations

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum import iban
from stdnum.eu import vat
from stdnum.fr import siren, siret

from dispatch.intake.columns import Row
from dispatch.intake.findings import Findings

SIREN_COUNTRIES = ("FR", "MC")
"""Where businesses have a SIREN."""


def doubt_identity(row: Row, findings: Findings, country: str) -> None:
    """SIREN (Luhn), SIRET, VAT number, IBAN."""
    number = row.values.get("siren")
    if number and country in SIREN_COUNTRIES and not siren.is_valid(number):
        _warn(findings, "siren_invalid", row, "siren")
    establishment = row.values.get("siret")
    if establishment and not (siret.is_valid(establishment) and establishment.startswith(number or "")):
        _warn(findings, "siret_invalid", row, "siret")
    if row.values.get("vat_number") and not vat.is_valid(row.values["vat_number"]):
        _warn(findings, "vat_number_invalid", row, "vat_number")
    if row.values.get("iban") and not iban.is_valid(row.values["iban"]):
        _warn(findings, "iban_invalid", row, "iban")


def doubt_contact(row: Row, findings: Findings, country: str) -> None:
    """E-mail address and telephone number."""
    email = row.values.get("email")
    if email:
        try:
            validate_email(email, check_deliverability=False)
        except EmailNotValidError:
            _warn(findings, "email_doubtful", row, "email")
    phone = row.values.get("phone")
    if phone:
        try:
            possible = phonenumbers.is_possible_number(phonenumbers.parse(phone, country or "FR"))
        except phonenumbers.NumberParseException:
            possible = False
        if not possible:
            _warn(findings, "phone_doubtful", row, "phone")


def _warn(findings: Findings, code: str, row: Row, column: str) -> None:
    findings.warn(code, row=row.number, column=column, value=row.raw[column], subject=row.subject)
