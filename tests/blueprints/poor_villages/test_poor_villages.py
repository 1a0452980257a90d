"""The pages of poor villages: the form, the township's look, the panel, the two notices, what everybody reads."""

import datetime as dt
import json

import pytest

from app.domain.areas.queries import list_posting_places
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages import queries
from app.domain.poor_villages.models import PoorVillage, VillageState
from app.domain.rounds.models import Round
from app.domain.workflow import poor_villages
from tests import factories
from tests.blueprints.handed_in import a_scan, no_file
from tests.browser import Page
from tests.conftest import SetClock
from tests.people import People

S = VillageState
TODAY = dt.date(2026, 5, 11)
FORM = {name: str(value) for name, value in factories.A_POOR_FORM.items()}


@pytest.fixture
def round_(people: People) -> Round:
    factories.a_board_of(people.township)
    return factories.a_village_round()


def published(people: People, round_: Round, who: str, kind: NoticeKind) -> Notice:
    return poor_villages.publish(actor=people.actor(who), kind=kind, round_=round_, township=people.township)


def test_a_village_writes_its_form_and_applies(people: People, round_: Round) -> None:
    factories.statistics_of(people.village, 480, 2_000)
    browser = people.browser("village_officer")
    assert "的申请表" in browser.get("poor_villages.index").text
    browser.get("poor_villages.write", round=round_.code)
    page = browser.send(**FORM | {"poor_people": "3000"}, met_on="2026-05-01", minutes=no_file(), expect=422)
    assert any("贫困人口不能比总人口多" in fault for fault in page.faults)
    browser.send(**FORM, met_on="2026-05-01", minutes=a_scan())
    page = browser.follow()
    assert "申请表是500，系统是480" in page.text
    case = queries.find_case(round_, people.village)
    assert case is not None
    browser.get("poor_villages.write", round=round_.code)
    browser.send(**FORM, note="年报是上一年的。", met_on="2026-05-01", minutes=no_file())
    browser.get("poor_villages.take_step", case_id=case.id, step="apply")
    browser.send()
    assert case.state is S.TOWNSHIP_REVIEW


def test_the_page_works_the_criteria_out(people: People, round_: Round) -> None:
    case = factories.a_poor_village(people.village, round_, collective_yuan=4_000)
    page = people.browser("township_reviewer").get("poor_villages.show", case_id=case.id)
    assert "2,000人中有500名贫困人口，贫困发生率25.00%。" in page.text
    assert "要求：不低于20.00%，即全省10.00%的2倍。" in page.text
    assert "村集体一年收入4,000元。" in page.text
    assert "不符合" in page.text
    listed = people.browser("township_reviewer").get("poor_villages.index").text
    assert "1项不符合" in listed


def test_the_township_writes_what_it_looked_at_and_shows_its_list(people: People, round_: Round) -> None:
    case = factories.a_poor_village(people.village, round_, state=S.TOWNSHIP_REVIEW)
    browser = people.browser("township_reviewer")
    browser.get("poor_villages.take_step", case_id=case.id, step="put_on_list")
    assert browser.send(words="", expect=422).faults
    browser.send(words="看了账本。")
    assert case.state is S.FIRST_LIST
    asked = {"kind": "village_notice", "round": round_.code, "township": people.township.code}
    browser.get("poor_villages.publish", **asked)
    browser.send(hang_on=TODAY.isoformat())
    notice = queries.list_notices_of(case)[0]
    assert notice.issuer == people.township
    people.browser("county_approver").get("poor_villages.publish", **asked, expect=403)
    page = browser.get("postings.show", number=notice.number)
    assert "撤回" in page.text
    browser.get("poor_villages.withdraw", number=notice.number)
    browser.send(reason="人数写错了。")
    assert notice.withdrawn_at is not None


def test_the_county_keeps_the_panel_and_enters_its_points(people: People, round_: Round) -> None:
    case = factories.a_poor_village(people.village, round_, state=S.PANEL)
    factories.an_official(people.village, name="吴支书")
    browser = people.browser("county_approver")
    for name in ("周明", "吴支书"):
        browser.get("poor_villages.panel", code=round_.code)
        browser.send(to="/rounds/", name=name, unit="县农业局")
    page = browser.get("poor_villages.score", case_id=case.id)
    assert "吴支书在该村或所在乡镇任职，不参加评分。" in page.text
    member = queries.list_members(round_)[0]
    points = {"poverty": "35", "income": "25", "conditions": "15", "will": "5"}
    page = browser.send(member=str(member.id), **points | {"will": "11"}, sheet=a_scan(), expect=422)
    assert any("0" in fault and "10" in fault for fault in page.faults)
    browser.get("poor_villages.score", case_id=case.id)
    assert browser.send(member=str(member.id), **points, sheet=no_file(), expect=422).faults
    browser.get("poor_villages.score", case_id=case.id)
    browser.send(member=str(member.id), **points, sheet=a_scan())
    page = browser.get("poor_villages.show", case_id=case.id)
    assert "平均80.00分（满分100分），1名评委打分" in page.text
    assert "80.00" not in people.browser("village_officer").get("poor_villages.show", case_id=case.id).text
    browser.get("poor_villages.take_back", score_id=case.scores[0].id)
    browser.send(reason="抄错了。")
    assert case.scores == []


