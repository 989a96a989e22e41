"""Puts the people's pages on the application: log-in, staff, officials, the city page."""

from flask import Flask, redirect
from werkzeug.wrappers import Response

from bot.web.service import service


def register(app: Flask) -> None:
    app.add_url_rule("/simulator/", "simulator", _to_simulator)


def _to_simulator() -> Response:
    shop = service()
    if not shop.settings.simulator:
        from flask import abort

        abort(404)
    return redirect(f"{shop.settings.simulator_url}/simulator/")
