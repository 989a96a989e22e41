"""Which language a message is in, by its script and a few words; never translated."""

import re
from functools import cache

from nlp.normalising import clip
from nlp.wordlists import any_of, wordlist

_SCRIPTS = {
    "thai": re.compile(r"[\u0e01-\u0e4f]"),
    "latin": re.compile(r"[a-zA-Z\u00c0-\u024f]"),
    "arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    "foreign": re.compile(r"[\u0370-\u05ff\u0900-\u0dff\u0e80-\u1fff\u3040-\ud7ff]"),
}
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\[[A-Za-z]+\]")
_LATIN_WORD = re.compile(r"[a-z]+")


def language(text: str) -> str:
    """`th`, `en`, `ms`, `ar` or `other`."""
    text = _ADDRESS.sub(" ", clip(text))
    letters = {script: len(pattern.findall(text)) for script, pattern in _SCRIPTS.items()}
    if not any(letters.values()):
        return "other"
    # One Thai word among foreign names still makes a Thai message: Thai letters count double.
    letters["thai"] *= 2
    script = max(letters, key=lambda name: letters[name])
    return {"thai": _in_thai, "latin": _in_latin, "arabic": _in_arabic}.get(script, lambda _: "other")(text)


def _in_thai(text: str) -> str:
    malay = sum(len(found) for found in _patterns()["thai"].findall(text))
    return "ms" if malay * 2 > len(_SCRIPTS["thai"].findall(text)) else "th"


def _in_latin(text: str) -> str:
    words = _LATIN_WORD.findall(text.lower())
    known = set(wordlist("languages")["latin_malay"])
    return "ms" if sum(word in known for word in words) * 3 > len(words) else "en"


def _in_arabic(text: str) -> str:
    return "ms" if _patterns()["jawi"].search(text) else "ar"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = wordlist("languages")
    jawi = rf"[{data['jawi_letters']}]|\b(?:{any_of(data['jawi_words'])})\b"
    return {"thai": re.compile(any_of(data["thai_letters_malay"])), "jawi": re.compile(jawi)}
