"""How lists come about, and the rules in force, for everybody: drawn from the tables of steps and the policies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.articles import blueprint
from app.core import clock
from app.core.messages import N_
from app.domain.applications.steps import MACHINE as APPLICATION
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.domain.policies import queries as policies
from app.domain.policies.fields import PolicyField
from app.domain.policies.models import PolicyProfile
from app.domain.policies.rules import Policy, changed_fields
from app.domain.policies.schema import FIELDS_BY_NAME, fields_of
from app.domain.policies.vocabulary import GROUP_LABELS, LIST_KINDS, FieldGroup, MeetingKind
from app.domain.rounds.models import Round, RoundState
from app.domain.rounds.queries import list_rounds
from app.domain.workflow import explained
from app.domain.workflow.procedures.identification import MACHINE as CANDIDATE_LIST
from app.web.access import public
from app.web.pages import page
from app.web.published.rendering import published

#: rules that only say how another one is read; they stand beside it
BESIDE = {
    **{f"{kind.value}_days": (f"{kind.value}_day_kind",) for kind in LIST_KINDS},
    **{f"quorum_{kind.value}": (f"quorum_{kind.value}_rule",) for kind in MeetingKind},
    "majority": ("majority_rule", "majority_of"),
    "objection_answer_days": ("objection_answer_day_kind",),
}
#: where a step leads to on this site: the page, and what it is called
LEADS_TO = {
    "apply": ("help_requests.choose", N_("Ask for help")),
    "pass": ("why_cards.ask", N_("Why is my household on the list, or not?")),
    "publish_first_notice": ("public.list_notices", N_("Notices")),
    "publish_second_notice": ("public.list_notices", N_("Notices")),
    "announce": ("why_cards.ask", N_("Why is my household on the list, or not?")),
}
#: groups that only the data check-up reads; they stand folded
FOLDED = frozenset({FieldGroup.CHECKUP})


@dataclass(frozen=True)
class RuleLine:
    """A rule with those that only say how it is read, apart by where their values come from."""

    rule: PolicyField
    parts: tuple[tuple[tuple[PolicyField, ...], dict[str, Any]], ...]


@dataclass(frozen=True)
class RoundLine:
    """A round, the profile it took its rules from, and which rules differ from that profile today."""

    round: Round
    profile: PolicyProfile | None
    changed: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.round.state is RoundState.OPEN


@blueprint.get("/procedure")
@public
@published
def procedure() -> Response:
    """What is decided how, by whom, in how many days, with which proof, and what a villager can do."""
    profile = policy_here()
    policy = Policy.from_values(profile.values) if profile is not None else None
    return page(
        "articles/procedure.html",
        profile=profile,
        stations=explained.stations(policy) if policy else [],
        shortest=explained.shortest_days(policy) if policy else None,
        objection=explained.objection_course(policy) if policy else None,
        others=[
            (_("With an application"), explained.side_steps(APPLICATION)),
            (_("With a whole list"), explained.side_steps(CANDIDATE_LIST)),
        ],
        rounds=[line for line in _round_lines(policies.list_profiles()) if line.is_open],
        links={key: link for key, link in LEADS_TO.items() if link[0] in current_app.view_functions},
        offices=_offices(),
        fields=FIELDS_BY_NAME,
    )


@blueprint.get("/policies/in-force")
@public
@published
def policy_in_force() -> Response:
    """The values of the policy in force with their sources, the other policies, and which rounds run under which."""
    profiles = policies.list_profiles()
    profile = policy_here()
    return page(
        "articles/policy_in_force.html",
        profile=profile,
        groups=[(group, label, rule_lines(profile, group)) for group, label in GROUP_LABELS.items()]
        if profile
        else [],
        folded=FOLDED,
        unconfirmed=[name for name, source in profile.sources.items() if not source["confirmed"]]
        if profile
        else [],
        others=[one for one in profiles if profile is None or one.id != profile.id],
        rounds=_round_lines(profiles),
        fields=FIELDS_BY_NAME,
        on=clock.today(),
    )


def policy_here() -> PolicyProfile | None:
    """The policy in force today where this portal serves."""
    here = areas.find_site_area() or next(iter(areas.list_areas(AreaLevel.COUNTY)), None)
    return policies.find_in_force(here, clock.today()) if here is not None else None


def rule_lines(profile: PolicyProfile, group: FieldGroup) -> list[RuleLine]:
    """The rules of one part of *profile*, each with its source."""
    second = {name for names in BESIDE.values() for name in names}
    lines = []
    for rule in fields_of(group):
        if rule.name in second:
            continue
        parts: list[tuple[list[PolicyField], dict[str, Any]]] = []
        for name in (rule.name, *BESIDE.get(rule.name, ())):
            source = profile.sources.get(name) or {"source": "", "source_en": None, "confirmed": False}
            if not parts or parts[-1][1] != source:
                parts.append(([], source))
            parts[-1][0].append(FIELDS_BY_NAME[name])
        lines.append(RuleLine(rule, tuple((tuple(fields), source) for fields, source in parts)))
    return lines


def _round_lines(profiles: Sequence[PolicyProfile]) -> list[RoundLine]:
    known = {(one.area_id, one.key): one for one in profiles}
    lines = []
    for round_ in list_rounds():
        profile = known.get((round_.area_id, round_.policy_key))
        changed = changed_fields(round_.policy_values, profile.values) if profile is not None else []
        lines.append(RoundLine(round_, profile, tuple(FIELDS_BY_NAME[name].label for name in changed)))
    return lines


def _offices() -> list[Area]:
    """The townships and counties that can be called."""
    found = [*areas.list_areas(AreaLevel.TOWNSHIP), *areas.list_areas(AreaLevel.COUNTY)]
    return [area for area in found if area.telephone]
