"""How each type of personal data is written, as patterns over folded text (nlp.folding)."""

import re
from functools import cache

from nlp.wordlists import any_of, wordlist

_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_CONSONANT = "\u0e01-\u0e2e"
_SHORT_HOSTS = (
    "maps.app.goo.gl goo.gl bit.ly lin.ee facebook.com m.facebook.com fb.com fb.me fb.watch tiktok.com youtu.be"
)
_GAP = r"[ \t.\-)]{0,3}"
_STEP = r"[ \-.]{1,3}"
_WEB = r"[^\s<>\"\u0e00-\u0e7f]+"
_URL = rf"(?:https?://|www\.){_WEB}|(?<![\w.@])(?:{any_of(_SHORT_HOSTS.split())})/{_WEB}"
# Looking back and a limit: without them a long run of letters is tried from each of its letters.
_EMAIL = r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
_TRUNK = rf"(?:\(?\+{_GAP}66\)?{_GAP}\(?0?\)?{_GAP}|(?<!\d)66(?=[689]\d{{8}}(?!\d))|\(?0\)?{_GAP})"
_MOBILE = rf"(?<![\d+]){_TRUNK}[689](?:{_GAP}\d){{8}}(?!\d)"
_LAND_LINE = rf"(?<![\d+/]){_TRUNK}(?:2|[3-7]\d)\)?(?:{_GAP}\d){{6}}(?:{_GAP}\d)?(?!\d)"
# All runs of 13 digits: people mistype, so the checksum decides nothing.
_THIRTEEN = r"(?<!\d)\d{13}(?!\d)"
_GROUPED = rf"(?<!\d)\d{_STEP}\d{{4}}{_STEP}\d{{5}}{_STEP}\d{{2}}{_STEP}\d(?!\d)"
_SPACED = r"(?<!\d)(?<!\d[ \-])[1-9](?:[ \-.]{0,2}\d){12}(?![ \-]?\d)"
_PLATE_END = r"[ \-]?\d{1,4}(?![\d/])"
_ACCOUNT = r"(?P<it>\d(?:[ \-]?\d){8,13})(?!\d)"
_HOUSE = r"(?P<it>\d{1,5}(?:\s?/\s?\d{1,5})?)(?![\d.\-])"
_THE = "\u0e17\u0e35\u0e48"
_ID_WORD = "(?:id|\u0e44\u0e2d\u0e14\u0e35)"


@cache
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Type and pattern, the surest first; the group `it` is the data where cue words belong to the match."""
    cue = {name: f"(?:{any_of(words)})" for name, words in wordlist("personal_data").items()}
    province = rf"(?:\s?{cue['provinces']})?"
    sources = [
        ("url", _URL),
        ("email", _EMAIL),
        ("bank_account", rf"{cue['bank']}[^\d\n]{{0,25}}{_ACCOUNT}"),
        ("national_id", f"{_GROUPED}|{_THIRTEEN}|{_SPACED}"),
        ("phone", f"{_MOBILE}|{_LAND_LINE}"),
        ("line_id", rf"{cue['line']}\s?{_ID_WORD}?\s?[:=\-]?\s?(?P<it>@?[A-Za-z0-9][\w.\-]{{2,}})"),
        ("plate", rf"{cue['plate']}[^\d\n]{{0,15}}?(?P<it>\d?[{_CONSONANT}]{{1,3}}{_PLATE_END}{province})"),
        ("plate", rf"(?<![\d{_THAI}/])(?P<it>[1-9][{_CONSONANT}]{{2}}{_PLATE_END}{province})"),
        ("plate", rf"{cue['vehicle']}[^\d\n]{{0,12}}?(?<![{_THAI}])(?P<it>[{_CONSONANT}]{{2}}{_PLATE_END})"),
        ("house_number", rf"{cue['house']}\s?(?:{_THE})?\s?[:.]?\s?{_HOUSE}"),
        ("house_number", rf"{cue['house_with_slash']}\s?(?P<it>\d{{1,4}}\s?/\s?\d{{1,5}})(?![\d/])"),
    ]
    return [(kind, re.compile(source, re.IGNORECASE | re.ASCII)) for kind, source in sources]
