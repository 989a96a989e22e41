"""Where residents' photos and files are kept: a folder, under names of our own making."""

import io
import secrets
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 1280
MOST_PIXELS = 50_000_000
MOST_BYTES = 20_000_000
SUFFIXES = {
    "image/jpeg": ".jpg",
    "audio/mp4": ".m4a",
    "audio/x-m4a": ".m4a",
    "audio/m4a": ".m4a",
    "audio/aac": ".aac",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
    "application/pdf": ".pdf",
}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class Unreadable(Exception):
    """The file cannot be kept; the text is the reason."""


class AttachmentFolder:
    """Keeps files below one folder; a key is a relative name that we made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, data: bytes, suffix: str) -> str:
        """Writes the bytes whole or not at all, and gives their key."""
        key = f"{secrets.token_hex(1)}/{secrets.token_hex(16)}{suffix}"
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + ".part")
        unfinished.write_bytes(data)
        unfinished.replace(path)
        return key

    def path(self, key: str) -> Path:
        """The file of a key. Raises LookupError."""
        path = (self._folder / key).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise LookupError("there is no such attachment")
        return path

    def remove(self, key: str) -> None:
        (self._folder / key).unlink(missing_ok=True)


def prepared(data: bytes, content_type: str, is_image: bool) -> tuple[bytes, str, str]:
    """The bytes as they are kept, their content type and suffix. Raises Unreadable.

    An image is drawn anew: smaller, upright, and without what its maker wrote beside the picture, such as the place.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("too large")
    if is_image:
        return _drawn_anew(data), "image/jpeg", ".jpg"
    kept_type = content_type.split(";")[0].strip().lower()
    if kept_type not in SUFFIXES:
        return data, "application/octet-stream", ".bin"
    return data, kept_type, SUFFIXES[kept_type]


def _drawn_anew(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data)) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            # A fresh image: nothing of the original's metadata can ride along.
            clean = Image.new("RGB", upright.size)
            clean.paste(upright)
            out = io.BytesIO()
            clean.save(out, "JPEG", quality=85, optimize=True)
            return out.getvalue()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as failure:
        raise Unreadable(type(failure).__name__) from None
