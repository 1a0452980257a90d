"""The bound dossier: contents with true page numbers, every copy, nobody else's name, numbers masked."""

import io
import re

import pytest
from pypdf import PdfReader

from app.core.db import db as database
from app.documents.bound import bound_pdf
from app.documents.dossiers import dossier_paper, free_texts
from app.domain.attachments import folder
from app.domain.dossiers import queries
from app.domain.policies.vocabulary import NoticeKind
from tests import factories
from tests.documents.made_up import pages_of
from tests.domain.dossiers.planted import NEIGHBOUR, a_full_case, a_scan


@pytest.fixture
def planted(db, people, clock):
    return a_full_case(people, clock)


def paper_of(planted, *, in_full=False, closed=frozenset()):
    database.session.flush()
    database.session.expire_all()
    dossier = queries.load_dossier(planted.household, planted.round)
    hidden = queries.list_names_of_others(dossier.case, free_texts(dossier.case))
    return dossier_paper(dossier, in_full=in_full, hidden=hidden, closed=closed, made_on=None)


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_contents_name_the_page_on_which_each_record_stands(planted, lang):
    made = bound_pdf(paper_of(planted), lang)
    pages = [plain(page) for page in pages_of(made.data)]
    assert len(pages) == made.pages
    titles = {
        "zh": ("贫困户登记表", "第一次公示"),
        "en": ("Registerformofthehousehold", "Firstpublicitynotice"),
    }
    marks = {item.title: number for item, number in outline(made.data)}
    for words in titles[lang]:
        page = next(number for title, number in marks.items() if plain(title) == words)
        assert words in pages[page]
    for number, text in enumerate(pages, 1):
        foot = f"第{number}页共{made.pages}页" if lang == "zh" else f"Page{number}of{made.pages}"
        assert foot in text
        assert planted.household.household_no in text
    found = re.findall(r"(?<!\d)(\d{1,3})\s*$", contents_of(made.data, lang), re.MULTILINE)
    printed, total = [int(one) for one in found], made.pages
    assert len(printed) > 10
    assert max(printed) <= total


def outline(data: bytes):
    reader = PdfReader(io.BytesIO(data))
    return [(item, reader.get_destination_page_number(item)) for item in reader.outline]


def contents_of(data: bytes, lang: str) -> str:
    return pages_of(data)[0].rpartition("第" if lang == "zh" else "Page ")[0]


def test_every_copy_is_bound_page_by_page(planted, people):
    few = bound_pdf(paper_of(planted), "zh").pages
    planted.application.signed_copy = a_scan(people, pages=5, rotated=90)
    assert bound_pdf(paper_of(planted), "zh").pages == few + 3
    copies = [copy for section in paper_of(planted).sections for copy in section.copies]
    assert {copy.code for copy in copies} == {
        "application_copy",
        "visit_sheet",
        "first_notice_photos",
        "second_notice_photos",
        "announcement_photos",
        "township_check",
        "county_check",
    }


def test_a_file_that_cannot_be_read_is_named_and_left_out(planted):
    broken = planted.application.signed_copy
    folder.path_of(broken.digest).write_bytes(b"%PDF-1.4 nothing more")
    made = bound_pdf(paper_of(planted), "zh")
    assert "此文件无法读取" in "".join(plain(page) for page in pages_of(made.data))


def test_no_other_household_is_named_whoever_wrote_of_it(planted):
    paper = paper_of(planted)
    text = "".join(plain(page) for page in pages_of(bound_pdf(paper, "zh").data))
    assert planted.household.head_name in text
    assert NEIGHBOUR not in text
    assert planted.neighbour.household_no not in text
    assert "反映情况属实" in text
    assert planted.meeting.minutes_copy.digest not in {
        copy.digest for section in paper.sections for copy in section.copies
    }


def test_numbers_are_masked_unless_asked_for_in_full(planted):
    member, telephone = planted.household.members[0].id_number, planted.household.telephone
    masked, full = str(paper_of(planted)), str(paper_of(planted, in_full=True))
    assert (member in masked, telephone in masked) == (False, False)
    assert (member in full, telephone in full) == (True, True)


def test_objectors_and_their_words_stand_nowhere(planted):
    factories.an_objection(
        planted.notices[NoticeKind.FIRST_NOTICE],
        entry=planted.entry,
        grounds="他家有楼房",
        objector_name="周举报",
    )
    text = str(paper_of(planted))
    assert "周举报" not in text
    assert "他家有楼房" not in text


def test_files_that_the_reader_may_not_open_stay_out(planted):
    digest = planted.application.signed_copy.digest
    paper = paper_of(planted, closed=frozenset({digest}))
    assert all(copy.digest != digest for section in paper.sections for copy in section.copies)
    assert len(paper.remarks) == 3


def test_a_picture_shown_twice_is_kept_once(planted, people):
    photo = planted.notices[NoticeKind.FIRST_NOTICE].postings[0].photo
    alone = len(bound_pdf(paper_of(planted), "zh").data)
    for notice in planted.notices.values():
        notice.postings[0].photo = photo
    assert len(bound_pdf(paper_of(planted), "zh").data) <= alone


def test_the_same_records_give_the_same_key(planted):
    from_first, from_second = paper_of(planted), paper_of(planted)
    assert from_first == from_second
