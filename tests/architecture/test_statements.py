"""Every page takes as many SQL statements for many rows as for few. Asked of all addresses there are."""

from flask import Flask

from app.core import audit
from app.core.db import db
from app.core.permissions import Role
from app.domain.articles.models import Article
from app.domain.candidate_lists.models import CandidateList, EntryStanding, Telling
from app.domain.checkups.models import Finding, Severity
from app.domain.notices.models import Notice
from app.domain.rounds.models import Round
from app.domain.tasks.models import TaskShare
from tests import factories
from tests.architecture.test_access import addresses, answer, may
from tests.architecture.test_reach import Thing, a_township_in_full_swing, expected, things
from tests.browser import Browser, watched
from tests.people import People

READERS = ("village_officer", "township_reviewer", "county_approver", "administrator")


def fill_up(people: People, more: int) -> None:
    """*more* of everything that a page may list, on the same list, notice, meeting, round and village."""
    round_, drawn_up = factories.first(Round), factories.first(CandidateList)
    assert round_ is not None
    assert drawn_up is not None
    actor = people.actor("village_officer")
    for _ in range(more):
        removed = factories.an_entry(drawn_up, standing=EntryStanding.REMOVED)
        entry = factories.an_entry(drawn_up)
        telling = {
            "list_id": drawn_up.id,
            "household_id": removed.household_id,
            "head_name": removed.head_name,
        }
        factories.add(Telling(what={"msgid": "Removed", "params": {}}, reason=removed.reason, **telling))
        found = {
            "household_id": entry.household_id,
            "village_id": people.village.id,
            "message": {"msgid": "x", "params": {}},
        }
        factories.add(
            Finding(rule="no_head", severity=Severity.SEVERE, fingerprint=f"{entry.id:032}", **found)
        )
        factories.an_application(factories.a_household(people.village, members=5), round_=round_)
        factories.a_duplicate_pair(entry.application.household, factories.a_household(people.village))
        factories.a_change_request(entry.application.household)
        factories.a_group(people.village)
        factories.a_help_request(people.village)
        factories.a_user(Role.VILLAGE_OFFICER, people.village)
        audit.record("list_drawn_up", actor=actor, subject=drawn_up, households=1, people=3)
        village = factories.a_village(people.township)
        factories.a_quota(round_, village)
        factories.a_meeting(people.village, round_=round_)
        other_list = factories.a_candidate_list(village, round_=round_, entries=1)
        factories.an_objection(factories.a_notice(other_list))
        factories.an_objection(factories.first(Notice))
        task = factories.a_task({people.village: 9, village: 9}, round_=round_, area=people.township)
        factories.a_task_report(factories.first(TaskShare, TaskShare.task_id == task.id), 4)
        factories.a_task({people.village: None, village: None}, round_=round_, measure="visited")
        factories.a_supervision(village, findings=2)
        factories.an_article_file(factories.an_article(village))
        factories.an_article_file(factories.first(Article), data=f"%PDF-1.4 {village.code}".encode())
    db.session.commit()


def counted(app: Flask, people: People, filled: list[Thing], *, is_warming: bool = False) -> dict[str, int]:
    """Reader and address -> statements, of every page that comes out well; *is_warming* opens each for one reader."""
    counts: dict[str, int] = {}
    opened: set[str] = set()
    plain = [one for one in addresses(app) if one.method == "GET" and not one.has_parts]
    for reader in READERS:
        browser, actor = people.browser(reader), people.actor(reader)
        wanted = [one for one in plain if may(reader, one.access)]
        wanted += [one for one in filled if one.method == "GET" and 200 in expected(actor, one)]
        for address in wanted:
            if not address.path.endswith(".pdf") and not (is_warming and address.path in opened):
                answered = measured(browser, address)
                if answered is not None:
                    counts[f"{reader} {address.path}"] = answered
                    opened.add(address.path)
    return counts


def measured(browser: Browser, address: Thing) -> int | None:
    """The statements of one page, or nothing when it is not shown."""
    with watched(is_reading=True) as statements:
        status, _where = answer(browser.client, address)
    return len(statements) if status == 200 else None


def test_no_page_takes_more_statements_for_more_rows(app: Flask, people: People) -> None:
    a_township_in_full_swing(people)
    fill_up(people, 1)
    filled = list(things(app))
    counted(app, people, filled, is_warming=True)  # whatever is kept after the first time is kept now
    few = counted(app, people, filled)
    fill_up(people, 6)
    many = counted(app, people, filled)
    growing = {page: (few[page], many.get(page)) for page in few if many.get(page) != few[page]}
    assert growing == {}
