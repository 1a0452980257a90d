"""What is kept area by area: worked out again where something happened, and wholly after an hour."""

from collections.abc import Sequence

import pytest

from app.core import audit, keeping
from app.core.db import db
from app.core.keeping import Fresh, Kept
from app.domain.areas.models import Area
from tests.people import People


class Work:
    """Remembers which areas it was asked about; answers how often it was asked, of all but *silent* ones."""

    def __init__(self, silent: str = "") -> None:
        self.asked: list[list[str]] = []
        self.silent = silent

    def __call__(self, paths: Sequence[str]) -> dict[str, int]:
        self.asked.append(list(paths))
        return {path: len(self.asked) for path in paths if path != self.silent}


def an_act(people: People, area: Area) -> None:
    actor = people.actor("county_approver")
    audit.record("area_changed", actor=actor, subject=area, code=area.code, what="name")
    db.session.flush()


def paths(people: People) -> list[str]:
    return [area.path for area in (people.village, people.other_village, people.far_village)]


def test_only_where_something_happened_it_is_worked_out_again(people: People) -> None:
    kept, work, villages = Kept(), Work(), paths(people)
    assert kept.look().by_area("a", villages, work) == dict.fromkeys(villages, 1)
    assert kept.look().by_area("a", villages, work) == dict.fromkeys(villages, 1)
    an_act(people, people.village)
    assert list(kept.look().by_area("a", villages, work).values()) == [2, 1, 1]
    an_act(people, people.township)
    assert list(kept.look().by_area("a", villages, work).values()) == [3, 3, 1]
    assert work.asked == [villages, villages[:1], villages[:2]]


def test_what_happens_below_an_area_concerns_it(people: People) -> None:
    kept, work = Kept(), Work()
    townships = [people.township.path, people.other_township.path]
    kept.look().by_area("a", townships, work)
    an_act(people, people.far_village)
    kept.look().by_area("a", townships, work)
    assert work.asked == [townships, townships[1:]]


def test_an_area_without_an_answer_is_not_asked_about_again(people: People) -> None:
    villages = paths(people)
    kept, work = Kept(), Work(silent=villages[0])
    for _ in range(2):
        assert list(kept.look().by_area("a", villages, work)) == villages[1:]
    assert len(work.asked) == 1


def test_each_question_has_its_own_answers(people: People) -> None:
    kept, first, second = Kept(), Work(), Work()
    kept.look().by_area(("a", 2014), paths(people), first)
    kept.look().by_area(("a", 2015), paths(people), second)
    assert len(first.asked) == len(second.asked) == 1


def test_after_an_hour_everything_is_worked_out_again(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(keeping.time, "monotonic", lambda: now[0])
    kept, work = Kept(), Work()
    for seconds, asked in ((0, 1), (keeping.SECONDS, 1), (keeping.SECONDS + 1, 2), (keeping.SECONDS + 2, 2)):
        now[0] = float(seconds)
        kept.look().by_area("a", paths(people), work)
        assert len(work.asked) == asked


def test_anew_means_each_time(people: People) -> None:
    work = Work()
    for _ in range(2):
        Fresh().by_area("a", paths(people), work)
    assert len(work.asked) == 2
    assert Fresh().by_area("a", [], work) == {}
    assert len(work.asked) == 2
