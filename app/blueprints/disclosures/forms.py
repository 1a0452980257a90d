"""Forms of village disclosure: a matter that came about, that something was published, taking either back."""

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from app.domain.disclosures.catalogue import BY_CODE, MATTERS, Item
from app.domain.disclosures.rules import LONGEST_SUBJECT, LONGEST_WHERE
from app.domain.disclosures.service import LONGEST_REASON
from app.web.forms import BaseForm, DateField, Needed, SmallEnough, TextField


def _at_most(number: int) -> Length:
    return Length(max=number, message=lazy_gettext("At most %(max)s characters, please.", max=number))


class MatterForm(BaseForm):
    """Something came about that the village must publish."""

    item = SelectField(lazy_gettext("What came about"), [Needed()])
    came_on = DateField(lazy_gettext("Day on which it came about"), [Needed()])
    subject_zh = TextField(
        lazy_gettext("What it is about"),
        [Needed(), _at_most(LONGEST_SUBJECT)],
        description=lazy_gettext(
            "In a few words; everybody reads it. No names of villagers, no numbers of persons."
        ),
    )
    subject_en = TextField(lazy_gettext("The same in English"), [_at_most(200)])

    def offer(self) -> None:
        """Put up the entries in the reader's language."""
        self.item.choices = [
            SelectChoice("", gettext("Please choose")),
            *(SelectChoice(item.code, gettext(item.name)) for item in MATTERS),
        ]

    @property
    def chosen(self) -> Item:
        """The entry that was chosen; validated against the choices before."""
        return BY_CODE[self.item.data]


class PublishedForm(BaseForm):
    """That something was published, where, and by what."""

    published_on = DateField(lazy_gettext("Day on which it was published"), [Needed()])
    where_zh = TextField(
        lazy_gettext("Where it hangs"),
        [_at_most(LONGEST_WHERE)],
        description=lazy_gettext("For example: the board at the village office. No names of villagers."),
    )
    where_en = TextField(lazy_gettext("The same in English"), [_at_most(160)])
    article = TextField(
        lazy_gettext("Number of the article"),
        [_at_most(20)],
        description=lazy_gettext("When it stands on this portal."),
    )
    notice = TextField(lazy_gettext("Number of the notice"), [_at_most(30)])
    paper = FileField(
        lazy_gettext("Photograph of the paper on the board, or its PDF"),
        [Optional(), SmallEnough()],
        description=lazy_gettext("Only staff see it. One of the three is enough."),
    )


class ReasonForm(BaseForm):
    """Why a record is taken back."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), _at_most(LONGEST_REASON)])
