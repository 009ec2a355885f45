"""Which server to talk to, and the key for it, which only its owner may read."""

from __future__ import annotations

import ipaddress
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from standoff import files
from standoff.errors import Finding, InputError, MissingError

STUDIO: Final = Path(".standoff") / "studio"
"""The folder of the local server, below a project's folder."""

KEY_HINT: Final = "make a new key in Label Studio under Account & Settings, and set LABEL_STUDIO_API_KEY to it"

_FILE: Final = "connection.json"


@dataclass(frozen=True)
class Connection:
    """A server and a key for it. The key is never shown: not in the representation, not in an error.

    Parameters
    ----------
    url
        Such as ``https://label.example.org``, without a slash at the end.
    key
        A legacy token or a personal access token.
    email, password
        The account of the local server; empty for any other.
    """

    url: str
    key: str = field(repr=False)
    email: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:  # brackets or a port that no address has
            is_address = False
        if not is_address:
            hint = "such as https://label.example.org"
            raise InputError("is no http or https address", where=_without_user(self.url), hint=hint)
        if parts.username or parts.password or parts.query or parts.fragment:
            raise InputError(
                "holds more than a server and a path", where=_without_user(self.url), hint="the key has its own place"
            )
        if not self.key or not self.key.isascii() or not self.key.isprintable() or " " in self.key:
            raise InputError("the key for the server is empty or holds characters that no key has", where=self.url)
        object.__setattr__(self, "url", self.url.rstrip("/"))

    @property
    def is_loopback(self) -> bool:
        """Whether the server is on this machine."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def check(self) -> list[Finding]:
        """Return a warning if the key would travel over the network in the clear."""
        if self.url.startswith("https:") or self.is_loopback:
            return []
        return [
            Finding(
                "plain-http",
                "the key and the articles travel unencrypted to this server",
                path=self.url,
                hint="use https",
                severity="warning",
            )
        ]


def find_connection(folder: Path = STUDIO, environ: Mapping[str, str] = os.environ) -> Connection:
    """Return the connection to the server that the environment names, or else to the local one.

    Raises
    ------
    MissingError
        If neither is there.
    InputError
        If only one of ``LABEL_STUDIO_URL`` and ``LABEL_STUDIO_API_KEY`` is set, or a value cannot be used.
    """
    url, key = environ.get("LABEL_STUDIO_URL", ""), environ.get("LABEL_STUDIO_API_KEY", "")
    if url and key:
        return Connection(url, key)
    if url or key:
        missing = "LABEL_STUDIO_API_KEY" if url else "LABEL_STUDIO_URL"
        raise InputError(
            "is not set, but its counterpart is", where=missing, hint="set both, or neither for the local server"
        )
    connection = read_connection(folder)
    if connection is None:
        raise MissingError(
            "no Label Studio server is known here",
            hint="start a local one with `standoff studio up`, or set LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY",
        )
    return connection


def read_connection(folder: Path) -> Connection | None:
    """Return the connection to the local server whose folder this is, or None if it was never started.

    Raises
    ------
    InputError
        If the file is damaged.
    """
    path = folder / _FILE
    if not path.exists():
        return None
    try:
        return Connection(**json.loads(files.read_text(path)))
    except (TypeError, json.JSONDecodeError):
        raise InputError(
            "is damaged", where=str(path), hint="remove it; `standoff studio up --email NEW` then makes another account"
        ) from None


def write_connection(folder: Path, connection: Connection) -> Path:
    """Store the connection to the local server, readable by its owner only, and return the path."""
    path = folder / _FILE
    record = {"url": connection.url, "key": connection.key, "email": connection.email, "password": connection.password}
    files.write_text(path, json.dumps(record, indent=2) + "\n", mode=0o600)
    return path


def _without_user(url: str) -> str:
    return url.rpartition("@")[2].partition("?")[0]
