"""All sheets in one go: what is wanted, files in the messenger's order, nothing set twice, refusals named."""

import pytest

from app.blueprints.batches import selection
from app.core.db import db
from app.documents import batch
from app.domain.areas.models import Area
from app.domain.areas.queries import list_posting_places
from app.domain.notices.models import Notice, NoticeEntry, NoticeKind
from tests import factories
from tests.documents.made_up import pages_of
from tests.people import People


@pytest.fixture
def notices(people: People) -> list[Notice]:
    """Two villages of the township have a first notice that hangs nowhere; the second one comes first on the round."""
    villages = [people.village, people.other_village]
    villages[1].delivery_ordinal, villages[0].delivery_ordinal = 1, 2
    factories.a_posting_place(people.village, name_zh="卫生室")
    round_ = factories.a_round()
    found = []
    for village in villages:
        listed = factories.a_candidate_list(village, entries=2, state="first_notice", round_=round_)
        found.append(factories.a_notice(listed, posted=False))
    return found


def township_of(village: Area) -> Area:
    assert village.parent is not None
    return village.parent


def spell(name: str) -> str:
    return "".join(name.split())


def test_what_must_hang_now_is_made_and_bound_in_the_order_of_delivery(
    people: People, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    township, reviewer = township_of(people.village), people.browser("township_reviewer")
    assert reviewer.get("batches.index", expect=303).location.endswith(f"/postings/batch/{township.code}")
    page = reviewer.get("batches.show", code=township.code)
    sheets = sum(len(list_posting_places(notice.village_id)) for notice in notices)
    assert f"{sheets}张" in spell(page.text)
    reviewer.post("batches.begin", code=township.code, expect=303)
    page = reviewer.get("batches.show", code=township.code)
    assert f"共{sheets}张，其中新做{sheets}张" in page.text
    assert "不完整" not in page.text
    assert "有变动" not in page.text
    whole = pages_of(reviewer.get(f"/postings/batch/{township.code}/{township.code}.pdf").response.data)
    listed = spell(whole[0])
    assert "送贴单" in listed
    assert "卫生室" in listed
    assert listed.index(people.other_village.name_zh) < listed.index(people.village.name_zh)
    of_village = pages_of(
        reviewer.get(f"/postings/batch/{township.code}/{people.village.code}.pdf").response.data
    )
    assert people.other_village.name_zh not in spell("".join(of_village))

    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("an unchanged sheet was set again")

    monkeypatch.setattr(batch, "make_sheets", never)
    monkeypatch.setattr(batch, "bundle", never)
    reviewer.post("batches.begin", code=township.code, expect=303)
    assert f"共{sheets}张，其中新做0张" in reviewer.get("batches.show", code=township.code).text
    factories.a_posting(notices[0], list_posting_places(people.village.id)[0])
    assert "做好以后有变动" in reviewer.get("batches.show", code=township.code).text


def test_a_refused_sheet_is_named_with_its_reason_and_stops_nobody_else(
    people: People, notices: list[Notice]
) -> None:
    entry = db.session.query(NoticeEntry).filter_by(notice_id=notices[0].id).first()
    assert entry is not None
    db.session.execute(
        NoticeEntry.__table__.insert(),
        {
            "notice_id": notices[0].id,
            "entry_id": entry.entry_id,
            "household_id": entry.household_id,
            "sequence": 99,
            "group_name": "13912345678",
            "head_name": "王小二",
            "people": 1,
        },
    )
    township, reviewer = township_of(people.village), people.browser("township_reviewer")
    reviewer.post("batches.begin", code=township.code, expect=303)
    page = reviewer.get("batches.show", code=township.code)
    assert "这一套不完整" in page.text
    assert notices[0].number in page.text
    assert "13912345678" in page.text or "号码" in page.text
    listed = spell(
        pages_of(reviewer.get(f"/postings/batch/{township.code}/{township.code}.pdf").response.data)[0]
    )
    assert "没有做成" in listed
    assert people.other_village.name_zh in listed


def test_an_officer_gets_the_own_village_only(people: People, notices: list[Notice]) -> None:
    officer = people.browser("village_officer")
    assert officer.get("batches.index", expect=303).location.endswith(people.village.code)
    officer.get("batches.show", code=township_of(people.village).code, expect=403)
    officer.get("batches.show", code=people.other_village.code, expect=404)
    officer.get(f"/postings/batch/{people.village.code}/{people.village.code}.pdf", expect=404)
    officer.get(f"/postings/batch/{people.village.code}?what=nonsense", expect=404)


def test_a_stage_of_a_round_is_made_as_well_whatever_hangs(people: People, notices: list[Notice]) -> None:
    factories.a_posting(notices[1], list_posting_places(people.other_village.id)[0])
    actor, township = people.actor("township_reviewer"), township_of(people.village)
    key = f"{notices[0].round.code}.first_notice"
    assert key in {one.key for one in selection.choices_of(township)}
    wanted = selection.wanted_sheets(actor, township, key)
    assert [one.notice.number for one in wanted] == [notices[1].number, notices[0].number]
    now = selection.wanted_sheets(actor, township, selection.NOW)
    assert selection.fingerprint(now) != selection.fingerprint(wanted)


def test_what_the_township_hangs_itself_has_a_file_of_its_own(people: People) -> None:
    factories.a_township_with_boards(people.township)
    own = factories.a_fund_notice(NoticeKind.FUNDS, people.township, posted=False)
    factories.a_fund_notice(NoticeKind.PROJECT_START, people.village, posted=False)
    reviewer = people.browser("township_reviewer")
    reviewer.post("batches.begin", code=people.township.code, expect=303)
    page = reviewer.get("batches.show", code=people.township.code)
    files = [url for url in page.links.values() if ".pdf?" in url]
    assert len(set(files)) == 3
    assert files[1].split("?")[0].endswith(f"{people.township.code}-own.pdf")
    everything, own_pages = (pages_of(reviewer.get(files[at]).response.data) for at in (0, 1))
    assert len(own_pages) < len(everything)
    assert own.number in own_pages[0], "the messenger's list"
