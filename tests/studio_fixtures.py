"""A real Label Studio server for the tests that need one."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from standoff.labelstudio.connection import Connection
from standoff.labelstudio.server import down, up


@dataclass(frozen=True)
class Studio:
    """A running server with one account, whose legacy token is `token`."""

    url: str
    email: str
    password: str
    token: str

    @property
    def connection(self) -> Connection:
        return Connection(self.url, self.token, self.email, self.password)


def free_port() -> int:
    """Return a port that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """Start a server of the user's own installation, which is made if there is none, on data of its own."""
    folder = tmp_path_factory.mktemp("studio")
    try:
        connection = up(
            folder, lambda _stage, _detail: None, port=free_port(), email="annotator@standoff.test"
        ).connection
        yield Studio(connection.url, connection.email, connection.password, connection.key)
    finally:
        down(folder)


@pytest.fixture(scope="session")
def personal_token(studio: Studio) -> str:
    """Return the personal access token of the account, of which a server gives out one."""
    signed = {"Authorization": f"Token {studio.token}"}
    answer = httpx.post(f"{studio.url}/api/token/", headers=signed, trust_env=False)
    return str(answer.raise_for_status().json()["token"])
