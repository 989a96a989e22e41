"""The command line: `flask --app bot.app ...`, one file a group."""

from flask import Flask

from bot.commands.classify import classify
from bot.commands.migrate import migrate
from bot.commands.municipality import municipality
from bot.commands.nlp import nlp
from bot.commands.replay import replay
from bot.commands.seed import seed
from bot.commands.staff import staff
from bot.commands.weekly_summary import weekly_summary


def register(app: Flask) -> None:
    for command in (classify, migrate, municipality, nlp, replay, seed, staff, weekly_summary):
        app.cli.add_command(command)
