"""Forms of projects. The name of a field is that of what it asks for, so that a fault stands beside it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, MultipleFileField
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, RadioInput

from app.core.permissions import Actor
from app.domain.areas.models import Area
from app.domain.policies.vocabulary import MEETING_CHOICES
from app.domain.projects.kinds import KINDS, METHOD_LABELS, NATURE_LABELS, UNIT_LABELS, Serves
from app.domain.projects.models import Project
from app.domain.projects.reporting import may_report
from app.domain.projects.rules import STAGE_LABELS
from app.domain.rounds.models import Round
from app.web.amounts import AmountField, QuantityField
from app.web.forms import BaseForm, CountField, DateField, Needed, SmallEnough, TextField
from app.web.i18n import current_locale
from app.web.place_names import distinct_names

#: so many bids can be entered at once
MOST_BIDS = 6
LONGEST = 2000
PAPER = lazy_gettext("A photograph or a PDF.")
SERVES_CHOICES = {
    Serves.HOUSEHOLDS: lazy_gettext("Single households"),
    Serves.PEOPLE: lazy_gettext("Single people"),
    Serves.GROUPS: lazy_gettext("Single villagers' groups"),
    Serves.VILLAGES: lazy_gettext("Whole villages"),
}


def _short(most: int) -> Length:
    return Length(max=most, message=lazy_gettext("At most %(highest)s characters.", highest=most))


def _text(label: Any, hint: Any = "", *, most: int = 120) -> TextField:
    return TextField(label, [_short(most)], description=hint)


def _words(label: Any, hint: Any = "") -> TextAreaField:
    return TextAreaField(label, [_short(LONGEST)], description=hint)


class NewForm(BaseForm):
    """The beginning of a record: its year, whose it is, what kind, its name."""

    year = SelectField(lazy_gettext("Year"), [Needed()])
    area = SelectField(lazy_gettext("Whose project it is"), [Needed()])
    kind = SelectField(
        lazy_gettext("Kind of project"),
        [Needed()],
        description=lazy_gettext("In brackets: in what it is counted."),
    )
    name_zh = TextField(
        lazy_gettext("Name of the project"),
        [Needed(), _short(120)],
        description=lazy_gettext("Short, as it will stand on the board: what and where."),
    )

    def offer(self, areas: Sequence[Area], years: Sequence[Round]) -> None:
        """Put up what may be chosen."""
        self.year.choices = [SelectChoice(one.code, one.name.in_(current_locale())) for one in years]
        self.area.choices = [
            SelectChoice("", gettext("Please choose")),
            *(SelectChoice(code, name) for code, name in distinct_names(areas).items()),
        ]
        self.kind.choices = [
            SelectChoice("", gettext("Please choose")),
            *(
                SelectChoice(
                    kind.value,
                    gettext(
                        "%(kind)s (%(unit)s)", kind=gettext(its.label), unit=gettext(UNIT_LABELS[its.unit])
                    ),
                )
                for kind, its in KINDS.items()
            ),
        ]


class RecordForm(BaseForm):
    """Every field of the project library. All but the name may wait; what waits is asked for before it is proposed."""

    version = IntegerField(widget=HiddenInput(), default=0)
    name_zh = TextField(lazy_gettext("Name of the project"), [Needed(), _short(120)])
    nature = RadioField(
        lazy_gettext("New or more of what is there"),
        choices=[SelectChoice(one.value, lazy_gettext(label)) for one, label in NATURE_LABELS.items()],
    )
    content_zh = _words(
        lazy_gettext("What is done"), lazy_gettext("What is built or given, how large, of what.")
    )
    quantity_milli = QuantityField(lazy_gettext("How much in all"))
    target_zh = _words(
        lazy_gettext("Target"),
        lazy_gettext(
            "What will be better, for how many, by when, and how it is measured. No target, no entry."
        ),
    )
    starts_on = DateField(lazy_gettext("The work begins on"))
    due_on = DateField(lazy_gettext("The work is done by"))
    budget_fen = AmountField(
        lazy_gettext("What it costs"),
        [],
        description=lazy_gettext("In yuan; 120万 is taken as well."),
    )
    financing_zh = _words(
        lazy_gettext("Where the money comes from"),
        lazy_gettext("Which fund, how much of it, what the village adds itself."),
    )
    subsidy_zh = _words(
        lazy_gettext("What each household gets"),
        lazy_gettext(
            "The rule and the amount, e.g. 200 yuan for a mu. Needed where households get something."
        ),
    )
    serves = RadioField(
        lazy_gettext("Whom it serves"),
        choices=[SelectChoice(one.value, label) for one, label in SERVES_CHOICES.items()],
    )
    serves_number = CountField(lazy_gettext("How many of them"))
    participation_zh = _words(
        lazy_gettext("How the villagers take part"),
        lazy_gettext("Who discussed it, who works, who watches over it."),
    )
    benefit_zh = _words(
        lazy_gettext("How poor households benefit"),
        lazy_gettext("Wages, dividends, seed, a shorter way: what they get out of it."),
    )
    unit_zh = _text(lazy_gettext("Responsible office"))
    person_in_charge = _text(lazy_gettext("Person in charge"), most=60)
    office_telephone = _text(
        lazy_gettext("The office's telephone"),
        lazy_gettext("Stands on the board; no private number."),
        most=30,
    )
    name_en = _text(lazy_gettext("Name in English"), most=160)
    content_en = _words(lazy_gettext("What is done, in English"))
    target_en = _words(lazy_gettext("Target in English"))
    financing_en = _words(lazy_gettext("Where the money comes from, in English"))
    subsidy_en = _words(lazy_gettext("What each household gets, in English"))
    participation_en = _words(lazy_gettext("How the villagers take part, in English"))
    benefit_en = _words(lazy_gettext("How poor households benefit, in English"))
    unit_en = _text(lazy_gettext("Responsible office in English"), most=160)
    is_invented = BooleanField(lazy_gettext("This record is invented, for practice"))


ENGLISH_FIELDS = tuple(name for name in vars(RecordForm) if name.endswith("_en"))


def record_form(areas: Sequence[Area]) -> type[RecordForm]:
    """The form with three fields more for each of the *areas* in which the project may be carried out."""
    more: dict[str, Any] = {}
    for area in areas:
        name = area.name.in_(current_locale())
        more[f"quantity_{area.code}"] = QuantityField(
            gettext("Quantity: %(place)s", place=name), [Optional()]
        )
        more[f"serves_{area.code}"] = CountField(gettext("Served: %(place)s", place=name), [Optional()])
        more[f"site_{area.code}"] = TextField(
            gettext("Site: %(place)s", place=name), [Optional(), _short(120)]
        )
    return type("PlacedRecordForm", (RecordForm,), more)


class ContactForm(BaseForm):
    """Who answers for it now."""

    person_in_charge = TextField(lazy_gettext("Person in charge"), [Needed(), _short(60)])
    office_telephone = TextField(lazy_gettext("The office's telephone"), [Optional(), _short(30)])


class MeetingForm(BaseForm):
    """What a villagers' meeting decided on the project."""

    kind = SelectField(lazy_gettext("Which meeting"), [Needed()])
    held_on = DateField(lazy_gettext("Day of the meeting"), [Needed()])
    due = CountField(lazy_gettext("How many should attend"), [Needed()])
    present = CountField(lazy_gettext("How many were there"), [Needed()])
    in_favour = CountField(lazy_gettext("Votes for it"), [Needed()])
    against = CountField(lazy_gettext("Votes against it"), [Needed()])
    decision_zh = TextAreaField(
        lazy_gettext("What the meeting decided"),
        [Needed(), _short(LONGEST)],
        description=lazy_gettext("In one or two sentences; it stands on the public page."),
    )
    minutes = FileField(lazy_gettext("Signed minutes"), [Needed(), SmallEnough()], description=PAPER)

    def offer(self, round_: Round) -> None:
        """The kinds of meetings that the policy knows."""
        allowed = set(round_.policy.meeting_kinds)
        self.kind.choices = [
            SelectChoice(str(one.value), gettext(one.label))
            for one in MEETING_CHOICES
            if one.value in allowed
        ]


