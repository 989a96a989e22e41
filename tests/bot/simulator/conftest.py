"""A running simulator, a tiny application that receives its webhooks, and LINE's own SDK pointed at it."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob

from bot.simulator import serve_in_thread
from bot.simulator.client import SimulatorClient
from bot.simulator.credentials import Channel
from bot.simulator.server import Server


class ReceivingApp:
    """Keeps each webhook that it gets; `statuses` are answered first, then 200."""

    def __init__(self) -> None:
        self.webhooks: list[dict] = []
        self.statuses: list[int] = []
        self.seconds = 0.0
        app = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                kept = {"path": self.path, "headers": dict(self.headers.items()), "raw": body}
                app.webhooks.append({**kept, "body": json.loads(body), "at": time.time()})
                time.sleep(app.seconds)
                self.send_response(app.statuses.pop(0) if app.statuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def events(self) -> list[dict]:
        return [event for webhook in self.webhooks for event in webhook["body"]["events"]]

    def wait_for(self, count: int, timeout: float = 5) -> list[dict]:
        deadline = time.monotonic() + timeout
        while len(self.webhooks) < count:
            assert time.monotonic() < deadline, f"{len(self.webhooks)} webhooks arrived, wanted {count}"
            time.sleep(0.01)
        return self.webhooks

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def channel(slug: str) -> Channel:
    return Channel(slug, f"secret-of-{slug}", f"token-of-{slug}", "U" + f"{len(slug):032x}")


@pytest.fixture
def app() -> Iterator[ReceivingApp]:
    receiving = ReceivingApp()
    yield receiving
    receiving.stop()


@pytest.fixture
def server(app: ReceivingApp) -> Iterator[Server]:
    running = serve_in_thread(
        app_url=app.url, channels=[channel("yala"), channel("betong-town")], redelivery_pauses=(0.05, 0.1, 0.2)
    )
    yield running
    running.stop()


@pytest.fixture
def sim(server: Server) -> SimulatorClient:
    return SimulatorClient(server.url)


@pytest.fixture
def resident(sim: SimulatorClient) -> str:
    return sim.add_resident("yala", "สมหญิง")


def api_client(server: Server, slug: str = "yala") -> ApiClient:
    configuration = Configuration(access_token=f"token-of-{slug}", host=server.url)
    configuration.retries = False
    return ApiClient(configuration)


@pytest.fixture
def api(server: Server) -> Iterator[MessagingApi]:
    with api_client(server) as client:
        yield MessagingApi(client)


@pytest.fixture
def blob_api(server: Server) -> Iterator[MessagingApiBlob]:
    with api_client(server) as client:
        yield MessagingApiBlob(client)
