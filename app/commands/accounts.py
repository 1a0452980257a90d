"""``flask accounts``: the first administrator of an installation, and help for one who cannot sign in."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.core.db import db, unit_of_work
from app.core.errors import DomainError, NotFound
from app.core.permissions import Actor, Role
from app.domain.accounts import passwords, queries, service
from app.domain.areas.queries import get_area

accounts = AppGroup("accounts", help="Who may sign in.")
COMMAND_LINE = Actor(id=None, name="flask accounts")


@accounts.command("create")
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--area", "code", required=True, metavar="CODE", help="Division code of the area of this role.")
def create(username: str, name: str, role: str, code: str) -> None:
    """Open an account and print its one-time password, which the first sign-in changes."""
    password = passwords.one_time_password()
    password_hash = passwords.hash_password(password)
    try:
        with unit_of_work():
            user = service.create_account(
                username=username,
                name=name,
                password_hash=password_hash,
                role=Role(role),
                area=get_area(code),
                actor=COMMAND_LINE,
            )
            username = user.username
    except NotFound:
        raise click.ClickException(
            f"there is no area {code}; import the areas first: flask areas import"
        ) from None
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    show(username, password)


@accounts.command("reset-password")
@click.argument("username")
def reset_password(username: str) -> None:
    """Give an account a one-time password, print it, and end its sessions."""
    password = passwords.one_time_password()
    password_hash = passwords.hash_password(password)
    with unit_of_work():
        user = queries.find_user(username)
        if user is None:
            db.session.rollback()
            raise click.ClickException(f"there is no account {username}")
        service.reset_password(user=user, password_hash=password_hash, actor=COMMAND_LINE)
    show(username, password)


def show(username: str, password: str) -> None:
    """Print what the person needs; it is shown this once."""
    click.echo(f"  account   {username}\n  password  {password}   (once; the first sign-in asks for another)")


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(accounts)
