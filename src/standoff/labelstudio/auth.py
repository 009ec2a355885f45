"""Signing requests with either kind of key that Label Studio gives out."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Generator

import httpx

from standoff.errors import RemoteError
from standoff.labelstudio.answers import no_answer, refusal
from standoff.labelstudio.connection import KEY_HINT, Connection


class KeyAuth(httpx.Auth):
    """Sign requests with a legacy token, or with the short-lived access tokens that a personal access token gives.

    A request that is refused with 401 was not carried out, so it is safe to send it once more with a new access token.

    Parameters
    ----------
    connection
        The server, and the key, which never appears in an error.
    """

    requires_response_body = True

    def __init__(self, connection: Connection) -> None:
        self._key = connection.key
        self._refresh_url = f"{connection.url}/api/token/refresh/"
        self._is_legacy = not is_personal_access_token(connection.key)
        self._access = ""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign one request."""
        if self._is_legacy:
            request.headers["Authorization"] = f"Token {self._key}"
            yield request
            return
        if self._access:
            request.headers["Authorization"] = f"Bearer {self._access}"
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
        self._access = self._access_token((yield httpx.Request("POST", self._refresh_url, json={"refresh": self._key})))
        request.headers["Authorization"] = f"Bearer {self._access}"
        yield request

    def _access_token(self, response: httpx.Response) -> str:
        if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise RemoteError("the key is refused", where=self._refresh_url, hint=KEY_HINT)
        try:
            return str(response.raise_for_status().json()["access"])
        except httpx.HTTPStatusError:
            raise refusal(self._refresh_url, response.status_code, "no access token") from None
        except (ValueError, KeyError, TypeError) as error:
            raise no_answer(self._refresh_url, error) from None


def is_personal_access_token(key: str) -> bool:
    """Say whether a key is a personal access token, which is a JSON Web Token, and no legacy token (40 hex digits)."""
    parts = key.split(".")
    if len(parts) != 3:
        return False
    try:
        header = json.loads(base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
    except (binascii.Error, ValueError):
        return False
    return isinstance(header, dict)
