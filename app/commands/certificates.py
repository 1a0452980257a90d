"""``flask certificates …``: the certificate with which archived papers are signed; told in docs/operations.md."""

import secrets
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.core import clock
from app.core.files import write_whole
from app.documents import signing
from app.documents.faults import CertificateUnusable

group = AppGroup("certificates", help="The certificate that archived papers are signed with.")


@group.command("demonstration")
def demonstration() -> None:
    """Make a certificate for showing how papers are signed. It says in its name that it is not a real office's."""
    path = signing_folder() / "certificate.p12"
    if path.exists():
        raise click.ClickException(f"there is a certificate already: {path}")
    make_demonstration()
    click.echo(
        f"{path} and its password lie side by side; after a restart archived papers are signed with it."
    )
    authority = path.with_name("authority.pem")
    click.echo(f"Programs that check signatures need the authority's certificate: {authority}")


def signing_folder() -> Path:
    """Where this installation keeps a certificate of its own."""
    folder: Path = current_app.extensions["gongshi"].instance / "signing"
    return folder


def make_demonstration() -> None:
    """Make the self-made certificate and its password, unless there is one already."""
    folder = signing_folder()
    if (folder / "certificate.p12").exists():
        return
    password = secrets.token_urlsafe(18)
    signing.make_demonstration(folder, at=clock.now(), password=password)
    write_whole(folder / "password", password.encode(), 0o600)


@group.command("show")
def show() -> None:
    """Say whose certificate signs here, who vouches for it and until when."""
    if not signing.is_configured():
        raise click.ClickException(
            "no certificate: papers are not signed (GONGSHI_SIGNING_CERTIFICATE is not set)"
        )
    try:
        known = signing.holder()
    except CertificateUnusable as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{known.name}\nvouched for by {known.issuer}")
    click.echo(f"from {clock.local(known.not_before):%Y-%m-%d} to {clock.local(known.not_after):%Y-%m-%d}")
    click.echo(f"SHA-256 {known.digest}")


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(group)
