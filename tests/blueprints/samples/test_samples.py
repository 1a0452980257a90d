"""The door of home checks: values, drawing, checks with photographs, the report, and what everybody sees."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.db import db as database
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews import draws
from app.domain.reviews.models import HomeCheck, PublicValue, ReviewLevel, Sample
from tests import factories
from tests.blueprints.handed_in import a_photo, a_scan, no_file
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.documents.made_up import text_of
from tests.people import People

TOWNSHIP = ReviewLevel.TOWNSHIP
DAY = dt.timedelta(days=1)
HOUSEHOLDS = 10


@pytest.fixture
def listed(people: People, clock: SetClock) -> CandidateList:
    drawn_up = factories.a_candidate_list(
        people.village, entries=HOUSEHOLDS, state=ListState.TOWNSHIP_REVIEW, round_=factories.a_round()
    )
    factories.a_notice(drawn_up, hang_on=clock.today - 8 * DAY)
    return drawn_up


@pytest.fixture
def reviewer(people: People, listed: CandidateList) -> Browser:
    return people.browser("township_reviewer")


def address(listed: CandidateList) -> dict[str, object]:
    return {"list_id": listed.id, "level": "township"}


def drawn(listed: CandidateList, reviewer: Browser) -> Sample:
    factories.a_public_value(listed, TOWNSHIP)
    reviewer.post("samples.show", **address(listed))
    sample = draws.find_sample(listed, TOWNSHIP)
    assert sample is not None
    return sample


def hrefs(page: Page) -> list[str]:
    return [link.get("href") or "" for link in page.select("a")]


def check(reviewer: Browser, sample: Sample, entry_id: int, agrees: str = "yes") -> None:
    reviewer.get("samples.check", sample_id=sample.id, entry_id=entry_id)
    reviewer.send(
        checkers="甲某、乙某", findings="到家看过", agrees=agrees, photos=no_file(), sheet=no_file()
    )


# ---- values ---------------------------------------------------------------------------------------------------------


def test_the_county_records_the_value_that_a_list_waits_for(listed: CandidateList, people: People) -> None:
    county = people.browser("county_approver")
    page = county.get("samples.values")
    [link] = [href for href in hrefs(page) if "/samples/values/new?" in href]
    county.get(link)
    page = county.send(value="351", again="531", expect=422)
    assert any("两次填写的数值不一致" in fault for fault in page.faults)
    county.send(value="351", again="３５１")
    assert "公开数值已登记" in county.follow().text
    [value] = database.session.query(PublicValue).all()
    found = draws.find_draw(listed, TOWNSHIP)
    assert found is not None
    assert (value.value, value.day, value.source) == ("351", found.day, found.source)
    county.get("samples.new_value", day=value.day.isoformat(), source=value.source)
    page = county.send(value="352", again="352", expect=422)
    assert any("已经登记过" in fault for fault in page.faults)


def test_a_day_to_come_is_refused(listed: CandidateList, people: People, clock: SetClock) -> None:
    county = people.browser("county_approver")
    county.get("samples.new_value")
    page = county.send(day=(clock.today + DAY).isoformat(), value="351", again="351", expect=422)
    assert any("日期还没到" in fault for fault in page.faults)


def test_a_slip_is_withdrawn_until_something_was_drawn_from_it(
    listed: CandidateList, people: People, reviewer: Browser
) -> None:
    county = people.browser("county_approver")
    value = factories.a_public_value(listed, TOWNSHIP, "315")
    county.get("samples.withdraw_value", value_id=value.id)
    assert county.send(reason="", expect=422).faults
    county.send(reason="两位写反了")
    assert "两位写反了" in county.follow().text
    assert "两位写反了" in people.browser("villager").get("samples.public_draws").text
    sample = drawn(listed, reviewer)
    county.get("samples.withdraw_value", value_id=sample.public_value_id)
    assert "不能再改动" in county.send(reason="想再抽一次", expect=409).text


def test_others_only_look_at_values(listed: CandidateList, people: People) -> None:
    for who in ("township_reviewer", "village_officer", "supervisor"):
        browser = people.browser(who)
        assert "/samples/values/new" not in browser.get("samples.values").html
        browser.get("samples.new_value", expect=403)


# ---- drawing and checking -------------------------------------------------------------------------------------------


def test_the_button_says_what_it_waits_for(listed: CandidateList, reviewer: Browser) -> None:
    page = reviewer.get("samples.show", **address(listed))
    assert "现在还不能抽取" in page.text
    assert "中国福利彩票“3D”当日开奖号码" in page.text
    assert not page.select("main form")
    assert "抽样在等" in reviewer.post("samples.show", expect=409, **address(listed)).text


def test_households_are_drawn_and_checked_with_photographs(listed: CandidateList, reviewer: Browser) -> None:
    sample = drawn(listed, reviewer)
    assert len(reviewer.follow().texts(".check-card h3 a")) == 2
    entry_id = sample.entry_ids[0]
    reviewer.get("samples.check", sample_id=sample.id, entry_id=entry_id)
    page = reviewer.send(
        checkers="甲某、乙某", findings="有楼房", agrees="no", photos=[a_scan()], sheet=no_file(), expect=422
    )
    assert any("JPEG" in fault for fault in page.faults)
    reviewer.send(
        checkers="甲某、乙某",
        findings="有楼房",
        agrees="no",
        photos=[a_photo("一.jpg"), a_photo("二.jpg")],
        sheet=a_scan(),
    )
    page = reviewer.follow()
    assert "有楼房" in page.text
    assert len(page.select(".photos img")) == 2
    [check_] = database.session.query(HomeCheck).all()
    reviewer.get("attachments.show", attachment_id=check_.photos[0].attachment_id)
    page = reviewer.get("samples.check", sample_id=sample.id, entry_id=entry_id)
    assert "已存照片2张" in page.text
    assert "有楼房" in page.html


def test_who_was_not_drawn_is_not_checked(listed: CandidateList, reviewer: Browser) -> None:
    sample = drawn(listed, reviewer)
    other = next(entry for entry in listed.entries if entry.id not in sample.entry_ids)
    reviewer.get("samples.check", sample_id=sample.id, entry_id=other.id, expect=409)
    elsewhere = factories.a_candidate_list(entries=1).entries[0]
    reviewer.get("samples.check", sample_id=sample.id, entry_id=elsewhere.id, expect=404)


def test_others_look_and_draw_nothing(listed: CandidateList, people: People) -> None:
    factories.a_public_value(listed, TOWNSHIP)
    for who in ("village_officer", "county_approver", "supervisor"):
        browser = people.browser(who)
        browser.get("samples.index")
        assert not browser.get("samples.show", **address(listed)).select("main form")
        browser.post("samples.show", expect=403, **address(listed))
    people.browser("other_township_reviewer").get("samples.show", expect=404, **address(listed))
    people.browser("township_reviewer").get("samples.show", list_id=listed.id, level="nobody", expect=404)


def test_the_overview_says_how_far_each_list_is(listed: CandidateList, reviewer: Browser) -> None:
    assert "等待" in reviewer.get("samples.index").text
    sample = drawn(listed, reviewer)
    assert "应查2户，已查0户" in reviewer.get("samples.index").text
    for entry_id in sample.entry_ids:
        check(reviewer, sample, entry_id)
    assert "已查完" in reviewer.get("samples.index").text


def test_the_overview_asks_the_same_for_any_number_of_lists(
    listed: CandidateList, reviewer: Browser, people: People, clock: SetClock
) -> None:
    reviewer.get("samples.index")
    few = len(reviewer.get("samples.index").statements)
    for _ in range(5):
        more = factories.a_candidate_list(people.village, state=ListState.TOWNSHIP_REVIEW)
        factories.a_notice(more, hang_on=clock.today - 8 * DAY)
    assert len(reviewer.get("samples.index").statements) <= few + 1


# ---- what it says ---------------------------------------------------------------------------------------------------


def test_what_the_sample_says_stands_beside_the_button(
    listed: CandidateList, reviewer: Browser, people: People, clock: SetClock
) -> None:
    sample = drawn(listed, reviewer)
    check(reviewer, sample, sample.entry_ids[0], agrees="no")
    assert "由此推算" not in reviewer.get("samples.show", **address(listed)).text
    check(reviewer, sample, sample.entry_ids[1])
    page = reviewer.get("samples.show", **address(listed))
    assert "抽中并核查2户，其中1户不实。由此推算，整份名单10户中不实的大约在1户到9户之间。" in page.text
    page = reviewer.get("candidate_lists.step", list_id=listed.id, step="publish_second_notice")
    assert "整份名单10户中不实的大约在1户到9户之间" in page.text
    factories.a_notice(listed, kind=NoticeKind.SECOND_NOTICE, hang_on=clock.today - 3 * DAY)
    listed.state = ListState.COUNTY_REVIEW
    database.session.flush()
    county = people.browser("county_approver")
    page = county.get("candidate_lists.step", list_id=listed.id, step="announce")
    assert "乡镇审核：入户抽查说明整份名单的情况" in page.text


def test_the_report_is_printed_in_both_languages(listed: CandidateList, reviewer: Browser) -> None:
    reviewer.get("samples.report", expect=409, **address(listed))
    sample = drawn(listed, reviewer)
    check(reviewer, sample, sample.entry_ids[0], agrees="no")
    check(reviewer, sample, sample.entry_ids[1])
    for lang, words in (
        ("zh", ("入户抽查报告", "抽样种子", "核查人（签字）", "到家看过", "其中1户不实")),
        (
            "en",
            (
                "Report of the sample for home checks",
                "Seed",
                "Checked by (signatures)",
                "between 1 and 9 of 10",
            ),
        ),
    ):
        response = reviewer.client.get(f"/samples/lists/{listed.id}/township/report.pdf?lang={lang}")
        assert response.mimetype == "application/pdf"
        text = "".join(text_of(response.data).split())
        for word in (*words, sample.seed, "351"):
            assert "".join(word.split()) in text


# ---- for everybody --------------------------------------------------------------------------------------------------


def test_everybody_reads_the_draw_without_names_or_reasons(
    listed: CandidateList, reviewer: Browser, people: People
) -> None:
    sample = drawn(listed, reviewer)
    villager = people.browser("villager")
    page = villager.get("samples.public_draws")
    assert any(f"/draws/{sample.public_id}" in href for href in hrefs(page))
    page = villager.get("samples.public_draw", public_id=sample.public_id)
    assert sample.seed in page.text
    data = villager.client.get(f"/draws/{sample.public_id}.json")
    for text in (page.html, data.text):
        assert not any(entry.head_name in text for entry in listed.entries)
        assert not any(entry.application.number in text for entry in listed.entries)
        assert "reasons" not in text
    villager.get("samples.public_draw", public_id="0" * 16, expect=404)
    villager.get("samples.public_draw", public_id=sample.seed, expect=404)
    Browser(villager.app, lang="en").get("samples.public_draw", public_id=sample.public_id, lang="en")


def test_what_is_published_repeats_the_draw(
    listed: CandidateList, reviewer: Browser, people: People, tmp_path: Path
) -> None:
    """Both files as everybody downloads them, in an interpreter that knows nothing of the portal."""
    sample = drawn(listed, reviewer)
    client = people.browser("villager").client
    program, record = tmp_path / "repeat_draw.py", tmp_path / "draw.json"
    program.write_bytes(client.get("/draws/repeat_draw.py").data)
    record.write_bytes(client.get(f"/draws/{sample.public_id}.json").data)
    assert program.read_bytes() == (Path(__file__).parents[3] / "docs" / "repeat_draw.py").read_bytes()
    told = subprocess.run(
        [sys.executable, "-I", str(program), str(record)], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    assert " ".join(str(number) for number in sample.inputs["drawn"]) in told.stdout
    assert json.loads(record.read_text(encoding="utf-8"))["value"] == "351"


def test_the_pages_are_complete_in_english(listed: CandidateList, reviewer: Browser, people: People) -> None:
    county = people.browser("county_approver")
    county.lang = reviewer.lang = "en"
    reviewer.get("samples.show", lang="en", **address(listed))
    sample = drawn(listed, reviewer)
    for endpoint, given in (
        ("samples.index", {}),
        ("samples.values", {}),
        ("samples.show", address(listed)),
        ("samples.check", {"sample_id": sample.id, "entry_id": sample.entry_ids[0]}),
    ):
        reviewer.get(endpoint, lang="en", **given)
    county.get("samples.new_value", lang="en")
