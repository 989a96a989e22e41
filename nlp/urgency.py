"""Whether a matter should wait its turn."""

import re
from functools import cache

from nlp.wordlists import any_of, wordlist


def urgency(normalised: str) -> str:
    """`high` when a normalised text says that someone is or may be hurt, or asks for haste; else `normal`."""
    high, not_high = _patterns()
    return "high" if high.search(not_high.sub("", normalised)) else "normal"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = wordlist("urgency")
    return re.compile(any_of(data["high"])), re.compile(any_of(data["not_high"]))
