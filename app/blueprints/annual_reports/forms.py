"""Forms of the report: the words of a part, and why a finished report is opened again."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from app.domain.annual_reports.service import LONGEST_REASON, LONGEST_TEXT
from app.web.forms import BaseForm, Needed


def _at_most(number: int) -> Length:
    return Length(max=number, message=lazy_gettext("At most %(max)s characters, please.", max=number))


class WordsForm(BaseForm):
    """What stands in a part, in both languages. *version* is that of the words that were there when it was opened."""

    version = HiddenField(default="0")

    text_zh = TextAreaField(
        lazy_gettext("Text in Chinese"),
        [_at_most(LONGEST_TEXT)],
        description=lazy_gettext(
            "A blank line begins a new paragraph. No names of villagers, no numbers of persons."
        ),
    )
    text_en = TextAreaField(lazy_gettext("The same in English"), [_at_most(LONGEST_TEXT)])

    @property
    def expected_version(self) -> int:
        """Of which version the words were; 0 where there were none."""
        return int(self.version.data) if (self.version.data or "").isdecimal() else 0


class ReasonForm(BaseForm):
    """Why a finished report is opened again."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), _at_most(LONGEST_REASON)])
