"""Our own exact check of an electronic invoice: every amount again from quantities, prices and rates; every number by its checksum.

The official schematrons let a wrong VAT of up to 0.99 € pass, and a SIREN that cannot exist; this does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree as ET

from stdnum import iban, luhn
from stdnum.eu import vat

CENT = Decimal("0.01")
CREDIT_NOTE = "381"
"""A credit note takes the cents that are left of its invoice, so that credits of parts add up to it: each may differ by one."""
_RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
_SUMS = {
    "LineTotalAmount": "net", "TaxBasisTotalAmount": "net", "TaxTotalAmount": "vat", "GrandTotalAmount": "gross",
    "DuePayableAmount": "gross",
}  # fmt: skip


def disagreements(xml: bytes) -> tuple[str, ...]:
    """What does not add up or cannot exist in a CII invoice, one sentence each; empty when all is exact.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        It is no XML.
    """
    root = ET.fromstring(xml)  # noqa: S314  our own file, made a moment ago
    bases: dict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    near = CENT if _text(root, "ExchangedDocument/TypeCode", any_space=True) == CREDIT_NOTE else Decimal(0)
    found = list(_lines(root, bases, near))
    found += _taxes(root, bases, near)
    found += _totals(root, bases)
    found += _identities(root)
    found += _days(root)
    return tuple(found)


def _lines(root: ET.Element, bases: dict[tuple[str, Decimal], Decimal], near: Decimal) -> Iterator[str]:
    for line in root.iter(f"{_RAM}IncludedSupplyChainTradeLineItem"):
        name = _text(line, "LineID")
        price = _number(line, "NetPriceProductTradePrice/ChargeAmount")
        net = _number(line, "LineTotalAmount")
        expected = (price * _number(line, "BilledQuantity")).quantize(CENT, ROUND_HALF_UP)
        if not abs(net - expected) <= near:
            yield f"line {name}: net {net}, should be {expected}"
        tax = _first(line, "ApplicableTradeTax")
        bases[_text(tax, "CategoryCode"), _number(tax, "RateApplicablePercent")] += net


def _taxes(root: ET.Element, bases: dict[tuple[str, Decimal], Decimal], near: Decimal) -> Iterator[str]:
    settlement = _first(root, "ApplicableHeaderTradeSettlement")
    seen = set()
    for tax in settlement.findall(f"{_RAM}ApplicableTradeTax"):
        key = (_text(tax, "CategoryCode"), _number(tax, "RateApplicablePercent"))
        seen.add(key)
        base, amount = _number(tax, "BasisAmount"), _number(tax, "CalculatedAmount")
        if base != bases.get(key):
            yield f"VAT {key[0]} {key[1]}: base {base}, its lines give {bases.get(key, Decimal(0))}"
        expected = (base * key[1] / 100).quantize(CENT, ROUND_HALF_UP)
        if not abs(amount - expected) <= near:
            yield f"VAT {key[0]} {key[1]}: {amount}, should be {expected}"
        if key[0] != "S" and not _text(tax, "ExemptionReason"):
            yield f"VAT {key[0]}: no reason for no tax"
    for category, rate in sorted(set(bases) - seen):
        yield f"VAT {category} {rate}: missing"


def _totals(root: ET.Element, bases: dict[tuple[str, Decimal], Decimal]) -> Iterator[str]:
    net = sum(bases.values(), Decimal(0))
    taxes = _first(root, "ApplicableHeaderTradeSettlement").findall(f"{_RAM}ApplicableTradeTax")
    due = sum((_number(tax, "CalculatedAmount") for tax in taxes), Decimal(0))
    expected = {"net": net, "vat": due, "gross": net + due}
    whole = _first(root, "SpecifiedTradeSettlementHeaderMonetarySummation")
    for name, what in _SUMS.items():
        if _number(whole, name) != expected[what]:
            yield f"{name}: {_number(whole, name)}, should be {expected[what]}"


def _identities(root: ET.Element) -> Iterator[str]:
    for role in ("SellerTradeParty", "BuyerTradeParty"):
        party = _first(root, role)
        siren = party.find(f"{_RAM}SpecifiedLegalOrganization/{_RAM}ID")
        if siren is not None and siren.get("schemeID") == "0002" and not luhn.is_valid(siren.text or ""):
            yield f"{role}: {siren.text} is no SIREN"
        number = party.find(f"{_RAM}SpecifiedTaxRegistration/{_RAM}ID")
        if number is not None and not vat.is_valid(number.text or ""):
            yield f"{role}: {number.text} is no VAT number"
    account = root.find(f".//{_RAM}IBANID")
    if account is not None and not iban.is_valid(account.text or ""):
        yield f"{account.text} is no IBAN"


def _days(root: ET.Element) -> Iterator[str]:
    issued = "".join(_first(root, "IssueDateTime", any_space=True).itertext()).strip()
    due = root.find(f".//{_RAM}DueDateDateTime")
    if due is not None and "".join(due.itertext()).strip() < issued:
        yield "it is due before it is issued"


def _first(element: ET.Element, name: str, *, any_space: bool = False) -> ET.Element:
    path = ".//" + "/".join(f"{{*}}{part}" if any_space else f"{_RAM}{part}" for part in name.split("/"))
    found = element.find(path)
    return found if found is not None else ET.Element(name)


def _text(element: ET.Element, name: str, *, any_space: bool = False) -> str:
    return (_first(element, name, any_space=any_space).text or "").strip()


def _number(element: ET.Element, name: str) -> Decimal:
    return Decimal(_text(element, name) or "NaN")
