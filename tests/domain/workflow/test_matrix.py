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
STEPS = [
    pytest.param(machine, step, id=f"{name}-{step.name}")
    for name, machine in MACHINES.items()
    for step in machine.steps
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


@pytest.mark.parametrize(("machine", "step"), STEPS)
def test_a_step_is_taken_from_its_own_states_by_those_who_may_and_by_nobody_else(machine, step):
    faults = []
    for state in machine.states:
        for role in (None, *Role):
            try:
                look_at(machine, state, step, role)
            except Exception as fault:  # told with its case, and the others are looked at all the same
                faults.append(f"from {state} by {role or 'nobody'}: {fault!r}")
    assert not faults, "\n".join(faults)


def look_at(machine: Machine, state: str, step: Step, role: Role | None) -> None:
    """*step* from *state* by *role*: taken with every guard and effect asked once, or refused and nothing done."""
    spied, guards, effects = watched(machine, step)
    thing, actor = Thing(state), somebody(role)
    attempt = Attempt(thing, actor, reason="有理由")
    may = role is not None and step.permission in ROLE_PERMISSIONS[role]
    if state in step.sources and may:
        taken = spied.take(step.name, attempt)
        assert (taken.source, taken.target, thing.state) == (state, step.target, step.target)
        assert [spy.asked for spy in (*guards, *effects)] == [1] * len(guards + effects)
        return
    refusal = Forbidden if state in step.sources else Conflict
    try:
        spied.take(step.name, attempt)
    except refusal:
        assert thing.state == state
        assert not any(spy.asked for spy in (*guards, *effects))
    else:
        raise AssertionError("taken")


def test_each_fault_is_told_with_its_state_and_role(monkeypatch):
    machine = MACHINES["objection"]
    monkeypatch.setattr(Machine, "take", lambda *_: None)
    with pytest.raises(AssertionError) as caught:
        test_a_step_is_taken_from_its_own_states_by_those_who_may_and_by_nobody_else(
            machine, machine.steps[0]
        )
    told = str(caught.value)
    assert all(
        f"from {state} by {role or 'nobody'}: " in told for state in machine.states for role in (None, *Role)
    )


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
