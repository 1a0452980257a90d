"""Receipts to try: number and code of a few households of 2014, for the page on which a household reads its card."""

import sqlalchemy as sa
from flask import current_app

from app.core.db import db
from app.core.messages import N_
from app.core.receipts import APPLICATION, derive_secret
from app.domain.applications.models import Application, ApplicationState
from app.domain.rounds.models import Round

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
