"""Everybody who appears in the tests, in two townships of one county: who they are, and their browsers."""

import secrets
from typing import Any

from flask import Flask

from app.core import clock
from app.core.db import db
from app.core.permissions import NOBODY, Actor, Role
from app.domain.accounts.models import User
from tests import factories
from tests.browser import Browser

#: name -> (role, where). A villager has no account, a stranger an account without a role.
POSTS: dict[str, tuple[Role, str]] = {
    "village_officer": (Role.VILLAGE_OFFICER, "village"),
    "other_village_officer": (Role.VILLAGE_OFFICER, "other_village"),
    "work_team": (Role.WORK_TEAM, "village"),
    "township_reviewer": (Role.TOWNSHIP_REVIEWER, "township"),
    "second_township_reviewer": (Role.TOWNSHIP_REVIEWER, "township"),
    "other_township_reviewer": (Role.TOWNSHIP_REVIEWER, "other_township"),
    "county_approver": (Role.COUNTY_APPROVER, "county"),
    "supervisor": (Role.SUPERVISOR, "county"),
    "administrator": (Role.ADMINISTRATOR, "county"),
}
WITH_ACCOUNT = (*POSTS, "stranger")
EVERYBODY = ("villager", *WITH_ACCOUNT)


class People:
    """The areas as attributes (``people.village``), the people by name: ``user``, ``actor``, ``browser``."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.county = factories.a_county()
        self.township = factories.a_township(self.county)
        self.other_township = factories.a_township(self.county, name_zh="白水镇", name_en="Baishui")
        self.village = factories.a_village(self.township)
        self.other_village = factories.a_village(self.township)
        self.far_village = factories.a_village(self.other_township)
        self._ids: dict[str, int] = {}

    def user(self, name: str) -> User:
        """The account of *name*, made when first asked for."""
        if name not in self._ids:
            role, where = POSTS.get(name, (None, ""))
            area = getattr(self, where) if where else None
            self._ids[name] = factories.a_user(role, area, username=name.replace("_", "-")).id
        return db.session.get_one(User, self._ids[name])

    def actor(self, name: str) -> Actor:
        """*name* as services see them; ``villager`` is nobody."""
        return NOBODY if name == "villager" else self.user(name).as_actor()

    def browser(self, name: str) -> Browser:
        """A browser in which *name* is signed in (``villager``: in which nobody is)."""
        browser = Browser(self.app)
        if name != "villager":
            sign_in(browser, self.user(name))
        return browser


def sign_in(browser: Browser, user: User) -> None:
    """Sign *user* in without the page: the session as the sign-in page leaves it."""
    stamp = int(clock.now().timestamp())
    contents: dict[str, Any] = {
        "_user_id": f"{user.id}.{user.session_epoch}",
        "_fresh": True,
        "began": stamp,
        "seen": stamp // 60 * 60,
        "token": secrets.token_urlsafe(18),
    }
    with browser.client.session_transaction() as session:
        session.update(contents)


def sign_in_by_page(browser: Browser, username: str, password: str = factories.PASSWORD) -> None:
    """Sign in as a person does: open the page, fill it in, press the button."""
    browser.get("accounts.sign_in")
    browser.send(username=username, password=password)
