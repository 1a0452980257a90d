"""The papers of a meeting before it is held: what stands on each, in both languages, and how they share a file."""

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from app.documents import kit
from app.documents.kit import KitPart
from app.documents.kit_papers import Invitation, MeetingKit
from tests.documents.made_up import pages_of, text_of
from tests.documents.made_up_kit import DAY, DUE_ON, a_kit

pytestmark = pytest.mark.usefixtures("desk")

LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
LATE = Invitation(10, DUE_ON, dt.date(2014, 4, 20), dt.date(2014, 4, 30))


def pages(part: KitPart, made: MeetingKit, lang: str = "zh") -> list[str]:
    return ["".join(page.split()) for page in pages_of(kit.part_pdf(part, made, lang))]


def words(part: KitPart, made: MeetingKit, lang: str = "zh") -> str:
    return "".join(pages(part, made, lang))


@LANGUAGES
def test_the_invitation_names_the_last_day_and_has_a_line_for_everybody(lang: str) -> None:
    made = a_kit(due=34, roster=32)
    said = words(KitPart.INVITATION, made, lang)
    assert {"zh": "最迟应当在2014年4月15日发出", "en": "mustbeoutby15April2014,thatis10daysbefore"}[
        lang
    ] in said
    assert {"zh": "来不及", "en": "Toolate"}[lang] not in said
    assert all(person.name in said for person in made.invitees)
    assert {"zh": "应到34人，至少到会23人", "en": "Atleast23ofthe34"}[lang] in said
    assert "村委会会议室" in said


@LANGUAGES
def test_an_invitation_that_is_too_late_says_so_before_everything_else(lang: str) -> None:
    first = pages(KitPart.INVITATION, a_kit(invitation=LATE), lang)[0]
    assert first.startswith(
        {"zh": "来不及在2014年4月25日开会", "en": "Toolateforameetingon25April2014"}[lang]
    )
    assert {"zh": "2014年4月30日或以后", "en": "30April2014orlater"}[lang] in first


@LANGUAGES
@pytest.mark.parametrize("secret", [True, False])
def test_the_poster_is_one_page(lang: str, secret: bool) -> None:
    (page,) = pages(KitPart.POSTER, a_kit(60, is_secret=secret), lang)
    assert {"zh": "60户", "en": "60households"}[lang] in page
    assert {"zh": "2014年4月25日", "en": "25April2014"}[lang] in page


@LANGUAGES
def test_the_attendance_sheet_has_names_by_group_and_the_quorum(lang: str) -> None:
    made = a_kit(due=36, roster=30)
    found = pages(KitPart.ATTENDANCE, made, lang)
    said = "".join(found)
    assert all(f"{one.name}{one.group_name}" in said for one in made.invitees)
    assert (
        re.search({"zh": r"法定到会人数24", "en": r"Neededforaquorum24|24quorum"}[lang], said)
        or "24" in found[0]
    )
    assert all({"zh": "本人签到", "en": "Signatureonarrival"}[lang] in page for page in found)
    assert {"zh": "清点人（签名）", "en": "Countedby(signature)"}[lang] in found[-1]
    assert "36" in found[-2]


@LANGUAGES
def test_the_agenda_lists_every_application_and_who_leaves(lang: str) -> None:
    made = a_kit(60, is_secret=True)
    found = pages(KitPart.AGENDA, made, lang)
    said = "".join(found)
    assert all(sheet.head_name in said for sheet in made.sheets)
    assert said.count("杨国强") >= 1 + sum(1 for sheet in made.sheets if sheet.relatives)
    assert all({"zh": "户主姓名", "en": "Nameofthehead"}[lang] in page for page in found)


@LANGUAGES
def test_each_application_has_a_sheet_of_its_own(lang: str) -> None:
    made = a_kit(4)
    text = text_of(kit.part_pdf(KitPart.SHEETS, made, lang), "-raw")
    found = ["".join(page.split()) for page in text.split("\f")[:-1]]
    assert len(found) == 4
    first, second = found[0], found[1]
    for needed in ("2,140", "2,736", "两轮摩托车", "有协议为证", "屋顶漏雨", "何秀兰", made.sheets[0].number):
        assert needed in first
    assert {"zh": "没有已申报的亲属", "en": "Norelativeisdeclared"}[lang] in first
    assert {"zh": "已申报的亲属：杨国强", "en": "Declaredrelatives:杨国强"}[lang] in second
    assert "两轮摩托车" not in second


