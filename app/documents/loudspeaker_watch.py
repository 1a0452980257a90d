"""A notice of households at risk as it is read out over the village loudspeaker: how many, never who."""

from collections.abc import Mapping
from typing import Any

from app.documents import spoken

KINDS = {
    "watch_notice": "监测对象公示",
    "watch_announcement": "监测对象公告",
    "release_notice": "监测对象风险消除公示",
    "release_announcement": "监测对象风险消除公告",
}
_SAID = {
    "watch_notice": "干部上门看过，村里评过，现在提出要重点关心、帮一把的有{size}，还没有最后定。",
    "watch_announcement": "村里公示过，镇上查过，县里已经同意，要重点关心、帮一把的有{size}。",
    "release_notice": "干部又上门看过，村里评过，困难已经过去、现在提出不再监测的有{size}，还没有最后定。",
    "release_announcement": "村里公示过，镇上查过，县里已经同意，困难已经过去、不再监测的有{size}。",
}


def what_is_said(kind: str, facts: Mapping[str, Any], households: int) -> list[str]:
    """What a notice of *kind* with so many *households* says, in sentences."""
    people = int(facts.get("people") or 0)
    size = f"{spoken.number(households, counted=True)}户，一共{spoken.number(people, counted=True)}口人"
    return [_SAID[kind].format(size=size), "是哪些人家，请到贴名单的地方看。"]
