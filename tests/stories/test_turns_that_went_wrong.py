"""Turns of a conversation that are easily got wrong: taken back, late, doubtful, restricted, or said twice."""

from datetime import timedelta

from db.models import Attachment, CaseEvent, Event, Kind, Resident, Status, Urgency
from tests.stories.photo import photo_with_position
from tests.stories.test_staff_answer import Person

ROAD = "ถนนเป็นหลุมลึกหน้าโรงเรียนเทศบาล รถล้มไปสองคันแล้วค่ะ"
ACCUSATION = "พนักงานเก็บขยะเรียกเงินใต้โต๊ะ 200 บาท ไม่จ่ายไม่เก็บ"


def write(city, resident, *texts):
    for text in texts:
        city.sim.say(resident, text)
        city.settle()


def test_a_photo_taken_back_before_the_words_does_not_stop_them(city):
    resident = city.sim.add_resident("yala")
    photo = city.sim.send_image(resident, photo_with_position())
    city.settle()
    city.sim.unsend(resident, photo["message_id"])
    city.settle()
    write(city, resident, ROAD)
    (case,) = city.cases()
    assert [entry.type.value for entry in city.entries(case)] == ["text"]
    assert city.rows(Attachment) == []


def test_a_kept_photo_joins_one_case_only_and_has_joined(city):
    resident = city.sim.add_resident("yala")
    city.sim.send_image(resident, photo_with_position())
    city.settle()
    write(city, resident, ROAD)
    assert [outcome for outcome, _ in city.outcomes()] == ["joined", "opened"]
    city.sim.tap(resident, "ยกเลิก")
    city.settle()
    write(city, resident, "ขยะเต็มถังหน้าตลาด เหม็นมาก")
    assert len(city.rows(Attachment)) == 1


def test_an_album_without_words_is_asked_about_once(city):
    resident = city.sim.add_resident("yala")
    for _ in range(3):
        city.sim.send_image(resident, photo_with_position((64, 64)))
    city.settle()
    assert city.said(resident).count("photo_alone") == 1


def test_what_is_taken_back_is_sent_no_more_and_leaves_no_place(city):
    resident = city.sim.add_resident("yala")
    city.sim.fail("reply", "drop")
    said = city.sim.say(resident, "ไฟทางดับทั้งคืนที่ซอยเสน่ห์จันทร์ 7 มืดมาก")
    city.settle(timeout=20)
    assert "เสน่ห์จันทร์" in (city.cases()[0].place or "")
    city.sim.unsend(resident, said["message_id"])
    city.settle()
    assert city.cases()[0].place is None
    assert city.traces_of("เสน่ห์จันทร์") == []
    before = len(city.sim.replies(resident))
    write(city, resident, "ขอบคุณครับ")
    assert "เสน่ห์จันทร์" not in str(city.sim.replies(resident)[before:])


def test_taking_back_one_message_leaves_the_place_of_another(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, "ไฟทางดับทั้งคืนที่ซอยเสน่ห์จันทร์ 7 มืดมาก")
    said = city.sim.say(resident, "มืดจนเดินไม่ได้เลยนะคะ")
    city.settle()
    city.sim.unsend(resident, said["message_id"])
    city.settle()
    assert "เสน่ห์จันทร์" in city.cases()[0].place


def test_more_words_never_take_an_accusation_out_of_the_lane(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ACCUSATION, "เรื่องนี้จะแจ้งที่ไหนได้อีกคะ", "อยู่แถวถนนสุขยางค์")
    (case,) = [case for case in city.cases() if "ใต้โต๊ะ" in case.summary]
    assert case.restricted
    assert case.department_code == "audit"


