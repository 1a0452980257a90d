"""The policy fields of the way out of the register, the yearly re-check and the watch, as part of the schema."""

from app.core.messages import N_
from app.domain.policies.fields import (
    DAYS,
    HOUSEHOLDS,
    MONTHS,
    PERCENT,
    WORKING_DAYS,
    PolicyField,
    bool_field,
    choice_field,
    int_field,
)
from app.domain.policies.vocabulary import DAY_KIND_CHOICES, FieldGroup, FieldKind

EXIT = FieldGroup.EXIT

EXIT_FIELDS = (
    PolicyField(
        "exit_basis",
        FieldKind.TEXT,
        EXIT,
        N_("What a round of exits rests on"),
        maximum=120,
        help=N_("Printed on its notices instead of the policy's own basis."),
    ),
    bool_field("exit_acceptance_required", EXIT, N_("A household leaves only with its own signature")),
    int_field(
        "exit_policy_months",
        EXIT,
        N_("After the announcement of the exit the help goes on for"),
        MONTHS,
        0,
        120,
    ),
    int_field(
        "exit_watch_months",
        EXIT,
        N_("The number is struck after a watch of"),
        MONTHS,
        0,
        120,
        N_("Counted from the announcement of the exit."),
    ),
    int_field(
        "exit_sample_all_up_to",
        EXIT,
        N_("Home checks by the county on a list of exits: all, up to"),
        HOUSEHOLDS,
        0,
        1000,
        N_("0: by share, as on every other list."),
    ),
    int_field(
        "exit_sample_middle_up_to",
        EXIT,
        N_("A list of exits counts as long with more than"),
        HOUSEHOLDS,
        0,
        5000,
    ),
    int_field(
        "exit_sample_middle",
        EXIT,
        N_("Home checks on a list of exits of middle length, at least"),
        HOUSEHOLDS,
        0,
        1000,
    ),
    int_field(
        "exit_sample_large", EXIT, N_("Home checks on a long list of exits, at least"), HOUSEHOLDS, 0, 1000
    ),
    int_field(
        "recheck_jump_percent",
        EXIT,
        N_("Yearly re-check: a value that changed by more than this is asked about"),
        PERCENT,
        1,
        1000,
    ),
    int_field("watch_visit_days", EXIT, N_("Somebody at risk is visited within"), WORKING_DAYS, 1, 60),
    int_field("watch_compare_days", EXIT, N_("The data are compared within"), WORKING_DAYS, 1, 60),
    int_field("watch_review_days", EXIT, N_("Review and village notice take at most"), WORKING_DAYS, 1, 60),
    int_field(
        "watch_total_days",
        EXIT,
        N_("From the sign of risk to the entry into the watch at most"),
        WORKING_DAYS,
        1,
        120,
    ),
    int_field(
        "watch_green_days",
        EXIT,
        N_("Helped at once: the procedure is made up for within"),
        WORKING_DAYS,
        1,
        120,
    ),
    int_field("watch_notice_days", EXIT, N_("The village notice of the watch hangs at least"), DAYS, 1, 90),
    choice_field(
        "watch_notice_day_kind", EXIT, N_("Village notice of the watch, days counted"), DAY_KIND_CHOICES
    ),
    bool_field(
        "watch_kind_public", EXIT, N_("On notices of the watch: of which kind each household is, is public")
    ),
    bool_field(
        "watch_risk_public",
        EXIT,
        N_("On notices of the watch: the risk is public"),
        N_("Illness and disability stand there only where causes of health are public as well."),
    ),
    bool_field(
        "watch_help_public",
        EXIT,
        N_("On notices of the watch: the kinds of help are public"),
        N_("Medical help stands there only where causes of health are public as well."),
    ),
)
