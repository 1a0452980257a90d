"""The policy fields of choosing poor villages, as part of the schema.

The three criteria are those of the national plan of 2014 for registering the poor (one high, one low, one none): the
village's share of poor people at least double the province's, its net income a head below 60 percent of the province's
average, no collective income; Xinjiang went by the first two. What the panel's members give points for is a county's
own: no source lays it down.
"""

from app.core.messages import N_
from app.domain.policies.fields import (
    DAYS,
    PEOPLE,
    PERCENT,
    POINTS,
    YUAN,
    bool_field,
    choice_field,
    int_field,
    share_field,
)
from app.domain.policies.vocabulary import DAY_KIND_CHOICES, FieldGroup

VILLAGES = FieldGroup.VILLAGES
NOT_ENTERED = N_("0: not entered yet. Without it no village can be put on the list.")

VILLAGE_FIELDS = (
    int_field(
        "poor_village_incidence_percent",
        VILLAGES,
        N_("A poor village: its share of poor people against that of the province, at least"),
        PERCENT,
        100,
        1000,
        N_("200 percent is double."),
    ),
    int_field(
        "poor_village_income_percent",
        VILLAGES,
        N_("A poor village: its net income a head against the province's average, below"),
        PERCENT,
        1,
        100,
    ),
    bool_field(
        "poor_village_no_collective",
        VILLAGES,
        N_("A poor village has no collective income"),
        N_("Xinjiang did not ask for it."),
    ),
    int_field("province_year", VILLAGES, N_("Figures of the province: the year"), "", 0, 2100, NOT_ENTERED),
    share_field(
        "province_incidence",
        VILLAGES,
        N_("Figures of the province: share of poor people among the rural population"),
        NOT_ENTERED,
    ),
    int_field(
        "province_income_yuan",
        VILLAGES,
        N_("Figures of the province: average net income a head in the country"),
        YUAN,
        0,
        1_000_000,
        NOT_ENTERED,
    ),
    int_field("village_notice_days", VILLAGES, N_("Notices of poor villages, at least"), DAYS, 1, 90),
    choice_field(
        "village_notice_day_kind", VILLAGES, N_("Notices of poor villages, days counted"), DAY_KIND_CHOICES
    ),
    int_field("village_panel_min", VILLAGES, N_("The county's panel: members, at least"), PEOPLE, 1, 50),
    int_field("village_score_poverty", VILLAGES, N_("The panel gives points for: poverty"), POINTS, 0, 100),
    int_field("village_score_income", VILLAGES, N_("The panel gives points for: income"), POINTS, 0, 100),
    int_field(
        "village_score_conditions",
        VILLAGES,
        N_("The panel gives points for: water, road, housing, school, clinic"),
        POINTS,
        0,
        100,
    ),
    int_field(
        "village_score_will",
        VILLAGES,
        N_("The panel gives points for: what the villagers want to do themselves"),
        POINTS,
        0,
        100,
    ),
    int_field(
        "village_score_least",
        VILLAGES,
        N_("A village is chosen only with an average, at least, of"),
        POINTS,
        0,
        400,
        N_("0: the points advise, the county decides."),
    ),
)