def test_a_resident_leaves_the_lane_only_knowingly(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ACCUSATION)
    (case,) = city.cases()
    city.sim.postback(resident, f"do=topic&case={case.id}&to=waste")
    city.settle()
    assert city.cases()[0].restricted
    city.sim.postback(resident, f"do=topics&case={case.id}")
    city.settle()
    city.sim.tap(resident, "ไม่ใช่การร้องเรียน")
    city.settle()
    (case,) = city.cases()
    assert (case.restricted, case.kind) == (False, Kind.COMPLAINT)
    changes = [event for event in city.rows(CaseEvent) if event.action.value == "kind"]
    assert [(change.before, change.after) for change in changes] == [("misconduct", "complaint")]


def test_an_accusation_never_enters_a_case_that_everybody_sees(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ROAD, ACCUSATION)
    road, accusation = city.cases()
    assert (road.restricted, accusation.restricted) == (False, True)
    assert "ใต้โต๊ะ" not in road.summary
    assert accusation.reference not in str([event.after for event in city.rows(CaseEvent, case_id=road.id)])


def test_held_news_of_the_lane_is_not_shown_in_another_case(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ACCUSATION)
    city.sim.set_quota("yala", 0)
    Person(city, restricted=True).answer(city.cases()[0], status="in_progress", note="ผู้ตรวจสอบรับเรื่องแล้ว")
    city.settle()
    city.advance(minutes=30)
    write(city, resident, ROAD)
    road = city.cases()[-1]
    page = Person(city).client.get(f"/staff/cases/{road.reference}").get_data(as_text=True)
    assert "ผู้ตรวจสอบรับเรื่องแล้ว" not in page
    assert "ผู้ตรวจสอบรับเรื่องแล้ว" in str(city.sim.replies(resident))


def test_the_reading_of_more_words_is_written_down_with_its_new_promise(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, "ขอบคุณเจ้าหน้าที่เก็บขยะมากค่ะ ทำงานดีมาก")
    assert city.cases()[0].kind is Kind.PRAISE
    write(city, resident, "แต่วันนี้ขยะหน้าบ้านยังไม่มาเก็บ เหม็นมาก ช่วยมาเก็บที")
    (case,) = city.cases()
    if case.kind is Kind.COMPLAINT:
        actions = [event.action.value for event in city.rows(CaseEvent, case_id=case.id)]
        assert "kind" in actions
        assert "due" in actions


def test_a_place_given_after_the_topic_was_chosen_is_kept(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, "ไฟทางดับมืดมากเลยค่ะ")
    case = city.cases()[0]
    city.sim.postback(resident, f"do=topic&case={case.id}&to=streetlight")
    city.settle()
    write(city, resident, "ซอยผังเมือง 4")
    (case,) = city.cases()
    assert "ผังเมือง 4" in case.place
    assert city.said(resident)[-1] == "words_added"


def test_a_bare_place_is_no_other_matter(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, "ไฟทางดับมืดมากเลยค่ะ", "ซอย 5 ถนนสุขยางค์ค่ะ")
    assert "same_or_new" not in city.said(resident)
    assert len(city.cases()) == 1


def test_the_newest_pin_counts_whatever_the_order(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ROAD)
    older = {"resident": resident, "type": "location", "latitude": 6.5400, "longitude": 101.2800}
    newer = {"resident": resident, "type": "location", "latitude": 6.5425, "longitude": 101.2831}
    city.sim.batch(older, newer, reverse=True)
    city.settle()
    assert city.cases()[0].latitude == 6.5425


def test_a_pin_far_away_claims_no_community_and_promises_nothing(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ROAD)
    city.sim.send_location(resident, 13.75, 100.5)
    city.settle()
    assert city.cases()[0].community_code is None
    assert "ประสานหน่วยงาน" not in str(city.sim.replies(resident)[-1])


def test_a_late_block_does_not_undo_a_newer_friendship(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ROAD)
    city.sim.unfollow(resident)
    city.sim.follow(resident)
    city.settle()
    with city.database.transaction() as session:
        block, *_ = session.query(Event).filter_by(reason="blocked_us")
        block.outcome, block.attempts = None, 0
    city.settle()
    assert city.rows(Resident)[0].blocked_at is None


