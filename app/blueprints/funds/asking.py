"""A form that asks once more: what stands there already is shown, and whoever means it ticks that and sends again."""

import hashlib
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.web.i18n import translate
from app.web.uploads import is_sent

_FILE = Message(N_("Choose the file once more as well: a form that comes back has lost it."))


class SureField(BooleanField):
    """A tick that holds only for the doubts that were shown with it: with other ones it is asked anew."""

    asked = "y"
    errors: Sequence[str]

    def _value(self) -> str:
        return self.asked

    def ask(self, doubts: Sequence[Message], about: str = "", also: Sequence[Message] = ()) -> None:
        """Raise :class:`Invalid` with *doubts* (and what is *also* said) beside this field, unless they were ticked.

        *about* is what the doubts are about where their words do not say all of it.
        """
        if not doubts:
            return
        told = [translate(doubt) for doubt in doubts]
        self.asked = hashlib.sha256("\n".join([about, *told]).encode()).hexdigest()[:16]
        if self.raw_data == [self.asked]:
            return
        self.data = False
        *before, last = [*doubts, *also]
        self.errors = [*self.errors, *(translate(one) for one in before)]
        raise Invalid(last, self.name)


def make_sure(form: Any, doubts: Sequence[Message], about: str = "") -> None:
    """Raise :class:`Invalid` unless whoever sent *form* has seen *doubts* and means it."""
    is_lost = any(field.type == "FileField" and is_sent(field.data) for field in form)
    form.sure.ask(doubts, about, [_FILE] if is_lost else [])
