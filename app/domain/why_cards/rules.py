"""The rules that an application meets before its village votes: each as one line of the card. All pure.

Order and content follow the identification plan of 2014 (application, visit, comparison, review by the villagers);
every number comes from the round's policy, which names its source. The lines after the vote stand in ``course.py``.
"""

from decimal import Decimal

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.domain.applications.models import ComparisonResult
from app.domain.areas.models import AreaLevel
from app.domain.comparisons.models import HitSettlement
from app.domain.duplicates.models import DuplicateOutcome
from app.domain.policies.vocabulary import COMPARISON_LABELS, LinePurpose
from app.domain.why_cards.cases import Case, Hit
from app.domain.why_cards.rules_exit import exit_lines
from app.domain.why_cards.trace import Line, Standing

PASSED, FAILED, OPEN, NOT_ASKED = Standing.PASSED, Standing.FAILED, Standing.OPEN, Standing.NOT_ASKED

NAMES = {
    "applied": N_("The household's application"),
    "income": N_("Income a head"),
    "visit": N_("The home visit"),
    "comparison": N_("The comparison with the departments' records"),
    "duplicates": N_("Nobody counted twice"),
    "findings": N_("The check of the household's record"),
    "relatives": N_("Relatives among officials"),
}
SETTLEMENTS = {
    HitSettlement.OPEN: N_("%(kind)s, record of %(day)s: still to be explained."),
    HitSettlement.EXPLAINED: N_("%(kind)s, record of %(day)s: explained. %(why)s"),
    HitSettlement.EXCLUDES: N_("%(kind)s, record of %(day)s: this excludes the household. %(why)s"),
    HitSettlement.NOT_THE_PERSON: N_("%(kind)s, record of %(day)s: somebody else of the same name. %(why)s"),
}
#: as many records as fit the card are named one by one
HITS_SHOWN = 4


def preliminary_lines(case: Case) -> list[Line]:
    """The lines of everything before the vote."""
    own = exit_lines(case) if case.ground.is_exit else [_applied(case), _income(case), _visit(case)]
    lines = [*own, _comparison(case), _duplicates(case)]
    lines += [_findings(case)] if case.severe else []
    lines += [_relatives(case)] if case.has_relatives else []
    return lines


def _name(key: str) -> Message:
    return Message(NAMES[key])


def _applied(case: Case) -> Line:
    asked = case.policy.comparison_required
    in_time = case.filed_on >= case.ground.opened_on
    passed = in_time and (case.consents or not asked)
    consent = (
        N_("The household agrees that the departments' records are compared.")
        if case.consents
        else N_("The household has not agreed that the departments' records are compared.")
    )
    return Line(
        "applied",
        _name("applied"),
        PASSED if passed else FAILED,
        Message(N_("Handed in on %(day)s."), day=case.filed_on),
        source=Message(N_("the signed application")),
        limit=Message(N_("From %(day)s on, the day the round opened."), day=case.ground.opened_on),
        change=None if passed else Message(N_("Sign the agreement at the village committee.")),
        details=(Message(consent),) if asked or not case.consents else (),
        facts={"filed_on": case.filed_on.isoformat(), "consents": case.consents},
    )


def _income(case: Case) -> Line:
    year = case.ground.reference_year
    line = case.policy.income_line(year, LinePurpose.IDENTIFICATION)
    per_head, people = case.per_head_fen, case.people
    standing = OPEN if per_head is None else NOT_ASKED if line is None else PASSED
    if line is not None and per_head is not None and per_head > line.amount_fen:
        standing = FAILED
    weighed = (Message(N_("The meeting also weighs housing, schooling and illness.")),)
    limit = N_("At most %(yuan)s yuan a head, the line of %(year)s.")
    return Line(
        "income",
        _name("income"),
        standing,
        _income_value(case, year),
        source=Message(N_("the household register, taken over on %(day)s"), day=case.filed_on),
        limit=Message(limit, yuan=yuan(line.amount_fen), year=year) if line else None,
        limit_source=line.document if line else None,
        change=_income_change(standing, year),
        details=weighed if standing is FAILED else (),
        facts={"per_head_fen": per_head, "people": people, "line_fen": line.amount_fen if line else None},
    )


