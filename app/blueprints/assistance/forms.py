"""Forms of plans, measures and visits. The name of a field is that of what it asks for."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.blueprints.assistance import presenter
from app.domain.assistance import queries, rules, visiting
from app.domain.assistance.area_plans import LONGEST_PART
from app.domain.assistance.catalogue import BY_VALUE, OF_HOUSES
from app.domain.assistance.models import HouseholdAnswer, Measure, Need, Term, Visitor, VisitWay
from app.domain.assistance.rules import LONGEST_WORDS, Proposal
from app.domain.assistance.service import MeasureValues
from app.domain.households import codes
from app.domain.households.models import Household
from app.web.amounts import QuantityField
from app.web.forms import BaseForm, CountField, DateField, MoneyField, NamesField, Needed, TextField
from app.web.i18n import current_locale
from app.web.templating import bilingual

THOUSANDTHS = 1000
ACCOUNT, BATCH = "account", "batch"
NOT_GRADED = "not_graded"


def _at_most(most: int) -> Length:
    return Length(max=most, message=lazy_gettext("At most %(max)s characters, please.", max=most))


WORDS = _at_most(LONGEST_WORDS)


class BoxesField(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        """What was offered when the page was opened may not be offered any more."""
        if not set(self.data or ()) <= {str(choice.value) for choice in self.iter_choices()}:
            raise ValidationError(
                gettext("What can be chosen here has changed. Look at it and choose again.")
            )


class PlanForm(BaseForm):
    """A household's plan: for how long, what it needs, where it leads, and what to begin with."""

    term = RadioField(lazy_gettext("For how long"), [Needed()], default=Term.ONE_YEAR.value)
    first_year = CountField(lazy_gettext("First year"), [Needed()])
    needs = BoxesField(lazy_gettext("What the household says it needs"))
    goal = TextAreaField(
        lazy_gettext("What it should have reached at the end"),
        [WORDS],
        description=lazy_gettext("With numbers: so many head, so much income a person, the house safe."),
    )
    kinds = BoxesField(lazy_gettext("Measures to begin with"))

    def offer(self, proposals: Sequence[Proposal]) -> None:
        """Put up the choices; the measures proposed for this household."""
        self.term.choices = [
            SelectChoice(one.value, gettext(words)) for one, words in rules.TERM_LABELS.items()
        ]
        self.needs.choices = [
            SelectChoice(one.value, gettext(words)) for one, words in rules.NEED_LABELS.items()
        ]
        self.kinds.choices = [
            SelectChoice(one.kind.value, presenter.kind_label(one.kind)) for one in proposals
        ]

    @property
    def chosen(self) -> tuple[Term, list[Need]]:
        """What was chosen; validated against the choices before."""
        return Term(self.term.data), [Need(one) for one in self.needs.data or []]


class AgreeForm(BaseForm):
    """That the household said yes to its plan."""

    agreed_on = DateField(lazy_gettext("Day on which it said yes"), [Needed()])
    agreed_by = SelectField(lazy_gettext("Who of the household"), [Needed()])


class ReasonForm(BaseForm):
    """Why something ends."""

    reason = TextAreaField(lazy_gettext("Reason"), [Needed(), WORDS])


