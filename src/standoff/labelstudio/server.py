"""The local server: started in the background on this machine's loopback address, and stopped again.

A running server holds a lock on ``server.lock`` in its folder, which it inherits from the one who starts it. The system
lets go of the lock when the process ends, however it ends: held, the process id in the file is the server's.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from standoff.errors import ConflictError, InputError, RemoteError
from standoff.files import write_text
from standoff.labelstudio.answers import UncertainError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.connection import Connection, read_connection, write_connection
from standoff.labelstudio.installation import Installation, Report, ensure_installed

HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8080
DEFAULT_EMAIL: Final = "annotator@localhost"

# What the form takes by which one logs in; it looks for the address in lower case.
_EMAIL: Final = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(localhost|([a-z0-9-]+\.)+[a-z]{2,})"
)
_ANNOUNCEMENT: Final = "Starting development server at "
_SECONDS_TO_START: Final = 300
_SECONDS_TO_STOP: Final = 10


@dataclass(frozen=True)
class Up:
    """A server that is up.

    Parameters
    ----------
    is_new_account
        Whether the account in `connection` was made just now.
    was_running
        Whether there was nothing to do.
    """

    connection: Connection
    is_new_account: bool
    was_running: bool


def up(folder: Path, report: Report, *, port: int | None = None, email: str | None = None) -> Up:
    """Start the local server whose folder this is, unless it runs, and return once it answers.

    Parameters
    ----------
    folder
        Where its database, log and key are; made if there is none, and readable by its owner only.
    port
        By default the one it had the last time, or else 8080.
    email
        The account to use; one that is not the last one used is made. By default the last one, or
        ``annotator@localhost``.

    Raises
    ------
    ConflictError
        If the port is in use, or the server runs with another port or account.
    RemoteError
        If the server does not start; the error ends with the end of its log.
    StandoffError
        If Label Studio cannot be installed.
    """
    known = read_connection(folder)
    email = email.lower() if email else None
    if running(folder) is not None:
        return Up(_already_up(folder, known, port, email), is_new_account=False, was_running=True)
    port = port or (_port_of(known) if known else DEFAULT_PORT)
    _refuse_busy_port(port)
    connection, is_new = _account(known, port, email)
    installation = ensure_installed(report)
    _prepare(folder, installation)
    write_connection(folder, connection)
    with _lock(folder) as lock:
        process = _start(folder, installation, connection, lock)
    try:
        _wait_until_up(folder, connection, process, report)
    except BaseException:
        down(folder)
        raise
    return Up(connection, is_new, was_running=False)


def down(folder: Path) -> bool:
    """Stop the local server whose folder this is; return False if it does not run.

    Raises
    ------
    ConflictError
        If it is only just being started, or will not end.
    """
    process = running(folder)
    if process is None:
        return False
    for order in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process, order)
        until = time.monotonic() + _SECONDS_TO_STOP
        while time.monotonic() < until:
            if running(folder) is None:
                return True
            time.sleep(0.05)
    raise ConflictError(f"the server (process {process}) does not end", where=str(folder))


def running(folder: Path) -> int | None:
    """Return the process id of the local server whose folder this is, or None if it does not run.

    Raises
    ------
    ConflictError
        If it is only just being started.
    """
    path = _lock_path(folder)
    if not path.exists():
        return None
    with path.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            text = file.read().strip()
            if text.isdigit():
                return int(text)
            raise ConflictError(
                "the server is being started by somebody else", where=str(folder), hint="try again in a minute"
            ) from None
    return None


def log_tail(folder: Path, lines: int = 20) -> str:
    """Return the last lines of the server's log; empty if there is none."""
    path = _log_path(folder)
    if not path.exists():
        return ""
    return "\n".join(path.read_text("utf-8", errors="replace").splitlines()[-lines:])


def _already_up(folder: Path, known: Connection | None, port: int | None, email: str | None) -> Connection:
    stop = "stop it with `standoff studio down` first"
    if known is None:
        raise ConflictError("a server runs, but its connection.json is gone", where=str(folder), hint=stop)
    if (port and port != _port_of(known)) or (email and email != known.email):
        raise ConflictError(f"the server already runs for {known.email}", where=known.url, hint=stop)
    _check_account(known)
    return known


