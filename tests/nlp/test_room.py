import subprocess
import sys

import numpy as np

from nlp.features import features
from nlp.model import MODEL_FILE
from nlp.normalising import normalise
from nlp.training.corpus import examples, frozen_examples

FIRST_BUCKETS = [5092, 28511, 48136]  # of the message below: a changed hash makes the model worthless


def _imported_after(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after running code."""
    program = f"import sys\n{code}\nprint(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


def test_importing_the_room_loads_no_heavy_library() -> None:
    assert not {"numpy", "pythainlp", "scipy", "sklearn"} & _imported_after("import nlp; nlp.command('เมนู')")


def test_understanding_needs_no_training_library() -> None:
    assert not {"scipy", "sklearn"} & _imported_after("import nlp; nlp.understand('ไฟดับ')")


def test_the_model_is_a_small_file_of_plain_arrays() -> None:
    assert MODEL_FILE.stat().st_size <= 10_000_000
    with np.load(MODEL_FILE, allow_pickle=False) as stored:
        assert all(stored[name].dtype.kind in "ifbU" for name in stored.files)


def test_no_frozen_example_is_trained_on() -> None:
    trained = {normalise(sample.text) for sample in examples()}
    assert not trained & {normalise(sample.text) for sample in frozen_examples()}


def test_features_are_the_same_in_every_process() -> None:
    buckets, values = features("ไฟดับ")
    assert buckets[:3].tolist() == FIRST_BUCKETS
    assert np.all(np.diff(buckets) > 0) and len(values) == len(buckets)
