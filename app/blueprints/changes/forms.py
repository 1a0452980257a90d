"""Forms of household changes: one for each kind of request, and those of the decision.

The name of a field is that of what it asks for, so that what the domain finds wrong stands beside it.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.domain.changes.models import ChangeKind, ChangeSource
from app.domain.changes.rules import COMES, SOURCE_LABELS
from app.domain.changes.wishes import LONGEST_WORDS, PERSON_FIELDS, Wish
from app.domain.households import codes
from app.domain.households.models import Household, Member
from app.web.forms import BaseForm, DateField, Needed, SmallEnough, TextField
from app.web.i18n import current_locale

TOO_LONG = lazy_gettext("At most %(highest)s characters.", highest=LONGEST_WORDS)


class RequestForm(BaseForm):
    """What every request says: when, from whom, in words, with which paper."""

    happened_on = DateField(lazy_gettext("Day on which it happened"), [Needed()])
    source = SelectField(lazy_gettext("Where the news comes from"), [Needed()])
    words = TextAreaField(
        lazy_gettext("What happened in the household"),
        [Needed(), Length(max=LONGEST_WORDS, message=TOO_LONG)],
        description=lazy_gettext("Who said it and which paper was seen."),
    )
    evidence = FileField(
        lazy_gettext("Certificate or other paper, as photograph or PDF"), [Optional(), SmallEnough()]
    )

    def offer(self, household: Household) -> None:
        """Put up what may be chosen for *household*."""
        choices = [SelectChoice(one.value, gettext(label)) for one, label in SOURCE_LABELS.items()]
        self.source.choices = choices

    def wish(self, other: Household | None = None) -> Wish:
        """What was entered beside that."""
        return Wish(other=other)

    @property
    def chosen_source(self) -> ChangeSource:
        """The source that was chosen; validated against the choices before."""
        return ChangeSource(self.source.data)


class NewcomerForm(RequestForm):
    """Somebody is born, marries in, moves in."""

    name = TextField(
        lazy_gettext("Name"), [Needed(), Length(max=60, message=lazy_gettext("At most 60 characters."))]
    )
    relation = SelectField(lazy_gettext("Relation to the head"), [Needed()])
    id_number = TextField(
        lazy_gettext("Identity number"), description=lazy_gettext("Birth and sex follow from it.")
    )
    sex = SelectField(lazy_gettext("Sex"))
    born_on = DateField(lazy_gettext("Date of birth"))

    def offer(self, household: Household) -> None:
        super().offer(household)
        self.relation.choices = [
            SelectChoice("", gettext("Please choose")),
            *_choices(codes.RELATION.choices(current_locale())),
        ]
        self.sex.choices = [
            SelectChoice("", gettext("not stated")),
            *_choices(codes.SEX.choices(current_locale())),
        ]

    def wish(self, other: Household | None = None) -> Wish:
        return Wish(person={name: self._fields[name].data or None for name in PERSON_FIELDS})


class LeaversForm(RequestForm):
    """Somebody dies, marries out, moves out."""

    members = SelectMultipleField(
        lazy_gettext("Who is concerned"),
        [Needed()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    successor = SelectField(
        lazy_gettext("Who takes the household over"),
        description=lazy_gettext("Only when the head is among those who go and others stay."),
        validate_choice=False,
    )

    def offer(self, household: Household) -> None:
        super().offer(household)
        self.members.choices = _people(household.members)
        self.successor.choices = [
            SelectChoice("", gettext("nobody: the head stays")),
            *_people(household.members),
        ]

    def wish(self, other: Household | None = None) -> Wish:
        return Wish(
            members=[number for text in self.members.data or [] if (number := _number(text)) is not None],
            successor=_number(self.successor.data),
        )


class SplitForm(LeaversForm):
    """Some of the household's people get a record of their own."""

    head = SelectField(
        lazy_gettext("Who becomes the head of the new household"), [Needed()], validate_choice=False
    )

    def offer(self, household: Household) -> None:
        super().offer(household)
        self.head.choices = [SelectChoice("", gettext("Please choose")), *_people(household.members)]

    def wish(self, other: Household | None = None) -> Wish:
        plain = super().wish()
        return Wish(members=plain.members, successor=plain.successor, head=_number(self.head.data))


class MergeForm(RequestForm):
    """The whole household joins another one."""

    other = TextField(
        lazy_gettext("Number of the household that it joins"),
        [Needed(), Length(max=20, message=lazy_gettext("At most 20 characters."))],
        description=lazy_gettext("It stands on the other household's page."),
    )


class DecisionForm(BaseForm):
    """Base of the decisions: the version of the request that was looked at."""

    version = IntegerField(widget=HiddenInput(), default=0)


class MakeForm(DecisionForm):
    """Writing it into the register."""

    confirmed = BooleanField(
        lazy_gettext("I have looked at what stands against it; it is right all the same")
    )


class EndForm(DecisionForm):
    """Refusing it, or taking it back."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), Length(max=LONGEST_WORDS, message=TOO_LONG)])


def form_for(kind: ChangeKind) -> type[RequestForm]:
    """The form by which a change of *kind* is asked for."""
    if kind in COMES:
        return NewcomerForm
    return {ChangeKind.SPLIT: SplitForm, ChangeKind.MERGE: MergeForm}.get(kind, LeaversForm)


def _people(members: Sequence[Member]) -> list[SelectChoice]:
    ordered = sorted(members, key=lambda one: (not one.is_head, one.sequence))
    return [SelectChoice(str(one.id), _named(one)) for one in ordered]


def _named(member: Member) -> str:
    relation = codes.RELATION.label(member.relation, current_locale()) if member.relation else None
    return f"{member.name} · {relation}" if relation else member.name


def _choices(pairs: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


def _number(text: Any) -> int | None:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 10 else None
