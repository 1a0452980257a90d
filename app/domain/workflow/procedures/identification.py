"""Identification with two publicities and one announcement (两公示一公告): the table of the candidate list.

Source: national work plan of 2014 on registering poor households, nine steps (first selection, publicity and
announcement); who posts where: the village committee, the township and the county, always in the village.
"""

from app.core.machine import Machine, Step
from app.core.messages import N_
from app.core.permissions import Permission as P
from app.domain.areas.models import AreaLevel
from app.domain.candidate_lists.models import ListState as S
from app.domain.policies.vocabulary import NoticeKind as K
from app.domain.reviews.models import ReviewLevel as L
from app.domain.workflow import effects as do
from app.domain.workflow import guards as must
from app.domain.workflow import guards_comparison as compared
from app.domain.workflow.considered import changes_considered
from app.domain.workflow.guards_kinship import kinship_stated

STATES: dict[str, str] = {
    S.DRAFT: N_("Being drawn up"),
    S.FIRST_NOTICE: N_("First notice"),
    S.TOWNSHIP_REVIEW: N_("Township review"),
    S.SECOND_NOTICE: N_("Second notice"),
    S.COUNTY_REVIEW: N_("County decision"),
    S.ANNOUNCED: N_("Announced"),
}

STEPS = (
    Step(
        "publish_first_notice",
        (S.DRAFT,),
        S.FIRST_NOTICE,
        P.NOTICE_PUBLISH_FIRST,
        N_("Issue the first notice"),
        N_(
            "The list freezes as it stands. Print it and hang it in the village; the period "
            "begins when it hangs where it must."
        ),
        guards=(
            must.round_is_open,
            must.has_entries,
            must.has_posting_place,
            must.nobody_forgotten,
            must.everybody_has_a_head,
            must.meeting_had_quorum,
            must.findings_explained,
            compared.comparison_ran,
            compared.hits_explained,
            compared.excluded_are_off(None),
            must.no_person_twice,
            must.duplicates_decided,
            kinship_stated(AreaLevel.VILLAGE),
        ),
        effects=(do.refresh_names, do.publish(K.FIRST_NOTICE)),
    ),
    Step(
        "withdraw_first_notice",
        (S.FIRST_NOTICE,),
        S.DRAFT,
        P.NOTICE_PUBLISH_FIRST,
        N_("Withdraw the first notice"),
        N_(
            "The notice stays on record as withdrawn; a corrected one gets a new number and a full new period."
        ),
        effects=(do.withdraw(K.FIRST_NOTICE),),
        needs_reason=True,
        tone="danger",
    ),
    Step(
        "forward_to_township",
        (S.FIRST_NOTICE,),
        S.TOWNSHIP_REVIEW,
        P.CANDIDATE_LIST_FORWARD,
        N_("Forward to the township"),
        N_(
            "Households with an undecided objection are set aside onto a supplementary list; all "
            "others go to the township."
        ),
        guards=(
            must.round_is_open,
            must.has_entries,
            must.period_is_over(K.FIRST_NOTICE),
            must.somebody_goes_on,
            compared.hits_explained,
        ),
        effects=(do.set_aside_disputed(S.FIRST_NOTICE),),
    ),
    Step(
        "return_to_village",
        (S.TOWNSHIP_REVIEW,),
        S.DRAFT,
        P.CANDIDATE_LIST_DECIDE_TOWNSHIP,
        N_("Return the whole list to the village"),
        N_(
            "The first notice counts as withdrawn. The village corrects the list and posts it "
            "again for a full period."
        ),
        effects=(do.supersede(L.TOWNSHIP), do.withdraw(K.FIRST_NOTICE)),
        needs_reason=True,
        level="township",
        tone="danger",
    ),
    Step(
        "publish_second_notice",
        (S.TOWNSHIP_REVIEW,),
        S.SECOND_NOTICE,
        P.NOTICE_PUBLISH_SECOND,
        N_("Issue the second notice"),
        N_(
            "What you removed or returned leaves the list with its reason. The rest is posted in "
            "the village in the township's name."
        ),
        guards=(
            must.round_is_open,
            must.has_entries,
            must.has_posting_place,
            must.all_decided(L.TOWNSHIP),
            changes_considered(L.TOWNSHIP),
            must.sample_checked(L.TOWNSHIP),
            compared.hits_explained,
            compared.excluded_are_off(L.TOWNSHIP),
            must.no_open_objection,
            kinship_stated(AreaLevel.TOWNSHIP),
        ),
        effects=(do.apply_decisions(L.TOWNSHIP), do.publish(K.SECOND_NOTICE)),
        level="township",
    ),
    Step(
        "withdraw_second_notice",
        (S.SECOND_NOTICE,),
        S.TOWNSHIP_REVIEW,
        P.NOTICE_PUBLISH_SECOND,
        N_("Withdraw the second notice"),
        N_(
            "The notice stays on record as withdrawn; a corrected one gets a new number and a full new period."
        ),
        effects=(do.withdraw(K.SECOND_NOTICE), do.supersede(L.TOWNSHIP)),
        needs_reason=True,
        level="township",
        tone="danger",
    ),
    Step(
        "forward_to_county",
        (S.SECOND_NOTICE,),
        S.COUNTY_REVIEW,
        P.CANDIDATE_LIST_FORWARD_COUNTY,
        N_("Forward to the county"),
        N_(
            "Households with an undecided objection are set aside onto a supplementary list; all "
            "others go to the county."
        ),
        guards=(
            must.round_is_open,
            must.has_entries,
            must.period_is_over(K.SECOND_NOTICE),
            must.somebody_goes_on,
            compared.hits_explained,
        ),
        effects=(do.set_aside_disputed(S.SECOND_NOTICE),),
        level="township",
    ),
    Step(
        "return_to_township",
        (S.COUNTY_REVIEW,),
        S.TOWNSHIP_REVIEW,
        P.CANDIDATE_LIST_DECIDE_COUNTY,
        N_("Return the whole list to the township"),
        N_("The second notice counts as withdrawn. The township reviews again and posts for a full period."),
        effects=(do.supersede(L.COUNTY), do.supersede(L.TOWNSHIP), do.withdraw(K.SECOND_NOTICE)),
        needs_reason=True,
        level="county",
        tone="danger",
    ),
    Step(
        "announce",
        (S.COUNTY_REVIEW,),
        S.ANNOUNCED,
        P.CANDIDATE_LIST_ANNOUNCE,
        N_("Announce"),
        N_(
            "The households on the list become registered today. The announcement is posted in "
            "the village in the county's name."
        ),
        guards=(
            must.round_is_open,
            must.has_entries,
            must.period_is_over(K.FIRST_NOTICE),
            must.period_is_over(K.SECOND_NOTICE),
            must.meeting_had_quorum,
            must.all_decided(L.COUNTY),
            changes_considered(L.COUNTY),
            must.sample_checked(L.COUNTY),
            compared.hits_explained,
            compared.excluded_are_off(L.COUNTY),
            must.no_open_objection,
            must.no_person_twice,
            must.duplicates_decided,
            must.took_no_part,
            kinship_stated(AreaLevel.COUNTY),
        ),
        effects=(
            do.mark_announced,
            do.apply_decisions(L.COUNTY),
            do.publish(K.ANNOUNCEMENT),
            do.register_households,
        ),
        level="county",
    ),
    Step(
        "withdraw_announcement",
        (S.ANNOUNCED,),
        S.COUNTY_REVIEW,
        P.CANDIDATE_LIST_ANNOUNCE,
        N_("Withdraw the announcement"),
        N_(
            "The registrations are struck until a corrected announcement is issued; the withdrawn "
            "one stays on record."
        ),
        effects=(
            do.unmark_announced,
            do.strike_households,
            do.withdraw(K.ANNOUNCEMENT),
            do.supersede(L.COUNTY),
        ),
        needs_reason=True,
        level="county",
        tone="danger",
    ),
)

MACHINE = Machine("identification", STATES, S.DRAFT, STEPS)
