"""Content, profile, quota and webhook settings through LINE's own SDK."""

import pytest
from linebot.v3.messaging import (
    ApiException,
    MarkMessagesAsReadByTokenRequest,
    SetWebhookEndpointRequest,
    ShowLoadingAnimationRequest,
)
from linebot.v3.messaging import (
    TestWebhookEndpointRequest as WebhookTest,
)

JPEG = b"\xff\xd8\xff\xe0 a photo"


def status_of(call, *arguments):
    with pytest.raises(ApiException) as refusal:
        call(*arguments)
    return refusal.value.status


def test_content_is_prepared_then_there_then_gone(sim, blob_api, resident):
    message_id = sim.send_image(resident, JPEG, preparing_ms=60_000)["message_id"]
    answer = blob_api.get_message_content_with_http_info(message_id)
    assert (answer.status_code, answer.data) == (202, None)
    assert blob_api.get_message_content_transcoding_by_message_id(message_id).status == "processing"
    sim.advance_clock(61)
    assert blob_api.get_message_content(message_id) == JPEG
    assert blob_api.get_message_content_with_http_info(message_id).headers["Content-Type"] == "image/jpeg"
    assert blob_api.get_message_content_transcoding_by_message_id(message_id).status == "succeeded"
    sim.unsend(resident, message_id)
    assert status_of(blob_api.get_message_content, message_id) == 410


def test_there_is_no_content_of_a_text_an_unknown_message_or_another_municipality(sim, blob_api, resident):
    other = sim.add_resident("betong-town")
    text = sim.say(resident, "ไม่มีรูป")["message_id"]
    foreign = sim.send_image(other, JPEG)["message_id"]
    for message_id in (text, foreign, "500000000000000000"):
        assert status_of(blob_api.get_message_content, message_id) == 404


def test_an_unsent_message_leaves_no_words_behind(sim, resident):
    message_id = sim.say(resident, "ถอนแล้ว")["message_id"]
    sim.unsend(resident, message_id)
    (entry,) = sim.chat(resident)
    assert entry["unsent"] is True and entry["message"] is None


def test_a_profile_is_the_name_that_the_resident_chose(api, resident):
    profile = api.get_profile(resident)
    assert (profile.user_id, profile.display_name) == (resident, "สมหญิง")


def test_a_stranger_who_never_wrote_has_no_profile(sim, api):
    assert status_of(api.get_profile, sim.add_resident("yala", friend=False)) == 404
    assert status_of(api.get_profile, "U" + "b" * 32) == 404
    assert status_of(api.get_profile, sim.add_resident("betong-town")) == 404


def test_the_account_tells_its_own_id(api):
    assert api.get_bot_info().user_id == "U" + f"{4:032x}"
    assert api.get_message_quota().type == "none"


def test_loading_seconds_go_in_steps_of_five(api, resident):
    request = ShowLoadingAnimationRequest(chatId=resident, loadingSeconds=7)
    assert status_of(api.show_loading_animation, request) == 400


def test_messages_can_be_marked_as_read(sim, api, resident):
    token = sim.say(resident, "อ่านหรือยัง")["event"]["message"]["markAsReadToken"]
    api.mark_messages_as_read_by_token(MarkMessagesAsReadByTokenRequest(markAsReadToken=token))


def test_the_webhook_endpoint_can_be_read_tested_and_moved(sim, app, api, resident):
    assert api.get_webhook_endpoint().endpoint == f"{app.url}/line/yala/webhook"
    assert api.test_webhook_endpoint(WebhookTest()).success is True
    assert app.webhooks[0]["body"]["events"] == []
    app.statuses = [500]
    failed = api.test_webhook_endpoint(WebhookTest())
    assert (failed.success, failed.status_code, failed.reason) == (False, 500, "ERROR_STATUS_CODE")
    api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=f"{app.url}/elsewhere"))
    sim.say(resident, "สวัสดี")
    assert app.wait_for(3)[-1]["path"] == "/elsewhere"


def test_a_webhook_endpoint_beyond_this_machine_is_refused(api):
    outside = SetWebhookEndpointRequest(endpoint="https://example.com/webhook")
    assert status_of(api.set_webhook_endpoint, outside) == 400
