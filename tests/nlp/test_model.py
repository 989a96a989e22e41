import numpy as np
import pytest

from nlp.facts import KINDS, TOPICS
from nlp.model import committed_model, decoded, encoded, of_topics


def _scores(chat: float, report: float, style: float) -> np.ndarray:
    topics = len(TOPICS)
    return np.concatenate([np.full(topics, chat), np.full(topics, report), np.zeros(len(KINDS)), [style]])


def test_a_chat_message_is_read_as_one_and_a_report_as_one() -> None:
    assert np.all(of_topics(_scores(chat=4.0, report=-4.0, style=-20.0)) > 0.9)
    assert np.all(of_topics(_scores(chat=4.0, report=-4.0, style=20.0)) < 0.1)


def test_probabilities_of_topics_stand_alone_and_those_of_kinds_sum_to_one() -> None:
    topics, kinds = committed_model().probabilities("ไฟทางดับ ท่อก็ตัน")
    assert topics.shape == (len(TOPICS),) and kinds.shape == (len(KINDS),)
    assert np.all((topics >= 0) & (topics <= 1))
    assert kinds.sum() == pytest.approx(1, abs=1e-5)


def test_a_text_judged_rightly_has_no_error_where_nothing_is_known() -> None:
    model = committed_model()
    scores = np.zeros(2 * len(TOPICS) + len(KINDS) + 1)
    error = model.error(scores, None, np.eye(len(KINDS))[0])
    assert not error[: 2 * len(TOPICS)].any() and error[-1] == 0
    assert error[2 * len(TOPICS)] < 0


def test_weights_in_one_byte_keep_their_sign_and_nearly_their_size() -> None:
    weights = np.random.default_rng(0).normal(size=(500, 3)).astype(np.float32)
    again = decoded(*encoded(weights))
    assert np.abs(again - weights).max() < 0.05
