"""The texts of a file of reports: CSV, compressed or not, with a column `text`; read row by row."""

import csv
import gzip
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

COLUMN = "text"
GZIP_BEGINS = b"\x1f\x8b"


class UnreadableReports(Exception):
    """The file is not what it should be; the text is one line that says why."""


def read_texts(file: Path, most: int | None = None) -> Iterator[str]:
    """The texts that are not empty, in the file's order, at most so many. Raises UnreadableReports."""
    texts = (row[COLUMN].strip() for row in _rows(file) if row[COLUMN])
    yield from islice((text for text in texts if text), most)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    try:
        with file.open("rb") as raw:
            is_gzip = raw.read(2) == GZIP_BEGINS
            raw.seek(0)
            unpacked = gzip.GzipFile(fileobj=raw) if is_gzip else raw
            reader = csv.DictReader(io.TextIOWrapper(unpacked, encoding="utf-8-sig", newline=""))
            if COLUMN not in (reader.fieldnames or ()):
                raise UnreadableReports(f"{file.name}: there is no column '{COLUMN}'")
            yield from reader
    except (OSError, EOFError) as failure:
        raise UnreadableReports(f"{file.name}: cannot be read ({failure})") from None
    except UnicodeDecodeError:
        raise UnreadableReports(f"{file.name}: is not UTF-8") from None
    except csv.Error as failure:
        raise UnreadableReports(f"{file.name}: is not CSV ({failure})") from None
