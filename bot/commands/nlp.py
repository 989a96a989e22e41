"""`flask nlp train|back|evaluate`: learns from what people have put right, gives back, and measures."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup, with_appcontext

from bot.web.service import Service, service
from handlers import learning

if TYPE_CHECKING:
    from nlp.model import Model
    from nlp.training.corpus import Sample

Measures = dict[str, dict[str, dict[str, float]]]

nlp = AppGroup("nlp", help="The model that understands messages: train it, give it back, measure it.")


@nlp.command()
@with_appcontext
def train() -> None:
    """Learn from what people have put right; the new model is installed only where no measure falls."""
    # Imported here, as below: the rest of the command line needs neither numpy nor PyThaiNLP.
    from nlp.model import committed_model
    from nlp.training import learning as training
    from nlp.training.corpus import Sample, examples

    shop = service()
    with shop.database.reading() as session:
        lessons = [Sample(one.text, one.topics - {"other"}, one.kind) for one in learning.lessons(session)]
    apart = [lesson for lesson in lessons if training.held_out(lesson.text)]
    taught = [lesson for lesson in lessons if not training.held_out(lesson.text)]
    if not taught:
        kept = f" ({len(apart)} kept apart to judge by)" if apart else ""
        click.echo(f"Nothing to learn: nobody has put a case right that may be learnt from{kept}.")
        return
    base = committed_model()
    model = training.learn(base, examples(), taught)
    measures = _judge(shop, base, model, apart)
    fallen = _say(measures)
    _finish(shop, model, learning.Trained(model.version, base.version, len(taught), measures), fallen)


def _judge(shop: Service, base: "Model", model: "Model", apart: list["Sample"]) -> Measures:
    """The model in force and the new one, on messages neither has seen."""
    from nlp.model import read_model
    from nlp.training import learning as training
    from nlp.training.corpus import frozen_examples

    with shop.database.reading() as session:
        file = learning.model_file(session, shop.settings.models, base.version)
    in_force = read_model(file) if file else base
    sets = {"frozen examples": frozen_examples(), "corrections kept apart": apart}
    return {
        name: {"before": training.measures(in_force, samples), "after": training.measures(model, samples)}
        for name, samples in sets.items()
        if samples
    }


def _say(measures: Measures) -> list[str]:
    """Prints before and after; the measures that fell."""
    from nlp.training.learning import fallen

    names: list[str] = []
    for name, judged in measures.items():
        before, after = judged["before"], judged["after"]
        worse = fallen(before, after)
        names += [f"{measure} on {name}" for measure in worse]
        click.echo(f"{name}: before, after")
        for measure in before:
            mark = "  fell" if measure in worse else ""
            click.echo(f"  {measure:<20} {before[measure]:.3f}  {after[measure]:.3f}{mark}")
    return names


def _finish(shop: Service, model: "Model", trained: learning.Trained, fallen: list[str]) -> None:
    from nlp.model import write_model

    if not fallen:
        shop.settings.models.mkdir(parents=True, exist_ok=True)
        # The file first: a row in force without its file would leave the worker on the committed model.
        write_model(model, learning.file_of(shop.settings.models, trained.version))
    with shop.database.transaction() as session:
        learning.record(session, trained, install=not fallen, now=shop.clock())
    if fallen:
        click.echo(f"Not installed, {trained.version} is worse: {', '.join(fallen)}.")
    else:
        click.echo(
            f"Installed {trained.version}, learnt from {trained.corrections}; the worker takes it within seconds."
        )


@nlp.command()
@with_appcontext
def back() -> None:
    """Put the model in force that was so before the last one was installed."""
    from nlp import committed_version

    shop = service()
    with shop.database.transaction() as session:
        gone_back = learning.go_back(session, shop.settings.models, committed_version())
    if gone_back is None:
        click.echo(f"The committed model {committed_version()} is in force; there is nothing to go back to.")
    else:
        click.echo(f"{gone_back[0]} is in force again in place of {gone_back[1]}; the worker takes it within seconds.")


@nlp.command()
@click.option(
    "--reports",
    envvar="REPORTS",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the public reports; else the setting REPORTS.",
)
def evaluate(reports: Path) -> None:
    """Measure how well the committed model understands reports that it was not trained on."""
    from nlp.model import MODEL_FILE
    from nlp.training.evaluate import evaluate
    from nlp.training.tables import table

    click.echo(table(evaluate(reports, MODEL_FILE)))
