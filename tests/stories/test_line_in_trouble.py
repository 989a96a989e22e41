"""LINE is slow, full, or gone: the resident hears exactly once, or again at the next contact."""

from db.models import Message

ROAD = "ถนนเป็นหลุมใหญ่หน้าตลาด รถล้มแล้วหลายคัน"


def cards(city, resident):
    return [reply for reply in city.sim.replies(resident) if reply["type"] == "flex"]


def deliveries(city):
    return [(message.delivery.value, message.way) for message in city.rows(Message)]


def test_a_reply_whose_answer_was_lost_arrives_once_and_is_repeated_at_the_next_contact(city):
    resident = city.sim.add_resident("yala")
    city.sim.fail("reply", "drop")  # accepted by LINE, but its answer never comes back
    city.sim.say(resident, ROAD)
    city.settle(timeout=20)
    assert deliveries(city) == [("uncertain", "reply")]
    assert len(cards(city, resident)) == 1
    city.sim.say(resident, "ติดตาม")
    city.settle()
    assert deliveries(city)[0] == ("repeated", "reply")
    assert [card["altText"][:6] for card in cards(city, resident)][-1].startswith("เรื่อง")
    assert len(cards(city, resident)) == 3  # once, once more to be sure, and the list asked for


def test_a_server_error_of_line_is_tried_again_with_the_same_token(city):
    resident = city.sim.add_resident("yala")
    city.sim.fail("reply", "500")
    city.sim.say(resident, ROAD)
    city.settle()
    assert deliveries(city) == [("sent", "reply")]
    assert len(cards(city, resident)) == 1


def test_a_token_that_has_died_is_replaced_by_a_push(city):
    city.stop_worker()
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.sim.wait_for_deliveries()
    city.advance(minutes=2)
    city.start_worker()
    city.settle()
    assert deliveries(city) == [("sent", "push")]
    assert len(cards(city, resident)) == 1


def test_a_push_that_fails_half_way_is_delivered_once(city):
    city.stop_worker()
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.sim.wait_for_deliveries()
    city.advance(minutes=2)
    city.sim.fail("push", "drop")
    city.start_worker()
    city.settle(timeout=20)
    assert deliveries(city) == [("sent", "push")]
    assert len(cards(city, resident)) == 1


def test_what_the_months_quota_stops_comes_with_the_next_answer(city):
    city.sim.set_quota("yala", 0)
    city.stop_worker()
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.sim.wait_for_deliveries()
    city.advance(minutes=2)
    city.start_worker()
    city.settle()
    assert deliveries(city) == [("held", "push")]
    assert cards(city, resident) == []
    city.sim.say(resident, "ขอบคุณครับ")
    city.settle()
    assert deliveries(city) == [("repeated", "push"), ("sent", "reply")]
    assert len(cards(city, resident)) == 1


def test_a_webhook_delivered_twice_opens_one_case_and_gets_one_answer(city):
    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD, twice=True)
    city.settle()
    assert len(city.cases()) == 1
    assert len(cards(city, resident)) == 1


def test_a_photo_that_line_is_still_preparing_is_fetched_later(city):
    from tests.stories.photo import photo_with_position

    resident = city.sim.add_resident("yala")
    city.sim.say(resident, ROAD)
    city.sim.fail("/v2/bot/message/*/content", "500", times=1)
    city.sim.send_image(resident, photo_with_position(), preparing_ms=500)
    city.settle()
    assert city.wait_for_files(1)[0].size > 0
