"""Who may come in, asked at every address there is: endpoint by person, from what each view declares.

An endpoint is here because it is in the address map; nothing has to be entered by hand. Nothing is stored: of those
who hold the same role one asks for all. Whose things each of them reaches is asked in ``test_reach.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from app import create_app
from app.core.permissions import ROLE_PERMISSIONS, Permission
from app.web import errors
from app.web.access import current_actor, refuse_undeclared
from tests.people import POSTS, WITH_ACCOUNT, People
from tests.storage import configuration

FREE = frozenset({"public", "signed_in"})
SIGN_IN = "/sign-in"
#: one person of each role, and the stranger who has none
ONE_OF_EACH = tuple({POSTS.get(name, (None, ""))[0]: name for name in reversed(WITH_ACCOUNT)}.values())


@dataclass(frozen=True)
class Address:
    """One address and method: its endpoint, what its view declares, and a path that leads to nothing."""

    endpoint: str
    method: str
    access: str
    path: str
    has_parts: bool


def addresses(app: Flask) -> Iterator[Address]:
    """Every address of the portal, static files aside."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        built = rule.build(nothing(rule), append_unknown=False)
        assert built is not None
        path = built[1]
        access = getattr(app.view_functions[rule.endpoint], "access", "undeclared")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Address(
                rule.endpoint, method, access, path, bool(rule.arguments - set(rule.defaults or {}))
            )


def nothing(rule: Rule) -> dict[str, Any]:
    """Parts for *rule* that name nothing."""
    numbers = {name for name, converter in rule._converters.items() if isinstance(converter, NumberConverter)}
    return {name: 999_999 if name in numbers else "nowhere" for name in rule.arguments}


def answer(client: FlaskClient, address: Address, **given: Any) -> tuple[int, str]:
    """Status and where the reader is sent; a fault of the view is told as status 500."""
    try:
        response = client.open(address.path, method=address.method, **given)
    except Exception as fault:  # the test wants to hear of every address, not of the first
        return 500, repr(fault)
    return response.status_code, response.headers.get("Location", "")


def may(person: str, access: str) -> bool:
    """Does *person* hold what a view declares, somewhere?"""
    if access in FREE:
        return access == "public" or person in WITH_ACCOUNT
    role = POSTS.get(person, (None, ""))[0]
    return role is not None and Permission(access) in ROLE_PERMISSIONS[role]


def draw_refusals_once(patch: pytest.MonkeyPatch, *, at_every_address: bool) -> None:
    """Each page that says no is drawn once for each reader, or *at_every_address* for who has no role; else its status.

    Drawing the same words over and over takes longer than all else that is asked at every address.
    """
    drawn: set[tuple[int | None, str, int, str]] = set()
    draw = errors.page

    def once(template: str, *, status: int, error_layout: str, **context: Any) -> ResponseReturnValue:
        actor = current_actor()
        which = (actor.id, template, status, error_layout)
        if which in drawn and (actor.grants or not at_every_address):
            return "", status
        drawn.add(which)
        return draw(template, status=status, error_layout=error_layout, **context)

    patch.setattr(errors, "page", once)