class MeasureForm(BaseForm):
    """What is planned for a household. *version*: the one of the record that the form was filled from."""

    version = HiddenField()
    kind = SelectField(lazy_gettext("Kind of measure"), [Needed()])
    content = TextAreaField(
        lazy_gettext("What exactly"),
        [WORDS],
        description=lazy_gettext("Which breed, which course, which part of the house."),
    )
    quantity = QuantityField(lazy_gettext("How much"))
    member_id = SelectField(lazy_gettext("For whom"), default="")
    cost = MoneyField(
        lazy_gettext("What it costs, in yuan"),
        description=lazy_gettext("0 when no money is needed; empty while nobody knows yet."),
    )
    source = SelectField(lazy_gettext("Which money"), default="")
    source_note = TextField(
        lazy_gettext("Other money"),
        [_at_most(120)],
        description=lazy_gettext("When it is not from a fund batch: the unit's own, a bank's, a gift."),
    )
    unit = TextField(lazy_gettext("Unit that does it"), [_at_most(120)])
    person = TextField(lazy_gettext("Person who sees to it"), [_at_most(60)])
    due_on = DateField(lazy_gettext("To be done by"), [Needed()])

    def offer(self, household: Household) -> None:
        """Put up what may be chosen for *household*: the catalogue, its members, the money for its place."""
        self.kind.choices = {
            label: [SelectChoice(kind.value, _counted(kind.value)) for kind in kinds]
            for label, kinds in presenter.kind_groups()
        }
        self.member_id.choices = [
            SelectChoice("", gettext("the whole household")),
            *(SelectChoice(str(one.id), one.name) for one in household.members),
        ]
        accounts = [
            SelectChoice(
                f"{ACCOUNT}-{one.id}",
                gettext(
                    "%(batch)s: %(project)s",
                    batch=bilingual(one.batch.name),
                    project=bilingual(one.project.name),
                ),
            )
            for one in queries.list_sources(household)
        ]
        batches = [
            SelectChoice(f"{BATCH}-{one.id}", bilingual(one.name)) for one in queries.list_batches(household)
        ]
        nothing = [SelectChoice("", gettext("no fund batch, or not known yet"))]
        self.source.choices = {
            gettext("Without a batch"): nothing,
            gettext("Given to a project here"): accounts,
            gettext("Fund batches"): batches,
        }

    def fill(self, measure: Measure) -> None:
        """What stands on record, for a form that was not sent yet."""
        self.version.data = str(measure.version)
        self.kind.data, self.content.data = measure.kind, measure.content
        self.quantity.data = round(measure.quantity * THOUSANDTHS) if measure.quantity else None
        self.member_id.data = str(measure.member_id or "")
        self.cost.data = measure.cost_fen
        account, batch = measure.account_id, measure.batch_id
        self.source.data = f"{ACCOUNT}-{account}" if account else f"{BATCH}-{batch}" if batch else ""
        self.source_note.data, self.unit.data = measure.source_note, measure.unit
        self.person.data, self.due_on.data = measure.person, measure.due_on

    @property
    def values(self) -> MeasureValues:
        """What was entered."""
        which, _, row_id = (self.source.data or "").partition("-")
        return MeasureValues(
            kind=self.kind.data,
            due_on=self.due_on.data,
            content=self.content.data or "",
            quantity=self.quantity.data / THOUSANDTHS if self.quantity.data is not None else None,
            cost_fen=self.cost.data,
            account_id=int(row_id) if which == ACCOUNT else None,
            batch_id=int(row_id) if which == BATCH else None,
            source_note=self.source_note.data or "",
            unit=self.unit.data or "",
            person=self.person.data or "",
            member_id=int(self.member_id.data) if self.member_id.data else None,
        )


def _counted(kind: str) -> str:
    label, unit = presenter.kind_label(kind), gettext(BY_VALUE[kind].counted)
    return gettext("%(kind)s (%(unit)s)", kind=label, unit=unit)


class DoneForm(BaseForm):
    """That a measure is done, and what it brought."""

    done_on = DateField(lazy_gettext("Day on which it was done"), [Needed()])
    result = TextAreaField(lazy_gettext("What the household got, and what it brought"), [Needed(), WORDS])
    gain = MoneyField(lazy_gettext("More income a year, in yuan"))
    grade_after = SelectField(lazy_gettext("Grade of the house now"), default="")

    def offer(self, measure: Measure) -> None:
        """Put up the grades; a house alone has one."""
        if measure.kind not in OF_HOUSES:
            del self.grade_after
            return
        self.grade_after.validators = [Needed()]
        self.grade_after.choices = [
            SelectChoice("", gettext("Please choose")),
            *(SelectChoice(*one) for one in codes.HOUSE_GRADE.choices(current_locale())),
            SelectChoice(NOT_GRADED, gettext("not graded yet")),
        ]

    @property
    def grade(self) -> str | None:
        """The grade now; nothing for other measures, or while nobody has graded the house."""
        chosen = self.grade_after.data if self.grade_after else None
        return None if chosen == NOT_GRADED else chosen


class AnswerForm(BaseForm):
    """What the household says of a measure."""

    answer = RadioField(lazy_gettext("What does the household say?"), [Needed()])
    answered_by = SelectField(lazy_gettext("Who of the household"), [Needed()])
    answered_on = DateField(lazy_gettext("Day on which it was asked"), [Needed()])
    words = TextAreaField(
        lazy_gettext("In the household's words"),
        [WORDS],
        description=lazy_gettext("Needed when something did not come: what is missing, since when."),
    )
    correction = TextAreaField(
        lazy_gettext("Why what stands on record is wrong"),
        [WORDS],
        description=lazy_gettext("What was written down before stays readable."),
    )

    def offer(self, measure: Measure) -> None:
        """Put up the answers and the members; only an answer on record is put right."""
        household = measure.household
        if measure.answer is None:
            del self.correction
        self.answer.choices = [
            SelectChoice(HouseholdAnswer.CONFIRMED.value, gettext("It is as it stands here")),
            SelectChoice(HouseholdAnswer.DENIED.value, gettext("It did not come, or not like this")),
        ]
        self.answered_by.choices = members_of(household)


def members_of(household: Household) -> list[SelectChoice]:
    """Who of a household may speak for it, the head first."""
    ordered = sorted(household.members, key=lambda one: (not one.is_head, one.sequence))
    return [
        SelectChoice("", gettext("Please choose")),
        *(SelectChoice(one.name, one.name) for one in ordered),
    ]


