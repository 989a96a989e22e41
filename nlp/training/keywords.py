"""The plain keyword baseline."""

import re
from functools import cache

from nlp.facts import TOPICS
from nlp.normalising import normalise
from nlp.wordlists import any_of, wordlist


def keyword_topics(text: str) -> frozenset[str]:
    """The topics one of whose keywords occurs in the text."""
    text = normalise(text)
    return frozenset(topic for topic, pattern in _patterns().items() if pattern.search(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {topic: re.compile(any_of(wordlist("topic_keywords")[topic])) for topic in TOPICS}
