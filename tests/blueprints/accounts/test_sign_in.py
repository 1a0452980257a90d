"""Signing in and out, and what ends a session."""

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.domain.accounts.models import User
from tests.browser import Browser
from tests.conftest import SetClock
from tests.factories import PASSWORD
from tests.people import People, sign_in_by_page


def is_signed_in(browser: Browser) -> bool:
    return browser.get("desk.index", expect=None).status == 200


def wrong(browser: Browser, username: str, times: int = 1, expect: int = 422) -> list[str]:
    for _ in range(times):
        browser.get("accounts.sign_in")
        page = browser.send(username=username, password="not this one", expect=expect)
    return page.faults


def test_a_right_password_leads_to_the_desk(people: People, browser: Browser) -> None:
    user = people.user("village_officer")
    sign_in_by_page(browser, user.username)
    assert browser.page is not None
    assert browser.page.location == "/desk"
    assert user.name in browser.follow().text
    assert people.user("village_officer").last_sign_in_at is not None


def test_the_username_may_be_typed_in_capitals_and_full_width(people: People, browser: Browser) -> None:
    username = people.user("village_officer").username
    sign_in_by_page(browser, " " + username.upper().replace("V", "Ｖ"))
    assert is_signed_in(browser)


def test_a_stranger_is_sent_to_sign_in_and_on_to_where_they_wanted(people: People, browser: Browser) -> None:
    page = browser.get("/accounts?q=li", expect=303)
    assert page.location == "/sign-in?next=/accounts?q%3Dli"
    browser.follow()
    page = browser.send(username=people.user("administrator").username, password=PASSWORD)
    assert page.location == "/accounts?q=li"


@pytest.mark.parametrize(
    "trap",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "desk",
        "",
    ],
)
def test_only_addresses_of_this_site_are_followed(people: People, browser: Browser, trap: str) -> None:
    people.user("village_officer")
    response = browser.client.get("/sign-in", query_string={"next": trap})
    assert response.status_code == 200
    browser.get("accounts.sign_in", next=trap)
    page = browser.send(username="village-officer", password=PASSWORD)
    assert page.location == "/desk"


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(
    people: People, browser: Browser
) -> None:
    known = wrong(browser, people.user("village_officer").username)
    assert known == wrong(browser, "nobody-of-this-name") != []
    assert not is_signed_in(browser)


def test_the_password_typed_does_not_come_back_with_the_page(people: People, browser: Browser) -> None:
    wrong(browser, "somebody")
    assert browser.page is not None
    assert "not this one" not in browser.page.html
    assert "somebody" in browser.page.html


def test_five_wrong_attempts_make_even_the_right_password_wait(
    people: People, browser: Browser, clock: SetClock
) -> None:
    username = people.user("village_officer").username
    wrong(browser, username, times=5)
    browser.get("accounts.sign_in")
    page = browser.send(username=username, password=PASSWORD, expect=429)
    assert page.response.headers["Retry-After"] == "900"
    clock.move(minutes=16)
    sign_in_by_page(browser, username)
    assert is_signed_in(browser)


def test_an_unknown_account_is_counted_as_well(people: People, browser: Browser) -> None:
    wrong(browser, "nobody-of-this-name", times=5)
    wrong(browser, "nobody-of-this-name", expect=429)


def test_a_right_password_clears_the_count(people: People, browser: Browser) -> None:
    username = people.user("village_officer").username
    for _ in range(3):
        wrong(browser, username, times=4)
        sign_in_by_page(browser, username)
        browser.client.delete_cookie("gongshi")


def test_somebody_elsewhere_does_not_lock_out_the_owner(people: People, app: Flask, browser: Browser) -> None:
    username = people.user("village_officer").username
    guesser = Browser(app)
    guesser.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    wrong(guesser, username, times=5)
    wrong(guesser, username, expect=429)
    sign_in_by_page(browser, username)
    assert is_signed_in(browser)


