"""Read a PDF back as a printer or a reader would: its texts page by page, its fonts, its outline."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader


def pages(pdf: bytes) -> list[str]:
    """The text of each page, lines joined by line breaks, no-break spaces as spaces."""
    return [page.extract_text().replace("\u202f", " ").replace("\u00a0", " ") for page in PdfReader(BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    """The text of all pages."""
    return "\n".join(pages(pdf))


def fonts(pdf: bytes) -> dict[str, bool]:
    """Every font of the file, with whether it is embedded, as ``pdffonts`` lists them."""
    reader = PdfReader(BytesIO(pdf))
    found: dict[str, bool] = {}
    for number in range(1, reader.trailer["/Size"]):
        thing = reader.get_object(number)
        if isinstance(thing, dict) and thing.get("/Type") == "/Font":
            descriptor = thing.get("/FontDescriptor")
            embedded = descriptor is not None and "/FontFile2" in descriptor.get_object()
            name = str(thing["/BaseFont"])
            found[name] = found.get(name, True) and embedded
    return found


def outline(pdf: bytes) -> list[object]:
    """The outline's titles, nested as in the file."""

    def titles(items: list[object]) -> list[object]:
        return [titles(item) if isinstance(item, list) else item.title for item in items]  # type: ignore[attr-defined]

    return titles(PdfReader(BytesIO(pdf)).outline)
