"""A policy as the procedure reads it: typed, checked, unchangeable.

Lives here: :class:`Policy`, built from the plain values of a profile or of a round, and the questions that
need nothing but those values. Values are checked one by one in ``values.py``; ``queries.py`` knows which
profile is in force.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from app.domain.calendars.rules import Calendar, CountFrom, DayKind, Period, deadline, last_day
from app.domain.policies.schema import FIELDS, FIELDS_BY_NAME
from app.domain.policies.values import read_values
from app.domain.policies.vocabulary import (
    FAMILY_OF,
    LIST_KINDS,
    ComparisonKind,
    FieldKind,
    HelperRank,
    LinePurpose,
    MajorityOf,
    MeetingKind,
    NameDisplay,
    NoticeColumn,
    NoticeFamily,
    NoticeKind,
    PairingRule,
    PostingEvidence,
    ShareRule,
    VisitPeriod,
)

FEN_PER_YUAN = 100


@dataclass(frozen=True)
class IncomeLine:
    """The income of one person and year below which a household is considered, for one purpose."""

    year: int
    purpose: LinePurpose
    amount_yuan: int
    document: str

    @property
    def amount_fen(self) -> int:
        """The line in fen, as incomes are kept."""
        return self.amount_yuan * FEN_PER_YUAN


@dataclass(frozen=True)
class Threshold:
    """A share of *due* people, reached by at least it or by more than it."""

    share: Fraction
    rule: ShareRule

    def is_met(self, number: int, of: int) -> bool:
        """Do *number* of *of* reach the share? Nobody of nobody never does."""
        if of <= 0:
            return False
        if self.rule == ShareRule.AT_LEAST:
            return number >= self.share * of
        return number > self.share * of

    def least(self, of: int) -> int:
        """The smallest number of *of* that reaches the share."""
        exact = self.share * of
        if self.rule == ShareRule.AT_LEAST:
            return max(1, -(-exact.numerator // exact.denominator))
        return exact.numerator // exact.denominator + 1


@dataclass(frozen=True)
class Policy:
    """Every number and switch of a procedure, typed. Build it with :meth:`from_values`."""

    help_request_visit_days: int
    help_request_answer_days: int
    home_visit_required: bool
    home_visitors_min: int
    comparison_required: bool
    comparison_kinds: tuple[ComparisonKind, ...]
    comparison_exclusions: tuple[ComparisonKind, ...]
    kinship_statements_required: bool
    township_sample_share: Fraction
    county_sample_share: Fraction
    sample_minimum: int
    sample_value_source: str
    sample_value_days: int
    sample_weight_relative: int
    sample_weight_comparison: int
    sample_weight_objection: int
    sample_weight_finding: int
    sample_weight_close_income: int
    sample_close_percent: int
    scale_limit: bool

    meeting_kinds: tuple[MeetingKind, ...]
    invitation_days: int
    quorum_representatives: Fraction
    quorum_representatives_rule: ShareRule
    quorum_assembly: Fraction
    quorum_assembly_rule: ShareRule
    quorum_group: Fraction
    quorum_group_rule: ShareRule
    quorum_two_committees: Fraction
    quorum_two_committees_rule: ShareRule
    majority: Fraction
    majority_rule: ShareRule
    majority_of: MajorityOf

    first_notice_days: int
    first_notice_day_kind: DayKind
    second_notice_days: int
    second_notice_day_kind: DayKind
    announcement_days: int
    announcement_day_kind: DayKind
    count_from: CountFrom
    extend_over_holiday: bool
    posting_places_required: int
    posting_record_days: int
    posting_proof: PostingEvidence
    end_photographs_required: bool
    missing_sheet_stretches: bool
    scan_silence_days: int

    objection_answer_days: int
    objection_answer_day_kind: DayKind
    second_look_ask_days: int
    second_look_answer_days: int
    investigators_min: int
    objection_anonymous_allowed: bool
    objection_hotline: str

    notice_columns: tuple[NoticeColumn, ...]
    notice_cause_public: bool
    health_causes_public: bool
    board_name: NameDisplay
    web_name: NameDisplay
    web_names_grace_days: int

    income_lines: tuple[IncomeLine, ...]
    coefficients: Mapping[str, Decimal]

    checkup_labour_min_age: int
    checkup_labour_max_age: int
    checkup_primary_max_age: int
    checkup_senior_min_age: int
    checkup_income_ceiling_yuan: int
    checkup_household_max_people: int
    checkup_pension_min_age: int
    checkup_old_age_allowance_min_age: int
    checkup_five_guarantee_labour_min: int
    checkup_five_guarantee_labour_max: int
    checkup_lack_of_labour_max_workers: int

    fund_notice_days: int
    fund_notice_day_kind: DayKind
    allocation_days: int
    project_report_days: int
    project_notice_days: int
    village_finance_months: int
    village_finance_day: int
    major_matter_days: int
    disclosure_days: int
    delivery_answer_days: int

    exit_basis: str
    exit_acceptance_required: bool
    exit_policy_months: int
    exit_watch_months: int
    exit_sample_all_up_to: int
    exit_sample_middle_up_to: int
    exit_sample_middle: int
    exit_sample_large: int
    recheck_jump_percent: int
    watch_visit_days: int
    watch_compare_days: int
    watch_review_days: int
    watch_total_days: int
    watch_green_days: int
    watch_notice_days: int
    watch_notice_day_kind: DayKind
    watch_kind_public: bool
    watch_risk_public: bool
    watch_help_public: bool

    task_report_days: int
    task_near_days: int
    task_lag_percent: int
    mend_days: int
    score_results: int
    score_identification: int
    score_help: int
    score_openness: int
    score_mending: int

    pairing_rule: PairingRule
    pairing_minimums_532: Mapping[HelperRank, int]
    pairing_minimums_54321: Mapping[HelperRank, int]
    pairing_second_helper: bool
    pairing_second_most: int
    post_days_per_year: int

    visit_helper_times: int
    visit_helper_period: VisitPeriod
    visit_second_times: int
    visit_second_period: VisitPeriod
    visit_second_by_telephone: bool
    visit_team_times: int
    visit_team_period: VisitPeriod
    visit_village_times: int
    visit_village_period: VisitPeriod

    poor_village_incidence_percent: int
    poor_village_income_percent: int
    poor_village_no_collective: bool
    province_year: int
    province_incidence: Fraction
    province_income_yuan: int
    village_notice_days: int
    village_notice_day_kind: DayKind
    village_panel_min: int
    village_score_poverty: int
    village_score_income: int
    village_score_conditions: int
    village_score_will: int
    village_score_least: int

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """The policy of plain *values*. Raises ``Invalid`` naming the first field that does not fit."""
        plain = read_values(values)
        return cls(**{field.name: _typed(field.name, plain[field.name]) for field in FIELDS})

    def income_line(self, year: int, purpose: LinePurpose | str) -> IncomeLine | None:
        """The line of *year* for *purpose*, or nothing when the county has not entered one."""
        for line in self.income_lines:
            if line.year == year and line.purpose == purpose:
                return line
        return None

    def leaving_line(self, year: int) -> IncomeLine | None:
        """The line above which a household may leave: that for exits, else the one by which it was chosen."""
        return self.income_line(year, LinePurpose.EXIT) or self.income_line(year, LinePurpose.IDENTIFICATION)

    def quorum(self, kind: MeetingKind | str) -> Threshold:
        """How many of those who should attend must be there in a meeting of *kind*."""
        name = f"quorum_{MeetingKind(kind).value}"
        return Threshold(getattr(self, name), getattr(self, f"{name}_rule"))

    @property
    def votes_needed(self) -> Threshold:
        """How many votes for pass an application; of whom says ``majority_of``."""
        return Threshold(self.majority, self.majority_rule)

    def notice_days(self, kind: NoticeKind | str) -> int:
        """Days a notice of *kind* must hang."""
        return int(getattr(self, f"{_periods_of(kind)}_days"))

    def notice_day_kind(self, kind: NoticeKind | str) -> DayKind:
        """Whether the days of a notice of *kind* are calendar or working days."""
        return DayKind(getattr(self, f"{_periods_of(kind)}_day_kind"))

    def notice_period(self, kind: NoticeKind | str, posted_on: dt.date, calendar: Calendar) -> Period:
        """First and last day of a notice of *kind* that hangs from *posted_on*."""
        return last_day(
            posted_on,
            self.notice_days(kind),
            self.notice_day_kind(kind),
            self.count_from,
            self.extend_over_holiday,
            calendar,
        )

    def objection_due_on(self, received_on: dt.date, calendar: Calendar) -> dt.date:
        """The last day for answering an objection received on *received_on*."""
        return deadline(received_on, self.objection_answer_days, self.objection_answer_day_kind, calendar)

    def second_look_ask_until(self, answered_on: dt.date, calendar: Calendar) -> dt.date:
        """The last day for saying "not satisfied" with an answer of *answered_on*."""
        return deadline(answered_on, self.second_look_ask_days, self.objection_answer_day_kind, calendar)

    def second_look_due_on(self, asked_on: dt.date, calendar: Calendar) -> dt.date:
        """The last day for answering a second look asked for on *asked_on*."""
        return deadline(asked_on, self.second_look_answer_days, self.objection_answer_day_kind, calendar)

    def help_request_visit_due_on(self, received_on: dt.date, calendar: Calendar) -> dt.date:
        """The last day for coming to a household that asked by itself on *received_on*."""
        return deadline(received_on, self.help_request_visit_days, DayKind.WORKING, calendar)

    def help_request_answer_due_on(self, begins_on: dt.date, calendar: Calendar) -> dt.date:
        """The last day for taking up its request, or for telling it why not."""
        return deadline(begins_on, self.help_request_answer_days, DayKind.WORKING, calendar)

    def sample_size(self, share: Fraction, households: int) -> int:
        """How many of *households* are checked at home: the share rounded up, at least the minimum."""
        exact = share * households
        return min(households, max(self.sample_minimum, -(-exact.numerator // exact.denominator)))

    def exit_sample_size(self, share: Fraction, households: int) -> int:
        """The same for a list of exits at the county, by the length of the list where the policy says so."""
        if not self.exit_sample_all_up_to:
            return self.sample_size(share, households)
        if households <= self.exit_sample_all_up_to:
            return households
        is_long = households > self.exit_sample_middle_up_to
        least = self.exit_sample_large if is_long else self.exit_sample_middle
        return min(households, max(least, self.sample_size(share, households)))

    @property
    def pairing_minimums(self) -> Mapping[HelperRank, int]:
        """The least number of households of a helper, by rank, under the rule that holds; a rank may have none."""
        if self.pairing_rule is PairingRule.RULE_532:
            return self.pairing_minimums_532
        return self.pairing_minimums_54321

    @property
    def shown_columns(self) -> tuple[NoticeColumn, ...]:
        """The columns of a posted list; the cause only where it may be public."""
        return tuple(
            column
            for column in self.notice_columns
            if column != NoticeColumn.CAUSE or self.notice_cause_public
        )


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The names whose values differ between two sets of plain values, in the order of the schema."""
    return [field.name for field in FIELDS if old.get(field.name) != new.get(field.name)]