class TenderForm(BaseForm):
    """How it was decided who does the work, with up to six bids."""

    method = SelectField(
        lazy_gettext("How it was decided"),
        [Needed()],
        choices=[SelectChoice(one.value, lazy_gettext(label)) for one, label in METHOD_LABELS.items()],
    )
    invited_on = DateField(lazy_gettext("Bids were asked for on"), [Optional()])
    decided_on = DateField(lazy_gettext("Decided on"), [Needed()])
    decided_by_zh = TextField(
        lazy_gettext("Who decided"),
        [Needed(), _short(160)],
        description=lazy_gettext(
            "E.g. the village representatives' meeting, the township's committee for bids."
        ),
    )
    meeting = SelectField(lazy_gettext("At which meeting"), [Optional()])
    reason_zh = TextAreaField(
        lazy_gettext("Reason"),
        [Optional(), _short(LONGEST)],
        description=lazy_gettext(
            "Needed with fewer than three bidders, where somebody offered less, or where nobody else was asked."
        ),
    )
    paper = FileField(lazy_gettext("Paper of the decision"), [Optional(), SmallEnough()], description=PAPER)
    bids = RadioField(lazy_gettext("Who got the work"), [Optional()], validate_choice=False)

    def offer(self, project: Project) -> None:
        """The meetings that decided on this project."""
        self.meeting.choices = [
            SelectChoice("", gettext("No meeting of the villagers")),
            *(SelectChoice(str(one.id), one.held_on.isoformat()) for one in project.meetings),
        ]
        self.bids.choices = [SelectChoice(str(number), str(number)) for number in range(1, MOST_BIDS + 1)]

    def rows(self) -> list[tuple[int, Any, Any]]:
        """Number, bidder's field and offer's field of each line."""
        return [
            (number, self._fields[f"bidder_{number}"], self._fields[f"offer_{number}"])
            for number in range(1, MOST_BIDS + 1)
        ]


