"""Each forbidden body is refused at the right place, and the nearest allowed one is accepted."""

import json
import os

import pytest
import urllib3

from bot.simulator.body_check import problems_in
from tests.bot.simulator import bodies
from tests.bot.simulator.checker import load_checker

PATHS = {
    "push": "/v2/bot/message/push",
    "reply": "/v2/bot/message/reply",
    "multicast": "/v2/bot/message/multicast",
    "loading": "/v2/bot/chat/loading/start",
}
CASES = [
    ("push", pair._replace(refused=bodies.push(pair.refused), accepted=bodies.push(pair.accepted)))
    for pair in bodies.MESSAGES
] + bodies.REQUESTS
NAMED = [pytest.param(kind, pair, id=f"{kind}: {pair.name}") for kind, pair in CASES]


@pytest.mark.parametrize(("kind", "pair"), NAMED)
def test_a_forbidden_body_is_refused_and_the_nearest_allowed_one_is_not(kind, pair):
    assert problems_in(kind, pair.accepted) == []
    found = problems_in(kind, pair.refused)
    assert pair.property in [problem.property for problem in found]


def test_a_refusal_has_the_form_of_lines_own(server, sim, resident):
    answer = post(server, "/v2/bot/message/push", bodies.push(bodies.text(""), bodies.text(""), to=resident))
    assert answer.status == 400
    assert answer.json() == {
        "message": "The request body has 2 error(s)",
        "details": [
            {"message": "Length must be between 1 and 5000, not 0", "property": "messages[0].text"},
            {"message": "Length must be between 1 and 5000, not 0", "property": "messages[1].text"},
        ],
    }
    (refused,) = sim.refused()
    assert refused["body"]["to"] == resident
    assert refused["answer"] == answer.json()
    assert sim.replies(resident) == []


def test_a_body_that_is_no_json_is_refused(server, sim):
    answer = urllib3.request(
        "POST", f"{server.url}/v2/bot/message/push", body=b"{'to'", headers={"Authorization": "Bearer token-of-yala"}
    )
    assert answer.status == 400
    assert len(sim.refused()) == 1


def test_a_quote_token_must_be_of_the_same_chat(server, sim, resident):
    own = sim.say(resident, "ไฟดับ")["event"]["message"]["quoteToken"]
    other = sim.say(sim.add_resident("yala"), "ไฟดับ")["event"]["message"]["quoteToken"]
    path = "/v2/bot/message/push"
    assert post(server, path, bodies.push(bodies.text(quoteToken=own), to=resident)).status == 200
    assert post(server, path, bodies.push(bodies.text(quoteToken=other), to=resident)).status == 400


@pytest.mark.skipif(not os.environ.get("LINE_OPENAPI"), reason="LINE_OPENAPI names no folder")
@pytest.mark.parametrize(("kind", "pair"), NAMED)
def test_lines_own_description_agrees(kind, pair):
    """What the description refuses is refused here; what is accepted here passes it."""
    violations = load_checker().violations
    real = [finding for finding in violations(PATHS[kind], pair.accepted) if not finding[0].startswith("note")]
    assert real == []
    if any(not where.startswith("note") for where, _ in violations(PATHS[kind], pair.refused)):
        assert problems_in(kind, pair.refused)


def post(server, path, body):
    headers = {"Authorization": "Bearer token-of-yala", "Content-Type": "application/json"}
    return urllib3.request("POST", server.url + path, body=json.dumps(body), headers=headers)