def _periods_of(kind: NoticeKind | str) -> str:
    """By what name the policy gives the period of a notice of *kind*: of a list each its own, else its family's."""
    family = FAMILY_OF[NoticeKind(kind)]
    if kind in _ANNOUNCED_IN_VILLAGES:
        return NoticeKind.ANNOUNCEMENT.value
    return NoticeKind(kind).value if family is NoticeFamily.LISTS else _PERIODS[family]


#: of households at risk, announced as any other list of households is
_ANNOUNCED_IN_VILLAGES = (NoticeKind.WATCH_ANNOUNCEMENT, NoticeKind.RELEASE_ANNOUNCEMENT)
_PERIODS = {
    NoticeFamily.MONEY: "fund_notice",
    NoticeFamily.WATCH: "watch_notice",
    NoticeFamily.VILLAGES: "village_notice",
}


def _typed(name: str, plain: Any) -> Any:
    if name in _TYPES:
        return _TYPES[name](plain)
    if FIELDS_BY_NAME[name].kind == FieldKind.SHARE:
        return Fraction(plain)
    return plain


def _lines(rows: Sequence[Mapping[str, Any]]) -> tuple[IncomeLine, ...]:
    return tuple(
        IncomeLine(row["year"], LinePurpose(row["purpose"]), row["amount_yuan"], row["document"])
        for row in rows
    )


