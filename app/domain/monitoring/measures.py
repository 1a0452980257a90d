"""What of the help for a household at risk hangs beside its name: kinds of help, never what it is in detail.

Kinds say nothing about anybody's health but one, medical help, which stands there only where the policy lets causes of
health be public.
"""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from app.core.db import db
from app.domain.assistance.catalogue import BY_VALUE, Category
from app.domain.assistance.conditions import OPEN_STATES
from app.domain.assistance.models import Measure
from app.domain.monitoring.models import WatchNotice
from app.domain.notices.models import Notice, NoticeEntry
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NoticeKind

#: what tells of somebody's health
OF_HEALTH = frozenset({Category.MEDICAL})
#: as the notice says it, in both languages: it is frozen in words
WORDS: Mapping[Category, dict[str, str]] = {
    Category.INDUSTRY: {"zh": "产业帮扶", "en": "own production"},
    Category.TRAINING: {"zh": "培训就业", "en": "training and work"},
    Category.POST: {"zh": "公益岗位", "en": "public-interest post"},
    Category.LOAN: {"zh": "小额信贷", "en": "small loan"},
    Category.HOUSING: {"zh": "住房安全", "en": "safe house"},
    Category.RELOCATION: {"zh": "搬迁安置", "en": "relocation"},
    Category.SCHOOL: {"zh": "教育资助", "en": "school aid"},
    Category.ALLOWANCE: {"zh": "社会救助", "en": "allowances"},
    Category.MEDICAL: {"zh": "医疗保障", "en": "medical help"},
    Category.LIVING: {"zh": "饮水和入户路", "en": "water and road"},
}


def offered(policy: Policy) -> list[Category]:
    """The kinds of help that may hang beside a name under *policy*."""
    return [one for one in Category if policy.health_causes_public or one not in OF_HEALTH]


def words_of(chosen: Collection[str], policy: Policy) -> list[dict[str, str]]:
    """The chosen kinds of help as a notice says them, in the order of the catalogue."""
    return [WORDS[one] for one in offered(policy) if one.value in chosen]


def hung(watch_ids: Collection[int]) -> dict[int, list[str]]:
    """case id -> the kinds of help that hang beside it on its newest notice into the watch. One statement."""
    rows = db.session.execute(
        sa.select(WatchNotice.watch_id, NoticeEntry.extra)
        .join(Notice, Notice.id == WatchNotice.notice_id)
        .join(
            NoticeEntry,
            sa.and_(
                NoticeEntry.notice_id == WatchNotice.notice_id, NoticeEntry.sequence == WatchNotice.sequence
            ),
        )
        .where(
            WatchNotice.watch_id.in_(watch_ids),
            Notice.kind == NoticeKind.WATCH_NOTICE,
            Notice.withdrawn_at.is_(None),
        )
        .order_by(Notice.id)
    )
    kinds = {words["zh"]: category.value for category, words in WORDS.items()}
    return {
        watch_id: [kinds[one["zh"]] for one in (extra or {}).get("help") or () if one["zh"] in kinds]
        for watch_id, extra in rows
    }


def planned(household_ids: Collection[int]) -> dict[int, list[str]]:
    """household id -> the kinds of help that its measures under way belong to. One statement for any number."""
    rows = db.session.execute(
        sa.select(Measure.household_id, Measure.kind)
        .where(Measure.household_id.in_(household_ids), Measure.state.in_(OPEN_STATES))
        .order_by(Measure.household_id, Measure.id)
    )
    found: dict[int, list[str]] = {}
    for household_id, kind in rows:
        known: Sequence[str] = found.setdefault(household_id, [])
        if kind in BY_VALUE and (category := BY_VALUE[kind].category.value) not in known:
            found[household_id].append(category)
    return found
