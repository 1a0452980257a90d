"""Who is checked in any case, and what the checks say of the list."""

import pytest

from app.core import clock as time
from app.core.errors import Invalid
from app.domain.reviews import draws, findings, records
from app.domain.workflow.guards import sample_checked
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


def test_relatives_of_village_officials_are_checked_beside_the_drawn_ones(listed, reviewer, people) -> None:
    related = listed.entries[3]
    a_relative(related, people, on=value_day(listed) - DAY)
    record(people, listed)
    sample = draw(listed, reviewer)
    assert len(sample.entry_ids) == 4
    assert related.id not in sample.entry_ids
    assert draws.mandatory_ids(sample) == [related.id]
    assert len(sample.inputs["entries"]) == 19
    progress = findings.load_progress(sample)
    assert [line.entry.id for line in progress.mandatory] == [related.id]


class Attempt:
    def __init__(self, subject, actor):
        self.subject, self.actor = subject, actor


def test_the_list_waits_for_the_mandatory_ones_as_well(listed, reviewer, people) -> None:
    a_relative(listed.entries[3], people, on=value_day(listed) - DAY)
    record(people, listed)
    guard, attempt = sample_checked(TOWNSHIP), Attempt(listed, reviewer)
    assert any("not drawn yet" in reason.msgid for reason in guard(attempt))
    sample = draw(listed, reviewer)
    for entry_id in sample.entry_ids:
        check(sample, entry_id, reviewer)
    [reason] = guard(attempt)
    assert reason.params == {"number": 1, "drawn": 5}
    check(sample, listed.entries[3].id, reviewer)
    assert list(guard(attempt)) == []


def test_a_relative_declared_after_the_draw_is_checked_too(listed, reviewer, people) -> None:
    record(people, listed)
    sample = draw(listed, reviewer)
    late = next(entry for entry in listed.entries if entry.id not in sample.entry_ids)
    with pytest.raises(Invalid, match="not drawn"):
        check(sample, late.id, reviewer)
    a_relative(late, people, on=time.today())
    assert draws.list_to_check(sample) == [*sample.entry_ids, late.id]
    check(sample, late.id, reviewer)


def test_even_where_the_policy_asks_for_no_sample_relatives_are_checked(people, clock, db, reviewer) -> None:
    policy = {"township_sample_share": "0", "sample_minimum": 0}
    round_ = factories.a_round(policy=policy)
    listed = factories.a_candidate_list(people.village, entries=5, state="township_review", round_=round_)
    factories.a_notice(listed, hang_on=clock.today - 8 * DAY)
    attempt = Attempt(listed, reviewer)
    assert list(sample_checked(TOWNSHIP)(attempt)) == []
    a_relative(listed.entries[0], people, on=clock.today - 9 * DAY)
    assert list(sample_checked(TOWNSHIP)(attempt))
    record(people, listed)
    sample = draw(listed, reviewer)
    assert sample.entry_ids == []
    check(sample, listed.entries[0].id, reviewer)
    assert list(sample_checked(TOWNSHIP)(attempt)) == []


# ---- what was found ---------------------------------------------------------------------------------------------


def test_nothing_is_said_of_the_list_before_all_are_checked(listed, reviewer, people) -> None:
    record(people, listed)
    sample = draw(listed, reviewer)
    *some, last = sample.entry_ids
    for entry_id in some:
        check(sample, entry_id, reviewer)
    assert findings.find_statement(listed, TOWNSHIP) is None
    check(sample, last, reviewer, agrees=False)
    said = findings.find_statement(listed, TOWNSHIP)
    assert (said.drawn, said.wrong, said.population) == (4, 1, 20)
    assert said.low == 1 < said.estimate < said.high
    words = [message.msgid % message.params for message in findings.words_of(said)]
    assert words[0] == "Of 4 households drawn and checked, 1 were found wrong."


def test_a_census_says_so_without_an_interval(people, clock, db, reviewer) -> None:
    round_ = factories.a_round(policy={"township_sample_share": "1"})
    listed = factories.a_candidate_list(people.village, entries=3, state="township_review", round_=round_)
    factories.a_notice(listed, hang_on=clock.today - 8 * DAY)
    record(people, listed)
    sample = draw(listed, reviewer)
    for entry_id in sample.entry_ids:
        check(sample, entry_id, reviewer, agrees=entry_id != sample.entry_ids[0])
    [words] = findings.words_of(findings.find_statement(listed, TOWNSHIP))
    assert words.msgid % words.params == "All 3 households of the list were checked; 1 were found wrong."


def test_photographs_are_added_and_none_is_lost(listed, reviewer, people) -> None:
    record(people, listed)
    sample = draw(listed, reviewer)
    photos = [
        factories.an_attachment(people.village, media_type="image/jpeg", filename=f"{n}.jpg") for n in "123"
    ]
    made = check(sample, sample.entry_ids[0], reviewer, photos=photos[:2])
    again = check(sample, sample.entry_ids[0], reviewer, agrees=False, photos=photos[2:])
    assert again is made
    assert [photo.attachment_id for photo in made.photos] == [photo.id for photo in photos]
    paper = factories.an_attachment(people.village, media_type="application/pdf")
    with pytest.raises(Invalid, match="JPEG or PNG"):
        check(sample, sample.entry_ids[0], reviewer, photos=[paper])


def test_the_public_record_has_neither_names_nor_reasons(listed, reviewer, people) -> None:
    factories.an_objection(
        listed_notice(listed), entry=listed.entries[0], received_at=time.at(value_day(listed) - DAY, 9)
    )
    record(people, listed)
    public = records.record_of(draw(listed, reviewer))
    assert {key for row in public["entries"] for key in row} == {"number", "weight"}
    text = str(public)
    assert "objection" not in text
    assert not any(entry.head_name in text for entry in listed.entries)
