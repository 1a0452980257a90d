"""The words of a policy: enums of what a value may be, and the choices with their labels.

Which fields a profile has stands in ``schema.py``; this module names only the alternatives.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.core.messages import N_
from app.domain.calendars.rules import CountFrom, DayKind


class FieldKind(StrEnum):
    """How a value is written: ``share`` is a fraction such as "2/3", ``lines`` the table of income lines.

    ``counts`` is a whole number for each of the choices, or none.
    """

    INT = "int"
    SHARE = "share"
    BOOL = "bool"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    LINES = "lines"
    COEFFICIENTS = "coefficients"
    COUNTS = "counts"


class FieldGroup(StrEnum):
    """The parts of the policy page, in the order of the procedure."""

    CHECKING = "checking"
    MEETING = "meeting"
    NOTICES = "notices"
    OBJECTIONS = "objections"
    PUBLICITY = "publicity"
    INCOME = "income"
    CHECKUP = "checkup"
    FUNDS = "funds"
    EXIT = "exit"
    TASKS = "tasks"
    ASSISTANCE = "assistance"
    VILLAGES = "villages"


class VisitPeriod(StrEnum):
    """The stretch of the calendar within which visits to a household are counted."""

    WEEK = "week"
    MONTH = "month"
    TWO_MONTHS = "two_months"
    QUARTER = "quarter"
    YEAR = "year"


class HelperRank(StrEnum):
    """The rank of somebody who helps households, as assignment rules tell ranks apart."""

    COUNTY_LEADER = "county_leader"
    DEPUTY_COUNTY_LEADER = "deputy_county_leader"
    DEPARTMENT_LEADER = "department_leader"
    DEPUTY_DEPARTMENT_LEADER = "deputy_department_leader"
    CADRE = "cadre"
    OTHER = "other"


class PairingRule(StrEnum):
    """By which table the least number of households of a helper goes."""

    RULE_532 = "532"
    RULE_54321 = "54321"


class MeetingKind(StrEnum):
    """Who sits in the review meeting."""

    REPRESENTATIVES = "representatives"
    ASSEMBLY = "assembly"
    GROUP = "group"
    TWO_COMMITTEES = "two_committees"


class ShareRule(StrEnum):
    """Whether exactly the share is enough."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"


class MajorityOf(StrEnum):
    """Whose votes the majority is taken of."""

    PRESENT = "present"
    DUE = "due"


class NoticeColumn(StrEnum):
    """A column of a posted list."""

    SEQUENCE = "sequence"
    GROUP = "group"
    HEAD_NAME = "head_name"
    PEOPLE = "people"
    ATTRIBUTE = "attribute"
    CAUSE = "cause"


class NameDisplay(StrEnum):
    """How a head of household is named: in full or with one character hidden."""

    FULL = "full"
    MASKED = "masked"


class PostingEvidence(StrEnum):
    """What a posting needs before it counts: a photograph, or a photograph from which the sheet's code was read."""

    PHOTOGRAPH = "photograph"
    CODE = "code"


class LinePurpose(StrEnum):
    """What an income line is for."""

    IDENTIFICATION = "identification"
    EXIT = "exit"
    MONITORING = "monitoring"


class ComparisonKind(StrEnum):
    """What a department's comparison file lists."""

    VEHICLE = "vehicle"
    FLAT = "flat"
    FIRM = "firm"
    PAYROLL = "payroll"
    TAX = "tax"
    DEATH = "death"
    ALLOWANCE = "allowance"
    OTHER_SCHEME = "other_scheme"


