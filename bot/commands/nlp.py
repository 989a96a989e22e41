"""`flask nlp train|evaluate`: makes and judges the model that understands messages."""

from pathlib import Path

import click
from flask.cli import AppGroup

nlp = AppGroup("nlp", help="The model that understands messages: train it, measure it.")
reports = click.option(
    "--reports",
    envvar="REPORTS",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the public reports; else the setting REPORTS.",
)


@nlp.command()
@reports
def train(reports: Path) -> None:
    """Train the model on public reports and our examples, in place of the committed one, and measure it."""
    # Imported here, as below: training needs scikit-learn, which a running service does not have.
    from nlp.model import MODEL_FILE
    from nlp.training.train import train

    train(reports, MODEL_FILE)
    _measure(reports)


@nlp.command()
@reports
def evaluate(reports: Path) -> None:
    """Measure how well the committed model understands reports that it was not trained on."""
    _measure(reports)


def _measure(reports: Path) -> None:
    from nlp.model import MODEL_FILE
    from nlp.training.evaluate import evaluate
    from nlp.training.tables import table

    click.echo(table(evaluate(reports, MODEL_FILE)))
