"""`python -m nlp.training train|evaluate [REPORTS]` and `names`; REPORTS is the folder with the public reports."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.model import MODEL_FILE
from nlp.training.evaluate import evaluate
from nlp.training.names import make_name_files
from nlp.training.tables import table
from nlp.training.train import train

_WORST = 30


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m nlp.training", description=__doc__)
    parser.add_argument("task", choices=["train", "evaluate", "names"])
    parser.add_argument("reports", type=Path, nargs="?", help="the folder with the public reports")
    parser.add_argument("--model", type=Path, default=MODEL_FILE)
    arguments = parser.parse_args()
    if arguments.task == "names":
        make_name_files()
        return
    if arguments.reports is None or not arguments.reports.is_dir():
        parser.error("name the folder with the public reports, such as REPORTS=folder make evaluate")
    if arguments.task == "train":
        train(arguments.reports, arguments.model)
        return
    with TemporaryDirectory() as folder:
        # What PyThaiNLP's words are worth can only be told by a model that never had them.
        without_words = Path(folder) / "model.npz"
        train(arguments.reports, without_words, with_words=False)
        print(table(evaluate(arguments.reports, arguments.model, without_words), errors=_WORST))


if __name__ == "__main__":
    main()