for _number in range(1, MOST_BIDS + 1):
    setattr(
        TenderForm,
        f"bidder_{_number}",
        TextField(lazy_gettext("Bidder %(number)s", number=_number), [Optional(), _short(120)]),
    )
    setattr(
        TenderForm,
        f"offer_{_number}",
        AmountField(lazy_gettext("Offer %(number)s", number=_number), [Optional()]),
    )


class PhotographsForm(BaseForm):
    """Photographs before or after the work."""

    stage = RadioField(
        lazy_gettext("When"),
        [Needed()],
        choices=[SelectChoice(one.value, lazy_gettext(label)) for one, label in STAGE_LABELS.items()],
    )
    taken_on = DateField(lazy_gettext("Taken on"), [Needed()])
    photographs = MultipleFileField(
        lazy_gettext("Photographs"),
        [Needed(), SmallEnough()],
        description=lazy_gettext("Several at once are taken. Where they were taken is cut out of them."),
    )
    caption_zh = TextField(lazy_gettext("What they show"), [Optional(), _short(120)])


class ReportForm(BaseForm):
    """How far the work has come."""

    on = DateField(lazy_gettext("How it stands on"), [Needed()])
    place = SelectField(lazy_gettext("Where"), [Optional()])
    part_zh = TextField(
        lazy_gettext("Which part of the work"),
        [Optional(), _short(60)],
        description=lazy_gettext("E.g. subgrade, pavement. Leave it empty for the work as a whole."),
    )
    percent = CountField(lazy_gettext("How much is done, in percent"), [Needed()])
    done = QuantityField(lazy_gettext("Done so far"), [Needed()])
    note_zh = TextAreaField(
        lazy_gettext("Remark"),
        [Optional(), _short(LONGEST)],
        description=lazy_gettext("What holds it up, what comes next. Needed where it is less than before."),
    )
    photographs = MultipleFileField(lazy_gettext("Photographs of the work"), [Needed(), SmallEnough()])
    caption_zh = TextField(lazy_gettext("What they show"), [Optional(), _short(120)])

    def offer(self, project: Project, actor: Actor) -> None:
        """The places of this project on which *actor* reports, and the whole."""
        whole = [SelectChoice("", gettext("The whole project"))] if may_report(actor, project, None) else []
        self.place.choices = whole + [
            SelectChoice(one.area.code, one.area.name.in_(current_locale()))
            for one in project.places
            if may_report(actor, project, one)
        ]


class PublishForm(BaseForm):
    """Issuing a notice: which projects stand on it, and when it is to hang."""

    projects = SelectMultipleField(
        lazy_gettext("Projects on this notice"),
        [Needed()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    hang_on = DateField(
        lazy_gettext("It is to hang on"),
        [Needed()],
        description=lazy_gettext("The days are counted once it hangs, with photographs, where it must."),
    )

    def offer(self, projects: Sequence[Project], *, only_one: bool) -> None:
        """Put up the projects that may stand on it; *only_one* of them, where each has a notice of its own."""
        if only_one:
            self.projects.option_widget = RadioInput()
        self.projects.choices = [
            SelectChoice(one.number, f"{one.name.in_(current_locale())} · {one.number}") for one in projects
        ]

    @property
    def chosen(self) -> set[str]:
        """The numbers of the chosen projects."""
        return set(self.projects.data or [])


class WithdrawForm(BaseForm):
    """Withdrawing a notice."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [Needed(), _short(LONGEST)],
        description=lazy_gettext("Everybody reads it beside the notice's number."),
    )
