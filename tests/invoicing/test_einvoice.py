"""The electronic invoice: green by XSD, schematrons and our own sums; every mutant of it dies; the file is PDF/A-3 as far as we can see."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import facturx
import pikepdf
import pytest

from dispatch.documents.invoice_paper import draw_invoice
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.errors import EInvoiceError, MissingExtraError
from dispatch.invoicing import facturx_pdf as made
from dispatch.invoicing.einvoice import checked_xml, preflight
from dispatch.invoicing.facturx_data import EN16931, EXTENDED, profile_of
from dispatch.invoicing.facturx_pdf import facturx_pdf, invoice_xml, pdfa_complaints
from dispatch.invoicing.recompute import disagreements
from dispatch.invoicing.schematron import Schematrons, judged
from tests.invoicing.sheets import BUYER, SELLER, credit_note, invoice

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
UDT = "{urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100}"
SHAPES: dict[str, Callable[[], InvoiceSheet]] = {
    "one note": invoice,
    "several notes to one place": lambda: invoice(notes=3),
    "several notes to two places": lambda: invoice(notes=3, places=2, period_start=date(2026, 11, 1), period_end=date(2026, 11, 30)),
    "english": lambda: invoice(language="en"),
    "credit note": credit_note,
    "credit note over several notes": lambda: credit_note(notes=2),
    "exempt within the Union": lambda: invoice(
        [(1_000, 10_000_000, 0)],
        category="K",
        buyer=replace(BUYER, country="BE", siren="", vat_number="BE0403019261", electronic_address="EM:achats@example.com"),
    ),
    "export": lambda: invoice(
        [(1_000, 10_000_000, 0)],
        category="G",
        buyer=replace(BUYER, country="CH", siren="", vat_number="", electronic_address="EM:achats@example.com"),
    ),
    "services on debits": lambda: invoice(operations="services", debits="Option pour le paiement de la taxe d’après les débits."),
    "hostile names": lambda: invoice(buyer=replace(BUYER, name="<b>&amp;</b> ${x} \x00\x07 שלום 🎂")),
    "a price of nothing": lambda: invoice([(1_000, 0, 2_000), (1_000, 1_000_000, 2_000)]),
}  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> Iterator[Schematrons]:
    with Schematrons() as running:
        yield running


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_invoice_is_green(shape: str, rules: Schematrons) -> None:
    sheet = SHAPES[shape]()
    xml = invoice_xml(sheet)
    assert disagreements(xml) == ()
    assert rules.complaints(xml, profile_of(sheet)) == ()


def test_several_notes_take_the_extended_profile_and_stand_on_their_lines() -> None:
    assert (profile_of(invoice()), profile_of(invoice(notes=2))) == (EN16931, EXTENDED)
    root = ET.fromstring(invoice_xml(invoice(notes=2)))
    notes = [one.findtext(f"{RAM}IssuerAssignedID") for one in root.iter(f"{RAM}DespatchAdviceReferencedDocument")]
    assert notes == ["BL-2026-000001", "BL-2026-000002", "BL-2026-000001"]


def to(value: str) -> Callable[[ET.Element, ET.Element], None]:
    def change(_root: ET.Element, one: ET.Element) -> None:
        one.text = value

    return change


def remove(root: ET.Element, one: ET.Element) -> None:
    parent = next(each for each in root.iter() if one in each)
    parent.remove(one)


HEAD = f".//{RAM}SpecifiedTradeSettlementHeaderMonetarySummation/{RAM}"
LINE = f".//{RAM}IncludedSupplyChainTradeLineItem//{RAM}"
TAX = f".//{RAM}ApplicableHeaderTradeSettlement/{RAM}ApplicableTradeTax/{RAM}"
BUYER_PARTY, SELLER_PARTY = f".//{RAM}BuyerTradeParty/", f".//{RAM}SellerTradeParty/"
MUTANTS: dict[str, tuple[str, Callable[[ET.Element, ET.Element], None]]] = {
    "gross one cent up": (f"{HEAD}GrandTotalAmount", to("79.43")),
    "to pay one cent down": (f"{HEAD}DuePayableAmount", to("79.41")),
    "net total off": (f"{HEAD}TaxBasisTotalAmount", to("69.50")),
    "line total off": (f"{HEAD}LineTotalAmount", to("70.51")),
    "VAT total one cent off": (f"{HEAD}TaxTotalAmount", to("9.92")),
    "VAT of a rate 99 cents off": (f"{TAX}CalculatedAmount", to("2.50")),
    "VAT base off": (f"{TAX}BasisAmount", to("27.50")),
    "VAT rate off": (f"{TAX}RateApplicablePercent", to("10.00")),
    "VAT category unknown": (f"{TAX}CategoryCode", to("X")),
    "VAT category exempt": (f"{TAX}CategoryCode", to("E")),
    "line net one cent off": (f"{LINE}LineTotalAmount", to("27.51")),
    "price off": (f"{LINE}ChargeAmount", to("18.34")),
    "quantity off": (f"{LINE}BilledQuantity", to("1.6")),
    "quantity no number": (f"{LINE}BilledQuantity", to("beaucoup")),
    "line rate off": (f"{LINE}RateApplicablePercent", to("20.00")),
    "line without name": (f"{LINE}Name", remove),
    "line without VAT": (f"{LINE}ApplicableTradeTax", remove),
    "no number": (".//{*}ExchangedDocument/" + f"{RAM}ID", to("")),
    "no type": (".//{*}ExchangedDocument/" + f"{RAM}TypeCode", remove),
    "unknown type": (".//{*}ExchangedDocument/" + f"{RAM}TypeCode", to("999")),
    "no profile": (f".//{RAM}GuidelineSpecifiedDocumentContextParameter", remove),
    "no frame": (f".//{RAM}BusinessProcessSpecifiedDocumentContextParameter", remove),
    "impossible day": (f".//{RAM}IssueDateTime/{UDT}DateTimeString", to("20261332")),
    "due before issue": (f".//{RAM}DueDateDateTime/{UDT}DateTimeString", to("20261101")),
    "unknown currency": (f".//{RAM}InvoiceCurrencyCode", to("ZZZ")),
    "no currency": (f".//{RAM}InvoiceCurrencyCode", remove),
    "no seller": (f".//{RAM}SellerTradeParty", remove),
    "no buyer": (f".//{RAM}BuyerTradeParty", remove),
    "seller without country": (f"{SELLER_PARTY}{RAM}PostalTradeAddress", remove),
    "seller without SIREN": (f"{SELLER_PARTY}{RAM}SpecifiedLegalOrganization", remove),
    "seller without VAT number": (f"{SELLER_PARTY}{RAM}SpecifiedTaxRegistration", remove),
    "seller of an impossible SIREN": (f"{SELLER_PARTY}{RAM}SpecifiedLegalOrganization/{RAM}ID", to("732829321")),
    "buyer of an impossible SIREN": (f"{BUYER_PARTY}{RAM}SpecifiedLegalOrganization/{RAM}ID", to("310000006")),
    "buyer of an impossible VAT number": (f"{BUYER_PARTY}{RAM}SpecifiedTaxRegistration/{RAM}ID", to("FR15310000005")),
    "buyer without electronic address": (f"{BUYER_PARTY}{RAM}URIUniversalCommunication", remove),
    "buyer in no country": (f"{BUYER_PARTY}{RAM}PostalTradeAddress/{RAM}CountryID", to("XX")),
    "impossible IBAN": (f".//{RAM}IBANID", to("FR7630006000011234567890188")),
    "no recovery fee": (f".//{RAM}IncludedNote", remove),
}  # fmt: skip


def mutant(xml: bytes, path: str, change: Callable[[ET.Element, ET.Element], None]) -> bytes:
    root = ET.fromstring(xml)
    path = path.replace(f"{RAM}IssueDateTime", "{*}IssueDateTime")
    found = root.find(path)
    assert found is not None, path
    change(root, found)
    return ET.tostring(root, xml_declaration=True, encoding="UTF-8")


def killers(xml: bytes, rules: Schematrons) -> list[str]:
    found = []
    try:
        facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
    except Exception:  # noqa: BLE001  the package raises bare ones
        found.append("xsd")
    try:
        found += ["sums"] if disagreements(xml) else []
    except ArithmeticError:
        found.append("sums")
    try:
        found += ["schematron"] if rules.complaints(xml, EN16931) else []
    except EInvoiceError:
        found.append("schematron")
    return found


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_dies(name: str, rules: Schematrons) -> None:
    xml = invoice_xml(invoice())
    path, change = MUTANTS[name]
    assert killers(mutant(xml, path, change), rules) != [], name


def test_the_untouched_invoice_lives(rules: Schematrons) -> None:
    xml = invoice_xml(invoice())
    assert killers(ET.tostring(ET.fromstring(xml)), rules) == []


def test_our_sums_are_needed_where_the_schematrons_are_lenient(rules: Schematrons) -> None:
    xml = invoice_xml(invoice())
    for name in ("buyer of an impossible SIREN", "line net one cent off"):
        path, change = MUTANTS[name]
        assert "sums" in killers(mutant(xml, path, change), rules)


def test_a_run_in_which_no_rule_fired_is_an_error_and_not_a_pass(rules: Schematrons) -> None:
    with pytest.raises(EInvoiceError, match="no rule fired"):
        rules.complaints(b"<other/>", EN16931)
    with pytest.raises(EInvoiceError, match="no rule fired"):
        judged([{"name": "x", "fired": 0, "failed": []}])


def test_a_child_that_dies_is_an_error_and_not_a_pass() -> None:
    with Schematrons(("-c", "pass")) as dead, pytest.raises(EInvoiceError, match="no answer"):
        dead.complaints(b"<a/>", EN16931)


def test_a_wrong_sheet_is_rejected_before_it_has_a_number(rules: Schematrons) -> None:
    preflight(invoice(number=""), rules)
    with pytest.raises(EInvoiceError, match="GrandTotalAmount"):
        preflight(invoice(number="", gross_cents=1), rules)
    with pytest.raises(EInvoiceError, match="BT-49"):
        checked_xml(invoice(buyer=replace(BUYER, electronic_address="")), rules)
    with pytest.raises(EInvoiceError, match="no SIREN"):
        checked_xml(invoice(seller=replace(SELLER, siren="732829321")), rules)


@pytest.mark.parametrize("shape", ["one note", "several notes to two places", "credit note"])
def test_the_file_is_the_paper_with_the_xml_inside(shape: str) -> None:
    sheet = SHAPES[shape]()
    xml, paper = invoice_xml(sheet), draw_invoice(sheet)
    data = facturx_pdf(paper, xml, sheet)
    assert data == facturx_pdf(paper, xml, sheet)
    assert pdfa_complaints(data) == ()
    assert facturx.get_xml_from_pdf(data, check_xsd=False)[1] == xml
    with pikepdf.open(io.BytesIO(data)) as document:
        metadata = document.Root.Metadata.read_bytes().decode()
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert document.Root.AF[0].AFRelationship == "/Data"
    assert re.search(r"<pdfaid:part>3</pdfaid:part>\s*<pdfaid:conformance>B", metadata)
    level = "EN 16931" if sheet.single_delivery else "EXTENDED"
    assert f"<fx:ConformanceLevel>{level}<" in metadata
    assert 'rdf:about=""' in metadata
    assert "2026-11-24T00:00:00+00:00" in metadata


def test_a_pdf_that_is_not_archivable_is_seen() -> None:
    with pikepdf.open(io.BytesIO(draw_invoice(invoice()))) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")
        out = io.BytesIO()
        document.save(out)
    assert pdfa_complaints(out.getvalue())


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "find_spec", lambda name: None if name == "saxonche" else object())
    with pytest.raises(MissingExtraError, match="saxonche") as caught:
        made.require_extra()
    assert caught.value.code == "missing_extra"
    assert "einvoice" in caught.value.hint
