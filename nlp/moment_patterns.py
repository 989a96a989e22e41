"""How residents write times: one pattern for each way, built from the word data."""

import re
from collections.abc import Iterator
from functools import cache

from pythainlp.util import num_to_thaiword
from pythainlp.util.date import thai_full_month_lists

from nlp.wordlists import any_of, wordlist

_LARGEST_WORD = 60  # numbers above are written in digits
_LETTER = "\u0e01-\u0e4e"
_GOES_ON = "(?![\u0e30-\u0e3a\u0e45-\u0e4e])"  # a vowel or mark that makes another word
_DAY = "(?P<day>[0-3]?\\d)"
_YEAR = r"(?P<year>25\d\d|20\d\d|19\d\d|\d\d)(?!\d)"
_CLOCK = r"(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)"


@cache
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Name and pattern, the surest first: a later one that overlaps is dropped."""
    sources = [*_dates(), *_clock(), *_spoken_clock(), *_recurring(), *_counted(), *_named()]
    return [(name, re.compile(source)) for name, source in sources]


def _dates() -> Iterator[tuple[str, str]]:
    month, era = f"(?P<month>{any_of(tuple(months()))})", f"(?:(?:{_words('era')})[ ]?)?"
    yield "iso", r"(?<![\d\-])(?P<year>2[05]\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?![\d\-])"
    yield "numeric", rf"(?<![\d/.\-]){_DAY}(?P<by>[/.\-])(?P<month>[01]?\d)(?P=by){_YEAR}(?![/.\-]?\d)"
    yield "named", rf"(?<![\d/.\-]){_DAY}\s?{month}[ ]?{era}(?:{_YEAR})?(?![ ]?\d)"
    yield "numeric", rf"(?:{_words('day_of_month')}|{_words('since')})\s?{_DAY}/(?P<month>[01]?\d)(?![\d/])"


def _clock() -> Iterator[tuple[str, str]]:
    data = wordlist("moments")["clock"]
    abbreviation = rf"[ ]?{data['abbreviation']}(?![{_LETTER}])"
    yield "clock", rf"(?<![\d.:/]){_CLOCK}(?={abbreviation}|\s?(?:{_words('between')})\s?\d{{1,2}}[.:]\d\d)"
    yield "clock", rf"(?:{any_of(data['o_clock_before'])})[ ]?{_CLOCK}(?![\d.:/])"
    yield "clock", r"(?<![\d.:/])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"


def _spoken_clock() -> Iterator[tuple[str, str]]:
    data = wordlist("moments")["clock"]
    half, said = f"(?P<half>\\s?{_words('half')})?", f"(?P<said>(?<!\\d)[1-6]|{_said(6)})"
    end = rf"(?!\d)(?![ ]?(?:{_words('not_clock_after')}))"
    minutes = rf"(?:{half}|[ ]?(?P<minutes>[0-5]?\d)[ ]?{_words('minute')})"
    part = f"(?:[ ]?(?P<part>{data['morning']}|{data['late_day']}))?"
    yield "night", f"{data['night']}[ ]?{said}{half}{end}"
    yield "evening", f"{said}[ ]?{data['evening']}{minutes}"
    yield "evening", f"{data['evening']}(?:{any_of(data['about_one'])}|(?P<half>{_words('half')}))"
    yield "afternoon", f"{data['afternoon']}[ ]?{said}(?:[ ]?{data['oclock']})?{half}{end}"
    yield "afternoon", f"{data['afternoon']}{data['oclock']}{half}"
    yield "oclock", rf"(?P<said>(?<!\d)1?\d|{_said(11)})[ ]?{data['oclock']}{part}{minutes}"
    yield "midnight", any_of(data["midnight"])
    yield "noon", any_of(data["noon"])


def _recurring() -> Iterator[tuple[str, str]]:
    every = rf"(?:{_words('every')})\s?"
    yield "recurring", rf"{every}(?:{_words('day_or_night')})?(?P<weekday>{any_of(tuple(weekdays()))})"
    yield "recurring", rf"{every}(?:{_number()}\s?)?{_unit()}(?!{_words('every_not_before')})"
    yield "recurring", rf"{every}(?P<part>{any_of(wordlist('moments')['parts']['since_today'])})"
    yield "recurring", f"{_unit()}{_words('each')}(?!{_words('each_not_before')})"
    yield "recurring", _words("days_off")


def _counted() -> Iterator[tuple[str, str]]:
    half, since = _words("half"), _words("since")
    yield "day", f"(?<!{_words('each_day')})(?:{since})?(?P<word>{any_of(tuple(days_said()))})"
    yield "several", f"(?:{_words('several')})[ ]?{_unit()}"
    upper = rf"(?:\s?(?:{_words('between')})\s?\d{{1,3}})?"
    count = rf"(?<![\d.:/])(?<!{half}){_number()}{upper}\s?{_unit()}(?P<half>{half})?(?!\s?{_words('age_after')})"
    yield "duration", rf"{count}(?:\s?(?P<ago>{_words('ago')}))?"
    yield "half", f"{half}[ ]?{_unit()}"
    yield "one", f"{_unit()}(?:{_words('one')}|(?P<half>{half}))"
    yield "one", f"(?:{_words('whole')})[ ]?{_unit()}(?!{_words('not_after_whole')}|{any_of(tuple(weekdays()))})"
    yield "ago", f"(?:(?:{since})[ ]?)?{_unit()}[ ]?(?:{_words('ago')})"


def _named() -> Iterator[tuple[str, str]]:
    data, since = wordlist("moments"), f"(?:{_words('since')})[ ]?"
    weekday = f"(?P<weekday>{any_of(tuple(weekdays()))})"
    which = f"(?P<which>{_words('ago')}|{_words('next')})"
    month = f"(?P<month>{any_of([name for name in months() if len(name) > 3])})"
    yield "weekday", rf"(?:{since})?(?:{_words('day_or_night')}){weekday}(?:\s?{which})?"
    yield "weekday", f"{since}{weekday}"
    yield "weekday", f"(?<![{_LETTER}]){weekday}{which}"
    yield "month", f"{month}[ ]?{_YEAR}"
    yield "month", f"(?:{_words('before_month')})[ ]?{month}(?![{_LETTER}])"
    yield "monthday", rf"(?:{_words('day_of_month')})\s?{_DAY}(?![\d/.,])"
    yield "year", rf"(?:{_words('year')})[ ]?(?P<year>25\d\d|20[0-4]\d|[4-7]\d)(?!\d)"
    yield "today", f"{since}(?:{any_of(data['parts']['since_today'])})"
    yield "part", any_of(data["parts"]["of_any_day"])
    yield "long", _words("long")


def _words(name: str) -> str:
    listed = wordlist("moments")["words"][name]
    return any_of([listed] if isinstance(listed, str) else listed)


def _number() -> str:
    return rf"(?P<number>\d{{1,3}}|{any_of(tuple(number_words()))})"


def _unit() -> str:
    return f"(?P<unit>{any_of(tuple(units()))}){_GOES_ON}"


def _said(highest: int) -> str:
    return any_of([word for word, number in number_words().items() if number <= highest])


@cache
def number_words() -> dict[str, int]:
    """The words of the small numbers."""
    return {num_to_thaiword(number): number for number in range(1, _LARGEST_WORD + 1)}


@cache
def units() -> dict[str, str]:
    """A unit's word and its letter in ISO 8601; a minute is `M_`."""
    return {word: letter for letter, words in wordlist("moments")["units"].items() for word in words}


@cache
def weekdays() -> dict[str, int]:
    """A weekday's word and its number, Monday 0."""
    data = wordlist("moments")["weekdays"]
    names = {name: number for number, name in enumerate(data["names"])}
    return names | {word: names[name] for word, name in data["also"].items()}


@cache
def months() -> dict[str, int]:
    """A month's names, long and short, with and without their dots."""
    found: dict[str, int] = {}
    for number, names in enumerate(thai_full_month_lists, 1):
        for name in (name for name in names if not name.isdigit()):
            spellings = {name, name.removesuffix("."), name.replace(".", ""), name.replace(".", "") + "."}
            found |= dict.fromkeys(spellings, number)
    return found


@cache
def days_said() -> dict[str, str]:
    """A word for a day, and the word that PyThaiNLP has for it."""
    return {word: usual for usual, words in wordlist("moments")["days"].items() for word in words}
