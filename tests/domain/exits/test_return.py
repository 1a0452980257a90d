"""The way back: a household that left the register goes through a new round, application to announcement."""

import datetime as dt

from app.core.db import db
from app.domain.applications import service as applications
from app.domain.applications.models import ApplicationState
from app.domain.exits import queries
from app.domain.households import registration
from app.domain.households.registration import Place
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews.models import ReviewLevel
from tests.domain.exits.story import WayOut
from tests.domain.workflow.test_chain import Story
from tests.people import People


def test_who_fell_back_returns_by_a_round_of_its_own(people: People, clock) -> None:
    out = WayOut(people, clock)
    leaving, staying = out.register(2)
    out.propose([leaving]).check().sign().meet().draw_up().announce()
    number = leaving.household_no
    assert registration.membership_of(leaving.id).place is Place.EXITED
    assert out.in_register() == (1, 3)
    clock.set(clock.today + dt.timedelta(days=60))

    back = Story(people, clock)
    applications.file_application(
        actor=back.actor("village_officer"),
        round_=back.round,
        household=leaving,
        applicant_name=leaving.head_name,
        cause="illness",
        reason="户主大病，收入又低于标准",
        consents_to_comparison=True,
        signed_copy=back.paper,
    )
    back.visit()
    db.session.commit()
    village = people.browser("villager")
    before = village.get("public.show_village", code=people.village.code).text
    back.meet().draw_up().step("publish_first_notice", "village_officer")
    assert registration.membership_of(leaving.id).place is Place.EXITED
    back.wait_out(back.hang(NoticeKind.FIRST_NOTICE))
    back.step("forward_to_township", "village_officer").review(ReviewLevel.TOWNSHIP, "township_reviewer")
    back.step("publish_second_notice", "township_reviewer")
    back.wait_out(back.hang(NoticeKind.SECOND_NOTICE))
    back.step("forward_to_county", "township_reviewer").review(ReviewLevel.COUNTY, "county_approver")
    assert out.in_register() == (1, 3)
    back.step("announce", "county_approver")

    now = registration.membership_of(leaving.id)
    assert (now.place, now.has_returned) == (Place.REGISTERED, True)
    assert leaving.household_no == number
    assert len(registration.list_registrations(leaving.id)) == 2
    assert out.in_register() == (2, 6)
    assert [one.state for one in back.in_state(*ApplicationState)] == [ApplicationState.REGISTERED]
    assert registration.membership_of(staying.id).place is Place.REGISTERED
    db.session.commit()
    file = people.browser("village_officer").get("households.show", household_no=number).text
    assert "返贫，重新纳入" in file
    assert "跟踪到" not in file
    after = village.get("public.show_village", code=people.village.code).text
    assert after != before
    assert "2户6人" in after.replace(" ", "")
    assert leaving in queries.list_registered(people.village.id)
