"""The local server is really started and stopped."""

from __future__ import annotations

import json
import socket
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from standoff.cli import main
from standoff.errors import ConflictError, MissingError, RemoteError
from standoff.labelstudio.auth import KeyAuth, is_personal_access_token
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.connection import Connection, find_connection
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
        assert (folder / ".gitignore").read_text() == "*\n"
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
        with pytest.raises(RemoteError, match="annotator@localhost has another key") as refused:
            up(folder, silent, port=port)
        assert "--email NEW" in refused.value.hint
        assert running(folder) is None
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


def test_a_personal_access_token_works_and_its_access_tokens_are_renewed(studio: Studio, personal_token: str) -> None:
    token = personal_token
    assert is_personal_access_token(token)
    assert not is_personal_access_token(studio.token)
    with StudioClient(Connection(studio.url, token)) as client:
        assert client.whoami().email == studio.email
        auth = client._http.auth
        assert isinstance(auth, KeyAuth)
        for expired in ("expired", ""):
            auth._access = expired
            assert client.whoami().email == studio.email
    with (
        StudioClient(Connection(studio.url, f"{token}x")) as client,
        pytest.raises(RemoteError, match="key is refused"),
    ):
        client.whoami()
    with StudioClient(Connection(studio.url, "0" * 40)) as client, pytest.raises(RemoteError) as refused:
        client.whoami()
    assert "0" * 40 not in str(refused.value)


def test_the_environment_names_another_server(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MissingError, match="no Label Studio server is known here"):
        find_connection()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("date 2021-03-27\n\nTalks in Quelle ended.")
    environment = {"LABEL_STUDIO_URL": f"{studio.url}/", "LABEL_STUDIO_API_KEY": studio.token}
    command = ["studio", "push", "--project", "another server"]
    for sent in (1, 0):
        result = CliRunner().invoke(main, command, env=environment)
        assert result.exit_code == 0, result.output
        assert f"{sent} article" in result.output
        assert studio.token not in result.output
