"""One's own account: the first password, changing it, what one sees of oneself."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.browser import Browser
from tests.factories import PASSWORD
from tests.people import People, sign_in_by_page

NEW = "four herons on the weir"


def change(browser: Browser, expect: int = 303, **fields: str) -> list[str]:
    browser.get("accounts.change_password")
    typed = {"present": PASSWORD, "new": NEW, "again": NEW} | fields
    return browser.send(to="password", expect=expect, **typed).faults


def test_the_first_sign_in_asks_for_a_password_of_ones_own(
    people: People, browser: Browser, db: SQLAlchemy
) -> None:
    user = people.user("village_officer")
    user.must_change_password = True
    db.session.flush()
    sign_in_by_page(browser, user.username)
    assert browser.get("desk.index", expect=303).location == "/account/password"
    assert browser.get("accounts.mine", expect=303).location == "/account/password"
    change(browser)
    assert browser.get("desk.index").status == 200


def test_who_must_change_the_password_may_also_leave(
    people: People, browser: Browser, db: SQLAlchemy
) -> None:
    people.user("village_officer").must_change_password = True
    db.session.flush()
    sign_in_by_page(browser, "village-officer")
    assert browser.post("accounts.sign_out").location == "/sign-in"


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(people: People, app: Flask) -> None:
    here, there = Browser(app), Browser(app)
    for browser in (here, there):
        sign_in_by_page(browser, people.user("village_officer").username)
    change(here)
    assert here.get("desk.index").status == 200
    assert there.get("desk.index", expect=303).location.startswith("/sign-in")
    sign_in_by_page(there, "village-officer", NEW)
    assert there.get("desk.index").status == 200


def test_a_weak_password_is_refused_beside_its_field(people: People) -> None:
    browser = people.browser("village_officer")
    assert "至少要10位" in " ".join(change(browser, 422, new="short", again="short"))
    assert change(browser, 422, new="village-officer-1", again="village-officer-1")
    assert change(browser, 422, new="1234567890", again="1234567890")
    assert change(browser, 422, again="something else entirely")
    assert change(browser, 422, new=PASSWORD, again=PASSWORD)
    assert change(browser, 422, present="not this one")


def test_guessing_the_present_password_is_slowed(people: People) -> None:
    browser = people.browser("village_officer")
    for _ in range(5):
        change(browser, 422, present="not this one")
    change(browser, 429)


def test_ones_own_account_shows_roles_and_places(people: People) -> None:
    page = people.browser("township_reviewer").get("accounts.mine")
    assert people.township.name_zh in page.text
    assert "township-reviewer" in page.text
    english = people.browser("township_reviewer").get("/account?lang=en")
    assert "Township reviewer" in english.text


def test_a_reader_without_any_role_sees_a_desk_that_says_so(people: People) -> None:
    assert "还没有职责" in people.browser("stranger").get("desk.index").text
