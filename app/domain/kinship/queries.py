"""Reading declarations, statements and hints."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Role
from app.core.rows import get_row
from app.domain.accounts.models import User
from app.domain.accounts.queries import list_staff_over
from app.domain.areas.models import Area, AreaLevel
from app.domain.households.models import Household, Member
from app.domain.kinship import hints
from app.domain.kinship.models import DismissedHint, HintGround, Kinship, KinStatement
from app.domain.kinship.rules import NO_RELATIVES, Relatives
from app.domain.officials import queries as official_queries
from app.domain.officials.models import Official
from app.domain.officials.rules import is_same_person, names_of, plain_name
from app.domain.rounds.models import Round

#: whose accounts act in cases at an area of this level, and so belong on its roster
ACTING_ROLES = {
    AreaLevel.VILLAGE: (Role.VILLAGE_OFFICER, Role.WORK_TEAM),
    AreaLevel.TOWNSHIP: (Role.TOWNSHIP_REVIEWER,),
    AreaLevel.COUNTY: (Role.COUNTY_APPROVER,),
}


@dataclass(frozen=True)
class _Person:
    """An official as the same person is recognised: by account, and by the names on the roster and the account."""

    name: str
    user_id: int | None
    account_name: str | None

    @property
    def known_by(self) -> set[int | str]:
        known: set[int | str] = {*names_of(self.name), *names_of(self.account_name or "")}
        return known | ({self.user_id} if self.user_id is not None else set())

    def is_same(self, other: "_Person") -> bool:
        """The same account; else, where not both have one, the same name."""
        if self.user_id is not None and other.user_id is not None:
            return self.user_id == other.user_id
        return is_same_person(self.name, self.user_id, other.name, other.user_id)


def relatives_of(household_ids: Collection[int]) -> dict[int, Relatives]:
    """The declared relatives of each of these households (all are keys), in at most two statements.

    A post that its holder has left counts no more for the level, but if the same person (account, else name) holds
    another one now, that one does.
    """
    declared = _declared(household_ids)
    standing = _standing_posts([person for _, person, _ in declared]) if declared else []
    people: dict[int, set[int | str]] = {}
    levels: dict[int, set[AreaLevel]] = {}
    names: dict[int, set[str]] = {}
    for household_id, person, path in declared:
        people.setdefault(household_id, set()).update(person.known_by)
        for other, post_path, level in standing:
            if path.startswith(post_path) and person.is_same(other):
                people[household_id].update(other.known_by)
                levels.setdefault(household_id, set()).add(level)
                names.setdefault(household_id, set()).add(other.name)
    return {
        one: Relatives(
            frozenset(people[one]), frozenset(levels.get(one, ())), tuple(sorted(names.get(one, ())))
        )
        if one in people
        else NO_RELATIVES
        for one in household_ids
    }


def _declared(household_ids: Collection[int]) -> list[tuple[int, _Person, str]]:
    """Household, official, path of the household's village: of standing declarations."""
    rows = db.session.execute(_of_declared(), {"household_ids": list(household_ids)})
    return [(row[0], _Person(row[1], row[2], row[3]), row[4]) for row in rows]


@cache
def _of_declared() -> sa.Select[int, str, int | None, str, str]:
    """The statement of :func:`_declared`, put together once: every act on an application asks for relatives."""
    village = aliased(Area)
    return (
        sa.select(Kinship.household_id, Official.name, Official.user_id, User.name, village.path)
        .join(Official, Official.id == Kinship.official_id)
        .outerjoin(User, User.id == Official.user_id)
        .join(Household, Household.id == Kinship.household_id)
        .join(village, village.id == Household.village_id)
        .where(
            Kinship.household_id.in_(sa.bindparam("household_ids", expanding=True)),
            Kinship.ended_on.is_(None),
        )
        .order_by(Kinship.household_id, Official.name, Kinship.id)
    )


def _standing_posts(people: Sequence[_Person]) -> list[tuple[_Person, str, AreaLevel]]:
    """The posts that these people hold now, wherever: the holder, path and level of the area."""
    names = {person.name for person in people}
    users = {person.user_id for person in people if person.user_id is not None}
    rows = db.session.execute(
        sa.select(Official.name, Official.user_id, User.name, Area.path, Area.level)
        .join(Area, Area.id == Official.area_id)
        .outerjoin(User, User.id == Official.user_id)
        .where(Official.until.is_(None), sa.or_(Official.name.in_(names), Official.user_id.in_(users)))
        .order_by(Official.id)
    )
    return [(_Person(row[0], row[1], row[2]), row[3], row[4]) for row in rows]


def get_kinship(kinship_id: int) -> Kinship:
    """One declaration; raises :class:`NotFound`."""
    return get_row(Kinship, kinship_id)


