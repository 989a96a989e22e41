"""Residents' photos and files: streamed to those who may see their case, never under a name a resident gave."""

from flask import abort, g, send_from_directory
from werkzeug.wrappers import Response

from bot.web.service import service
from bot.web.staff.blueprints import staff
from db import attachments
from handlers.cases import may_see

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


@staff.get("/attachments/<int(max=9223372036854775807):attachment_id>")
def attachment(attachment_id: int) -> Response:
    shop = service()
    with shop.database.reading() as session:
        found = attachments.get(session, attachment_id)
    if found is None or not may_see(g.account, found[1]):
        abort(404)
    file, case = found
    if file.state != "stored" or not file.key:
        abort(404)
    is_shown = file.content_type in SHOWN
    response = send_from_directory(
        shop.settings.attachments.resolve(),
        file.key,
        mimetype=file.content_type or "application/octet-stream",
        as_attachment=not is_shown,
        download_name=f"{case.reference}-{file.id}",
    )
    # Whatever a resident sent, it runs nothing here. Asked for each time: the resident may take it back.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
