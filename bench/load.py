"""A small HTTP client for loads: kept connections, requests prepared beforehand, the answer's status and time."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from bot.simulator import ids
from bot.simulator.delivery import signature
from bot.simulator.events import event, message

T = TypeVar("T")

SENTENCE = "ไฟถนนดับสามดวงติดกันหน้าร้านน้ำชาปากซอยสุขใจ 4 มืดมากครับ ฝากเทศบาลมาดูให้หน่อยนะครับ"


def signed_requests(path: str, secret: str, many: int) -> list[bytes]:
    """So many deliveries of one text message each, from as many residents, as LINE would send them."""
    requests = []
    for _ in range(many):
        now = int(time.time() * 1000)
        text = message("text", text=SENTENCE)
        happened = event("message", ids.user_id(), now, message=text, replyToken=ids.reply_token())
        body = json.dumps({"destination": ids.user_id(), "events": [happened]}, ensure_ascii=False).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\n"
            f"User-Agent: LineBotWebhook/2.0\r\nx-line-signature: {signature(secret, body)}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        requests.append(head.encode() + body)
    return requests


class Connection:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> int:
        """The status of the answer; the answer is read to its end."""
        self._socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._received()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        while len(body) < length:
            body += self._received()
        return int(head[9:12])

    def _received(self) -> bytes:
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionError("the server closed a kept connection")
        return received

    def close(self) -> None:
        self._socket.close()


def closed_loop(port: int, requests: Sequence[bytes], connections: int) -> None:
    """Sends all as fast as the server answers. Raises RuntimeError when one is not answered 200."""
    waiting = iter(requests)
    lock, statuses = threading.Lock(), set[int]()

    def work() -> None:
        connection = Connection(port)
        while (request := _next(waiting, lock)) is not None:
            statuses.add(connection.send(request))
        connection.close()

    _in_threads(connections, work)
    if statuses != {200}:
        raise RuntimeError(f"answered with {sorted(statuses)}")


def open_loop(port: int, requests: Sequence[bytes], rate: float, connections: int) -> list[float]:
    """Sends at a fixed rate whatever the answers take; the seconds of each, counted from when it should have gone."""
    started = time.monotonic() + 0.1
    waiting = iter(enumerate(requests))
    lock, seconds = threading.Lock(), list[float]()

    def work() -> None:
        connection = Connection(port)
        while (numbered := _next(waiting, lock)) is not None:
            number, request = numbered
            due = started + number / rate
            time.sleep(max(due - time.monotonic(), 0))
            if connection.send(request) != 200:
                raise RuntimeError("a delivery was refused")
            seconds.append(time.monotonic() - due)
        connection.close()

    _in_threads(connections, work)
    if len(seconds) != len(requests):
        raise RuntimeError("not every delivery was answered 200")
    return seconds


def _next(waiting: Iterator[T], lock: threading.Lock) -> T | None:
    with lock:
        return next(waiting, None)


def _in_threads(number: int, work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
