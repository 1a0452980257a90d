"""The money of the demonstration's projects: it comes, is allocated, promised, paid, given back, carried over.

Every amount but a few totals of the township's report is invented, and every document and voucher number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app.commands.demonstration import afterwards, papers
from app.commands.demonstration.diary import EVENING, NOON, Diary
from app.commands.demonstration.ground import Cast
from app.commands.demonstration.roster import SURNAMES, WOMEN
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Refused
from app.core.permissions import Permission
from app.domain.applications.models import Application, ApplicationState
from app.domain.areas.models import Area
from app.domain.areas.queries import list_groups
from app.domain.attachments.models import Attachment
from app.domain.funds import queries, rolls, service
from app.domain.funds.models import Account, Batch, Contract, LedgerEntry, Roll, SourceLevel
from app.domain.households.models import Household
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import ProjectPlace
from app.domain.projects.rules import FULL, latest_tender
from app.domain.rounds.models import Round

if TYPE_CHECKING:
    from app.commands.demonstration.project_course import Course

FEN = 100
#: days after a batch's document until its money came, and after a proposal until money was allocated
CAME_AFTER, ALLOCATED_AFTER = 5, 30
BY_PROGRESS = BilingualText("按进度报账", "By progress")
BY_ROLL = BilingualText("按花名册发放", "By the roll")
ENTERED_TWICE = "同一笔付款录了两次，这一笔作废。"


def texts(pair: Mapping[str, str]) -> BilingualText:
    """A pair of the samples."""
    return BilingualText(pair["zh"], pair["en"])


@dataclass
class Purse:
    """The township's books: batches by their key, and where the numbers of vouchers stand."""

    diary: Diary
    people: Cast
    area: Area
    years: Mapping[bool, Round]
    batches: dict[str, Batch] = field(default_factory=dict)
    _vouchers: Iterator[int] = field(default_factory=lambda: count(1))

    @cached_property
    def voucher(self) -> Attachment:
        """The bundle of vouchers that was scanned."""
        return papers.signed_copy(
            actor=self.people.county,
            kind="voucher",
            area_path=self.area.path,
            name="vouchers",
            needs=Permission.FUND_VIEW,
        )

    def note_batch(self, row: Mapping[str, Any]) -> None:
        """A batch comes; what is left of it is given back or carried over."""
        self.diary.note(row["days_ago"], lambda: self.record(row))
        self.diary.note(
            row["days_ago"] - min(CAME_AFTER, row["days_ago"] // 25), lambda: self.receive(row), NOON
        )
        if "surrendered" in row:
            self.diary.note(row["surrendered"]["days"], lambda: self.surrender(row))
        if "carried_over" in row:
            self.diary.note(row["carried_over"]["days"], lambda: self.carry_over(row))

    def record(self, row: Mapping[str, Any]) -> None:
        """The township notes the batch by its document."""
        self.batches[row["key"]] = service.record_batch(
            actor=self.people.township,
            round_=self.years[bool(row.get("year_before"))],
            area=self.area,
            level=SourceLevel(row["level"]),
            name=texts(row["name"]),
            purpose=texts(row["purpose"]),
            giver=texts(row["giver"]),
            document_no=row["document_no"],
            document_on=clock.today(),
            is_invented=True,
        )

    def receive(self, row: Mapping[str, Any]) -> None:
        """The money comes."""
        service.receive(
            actor=self.people.township,
            batch=self.batches[row["key"]],
            amount_fen=row["received_yuan"] * FEN,
            on=clock.today(),
        )

    def surrender(self, row: Mapping[str, Any]) -> None:
        """What nobody needs goes back to who gave it."""
        service.surrender(
            actor=self.people.township,
            batch=self.batches[row["key"]],
            amount_fen=row["surrendered"]["yuan"] * FEN,
            on=clock.today(),
            document_no="示退〔示例〕1号",
            what=BilingualText("用不完的退回", "Not needed, given back"),
        )

    def carry_over(self, row: Mapping[str, Any]) -> None:
        """What is left goes on in the present year; from then on the batch there is meant."""
        entry = service.carry_over(
            actor=self.people.township,
            batch=self.batches[row["key"]],
            to_round=self.years[False],
            amount_fen=row["carried_over"]["yuan"] * FEN,
            on=clock.today(),
            document_no="示转〔示例〕1号",
            what=BilingualText("上年结余转本年", "The rest of the year before"),
        )
        self.batches[row["key"]] = db.session.get_one(Batch, entry.to_batch_id)

    def note_project(self, course: "Course") -> None:
        """Note everything that happens to the money of a project."""
        row, money = course.row, ProjectMoney(self, course)
        self.diary.note(course.proposed - ALLOCATED_AFTER, money.allocate)
        if "contract" in row:
            self.diary.note(row["contract"]["days"], money.sign)
        before = 0
        for one in row.get("paid", ()):
            before += one["percent"]
            self.diary.note(one["days"], _Paying(money, before, bool(one.get("without_voucher"))))
        if "entered_twice" in row:
            self.diary.note(row["entered_twice"], money.enter_twice, NOON)
        if "refunded" in row:
            self.diary.note(row["refunded"]["days"], money.refund)
        if "roll" in row:
            self.diary.note(row["roll"]["days"], money.draw_up_roll)
            self.diary.note(row["roll"]["days"] - 2, money.announce_roll, EVENING)

    def next_voucher(self) -> str:
        return f"示-{next(self._vouchers):04}"


@dataclass
class ProjectMoney:
    """What happens to the money of one project."""

    purse: Purse
    course: "Course"
    contract: Contract | None = None
    roll: Roll | None = None

    @property
    def row(self) -> Mapping[str, Any]:
        return self.course.row

    @property
    def accounts(self) -> Sequence[Account]:
        return queries.list_accounts(project=self.course.project)

    def allocate(self) -> None:
        """Each place gets its part by quantity; what a second batch gives goes to the first place."""
        project, row, people = self.course.project, self.row, self.purse.people
        more = row.get("more", {"yuan": 0})
        whole = (row["amount_yuan"] - more["yuan"]) * FEN
        left, shares = whole, []
        for place in project.places[1:]:
            shares.append((row["batch"], place, whole * place.quantity_milli // project.quantity_milli))
            left -= shares[-1][2]
        shares.insert(0, (row["batch"], project.places[0], left))
        if more["yuan"]:
            shares.append((more["batch"], project.places[0], more["yuan"] * FEN))
        for key, place, fen in shares:
            service.allocate(
                actor=people.township,
                batch=self.purse.batches[key],
                place=place,
                amount_fen=fen,
                on=clock.today(),
                document_no=f"示拨〔示例〕{self.course.proposed}号",
            )

    def sign(self) -> None:
        """The contract with whoever got the work."""
        award = next(bid for bid in self.row["bids"] if bid.get("award"))
        entry = service.sign_contract(
            actor=self.purse.people.township,
            project=self.course.project,
            number=self.row["contract"]["number"],
            contractor=BilingualText(award["bidder"], award["bidder_en"]),
            amount_fen=self.row["contract"].get("yuan", award["offer_yuan"]) * FEN,
            signed_on=clock.today(),
            person_in_charge="何开远",
            tender=latest_tender(self.course.project),
            paper=self.course.paper,
        )
        self.contract = entry.contract

    def pay(self, percent: int, *, without_voucher: bool = False) -> None:
        """So much is paid of each account that afterwards *percent* of it are paid, of a contract of its amount."""
        of = self.contract.amount_fen if self.contract is not None else self.course.project.allocated_fen
        given = self.course.project.allocated_fen
        for number, account in enumerate(self.accounts):
            part = account.allocated_fen * of * percent // (given * FULL)
            fen = part - part % FEN - account.paid_fen
            voucher = "" if without_voucher and number == 0 else self.purse.next_voucher()
            self._pay(account, fen, voucher)

    def _pay(self, account: Account, fen: int, voucher: str) -> LedgerEntry:
        payee = self.row.get("payee", {"zh": "", "en": ""})
        if self.contract is not None:
            payee = {"zh": self.contract.contractor, "en": self.contract.contractor_en}
        return service.pay(
            actor=self.purse.people.county,
            account=account,
            amount_fen=fen,
            on=clock.today(),
            payee=payee["zh"],
            payee_en=payee["en"],
            contract=self.contract,
            roll=self.roll,
            document_no="报账单（示例）",
            voucher_no=voucher,
            paper=self.purse.voucher if voucher else None,
            what=BY_ROLL if self.roll is not None else BY_PROGRESS,
        )

    def enter_twice(self) -> None:
        """The last payment is entered once more by mistake, and the double is reversed with a reason."""
        last = self._payments()[-1]
        if last.account is None:
            raise LookupError(last.number)
        double = self._pay(last.account, last.amount_fen, last.voucher_no)
        service.reverse(actor=self.purse.people.county, entry=double, reason=ENTERED_TWICE)

    def refund(self) -> None:
        """The payee gives a part back, and it goes back to its batch."""
        last, fen = self._payments()[-1], self.row["refunded"]["yuan"] * FEN
        words = BilingualText("没有用完的退回", "What was not used is given back")
        number = "示退〔示例〕2号"
        service.refund(
            actor=self.purse.people.county,
            payment=last,
            amount_fen=fen,
            on=clock.today(),
            document_no=number,
            what=words,
        )
        service.recall(
            actor=self.purse.people.township,
            account=self.accounts[0],
            amount_fen=fen,
            on=clock.today(),
            document_no=number,
            what=words,
        )

    def _payments(self) -> Sequence[LedgerEntry]:
        statement = sa.select(LedgerEntry).where(
            LedgerEntry.project_id == self.course.project.id, LedgerEntry.payee != ""
        )
        return db.session.scalars(statement.order_by(LedgerEntry.id)).all()

    def draw_up_roll(self) -> None:
        """Who gets what, line by line; it is paid by one payment, unless the samples leave that to the visitor."""
        row, place = self.row["roll"], self.course.project.places[0]
        self.roll = service.draw_up_roll(
            actor=self.purse.people.township,
            place=place,
            title=BilingualText(
                f"{self.row['name']['zh']}发放花名册", f"{self.row['name']['en']}: who gets what"
            ),
            drawn_up_on=clock.today(),
            lines=self._lines(place, row["households"], row["each_yuan"] * FEN),
            paper=self.course.paper,
        )
        if not row.get("unpaid"):
            self._pay(self.accounts[0], self.roll.total_fen, self.purse.next_voucher())
            afterwards.note_deliveries(self.purse.diary, self.course.actor, self.roll, self.row)

    def _lines(self, place: ProjectPlace, number: int, fen: int) -> list[rolls.Line]:
        """Registered households of the village first, then invented names that the register does not know."""
        goods = self.row["goods"]
        found: dict[tuple[str, str], rolls.Line] = {}
        for household in _registered(place.area):
            group = household.group.name_zh if household.group is not None else ""
            line = rolls.Line(
                household.head_name, fen, group, household.people, goods["zh"], goods["en"], household.id
            )
            found.setdefault((group, household.head_name), line)
        known = {name for _group, name in found}
        groups = [group.name_zh for group in list_groups(place.area)] or [""]
        for at in range(number - len(found)):
            name = SURNAMES[at % len(SURNAMES)] + WOMEN[at // len(SURNAMES) % len(WOMEN)]
            if name not in known:
                group = groups[at % len(groups)]
                found[group, name] = rolls.Line(name, fen, group, 3 + at % 3, goods["zh"], goods["en"])
        return list(found.values())[:number]

    def announce_roll(self) -> None:
        """Who received what hangs out. Where the sums differ it is refused, and the visitor finds out why."""
        if self.roll is None:
            raise LookupError(self.row["key"])
        refused = False
        try:
            self.course.town.publish(
                NoticeKind.BENEFICIARIES, self.course.area, self.course.project.round, roll=self.roll
            )
        except Refused:
            refused = True
        if refused is not bool(self.row.get("does_not_add_up")):
            raise AssertionError(f"{self.row['key']}: refused is {refused}")


@dataclass(frozen=True)
class _Paying:
    """A payment after which so many percent are paid."""

    money: ProjectMoney
    percent: int
    without_voucher: bool

    def __call__(self) -> None:
        self.money.pay(self.percent, without_voucher=self.without_voucher)


def _registered(village: Area) -> Sequence[Household]:
    """The registered households of *village*, by number."""
    registered = sa.select(Application.household_id).where(Application.state == ApplicationState.REGISTERED)
    statement = sa.select(Household).where(Household.village_id == village.id, Household.id.in_(registered))
    return db.session.scalars(statement.order_by(Household.household_no)).all()
