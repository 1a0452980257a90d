"""Acts on policy profiles: adopting, amending with a trace, confirming; and which profile is in force."""

import datetime as dt

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.permissions import NOBODY
from app.domain.policies import queries, service
from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy
from tests import factories
from tests.people import People


def test_a_county_adopts_each_shipped_profile_once(people: People) -> None:
    added = service.adopt_all(area=people.county, actor=NOBODY)
    assert [p.key for p in added] == ["identification-2014", "monitoring-2021", "regular-2026"]
    assert service.adopt_all(area=people.county, actor=NOBODY) == []
    profile = queries.find_profile("identification-2014", people.county)
    assert profile is not None
    assert profile.values == get_shipped("identification-2014").values
    assert service.adopt(key="identification-2014", area=people.county, actor=NOBODY) is profile


def test_there_is_no_profile_of_another_name(people: People) -> None:
    for key in ("identification-1914", "../loader"):
        with pytest.raises(NotFound):
            service.adopt(key=key, area=people.county, actor=NOBODY)


def test_a_change_is_kept_with_old_new_who_when_and_why(people: People) -> None:
    profile = factories.a_policy()
    county = people.actor("county_approver")
    made = service.amend(
        profile=profile,
        changes={"first_notice_days": "10", "second_notice_days": "7"},
        reason="县府办〔2026〕12号",
        actor=county,
    )
    assert [(c.field, c.old, c.new, c.version) for c in made] == [("first_notice_days", 7, 10, 2)]
    assert (made[0].changed_by_id, made[0].reason) == (county.id, "县府办〔2026〕12号")
    assert profile.version == 2
    assert Policy.from_values(profile.values).first_notice_days == 10
    source = profile.sources["first_notice_days"]
    assert source == {"source": "县府办〔2026〕12号", "source_en": None, "confirmed": True}
    [row] = queries.page_changes(profile, 1).items
    assert row.changed_by == people.user("county_approver").name


def test_nothing_entered_is_no_change(people: People) -> None:
    profile = factories.a_policy()
    values = dict(profile.values)
    made = service.amend(profile=profile, changes=values, reason="", actor=people.actor("county_approver"))
    assert made == []
    assert profile.version == 1
    assert queries.page_changes(profile, 1).total == 0


def test_a_change_needs_a_reason_and_a_value_that_fits(people: People) -> None:
    profile, county = factories.a_policy(), people.actor("county_approver")
    with pytest.raises(Invalid) as refused:
        service.amend(profile=profile, changes={"first_notice_days": 8}, reason=" ", actor=county)
    assert refused.value.field == "reason"
    with pytest.raises(Invalid) as refused:
        service.amend(profile=profile, changes={"first_notice_days": 0}, reason="文件", actor=county)
    assert refused.value.field == "first_notice_days"
    assert profile.values["first_notice_days"] == 7


def test_of_two_who_edit_at_once_the_second_is_told(people: People) -> None:
    profile, county = factories.a_policy(), people.actor("county_approver")
    changes = {"first_notice_days": 8}
    service.amend(profile=profile, changes=changes, reason="文件", actor=county, expected_version=1)
    with pytest.raises(Conflict):
        service.amend(
            profile=profile, changes={"announcement_days": 9}, reason="文件", actor=county, expected_version=1
        )


def test_a_confirmed_value_stays_and_its_mark_goes_away(people: People) -> None:
    profile, county = factories.a_policy(), people.actor("county_approver")
    assert not profile.sources["objection_answer_days"]["confirmed"]
    change = service.confirm_source(
        profile=profile, name="objection_answer_days", source="县里电话答复", actor=county
    )
    assert change.old == change.new == 5
    assert profile.sources["objection_answer_days"]["confirmed"]
    with pytest.raises(Invalid):
        service.confirm_source(profile=profile, name="objection_answer_days", source=" ", actor=county)
    with pytest.raises(Invalid):
        service.confirm_source(profile=profile, name="no_such_field", source="文件", actor=county)


def test_only_the_county_and_its_administrator_amend(people: People) -> None:
    profile = factories.a_policy()
    for name in ("village_officer", "township_reviewer", "supervisor", "stranger", "villager"):
        with pytest.raises(Forbidden):
            service.amend(
                profile=profile, changes={"first_notice_days": 8}, reason="文件", actor=people.actor(name)
            )
    assert service.amend(
        profile=profile, changes={"first_notice_days": 8}, reason="文件", actor=people.actor("administrator")
    )


@pytest.mark.parametrize(
    ("on", "key"),
    [
        (dt.date(2013, 12, 31), None),
        (dt.date(2014, 1, 1), "identification-2014"),
        (dt.date(2020, 12, 31), "identification-2014"),
        (dt.date(2021, 1, 1), "monitoring-2021"),
        (dt.date(2025, 12, 31), "monitoring-2021"),
        (dt.date(2026, 1, 1), "regular-2026"),
        (dt.date(2040, 1, 1), "regular-2026"),
    ],
)
def test_the_profile_in_force_follows_the_day(people: People, on: dt.date, key: str | None) -> None:
    service.adopt_all(area=people.county, actor=NOBODY)
    found = queries.find_in_force(people.village, on)
    assert (found.key if found else None) == key


def test_a_township_with_a_profile_of_its_own_goes_by_it(people: People) -> None:
    factories.a_policy("regular-2026")
    own = factories.a_policy("regular-2026", area=people.township)
    assert queries.find_in_force(people.village, dt.date(2026, 5, 1)) is own
    assert queries.find_in_force(people.far_village, dt.date(2026, 5, 1)) is not own
    assert queries.find_in_force(factories.a_county(), dt.date(2026, 5, 1)) is None


def test_an_unknown_profile_is_not_found(people: People) -> None:
    with pytest.raises(NotFound):
        queries.get_profile(99)
    assert queries.list_profiles() == []
