"""A form that is refused comes back with everything that was typed, and says beside the field what is wrong."""

from app.core.db import db
from app.domain.projects import queries
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.blueprints.handed_in import a_scan, no_file
from tests.people import People

S = ProjectState


def stored() -> Project:
    db.session.expire_all()
    return queries.list_projects()[0]


def test_whoever_was_slower_keeps_what_was_typed_and_may_send_it_again(people: People) -> None:
    project = factories.a_project()
    officer, other = people.browser("village_officer"), people.browser("township_reviewer")
    officer.get("projects.edit", number=project.number)
    other.get("projects.edit", number=project.number)
    other.send(name_zh="别人写的名字")
    page = officer.send(name_zh="我写的名字", target_zh="写了很久的目标", expect=409)
    assert "别人已经改了" in " ".join(page.faults)
    assert "写了很久的目标" in page.html
    box = " ".join(page.texts(".tone-warn"))
    assert "别人写的名字" in box, "what the others wrote is shown, not only that they did"
    assert "全村三个组通水泥路。" in box
    assert "村民怎样参与" not in box
    officer.send()
    assert (stored().name_zh, stored().target_zh) == ("我写的名字", "写了很久的目标")


def test_a_record_that_hangs_meanwhile_comes_back_with_what_was_typed(people: People) -> None:
    project = factories.a_project()
    officer = people.browser("village_officer")
    officer.get("projects.edit", number=project.number)
    project.state = S.TOWNSHIP_CHECK
    db.session.commit()
    page = officer.send(target_zh="写了很久的目标", expect=409)
    assert "写了很久的目标" in page.html
    page = officer.send(expect=422)
    assert "写了很久的目标" in page.html
    assert "须先退回" in " ".join(page.faults)


def test_a_step_that_is_refused_keeps_its_words(people: People) -> None:
    project = factories.a_project(state=S.TOWNSHIP_CHECK)
    township = people.browser("township_reviewer")
    township.get("projects.step", number=project.number, step="check")
    project.round.state = "closed"
    project.round.closed_on = project.round.opened_on
    db.session.commit()
    page = township.send(note_zh="现场看过，路基已压实。", paper=a_scan(), expect=422)
    assert "现场看过，路基已压实。" in page.html
    assert page.faults


def test_a_second_tab_is_not_told_to_send_again_what_is_done(people: People) -> None:
    project = factories.a_project(state=S.TOWNSHIP_CHECK)
    township, second_tab = people.browser("township_reviewer"), people.browser("township_reviewer")
    for tab in (township, second_tab):
        tab.get("projects.step", number=project.number, step="check")
    township.send(note_zh="现场看过。", paper=a_scan())
    page = second_tab.send(note_zh="又看了一次。", paper=a_scan(), expect=409)
    assert "已过这一步" in page.text
    assert "又看了一次。" in page.text
    assert "再提交" not in page.text
    assert not page.select("main form[method=post]")


def test_a_reason_that_is_needed_is_not_called_optional(people: People) -> None:
    project = factories.a_project(state=S.TOWNSHIP_CHECK)
    township = people.browser("township_reviewer")
    page = township.get("projects.step", number=project.number, step="return_to_village")
    assert not page.select("label[for=reason] .optional")
    assert township.send(reason="", expect=422).faults
    page = township.get("projects.step", number=project.number, step="check")
    assert not page.select("label[for=note_zh] .optional")
    assert township.send(on="2026-05-11", paper=a_scan(), expect=422).faults
    assert stored().state is S.TOWNSHIP_CHECK


def test_the_village_is_asked_what_was_done_and_the_township_what_was_looked_at(people: People) -> None:
    project = factories.a_project(state=S.UNDER_WAY)
    factories.a_progress_report(project, 100)
    officer = people.browser("village_officer")
    page = officer.get("projects.step", number=project.number, step="complete")
    assert "做了什么" in " ".join(page.texts("label[for=note_zh]"))
    project = factories.a_project(state=S.COMPLETED)
    page = people.browser("township_reviewer").get("projects.step", number=project.number, step="accept")
    assert "看了什么" in " ".join(page.texts("label[for=note_zh]"))


def test_a_report_that_comes_too_late_keeps_its_words(people: People) -> None:
    project = factories.a_project(state=S.UNDER_WAY)
    officer = people.browser("village_officer")
    officer.get("projects.tender", number=project.number)
    project.state = S.COMPLETED
    db.session.commit()
    given = {"method": "open_tender", "decided_on": "2026-05-11", "decided_by_zh": "镇评标小组", "bids": "1"}
    page = officer.send(**given, bidder_1="甲公司", offer_1="98万", paper=no_file(), expect=422)
    assert "甲公司" in page.html
    assert page.faults


def test_a_contact_that_is_refused_keeps_its_words(people: People) -> None:
    project = factories.a_project()
    officer = people.browser("village_officer")
    officer.get("projects.contact", number=project.number)
    project.state = S.CLOSED
    db.session.commit()
    page = officer.send(person_in_charge="李新任", expect=422)
    assert "李新任" in page.html
    assert page.faults


def test_a_bidder_s_fault_stands_beside_its_field(people: People) -> None:
    project = factories.a_project(state=S.LIBRARY)
    officer = people.browser("village_officer")
    officer.get("projects.tender", number=project.number)
    given = {"method": "inquiry", "decided_on": "2026-05-11", "decided_by_zh": "镇评标小组", "bids": "1"}
    page = officer.send(**given, bidder_1="甲" * 130, offer_1="很多", paper=no_file(), expect=422)
    for name in ("bidder_1", "offer_1"):
        (box,) = page.select(f"#{name}")
        assert box.get("aria-invalid") == "true"
        assert page.texts(f"#{box.get('aria-describedby')}")


def test_a_fault_in_the_table_of_places_is_named_at_its_field(people: People) -> None:
    project = factories.a_project(people.township, places={people.village: 500})
    browser = people.browser("township_reviewer")
    browser.get("projects.edit", number=project.number)
    code = people.village.code
    page = browser.send(**{f"quantity_{code}": "很多"}, expect=422)
    (box,) = page.select(f"#quantity_{code}")
    assert page.texts(f"#{box.get('aria-describedby')}")


def test_saving_a_record_leaves_a_place_its_english_site(people: People) -> None:
    project = factories.a_project()
    project.places[0].site_zh, project.places[0].site_en = "坡上", "On the slope"
    db.session.commit()
    officer = people.browser("village_officer")
    officer.get("projects.edit", number=project.number)
    officer.send(target_zh="新的目标")
    assert [(one.site_zh, one.site_en) for one in stored().places] == [("坡上", "On the slope")]
    officer.get("projects.edit", number=project.number)
    officer.send(**{f"site_{people.village.code}": "坡下"})
    assert [(one.site_zh, one.site_en) for one in stored().places] == [("坡下", None)]
