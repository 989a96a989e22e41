"""Which open cases may be the same matter, and what was raised before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from db import Database, Session, residents
from db.models import Case, Kind, Role, Status
from handlers import accounts
from handlers.cases import Answer, change_status, correct_kind
from handlers.earlier_cases import earlier_cases, seen_before
from handlers.intake import open_case
from handlers.municipalities import Town
from handlers.same_matter import Likeness, note_words, same_matter, same_place
from nlp import Place
from tests.office import NOON, meaning, said
from tests.week_of_cases import load_town

SCHOOL = (6.5411, 101.2804)
METRE = 1 / 111_000


class People:
    """Residents of two municipalities who write at given hours before now."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.yala, self.banmai = load_town(session, "yala"), load_town(session, "banmai")
        account = accounts.NewAccount("clerk@yala.example", Role.STAFF, "")
        self.clerk = accounts.add(session, self.yala, account, "hash", NOON)

    def write(
        self,
        text: str,
        *topics: str,
        who: str = "somebody",
        ago: timedelta = timedelta(hours=3),
        kind: Kind = Kind.COMPLAINT,
        place: str | None = None,
        pin: tuple[float, float] | None = None,
        town: Town | None = None,
    ) -> Case:
        town, at = town or self.yala, NOON - ago
        resident = residents.find_or_add(self.session, town.id, f"U{who}", at)
        understood = meaning(kind=kind, topics=topics or ("road",))
        if place:
            understood = replace(understood, places=(Place(place, "road", None),))
        case = open_case(self.session, town, resident, said(text, at), understood, at)
        if pin:
            case.latitude, case.longitude = pin
        self.session.flush()
        return case

    def like(self, case: Case, now: datetime = NOON) -> list[Likeness]:
        return same_matter(self.session, self.yala, case, now)

    def references(self, case: Case) -> list[str]:
        return [likeness.case.reference for likeness in self.like(case)]


@pytest.fixture
def people(database_url: str) -> Iterator[People]:
    database = Database(database_url)
    with database.transaction() as session:
        yield People(session)
    database.dispose()


def east_of(position: tuple[float, float], metres: float) -> tuple[float, float]:
    return position[0], position[1] + metres * METRE


def test_the_same_street_and_topic_is_found_with_reasons_a_clerk_can_check(people: People) -> None:
    first = people.write("ฝาท่อแตกตรงมัสยิดกลาง เด็กเกือบตก", "drainage", place="ถนนสิโรรส")
    new = people.write("ฝาท่อพังหน้ามัสยิดกลาง อันตรายมาก", "drainage", place="ถนนสิโรรส", ago=timedelta(), who="other")
    [likeness] = people.like(new)
    assert likeness.case.reference == first.reference
    assert 0.5 <= likeness.score <= 1
    facts = {reason.code: dict(reason.facts) for reason in likeness.reasons}
    assert facts["topic"] == {"topics": ["drainage"]}
    assert facts["place"] == {"place": "ถนนสิโรรส"}
    assert "มัสยิด" in "".join(facts["words"]["words"])
    assert facts["time"] == {"hours": 3, "days": 0}


def test_near_pins_are_the_same_place_and_the_nearest_is_the_likeliest(people: People) -> None:
    far = people.write("ไฟดับ", "streetlight", pin=east_of(SCHOOL, 130), who="a")
    near = people.write("ไฟดับ", "streetlight", pin=east_of(SCHOOL, 20), who="b")
    people.write("ไฟดับ", "streetlight", pin=east_of(SCHOOL, 2000), who="c")
    new = people.write("ไฟดับ", "streetlight", pin=SCHOOL, ago=timedelta(), who="d")
    assert people.references(new) == [near.reference, far.reference]
    [metres] = [reason.facts["metres"] for reason in people.like(new)[0].reasons if reason.code == "distance"]
    assert metres == 20


def test_one_common_word_is_no_likeness(people: People) -> None:
    people.write("ไฟดับซอยสุขใจ", "streetlight", place="ซอยสุขใจ")
    people.write("ไฟดับตลาดเก่า", "streetlight", place="ตลาดเก่า", who="b")
    new = people.write("ไฟดับหน้าบ้าน", "streetlight", ago=timedelta(), who="c")
    assert people.like(new) == []


def test_what_others_must_not_know_of_is_never_suggested(people: People) -> None:
    words = "ฝาท่อแตกตรงมัสยิดกลาง เด็กเกือบตก"
    people.write(words, "drainage", kind=Kind.MISCONDUCT, place="ถนนสิโรรส", pin=SCHOOL)
    people.write(words, "drainage", town=people.banmai, place="ถนนสิโรรส", pin=SCHOOL)
    new = people.write(words, "drainage", place="ถนนสิโรรส", pin=SCHOOL, who="b", ago=timedelta())
    assert people.like(new) == []
    accusation = people.write(words, "drainage", kind=Kind.MISCONDUCT, place="ถนนสิโรรส", pin=SCHOOL, who="c")
    assert people.like(accusation) == []


def test_an_open_case_moved_into_the_restricted_lane_is_found_no_more(people: People) -> None:
    words = "ฝาท่อแตกตรงมัสยิดกลาง เด็กเกือบตก"
    first = people.write(words, "drainage", place="ถนนสิโรรส")
    new = people.write(words, "drainage", place="ถนนสิโรรส", who="b", ago=timedelta())
    assert people.references(new) == [first.reference]
    correct_kind(people.session, people.yala, first, Kind.MISCONDUCT, people.clerk, NOON)
    assert people.like(new) == []


