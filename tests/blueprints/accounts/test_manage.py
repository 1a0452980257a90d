"""The administrator's pages: opening accounts, roles, one-time passwords, closing; and what is out of reach."""

import re

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.core.permissions import Role
from app.domain.accounts.models import RoleGrant, User
from tests import factories
from tests.browser import Browser, Page
from tests.people import People, sign_in_by_page


def the_password(page: Page) -> str:
    found = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", page.text)
    assert found is not None
    return found[0]


def open_account(people: People, browser: Browser, expect: int = 200, **fields: str) -> Page:
    browser.get("accounts.new")
    typed = {
        "name": "李秀英",
        "username": "li",
        "role": "village_officer",
        "area": people.village.code,
    } | fields
    return browser.send(expect=expect, **typed)


def test_an_account_is_opened_and_used(people: People, app: Flask, browser: Browser) -> None:
    administrator = people.browser("administrator")
    page = open_account(people, administrator)
    sign_in_by_page(browser, "li", the_password(page))
    assert browser.get("desk.index", expect=303).location == "/account/password"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_the_one_time_password_is_shown_once(people: People, browser: Browser) -> None:
    administrator = people.browser("administrator")
    open_account(people, administrator)
    user = factories.first(User, User.username == "li")
    assert user is not None
    shown = [
        administrator.get("accounts.show", user_id=user.id).html,
        administrator.get("accounts.index").html,
    ]
    assert not any(re.search(r"<code>", html) for html in shown)


def test_pressing_twice_opens_one_account(people: People) -> None:
    administrator = people.browser("administrator")
    typed = {"name": "李秀英", "username": "li", "role": "village_officer", "area": people.village.code}
    administrator.post("accounts.new", typed, once="the same key", expect=200)
    again = administrator.post("accounts.new", typed, once="the same key", expect=303)
    assert "one-time" not in again.location
    assert factories.how_many(User, User.username == "li") == 1


def test_what_is_wrong_is_said_and_the_words_are_kept(people: People) -> None:
    administrator = people.browser("administrator")
    assert "已有人使用" in " ".join(open_account(people, administrator, 422, username="administrator").faults)
    page = open_account(people, administrator, 422, username="Li!")
    assert page.faults
    assert "李秀英" in page.html
    assert open_account(people, administrator, 422, role="county_approver").faults


def test_roles_are_given_and_ended(people: People, db: SQLAlchemy) -> None:
    administrator, user = people.browser("administrator"), people.user("village_officer")
    chosen = {"role": "work_team", "area": people.other_village.code}
    administrator.post("accounts.grant", chosen, user_id=user.id)
    administrator.post("accounts.grant", chosen, user_id=user.id, expect=409)
    grant = people.user("village_officer").standing[-1]
    assert (grant.role, grant.area_id) == (Role.WORK_TEAM, people.other_village.id)
    administrator.post("accounts.end_grant", user_id=user.id, grant_id=grant.id)
    assert [g.role for g in people.user("village_officer").standing] == [Role.VILLAGE_OFFICER]
    administrator.post("accounts.end_grant", user_id=user.id, grant_id=grant.id, expect=404)
    said = db.session.scalars(
        sa.select(Event.data).where(Event.name == "account_changed").order_by(Event.id)
    ).all()
    assert [entry["what"].split()[0] for entry in said] == ["granted", "ended"]


def test_a_role_that_ended_reaches_nothing_any_more(people: People) -> None:
    officer = people.browser("village_officer")
    assert people.village.name_zh in officer.get("areas.index").text
    grant = people.user("village_officer").standing[0]
    people.browser("administrator").post("accounts.end_grant", user_id=grant.user_id, grant_id=grant.id)
    officer.get("areas.index", expect=403)


def test_a_new_one_time_password_ends_the_sessions(people: People, browser: Browser) -> None:
    officer, user = people.browser("village_officer"), people.user("village_officer")
    administrator = people.browser("administrator")
    administrator.get("accounts.show", user_id=user.id)
    page = administrator.send(to="/password", expect=200)
    officer.get("desk.index", expect=303)
    sign_in_by_page(browser, user.username, the_password(page))
    assert browser.get("desk.index", expect=303).location == "/account/password"


def test_a_closed_account_is_out_and_comes_back(people: People) -> None:
    officer, user = people.browser("village_officer"), people.user("village_officer")
    administrator = people.browser("administrator")
    administrator.get("accounts.show", user_id=user.id)
    administrator.send(to="/close")
    officer.get("desk.index", expect=303)
    administrator.follow()
    administrator.send(to="/open")
    assert people.user("village_officer").is_active


def test_nobody_closes_their_own_account_or_ends_the_last_administrator(people: People) -> None:
    administrator, user = people.browser("administrator"), people.user("administrator")
    administrator.post("accounts.close", user_id=user.id, expect=409)
    administrator.post("accounts.end_grant", user_id=user.id, grant_id=user.standing[0].id, expect=409)


def test_an_administrator_of_a_township_reaches_only_accounts_wholly_within_it(
    people: People, app: Flask
) -> None:
    factories.a_user(Role.ADMINISTRATOR, people.township, username="town-admin")
    town = Browser(app)
    sign_in_by_page(town, "town-admin")
    inside, county, far = (
        people.user("village_officer"),
        people.user("county_approver"),
        people.user("stranger"),
    )
    town.get("accounts.show", user_id=inside.id)
    assert county.username not in town.get("accounts.index").text
    for outside in (county, far, people.user("other_township_reviewer")):
        for endpoint in ("accounts.reset_password", "accounts.close", "accounts.sign_out_of"):
            town.post(endpoint, user_id=outside.id, expect=404)
    factories.add(RoleGrant(user=inside, role=Role.SUPERVISOR, area=people.county))
    town.post("accounts.reset_password", user_id=inside.id, expect=403)


def test_no_role_is_given_outside_ones_own_area(people: People, app: Flask) -> None:
    factories.a_user(Role.ADMINISTRATOR, people.township, username="town-admin")
    town = Browser(app)
    sign_in_by_page(town, "town-admin")
    typed = {"role": "county_approver", "area": people.county.code}
    town.post("accounts.grant", typed, user_id=people.user("village_officer").id, expect=422)
    typed = {"name": "x", "username": "xx", "role": "village_officer", "area": people.far_village.code}
    town.post("accounts.new", typed, expect=422)


def test_others_do_not_manage_accounts(people: People) -> None:
    for name in ("village_officer", "township_reviewer", "county_approver", "supervisor", "stranger"):
        people.browser(name).get("accounts.index", expect=403)


def test_the_list_is_searched_by_name_and_username(people: People) -> None:
    for name in ("village_officer", "township_reviewer"):
        people.user(name)
    administrator = people.browser("administrator")
    assert "township-reviewer" not in administrator.get("/accounts?q=VILLAGE").text
    assert "township-reviewer" in administrator.get("accounts.index").text
    assert "没有这样的账号" in administrator.get("/accounts?q=%25").text
