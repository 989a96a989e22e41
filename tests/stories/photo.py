"""A photo as a phone makes it: with the place of its making written inside."""

import io

from PIL import Image


def photo_with_position(size: tuple[int, int] = (1600, 1200)) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    position = exif.get_ifd(0x8825)
    position[1], position[2] = "N", (6.0, 32.0, 33.0)
    position[3], position[4] = "E", (101.0, 16.0, 59.0)
    out = io.BytesIO()
    Image.new("RGB", size, (120, 110, 100)).save(out, "JPEG", exif=exif)
    return out.getvalue()
