"""Households in the register, rounds by which they leave it, and what their way out asks for."""

import datetime as dt
from typing import Any

from app.core import clock
from app.domain.applications.models import Application, HomeVisit
from app.domain.areas.models import Area
from app.domain.exits.models import ExitAnswer, ExitCheck, ReportedTotal
from app.domain.exits.rules import GUARANTEES
from app.domain.households.models import Household, RegisterExit, Registration
from app.domain.monitoring.models import FoundBy, Watch, WatchKind, WatchNotice, WatchState
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import Round, RoundKind
from tests.factories.accounts import an_attachment, the_officer
from tests.factories.basis import add, first
from tests.factories.fund_notices import a_fund_notice
from tests.factories.procedure import an_application
from tests.factories.register import a_household
from tests.factories.rounds import a_round, the_round

#: a line that the wages of ``a_household`` are over or under, yuan a person and year
LINE_YUAN = 2_800


def an_exit_round(**given: Any) -> Round:
    """An open round of exits, with an income line of the year before."""
    year = given.get("year", clock.today().year)
    lines = [
        {"year": one, "purpose": "identification", "amount_yuan": LINE_YUAN, "document": "样例"}
        for one in (year - 1, year)
    ]
    policy = {"income_lines": lines} | given.pop("policy", {})
    values = {
        "kind": RoundKind.EXIT,
        "code": f"{year}-exit",
        "name_zh": f"{year}年贫困户退出",
        "name_en": f"Exits {year}",
    } | given
    return a_round(policy=policy, **values)


def the_exit_round() -> Round:
    """The first round of exits there is, or a new one."""
    return first(Round, Round.kind == RoundKind.EXIT) or an_exit_round()


def a_registered(
    village: Area | None = None,
    *,
    members: int = 3,
    income: int | None = None,
    round_: Round | None = None,
    on: dt.date | None = None,
    **given: Any,
) -> Household:
    """A household in the register; its *income* in yuan of the year before is over the line unless given."""
    amount = members * (LINE_YUAN + 1_000) if income is None else income
    household = a_household(village, members=members, income=amount, **given)
    add(
        Registration(
            household_id=household.id,
            round_id=(round_ or the_round()).id,
            people=members,
            registered_on=on or dt.date(clock.today().year - 2, 12, 1),
        )
    )
    return household


def an_exit(household: Household, round_: Round | None = None, **given: Any) -> RegisterExit:
    """A household that left the register today, under watch for a year."""
    values = {
        "people": household.people,
        "exited_on": clock.today(),
        "policies_until": clock.today() + dt.timedelta(days=365),
        "watch_until": clock.today() + dt.timedelta(days=365),
        "undone_reason": "",
    } | given
    return add(RegisterExit(household_id=household.id, round_id=(round_ or the_exit_round()).id, **values))


def an_exit_check(application: Application, **given: Any) -> ExitCheck:
    """A check that found everything met, on a visit of today."""
    visit = add(
        HomeVisit(
            application=application,
            visited_on=clock.today(),
            visitors=[{"name": "张三", "user_id": None}, {"name": "李四", "user_id": None}],
            findings="逐项核实，达到退出标准",
            sheet_id=an_attachment().id,
            recorded_by_id=the_officer().id,
        )
    )
    values = {"per_head_fen": 380_000, "line_fen": LINE_YUAN * 100, **dict.fromkeys(GUARANTEES, True)} | given
    return add(ExitCheck(application=application, visit=visit, **values))


def an_exit_answer(application: Application, **given: Any) -> ExitAnswer:
    """The household agrees, signed today."""
    values = {
        "accepts": True,
        "said_on": clock.today(),
        "signed_by": application.applicant_name,
        "reason": "",
        "paper_id": an_attachment().id,
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    return add(ExitAnswer(application=application, **values))


def a_reported_total(area: Area, **given: Any) -> ReportedTotal:
    """A total that somebody reported for the end of last year."""
    values = {
        "year": clock.today().year - 1,
        "households": 765,
        "people": 3_152,
        "source": "年度报表",
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    return add(ReportedTotal(area=area, **values))


def some_exits(village: Area) -> None:
    """A village in which households leave: one proposed and checked, one that left, one at risk, a reported total."""
    round_ = an_exit_round()
    proposed = an_application(a_registered(village), round_=round_)
    an_exit_check(proposed)
    an_exit_answer(proposed)
    an_exit(a_registered(village), round_)
    a_reported_total(village)
    a_watch_notice(a_watch(village, state=WatchState.POSTED))


def a_monitoring_round(**given: Any) -> Round:
    """An open round of households at risk; it has no steps."""
    year = given.get("year", clock.today().year)
    values = {
        "code": f"{year}-monitoring",
        "kind": RoundKind.MONITORING,
        "name_zh": f"{year}年防返贫监测",
        "name_en": f"Households at risk {year}",
    } | given
    return a_round(**values)


def a_watch_notice(
    watch: Watch, kind: NoticeKind = NoticeKind.WATCH_NOTICE, *, posted: bool = True, **given: Any
) -> Notice:
    """A notice of *kind* on which *watch* stands alone, hanging from today."""
    home = watch.household
    row = {
        "household_id": home.id,
        "group_name": "",
        "head_name": home.head_name,
        "people": home.people,
        "extra": {"watch": watch.kind.value},
    }
    facts = {"households": 1, "people": home.people, "kinds": {watch.kind.value: 1}, "before": []}
    round_ = first(Round, Round.kind == RoundKind.MONITORING) or a_monitoring_round()
    notice = a_fund_notice(kind, home.village, facts, [row], posted=posted, round=round_, **given)
    add(WatchNotice(watch_id=watch.id, notice_id=notice.id, sequence=1))
    return notice


def a_watch(village: Area | None = None, household: Household | None = None, **given: Any) -> Watch:
    """A case of a household at risk, found today."""
    household = household or a_household(village)
    values = {
        "village_id": household.village_id,
        "kind": WatchKind.SUDDEN,
        "found_by": FoundBy.VISIT,
        "found_on": clock.today(),
        "risk": "务工受伤",
        "risks": ["accident"],
        "people": household.people,
        "state": WatchState.FOUND,
        "days": {},
        "help_given": "",
    } | given
    return add(Watch(household=household, **values))
