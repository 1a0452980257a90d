"""Acts on areas: taking over a list of villages, naming, telephone and address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.core import audit
from app.core.db import db
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.areas import queries, rules
from app.domain.areas.listing import AreaRow
from app.domain.areas.models import Area, AreaLevel, PostingPlace, VillageFigures


@dataclass
class AreasImported:
    """What an import did: codes of areas *created* and *changed*; *provisional* ones still need their name."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    groups: int = 0
    provisional: list[str] = field(default_factory=list)


def import_areas(*, rows: Sequence[AreaRow], year: int, actor: Actor) -> AreasImported:
    """Take over counties, townships and villages with their groups and the figures of *year*.

    A missing county or township is made with its code as a provisional name. Doing it twice changes nothing;
    nothing is ever deleted.
    """
    known = {area.code: area for area in db.session.scalars(select(Area))}
    outcome = AreasImported()
    wanted = {row.code: row for row in rows}
    for code in sorted(_with_parents(wanted)):
        row = wanted.get(code) or AreaRow(line=0, code=code, name_zh="")
        area = known.get(code)
        if area is None:
            parent = known.get(rules.parent_code(code) or "")
            area = known[code] = _create(code, row, parent)
            outcome.created.append(code)
            audit.record("area_changed", actor=actor, subject=area, code=code, what="created")
        elif _rename(area, row):
            outcome.changed.append(code)
            audit.record("area_changed", actor=actor, subject=area, code=code, what="name")
        if area.name_zh == area.code:
            outcome.provisional.append(code)
        if row.level is AreaLevel.VILLAGE:
            _take_figures(area, row, year, outcome, actor)
            outcome.groups += _add_groups(area, row.groups, known)
    db.session.flush()
    return outcome


def edit_area(
    *,
    area: Area,
    name_zh: str,
    name_en: str,
    actor: Actor,
) -> Area:
    """Name an area. Raises ``Invalid`` for a name that cannot be."""
    _refuse(rules.why_not_nameable(name_zh, name_en), "name_zh")
    if (area.name_zh, area.name_en or "") != (name_zh.strip(), name_en.strip()):
        area.name_zh, area.name_en = name_zh.strip(), name_en.strip() or None
        area.initials = rules.initials_of(area.name_zh)
        audit.record("area_changed", actor=actor, subject=area, code=area.code, what="name")
        db.session.flush()
    return area


def edit_contact(*, area: Area, telephone: str, address_zh: str, address_en: str, actor: Actor) -> Area:
    """Set the telephone and the address of an area's office, as notices print them."""
    _refuse(rules.why_not_telephone(telephone.strip()), "telephone")
    if len(address_zh) > 120 or len(address_en) > 160:
        raise Invalid(Message(N_("This address is too long.")), field="address_zh")
    area.telephone = telephone.strip() or None
    area.address_zh, area.address_en = address_zh.strip() or None, address_en.strip() or None
    audit.record("area_changed", actor=actor, subject=area, code=area.code, what="contact")
    db.session.flush()
    return area


def _refuse(fault: Message | None, field_name: str) -> None:
    if fault is not None:
        raise Invalid(fault, field=field_name)


def _with_parents(codes: Iterable[str]) -> set[str]:
    every = set(codes)
    for code in codes:
        parent = rules.parent_code(code)
        while parent is not None:
            every.add(parent)
            parent = rules.parent_code(parent)
    return every


def _create(code: str, row: AreaRow, parent: Area | None) -> Area:
    area = Area(
        code=code,
        level=row.level,
        parent_id=parent.id if parent else None,
        name_zh=row.name_zh or code,
        name_en=row.name_en or None,
        initials=rules.initials_of(row.name_zh),
    )
    db.session.add(area)
    db.session.flush()
    area.path = f"{parent.path if parent else ''}{area.id}/"
    if area.level is AreaLevel.VILLAGE:
        for ordinal, (name_zh, name_en, kind) in enumerate(rules.DEFAULT_PLACES, start=1):
            db.session.add(
                PostingPlace(village_id=area.id, ordinal=ordinal, name_zh=name_zh, name_en=name_en, kind=kind)
            )
    return area


def _rename(area: Area, row: AreaRow) -> bool:
    """Take over the names that the list gives; True when one differs."""
    new = (row.name_zh or area.name_zh, row.name_en or area.name_en)
    if new == (area.name_zh, area.name_en):
        return False
    area.name_zh, area.name_en = new
    area.initials = rules.initials_of(area.name_zh)
    return True


def _take_figures(area: Area, row: AreaRow, year: int, outcome: AreasImported, actor: Actor) -> None:
    figures = queries.find_figures(area.id, year)
    given = (row.households, row.population, row.is_poor_village, row.quota_people)
    if figures is None:
        figures = VillageFigures(village_id=area.id, year=year)
        db.session.add(figures)
    elif (figures.households, figures.population, figures.is_poor_village, figures.quota_people) == given:
        return
    figures.households, figures.population, figures.is_poor_village, figures.quota_people = given
    if area.code not in (*outcome.created, *outcome.changed):
        outcome.changed.append(area.code)
    audit.record("area_changed", actor=actor, subject=area, code=area.code, what=f"figures {year}")


def _add_groups(village: Area, number: int, known: dict[str, Area]) -> int:
    added = []
    for n in range(1, number + 1):
        code = rules.group_code(village.code, n)
        if code in known:
            continue
        group = Area(
            code=code,
            level=AreaLevel.GROUP,
            parent_id=village.id,
            name_zh=f"{n}组",
            name_en=f"Group {n}",
            initials=f"{n}z",
        )
        added.append(group)
    db.session.add_all(added)
    db.session.flush()
    for group in added:
        group.path = f"{village.path}{group.id}/"
    return len(added)
