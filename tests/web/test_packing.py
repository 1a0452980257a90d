"""Scripts and style sheets come packed to whoever can unpack them."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from flask.testing import FlaskClient

from app.web import inline

SCRIPT = inline.STATIC / "js" / "public.js"
ADDRESS = "/static/js/public.js?v=1"


@pytest.mark.parametrize(("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_script_comes_packed(client: FlaskClient, coding: str, unpack: Callable[[bytes], bytes]) -> None:
    answer = client.get(ADDRESS, headers={"Accept-Encoding": coding})
    assert answer.headers["Content-Encoding"] == coding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert unpack(answer.data) == SCRIPT.read_bytes()
    assert len(answer.data) < len(SCRIPT.read_bytes()) / 2
    assert answer.content_length == len(answer.data)
    assert answer.get_etag()[0].endswith(f"-{coding}")


def test_without_a_wish_it_comes_as_it_is(client: FlaskClient) -> None:
    with client.get(ADDRESS) as answer:
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.data == SCRIPT.read_bytes()


def test_a_page_is_left_alone_and_a_missing_file_is_missing(client: FlaskClient) -> None:
    accepts = {"Accept-Encoding": "br"}
    assert "Content-Encoding" not in client.get("/health", headers=accepts).headers
    assert client.get("/static/js/none.js", headers=accepts).status_code == 404
    assert client.get("/static/../config.py", headers=accepts).status_code == 404
