"""``flask accounts``: the first administrator."""

import re

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.core.permissions import Role
from app.domain.accounts import passwords, queries
from tests import factories


def password_in(output: str) -> str:
    found = re.search(r"password +(\S+)", output)
    assert found is not None, output
    return found[1]


def test_the_first_administrator_is_made_and_must_change_the_password(app: Flask, db: SQLAlchemy) -> None:
    county = factories.a_county()
    db.session.commit()
    options = ["--name", "李秀英", "--role", "administrator", "--area", county.code]
    result = app.test_cli_runner().invoke(args=["accounts", "create", "Li", *options])
    assert result.exit_code == 0, result.output
    db.session.rollback()
    user = queries.find_user("li")
    assert user is not None
    assert user.must_change_password
    assert passwords.is_right(user.password_hash, password_in(result.output))
    again = app.test_cli_runner().invoke(args=["accounts", "create", "li", *options])
    assert again.exit_code == 1
    assert "taken" in again.output


def test_an_unknown_area_is_said_so(app: Flask, db: SQLAlchemy) -> None:
    options = ["--name", "x", "--role", "administrator", "--area", "520581000000"]
    result = app.test_cli_runner().invoke(args=["accounts", "create", "li", *options])
    assert result.exit_code == 1
    assert "flask areas import" in result.output


def test_a_forgotten_password_is_replaced(app: Flask, db: SQLAlchemy) -> None:
    user = factories.a_user(username="li", role=Role.ADMINISTRATOR, area=factories.a_county())
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["accounts", "reset-password", "li"])
    db.session.rollback()
    db.session.refresh(user)
    assert passwords.is_right(user.password_hash, password_in(result.output))
    assert user.must_change_password
    missing = app.test_cli_runner().invoke(args=["accounts", "reset-password", "nobody"])
    assert missing.exit_code == 1
