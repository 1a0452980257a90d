"""The state machine: what a table may not be, and in which order a step is refused."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt, Machine, Step
from app.core.messages import Message
from app.core.permissions import Actor, Grant, Permission, Role

OFFICER = Actor(1, "王秀英", (Grant(Role.VILLAGE_OFFICER, 7, "1/2/7/"),))
SUPERVISOR = Actor(2, "李桂兰", (Grant(Role.SUPERVISOR, 1, "1/"),))
STATES = {"draft": "Draft", "posted": "Posted", "over": "Over"}


@dataclass
class Sheet:
    """Something that moves."""

    state: str = "draft"
    area_path: str = "1/2/7/"
    blockers: list[str] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)


def guard(attempt: Attempt) -> list[Message]:
    return [Message(text) for text in attempt.subject.blockers]


def second_guard(attempt: Attempt) -> list[Message]:
    return [Message("second: " + text) for text in attempt.subject.blockers]


def effect(attempt: Attempt) -> None:
    attempt.subject.trace.append(f"{attempt.subject.state} by {attempt.actor.name}: {attempt.given}")


def a_step(
    name: str = "post", sources: tuple[str, ...] = ("draft",), target: str = "posted", **given: Any
) -> Step:
    return Step(name, sources, target, Permission.NOTICE_PUBLISH_FIRST, "Post it", **given)


POST = a_step(guards=(guard, second_guard), effects=(effect,))
END = a_step("end", ("posted",), "over", needs_reason=True)
SHEETS = Machine("sheets", STATES, "draft", (POST, END))


@pytest.mark.parametrize(
    ("states", "steps", "complaint"),
    [
        (STATES, (a_step(), a_step(), a_step("end", ("posted",), "over")), "share a name"),
        (STATES, (a_step(), a_step("end", ("posted",), "gone")), "unknown states"),
        (STATES, (a_step(sources=("drfat",)), END), "unknown states"),
        (STATES, (a_step(),), "no step reaches"),
        (STATES, (a_step("loop", ("over",), "over"), a_step()), "no step reaches"),
    ],
)
def test_a_table_with_a_fault_is_refused(
    states: dict[str, str], steps: tuple[Step, ...], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        Machine("sheets", states, "draft", steps)


def test_the_first_state_must_be_known() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Machine("sheets", STATES, "nowhere", (POST, END))


def test_a_step_changes_the_state_then_has_its_effects() -> None:
    sheet = Sheet()
    taken = SHEETS.take("post", Attempt(sheet, OFFICER, given="at noon"))
    assert (taken.step, taken.source, taken.target) == (POST, "draft", "posted")
    assert sheet.state == "posted"
    assert sheet.trace == ["posted by 王秀英: at noon"]


def test_where_it_stands_is_asked_before_who_asks() -> None:
    with pytest.raises(Conflict, match="moved on to “Posted”"):
        SHEETS.take("post", Attempt(Sheet("posted", blockers=["late"]), SUPERVISOR))


def test_who_asks_is_asked_before_what_blocks() -> None:
    with pytest.raises(Forbidden):
        SHEETS.take("post", Attempt(Sheet(blockers=["late"]), SUPERVISOR))
    with pytest.raises(Forbidden):
        SHEETS.take("post", Attempt(Sheet(area_path="1/2/70/"), OFFICER))


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_missing_reason_is_told_before_what_blocks(reason: str) -> None:
    blocked_end = a_step("end", ("posted",), "over", needs_reason=True, guards=(guard,))
    machine = Machine("sheets", STATES, "draft", (POST, blocked_end))
    sheet = Sheet("posted", blockers=["late"])
    with pytest.raises(Invalid) as caught:
        machine.take("end", Attempt(sheet, OFFICER, reason=reason))
    assert caught.value.field == "reason"
    with pytest.raises(Refused):
        machine.take("end", Attempt(sheet, OFFICER, reason="wet"))


def test_every_reason_is_told_at_once_and_nothing_moves() -> None:
    sheet = Sheet(blockers=["late", "no photograph"])
    with pytest.raises(Refused) as caught:
        SHEETS.take("post", Attempt(sheet, OFFICER))
    assert [str(one) for one in caught.value.blockers] == [
        "late",
        "no photograph",
        "second: late",
        "second: no photograph",
    ]
    assert (sheet.state, sheet.trace) == ("draft", [])
    assert SHEETS.blockers("post", Attempt(sheet, OFFICER)) == caught.value.blockers


def test_only_steps_that_lead_on_and_belong_to_the_reader_are_offered() -> None:
    blocked = SHEETS.offered(Sheet(blockers=["late"]), OFFICER)
    assert [(offer.step.name, offer.is_open) for offer in blocked] == [("post", False)]
    assert [offer.step.name for offer in SHEETS.offered(Sheet("posted"), OFFICER)] == ["end"]
    assert SHEETS.offered(Sheet("over"), OFFICER) == []
    assert SHEETS.offered(Sheet(), SUPERVISOR) == []


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(Invalid, match="skip"):
        SHEETS.take("skip", Attempt(Sheet(), OFFICER))
