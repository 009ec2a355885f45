from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from standoff.errors import ConflictError, RemoteError
from standoff.labelstudio.answers import AbsentError, UncertainError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.lease import SECONDS, lease
from standoff.labelstudio.remote import Claim, User

URL = "https://label.example.org/projects/3"


class Server:
    """A server with room for one claim, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.held: Claim | None = None
        self.renewals = 0
        self.fails_to_drop = False

    @property
    def server_time(self) -> str:
        return self.now.strftime("%a, %d %b %Y %H:%M:%S GMT")

    def users(self) -> dict[int, User]:
        return {1: User(1, "ann@example.org")}

    def claim(self, _project: int, _name: str, holder: dict[str, str]) -> Claim:
        if self.held is None:
            self.held = Claim(int(self.now.timestamp()), holder["holder"], "there", 1, self.now)
        return self.held

    def renew_claim(self, claim_id: int, _holder: Any) -> None:
        if self.held is None or self.held.id != claim_id:
            raise AbsentError("gone")
        self.held = replace(self.held, updated=self.now)
        self.renewals += 1

    def drop_claim(self, claim_id: int) -> None:
        if self.fails_to_drop:
            raise UncertainError("cut")
        if self.held is not None and self.held.id == claim_id:
            self.held = None


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def held(server: Server, folder: Path) -> Any:
    return lease(cast("StudioClient", server), 3, URL, folder)


def test_one_at_a_time(server: Server, tmp_path: Path) -> None:
    with held(server, tmp_path / "a"):
        server.now += timedelta(seconds=7)
        with (
            pytest.raises(ConflictError, match=r"ann@example.org is pushing .* from there, and was heard of 7 s ago"),
            held(server, tmp_path / "b"),
        ):
            pytest.fail("both have it")
    with held(server, tmp_path / "b"):
        assert server.held is not None


def test_one_who_was_killed_takes_it_up_again(server: Server, tmp_path: Path) -> None:
    server.fails_to_drop = True
    with held(server, tmp_path / "a"):
        pass
    assert server.held is not None
    left = server.held.id
    with held(server, tmp_path / "a") as again:
        assert again.claim.id == left


def test_one_who_is_silent_is_given_up(server: Server, tmp_path: Path) -> None:
    server.fails_to_drop = True
    with held(server, tmp_path / "a"):
        pass
    server.fails_to_drop = False
    server.now += timedelta(seconds=SECONDS)
    with pytest.raises(ConflictError), held(server, tmp_path / "b"):
        pytest.fail("it was not silent for long enough")
    server.now += timedelta(seconds=1)
    with held(server, tmp_path / "b"), pytest.raises(ConflictError), held(server, tmp_path / "a"):
        pytest.fail("both have it")


def test_what_may_be_under_way_keeps_others_out(server: Server, tmp_path: Path) -> None:
    def interrupted() -> None:
        with held(server, tmp_path / "a") as one:
            one.is_unfinished = True
            raise RemoteError("cut")

    with pytest.raises(RemoteError, match="cut"):
        interrupted()
    with pytest.raises(ConflictError), held(server, tmp_path / "b"):
        pytest.fail("both have it")


def test_it_is_renewed_now_and_then(server: Server, tmp_path: Path, clock: list[float]) -> None:
    with held(server, tmp_path) as one:
        before = server.renewals
        for _ in range(10):
            clock[0] += 10
            one.renew()
        assert server.renewals - before == 5


def test_one_who_slept_does_not_go_on(server: Server, tmp_path: Path, clock: list[float]) -> None:
    with held(server, tmp_path) as one:
        clock[0] += SECONDS
        with pytest.raises(ConflictError, match="silent for so long"):
            one.renew()


@pytest.mark.parametrize("silence", [30.0, -30.0])
def test_one_whose_claim_is_gone_does_not_go_on(
    server: Server, tmp_path: Path, clock: list[float], silence: float
) -> None:
    with held(server, tmp_path) as one:
        server.held = None
        clock[0] += silence
        with pytest.raises(ConflictError, match="silent for so long"):
            one.renew()


def test_a_claim_that_is_given_up_while_it_is_taken_up_again_is_made_anew(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.fails_to_drop = True
    with held(server, tmp_path):
        pass
    real, answers = server.renew_claim, iter([True, False])

    def renew(claim_id: int, holder: Any) -> None:
        if next(answers):
            server.held = None
            server.now += timedelta(seconds=1)
        real(claim_id, holder)

    monkeypatch.setattr(server, "renew_claim", renew)
    with held(server, tmp_path) as one:
        assert one.claim == replace(server.held or one.claim, updated=one.claim.updated)


def test_a_copy_of_a_folder_is_another_place(server: Server, tmp_path: Path) -> None:
    server.fails_to_drop = True
    with held(server, tmp_path / "a"):
        pass
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "place").write_text((tmp_path / "a" / "place").read_text())
    with pytest.raises(ConflictError), held(server, tmp_path / "b"):
        pytest.fail("both have it")
