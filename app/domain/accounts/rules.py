"""What an account's name, password and roles must be. Pure."""

import re
import unicodedata

from app.core.messages import N_, Message
from app.core.permissions import Role
from app.domain.areas.models import AreaLevel

SHORTEST, LONGEST = 10, 200
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")

#: tried first by whoever guesses; shorter ones are refused by their length already
_COMMON = """
    1234567890 12345678910 0123456789 9876543210 0987654321 1234567891 1111111111 0000000000 8888888888
    6666666666 1212121212 1122334455 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop qwerty12345 qwerty123456
    asdfghjkl123 zxcvbnm123 password123 password1234 password12 passw0rd123 admin12345 admin123456
    administrator administrator1 abcd123456 abc1234567 abcdefghij a123456789 aa12345678 aa123456789
    woaini1314 woaini1314520 5201314520 1314520520 iloveyou123 iloveyou1314 welcome1234 letmein1234
    changeme123 gongshi123 gongshi1234 gongshi12345 huanying123 zhongguo123 test123456 test1234567
    user123456 qazwsxedcrfv q1w2e3r4t5 147258369000 zaq12wsxcde3 asd123456789
"""
COMMON = frozenset(_COMMON.split())

#: at which level of area each role is held
LEVELS: dict[Role, frozenset[AreaLevel]] = {
    Role.VILLAGE_OFFICER: frozenset({AreaLevel.VILLAGE}),
    Role.WORK_TEAM: frozenset({AreaLevel.VILLAGE}),
    Role.TOWNSHIP_REVIEWER: frozenset({AreaLevel.TOWNSHIP}),
    Role.COUNTY_APPROVER: frozenset({AreaLevel.COUNTY}),
    Role.SUPERVISOR: frozenset({AreaLevel.COUNTY, AreaLevel.TOWNSHIP}),
    Role.ADMINISTRATOR: frozenset({AreaLevel.COUNTY, AreaLevel.TOWNSHIP}),
}


def normalised(password: str) -> str:
    """The same password however it was typed: composed, full-width letters as ordinary ones."""
    return unicodedata.normalize("NFKC", password)


def tidy_username(text: str) -> str:
    """A username as it is stored and compared: without blanks around, in small letters."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def why_not_username(text: str) -> Message | None:
    """Why *text* cannot be a username, or ``None``."""
    if USERNAME.fullmatch(text):
        return None
    return Message(
        N_("A username has 2 to 40 small letters, digits, dots or hyphens and begins with a letter.")
    )


def why_not_password(password: str, username: str) -> Message | None:
    """Why *password* is too weak, or ``None``. Length counts; no mixture of signs is asked for."""
    plain = normalised(password).strip()
    if len(plain) < SHORTEST:
        return Message(N_("A password needs at least %(count)s characters."), count=SHORTEST)
    if len(plain) > LONGEST:
        return Message(N_("A password has at most %(count)s characters."), count=LONGEST)
    small = plain.lower()
    if username and username in small:
        return Message(N_("The password must not contain the username."))
    if small in COMMON or len(set(small)) < 4:
        return Message(N_("This password is too easy to guess. A short sentence is easy to keep in mind."))
    return None


def why_not_held_at(role: Role, level: AreaLevel) -> Message | None:
    """Why *role* is not held at an area of *level*, or ``None``."""
    if level in LEVELS[role]:
        return None
    return Message(N_("“%(role)s” is not a role at this level of area."), role=Message(role.label))
