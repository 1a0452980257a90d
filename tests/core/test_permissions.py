"""Who may do what: roles reach downwards by path, subjects may narrow, nobody may do nothing."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.permissions import NOBODY, ROLE_LABELS, ROLE_PERMISSIONS, Actor, Grant, Permission, Role, can

paths = st.lists(st.integers(1, 25), max_size=4).map(lambda ids: "".join(f"{one}/" for one in ids))
roles = st.sampled_from(Role)


@dataclass
class Thing:
    """Something that stands in an area."""

    area_path: str


def an_actor(*grants: tuple[Role, str]) -> Actor:
    return Actor(1, "王秀英", tuple(Grant(role, number, path) for number, (role, path) in enumerate(grants)))


@given(roles, paths, paths, st.sampled_from(Permission))
def test_a_role_reaches_exactly_its_own_area_and_those_below(
    role: Role, held: str, wanted: str, permission: Permission
) -> None:
    inside = wanted.split("/")[:-1][: held.count("/")] == held.split("/")[:-1]
    expected = inside and permission in ROLE_PERMISSIONS[role]
    assert can(an_actor((role, held)), permission, Thing(wanted)) is expected


def test_village_1_does_not_reach_village_12() -> None:
    officer = an_actor((Role.VILLAGE_OFFICER, "1/2/1/"))
    assert can(officer, Permission.HOUSEHOLD_EDIT, Thing("1/2/1/"))
    assert can(officer, Permission.HOUSEHOLD_EDIT, Thing("1/2/1/9/"))
    assert not can(officer, Permission.HOUSEHOLD_EDIT, Thing("1/2/12/"))
    assert not can(officer, Permission.HOUSEHOLD_EDIT, Thing("1/2/"))


def test_several_roles_add_up() -> None:
    both = an_actor((Role.VILLAGE_OFFICER, "1/2/1/"), (Role.SUPERVISOR, "1/"))
    assert can(both, Permission.HISTORY_VIEW, Thing("1/2/1/"))
    assert both.role_for(Permission.HISTORY_VIEW, "1/2/1/") is Role.SUPERVISOR
    assert both.role_for(Permission.HOUSEHOLD_EDIT, "1/2/2/") is None
    assert both.roles_over("1/2/1/") == (Role.VILLAGE_OFFICER, Role.SUPERVISOR)
    assert both.roles_over("1/2/2/") == (Role.SUPERVISOR,)


def test_paths_within_another_are_left_out() -> None:
    actor = an_actor(
        (Role.TOWNSHIP_REVIEWER, "1/2/"), (Role.VILLAGE_OFFICER, "1/2/7/"), (Role.VILLAGE_OFFICER, "1/20/3/")
    )
    assert actor.paths_for(Permission.HOUSEHOLD_EDIT) == ("1/2/", "1/20/3/")
    assert actor.paths_for(Permission.ACCOUNT_MANAGE) == ()


@pytest.mark.parametrize("permission", Permission)
def test_nobody_may_do_nothing(permission: Permission) -> None:
    assert not can(NOBODY, permission)
    assert not can(NOBODY, permission, Thing("1/"))


def test_without_a_subject_it_is_enough_to_hold_it_anywhere() -> None:
    assert can(an_actor((Role.VILLAGE_OFFICER, "1/2/7/")), Permission.APPLICATION_FILE)
    assert not can(an_actor((Role.SUPERVISOR, "1/")), Permission.APPLICATION_FILE)


def test_a_subject_may_show_itself_to_the_areas_below_it() -> None:
    class CountysRound(Thing):
        visible_below = frozenset({Permission.ROUND_VIEW})

    officer = an_actor((Role.VILLAGE_OFFICER, "1/2/7/"))
    assert can(officer, Permission.ROUND_VIEW, CountysRound("1/"))
    assert not can(officer, Permission.ROUND_VIEW, CountysRound("1/3/"))
    assert not can(officer, Permission.POLICY_VIEW, CountysRound("1/"))
    assert not can(officer, Permission.ROUND_VIEW, Thing("1/"))


def test_a_subject_may_narrow_but_never_widen() -> None:
    class Closed(Thing):
        answer = False

        def allows(self, _actor: Actor, _permission: Permission) -> bool:
            return self.answer

    officer, subject = an_actor((Role.VILLAGE_OFFICER, "1/2/7/")), Closed("1/2/7/")
    assert not can(officer, Permission.HOUSEHOLD_VIEW, subject)
    subject.answer = True
    assert can(officer, Permission.HOUSEHOLD_VIEW, subject)
    assert not can(officer, Permission.ACCOUNT_MANAGE, subject)


def test_every_role_has_a_name_and_permissions_and_every_permission_a_role() -> None:
    assert set(ROLE_LABELS) == set(ROLE_PERMISSIONS) == set(Role)
    held = frozenset().union(*ROLE_PERMISSIONS.values())
    assert held == set(Permission)


def test_permissions_are_written_resource_action_in_order_of_the_alphabet() -> None:
    names = [permission.name for permission in Permission]
    assert names == sorted(names)
    assert all(one.name == one.value.upper().replace(":", "_") for one in Permission)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_supervisor_and_administrator_decide_nothing_on_households(role: Role) -> None:
    deciding = {
        Permission.APPLICATION_FILE,
        Permission.CANDIDATE_LIST_ANNOUNCE,
        Permission.CANDIDATE_LIST_DECIDE_COUNTY,
        Permission.CANDIDATE_LIST_DECIDE_TOWNSHIP,
        Permission.CANDIDATE_LIST_DRAW_UP,
        Permission.CANDIDATE_LIST_FORWARD,
        Permission.CANDIDATE_LIST_FORWARD_COUNTY,
        Permission.COMPARISON_RECORD,
        Permission.HOUSEHOLD_EDIT,
        Permission.HOUSEHOLD_IMPORT,
        Permission.MEETING_RECORD,
        Permission.NOTICE_PUBLISH_FIRST,
        Permission.NOTICE_PUBLISH_SECOND,
        Permission.OBJECTION_INVESTIGATE,
        Permission.POSTING_RECORD,
        Permission.VISIT_RECORD,
    }
    assert not deciding & ROLE_PERMISSIONS[role]
