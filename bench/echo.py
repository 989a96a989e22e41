"""What the webhook is compared with: LINE's flask-echo example with the SDK's own parser, its reply switched off."""

import os

from flask import Flask, abort, request
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.webhooks import MessageEvent, TextMessageContent

app = Flask(__name__)
parser = WebhookParser(os.environ["LINE_CHANNEL_SECRET_YALA"])


@app.post("/line/yala/webhook")
def callback() -> str:
    body = request.get_data(as_text=True)
    try:
        events = parser.parse(body, request.headers["X-Line-Signature"])
    except InvalidSignatureError:
        abort(400)
    for event in events:
        if isinstance(event, MessageEvent) and isinstance(event.message, TextMessageContent):
            reply(event.reply_token, event.message.text)
    return "OK"


def reply(token: str, text: str) -> None:
    """Switched off: the comparison is of taking messages in."""
