"""The Flask application class: one transaction a request, and the only commit of the web."""

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.core.db import db, writing
from app.web import once

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Portal(Flask):
    """Commits once, after the view, when the method is unsafe and the answer went well; else rolls back.

    An unsafe request first reads its whole body (a slow telephone must not hold the writers' queue), then runs as
    a writer. A view marked :func:`reads_first` begins as a reader and calls :func:`start_writing` itself.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method in SAFE_METHODS:
            try:
                return self.make_response(super().dispatch_request())
            finally:
                db.session.rollback()
        _ = request.form, request.files
        view = self.view_functions.get(request.endpoint or "")
        with writing(not getattr(view, "reads_first", False)):
            try:
                response = once.begin() or self.make_response(super().dispatch_request())
                self._settle(response)
            except BaseException:
                db.session.rollback()
                raise
        return response

    @staticmethod
    def _settle(response: Response) -> None:
        if response.status_code < 400:
            once.finish(response)
            db.session.commit()
            for act in g.pop("after_commit", ()):
                act()
        else:
            db.session.rollback()
