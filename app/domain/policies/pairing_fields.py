"""The policy fields of who helps whom: the least number of households by rank, days on post. Part of the schema."""

from app.core.messages import N_
from app.domain.policies.fields import DAYS, HOUSEHOLDS, PolicyField, bool_field, choice_field, int_field
from app.domain.policies.vocabulary import PAIRING_RULE_CHOICES, RANK_CHOICES, FieldGroup, FieldKind

HELP = FieldGroup.ASSISTANCE


def _minimums(name: str, label: str, note: str) -> PolicyField:
    return PolicyField(name, FieldKind.COUNTS, HELP, label, maximum=200, choices=RANK_CHOICES, help=note)


PAIRING_FIELDS = (
    choice_field(
        "pairing_rule", HELP, N_("How many households a helper has at least is told by"), PAIRING_RULE_CHOICES
    ),
    _minimums(
        "pairing_minimums_532",
        N_("Rule 532: households of a helper, at least"),
        N_("By rank. An empty line means that no number is laid down for this rank. A change holds at once."),
    ),
    _minimums(
        "pairing_minimums_54321",
        N_("Rule 54321: households of a helper, at least"),
        N_("What this rule asks of which rank is not known; the county fills it in where it goes by it."),
    ),
    bool_field(
        "pairing_second_helper",
        HELP,
        N_("Each household has a second helper beside the first one"),
        N_("From the township or the village. Where it is not asked for, one may be named all the same."),
    ),
    int_field(
        "pairing_second_most",
        HELP,
        N_("Households of a second helper, at most"),
        HOUSEHOLDS,
        0,
        200,
        N_("0 means that no number is laid down."),
    ),
    int_field(
        "post_days_per_year",
        HELP,
        N_("Whoever is posted to a village is there in a year at least"),
        DAYS,
        0,
        366,
        N_("0 means that no number is laid down."),
    ),
)