def test_whatever_the_resident_does_keeps_the_draft_open(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ROAD)
    city.advance(minutes=7)
    write(city, resident, "ติดตาม")
    city.advance(minutes=7)
    write(city, resident, "หลุมอยู่เลนซ้ายนะคะ")
    assert len(city.cases()) == 1


def test_a_doubtful_message_is_no_answer_to_staff(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, "ถนนเป็นหลุมหน้าบ้าน ช่วยซ่อมถนนด้วยครับ")
    Person(city).answer(city.cases()[0], status="waiting_resident", note="อยู่ช่วงไหน")
    city.settle()
    write(city, resident, "น้ำประปาไม่ไหลตั้งแต่เช้า น้ำไม่ไหลทั้งซอยเลย")
    assert city.cases()[0].status is Status.WAITING_RESIDENT


def test_a_reported_emergency_stays_one(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, "ไฟไหม้บ้านข้าง ๆ ตอนนี้ ไฟลามแล้ว ช่วยด้วย")
    city.sim.tap(resident, "แจ้งเทศบาลด้วย")
    city.settle()
    write(city, resident, "อยู่ท้ายซอยนะครับ รถเข้าได้ไหม")
    case = city.cases()[0]
    assert (case.kind, case.urgency) == (Kind.EMERGENCY, Urgency.HIGH)


def test_taking_back_and_bringing_again_is_no_reopening(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ROAD)
    city.sim.tap(resident, "ยกเลิก")
    city.settle()
    label = "นำเรื่องกลับมา"
    city.sim.tap(resident, label)
    case = city.cases()[0]
    city.sim.postback(resident, f"do=restore&case={case.id}")
    city.settle()
    assert city.cases()[0].reopened_count == 0
    assert "nothing_to_cancel" not in city.said(resident)


def test_the_typed_word_withdraws_the_newest_matter_however_late(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ROAD)
    city.advance(hours=2)
    write(city, resident, "ยกเลิก")
    assert city.cases()[0].status is Status.WITHDRAWN
    assert city.cases()[0].closed_at - city.cases()[0].opened_at >= timedelta(hours=2)


def test_who_wrote_of_it_before_is_shown_the_earlier_case(city):
    resident, other = city.sim.add_resident("yala"), city.sim.add_resident("yala")
    write(city, other, "ไฟทางดับหน้ามัสยิด มืดมาก")
    write(city, resident, "ไฟทางดับในซอยผังเมือง 4 มืดมาก")
    first = city.cases()[-1].reference
    city.advance(hours=24)
    write(city, resident, "แจ้งไปแล้วหลายครั้ง ไฟทางซอยผังเมือง 4 ก็ยังดับเหมือนเดิม")
    assert "seen_before" in city.said(resident)
    told = str(city.sim.replies(resident))
    assert first in told
    assert city.cases()[0].reference not in told


def test_a_late_message_between_two_cases_makes_them_the_one_they_would_have_been(city):
    resident = city.sim.add_resident("yala")
    write(city, resident, ROAD)
    city.advance(minutes=14)
    write(city, resident, "ถนนตรงนั้นเป็นหลุมใหญ่ขึ้นอีกแล้วค่ะ")
    assert len(city.cases()) == 2
    with city.database.transaction() as session:
        opened_at = city.cases()[0].written_at
    city.stop_worker()
    city.sim.say(resident, "หลุมอยู่เลนซ้ายของถนนนะคะ")
    city.sim.wait_for_deliveries()
    with city.database.transaction() as session:
        late = session.query(Event).order_by(Event.id.desc()).first()
        late.occurred_at = opened_at + timedelta(minutes=7)
    city.start_worker()
    city.settle()
    first, second = city.cases()
    assert [line[:6] for line in first.summary.splitlines()] == ["ถนนเป็", "หลุมอย", "ถนนตรง"]
    assert (second.status, second.merged_into_id) == (Status.MERGED, first.id)
