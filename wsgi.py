"""The WSGI entry: what a server imports. Commands import it too, and begin no work by that."""

import os

from app import create_app
from app.web import jobs

app = create_app()
if "FLASK_RUN_FROM_CLI" not in os.environ:
    jobs.resume(app)