def find_standing(official_id: int, household_id: int) -> Kinship | None:
    """The standing declaration between these two."""
    return db.session.scalar(
        sa.select(Kinship).where(
            Kinship.official_id == official_id,
            Kinship.household_id == household_id,
            Kinship.ended_on.is_(None),
        )
    )


def list_kinships(village: Area, *, standing: bool = True) -> Sequence[Kinship]:
    """Declarations that concern *village*: of its own officials wherever, of those above about its households."""
    statement = (
        sa.select(Kinship)
        .join(Official, Official.id == Kinship.official_id)
        .join(Household, Household.id == Kinship.household_id)
        .where(
            Kinship.ended_on.is_(None) if standing else Kinship.ended_on.is_not(None),
            sa.or_(Official.area_id == village.id, Household.village_id == village.id),
        )
        .options(joinedload(Kinship.household).joinedload(Household.village))
        .order_by(Household.household_no, Official.name, Kinship.id)
    )
    return db.session.scalars(statement).all()


def list_of_official(official: Official) -> Sequence[Kinship]:
    """All declarations of one official, the standing ones first."""
    statement = (
        sa.select(Kinship)
        .where(Kinship.official_id == official.id)
        .options(joinedload(Kinship.household).joinedload(Household.village))
        .order_by(Kinship.ended_on.is_not(None), Kinship.id)
    )
    return db.session.scalars(statement).all()


def count_of_officials(officials: Iterable[Official]) -> dict[int, int]:
    """official id -> number of standing declarations."""
    rows = db.session.execute(
        sa.select(Kinship.official_id, sa.func.count())
        .where(Kinship.official_id.in_([one.id for one in officials]), Kinship.ended_on.is_(None))
        .group_by(Kinship.official_id)
    )
    return {official_id: int(number) for official_id, number in rows}


