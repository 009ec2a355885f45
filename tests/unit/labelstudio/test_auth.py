from __future__ import annotations

import base64

import httpx
import pytest

from standoff.errors import RemoteError
from standoff.labelstudio.answers import UncertainError
from standoff.labelstudio.auth import KeyAuth, is_personal_access_token
from standoff.labelstudio.connection import Connection

URL = "https://label.example.org"
HEADER = base64.urlsafe_b64encode(b'{"alg":"HS256"}').decode().rstrip("=")
PERSONAL = f"{HEADER}.payload.signature"


@pytest.mark.parametrize(
    ("key", "is_personal"),
    [
        (PERSONAL, True),
        ("0" * 40, False),
        ("a.b.c", False),
        ("WzFd.b.c", False),
        ("é.b.c", False),
        ("bnVsbA==x.b.c", False),
    ],
)
def test_kinds_of_keys(key: str, is_personal: bool) -> None:
    assert is_personal_access_token(key) == is_personal


class Server:
    """Accepts the access tokens that it gave out and that did not expire."""

    def __init__(self, refresh: httpx.Response | None = None) -> None:
        self.given: list[str] = []
        self.expired: set[str] = set()
        self.seen: list[str] = []
        self.refresh = refresh

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(f"{request.url.path} {request.headers.get('Authorization', '')}".strip())
        if request.url.path == "/api/token/refresh/":
            self.given.append(f"access-{len(self.given)}")
            return self.refresh or httpx.Response(200, json={"access": self.given[-1]})
        token = request.headers["Authorization"].removeprefix("Bearer ")
        return httpx.Response(200 if token in self.given and token not in self.expired else 401)


def client(server: Server, key: str) -> httpx.Client:
    return httpx.Client(base_url=URL, auth=KeyAuth(Connection(URL, key)), transport=httpx.MockTransport(server))


def test_a_legacy_token_is_sent_as_it_is() -> None:
    server = Server()
    assert client(server, "0" * 40).get("/x").status_code == 401
    assert server.seen == [f"/x Token {'0' * 40}"]


def test_an_access_token_is_fetched_kept_and_renewed_when_it_expired() -> None:
    server = Server()
    http = client(server, PERSONAL)
    assert [http.get("/x").status_code for _ in range(2)] == [200, 200]
    server.expired.add("access-0")
    assert http.post("/x").status_code == 200
    refresh = "/api/token/refresh/"
    assert server.seen == [
        refresh,
        "/x Bearer access-0",
        "/x Bearer access-0",
        "/x Bearer access-0",
        refresh,
        "/x Bearer access-1",
    ]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (httpx.Response(401), "the key is refused"),
        (httpx.Response(403), "the key is refused"),
        (httpx.Response(400, text=PERSONAL), "no access token"),
    ],
)
def test_a_refused_key_is_an_error_that_does_not_show_it(answer: httpx.Response, message: str) -> None:
    with pytest.raises(RemoteError, match=message) as error:
        client(Server(answer), PERSONAL).get("/x")
    assert PERSONAL not in str(error.value)


@pytest.mark.parametrize(
    "answer", [httpx.Response(502), httpx.Response(200, text="{"), httpx.Response(200, json={}), httpx.Response(429)]
)
def test_a_server_that_is_in_trouble_while_it_renews_a_token_has_not_refused(answer: httpx.Response) -> None:
    with pytest.raises(UncertainError) as error:
        client(Server(answer), PERSONAL).post("/x")
    assert PERSONAL not in str(error.value)
