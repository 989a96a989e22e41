"""Personal data in a message: where it is, and the message without it."""

from collections.abc import Iterator

from nlp.facts import PersonalData
from nlp.folding import fold
from nlp.person_names import names
from nlp.personal_patterns import patterns


def personal_data(text: str) -> tuple[PersonalData, ...]:
    """Every span of personal data, in order and apart from one another, in code points of the text as given."""
    folded = fold(text)
    taken: list[tuple[int, int]] = []
    found = []
    for kind, start, end in _spans(folded.text):
        if end > start and all(end <= other_start or start >= other_end for other_start, other_end in taken):
            taken.append((start, end))
            found.append(PersonalData(kind, *folded.span(start, end)))
    return tuple(sorted(found, key=lambda data: data.start))


def mask(text: str) -> str:
    """The text with each span of personal data replaced by its type, such as [PHONE]."""
    parts, at = [], 0
    for data in personal_data(text):
        parts += [text[at : data.start], f"[{data.type.upper()}]"]
        at = data.end
    return "".join([*parts, text[at:]])


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Candidates, the surest type first: a later one that overlaps is dropped."""
    for kind, pattern in patterns():
        for match in pattern.finditer(text):
            start, end = match.span("it") if "it" in pattern.groupindex else match.span()
            yield kind, start, end
    for start, end in names(text):
        yield "name", start, end