def _income_value(case: Case, year: int) -> Message:
    if case.per_head_fen is None:
        return Message(
            N_("No income of %(year)s is written down; people in the household: %(people)s."),
            year=year,
            people=case.people,
        )
    return Message(
        N_("%(yuan)s yuan a head in %(year)s; people in the household: %(people)s."),
        yuan=yuan(case.per_head_fen),
        year=year,
        people=case.people,
    )


def _income_change(standing: Standing, year: int) -> Message | None:
    if standing is OPEN:
        return Message(N_("Bring the papers on the income of %(year)s to the village."), year=year)
    if standing is FAILED:
        return Message(
            N_("If the income or the people are written down wrongly, bring papers to the village.")
        )
    return None


def _visit(case: Case) -> Line:
    least = case.policy.home_visitors_min
    limit = Message(N_("People who go, at least: %(number)s."), number=least)
    source = case.ground.source("home_visitors_min")
    if not case.visits:
        asked = case.policy.home_visit_required
        return Line(
            "visit",
            _name("visit"),
            OPEN if asked else NOT_ASKED,
            Message(N_("Nobody has been to the home yet.") if asked else N_("Not asked for in this round.")),
            limit=limit if asked else None,
            limit_source=source if asked else None,
            change=Message(N_("The village sends people to the home.")) if asked else None,
        )
    visit = case.visits[-1]
    passed = visit.visitors >= least
    return Line(
        "visit",
        _name("visit"),
        PASSED if passed else FAILED,
        Message(
            N_("The home was visited on %(day)s; people who went: %(number)s."),
            number=visit.visitors,
            day=visit.on,
        ),
        source=Message(N_("the visit sheet of %(day)s"), day=visit.on),
        limit=limit,
        limit_source=source,
        change=None if passed else Message(N_("The village sends people to the home.")),
        facts={"visited_on": visit.on.isoformat(), "visitors": visit.visitors, "needed": least},
    )


def _comparison(case: Case) -> Line:
    if not case.hits and not case.covered:
        return _comparison_by_hand(case)
    excluding = [hit for hit in case.hits if hit.settlement is HitSettlement.EXCLUDES]
    waiting = [hit for hit in case.hits if hit.settlement is HitSettlement.OPEN]
    missing = [kind for kind in case.policy.comparison_kinds if kind not in case.covered]
    on_paper = bool(case.compared) and case.compared[-1].is_on_paper
    asked_for = case.policy.comparison_required and not on_paper
    is_open = bool(waiting) or (asked_for and bool(missing))
    standing = FAILED if excluding else OPEN if is_open else PASSED
    value = (
        Message(N_("Kinds of records compared: %(files)s; nothing was found."), files=len(case.covered))
        if not case.hits
        else Message(
            N_("Kinds of records compared: %(files)s; records that name the household: %(hits)s."),
            files=len(case.covered),
            hits=len(case.hits),
        )
    )
    asked = case.policy.comparison_exclusions
    return Line(
        "comparison",
        _name("comparison"),
        standing,
        value,
        source=Message(
            N_("the departments' files, the latest as of %(day)s"), day=max(hit.as_of for hit in case.hits)
        )
        if case.hits
        else Message(N_("the departments' files")),
        limit=Message(
            N_("As a rule excluded: %(kinds)s. A good written explanation keeps the household in."),
            kinds=_kinds(asked),
        )
        if asked
        else Message(N_("Every record that was found is explained in writing.")),
        limit_source=case.ground.source("comparison_exclusions" if asked else "comparison_required"),
        change=_comparison_change(standing, bool(waiting)),
        details=tuple(_hit(hit) for hit in case.hits[:HITS_SHOWN]),
        facts={
            "hits": len(case.hits),
            "excluding": len(excluding),
            "open": len(waiting),
            "kinds": len(case.covered),
        },
    )


def _comparison_change(standing: Standing, has_waiting: bool) -> Message | None:
    if standing is FAILED:
        return Message(
            N_("If the record is wrong or out of date, bring a paper of the department to the township.")
        )
    if has_waiting:
        return Message(N_("Explain the record in writing at the village committee, with papers."))
    return None