def _account(known: Connection | None, port: int, email: str | None) -> tuple[Connection, bool]:
    url = f"http://{HOST}:{port}"
    email = email or (known.email if known else DEFAULT_EMAIL)
    if known and email == known.email:
        return Connection(url, known.key, known.email, known.password), False
    if not _EMAIL.fullmatch(email):
        hint = "such as anna@example.org: letters without accents, for Label Studio lets nobody else log in"
        raise InputError("is no e-mail address that Label Studio takes", where=f"--email {email}", hint=hint)
    return Connection(url, secrets.token_hex(20), email, secrets.token_urlsafe(12)), True


def _prepare(folder: Path, installation: Installation) -> None:
    data = _data(folder)
    data.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    write_text(folder / ".gitignore", "*\n")
    database = data / installation.empty_database.name
    if not database.exists():
        part = database.with_suffix(".part")
        shutil.copyfile(installation.empty_database, part)
        part.replace(database)


@contextmanager
def _lock(folder: Path) -> Iterator[int]:
    """Hold the server's lock, with nothing in its file, and yield the descriptor that holds it."""
    descriptor = os.open(_lock_path(folder), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConflictError(
                "the server is being started by somebody else", where=str(folder), hint="try again in a minute"
            ) from None
        os.ftruncate(descriptor, 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _start(folder: Path, installation: Installation, connection: Connection, lock: int) -> subprocess.Popen[bytes]:
    # Account, password and key go by the environment: arguments can be read by every user of the machine.
    account = {
        "LABEL_STUDIO_USERNAME": connection.email,
        "LABEL_STUDIO_PASSWORD": connection.password,
        "LABEL_STUDIO_USER_TOKEN": connection.key,
    }
    port = str(_port_of(connection))
    log = os.open(_log_path(folder), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        process = subprocess.Popen(
            [str(installation.program), "start", "--no-browser", "--internal-host", HOST, "-p", port],
            env={**installation.environment(_data(folder)), **account},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=[lock],
        )
    finally:
        os.close(log)
    os.write(lock, f"{process.pid}\n".encode())
    return process


def _wait_until_up(folder: Path, connection: Connection, process: subprocess.Popen[bytes], report: Report) -> None:
    began = time.monotonic()
    while (seconds := time.monotonic() - began) < _SECONDS_TO_START:
        report("Starting Label Studio", f"{seconds:.0f} s")
        if process.poll() is not None:
            raise RemoteError(f"the server ended at once:\n{log_tail(folder)}", where=str(_log_path(folder)))
        # It silently takes the next port where ours was taken meanwhile; the key must not go to whoever has it.
        _, announced, rest = _log_path(folder).read_text("utf-8", errors="replace").partition(_ANNOUNCEMENT)
        if announced and "\n" in rest:
            address = rest.split("\n", 1)[0].strip().rstrip("/")
            if address != connection.url:
                raise _busy(_port_of(connection))
            _check_account(connection)
            return
        time.sleep(0.2)
    raise RemoteError(
        f"the server did not start within {_SECONDS_TO_START} seconds:\n{log_tail(folder)}",
        where=str(_log_path(folder)),
    )


def _check_account(connection: Connection) -> None:
    try:
        with StudioClient(connection) as client:
            email = client.whoami().email
    except UncertainError:
        raise
    except RemoteError as error:
        raise RemoteError(
            f"{connection.email} has another key or password there: {error.message}",
            where=connection.url,
            hint="`standoff studio up --email NEW` makes another account, which sees the same projects",
        ) from None
    if email != connection.email:
        raise RemoteError(f"the key belongs to {email}, not to {connection.email}", where=connection.url)


def _refuse_busy_port(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise _busy(port) from error


def _busy(port: int) -> ConflictError:
    return ConflictError(
        "something else uses this port",
        where=f"{HOST}:{port}",
        hint="choose another, such as `standoff studio up --port 8090`",
    )


def _port_of(connection: Connection) -> int:
    return urlsplit(connection.url).port or DEFAULT_PORT


def _data(folder: Path) -> Path:
    return folder / "data"


def _lock_path(folder: Path) -> Path:
    return folder / "server.lock"


def _log_path(folder: Path) -> Path:
    return folder / "server.log"
