"""A threaded HTTP server that keeps connections alive, as LINE's does, and can cut them on request.

Werkzeug's own server closes every connection after one answer; a client that keeps a pool would never be
tried. This one is the standard library's, one thread per connection.
"""

import socket
import struct
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO, Any, cast
from wsgiref.handlers import SimpleHandler
from wsgiref.headers import Headers
from wsgiref.simple_server import WSGIRequestHandler

from .safety import check_host

CUT = "simulator.cut"  # set in the WSGI environment: break the connection instead of answering
IDLE_SECONDS = 120

Application = Callable[..., Any]


class _Exchange(SimpleHandler):
    """One request and its answer."""

    http_version = "1.1"
    server_software = "simulator"

    environ: dict[str, Any]
    headers: Headers | None
    close_after = False
    cut = False

    def cleanup_headers(self) -> None:
        super().cleanup_headers()  # type: ignore[no-untyped-call]
        if self.headers is not None and "Content-Length" not in self.headers:
            self.headers["Connection"] = "close"  # the end of the connection is then the end of the answer
            self.close_after = True

    def finish_response(self) -> None:
        if self.environ.get(CUT):
            self.cut = True
            self.close()
            raise ConnectionAbortedError  # SimpleHandler.run() ends quietly on this one
        super().finish_response()  # type: ignore[no-untyped-call]


class _Connection(WSGIRequestHandler):
    """One connection, any number of requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # otherwise each answer on a kept connection waits 40 ms
    wbufsize = -1
    timeout = IDLE_SECONDS
    server: "Server"

    def handle(self) -> None:
        BaseHTTPRequestHandler.handle(self)

    def handle_one_request(self) -> None:
        try:
            self._one_exchange()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _one_exchange(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        environ = self.get_environ()
        exchange = _Exchange(self.rfile, cast(IO[bytes], self.wfile), self.get_stderr(), environ, multithread=True)
        exchange.run(self.server.application)
        if exchange.cut:
            self._reset()
        else:
            self.wfile.flush()  # an answer without a body was not flushed yet
        self.close_connection = self.close_connection or exchange.close_after

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing: paths carry resident ids."""


class Server(ThreadingHTTPServer):
    """Listens on loopback; `application` is a WSGI application."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        application: Application,
        host: str = "127.0.0.1",
        port: int = 0,
        on_stop: Callable[[], None] = lambda: None,
    ) -> None:
        check_host(host)
        self.application = application
        self._on_stop = on_stop
        self.base_environ = {
            "SERVER_NAME": host,
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SCRIPT_NAME": "",
            "REMOTE_HOST": "",
            "CONTENT_LENGTH": "",
        }
        super().__init__((host, port), _Connection)
        self.base_environ["SERVER_PORT"] = str(self.server_port)

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_port}"

    def shutdown_request(self, request: Any) -> None:
        # Closing without a shutdown lets a connection that is to be reset really be reset.
        self.close_request(request)

    def start(self) -> "Server":
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True, name="simulator").start()
        return self

    def stop(self) -> None:
        """Take no more connections and end what `on_stop` ends."""
        self.shutdown()
        self.server_close()
        self._on_stop()
