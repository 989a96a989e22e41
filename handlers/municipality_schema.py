"""What a municipality's folder holds; docs/municipality-folder.md explains every key."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from handlers.municipality_values import (
    Clock,
    Code,
    Codes,
    Colour,
    Danger,
    Day,
    Days,
    DepaDomain,
    Kind,
    Label,
    Latitude,
    Letters,
    Line,
    Lines,
    Longitude,
    Phone,
    SdgTarget,
    Shape,
    Slug,
    Template,
    Text,
    TopicCode,
    WordingName,
    holds_no_twins,
)


class Point(Shape):
    lat: Latitude
    lon: Longitude


class Persona(Shape):
    """The one polite particle the municipality speaks with; both empty for a neutral voice."""

    particle: Annotated[str, Field(max_length=20)] = ""
    question_particle: Annotated[str, Field(max_length=20)] = ""


class Office(Shape):
    address: Text
    phone: Phone
    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "Office":
        if self.opens >= self.closes:
            raise ValueError("opens should be earlier than closes")
        return self


class Dpo(Shape):
    """The data protection officer: an office, never a person's private address."""

    office: Line
    contact: Text


class Retention(Shape):
    chat_days: Annotated[int, Field(strict=True, ge=1)]
    identity_days: Annotated[int, Field(strict=True, ge=1)]
    record_years: Annotated[int, Field(strict=True, ge=1)]
    access_log_days: Annotated[int, Field(strict=True, ge=90)]


class Privacy(Shape):
    notice_version: Line
    notice_date: Day
    recipients: Lines
    abroad: Lines
    retention: Retention


class EmergencyNumber(Shape):
    number: Phone
    label: Label
    dangers: Annotated[tuple[Danger, ...], Field(min_length=1), AfterValidator(holds_no_twins)]


class Conversation(Shape):
    draft_window_minutes: Annotated[int, Field(strict=True, ge=1, le=120)]
    questions_per_case: Annotated[int, Field(strict=True, ge=0, le=5)]
    matters_per_message: Annotated[int, Field(strict=True, ge=1, le=5)]


class Promise(Shape):
    """What a resident is told on opening a case: a date in working days, a gathering, or neither."""

    working_days: Days | None = None
    basis: Line | None = None
    gathered_for: Line | None = None

    @model_validator(mode="after")
    def _promises_one_thing(self) -> "Promise":
        if self.working_days and self.gathered_for:
            raise ValueError("should have working_days or gathered_for, not both")
        if self.basis and not self.working_days:
            raise ValueError("has a basis but no working_days")
        return self


NO_PROMISE = Promise()


class Municipality(Shape):
    slug: Slug
    name: Line
    short_name: Label
    letters: Letters
    version: Day
    sample: Annotated[bool, Field(strict=True)] = False
    brand_colour: Colour
    restricted_department: Code
    centre: Point
    persona: Persona
    office: Office
    dpo: Dpo
    privacy: Privacy
    conversation: Conversation
    promises: dict[Kind, Promise]
    emergency_numbers: Annotated[tuple[EmergencyNumber, ...], Field(min_length=1)]

    def promise(self, kind: Kind) -> Promise:
        return self.promises.get(kind, NO_PROMISE)


class Department(Shape):
    code: Code
    name: Line
    short: Label
    duties: Text
    phone: Phone


class Topic(Shape):
    code: TopicCode
    name: Line
    label: Label
    department: Code
    second_departments: Codes = ()
    working_days: Days | None = None
    agencies: Codes = ()
    depa: Annotated[tuple[DepaDomain, ...], AfterValidator(holds_no_twins)] = ()
    sdg: Annotated[tuple[SdgTarget, ...], AfterValidator(holds_no_twins)] = ()
    plan_programmes: Lines = ()


class Agency(Shape):
    """An office outside the municipality that answers for part of a topic."""

    code: Code
    name: Line
    short: Label
    phone: Phone
    handles: Text


Position = tuple[Longitude, Latitude]
Ring = Annotated[tuple[Position, ...], Field(min_length=4)]
Rings = Annotated[tuple[Ring, ...], Field(min_length=1)]


class Polygon(Shape):
    type: Literal["Polygon"]
    coordinates: Rings


class MultiPolygon(Shape):
    type: Literal["MultiPolygon"]
    coordinates: Annotated[tuple[Rings, ...], Field(min_length=1)]


class Community(Shape):
    """A named set of streets; without a polygon it is found by its words only."""

    code: Code
    name: Line
    also_called: Lines = ()
    streets: Annotated[Lines, Field(min_length=1)]
    landmarks: Lines = ()
    polygon: Annotated[Polygon | MultiPolygon, Field(discriminator="type")] | None = None


class Holiday(Shape):
    date: Day
    name: Line


class WorkedHoliday(Shape):
    """A national holiday on which the offices work nevertheless."""

    date: Day
    reason: Line


class Holidays(Shape):
    national: Annotated[bool, Field(strict=True)]
    extra: tuple[Holiday, ...] = ()
    removed: tuple[WorkedHoliday, ...] = ()


Many = Field(min_length=1)


class MunicipalityFolder(Shape):
    """Everything municipal; equal to what its files say, whatever their order of keys or comments."""

    municipality: Municipality
    departments: Annotated[tuple[Department, ...], Many]
    topics: Annotated[tuple[Topic, ...], Many]
    agencies: tuple[Agency, ...] = ()
    communities: tuple[Community, ...] = ()
    holidays: Holidays
    wording: dict[WordingName, Template] = Field(default_factory=dict)
