"""Builds in pieces: whatever runs them, whatever fails, and however little has changed."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import distributed
import pytest

from standoff.corpus import Build, Dask, InProcess, Pool, build, verify
from standoff.corpus.engine.cache import Cache
from standoff.errors import InputError, RemoteError
from standoff.labels import LabelStore
from standoff.records import LabelSet
from tests.projects import SCHEME, article, invented_texts, label_set, span, write_project, write_seeds

STANDOFF = Path(sys.executable).with_name("standoff")


def everything(corpus: Path) -> dict[str, bytes]:
    paths = [path for path in corpus.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in paths}


def labels_of(texts: dict[str, str]) -> Iterator[LabelSet]:
    for name, text in texts.items():
        subject = article(name, text)
        word = text.split()[3]
        labels = [span(subject, "a", "actor", word, kind="person", mention="name")]
        yield label_set(subject, labels, annotator="carl")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of 300 articles, most of them labelled, and one fault."""
    project = write_project(tmp_path_factory.mktemp("scale"))
    texts = invented_texts(300, 30)
    write_seeds(project / "seeds", texts)
    (project / "seeds" / "faulty.txt").write_text("no date")
    LabelStore(project / "labels").put(labels_of({name: text for name, text in texts.items() if name < "n0250"}))
    run(project, corpus="plain")
    return project


def run(project: Path, corpus: str = "corpus", **options: Any) -> Build:
    places = {"seeds": project / "seeds", "labels": project / "labels", "corpus": project / corpus}
    return build(scheme=SCHEME, shard_articles=30, **places | options)


def test_several_processes_give_the_same_bytes(template: Path) -> None:
    with Pool(2) as pool:
        result = run(template, "pool", runner=pool)
    assert everything(template / "pool") == everything(template / "plain")
    assert len(result.manifest["configs"]["articles"]["files"]) > 12
    assert verify(template / "pool") == ()


def test_pieces_may_come_in_any_order_and_more_than_once(template: Path) -> None:
    class Shuffled(InProcess):
        def run(self, function: Callable[[Any], Any], specs: Iterable[Any]) -> Iterator[tuple[int, Any]]:
            found = list(enumerate(specs))
            random.Random(4).shuffle(found)
            for number, spec in found:
                function(spec)
                yield number, function(spec)

    run(template, "shuffled", runner=Shuffled())
    assert everything(template / "shuffled") == everything(template / "plain")


