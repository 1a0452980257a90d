"""What ``flask prepare`` says and refuses before the server starts."""

import socket

import click
import pytest

from app.commands import prepare


def test_a_free_port_is_accepted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    prepare.refuse_taken_port("127.0.0.1", port)


def test_a_port_in_use_is_refused_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"PORT={port + 1} ./run"):
            prepare.refuse_taken_port("127.0.0.1", port)


def test_a_port_just_left_by_a_stopped_server_is_free() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            accepted, _ = server.accept()
            accepted.close()
            client.recv(1)
    prepare.refuse_taken_port("127.0.0.1", port)


@pytest.mark.parametrize(("value", "wanted"), [(None, True), ("", True), ("1", True), ("0", False)])
def test_the_demonstration_can_be_left_out(
    monkeypatch: pytest.MonkeyPatch, value: str | None, wanted: bool
) -> None:
    if value is None:
        monkeypatch.delenv("GONGSHI_DEMO", raising=False)
    else:
        monkeypatch.setenv("GONGSHI_DEMO", value)
    assert prepare.wants_demonstration() is wanted
