import numpy as np

from nlp.facts import TOPICS
from nlp.normalising import normalise
from nlp.training.baselines import by_keywords
from nlp.training.corpus import EXAMPLES, Sample, examples, read_examples
from nlp.training.measures import Contestant, Judged, agreement, calibration_error, coverage, held, micro_interval
from nlp.training.tables import table

TRUE = np.array([[True, False], [False, True], [True, True], [False, False]])


def test_the_interval_of_agreement_lies_around_it() -> None:
    found = np.array([[True, False], [True, False], [True, True], [False, False]])
    low, high = micro_interval(found, TRUE)
    assert low <= agreement(found, TRUE, ("a", "b")).micro_f1 <= high


def test_the_surest_texts_come_first_in_coverage() -> None:
    chances, right = np.array([0.1, 0.9, 0.8, 0.2]), np.array([False, True, True, False])
    assert coverage(chances, right) == (1.0, 0.667, 0.5)


def test_honest_probabilities_have_no_calibration_error() -> None:
    chances = np.full(10, 0.7)
    assert calibration_error(chances, np.arange(10) < 7) == 0
    assert calibration_error(chances, np.zeros(10, dtype=bool)) == 0.7


def test_a_text_without_a_probable_topic_holds_other() -> None:
    assert held(np.array([[0.1, 0.3], [0.1, 0.6]]), hold=0.5, floor=0.4).tolist() == [
        [False, False, True],
        [False, True, False],
    ]


def test_a_fifth_of_every_file_is_kept_from_training() -> None:
    trained = {normalise(sample.text) for sample in examples()}
    for path in EXAMPLES.glob("resident_*.tsv"):
        texts = [normalise(sample.text) for sample in read_examples(path)]
        assert 0.1 < sum(text not in trained for text in texts) / len(texts) < 0.3


def test_the_table_names_every_contestant_and_the_platform() -> None:
    sample = Sample("ไฟทางดับ", frozenset({"streetlight"}))
    held_topics = by_keywords([sample]).held
    figures = Contestant(agreement(held_topics, held_topics), (1.0, 1.0), 1.0, 0.0, (1.0, 1.0, 1.0))
    words = table({"set": Judged(1, {"keywords": figures}, 1.0, (1.0, 1.0), 1.0, 1.0, ("misread",))}, errors=1)
    assert "keywords" in words and "platform" in words and "misread" in words
    assert all(topic in words for topic in TOPICS)
