"""Arranging what the pages of poor villages say: criteria, the form against the register, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can, holds_at
from app.domain.areas.models import Area
from app.domain.notices.labels import label_of
from app.domain.notices.models import NoticeState
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import NoticeKind
from app.domain.poor_villages import publishing, queries, rules
from app.domain.poor_villages.models import FIGURES, PoorVillage, VillageState
from app.domain.poor_villages.rules import Criterion, Figures
from app.domain.rounds.models import Round
from app.domain.workflow.procedures.poor_village import STATES
from app.web.i18n import translate
from app.web.templating import bilingual, format_day

S = VillageState
TONES = {
    S.DRAFT: "idle",
    S.TOWNSHIP_REVIEW: "info",
    S.FIRST_LIST: "info",
    S.PANEL: "info",
    S.CHOSEN: "good",
    S.NOT_CHOSEN: "bad",
    S.ANNOUNCED: "good",
    S.WITHDRAWN: "idle",
}
#: the panel's points are spoken of once it is decided
DECIDED = frozenset({S.CHOSEN, S.NOT_CHOSEN, S.ANNOUNCED})


@dataclass(frozen=True)
class Line:
    """A village in the list of a round."""

    case: PoorVillage
    state: str
    tone: str
    incidence: str
    criteria: tuple[Criterion, ...]
    average: str

    @property
    def url(self) -> str:
        return url_for("poor_villages.show", case_id=self.case.id)


@dataclass(frozen=True)
class FormLine:
    """A figure of the form beside what the register says."""

    label: str
    typed: str
    register: str
    differs: str = ""


@dataclass(frozen=True)
class NoticeLine:
    """A notice on which a village stands."""

    number: str
    label: str
    url: str
    words: str


def lines_of(cases: Sequence[PoorVillage], actor: Actor) -> list[Line]:
    """The villages of a round as lines."""
    return [_line(case, actor) for case in cases]


def _line(case: PoorVillage, actor: Actor) -> Line:
    figures = publishing.figures_of(case)
    share = figures.incidence
    return Line(
        case,
        translate(Message(STATES[case.state])),
        TONES[case.state],
        rules.percent(share) if share is not None else "",
        rules.criteria_of(figures, case.policy),
        average_words(case) if may_see_points(case, actor) else "",
    )


def may_see_points(case: PoorVillage, actor: Actor) -> bool:
    """The county sees what the panel gave; everybody else once it is decided."""
    return case.state in DECIDED or can(actor, Permission.POOR_VILLAGE_DECIDE, case.round)


def average_words(case: PoorVillage) -> str:
    """The panel's average, "" without a sheet."""
    found = rules.average(case.scores)
    return f"{found:f}" if found is not None else ""


def form_lines(case: PoorVillage, register: Figures) -> list[FormLine]:
    """Each figure of the form, the register's, and by how much they differ; the share of poor people below."""
    typed = publishing.figures_of(case)
    differing = {one.name: one for one in rules.differences(typed, register)}
    found = []
    for name in FIGURES:
        known, one = getattr(register, name), differing.get(name)
        found.append(
            FormLine(
                translate(Message(rules.FIGURE_LABELS[name])),
                f"{getattr(typed, name):,}",
                f"{known:,}" if known is not None else "",
                f"{one.by:+,}" if one is not None else "",
            )
        )
    shares = [rules.percent(one) if one is not None else "" for one in (typed.incidence, register.incidence)]
    return [*found, FormLine(str(_("Share of poor people")), shares[0], shares[1])]


def notice_lines(standings: Sequence[Standing]) -> list[NoticeLine]:
    """The notices on which a village stands, with how they stand."""
    return [
        NoticeLine(
            one.notice.number,
            str(_(label_of(one.notice))),
            url_for("postings.show", number=one.notice.number),
            _notice_words(one),
        )
        for one in standings
    ]


def _notice_words(standing: Standing) -> str:
    day = format_day(standing.period.last_day)
    if standing.state in (NoticeState.WITHDRAWN, NoticeState.REPLACED):
        return str(_("Withdrawn"))
    if standing.state is NoticeState.CLOSED:
        return str(_("Hung until the end of %(day)s", day=day))
    if not standing.period.begun:
        return str(_("Not hung yet"))
    return str(_("Hangs until the end of %(day)s", day=day))


def publish_links(round_: Round, actor: Actor) -> list[tuple[str, str]]:
    """The notices that the reader may issue now: the words and the page."""
    kinds = {
        NoticeKind.VILLAGE_NOTICE: N_("Show the first list of %(place)s"),
        NoticeKind.VILLAGE_ANNOUNCEMENT: N_("Announce what was decided of %(place)s"),
    }
    found = []
    for kind, words in kinds.items():
        for township in issuable(kind, round_, actor):
            url = url_for("poor_villages.publish", kind=kind, round=round_.code, township=township.code)
            found.append((_(words, place=bilingual(township.name)), url))
    return found


def issuable(kind: NoticeKind, round_: Round, actor: Actor) -> list[Area]:
    """The townships for which the reader may issue a notice of *kind* that has a village to speak of."""
    if not actor.has(Permission.POOR_VILLAGE_PUBLISH):
        return []
    cases = queries.list_cases(round_, states=publishing.STATES[kind])
    standing = queries.load_ids_in_force([case.id for case in cases], kind)
    waiting = [case.area_path for case in cases if case.id not in standing]
    return [
        one
        for one in queries.list_townships(round_)
        if any(path.startswith(one.path) for path in waiting) and may_issue(kind, one, actor)
    ]


def may_issue(kind: NoticeKind, township: Area, actor: Actor) -> bool:
    """The office that speaks in the notice is the reader's own."""
    issuer = publishing.find_issuer(kind, township)
    return issuer is not None and holds_at(actor, Permission.POOR_VILLAGE_PUBLISH, issuer.path)