class NoticeKind(StrEnum):
    """What a notice is about: the three postings of a list, those of projects and money, then of households at risk
    and of poor villages.

    Those of projects and money are the stages at which the guidance of 2018 on publishing poverty-alleviation funds
    and projects (关于完善扶贫资金项目公告公示制度的指导意见) asks for one.
    """

    FIRST_NOTICE = "first_notice"
    SECOND_NOTICE = "second_notice"
    ANNOUNCEMENT = "announcement"
    FUNDS = "funds"
    PROJECT_LIBRARY = "project_library"
    ANNUAL_PLAN = "annual_plan"
    PROJECT_START = "project_start"
    PROJECT_PROGRESS = "project_progress"
    PROJECT_COMPLETION = "project_completion"
    BENEFICIARIES = "beneficiaries"
    WATCH_NOTICE = "watch_notice"
    WATCH_ANNOUNCEMENT = "watch_announcement"
    RELEASE_NOTICE = "release_notice"
    RELEASE_ANNOUNCEMENT = "release_announcement"
    VILLAGE_NOTICE = "village_notice"
    VILLAGE_ANNOUNCEMENT = "village_announcement"


#: the postings of a candidate list, in their order
LIST_KINDS = (NoticeKind.FIRST_NOTICE, NoticeKind.SECOND_NOTICE, NoticeKind.ANNOUNCEMENT)
#: the postings about money and projects, in the order in which they come
FUND_KINDS = (
    NoticeKind.FUNDS,
    NoticeKind.PROJECT_LIBRARY,
    NoticeKind.ANNUAL_PLAN,
    NoticeKind.PROJECT_START,
    NoticeKind.PROJECT_PROGRESS,
    NoticeKind.PROJECT_COMPLETION,
    NoticeKind.BENEFICIARIES,
)
#: the postings about households at risk: into the watch, and out of it
WATCH_KINDS = (
    NoticeKind.WATCH_NOTICE,
    NoticeKind.WATCH_ANNOUNCEMENT,
    NoticeKind.RELEASE_NOTICE,
    NoticeKind.RELEASE_ANNOUNCEMENT,
)
#: the one publicity and the one announcement of poor villages
VILLAGE_KINDS = (NoticeKind.VILLAGE_NOTICE, NoticeKind.VILLAGE_ANNOUNCEMENT)


class NoticeFamily(StrEnum):
    """What a notice is about. Those of a family are composed and spoken of alike; a value stands in addresses."""

    LISTS = "lists"
    MONEY = "money"
    WATCH = "watch"
    VILLAGES = "villages"


KINDS_OF = {
    NoticeFamily.LISTS: LIST_KINDS,
    NoticeFamily.MONEY: FUND_KINDS,
    NoticeFamily.WATCH: WATCH_KINDS,
    NoticeFamily.VILLAGES: VILLAGE_KINDS,
}
FAMILY_OF = {kind: family for family, kinds in KINDS_OF.items() for kind in kinds}
#: notices with rows that are people
NAMING_KINDS = frozenset({*LIST_KINDS, NoticeKind.BENEFICIARIES, *WATCH_KINDS})
#: what was decided, in contrast to what is shown for everybody's opinion
ANNOUNCING_KINDS = frozenset(
    {
        NoticeKind.ANNOUNCEMENT,
        NoticeKind.WATCH_ANNOUNCEMENT,
        NoticeKind.RELEASE_ANNOUNCEMENT,
        NoticeKind.VILLAGE_ANNOUNCEMENT,
    }
)


@dataclass(frozen=True)
class Choice:
    """One value of a choice with its label."""

    value: str
    label: str


GROUP_LABELS = {
    FieldGroup.CHECKING: N_("Visits and checks"),
    FieldGroup.MEETING: N_("Review meeting"),
    FieldGroup.NOTICES: N_("Notice periods and posting"),
    FieldGroup.OBJECTIONS: N_("Objections"),
    FieldGroup.PUBLICITY: N_("What the public sees"),
    FieldGroup.INCOME: N_("Income lines and coefficients"),
    FieldGroup.CHECKUP: N_("Limits of the data check-up"),
    FieldGroup.FUNDS: N_("Funds and projects"),
    FieldGroup.EXIT: N_("Exit and watch"),
    FieldGroup.TASKS: N_("Tasks and supervision"),
    FieldGroup.ASSISTANCE: N_("Help for households"),
    FieldGroup.VILLAGES: N_("Poor villages"),
}

