"""A pair arranged for its page: what each reader may see of either side.

Who does not work for a village sees of its household only the village, the head's name and what is shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.core.permissions import Actor, Permission, can
from app.domain.applications import queries as applications
from app.domain.applications.models import Application
from app.domain.applications.steps import STATE_LABELS
from app.domain.duplicates.models import DuplicateGround, DuplicateOutcome, DuplicatePair
from app.domain.duplicates.rules import GROUND_LABELS
from app.domain.households import codes, queries, rules
from app.domain.households.models import Household, Member, Registration
from app.web.i18n import current_locale, translate


@dataclass(frozen=True)
class Person:
    """A member as the page shows them; the identity number is masked."""

    name: str
    relation: str | None
    id_number: str
    born_on: object
    is_shared: bool


@dataclass(frozen=True)
class Side:
    """One of the two households. *is_whole*: the reader may see the register's record of it."""

    household: Household
    is_whole: bool
    shared: str
    people: Sequence[Person] = ()
    telephone: str = ""
    account: str = ""
    applications: Sequence[Application] = field(default=())
    registrations: Sequence[Registration] = field(default=())


def sides(pair: DuplicatePair, actor: Actor) -> tuple[Side, Side]:
    """Both households as *actor* may see them."""
    return (
        _side(pair, pair.first, pair.first_member, actor),
        _side(pair, pair.second, pair.second_member, actor),
    )


def _side(pair: DuplicatePair, household: Household, member: Member | None, actor: Actor) -> Side:
    shared = shared_words(pair, member)
    if not can(actor, Permission.HOUSEHOLD_VIEW, household):
        return Side(household, False, shared)
    return Side(
        household=household,
        is_whole=True,
        shared=shared,
        people=[_person(one, one is member) for one in _in_order(household)],
        telephone=rules.masked_telephone(household.telephone),
        account=rules.masked_account(household.bank_account),
        applications=applications.list_of_household(household.id),
        registrations=queries.list_registrations(household.id),
    )


def _in_order(household: Household) -> list[Member]:
    return sorted(household.members, key=lambda one: (not one.is_head, one.sequence))


def _person(member: Member, is_shared: bool) -> Person:
    return Person(
        name=member.name,
        relation=codes.RELATION.label(member.relation, current_locale()) if member.relation else None,
        id_number=rules.masked_id_number(member.id_number),
        born_on=member.born_on,
        is_shared=is_shared,
    )


def shared_words(pair: DuplicatePair, member: Member | None) -> str:
    """What is shared, with the person's name where it is a person; never the value."""
    words = _(GROUND_LABELS[pair.ground])
    return _("%(what)s: %(name)s", what=words, name=member.name) if member is not None else words


def badge_of(pair: DuplicatePair) -> tuple[str, str]:
    """How a pair stands, in words, and the tone of its badge."""
    if pair.gone_at is not None:
        return _("no longer shared"), "idle"
    if pair.outcome is None:
        return (_("to be decided"), "bad" if pair.still_blocks else "warn")
    return {
        DuplicateOutcome.SAME: (_("the same, to be given up"), "bad"),
        DuplicateOutcome.DIFFERENT: (_("different people"), "good"),
        DuplicateOutcome.SHARED: (_("shared for a good reason"), "good"),
    }[pair.outcome]


def state_of(application: Application) -> str:
    """An application's state in words."""
    return _(STATE_LABELS[application.state])


def grounds() -> list[tuple[str, str]]:
    """The grounds to choose from."""
    return [(ground.value, _(label)) for ground, label in GROUND_LABELS.items()]


def ground_of(value: str) -> DuplicateGround | None:
    """The ground called *value*, if there is one."""
    return DuplicateGround(value) if value in set(DuplicateGround) else None


def reasons(messages: Sequence[object]) -> list[str]:
    """Messages of the domain in the reader's language."""
    return [translate(message) for message in messages]  # type: ignore[arg-type]  # messages
