"""The printed minutes: frozen ones print what was confirmed, whatever the rows say later; additions stand below."""

import pytest

from app.core.db import db as database
from app.core.errors import Refused
from app.domain.appraisals import service
from app.domain.appraisals.models import Meeting, Minutes
from tests import factories
from tests.conftest import SetClock
from tests.documents.made_up import text_of
from tests.domain.appraisals.village import Village
from tests.people import People


@pytest.fixture
def village(people: People, clock: SetClock) -> Village:
    return Village(people, clock)


def held(village: Village) -> Meeting:
    """One application passed, one was put off; the first item was led by somebody else."""
    first, second = village.ready(2)
    meeting = village.open([first, second], invited_on=village.round.opened_on)
    village.tick(meeting, ("王强", "李四", "周书记"), 24)
    village.vote(meeting, first, 20, 3, 0, left=("王强",), chair_name="周书记")
    service.adjourn_application(
        actor=village.officer, meeting=meeting, application=second, reason="住房证明没有带来"
    )
    village.sign(meeting)
    service.confirm_meeting(actor=village.officer, meeting=meeting)
    return meeting


def said(village: Village, meeting: Meeting, lang: str = "zh") -> str:
    township = village.people.browser("township_reviewer")
    answer = township.get("appraisals.minutes_pdf", meeting_id=meeting.id, lang=lang)
    return "".join(text_of(answer.response.data, "-raw").split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_confirmed_minutes_print_what_was_confirmed(village: Village, lang: str) -> None:
    meeting = held(village)
    name = meeting.ballots[0].application.household.head_name
    before = said(village, meeting, lang)
    meeting.place, meeting.chair_name, meeting.present = "别处", "别人", 30
    meeting.ballots[0].votes_for = 1
    meeting.ballots[0].application.household.head_name = "改名"
    database.session.flush()
    after = said(village, meeting, lang)
    assert after == before
    for needed in (name, "村委会", "王强", "住房证明没有带来", "周书记", "李四"):
        assert needed in before
    digest = factories.first(Minutes).digest
    assert digest[:8].upper() in before
    assert {"zh": "暂缓评议1户", "en": "1applicationwasputoff"}[lang] in before
    assert {"zh": "由周书记主持", "en": "ledby周书记"}[lang] in before
    assert "None" not in before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_additions_stand_below_with_reason_writer_and_time(village: Village, lang: str) -> None:
    meeting = held(village)
    assert {"zh": "会议记录确认后的补充", "en": "Addedaftertheminutes"}[lang] not in said(
        village, meeting, lang
    )
    service.add_to_minutes(
        actor=village.officer, meeting=meeting, text="赵六也到会。", reason="签到表漏登一人"
    )
    words = said(village, meeting, lang)
    heading = {"zh": "会议记录确认后的补充", "en": "Addedaftertheminuteswereconfirmed"}[lang]
    below = words[words.index(heading) :]
    for needed in (
        "赵六也到会",
        "签到表漏登一人",
        village.people.user("village_officer").name.replace(" ", ""),
    ):
        assert needed in below
    assert {"zh": "2026年", "en": "2026"}[lang] in below


def test_the_page_shows_the_same_as_the_paper(village: Village) -> None:
    meeting = held(village)
    service.add_to_minutes(
        actor=village.officer, meeting=meeting, text="赵六也到会。", reason="签到表漏登一人"
    )
    page = village.people.browser("township_reviewer").get("appraisals.minutes", meeting_id=meeting.id)
    for needed in ("住房证明没有带来", "暂缓评议", "赵六也到会。", "签到表漏登一人", "校验码"):
        assert needed in page.text


def test_a_meeting_from_before_minutes_were_frozen_prints_its_rows(people: People) -> None:
    meeting = factories.a_meeting(people.village)
    assert not factories.how_many(Minutes)
    answer = people.browser("township_reviewer").get("appraisals.minutes_pdf", meeting_id=meeting.id)
    words = "".join(text_of(answer.response.data).split())
    assert meeting.ballots[0].application.household.head_name in words
    assert "校验码" not in words
    assert "None" not in words


def test_frozen_minutes_are_not_taken_back(village: Village) -> None:
    meeting = held(village)
    with pytest.raises(Refused):
        service.discard_meeting(actor=village.officer, meeting=meeting)
