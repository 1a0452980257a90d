"""Every public page, table, data file and sheet of a small township, searched for what must never stand there."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.domain.areas.queries import list_posting_places
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListState
from app.domain.candidate_lists.queries import list_standing_entries
from app.domain.households.models import Household, Member
from app.domain.notices import queries, service
from app.domain.notices.models import Notice, NoticeKind
from app.domain.objections.models import ObjectionState, Outcome
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.documents.made_up import text_of
from tests.people import People

CHILD = "许小苗"
CARD = "6228480012345678910"
#: pages that tell the rules: they name the kinds of causes, and nobody who has one
RULES = ("/policies/", "/procedure", "/en/policies/", "/en/procedure", "/data", "/en/data", "/openapi")
COLUMNS = ["sequence", "group", "head_name", "people", "attribute", "cause"]


@pytest.fixture
def township(people: People) -> list[Notice]:
    """Two villages with a posted list each; everything that could leak is there, also in officers' free text."""
    policy = {"web_name": "full", "notice_columns": COLUMNS, "notice_cause_public": True}
    round_ = factories.a_round(factories.a_policy("regular-2026", area=people.county), policy=policy)
    notices = []
    for village, who in (
        (people.village, "village_officer"),
        (people.other_village, "other_village_officer"),
    ):
        a_list = factories.a_candidate_list(village, entries=4, state=ListState.FIRST_NOTICE, round_=round_)
        fill(a_list)
        notice = service.publish(
            actor=people.actor(who),
            candidate_list=a_list,
            kind=NoticeKind.FIRST_NOTICE,
            entries=list_standing_entries(a_list.id),
            changes={"removed": [{"reason": leaky_words(a_list), "households": 1, "people": 3}]},
        )
        factories.a_posting(notice, list_posting_places(village.id)[0])
        objections(notice, a_list)
        notices.append(notice)
    db.session.flush()
    return notices


def fill(a_list: CandidateList) -> None:
    for entry in a_list.entries:
        household = entry.application.household
        household.bank_account = CARD
        household.attribute = "five_guarantee"
        entry.application.cause = "illness"
    child = a_list.entries[0].application.household
    child.head_name = a_list.entries[0].head_name = child.members[0].name = CHILD
    child.members[0].born_on = dt.date(2013, 3, 4)
    a_list.entries[1].application.cause = "land"
    words = leaky_words(a_list)
    a_list.entries[3].reason, a_list.entries[3].standing = words, EntryStanding.REMOVED
    db.session.flush()


def leaky_words(a_list: CandidateList) -> str:
    """What an officer should not write into a reason, and sometimes does."""
    household = a_list.entries[3].application.household
    number = household.members[0].id_number
    return f"{household.head_name}（{number}）收入超过标准，电话{household.telephone}，卡号{CARD}"


def objections(notice: Notice, a_list: CandidateList) -> None:
    factories.an_objection(
        notice, objector_name="马三立", objector_contact="13988887777", grounds="他家有门面房"
    )
    factories.an_objection(
        notice,
        state=ObjectionState.DECIDED,
        outcome=Outcome.REJECTED,
        decided_on=dt.date(2026, 5, 11),
        public_reply=leaky_words(a_list),
        finding="调查记录的内容",
    )


def walk(browser: Browser) -> Iterator[tuple[str, str]]:
    """Every address that can be reached from the front page without an account, with all that it says."""
    waiting, seen = ["/", "/notices.json"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        page = browser.get(path)
        if page.response.mimetype == "application/pdf":
            yield path, text_of(page.response.data)
            continue
        if page.response.mimetype == "application/zip":
            with zipfile.ZipFile(io.BytesIO(page.response.data)) as package:
                yield path, "\n".join(package.read(name).decode() for name in package.namelist())
            continue
        yield path, page.html
        if page.is_html:
            waiting += [url.split("#")[0] for url in page.links.values() if is_ours(url)]


def is_ours(url: str) -> bool:
    is_switch = "lang=" in url and ".pdf" not in url
    return url.startswith("/") and not is_switch and not url.startswith(("/sign-in", "/static"))


def personal_numbers() -> set[str]:
    numbers = set(db.session.scalars(sa.select(Member.id_number)))
    telephones = set(db.session.scalars(sa.select(Household.telephone)))
    return {text for text in numbers | telephones if text} | {CARD, "13988887777"}


def test_nothing_personal_stands_on_any_public_page(people: People, township: list[Notice]) -> None:
    forbidden = {
        *personal_numbers(),
        CHILD,
        "马三立",
        "他家有门面房",
        "调查记录的内容",
    }
    members = set(db.session.scalars(sa.select(Member.name).where(~Member.is_head)))
    heads = set(db.session.scalars(sa.select(Member.name).where(Member.is_head)))
    removed = {notice.candidate_list.entries[3].head_name for notice in township} - {
        entry.head_name for notice in township for entry in queries.list_entries(notice.id)
    }
    paths = []
    for lang in ("zh", "en"):
        for path, said in walk(Browser(people.app, lang=lang)):
            paths.append(path)
            health = set() if path.startswith(RULES) else {"因病", "Illness"}
            found = {text for text in forbidden | health | (members - heads) | removed if text in said}
            assert not found, (path, found)
    for notice in township:
        for ending in ("", ".pdf?lang=zh", ".csv", ".json", "/objections/new"):
            assert any(path.startswith(f"/notices/{notice.number}{ending}") for path in paths)
    assert len(paths) > 30


def test_what_may_be_shown_is_shown(people: People, township: list[Notice]) -> None:
    page = Browser(people.app).get(f"/notices/{township[0].number}")
    assert "许**" in page.text
    assert "缺土地" in page.text
    assert "五保户" in page.text
    assert page.select("td.name")[1].text == township[0].candidate_list.entries[1].head_name


def test_the_day_after_the_names_are_gone_everywhere(
    people: People, township: list[Notice], clock: SetClock
) -> None:
    names = {entry.head_name for notice in township for entry in queries.list_entries(notice.id)}
    browser = Browser(people.app)
    before = "".join(said for _path, said in walk(browser))
    assert all(name in before for name in names - {CHILD})
    grace = township[0].round.policy.web_names_grace_days
    last = max(queries.running_period(notice).last_day for notice in township)
    clock.set(last + dt.timedelta(days=grace + 1))
    for path, said in walk(browser):
        found = {name for name in names if name in said}
        assert not found, (path, found)
    for notice in township:
        for ending in (".json", ".csv", ".pdf", ".pdf?lang=en"):
            page = browser.get(f"/notices/{notice.number}{ending}")
            said = text_of(page.response.data) if ".pdf" in ending else page.html
            assert not {name for name in names if name in said}, ending


def test_pages_with_names_are_not_for_search_engines(people: People, township: list[Notice]) -> None:
    browser = Browser(people.app)
    page = browser.get(f"/notices/{township[0].number}")
    assert page.select('meta[name="robots"][content="noindex"]')
    for ending in (".json", ".csv", ".pdf"):
        answer = browser.get(f"/notices/{township[0].number}{ending}").response
        assert answer.headers["X-Robots-Tag"] == "noindex"
