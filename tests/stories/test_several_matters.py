"""One message with several matters opens a case for each, and the resident has the last word."""

from db.models import Kind, Status

THREE = "1. ไฟทางดับทั้งซอย มืดมาก\n2. ถนนเป็นหลุมลึกหน้าตลาด\n3. ขยะล้นถังไม่มีใครมาเก็บ"


def test_each_matter_gets_its_case_and_one_reply_names_them_all(city):
    resident = city.sim.add_resident("yala")
    said = city.sim.say(resident, THREE)
    card, _notice = city.sim.wait_for_reply(resident, count=2)
    city.settle()
    cases = city.cases()
    assert [city.topics(case)[0] for case in cases] == ["streetlight", "road", "waste"]
    assert all(case.reference in card["altText"] for case in cases)
    assert all(case.kind is Kind.COMPLAINT for case in cases)
    assert city.outcomes() == [("opened", None)]
    city.sim.unsend(resident, said["message_id"])
    city.settle()
    assert [case.summary for case in city.cases()] == ["", "", ""]
    assert city.traces_of("หลุมลึก") == []


def test_a_place_sent_afterwards_belongs_to_all_of_them(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, THREE)
    city.settle()
    city.sim.send_location(resident, 6.5425, 101.2831)
    city.settle()
    assert [case.latitude for case in city.cases()] == [6.5425] * 3


def test_the_resident_says_that_they_are_one(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, THREE)
    city.settle()
    city.sim.tap(resident, "เป็นเรื่องเดียวกัน")
    city.settle()
    first, second, third = city.cases()
    assert first.summary == THREE
    assert [second.status, third.status] == [Status.MERGED, Status.MERGED]
    assert {second.merged_into_id, third.merged_into_id} == {first.id}
    city.sim.postback(resident, "do=one&event=1")
    city.settle()
    assert city.cases()[0].status is Status.RECEIVED


def test_a_long_story_about_one_matter_stays_one_case(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(
        resident,
        "ไฟทางหน้าบ้านดับมาตั้งแต่วันจันทร์ วันอังคารโทรไปแล้วบอกจะมาดู วันพุธก็ยังมืด เมื่อคืนแม่เดินสะดุดล้ม "
        "อยากให้รีบมาซ่อมไฟให้หน่อยครับ ขอบคุณมากครับ",
    )
    city.settle()
    assert len(city.cases()) == 1
