"""What a notice without a list says over the loudspeaker: each family of notices has its sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from app.documents import loudspeaker_funds, loudspeaker_villages, loudspeaker_watch
from app.domain.policies.vocabulary import FAMILY_OF, NoticeFamily, NoticeKind

#: what a notice of each kind is called
KINDS: Mapping[str, str] = {
    **loudspeaker_funds.KINDS,
    **loudspeaker_watch.KINDS,
    **loudspeaker_villages.KINDS,
}
SPEAKERS: Mapping[NoticeFamily, Callable[[str, Mapping[str, Any], int], list[str]]] = {
    NoticeFamily.MONEY: loudspeaker_funds.what_is_said,
    NoticeFamily.WATCH: loudspeaker_watch.what_is_said,
    NoticeFamily.VILLAGES: loudspeaker_villages.what_is_said,
}


def what_is_said(kind: str, facts: Mapping[str, Any], households: int) -> list[str]:
    """What a notice of *kind* with so many *households* says, in sentences."""
    return SPEAKERS[FAMILY_OF[NoticeKind(kind)]](kind, facts, households)
