"""The webhook as LINE meets it on the wire."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest


def pieces(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"x" * 100_000


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("count", "status"), [(11, 413), (2, 401)])
def test_a_body_without_a_length_is_measured_as_it_comes(city, count, status):
    address = urlsplit(city.url)
    connection = http.client.HTTPConnection(address.hostname, address.port)
    connection.request("POST", "/line/yala/webhook", pieces(count), {"X-Line-Signature": "x"}, encode_chunked=True)
    assert connection.getresponse().status == status
