"""A file's way into force, what a hit leads to, and what the comparison keeps from meeting and list."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import Message
from app.core.permissions import Permission, can
from app.domain.applications.models import Application, ApplicationState, Comparison, ComparisonResult
from app.domain.applications.service import record_comparison
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.excluding import settle_hit
from app.domain.candidate_lists.models import EntryStanding, ListState
from app.domain.comparisons import queries, service, settling
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitSettlement
from app.domain.households.models import Household
from app.domain.kinship.rules import Relatives
from app.domain.policies.vocabulary import ComparisonKind
from app.domain.reviews.models import ReviewLevel
from app.domain.rounds.models import Round
from app.domain.workflow import guards_comparison as guards
from tests import factories
from tests.domain.comparisons.files import VEHICLES, a_csv
from tests.people import People

S = ApplicationState
ASKED = {"comparison_required": True, "comparison_kinds": ["vehicle"]}


@pytest.fixture
def round_(people: People) -> Round:
    """A round in which every household is compared with a file of vehicles."""
    return factories.a_round(policy=ASKED)


@pytest.fixture
def household(people: People, round_: Round) -> Household:
    return factories.a_household(people.village)


def owners(households: Sequence[Household]) -> list[list[object]]:
    """A vehicle for the head of each."""
    rows: list[list[object]] = [list(VEHICLES)]
    for index, one in enumerate(households):
        head = one.members[0]
        rows.append([f"川C{index:05}", head.name, head.id_number, "2025-03-04", "轿车"])
    return rows


def previewed(
    people: People, round_: Round, folder: Path, rows: list[list[object]], **given: Any
) -> ComparisonFile:
    return service.preview(
        actor=people.actor("county_approver"),
        round_=round_,
        area=people.county,
        kind=given.pop("kind", ComparisonKind.VEHICLE),
        source="县公安局交警大队",
        as_of=dt.date(2026, 5, 1),
        path=a_csv(folder, rows),
        **given,
    )


def applied(
    people: People, round_: Round, folder: Path, rows: list[list[object]], **given: Any
) -> ComparisonFile:
    file = previewed(people, round_, folder, rows, **given)
    return service.apply(actor=people.actor("county_approver"), file=file)


def nobody() -> list[list[object]]:
    return [list(VEHICLES), ["川C99999", "赵无", "110101199003078515", "2025-01-01", "轿车"]]


def waiting(household: Household, round_: Round) -> Application:
    """An application with its visit, that waits for the comparison."""
    application = factories.an_application(household, round_=round_, state=S.VISITED)
    factories.a_visit(application)
    return application


def the_hit() -> ComparisonHit:
    hit = factories.first(ComparisonHit)
    assert hit is not None
    return hit


def settle(
    people: People, role: str, settlement: HitSettlement, text: str = "车已于去年卖出，查过过户单。"
) -> Any:
    return settle_hit(actor=people.actor(role), hit=the_hit(), settlement=settlement, explanation=text)


def test_nothing_counts_before_it_is_in_force(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    application = waiting(household, round_)
    file = previewed(people, round_, tmp_path, owners([household]))
    assert file.state is FileState.PREVIEWED
    assert file.summary is not None
    assert (file.summary["matched"], file.summary["hits"], file.summary["households"]) == (1, 1, 1)
    assert queries.list_hits([household.id], round_.id) == {}
    service.apply(actor=people.actor("county_approver"), file=file)
    (hit,) = queries.list_hits([household.id], round_.id)[household.id]
    assert (hit.member_name, hit.happened_on) == (household.head_name, dt.date(2025, 3, 4))
    assert hit.details == [["号牌号码", "川C00000"], ["车辆类型", "轿车"]]
    assert [str(reason) for reason in queries.hit_blockers(application)] != []
    assert application.state is S.VISITED


def test_no_number_of_the_file_is_kept_anywhere(
    db: SQLAlchemy,
    people: People,
    round_: Round,
    household: Household,
    tmp_path: Path,
    capsys: Any,
    caplog: Any,
) -> None:
    stranger, phone, card = "110101199003078515", "13912340000", "6217001234567890123"
    number = household.members[0].id_number
    rows: list[list[object]] = [
        ["备注", "所有人", "身份证号", "联系电话", "开户"],
        [f"原号{stranger} 卡{card}", household.head_name, number, phone, card],
        [f"电话{phone}", stranger, stranger, phone, card],
        ["", household.head_name, f"{number}1", phone, card],
    ]
    file = applied(people, round_, tmp_path, rows, filename=f"{stranger}.csv")
    settle(people, "village_officer", HitSettlement.EXPLAINED)
    with pytest.raises(Invalid):
        settle(people, "village_officer", HitSettlement.EXPLAINED, f"见{stranger}")
    db.session.flush()
    kept = ""
    for table in db.metadata.sorted_tables:
        if table.name not in ("member", "household"):
            kept += repr(db.session.execute(sa.select(table)).all())
    said = capsys.readouterr()
    kept += said.out + said.err + caplog.text
    for secret in (stranger, phone, card, str(number)):
        assert secret not in kept
    assert file.filename == "***.csv"


def test_the_comparison_is_recorded_when_every_file_has_come(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    application = waiting(household, round_)
    applied(people, round_, tmp_path, nobody())
    assert application.state is S.COMPARED
    (record,) = application.comparisons
    assert (record.result, record.recorded_by_id) == (ComparisonResult.NO_HIT, None)
    assert queries.hit_blockers(application) == []


def test_a_visit_comes_after_the_files(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    applied(people, round_, tmp_path, nobody())
    application = factories.an_application(household, round_=round_)
    officer = people.actor("village_officer")
    assert settling.record_where_covered(actor=officer, applications=[application]) == 0
    factories.a_visit(application)
    application.state = S.VISITED
    assert settling.record_where_covered(actor=officer, applications=[application]) == 1
    assert application.state is S.COMPARED


def test_explaining_completes_the_comparison(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    application = waiting(household, round_)
    applied(people, round_, tmp_path, owners([household]))
    settle(people, "village_officer", HitSettlement.EXPLAINED)
    assert application.state is S.COMPARED
    assert application.comparisons[-1].result is ComparisonResult.HIT_EXPLAINED
    assert queries.household_ids_with_hits([household.id], round_.id) == {household.id}
    settle(people, "village_officer", HitSettlement.NOT_THE_PERSON, "同名同号登记有误，派出所已更正。")
    assert queries.household_ids_with_hits([household.id], round_.id) == set()


def test_a_household_whose_people_changed_is_no_longer_covered(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    application = waiting(household, round_)
    applied(people, round_, tmp_path, nobody())
    assert queries.comparison_status(application).is_covered
    household.members[1].id_number = factories.an_id_number(dt.date(1999, 1, 2))
    assert not queries.comparison_status(application).is_covered
    assert len(queries.hit_blockers(application)) == 1
    applied(people, round_, tmp_path, nobody())
    assert queries.hit_blockers(application) == []


def test_a_paper_result_still_stands(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    application = waiting(household, round_)
    record_comparison(
        actor=people.actor("township_reviewer"),
        application=application,
        compared_on=dt.date(2026, 5, 11),
        result=ComparisonResult.NO_HIT,
    )
    status = queries.comparison_status(application)
    assert (status.is_on_paper, status.has_run, status.blockers) == (True, True, [])
    applied(people, round_, tmp_path, owners([household]))
    assert len(queries.hit_blockers(application)) == 1


def test_a_household_that_did_not_agree_is_left_out(
    people: People, household: Household, tmp_path: Path
) -> None:
    free = factories.a_round(code="free", policy={"comparison_required": False})
    application = factories.an_application(household, round_=free, consents_to_comparison=False)
    file = applied(people, free, tmp_path, owners([household]))
    assert file.summary is not None
    assert (file.summary["hits"], file.summary["unmatched"]) == (0, 1)
    assert queries.hit_blockers(application) == []


def test_excluding_is_for_the_township_and_the_county(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    application = waiting(household, round_)
    applied(people, round_, tmp_path, owners([household]))
    with pytest.raises(Forbidden):
        settle(people, "village_officer", HitSettlement.EXCLUDES)
    with pytest.raises(Forbidden):
        settle(people, "work_team", HitSettlement.EXPLAINED)
    with pytest.raises(Forbidden):
        settle(people, "other_village_officer", HitSettlement.EXPLAINED)
    with pytest.raises(Invalid):
        settle(people, "village_officer", HitSettlement.EXPLAINED, "  ")
    settle(people, "township_reviewer", HitSettlement.EXCLUDES, "确有轿车，自用。")
    assert application.state is S.LEFT_OUT
    assert application.closing_reason == "确有轿车，自用。"
    assert factories.how_many(Event, Event.name == "application_excluded") == 1
    with pytest.raises(Forbidden):
        settle(people, "village_officer", HitSettlement.EXPLAINED)
    settle(people, "county_approver", HitSettlement.EXPLAINED, "核实为货运三轮，不属排除之列。")
    assert application.state is S.COMPARED


def test_withdrawing_a_file_lets_the_excluded_in_again(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    application = waiting(household, round_)
    file = applied(people, round_, tmp_path, owners([household]))
    settle(people, "township_reviewer", HitSettlement.EXCLUDES)
    county = people.actor("county_approver")
    with pytest.raises(Invalid):
        service.withdraw(actor=county, file=file, reason=" ")
    with pytest.raises(Forbidden):
        service.withdraw(actor=people.actor("township_reviewer"), file=file, reason="错")
    service.withdraw(actor=county, file=file, reason="部门发错了文件。")
    assert (file.state, application.state) == (FileState.WITHDRAWN, S.RETURNED)
    assert queries.list_hits([household.id], round_.id) == {}
    assert not queries.comparison_status(application).is_covered


def test_the_same_file_anew_keeps_what_was_explained(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    first = applied(people, round_, tmp_path, owners([household]))
    settle(people, "village_officer", HitSettlement.EXPLAINED)
    second = applied(people, round_, tmp_path, owners([household]))
    assert (first.state, second.state) == (FileState.WITHDRAWN, FileState.APPLIED)
    (hit,) = queries.list_hits([household.id], round_.id)[household.id]
    assert (hit.file_id, hit.settlement) == (second.id, HitSettlement.EXPLAINED)


def test_discarded_and_refused_files_leave_nothing(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    county = people.actor("county_approver")
    file = service.discard(actor=county, file=previewed(people, round_, tmp_path, owners([household])))
    assert (file.state, factories.how_many(ComparisonHit)) == (FileState.DISCARDED, 0)
    with pytest.raises(Conflict):
        service.apply(actor=county, file=file)
    refused = previewed(people, round_, tmp_path, [["甲", "乙"], ["1", "2"]])
    assert refused.state is FileState.REFUSED
    assert refused.refusal is not None
    with pytest.raises(Forbidden):
        service.apply(
            actor=people.actor("village_officer"), file=previewed(people, round_, tmp_path, nobody())
        )


def test_a_declared_relative_does_not_settle(
    people: People, round_: Round, household: Household, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(people, round_, tmp_path, owners([household]))
    monkeypatch.setattr(Relatives, "blockers", lambda self, actor: [Message("related")])
    with pytest.raises(Refused, match="related"):
        settle(people, "village_officer", HitSettlement.EXPLAINED)
    assert the_hit().settlement is HitSettlement.OPEN


def test_an_entry_on_a_draft_is_taken_off(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    drawn_up = factories.a_candidate_list(people.village, entries=0, round_=round_)
    entry = factories.an_entry(drawn_up, household)
    applied(people, round_, tmp_path, owners([household]))
    settle(people, "township_reviewer", HitSettlement.EXCLUDES, "确有轿车。")
    assert (entry.standing, entry.application.state) == (EntryStanding.REMOVED, S.LEFT_OUT)
    with pytest.raises(Refused):
        candidate_lists.put_on_list(
            actor=people.actor("village_officer"), candidate_list=drawn_up, application=entry.application
        )


def test_a_posted_list_does_not_go_on_with_what_is_open_or_excluded(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    posted = factories.a_candidate_list(
        people.village, entries=0, round_=round_, state=ListState.TOWNSHIP_REVIEW
    )
    entry = factories.an_entry(posted, household)
    attempt = Attempt(posted, people.actor("township_reviewer"))
    assert len(list(guards.comparison_ran(attempt))) == 1
    applied(people, round_, tmp_path, owners([household]))
    assert len(list(guards.hits_explained(attempt))) == 1
    assert list(guards.comparison_ran(attempt)) == []
    settle(people, "township_reviewer", HitSettlement.EXCLUDES)
    assert entry.standing is EntryStanding.STANDING
    assert list(guards.hits_explained(attempt)) == []
    must_go = guards.excluded_are_off(ReviewLevel.TOWNSHIP)
    assert len(list(must_go(attempt))) == 1
    settle(people, "township_reviewer", HitSettlement.EXPLAINED)
    assert list(must_go(attempt)) == []


def test_a_list_is_not_drawn_up_over_an_open_hit(
    people: People, round_: Round, household: Household, tmp_path: Path
) -> None:
    factories.an_application(household, round_=round_, state=S.PASSED)
    applied(people, round_, tmp_path, owners([household]))
    officer = people.actor("village_officer")
    with pytest.raises(Refused):
        candidate_lists.draw_up_list(actor=officer, round_=round_, village=people.village)
    settle(people, "village_officer", HitSettlement.EXPLAINED)
    assert candidate_lists.draw_up_list(actor=officer, round_=round_, village=people.village).entries


def test_statuses_take_few_statements_whatever_their_number(
    db: SQLAlchemy, people: People, round_: Round, tmp_path: Path
) -> None:
    households = [factories.a_household(people.village) for _ in range(6)]
    applications = [waiting(one, round_) for one in households]
    applied(people, round_, tmp_path, owners(households[:3]))
    seen: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    statuses = queries.comparison_statuses(applications)
    assert len(seen) <= 4 + len(
        applications
    )  # the last: each household's comparisons, loaded before by the callers
    assert sorted(status.open_hits for status in statuses.values()) == [0, 0, 0, 1, 1, 1]


def test_who_sees_a_file(people: People, round_: Round, household: Household, tmp_path: Path) -> None:
    officer, far = people.actor("village_officer"), people.actor("other_township_reviewer")
    file = previewed(people, round_, tmp_path, owners([household]))
    assert not can(officer, Permission.COMPARISON_VIEW, file)
    assert queries.page_files(officer, round_.id).items == []
    service.apply(actor=people.actor("county_approver"), file=file)
    assert can(officer, Permission.COMPARISON_VIEW, file)
    assert list(queries.page_files(officer, round_.id).items) == [file]
    assert len(queries.page_hits_of(file, officer).items) == 1
    assert queries.page_hits_of(file, far).items == []
    assert factories.how_many(Comparison) == 0
