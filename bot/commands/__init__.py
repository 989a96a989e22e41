"""The command line: `flask --app bot.app ...`, one file a group."""

from flask import Flask

from bot.commands.migrate import migrate
from bot.commands.municipality import municipality


def register(app: Flask) -> None:
    app.cli.add_command(migrate)
    app.cli.add_command(municipality)
