"""What must agree between the tables of a municipality's folder, once each of them is well-formed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import get_args

from handlers import geography
from handlers.municipality_mistakes import FILES, FolderMistake
from handlers.municipality_schema import MunicipalityFolder, Topic
from handlers.municipality_values import TOPIC_CODES, Danger, Kind

DATED_KINDS: tuple[Kind, ...] = ("complaint", "question", "misconduct", "emergency")
MOST_OVERLAP = 0.2  # neighbours drawn by hand overlap a little; more is a polygon under the wrong code
FARTHEST_M = 50_000  # of a community from the centre; latitude and longitude swapped land far beyond


def mistakes_between_files(folder: MunicipalityFolder) -> list[FolderMistake]:
    """All disagreements, in the order of the files."""
    return [
        *_promises(folder),
        *_emergency_numbers(folder),
        *_restricted_department(folder),
        *_twins("departments", (department.code for department in folder.departments)),
        *_twins("topics", (topic.code for topic in folder.topics)),
        *_topics(folder),
        *_twins("agencies", (agency.code for agency in folder.agencies)),
        *_twins("communities", (community.code for community in folder.communities)),
        *_twins("communities", (community.name for community in folder.communities)),
        *_polygons(folder),
        *_holidays(folder),
    ]


def _mistake(part: str, key: str, reason: str) -> FolderMistake:
    return FolderMistake(FILES[part], key, reason)


def _twins(part: str, names: Iterable[str]) -> Iterator[FolderMistake]:
    for name, times in Counter(names).items():
        if times > 1:
            yield _mistake(part, name, f"is there {times} times")


def _promises(folder: MunicipalityFolder) -> Iterator[FolderMistake]:
    for kind in DATED_KINDS:
        if folder.municipality.promise(kind).working_days is None:
            yield _mistake("municipality", f"promises.{kind}.working_days", "is required")
    if folder.municipality.promise("suggestion").gathered_for is None:
        yield _mistake("municipality", "promises.suggestion.gathered_for", "is required")


def _emergency_numbers(folder: MunicipalityFolder) -> Iterator[FolderMistake]:
    covered = {danger for number in folder.municipality.emergency_numbers for danger in number.dangers}
    for danger in get_args(Danger):
        if danger not in covered:
            yield _mistake("municipality", "emergency_numbers", f"has no number for the danger '{danger}'")


def _restricted_department(folder: MunicipalityFolder) -> Iterator[FolderMistake]:
    code = folder.municipality.restricted_department
    if code not in {department.code for department in folder.departments}:
        yield _mistake("municipality", "restricted_department", _unknown(code, "departments"))


def _unknown(code: str, part: str) -> str:
    return f"'{code}' is not a code of {FILES[part]}"


def _topics(folder: MunicipalityFolder) -> Iterator[FolderMistake]:
    departments = {department.code for department in folder.departments}
    agencies = {agency.code for agency in folder.agencies}
    for missing in sorted(set(TOPIC_CODES) - {topic.code for topic in folder.topics}):
        yield _mistake("topics", missing, "is required, every topic needs its department")
    for topic in folder.topics:
        yield from _routing(topic, departments, agencies)


def _routing(topic: Topic, departments: set[str], agencies: set[str]) -> Iterator[FolderMistake]:
    if topic.department not in departments:
        yield _mistake("topics", f"{topic.code}.department", _unknown(topic.department, "departments"))
    for code in topic.second_departments:
        if code == topic.department:
            yield _mistake("topics", f"{topic.code}.second_departments", f"'{code}' is its first department")
        elif code not in departments:
            yield _mistake("topics", f"{topic.code}.second_departments", _unknown(code, "departments"))
    for code in topic.agencies:
        if code not in agencies:
            yield _mistake("topics", f"{topic.code}.agencies", _unknown(code, "agencies"))


def _polygons(folder: MunicipalityFolder) -> Iterator[FolderMistake]:
    drawn = {c.code: c.polygon.model_dump() for c in folder.communities if c.polygon is not None}
    broken = {code: reason for code, polygon in drawn.items() if (reason := geography.why_invalid(polygon))}
    for code, reason in broken.items():
        yield _mistake("polygons", code, f"is not a sound outline: {reason}")
    sound = {code: polygon for code, polygon in drawn.items() if code not in broken}
    centre = folder.municipality.centre
    for code, polygon in sound.items():
        metres = geography.distance_m((centre.lat, centre.lon), geography.middle(polygon))
        if metres > FARTHEST_M:
            yield _mistake("polygons", code, f"lies {metres / 1000:,.0f} km from municipality.toml's centre")
    for one, other, share in geography.overlaps(sound):
        if share > MOST_OVERLAP:
            yield _mistake("polygons", one, f"overlaps '{other}' by {share:.0%} of the smaller one")


def _holidays(folder: MunicipalityFolder) -> Iterator[FolderMistake]:
    extra = [holiday.date.isoformat() for holiday in folder.holidays.extra]
    removed = [holiday.date.isoformat() for holiday in folder.holidays.removed]
    yield from _twins("holidays", extra)
    yield from _twins("holidays", removed)
    for day in sorted(set(extra) & set(removed)):
        yield _mistake("holidays", day, "is both extra and removed")
