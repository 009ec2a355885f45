"""The local server is really started and stopped."""

from __future__ import annotations

import json
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from standoff.errors import ConflictError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.installation import VERSION
from standoff.labelstudio.server import HOST, down, running, up
from tests.studio_fixtures import Studio, free_port

pytestmark = pytest.mark.studio


def silent(_stage: str, _detail: str) -> None:
    """Report nothing."""


def test_up_again_and_down(tmp_path: Path) -> None:
    folder, port = tmp_path / "studio", free_port()
    try:
        first = up(folder, silent, port=port)
        process = running(folder)
        assert (first.is_new_account, first.was_running) == (True, False)
        assert process is not None

        again = up(folder, silent)
        assert (again.is_new_account, again.was_running, again.connection) == (False, True, first.connection)
        assert running(folder) == process
        with pytest.raises(ConflictError, match="already runs"):
            up(folder, silent, port=port + 1)
        with pytest.raises(ConflictError, match="already runs"):
            up(folder, silent, email="other@localhost")

        connection_file = folder / "connection.json"
        secrets = (first.connection.key, first.connection.password)
        assert stat.S_IMODE(connection_file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        arguments = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
        log = (folder / "server.log").read_text()
        assert "label-studio" in arguments
        assert not any(secret in place for secret in secrets for place in (arguments, log, repr(first)))

        assert down(folder)
        assert running(folder) is None
        assert not down(folder)
        with socket.socket() as probe:
            assert probe.connect_ex((HOST, port)) != 0

        restarted = up(folder, silent)
        assert (restarted.connection, restarted.is_new_account) == (first.connection, False)
        down(folder)

        # A lost key is no lost server: another account sees the same projects.
        connection_file.unlink()
        other = up(folder, silent, port=port, email="other@localhost").connection
        assert other.key != first.connection.key
        with StudioClient(other) as client:
            assert client.whoami().email == "other@localhost"
        assert json.loads(connection_file.read_text())["email"] == "other@localhost"
    finally:
        down(folder)


def test_a_busy_port_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        with pytest.raises(ConflictError, match="something else uses this port"):
            up(tmp_path / "studio", silent, port=other.getsockname()[1])
    assert not (tmp_path / "studio").exists()


def test_the_server_is_the_tested_version_and_listens_on_loopback_only(studio: Studio) -> None:
    with StudioClient(studio.connection) as client:
        assert client.version() == VERSION
        assert client.whoami().email == studio.email
        assert [user.email for user in client.users().values()] == [studio.email]
    port = int(studio.url.rpartition(":")[2])
    with socket.socket(socket.AF_INET6) as probe:
        assert probe.connect_ex(("::1", port)) != 0
