"""Batches, projects, payments and rolls as lines of a list, each with its page. No household's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.bilingual import BilingualText
from app.core.paging import Page
from app.domain.funds import shown
from app.domain.funds.models import Batch, EntryKind, LedgerEntry
from app.domain.funds.rules import LEVEL_LABELS
from app.domain.funds.shown import BatchLine, PaidRoll, ProjectLine, is_surely_a_firm, names_a_person
from app.domain.notices import queries as notices
from app.domain.notices.showing import without_names
from app.domain.projects.kinds import KINDS
from app.domain.projects.models import Project
from app.domain.projects.rules import quantity_words, serves_words, unit_of
from app.domain.projects.shown import PHASE_LABELS, PHASES, Phase
from app.web.templating import bilingual, format_day, format_money

TONES = {
    Phase.WISHED: "idle",
    Phase.PLANNED: "info",
    Phase.UNDER_WAY: "info",
    Phase.DONE: "good",
    Phase.DROPPED: "idle",
}


@dataclass(frozen=True)
class Line:
    """One line: *title* leads to *url*, if any, *words* say how much, *small* which papers, *badge* how it stands."""

    title: str
    url: str
    words: str
    small: str = ""
    badge: str = ""
    tone: str = "idle"


def source_of(batch: Batch) -> str:
    """Where a batch came from: the level, and who gave it where that is known."""
    level = _(LEVEL_LABELS[batch.level])
    giver = bilingual(BilingualText(batch.giver_zh, batch.giver_en))
    return _("%(level)s (%(giver)s)", level=level, giver=giver) if giver else str(level)


def of_batch(line: BatchLine) -> Line:
    """A batch: what came of it here, what of that was given to projects and paid."""
    words = _(
        "%(came)s came, %(given)s given to projects, %(paid)s paid",
        came=format_money(line.came_fen),
        given=format_money(line.allocated_fen),
        paid=format_money(line.paid_fen),
    )
    return _batch(line.batch, words)


def of_batch_given(line: BatchLine) -> Line:
    """A batch as one project sees it."""
    return _batch(line.batch, _given(line.allocated_fen, line.paid_fen))


def _batch(batch: Batch, words: str) -> Line:
    return Line(
        bilingual(batch.name),
        url_for("money.batch", number=batch.number),
        words,
        _(
            "%(source)s · %(paper)s of %(day)s",
            source=source_of(batch),
            paper=batch.document_no,
            day=format_day(batch.document_on),
        ),
    )


def _given(allocated_fen: int, paid_fen: int) -> str:
    given, paid = format_money(allocated_fen), format_money(paid_fen)
    return str(_("%(given)s given, %(paid)s paid", given=given, paid=paid))


def of_projects(found: Page[ProjectLine]) -> Page[Line]:
    """Projects with what they were given here and what of it was paid."""
    return _page(
        found, [of_project(one.project, _given(one.allocated_fen, one.paid_fen)) for one in found.items]
    )


def of_project(project: Project, words: str) -> Line:
    """A project: what it is, for whom, how far it is."""
    phase = PHASES[project.state]
    return Line(
        bilingual(project.name),
        url_for("money.project", number=project.number),
        words,
        " · ".join(
            [
                str(_(KINDS[project.kind].label)),
                bilingual(project.area.name),
                *(
                    [bilingual(quantity_words(project.quantity_milli, unit_of(project)))]
                    * bool(project.quantity_milli)
                ),
                *([_("for %(whom)s", whom=bilingual(serves_words(project)))] * bool(project.serves_number)),
            ]
        ),
        str(_(PHASE_LABELS[phase])),
        TONES[phase],
    )


def of_payments(found: Page[LedgerEntry], *, of_project: bool = False) -> Page[Line]:
    """Payments and refunds; who a household is stands nowhere. *of_project*: on its own page a project is not named."""
    counted = shown.count_on_rolls([entry.roll_id for entry in found.items if entry.roll_id is not None])
    return _page(found, [of_payment(entry, counted, with_project=not of_project) for entry in found.items])


def of_payment(entry: LedgerEntry, counted: dict[int, int], *, with_project: bool = True) -> Line:
    """One payment: how much, to whom (never a household by name), for which project, by which voucher."""
    paid = entry.kind is EntryKind.PAYMENT
    amount, payee = format_money(entry.amount_fen), payee_of(entry, counted)
    what = entry.project if with_project else entry.area
    words = _("to %(payee)s", payee=payee) if paid else _("given back by %(payee)s", payee=payee)
    return Line(
        amount,
        url_for("money.payment", number=entry.number),
        f"{words} · {bilingual(what.name)}" if what is not None else words,
        " · ".join(filter(None, (format_day(entry.on), voucher_of(entry)))),
        badge_of(entry),
        "warn",
    )


def badge_of(entry: LedgerEntry) -> str:
    """A correction, or what was corrected; "" for an entry that simply stands."""
    if entry.reverses_id is not None:
        return str(_("Correction: does not count"))
    return str(_("Corrected: does not count")) if entry.reversed_by is not None else ""


def voucher_of(entry: LedgerEntry) -> str:
    """The voucher by its number; that there is none is said."""
    if entry.voucher_no:
        return str(_("voucher %(number)s", number=entry.voucher_no))
    return str(_("no voucher recorded yet")) if needs_voucher(entry) else ""


def needs_voucher(entry: LedgerEntry) -> bool:
    """A payment does; what takes one back has no voucher of its own."""
    return entry.kind is EntryKind.PAYMENT and entry.reverses_id is None


def payee_of(entry: LedgerEntry, counted: dict[int, int]) -> str:
    """Who got the money: the households of a roll by their number, a person as a household, a firm by its name.

    Where a firm was paid for what the households of a roll received, both.
    """
    if entry.roll_id is not None:
        households = households_of(counted.get(entry.roll_id, 0))
        if is_to_person(entry) or not is_surely_a_firm(entry.payee):
            return households
        firm = bilingual(BilingualText(entry.payee, entry.payee_en))
        return str(_("%(firm)s, for %(whom)s", firm=firm, whom=households))
    if is_to_person(entry):
        return str(_("one household (not named here)"))
    return bilingual(BilingualText(entry.payee, entry.payee_en)) or str(_("not stated"))


def is_to_person(entry: LedgerEntry) -> bool:
    """The payee is a person: so it was recorded, also of what is corrected here, or the name looks like one."""
    entries = [one for one in (entry, entry.reverses) if one is not None]
    return any(one.payee_is_person for one in entries) or names_a_person(entry.payee)


def households_of(number: int) -> str:
    """25 households."""
    return str(ngettext("%(num)s household", "%(num)s households", number))


def of_rolls(found: Page[PaidRoll]) -> Page[Line]:
    """Rolls that were paid or handed out: how many households, how much; goods only have no payment to lead to."""
    written = [bilingual(BilingualText(one.roll.title_zh, one.roll.title_en)) for one in found.items]
    titles = cleaned(written, [one.roll.place.area_id for one in found.items])
    lines = [
        Line(
            title,
            url_for("money.payment", number=one.payment) if one.payment else "",
            _(
                "%(households)s, %(amount)s",
                households=households_of(one.households),
                amount=format_money(one.roll.paid_fen) if one.payment else _("goods, no money"),
            ),
            _(
                "%(place)s · roll of %(day)s",
                place=bilingual(one.roll.place.area.name),
                day=format_day(one.roll.drawn_up_on),
            ),
        )
        for one, title in zip(found.items, titles, strict=True)
    ]
    return _page(found, lines)


def files_of() -> list[tuple[str, str]]:
    """The books as files for whoever reckons himself: words and address, where the door of open data is there."""
    if "open_data.stream_csv" not in current_app.view_functions:
        return []
    names = {"batches": _("Money that came"), "projects": _("Projects"), "payments": _("Payments")}
    return [
        (_("%(what)s (CSV)", what=what), url_for("open_data.stream_csv", name=name))
        for name, what in names.items()
    ]


def cleaned(texts: Sequence[str], village_ids: Sequence[int]) -> list[str]:
    """What officers wrote, without villagers' names and personal numbers: one or two statements."""
    names = notices.list_names_within(village_ids, "\n".join(texts)) if any(texts) else []
    return [without_names(text, names) for text in texts]


def _page(found: Page[Any], lines: list[Line]) -> Page[Line]:
    return Page(lines, found.number, found.per_page, found.total)
