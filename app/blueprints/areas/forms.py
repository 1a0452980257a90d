"""Forms of areas."""

from flask_babel import lazy_gettext
from wtforms.validators import Length

from app.web.forms import BaseForm, Needed, TextField

AT_MOST_60 = Length(max=60, message=lazy_gettext("At most 60 characters."))
AT_MOST_80 = Length(max=80, message=lazy_gettext("At most 80 characters."))
AT_MOST_120 = Length(max=120, message=lazy_gettext("At most 120 characters."))


class NameForm(BaseForm):
    """The names of an area or of a posting place."""

    name_zh = TextField(lazy_gettext("Name in Chinese"), [Needed(), AT_MOST_60])
    name_en = TextField(lazy_gettext("Name in English"), [AT_MOST_80])


class ContactForm(BaseForm):
    """Where the office is and how to call it; notices print it."""

    telephone = TextField(lazy_gettext("Telephone of the office"))
    address_zh = TextField(lazy_gettext("Address in Chinese"), [AT_MOST_120])
    address_en = TextField(lazy_gettext("Address in English"), [AT_MOST_120])
