"""Puts the people's pages on the application: log-in, staff, officials, the city page."""

from flask import Flask, abort, redirect
from werkzeug.wrappers import Response

from bot.web import appearance, login, officials, public, staff
from bot.web.service import service


def register(app: Flask) -> None:
    appearance.register(app)
    login.register(app)
    staff.register(app)
    officials.register(app)
    app.register_blueprint(public.public)
    app.add_url_rule("/simulator/", "simulator", _to_simulator)


def _to_simulator() -> Response:
    shop = service()
    if not shop.settings.simulator:
        abort(404)
    return redirect(f"{shop.settings.simulator_url}/simulator/")
