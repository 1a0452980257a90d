"""From the frozen notice to what stands on its sheet."""

import datetime as dt
from typing import Any

import pytest

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents.notices import notice_paper_from, office
from app.documents.papers import Change
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.policies.loader import get_shipped
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import Round

CONTENT: dict[str, Any] = {
    "round_name": {"zh": "2014年贫困户识别", "en": None},
    "county": {"zh": "黔西市", "en": "Qianxi City"},
    "township": {"zh": "林泉镇", "en": "Linquan Town"},
    "village": {"zh": "清浦村", "en": "Qingpu"},
    "issuer": {"zh": "林泉镇", "en": "Linquan Town"},
    "basis": {"zh": "", "en": None},
    "address": {"zh": "清浦村村委会", "en": None},
    "columns": ["sequence", "group", "head_name", "people"],
    "days": 7,
    "day_kind": "calendar",
    "changes": {
        "removed": [{"reason": "有轿车", "cause": "township", "households": 1, "people": 3}],
        "returned": [],
        "set_aside": {"households": 0, "people": 0},
    },
    "telephones": [{"zh": "清浦村", "en": "Qingpu", "number": "0857-4000102"}],
    "hotline": "12317",
    "income_line_yuan": "2736",
    "supplementary": False,
    "answer_days": 5,
    "answer_day_kind": "working",
    "board_name": "full",
}


def a_round() -> Round:
    return Round(
        year=2014,
        name_zh="2014年贫困户识别",
        reference_until=dt.date(2013, 12, 31),
        policy_values=dict(get_shipped("identification-2014").values),
    )


def a_frozen_notice(kind: NoticeKind = NoticeKind.SECOND_NOTICE, **said: Any) -> Notice:
    return Notice(
        number="GS-2014-002-2",
        kind=kind,
        round=a_round(),
        issued_on=dt.date(2014, 6, 5),
        first_day=dt.date(2014, 6, 6),
        last_day=dt.date(2014, 6, 12),
        period_is_estimated=False,
        households=2,
        people=7,
        content={**CONTENT, **said},
        digest="ab" * 32,
        withdrawal_reason="",
    )


def entries(**extra: Any) -> list[NoticeEntry]:
    return [
        NoticeEntry(sequence=2, group_name="二组", head_name="李小明", people=4, extra=extra or None),
        NoticeEntry(sequence=1, group_name="三组", head_name="王芳", people=3, extra=None),
    ]


def test_the_rows_keep_their_numbers_and_order() -> None:
    paper = notice_paper_from(a_frozen_notice(), entries())
    assert [(row.sequence, row.group_name, row.head_name, row.people) for row in paper.rows] == [
        (1, "三组", "王芳", 3),
        (2, "二组", "李小明", 4),
    ]
    assert (paper.households, paper.people, paper.days, paper.income_line_year) == (2, 7, 7, 2013)


def test_a_minor_is_never_named_and_masked_names_stay_masked_on_paper() -> None:
    assert notice_paper_from(a_frozen_notice(), entries(minor=True)).rows[1].head_name == "李**"
    masked = notice_paper_from(a_frozen_notice(board_name="masked"), entries())
    assert [row.head_name for row in masked.rows] == ["王*", "李*明"]


@pytest.mark.parametrize(
    ("kind", "place", "expected", "answers"),
    [
        (NoticeKind.FIRST_NOTICE, "清浦村", "清浦村村民委员会", "林泉镇人民政府"),
        (NoticeKind.FIRST_NOTICE, "林泉社区", "林泉社区居民委员会", "林泉镇人民政府"),
        (NoticeKind.SECOND_NOTICE, "林泉镇", "林泉镇人民政府", "林泉镇人民政府"),
        (NoticeKind.ANNOUNCEMENT, "黔西市", "黔西市人民政府", "黔西市人民政府"),
        (NoticeKind.ANNOUNCEMENT, "黔西市扶贫开发办公室", "黔西市扶贫开发办公室", "黔西市人民政府"),
    ],
)
def test_who_issues_and_who_takes_objections(
    kind: NoticeKind, place: str, expected: str, answers: str
) -> None:
    paper = notice_paper_from(a_frozen_notice(kind, issuer={"zh": place, "en": None}), ())
    chinese = {
        "People's Government of %(place)s": "%(place)s人民政府",
        "Residents' Committee of %(place)s": "%(place)s居民委员会",
        "Villagers' Committee of %(place)s": "%(place)s村民委员会",
    }
    words = [
        text.render(chinese.__getitem__, "zh") if isinstance(text, Message) else str(text)
        for text in (paper.issuer, paper.objections_to)
    ]
    assert words == [expected, answers]


def test_an_office_is_left_as_it_is_called() -> None:
    named = BilingualText("黔西市乡村振兴局", "Rural Revitalisation Bureau")
    assert office(named) is named


def test_what_changed_is_counted_and_long_lists_of_reasons_are_summed_up() -> None:
    removed = [{"reason": f"理由{n}", "households": n, "people": n * 3} for n in range(1, 9)]
    aside = {"households": 2, "people": 6}
    paper = notice_paper_from(a_frozen_notice(changes={"removed": removed, "set_aside": aside}), ())
    assert paper.changes == (
        Change("removed", 8, 24, "理由8"),
        Change("removed", 7, 21, "理由7"),
        Change("removed", 6, 18, "理由6"),
        Change("removed", 5, 15, "理由5"),
        Change("removed", 10, 30, Message(N_("Other reasons"))),
        Change("set_aside", 2, 6, ""),
    )


def test_a_period_that_ran_longer_is_printed_as_it_ran() -> None:
    longer = (dt.date(2014, 6, 8), dt.date(2014, 6, 14))
    assert notice_paper_from(a_frozen_notice(), (), period=longer).days == 7
    working = a_frozen_notice(day_kind="working", days=5)
    assert notice_paper_from(working, ()).days == 5
    assert notice_paper_from(working, (), period=longer).days == 0


def test_a_withdrawal_and_what_stands_in_its_place_are_named() -> None:
    notice = a_frozen_notice()
    notice.withdrawn_at = clock.at(dt.date(2014, 6, 8))
    notice.withdrawal_reason = "户主姓名有误"
    paper = notice_paper_from(notice, (), replaced_by="GS-2014-002-3")
    assert paper.withdrawal is not None
    assert (paper.withdrawal.on, paper.withdrawal.replaced_by) == (dt.date(2014, 6, 8), "GS-2014-002-3")


def test_texts_may_be_pairs_messages_or_words() -> None:
    removed = [
        {"reason": {"zh": "有轿车", "en": "owns a car"}, "households": 3, "people": 3},
        {"reason": Message(N_("Other reasons")).as_data(), "households": 2, "people": 3},
        {"reason": None, "households": 1, "people": 3},
    ]
    reasons = [
        change.reason
        for change in notice_paper_from(a_frozen_notice(changes={"removed": removed}), ()).changes
    ]
    assert reasons == [BilingualText("有轿车", "owns a car"), Message(N_("Other reasons")), ""]