def _comparison_by_hand(case: Case) -> Line:
    asked = case.policy.comparison_required
    if not case.compared:
        return Line(
            "comparison",
            _name("comparison"),
            OPEN if asked else NOT_ASKED,
            Message(N_("Not compared yet.") if asked else N_("Not asked for in this round.")),
            limit_source=case.ground.source("comparison_required") if asked else None,
        )
    latest = case.compared[-1]
    words = {
        ComparisonResult.NO_HIT: N_("Compared on %(day)s; nothing was found."),
        ComparisonResult.HIT_EXPLAINED: N_("Compared on %(day)s; a record was found and explained. %(why)s"),
        ComparisonResult.HIT: N_("Compared on %(day)s; a record was found. %(why)s"),
    }
    is_open = latest.result is ComparisonResult.HIT
    why = {} if latest.result is ComparisonResult.NO_HIT else {"why": latest.note}
    return Line(
        "comparison",
        _name("comparison"),
        OPEN if is_open else PASSED,
        Message(words[latest.result], day=latest.on, **why),
        source=Message(N_("the record of the comparison of %(day)s"), day=latest.on),
        limit_source=case.ground.source("comparison_required") if asked else None,
        change=_comparison_change(OPEN, is_open),
        facts={"compared_on": latest.on.isoformat(), "result": latest.result.value},
    )


def _hit(hit: Hit) -> Message:
    values = {"kind": Message(COMPARISON_LABELS[hit.kind]), "day": hit.happened_on or hit.as_of}
    if hit.settlement is not HitSettlement.OPEN:
        values["why"] = hit.explanation
    return Message(SETTLEMENTS[hit.settlement], **values)


def _kinds(kinds: tuple[str, ...]) -> BilingualText | Message:
    """The kinds in one line, as a message of messages so that each language joins them in its own way."""
    joined: Message = Message(COMPARISON_LABELS[kinds[0]])
    for kind in kinds[1:]:
        joined = Message(N_("%(some)s, %(more)s"), some=joined, more=Message(COMPARISON_LABELS[kind]))
    return joined


def _duplicates(case: Case) -> Line:
    same = sum(1 for outcome in case.duplicates if outcome is DuplicateOutcome.SAME)
    waiting = sum(1 for outcome in case.duplicates if outcome is None)
    standing = FAILED if same else OPEN if waiting else PASSED
    number = len(case.duplicates)
    if not number:
        value = Message(N_("Nobody of the household stands in another household."))
    elif standing is PASSED:
        value = Message(
            N_("Likenesses with another household: %(number)s, all looked into and in order."),
            number=number,
        )
    elif same:
        value = Message(N_("Somebody of the household is also counted in another household."))
    else:
        value = Message(
            N_("Likenesses with another household, still looked into: %(number)s."), number=waiting
        )
    return Line(
        "duplicates",
        _name("duplicates"),
        standing,
        value,
        source=Message(N_("the registers of all villages")),
        limit=Message(N_("One person counts in one household.")),
        change=Message(N_("The township clears up in which household the person counts."))
        if standing is not PASSED
        else None,
        facts={"likenesses": number, "same": same, "open": waiting},
    )


def _findings(case: Case) -> Line:
    waiting = sum(1 for explained in case.severe if not explained)
    return Line(
        "findings",
        _name("findings"),
        OPEN if waiting else PASSED,
        Message(
            N_("Contradictions in the record: %(number)s; not explained: %(open)s."),
            number=len(case.severe),
            open=waiting,
        )
        if waiting
        else Message(N_("Contradictions in the record: %(number)s, all explained."), number=len(case.severe)),
        source=Message(N_("the household register")),
        limit=Message(N_("Each is put right or explained before the first notice.")),
        change=Message(N_("Bring papers to the village, so that the record is put right."))
        if waiting
        else None,
        facts={"severe": len(case.severe), "open": waiting},
    )


def _relatives(case: Case) -> Line:
    upward = {
        AreaLevel.VILLAGE: N_("Declared; the township checks the household at home as well."),
        AreaLevel.TOWNSHIP: N_("Declared; not the township but the county decides."),
        AreaLevel.COUNTY: N_("Declared; another officer of the county decides."),
    }
    return Line(
        "relatives",
        _name("relatives"),
        PASSED,
        Message(
            upward[case.relatives_at]
            if case.relatives_at in upward
            else N_("Declared; the relative keeps out of the case.")
        ),
        source=Message(N_("the officials' statements")),
        limit=Message(
            N_("A relative neither votes, nor checks, nor decides. The case is handled one level up.")
        ),
        facts={"level": case.relatives_at.value if case.relatives_at else None},
    )


def yuan(fen: int) -> str:
    """2,450 or 2,450.50: whole yuan without decimals."""
    amount = Decimal(fen) / 100
    return f"{amount:,.2f}" if fen % 100 else f"{amount:,.0f}"