def test_one_address_cannot_try_account_after_account(people: People, browser: Browser) -> None:
    for number in range(100):
        browser.post("accounts.sign_in", {"username": f"name-{number}", "password": "x" * 10}, expect=None)
    wrong(browser, "one-more", expect=429)


def test_a_closed_account_cannot_sign_in(people: People, browser: Browser, db: SQLAlchemy) -> None:
    user = people.user("village_officer")
    user.is_active = False
    db.session.flush()
    assert wrong(browser, user.username)
    browser.get("accounts.sign_in")
    browser.send(username=user.username, password=PASSWORD, expect=422)


def test_signing_out_ends_the_session_also_for_a_copy_of_its_cookie(people: People, browser: Browser) -> None:
    sign_in_by_page(browser, people.user("village_officer").username)
    cookie = browser.client.get_cookie("gongshi")
    assert cookie is not None
    browser.post("accounts.sign_out")
    assert not is_signed_in(browser)
    browser.client.set_cookie("gongshi", cookie.value)
    assert not is_signed_in(browser)


def test_signing_out_here_leaves_the_session_elsewhere(people: People, app: Flask) -> None:
    here, there = Browser(app), Browser(app)
    for browser in (here, there):
        sign_in_by_page(browser, people.user("village_officer").username)
    here.post("accounts.sign_out")
    assert is_signed_in(there)


def test_signing_out_everywhere_ends_every_session(people: People, app: Flask) -> None:
    here, there = Browser(app), Browser(app)
    for browser in (here, there):
        sign_in_by_page(browser, people.user("village_officer").username)
    here.get("accounts.mine")
    here.send(to="everywhere")
    here.follow()
    assert not is_signed_in(here)
    assert not is_signed_in(there)


@pytest.mark.parametrize(("hours", "stays"), [(1.9, True), (2.1, False)])
def test_silence_ends_the_session(people: People, clock: SetClock, hours: float, stays: bool) -> None:
    browser = people.browser("village_officer")
    assert is_signed_in(browser)
    clock.move(hours=hours)
    assert is_signed_in(browser) is stays


def test_no_session_lasts_longer_than_a_working_day(people: People, clock: SetClock) -> None:
    browser = people.browser("village_officer")
    for _ in range(11):
        clock.move(hours=1)
        assert is_signed_in(browser)
    clock.move(hours=1.1)
    assert not is_signed_in(browser)


def test_an_outdated_hash_is_renewed_at_sign_in(people: People, browser: Browser) -> None:
    before = people.user("village_officer").password_hash
    sign_in_by_page(browser, people.user("village_officer").username)
    after = people.user("village_officer").password_hash
    assert before != after
    assert "m=19456,t=2,p=1" in after


def test_the_sign_in_form_needs_its_token(people: People, browser: Browser) -> None:
    username = people.user("village_officer").username
    browser.post("accounts.sign_in", {"username": username, "password": PASSWORD}, csrf=False, expect=400)
    assert not is_signed_in(browser)


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(people: People, browser: Browser) -> None:
    sign_in_by_page(browser, people.user("village_officer").username)
    assert browser.page is not None
    cookie = next(c for c in browser.page.response.headers.getlist("Set-Cookie") if c.startswith("gongshi="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_what_staff_see_is_kept_nowhere(people: People) -> None:
    page = people.browser("village_officer").get("desk.index")
    assert page.response.headers["Cache-Control"] == "no-store"


def test_who_is_signed_in_already_does_not_sign_in_again(people: People) -> None:
    assert people.browser("village_officer").get("accounts.sign_in", expect=303).location == "/desk"


def test_a_made_up_session_is_nobody(people: People, browser: Browser) -> None:
    user: User = people.user("village_officer")
    for made_up in (
        "",
        "x.y",
        f"{user.id}",
        f"{user.id}.{user.session_epoch + 1}",
        "99999999999999999999999.1",
    ):
        with browser.client.session_transaction() as session:
            session["_user_id"] = made_up
        assert not is_signed_in(browser)
