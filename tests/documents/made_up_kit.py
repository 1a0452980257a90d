"""The kit of an invented meeting. No test stands here."""

import datetime as dt
from typing import Any

from app.core.bilingual import BilingualText
from app.documents.kit_papers import (
    ApplicationSheet,
    HitNote,
    Invitation,
    Invitee,
    MeetingHead,
    MeetingKit,
    VisitNote,
)
from app.documents.papers import Line, MinutesPaper, VoteLine
from tests.documents.made_up import COUNTY, ROUND, TOWNSHIP, VILLAGE, some_rows

KIND = BilingualText("村民代表会议", "Village representatives' meeting")
DAY = dt.date(2014, 4, 25)
DUE_ON = dt.date(2014, 4, 15)


def a_sheet(number: int, name: str, group: str, people: int) -> ApplicationSheet:
    """One application; every third has a hit, every seventh a relative."""
    hits = (
        HitNote(
            kind=BilingualText("机动车", "Vehicles"),
            person=name,
            source="县交警大队",
            happened_on=dt.date(2013, 6, 2),
            details="两轮摩托车",
            outcome=BilingualText("已说明", "explained"),
            explanation="摩托车二〇一三年已转卖给邻居，有协议为证。",
        ),
    )
    return ApplicationSheet(
        sequence=number,
        number=f"SQ-2014-002-{number:04}",
        head_name=name,
        group_name=group,
        people=people,
        facts=tuple(
            Line(BilingualText(zh, en), value)
            for zh, en, value in (
                ("家庭人口", "People in the family", str(people)),
                ("其中有劳动能力", "Of them able to work", "1"),
                ("其中患病、残疾", "Of them ill or disabled", "1"),
                ("其中在校生", "Of them at school", "2"),
                ("2013年人均纯收入（元）", "Net income per person in 2013, yuan", "2,140"),
                ("2013年收入标准（元）", "Income line of 2013, yuan", "2,736"),
                ("住房面积（平方米）", "House, square metres", "60"),
                ("房屋结构、等级", "Built of; grade", BilingualText("土木；C级", "earth and wood; C")),
                ("耕地面积（亩）", "Farmland (mu)", "2.4"),
                ("主要致贫原因", "Main cause of poverty", BilingualText("因病", "illness")),
            )
        ),
        reason="家中母亲常年患病，缺少劳动力，收入主要靠种地，房屋年久失修。",
        covered=(BilingualText("机动车", "Vehicles"), BilingualText("商品房", "Flats")),
        missing=(BilingualText("财政供养", "Public payroll"),) if number % 2 else (),
        hits=hits if number % 3 == 1 else (),
        visits=(
            VisitNote(
                dt.date(2014, 4, 18),
                ("杨国强", "何秀兰"),
                "两间土墙房，屋顶漏雨；粮食不够吃到新粮下来；无贵重家电，情况与申请一致。",
            ),
        ),
        relatives=("杨国强",) if number % 7 == 2 else (),
    )


def a_kit(applications: int = 6, due: int = 32, roster: int | None = None, **changed: Any) -> MeetingKit:
    """A kit for *due* people, *roster* of them known by name."""
    rows = some_rows(applications)
    people = some_rows(due if roster is None else roster, seed=9)
    head: dict[str, Any] = {
        "round_name": ROUND,
        "county": COUNTY,
        "township": TOWNSHIP,
        "village": VILLAGE,
        "issuer": BilingualText("清浦村村民委员会", "Villagers' Committee of Qingpu Village"),
        "kind": KIND,
        "held_on": DAY,
        "place": "村委会会议室",
        "chair": "杨国强",
        "recorder": "何秀兰",
        "due": due,
        "needed": -(-due * 2 // 3),
        "quorum": BilingualText("应到人数的2/3以上到会。", "At least 2/3 of those due must be present."),
        "majority": BilingualText(
            "到会参加表决人数的1/2以上同意为通过。",
            "An application passes with the votes of more than 1/2 of those who could vote.",
        ),
    }
    invitation = changed.pop("invitation", Invitation(10, DUE_ON, dt.date(2014, 4, 12), dt.date(2014, 4, 22)))
    made = MeetingHead(**(head | changed))
    return MeetingKit(
        head=made,
        invitation=invitation,
        invitees=tuple(
            Invitee(row.head_name, row.group_name, BilingualText("村民代表", "Representative"))
            for row in people
        ),
        sheets=tuple(a_sheet(r.sequence, r.head_name, r.group_name, r.people) for r in rows),
        minutes=MinutesPaper(
            round_name=ROUND,
            county=COUNTY,
            township=TOWNSHIP,
            village=VILLAGE,
            meeting_kind=KIND,
            held_on=DAY,
            place="村委会会议室",
            chair="杨国强",
            recorder="何秀兰",
            due=due,
            present=None,
            votes=tuple(VoteLine(r.sequence, r.head_name, r.group_name, r.people) for r in rows),
            rule=made.majority,
            is_draft=True,
            is_secret=made.is_secret,
            signers=tuple(row.head_name for row in people),
        ),
    )
