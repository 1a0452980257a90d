"""What is asked before a dossier is put together."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from app.web.forms import BaseForm


class DossierForm(BaseForm):
    """With the full numbers, or masked."""

    in_full = BooleanField(_("With full identity numbers, telephone and bank card"))
