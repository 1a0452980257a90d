"""What the history can be narrowed to."""

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from app.core.audit import EVENTS
from app.web.forms import BaseForm, DateField, TextField


class FilterForm(BaseForm):
    """Day, kind of event, and person; sent by GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    since = DateField(lazy_gettext("From"))
    until = DateField(lazy_gettext("Until"))
    event = SelectField(lazy_gettext("What happened"), default="", validate_choice=False)
    person = TextField(lazy_gettext("By whom"))

    def offer(self) -> "FilterForm":
        """Fill in the events that can be chosen, in the reader's order."""
        known = sorted((gettext(label), name) for name, (label, _) in EVENTS.items())
        self.event.choices = [("", gettext("everything")), *((name, label) for label, name in known)]
        return self
