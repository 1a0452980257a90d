"""A village's way to be a poor village: the table of its steps.

Source: the national plan of 2014 for registering the poor (one publicity, one announcement): the township explains the
conditions, the village discusses widely and applies of its own accord, the township reviews and shows its first list,
the county office looks at it, the county's leading group decides, it is announced. Members of a panel who give points:
Yongshou county (Shaanxi).
"""

from app.core.machine import Machine, Step
from app.core.messages import N_
from app.core.permissions import Permission as P
from app.domain.poor_villages.models import VillageState as S
from app.domain.workflow import poor_village_effects as do
from app.domain.workflow import poor_village_guards as must

STATES: dict[str, str] = {
    S.DRAFT: N_("Being written in the village"),
    S.TOWNSHIP_REVIEW: N_("Before the township"),
    S.FIRST_LIST: N_("On the township's first list"),
    S.PANEL: N_("Before the county's panel"),
    S.CHOSEN: N_("Chosen, to be announced"),
    S.NOT_CHOSEN: N_("Not chosen"),
    S.ANNOUNCED: N_("Poor village, announced"),
    S.WITHDRAWN: N_("Withdrawn by the village"),
}
#: the steps that a notice takes with it; nobody presses a button for them
WITH_NOTICE = frozenset({"announce", "withdraw_announcement"})

STEPS = (
    Step(
        "apply",
        (S.DRAFT,),
        S.TOWNSHIP_REVIEW,
        P.POOR_VILLAGE_APPLY,
        N_("Apply"),
        N_("The form goes to the township with the signed minutes. The village cannot change it any more."),
        guards=(must.round_is_open, must.minutes_are_attached, must.differences_are_explained),
    ),
    Step(
        "return_to_village",
        (S.TOWNSHIP_REVIEW, S.FIRST_LIST),
        S.DRAFT,
        P.POOR_VILLAGE_CHECK,
        N_("Return it to the village"),
        N_("The village corrects its form and applies again."),
        guards=(must.stands_on_no_publicity,),
        needs_reason=True,
        level="township",
        tone="danger",
    ),
    Step(
        "put_on_list",
        (S.TOWNSHIP_REVIEW,),
        S.FIRST_LIST,
        P.POOR_VILLAGE_CHECK,
        N_("Checked: onto the first list"),
        N_("Write what you looked at. Next, the township's notice shows the list to everybody."),
        guards=(must.round_is_open, must.province_is_known, must.criteria_are_met, must.check_is_written),
        effects=(do.write_check,),
        level="township",
    ),
    Step(
        "submit_to_county",
        (S.FIRST_LIST,),
        S.PANEL,
        P.POOR_VILLAGE_CHECK,
        N_("Hand it to the county"),
        N_("The notice has hung long enough and nothing is open. The county's panel gives points next."),
        guards=(must.round_is_open, must.publicity_is_over, must.nothing_is_open),
        level="township",
    ),
    Step(
        "return_to_township",
        (S.PANEL,),
        S.FIRST_LIST,
        P.POOR_VILLAGE_DECIDE,
        N_("Return it to the township"),
        N_("The township looks again, or withdraws its notice and returns it to the village."),
        needs_reason=True,
        level="county",
        tone="danger",
    ),
    Step(
        "choose",
        (S.PANEL,),
        S.CHOSEN,
        P.POOR_VILLAGE_DECIDE,
        N_("It is a poor village"),
        N_("The leading group has decided. Next, the county announces it."),
        guards=(
            must.round_is_open,
            must.nothing_is_open,
            must.scores_are_complete,
            must.scores_are_enough,
            must.decision_is_numbered,
        ),
        effects=(do.decide,),
        level="county",
    ),
    Step(
        "refuse",
        (S.PANEL,),
        S.NOT_CHOSEN,
        P.POOR_VILLAGE_DECIDE,
        N_("It is not chosen"),
        N_("The reason stands on the county's announcement, for everybody to read."),
        guards=(must.round_is_open, must.scores_are_complete, must.decision_is_numbered),
        effects=(do.decide,),
        needs_reason=True,
        level="county",
        tone="danger",
    ),
    Step(
        "decide_again",
        (S.CHOSEN, S.NOT_CHOSEN),
        S.PANEL,
        P.POOR_VILLAGE_DECIDE,
        N_("Take the decision back"),
        N_("It stands before the panel again."),
        guards=(must.stands_on_no_announcement,),
        effects=(do.undo_decision,),
        needs_reason=True,
        level="county",
        tone="danger",
    ),
    Step(
        "announce",
        (S.CHOSEN,),
        S.ANNOUNCED,
        P.POOR_VILLAGE_DECIDE,
        N_("Announce it"),
        N_("It is taken with the county's announcement, for all villages of a township at once."),
        guards=(must.stands_on_announcement,),
        level="county",
    ),
    Step(
        "withdraw_announcement",
        (S.ANNOUNCED,),
        S.CHOSEN,
        P.POOR_VILLAGE_DECIDE,
        N_("Withdraw the announcement"),
        N_("It is taken when the county withdraws its announcement."),
        guards=(must.stands_on_no_announcement,),
        needs_reason=True,
        level="county",
        tone="danger",
    ),
    Step(
        "withdraw",
        (S.DRAFT, S.TOWNSHIP_REVIEW, S.FIRST_LIST),
        S.WITHDRAWN,
        P.POOR_VILLAGE_APPLY,
        N_("Withdraw the application"),
        N_("The village does not want it any more. It may take it up again while the round is open."),
        guards=(must.stands_on_no_publicity,),
        needs_reason=True,
        tone="danger",
    ),
    Step(
        "take_up_again",
        (S.WITHDRAWN,),
        S.DRAFT,
        P.POOR_VILLAGE_APPLY,
        N_("Take it up again"),
        guards=(must.round_is_open,),
    ),
)

MACHINE = Machine("poor_village", STATES, S.DRAFT, STEPS)
