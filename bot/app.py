"""The web application: `create_app(settings)` wires settings, database and pages together."""

from flask import Flask

from bot import commands
from bot.settings import Settings, SettingsMistake, read_settings
from bot.web import errors, monitoring, pages
from bot.web.service import Service
from bot.web.webhook import Webhook
from db import Database


def create_app(settings: Settings | None = None) -> Flask:
    """The application; without settings it reads the environment, and stops with one line where that is wrong."""
    if settings is None:
        try:
            settings = read_settings()
        except SettingsMistake as mistake:
            raise SystemExit(str(mistake)) from None
    app = Flask("bot", root_path=None, template_folder="web/templates", static_folder="web/static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=20_000_000,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
    )
    app.extensions["siang"] = Service(settings, Database(settings.database_url))
    app.register_blueprint(monitoring.monitoring)
    pages.register(app)
    errors.register(app)
    commands.register(app)
    app.wsgi_app = Webhook(app.wsgi_app, app.extensions["siang"])  # type: ignore[assignment,method-assign]
    return app
