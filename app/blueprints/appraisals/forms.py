"""Shapes of what is entered about a review meeting."""

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.domain.appraisals.models import Ballot
from app.web.forms import LARGEST_COUNT, BaseForm, CountField, DateField, Needed, SmallEnough, TextField

SHORT = Length(max=60, message=lazy_gettext("At most %(max)s characters, please.", max=60))
MIDDLE = Length(max=120, message=lazy_gettext("At most %(max)s characters, please.", max=120))
LONG = Length(max=2000, message=lazy_gettext("At most %(max)s characters, please.", max=2000))


class MeetingForm(BaseForm):
    """The head of a meeting's record, its attendance and its agenda."""

    kind = RadioField(lazy_gettext("Kind of meeting"), [Needed()])
    held_on = DateField(lazy_gettext("Day of the meeting"), [Needed()])
    place = TextField(lazy_gettext("Place of the meeting"), [Needed(), MIDDLE])
    chair_name = TextField(lazy_gettext("Chair"), [SHORT])
    i_chaired = BooleanField(
        lazy_gettext("I chaired the meeting myself"),
        description=lazy_gettext("Whoever chaired does not decide on these households later."),
    )
    recorder_name = TextField(lazy_gettext("Recorder"), [Needed(), SHORT])
    due = CountField(
        lazy_gettext("People due"),
        [Needed()],
        description=lazy_gettext("All who belong to this meeting, whether they came or not."),
    )
    present = CountField(lazy_gettext("People present"), [Needed()])
    observers = TextAreaField(
        lazy_gettext("Observers"),
        [LONG],
        description=lazy_gettext("E.g. the work team or a township officer. They do not vote."),
    )
    notes = TextAreaField(
        lazy_gettext("What was said"), [LONG], description=lazy_gettext("It is printed in the minutes.")
    )
    agenda = SelectMultipleField(lazy_gettext("Applications before the meeting"), validate_choice=False)

    def validate_chair_name(self, field: TextField) -> None:
        """Somebody chaired: a name is written, or the writer says that it was he."""
        if not field.data and not self.i_chaired.data:
            raise ValidationError(lazy_gettext("This must be filled in."))


class PlanForm(BaseForm):
    """A meeting that is still to be held. Who is due follows from the roster where nothing is typed."""

    kind = RadioField(lazy_gettext("Kind of meeting"), [Needed()])
    held_on = DateField(lazy_gettext("Day of the meeting"), [Needed()])
    invited_on = DateField(
        lazy_gettext("Day on which the invitation goes out"),
        [Optional()],
        description=lazy_gettext("Leave it empty as long as it has not gone out."),
    )
    place = TextField(lazy_gettext("Place of the meeting"), [Needed(), MIDDLE])
    chair_name = TextField(lazy_gettext("Chair"), [SHORT])
    i_chair = BooleanField(
        lazy_gettext("I chair the meeting myself"),
        description=lazy_gettext("Whoever chaired does not decide on these households later."),
    )
    recorder_name = TextField(lazy_gettext("Recorder"), [Needed(), SHORT])
    due = CountField(lazy_gettext("People due"), [Optional()])
    is_secret = BooleanField(
        lazy_gettext("The vote is secret"),
        description=lazy_gettext("Then ballots are printed, one for each of those who are due."),
    )
    agenda = SelectMultipleField(lazy_gettext("Applications before the meeting"), validate_choice=False)

    def validate_chair_name(self, field: TextField) -> None:
        """Somebody chairs: a name is written, or the writer says that it is he."""
        if not field.data and not self.i_chair.data:
            raise ValidationError(lazy_gettext("This must be filled in."))


class DiscardForm(BaseForm):
    """Taking a meeting back: nothing but the button."""


class MinutesForm(BaseForm):
    """The signed minutes."""

    copy = FileField(
        lazy_gettext("Signed minutes, as photograph or PDF"),
        [Needed(), SmallEnough()],
        description=lazy_gettext("All pages, with the signatures of chair, recorder and everybody present."),
    )


class ConfirmForm(BaseForm):
    """The chair's tick and the recorder's: two acts, together or one after the other. The version looked at."""

    version = CountField()
    chair = BooleanField(lazy_gettext("The chair confirms"))
    recorder = BooleanField(lazy_gettext("The recorder confirms"))


class AdditionForm(BaseForm):
    """A correction of confirmed minutes."""

    text = TextAreaField(lazy_gettext("What is added"), [Needed(), LONG])
    reason = TextAreaField(
        lazy_gettext("Reason of the addition"),
        [Needed(), LONG],
        description=lazy_gettext("E.g. what was written down wrongly and how that came to light."),
    )


class VotesForm(BaseForm):
    """All rows of the vote; each brings its fields in the request (:func:`rows_of`)."""


@dataclass
class VoteRow:
    """What was typed for one application: kept as typed, with what is wrong beside it."""

    ballot: Ballot
    votes_for: str
    votes_against: str
    votes_abstained: str
    left_room: str
    remark: str
    hits: str = ""
    chair_name: str = ""
    fault: str = ""

    @property
    def hits_read_out(self) -> bool:
        """The tick that what the comparison found was read out."""
        return bool(self.hits)

    @property
    def is_blank(self) -> bool:
        """Nobody typed a number yet."""
        return not (self.votes_for or self.votes_against or self.votes_abstained)

    def numbers(self) -> tuple[int, int, int] | None:
        """For, against, abstained; ``None`` when one of them is no number. What is left empty counts as 0."""
        typed = (self.votes_for, self.votes_against, self.votes_abstained)
        if not all(text == "" or (text.isdecimal() and int(text) <= LARGEST_COUNT) for text in typed):
            return None
        votes_for, against, abstained = (int(text or 0) for text in typed)
        return votes_for, against, abstained


def rows_of(ballots: list[Ballot]) -> list[VoteRow]:
    """The rows as they were sent, or as they are on record."""
    if request.method == "POST":
        return [VoteRow(ballot, *(_typed(name, ballot) for name in FIELDS)) for ballot in ballots]
    return [
        VoteRow(
            ballot,
            _text(ballot.votes_for),
            _text(ballot.votes_against),
            _text(ballot.votes_abstained),
            "、".join(ballot.left_room or []),
            ballot.remark or "",
            "1" if ballot.hits_read_out else "",
            ballot.chair_name,
        )
        for ballot in ballots
    ]


FIELDS = ("for", "against", "abstained", "left", "remark", "hits", "chair")


def _typed(name: str, ballot: Ballot) -> str:
    return request.form.get(f"{name}-{ballot.id}", "").strip()[:300]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
