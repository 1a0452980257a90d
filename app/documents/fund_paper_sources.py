"""The papers of money and projects, read from the books as they stand now."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.documents import fund_cards as of
from app.documents.fund_papers import AcceptancePaper, LedgerPagePaper, RollPaper, RollRow, SignPaper
from app.documents.fund_shapes import Cell, Column, Entry, Row, Table, Text
from app.documents.fund_tables import one_sum, sums_table
from app.documents.fund_words import amount, capitals, day, lines, text
from app.documents.notices import office
from app.documents.papers import NOTHING, Telephone
from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel
from app.domain.funds import facts, queries
from app.domain.funds.models import EntryKind, LedgerEntry, Roll
from app.domain.funds.shown import names_a_person
from app.domain.notices.queries import list_names_within
from app.domain.notices.showing import without_names
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import Project, ProjectPlace
from app.domain.rounds.models import Round

_Facts = Mapping[str, Any]
_SIGN = (
    (N_("Where it is carried out"), of.place_of),
    (
        N_("What is done, and how much"),
        lambda project: (*of.words_of("content")(project), *of.size_of(project)),
    ),
    (N_("Cost"), of.money_of("budget_fen", in_full=True)),
    (N_("Where the money comes from"), of.sources_of),
    (N_("Begin and end"), of.time_of),
    (N_("Whom it serves"), of.serves_of),
    (N_("Who builds"), of.in_one_line(of.builder_of)),
    (N_("Who answers for it"), of.in_one_line(of.answers_of)),
)
_ACCEPTED = (
    (N_("Kind of project"), of.kind_of),
    (N_("Where it is carried out"), of.place_of),
    (N_("What is done"), of.words_of("content")),
    (N_("Whom it serves"), of.serves_of),
    (N_("Target of the project"), of.words_of("target")),
    (N_("Begin and end"), of.time_of),
    (N_("Who builds"), of.in_one_line(of.builder_of)),
    (N_("Sum of the contract"), of.money_of("contract_fen", in_full=True)),
    (N_("Money given to it"), of.money_of("allocated_fen", in_full=True)),
    (N_("Paid so far"), of.money_of("paid_fen", in_full=True)),
    (N_("Who answers for it"), of.in_one_line(of.answers_of)),
)


def sign_of(project: Project, public_url: str) -> SignPaper:
    """The sign of *project*; *public_url* is its page, to which the code leads."""
    found = _facts_of(project)
    entries = _entries(_SIGN, found)
    if project.area.level is AreaLevel.VILLAGE:
        words = Message(N_("Villagers' supervision committee of %(place)s"), place=project.area.name)
        entries = (*entries, Entry(Message(N_("Watched over by")), (words,)))
    return SignPaper(
        number=project.number,
        name=text(found.get("name")),
        entries=entries,
        issuer=_issuer(project.area),
        public_url=public_url,
        telephones=telephones_of(project.area),
        hotline=project.round.policy.objection_hotline,
        **_places(project.area),
    )


def roll_of(roll: Roll) -> RollPaper:
    """*roll* with a place for each signature."""
    rows = tuple(
        RollRow(
            line.sequence,
            line.group_name,
            line.name,
            line.people,
            amount(line.amount_fen),
            BilingualText(line.goods_zh, line.goods_en) if line.goods_zh else NOTHING,
        )
        for line in roll.lines
    )
    return RollPaper(
        number=roll.number,
        title=BilingualText(roll.title_zh, roll.title_en),
        project=roll.place.project.name,
        project_number=roll.place.project.number,
        drawn_up_on=roll.drawn_up_on,
        rows=rows,
        total=amount(roll.total_fen),
        total_capitals=capitals(roll.total_fen),
        **_places(roll.place.area),
    )


def blank_roll_of(place: ProjectPlace) -> RollPaper:
    """An empty roll for *place*, to be filled in by hand and typed in later."""
    return RollPaper(
        number="",
        title="",
        project=place.project.name,
        project_number=place.project.number,
        drawn_up_on=None,
        **_places(place.area),
    )


def acceptance_of(project: Project) -> AcceptancePaper:
    """The acceptance sheet of *project*: what was planned is printed, what is found is written by hand."""
    found = _facts_of(project)
    measured = [Entry(Message(N_("The whole")), of.size_of(found))]
    for part in found.get("parts") or ():
        name = Message(N_("Part: %(name)s"), name=text(part.get("part")))
        measured.append(Entry(name, ()))
    for site in found["sites"] if len(found.get("sites") or ()) > 1 else ():
        shown = {"sites": [site], "quantity_unit": found.get("quantity_unit")}
        size = of.size_of({**shown, "quantity_milli": site.get("quantity_milli")})
        measured.append(Entry(Message(N_("Place: %(name)s"), name=text(site.get("area"))), size))
    return AcceptancePaper(
        number=project.number,
        name=text(found.get("name")),
        entries=_entries(_ACCEPTED, found),
        measured=tuple(measured),
        **_places(project.area),
    )


def ledger_page_of(round_: Round, area: Area, as_of: dt.date) -> LedgerPagePaper:
    """The money of *area* (a village or a township) in the year of *round_*, as the books stand."""
    found = facts.of_area(round_.id, area)
    moved = [
        *queries.list_entries(round_id=round_.id, path=area.path, kind=EntryKind.PAYMENT, standing=True),
        *queries.list_entries(round_id=round_.id, path=area.path, kind=EntryKind.REFUND, standing=True),
    ]
    return LedgerPagePaper(
        year=round_.year,
        as_of=as_of,
        sums=sums_table(found),
        projects=_accounts_table(found["allocations"], found["batches"]),
        payments=_payments_table(sorted(moved, key=lambda entry: (entry.on, entry.id))),
        issuer=_issuer(area),
        telephones=telephones_of(area),
        hotline=round_.policy.objection_hotline,
        **_places(area),
    )


def telephones_of(area: Area) -> tuple[Telephone, ...]:
    """The offices' telephones from *area* up to the county."""
    found = (area_queries.find_ancestor(area, level) for level in (AreaLevel.TOWNSHIP, AreaLevel.COUNTY))
    chain = dict.fromkeys([area, *(one for one in found if one is not None)])
    return tuple(Telephone(one.name, one.telephone) for one in chain if one.telephone)