@pytest.fixture
def refusals_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all who are turned away, only who has no role is shown the page at every address."""
    draw_refusals_once(monkeypatch, at_every_address=True)


def test_every_view_says_who_may_come_in(app: Flask) -> None:
    declared = {address.access for address in addresses(app)}
    assert declared <= FREE | {permission.value for permission in Permission}


def test_the_portal_does_not_start_with_a_view_that_says_nothing(tmp_path) -> None:
    portal = create_app(configuration(tmp_path / "instance"))
    portal.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(RuntimeError, match="'forgotten' does not say who may come in"):
        refuse_undeclared(portal)


def test_a_visitor_is_served_or_asked_to_sign_in(app: Flask, people: People) -> None:
    client, wrong = people.browser("villager").client, []
    for address in addresses(app):
        if address.method != "GET":
            continue
        status, where = answer(client, address)
        is_asked = status == 303 and where.startswith(SIGN_IN)
        served = {404} if address.has_parts else {200, 204, 303, 404}
        if address.access != "public" and not is_asked:
            wrong.append(f"{address.path} ({address.access}): {status} {where}")
        if address.access == "public" and (is_asked or status not in served):
            wrong.append(f"{address.path} (public): {status} {where}")
    assert wrong == []


@pytest.mark.usefixtures("refusals_drawn_once")
@pytest.mark.parametrize("person", ONE_OF_EACH)
def test_whoever_holds_what_an_address_asks_for_comes_in_and_nobody_else(
    app: Flask, people: People, person: str
) -> None:
    client, wrong = people.browser(person).client, []
    for address in addresses(app):
        if address.method != "GET" or address.has_parts or address.access == "public":
            continue
        status, where = answer(client, address)
        is_in = status in (200, 303, 404) and not where.startswith(
            SIGN_IN
        )  # 404: the address names nothing yet
        if is_in != may(person, address.access) or (not is_in and status != 403):
            wrong.append(f"{address.path} ({address.access}): {status} {where}")
    assert wrong == []


@pytest.mark.usefixtures("refusals_drawn_once")
@pytest.mark.parametrize("person", ONE_OF_EACH)
def test_what_does_not_exist_is_not_found_by_anybody(app: Flask, people: People, person: str) -> None:
    client, wrong = people.browser(person).client, []
    for address in addresses(app):
        if address.method != "GET" or not address.has_parts:
            continue
        status, where = answer(client, address)
        if status not in ({404} if may(person, address.access) else {403, 404}):
            wrong.append(f"{address.path} ({address.access}): {status} {where}")
    assert wrong == []


@pytest.mark.usefixtures("refusals_drawn_once")
@pytest.mark.parametrize("person", ["villager", *ONE_OF_EACH])
def test_no_form_is_taken_without_a_token(app: Flask, people: People, person: str) -> None:
    client, wrong = people.browser(person).client, []
    for address in addresses(app):
        if address.method == "GET":
            continue
        status, where = answer(client, address, data={"once": "a-key"})
        if status != 400:
            wrong.append(f"{address.method} {address.path}: {status} {where}")
    assert wrong == []


def test_a_visitor_sends_no_form_into_the_office(app: Flask, people: People) -> None:
    browser, wrong = people.browser("villager"), []
    for address in addresses(app):
        if address.method == "GET" or address.access == "public":
            continue
        status, where = answer(browser.client, address, data={"csrf_token": browser.csrf_token()})
        if not (status == 303 and where.startswith(SIGN_IN)):
            wrong.append(f"{address.method} {address.path}: {status} {where}")
    assert wrong == []


@pytest.mark.usefixtures("refusals_drawn_once")
@pytest.mark.parametrize("person", ONE_OF_EACH)
def test_forms_of_others_offices_are_refused(app: Flask, people: People, person: str) -> None:
    browser, wrong = people.browser(person), []
    for address in addresses(app):
        if address.method == "GET" or may(person, address.access):
            continue
        status, where = answer(browser.client, address, data={"csrf_token": browser.csrf_token()})
        if status not in ({403, 404} if address.has_parts else {403}):
            wrong.append(f"{address.method} {address.path} ({address.access}): {status} {where}")
    assert wrong == []


def test_a_first_sign_in_leads_to_the_password_and_nowhere_else(app: Flask, people: People) -> None:
    people.user("county_approver").must_change_password = True
    client, wrong = people.browser("county_approver").client, []
    for address in addresses(app):
        if (
            address.method != "GET"
            or address.access == "public"
            or address.endpoint.endswith("change_password")
        ):
            continue
        status, where = answer(client, address)
        if status != 303 or "password" not in where:
            wrong.append(f"{address.path}: {status} {where}")
    assert wrong == []
