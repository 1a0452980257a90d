"""The door of dossiers: the checklist, one file, a village's set as a job, its book; and who may not."""

import io
import re
import shutil
import zipfile

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from app.blueprints.dossiers import work
from app.core.audit import Event
from app.core.db import db as database
from app.core.jobs import Job
from app.documents import sets
from app.documents.bound import Made
from app.documents.sets import SetFolder
from app.web import jobs
from tests import factories
from tests.browser import Browser
from tests.domain.dossiers.planted import NEIGHBOUR, a_full_case

#: a file whose content does not matter: setting one takes long
BLANK = Made(b"%PDF-", 1)


@pytest.fixture
def planted(db, people, clock, app):
    shutil.rmtree(app.extensions["gongshi"].derived / "sets", ignore_errors=True)
    found = a_full_case(people, clock)
    database.session.commit()
    return found


def events(name):
    return database.session.scalars(sa.select(Event).where(Event.name == name).order_by(Event.id)).all()


def test_the_checklist_shows_every_record_with_its_state(planted, people):
    browser = people.browser("village_officer")
    page = browser.get("dossiers.show", household_no=planted.household.household_no)
    assert len(page.texts("tbody tr")) == 25
    assert "申请书签字件" in page.text
    assert f"/notices/{next(iter(planted.notices.values())).number}" in page.html
    lacking = browser.get("dossiers.show", household_no=planted.neighbour.household_no)
    assert any("明白卡" in row and "缺少" in row for row in lacking.texts("tbody tr"))


def test_a_household_without_an_application_has_no_dossier(db, people):
    household = factories.a_household(people.village)
    page = people.browser("village_officer").get("dossiers.show", household_no=household.household_no)
    assert "还没有申请过" in page.text


def test_one_file_is_made_and_written_into_the_history(planted, people):
    browser = people.browser("village_officer")
    browser.get("dossiers.show", household_no=planted.household.household_no)
    answer = browser.post("dossiers.print_one", {}, household_no=planted.household.household_no, expect=200)
    assert answer.response.mimetype == "application/pdf"
    assert answer.response.headers["Cache-Control"] == "no-store"
    assert len(PdfReader(io.BytesIO(answer.response.data)).pages) > 10
    [event] = events("dossier_printed")
    assert event.household_id == planted.household.id
    assert not events("personal_numbers_shown")


def test_full_numbers_are_for_those_who_may_and_are_recorded(planted, people):
    number = planted.household.household_no
    supervisor = people.browser("supervisor")
    page = supervisor.get("dossiers.show", household_no=number)
    assert not page.select("input[name=in_full]")
    supervisor.post("dossiers.print_one", {"in_full": "y"}, household_no=number, expect=200)
    assert not events("personal_numbers_shown")
    officer = people.browser("village_officer")
    officer.get("dossiers.show", household_no=number)
    officer.post("dossiers.print_one", {"in_full": "y"}, household_no=number, expect=200)
    assert len(events("personal_numbers_shown")) == 1


@pytest.mark.parametrize("who", ["other_village_officer", "other_township_reviewer"])
def test_another_village_s_dossiers_do_not_exist(planted, people, who):
    browser, village = people.browser(who), people.village.code
    number = planted.household.household_no
    browser.get("dossiers.show", household_no=number, expect=404)
    browser.post("dossiers.print_one", {}, household_no=number, expect=404)
    for endpoint in ("village", "book", "download_set", "download_book"):
        browser.get(f"dossiers.{endpoint}", code=village, expect=404)
    browser.post("dossiers.make_set", {}, code=village, expect=404)


