"""What villages have to publish, arranged for the pages: words, tones, links, the table of villages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.messages import Message
from app.domain.areas.models import Area
from app.domain.disclosures import queries, rules
from app.domain.disclosures.catalogue import BY_CODE, CATALOGUE, Item
from app.domain.disclosures.models import Disclosure
from app.domain.disclosures.queries import Year
from app.domain.disclosures.rules import DUTY_LABELS, STATUS_LABELS, Due, Status
from app.domain.notices.queries import list_names_within
from app.domain.notices.showing import without_names
from app.domain.policies.rules import Policy
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.queries import list_rounds
from app.web.i18n import translate
from app.web.templating import bilingual, format_day

TONES = {
    Status.DONE: "good",
    Status.DONE_LATE: "warn",
    Status.DUE: "info",
    Status.LATE: "bad",
    Status.COMING: "idle",
}


@dataclass(frozen=True)
class Row:
    """One thing to publish as it is shown. *proofs* are words and addresses of what shows it; *where* it hangs."""

    due: Due
    name: str
    about: str
    badge: tuple[str, str]
    day: str
    where: str
    proofs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Entry:
    """One entry of the catalogue in the reader's words."""

    name: str
    what: str
    where: str
    by: str
    when: str
    source: str


def rows_of(dues: Sequence[Due]) -> list[Row]:
    """*dues* in their order."""
    return [_row(due) for due in dues]


def rows_for_everybody(dues: Sequence[Due], village: Area) -> list[Row]:
    """*dues* of *village* as everybody may read them: no villager stands in what officers wrote."""
    rows = rows_of(dues)
    written = without_villagers([text for row in rows for text in (row.about, row.where)], village)
    return [
        replace(row, about=about, where=where)
        for row, about, where in zip(rows, written[::2], written[1::2], strict=True)
    ]


def without_villagers(texts: Sequence[str], village: Area) -> list[str]:
    """*texts* without the names of the people of *village* and without personal numbers."""
    names = list_names_within([village.id], "\n".join(texts))
    return [without_names(text, names) for text in texts]


def _row(due: Due) -> Row:
    status = due.status(clock.today())
    evidence = due.evidence
    day = (
        _("published on %(day)s", day=format_day(evidence.on))
        if evidence is not None
        else _("by %(day)s", day=format_day(due.due_on))
    )
    where = evidence.where if evidence is not None and evidence.where and evidence.where.zh else None
    return Row(
        due=due,
        name=_(due.item.name),
        about=about_of(due),
        badge=(_(STATUS_LABELS[status]), TONES[status]),
        day=day,
        where=bilingual(where) if where is not None else _(due.item.where),
        proofs=_proofs(due),
    )


def _proofs(due: Due) -> list[tuple[str, str]]:
    """The notice and the article that everybody can read."""
    evidence, found = due.evidence, []
    if evidence is not None and evidence.notice:
        number = evidence.notice
        found.append((_("notice %(number)s", number=number), url_for("public.show_notice", number=number)))
    if evidence is not None and evidence.article:
        url = url_for("articles.show_public", number=evidence.article)
        found.append((_("article %(number)s", number=evidence.article), url))
    return found


def catalogue(policy: Policy) -> list[Entry]:
    """Everything that is to be published, with the numbers of a policy."""
    return [_entry(item, policy) for item in CATALOGUE]


def _entry(item: Item, policy: Policy) -> Entry:
    return Entry(
        name=_(item.name),
        what=_(item.what),
        where=_(item.where),
        by=_(DUTY_LABELS[item.duty]),
        when=translate(rules.span_words(item, policy)),
        source=_(item.source),
    )


def title_of(due: Due) -> str:
    """What is to be published, with what it is about."""
    return f"{_(due.item.name)} · {about_of(due)}"


def about_of(due: Due) -> str:
    """Which period, or what it is about."""
    return translate(due.about) if isinstance(due.about, Message) else bilingual(due.about)


def title_of_record(disclosure: Disclosure) -> str:
    """What was recorded as published."""
    item, matter = BY_CODE[disclosure.item], disclosure.matter
    if matter is not None:
        return f"{_(item.name)} · {bilingual(BilingualText(matter.subject_zh, matter.subject_en))}"
    round_ = queries.find_year(disclosure.village, int(disclosure.period[:4]))
    periods = rules.periods_of(item, round_.policy, round_.year) if round_ is not None else []
    words = (translate(one.words) for one in periods if one.code == disclosure.period)
    return f"{_(item.name)} · {next(words, disclosure.period)}"


def years_of(villages: Sequence[Area]) -> list[Round]:
    """The years of projects and money that govern any of *villages*, the newest first."""
    return [
        one for one in list_rounds(RoundKind.FUNDS) if any(v.path.startswith(one.area.path) for v in villages)
    ]


def table_of(villages: Sequence[Area], round_: Round, *, only_late: bool) -> list[Year]:
    """Each village of a year; *only_late* those that are late with something."""
    years = queries.load_years([v for v in villages if v.path.startswith(round_.area.path)], round_)
    return [year for year in years if year.counts.late or not only_late]