def list_dismissed(village: Area) -> Sequence[DismissedHint]:
    """Dismissed hints about the households of *village*, the newest first."""
    statement = (
        sa.select(DismissedHint)
        .join(Household, Household.id == DismissedHint.household_id)
        .where(Household.village_id == village.id)
        .options(joinedload(DismissedHint.household))
        .order_by(DismissedHint.dismissed_at.desc(), DismissedHint.id)
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class Hint:
    """An official and a household that may be related, and why. Nothing of it is kept; it is worked out."""

    official: Official
    household_id: int
    household_no: str
    head_name: str
    grounds: tuple[HintGround, ...]
    area_path: str
    village_code: str

    @property
    def is_weak(self) -> bool:
        """Only what by itself says little."""
        return set(self.grounds) <= hints.WEAK


def list_hints(officials: Sequence[Official], household_ids: Collection[int]) -> list[Hint]:
    """What nobody has confirmed or dismissed yet, the strong ones first."""
    by_id = {one.id: one for one in officials}
    rows = _household_rows(household_ids)
    facts = [row.facts for row in rows.values()]
    found = hints.pairs([_facts_of(one) for one in officials], facts) if facts else []
    settled = _declared_pairs(officials, household_ids) if found else set()
    dismissed = _dismissed_grounds(by_id, household_ids) if found else {}
    open_ = []
    for official_id, household_id, grounds in found:
        left = tuple(g for g in grounds if g not in dismissed.get((official_id, household_id), ()))
        if left and (official_id, household_id) not in settled:
            row = rows[household_id]
            open_.append(
                Hint(
                    by_id[official_id],
                    household_id,
                    row.number,
                    row.head_name,
                    left,
                    row.area_path,
                    row.village_code,
                )
            )
    return sorted(open_, key=lambda hint: (hint.is_weak, hint.household_no, hint.official.name))


def get_hint(official_id: int, household_no: str) -> Hint:
    """The open hint between an official and a household; raises :class:`NotFound`."""
    official = official_queries.get_official(official_id)
    household_id = db.session.scalar(sa.select(Household.id).where(Household.household_no == household_no))
    found = list_hints([official], [household_id]) if household_id and official.until is None else []
    if not found:
        raise NotFound()
    return found[0]


def _facts_of(official: Official) -> hints.OfficialFacts:
    return hints.OfficialFacts(
        id=official.id,
        name=official.name,
        village_id=official.area_id if official.area.level is AreaLevel.VILLAGE else None,
        group_name=official.group_name,
        telephone=official.telephone or "",
        bank_account=official.bank_account or "",
    )


@dataclass(frozen=True)
class _HouseholdRow:
    number: str
    head_name: str
    area_path: str
    village_code: str
    facts: hints.HouseholdFacts


def _household_rows(household_ids: Collection[int]) -> dict[int, _HouseholdRow]:
    group, village = aliased(Area), aliased(Area)
    names: dict[int, list[str]] = {}
    for household_id, name in db.session.execute(
        sa.select(Member.household_id, Member.name).where(Member.household_id.in_(household_ids))
    ):
        names.setdefault(household_id, []).append(name)
    rows = db.session.execute(
        sa.select(
            Household.id,
            Household.household_no,
            Household.head_name,
            Household.village_id,
            group.name_zh,
            Household.telephone,
            Household.bank_account,
            village.path,
            village.code,
        )
        .join(village, village.id == Household.village_id)
        .outerjoin(group, group.id == Household.group_id)
        .where(Household.id.in_(household_ids))
        .order_by(Household.household_no)
    )
    return {
        row[0]: _HouseholdRow(
            row[1],
            row[2],
            row[7],
            row[8],
            hints.HouseholdFacts(
                row[0], row[3], row[4] or "", row[5] or "", row[6] or "", tuple(names.get(row[0], ()))
            ),
        )
        for row in rows
    }


def _declared_pairs(officials: Iterable[Official], household_ids: Collection[int]) -> set[tuple[int, int]]:
    """Pairs that were declared, of the same person in whatever post at the same area; also where that has ended."""
    rows = db.session.execute(
        sa.select(Kinship.household_id, Official.area_id, Official.name, Official.user_id)
        .join(Official, Official.id == Kinship.official_id)
        .where(Kinship.household_id.in_(household_ids))
    ).all()
    return {
        (one.id, household_id)
        for household_id, area_id, name, user_id in rows
        for one in officials
        if one.area_id == area_id and is_same_person(one.name, one.user_id, name, user_id)
    }


def _dismissed_grounds(
    officials: Collection[int], household_ids: Collection[int]
) -> dict[tuple[int, int], set[HintGround]]:
    found: dict[tuple[int, int], set[HintGround]] = {}
    for official_id, household_id, ground in db.session.execute(
        sa.select(DismissedHint.official_id, DismissedHint.household_id, DismissedHint.ground).where(
            DismissedHint.official_id.in_(officials), DismissedHint.household_id.in_(household_ids)
        )
    ):
        found.setdefault((official_id, household_id), set()).add(ground)
    return found


def list_statements(officials: Iterable[Official], round_: Round) -> dict[int, KinStatement]:
    """official id -> what he stated for *round_*, also where relatives were declared since."""
    rows = db.session.scalars(
        sa.select(KinStatement)
        .where(
            KinStatement.round_id == round_.id, KinStatement.official_id.in_([one.id for one in officials])
        )
        .order_by(KinStatement.id)
    )
    return {row.official_id: row for row in rows}


def list_valid_statements(officials: Sequence[Official], round_: Round) -> dict[int, KinStatement]:
    """The same without those that say "none" where relatives were declared since: they count no more."""
    declared = count_of_officials(officials)
    stated = list_statements(officials, round_)
    return {one: row for one, row in stated.items() if not (row.none and declared.get(one))}


def list_unstated(area: Area, round_: Round) -> list[Official]:
    """Who holds a post at *area* and has not stated the relatives for *round_*. Several posts of one are one person."""
    officials = official_queries.list_officials(area)
    stated = list_valid_statements(officials, round_)
    done = {plain_name(one.name) for one in officials if one.id in stated}
    return [one for one in officials if plain_name(one.name) not in done]


def count_unstated(areas: Sequence[Area], round_: Round) -> dict[int, int]:
    """area id -> how many people with a post there have not stated their relatives for *round_*."""
    officials = db.session.scalars(
        sa.select(Official)
        .where(Official.area_id.in_([area.id for area in areas]), Official.until.is_(None))
        .order_by(Official.id)
    ).all()
    stated = list_valid_statements(officials, round_)
    done = {(one.area_id, plain_name(one.name)) for one in officials if one.id in stated}
    missing = {(one.area_id, plain_name(one.name)) for one in officials} - done
    return {area.id: sum(area_id == area.id for area_id, _ in missing) for area in areas}


def list_unrecorded(area: Area) -> list[User]:
    """Open accounts that act in the cases of *area* by a role at its level, and belong to nobody on record.

    An account is linked on whatever roster; by name it is looked for on those over the area.
    """
    officials = official_queries.list_officials_over(area)
    staff = list_staff_over(area.path, ACTING_ROLES.get(area.level, ()))
    linked = official_queries.list_linked([user.id for user in staff])
    return [
        user
        for user in staff
        if user.id not in linked
        and not any(is_same_person(one.name, one.user_id, user.name, user.id) for one in officials)
    ]


def list_by_head(village: Area, name: str) -> Sequence[Household]:
    """The households of *village* whose head has this very name, by number."""
    statement = sa.select(Household).where(Household.village_id == village.id, Household.head_name == name)
    return db.session.scalars(statement.order_by(Household.household_no)).all()
