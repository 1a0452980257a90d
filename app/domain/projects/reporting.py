"""Reporting how far the work has come, with photographs before, during and after it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core import clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.core.personal_numbers import check_texts
from app.domain.attachments.models import Attachment
from app.domain.projects import acts, rules
from app.domain.projects.models import (
    MilestoneKind,
    PhotoStage,
    ProgressReport,
    Project,
    ProjectPhotograph,
    ProjectPlace,
    ProjectState,
)

S = ProjectState
NOT_UNDER_WAY = N_("Progress is reported while the work is under way.")


@dataclass(frozen=True)
class Picture:
    """A photograph to be kept: before, during or after the work."""

    stage: PhotoStage
    photo: Attachment
    taken_on: dt.date
    caption_zh: str = ""
    caption_en: str | None = None


def report_progress(
    *,
    actor: Actor,
    project: Project,
    on: dt.date,
    percent: int,
    done_milli: int,
    photographs: Sequence[Picture],
    place: ProjectPlace | None = None,
    part_zh: str = "",
    part_en: str | None = None,
    note_zh: str = "",
    note_en: str | None = None,
) -> ProgressReport:
    """Report how far the work has come, of the whole, at a *place*, or of a *part* of it, with photographs.

    Raises ``Refused`` unless the work is under way, ``Invalid`` for a day before the start or the last report, for
    less than was reported before or than is planned without a note, or without a photograph; ``Forbidden``.
    """
    by_id = _begin(actor, project, place)
    if project.state is not S.UNDER_WAY:
        raise Refused([Message(NOT_UNDER_WAY)])
    place = place if len(project.places) > 1 else None
    _check_report(project, place, part_zh.strip(), on, percent, done_milli, note_zh.strip())
    check_texts(part_zh=part_zh, part_en=part_en, note_zh=note_zh, note_en=note_en)
    if not photographs:
        raise Invalid(Message(N_("A report needs a photograph of the work.")), "photographs")
    report = ProgressReport(
        place_id=place.id if place is not None else None,
        on=on,
        percent=percent,
        done_milli=done_milli,
        part_zh=part_zh.strip(),
        part_en=acts.or_none(part_en),
        note_zh=note_zh.strip(),
        note_en=acts.or_none(note_en),
        recorded_by_id=by_id,
        recorded_at=clock.now(),
    )
    report.place = place
    project.reports.append(report)
    db.session.flush()
    _keep(project, photographs, by_id, report)
    acts.record("progress_reported", actor, project, day=on.isoformat(), percent=percent)
    return report


def may_report(actor: Actor, project: Project, place: ProjectPlace | None) -> bool:
    """May *actor* report on the whole, or on a *place*? A village reports what is done at its own places."""
    paths = [project.area_path] if place is None else [project.area_path, place.area.path]
    return any(actor.role_for(Permission.PROJECT_REPORT, path) is not None for path in paths)


def _begin(actor: Actor, project: Project, *places: ProjectPlace | None) -> int:
    by_id = acts.begin(actor, project, Permission.PROJECT_REPORT)
    if not any(may_report(actor, project, place) for place in (*places, None)):
        raise Forbidden(Message(N_("You report on the places in your own area only.")))
    return by_id


def _check_report(
    project: Project,
    place: ProjectPlace | None,
    part: str,
    on: dt.date,
    percent: int,
    done_milli: int,
    note: str,
) -> None:
    acts.check_day(on, "on")
    began = rules.latest_milestone(project, MilestoneKind.START)
    if began is not None and on < began.on:
        raise Invalid(Message(N_("The work began on %(day)s only."), day=began.on), "on")
    if not 0 <= percent <= rules.FULL:
        raise Invalid(Message(N_("Write a percentage from 0 to 100.")), "percent")
    if done_milli < 0:
        raise Invalid(Message(N_("This cannot be below nought.")), "done")
    same = [r for r in project.reports if (r.place_id, r.part_zh) == (place.id if place else None, part)]
    last = max(same, key=lambda report: (report.on, report.id), default=None)
    if last is not None and on < last.on:
        raise Invalid(Message(N_("There is a later report already, of %(day)s."), day=last.on), "on")
    planned = place.quantity_milli if place is not None else project.quantity_milli
    if not note and (fault := _why_a_word(last, None if part else planned, percent, done_milli)):
        raise Invalid(fault, "note_zh")


def _why_a_word(
    last: ProgressReport | None, planned: int | None, percent: int, done_milli: int
) -> Message | None:
    """Why a report needs a word: less than *last* time, or something else than is *planned* (unknown of a part)."""
    text = rules.quantity_text
    if last is not None and percent < last.percent:
        words = N_("Before, %(percent)s %% were reported. Write why it is less now.")
        return Message(words, percent=last.percent)
    if last is not None and done_milli < last.done_milli:
        words = N_("Before, %(done)s were reported as done. Write why it is less now.")
        return Message(words, done=text(last.done_milli))
    if planned is not None and done_milli > planned:
        return Message(N_("More than the %(planned)s planned. Write why."), planned=text(planned))
    if planned is not None and percent == rules.FULL and done_milli < planned:
        words = N_(
            "100 %% is reported, but only %(done)s of the %(planned)s planned are done. "
            "Put right which of both is wrong, or write why nothing more is done."
        )
        return Message(words, done=text(done_milli), planned=text(planned))
    return None


def add_photographs(
    *, actor: Actor, project: Project, photographs: Sequence[Picture]
) -> list[ProjectPhotograph]:
    """Keep photographs of *project* outside a report: how it was before, how it is afterwards."""
    by_id = _begin(actor, project, *project.places)
    if project.state is S.DROPPED:
        raise Refused([Message(N_("This project is over; its record stays as it is."))])
    if not photographs:
        raise Invalid(Message(N_("Choose a photograph.")), "photographs")
    kept = _keep(project, photographs, by_id, None)
    acts.record("project_photographs_added", actor, project, number_of=len(kept))
    return kept


def _keep(
    project: Project, photographs: Sequence[Picture], by_id: int, report: ProgressReport | None
) -> list[ProjectPhotograph]:
    rows = []
    for picture in photographs:
        if not picture.photo.is_image:
            raise Invalid(Message(N_("Only photographs are taken here, no PDF.")), "photographs")
        acts.check_day(picture.taken_on, "taken_on")
        check_texts(caption_zh=picture.caption_zh, caption_en=picture.caption_en)
        row = ProjectPhotograph(
            project_id=project.id,
            stage=picture.stage,
            taken_on=picture.taken_on,
            caption_zh=picture.caption_zh.strip(),
            caption_en=acts.or_none(picture.caption_en),
            photo_id=picture.photo.id,
            recorded_by_id=by_id,
        )
        row.project, row.report, row.photo = project, report, picture.photo
        rows.append(row)
    db.session.add_all(rows)
    db.session.flush()
    return rows