def test_a_residents_own_draft_and_other_matters_of_one_message_are_not_suggested(people: People) -> None:
    words = "ฝาท่อแตกตรงมัสยิดกลาง เด็กเกือบตก"
    people.write(words, "drainage", place="ถนนสิโรรส", ago=timedelta(minutes=5))
    new = people.write(words, "drainage", place="ถนนสิโรรส", ago=timedelta())
    assert people.like(new) == []
    older = people.write(words, "drainage", place="ถนนสิโรรส", ago=timedelta(days=3))
    assert people.references(new) == [older.reference]


def test_a_closed_case_is_found_again_only_when_it_is_opened_again(people: People) -> None:
    words = "ฝาท่อแตกตรงมัสยิดกลาง เด็กเกือบตก"
    first = people.write(words, "drainage", place="ถนนสิโรรส")
    new = people.write(words, "drainage", place="ถนนสิโรรส", who="b", ago=timedelta())

    def move(status: Status) -> None:
        change_status(people.session, people.yala, first, Answer(status), people.clerk, NOON)

    move(Status.RESOLVED)
    assert people.like(new) == []
    assert people.like(first) == []
    move(Status.IN_PROGRESS)
    assert people.references(new) == [first.reference]


def test_words_taken_back_lead_nowhere(people: People) -> None:
    words = "ฝาท่อแตกตรงมัสยิดกลาง เด็กเกือบตก"
    first = people.write(words, "drainage")
    new = people.write(words, "drainage", who="b", ago=timedelta())
    assert people.references(new) == [first.reference]
    note_words(people.session, first, "")
    assert people.like(new) == []


def test_what_was_written_months_apart_is_not_one_incident(people: People) -> None:
    words = "ฝาท่อแตกตรงมัสยิดกลาง เด็กเกือบตก"
    people.write(words, "drainage", place="ถนนสิโรรส", ago=timedelta(days=70))
    new = people.write(words, "drainage", place="ถนนสิโรรส", who="b", ago=timedelta())
    assert people.like(new) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ถนนสิโรรส", "ถนน สิโรรส หน้าโรงเรียน", "ถนนสิโรรส"),
        ("ซอยสุขใจ 1", "ซอยสุขใจ 11", None),
        ("ซอย 4", "ถนนผังเมือง 4 ซอย 4", None),
        ("ซอย 4", "ซอย 4", "ซอย 4"),
        ("ถนนสิโรรส", None, None),
    ],
)
def test_places_are_the_same_when_one_names_the_other(one: str, other: str | None, same: str | None) -> None:
    assert same_place(one, other) == same
    assert same_place(other, one) == same


def test_a_residents_own_earlier_case_is_found_and_told_to_nobody_else(people: People) -> None:
    first = people.write("ไฟดับซอยสุขใจ", "streetlight", ago=timedelta(days=40))
    people.write("ไฟดับตลาดเก่า", "streetlight", who="other", ago=timedelta(days=30))
    new = people.write("แจ้งไปหลายครั้งแล้ว ไฟก็ยังดับ", "streetlight", ago=timedelta())
    earlier = earlier_cases(people.session, people.yala, new, NOON)
    assert earlier.says_so
    assert [case.reference for case in earlier.own] == [first.reference]
    assert earlier.here == ()
    say = seen_before(people.yala, new, earlier)
    assert say is not None
    assert (say.facts["earlier"], say.facts["earlier_open"]) == (first.reference, True)


def test_others_earlier_cases_of_the_place_are_for_staff_only(people: People) -> None:
    first = people.write("ท่อตัน", "drainage", place="ถนนสิโรรส", ago=timedelta(days=200))
    pinned = people.write("น้ำไม่ลงท่อ", "drainage", pin=east_of(SCHOOL, 20), who="b", ago=timedelta(days=100))
    people.write("ไฟดับ", "streetlight", place="ถนนสิโรรส", who="c", ago=timedelta(days=100))
    people.write("ท่อตัน", "drainage", place="ถนนสิโรรส", who="d", ago=timedelta(days=800))
    words = "ท่อยังเหมือนเดิม แจ้งหลายรอบแล้ว"
    new = people.write(words, "drainage", place="ถนนสิโรรส", pin=SCHOOL, who="e", ago=timedelta())
    earlier = earlier_cases(people.session, people.yala, new, NOON)
    assert [case.reference for case in earlier.here] == [pinned.reference, first.reference]
    assert earlier.own == ()
    assert seen_before(people.yala, new, earlier) is None


def test_nothing_is_said_when_the_words_do_not_speak_of_it(people: People) -> None:
    people.write("ไฟดับซอยสุขใจ", "streetlight", ago=timedelta(days=40))
    new = people.write("ไฟดับอีกดวง", "streetlight", ago=timedelta())
    earlier = earlier_cases(people.session, people.yala, new, NOON)
    assert earlier.own
    assert seen_before(people.yala, new, earlier) is None


def test_accusations_are_no_earlier_cases(people: People) -> None:
    people.write("เจ้าหน้าที่เรียกเงิน", "streetlight", kind=Kind.MISCONDUCT, ago=timedelta(days=3), place="ถนนสิโรรส")
    new = people.write("แจ้งหลายครั้งแล้ว ไฟดับ", "streetlight", ago=timedelta(), place="ถนนสิโรรส")
    earlier = earlier_cases(people.session, people.yala, new, NOON)
    assert (earlier.own, earlier.here) == ((), ())
