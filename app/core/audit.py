"""The history: one append-only table of events, each with a declared name and exactly its fields.

Steps of a procedure and other acts stand in the same table, so that a list, an application or a household has
one timeline. Fields never hold ID numbers, telephones or bank cards.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, db
from app.core.frozen import append_only
from app.core.messages import N_
from app.core.permissions import Actor
from app.core.types import JsonDict, UtcDateTime

#: name -> (label, fields). Sending other fields is a fault in the caller.
EVENTS: dict[str, tuple[str, frozenset[str]]] = {
    "account_changed": (N_("Account changed"), frozenset({"username", "what"})),
    "account_created": (N_("Account opened"), frozenset({"username"})),
    "annual_report_finished": (N_("Annual report finished"), frozenset({"year"})),
    "annual_report_reopened": (N_("Annual report opened again"), frozenset({"year"})),
    "application_excluded": (N_("Excluded after the data comparison"), frozenset({"number"})),
    "application_filed": (N_("Application taken"), frozenset({"number"})),
    "application_left_out": (N_("Left out of the list"), frozenset({"number"})),
    "application_returned": (N_("Application returned to the village"), frozenset({"number"})),
    "application_withdrawn": (N_("Application withdrawn"), frozenset({"number"})),
    "area_changed": (N_("Area changed"), frozenset({"code", "what"})),
    "article_corrected": (N_("Article corrected"), frozenset({"number", "version"})),
    "article_discarded": (N_("Draft of an article thrown away"), frozenset({"kind"})),
    "article_published": (N_("Article published"), frozenset({"number", "kind", "appears_on"})),
    "article_taken_back": (N_("Article taken back before its day"), frozenset({"number"})),
    "article_withdrawn": (N_("Article withdrawn"), frozenset({"number"})),
    "article_written": (N_("Article begun"), frozenset({"kind"})),
    "assessment_fixed": (N_("Quarterly assessment fixed"), frozenset({"year", "quarter", "villages"})),
    "attachment_opened": (N_("Record opened"), frozenset({"attachment_id"})),
    "calendar_changed": (N_("Calendar changed"), frozenset({"on", "what"})),
    "change_decided": (N_("Change of a household decided"), frozenset({"household_no", "kind", "outcome"})),
    "change_requested": (N_("Change of a household asked for"), frozenset({"household_no", "kind"})),
    "comparison_file_applied": (
        N_("Comparison file compared"),
        frozenset({"file_id", "kind", "matched", "doubtful"}),
    ),
    "comparison_file_withdrawn": (N_("Comparison file withdrawn"), frozenset({"file_id", "kind"})),
    "comparison_recorded": (N_("Data comparison recorded"), frozenset({"number", "result"})),
    "delivery_answered": (
        N_("Whether it reached the household"),
        frozenset({"roll", "sequence", "answer", "asked_at"}),
    ),
    "delivery_settled": (N_("Denial of a payment settled"), frozenset({"roll", "sequence", "outcome"})),
    "disclosure_recorded": (N_("Publication recorded"), frozenset({"item", "what", "published_on"})),
    "disclosure_taken_back": (N_("Record of a publication taken back"), frozenset({"item", "published_on"})),
    "dossier_printed": (N_("Dossier put together"), frozenset({"what"})),
    "duplicate_decided": (N_("Possible duplicate decided"), frozenset({"ground", "outcome"})),
    "entries_set_aside": (N_("Set aside onto a supplementary list"), frozenset({"sequences", "list_id"})),
    "entry_decided": (N_("Entry decided"), frozenset({"sequence", "level", "outcome"})),
    "entry_removed": (N_("Entry removed"), frozenset({"sequence", "cause"})),
    "exit_answered": (N_("Household said whether it agrees to leave"), frozenset({"number", "accepts"})),
    "exit_checked": (N_("Checked whether the household may leave"), frozenset({"number", "met"})),
    "explanation_withdrawn": (N_("Explanation withdrawn"), frozenset({"rule"})),
    "finding_explained": (N_("Finding explained"), frozenset({"rule"})),
    "form_filled": (N_("Form from above filled"), frozenset({"year", "cells"})),
    "form_mapped": (N_("Cells of a form from above mapped"), frozenset({"cells"})),
    "form_put_away": (N_("Form from above put away"), frozenset({"name"})),
    "form_taken_in": (N_("Form from above taken in"), frozenset({"name"})),
    "fund_batch_recorded": (N_("Fund batch noted"), frozenset({"number"})),
    "helper_changed": (N_("Helper changed"), frozenset({"name", "what"})),
    "helping_unit_changed": (N_("Helping unit changed"), frozenset({"name", "what"})),
    "help_request_answered": (N_("Own request answered with no"), frozenset({"number"})),
    "help_request_received": (N_("Own request received"), frozenset({"number", "channel"})),
    "help_request_reopened": (N_("Own request sent back to the village"), frozenset({"number"})),
    "help_request_taken_up": (N_("Own request taken up"), frozenset({"number", "application"})),
    "help_request_visited": (N_("Visit or call after an own request recorded"), frozenset({"number"})),
    "help_request_withdrawn": (N_("Own request taken back"), frozenset({"number"})),
    "help_visit_recorded": (
        N_("Visit to a household recorded"),
        frozenset({"number", "visited_on", "visitor"}),
    ),
    "help_visit_withdrawn": (
        N_("Record of a visit taken back"),
        frozenset({"number", "visited_on", "visitor"}),
    ),
    "hit_settled": (N_("Comparison hit settled"), frozenset({"kind", "settlement"})),
    "home_check_recorded": (N_("Home check recorded"), frozenset({"sequence", "level"})),
    "household_changed": (N_("Household record changed"), frozenset({"household_no", "fields"})),
    "household_created": (N_("Household record opened"), frozenset({"household_no"})),
    "household_plan_agreed": (
        N_("Household said yes to its plan"),
        frozenset({"household_no", "term", "first_year"}),
    ),
    "household_plan_drawn_up": (
        N_("Plan of a household drawn up"),
        frozenset({"household_no", "term", "first_year"}),
    ),
    "household_plan_ended": (
        N_("Plan of a household ended"),
        frozenset({"household_no", "term", "first_year"}),
    ),
    "household_rechecked": (
        N_("Yearly re-check of a household"),
        frozenset({"household_no", "year", "jumps"}),
    ),
    "household_told": (N_("Household told"), frozenset({"how"})),
    "import_applied": (N_("Workbook imported"), frozenset({"import_id", "households", "people"})),
    "import_undone": (N_("Import undone"), frozenset({"import_id"})),
    "kin_hint_dismissed": (N_("Hint of a relative dismissed"), frozenset({"official", "ground"})),
    "kin_statement_made": (N_("Official stated the relatives"), frozenset({"official", "none"})),
    "kinship_declared": (N_("Relative of an official declared"), frozenset({"official", "relation"})),
    "kinship_ended": (N_("Declaration of a relative ended"), frozenset({"official"})),
    "ledger_entry_made": (N_("Entered into the ledger"), frozenset({"number", "kind", "amount_fen"})),
    "ledger_entry_reversed": (N_("Entry of the ledger reversed"), frozenset({"number", "reverses"})),
    "ledger_import_applied": (
        N_("Workbook of the finance office entered"),
        frozenset({"import_id", "entries"}),
    ),
    "ledger_import_undone": (
        N_("Workbook of the finance office taken back by reversing entries"),
        frozenset({"import_id", "entries"}),
    ),
    "list_drawn_up": (N_("Candidate list drawn up"), frozenset({"households", "people"})),
    "matter_recorded": (N_("Matter to be published noted"), frozenset({"item", "came_on"})),
    "matter_struck": (N_("Matter to be published struck"), frozenset({"item", "came_on"})),
    "measure_added": (N_("Measure for a household entered"), frozenset({"household_no", "kind"})),
    "measure_answer_corrected": (
        N_("What the household said of a measure put right"),
        frozenset({"household_no", "kind", "before", "answer"}),
    ),
    "measure_answered": (
        N_("What the household said of a measure"),
        frozenset({"household_no", "kind", "answer"}),
    ),
    "measure_changed": (N_("Measure for a household changed"), frozenset({"household_no", "kind"})),
    "measure_done": (N_("Measure for a household done"), frozenset({"household_no", "kind"})),
    "measure_dropped": (N_("Measure for a household dropped"), frozenset({"household_no", "kind"})),
    "meeting_discarded": (N_("Meeting taken back"), frozenset({"day", "applications"})),
    "meeting_recorded": (N_("Review meeting recorded"), frozenset({"meeting_id", "passed", "rejected"})),
    "milestone_recorded": (N_("Milestone of a project recorded"), frozenset({"number", "kind", "day"})),
    "minutes_added_to": (N_("Addition to the minutes"), frozenset({"meeting_id"})),
    "minutes_confirmed": (N_("Minutes confirmed"), frozenset({"by", "name"})),
    "notice_issued": (N_("Notice issued"), frozenset({"number", "kind", "households", "people"})),
    "notice_withdrawn": (N_("Notice withdrawn"), frozenset({"number"})),
    "number_struck": (N_("Number struck after the watch"), frozenset({"household_no"})),
    "objection_asked": (N_("Question to whoever objected"), frozenset({"number"})),
    "objection_assigned": (N_("Objection taken up"), frozenset({"number"})),
    "objection_decided": (N_("Objection decided"), frozenset({"number", "outcome"})),
    "objection_filed": (N_("Objection received"), frozenset({"number", "channel"})),
    "objection_told": (N_("Whoever objected answered a question"), frozenset({"number"})),
    "official_changed": (N_("Official or representative changed"), frozenset({"name", "what"})),
    "pairing_begun": (N_("Helper for a household"), frozenset({"household_no", "helper", "role"})),
    "pairing_ended": (N_("Helper no longer for a household"), frozenset({"household_no", "helper", "role"})),
    "pairing_import_applied": (N_("Workbook of helpers taken over"), frozenset({"import_id", "pairings"})),
    "pairing_import_undone": (N_("Workbook of helpers taken back"), frozenset({"import_id", "pairings"})),
    "personal_numbers_shown": (N_("Full numbers shown"), frozenset({"household_no"})),
    "plan_part_written": (N_("Part of an area's plan of help written"), frozenset({"code", "year", "part"})),
    "policy_changed": (N_("Policy changed"), frozenset({"policy", "field"})),
    "posting_end_recorded": (N_("Hung to the end of its period"), frozenset({"number", "place"})),
    "posting_photograph_settled": (
        N_("Photograph of a posting looked at by a second person"),
        frozenset({"number", "place", "outcome"}),
    ),
    "posting_photograph_waits": (
        N_("Photograph of a posting waits for a second person"),
        frozenset({"number", "place"}),
    ),
    "panel_member_added": (N_("Member of the panel added"), frozenset({"member"})),
    "panel_member_ended": (N_("Member left the panel"), frozenset({"member"})),
    "panel_score_recorded": (N_("Points of a panel's member recorded"), frozenset({"member", "total"})),
    "panel_score_taken_back": (N_("Points of a panel's member taken back"), frozenset({"member", "total"})),
    "poor_village_written": (N_("Form of a poor village written"), frozenset({"village", "round"})),
    "posting_recorded": (N_("Posting recorded"), frozenset({"number", "place"})),
    "progress_reported": (N_("Progress of a project reported"), frozenset({"number", "day", "percent"})),
    "project_begun": (N_("Record of a project begun"), frozenset({"number", "kind"})),
    "project_changed": (N_("Record of a project changed"), frozenset({"number", "what"})),
    "project_meeting_recorded": (
        N_("Meeting on a project recorded"),
        frozenset({"number", "day", "present", "votes"}),
    ),
    "project_photographs_added": (
        N_("Photographs of a project added"),
        frozenset({"number", "number_of"}),
    ),
    "project_tender_recorded": (
        N_("Decided who does the work of a project"),
        frozenset({"number", "method", "bids"}),
    ),
    "public_value_recorded": (N_("Public value recorded"), frozenset({"day", "value"})),
    "public_value_withdrawn": (N_("Public value withdrawn"), frozenset({"day"})),
    "register_struck": (N_("Struck from the register"), frozenset({"household_no"})),
    "report_paragraph_written": (N_("Annual report written into"), frozenset({"year", "part"})),
    "roll_drawn_up": (N_("Roll of beneficiaries drawn up"), frozenset({"number", "lines"})),
    "roll_handed_out": (N_("Goods of a roll handed out"), frozenset({"number"})),
    "roll_not_handed_out": (N_("Goods of a roll were not handed out after all"), frozenset({"number"})),
    "roll_withdrawn": (N_("Roll of beneficiaries withdrawn"), frozenset({"number"})),
    "round_changed": (N_("Round changed"), frozenset({"round", "what"})),
    "sample_drawn": (N_("Sample drawn for home checks"), frozenset({"level", "sequences"})),
    "second_look_answered": (N_("Second look answered"), frozenset({"number", "outcome"})),
    "second_look_asked": (N_("Second look asked for"), frozenset({"number"})),
    "sheet_missing": (N_("Sheet found missing"), frozenset({"number", "place", "day"})),
    "sheet_rehung": (N_("Sheet hung again"), frozenset({"number", "place", "day"})),
    "step_taken": (N_("Step taken"), frozenset({"step"})),
    "supervision_finding_reported": (N_("Finding reported as mended"), frozenset({"mended_on"})),
    "supervision_finding_settled": (N_("Mending of a finding looked at"), frozenset({"outcome"})),
    "supervision_recorded": (N_("Supervision visit recorded"), frozenset({"visited_on", "findings"})),
    "taken_down": (N_("Taken down"), frozenset({"number", "place"})),
    "task_changed": (N_("Task changed"), frozenset({"task", "what"})),
    "task_dropped": (N_("Task dropped"), frozenset({"task"})),
    "task_reported": (N_("Progress of a task reported"), frozenset({"task", "done"})),
    "task_set": (N_("Task set"), frozenset({"task", "due_on"})),
    "task_stock_taken": (N_("Progress of all tasks written down"), frozenset({"year", "shares"})),
    "total_reported": (
        N_("Total of the register as reported"),
        frozenset({"year", "households", "people"}),
    ),
    "village_post_changed": (N_("Posting to a village changed"), frozenset({"name", "what"})),
    "visit_recorded": (N_("Home visit recorded"), frozenset({"number"})),
    "watch_helped": (N_("Helped at once, before the procedure"), frozenset({"day"})),
    "watch_opened": (N_("Risk of a household found"), frozenset({"kind"})),
}


class Event(Base):
    """One line of the history. *subject* is ``table:id``; *area_path* limits who may read it."""

    __tablename__ = "event"
    __table_args__ = (
        sa.Index("ix_event_subject", "subject", "id"),
        sa.Index("ix_event_household", "household_id", "id"),
        sa.Index("ix_event_area", "area_path", "id"),
    )

    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=clock.now)
    name: Mapped[str] = mapped_column(sa.String(40))
    subject: Mapped[str] = mapped_column(sa.String(60))
    household_id: Mapped[int | None]
    area_path: Mapped[str] = mapped_column(sa.String(60))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(sa.String(60), default="")
    role: Mapped[str | None] = mapped_column(sa.String(40))
    source: Mapped[str | None] = mapped_column(sa.String(40))
    target: Mapped[str | None] = mapped_column(sa.String(40))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)

    @property
    def label(self) -> str:
        """The event's name for people, as a message id."""
        return EVENTS[self.name][0]


append_only(Event.__table__)  # type: ignore[arg-type]  # a declarative table is a Table


def subject_key(subject: Any) -> str:
    """How the history names *subject*: ``table:id``."""
    return f"{subject.__tablename__}:{subject.id}"


def record(
    name: str,
    /,
    *,
    actor: Actor,
    subject: Any,
    household_id: int | None = None,
    reason: str = "",
    source: str | None = None,
    target: str | None = None,
    **fields: Any,
) -> Event:
    """Append an event about *subject* (a stored row with ``area_path``).

    Raises ``ValueError`` for an undeclared name or for fields other than the declared ones.
    """
    if name not in EVENTS or frozenset(fields) != EVENTS[name][1]:
        raise ValueError(f"event {name!r} with fields {sorted(fields)} is not declared")
    if subject.id is None:
        db.session.flush()
    roles = actor.roles_over(subject.area_path)
    event = Event(
        at=clock.now(),
        name=name,
        subject=subject_key(subject),
        household_id=household_id,
        area_path=subject.area_path,
        actor_id=actor.id,
        actor_name=actor.name,
        role=roles[0] if roles else None,
        source=source,
        target=target,
        reason=reason,
        data=fields,
    )
    db.session.add(event)
    return event
