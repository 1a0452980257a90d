"""A form that came too late: what was typed stays, and what the others wrote meanwhile is shown beside it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, RadioField

from app.blueprints.projects.forms import RecordForm
from app.blueprints.projects.step_forms import StepForm
from app.core.errors import Conflict, Invalid, Refused


def come_back(form: RecordForm | StepForm, error: Invalid | Refused | Conflict, version: int) -> None:
    """Show *form* once more with what was typed; to whoever was slower with the *version* that it would now change."""
    form.put_error(error)
    if isinstance(error, Conflict):
        form.form_errors.append(
            gettext(
                "What you typed is still here. Look at what was changed; if yours is right, send it again."
            )
        )
        form.version.data, form.version.raw_data = version, None


def differences(form: RecordForm, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and contents of each field that says something else in the record as it is *stored* now."""
    kept = type(form)(formdata=None, data=dict(stored))
    return [
        (str(field.label.text), _words_of(kept[field.name]))
        for field in form
        if field.name in stored and field.name != "version" and _plain(field) != _plain(kept[field.name])
    ]


def _plain(field: Any) -> Any:
    """What a field says, for comparing: nothing is nothing, however it is written."""
    return (" ".join(field.data.split()) if isinstance(field.data, str) else field.data) or None


def _words_of(field: Any) -> str:
    if isinstance(field, RadioField):
        return next((str(choice.label.text) for choice in field if choice.checked), "—")
    if isinstance(field, BooleanField):
        return gettext("Yes") if field.data else gettext("No")
    return str(field._value()) or "—"
