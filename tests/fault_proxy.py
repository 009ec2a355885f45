"""A proxy in front of a Label Studio server that does one kind of harm to one request."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

LATE_SECONDS = 0.15
"""How long after its 504 a request of the kind ``504-then-commit`` reaches the server."""

FAULTS = (
    "504-before",
    "504-after",
    "504-then-commit",
    "401",
    "429",
    "cut-before",
    "cut-after",
    "silent-before",
    "silent-after",
    "drip",
    "truncated",
    "malformed",
)
"""Before and after say whether the server was reached; a drip is slow but whole; a number is a status
that is answered without the server."""


@dataclass
class FaultProxy:
    """A running proxy.

    Parameters
    ----------
    url
        The address that stands for the server's.
    fault
        What is done to request number `at`; empty for nothing.
    at
        From 0, counted from the last `arm`.
    on_request, on_forwarded
        Called before and after request number `at` reaches the server, such as to kill somebody.
    """

    url: str
    fault: str = ""
    at: int = -1
    requests: list[str] = field(default_factory=list)
    on_request: Callable[[], object] = lambda: None
    on_forwarded: Callable[[], object] = lambda: None
    silence: float = 1.5
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def arm(self, fault: str = "", at: int = -1) -> None:
        """Do this to the request with this number, counted from now on."""
        with self._lock:
            self.fault, self.at = fault, at
            self.requests.clear()

    def count(self, request: str) -> bool:
        """Count a request and say whether it is the one."""
        with self._lock:
            self.requests.append(request)
            return len(self.requests) - 1 == self.at


@contextmanager
def fault_proxy(server_url: str) -> Iterator[FaultProxy]:
    """Run a proxy in front of a server for the length of the block."""

    class Handler(_Handler):
        target = urlsplit(server_url).netloc

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy = FaultProxy(f"http://127.0.0.1:{server.server_address[1]}")
    Handler.proxy = proxy
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    target: ClassVar[str]
    proxy: ClassVar[FaultProxy]

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_hit = self.proxy.count(f"{self.command} {self.path.partition('?')[0]}")
        fault = self.proxy.fault if is_hit else ""
        self.close_connection = True
        if is_hit:
            self.proxy.on_request()
        if fault == "504-then-commit":
            self._answer(504, b"late")
            time.sleep(LATE_SECONDS)
            self._forward(body)
            return
        if fault.isdigit():
            self._answer(int(fault), b"{}")
            return
        if fault in {"504-before", "cut-before", "silent-before"}:
            status, data = 504, b"gateway timeout"
        else:
            status, data = self._forward(body)
            if is_hit:
                self.proxy.on_forwarded()
        if fault.startswith("504"):
            self._answer(504, b"gateway timeout")
        elif fault.startswith("silent"):
            time.sleep(self.proxy.silence)
        elif fault == "truncated":
            self._answer(status, data[: len(data) // 2], length=len(data))
        elif fault == "malformed":
            self._answer(status, data[: len(data) // 2])
        elif fault == "drip":
            self._answer(status, data, pause=0.2)
        elif not fault.startswith("cut"):
            self._answer(status, data)

    def _forward(self, body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.target, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP_BY_HOP}
        try:
            connection.request(self.command, self.path, body or None, headers)
            response = connection.getresponse()
            return response.status, response.read()
        except OSError:
            return 502, b"bad gateway"
        finally:
            connection.close()

    def _answer(self, status: int, data: bytes, *, length: int | None = None, pause: float = 0) -> None:
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data) if length is None else length))
            self.send_header("Connection", "close")
            self.end_headers()
            half = len(data) // 2
            for part in (data[:half], data[half:]):
                self.wfile.write(part)
                self.wfile.flush()
                time.sleep(pause)

    do_GET = do_POST = do_PATCH = do_DELETE = _handle  # noqa: N815 - names that http.server looks for

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


_HOP_BY_HOP = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding"}
