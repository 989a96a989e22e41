"""How a message leaves: by its token while that is fresh, else by push with its key; never twice, never lost."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.line import Came, LineAnswer
from bot.worker.sending import LEASE, Sending
from db import Database, outbox, residents
from db.models import Delivery, Message, Municipality

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
BODY = [{"type": "text", "text": "รับเรื่องแล้ว"}]


class FakeLine:
    """Keeps what was sent; answers in the given order, then accepts."""

    def __init__(self, *answers: LineAnswer | Came) -> None:
        self.sent: list[tuple[str, str]] = []
        self._answers = list(answers)

    def reply(self, slug, reply_token, body):
        return self._take(("reply", reply_token))

    def push(self, slug, to, body, retry_key):
        return self._take(("push", retry_key))

    def _take(self, call):
        self.sent.append(call)
        answer = self._answers.pop(0) if self._answers else Came.ACCEPTED
        return answer if isinstance(answer, LineAnswer) else LineAnswer(answer)


class Post:
    """An outbox with one resident, and a clock in the hand."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.now = START
        with self.database.transaction() as session:
            town = Municipality(slug="t", name="T", letters="TT", facts={}, version=START.date(), loaded_at=START)
            session.add(town)
            session.flush()
            self.town_id = town.id
            self.resident_id = residents.find_or_add(session, town.id, "U1", START).id

    def queue(self, token="token"):
        with self.database.transaction() as session:
            until = self.now + timedelta(seconds=50) if token else None
            message = outbox.add(
                session,
                municipality_id=self.town_id,
                resident_id=self.resident_id,
                names=["case_opened"],
                body=BODY,
                now=self.now,
                reply_token=token,
                reply_until=until,
            )
            session.flush()
            return message.id

    def send(self, line, passing=timedelta()):
        """Lets time pass, then makes one round of tries."""
        self.now += passing
        sending = Sending(self.database, line, lambda: self.now)
        for attempt in sending.claim(8):
            sending.carry_out(attempt)
        sending.close()

    def row(self, message_id) -> Message:
        with self.database.reading() as session:
            return session.get_one(Message, message_id)


@pytest.fixture
def post(database_url):
    post = Post(database_url)
    yield post
    post.database.dispose()


def test_a_fresh_token_is_replied_to_and_not_pushed(post):
    message, line = post.queue(), FakeLine()
    post.send(line)
    assert line.sent == [("reply", "token")]
    assert post.row(message).delivery is Delivery.SENT


def test_an_expired_token_is_pushed_with_the_rows_key(post):
    message, line = post.queue(), FakeLine()
    post.send(line, passing=timedelta(seconds=51))
    assert line.sent == [("push", post.row(message).retry_key)]
    assert post.row(message).delivery is Delivery.SENT


def test_a_refused_reply_goes_by_push(post):
    message, line = post.queue(), FakeLine(Came.REFUSED)
    post.send(line)
    post.send(line)
    assert [way for way, _ in line.sent] == ["reply", "push"]
    assert post.row(message).delivery is Delivery.SENT


def test_a_reply_without_an_answer_is_tried_again_with_the_same_token(post):
    message, line = post.queue(), FakeLine(Came.LOST)
    post.send(line)
    post.send(line, passing=timedelta(seconds=2))
    assert line.sent == [("reply", "token"), ("reply", "token")]
    assert post.row(message).delivery is Delivery.SENT


def test_a_lost_reply_that_is_then_refused_is_uncertain_and_never_pushed(post):
    message, line = post.queue(), FakeLine(Came.LOST, Came.REFUSED)
    post.send(line)
    post.send(line, passing=timedelta(seconds=2))
    post.send(line, passing=timedelta(hours=1))
    assert [way for way, _ in line.sent] == ["reply", "reply"]
    assert post.row(message).delivery is Delivery.UNCERTAIN


def test_a_lost_reply_stays_lost_when_a_later_try_is_put_off(post):
    message, line = post.queue(), FakeLine(Came.LOST, Came.LIMITED)
    post.send(line)
    post.send(line, passing=timedelta(seconds=2))
    post.send(line, passing=timedelta(minutes=2))
    assert [way for way, _ in line.sent] == ["reply", "reply"]
    assert post.row(message).delivery is Delivery.UNCERTAIN


