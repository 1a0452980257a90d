"""The card on the officer's side: live while nothing ended it, frozen after, the frozen ones before it, its paper."""

import pytest
from flask import Flask

from app.core import clock
from app.core.db import db
from app.core.receipts import derive_secret
from app.domain.applications.models import Application, ApplicationState
from app.domain.duplicates.models import DuplicateGround, DuplicatePair
from app.domain.rounds.models import RoundState
from app.domain.why_cards.freezing import freeze
from app.domain.why_cards.models import CardStage
from tests import factories
from tests.people import People


@pytest.fixture
def application(people: People) -> Application:
    return factories.an_application(factories.a_household(people.village))


def test_while_nothing_is_decided_the_trace_is_live(people: People, application: Application) -> None:
    page = people.browser("village_officer").get("why_cards.show", number=application.number)
    assert "现在的情况" in page.text
    assert "还没有：还没作过决定" in page.text


def test_after_the_end_the_frozen_card_stands_with_a_mark_when_it_moved_on(
    people: People, application: Application
) -> None:
    application.state, application.closing_reason = ApplicationState.WITHDRAWN, "不办了"
    db.session.flush()
    freeze([application.id], CardStage.WITHDRAWAL)
    browser = people.browser("village_officer")
    page = browser.get("why_cards.show", number=application.number)
    assert "已写定：撤回申请" in page.text
    assert "又有了变化" not in page.text
    factories.a_visit(application)
    assert "又有了变化" in browser.get("why_cards.show", number=application.number).text


def test_earlier_cards_stay_readable(people: People, application: Application) -> None:
    freeze([application.id], CardStage.MEETING)
    application.state, application.closing_reason = ApplicationState.LEFT_OUT, "户主已去世。"
    db.session.flush()
    freeze([application.id], CardStage.VILLAGE)
    browser = people.browser("county_approver")
    page = browser.get("why_cards.show", number=application.number)
    assert "户主已去世" in page.text
    assert len(page.select("table tbody tr")) == 2
    first = browser.get(f"/applications/{application.number}/why?card=1")
    assert "申请已收下" in first.text
    for wrong in ("9", "x", "-1"):
        browser.get(f"/applications/{application.number}/why?card={wrong}", expect=404)


def test_paper_and_text_are_made_for_the_reader_and_not_kept(
    people: People, application: Application
) -> None:
    browser = people.browser("village_officer")
    for endpoint, mimetype in (("why_cards.paper", "application/pdf"), ("why_cards.text", "text/plain")):
        answer = browser.get(endpoint, number=application.number).response
        assert answer.mimetype == mimetype
        assert answer.headers["Cache-Control"] == "no-store"


def test_another_village_sees_nothing(people: People, application: Application) -> None:
    other = people.browser("other_village_officer")
    for endpoint in ("why_cards.show", "why_cards.paper", "why_cards.text"):
        other.get(endpoint, number=application.number, expect=404)


def test_the_receipt_carries_the_code(people: People, app: Flask, application: Application) -> None:
    secret = derive_secret(str(app.secret_key), "application", application.number, application.receipt_salt)
    browser = people.browser("village_officer")
    page = browser.get("why_cards.show", number=application.number)
    assert secret in page.text
    assert secret not in browser.get("applications.show", number=application.number).html
    assert (
        browser.get("applications.receipt", number=application.number).response.mimetype == "application/pdf"
    )


def test_after_the_round_the_register_of_today_is_no_news(people: People, application: Application) -> None:
    application.state, application.closing_reason = ApplicationState.LEFT_OUT, "户主已去世。"
    application.round.state = RoundState.CLOSED
    db.session.flush()
    freeze([application.id], CardStage.VILLAGE)
    other = factories.a_household(people.other_village)
    factories.add(
        DuplicatePair(
            first_id=min(application.household_id, other.id),
            second_id=max(application.household_id, other.id),
            ground=DuplicateGround.TELEPHONE,
            fingerprint="0" * 32,
            found_at=clock.now(),
        )
    )
    browser = people.browser("village_officer")
    assert "又有了变化" not in browser.get("why_cards.show", number=application.number).text
    application.round.state = RoundState.OPEN
    db.session.flush()
    assert "没有重复计算" in browser.get("why_cards.show", number=application.number).text
    assert "又有了变化" in browser.get("why_cards.show", number=application.number).text
