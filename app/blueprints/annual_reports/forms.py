"""Forms of the report: the words of a part, and why a finished report is opened again."""

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import Length

from app.domain.annual_reports.service import LONGEST_REASON, LONGEST_TEXT
from app.web.forms import BaseForm, Needed


def _at_most(number: int) -> Length:
    return Length(max=number, message=lazy_gettext("At most %(max)s characters, please.", max=number))


class WordsForm(BaseForm):
    """What stands in a part, in both languages."""

    text_zh = TextAreaField(
        lazy_gettext("Text in Chinese"),
        [_at_most(LONGEST_TEXT)],
        description=lazy_gettext(
            "A blank line begins a new paragraph. No names of villagers, no numbers of persons."
        ),
    )
    text_en = TextAreaField(lazy_gettext("The same in English"), [_at_most(LONGEST_TEXT)])


class ReasonForm(BaseForm):
    """Why a finished report is opened again."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), _at_most(LONGEST_REASON)])
