"""Scripts and style sheets leave packed: on a weak network their bytes are what a reader waits for.

Packed once in each process and kept; nginx, where it stands in front, packs them itself.
"""

import gzip
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Flask, current_app, request
from flask.wrappers import Response

PACKED = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


@lru_cache(maxsize=256)
def packed(path: Path, _changed_ns: int, coding: str) -> bytes:
    """The file at *path* in *coding* (``br`` or ``gzip``)."""
    data = path.read_bytes()
    return bytes(brotli.compress(data)) if coding == "br" else gzip.compress(data, 9, mtime=0)


def _pack(response: Response) -> Response:
    if request.endpoint != "static" or response.mimetype not in PACKED:
        return response
    response.vary.add("Accept-Encoding")
    coding = request.accept_encodings.best_match(["br", "gzip"])
    if coding is None or response.status_code != 200 or request.method != "GET":
        return response
    path = Path(str(current_app.static_folder)) / (request.view_args or {})["filename"]
    response.direct_passthrough = False
    response.close()
    response.set_data(packed(path, path.stat().st_mtime_ns, coding))
    response.headers["Content-Encoding"] = coding
    response.headers.pop("Accept-Ranges", None)
    if etag := response.get_etag()[0]:
        response.set_etag(f"{etag}-{coding}")
    return response


def init_app(app: Flask) -> None:
    """Pack what *app* sends from its static folder."""
    app.after_request(_pack)
