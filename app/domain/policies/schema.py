"""The list of policy fields: what a profile holds, of which kind, within which bounds.

Lives here: names, kinds, groups, labels, units and bounds, as data, in the order of the policy page. The
pages, the shipped files and the check in ``rules.py`` all read this list; the values live in the profiles.
"""

from app.core.messages import N_
from app.domain.policies.assistance_fields import VISIT_FIELDS
from app.domain.policies.exit_fields import EXIT_FIELDS
from app.domain.policies.fields import (
    DAYS,
    HOUSEHOLDS,
    PEOPLE,
    PERCENT,
    PLACES,
    TIMES,
    WORKING_DAYS,
    YEARS_OLD,
    YUAN,
    PolicyField,
    bool_field,
    choice_field,
    choices_field,
    int_field,
    share_field,
)
from app.domain.policies.fund_fields import FUND_FIELDS
from app.domain.policies.pairing_fields import PAIRING_FIELDS
from app.domain.policies.task_fields import TASK_FIELDS
from app.domain.policies.village_fields import VILLAGE_FIELDS
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
    FieldGroup,
    FieldKind,
)

CHECKING = FieldGroup.CHECKING
MEETING = FieldGroup.MEETING
NOTICES = FieldGroup.NOTICES
OBJECTIONS = FieldGroup.OBJECTIONS
PUBLICITY = FieldGroup.PUBLICITY
INCOME = FieldGroup.INCOME
CHECKUP = FieldGroup.CHECKUP

