"""What a notice without a candidate list says, whatever it is about: each family of notices has its reader of facts."""

from collections.abc import Mapping
from typing import Any, Protocol

from app.documents.fund_facts import fund_facts
from app.documents.fund_shapes import FundFacts
from app.documents.village_facts import village_facts
from app.documents.watch_facts import watch_facts
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import FAMILY_OF, NoticeFamily, NoticeKind


class Reader(Protocol):
    """From a notice's frozen content to what stands on paper and on the web; *households* are its rows."""

    def __call__(self, kind: NoticeKind, content: Mapping[str, Any], *, households: int = 0) -> FundFacts: ...


READERS: Mapping[NoticeFamily, Reader] = {
    NoticeFamily.MONEY: fund_facts,
    NoticeFamily.WATCH: watch_facts,
    NoticeFamily.VILLAGES: village_facts,
}


def facts_of(notice: Notice) -> FundFacts | None:
    """What *notice* says; of a list of households ``None``."""
    reader = READERS.get(FAMILY_OF[NoticeKind(notice.kind)])
    return reader(notice.kind, notice.content, households=notice.households) if reader else None
