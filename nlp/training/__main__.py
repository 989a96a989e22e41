"""`python -m nlp.training train|evaluate REPORTS`, where REPORTS is the folder with the public reports."""

import argparse
from pathlib import Path

from nlp.model import MODEL_FILE
from nlp.training.evaluate import evaluate, table
from nlp.training.train import train


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m nlp.training", description=__doc__)
    parser.add_argument("task", choices=["train", "evaluate"])
    parser.add_argument("reports", type=Path, help="the folder with the public reports")
    parser.add_argument("--model", type=Path, default=MODEL_FILE)
    arguments = parser.parse_args()
    if arguments.task == "train":
        train(arguments.reports, arguments.model)
    print(table(evaluate(arguments.reports, arguments.model)))


if __name__ == "__main__":
    main()
