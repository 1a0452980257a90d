"""How the forms of this door act: what was refused stands beside its field, and what was entered stays."""

from collections.abc import Callable
from typing import Any

from app.core.errors import Conflict, Invalid, Refused
from app.web.forms import BaseForm


def done(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Whether *act* went through; otherwise *form* says why not."""
    try:
        act()
    except (Invalid, Refused, Conflict) as error:
        form.put_error(error)
        return False
    return True
