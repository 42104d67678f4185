"""Is a packed workbook harmless? Looked at before anything parses it: real sizes, macros, cells far out.

The sizes that an archive states may lie, so every member is unpacked here piece by piece and counted.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from dispatch.intake.reading.table import ROW_LIMIT, FileError

UNPACKED_LIMIT_MB = 200
LAST_COLUMN = "ZZ"
PIECE = 1 << 20
CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,9})["']""")
"""Where a cell or a row says it stands; two cells at opposite corners would otherwise fill a grid of 17 billion."""


def check_archive(data: bytes) -> None:
    """Refuse an archive that is no workbook or would do harm.

    Raises
    ------
    FileError
        With the reason.
    """
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
    ) as error:  # the last: a version that zipfile cannot read
        raise FileError("not_a_workbook") from error
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/workbook") for name in names):
        raise FileError("not_a_workbook")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileError("macros")
    limit = UNPACKED_LIMIT_MB * 1_000_000
    if sum(member.file_size for member in members) > limit:
        raise FileError("unpacks_too_large", limit=UNPACKED_LIMIT_MB)
    unpacked = 0
    for member in members:
        tail = b""
        for piece in _unpacked(data, member):
            unpacked += len(piece)
            if unpacked > limit:
                raise FileError("unpacks_too_large", limit=UNPACKED_LIMIT_MB)
            if member.filename.startswith("xl/worksheets/"):
                _check_cells(tail + piece)
                tail = piece[-64:]


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    start = member.header_offset
    if data[start : start + 4] != b"PK\x03\x04" or len(data) < start + 30:
        raise FileError("not_a_workbook")
    name_length, extra_length = struct.unpack("<HH", data[start + 26 : start + 30])
    first = start + 30 + name_length + extra_length
    packed = data[first : first + member.compress_size]
    if member.flag_bits & 1:
        raise FileError("old_or_protected_workbook")
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise FileError("not_a_workbook")
    inflater = zlib.decompressobj(-15)
    try:
        while packed:
            yield inflater.decompress(packed, PIECE)
            packed = inflater.unconsumed_tail
    except zlib.error as error:
        raise FileError("not_a_workbook") from error


def _check_cells(xml: bytes) -> None:
    for found in CELL.finditer(xml):
        letters, row = found[1].decode().upper(), int(found[2])
        if row > ROW_LIMIT + 1 or (len(letters), letters) > (len(LAST_COLUMN), LAST_COLUMN):
            raise FileError("sheet_too_wide", cell=f"{letters}{row}")
