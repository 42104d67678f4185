"""The company's logo, read once: PNG or JPEG, and small enough (judged from its header, before a pixel is decoded)."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from dispatch.errors import InvalidInputError

MOST_PIXELS = 4_000_000


@lru_cache(maxsize=8)
def read_logo(data: bytes) -> tuple[ImageReader, int, int]:
    """Return the picture and its width and height in pixels.

    Raises
    ------
    InvalidInputError
        Not a PNG or JPEG, damaged, or more than 4 million pixels.
    """
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise _too_large(f"{width} × {height}")
            image.load()
    except UnidentifiedImageError:
        raise InvalidInputError("The logo is neither PNG nor JPEG.", "Give another file.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large("far too many") from None
    except (OSError, SyntaxError) as error:
        raise InvalidInputError(f"The logo is damaged: {error}.", "Give another file.") from None
    return ImageReader(BytesIO(data)), width, height


def _too_large(pixels: str) -> InvalidInputError:
    return InvalidInputError(f"The logo has {pixels} pixels.", "4 million are the most: make it smaller.")
