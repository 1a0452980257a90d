"""Forms of tasks. The name of a field is that of what it asks for, so that a fault stands beside it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from app.core.bilingual import BilingualText
from app.domain.areas.models import Area
from app.domain.rounds.models import Round, RoundNode
from app.domain.rounds.rules import NODE_LABELS, NodeCode
from app.domain.tasks import service
from app.domain.tasks.catalogue import CATALOGUE, Measure, MeasureCode
from app.domain.tasks.models import Task
from app.domain.tasks.service import Place, Steps, Values
from app.web.forms import BaseForm, CountField, DateField, Needed, TextField
from app.web.i18n import current_locale


def _at_most(number: int) -> Length:
    return Length(max=number, message=lazy_gettext("At most %(max)s characters, please.", max=number))


class AnsweringForm(BaseForm):
    """Who answers for it."""

    leader = TextField(lazy_gettext("Responsible leader"), [_at_most(service.LONGEST_NAME)])
    office_zh = TextField(lazy_gettext("Responsible office"), [_at_most(service.LONGEST_OFFICE)])
    office_en = TextField(lazy_gettext("The same in English"), [_at_most(120)])
    person = TextField(lazy_gettext("Responsible person"), [_at_most(service.LONGEST_NAME)])

    @property
    def office(self) -> BilingualText:
        return BilingualText(self.office_zh.data or "", self.office_en.data or None)


class TaskForm(AnsweringForm):
    """What is to be done, by when, how it is counted, who answers for it."""

    title_zh = TextField(lazy_gettext("What is to be done"), [Needed(), _at_most(service.LONGEST_TITLE)])
    title_en = TextField(lazy_gettext("The same in English"), [_at_most(120)])
    basis_zh = TextField(
        lazy_gettext("Basis"),
        [_at_most(service.LONGEST_BASIS)],
        description=lazy_gettext("The document or meeting that asks for it."),
    )
    basis_en = TextField(lazy_gettext("The same in English"), [_at_most(200)])
    starts_on = DateField(lazy_gettext("Begins on"), [Needed()])
    due_on = DateField(lazy_gettext("Deadline"), [Needed()])

    def values(self, measure: str, unit: BilingualText) -> Values:
        """What was typed, counted by *measure*."""
        return Values(
            title=BilingualText(self.title_zh.data or "", self.title_en.data or None),
            starts_on=self.starts_on.data,
            due_on=self.due_on.data,
            measure=measure,
            basis=BilingualText(self.basis_zh.data or "", self.basis_en.data or None),
            unit=unit,
            leader=self.leader.data or "",
            office=self.office,
            person=self.person.data or "",
        )


class ChangeForm(TaskForm):
    """A task that stands; what is counted and where stay."""

    version = IntegerField(widget=HiddenInput(), default=0)

    @classmethod
    def of(cls, task: Task) -> "ChangeForm":
        return cls(obj=task)

    def changed(self, task: Task) -> Values:
        return self.values(task.measure, task.unit)


class NewForm(TaskForm):
    """A new task with its round, what is counted, and its places."""

    round = SelectField(lazy_gettext("Round"), [Needed()])
    measure = SelectField(lazy_gettext("What is counted"), [Needed()])
    unit_zh = TextField(
        lazy_gettext("Counted in"),
        [_at_most(service.LONGEST_UNIT)],
        description=lazy_gettext(
            "Needed where a number is reported, e.g. households, mu, people; else left empty."
        ),
    )
    unit_en = TextField(lazy_gettext("The same in English"), [_at_most(30)])

    #: the villages that may have a share
    places: Sequence[Area] = ()

    def offer(self, rounds: Sequence[Round]) -> None:
        """Put up the rounds, and what can be counted in any of them."""
        lang = current_locale()
        self.round.choices = [SelectChoice(one.code, one.name.in_(lang)) for one in rounds]
        kinds = {one.kind for one in rounds}
        self.measure.choices = [
            SelectChoice("", gettext("Please choose")),
            *(
                SelectChoice(one.code.value, measure_words(one))
                for one in CATALOGUE
                if _is_offered(one, kinds)
            ),
        ]

    def chosen_places(self) -> list[Place]:
        """The villages that were ticked, with what each is to reach."""
        found = []
        for area in self.places:
            if self[f"in_{area.code}"].data:
                target, person = self[f"target_{area.code}"].data, self[f"person_{area.code}"].data
                found.append(Place(area, target, person or ""))
        return found

    def set_values(self) -> Values:
        unit = BilingualText(self.unit_zh.data or "", self.unit_en.data or None)
        return self.values(self.measure.data, unit)


def _is_offered(measure: Measure, kinds: set[Any]) -> bool:
    return bool(measure.kinds & kinds) and measure.code is not MeasureCode.STEP_DONE


def measure_words(measure: Measure) -> str:
    """What is counted, in the reader's language."""
    return str(gettext(measure.label))


def new_form(places: Sequence[Area], **given: Any) -> NewForm:
    """A form for a new task with a line for each of *places*."""
    fields: dict[str, Any] = {}
    for area in places:
        name = area.name.in_(current_locale())
        fields[f"in_{area.code}"] = BooleanField(name, default=True)
        fields[f"target_{area.code}"] = CountField(
            gettext("%(village)s: to be reached", village=name), [Optional()]
        )
        fields[f"person_{area.code}"] = TextField(
            gettext("%(village)s: person", village=name), [_at_most(60)]
        )
    form: NewForm = type("NewFormOfPlaces", (NewForm,), fields)(**given)
    form.places = places
    return form


class StepsForm(AnsweringForm):
    """The steps of a round as tasks: the deadline of each, and who answers for all."""

    nodes: Sequence[str] = ()

    def steps(self) -> Steps:
        """The steps that were given a day."""
        due = {NodeCode(code): self[f"due_{code}"].data for code in self.nodes if self[f"due_{code}"].data}
        return Steps(due, self.leader.data or "", self.office, self.person.data or "")


def steps_form(nodes: Sequence[RoundNode]) -> StepsForm:
    """A form with a deadline for each of *nodes*, which is theirs where they have one."""
    fields: dict[str, Any] = {}
    for node in nodes:
        label = gettext(NODE_LABELS[NodeCode(node.code)])
        fields[f"due_{node.code}"] = DateField(label, [Optional()], default=node.due_on)
    form: StepsForm = type("StepsFormOfRound", (StepsForm,), fields)()
    form.nodes = [node.code for node in nodes]
    return form


class ReportForm(BaseForm):
    """How far a place is."""

    done = CountField(lazy_gettext("Done so far"), [Optional()])
    words = TextAreaField(
        lazy_gettext("In words"),
        [_at_most(service.LONGEST_WORDS)],
        description=lazy_gettext("How it goes, what stands in the way. No villager's numbers."),
    )


class ReasonForm(BaseForm):
    """Why a task is dropped."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), _at_most(service.LONGEST_REASON)])
