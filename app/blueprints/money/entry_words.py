"""What the pages of a batch and of a payment say: facts with their papers by number and day. No household's name."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.blueprints.money import lines
from app.core.bilingual import BilingualText
from app.core.messages import N_
from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel
from app.domain.funds.models import Batch, EntryKind, LedgerEntry
from app.web.templating import bilingual, format_day, format_money

Fact = tuple[str, str | Markup]
#: how the money of a batch moved, in a word
MOVED = {
    EntryKind.RECEIPT: N_("came"),
    EntryKind.CARRY_OVER: N_("goes on next year"),
    EntryKind.SURRENDER: N_("given back"),
}


@dataclass(frozen=True)
class Movement:
    """One line of how a batch came and went on."""

    day: str
    words: str
    paper: str


@dataclass(frozen=True)
class Correction:
    """That a payment does not count: why, and the entry that belongs to it."""

    words: str
    reason: str
    url: str


def link(words: str, url: str) -> Markup:
    """A link within a list of facts."""
    return Markup('<a class="tall" href="{}">{}</a>').format(url, words)


def facts_of_batch(batch: Batch) -> list[Fact]:
    """Where it came from, by which paper, for what, who holds it."""
    paper = _("%(paper)s of %(day)s", paper=batch.document_no, day=format_day(batch.document_on))
    purpose = lines.cleaned(
        [bilingual(BilingualText(batch.purpose_zh, batch.purpose_en))], villages_of(batch.area)
    )
    found: list[Fact] = [
        (_("Comes from"), lines.source_of(batch)),
        (_("By which paper"), paper),
        (_("What for"), purpose[0]),
        (_("Who holds it"), bilingual(batch.area.name)),
        (_("Number"), batch.number),
    ]
    if batch.carried_from is not None:
        before = batch.carried_from
        found.append(
            (_("Left over from"), link(bilingual(before.name), url_for("money.batch", number=before.number)))
        )
    return found


def movement_of(entry: LedgerEntry) -> Movement:
    """How money of a batch came or went on."""
    words = _("%(amount)s %(moved)s", amount=format_money(entry.amount_fen), moved=_(MOVED[entry.kind]))
    badge = lines.badge_of(entry)
    return Movement(format_day(entry.on), f"{words} · {badge}" if badge else words, entry.document_no)


def facts_of_payment(entry: LedgerEntry, counted: dict[int, int], place: Area) -> list[Fact]:
    """To whom, what for, for which project and village, out of which batch, by which papers."""
    what = lines.cleaned([bilingual(BilingualText(entry.what_zh, entry.what_en))], villages_of(place))[0]
    found: list[Fact] = [
        (_("Day"), format_day(entry.on)),
        (_("To whom"), lines.payee_of(entry, counted)),
    ]
    if what:
        found.append((_("What for"), what))
    if entry.project is not None:
        own = url_for("money.project", number=entry.project.number)
        found.append((_("Project"), link(bilingual(entry.project.name), own)))
    found.append((_("Where"), bilingual(place.name)))
    if entry.batch is not None:
        own = url_for("money.batch", number=entry.batch.number)
        found.append((_("Out of which money"), link(bilingual(entry.batch.name), own)))
    return [*found, *_papers(entry), (_("Number"), entry.number)]


def _papers(entry: LedgerEntry) -> list[Fact]:
    found: list[Fact] = []
    if entry.contract is not None:
        words = _(
            "%(number)s, signed on %(day)s",
            number=entry.contract.number,
            day=format_day(entry.contract.signed_on),
        )
        found.append((_("Contract"), words))
    if entry.roll is not None:
        written = bilingual(BilingualText(entry.roll.title_zh, entry.roll.title_en))
        title = lines.cleaned([written], villages_of(entry.roll.place.area))[0]
        day = format_day(entry.roll.drawn_up_on)
        found.append((_("Roll of households"), _("%(title)s, of %(day)s", title=title, day=day)))
    if entry.document_no:
        found.append((_("Approved by"), entry.document_no))
    voucher = entry.voucher_no or (_("no voucher recorded yet") if lines.needs_voucher(entry) else "")
    return [*found, (_("Voucher"), voucher)] if voucher else found


def correction_of(entry: LedgerEntry, place: Area) -> Correction | None:
    """Why a payment does not count, and where the other half stands; nothing for one that counts."""
    other = entry.reverses or entry.reversed_by
    if other is None:
        return None
    undoing = entry if entry.reverses is not None else other
    words = (
        _("This entry takes payment %(number)s back.", number=other.number)
        if undoing is entry
        else _("This payment was taken back by entry %(number)s.", number=other.number)
    )
    reason = lines.cleaned([undoing.reason], villages_of(place))[0]
    return Correction(str(words), reason, url_for("money.payment", number=other.number))


def villages_of(place: Area) -> list[int]:
    """The villages whose people's names are looked for in what officers wrote of a place."""
    if place.level is AreaLevel.VILLAGE:
        return [place.id]
    return [village.id for village in area_queries.list_villages(place.path)]
