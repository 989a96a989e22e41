"""A resident writes one sentence on LINE, and it becomes a case."""

from datetime import date

from db.models import Attachment, CaseEvent, Kind, Status
from tests.stories.photo import photo_with_position

ROAD = "ถนนเป็นหลุมลึกหน้าโรงเรียนเทศบาล รถล้มไปสองคันแล้วค่ะ"


def test_one_sentence_gets_a_reference_a_promise_and_quick_replies(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    card, notice = city.sim.wait_for_reply(resident, count=2)
    (case,) = city.cases()
    assert case.reference in card["altText"]
    assert case.reference.startswith("YL-")
    assert case.reference.endswith("-00001")
    assert case.kind is Kind.COMPLAINT
    assert case.department_code == "engineering"
    assert case.due_on > date.today()
    assert "privacy" in notice["text"]
    assert city.sim.labels(resident) == ["ส่งตำแหน่ง", "ส่งรูป", "แก้ประเภท", "ยกเลิก"]
    city.settle()
    assert city.outcomes() == [("opened", None)]


def test_the_privacy_notice_comes_once(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.sim.wait_for_reply(resident, count=2)
    city.sim.say(resident, "ติดตาม")
    city.settle()
    assert city.said(resident).count("privacy_notice") == 1


def test_references_run_on_without_a_gap_and_each_town_has_its_own(city):
    for slug in ("yala", "yala", "banmai"):
        city.sim.say(city.sim.add_resident(slug), ROAD)
        city.settle()
    assert [case.reference[-5:] for case in city.cases()] == ["00001", "00002", "00001"]
    assert [case.reference[:2] for case in city.cases()] == ["YL", "YL", "BM"]


def test_photo_place_and_further_words_join_the_same_case(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.sim.wait_for_reply(resident)
    city.sim.send_image(resident, photo_with_position())
    city.sim.wait_for_reply(resident)
    city.sim.tap(resident, "ส่งรูป", image=photo_with_position())
    city.sim.send_location(resident, 6.5425, 101.2831, address="ถนนสุขยางค์")
    city.sim.wait_for_reply(resident)
    city.sim.say(resident, "หลุมอยู่เลนซ้าย ลึกประมาณหนึ่งคืบ")
    city.settle()
    (case,) = city.cases()
    assert [entry.type.value for entry in city.entries(case)] == ["text", "image", "image", "location", "text"]
    assert case.latitude == 6.5425
    assert case.community_code is not None
    assert "เลนซ้าย" in case.summary
    assert [outcome for outcome, _ in city.outcomes()] == ["opened", "joined", "joined", "joined", "joined"]


def test_a_photo_is_kept_without_the_place_its_camera_wrote_into_it(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.sim.wait_for_reply(resident)
    city.sim.send_image(resident, photo_with_position(), preparing_ms=300)
    city.settle()
    stored = city.wait_for_files(1)
    kept = (city.settings.attachments / stored[0].key).read_bytes()
    assert b"Exif" not in kept
    assert b"GPS" not in kept
    assert stored[0].content_type == "image/jpeg"


def test_after_the_window_a_message_opens_a_case_of_its_own(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.settle()
    city.advance(minutes=11)
    city.sim.say(resident, "ขยะไม่มาเก็บสามวันแล้ว เหม็นมาก")
    city.settle()
    assert len(city.cases()) == 2


def test_a_photo_before_the_words_joins_the_case_they_open(city):
    resident = city.sim.add_resident("yala")
    city.sim.send_image(resident, photo_with_position())
    city.settle()
    assert "photo_alone" in city.said(resident)
    assert city.cases() == []
    city.sim.say(resident, ROAD)
    city.settle()
    (case,) = city.cases()
    assert sorted(entry.type.value for entry in city.entries(case)) == ["image", "text"]


def test_events_in_another_order_make_the_same_case(city):
    resident = city.sim.add_resident("yala")
    city.sim.batch(
        {"resident": resident, "type": "text", "text": ROAD},
        {"resident": resident, "type": "location", "latitude": 6.5425, "longitude": 101.2831},
        {"resident": resident, "type": "text", "text": "อยู่หน้าประตูโรงเรียนเลย"},
        reverse=True,
    )
    city.settle()
    (case,) = city.cases()
    assert case.summary.startswith(ROAD)
    assert case.latitude == 6.5425
    assert case.written_at == city.entries(case)[0].said_at or case.written_at <= min(
        entry.said_at for entry in city.entries(case)
    )


def test_the_resident_puts_the_topic_right(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.sim.wait_for_reply(resident)
    city.sim.tap(resident, "แก้ประเภท")
    city.sim.wait_for_reply(resident)
    label = next(label for label in city.sim.labels(resident) if label.startswith("ไฟสาธารณะ"))
    city.sim.tap(resident, label)
    city.settle()
    (case,) = city.cases()
    assert case.corrected
    assert city.topics(case) == ["streetlight"]
    assert "topic_changed" in city.said(resident)


def test_the_resident_takes_the_matter_back_and_brings_it_again(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.sim.wait_for_reply(resident)
    city.sim.tap(resident, "ยกเลิก")
    city.sim.wait_for_reply(resident)
    assert city.cases()[0].status is Status.WITHDRAWN
    city.sim.tap(resident, "นำเรื่องกลับมา")
    city.settle()
    (case,) = city.cases()
    assert case.status is Status.RECEIVED
    assert case.closed_at is None
    moves = [event.after for event in city.rows(CaseEvent, case_id=case.id) if event.action.value == "status"]
    assert moves == ["withdrawn", "received"]


def test_typing_follow_shows_only_the_own_cases(city):
    mine, other = city.sim.add_resident("yala"), city.sim.add_resident("yala")
    city.sim.say(other, ROAD)
    city.sim.say(mine, "ไฟทางดับในซอยสุขใจ มืดมากครับ")
    city.settle()
    city.sim.say(mine, "ติดตามเรื่อง")
    (card,) = city.sim.wait_for_reply(mine)
    (own,) = [case for case in city.cases() if "สุขใจ" in case.summary]
    assert own.reference in card["altText"]
    assert card["altText"].count("YL-") == 1


def test_a_button_of_another_resident_does_nothing(city):
    owner, stranger = city.sim.add_resident("yala"), city.sim.add_resident("yala")
    city.sim.say(owner, ROAD)
    city.settle()
    (case,) = city.cases()
    city.sim.postback(stranger, f"do=cancel&case={case.id}")
    city.sim.postback(stranger, f"do=topic&case={case.id}&to=flood")
    city.sim.postback(stranger, "do=topics&case=99999999999999999999")
    city.settle()
    (case,) = city.cases()
    assert case.status is Status.RECEIVED
    assert not case.corrected


def test_a_surely_different_matter_is_asked_about_and_can_become_its_own_case(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, "ถนนเป็นหลุมหน้าบ้าน ช่วยซ่อมถนนด้วยครับ")
    city.sim.wait_for_reply(resident)
    city.sim.say(resident, "น้ำประปาไม่ไหลตั้งแต่เช้า น้ำไม่ไหลทั้งซอยเลย")
    city.sim.wait_for_reply(resident)
    assert city.sim.labels(resident) == ["เรื่องเดิม", "เรื่องใหม่"]
    assert city.entries(city.cases()[0])[1].other_matter
    city.sim.tap(resident, "เรื่องใหม่")
    city.settle()
    first, second = city.cases()
    assert "ประปา" not in first.summary
    assert second.department_code == "waterworks"


def test_what_a_resident_takes_back_is_gone_everywhere(city):
    resident = city.sim.add_resident("yala")
    said = city.sim.say(resident, ROAD)
    city.settle()
    photo = city.sim.send_image(resident, photo_with_position())
    city.settle()
    (file,) = city.wait_for_files(1)
    path = city.settings.attachments / file.key
    city.sim.unsend(resident, said["message_id"])
    city.sim.unsend(resident, photo["message_id"])
    city.settle()
    city.until(lambda: not path.exists(), "the file stays")
    (case,) = city.cases()
    assert case.summary == ""
    assert all(entry.unsent_at and entry.text is None for entry in city.entries(case))
    assert city.traces_of("หลุมลึก") == []
    assert [attachment.state for attachment in city.rows(Attachment)] == ["gone"]


def test_what_is_taken_back_before_it_was_read_opens_nothing(city):
    resident = city.sim.add_resident("yala")
    city.stop_worker()
    said = city.sim.say(resident, ROAD)
    city.sim.unsend(resident, said["message_id"])
    city.sim.wait_for_deliveries()
    city.make_newest_event_oldest()
    city.start_worker()
    city.settle()
    assert city.cases() == []
    assert city.traces_of("หลุมลึก") == []
