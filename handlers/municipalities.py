"""A municipality's data in force: loaded from its folder, read by everybody, written back to a folder."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from db import Session, municipalities
from db.models import Agency, Community, Department, Municipality, Topic
from handlers.geography import CommunityMap
from handlers.municipality_schema import MunicipalityFolder
from handlers.working_days import Calendar
from nlp import Gazetteer, GazetteerCommunity


class EditedOnPages(Exception):
    """The municipality's data have been edited on pages since the last load."""


@dataclass(frozen=True)
class Town:
    """One municipality's data as they are in force, ready to be asked."""

    id: int
    folder: MunicipalityFolder

    @property
    def slug(self) -> str:
        return self.folder.municipality.slug

    @cached_property
    def topics(self) -> dict[str, Any]:
        return {topic.code: topic for topic in self.folder.topics}

    @cached_property
    def departments(self) -> dict[str, Any]:
        return {department.code: department for department in self.folder.departments}

    @cached_property
    def communities(self) -> dict[str, Any]:
        return {community.code: community for community in self.folder.communities}

    @cached_property
    def calendar(self) -> Calendar:
        holidays = self.folder.holidays
        return Calendar(
            national=holidays.national,
            extra={day.date: day.name for day in holidays.extra},
            removed={day.date for day in holidays.removed},
        )

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return Gazetteer(
            tuple(
                GazetteerCommunity(place.code, place.name, tuple(place.streets), (*place.also_called, *place.landmarks))
                for place in self.folder.communities
            )
        )

    @cached_property
    def map(self) -> CommunityMap:
        return CommunityMap(
            {
                place.code: place.polygon.model_dump(mode="json")
                for place in self.folder.communities
                if place.polygon is not None
            }
        )


class Towns:
    """The municipalities' data, kept between questions for as long as the database has not changed them."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[tuple[Any, ...], Town]] = {}

    def get(self, session: Session, municipality_id: int) -> Town:
        row = municipalities.get(session, municipality_id)
        stamp = (row.loaded_at, row.edited_at)
        kept = self._kept.get(municipality_id)
        if kept is None or kept[0] != stamp:
            kept = (stamp, Town(row.id, in_force(session, row)))
            self._kept[municipality_id] = kept
        return kept[1]


def load(
    session: Session, folder: MunicipalityFolder, replace: bool = False, now: datetime | None = None
) -> Municipality:
    """Puts the folder's data in force.

    Raises EditedOnPages when they were edited since the last load and `replace` is not said.
    """
    facts = folder.municipality
    row = municipalities.by_slug(session, facts.slug)
    if row is not None and row.edited_at is not None and not replace:
        raise EditedOnPages(
            f"{facts.slug}: edited on pages at {row.edited_at:%Y-%m-%d %H:%M}Z; export first, or --replace"
        )
    if row is None:
        row = Municipality(slug=facts.slug)
        session.add(row)
    row.name, row.letters, row.version = facts.name, facts.letters, facts.version
    row.facts = {**facts.model_dump(mode="json"), "national_holidays": folder.holidays.national}
    row.loaded_at, row.edited_at = now or datetime.now(UTC), None
    session.flush()  # the rows below need its id
    _put_parts(session, row.id, folder)
    return row


def _put_parts(session: Session, municipality_id: int, folder: MunicipalityFolder) -> None:
    for table, parts in (
        (Department, folder.departments),
        (Topic, folder.topics),
        (Agency, folder.agencies),
        (Community, folder.communities),
    ):
        rows = [{"code": part.code, "name": part.name, "facts": part.model_dump(mode="json")} for part in parts]
        municipalities.put_listed(session, table, municipality_id, rows)
    days = [{"day": day.date, "name": day.name} for day in folder.holidays.extra]
    days += [{"day": day.date, "name": day.reason, "works": True} for day in folder.holidays.removed]
    municipalities.put_holidays(session, municipality_id, days)
    words = [
        {"name": key.split(".")[0], "language": key.split(".")[1], "template": template}
        for key, template in folder.wording.items()
    ]
    municipalities.put_wordings(session, municipality_id, words)


def in_force(session: Session, row: Municipality) -> MunicipalityFolder:
    """The database's data in the shape of a folder."""
    facts = dict(row.facts)
    days = municipalities.holidays(session, row.id)

    def listed(table: Any) -> list[dict[str, Any]]:
        return [part.facts for part in municipalities.listed(session, table, row.id)]

    return MunicipalityFolder.model_validate_json(
        _as_json(
            {
                "holidays": {
                    "national": facts.pop("national_holidays"),
                    "extra": [{"date": day.day, "name": day.name} for day in days if not day.works],
                    "removed": [{"date": day.day, "reason": day.name} for day in days if day.works],
                },
                "municipality": facts,
                "departments": listed(Department),
                "topics": listed(Topic),
                "agencies": listed(Agency),
                "communities": listed(Community),
                "wording": {
                    f"{word.name}.{word.language}": word.template for word in municipalities.wordings(session, row.id)
                },
            }
        )
    )


def _as_json(value: Any) -> str:
    # Strict validation accepts dates and tuples from JSON, not from plain dicts.
    return json.dumps(value, default=str, ensure_ascii=False)
