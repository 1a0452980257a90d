"""A notice of poor villages as it is read out over the village loudspeaker, in sentences that are heard once."""

from collections.abc import Mapping
from typing import Any

from app.documents import spoken

KINDS = {"village_notice": "贫困村公示", "village_announcement": "贫困村公告"}


def what_is_said(kind: str, facts: Mapping[str, Any], _households: int) -> list[str]:
    """What a notice of *kind* says, in sentences."""
    villages = facts.get("villages") or ()
    if kind == "village_announcement":
        found = ["县里已经定了。", f"定为贫困村的有{spoken.number(len(villages), counted=True)}个村。"]
    else:
        found = [
            "下面这些村自己申请当贫困村，镇里看过了，准备报到县里。",
            f"一共有{spoken.number(len(villages), counted=True)}个村。",
        ]
    for one in villages:
        found += _village(one)
    return found


def _village(one: Mapping[str, Any]) -> list[str]:
    name = spoken.words(str((one.get("name") or {}).get("zh") or ""))
    people, poor = int(one.get("people") or 0), int(one.get("poor_people") or 0)
    income, collective = int(one.get("income_yuan") or 0), int(one.get("collective_yuan") or 0)
    own = f"村集体一年收入{spoken.number(collective)}元。" if collective else "村集体没有收入。"
    return [
        f"{name}：全村{spoken.number(people, counted=True)}口人，贫困人口{spoken.number(poor, counted=True)}人。",
        f"一个人一年的纯收入是{spoken.number(income)}元。",
        own,
    ]
