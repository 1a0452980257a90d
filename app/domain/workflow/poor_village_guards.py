"""What must be true before a step of a village's application: each guard returns every reason why it is not."""

from collections.abc import Iterable

from app.core import clock
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.domain.notices import queries as notices
from app.domain.notices import reasons
from app.domain.objections import queries as objections
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages import publishing, queries, rules
from app.domain.poor_villages.models import PoorVillage
from app.domain.rounds.models import RoundState

Reasons = Iterable[Message]
K = NoticeKind


def round_is_open(attempt: Attempt) -> Reasons:
    """The round of poor villages has not been closed."""
    if attempt.subject.round.state is not RoundState.OPEN:
        yield Message(N_("The round of poor villages is not open."))


def minutes_are_attached(attempt: Attempt) -> Reasons:
    """The signed minutes of the meeting that decided to apply are kept."""
    if attempt.subject.minutes_id is None:
        yield Message(N_("The signed minutes of the village's meeting are missing."))


def differences_are_explained(attempt: Attempt) -> Reasons:
    """Where the form says something else than the register, the village wrote why."""
    case: PoorVillage = attempt.subject
    if case.note:
        return
    for one in rules.differences(publishing.figures_of(case), queries.load_register_of(case)):
        yield Message(
            N_("%(figure)s: the form says %(typed)s, the register %(register)s. Mend it, or write why."),
            figure=Message(one.label),
            typed=f"{one.typed:,}",
            register=f"{one.register:,}",
        )


def province_is_known(attempt: Attempt) -> Reasons:
    """The province's figures stand in the round's policy."""
    yield from rules.missing_of_province(attempt.subject.policy)


def criteria_are_met(attempt: Attempt) -> Reasons:
    """Every criterion that the policy asks for is met by the figures of the form."""
    case: PoorVillage = attempt.subject
    for one in rules.criteria_of(publishing.figures_of(case), case.policy):
        if not one.is_met:
            yield Message(
                N_("“%(criterion)s” is not met: %(figure)s %(asked)s"),
                criterion=Message(one.label),
                figure=one.words[0],
                asked=one.words[1],
            )


def check_is_written(attempt: Attempt) -> Reasons:
    """The township wrote what it looked at."""
    if attempt.given is None:
        return  # offered, with the form for it
    if not str(attempt.given.get("words") or "").strip() and not attempt.subject.checked_words:
        yield Message(N_("Write what was looked at, on the spot and on paper."))


def stands_on_no_publicity(attempt: Attempt) -> Reasons:
    """It does not hang out: the township's notice was withdrawn, or there was none."""
    found = queries.find_notice_in_force(attempt.subject, K.VILLAGE_NOTICE)
    if found is not None:
        yield Message(N_("It stands on notice %(number)s. Withdraw that first."), number=found.number)


def publicity_is_over(attempt: Attempt) -> Reasons:
    """The township's notice on which it stands hung long enough."""
    found = queries.find_notice_in_force(attempt.subject, K.VILLAGE_NOTICE)
    if found is None:
        yield Message(N_("It does not stand on the township's notice yet."))
        return
    reason = reasons.why_not_over(found, notices.running_period(found), clock.today())
    if reason is not None:
        yield reason


def nothing_is_open(attempt: Attempt) -> Reasons:
    """Everything that was said about the township's notice is answered."""
    found = queries.find_notice_in_force(attempt.subject, K.VILLAGE_NOTICE)
    if found is None:
        return
    waiting = objections.count_of_notices([found.id]).get(found.id, (0, 0))[1]
    if waiting:
        yield Message(
            N_("%(count)s objections or questions about notice %(number)s are not answered yet."),
            count=waiting,
            number=found.number,
        )


def scores_are_complete(attempt: Attempt) -> Reasons:
    """As many members of the panel as the policy asks for gave points."""
    case: PoorVillage = attempt.subject
    least = case.policy.village_panel_min
    if len(case.scores) < least:
        yield Message(
            N_("%(count)s members of the panel gave points; %(least)s are needed."),
            count=len(case.scores),
            least=least,
        )


def scores_are_enough(attempt: Attempt) -> Reasons:
    """Their average reaches what the policy asks for."""
    case: PoorVillage = attempt.subject
    average, least = rules.average(case.scores), case.policy.village_score_least
    if average is not None and average < least:
        yield Message(
            N_("The panel's average is %(average)s points; %(least)s are needed."),
            average=f"{average:f}",
            least=least,
        )


def decision_is_numbered(attempt: Attempt) -> Reasons:
    """The document of the decision has a number."""
    if attempt.given is not None and not str(attempt.given.get("document_no") or "").strip():
        yield Message(N_("Write the number of the document."))


def stands_on_announcement(attempt: Attempt) -> Reasons:
    """The county's announcement with it is issued."""
    if queries.find_notice_in_force(attempt.subject, K.VILLAGE_ANNOUNCEMENT) is None:
        yield Message(N_("It does not stand on the county's announcement yet."))


def stands_on_no_announcement(attempt: Attempt) -> Reasons:
    """It is not announced: the county's announcement was withdrawn, or there was none."""
    found = queries.find_notice_in_force(attempt.subject, K.VILLAGE_ANNOUNCEMENT)
    if found is not None:
        yield Message(N_("It stands on notice %(number)s. Withdraw that first."), number=found.number)
