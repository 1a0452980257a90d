"""The list of policy fields: what a profile holds, of which kind, within which bounds.

Lives here: names, kinds, groups, labels, units and bounds, as data, in the order of the policy page. The
pages, the shipped files and the check in ``rules.py`` all read this list; the values live in the profiles.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import N_
from app.domain.policies.vocabulary import (
    COLUMN_CHOICES,
    COMPARISON_CHOICES,
    COUNT_FROM_CHOICES,
    DAY_KIND_CHOICES,
    EVIDENCE_CHOICES,
    MAJORITY_OF_CHOICES,
    MEETING_CHOICES,
    NAME_CHOICES,
    SHARE_RULE_CHOICES,
    Choice,
    FieldGroup,
    FieldKind,
)

DAYS = N_("days")
WORKING_DAYS = N_("working days")
PEOPLE = N_("people")
YEARS_OLD = N_("years old")
YUAN = N_("yuan")
HOUSEHOLDS = N_("households")
PLACES = N_("places")
TIMES = N_("times")
PERCENT = N_("percent")
MONTHS = N_("months")
DAY_OF_MONTH = N_("day of the month")

CHECKING = FieldGroup.CHECKING
MEETING = FieldGroup.MEETING
NOTICES = FieldGroup.NOTICES
OBJECTIONS = FieldGroup.OBJECTIONS
PUBLICITY = FieldGroup.PUBLICITY
INCOME = FieldGroup.INCOME
CHECKUP = FieldGroup.CHECKUP
FUNDS = FieldGroup.FUNDS


@dataclass(frozen=True)
class PolicyField:
    """One number or switch: *kind* tells how it is written, *label*, *unit* and *help* are message ids."""

    name: str
    kind: FieldKind
    group: FieldGroup
    label: str
    unit: str = ""
    minimum: int = 0
    maximum: int = 0
    choices: Sequence[Choice] = ()
    help: str = ""


def _int(
    name: str, group: FieldGroup, label: str, unit: str, lowest: int, highest: int, note: str = ""
) -> PolicyField:
    return PolicyField(name, FieldKind.INT, group, label, unit, lowest, highest, help=note)


def _bool(name: str, group: FieldGroup, label: str, note: str = "") -> PolicyField:
    return PolicyField(name, FieldKind.BOOL, group, label, help=note)


def _share(name: str, group: FieldGroup, label: str, note: str = "") -> PolicyField:
    return PolicyField(name, FieldKind.SHARE, group, label, help=note)


def _choice(name: str, group: FieldGroup, label: str, choices: Sequence[Choice]) -> PolicyField:
    return PolicyField(name, FieldKind.CHOICE, group, label, choices=choices)


def _choices(
    name: str, group: FieldGroup, label: str, choices: Sequence[Choice], note: str = ""
) -> PolicyField:
    return PolicyField(name, FieldKind.CHOICES, group, label, choices=choices, help=note)


_CHECKING = (
    _int(
        "help_request_visit_days",
        CHECKING,
        N_("After a household's own request somebody comes or calls within"),
        WORKING_DAYS,
        1,
        90,
    ),
    _int(
        "help_request_answer_days",
        CHECKING,
        N_("A household's own request is taken up, or answered with the reason, within"),
        WORKING_DAYS,
        1,
        90,
        N_("While no round is open these days begin with the next round."),
    ),
    _bool("home_visit_required", CHECKING, N_("A home visit before the review meeting")),
    _int("home_visitors_min", CHECKING, N_("Visitors at a home visit, at least"), PEOPLE, 1, 10),
    _bool("comparison_required", CHECKING, N_("A data comparison before the review meeting")),
    _choices(
        "comparison_kinds",
        CHECKING,
        N_("Files that every household is compared with"),
        COMPARISON_CHOICES,
        N_("The comparison has run for a household when one file of each kind was compared with its people."),
    ),
    _choices(
        "comparison_exclusions",
        CHECKING,
        N_("Hits that as a rule exclude a household"),
        COMPARISON_CHOICES,
        N_("The why-card names them. A written explanation may still keep the household in."),
    ),
    _bool(
        "kinship_statements_required",
        CHECKING,
        N_("Officials state their relatives before the first notice"),
    ),
    _share("township_sample_share", CHECKING, N_("Home checks by the township, share of the households")),
    _share("county_sample_share", CHECKING, N_("Home checks by the county, share of the households")),
    _int("sample_minimum", CHECKING, N_("Home checks per list, at least"), HOUSEHOLDS, 0, 1000),
    PolicyField(
        "sample_value_source",
        FieldKind.TEXT,
        CHECKING,
        N_("Public value that the draw waits for"),
        maximum=120,
        help=N_(
            "Something published later that nobody here can know or change, such as the numbers of a "
            "state lottery. Empty: the draw follows from the notice alone."
        ),
    ),
    _int("sample_value_days", CHECKING, N_("That value is of this many days after the notice"), DAYS, 1, 30),
    _int(
        "sample_weight_relative",
        CHECKING,
        N_("More weight in the draw: an official's relative"),
        TIMES,
        0,
        20,
    ),
    _int("sample_weight_comparison", CHECKING, N_("More weight in the draw: a comparison hit"), TIMES, 0, 20),
    _int("sample_weight_objection", CHECKING, N_("More weight in the draw: an objection"), TIMES, 0, 20),
    _int(
        "sample_weight_finding", CHECKING, N_("More weight in the draw: an explained finding"), TIMES, 0, 20
    ),
    _int(
        "sample_weight_close_income",
        CHECKING,
        N_("More weight in the draw: income close to the line"),
        TIMES,
        0,
        20,
    ),
    _int("sample_close_percent", CHECKING, N_("Income is close to the line within"), PERCENT, 0, 100),
    _bool(
        "scale_limit",
        CHECKING,
        N_("The round has quotas by village"),
        N_("A list over its quota is only warned about, never stopped."),
    ),
)
_MEETING = (
    _choices("meeting_kinds", MEETING, N_("Meetings that may decide"), MEETING_CHOICES),
    _int("invitation_days", MEETING, N_("Invitation to the meeting, days before"), DAYS, 0, 60),
    _share("quorum_representatives", MEETING, N_("Quorum of the village representatives' meeting")),
    _choice(
        "quorum_representatives_rule",
        MEETING,
        N_("How the quorum of the village representatives' meeting is read"),
        SHARE_RULE_CHOICES,
    ),
    _share("quorum_assembly", MEETING, N_("Quorum of the village assembly")),
    _choice(
        "quorum_assembly_rule",
        MEETING,
        N_("How the quorum of the village assembly is read"),
        SHARE_RULE_CHOICES,
    ),
    _share("quorum_group", MEETING, N_("Quorum of the villagers' group meeting")),
    _choice(
        "quorum_group_rule",
        MEETING,
        N_("How the quorum of the villagers' group meeting is read"),
        SHARE_RULE_CHOICES,
    ),
    _share("quorum_two_committees", MEETING, N_("Quorum of the meeting of the two committees")),
    _choice(
        "quorum_two_committees_rule",
        MEETING,
        N_("How the quorum of the meeting of the two committees is read"),
        SHARE_RULE_CHOICES,
    ),
    _share("majority", MEETING, N_("Votes needed to pass")),
    _choice("majority_rule", MEETING, N_("How the votes needed are read"), SHARE_RULE_CHOICES),
    _choice("majority_of", MEETING, N_("The votes are counted against"), MAJORITY_OF_CHOICES),
)
_NOTICES = (
    _int("first_notice_days", NOTICES, N_("First notice, at least"), DAYS, 1, 90),
    _choice("first_notice_day_kind", NOTICES, N_("First notice, days counted"), DAY_KIND_CHOICES),
    _int("second_notice_days", NOTICES, N_("Second notice, at least"), DAYS, 1, 90),
    _choice("second_notice_day_kind", NOTICES, N_("Second notice, days counted"), DAY_KIND_CHOICES),
    _int("announcement_days", NOTICES, N_("Announcement, at least"), DAYS, 1, 90),
    _choice("announcement_day_kind", NOTICES, N_("Announcement, days counted"), DAY_KIND_CHOICES),
    _choice("count_from", NOTICES, N_("The days are counted"), COUNT_FROM_CHOICES),
    _bool(
        "extend_over_holiday",
        NOTICES,
        N_("A period that would end on a day off runs on to the next working day"),
    ),
    _int(
        "posting_places_required",
        NOTICES,
        N_("Places where the notice must hang before the period begins"),
        PLACES,
        1,
        50,
        N_("In a village with fewer places, all of them."),
    ),
    _int(
        "posting_record_days",
        NOTICES,
        N_("A posting may be recorded at most so many days later"),
        DAYS,
        0,
        60,
        N_("Guards against a posting that is written down only afterwards."),
    ),
    _choice("posting_proof", NOTICES, N_("A posting counts with"), EVIDENCE_CHOICES),
    _bool(
        "end_photographs_required",
        NOTICES,
        N_("A period ends only when photographs show that the sheets hung to its end"),
    ),
    _bool(
        "missing_sheet_stretches",
        NOTICES,
        N_("Days on which too few sheets hung are added to the period"),
    ),
    _int(
        "scan_silence_days",
        NOTICES,
        N_("Somebody looks after a sheet whose code nobody scanned for"),
        DAYS,
        0,
        60,
        N_("0 means that nobody is asked to look."),
    ),
)
_OBJECTIONS = (
    _int("objection_answer_days", OBJECTIONS, N_("An objection is answered within"), DAYS, 1, 90),
    _choice(
        "objection_answer_day_kind", OBJECTIONS, N_("Answer to an objection, days counted"), DAY_KIND_CHOICES
    ),
    _int(
        "second_look_ask_days",
        OBJECTIONS,
        N_("After an answer “not satisfied” can be said within"),
        DAYS,
        1,
        90,
        N_("Counted as the days for answering an objection are."),
    ),
    _int(
        "second_look_answer_days",
        OBJECTIONS,
        N_("A second look is answered within"),
        DAYS,
        1,
        90,
        N_("Counted as the days for answering an objection are."),
    ),
    _int("investigators_min", OBJECTIONS, N_("Investigators of an objection, at least"), PEOPLE, 1, 10),
    _bool("objection_anonymous_allowed", OBJECTIONS, N_("Objections without a name are taken")),
    PolicyField(
        "objection_hotline", FieldKind.TEXT, OBJECTIONS, N_("Hotline printed on notices"), maximum=40
    ),
)
_PUBLICITY = (
    _choices("notice_columns", PUBLICITY, N_("Columns of the posted list"), COLUMN_CHOICES),
    _bool(
        "notice_cause_public",
        PUBLICITY,
        N_("The main cause may be shown"),
        N_("Without this the cause column stays away, whatever columns are chosen."),
    ),
    _bool(
        "health_causes_public",
        PUBLICITY,
        N_("Illness and disability may be shown as a cause"),
        N_("Health is sensitive personal information; leave this off unless a rule demands it."),
    ),
    _choice("board_name", PUBLICITY, N_("Names on the paper in the village"), NAME_CHOICES),
    _choice("web_name", PUBLICITY, N_("Names on the web"), NAME_CHOICES),
    _int(
        "web_names_grace_days",
        PUBLICITY,
        N_("Names leave the web so many days after the last day"),
        DAYS,
        0,
        365,
    ),
)
_INCOME = (
    PolicyField(
        "income_lines",
        FieldKind.LINES,
        INCOME,
        N_("Income lines"),
        YUAN,
        help=N_("Yuan a person and year. Add the line of each year with its document."),
    ),
    PolicyField(
        "coefficients",
        FieldKind.COEFFICIENTS,
        INCOME,
        N_("Income coefficients"),
        help=N_("Net income is sales times the coefficient of the product."),
    ),
)
_CHECKUP = (
    _int("checkup_labour_min_age", CHECKUP, N_("Labour from the age of"), YEARS_OLD, 0, 120),
    _int("checkup_labour_max_age", CHECKUP, N_("Labour up to the age of"), YEARS_OLD, 0, 120),
    _int("checkup_primary_max_age", CHECKUP, N_("In primary school up to the age of"), YEARS_OLD, 0, 120),
    _int("checkup_senior_min_age", CHECKUP, N_("In senior school from the age of"), YEARS_OLD, 0, 120),
    _int("checkup_income_ceiling_yuan", CHECKUP, N_("Income a person that needs a look"), YUAN, 0, 1_000_000),
    _int(
        "checkup_household_max_people",
        CHECKUP,
        N_("A household that needs a look, from so many people"),
        PEOPLE,
        1,
        50,
    ),
    _int("checkup_pension_min_age", CHECKUP, N_("Pension from the age of"), YEARS_OLD, 0, 120),
    _int(
        "checkup_old_age_allowance_min_age",
        CHECKUP,
        N_("Old-age allowance from the age of"),
        YEARS_OLD,
        0,
        120,
    ),
    _int(
        "checkup_five_guarantee_labour_min",
        CHECKUP,
        N_("Five-guarantee household: labour is odd from the age of"),
        YEARS_OLD,
        0,
        120,
    ),
    _int(
        "checkup_five_guarantee_labour_max",
        CHECKUP,
        N_("Five-guarantee household: labour is odd up to the age of"),
        YEARS_OLD,
        0,
        120,
    ),
    _int(
        "checkup_lack_of_labour_max_workers",
        CHECKUP,
        N_("Lack of labour: at most so many workers"),
        PEOPLE,
        0,
        20,
    ),
)
_FUNDS = (
    _int("fund_notice_days", FUNDS, N_("Notices of funds and projects, at least"), DAYS, 1, 90),
    _choice("fund_notice_day_kind", FUNDS, N_("Notices of funds and projects, days counted"), DAY_KIND_CHOICES),
    _int(
        "allocation_days",
        FUNDS,
        N_("Money that came is given to projects within"),
        WORKING_DAYS,
        1,
        250,
        N_("Counted from the day of the document by which the money came."),
    ),
    _int("project_report_days", FUNDS, N_("While work goes on, progress is reported every"), DAYS, 1, 90),
    _int(
        "project_notice_days",
        FUNDS,
        N_("After it was decided, a matter of funds or projects is published within"),
        WORKING_DAYS,
        1,
        60,
    ),
    _int(
        "village_finance_months",
        FUNDS,
        N_("The village publishes its accounts every"),
        MONTHS,
        1,
        3,
        N_("1 for a village with much money, 3 for the others."),
    ),
    _int(
        "village_finance_day",
        FUNDS,
        N_("The accounts are due in the following month on the"),
        DAY_OF_MONTH,
        1,
        28,
    ),
    _int(
        "major_matter_days",
        FUNDS,
        N_("What was decided or approved for the village is published within"),
        DAYS,
        0,
        30,
        N_("0 means on the same day."),
    ),
    _int(
        "disclosure_days",
        FUNDS,
        N_("An entry of the disclosure catalogue is published within"),
        WORKING_DAYS,
        1,
        60,
        N_("Counted from the day on which the matter came about or changed."),
    ),
    _int(
        "delivery_answer_days",
        FUNDS,
        N_("Whoever says that money or goods did not arrive is answered within"),
        WORKING_DAYS,
        1,
        60,
    ),
)

FIELDS = (*_CHECKING, *_MEETING, *_NOTICES, *_OBJECTIONS, *_PUBLICITY, *_INCOME, *_CHECKUP, *_FUNDS)
FIELDS_BY_NAME = {field.name: field for field in FIELDS}


def fields_of(group: FieldGroup) -> tuple[PolicyField, ...]:
    """The fields of one part of the policy page."""
    return tuple(field for field in FIELDS if field.group == group)
