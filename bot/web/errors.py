"""One shape for what goes wrong: JSON for programs, a calm page for people; never a trace of our inside."""

from flask import Flask, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.wrappers import Response

from db import DBAPIError, OperationalError

PROGRAMS = ("/line/", "/open-data/", "/open311/", "/healthz", "/readyz", "/metrics")
EXPLAINED = frozenset({400, 401, 403, 404, 405, 413, 429, 500, 503})


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(DBAPIError, _answer_without_database)


def _answer(error: HTTPException) -> Response:
    status = error.code or 500
    if wants_json():
        body: Response | str = jsonify(message=error.name.lower())
    else:
        body = render_template("error.html", status=status if status in EXPLAINED else 500)
    response: Response = make_response(body, status)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _answer_without_database(error: DBAPIError) -> Response:
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return _answer(ServiceUnavailable(retry_after=30))
    raise error


def wants_json() -> bool:
    """Whether a program asks: by the address, or by what it says it accepts."""
    if request.path.startswith(PROGRAMS):
        return True
    accepted = request.accept_mimetypes
    return accepted.best_match(["text/html", "application/json"]) == "application/json" and "text/html" not in accepted