class VisitForm(BaseForm):
    """One visit, to be filled in at the household; what is not touched under “what changed” stays.

    *seen* is the record that the form was filled from: it may wait on a phone for days before it is sent.
    """

    seen = HiddenField(render_kw={"data-kept": ""})
    visitor = RadioField(lazy_gettext("Who visits"), [Needed()])
    visitors = NamesField(lazy_gettext("Names of those who visit"), [Needed()])
    way = RadioField(lazy_gettext("In what way"), [Needed()], default=VisitWay.AT_HOME.value)
    visited_on = DateField(lazy_gettext("Day of the visit"), [Needed()])
    minutes = CountField(lazy_gettext("How long"))
    heard = TextAreaField(lazy_gettext("What was heard"), [WORDS])
    done = TextAreaField(lazy_gettext("What was done about it"), [WORDS])
    solved = TextAreaField(lazy_gettext("What is solved"), [WORDS])
    left_open = TextAreaField(lazy_gettext("What is still open, and who sees to it by when"), [WORDS])
    house_grade = SelectField(lazy_gettext("Grade of danger"), default="")
    water_is_safe = SelectField(lazy_gettext("Safe drinking water"), default="")
    water_source = SelectField(lazy_gettext("Drinking water"), default="")
    road_type = SelectField(lazy_gettext("Road to the house"), default="")
    main_fuel = SelectField(lazy_gettext("Main fuel"), default="")
    has_sanitary_toilet = SelectField(lazy_gettext("Sanitary toilet"), default="")
    signed_by = SelectField(lazy_gettext("Who of the household signed"), default="")

    def offer(self, household: Household) -> None:
        """Put up the choices; under “what changed” the record as it stands is the first."""
        self.visitor.choices = [
            SelectChoice(one.value, gettext(words)) for one, words in visiting.VISITOR_LABELS.items()
        ]
        self.way.choices = [
            SelectChoice(one.value, gettext(words)) for one, words in visiting.WAY_LABELS.items()
        ]
        self.signed_by.choices = [
            SelectChoice("", gettext("nobody, or on paper later")),
            *members_of(household)[1:],
        ]
        if not self.is_submitted():
            self.seen.data = presenter.record_as_seen(household)
        for name, code_list in presenter.RECORD_FIELDS.items():
            now = presenter.on_record(name, getattr(household, name))
            values = (
                codes.CODE_LISTS[code_list].choices(current_locale())
                if code_list
                else [("yes", gettext("yes")), ("no", gettext("no"))]
            )
            self[name].choices = [
                SelectChoice("", gettext("as before: %(value)s", value=now)),
                *(SelectChoice(*one) for one in values),
            ]

    @property
    def chosen(self) -> tuple[Visitor, VisitWay]:
        """What was chosen; validated against the choices before."""
        return Visitor(self.visitor.data), VisitWay(self.way.data)

    def may_be_entered(self, may_change: bool, household: Household) -> bool:
        """Whether what it puts right may go into the register: who sends it may change it, and knows what is there."""
        if may_change:
            return not self._asks_again(household)
        for name in self.put_right:
            words = gettext(
                "You may not change the register. Choose “as before”, and write it down as still open."
            )
            self[name].errors = [*self[name].errors, words]
        return not self.put_right

    def _asks_again(self, household: Household) -> bool:
        """Whether the register says something new where the form wants to change it; then that is shown and asked.

        What was chosen stays. Sent once more it is entered, since whoever sends it has seen what stands there now.
        """
        seen, moved = presenter.seen_record(self.seen.data or ""), False
        for name, value in self.put_right.items():
            now = getattr(household, name)
            if value == now or (name in seen and seen[name] == presenter.plain_record(now)):
                continue
            words = gettext(
                "The register has been changed since this form was opened. It says now: %(now)s. "
                "You chose: %(chosen)s. Send it again to enter yours, or choose “as before”.",
                now=presenter.on_record(name, now),
                chosen=presenter.on_record(name, value),
            )
            self[name].errors, moved = [*self[name].errors, words], True
        if moved:
            self.was_slower, self.seen.data = True, presenter.record_as_seen(household)
        return moved

    @property
    def put_right(self) -> dict[str, Any]:
        """Name of a field of the record -> its new value, for those that were touched."""
        found = {name: self[name].data for name in presenter.RECORD_FIELDS if self[name].data}
        return {
            name: value if presenter.RECORD_FIELDS[name] else value == "yes" for name, value in found.items()
        }


class WordsForm(BaseForm):
    """The words of one part of an area's plan."""

    version = HiddenField(default="0")
    words = TextAreaField(lazy_gettext("Words of this part"), [_at_most(LONGEST_PART)])
