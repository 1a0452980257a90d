"""A project's record for everybody: what, where, how much, who builds, who answers for it. No villager's name."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.blueprints.money import lines
from app.blueprints.money.entry_words import Fact, villages_of
from app.core.bilingual import BilingualText
from app.domain.funds.models import Account, Contract
from app.domain.funds.shown import BatchLine, names_a_person
from app.domain.projects import rules
from app.domain.projects.kinds import KINDS, METHOD_LABELS, NATURE_LABELS, TenderMethod
from app.domain.projects.models import Project, ProjectMeeting, Tender
from app.web.templating import bilingual, format_day, format_money

#: the texts that officers write freely
WRITTEN = ("content", "target", "participation", "benefit", "financing", "subsidy")


@dataclass(frozen=True)
class Bidder:
    """A firm that offered to do the work."""

    name: str
    offer: str
    has_won: bool


@dataclass(frozen=True)
class Decided:
    """How it was decided who does the work."""

    facts: tuple[Fact, ...]
    bidders: tuple[Bidder, ...]


def texts_of(project: Project) -> dict[str, str]:
    """What officers wrote about it in the reader's language, without villagers' names: two statements at most."""
    tender, meeting = rules.latest_tender(project), meeting_of(project)
    written = {
        name: BilingualText(getattr(project, f"{name}_zh"), getattr(project, f"{name}_en"))
        for name in WRITTEN
    }
    written |= {f"site-{one.id}": BilingualText(one.site_zh, one.site_en) for one in project.places}
    if tender is not None:
        written["reason"] = BilingualText(tender.reason_zh, tender.reason_en)
        written["decided_by"] = BilingualText(tender.decided_by_zh, tender.decided_by_en)
    if meeting is not None:
        written["decision"] = BilingualText(meeting.decision_zh, meeting.decision_en)
    texts = [bilingual(one) for one in written.values()]
    return dict(zip(written, lines.cleaned(texts, villages_of(project.area)), strict=True))


def meeting_of(project: Project) -> ProjectMeeting | None:
    """The meeting that carried it, else the latest."""
    held = project.meetings
    return rules.carrying_meeting(held, project.round.policy) or (held[-1] if held else None)


def what_of(project: Project, texts: dict[str, str]) -> list[Fact]:
    """What is done, where, how much of it, for whom, until when, to what end."""
    kind = _(
        "%(kind)s, %(nature)s", kind=_(KINDS[project.kind].label), nature=_(NATURE_LABELS[project.nature])
    )
    quantity = bilingual(rules.quantity_words(project.quantity_milli, rules.unit_of(project)))
    serves = bilingual(rules.serves_words(project)) if project.serves_number else ""
    found: list[Fact] = [
        (_("What is done"), texts["content"]),
        (_("Where"), _where(project, texts)),
        (_("Kind"), kind),
        (_("How much work"), quantity if project.quantity_milli else ""),
        (_("Whom it serves"), serves),
        (_("From when to when"), _when(project)),
        (_("What is to be reached"), texts["target"]),
        (_("What the poor gain"), texts["benefit"]),
        (_("How villagers take part"), texts["participation"]),
    ]
    return [(label, words) for label, words in found if words]


def _where(project: Project, texts: dict[str, str]) -> Markup:
    lines_ = []
    for place in project.places:
        name = bilingual(place.area.name)
        site = texts[f"site-{place.id}"]
        words = _("%(place)s, %(site)s", place=name, site=site) if site else name
        if len(project.places) > 1 and place.quantity_milli:
            quantity = bilingual(rules.quantity_words(place.quantity_milli, rules.unit_of(project)))
            words = _("%(words)s: %(quantity)s", words=words, quantity=quantity)
        lines_.append(escape(words))
    return Markup("<br>").join(lines_ or [escape(bilingual(project.area.name))])


def _when(project: Project) -> str:
    if project.starts_on is None or project.due_on is None:
        return ""
    return str(
        _(
            "from %(first)s to %(last)s",
            first=format_day(project.starts_on),
            last=format_day(project.due_on),
        )
    )


def who_of(project: Project, contracts: Sequence[Contract]) -> list[Fact]:
    """Who builds, who answers for it and at which telephone; a township's or a village's office, and firms."""
    unit = bilingual(BilingualText(project.unit_zh, project.unit_en))
    found: list[Fact] = [
        (_("Who builds"), builder_of(project, contracts)),
        (_("Who answers for it"), unit),
        (_("Person in charge"), project.person_in_charge),
    ]
    if project.office_telephone:
        number = project.office_telephone
        call = Markup('<a class="phone" href="tel:{}">{}</a>').format(number.replace(" ", ""), number)
        found.append((_("Telephone"), call))
    return [(label, words) for label, words in found if words]


def builder_of(project: Project, contracts: Sequence[Contract]) -> str:
    """The firms under contract, else who was chosen, else that the villagers do it or nobody was chosen yet.

    A craftsman of the village is not named, whether he offered or signed.
    """
    firms = [_firm(one.contractor, one.contractor_en) for one in contracts if one.amount_fen]
    tender = rules.latest_tender(project)
    if not firms and tender is not None:
        firms = [_firm(one.bidder, one.bidder_en) for one in tender.bids if one.is_award]
        if not firms and tender.method is TenderMethod.VILLAGERS_BUILD:
            firms = [str(_(METHOD_LABELS[TenderMethod.VILLAGERS_BUILD]))]
    if firms:
        return str(_(", ")).join(dict.fromkeys(firms))
    return str(_("nobody chosen yet")) if KINDS[project.kind].has_builder else ""


def _firm(zh: str, en: str | None) -> str:
    """A firm by its name; a craftsman of the village without."""
    return str(_("one person (not named here)")) if names_a_person(zh) else bilingual(BilingualText(zh, en))


def batches_of(accounts: Sequence[Account]) -> list[lines.Line]:
    """From which batches a project got money, and what of it was paid."""
    sums: dict[int, BatchLine] = {}
    for account in accounts:
        before = sums.get(account.batch_id, BatchLine(account.batch, 0, 0, 0))
        given, paid = before.allocated_fen + account.allocated_fen, before.paid_fen + account.paid_fen
        sums[account.batch_id] = BatchLine(account.batch, given, given, paid)
    return [lines.of_batch_given(one) for one in sums.values() if one.allocated_fen]


def money_of(project: Project, contracts: Sequence[Contract], households: int) -> list[Fact]:
    """What it is to cost, what was given, promised by contract, paid, what is left, and whom it reached."""
    found: list[Fact] = [
        (_("It is to cost"), format_money(project.budget_fen)),
        (_("Given so far"), format_money(project.allocated_fen)),
        (_("Paid so far"), format_money(project.paid_fen)),
        (_("Given and not paid yet"), format_money(project.allocated_fen - project.paid_fen)),
    ]
    if households:
        found.append((_("Households that got something"), lines.households_of(households)))
    for one in contracts:
        words = _(
            "%(number)s of %(day)s: %(amount)s, %(paid)s of it paid",
            number=one.number,
            day=format_day(one.signed_on),
            amount=format_money(one.amount_fen),
            paid=format_money(one.paid_fen),
        )
        found.append((_("Contract"), words))
    return found


def money_words(project: Project) -> str:
    """The same in a line of a list."""
    if not project.allocated_fen:
        return str(_("to cost %(budget)s", budget=format_money(project.budget_fen)))
    return str(
        _(
            "to cost %(budget)s, %(paid)s paid",
            budget=format_money(project.budget_fen),
            paid=format_money(project.paid_fen),
        )
    )


def tender_of(project: Project, texts: dict[str, str]) -> Decided | None:
    """How it was decided who does the work: the way, the day, by whom, what each firm offered."""
    tender = rules.latest_tender(project)
    if tender is None:
        return None
    found: list[Fact] = [
        (_("In which way"), _(METHOD_LABELS[tender.method])),
        (_("Decided on"), format_day(tender.decided_on)),
        (_("Who decided"), texts["decided_by"]),
        (_("Why"), texts["reason"]),
        *_by_meeting(tender),
    ]
    bidders = [
        Bidder(_firm(b.bidder, b.bidder_en), format_money(b.offer_fen), b.is_award)
        for b in sorted(tender.bids, key=lambda bid: (bid.offer_fen, bid.id))
    ]
    return Decided(tuple((label, words) for label, words in found if words), tuple(bidders))


def _by_meeting(tender: Tender) -> list[Fact]:
    return [(_("Votes of the meeting"), votes_of(tender.meeting))] if tender.meeting is not None else []


def votes_of(meeting: ProjectMeeting) -> str:
    """How a meeting voted, in numbers."""
    return str(
        _(
            "%(day)s: %(present)s of %(due)s came, %(for_)s for it, %(against)s against",
            day=format_day(meeting.held_on),
            present=meeting.present,
            due=meeting.due,
            for_=meeting.in_favour,
            against=meeting.against,
        )
    )
