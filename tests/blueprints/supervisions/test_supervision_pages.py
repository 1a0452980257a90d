"""The pages of supervision: recording a visit, mending what it found, looking whether it is mended."""

from app.core.db import db
from app.domain.tasks.models import FindingState, Supervision, SupervisionFinding
from tests import factories
from tests.people import People


def test_a_visit_is_recorded_with_two_findings(people: People) -> None:
    browser = people.browser("supervisor")
    browser.get("supervisions.new")
    words = {"area": people.village.code, "visited_on": "2026-05-08", "visitors": "石磊、罗敏"}
    browser.send(**words, looked_at="", expect=422)
    browser.send(
        looked_at="公示栏。",
        words_0="二组公示看不清。",
        mend_by_0="2026-05-01",
        words_2="缺签名。",
        expect=422,
    )
    browser.send(mend_by_0="2026-05-20")
    assert "二组公示看不清。" in browser.follow().text
    visit = db.session.query(Supervision).one()
    assert (visit.visitors, visit.was_announced) == (["石磊", "罗敏"], False)
    # without a day: fifteen days, or what the policy says
    assert [str(one.mend_by) for one in visit.findings] == ["2026-05-20", "2026-05-23"]


def test_a_finding_goes_from_the_village_to_whoever_supervises_and_back(people: People) -> None:
    visit = factories.a_supervision(people.village)
    finding = db.session.query(SupervisionFinding).one()
    officer, supervisor = people.browser("village_officer"), people.browser("supervisor")
    officer.get("supervisions.look", finding_id=finding.id, expect=403)
    supervisor.get("supervisions.mended", finding_id=finding.id, expect=403)
    officer.get("supervisions.mended", finding_id=finding.id)
    officer.send(words="", expect=422)
    officer.send(words="已换新。")
    assert "待核实" in officer.follow().text
    supervisor.get("supervisions.look", finding_id=finding.id)
    supervisor.send(outcome="sent_back", expect=422)
    supervisor.send(reason="还是看不清。")
    assert "还是看不清。" in supervisor.follow().text
    officer.get("supervisions.mended", finding_id=finding.id)
    officer.send(words="重新打印。")
    supervisor.get("supervisions.look", finding_id=finding.id)
    supervisor.send(outcome="mended")
    assert "已整改" in supervisor.follow().text
    db.session.expire_all()
    assert db.session.query(SupervisionFinding).one().state is FindingState.MENDED
    supervisor.get("supervisions.look", finding_id=finding.id)
    supervisor.send(outcome="mended", expect=409)
    assert visit.id


def test_the_list_is_narrowed_to_what_is_open(people: People) -> None:
    factories.a_supervision(people.village)
    factories.a_supervision(people.other_village, findings=0)
    browser = people.browser("township_reviewer")
    page = browser.get("supervisions.index")
    assert len(page.select("tbody tr")) == 2
    assert page.texts(".stat-number")[0] == "1"
    assert len(browser.get("/supervisions?show=open", fragment=True).select("tbody tr")) == 1
    assert len(people.browser("village_officer").get("supervisions.index").select("tbody tr")) == 1


def test_another_township_sees_nothing_of_it(people: People) -> None:
    visit = factories.a_supervision(people.village)
    other = people.browser("other_township_reviewer")
    other.get("supervisions.show", supervision_id=visit.id, expect=404)
    assert "没有这样的督查" in other.get("supervisions.index").text


def test_an_unknown_village_is_not_all_of_them(people: People) -> None:
    factories.a_supervision(people.village)
    browser = people.browser("township_reviewer")
    browser.get("/supervisions?village=999", expect=404)
    browser.get(f"/supervisions?village={people.far_village.code}", expect=404)
    assert len(browser.get(f"/supervisions?village={people.village.code}").select("tbody tr")) == 1


def test_a_fault_stands_at_the_finding_in_which_it_was_written(people: People) -> None:
    browser = people.browser("supervisor")
    browser.get("supervisions.new")
    page = browser.send(
        area=people.village.code,
        visited_on="2026-05-08",
        visitors="石磊",
        looked_at="公示栏。",
        words_0="二组公示看不清。",
        words_7="缺签名。",
        mend_by_7="2026-05-01",
        expect=422,
    )
    assert page.select("details[open] #mend_by_7-fault")
    browser.send(mend_by_7="2026-05-20")
    assert len(db.session.query(SupervisionFinding).all()) == 2


def test_the_township_is_told_who_looks_at_what_the_county_found(people: People) -> None:
    visit = factories.a_supervision(people.village, by_area=people.county)
    finding = db.session.query(SupervisionFinding).one()
    finding.state, finding.mended_on = FindingState.REPORTED, visit.visited_on
    db.session.commit()
    township = people.browser("township_reviewer")
    page = township.get("supervisions.show", supervision_id=visit.id)
    assert f"由{people.county.name_zh}或其上级督查人员核实" in page.text
    assert not page.select(f"a[href$='/findings/{finding.id}/look']")
    township.get("supervisions.look", finding_id=finding.id, expect=403)
    county = people.browser("county_approver")
    assert county.get("supervisions.show", supervision_id=visit.id).select("a[href$='/look']")