def test_a_set_is_made_household_by_household_and_downloaded(planted, people, app):
    browser, code = people.browser("village_officer"), people.village.code
    assert "齐全" in browser.get("dossiers.village", code=code).text
    browser.post("dossiers.make_set", {}, code=code)
    page = browser.get("dossiers.village", code=code)
    assert "全套户档案已装订好" in page.text
    answer = browser.get("dossiers.download_set", code=code)
    with zipfile.ZipFile(io.BytesIO(answer.response.data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        texts = [archive.read(name) for name in names]
    first, second = planted.household, planted.neighbour
    assert names == [
        "000.pdf",
        f"{first.household_no}-{first.head_name}.pdf",
        f"{second.household_no}-{second.head_name}.pdf",
    ]
    assert all(text.startswith(b"%PDF") for text in texts)
    assert [event.data["what"] for event in events("dossier_printed")] == [
        f"dossiers {code} {planted.round.code}"
    ]


def test_an_interrupted_set_goes_on_where_it_stopped(planted, people, app, monkeypatch):
    browser, code = people.browser("village_officer"), people.village.code
    key = work.key_of(work.DOSSIERS, people.village, planted.round, "zh")
    made = []

    def stopping(paper, lang):
        if made:
            raise SystemExit("the machine was switched off")
        made.append(paper)
        return BLANK

    monkeypatch.setattr(work, "bound_pdf", stopping)
    with pytest.raises(SystemExit):
        browser.post("dossiers.make_set", {}, code=code)
    with app.app_context():
        assert SetFolder(key).count_made() == 1
        assert SetFolder(key).find_manifest() is None
    page = browser.get("dossiers.village", code=code)
    assert "33% · 正在装订户档案 · 1 / 3" in page.text
    assert f"由{people.user('village_officer').name}于" in page.text
    assert 'http-equiv="refresh"' in page.html
    again = []
    monkeypatch.setattr(work, "bound_pdf", lambda paper, _lang: again.append(paper) or BLANK)
    database.session.execute(sa.update(Job).values(claimed_by=Job.claimed_by + "0"))  # that process has died
    database.session.commit()
    assert jobs.run_one(app)
    assert len(again) == 2  # the neighbour's and the contents; the first household's was there
    with app.app_context():
        manifest = SetFolder(key).find_manifest()
    assert manifest is not None
    assert len(manifest.files) == 3
    assert "全套户档案已装订好" in browser.get("dossiers.village", code=code).text


def test_a_set_that_failed_says_so_and_is_tried_again(planted, people, app, monkeypatch):
    browser, code = people.browser("village_officer"), people.village.code

    def broken(_paper, _lang):
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(work, "bound_pdf", broken)
        browser.post("dossiers.make_set", {}, code=code)
    page = browser.get("dossiers.village", code=code)
    assert "未能完成" in page.text
    assert "broken" not in page.text
    assert 'http-equiv="refresh"' not in page.html
    monkeypatch.setattr(work, "bound_pdf", lambda _paper, _lang: BLANK)
    browser.send(to="/dossiers")
    assert "全套户档案已装订好" in browser.follow().text


def test_progress_is_shown_while_the_job_runs(planted, people, app, monkeypatch):
    key = work.key_of(work.DOSSIERS, people.village, planted.round, "zh")
    seen = []

    def looking(_paper, _lang):
        with app.app_context():  # what others see
            job = jobs.find(key)
        seen.append((job.state, job.done, job.total))
        return BLANK

    monkeypatch.setattr(work, "bound_pdf", looking)
    people.browser("village_officer").post("dossiers.make_set", {}, code=people.village.code)
    assert seen == [("running", 0, 3), ("running", 1, 3), ("running", 2, 3)]


def test_what_changed_is_made_anew_and_what_nobody_names_is_deleted(planted, people, app):
    browser, code = people.browser("village_officer"), people.village.code
    key = work.key_of(work.DOSSIERS, people.village, planted.round, "zh")
    browser.post("dossiers.make_set", {}, code=code)
    with app.app_context():
        before = {one.key for one in SetFolder(key).find_manifest().files}
    planted.application.reason = "另有原因"
    database.session.commit()
    browser.post("dossiers.make_set", {}, code=code)
    with app.app_context():
        after = {one.key for one in SetFolder(key).find_manifest().files}
        assert len(before - after) == 1
        assert SetFolder(key).count_made() == 3


def test_sets_that_nobody_renewed_are_deleted(app, clock, tmp_path):
    with app.app_context():
        folder = SetFolder("dossiers-0-0-zh")
        folder.finish(sets.Manifest("2026-05-11T00:00:00+00:00", "甲", ()))
        assert folder.path.exists()
        clock.move(days=400)
        sets.prune()
        assert not folder.path.exists()


def test_the_book_is_a_page_and_a_file_without_objectors(planted, people):
    notice = next(iter(planted.notices.values()))
    factories.an_objection(notice, entry=planted.entry, objector_name="周举报", grounds="他家有楼房")
    database.session.commit()
    browser, code = people.browser("village_officer"), people.village.code
    page = browser.get("dossiers.book", code=code)
    assert "村情概况" in page.text
    assert "周举报" not in page.text
    browser.post("dossiers.make_book", {}, code=code)
    answer = browser.get("dossiers.download_book", code=code)
    words = "".join(
        "".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(answer.response.data)).pages
    )
    assert re.sub(r"\s", "", NEIGHBOUR) in words
    assert "周举报" not in words
    assert "他家有楼房" not in words


def test_nothing_to_download_before_it_was_made(planted, people):
    browser, code = people.browser("village_officer"), people.village.code
    browser.get("dossiers.download_set", code=code, expect=404)
    browser.get("dossiers.download_book", code=code, expect=404)


def test_pages_read_in_english_too(planted, people, app):
    browser = Browser(app, lang="en")
    people.user("village_officer")
    assert browser.get("dossiers.index", expect=303).location
