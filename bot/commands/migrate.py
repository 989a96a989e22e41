"""`flask migrate`: brings the database to the newest revision."""

import click
from flask.cli import with_appcontext

import db
from bot.web.service import service


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest revision."""
    db.migrate(service().settings.database_url)
    click.echo("the database is at the newest revision")
