"""``flask pages …``: published pages; what they are is told in docs/publishing.md."""

import logging
import time
from pathlib import Path

import click
import structlog
from flask import Flask, current_app
from flask.cli import AppGroup

from app.config import Config
from app.web.published import setup, warming, watching
from app.web.published.store import Store

group = AppGroup("pages", help="Pages for everybody that are kept as files.")


def the_store() -> Store:
    """The published files; a plain sentence where nothing is published."""
    store = watching.current_store()
    if store is None:
        raise click.ClickException(
            "nothing is published: GONGSHI_PUBLIC_ADDRESS is not set, or GONGSHI_PUBLISH is 0"
        )
    return store


@group.command("warm")
def warm() -> None:
    """Render every page of today that is not there, in both languages. After midnight, and after a restart."""
    store, config = the_store(), current_app.extensions["gongshi"]
    if not config.testing:  # a line a page is too much for a cron's mail
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    began, there = time.monotonic(), len(store.names())
    faults = []
    for path, status in warming.walk(current_app._get_current_object(), config.public_address):  # type: ignore[attr-defined]  # Flask's way to the app itself
        if status >= 400:
            faults.append(f"{status} {path}")
    after = len(store.names())
    click.echo(
        f"{after} pages are published, {max(0, after - there)} of them now, in {time.monotonic() - began:.1f} s"
    )
    if faults:
        raise click.ClickException("some links lead nowhere:\n" + "\n".join(faults[:20]))


@group.command("sweep")
def sweep() -> None:
    """Take away the folders of past days."""
    days = the_store().sweep()
    click.echo(f"{days} past day(s) taken away")


@group.command("forget")
def forget() -> None:
    """Take away everything published, e.g. after a backup was put back. Each page is rendered anew when asked for."""
    the_store().forget()
    click.echo("nothing is published any more")


@group.command("nginx")
@click.option("--server-name", default="_", show_default=True, help="The site's name.")
@click.option("--upstream", default="127.0.0.1:8000", show_default=True, help="Where the portal listens.")
@click.option("--certificate", default="", help="Certificate file; without one, port 80.")
@click.option("--key", default="", help="The certificate's key file.")
def nginx(server_name: str, upstream: str, certificate: str, key: str) -> None:
    """Print settings for nginx: pages from the files, everything else from the portal."""
    config: Config = current_app.extensions["gongshi"]
    if bool(certificate) != bool(key):
        raise click.UsageError("--certificate and --key go together")
    click.echo(
        setup.shape_of(config).settings(
            published=config.published,
            static=Path(current_app.static_folder or ""),
            server_name=server_name,
            upstream=upstream,
            certificate=certificate,
            key=key,
        ),
        nl=False,
    )


def register(app: Flask) -> None:
    """Add the commands to *app*."""
    app.cli.add_command(group)
