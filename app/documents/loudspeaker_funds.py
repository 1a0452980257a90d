"""A notice of funds or projects as it is read out over the village loudspeaker, in sentences that are heard once."""

from collections.abc import Mapping
from typing import Any

from app.documents import spoken

#: what is read out of the projects; the others hang on the board
MOST_PROJECTS = 8

KINDS = {
    "funds": "资金公示",
    "project_library": "项目库公示",
    "annual_plan": "年度项目计划公示",
    "project_start": "项目实施前公示",
    "project_progress": "项目进展公示",
    "project_completion": "项目完工公示",
    "beneficiaries": "受益名单公示",
}
_ABOUT = {
    "project_library": "下面的项目准备报上去，现在还没有钱。",
    "annual_plan": "下面的项目今年要做。",
    "project_start": "下面的项目就要动工了，先让大家知道。",
    "project_progress": "下面说项目做到哪里了。",
    "project_completion": "下面的项目做完了，说一说花了多少钱。",
    "beneficiaries": "下面说哪些人家得到什么。",
}


def money(fen: int) -> str:
    """A sum as it is said: 120000050 as 一百二十万元五角."""
    yuan, rest = divmod(abs(fen), 100)
    jiao, low = divmod(rest, 10)
    small = (f"{spoken.number(jiao)}角" if jiao else "") + (f"{spoken.number(low)}分" if low else "")
    said = f"{spoken.number(yuan)}元" if yuan or not small else ""
    return ("负" if fen < 0 else "") + said + small


def what_is_said(kind: str, facts: Mapping[str, Any], households: int) -> list[str]:
    """What a notice of *kind* says, in sentences."""
    if kind == "funds":
        return _balance(facts.get("funds") or {})
    projects = facts.get("projects") or ()
    found = [_ABOUT[kind]]
    for one in projects[:MOST_PROJECTS]:
        found += _project(kind, one)
    if len(projects) > MOST_PROJECTS:
        found.append(f"一共有{spoken.number(len(projects), counted=True)}个项目，别的请看公示栏。")
    if kind == "beneficiaries":
        total = int((facts.get("roll") or {}).get("total_fen") or 0)
        sum_ = f"，一共{money(total)}" if total else ""
        found.append(f"名单上有{spoken.number(households, counted=True)}户{sum_}。")
        found.append("是哪些人家，请到公示栏去看。")
    return found


def _balance(funds: Mapping[str, Any]) -> list[str]:
    def of(name: str) -> int:
        return int(funds.get(f"{name}_fen") or 0)

    reached = funds.get("households")
    paid = f"已经付了{money(of('paid'))}。"
    if reached:
        paid = f"已经付了{money(of('paid'))}，到了{spoken.number(int(reached), counted=True)}户。"
    gone = f"退回和结转的有{money(of('gone'))}。" if of("gone") else ""
    return [
        f"今年收到扶贫资金{money(of('received'))}。",
        f"安排给项目的有{money(of('allocated'))}。",
        paid,
        gone,
        f"还剩{money(of('left'))}。",
    ]


def _project(kind: str, one: Mapping[str, Any]) -> list[str]:
    name = spoken.words(_zh(one.get("name")))
    cost, paid = int(one.get("budget_fen") or 0), int(one.get("paid_fen") or 0)
    found = [f"{name}，投资{money(cost)}。" if cost else f"{name}。"]
    if one.get("contractor") and kind != "project_library":
        found.append(f"做工程的是{_zh(one['contractor'])}。")
    if kind == "project_progress" and one.get("percent") is not None:
        found.append(f"已经做了百分之{spoken.number(int(one['percent']))}。")
    if paid:
        found.append(f"已经付了{money(paid)}。")
    return found


def _zh(value: Any) -> str:
    return str(value.get("zh") or "") if isinstance(value, Mapping) else str(value or "")
