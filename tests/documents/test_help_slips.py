"""The slip of a household's own request: its code three times, its line, nobody's name, one page."""

import dataclasses
import datetime as dt

import pytest

from app.core.bilingual import BilingualText
from app.core.messages import Message
from app.documents import help_slips
from app.documents.help_slips import RequestPaper
from app.documents.papers import Telephone
from app.domain.reports.way import LABELS, WHO, Stop, StopState, Way
from tests.documents.made_up import VILLAGE, pages_of

pytestmark = pytest.mark.usefixtures("desk")

KEYS = ("comparison", "meeting", "first_notice", "township", "second_notice", "county", "announcement")
STOPS = (
    Stop("received", Message(LABELS["received"]), StopState.DONE, dt.date(2026, 5, 11)),
    Stop(
        "taken_up",
        Message(LABELS["taken_up"]),
        StopState.CURRENT,
        who=Message(WHO["taken_up"]),
        until=dt.date(2026, 5, 18),
        note=Message("Somebody comes or calls by %(day)s.", day=dt.date(2026, 5, 13)),
    ),
    *(Stop(key, Message(LABELS[key])) for key in KEYS),
)
PAPER = RequestPaper(
    number="Z2026-00001",
    received_on=dt.date(2026, 5, 11),
    printed_on=dt.date(2026, 5, 12),
    village=VILLAGE,
    words=("树枝", "房间", "管家", "未来"),
    digits="709 520 367 7095",
    qr_text="https://gongshi.example/apply/follow#7095203677095",
    follow_url="https://gongshi.example/apply/follow",
    way=Way(STOPS, Message("The village has your request and should have answered by now.")),
    telephones=(Telephone(BilingualText("林泉镇", "Linquan"), "0857-4000002"),),
    hotline="12317",
)


def words_of(paper: RequestPaper, lang: str) -> str:
    found = pages_of(help_slips.request_pdf(paper, lang))
    assert len(found) == 1
    return "".join("".join(found).split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_code_line_and_telephones_stand_on_one_page(lang: str) -> None:
    words = words_of(PAPER, lang)
    for needed in ("Z2026-00001", "树枝房间管家未来", "7095203677095", "0857-4000002", "12317"):
        assert needed in words
    assert "#" not in words
    assert ("现在到这里" if lang == "zh" else "Itisherenow") in words
    assert ("到2026年5月18日为止" if lang == "zh" else "Until18May2026") in words


def test_where_it_ended_nothing_is_said_to_come() -> None:
    ended = dataclasses.replace(STOPS[1], state=StopState.ENDED, who=None, until=None, note=None)
    way = Way((STOPS[0], ended, *STOPS[2:]), Message("Not taken up"), has_ended=True)
    words = words_of(dataclasses.replace(PAPER, way=way), "zh")
    assert "到这里结束" in words
    assert "未到" not in words
