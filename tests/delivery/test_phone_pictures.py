"""Pictures of phones: judged before they are decoded, drawn anew, without what a camera writes beside."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from dispatch.delivery.phone_pictures import clean_photo, clean_signature, read_pictures
from dispatch.errors import InvalidInputError
from tests.delivery.phone import png, signature


def test_a_signature_is_drawn_black_on_white_and_the_same_each_time() -> None:
    drawn = clean_signature(signature())
    image = Image.open(BytesIO(drawn))
    assert (image.mode, image.size, image.getpixel((0, 0))) == ("L", (600, 200), 255)
    assert clean_signature(signature()) == drawn


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises that many pixels and whose data would never give them."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(4096))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb(13_000, 13_000), "pixels"),
        (bomb(60_000, 60_000), "far too many"),
        (bomb(700, 400), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300_000), "bytes"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG"),
        (b"", "no PNG"),
        (png(Image.new("RGBA", (600, 200), (0, 0, 0, 0))), "Nothing is drawn"),
        (png(Image.new("RGB", (600, 200), "white")), "Nothing is drawn"),
    ],
    ids=["13000 px", "60000 px", "short data", "too many bytes", "svg", "empty", "blank", "white"],
)
def test_what_is_no_signature_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        clean_signature(data)


def test_a_photo_loses_where_it_was_taken_and_stands_upright() -> None:
    image = Image.new("RGB", (2000, 1000), "red")
    exif = image.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[2] = (43.0, 44.0, 0.0)
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    assert b"Exif" in out.getvalue()
    cleaned = clean_photo(out.getvalue())
    assert b"Exif" not in cleaned
    assert Image.open(BytesIO(cleaned)).size == (800, 1600)


def test_only_so_many_photos_come_with_an_event() -> None:
    with pytest.raises(InvalidInputError, match="7 photos"):
        read_pictures(None, [(1, b"x")] * 7)
