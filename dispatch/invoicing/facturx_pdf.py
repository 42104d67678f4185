"""The Factur-X file: the drawn paper as PDF/A-3b with the XML inside, the same bytes for the same invoice.

What is checked: pikepdf's own rules for PDF/A-3b before the XML goes in, and again afterwards, where only what that checker
says it does not know (embedded files, the extension schema of Factur-X) is let pass. It is no certified validator.
"""

from __future__ import annotations

import io
import re
from datetime import date
from importlib.util import find_spec

from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.errors import EInvoiceError, MissingExtraError
from dispatch.invoicing.facturx_data import EN16931, business_terms, profile_of

NEEDED = ("facturx", "pikepdf", "saxonche")
_UNKNOWN_TO_CHECKER = re.compile(
    r"pikepdf:embedded-file|XMP (?:namespace|property) (?:pdfaExtension|pdfaSchema|pdfaProperty|fx)\b"
)


def require_extra() -> None:
    """Refuse where the extra `einvoice` is not installed.

    Raises
    ------
    MissingExtraError
        Naming the modules that are missing.
    """
    lacking = [name for name in NEEDED if find_spec(name) is None]
    if lacking:
        raise MissingExtraError(
            f"Electronic invoices need {', '.join(lacking)}: not installed.", "Install the extra: tournee[einvoice]."
        )


def invoice_xml(sheet: InvoiceSheet) -> bytes:
    """The CII file of an invoice, valid by its XSD.

    Raises
    ------
    EInvoiceError
        The XSD rejects it.
    """
    import facturx

    try:
        xml: bytes = facturx.generate_cii_xml(
            business_terms(sheet), level=profile_of(sheet), check_xsd=True, check_schematron=False
        )
    except Exception as error:  # the package raises bare ones
        raise EInvoiceError(f"{sheet.number}: {error}", "Look at the customer's and the company's file.") from error
    return xml


def facturx_pdf(paper: bytes, xml: bytes, sheet: InvoiceSheet) -> bytes:
    """The drawn paper with its XML inside.

    Raises
    ------
    EInvoiceError
        It would not be PDF/A-3b.
    """
    import facturx
    import pikepdf
    from pikepdf import pdfa

    with pikepdf.open(io.BytesIO(paper)) as plain:
        for page in plain.pages:
            if "/Trans" in page.obj:  # reportlab writes an empty one
                del page.obj["/Trans"]
        out = io.BytesIO()
        pdfa.save(plain, out, "3b")
    # Factur-X has no word of its own for EXTENDED-CTC-FR, which is a part of its EXTENDED
    level = "en16931" if profile_of(sheet) == EN16931 else "extended"
    both = facturx.generate_from_binary(
        out.getvalue(), xml, flavor="factur-x", level=level, check_xsd=False, check_schematron=False,
        lang="en-GB" if sheet.language == "en" else "fr-FR", afrelationship="data",
    )  # fmt: skip
    with pikepdf.open(io.BytesIO(both)) as hybrid:
        _settle(hybrid, sheet.issued_on)
        final = io.BytesIO()
        hybrid.save(final, deterministic_id=True, min_version="1.7", fix_metadata_version=False)
    complaints = pdfa_complaints(final.getvalue())
    if complaints:
        raise EInvoiceError(f"{sheet.number} would be no PDF/A-3: {complaints[0]}", "The file was not kept.")
    return final.getvalue()


def pdfa_complaints(data: bytes) -> tuple[str, ...]:
    """What pikepdf's rules for PDF/A-3b find wrong, apart from what it does not know."""
    import pikepdf
    from pikepdf import pdfa

    with pikepdf.open(io.BytesIO(data)) as document:
        findings = [f"{one.rule} {one.where}: {one.message}" for one in pdfa.check(document, "3b").findings]
    return tuple(one for one in findings if not _UNKNOWN_TO_CHECKER.search(one))


def _settle(document: object, day: date) -> None:
    """Put the day of the invoice where the clock stood, say whom the metadata is about, and open no side panel."""
    import pikepdf

    assert isinstance(document, pikepdf.Pdf)
    stamp, iso = f"D:{day:%Y%m%d}000000+00'00'", f"{day.isoformat()}T00:00:00+00:00"
    metadata = document.Root.Metadata.read_bytes().decode("utf-8")
    metadata = metadata.replace("<rdf:Description>", '<rdf:Description rdf:about="">')
    metadata = re.sub(r"(<xmp:(?:Create|Modify)Date>)[^<]*", rf"\g<1>{iso}", metadata)
    stream = document.make_stream(metadata.encode("utf-8"))
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    document.Root.Metadata = stream
    for key in ("/CreationDate", "/ModDate"):
        document.docinfo[key] = stamp
    document.docinfo["/Producer"] = "pypdf"  # as the XMP says
    for attachment in document.Root.AF:
        attachment.EF.F.Params.ModDate = stamp
    if "/PageMode" in document.Root:
        del document.Root["/PageMode"]
