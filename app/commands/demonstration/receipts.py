"""Receipts to try: of a few households of 2014, for the page on which a household reads its card; of objections."""

import sqlalchemy as sa
from flask import current_app

from app.core import clock
from app.core.db import db
from app.core.messages import N_
from app.core.receipts import APPLICATION, OBJECTION, code_of, derive_secret
from app.domain.applications.models import Application, ApplicationState
from app.domain.funds.models import EntryKind, LedgerEntry
from app.domain.objections.models import Objection, ObjectionMessage, ObjectionState, SecondLook
from app.domain.projects.models import Project, ProjectState
from app.domain.rounds.models import Round, RoundKind

#: one of each: how it ended, and the words for it
ENDS = {
    ApplicationState.REGISTERED: N_("Registered"),
    ApplicationState.REJECTED: N_("Not passed by the meeting"),
    ApplicationState.REMOVED: N_("Removed from the list"),
}


def receipts_to_try() -> list[tuple[str, str, str]]:
    """(how it ended, number, code) of the first household of the oldest round for each of :data:`ENDS`.

    The code hangs on the portal's secret key, so it is another one on every machine.
    """
    first_round = sa.select(sa.func.min(Round.id)).scalar_subquery()
    found = []
    for state, words in ENDS.items():
        application = db.session.scalar(
            sa.select(Application)
            .where(Application.round_id == first_round, Application.state == state)
            .order_by(Application.number)
            .limit(1)
        )
        if application is not None:
            key, number = str(current_app.secret_key), application.number
            found.append((words, number, derive_secret(key, APPLICATION, number, application.receipt_salt)))
    return found


def objections_to_try() -> list[tuple[str, str, str]]:
    """(how it stands, number, code) of an objection with a question, one with a second look, one answered lately."""
    wanted = (
        ("the office has a question", sa.select(ObjectionMessage.objection_id)),
        ("a second look was asked for", sa.select(SecondLook.objection_id)),
        ("answered", sa.select(Objection.id).where(Objection.state == ObjectionState.DECIDED)),
    )
    found: dict[str, tuple[str, str, str]] = {}
    for words, ids in wanted:
        statement = sa.select(Objection).where(Objection.id.in_(ids), Objection.number.not_in(found))
        objection = db.session.scalar(statement.order_by(Objection.id.desc()).limit(1))
        if objection is not None:
            code = " ".join(code_of(OBJECTION, objection.number, objection.secret_salt).words)
            found[objection.number] = (words, objection.number, code)
    return list(found.values())


def money_to_try() -> list[tuple[str, str]]:
    """(address, what is there to be done) of the newest year of funds and projects; empty where there is none."""
    year = db.session.scalar(sa.select(sa.func.max(Round.id)).where(Round.kind == RoundKind.FUNDS))
    project = sa.select(Project).where(Project.round_id == year).order_by(Project.id)
    is_late = sa.and_(Project.state == ProjectState.UNDER_WAY, Project.due_on < clock.today())
    late = db.session.scalar(project.where(is_late))
    refused = db.session.scalar(
        project.where(
            Project.contracted_fen > 0, Project.contracted_fen < Project.budget_fen, Project.paid_fen == 0
        )
    )
    without = db.session.scalar(
        sa.select(LedgerEntry).where(
            LedgerEntry.round_id == year,
            LedgerEntry.kind == EntryKind.PAYMENT,
            LedgerEntry.voucher_no == "",
            LedgerEntry.reverses_id.is_(None),
        )
    )
    found = [("/funds", "where the money went: every number can be opened")] if year else []
    if late is not None:
        found.append((f"/projects/{late.number}", "a project that is late"))
    if refused is not None:
        found.append(
            (f"/ledger/projects/{refused.number}", "a contract that is not what was offered (township)")
        )
    if without is not None:
        found.append((f"/ledger/entries/{without.number}", "a payment whose voucher is missing (township)"))
    if found:
        found += [
            ("/ledger/checks", "everything that does not add up (township)"),
            ("/project-files", "projects to check, accept, show, finish (township, villages)"),
            ("/deliveries/cases", "a household to which nothing came (township)"),
            ("/disclosures", "what villages have to publish, one of them late (township)"),
        ]
    return found