def test_a_household_that_nobody_visited_leaves_room_for_the_pen() -> None:
    made = a_kit(1)
    bare = replace(made.sheets[0], visits=(), hits=(), comparison="", reason="")
    assert "入户核查尚未登记" in words(KitPart.SHEETS, replace(made, sheets=(bare,)))


def test_the_tally_has_boxes_for_all_who_are_due() -> None:
    made = a_kit(3, due=32, is_secret=True)
    said = words(KitPart.TALLY, made)
    assert "发出票数" in said
    assert said.count("参加表决：") == 3
    assert "分片计票" not in said
    assert "分片计票" in words(KitPart.TALLY, a_kit(1, due=400))
    assert "发出票数" not in words(KitPart.TALLY, a_kit(1))


@pytest.mark.parametrize(
    ("applications", "due", "sheets", "on_each"), [(3, 5, 3, 2), (12, 4, 2, 2), (20, 4, 4, 1), (60, 3, 3, 1)]
)
def test_everybody_gets_one_ballot(applications: int, due: int, sheets: int, on_each: int) -> None:
    made = a_kit(applications, due=due, is_secret=True)
    found = pages(KitPart.BALLOTS, made)
    assert len(found) == sheets
    for page in (found[0], found[-1]):
        assert page.count("民主评议表决票") == on_each
        assert all(page.count(sheet.head_name) >= on_each for sheet in made.sheets)
    assert "杨国强" not in "".join(found).replace("".join(s.head_name for s in made.sheets), "")


def test_ballots_are_printed_only_for_a_secret_vote() -> None:
    assert KitPart.BALLOTS not in kit.parts_of(a_kit())
    assert kit.parts_of(a_kit(is_secret=True)) == tuple(KitPart)


@LANGUAGES
def test_the_minutes_have_the_names_of_those_who_will_sign(lang: str) -> None:
    made = a_kit(due=32)
    said = words(KitPart.MINUTES, made, lang)
    assert all(name in said for name in made.minutes.signers)
    assert "None" not in said
    assert {"zh": "举手表决", "en": "byshowofhands"}[lang] in said


@LANGUAGES
def test_one_file_has_all_papers_with_bookmarks_and_page_numbers_of_their_own(lang: str) -> None:
    made = a_kit(5, due=4, is_secret=True)
    data = kit.kit_pdf(made, lang)
    reader = PdfReader(io.BytesIO(data))
    outline = reader.outline
    assert reader.metadata is not None
    assert reader.metadata.title == {"zh": "会议用纸", "en": "Papers of the meeting"}[lang]
    assert len({page["/StructParents"] for page in reader.pages}) == len(reader.pages)
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert len(titles) == len(KitPart)
    (sheets,) = [entry for entry in outline if isinstance(entry, list)]
    assert [entry.title for entry in sheets] == [f"{s.sequence} {s.head_name}" for s in made.sheets]
    together = pages_of(data)
    alone = [page for part in kit.parts_of(made) for page in pages_of(kit.part_pdf(part, made, lang))]
    assert together == alone
    assert "None" not in "".join(together)


@LANGUAGES
def test_the_same_kit_gives_the_same_file(lang: str) -> None:
    assert kit.kit_pdf(a_kit(3, due=4), lang) == kit.kit_pdf(a_kit(3, due=4), lang)


def test_english_papers_have_no_chinese_words_of_their_own() -> None:
    made = a_kit(2, due=3, is_secret=True, invitation=LATE)
    given = "".join(
        [*(one.name + one.group_name for one in made.invitees)]
        + [s.head_name + s.group_name + s.reason + "".join(v.findings for v in s.visits) for s in made.sheets]
        + [h.source + h.details + h.explanation for s in made.sheets for h in s.hits]
        + ["杨国强何秀兰村委会会议室正"]
    )
    said = "".join("".join(pages_of(kit.kit_pdf(made, "en"))).split())
    assert not set(re.findall("[\u4e00-\u9fff]", said)) - set(given)
    assert DAY.strftime("%B") in said
