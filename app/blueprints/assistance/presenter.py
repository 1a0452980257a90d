"""Plans, measures and visits arranged for the pages: words, tones, choices."""

import datetime as dt
from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.domain.assistance import gathering, rules, visiting
from app.domain.assistance.catalogue import (
    BY_VALUE,
    CATEGORY_LABELS,
    KINDS,
    PART_LABELS,
    WAY_LABELS,
    Category,
    FiveWay,
    Kind,
    unit_of,
)
from app.domain.assistance.conditions import Lack, MeasureShow
from app.domain.assistance.models import (
    HelpVisit,
    HouseholdAnswer,
    HouseholdPlan,
    Measure,
    MeasureState,
    Need,
    PlanPart,
    Term,
)
from app.domain.assistance.visiting import Duty, VisitRule
from app.domain.households import codes
from app.domain.households.models import Household
from app.web.i18n import current_locale, translate
from app.web.templating import bilingual, format_day, format_money

Badge = tuple[str, str]
TONES = {
    MeasureState.PLANNED: "info",
    MeasureState.BEGUN: "info",
    MeasureState.DONE: "warn",
    MeasureState.DROPPED: "idle",
}
#: fields of a household's record that a visit may put right, with their code lists ("" for yes or no)
RECORD_FIELDS = {
    "house_grade": "house_grade",
    "water_source": "water_source",
    "road_type": "road",
    "main_fuel": "fuel",
    "water_is_safe": "",
    "has_sanitary_toilet": "",
}


def kind_label(kind: str | Kind) -> str:
    """What a kind of measure is called."""
    return _((BY_VALUE[kind] if isinstance(kind, str) else kind).label)


def part_label(part: PlanPart) -> str:
    return _(PART_LABELS[part])


def way_label(way: FiveWay) -> str:
    return _(WAY_LABELS[way])


def term_label(term: Term) -> str:
    return _(rules.TERM_LABELS[term])


def need_labels(plan: HouseholdPlan) -> str:
    """What the household said it needs, in one line."""
    return _("; ").join(_(rules.NEED_LABELS[Need(one)]) for one in plan.needs)


def years_of(plan: HouseholdPlan) -> str:
    """The years that a plan covers."""
    if plan.first_year == plan.last_year:
        return str(plan.first_year)
    return _("%(first)s to %(last)s", first=plan.first_year, last=plan.last_year)


def plan_badge(plan: HouseholdPlan) -> Badge:
    """How a plan stands."""
    if plan.ended_on is not None:
        return _("ended on %(day)s", day=format_day(plan.ended_on)), "idle"
    if plan.agreed_on is not None:
        return _("agreed by the household"), "good"
    return _("not agreed by the household yet"), "warn"


def measure_badge(measure: Measure) -> Badge:
    """How a measure stands, as far as the household sees it."""
    if measure.answer is HouseholdAnswer.CONFIRMED:
        return _("confirmed by the household"), "good"
    if measure.answer is HouseholdAnswer.DENIED:
        return _("denied by the household"), "bad"
    if rules.is_late(measure, clock.today()):
        return _("late"), "bad"
    if measure.state is MeasureState.DONE:
        return _("done, the household is still to be asked"), "warn"
    return _(rules.STATE_LABELS[measure.state]), TONES[measure.state]


def quantity(measure: Measure) -> str:
    """How much of it: 2 head, 3.5 mu; nothing where it is not counted."""
    return "" if measure.quantity is None else amount_of(measure.kind, measure.quantity)


def amount_of(kind: str, number: float) -> str:
    """A quantity with what it counts."""
    return _("%(number)s %(unit)s", number=f"{number:,.10g}", unit=_(unit_of(kind, number)))


def content(measure: Measure) -> str:
    """Kind, quantity and words in one line."""
    parts = [kind_label(measure.kind), quantity(measure), measure.content]
    return _(", ").join(part for part in parts if part)


def source(measure: Measure) -> str:
    """Who pays: a fund batch and its project, a fund batch, or words; nothing where nobody said."""
    if measure.account is not None:
        batch, project = bilingual(measure.account.batch.name), bilingual(measure.account.project.name)
        return _("%(batch)s: %(project)s", batch=batch, project=project)
    if measure.batch is not None:
        return bilingual(measure.batch.name)
    return measure.source_note


def cost(measure: Measure) -> str:
    """What it costs: nothing is no figure as long as nobody wrote one down."""
    if measure.cost_fen is None:
        return _("not stated")
    return format_money(measure.cost_fen) if measure.cost_fen else _("without cost")


def still_lacking(measure: Measure) -> str:
    """What of a measure that is still to be done nobody has written down yet, in one line."""
    if not measure.is_open:
        return ""
    lacks = {
        _("How much"): measure.quantity is None,
        _("What it costs, in yuan"): measure.cost_fen is None,
        _("Which money"): measure.cost_fen != 0 and not source(measure),
        _("Unit that does it"): not measure.unit,
        _("Person who sees to it"): not measure.person,
    }
    return _("; ").join(label for label, is_lacking in lacks.items() if is_lacking)


def grades(measure: Measure) -> str:
    """The house's grade of danger before and after; nothing for other measures."""
    if not measure.grade_before and not measure.grade_after:
        return ""
    before, after = (grade_label(one) for one in (measure.grade_before, measure.grade_after))
    return _("%(before)s → %(after)s", before=before or "?", after=after or "?")


