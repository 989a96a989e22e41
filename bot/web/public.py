"""The city's open pages: what the service is, how to reach it, and the privacy notice that the bot links to."""

from flask import Blueprint, Response, abort, render_template
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from bot.web import brand as brand_colours
from bot.web.service import service
from db import municipalities
from handlers.municipalities import Town
from handlers.municipality_values import RESERVED_SLUGS

public = Blueprint("public", __name__)


class Slug(BaseConverter):
    """A municipality's first word of an address; never one of the application's own."""

    regex = rf"(?!(?:{'|'.join(sorted(RESERVED_SLUGS))})(?:/|$))[a-z][a-z0-9-]{{0,39}}"


@public.record_once
def _add_slug(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["slug"] = Slug


@public.get("/")
def index() -> str:
    """The municipalities that are served here."""
    shop = service()
    with shop.database.reading() as session:
        towns = [shop.towns.get(session, row.id) for row in municipalities.every(session)]
    return render_template("public/index.html", towns=towns)


@public.get("/<slug:slug>/")
def city(slug: str) -> str:
    return render_template("public/city.html", town=_town(slug))


@public.get("/<slug:slug>/privacy")
def privacy(slug: str) -> str:
    """What section 23 of the data protection act wants told, from the municipality's data."""
    return render_template("public/privacy.html", town=_town(slug))


@public.get("/<slug:slug>/brand.css")
def brand(slug: str) -> Response:
    colour = _town(slug).folder.municipality.brand_colour
    response = Response(brand_colours.stylesheet(colour), mimetype="text/css")
    response.cache_control.public = True
    response.cache_control.max_age = 24 * 3600
    return response


def _town(slug: str) -> Town:
    shop = service()
    with shop.database.reading() as session:
        row = municipalities.by_slug(session, slug)
        if row is None:
            abort(404)
        return shop.towns.get(session, row.id)
