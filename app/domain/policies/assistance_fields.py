"""The policy fields of the help that a registered household is given, as part of the schema."""

from app.core.messages import N_
from app.domain.policies.fields import bool_field, choice_field, int_field
from app.domain.policies.vocabulary import VISIT_PERIOD_CHOICES, FieldGroup

HELP = FieldGroup.ASSISTANCE
VISITS = N_("visits")
NOUGHT_IS_NO_RULE = N_("0 means that no number is laid down.")

VISIT_FIELDS = (
    int_field(
        "visit_helper_times", HELP, N_("The helper visits each household"), VISITS, 0, 31, NOUGHT_IS_NO_RULE
    ),
    choice_field(
        "visit_helper_period", HELP, N_("The helper's visits are counted per"), VISIT_PERIOD_CHOICES
    ),
    int_field(
        "visit_second_times",
        HELP,
        N_("The second helper comes to each household"),
        VISITS,
        0,
        31,
        NOUGHT_IS_NO_RULE,
    ),
    choice_field(
        "visit_second_period", HELP, N_("The second helper's visits are counted per"), VISIT_PERIOD_CHOICES
    ),
    bool_field(
        "visit_second_by_telephone",
        HELP,
        N_("A call by telephone counts as a visit of the second helper"),
    ),
    int_field(
        "visit_team_times",
        HELP,
        N_("The resident team visits each household"),
        VISITS,
        0,
        31,
        NOUGHT_IS_NO_RULE,
    ),
    choice_field(
        "visit_team_period", HELP, N_("The resident team's visits are counted per"), VISIT_PERIOD_CHOICES
    ),
    int_field(
        "visit_village_times",
        HELP,
        N_("Village officers visit each household"),
        VISITS,
        0,
        31,
        NOUGHT_IS_NO_RULE,
    ),
    choice_field(
        "visit_village_period", HELP, N_("Village officers' visits are counted per"), VISIT_PERIOD_CHOICES
    ),
)
