"""What a notice's page says around its list: what it is, where it hangs, what becomes of an objection."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.blueprints.public import fund_words
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.messages import N_
from app.documents import pictures
from app.documents.papers import NoticePaper
from app.domain.areas.models import PostingPlace
from app.domain.calendars.rules import DayKind
from app.domain.notices import showing
from app.domain.notices.models import Notice, NoticeState, PostingProof
from app.domain.notices.queries import Standing
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NameDisplay, NoticeFamily, NoticeKind
from app.web.i18n import current_locale
from app.web.templating import bilingual, format_day

#: bytes of a sheet as PDF without its list, in each language, and for each row of it; of a row as CSV and as JSON
PDF_BASE = {"zh": 55_000, "en": 28_000}
PDF_ROW, CSV_ROW, JSON_ROW, DATA_BASE = 310, 32, 105, 1_000
#: what stands beside a name on a notice without a candidate list: always, and where somebody on the page has it
BESIDE_NAMES: Mapping[NoticeFamily, tuple[tuple[str, ...], tuple[str, ...]]] = {
    NoticeFamily.MONEY: (("amount",), ("goods",)),
    NoticeFamily.WATCH: ((), ("watch", "risk", "help")),
    NoticeFamily.VILLAGES: ((), ()),
}
FIRST_NOTICE, SECOND_NOTICE = NoticeKind.FIRST_NOTICE, NoticeKind.SECOND_NOTICE
#: how a posting is proven beside its photograph
PROOF_WORDS = {
    PostingProof.CODE: N_("its code was read on the photograph"),
    PostingProof.CONFIRMED: N_("a second person confirmed the photograph"),
}


@dataclass(frozen=True)
class Hanging:
    """A place where the sheet must hang: since when, and its photograph where there is one to show."""

    place: BilingualText
    since: str
    photo_url: str = ""
    large_url: str = ""


@dataclass(frozen=True)
class Download:
    """A file to take along."""

    label: str
    url: str
    size: str


def what_it_is(standing: Standing) -> list[str]:
    """What hangs here, in a sentence or two."""
    kind = standing.notice.kind
    if not standing.notice.is_of_list:
        return fund_words.what_it_is(standing)
    if standing.state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        return [_("This list does not count any more.")]
    if standing.notice.round.is_exit:
        found = _leaving(standing)
    elif kind is NoticeKind.ANNOUNCEMENT:
        found = _("The county has decided. This is the final list.")
    elif not standing.is_open:
        found = _(
            "This list was shown for everybody's opinion. The final one came later, as an announcement."
        )
    elif kind is NoticeKind.SECOND_NOTICE:
        found = _("The township has looked through the village's list. The county has yet to decide.")
    else:
        found = _("The villagers' meeting proposes these households. Nothing is decided yet.")
    return [found, _("Whoever knows better can say so.")] if standing.is_open else [found]


def since(standing: Standing, gone: Sequence[int]) -> list[str]:
    """What became of an announcement after it was hung: the numbers of the rows that do not count any more."""
    if not gone or standing.state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        return []
    numbers = (", " if current_locale() == "en" else "、").join(str(number) for number in gone)
    back = (
        _("These households are in the register again.")
        if standing.notice.round.is_exit
        else _("These households are not in the register any more.")
    )
    wrong = _(
        "An objection to this announcement proved right: list no. %(numbers)s does not count.",
        numbers=numbers,
    )
    return [wrong, back]


def _leaving(standing: Standing) -> str:
    """The same of households that leave the register."""
    kind = standing.notice.kind
    if kind is NoticeKind.ANNOUNCEMENT:
        return str(_("These households are out of the register: out of poverty. The county has decided."))
    if not standing.is_open:
        return str(_("This list was shown for everybody's opinion before the households left the register."))
    if kind is NoticeKind.SECOND_NOTICE:
        return str(_("The township has checked who is to leave the register. The county has yet to decide."))
    return str(_("The village proposes that these households leave the register. Nothing is decided yet."))


def columns_of(standing: Standing) -> list[tuple[str, str]]:
    """The head of each column, and what it means."""
    policy = standing.notice.round.policy
    name = _("The head of the household, who speaks for it.")
    if policy.web_name is NameDisplay.MASKED:
        name = _("The head of the household. One character is a star here; the paper has the whole name.")
    if standing.notice.family is NoticeFamily.WATCH:
        return [*_columns_of_everybody(name), *_columns_of_risk(policy)]
    if not standing.notice.is_of_list:
        return [
            (_("List no."), _("The household's number here. It is enough to say this number.")),
            (_("Name of the head"), name),
            (_("Yuan"), _("What the household receives in money.")),
            (_("In kind"), _("What the household receives in things or animals.")),
        ]
    optional = {
        "attribute": (_("Kind"), _("Which kind of help the household belongs to.")),
        "cause": (_("Why in need"), _("Why the household finds it hard.")),
    }
    return [
        (_("List no."), _("The household's number here. It is enough to say this number.")),
        (_("Name of the head"), name),
        (_("People"), _("How many people the household has in the register.")),
        *(optional[column] for column in showing.optional_columns(policy)),
    ]


def _columns_of_everybody(name: str) -> list[tuple[str, str]]:
    return [
        (_("List no."), _("The household's number here. It is enough to say this number.")),
        (_("Name of the head"), name),
        (_("People"), _("How many people the household has in the register.")),
    ]


def _columns_of_risk(policy: Policy) -> list[tuple[str, str]]:
    """Beside the name of a household at risk, as far as the policy lets it."""
    columns = (
        (
            policy.watch_kind_public,
            _("Kind"),
            _("Whether it was poor before, is close to it, or something sudden happened."),
        ),
        (policy.watch_risk_public, _("Risk"), _("What may make the household poor.")),
        (
            policy.watch_help_public,
            _("Kinds of help"),
            _("What is done so that the household does not fall into poverty."),
        ),
    )
    return [(head, meaning) for is_public, head, meaning in columns if is_public]


def hangings_of(
    standing: Standing, places: Sequence[PostingPlace], photographs: Mapping[int, str]
) -> list[Hanging]:
    """Where the sheet hangs or hung and, while the notice is open, where it is still missing."""
    notice, found = standing.notice, []
    size = picture_size(notice)
    for posting in notice.postings:
        day = format_day(posting.posted_on)
        since = _("since %(day)s", day=day)
        if posting.taken_down_on is not None:
            since = _("from %(day)s, taken down on %(down)s", day=day, down=format_day(posting.taken_down_on))
        if (gap := posting.open_gap) is not None:
            since = _("missing since %(day)s", day=format_day(gap.missing_on))
        elif posting.proof in PROOF_WORDS:
            since = _("%(since)s; %(proof)s", since=since, proof=_(PROOF_WORDS[posting.proof]))
        digest = photographs.get(posting.id) if standing.photographs_show else None
        photo = large = ""
        if digest and pictures.is_there(digest):
            photo = url_for("public.show_photo", number=notice.number, posting_id=posting.id)
            if size is pictures.SMALL:
                large = url_for("public.show_large_photo", number=notice.number, posting_id=posting.id)
        found.append(Hanging(posting.place.name, since, photo, large))
    hung = {posting.place_id for posting in notice.postings}
    if standing.is_open:
        found += [Hanging(place.name, _("not recorded yet")) for place in places if place.id not in hung]
    return found


def picture_size(notice: Notice) -> pictures.Size:
    """How a photograph of the sheet is shown: unclear where the paper says more of a name than the page may."""
    if not notice.names_people:
        return pictures.SMALL
    policy = notice.round.policy
    board = NameDisplay(notice.content.get("board_name") or policy.board_name)
    return pictures.SMALL if showing.photographs_are_clear(policy, board) else pictures.UNCLEAR


def after_objecting(paper: NoticePaper, policy: Policy) -> list[str]:
    """What happens to an objection, or to a question about another notice, step by step, in the policy's days."""
    office, holds_up = bilingual(paper.objections_to), paper.kind in (FIRST_NOTICE, SECOND_NOTICE)
    is_anonymous = policy.objection_anonymous_allowed
    first = (
        _("Say what is not right. You need not give your name.")
        if is_anonymous
        else _("Say what is not right, and who you are. The village does not see your name.")
    )
    where = _("It goes to this office, not to the village: %(office)s.", office=office)
    if paper.facts is not None:
        where = _("It goes to this office: %(office)s.", office=office)
        first = (
            _("Write what you ask, or what is not right. You need not give your name.")
            if is_anonymous
            else _("Write what you ask, or what is not right, and who you are.")
        )
    people = ngettext("%(num)s person looks into it", "%(num)s people look into it", policy.investigators_min)
    return [
        first,
        _("You get a receipt at once. With it you can follow what happens."),
        where,
        _("At least %(people)s. The village sees that there is an objection, not whose.", people=people)
        if paper.facts is None
        else _("At least %(people)s. Nobody is told who asked.", people=people),
        *([_("The household concerned waits. The others go on.")] if holds_up else []),
        _answer_within(policy),
        _("One sentence of the answer stands here, without names."),
        _(
            "Not satisfied? Say so once within %(time)s, and it is looked at again.",
            time=_days(policy.second_look_ask_days, policy.objection_answer_day_kind),
        ),
    ]