def test_the_county_refuses_with_the_reason_and_number(people: People, round_: Round) -> None:
    case = factories.a_poor_village(people.village, round_, state=S.PANEL)
    for _member in range(2):
        factories.a_panel_score(case)
    browser = people.browser("county_approver")
    browser.get("poor_villages.take_step", case_id=case.id, step="refuse")
    assert browser.send(document_no="", reason="", expect=422).faults
    browser.send(document_no="清扶组〔2026〕3号", reason="集体有收入。")
    assert (case.state, case.refused_words) == (S.NOT_CHOSEN, "集体有收入。")


@pytest.fixture
def notice(people: People, round_: Round) -> Notice:
    factories.a_poor_village(people.village, round_, state=S.FIRST_LIST)
    return published(people, round_, "township_reviewer", NoticeKind.VILLAGE_NOTICE)


def public_page(people: People, notice: Notice) -> Page:
    return people.browser("villager").get("public.show_notice", number=notice.number)


def test_everybody_reads_which_village_why_and_until_when(
    people: People, notice: Notice, clock: SetClock
) -> None:
    page = public_page(people, notice)
    assert "贫困村公示" in page.text
    assert "现在还没有定" in page.text
    assert "2,000人中有500名贫困人口，贫困发生率25.00%。" in page.text
    assert "要求：低于3,600元，即全省平均6,000元的60%。" in page.text
    assert "符合。" in page.text
    factories.a_posting(notice, list_posting_places(notice.village_id)[0])
    assert "张贴至2026年5月18日止" in public_page(people, notice).text
    people.browser("villager").get("objections.new", number=notice.number)
    villager = people.browser("villager")
    assert "1份贫困村公示正在张贴" in villager.get("public.home").text
    assert "贫困村公示" in villager.get("public.show_village", code=people.village.code).text
    assert "贫困村公示" not in villager.get("public.show_village", code=people.other_village.code).text
    assert "贫困村公示" in villager.get("public.list_notices", kind="villages").text


def test_the_paper_the_data_and_the_loudspeaker_say_the_same(people: People, notice: Notice) -> None:
    villager = people.browser("villager")
    data = json.loads(villager.get("public.show_notice_json", number=notice.number).html)
    assert data["facts"]["villages"][0]["poor_people"] == 500
    assert data["issuer"] == people.township.name_zh
    csv = villager.get("public.show_notice_csv", number=notice.number).html
    assert "25.00%" in csv
    assert (
        villager.get("public.show_notice_pdf", number=notice.number, lang="zh").response.data[:4] == b"%PDF"
    )
    assert (
        villager.get("public.show_notice_pdf", number=notice.number, lang="en").response.data[:4] == b"%PDF"
    )
    script = villager.get("public.show_script", number=notice.number)
    assert "自己申请当贫困村" in script.text


def test_the_announcement_says_who_was_chosen_and_why_not(people: People, round_: Round) -> None:
    chosen: PoorVillage = factories.a_poor_village(people.village, round_, state=S.CHOSEN, decided_on=TODAY)
    factories.a_panel_score(chosen)
    factories.a_poor_village(
        people.other_village, round_, state=S.NOT_CHOSEN, decided_on=TODAY, refused_words="集体有收入。"
    )
    page = public_page(people, published(people, round_, "county_approver", NoticeKind.VILLAGE_ANNOUNCEMENT))
    assert "县里已经确定" in page.text
    assert "集体有收入。" in page.text
    assert "80.00" in page.text
    assert "贫困村公告" in people.browser("villager").get("public.home").text


def test_the_list_takes_as_many_statements_for_many_villages(people: People, round_: Round) -> None:
    factories.a_poor_village(people.village, round_)
    browser = people.browser("county_approver")
    browser.get("poor_villages.index")
    few = len(browser.get("poor_villages.index").statements)
    for village in (people.other_village, people.far_village):
        factories.a_poor_village(village, round_, state=S.PANEL)
    assert len(browser.get("poor_villages.index").statements) == few
