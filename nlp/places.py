"""Places as the resident wrote them, and the community a known one lies in."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from pythainlp.tokenize import word_tokenize

from nlp.facts import Gazetteer, Place
from nlp.normalising import tidy
from nlp.places_known import Index, index
from nlp.wordlists import any_of, wordlist

TYPES = ("road", "soi", "community", "landmark")
_RUN = re.compile(r"[\u0e01-\u0e4f]{1,40}")
_NUMBER = re.compile(r"(?:\s?\u0e2a\u0e32\u0e22|\s?\u0e17\u0e35\u0e48)?\s?\d{1,3}(?:/\d{1,3})?(?![\d/])")
_MOST_PLACES = 20  # an endless list is no address
_LONGEST_NAME = 6  # words
_LONGEST_NUMBERED = 14  # letters before a number that follows without a blank
_LONGEST_WRITTEN = 24  # letters of a known name that is looked for without a cue word

_Span = tuple[int, int, str]


def places(text: str, houses: tuple[str, ...] = (), gazetteer: Gazetteer | None = None) -> tuple[Place, ...]:
    """Each place once, in the order of the text; the community only where exactly one has that place."""
    text = tidy(text)
    known = index(gazetteer) if gazetteer else None
    spans = [*(_exact(text, known) if known else ()), *_cued(text, known)]
    if known and not spans:
        spans = list(_misspelt(text, known))
    found = [_place(text[start:end].strip(), kind, known) for start, end, kind in sorted(_apart(spans))]
    return tuple(dict.fromkeys([*found, *(Place(house, "house", None) for house in houses)]))


def says_where(found: tuple[Place, ...]) -> bool:
    """Whether somebody could go there: a landmark without a name, or a house without a street, is not enough."""
    return any(place.community or not _says_nothing(place) for place in found)


def _says_nothing(place: Place) -> bool:
    return place.type == "house" or (place.type == "landmark" and place.text in wordlist("places")["landmark"])


def _place(written: str, kind: str, known: Index | None) -> Place:
    found = known.named(written) if known else None
    return Place(written, kind, found.community if found else None)


def _cued(text: str, known: Index | None) -> Iterator[_Span]:
    """Spans that a cue word announces: up to the end of a known name, else as far as a name may go."""
    for cue in islice(_cues().finditer(text), _MOST_PLACES):
        kind = str(cue.lastgroup)
        if known and (end := _end_of_known(text, cue, known)):
            yield cue.start(), end, kind
            continue
        beside = kind == "landmark" and bool(_beside().search(text, 0, cue.start()))
        end = _end_of_name(text, cue.end(), street=kind in ("road", "soi"))
        if kind == "landmark" and cue[0] in wordlist("places")["often_any"] and not beside:
            continue
        if end > cue.end() or beside:
            yield cue.start(), end, kind


def _end_of_known(text: str, cue: re.Match[str], known: Index) -> int | None:
    begin = cue.end() + (text[cue.end() : cue.end() + 1] == " ")
    ends = _ends_of_words(text, begin)
    return next((end for end in ends if known.named(text[cue.start() : end])), None)


def _end_of_name(text: str, start: int, *, street: bool) -> int:
    """Where the name that starts here ends; `start` itself when there is none."""
    apart = street and text[start : start + 1] == " "
    begin = start + 1 if apart else start
    run = _RUN.match(text, begin)
    end = _last_name_word(run[0], begin, street=street) if run else begin
    if run and begin < end < run.end():
        if apart:
            return start  # only a word that stands alone is a name so far from its cue
        if text[run.end() : run.end() + 1].isdigit() and run.end() - begin <= _LONGEST_NUMBERED:
            end = run.end()
    number = _NUMBER.match(text, end if end > begin else start)
    if number and not _counts().match(text, number.end()):
        return number.end()
    return end if end > begin else start


def _last_name_word(run: str, start: int, *, street: bool) -> int:
    ends, at = _ends(), start
    may_begin = wordlist("places")["street_begins" if street else "landmark_begins"]
    words = word_tokenize(run, engine="newmm")
    for count, word in enumerate(words):
        begins = count == 0 and word in may_begin and (not street or _goes_on(words, ends))
        if not begins and (word in ends or count > _LONGEST_NAME or _begins_another().match(word)):
            break
        at += len(word)
    return at


def _goes_on(words: list[str], ends: frozenset[str]) -> bool:
    return len(words) > 1 and words[1] not in ends


def _exact(text: str, known: Index) -> Iterator[_Span]:
    """Spans of known names, with the cue word where there is one."""
    kept = [at for at, character in enumerate(text) if not character.isspace()]
    compact = "".join(text[at] for at in kept).lower()
    for first, last in known.within(compact):
        if _counts().match(compact, last) and (shorter := compact[first:last].rstrip("0123456789")) in known.names:
            last = first + len(shorter)
        start, end = kept[first], kept[last - 1] + 1
        number = _NUMBER.match(text, end) if not compact[last - 1].isdigit() else None
        if (number and not _counts().match(text, number.end())) or compact[last : last + 1].isdigit():
            continue  # road 4 is neither the road nor road 45
        if cue := _cue_before().search(compact, max(0, first - 6), first):
            yield kept[cue.start()], end, _type_of_cue(cue[0])
        elif start == 0 or text[start - 1].isspace() or _before_known().search(compact, max(0, first - 10), first):
            place = known.named(compact[first:last], misspelt=False)
            yield start, end, place.type if place else "landmark"


def _misspelt(text: str, known: Index) -> Iterator[_Span]:
    """A known name with a letter wrong and no cue word, after a word that says where or at a beginning."""
    for start in islice(_starts(text), _MOST_PLACES):
        for end in _ends_of_words(text, start):
            if place := known.named(text[start:end]):
                yield start, end, place.type
                break


def _starts(text: str) -> Iterator[int]:
    for match in _where().finditer(text):
        yield match.end()


def _ends_of_words(text: str, start: int) -> list[int]:
    """Where a name from here on may end, the furthest first."""
    run = _RUN.match(text, start)
    if run is None:
        return []
    at, ends = start, []
    for word in word_tokenize(run[0][:_LONGEST_WRITTEN], engine="newmm"):
        at += len(word)
        ends.append(at)
    numbers = {end: number.end() for end in ends if (number := _NUMBER.match(text, end))}
    counts = {end for end, after in numbers.items() if _counts().match(text, after)}
    return [end if end in counts else numbers.get(end, end) for end in reversed(ends)]


def _apart(spans: list[_Span]) -> list[_Span]:
    """The spans that overlap no earlier one of the list: what is known comes before what is guessed."""
    kept: list[_Span] = []
    for span in spans:
        if all(span[1] <= start or span[0] >= end for start, end, _ in kept):
            kept.append(span)
    return kept


def _type_of_cue(cue: str) -> str:
    return next(kind for kind in TYPES if cue in wordlist("places")[kind])


@cache
def _cues() -> re.Pattern[str]:
    data = wordlist("places")
    return re.compile("|".join(f"(?P<{kind}>{any_of(data[kind])})" for kind in TYPES), re.IGNORECASE)


@cache
def _cue_before() -> re.Pattern[str]:
    data = wordlist("places")
    return re.compile(rf"(?:{any_of([*data['road'], *data['soi'], *data['community']])})\Z")


@cache
def _before_known() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(wordlist('places')['before_known'])})\Z")


@cache
def _where() -> re.Pattern[str]:
    return re.compile(rf"\A|(?:{any_of(wordlist('places')['before_known'])})\s?")


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(wordlist('places')['beside'])})\s?\Z")


@cache
def _counts() -> re.Pattern[str]:
    """A word after a number that makes it a count of things or of time."""
    return re.compile(rf"\s?(?:{any_of(wordlist('places')['counted'])})")


@cache
def _begins_another() -> re.Pattern[str]:
    return re.compile(any_of(wordlist("places")["ends_at_beginning"]))


@cache
def _ends() -> frozenset[str]:
    return frozenset(wordlist("places")["end"])
