"""How a list comes about, for those whom it concerns: drawn from the tables of steps and from a policy.

Lives here: :func:`stations` (the way of a list, step by step), :func:`side_steps` (what else the tables allow) and
:func:`objection_course`. Each number is a :class:`Fact` that names the policy fields which set it. The words for a
step or a guard stand in ``plain_words.py``; who acts, in which order, with which proof, follows from the tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.machine import Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import ROLE_PERMISSIONS, Permission, Role
from app.domain.applications.steps import MACHINE as APPLICATION
from app.domain.appraisals.steps import MACHINE as MEETING
from app.domain.objections.rules import level_for
from app.domain.objections.steps import MACHINE as OBJECTION
from app.domain.objections.steps import SECOND_LOOK
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import LIST_KINDS, NoticeKind
from app.domain.workflow import plain_words as words
from app.domain.workflow.plain_words import Fact
from app.domain.workflow.procedures.identification import MACHINE as CANDIDATE_LIST

#: the state in which a list stands while a notice of that kind hangs
NOTICE_STATES = {
    "first_notice": NoticeKind.FIRST_NOTICE,
    "second_notice": NoticeKind.SECOND_NOTICE,
    "announced": NoticeKind.ANNOUNCEMENT,
}
#: steps of an application on the way to a list, and the policy switch without which they are left out
ON_THE_WAY = {"record_visit": "home_visit_required", "record_comparison": "comparison_required", "pass": ""}
#: steps that follow by themselves from one that is told
FOLLOWS = frozenset({"compare_by_files", "reject", "put_on_list", "register"})


@dataclass(frozen=True)
class Station:
    """One step of the way: who acts, what happens, the numbers that bind, the proof, what a villager can do."""

    key: str
    title: str
    who: tuple[str, ...]
    what: str
    facts: tuple[Fact, ...]
    proof: tuple[Fact, ...]
    you_can: str
    disagree: str


@dataclass(frozen=True)
class SideStep:
    """Something else that the tables allow: who does it, from where to where, whether a reason is needed."""

    label: str
    who: tuple[str, ...]
    sources: tuple[str, ...]
    target: str
    needs_reason: bool


@dataclass(frozen=True)
class ObjectionCourse:
    """What happens to an objection: who looks into which notice, the steps, the numbers."""

    levels: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, tuple[str, ...]], ...]
    facts: tuple[Fact, ...]


def stations(
    policy: Policy,
    *,
    application: Machine = APPLICATION,
    meeting: Machine = MEETING,
    candidate_list: Machine = CANDIDATE_LIST,
) -> list[Station]:
    """The way from an application to the announcement, in order."""
    asked_for = [
        step
        for step in application.steps
        if step.name in ON_THE_WAY and (not ON_THE_WAY[step.name] or getattr(policy, ON_THE_WAY[step.name]))
    ]
    guards = tuple(guard for step in meeting.steps for guard in step.guards)
    return [
        _station(policy, "apply", holders(Permission.APPLICATION_FILE), ()),
        *(
            _station(policy, s.name, holders(s.permission), guards if s.name == "pass" else (), s)
            for s in asked_for
        ),
        *(_station(policy, s.name, holders(s.permission), s.guards, s) for s in main_path(candidate_list)),
    ]


def main_path(machine: Machine) -> list[Step]:
    """The steps that lead on from the first state to the last, without those that lead back."""
    path: list[Step] = []
    here, been = machine.initial, {machine.initial}
    while True:
        onward = [
            s for s in machine.steps if here in s.sources and s.tone == "primary" and s.target not in been
        ]
        if not onward:
            return path
        path.append(onward[0])
        here = onward[0].target
        been.add(here)


def side_steps(machine: Machine) -> list[SideStep]:
    """What the table allows beside the way itself."""
    told = FOLLOWS | set(ON_THE_WAY)
    if machine.name != APPLICATION.name:
        told |= {step.name for step in main_path(machine)}
    return [
        SideStep(
            label=step.label,
            who=holders(step.permission),
            sources=tuple(machine.states[source] for source in step.sources),
            target=machine.states[step.target],
            needs_reason=step.needs_reason,
        )
        for step in machine.steps
        if step.name not in told
    ]


def objection_course(
    policy: Policy, machines: Sequence[Machine] = (OBJECTION, SECOND_LOOK)
) -> ObjectionCourse:
    """What happens to an objection under *policy*."""
    return ObjectionCourse(
        levels=tuple(
            (words.NOTICE_NAMES[kind], words.LEVEL_NAMES[level_for(kind).value]) for kind in LIST_KINDS
        ),
        steps=tuple((step.label, holders(step.permission)) for machine in machines for step in machine.steps),
        facts=tuple(words.objection_facts(policy)),
    )


def shortest_days(policy: Policy) -> Fact | None:
    """How long the notices hang one after the other, at the least; nothing where they are counted in different days."""
    kinds = (NoticeKind.FIRST_NOTICE, NoticeKind.SECOND_NOTICE)
    if len({policy.notice_day_kind(kind) for kind in kinds}) > 1:
        return None
    days = sum(policy.notice_days(kind) for kind in kinds)
    return Fact(
        Message(
            N_("Before the announcement the two notices hang for at least %(length)s together."),
            length=words.days(days, policy.notice_day_kind(kinds[0])),
        ),
        tuple(f"{kind.value}_days" for kind in kinds),
    )


def holders(permission: Permission) -> tuple[str, ...]:
    """The roles that hold *permission*, as message ids."""
    return tuple(role.label for role in Role if permission in ROLE_PERMISSIONS[role])


def _station(
    policy: Policy, key: str, who: tuple[str, ...], guards: Sequence[Any], step: Step | None = None
) -> Station:
    said = words.STEPS.get(key, words.StepWords(title=step.label if step else key))
    kind = NOTICE_STATES.get(step.target) if step is not None else None
    facts = [*words.facts_of(key, policy), *(words.notice_facts(kind, policy) if kind else ())]
    return Station(
        key=key,
        title=said.title,
        who=who,
        what=said.what,
        facts=tuple(facts),
        proof=tuple(_proof(guards, policy)),
        you_can=said.you_can,
        disagree=said.disagree,
    )


def _proof(guards: Iterable[Any], policy: Policy) -> Iterable[Fact]:
    told = set()
    for guard in guards:
        fact = words.proof_of(guard, policy)
        if fact is not None and fact.text not in told:
            told.add(fact.text)
            yield fact
