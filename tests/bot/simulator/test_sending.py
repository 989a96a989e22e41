"""Reply, push and multicast through LINE's own SDK."""

import json
import uuid

import pytest
import urllib3
from linebot.v3.messaging import (
    ApiException,
    MulticastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
    ValidateMessageRequest,
)

HELLO = [TextMessage(text="รับเรื่องแล้ว")]


def reply_token(sim, app, resident, **options):
    """The token of a message that the application has received."""
    token = sim.say(resident, "ไฟดับ", **options)["event"]["replyToken"]
    app.wait_for(1)
    return token


def reply(api, token):
    return api.reply_message(ReplyMessageRequest(replyToken=token, messages=HELLO))


def push(api, resident, key=None, messages=HELLO):
    request = PushMessageRequest(to=resident, messages=messages)
    return api.push_message_with_http_info(request, x_line_retry_key=key)


def test_a_reply_arrives_in_the_chat(sim, app, api, resident):
    answer = reply(api, reply_token(sim, app, resident))
    (message,) = sim.wait_for_reply(resident)
    assert message["text"] == "รับเรื่องแล้ว"
    assert answer.sent_messages[0].id == sim.chat(resident)[-1]["id"]
    assert sim.chat(resident)[-1]["via"] == "reply"


def test_a_reply_token_works_once(sim, app, api, resident):
    token = reply_token(sim, app, resident)
    reply(api, token)
    with pytest.raises(ApiException) as refusal:
        reply(api, token)
    assert refusal.value.status == 400
    assert json.loads(refusal.value.body)["message"] == "Invalid reply token"
    assert len(sim.replies(resident)) == 1


def test_a_reply_token_lives_a_minute_from_the_delivery(sim, app, api, resident):
    token = reply_token(sim, app, resident)
    sim.advance_clock(59)
    reply(api, token)
    late = sim.say(resident, "อีกเรื่อง")["event"]["replyToken"]
    app.wait_for(2)
    sim.advance_clock(61)
    with pytest.raises(ApiException, match="Invalid reply token"):
        reply(api, late)


def test_a_redelivery_gives_a_reply_token_another_minute_but_not_past_twenty(sim, app, api, resident):
    sim.set_redelivery(True, [0.4, 0.4])
    app.statuses = [500]
    token = reply_token(sim, app, resident)
    sim.advance_clock(300)
    app.wait_for(2)
    reply(api, token)
    app.statuses = [500]
    old = sim.say(resident, "อีกเรื่อง")["event"]["replyToken"]
    app.wait_for(3)
    sim.advance_clock(21 * 60)
    app.wait_for(4)
    with pytest.raises(ApiException, match="Invalid reply token"):
        reply(api, old)


def test_a_reply_token_of_another_municipality_is_invalid(sim, app, api, resident):
    other = sim.add_resident("betong-town")
    with pytest.raises(ApiException, match="Invalid reply token"):
        reply(api, reply_token(sim, app, other))


def test_a_push_is_counted_and_a_reply_is_not(sim, app, api, resident):
    reply(api, reply_token(sim, app, resident))
    assert api.get_message_quota_consumption().total_usage == 0
    push(api, resident, messages=HELLO * 5)
    assert api.get_message_quota_consumption().total_usage == 1


def test_the_monthly_quota_ends_pushes_but_not_replies(sim, app, api, resident):
    sim.set_quota("yala", 1)
    assert api.get_message_quota().value == 1
    push(api, resident)
    key = str(uuid.uuid4())
    with pytest.raises(ApiException) as refusal:
        push(api, resident, key)
    assert refusal.value.status == 429
    assert json.loads(refusal.value.body)["message"] == "You have reached your monthly limit."
    reply(api, reply_token(sim, app, resident))
    sim.advance_clock(32 * 24 * 3600)
    assert push(api, resident, key).status_code == 200


def test_a_repeated_retry_key_is_accepted_once(sim, api, resident):
    key = str(uuid.uuid4())
    first = push(api, resident, key)
    with pytest.raises(ApiException) as refusal:
        push(api, resident, key)
    assert refusal.value.status == 409
    assert refusal.value.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    sent = json.loads(refusal.value.body)["sentMessages"]
    assert sent[0]["id"] == first.data.sent_messages[0].id
    assert len(sim.replies(resident)) == 1
    assert api.get_message_quota_consumption().total_usage == 1


