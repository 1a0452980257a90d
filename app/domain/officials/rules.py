"""Which posts there are where, who is the same person, and how a pasted roster is read. All pure."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.domain.areas.models import AreaLevel
from app.domain.officials.models import Official, Post

POST_LABELS = {
    Post.REPRESENTATIVE: N_("Villagers' representative"),
    Post.VILLAGE_COMMITTEE: N_("Village committee"),
    Post.PARTY_BRANCH: N_("Party branch"),
    Post.SUPERVISION: N_("Village supervision committee"),
    Post.GROUP_LEADER: N_("Group leader"),
    Post.WORK_TEAM: N_("Work team in the village"),
    Post.TOWNSHIP: N_("Township official"),
    Post.COUNTY: N_("County official"),
}
POSTS_AT = {
    AreaLevel.VILLAGE: (
        Post.VILLAGE_COMMITTEE,
        Post.PARTY_BRANCH,
        Post.SUPERVISION,
        Post.WORK_TEAM,
        Post.GROUP_LEADER,
        Post.REPRESENTATIVE,
    ),
    AreaLevel.TOWNSHIP: (Post.TOWNSHIP,),
    AreaLevel.COUNTY: (Post.COUNTY,),
}
FROM_ABOVE = N_("This is done one level above the official, and never by the official himself.")
SEX_LABELS = {"male": N_("male"), "female": N_("female")}
LONGEST_NAME = 60
LONGEST_TITLE = 60
MOST_PASTED = 200

_BLANK = re.compile(r"\s+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"[\t,，;；、|]+")
_SEXES = {"男": "male", "女": "female", "male": "male", "female": "female", "m": "male", "f": "female"}


def plain_name(name: str) -> str:
    """*name* as names are compared: half width, without blanks (王 强 is 王强)."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", name))


def bare_name(name: str) -> str:
    """The same without what stands in brackets, by which two of one name are told apart: 王强（3组） is 王强."""
    return _IN_BRACKETS.sub("", plain_name(name))


def names_of(written: str) -> frozenset[str]:
    """What *written* may name: the whole, the name without brackets, and the last part where a title stands before.

    So 工作队 何平 is also 何平. Rather one namesake too many than a relative too few.
    """
    parts = _IN_BRACKETS.sub(" ", unicodedata.normalize("NFKC", written)).split()
    found = {plain_name(written), bare_name(written)}
    if len(parts) > 1 and len(parts[-1]) > 1:
        found.add(parts[-1])
    return frozenset(found - {""})


def is_same_person(name: str, user_id: int | None, other_name: str, other_user_id: int | None) -> bool:
    """The same account, or the same name: somebody with two accounts does not become two people."""
    if user_id is not None and user_id == other_user_id:
        return True
    return bool(names_of(name) & names_of(other_name))


def paths_over(path: str) -> list[str]:
    """The paths of the area at *path* and of all areas that contain it, from the county down."""
    parts = path.strip("/").split("/")
    return ["/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1)]


def is_from_above(actor: Actor, official: Official, permission: Permission) -> bool:
    """True when *actor* holds *permission* from a level above the official's; at the county, when he is another one."""
    if is_same_person(official.name, official.user_id, actor.name, actor.id):
        return False
    path = official.area.path
    is_top = official.area.level is AreaLevel.COUNTY
    return any(
        path.startswith(granted) and (is_top or granted != path) for granted in actor.paths_for(permission)
    )


def post_problem(post: Post, level: AreaLevel) -> Message | None:
    """There is no such post at an area of this level."""
    if post in POSTS_AT.get(level, ()):
        return None
    return Message(N_("There is no such post at this level: %(post)s."), post=Message(POST_LABELS[post]))


@dataclass(frozen=True)
class RosterLine:
    """One representative as pasted: *number* is the line that it was read from."""

    number: int
    name: str
    group_name: str = ""
    sex: str | None = None


def parse_roster(text: str) -> tuple[list[RosterLine], list[Message]]:
    """The lines of a pasted roster (name, group, sex) and what is wrong with it, each with its line's number."""
    lines: list[RosterLine] = []
    faults: list[Message] = []
    for number, raw in enumerate(text.splitlines(), 1):
        parts = [part.strip() for part in _BETWEEN.split(unicodedata.normalize("NFKC", raw))]
        if not any(parts):
            continue
        sexes = [_SEXES[part.lower()] for part in parts[1:] if part.lower() in _SEXES]
        groups = [part for part in parts[1:] if part and part.lower() not in _SEXES]
        fault = _line_fault(number, parts[0], groups, lines)
        if fault is not None:
            faults.append(fault)
        else:
            lines.append(
                RosterLine(number, parts[0], groups[0] if groups else "", sexes[0] if sexes else None)
            )
    if not lines and not faults:
        faults.append(Message(N_("No name was found.")))
    if len(lines) > MOST_PASTED:
        faults.append(Message(N_("At most %(most)s names at once."), most=MOST_PASTED))
    return lines, faults


def _line_fault(
    number: int, name: str, groups: Sequence[str], before: Sequence[RosterLine]
) -> Message | None:
    if not name or len(name) > LONGEST_NAME or any(character.isdigit() for character in bare_name(name)):
        return Message(N_("Line %(number)s does not begin with a name."), number=number)
    if len(groups) > 1 or any(len(group) > LONGEST_NAME for group in groups):
        return Message(
            N_("Line %(number)s has more than name, group and sex: “%(extra)s”."),
            number=number,
            extra=groups[-1][:20],
        )
    if any(plain_name(line.name) == plain_name(name) for line in before):
        return Message(
            N_(
                "Line %(number)s: “%(name)s” stands twice. If these are two people, put the group in brackets "
                "behind each name."
            ),
            number=number,
            name=name,
        )
    return None


@dataclass(frozen=True)
class Makeup:
    """How representatives are made up: the number of all, of women, of those whose sex is on record, by group."""

    total: int
    women: int
    known: int
    by_group: tuple[tuple[str, int], ...]

    @property
    def women_percent(self) -> int | None:
        """Women among those whose sex is on record, in whole percent."""
        return round(100 * self.women / self.known) if self.known else None


def makeup_of(representatives: Collection[Official]) -> Makeup:
    """The representatives counted by group and sex."""
    groups: dict[str, int] = {}
    for one in representatives:
        groups[one.group_name] = groups.get(one.group_name, 0) + 1
    return Makeup(
        len(representatives),
        sum(one.sex == "female" for one in representatives),
        sum(one.sex is not None for one in representatives),
        tuple(groups.items()),
    )
