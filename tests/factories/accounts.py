"""People with an account, and the rows of stored files."""

from functools import cache
from typing import Any

from argon2 import PasswordHasher

from app.core.db import db
from app.core.permissions import Permission, Role
from app.domain.accounts.models import RoleGrant, User
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from tests.factories.areas import the_village
from tests.factories.basis import add, first, how_many

PASSWORD = "hung-on-the-wall-7"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("秀英", "桂兰", "建国", "志明", "玉梅", "德福", "永强", "春花", "大山", "小燕")


@cache
def quick_hash(password: str) -> str:
    """A real hash of *password*, made with little work."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def a_user(
    role: Role | None = None, area: Area | None = None, *, password: str = PASSWORD, **given: Any
) -> User:
    """Somebody with an account, who is *role* at *area* (nobody anywhere without a role)."""
    number = how_many(User) + 1
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)]
    values = {"username": f"user-{number}", "name": name, "must_change_password": False} | given
    user = add(User(password_hash=quick_hash(password), **values))
    if role is not None:
        user.grants.append(RoleGrant(role=role, area=area or the_village()))
        db.session.flush()
    return user


def the_officer() -> User:
    """Somebody to stand in the columns that name who wrote."""
    return first(User) or a_user(Role.VILLAGE_OFFICER)


def an_attachment(village: Area | None = None, **given: Any) -> Attachment:
    """The row of a stored file, without bytes behind it."""
    values = {
        "digest": f"{how_many(Attachment) + 1:064x}",
        "filename": "photo.jpg",
        "media_type": "image/jpeg",
        "size": 12_345,
        "kind": "posting_photo",
        "needs": Permission.CANDIDATE_LIST_VIEW.value,
        "area_path": (village or the_village()).path,
    } | given
    return add(Attachment(**values))
