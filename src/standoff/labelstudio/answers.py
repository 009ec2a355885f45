"""What it means when a server does not do what it was asked: it refused for certain, or nobody can know."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Final

from standoff.errors import RemoteError
from standoff.labelstudio.connection import KEY_HINT

_UNCERTAIN_STATUSES: Final = frozenset({408, 409, 425, 429})
_SHOWN: Final = 300
_HINT: Final = (
    "is the server up? `standoff studio up` starts a local one; then run the same command again: nothing is done twice"
)


class UncertainError(RemoteError):
    """A request failed such that it may have been carried out all the same: only a look at the server can tell."""


class AbsentError(RemoteError):
    """What a request is about is not on the server."""


def no_answer(url: str, error: Exception) -> UncertainError:
    """Return the error for a request that was not answered, or whose answer cannot be read, which is no better."""
    name = type(error).__name__
    if name in {"ConnectError", "ConnectTimeout"}:
        message = "the server cannot be reached"
    elif name.endswith("Timeout"):
        message = "the server did not answer in time"
    else:
        message = f"the server gave no answer that can be used ({name})"
    return UncertainError(message, where=url, hint=_HINT)


def refusal(url: str, status: int, body: object, location: str = "") -> RemoteError:
    """Return the error for an answer that is no success.

    Parameters
    ----------
    status
        Its HTTP status; that of a server or a gateway in trouble leaves open whether the request was carried out.
    body
        What it says, as text or as JSON.
    location
        Where it redirects to.
    """
    if location:
        return RemoteError(f"redirects to {location}", where=url, hint="use the address it redirects to")
    if status in {401, 403}:
        return RemoteError(f"the key is refused ({status})", where=url, hint=KEY_HINT)
    message = f"answered {status}: {_reason_in(body)}"
    if status == 404:
        return AbsentError(message, where=url)
    if status >= 500 or status in _UNCERTAIN_STATUSES:
        return UncertainError(message, where=url, hint=_HINT)
    return RemoteError(message, where=url)


def _reason_in(body: object) -> str:
    """Return what an answer says of why it is no success, on one short line."""
    if isinstance(body, str):
        with suppress(ValueError):
            body = json.loads(body)
    if isinstance(body, dict):
        body = body.get("validation_errors") or body.get("detail") or body
    return " ".join(str(body).split())[:_SHOWN]
