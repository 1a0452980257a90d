"""The rules of the way out of the register, each as one line of the card: proposal, income, check, own word. All pure.

Source: opinion of 2016 on setting up the way out of poverty; every number comes from the round's policy.
"""

from app.core.messages import N_, Message
from app.domain.exits import rules as exits
from app.domain.why_cards.cases import Case
from app.domain.why_cards.trace import Line, Standing

PASSED, FAILED, OPEN, NOT_ASKED = Standing.PASSED, Standing.FAILED, Standing.OPEN, Standing.NOT_ASKED

NAMES = {
    "applied": N_("The village's proposal that the household leaves"),
    "income": N_("Income a head"),
    "exit_check": N_("The check of what must be guaranteed"),
    "exit_answer": N_("The household's own agreement"),
}


def exit_lines(case: Case) -> list[Line]:
    """The lines that the way out has of its own, in the order in which they come."""
    return [_proposed(case), _income(case), _check(case), _answer(case)]


def _name(key: str) -> Message:
    return Message(NAMES[key])


def _proposed(case: Case) -> Line:
    return Line(
        "applied",
        _name("applied"),
        PASSED,
        Message(N_("Proposed on %(day)s."), day=case.filed_on),
        source=Message(N_("the minutes of the two committees")),
        limit=Message(N_("From %(day)s on, the day the round opened."), day=case.ground.opened_on),
        facts={"filed_on": case.filed_on.isoformat()},
    )


def _income(case: Case) -> Line:
    year = case.ground.reference_year
    line, per_head = case.policy.leaving_line(year), case.per_head_fen
    standing = OPEN
    if line is not None and per_head is not None:
        standing = PASSED if exits.is_over_the_line(per_head, line) else FAILED
    value = (
        Message(
            N_("%(yuan)s yuan a head in %(year)s; people in the household: %(people)s."),
            yuan=f"{per_head / 100:.0f}",
            year=year,
            people=case.people,
        )
        if per_head is not None
        else Message(
            N_("No income of %(year)s is written down; people in the household: %(people)s."),
            year=year,
            people=case.people,
        )
    )
    more = N_("More than %(yuan)s yuan a head, the line of %(year)s.")
    return Line(
        "income",
        _name("income"),
        standing,
        value,
        source=Message(N_("the household register, taken over on %(day)s"), day=case.filed_on),
        limit=Message(more, yuan=line.amount_yuan, year=year) if line else None,
        limit_source=line.document if line else None,
        change=Message(
            N_("If the income or the people are written down wrongly, bring papers to the village.")
        )
        if standing is FAILED
        else None,
        facts={
            "per_head_fen": per_head,
            "people": case.people,
            "line_fen": line.amount_fen if line else None,
        },
    )


def _check(case: Case) -> Line:
    check, name = case.exit_check, _name("exit_check")
    if check is None:
        return Line(
            "exit_check",
            name,
            OPEN,
            Message(N_("Committee and work team have not been to the home yet.")),
            change=Message(N_("The village sends people to the home.")),
        )
    missing = exits.missing_guarantees(check)
    if not missing and _has_changed(case):
        return Line(
            "exit_check",
            name,
            OPEN,
            Message(
                N_("Checked on %(day)s; what is on record changed since then."), day=check.visit.visited_on
            ),
            source=Message(N_("the check sheet of %(day)s"), day=check.visit.visited_on),
            change=Message(N_("Committee and work team check the home once more.")),
        )
    return Line(
        "exit_check",
        name,
        FAILED if missing else PASSED,
        Message(N_("Checked on %(day)s; not everything is met."), day=check.visit.visited_on)
        if missing
        else Message(N_("Checked on %(day)s; everything is met."), day=check.visit.visited_on),
        source=Message(N_("the check sheet of %(day)s"), day=check.visit.visited_on),
        change=Message(N_("As long as something is missing the household stays in the register."))
        if missing
        else None,
        details=tuple(Message(N_("Not met: %(what)s."), what=Message(label)) for label in missing),
        facts={"missing": len(missing)},
    )


def _has_changed(case: Case) -> bool:
    """Something on record is otherwise than at the check, and the case goes on."""
    check, record = case.exit_check, case.exit_record
    if check is None or record is None or case.state not in exits.HELD_UP:
        return False
    return exits.has_changed(check, record, case.policy.leaving_line(case.ground.reference_year))


def _answer(case: Case) -> Line:
    answer, name = case.exit_answer, _name("exit_answer")
    source = case.ground.source("exit_acceptance_required")
    if answer is None:
        asked = case.policy.exit_acceptance_required
        return Line(
            "exit_answer",
            name,
            OPEN if asked else NOT_ASKED,
            Message(
                N_("Nobody of the household has signed yet.") if asked else N_("Not asked for in this round.")
            ),
            limit_source=source if asked else None,
            change=Message(N_("Without your signature your household does not leave.")) if asked else None,
        )
    return Line(
        "exit_answer",
        name,
        PASSED if answer.accepts else FAILED,
        Message(N_("Signed on %(day)s: the household agrees."), day=answer.said_on)
        if answer.accepts
        else Message(N_("Signed on %(day)s: the household does not agree."), day=answer.said_on),
        source=Message(N_("the signed paper of %(day)s"), day=answer.said_on),
        limit_source=source,
        change=None
        if answer.accepts
        else Message(N_("The household stays in the register until it says otherwise.")),
        facts={"accepts": answer.accepts},
    )
