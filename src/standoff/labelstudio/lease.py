"""A lease on a project: whoever pushes, from whatever machine, is the only one.

The claim of it on the server is named after the project, made by one request that either makes it or answers with the
one that is there, and renewed while its holder works. A holder that was killed leaves it behind: the same folder takes
it up again at once, anybody else once it was not renewed for `SECONDS`.
"""

from __future__ import annotations

import platform
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from standoff.errors import ConflictError, RemoteError
from standoff.files import read_text, write_text
from standoff.labelstudio.answers import AbsentError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.remote import Claim, moment

SECONDS: Final = 180
"""How long a holder may be silent before somebody else may take its place."""

_RENEWAL: Final = 20
# What is sent in the last of these seconds could reach the server when somebody else is at work already.
_LAST: Final = 60
_ATTEMPTS: Final = 3


@dataclass
class Lease:
    """What the holder of a lease has.

    Parameters
    ----------
    server
        The project as errors name it.
    renewed
        When it was last renewed, by the clock here.
    is_unfinished
        Whether something may still be under way to the server at the end, so that nobody else should take over yet.
    """

    client: StudioClient
    claim: Claim
    server: str
    renewed: float
    is_unfinished: bool = False

    def renew(self) -> None:
        """Tell the server that the holder is at work, unless that was done just now.

        Raises
        ------
        ConflictError
            If the holder was silent for so long, such as asleep, that somebody else may be at work.
        """
        # Not the monotonic clock, which stands still while a machine sleeps.
        now = time.time()
        silent = now - self.renewed
        if 0 <= silent < _RENEWAL:
            return
        if silent >= SECONDS - _LAST or not _renewed(self.client, self.claim):
            raise ConflictError(
                "this push was silent for so long that another one may be at work",
                where=self.server,
                hint="run the same command again: it goes on where this one ended",
            )
        self.renewed = now


@contextmanager
def lease(client: StudioClient, project_id: int, server: str, folder: Path) -> Iterator[Lease]:
    """Hold the lease of a project while the block runs.

    Parameters
    ----------
    server
        The project as errors name it.
    folder
        Where this place is told from others, usually ``.standoff/sync``.

    Raises
    ------
    ConflictError
        If somebody else has it.
    """
    began = time.time()
    claim = _take(client, f"standoff push to project {project_id}", project_id, server, folder)
    held = Lease(client, claim, server, began)
    try:
        yield held
    finally:
        if not held.is_unfinished:
            # It lapses by itself where this fails.
            with suppress(RemoteError):
                client.drop_claim(held.claim.id)


def _take(client: StudioClient, name: str, project_id: int, server: str, folder: Path) -> Claim:
    holder = _holder(folder)
    for _ in range(_ATTEMPTS):
        claim = client.claim(project_id, name, _value(holder))
        now = moment(client.server_time)
        silent = (now - claim.updated).total_seconds() if now else 0.0
        if claim.holder == holder:
            if _renewed(client, claim):
                return claim
            continue  # it was an old one of ours, which somebody gave up just now
        if silent <= SECONDS:
            break
        client.drop_claim(claim.id)
    account = client.users().get(claim.account)
    raise ConflictError(
        f"{account.email if account else 'somebody'} is pushing to this project from {claim.machine}, "
        f"and was heard of {max(silent, 0):.0f} s ago",
        where=server,
        hint=f"wait until that is done; a push that was killed is given up after {SECONDS} s",
    )


def _renewed(client: StudioClient, claim: Claim) -> bool:
    """Renew a claim, and return whether it is still there."""
    try:
        client.renew_claim(claim.id, _value(claim.holder))
    except AbsentError:
        return False
    return True


def _value(holder: str) -> dict[str, str]:
    return {"holder": holder, "machine": platform.node()}


def _holder(folder: Path) -> str:
    """Return the name of this place, which a copy of the folder does not share."""
    path = folder / "place"
    if not path.exists():
        write_text(path, secrets.token_hex(16))
    return sha256(f"{read_text(path)} {platform.node()} {path.resolve()}".encode()).hexdigest()
