"""`flask seed`: a municipality with as many made-up cases as a load test needs."""

import tomllib
from pathlib import Path
from random import Random

import click
from flask.cli import with_appcontext

from bot.web.service import service
from db import municipalities
from handlers.seeding import Seeder, opening_times

SENTENCES = Path(__file__).with_name("seed_sentences.toml")
BATCH = 2_000  # cases in one transaction: on SQLite nobody else writes meanwhile


@click.command()
@click.option("--municipality", "slug", required=True, help="The municipality that gets them.")
@click.option("--cases", "many", type=click.IntRange(min=1), required=True, help="How many.")
@with_appcontext
def seed(slug: str, many: int) -> None:
    """Add made-up cases of the last three years, to try how it works under load. Never on a real service."""
    shop = service()
    with shop.database.reading() as session:
        row = municipalities.by_slug(session, slug)
        if row is None:
            raise click.ClickException(f"there is no municipality {slug}")
        town = shop.towns.get(session, row.id)
    random = Random()  # noqa: S311 - nothing secret
    now = shop.clock()
    seeder = Seeder(town, tomllib.loads(SENTENCES.read_text(encoding="utf-8")), now, random)
    opened = opening_times(many, now, random)
    with click.progressbar(length=many, label="seed") as bar:
        for start in range(0, many, BATCH):
            batch = opened[start : start + BATCH]
            with shop.database.transaction() as session:
                seeder.add(session, batch)
            bar.update(len(batch))
    click.echo(f"{many} cases added to {slug}")
