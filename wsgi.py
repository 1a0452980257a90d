"""The WSGI entry: what a server imports. Commands import it too, and begin no work by that."""

import gc
import os

from app import create_app
from app.web import jobs

app = create_app()
if "FLASK_RUN_FROM_CLI" not in os.environ:
    # What a server has loaded stays: nobody waits while half a million objects are looked through for rings.
    gc.collect()
    gc.freeze()
    jobs.resume(app)
