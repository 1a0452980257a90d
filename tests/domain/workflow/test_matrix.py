"""Every table of steps against every state and every role, from the tables alone: a new row needs no edit here."""

import importlib
import pkgutil
from dataclasses import dataclass, replace

import pytest

import app.domain
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt, Machine, Step
from app.core.messages import Message
from app.core.permissions import NOBODY, ROLE_PERMISSIONS, Actor, Grant, Role

HERE, ELSEWHERE = "1/2/3/", "1/2/4/"


def all_machines() -> dict[str, Machine]:
    """Every procedure of the house, found wherever it is declared."""
    found = {}
    for module in pkgutil.walk_packages(app.domain.__path__, "app.domain."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Machine):
                found[value.name] = value
    return found


MACHINES = all_machines()
CASES = [
    pytest.param(machine, state, step, role, id=f"{name}-{state}-{step.name}-{role or 'nobody'}")
    for name, machine in MACHINES.items()
    for state in machine.states
    for step in machine.steps
    for role in (None, *Role)
]


@dataclass
class Thing:
    """Whatever a procedure moves: a state, and a place in the county."""

    state: str
    area_path: str = HERE


class Spy:
    """Stands in for a guard or an effect and notes that it was asked."""

    def __init__(self, *blockers: Message) -> None:
        self.blockers = blockers
        self.asked = 0

    def __call__(self, attempt: Attempt) -> tuple[Message, ...]:
        self.asked += 1
        return self.blockers


def watched(machine: Machine, step: Step, *blockers: Message) -> tuple[Machine, list[Spy], list[Spy]]:
    """The machine with spies in the place of the guards and effects of *step*, as many as the table names."""
    guards = [Spy(*blockers) for _ in step.guards]
    effects = [Spy() for _ in step.effects]
    spied = replace(step, guards=tuple(guards), effects=tuple(effects))
    steps = [spied if other.name == step.name else other for other in machine.steps]
    return Machine(machine.name, machine.states, machine.initial, steps), guards, effects


def somebody(role: Role | None, path: str = HERE) -> Actor:
    return NOBODY if role is None else Actor(1, "某人", (Grant(role, 3, path),))


def test_the_house_has_its_five_procedures():
    assert {"identification", "application", "meeting", "objection", "round"} <= set(MACHINES)


@pytest.mark.parametrize(("machine", "state", "step", "role"), CASES)
def test_every_step_from_every_state_by_every_role(machine, state, step, role):
    spied, guards, effects = watched(machine, step)
    thing, actor = Thing(state), somebody(role)
    attempt = Attempt(thing, actor, reason="有理由")
    may = role is not None and step.permission in ROLE_PERMISSIONS[role]
    if state not in step.sources:
        refusal = Conflict
    elif not may:
        refusal = Forbidden
    else:
        taken = spied.take(step.name, attempt)
        assert (taken.source, taken.target, thing.state) == (state, step.target, step.target)
        assert [spy.asked for spy in (*guards, *effects)] == [1] * len(guards + effects)
        return
    with pytest.raises(refusal):
        spied.take(step.name, attempt)
    assert thing.state == state
    assert not any(spy.asked for spy in (*guards, *effects))


STEPS = [
    pytest.param(machine, step, id=f"{name}-{step.name}")
    for name, machine in MACHINES.items()
    for step in machine.steps
]


@pytest.mark.parametrize(("machine", "step"), STEPS)
def test_a_blocked_step_names_every_reason_and_changes_nothing(machine, step):
    spied, guards, effects = watched(machine, step, Message("one"), Message("two"))
    thing = Thing(step.sources[0])
    if not guards:
        return
    role = next(role for role in Role if step.permission in ROLE_PERMISSIONS[role])
    with pytest.raises(Refused) as caught:
        spied.take(step.name, Attempt(thing, somebody(role), reason="有理由"))
    assert len(caught.value.blockers) == 2 * len(guards)
    assert thing.state == step.sources[0]
    assert not any(spy.asked for spy in effects)


@pytest.mark.parametrize(("machine", "step"), STEPS)
def test_a_step_that_needs_a_reason_is_not_taken_without_one(machine, step):
    spied, _guards, effects = watched(machine, step)
    role = next(role for role in Role if step.permission in ROLE_PERMISSIONS[role])
    thing = Thing(step.sources[0])
    attempt = Attempt(thing, somebody(role), reason="  ")
    if not step.needs_reason:
        assert spied.take(step.name, attempt).target == step.target
        return
    with pytest.raises(Invalid):
        spied.take(step.name, attempt)
    assert not any(spy.asked for spy in effects)


@pytest.mark.parametrize(("machine", "step"), STEPS)
def test_a_role_in_another_village_is_no_role_here(machine, step):
    spied, _guards, _effects = watched(machine, step)
    for role in Role:
        with pytest.raises(Forbidden):
            spied.take(step.name, Attempt(Thing(step.sources[0]), somebody(role, ELSEWHERE), reason="有理由"))
