"""The chat page: a phone on which to play a resident."""

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as WerkzeugResponse

page = Blueprint(
    "page", __name__, template_folder="templates", static_folder="static", static_url_path="/simulator/static"
)

# The page draws what the bot sends; nothing in it may run, and nothing is fetched from beyond this machine.
_LOCAL = "http://127.0.0.1:* http://localhost:*"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    f"img-src 'self' {_LOCAL}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@page.get("/")
def root() -> WerkzeugResponse:
    return redirect("/simulator/")


@page.get("/simulator/")
def chat_page() -> Response:
    response = Response(render_template("chat.html"), mimetype="text/html")
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
