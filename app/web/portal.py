"""The Flask application class: one transaction a request, and the only commit of the web."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, g, has_request_context, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.core.db import db, writing
from app.web import once
from app.web.i18n import in_its_language

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def reads_first(view: View) -> View:
    """Mark a view that begins as a reader and calls :func:`app.core.db.start_writing` when the slow part is over."""
    view.reads_first = True  # type: ignore[attr-defined]  # read below
    return view


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Mark a view that takes requests of up to *most_bytes*, instead of the portal's ordinary limit."""

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]  # read below
        return view

    return mark


class Portal(Flask):
    """Commits once, after the view, when the method is unsafe and the answer went well; else rolls back.

    An unsafe request first reads its whole body (a slow telephone must not hold the writers' queue), then runs as
    a writer. A view with the attribute ``reads_first`` begins as a reader, for slow work such as hashing a
    password, and calls :func:`app.core.db.start_writing` itself.
    """

    def url_for(self, endpoint: str, **values: Any) -> str:
        """The address of *endpoint*; of a page for everybody, in the language of the present page."""
        url = super().url_for(endpoint, **values)
        if endpoint.startswith(".") and has_request_context():
            endpoint = f"{request.blueprint}{endpoint}" if request.blueprint else endpoint[1:]
        return in_its_language(endpoint, url)

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Before anything reads the body: how large it may be here."""
        most_bytes = getattr(self.view_functions.get(request.endpoint or ""), "most_bytes", None)
        if most_bytes is not None:
            request.max_content_length = most_bytes
        return super().preprocess_request()

    def dispatch_request(self) -> ResponseReturnValue:
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        if request.method in SAFE_METHODS:
            try:
                return self.make_response(super().dispatch_request())
            finally:
                db.session.rollback()
        _ = request.form, request.files
        reads_first = bool(getattr(self.view_functions.get(request.endpoint or ""), "reads_first", False))
        db.session.rollback()  # whatever was read before would make this transaction a reader's
        with writing(not reads_first):
            try:
                answer = once.begin(claim_now=not reads_first)
                if answer is None:
                    answer = self._settle(self.make_response(super().dispatch_request()))
                else:
                    db.session.rollback()
            except BaseException:
                db.session.rollback()
                raise
        self._after_commit(answer)
        return answer

    @staticmethod
    def _settle(response: Response) -> Response:
        if response.status_code >= 400:
            db.session.rollback()
            return response
        response = once.finish(response)
        db.session.commit()
        return response

    def _after_commit(self, answer: Response) -> None:
        """What cannot be rolled back. The act stands: a failure here is logged, not shown."""
        acts = g.pop("after_commit", ()) if answer.status_code < 400 else ()
        for act in acts:
            try:
                act()
            except Exception:  # one failure must not keep the others from being done
                self.logger.exception("failed after the commit", extra={"endpoint": request.endpoint})