MEETING_CHOICES = (
    Choice(MeetingKind.REPRESENTATIVES, N_("Village representatives' meeting")),
    Choice(MeetingKind.ASSEMBLY, N_("Village assembly")),
    Choice(MeetingKind.GROUP, N_("Villagers' group meeting")),
    Choice(MeetingKind.TWO_COMMITTEES, N_("Meeting of the two committees")),
)
PURPOSE_CHOICES = (
    Choice(LinePurpose.IDENTIFICATION, N_("Identification")),
    Choice(LinePurpose.EXIT, N_("Exit")),
    Choice(LinePurpose.MONITORING, N_("Monitoring")),
)
VISIT_PERIOD_CHOICES = (
    Choice(VisitPeriod.WEEK, N_("week")),
    Choice(VisitPeriod.MONTH, N_("month")),
    Choice(VisitPeriod.TWO_MONTHS, N_("two months")),
    Choice(VisitPeriod.QUARTER, N_("quarter")),
    Choice(VisitPeriod.YEAR, N_("year")),
)
RANK_CHOICES = (
    Choice(HelperRank.COUNTY_LEADER, N_("County leader")),
    Choice(HelperRank.DEPUTY_COUNTY_LEADER, N_("Deputy county leader")),
    Choice(HelperRank.DEPARTMENT_LEADER, N_("Department leader")),
    Choice(HelperRank.DEPUTY_DEPARTMENT_LEADER, N_("Deputy department leader")),
    Choice(HelperRank.CADRE, N_("Cadre")),
    Choice(HelperRank.OTHER, N_("Other helper")),
)
PAIRING_RULE_CHOICES = (
    Choice(PairingRule.RULE_532, N_("Rule 532")),
    Choice(PairingRule.RULE_54321, N_("Rule 54321")),
)
DAY_KIND_CHOICES = (
    Choice(DayKind.CALENDAR, N_("Calendar days")),
    Choice(DayKind.WORKING, N_("Working days")),
)
COUNT_FROM_CHOICES = (
    Choice(CountFrom.NEXT_DAY, N_("From the day after posting")),
    Choice(CountFrom.POSTING_DAY, N_("From the day of posting")),
)
EVIDENCE_CHOICES = (
    Choice(PostingEvidence.PHOTOGRAPH, N_("A photograph")),
    Choice(PostingEvidence.CODE, N_("A photograph that shows the sheet's code, or a second person")),
)
SHARE_RULE_CHOICES = (
    Choice(ShareRule.AT_LEAST, N_("At least this share")),
    Choice(ShareRule.MORE_THAN, N_("More than this share")),
)
MAJORITY_OF_CHOICES = (
    Choice(MajorityOf.PRESENT, N_("Those present")),
    Choice(MajorityOf.DUE, N_("All who should attend")),
)
COLUMN_CHOICES = (
    Choice(NoticeColumn.SEQUENCE, N_("Number on the list")),
    Choice(NoticeColumn.GROUP, N_("Villagers' group")),
    Choice(NoticeColumn.HEAD_NAME, N_("Head of household")),
    Choice(NoticeColumn.PEOPLE, N_("People in the household")),
    Choice(NoticeColumn.ATTRIBUTE, N_("Household attribute")),
    Choice(NoticeColumn.CAUSE, N_("Main cause")),
)
NAME_CHOICES = (
    Choice(NameDisplay.FULL, N_("Full name")),
    Choice(NameDisplay.MASKED, N_("One character hidden")),
)
COMPARISON_CHOICES = (
    Choice(ComparisonKind.VEHICLE, N_("Vehicles")),
    Choice(ComparisonKind.FLAT, N_("Flats and houses in town")),
    Choice(ComparisonKind.FIRM, N_("Firms and shops")),
    Choice(ComparisonKind.PAYROLL, N_("Public payroll")),
    Choice(ComparisonKind.TAX, N_("Tax")),
    Choice(ComparisonKind.DEATH, N_("Deaths")),
    Choice(ComparisonKind.ALLOWANCE, N_("Existing allowances")),
    Choice(ComparisonKind.OTHER_SCHEME, N_("Another scheme that excludes this one")),
)
COMPARISON_LABELS: dict[str, str] = {choice.value: choice.label for choice in COMPARISON_CHOICES}