_CHECKING = (
    int_field(
        "help_request_visit_days",
        CHECKING,
        N_("After a household's own request somebody comes or calls within"),
        WORKING_DAYS,
        1,
        90,
    ),
    int_field(
        "help_request_answer_days",
        CHECKING,
        N_("A household's own request is taken up, or answered with the reason, within"),
        WORKING_DAYS,
        1,
        90,
        N_("While no round is open these days begin with the next round."),
    ),
    bool_field("home_visit_required", CHECKING, N_("A home visit before the review meeting")),
    int_field("home_visitors_min", CHECKING, N_("Visitors at a home visit, at least"), PEOPLE, 1, 10),
    bool_field("comparison_required", CHECKING, N_("A data comparison before the review meeting")),
    choices_field(
        "comparison_kinds",
        CHECKING,
        N_("Files that every household is compared with"),
        COMPARISON_CHOICES,
        N_("The comparison has run for a household when one file of each kind was compared with its people."),
    ),
    choices_field(
        "comparison_exclusions",
        CHECKING,
        N_("Hits that as a rule exclude a household"),
        COMPARISON_CHOICES,
        N_("The why-card names them. A written explanation may still keep the household in."),
    ),
    bool_field(
        "kinship_statements_required",
        CHECKING,
        N_("Officials state their relatives before the first notice"),
    ),
    share_field(
        "township_sample_share", CHECKING, N_("Home checks by the township, share of the households")
    ),
    share_field("county_sample_share", CHECKING, N_("Home checks by the county, share of the households")),
    int_field("sample_minimum", CHECKING, N_("Home checks per list, at least"), HOUSEHOLDS, 0, 1000),
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
    int_field(
        "sample_value_days", CHECKING, N_("That value is of this many days after the notice"), DAYS, 1, 30
    ),
    int_field(
        "sample_weight_relative",
        CHECKING,
        N_("More weight in the draw: an official's relative"),
        TIMES,
        0,
        20,
    ),
    int_field(
        "sample_weight_comparison", CHECKING, N_("More weight in the draw: a comparison hit"), TIMES, 0, 20
    ),
    int_field("sample_weight_objection", CHECKING, N_("More weight in the draw: an objection"), TIMES, 0, 20),
    int_field(
        "sample_weight_finding", CHECKING, N_("More weight in the draw: an explained finding"), TIMES, 0, 20
    ),
    int_field(
        "sample_weight_close_income",
        CHECKING,
        N_("More weight in the draw: income close to the line"),
        TIMES,
        0,
        20,
    ),
    int_field("sample_close_percent", CHECKING, N_("Income is close to the line within"), PERCENT, 0, 100),
    bool_field(
        "scale_limit",
        CHECKING,
        N_("The round has quotas by village"),
        N_("A list over its quota is only warned about, never stopped."),
    ),
)
_MEETING = (
    choices_field("meeting_kinds", MEETING, N_("Meetings that may decide"), MEETING_CHOICES),
    int_field("invitation_days", MEETING, N_("Invitation to the meeting, days before"), DAYS, 0, 60),
    share_field("quorum_representatives", MEETING, N_("Quorum of the village representatives' meeting")),
    choice_field(
        "quorum_representatives_rule",
        MEETING,
        N_("How the quorum of the village representatives' meeting is read"),
        SHARE_RULE_CHOICES,
    ),
    share_field("quorum_assembly", MEETING, N_("Quorum of the village assembly")),
    choice_field(
        "quorum_assembly_rule",
        MEETING,
        N_("How the quorum of the village assembly is read"),
        SHARE_RULE_CHOICES,
    ),
    share_field("quorum_group", MEETING, N_("Quorum of the villagers' group meeting")),
    choice_field(
        "quorum_group_rule",
        MEETING,
        N_("How the quorum of the villagers' group meeting is read"),
        SHARE_RULE_CHOICES,
    ),
    share_field("quorum_two_committees", MEETING, N_("Quorum of the meeting of the two committees")),
    choice_field(
        "quorum_two_committees_rule",
        MEETING,
        N_("How the quorum of the meeting of the two committees is read"),
        SHARE_RULE_CHOICES,
    ),
    share_field("majority", MEETING, N_("Votes needed to pass")),
    choice_field("majority_rule", MEETING, N_("How the votes needed are read"), SHARE_RULE_CHOICES),
    choice_field("majority_of", MEETING, N_("The votes are counted against"), MAJORITY_OF_CHOICES),
)
_NOTICES = (
    int_field("first_notice_days", NOTICES, N_("First notice, at least"), DAYS, 1, 90),
    choice_field("first_notice_day_kind", NOTICES, N_("First notice, days counted"), DAY_KIND_CHOICES),
    int_field("second_notice_days", NOTICES, N_("Second notice, at least"), DAYS, 1, 90),
    choice_field("second_notice_day_kind", NOTICES, N_("Second notice, days counted"), DAY_KIND_CHOICES),
    int_field("announcement_days", NOTICES, N_("Announcement, at least"), DAYS, 1, 90),
    choice_field("announcement_day_kind", NOTICES, N_("Announcement, days counted"), DAY_KIND_CHOICES),
    choice_field("count_from", NOTICES, N_("The days are counted"), COUNT_FROM_CHOICES),
    bool_field(
        "extend_over_holiday",
        NOTICES,
        N_("A period that would end on a day off runs on to the next working day"),
    ),
    int_field(
        "posting_places_required",
        NOTICES,
        N_("Places where the notice must hang before the period begins"),
        PLACES,
        1,
        50,
        N_("In a village with fewer places, all of them."),
    ),
    int_field(
        "posting_record_days",
        NOTICES,
        N_("A posting may be recorded at most so many days later"),
        DAYS,
        0,
        60,
        N_("Guards against a posting that is written down only afterwards."),
    ),
    choice_field("posting_proof", NOTICES, N_("A posting counts with"), EVIDENCE_CHOICES),
    bool_field(
        "end_photographs_required",
        NOTICES,
        N_("A period ends only when photographs show that the sheets hung to its end"),
    ),
    bool_field(
        "missing_sheet_stretches",
        NOTICES,
        N_("Days on which too few sheets hung are added to the period"),
    ),
    int_field(
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
    int_field("objection_answer_days", OBJECTIONS, N_("An objection is answered within"), DAYS, 1, 90),
    choice_field(
        "objection_answer_day_kind", OBJECTIONS, N_("Answer to an objection, days counted"), DAY_KIND_CHOICES
    ),
    int_field(
        "second_look_ask_days",
        OBJECTIONS,
        N_("After an answer “not satisfied” can be said within"),
        DAYS,
        1,
        90,
        N_("Counted as the days for answering an objection are."),
    ),
    int_field(
        "second_look_answer_days",
        OBJECTIONS,
        N_("A second look is answered within"),
        DAYS,
        1,
        90,
        N_("Counted as the days for answering an objection are."),
    ),
    int_field("investigators_min", OBJECTIONS, N_("Investigators of an objection, at least"), PEOPLE, 1, 10),
    bool_field("objection_anonymous_allowed", OBJECTIONS, N_("Objections without a name are taken")),
    PolicyField(
        "objection_hotline", FieldKind.TEXT, OBJECTIONS, N_("Hotline printed on notices"), maximum=40
    ),
)
_PUBLICITY = (
    choices_field("notice_columns", PUBLICITY, N_("Columns of the posted list"), COLUMN_CHOICES),
    bool_field(
        "notice_cause_public",
        PUBLICITY,
        N_("The main cause may be shown"),
        N_("Without this the cause column stays away, whatever columns are chosen."),
    ),
    bool_field(
        "health_causes_public",
        PUBLICITY,
        N_("Illness and disability may be shown as a cause"),
        N_("Health is sensitive personal information; leave this off unless a rule demands it."),
    ),
    choice_field("board_name", PUBLICITY, N_("Names on the paper in the village"), NAME_CHOICES),
    choice_field("web_name", PUBLICITY, N_("Names on the web"), NAME_CHOICES),
    int_field(
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
    int_field("checkup_labour_min_age", CHECKUP, N_("Labour from the age of"), YEARS_OLD, 0, 120),
    int_field("checkup_labour_max_age", CHECKUP, N_("Labour up to the age of"), YEARS_OLD, 0, 120),
    int_field(
        "checkup_primary_max_age", CHECKUP, N_("In primary school up to the age of"), YEARS_OLD, 0, 120
    ),
    int_field("checkup_senior_min_age", CHECKUP, N_("In senior school from the age of"), YEARS_OLD, 0, 120),
    int_field(
        "checkup_income_ceiling_yuan", CHECKUP, N_("Income a person that needs a look"), YUAN, 0, 1_000_000
    ),
    int_field(
        "checkup_household_max_people",
        CHECKUP,
        N_("A household that needs a look, from so many people"),
        PEOPLE,
        1,
        50,
    ),
    int_field("checkup_pension_min_age", CHECKUP, N_("Pension from the age of"), YEARS_OLD, 0, 120),
    int_field(
        "checkup_old_age_allowance_min_age",
        CHECKUP,
        N_("Old-age allowance from the age of"),
        YEARS_OLD,
        0,
        120,
    ),
    int_field(
        "checkup_five_guarantee_labour_min",
        CHECKUP,
        N_("Five-guarantee household: labour is odd from the age of"),
        YEARS_OLD,
        0,
        120,
    ),
    int_field(
        "checkup_five_guarantee_labour_max",
        CHECKUP,
        N_("Five-guarantee household: labour is odd up to the age of"),
        YEARS_OLD,
        0,
        120,
    ),
    int_field(
        "checkup_lack_of_labour_max_workers",
        CHECKUP,
        N_("Lack of labour: at most so many workers"),
        PEOPLE,
        0,
        20,
    ),
)
FIELDS = (
    *_CHECKING,
    *_MEETING,
    *_NOTICES,
    *_OBJECTIONS,
    *_PUBLICITY,
    *_INCOME,
    *_CHECKUP,
    *FUND_FIELDS,
    *EXIT_FIELDS,
    *TASK_FIELDS,
    *PAIRING_FIELDS,
    *VISIT_FIELDS,
    *VILLAGE_FIELDS,
)
FIELDS_BY_NAME = {field.name: field for field in FIELDS}


def fields_of(group: FieldGroup) -> tuple[PolicyField, ...]:
    """The fields of one part of the policy page."""
    return tuple(field for field in FIELDS if field.group == group)
