"""Who is barred from a household's case as a relative, and who may settle what about a declaration. All pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.domain.areas.models import AreaLevel
from app.domain.kinship.models import HintGround, Relation
from app.domain.officials import rules as officials_rules
from app.domain.officials.models import Official
from app.domain.officials.rules import names_of

RELATION_LABELS = {
    Relation.OWN: N_("own household"),
    Relation.SPOUSE: N_("spouse"),
    Relation.PARENT: N_("parent"),
    Relation.CHILD: N_("son or daughter"),
    Relation.SIBLING: N_("brother or sister"),
    Relation.GRANDPARENT: N_("grandparent"),
    Relation.GRANDCHILD: N_("grandchild"),
    Relation.UNCLE_AUNT: N_("uncle or aunt"),
    Relation.NEPHEW_NIECE: N_("nephew or niece"),
    Relation.COUSIN: N_("cousin"),
    Relation.IN_LAW: N_("relative by marriage"),
    Relation.OTHER: N_("other relative"),
}
GROUND_LABELS = {
    HintGround.HOUSEHOLD: N_("Somebody of this name lives there"),
    HintGround.TELEPHONE: N_("The same telephone"),
    HintGround.BANK_ACCOUNT: N_("The same bank card"),
    HintGround.GENERATION_NAME: N_("Same family name and generation name (weak)"),
}
FROM_ABOVE = officials_rules.FROM_ABOVE


class Named(Protocol):
    """Somebody written into a record: by name, and by account when there is one."""

    @property
    def name(self) -> str: ...

    @property
    def user_id(self) -> int | None: ...


@dataclass(frozen=True)
class Relatives:
    """The officials who are related to one household, whichever way they were declared.

    *people* holds the account ids and the (plain) names of all with a standing declaration, also of those whose post
    has ended: who left the committee is still a brother. *levels* and *names* are of those who hold a post now over
    the household's village; *level* is the highest of them.
    """

    people: frozenset[int | str] = frozenset()
    levels: frozenset[AreaLevel] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def level(self) -> AreaLevel | None:
        """The highest level at which a relative holds a post now."""
        return next(
            (
                level
                for level in (AreaLevel.COUNTY, AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
                if level in self.levels
            ),
            None,
        )

    def includes(self, name: str, user_id: int | None = None) -> bool:
        """True when this person, by account or by name, is a declared relative."""
        if not self.people:
            return False
        if user_id is not None and user_id in self.people:
            return True
        return not self.people.isdisjoint(names_of(name))

    def blockers(self, actor: Actor) -> list[Message]:
        """Why this person may do nothing that decides about the household."""
        if not self.includes(actor.name, actor.id):
            return []
        return [Message(N_("You are a declared relative of this household; somebody else must do this."))]

    def blockers_for(self, persons: Iterable[Named]) -> list[Message]:
        """Which of the people named in a record may not be named for this household."""
        return [
            Message(
                N_("%(name)s is a declared relative of this household; name somebody else."), name=person.name
            )
            for person in persons
            if self.includes(person.name, person.user_id)
        ]


NO_RELATIVES = Relatives()


def is_from_above(actor: Actor, official: Official) -> bool:
    """May *actor* settle what concerns this official's relatives? Only one level up, never the official himself.

    At the county, which has nothing above it here, another official of the county may.
    """
    return officials_rules.is_from_above(actor, official, Permission.KINSHIP_SETTLE)


def statement_problem(*, none: bool, declared: int) -> Message | None:
    """A statement that contradicts the declarations on record."""
    if none and declared:
        return Message(
            N_("Relatives of this official are declared; the statement cannot be that there are none.")
        )
    if not none and not declared:
        return Message(N_("No relative of this official is declared yet; enter them first."))
    return None
