"""Pictures from phones: judged by size and header before a pixel is decoded, drawn anew, without what cameras write beside."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from dispatch.errors import InvalidInputError

SIGNATURE_BYTES, SIGNATURE_PIXELS = 300_000, 2_000_000
PHOTO_BYTES, PHOTO_PIXELS, PHOTO_SIDE = 3_000_000, 6_000_000, 1600
MOST_PHOTOS = 6
LEAST_INK = 30
"""Dark pixels below which nobody has signed."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one event, drawn anew, and the SHA-256 of each as it was sent."""

    signature: bytes = b""
    photos: tuple[tuple[int, bytes], ...] = ()
    """Line number and JPEG."""
    sent: Mapping[str, str] | None = None


def read_pictures(signature: bytes | None, photos: list[tuple[int, bytes]]) -> Pictures:
    """Check and re-encode what came with an event.

    Raises
    ------
    InvalidInputError
        A picture is too large, damaged, of another format, or empty.
    """
    if len(photos) > MOST_PHOTOS:
        raise InvalidInputError(f"{len(photos)} photos came with one event.", f"{MOST_PHOTOS} are the most.")
    sent = {f"photo_{place}": hashlib.sha256(data).hexdigest() for place, (_, data) in enumerate(photos, 1)}
    if signature is not None:
        sent["signature"] = hashlib.sha256(signature).hexdigest()
    return Pictures(
        clean_signature(signature) if signature is not None else b"",
        tuple((line_no, clean_photo(data)) for line_no, data in photos),
        sent,
    )


def clean_signature(data: bytes) -> bytes:
    """The drawing as a grey PNG, black on white.

    Raises
    ------
    InvalidInputError
        It is no PNG, too large, damaged, or nothing is drawn on it.
    """
    image = opened(data, ("PNG",), SIGNATURE_BYTES, SIGNATURE_PIXELS).convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    grey = paper.convert("L")
    if sum(grey.histogram()[:128]) < LEAST_INK:
        raise InvalidInputError("Nothing is drawn on the signature.", "Let the customer sign.")
    out = BytesIO()
    grey.save(out, "PNG", optimize=True)
    return out.getvalue()


def clean_photo(data: bytes) -> bytes:
    """The photo upright, at most 1,600 pixels wide or high, as a JPEG that says neither where nor with what it was taken."""
    image = ImageOps.exif_transpose(opened(data, ("JPEG", "PNG"), PHOTO_BYTES, PHOTO_PIXELS)).convert("RGB")
    image.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    plain = Image.new("RGB", image.size)
    plain.paste(image)  # a new picture has no metadata to carry over
    out = BytesIO()
    plain.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def opened(data: bytes, formats: tuple[str, ...], most_bytes: int, most_pixels: int) -> Image.Image:
    """A picture decoded, after its size and its header were judged.

    Raises
    ------
    InvalidInputError
        It is too large, damaged, or of another format.
    """
    if len(data) > most_bytes:
        raise _too_large(f"{len(data)} bytes", f"{most_bytes} bytes")
    try:
        with Image.open(BytesIO(data), formats=formats) as image:
            width, height = image.size
            if width * height > most_pixels:
                raise _too_large(f"{width} × {height} pixels", f"{most_pixels} pixels")
            image.load()
            return image.copy()
    except UnidentifiedImageError:
        raise InvalidInputError(f"The picture is no {' or '.join(formats)}.", "Take it again.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large("far too many pixels", f"{most_pixels} pixels") from None
    except (OSError, SyntaxError, ValueError) as error:
        raise InvalidInputError(f"The picture is damaged: {error}.", "Take it again.") from None


def _too_large(found: str, most: str) -> InvalidInputError:
    return InvalidInputError(f"The picture has {found}.", f"{most} are the most.")