def grade_label(value: str | None) -> str:
    return codes.HOUSE_GRADE.label(value, current_locale())


def visitor_label(visit: HelpVisit) -> str:
    return _(visiting.VISITOR_LABELS[visit.visitor])


def way_of_visit(visit: HelpVisit) -> str:
    return _(visiting.WAY_LABELS[visit.way])


def names(visit: HelpVisit) -> str:
    return _(", ").join(visit.visitors)


def changed(visit: HelpVisit) -> str:
    """Which fields of the record a visit put right."""
    return _(", ").join(record_label(one) for one in visit.changed)


def record_label(name: str) -> str:
    """What a field of the household's record is called."""
    labels = {
        "house_grade": _("Grade of danger"),
        "water_source": _("Drinking water"),
        "road_type": _("Road to the house"),
        "main_fuel": _("Main fuel"),
        "water_is_safe": _("Safe drinking water"),
        "has_sanitary_toilet": _("Sanitary toilet"),
    }
    return labels[name]


def on_record(name: str, value: str | bool | None) -> str:
    """What stands in the record now."""
    if value is None or value == "":
        return _("not stated")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return codes.CODE_LISTS[RECORD_FIELDS[name]].label(value, current_locale())


def plain_record(value: str | bool | None) -> str:
    """A value of the record as it stands in a hidden field."""
    return ("yes" if value else "no") if isinstance(value, bool) else value or ""


def record_as_seen(household: Household) -> str:
    """The record that a form is filled from, in one line."""
    return ";".join(f"{name}={plain_record(getattr(household, name))}" for name in RECORD_FIELDS)


def seen_record(text: str) -> dict[str, str]:
    """The same read again; what it does not name was not seen."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name: value for name, sign, value in pairs if sign and name in RECORD_FIELDS}


def marked_lines(now: str, mine: str) -> list[tuple[str, bool]]:
    """The lines of *now*, each with whether *mine* lacks it."""
    own = {line.strip() for line in mine.splitlines()}
    return [(line, line.strip() not in own) for line in now.splitlines() if line.strip()]


def answers_before(measure: Measure) -> list[str]:
    """What the household said of a measure before, the oldest first, with why it no longer holds."""
    return [
        _(
            "%(day)s, %(name)s: %(answer)s. No longer holds: %(why)s",
            day=format_day(dt.date.fromisoformat(one["on"])),
            name=one["by"],
            answer=one["words"] or _(rules.ANSWER_LABELS[HouseholdAnswer(one["answer"])]),
            why=one["why"] or _("the measure was done again"),
        )
        for one in measure.answers_before
    ]


def rule_words(rule: VisitRule) -> str:
    return translate(rule.words)


def duty_badge(duty: Duty) -> Badge:
    """What a household is owed under a rule."""
    if duty.is_overdue:
        return _("overdue"), "bad"
    if duty.left:
        words = ngettext(
            "%(num)s more visit by %(day)s",
            "%(num)s more visits by %(day)s",
            duty.left,
            day=format_day(duty.until),
        )
        return words, "info"
    return _("made"), "good"


def visitor_pairs() -> list[tuple[str, str]]:
    return [(one.value, _(words)) for one, words in visiting.VISITOR_LABELS.items()]


def cause(value: str | None) -> str | None:
    """The label of a cause of poverty."""
    return codes.CAUSE.label(value, current_locale()) if value else None


def causes(values: Collection[str] | None) -> str | None:
    return codes.CAUSE.labels(values, current_locale()) if values else None


def category_pairs() -> list[tuple[str, str]]:
    return [(one.value, _(words)) for one, words in CATEGORY_LABELS.items()]


def show_pairs() -> list[tuple[str, str]]:
    words = {
        MeasureShow.OPEN: _("still to be done"),
        MeasureShow.LATE: _("late"),
        MeasureShow.UNANSWERED: _("done, the household is still to be asked"),
        MeasureShow.DENIED: _("denied by the household"),
        MeasureShow.CONFIRMED: _("confirmed by the household"),
        MeasureShow.DROPPED: _("dropped"),
    }
    return [(one.value, text) for one, text in words.items()]


def lack_pairs() -> list[tuple[str, str]]:
    words = {
        Lack.PLAN: _("without a plan for this year"),
        Lack.AGREEMENT: _("whose plan the household has not agreed to"),
        Lack.MEASURE: _("without a measure this year"),
    }
    return [(one.value, text) for one, text in words.items()]


def kind_groups() -> list[tuple[str, list[Kind]]]:
    """The catalogue by what it is about."""
    return [
        (_(CATEGORY_LABELS[category]), [kind for kind in KINDS if kind.category is category])
        for category in Category
    ]


def kinds_of(part: PlanPart) -> list[Kind]:
    """The kinds of measure that are gathered in a sub-plan."""
    return [kind for kind in KINDS if kind.part is part]


def share(number: int, of: int) -> str:
    """So many of so many, with the percent."""
    if not of:
        return str(number)
    return _("%(number)s (%(percent)s%%)", number=number, percent=f"{100 * number / of:.1f}")


def people_words(found: gathering.Sum) -> str:
    """Households and people in one line."""
    households = ngettext("%(num)s household", "%(num)s households", found.households)
    people = ngettext("%(num)s person", "%(num)s people", found.people)
    return _("%(households)s, %(people)s", households=households, people=people)


def chosen_of(values: Collection[str], wanted: str) -> str | None:
    """*wanted* where it is one of *values*."""
    return wanted if wanted in values else None
