"""Drawing through the services: when, from what, who weighs more, who is checked in any case, what stays."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core import clock as time
from app.core.db import db as database
from app.core.errors import Forbidden, Invalid, Refused
from app.domain.candidate_lists.models import ListEntry
from app.domain.checkups.models import Finding, Severity
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitCertainty
from app.domain.objections.models import ObjectionState
from app.domain.officials.models import Post
from app.domain.policies.vocabulary import ComparisonKind, NoticeKind
from app.domain.reviews import draws, findings, public_values, records
from app.domain.reviews.models import Sample
from tests import factories
from tests.domain.reviews.drawing import (
    DAY,
    TOWNSHIP,
    a_relative,
    check,
    draw,
    listed_notice,
    record,
    value_day,
)

# ---- when -----------------------------------------------------------------------------------------------------------


def test_nothing_is_drawn_before_the_value_is_recorded(listed, reviewer, people) -> None:
    with pytest.raises(Refused, match="waits for"):
        draw(listed, reviewer)
    assert factories.how_many(Sample) == 0
    record(people, listed)
    sample = draw(listed, reviewer)
    assert len(sample.entry_ids) == 4
    assert sample.public_value.value == "351"


def test_a_value_of_a_day_to_come_is_refused(listed, people, clock) -> None:
    with pytest.raises(Invalid, match="to come"):
        record(people, listed, day=clock.today + DAY)
    clock.set(value_day(listed) - DAY)
    with pytest.raises(Invalid, match="to come"):
        record(people, listed)
    assert "possible from that day on" in draws.find_draw(listed, TOWNSHIP).waiting.msgid


def test_only_the_county_records_a_value(listed, people) -> None:
    for who in ("township_reviewer", "village_officer", "supervisor", "administrator"):
        with pytest.raises(Forbidden):
            record(people, listed, who=who)


@pytest.mark.parametrize("value", ["", "  ", "9" * 121])
def test_a_value_that_is_none_is_refused(listed, people, value) -> None:
    with pytest.raises(Invalid):
        record(people, listed, value)


def test_blanks_and_full_width_digits_are_the_same_value(listed, people) -> None:
    assert record(people, listed, " ３ 5１ ").value == "351"


def test_a_value_is_recorded_once(listed, people) -> None:
    record(people, listed)
    with pytest.raises(Invalid, match="already"):
        record(people, listed, "352")


def test_a_slip_is_withdrawn_with_its_reason_and_stays_on_record(listed, people) -> None:
    slip = record(people, listed, "315")
    with pytest.raises(Invalid):
        public_values.withdraw_public_value(
            actor=people.actor("county_approver"), public_value=slip, reason=" "
        )
    with pytest.raises(Forbidden):
        public_values.withdraw_public_value(
            actor=people.actor("township_reviewer"), public_value=slip, reason="填错"
        )
    public_values.withdraw_public_value(
        actor=people.actor("county_approver"), public_value=slip, reason="两位写反了"
    )
    right = record(people, listed, "351")
    listed_values = [
        (value.value, value.withdrawal_reason) for value, _ in public_values.list_public_values()
    ]
    assert sorted(listed_values) == [("315", "两位写反了"), ("351", "")]
    assert draws.find_draw(listed, TOWNSHIP).value is right


def test_a_value_that_was_drawn_from_can_no_longer_change(listed, reviewer, people) -> None:
    value = record(people, listed)
    sample = draw(listed, reviewer)
    with pytest.raises(Refused, match="no longer be changed"):
        public_values.withdraw_public_value(
            actor=people.actor("county_approver"), public_value=value, reason="想再抽一次"
        )
    for statement in (
        "UPDATE public_value SET value = '999'",
        "UPDATE public_value SET day = '2026-01-01'",
        "DELETE FROM public_value",
        "UPDATE sample SET seed = 'x'",
        "UPDATE sample SET entry_ids = '[]'",
        "UPDATE sample SET inputs = '{}'",
        "DELETE FROM sample",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.session.begin_nested():
            database.session.execute(sa.text(statement))
    assert draw(listed, reviewer) is sample


def test_drawing_again_gives_the_same_whoever_draws_and_whatever_came_since(listed, reviewer, people) -> None:
    record(people, listed)
    first = draw(listed, reviewer)
    factories.an_objection(listed_notice(listed), entry=listed.entries[0])
    assert draw(listed, people.actor("second_township_reviewer")) is first
    assert factories.how_many(Sample) == 1


def test_a_new_notice_gives_a_new_draw(listed, reviewer, people, clock) -> None:
    record(people, listed)
    first = draw(listed, reviewer)
    old = listed_notice(listed)
    old.withdrawn_at, old.withdrawal_reason = time.now(), "漏了一户"
    database.session.flush()
    factories.a_notice(listed, hang_on=clock.today - 5 * DAY)
    assert draws.find_sample(listed, TOWNSHIP) is None
    with pytest.raises(Refused, match="waits for"):
        draw(listed, reviewer)
    record(people, listed, "351")
    assert draw(listed, reviewer).seed != first.seed
    assert factories.how_many(Sample) == 2


def test_without_a_source_the_notice_alone_decides(people, clock, db, reviewer) -> None:
    round_ = factories.a_round(policy={"sample_value_source": ""})
    listed = factories.a_candidate_list(people.village, entries=10, state="township_review", round_=round_)
    factories.a_notice(listed, hang_on=clock.today - 8 * DAY)
    sample = draw(listed, reviewer)
    assert len(sample.entry_ids) == 2
    assert sample.public_value is None
    assert (sample.inputs["source"], sample.inputs["day"], sample.inputs["value"]) == ("", "", "")


def test_a_sample_from_before_weights_stays(listed, reviewer, people) -> None:
    plan = draws.find_draw(listed, TOWNSHIP)
    old = factories.add(
        Sample(
            list_id=listed.id,
            level=TOWNSHIP,
            seed=plan.plain_seed,
            population=20,
            entry_ids=[entry.id for entry in listed.entries[:4]],
            drawn_by_id=reviewer.id,
            drawn_at=time.now(),
        )
    )
    assert draw(listed, reviewer) is old
    for entry_id in old.entry_ids:
        check(old, entry_id, reviewer)
    said = findings.load_progress(old).statement
    assert (said.population, said.drawn, said.low) == (20, 4, 0)
    assert records.page_public_draws(1).items == []


# ---- from what ------------------------------------------------------------------------------------------------------


def test_households_are_known_by_their_number_on_the_notice(listed, reviewer, people, clock) -> None:
    second = factories.a_notice(listed, kind=NoticeKind.SECOND_NOTICE, hang_on=clock.today - 3 * DAY)
    listed.entries[0].standing = "removed"
    listed.entries[0].reason = "收入高"
    database.session.flush()
    numbers = draws.numbers_on(second, listed.entries[1:])
    assert [numbers[entry.id] for entry in listed.entries[1:]] == list(range(2, 21))
    added = factories.an_entry(listed)
    assert draws.numbers_on(second, [listed.entries[1], added])[added.id] == 21


def test_the_inputs_say_all_and_repeat_the_draw(listed, reviewer, people) -> None:
    record(people, listed)
    sample = draw(listed, reviewer)
    inputs = sample.inputs
    assert inputs["digest"] == listed_notice(listed).digest
    assert inputs["list"] == f"{listed.round.code}/{people.village.code}/1"
    assert (inputs["value"], inputs["day"]) == ("351", value_day(listed).isoformat())
    weights = {row["number"]: row["weight"] for row in inputs["entries"]}
    assert draws.sampling.draw(inputs["seed"], weights, inputs["size"]) == inputs["drawn"]
    by_number = {row["number"]: row["entry_id"] for row in inputs["entries"]}
    assert [by_number[number] for number in inputs["drawn"]] == sample.entry_ids


def weights_of(sample: Sample) -> dict[int, tuple[int, list[str]]]:
    return {row["entry_id"]: (row["weight"], row["reasons"]) for row in sample.inputs["entries"]}


def test_reasons_on_record_before_the_value_make_a_household_likelier(listed, reviewer, people) -> None:
    before = time.at(value_day(listed) - DAY, 23)
    objected, related, hit, explained, close, plain, *_rest = listed.entries
    factories.an_objection(listed_notice(listed), entry=objected, received_at=before)
    a_relative(related, people, on=value_day(listed) - DAY, area=people.county, post=Post.COUNTY)
    a_hit(hit, listed, before)
    a_finding(explained, people, before)
    assert listed.round.policy.sample_close_percent == 10
    close.application.per_head_fen = line_fen(listed) * 91 // 100
    plain.application.per_head_fen = line_fen(listed) * 89 // 100
    record(people, listed)
    weights = weights_of(draw(listed, reviewer))
    assert weights[objected.id] == (3, ["objection"])
    assert weights[related.id] == (4, ["relative"])
    assert weights[hit.id] == (3, ["comparison"])
    assert weights[explained.id] == (2, ["finding"])
    assert weights[close.id] == (2, ["close_income"])
    assert weights[plain.id] == (1, [])


def line_fen(listed) -> int:
    return listed.round.policy.income_line(listed.round.reference_year, "identification").amount_fen


def a_hit(entry: ListEntry, listed, at: dt.datetime) -> ComparisonHit:
    file = factories.add(
        ComparisonFile(
            round=listed.round,
            area=listed.round.area,
            kind=ComparisonKind.VEHICLE,
            source="公安局",
            as_of=time.local(at).date(),
            filename="车辆.xlsx",
            digest="0" * 64,
            state=FileState.APPLIED,
            applied_at=at,
        )
    )
    return factories.add(
        ComparisonHit(
            file=file,
            household_id=entry.household_id,
            member_name=entry.head_name,
            row_number=2,
            certainty=HitCertainty.MATCHED,
            details=[],
        )
    )


def a_finding(entry: ListEntry, people, at: dt.datetime) -> Finding:
    return factories.add(
        Finding(
            household_id=entry.household_id,
            village_id=people.village.id,
            rule="income_missing",
            severity=Severity.SEVERE,
            message={"msgid": "x", "params": {}},
            fingerprint="0" * 32,
            explanation="属实",
            explained_by_id=factories.the_officer().id,
            explained_at=at,
        )
    )


def test_a_reason_found_once_the_value_could_be_known_moves_nobody(listed, reviewer, people) -> None:
    """Else an objection without a name, filed by whoever has seen the value, would steer the draw."""
    day = value_day(listed)
    factories.an_objection(listed_notice(listed), entry=listed.entries[0], received_at=time.at(day, 0))
    a_relative(listed.entries[1], people, on=day, area=people.county, post=Post.COUNTY)
    a_hit(listed.entries[2], listed, time.at(day, 21))
    a_finding(listed.entries[3], people, time.at(day, 9))
    record(people, listed)
    weights = weights_of(draw(listed, reviewer))
    assert {weight for weight, _ in weights.values()} == {1}


def test_an_objection_of_another_round_weighs_nothing(listed, reviewer, people) -> None:
    other = factories.a_round(code="2026-other")
    elsewhere = factories.a_candidate_list(people.village, entries=0, round_=other)
    entry = factories.an_entry(elsewhere, listed.entries[0].application.household)
    before = time.at(value_day(listed) - DAY, 9)
    factories.an_objection(
        factories.a_notice(elsewhere), entry=entry, received_at=before, state=ObjectionState.FILED
    )
    record(people, listed)
    assert weights_of(draw(listed, reviewer))[listed.entries[0].id] == (1, [])