def _answer_within(policy: Policy) -> str:
    days = policy.objection_answer_days
    if policy.objection_answer_day_kind is DayKind.WORKING:
        return ngettext(
            "You have the answer within %(num)s working day. Days off do not count.",
            "You have the answer within %(num)s working days. Days off do not count.",
            days,
        )
    return ngettext(
        "You have the answer within %(num)s day.", "You have the answer within %(num)s days.", days
    )


def _days(number: int, kind: DayKind) -> str:
    if kind is DayKind.WORKING:
        return ngettext("%(num)s working day", "%(num)s working days", number)
    return ngettext("%(num)s day", "%(num)s days", number)


def until_words(paper: NoticePaper, standing: Standing) -> str:
    """Until when objections are taken, in a sentence."""
    if not standing.period.is_certain(clock.today()):
        return _("You can object now and as long as it hangs.")
    last: dt.date = paper.last_day
    return _("You can object until the end of %(day)s.", day=format_day(last, weekday=True))


def downloads_of(notice: Notice, rows: int) -> list[Download]:
    """The notice's files with about their sizes; *rows* are those that they hold now."""
    number, labels = notice.number, {"zh": _("Sheet in Chinese (PDF)"), "en": _("Sheet in English (PDF)")}
    sheets = [
        Download(
            label, url_for("public.show_notice_pdf", number=number, lang=lang), _kb(base + PDF_ROW * rows)
        )
        for (lang, label), base in zip(labels.items(), PDF_BASE.values(), strict=True)
    ]
    csv, json = (url_for(f"public.show_notice_{kind}", number=number) for kind in ("csv", "json"))
    return [
        *sheets,
        Download(_("Table (CSV)"), csv, _kb(DATA_BASE + CSV_ROW * rows)),
        Download(_("Data (JSON)"), json, _kb(DATA_BASE + JSON_ROW * rows)),
    ]


def _kb(size: int) -> str:
    return _("about %(number)s KB", number=max(1, round(size / 1024)))
