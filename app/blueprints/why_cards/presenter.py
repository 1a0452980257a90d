"""Which card is shown: the frozen one when the case has ended, else the trace as it stands; and the receipt's code."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.messages import N_
from app.core.receipts import APPLICATION, derive_secret
from app.documents.why_cards import WhyPaper
from app.domain.applications.models import Application
from app.domain.rounds.models import RoundState
from app.domain.why_cards import queries, trace
from app.domain.why_cards.composing import compose
from app.domain.why_cards.conclusion import ENDED
from app.domain.why_cards.models import CardStage, WhyCard
from app.domain.why_cards.trace import Card, Standing
from app.web.i18n import translate
from app.web.pages import printed_address

TONES = {
    Standing.PASSED: "good",
    Standing.FAILED: "bad",
    Standing.OPEN: "warn",
    Standing.NOT_ASKED: "idle",
}
WORDS = {
    Standing.PASSED: N_("In order"),
    Standing.FAILED: N_("Not met"),
    Standing.OPEN: N_("Still open"),
    Standing.NOT_ASKED: N_("Not asked for"),
}
STAGES = {
    CardStage.COMPARISON: N_("Excluded after the data comparison"),
    CardStage.MEETING: N_("Vote of the meeting"),
    CardStage.VILLAGE: N_("Decision of the village"),
    CardStage.TOWNSHIP: N_("Decision of the township"),
    CardStage.COUNTY: N_("Decision of the county"),
    CardStage.OBJECTION: N_("Answer to an objection"),
    CardStage.WITHDRAWAL: N_("Application taken back"),
}


@dataclass(frozen=True)
class Shown:
    """A card with what it is: *frozen* when it is not the live trace, *live* the trace of now.

    *has_moved_on* says that the live trace came to something else since the card was frozen; the lines *apart* are not
    looked at for that.
    """

    card: Card
    live: Card
    frozen: WhyCard | None
    has_moved_on: bool
    apart: tuple[str, ...] = ()

    @property
    def changed(self) -> str:
        """The rules on which the live trace says something else, by name."""
        kept = {line.key: line for line in self.card.lines}
        lines = [line for line in self.live.lines if line.key not in self.apart]
        names = [line.name for line in lines if kept.get(line.key) != line]
        return _(", ").join(translate(name) for name in names)

    @property
    def stage(self) -> str:
        """The decision that it was frozen with, in the reader's language."""
        return _(STAGES[self.frozen.stage]) if self.frozen is not None else ""


def card_for(application: Application) -> Shown:
    """The card of an application: frozen once the case has ended, else as it stands now."""
    latest = queries.find_latest(application.id) if application.state in ENDED else None
    return shown(application, latest)


def shown(application: Application, frozen: WhyCard | None) -> Shown:
    """A frozen card beside the live trace, or the live trace alone. The way to a review is always today's."""
    live = compose(application)
    if frozen is None:
        return Shown(live, live, None, False)
    card = replace(trace.from_data(frozen.content), review=live.review)
    apart = () if application.round.state is RoundState.OPEN else trace.OF_TODAY
    same = trace.is_same_story(frozen.content, trace.as_data(live), apart=apart)
    return Shown(card, live, frozen, not same, apart)


def history_of(application: Application) -> Sequence[WhyCard]:
    """The frozen cards, the newest first."""
    return queries.list_cards(application.id)


def secret_of(number: str, salt: str) -> str:
    """The code on an application's receipt; derived anew each time and stored nowhere."""
    return derive_secret(str(current_app.secret_key), APPLICATION, number, salt)


def paper_of(card: Card, frozen: WhyCard | None) -> WhyPaper:
    """The card as it is printed."""
    return WhyPaper(
        card=card,
        digest=frozen.digest if frozen is not None else "",
        address=printed_address(url_for("why_cards.ask")),
    )


def unkept(data: bytes | str, mimetype: str, name: str) -> Response:
    """A file about one household: no copy of it is kept on the way."""
    response = Response(data, mimetype=mimetype)
    kind = "inline" if mimetype == "application/pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
