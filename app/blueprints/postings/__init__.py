"""Door of the posting: what hangs where, since when, and by which photograph that is known.

``routes.py`` shows what is to be done, ``sending.py`` takes photographs, ``confirming.py`` is for the second person,
``hanging.py`` for sheets that are gone, ``printing.py`` and ``making.py`` for the sheets themselves.
"""

from flask import Blueprint

blueprint = Blueprint("postings", __name__, url_prefix="/postings")

from app.blueprints.postings import confirming, hanging, printing, routes, sending  # noqa: E402,F401 - need it above