def test_a_reply_put_off_until_its_token_is_old_goes_by_push(post):
    message, line = post.queue(), FakeLine(Came.LIMITED)
    post.send(line)
    post.send(line, passing=timedelta(minutes=2))
    assert [way for way, _ in line.sent] == ["reply", "push"]
    assert post.row(message).delivery is Delivery.SENT


def test_a_crash_during_a_reply_counts_as_a_lost_answer(post):
    message = post.queue()
    sending = Sending(post.database, FakeLine(), lambda: post.now)
    assert len(sending.claim(8)) == 1  # and the process dies before the answer is recorded
    line = FakeLine()
    post.send(line, passing=LEASE + timedelta(seconds=1))
    assert line.sent == []
    assert post.row(message).delivery is Delivery.UNCERTAIN


def test_a_crash_during_a_push_is_repeated_with_the_same_key(post):
    message = post.queue(token=None)
    Sending(post.database, FakeLine(), lambda: post.now).claim(8)
    line = FakeLine()
    post.send(line, passing=LEASE + timedelta(seconds=1))
    assert line.sent == [("push", post.row(message).retry_key)]


def test_a_push_without_an_answer_is_repeated_with_the_same_key_for_a_day(post):
    message, line = post.queue(token=None), FakeLine(*[Came.LOST] * 50)
    while post.row(message).delivery is Delivery.WAITING:
        post.send(line, passing=timedelta(hours=1))
    assert len(set(line.sent)) == 1
    assert post.now - START <= timedelta(hours=25)
    assert post.row(message).delivery is Delivery.UNCERTAIN


def test_a_push_that_line_refuses_has_failed(post):
    message, line = post.queue(token=None), FakeLine(LineAnswer(Came.REFUSED, "status 400"))
    post.send(line)
    post.send(line, passing=timedelta(hours=1))
    assert len(line.sent) == 1
    assert (post.row(message).delivery, post.row(message).reason) == (Delivery.FAILED, "status 400")


def test_what_the_quota_stops_is_held_for_the_next_contact(post):
    message, line = post.queue(token=None), FakeLine(Came.OUT_OF_QUOTA)
    post.send(line)
    assert post.row(message).delivery is Delivery.HELD


def test_messages_to_one_resident_keep_their_order(post):
    first, second = post.queue(token="a"), post.queue(token="b")
    line = FakeLine(Came.LIMITED)
    post.send(line)
    assert line.sent == [("reply", "a")]
    post.send(line, passing=timedelta(seconds=2))
    post.send(line)
    assert line.sent == [("reply", "a"), ("reply", "a"), ("reply", "b")]
    assert post.row(first).sent_at <= post.row(second).sent_at


def test_no_transaction_is_open_while_line_is_asked(post):
    post.queue()
    line = FakeLine()
    reply = line.reply

    def reply_while_another_writes(slug, reply_token, body):
        post.queue(token="from elsewhere")  # would wait for ever on SQLite if the sender held the database
        return reply(slug, reply_token, body)

    line.reply = reply_while_another_writes
    post.send(line)
    assert len(line.sent) == 1


def test_a_fresh_reply_passes_news_that_cannot_leave(post):
    news = post.queue(token=None)
    line = FakeLine(Came.NOT_ALLOWED)
    post.send(line)
    post.queue(token="a")
    post.queue(token="b")
    post.send(line)
    post.send(line)
    assert [way for way, _ in line.sent] == ["push", "reply", "reply"]
    assert line.sent[1:] == [("reply", "a"), ("reply", "b")]
    post.send(line, passing=timedelta(seconds=2))
    assert post.row(news).delivery is Delivery.SENT


def test_what_the_quota_held_goes_when_the_month_turns_in_bangkok(post):
    message, line = post.queue(token=None), FakeLine(Came.OUT_OF_QUOTA)
    post.send(line)
    post.now = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    post.send(line)
    assert post.row(message).delivery is Delivery.HELD
    post.now = datetime(2026, 11, 30, 17, 1, tzinfo=UTC)
    post.send(line)
    assert post.row(message).delivery is Delivery.SENT
