"""What can go wrong at a start, with a program in the place of Label Studio; the real one is started in integration."""

from __future__ import annotations

import fcntl
import sys
from functools import partial
from pathlib import Path

import pytest

from standoff.errors import ConflictError, InputError, RemoteError
from standoff.labelstudio import server as module
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.connection import Connection, read_connection, write_connection
from standoff.labelstudio.installation import Installation
from standoff.labelstudio.server import down, log_tail, running, up
from tests.studio_fixtures import free_port


def silent(_stage: str, _detail: str) -> None:
    """Report nothing."""


def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Install a program that does this in the place of Label Studio."""
    installation = Installation(tmp_path / "installed")
    for path, text in (
        (installation.program, f"#!{sys.executable}\nimport os, sys, time\nport = int(sys.argv[-1])\n{body}\n"),
        (installation.empty_database, "an empty database"),
    ):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    installation.program.chmod(0o755)
    monkeypatch.setattr(module, "ensure_installed", lambda _report: installation)


def test_a_server_that_ends_at_once_shows_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "print('no such table'); sys.exit(1)")
    with pytest.raises(RemoteError, match="the server ended at once:\nno such table"):
        up(tmp_path / "studio", silent, port=free_port())
    assert running(tmp_path / "studio") is None
    connection = read_connection(tmp_path / "studio")
    assert connection is not None
    assert connection.email == "annotator@localhost"


def test_a_server_that_takes_another_port_is_stopped_and_gets_no_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce = "print(f'Starting development server at http://127.0.0.1:{port + 1}/', flush=True); time.sleep(60)"
    install(tmp_path, monkeypatch, announce)
    monkeypatch.setattr(module, "_check_account", lambda _connection: pytest.fail("the key was sent"))
    with pytest.raises(ConflictError, match="something else uses this port"):
        up(tmp_path / "studio", silent, port=free_port())
    assert running(tmp_path / "studio") is None


def test_a_server_that_never_gets_ready_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "print('migrating', flush=True); time.sleep(60)")
    monkeypatch.setattr(module, "_SECONDS_TO_START", 1)
    with pytest.raises(RemoteError, match="did not start within 1 seconds"):
        up(tmp_path / "studio", silent, port=free_port())
    assert running(tmp_path / "studio") is None


def test_a_server_that_ignores_the_first_order_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = "print(f'Starting development server at http://127.0.0.1:{port}/', flush=True); time.sleep(60)"
    install(tmp_path, monkeypatch, f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{ready}")
    monkeypatch.setattr(module, "_check_account", lambda _connection: None)
    monkeypatch.setattr(module, "_SECONDS_TO_STOP", 0.5)
    up(tmp_path / "studio", silent, port=free_port())
    assert down(tmp_path / "studio")
    assert running(tmp_path / "studio") is None
    assert "Starting development server" in log_tail(tmp_path / "studio")


def test_what_is_being_started_is_left_alone(tmp_path: Path) -> None:
    lock = tmp_path / "server.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for action in (running, down):
            with pytest.raises(ConflictError, match="being started by somebody else"):
                action(tmp_path)
        with pytest.raises(ConflictError, match="being started by somebody else"), module._lock(tmp_path):
            pytest.fail("the lock was taken")


def test_a_server_without_its_connection_is_not_used(tmp_path: Path) -> None:
    lock = tmp_path / "server.lock"
    with lock.open("w") as file:
        file.write("999999\n")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(ConflictError, match=r"connection\.json is gone"):
            up(tmp_path, silent)


@pytest.mark.parametrize("email", ["ann", "@x", "ann@", "a b@example.org", "anna.müller@example.org"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, email: str) -> None:
    with pytest.raises(InputError, match="is no e-mail address"):
        up(tmp_path / "studio", silent, port=free_port(), email=email)
    assert not (tmp_path / "studio").exists()


def test_the_port_of_the_last_time_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    write_connection(tmp_path, Connection(f"http://127.0.0.1:{port}", "0" * 40, "ann@localhost", "password"))
    ready = "print(f'Starting development server at http://127.0.0.1:{port}/', flush=True); time.sleep(60)"
    install(tmp_path, monkeypatch, ready)
    monkeypatch.setattr(module, "_check_account", lambda _connection: None)
    try:
        result = up(tmp_path, silent)
        assert (result.connection.url, result.is_new_account) == (f"http://127.0.0.1:{port}", False)
        assert log_tail(tmp_path / "none") == ""
    finally:
        down(tmp_path)


def test_a_server_that_does_not_answer_is_no_server_with_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "StudioClient", partial(StudioClient, waits=()))
    connection = Connection(f"http://127.0.0.1:{free_port()}", "0" * 40, "ann@localhost")
    with pytest.raises(RemoteError, match="cannot be reached"):
        module._check_account(connection)


def test_a_key_of_another_account_is_no_key_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other:
        def __init__(self, _connection: Connection) -> None:
            self.email = "other@localhost"

        def __enter__(self) -> Other:
            return self

        def __exit__(self, *_: object) -> None:
            """Close nothing."""

        def whoami(self) -> Other:
            return self

    monkeypatch.setattr(module, "StudioClient", Other)
    with pytest.raises(RemoteError, match="belongs to other@localhost"):
        module._check_account(Connection("http://127.0.0.1:8080", "0" * 40, "ann@localhost"))
