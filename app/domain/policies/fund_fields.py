"""The policy fields of funds, projects and village disclosure, as part of the schema."""

from app.core.messages import N_
from app.domain.policies.fields import DAY_OF_MONTH, DAYS, MONTHS, WORKING_DAYS, choice_field, int_field
from app.domain.policies.vocabulary import DAY_KIND_CHOICES, FieldGroup

FUNDS = FieldGroup.FUNDS

FUND_FIELDS = (
    int_field("fund_notice_days", FUNDS, N_("Notices of funds and projects, at least"), DAYS, 1, 90),
    choice_field(
        "fund_notice_day_kind", FUNDS, N_("Notices of funds and projects, days counted"), DAY_KIND_CHOICES
    ),
    int_field(
        "allocation_days",
        FUNDS,
        N_("Money that came is given to projects within"),
        WORKING_DAYS,
        1,
        250,
        N_("Counted from the day of the document by which the money came."),
    ),
    int_field(
        "project_report_days", FUNDS, N_("While work goes on, progress is reported every"), DAYS, 1, 90
    ),
    int_field(
        "project_notice_days",
        FUNDS,
        N_("After it was decided, a matter of funds or projects is published within"),
        WORKING_DAYS,
        1,
        60,
    ),
    int_field(
        "village_finance_months",
        FUNDS,
        N_("The village publishes its accounts every"),
        MONTHS,
        1,
        3,
        N_("1 for a village with much money, 3 for the others."),
    ),
    int_field(
        "village_finance_day",
        FUNDS,
        N_("The accounts are due in the following month on the"),
        DAY_OF_MONTH,
        1,
        28,
    ),
    int_field(
        "major_matter_days",
        FUNDS,
        N_("What was decided or approved for the village is published within"),
        DAYS,
        0,
        30,
        N_("0 means on the same day."),
    ),
    int_field(
        "disclosure_days",
        FUNDS,
        N_("An entry of the disclosure catalogue is published within"),
        WORKING_DAYS,
        1,
        60,
        N_("Counted from the day on which the matter came about or changed."),
    ),
    int_field(
        "delivery_answer_days",
        FUNDS,
        N_("Whoever says that money or goods did not arrive is answered within"),
        WORKING_DAYS,
        1,
        60,
    ),
)
