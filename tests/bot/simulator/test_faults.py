"""Trouble on demand, as a client with LINE's SDK meets it."""

import time
import uuid

import pytest
from linebot.v3.messaging import ApiException, PushMessageRequest, ReplyMessageRequest, TextMessage
from urllib3.exceptions import ProtocolError, ReadTimeoutError

HELLO = [TextMessage(text="รับเรื่องแล้ว")]


def push(api, resident, key=None, timeout=2.0):
    request = PushMessageRequest(to=resident, messages=HELLO)
    return api.push_message(request, x_line_retry_key=key, _request_timeout=(1, timeout))


def test_the_next_calls_hit_a_rate_limit_and_then_it_is_over(sim, api, resident):
    sim.fail("push", "429", times=2)
    for _ in range(2):
        with pytest.raises(ApiException, match="rate limit") as refusal:
            push(api, resident)
        assert refusal.value.status == 429
    push(api, resident)
    assert len(sim.replies(resident)) == 1


def test_a_server_error_is_not_processed(sim, api, resident):
    sim.fail("push", "500")
    with pytest.raises(ApiException) as refusal:
        push(api, resident)
    assert refusal.value.status == 500
    assert sim.replies(resident) == []
    assert sim.refused() == []


def test_a_reset_connection_is_not_processed(sim, api, resident):
    sim.fail("push", "reset")
    with pytest.raises(ProtocolError):
        push(api, resident)
    assert sim.replies(resident) == []
    push(api, resident)


def test_a_lost_answer_was_processed(sim, app, api, resident):
    key = str(uuid.uuid4())
    sim.fail("push", "drop")
    with pytest.raises(ProtocolError):
        push(api, resident, key)
    assert len(sim.replies(resident)) == 1
    with pytest.raises(ApiException) as again:
        push(api, resident, key)
    assert again.value.status == 409
    assert len(sim.replies(resident)) == 1


def test_a_reply_whose_answer_was_lost_has_used_its_token(sim, app, api, resident):
    token = sim.say(resident, "ไฟดับ")["event"]["replyToken"]
    app.wait_for(1)
    sim.fail("reply", "drop")
    with pytest.raises(ProtocolError):
        api.reply_message(ReplyMessageRequest(replyToken=token, messages=HELLO))
    with pytest.raises(ApiException, match="Invalid reply token"):
        api.reply_message(ReplyMessageRequest(replyToken=token, messages=HELLO))
    assert len(sim.wait_for_reply(resident)) == 1


def test_a_hanging_platform_runs_into_the_callers_timeout_and_does_nothing(sim, api, resident):
    sim.fail("push", "hang", seconds=0.6)
    with pytest.raises(ReadTimeoutError):
        push(api, resident, timeout=0.2)
    time.sleep(0.6)
    assert sim.replies(resident) == []


def test_a_slow_platform_has_processed_what_it_answers_late(sim, api, resident):
    sim.fail("push", "slow", seconds=0.6)
    with pytest.raises(ReadTimeoutError):
        push(api, resident, timeout=0.2)
    assert len(sim.replies(resident)) == 1


def test_a_fault_of_one_municipality_spares_the_others(sim, api, resident):
    sim.fail("*", "500", municipality="betong-town")
    push(api, resident)
    assert len(sim.call("GET", "/faults")) == 1
    sim.clear_faults()
    assert sim.call("GET", "/faults") == []