def test_a_retry_key_is_forgotten_after_a_day(sim, api, resident):
    key = str(uuid.uuid4())
    push(api, resident, key)
    sim.advance_clock(24 * 3600 + 1)
    assert push(api, resident, key).status_code == 200
    assert len(sim.replies(resident)) == 2


def test_a_retry_key_with_another_body_is_refused(sim, api, resident):
    key = str(uuid.uuid4())
    push(api, resident, key)
    with pytest.raises(ApiException) as refusal:
        push(api, resident, key, [TextMessage(text="อย่างอื่น")])
    assert refusal.value.status == 400
    assert len(sim.refused()) == 1


def test_a_retry_key_that_is_no_uuid_is_refused(sim, api, resident):
    with pytest.raises(ApiException, match="UUID"):
        push(api, resident, "row-17")
    assert sim.replies(resident) == []


def test_a_retry_key_on_a_reply_is_refused(sim, app, api, resident):
    token = reply_token(sim, app, resident)
    api.api_client.set_default_header("X-Line-Retry-Key", str(uuid.uuid4()))
    with pytest.raises(ApiException, match="not supported"):
        reply(api, token)
    api.api_client.default_headers.pop("X-Line-Retry-Key")
    reply(api, token)


def test_a_push_to_one_who_blocked_is_answered_200_and_neither_delivered_nor_counted(sim, api, resident):
    sim.unfollow(resident)
    assert push(api, resident).status_code == 200
    assert sim.replies(resident) == []
    assert api.get_message_quota_consumption().total_usage == 0
    with pytest.raises(ApiException) as refusal:
        api.get_profile(resident)
    assert refusal.value.status == 404
    sim.follow(resident)
    push(api, resident)
    assert len(sim.replies(resident)) == 1


def test_a_stranger_gets_a_push_only_within_seven_days_of_writing(sim, api):
    stranger = sim.add_resident("yala", friend=False)
    push(api, stranger)
    assert sim.replies(stranger) == []
    sim.say(stranger, "สวัสดี")
    push(api, stranger)
    sim.advance_clock(8 * 24 * 3600)
    push(api, stranger)
    assert len(sim.replies(stranger)) == 1


def test_a_push_to_a_user_of_another_provider_fails(sim, api):
    other = sim.add_resident("betong-town")
    for user_id in (other, "U" + "a" * 32):
        with pytest.raises(ApiException, match="Failed to send messages"):
            push(api, user_id)


def test_a_multicast_is_counted_by_receivers(sim, api, resident):
    people = [resident, sim.add_resident("yala"), sim.add_resident("yala")]
    sim.unfollow(people[2])
    api.multicast(MulticastRequest(to=people, messages=HELLO))
    assert [len(sim.replies(person)) for person in people] == [1, 1, 0]
    assert api.get_message_quota_consumption().total_usage == 2


def test_validation_sends_nothing(sim, api, resident):
    api.validate_push(ValidateMessageRequest(messages=HELLO))
    api.validate_reply(ValidateMessageRequest(messages=HELLO))
    with pytest.raises(ApiException):
        api.validate_push(ValidateMessageRequest(messages=[TextMessage(text="ก" * 5001)]))
    assert sim.replies(resident) == []


def test_a_wrong_token_is_unauthorised(server, resident):
    http = urllib3.PoolManager()
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        answer = http.request("POST", f"{server.url}/v2/bot/message/push", body=b"{}", headers=headers)
        assert answer.status == 401
        assert answer.headers["x-line-request-id"]


def test_a_body_over_two_megabytes_is_too_large(server, sim):
    headers = {"Authorization": "Bearer token-of-yala", "Content-Type": "application/json"}
    body = b'{"to": "' + b"x" * 2_000_000 + b'"}'
    answer = urllib3.request("POST", f"{server.url}/v2/bot/message/push", body=body, headers=headers)
    assert answer.status == 413
    assert len(sim.refused()) == 1


def test_the_loading_animation_lasts_until_the_next_message(sim, api, resident):
    api.show_loading_animation(ShowLoadingAnimationRequest(chatId=resident, loadingSeconds=20))
    assert sim.call("GET", f"/residents/{resident}/chat")["loading"] is True
    push(api, resident)
    assert sim.call("GET", f"/residents/{resident}/chat")["loading"] is False


def test_everything_sent_can_be_read_back(sim, api, resident):
    push(api, resident)
    assert sim.refused() == []
    (line,) = sim.sent_bodies()
    assert line["path"] == "/v2/bot/message/push"
    assert line["body"]["to"] == resident
