"""The staff's pages: queue, case, attachments; and the administrators' look at the machine."""

from flask import Flask

from bot.web.staff import attachments, case, queue, system  # noqa: F401  each puts its routes on a blueprint
from bot.web.staff.blueprints import staff
from bot.web.staff.blueprints import system as system_pages


def register(app: Flask) -> None:
    app.register_blueprint(staff)
    app.register_blueprint(system_pages)
