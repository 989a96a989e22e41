"""`flask municipality load|export`: between a municipality's folder and the database."""

from pathlib import Path

import click
from flask.cli import AppGroup

from bot.web.service import service
from db import municipalities
from handlers.municipalities import EditedOnPages, in_force, load
from handlers.municipality_folder import FolderMistakes, read_folder, write_folder

municipality = AppGroup("municipality", help="A municipality's data: load its folder, export it back.")


@municipality.command("load")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Overwrite what was edited on pages since the last load.")
def load_folder(folder: Path, replace: bool) -> None:
    """Put the data of FOLDER in force."""
    try:
        data = read_folder(folder)
        with service().database.transaction() as session:
            load(session, data, replace, service().clock())
    except (FolderMistakes, EditedOnPages) as mistake:
        raise click.ClickException(str(mistake)) from None
    click.echo(f"{data.municipality.slug}: version {data.municipality.version} is in force")


@municipality.command("export")
@click.argument("slug")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_folder(slug: str, folder: Path) -> None:
    """Write the data of municipality SLUG as they are in force to FOLDER."""
    with service().database.reading() as session:
        row = municipalities.by_slug(session, slug)
        if row is None:
            raise click.ClickException(f"there is no municipality {slug}")
        write_folder(in_force(session, row), folder)
    click.echo(f"{slug}: written to {folder}")
