"""A project from the library to the acceptance: the table of its steps.

Sources: the guidance of 2018 on publishing poverty-alleviation funds and projects (library, plan, before the start,
after completion, who received what), and the rules of the project library: proposed by the village's meeting, shown in
the village, checked by the township, approved by the county; without a target nothing enters.
"""

from app.core.machine import Machine, Step
from app.core.messages import N_
from app.core.permissions import Permission as P
from app.domain.policies.vocabulary import NoticeKind as N
from app.domain.projects.models import MilestoneKind as K
from app.domain.projects.models import ProjectState as S
from app.domain.workflow import project_effects as do
from app.domain.workflow import project_guards as must

STATES: dict[str, str] = {
    S.DRAFT: N_("Being written"),
    S.PROPOSED: N_("Proposed, to be shown in the village"),
    S.TOWNSHIP_CHECK: N_("Before the township"),
    S.COUNTY_APPROVAL: N_("Before the county"),
    S.LIBRARY: N_("In the project library"),
    S.PLANNED: N_("In the year's plan"),
    S.UNDER_WAY: N_("Work under way"),
    S.COMPLETED: N_("Done, to be accepted"),
    S.ACCEPTED: N_("Accepted, to be shown"),
    S.CLOSED: N_("Finished"),
    S.DROPPED: N_("Not carried out"),
}

STEPS = (
    Step(
        "propose",
        (S.DRAFT,),
        S.PROPOSED,
        P.PROJECT_EDIT,
        N_("Propose the project"),
        N_(
            "The record is complete and the meeting agreed. Next, the project is shown on the village's board."
        ),
        guards=(must.year_is_open, must.record_is_complete, must.meeting_carries),
    ),
    Step(
        "submit",
        (S.PROPOSED,),
        S.TOWNSHIP_CHECK,
        P.PROJECT_EDIT,
        N_("Hand it to the township"),
        N_(
            "The notice has hung long enough. The township looks at the project next; the record stays as it is."
        ),
        guards=(
            must.year_is_open,
            must.record_is_complete,
            must.notice_is_over(N.PROJECT_LIBRARY),
            must.meeting_carries,
        ),
    ),
    Step(
        "return_to_village",
        (S.TOWNSHIP_CHECK,),
        S.DRAFT,
        P.PROJECT_CHECK,
        N_("Return it to the village"),
        N_("The village corrects the record and shows it again."),
        needs_reason=True,
        level="township",
        tone="danger",
    ),
    Step(
        "check",
        (S.TOWNSHIP_CHECK,),
        S.COUNTY_APPROVAL,
        P.PROJECT_CHECK,
        N_("Checked: hand it to the county"),
        N_("Write what you looked at and add the paper of the check. The county decides next."),
        guards=(must.year_is_open, must.has_mark(K.TOWNSHIP_CHECK)),
        effects=(do.put_mark(K.TOWNSHIP_CHECK),),
        level="township",
    ),
    Step(
        "return_to_township",
        (S.COUNTY_APPROVAL,),
        S.TOWNSHIP_CHECK,
        P.PROJECT_APPROVE,
        N_("Return it to the township"),
        N_("The township checks again, or returns it to the village."),
        needs_reason=True,
        level="county",
        tone="danger",
    ),
    Step(
        "approve",
        (S.COUNTY_APPROVAL,),
        S.LIBRARY,
        P.PROJECT_APPROVE,
        N_("Approve: into the project library"),
        N_("With the number and the paper of the approval. From now on money can be allocated to it."),
        guards=(must.year_is_open, must.has_mark(K.APPROVAL)),
        effects=(do.put_mark(K.APPROVAL),),
        level="county",
    ),
    Step(
        "plan",
        (S.LIBRARY,),
        S.PLANNED,
        P.PROJECT_CHECK,
        N_("Put it into the year's plan"),
        N_("The money is there and the year's plan is published. Next: the notice before the start."),
        guards=(
            must.year_is_open,
            must.money_is_allocated,
            must.stands_on(N.ANNUAL_PLAN),
            must.has_mark(K.PLAN),
        ),
        effects=(do.put_mark(K.PLAN),),
        level="township",
    ),
    Step(
        "start",
        (S.PLANNED,),
        S.UNDER_WAY,
        P.PROJECT_EDIT,
        N_("The work begins"),
        N_("From this day on progress is reported with photographs."),
        guards=(
            must.year_is_open,
            must.notice_is_over(N.PROJECT_START),
            must.builder_is_decided,
            must.has_mark(K.START),
        ),
        effects=(do.put_mark(K.START),),
    ),
    Step(
        "complete",
        (S.UNDER_WAY,),
        S.COMPLETED,
        P.PROJECT_EDIT,
        N_("The work is done"),
        N_("The township comes to look at it and accepts it, or sends it back."),
        guards=(must.work_is_done, must.has_mark(K.COMPLETION)),
        effects=(do.put_mark(K.COMPLETION),),
    ),
    Step(
        "send_back",
        (S.COMPLETED,),
        S.UNDER_WAY,
        P.PROJECT_CHECK,
        N_("Not accepted: more is to be done"),
        N_("The work goes on and progress is reported again. Write what is still missing."),
        needs_reason=True,
        level="township",
        tone="danger",
    ),
    Step(
        "accept",
        (S.COMPLETED,),
        S.ACCEPTED,
        P.PROJECT_CHECK,
        N_("Accept the work"),
        N_("With the signed acceptance sheet. Next: the notice after completion."),
        guards=(must.has_mark(K.ACCEPTANCE),),
        effects=(do.put_mark(K.ACCEPTANCE),),
        level="township",
    ),
    Step(
        "close",
        (S.ACCEPTED,),
        S.CLOSED,
        P.PROJECT_CHECK,
        N_("Finish the project"),
        N_("Everything was shown and adds up. The record stays as it is, open to everybody."),
        guards=(
            must.notice_is_over(N.PROJECT_COMPLETION),
            must.beneficiaries_announced,
            must.sums_agree,
        ),
        level="township",
    ),
    Step(
        "give_up",
        (S.DRAFT, S.PROPOSED),
        S.DROPPED,
        P.PROJECT_EDIT,
        N_("Give the project up"),
        N_("The record stays, with the reason; the project goes no further."),
        needs_reason=True,
        tone="danger",
    ),
    Step(
        "drop",
        (S.TOWNSHIP_CHECK, S.COUNTY_APPROVAL, S.LIBRARY, S.PLANNED),
        S.DROPPED,
        P.PROJECT_CHECK,
        N_("Take it off: it is not carried out"),
        N_("The record stays, with the reason; the project goes no further."),
        guards=(must.no_money_on_it,),
        needs_reason=True,
        level="township",
        tone="danger",
    ),
)

MACHINE = Machine("project", STATES, S.DRAFT, STEPS)
