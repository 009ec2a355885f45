"""Publishing to a Hub, with its own client on one side and a server of its protocol on the other."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from standoff.corpus import build
from standoff.labels import LabelStore
from tests.fake_hub import TOKEN, FakeHub, fake_hub
from tests.integration.conftest import LOADERS, loader
from tests.projects import BRIDGE_LABELS, SCHEME, write_project

NAME = "ann/news"


def build_corpus(project: Path) -> Path:
    places: dict[str, Any] = {name: project / name for name in ("seeds", "labels", "corpus")}
    return build(scheme=SCHEME, **places).corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return build_corpus(write_project(tmp_path))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with fake_hub() as running:
        monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", running.address)
        yield running


def run(corpus: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["publish", NAME, "--corpus", str(corpus), *arguments])
    assert TOKEN not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def in_folder(corpus: Path) -> dict[str, bytes]:
    """Return the files of a corpus, but for the lock that a build leaves there."""
    files = (path for path in corpus.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in files}


def change(corpus: Path) -> None:
    """Build again with a label less."""
    LabelStore(corpus.parent / "labels").put([replace(BRIDGE_LABELS, relations=BRIDGE_LABELS.relations[:1])])
    build_corpus(corpus.parent)


def on_hub(hub: FakeHub) -> dict[str, bytes]:
    files = dict(hub.repositories[NAME].files)
    assert files.pop(".gitattributes")
    return files


# Versions before 4.0 ask servers elsewhere, too, and wait for them for a minute.
@pytest.mark.parametrize("version", LOADERS if os.environ.get("TEST_ALL") else LOADERS[:1])
def test_the_files_arrive_unchanged_and_load_dataset_reads_the_same(
    corpus: Path, hub: FakeHub, tmp_path: Path, version: str
) -> None:
    result = run(corpus, "--private")
    assert result.exit_code == 0, result.output
    assert 'load_dataset("ann/news")' in result.output
    assert hub.repositories[NAME].private
    assert on_hub(hub) == in_folder(corpus)
    load = loader(version, tmp_path)
    assert load(NAME, hub=hub.address, token=TOKEN) == load(corpus)


def test_a_second_run_changes_nothing(corpus: Path, hub: FakeHub) -> None:
    run(corpus)
    written, commits = hub.written, list(hub.repositories[NAME].commits)
    result = run(corpus)
    assert result.exit_code == 0, result.output
    assert f"0 files of 0 B uploaded, 0 removed, {len(in_folder(corpus))} there already" in result.output
    assert (hub.written, hub.repositories[NAME].commits) == (written, commits)


def test_a_dry_run_says_what_is_new_and_changes_nothing(corpus: Path, hub: FakeHub) -> None:
    result = run(corpus, "--dry-run", "--json")
    planned = json.loads(result.stdout)
    assert {file["path"]: file["size"] for file in planned["files"]} == {
        path: len(data) for path, data in in_folder(corpus).items()
    }
    assert {file["state"] for file in planned["files"]} == {"new"}
    assert (planned["exists"], planned["commit"], hub.repositories) == (False, "", {})
    assert "would be made" in run(corpus, "--dry-run").output
    run(corpus)
    before = in_folder(corpus)
    change(corpus)
    written = hub.written
    states = {file["path"]: file["state"] for file in json.loads(run(corpus, "--dry-run", "--json").stdout)["files"]}
    assert hub.written == written
    after = in_folder(corpus)
    assert states == {
        path: "gone" if path not in after else "new" if path not in before else "changed" if differs else "same"
        for path in before | after
        for differs in [before.get(path) != after.get(path)]
    }
    assert set(states.values()) == {"new", "changed", "same", "gone"}


def test_data_of_an_earlier_corpus_goes_and_other_files_stay(corpus: Path, hub: FakeHub) -> None:
    run(corpus)
    hub.repositories[NAME].files["notes.txt"] = b"theirs"
    change(corpus)
    assert run(corpus).exit_code == 0
    assert on_hub(hub) == in_folder(corpus) | {"notes.txt": b"theirs"}


class FailAt:
    """Fails one request of those that write, counted from 0."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.failed = ""

    def __call__(self, method: str, path: str) -> int:
        if method == "GET" or self.failed:
            return 0
        self.number -= 1
        self.failed = path if self.number < 0 else ""
        return 403 if self.failed else 0


def test_after_a_failure_anywhere_the_old_dataset_is_whole_and_a_second_run_mends_it(
    corpus: Path, hub: FakeHub
) -> None:
    run(corpus)
    before = deepcopy((hub.repositories, hub.objects))
    old = on_hub(hub)
    change(corpus)
    failed = []
    for number in count():
        hub.repositories, hub.objects = deepcopy(before)
        hub.fail = FailAt(number)
        result = run(corpus)
        if not hub.fail.failed:
            break
        failed.append(hub.fail.failed)
        assert result.exit_code == 4, hub.fail.failed
        there = on_hub(hub)
        assert {path: there[path] for path in old} == old
        assert run(corpus).exit_code == 0
        assert on_hub(hub) == in_folder(corpus)
    assert result.exit_code == 0
    assert sum("/objects/" in path for path in failed) > 1
    assert sum("/commit/" in path for path in failed) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_is_explained(corpus: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    if status == 401:
        monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    else:
        hub.fail = lambda method, _path: 0 if method == "GET" else 403
    result = run(corpus)
    assert result.exit_code == 4
    assert f"the Hub refuses the token ({status})" in result.stderr
    assert "needs the right to write" in result.stderr
    assert "hf_wrong" not in result.output
    assert hub.repositories == {}


def test_without_a_token_nothing_is_asked(corpus: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_TOKEN")
    result = run(corpus)
    assert result.exit_code == 2
    assert "no token in the environment variable HF_TOKEN" in result.stderr
    assert hub.requests == []
    assert run(corpus, "--dry-run").exit_code == 0


def test_a_hub_that_cannot_be_reached_is_explained(corpus: Path, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:1")
    result = run(corpus)
    assert result.exit_code == 4
    assert "the Hub cannot be reached" in result.stderr
    assert "run the same command again" in result.stderr


def test_a_public_repository_is_not_taken_for_private(corpus: Path, hub: FakeHub) -> None:
    run(corpus)
    assert run(corpus, "--private").exit_code == 3


def test_a_faulty_corpus_is_not_published(corpus: Path, hub: FakeHub) -> None:
    (corpus / "manifest.json").unlink()
    result = run(corpus)
    assert result.exit_code == 1
    assert "the corpus has faults and is not published" in result.stderr
    assert "manifest.json" in result.stderr
    assert hub.requests == []


def test_a_name_that_is_none_is_named(corpus: Path) -> None:
    result = CliRunner().invoke(main, ["publish", "https://hub/ann", "--corpus", str(corpus)])
    assert result.exit_code == 1
    assert "such as ann/news" in result.stderr
