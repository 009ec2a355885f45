"""Requests to a server: signed, repeated only where they only read, and each failure named for what it means."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import orjson

from standoff.errors import MissingExtraError, RemoteError
from standoff.labelstudio.answers import UncertainError, no_answer, refusal
from standoff.labelstudio.connection import Connection

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

_WAITS: Final = (0.5, 1.0, 2.0, 4.0)
_SECONDS_TO_CONNECT: Final = 10.0


class Transport:
    """The one connection to a server, over plain HTTP and through the SDK.

    Parameters
    ----------
    timeout
        Seconds that a server may be silent.
    waits
        Seconds to wait before each repetition of a request that only reads. What changes something is never repeated.

    Attributes
    ----------
    server_time
        The ``Date`` of the last answer of the server; empty at first.
    """

    def __init__(self, connection: Connection, *, timeout: float = 60.0, waits: Sequence[float] = _WAITS) -> None:
        try:
            import httpx
            from label_studio_sdk.base_client import LabelStudioBase
            from label_studio_sdk.core.api_error import ApiError

            from standoff.labelstudio.auth import KeyAuth
        except ImportError as error:
            raise MissingExtraError(
                f"Label Studio needs a package that is not installed: {error.name}",
                hint="pip install 'standoff[studio]'",
            ) from None
        self.url = connection.url
        self.server_time = ""
        self._waits = tuple(waits)
        self._failures = (httpx.HTTPError, ApiError, ValueError, KeyError, TypeError)
        self._http = httpx.Client(
            base_url=connection.url,
            auth=KeyAuth(connection),
            timeout=httpx.Timeout(timeout, connect=min(timeout, _SECONDS_TO_CONNECT)),
            # A proxy that the environment names has no business with what is said to a server on this machine.
            trust_env=not connection.is_loopback,
        )
        # The shared client signs every request, the SDK's too, so the SDK needs no key.
        self._sdk = LabelStudioBase(
            base_url=connection.url, api_key="unused", httpx_client=self._http, max_retries=0, timeout=timeout
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def digest(self, path: str) -> str:
        """Return the sha256 of what the server has under a path; empty if it has nothing there."""

        def read() -> str:
            response = self._http.request("GET", path)
            # Label Studio answers 400 where it has no file of that name.
            nothing = response.status_code in {400, 404} or response.is_redirect
            return "" if nothing else hashlib.sha256(self._checked(response).content).hexdigest()

        return self._read(read)

    def _get(self, path: str, params: dict[str, Any], parse: Callable[[Any], T]) -> T:
        return self._read(lambda: parse(self._answer("GET", path, params=params).json()))

    def _post(self, path: str, value: object) -> Any:
        body = orjson.dumps(value)
        headers = {"Content-Type": "application/json"}
        return self._change(lambda: self._answer("POST", path, content=body, headers=headers).json())

    def _answer(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self._checked(self._http.request(method, path, **options))

    def _checked(self, response: httpx.Response) -> httpx.Response:
        if response.is_success:
            self.server_time = response.headers.get("Date", "")
            return response
        raise refusal(self.url, response.status_code, response.text, response.headers.get("Location", ""))

    def _read(self, call: Callable[[], T]) -> T:
        for wait in self._waits:
            try:
                return self._change(call)
            except UncertainError:
                time.sleep(wait)
        return self._change(call)

    def _change(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except RemoteError:
            raise
        except self._failures as error:
            status = getattr(error, "status_code", None)
            if status is not None and status >= 300:
                raise refusal(self.url, status, getattr(error, "body", None)) from None
            raise no_answer(self.url, error) from None
