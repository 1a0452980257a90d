"""One state machine for every procedure. A procedure is a tuple of :class:`Step`; the machine reads it.

Pure: no database, no clock. Guards and effects are functions that the table names; the record of a step is
written by the room that takes it (see ``app/domain/workflow/service.py``). Only this module assigns ``state``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can


@dataclass(frozen=True)
class Attempt:
    """What a guard or an effect is told: the subject, who acts, the reason given, further input."""

    subject: Any
    actor: Actor
    reason: str = ""
    given: Any = None


Guard = Callable[[Attempt], Iterable[Message]]
Effect = Callable[[Attempt], None]


@dataclass(frozen=True)
class Step:
    """One row of a procedure's table.

    *label* is the button's text and *consequence* the sentence on its page of confirmation (message ids).
    *level* (village, township, county) is for the reader of the generated page.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    permission: Permission
    label: str
    consequence: str = ""
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    needs_reason: bool = False
    level: str = "village"
    tone: str = "primary"


@dataclass(frozen=True)
class Offer:
    """A step as it stands for one actor now: *blockers* is empty when it may be taken."""

    step: Step
    blockers: tuple[Message, ...]

    @property
    def is_open(self) -> bool:
        return not self.blockers


@dataclass(frozen=True)
class Taken:
    """The fact of a step: which, from where, to where."""

    step: Step
    source: str
    target: str


class Machine:
    """A procedure: its states (with staff and public labels), its first state, its steps.

    Construction raises ``ValueError`` for a repeated step name, an unknown or an unreachable state.
    """

    def __init__(self, name: str, states: dict[str, str], initial: str, steps: Sequence[Step]) -> None:
        self.name = name
        self.states = states
        self.initial = initial
        self.steps = tuple(steps)
        self._by_name = {step.name: step for step in steps}
        self._check()

    def _check(self) -> None:
        if len(self._by_name) != len(self.steps):
            raise ValueError(f"{self.name}: two steps share a name")
        named = {state for step in self.steps for state in (*step.sources, step.target)} | {self.initial}
        if unknown := named - set(self.states):
            raise ValueError(f"{self.name}: unknown states {sorted(unknown)}")
        reached, frontier = {self.initial}, {self.initial}
        while frontier:
            frontier = {s.target for s in self.steps if set(s.sources) & reached} - reached
            reached |= frontier
        if lost := set(self.states) - reached:
            raise ValueError(f"{self.name}: states that no step reaches: {sorted(lost)}")

    def step(self, name: str) -> Step:
        """The step called *name*; raises :class:`Invalid` when the procedure has none of that name."""
        try:
            return self._by_name[name]
        except KeyError:
            raise Invalid(Message(N_("This procedure has no step “%(step)s”."), step=name)) from None

    def offered(self, subject: Any, actor: Actor) -> list[Offer]:
        """The steps that lead on from the subject's state and belong to *actor*, each with its blockers."""
        return [
            Offer(step, self._guarded(step, Attempt(subject, actor)))
            for step in self.steps
            if subject.state in step.sources and can(actor, step.permission, subject)
        ]

    def blockers(self, name: str, attempt: Attempt) -> tuple[Message, ...]:
        """Every reason why step *name* is not possible now (guards only)."""
        return self._guarded(self.step(name), attempt)

    def take(self, name: str, attempt: Attempt) -> Taken:
        """Take a step: state, permission, reason, guards, then the new state and the effects, in this order.

        Raises :class:`Conflict` when the subject is no longer where the step starts, :class:`Forbidden`,
        :class:`Invalid` for a missing reason, :class:`Refused` with every blocker.
        """
        step = self.step(name)
        subject = attempt.subject
        if subject.state not in step.sources:
            raise Conflict(
                Message(
                    N_("Somebody was faster: this has already moved on to “%(state)s”."),
                    state=Message(self.states[subject.state]),
                )
            )
        if not can(attempt.actor, step.permission, subject):
            raise Forbidden()
        if step.needs_reason and not attempt.reason.strip():
            raise Invalid(Message(N_("Please give the reason.")), field="reason")
        if blockers := self._guarded(step, attempt):
            raise Refused(blockers)
        source = subject.state
        subject.state = step.target
        for effect in step.effects:
            effect(attempt)
        return Taken(step, source, step.target)

    @staticmethod
    def _guarded(step: Step, attempt: Attempt) -> tuple[Message, ...]:
        return tuple(message for guard in step.guards for message in guard(attempt))