def _coefficients(rows: Mapping[str, str]) -> Mapping[str, Decimal]:
    return {name: Decimal(text) for name, text in rows.items()}


def _by_rank(rows: Mapping[str, int]) -> Mapping[HelperRank, int]:
    return {HelperRank(rank): number for rank, number in rows.items()}


_TYPES: Mapping[str, Callable[[Any], Any]] = {
    "pairing_rule": PairingRule,
    "pairing_minimums_532": _by_rank,
    "pairing_minimums_54321": _by_rank,
    "meeting_kinds": lambda names: tuple(MeetingKind(name) for name in names),
    "notice_columns": lambda names: tuple(NoticeColumn(name) for name in names),
    "majority_of": MajorityOf,
    "count_from": CountFrom,
    "posting_proof": PostingEvidence,
    "board_name": NameDisplay,
    "web_name": NameDisplay,
    "income_lines": _lines,
    "coefficients": _coefficients,
    **{f"quorum_{kind.value}_rule": ShareRule for kind in MeetingKind},
    "majority_rule": ShareRule,
    **{f"{kind.value}_day_kind": DayKind for kind in LIST_KINDS},
    "fund_notice_day_kind": DayKind,
    "watch_notice_day_kind": DayKind,
    "village_notice_day_kind": DayKind,
    "objection_answer_day_kind": DayKind,
    **{f"visit_{who}_period": VisitPeriod for who in ("helper", "second", "team", "village")},
}
