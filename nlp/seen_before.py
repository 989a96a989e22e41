"""Whether a message says that its matter is not new: reported before, promised before, still the same."""

import re
from functools import cache

from nlp.folding import fold
from nlp.wordlists import any_of, wordlist

_BLANKS = re.compile(r"[\s.,!?\u0e46]+")  # and the sign of repetition
_READ = 1200


def speaks_of_before(text: str) -> bool:
    """True for words such as "told you many times"; what happens often but was not told is not meant."""
    compact = _BLANKS.sub("", fold(text[:_READ]).text.lower())
    return bool(_pattern().search(compact))


@cache
def _pattern() -> re.Pattern[str]:
    data = wordlist("seen_before")
    told, again = any_of(data["told"]), any_of(data["again"])
    never = "".join(rf"(?<!{re.escape(word)})" for word in data["never"])
    phrases = any_of([_BLANKS.sub("", phrase) for phrase in data["phrases"]])
    time = rf"(?:{any_of(data['times'])})(?:{'|'.join(data['numbers'])})"
    gap = rf".{{0,{data['between']}}}?"
    return re.compile(
        rf"{never}(?:(?:{phrases})|(?:{told}){gap}(?:{again}|{time}))|{time}{gap}(?:{told})"
        rf"|^{time}|{time}{re.escape(data['already'])}"
    )
