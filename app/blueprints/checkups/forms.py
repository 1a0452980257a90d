"""Forms of the check-up."""

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import Length

from app.web.forms import BaseForm, Needed


class ExplanationForm(BaseForm):
    """Why a finding is right as it stands."""

    text = TextAreaField(
        lazy_gettext("Why it is right as it stands"),
        [Needed(), Length(max=500, message=lazy_gettext("At most 500 characters."))],
        description=lazy_gettext(
            "What was seen or shown, by whom and when. It lasts while the values stay the same."
        ),
    )
