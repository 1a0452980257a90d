"""Who comes in: strangers are sent to sign in, what is out of reach does not exist, the rest is refused."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web import access
from tests.conftest import SetClock
from tests.people import People


@pytest.mark.parametrize("path", ["/trial/mine", "/trial/history"])
def test_a_stranger_is_sent_to_sign_in(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(f"{path}?a=1&b=%E6%9D%91")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/sign-in?next={path}?a%3D1%26b%3D%25E6%259D%2591"


def test_a_part_of_a_page_is_answered_with_the_whole_sign_in(visitor: FlaskClient) -> None:
    answer = visitor.get("/trial/mine", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_a_stranger_cannot_tell_what_exists(client: FlaskClient, people: People) -> None:
    answers = [
        client.get(f"/accounts/{number}").status_code for number in (1, people.user("stranger").id, 10**6)
    ]
    assert answers == [303, 303, 303]


def test_a_permission_lets_in(people: People) -> None:
    people.browser("supervisor").get("history.index")


def test_another_role_is_refused_where_there_is_nothing_to_hide(people: People) -> None:
    page = people.browser("village_officer").get("history.index", expect=403)
    assert page.select("nav.nav a"), "the menu stays, so that one can go on"


def test_out_of_reach_is_not_there_and_within_reach_is_forbidden(people: People) -> None:
    officer = people.browser("village_officer")
    officer.get("areas.show", code=people.village.code)
    officer.get("areas.show", code=people.other_village.code, expect=404)
    officer.get("areas.show", code="000000000000", expect=404)
    officer.post("areas.name", {"name_zh": "x"}, code=people.village.code, expect=403)
    officer.post("areas.name", {"name_zh": "x"}, code=people.other_village.code, expect=404)


def test_village_one_does_not_reach_village_twelve() -> None:
    assert not "1/2/12/".startswith("1/2/1/")


def test_an_app_with_a_view_that_nobody_declared_does_not_start(trial: Flask) -> None:
    access.refuse_undeclared(trial)
    undeclared = Flask("undeclared")
    undeclared.add_url_rule("/open", "open_to_all", lambda: "x")
    with pytest.raises(RuntimeError, match="open_to_all"):
        access.refuse_undeclared(undeclared)


def test_the_end_of_a_session_takes_everything_in_it_along(people: People, clock: SetClock) -> None:
    browser = people.browser("village_officer")
    with browser.client.session_transaction() as session:
        session["receipt"] = "of somebody"
    clock.move(hours=13)
    browser.get("desk.index", expect=303)
    with browser.client.session_transaction() as session:
        assert "receipt" not in session
        assert "_user_id" not in session


def test_a_visitor_keeps_what_is_in_the_session(visitor: FlaskClient) -> None:
    with visitor.session_transaction() as session:
        session["receipt"] = "mine"
    visitor.get("/trial/mine")
    with visitor.session_transaction() as session:
        assert session["receipt"] == "mine"


def test_looking_at_a_page_takes_a_fixed_number_of_statements_to_know_its_reader(people: People) -> None:
    browser = people.browser("village_officer")
    statements = browser.get("accounts.change_password").statements
    assert len([s for s in statements if "FROM user" in s or 'FROM "user"' in s]) == 1
    assert len(statements) <= 6


@pytest.mark.parametrize("declare", [access.public, access.signed_in])
def test_a_declaration_keeps_what_is_marked_on_the_view(
    declare: Callable[..., Callable[..., object]],
) -> None:
    def view() -> str:
        return "x"

    view.reads_first = True  # type: ignore[attr-defined]  # as a view is marked
    assert declare(view).reads_first  # type: ignore[attr-defined]  # copied by the decorator
