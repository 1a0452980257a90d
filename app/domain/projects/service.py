"""Acts on projects: writing the record, the meeting, who does the work, the trail, the progress.

From state to state a project goes by the steps of ``workflow/projects.py`` alone.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import check_texts
from app.core.serials import next_number
from app.domain.areas.models import Area
from app.domain.notices.models import Notice
from app.domain.projects import queries, rules
from app.domain.projects.kinds import Nature, ProjectKind, Serves
from app.domain.projects.models import Project, ProjectNotice, ProjectPlace, ProjectState
from app.domain.rounds.models import Round, RoundKind, RoundState


@dataclass(frozen=True)
class Record:
    """The fields of the project library as somebody wrote them. Only *name_zh* must be there from the beginning.

    *budget_fen* is integer fen, *quantity_milli* thousandths of the unit of the kind.
    """

    name_zh: str
    kind: ProjectKind
    serves: Serves
    nature: Nature = Nature.NEW
    name_en: str | None = None
    content_zh: str = ""
    content_en: str | None = None
    target_zh: str = ""
    target_en: str | None = None
    participation_zh: str = ""
    participation_en: str | None = None
    benefit_zh: str = ""
    benefit_en: str | None = None
    financing_zh: str = ""
    financing_en: str | None = None
    subsidy_zh: str = ""
    subsidy_en: str | None = None
    unit_zh: str = ""
    unit_en: str | None = None
    person_in_charge: str = ""
    office_telephone: str = ""
    budget_fen: int = 0
    quantity_milli: int = 0
    serves_number: int = 0
    starts_on: dt.date | None = None
    due_on: dt.date | None = None
    is_invented: bool = False


@dataclass(frozen=True)
class Place:
    """A village (or the township as a whole), its site and its part of the quantity in thousandths of the unit."""

    area: Area
    site_zh: str = ""
    site_en: str | None = None
    quantity_milli: int = 0
    serves_number: int = 0


def begin_project(
    *, actor: Actor, round_: Round, area: Area, record: Record, places: Sequence[Place] = ()
) -> Project:
    """Begin the record of a project of *area*, as a draft; a number is given for good.

    Raises ``Invalid`` for what cannot be, ``Refused`` for a round that is closed or not of money, ``Forbidden``.
    """
    if not can(actor, Permission.PROJECT_EDIT, area):
        raise Forbidden()
    if round_.kind is not RoundKind.FUNDS or round_.state is not RoundState.OPEN:
        raise Refused([Message(N_("This year of funds and projects is not open."))])
    if not area.path.startswith(round_.area_path):
        raise Refused([Message(N_("This place does not belong to the round's area."))])
    _check(record)
    project = Project(
        number=_next_project_number(round_, area),
        round_id=round_.id,
        area_id=area.id,
        state=ProjectState.DRAFT,
        state_since=clock.now(),
    )
    project.round, project.area = round_, area
    _write(project, record)
    db.session.add(project)
    db.session.flush()
    _put_places(project, places)
    audit.record(
        "project_begun", actor=actor, subject=project, number=project.number, kind=project.kind.value
    )
    db.session.flush()
    return project


def edit_project(
    *,
    actor: Actor,
    project: Project,
    record: Record,
    places: Sequence[Place] | None = None,
    version: int | None = None,
) -> Project:
    """Write the record of a project anew (its places too, where given), while it may be changed.

    Raises ``Conflict`` when *version* is not the present one, ``Refused`` once it hangs or is beyond the village,
    ``Invalid``, ``Forbidden``.
    """
    _begin(actor, project, Permission.PROJECT_EDIT, version)
    if blockers := queries.list_edit_blockers(project):
        raise Refused(blockers)
    _check(record)
    before = {field.name: getattr(project, field.name) for field in fields(Record)}
    parts = _parts(project)
    _write(project, record)
    changed = [name for name, value in before.items() if getattr(project, name) != value]
    if places is not None:
        _put_places(project, places)
        changed += [rules.PLACES] * (_parts(project) != parts)
    _record_change(actor, project, ", ".join(changed) or "-")
    return project


def edit_contact(*, actor: Actor, project: Project, person_in_charge: str, office_telephone: str) -> None:
    """Say who answers for a project now, and under which number of the office; possible until it is closed."""
    _begin(actor, project, Permission.PROJECT_EDIT)
    if project.state in (ProjectState.CLOSED, ProjectState.DROPPED):
        raise Refused([Message(N_("This project is over; its record stays as it is."))])
    if not person_in_charge.strip():
        raise Invalid(Message(N_("Write who answers for it.")), "person_in_charge")
    check_texts(person_in_charge=person_in_charge)
    project.person_in_charge = person_in_charge.strip()
    project.office_telephone = office_telephone.strip()
    _record_change(actor, project, "person_in_charge, office_telephone")


def put_on_notice(*, notice: Notice, projects: Sequence[Project]) -> None:
    """Note which projects stand on *notice*. Called by the room that issues it."""
    db.session.add_all([ProjectNotice(notice_id=notice.id, project_id=project.id) for project in projects])
    db.session.flush()


def _begin(actor: Actor, project: Project, needs: Permission, version: int | None = None) -> None:
    if not can(actor, needs, project):
        raise Forbidden()
    db.session.refresh(project, with_for_update={"of": Project})
    if version is not None and version != project.version:
        raise Conflict(Message(N_("Somebody was faster: this project was changed while you wrote.")))


#: the one text of a record in which a telephone may stand: it is printed on the board on purpose
_OFFICE = "office_telephone"


def _check(record: Record) -> None:
    if not record.name_zh.strip():
        raise Invalid(Message(N_("The project has no name.")), "name_zh")
    for name in ("budget_fen", "quantity_milli", "serves_number"):
        if getattr(record, name) < 0:
            raise Invalid(Message(N_("This cannot be below nought.")), name)
    if record.starts_on and record.due_on and record.due_on < record.starts_on:
        raise Invalid(Message(N_("The work cannot be done before it begins.")), "due_on")
    texts = {field.name: getattr(record, field.name) for field in fields(Record) if field.name != _OFFICE}
    check_texts(**{name: text for name, text in texts.items() if isinstance(text, str)})


def _write(project: Project, record: Record) -> None:
    for field in fields(Record):
        value = getattr(record, field.name)
        if isinstance(value, str) and not isinstance(value, (ProjectKind, Nature, Serves)):
            value = value.strip() or (None if field.name.endswith("_en") else "")
        setattr(project, field.name, value)


def _put_places(project: Project, places: Sequence[Place]) -> None:
    wanted = {place.area.id: place for place in places}
    if len(wanted) != len(places):
        raise Invalid(Message(N_("A village is named twice.")), "places")
    for place in places:
        if not place.area.path.startswith(project.area.path):
            raise Invalid(
                Message(
                    N_("%(place)s lies outside the area whose project it is."),
                    place=place.area.name,
                ),
                "places",
            )
        if place.quantity_milli < 0 or place.serves_number < 0:
            raise Invalid(Message(N_("This cannot be below nought.")), "places")
        check_texts(**{f"site_{place.area.code}": f"{place.site_zh}\n{place.site_en or ''}"})
    kept = {place.area_id: place for place in project.places}
    for area_id, place_row in kept.items():
        if area_id not in wanted:
            project.places.remove(place_row)
    for place in wanted.values():
        row = kept.get(place.area.id)
        if row is None:
            row = ProjectPlace(area_id=place.area.id)
            project.places.append(row)
        row.area = place.area
        row.site_zh, row.site_en = place.site_zh.strip(), (place.site_en or "").strip() or None
        row.quantity_milli, row.serves_number = place.quantity_milli, place.serves_number
    db.session.flush()


def _parts(project: Project) -> dict[int, tuple[int, int]]:
    """area id -> what is done there and how many it serves."""
    return {place.area_id: (place.quantity_milli, place.serves_number) for place in project.places}


def _record_change(actor: Actor, project: Project, what: str) -> None:
    audit.record("project_changed", actor=actor, subject=project, number=project.number, what=what)
    db.session.flush()


def _next_project_number(round_: Round, area: Area) -> str:
    """``XM``, the year, the digits of township and village, a running number."""
    start = f"XM{round_.year}-{area.code[6:12]}"
    taken = next_number(f"project/{start}")
    return f"{start}-{taken:02}"
