"""Usernames, passwords, and at which level a role is held."""

import pytest

from app.core.permissions import Role
from app.domain.accounts import passwords, rules
from app.domain.areas.models import AreaLevel


@pytest.mark.parametrize("name", ["li", "village-002", "zhang.san", "a1_b"])
def test_a_username(name: str) -> None:
    assert rules.why_not_username(name) is None


@pytest.mark.parametrize("name", ["", "l", "1li", "Li", "李", "li li", "li/../x", "x" * 41, "li\n"])
def test_what_is_no_username(name: str) -> None:
    assert rules.why_not_username(name)


@pytest.mark.parametrize(
    "password", ["four herons on the weir", "村口的老槐树开花时很香啊", "k3mw-p8rt-zc4h"]
)
def test_a_password(password: str) -> None:
    assert rules.why_not_password(password, "village-002") is None


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "         x",
        "1234567890",
        "１２３４５６７８９０",
        "PASSWORD123",
        "aaaaaaaaaaab",
        "my Village-002 x",
        "x" * 201,
    ],
)
def test_a_password_that_is_too_easy(password: str) -> None:
    assert rules.why_not_password(password, "village-002")


def test_every_common_password_would_be_long_enough_otherwise() -> None:
    assert all(len(password) >= rules.SHORTEST for password in rules.COMMON)


def test_roles_are_held_where_they_belong() -> None:
    assert rules.why_not_held_at(Role.VILLAGE_OFFICER, AreaLevel.VILLAGE) is None
    assert rules.why_not_held_at(Role.VILLAGE_OFFICER, AreaLevel.COUNTY)
    assert set(rules.LEVELS) == set(Role)
    assert AreaLevel.GROUP not in frozenset().union(*rules.LEVELS.values())


def test_a_hash_knows_its_password_however_it_was_typed() -> None:
    kept = passwords.hash_password("four herons １２３")
    assert passwords.is_right(kept, "four herons 123")
    assert not passwords.is_right(kept, "four herons 124")
    assert not passwords.is_right("no hash at all", "four herons 123")
    assert not passwords.is_outdated(kept)


def test_one_time_passwords_are_strong_enough_and_never_the_same() -> None:
    made = {passwords.one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(rules.why_not_password(password, "li") is None for password in made)
