"""What was said of paid rolls, arranged for the pages: words, tones, shares."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.bilingual import BilingualText
from app.domain.deliveries.models import Delivery, DeliveryAnswer
from app.domain.deliveries.queries import Case, Line
from app.domain.deliveries.rules import ANSWER_LABELS, ASKED_LABELS, OUTCOME_LABELS, Share
from app.domain.funds.models import Roll, RollLine
from app.web.templating import bilingual, format_day, format_money

Badge = tuple[str, str]


def badge_of(latest: Delivery | None) -> Badge:
    """How a line stands by its latest answer, and the tone of that."""
    if latest is None:
        return _("not asked yet"), "idle"
    if latest.answer is DeliveryAnswer.CAME:
        return _("confirmed"), "good"
    if latest.outcome is None:
        return _("denied, being looked into"), "bad"
    return _("denied, settled"), "warn"


def badge_of_case(case: Case) -> Badge:
    """How a denial stands."""
    if case.delivery.outcome is not None:
        return _(OUTCOME_LABELS[case.delivery.outcome]), "good"
    if case.is_late:
        return _("overdue since %(day)s", day=format_day(case.due_on)), "bad"
    return _("to be answered by %(day)s", day=format_day(case.due_on)), "warn"


def gets(line: RollLine) -> str:
    """What stands on a line: money, goods, or both."""
    goods = bilingual(BilingualText(line.goods_zh, line.goods_en)) if line.goods_zh else ""
    money = format_money(line.amount_fen) if line.amount_fen or not goods else ""
    return _(", ").join(part for part in (money, goods) if part)


def roll_title(roll: Roll) -> str:
    """What a roll is called."""
    return bilingual(BilingualText(roll.title_zh, roll.title_en))


def title_of(line: Line) -> str:
    """Whose line of which roll."""
    return _("%(name)s, line %(number)s", name=line.line.name, number=line.line.sequence)


def answer_words(delivery: Delivery) -> str:
    """What was said, and where."""
    return _(
        "%(answer)s (%(where)s)",
        answer=_(ANSWER_LABELS[delivery.answer]),
        where=_(ASKED_LABELS[delivery.asked_at]),
    )


def outcome_words(delivery: Delivery) -> str:
    """What looking into it showed; "" while nobody has."""
    return _(OUTCOME_LABELS[delivery.outcome]) if delivery.outcome is not None else ""


def share_words(share: Share | None) -> str:
    """How much of a roll is confirmed, in few words."""
    if share is None or not share.asked:
        return _("nobody was asked yet")
    return ngettext(
        "%(confirmed)s of %(num)s line confirmed",
        "%(confirmed)s of %(num)s lines confirmed",
        share.lines,
        confirmed=share.confirmed,
    )
