"""The way out of the register with its own two publicities and one announcement: the table of a list of exits.

Sources: opinion of 2016 on setting up the way out of poverty (proposed by the village after its review, checked by the
two committees and the work team, accepted by the household, publicity in the village without objection, announcement,
struck from the register); the longer local way with a township check and a second publicity in the village.

The steps are those of identification, as public as the way in; what differs is said here: the words, what is asked for
beside, and what the announcement does.
"""

from dataclasses import replace

from app.core.machine import Effect, Guard, Machine, Step
from app.core.messages import N_
from app.domain.candidate_lists.models import ListState as S
from app.domain.reviews.models import ReviewLevel
from app.domain.workflow import effects as do
from app.domain.workflow import exit_effects as out
from app.domain.workflow import exit_guards as must
from app.domain.workflow.procedures import identification

STATES: dict[str, str] = {
    S.DRAFT: N_("Exit list being drawn up"),
    S.FIRST_NOTICE: N_("First notice of exits"),
    S.TOWNSHIP_REVIEW: N_("Township checks the exits"),
    S.SECOND_NOTICE: N_("Second notice of exits"),
    S.COUNTY_REVIEW: N_("County decides on the exits"),
    S.ANNOUNCED: N_("Exits announced"),
}


def _asked_of(level: ReviewLevel | None) -> tuple[Guard, ...]:
    return must.checked_at_home(level), must.accepted_by_household(level), must.still_registered(level)


#: what the way out asks for beside what the way in asks for
BESIDE: dict[str, tuple[Guard, ...]] = {
    "publish_first_notice": _asked_of(None),
    "publish_second_notice": _asked_of(ReviewLevel.TOWNSHIP),
    "announce": _asked_of(ReviewLevel.COUNTY),
}
#: effect of the way in -> of the way out
INSTEAD: dict[Effect, Effect] = {
    do.register_households: out.let_leave,
    do.strike_households: out.take_back,
}
#: step -> its button and what follows
WORDS: dict[str, tuple[str, str]] = {
    "publish_first_notice": (
        N_("Issue the first notice of exits"),
        N_(
            "The list freezes as it stands: everybody can see who is to leave the register. Print it and hang it."
        ),
    ),
    "publish_second_notice": (
        N_("Issue the second notice of exits"),
        N_(
            "Who stays in the register leaves this list with its reason. The rest is posted in the township's name."
        ),
    ),
    "announce": (
        N_("Announce the exits"),
        N_(
            "The households on the list leave the register today. The help goes on, and the watch year begins."
        ),
    ),
    "withdraw_announcement": (
        N_("Withdraw the announcement of exits"),
        N_("The households are in the register again until a corrected announcement is issued."),
    ),
}


def _for_exit(step: Step) -> Step:
    label, consequence = WORDS.get(step.name, (step.label, step.consequence))
    return replace(
        step,
        label=label,
        consequence=consequence,
        guards=(*step.guards, *BESIDE.get(step.name, ())),
        effects=tuple(INSTEAD.get(effect, effect) for effect in step.effects),
    )


STEPS = tuple(_for_exit(step) for step in identification.STEPS)
MACHINE = Machine("exit", STATES, S.DRAFT, STEPS)
