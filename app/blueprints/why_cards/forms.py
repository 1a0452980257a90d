"""What is typed to open a card: number and code of the receipt, nothing else."""

from flask_babel import lazy_gettext
from wtforms.validators import Length

from app.web.forms import BaseForm, Needed, TextField

SHORT = Length(max=40, message=lazy_gettext("At most %(max)s characters, please.", max=40))


class CardForm(BaseForm):
    """The number and the code of an application's receipt."""

    number = TextField(
        lazy_gettext("Receipt number"),
        [Needed(), SHORT],
    )
    secret = TextField(
        lazy_gettext("Secret code"),
        [Needed(), SHORT],
    )