def _facts_of(project: Project) -> _Facts:
    return facts.of_project(project, NoticeKind.PROJECT_COMPLETION, facts.load_books([project]))


def _entries(asked: Sequence[tuple[str, Any]], found: _Facts) -> tuple[Entry, ...]:
    return tuple(Entry(Message(words), cell) for words, read in asked if (cell := read(found)))


def _places(area: Area) -> dict[str, Any]:
    levels = {"county": AreaLevel.COUNTY, "township": AreaLevel.TOWNSHIP, "village": AreaLevel.VILLAGE}
    found = {name: area_queries.find_ancestor(area, level) for name, level in levels.items()}
    return {name: one.name if one is not None else NOTHING for name, one in found.items()}


def _issuer(area: Area) -> Text:
    return office(area.name, is_village=area.level is AreaLevel.VILLAGE)


def _accounts_table(allocations: Sequence[_Facts], batches: Sequence[_Facts]) -> Table | None:
    """What each project got out of each batch, what of it was paid, and what is left."""
    if not allocations:
        return None
    names = {one.get("number"): text(one.get("name")) for one in batches}
    columns = (
        Column(Message(N_("No.")), 8, is_number=True),
        Column(Message(N_("To which project")), 24),
        Column(Message(N_("Out of which money")), 20),
        Column(Message(N_("Given, yuan")), 16, is_number=True),
        Column(Message(N_("Paid, yuan")), 16, is_number=True),
        Column(Message(N_("Left, yuan")), 16, is_number=True),
    )
    sums = [(int(one["fen"]), int(one["paid_fen"])) for one in allocations]
    rows = tuple(
        Row(
            (
                (str(place),),
                lines(text(one.get("name"))),
                lines(names.get(one.get("batch"), "")),
                (amount(given),),
                (amount(paid),),
                (amount(given - paid),),
            ),
            project=str(one.get("project") or ""),
        )
        for place, (one, (given, paid)) in enumerate(zip(allocations, sums, strict=True), 1)
    )
    given, paid = sum(one for one, _ in sums), sum(one for _, one in sums)
    totals: tuple[Cell, ...] = ((amount(given),), (amount(paid),), (amount(given - paid),))
    return Table(Message(N_("What the money was given for")), columns, rows, (Message(N_("In all")),), totals)


def _payments_table(entries: Sequence[LedgerEntry]) -> Table | None:
    """What was paid, day by day; what a payee gave back counts below nought. Persons are not named."""
    if not entries:
        return None
    columns = (
        Column(Message(N_("Day")), 18),
        Column(Message(N_("Paid to")), 27),
        Column(Message(N_("For what")), 22),
        Column(Message(N_("Voucher no.")), 15),
        Column(Message(N_("Sum, yuan")), 18, is_number=True),
    )
    names = _names_in(entries)
    signed = [(one, -one.amount_fen if one.kind is EntryKind.REFUND else one.amount_fen) for one in entries]
    rows = tuple(
        Row(
            (
                (day(entry.on.isoformat()),),
                (_payee(entry),),
                lines(_without(entry.what_zh, entry.what_en, names)),
                lines(entry.voucher_no),
                (amount(fen),),
            )
        )
        for entry, fen in signed
    )
    return Table(Message(N_("What was paid")), columns, rows, *one_sum(rows, sum(fen for _, fen in signed)))


def _names_in(entries: Sequence[LedgerEntry]) -> list[str]:
    """The villagers named in what officers wrote of *entries*."""
    areas = {entry.area_id: entry.area for entry in entries}.values()
    villages = {village.id for area in areas for village in area_queries.list_villages(area.path)}
    return list_names_within(villages, "\n".join(entry.what_zh for entry in entries))


def _without(zh: str, en: str | None, names: Sequence[str]) -> BilingualText:
    return BilingualText(without_names(zh, names), without_names(en, names) if en else None)


def _payee(entry: LedgerEntry) -> Text:
    if entry.payee_is_person or entry.roll_id is not None or names_a_person(entry.payee):
        return Message(N_("Villagers; their list hangs apart"))
    return BilingualText(entry.payee, entry.payee_en)
