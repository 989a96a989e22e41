"""One shape for what goes wrong: JSON for programs, a calm page for people."""

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _answer)


def _answer(error: HTTPException) -> Response:
    response = jsonify(message=error.name.lower())
    response.status_code = error.code or 500
    return response


def wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
