from __future__ import annotations

import stat
from pathlib import Path

import pytest

from standoff.errors import InputError, MissingError
from standoff.labelstudio.connection import Connection, find_connection, read_connection, write_connection

KEY = "0123456789abcdef" * 2


def test_the_key_and_the_password_are_not_shown() -> None:
    connection = Connection("http://127.0.0.1:8080/", KEY, "ann@localhost", "secret-password")
    assert connection.url == "http://127.0.0.1:8080"
    assert KEY not in repr(connection)
    assert "secret" not in repr(connection)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "label.example.org",
        "ftp://label.example.org",
        "http://",
        f"https://ann:{KEY}@label.example.org",
        f"https://label.example.org/?token={KEY}",
        "https://label.example.org/#x",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_showing_a_secret(url: str) -> None:
    with pytest.raises(InputError) as error:
        Connection(url, "k")
    assert KEY not in str(error.value)


@pytest.mark.parametrize("key", ["", "two words", "kéy", "new\nline"])
def test_a_key_that_is_none_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(InputError) as error:
        Connection("https://label.example.org", key)
    assert not key or key not in str(error.value)


@pytest.mark.parametrize(
    ("url", "is_loopback", "warns"),
    [
        ("http://127.0.0.1:8080", True, False),
        ("http://[::1]:8080", True, False),
        ("http://localhost", True, False),
        ("https://label.example.org", False, False),
        ("http://label.example.org", False, True),
        ("http://192.168.0.3", False, True),
    ],
)
def test_plain_http_warns_but_on_this_machine(url: str, is_loopback: bool, warns: bool) -> None:
    connection = Connection(url, KEY)
    assert connection.is_loopback == is_loopback
    assert [finding.code for finding in connection.check()] == ["plain-http"] * warns


def test_the_environment_comes_before_the_local_server(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no Label Studio server"):
        find_connection(tmp_path, {})
    local = Connection("http://127.0.0.1:8080", KEY, "ann@localhost", "secret")
    path = write_connection(tmp_path, local)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert find_connection(tmp_path, {}) == read_connection(tmp_path) == local
    named = {"LABEL_STUDIO_URL": "https://label.example.org", "LABEL_STUDIO_API_KEY": KEY}
    assert find_connection(tmp_path, named) == Connection("https://label.example.org", KEY)


@pytest.mark.parametrize(
    ("name", "missing"),
    [("LABEL_STUDIO_URL", "LABEL_STUDIO_API_KEY"), ("LABEL_STUDIO_API_KEY", "LABEL_STUDIO_URL")],
)
def test_half_a_connection_is_refused(tmp_path: Path, name: str, missing: str) -> None:
    with pytest.raises(InputError, match=f"{missing}: is not set"):
        find_connection(tmp_path, {name: "https://label.example.org"})


@pytest.mark.parametrize("text", ["{", "[]", '{"what": 1}'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "connection.json").write_text(text)
    with pytest.raises(InputError, match=r"connection\.json: is damaged"):
        read_connection(tmp_path)


@pytest.mark.parametrize("url", ["http://[::1", "http://localhost:99999", "http://localhost:0", "localhost:8080"])
def test_what_no_address_can_be_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="is no http or https address"):
        Connection(url, "key")
