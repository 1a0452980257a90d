"""Structured logs: one JSON line an event, with the endpoint instead of the address, and no personal data."""

import logging
import time
from typing import Any

import structlog
from flask import Flask, g, request
from flask.wrappers import Response

log = structlog.get_logger("gongshi")


def set_up() -> None:
    """JSON lines on standard error, for our own events and for the libraries' warnings."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processor=structlog.processors.JSONRenderer(ensure_ascii=False)
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    if request.endpoint != "static":
        taken = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
        log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            ms=round(taken, 1),
        )
    return response


def init_app(app: Flask) -> None:
    """Log each request of *app* by its endpoint."""
    app.before_request(_begin)
    app.after_request(_end)