def test_a_dask_cluster_gives_the_same_bytes_though_a_worker_is_killed(template: Path) -> None:
    killed: list[int] = []
    with distributed.LocalCluster(2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:

        def kill(stage: str, done: int, total: int | None) -> None:
            if stage == "convert" and total and done > total / 3 and not killed:
                killed.append(next(iter(cluster.workers.values())).process.process.pid)
                os.kill(killed[0], signal.SIGKILL)

        with Dask(cluster.scheduler_address) as runner:
            run(template, "dask", runner=runner, progress=kill)
    assert killed
    assert everything(template / "dask") == everything(template / "plain")


def test_a_cluster_that_cannot_be_used_is_named(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standoff.corpus.engine.clusters._CONNECT_SECONDS", 1)
    with pytest.raises(RemoteError, match="no Dask scheduler answers"):
        Dask("tcp://127.0.0.1:9")
    with pytest.raises(InputError, match="there is no address"):
        Dask("")


def test_only_what_changed_is_made_again(template: Path) -> None:
    run(template, "again")
    cache = Cache.beside(template / "again")

    def kept() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for path in cache.root.glob("*/*"):
            found.setdefault(path.suffix, set()).add(path.name)
        return found

    before, files = kept(), {path: path.stat().st_ino for path in (template / "again" / "data").rglob("*.parquet")}
    write_seeds(template / "seeds", {"n0150x": "Quite another text. It is new."})
    try:
        changed = run(template, "again")
    finally:
        (template / "seeds" / "n0150x.txt").unlink()
    after = kept()
    assert len(after[".shard"] - before[".shard"]) <= 2
    assert len(before[".shard"]) > 12
    assert len(after[".pack"] - before[".pack"]) == 1
    assert after[".labels"] == before[".labels"]
    same = [path for path in files if path.exists() and path.stat().st_ino == files[path]]
    assert len(same) > len(files) / 2
    assert verify(template / "again") == ()
    # Deleting what is kept loses nothing but time.
    for path in cache.root.glob("*/*"):
        path.unlink()
    assert run(template, "again").manifest["articles"] == run(template, "plain").manifest["articles"]
    assert changed.manifest["articles"]["number"] == 304
    assert everything(template / "again") == everything(template / "plain")


def test_a_file_that_was_damaged_is_made_again(template: Path) -> None:
    run(template, "damaged")
    path = sorted((template / "damaged" / "data" / "sentences").iterdir())[0]
    path.write_bytes(path.read_bytes()[:-9] + b"\0" * 9)
    run(template, "damaged")
    assert everything(template / "damaged") == everything(template / "plain")


def test_an_input_that_vanishes_leaves_the_old_corpus_whole(template: Path) -> None:
    run(template, "vanishing")
    before = everything(template / "vanishing")

    class Vanishing(InProcess):
        def run(self, function: Callable[[Any], Any], specs: Iterable[Any]) -> Iterator[tuple[int, Any]]:
            found = list(specs)
            (template / "seeds" / "vanishing.txt").unlink(missing_ok=True)
            return super().run(function, found)

    (template / "seeds" / "vanishing.txt").write_text("date 2026-05-01 Soon gone.")
    with pytest.raises(InputError, match="was changed or removed") as caught:
        run(template, "vanishing", runner=Vanishing())
    assert caught.value.where.endswith("vanishing.txt")
    assert everything(template / "vanishing") == before


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_full_disk_leaves_the_old_corpus_whole(tmp_path: Path, workers: str) -> None:
    write_project(tmp_path)
    assert standoff("build", cwd=tmp_path).returncode == 0
    before = everything(tmp_path / "corpus")
    write_seeds(tmp_path / "seeds", invented_texts(100))
    # No file may get longer, as on a full disk.
    result = standoff("build", "--workers", workers, cwd=tmp_path, longest=20_000)
    assert result.returncode == 1
    assert "cannot be written: File too large" in result.stderr
    assert "make room there and try again" in result.stderr
    assert "Traceback" not in result.stderr
    assert everything(tmp_path / "corpus") == before
    assert standoff("build", cwd=tmp_path).returncode == 0
    assert verify(tmp_path / "corpus") == ()


def test_a_build_in_several_processes_that_is_killed_goes_on_and_ends_the_same(template: Path) -> None:
    for moment in (0.8, 1.6, 2.4):
        process = subprocess.Popen(
            [STANDOFF, "build", "--corpus", "killed", "--workers", "2"],
            cwd=template,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moment * random.uniform(0.7, 1.3))
        process.kill()
        process.wait()
    assert standoff("build", "--corpus", "killed", "--workers", "2", cwd=template).returncode == 1
    assert standoff("build", "--corpus", "fresh", cwd=template).returncode == 1
    assert everything(template / "killed") == everything(template / "fresh")


def test_faults_by_the_thousand_are_counted(tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "more.jsonl").write_text("not json\n" * 1500)
    result = run(tmp_path, articles=[tmp_path / "more.jsonl"])
    messages = [finding.message for finding in result.findings if finding.code == "json"]
    assert len(messages) == 1001
    assert messages[-1] == "500 more like the 1,000 above"
    left_out = result.manifest["left_out"]
    assert (len(left_out["articles"]), left_out["not_listed"]) == (1000, {"articles": {"json": 500}})
    assert "1,500 articles" in (tmp_path / "corpus" / "README.md").read_text("utf-8")
    assert verify(tmp_path / "corpus") == ()


def standoff(*arguments: str, cwd: Path, longest: int = 0) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        if longest:
            resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest))

    # What measures coverage could not write its file either.
    environment = {name: value for name, value in os.environ.items() if not (longest and name.startswith("COV"))}
    return subprocess.run(
        [STANDOFF, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False, preexec_fn=limit
    )
