"""The parts of a workbook that stand around its rows: styles, the list of sheets, the texts (ECMA-376, parts 1 and 2)."""

from __future__ import annotations

from collections.abc import Sequence

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_CLOSES = "</sheetData></worksheet>"

STYLES = f"""{HEAD}<styleSheet xmlns="{SPREADSHEET}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
"""Cell styles by number: 0 plain, 1 bold, 2 a date."""


def sheet_opens(widths: Sequence[float]) -> str:
    """What stands before the rows: the first row stays in sight, columns have these widths (in characters)."""
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(widths, 1)
    )
    return (
        f'{HEAD}<worksheet xmlns="{SPREADSHEET}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        + (f"<cols>{columns}</cols>" if columns else "")
        + "<sheetData>"
    )


def around(titles: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """Every other part of the archive, by its name; titles and texts are escaped already."""
    numbers = range(1, len(titles) + 1)
    listed = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in zip(numbers, titles, strict=True)
    )
    sheets = [(f"/xl/worksheets/sheet{number}.xml", f"{KINDS}.worksheet+xml") for number in numbers]
    kinds = [
        ("/xl/workbook.xml", f"{KINDS}.sheet.main+xml"),
        ("/xl/styles.xml", f"{KINDS}.styles+xml"),
        ("/xl/sharedStrings.xml", f"{KINDS}.sharedStrings+xml"),
        *sheets,
    ]
    targets = [
        *((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
        ("rIdStyles", "styles", "styles.xml"),
        ("rIdTexts", "sharedStrings", "sharedStrings.xml"),
    ]
    return {
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{SPREADSHEET}" uniqueCount="{len(texts)}">'
        + "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
        + "</sst>",
        "xl/styles.xml": STYLES,
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(targets),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds)
        + "</Types>",
    }


def _relations(targets: Sequence[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{RELATED}/{kind}" Target="{target}"/>' for name, kind, target in targets
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
