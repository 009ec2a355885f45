"""Builds as processes of their own: killed at any moment, under any hash seed, two at once."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standoff.corpus import verify
from standoff.corpus.ledger import listed_files, read_front_matter
from standoff.labels import LabelStore
from tests.projects import BRIDGE_LABELS, FERRY, FERRY_LABELS, invented_texts, label_set, write_project, write_seeds

STANDOFF = Path(sys.executable).with_name("standoff")
KILLED_BUILDS = Path(__file__).with_name("killed_builds.py")


def standoff(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | environment
    return subprocess.run([STANDOFF, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def snapshot(corpus: Path) -> dict[str, bytes]:
    """The card and the files that it lists: what a reader can see."""
    listed = [path for _, _, path in listed_files(read_front_matter(corpus))]
    return {path: (corpus / path).read_bytes() for path in ["README.md", *listed]}


def everything(corpus: Path) -> dict[str, bytes]:
    paths = [path for path in corpus.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a corpus, whose labels and articles have changed since."""
    write_project(tmp_path, [FERRY_LABELS, BRIDGE_LABELS, label_set(FERRY, annotator="ben")])
    assert standoff("build", cwd=tmp_path).returncode == 0
    shutil.rmtree(tmp_path / "labels")
    LabelStore(tmp_path / "labels").put([BRIDGE_LABELS])
    write_seeds(tmp_path / "seeds", invented_texts(6))
    return tmp_path


def test_a_build_that_dies_at_any_touch_of_a_file_leaves_the_old_corpus_or_the_new(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("killed")
    subprocess.run([sys.executable, KILLED_BUILDS, project, out], check=True)
    moments = sorted(int(path.name) for path in out.iterdir())
    assert len(moments) > 30
    old, new = snapshot(project / "corpus"), snapshot(out / str(moments[-1]) / "killed" / "corpus")
    whole = everything(out / str(moments[-1]) / "killed" / "corpus")
    outcomes = []
    for moment in moments:
        left = snapshot(out / str(moment) / "killed" / "corpus")
        assert left in (old, new), moment
        outcomes.append(left == new)
        assert everything(out / str(moment) / "resumed" / "corpus") == whole, moment
    # The new corpus takes the place of the old one in one step.
    assert outcomes == sorted(outcomes)
    assert {False, True} == set(outcomes)


def test_a_build_that_is_killed_at_any_time_leaves_a_corpus_that_loads(
    project: Path, plain_load: Callable[[Path], dict[str, Any]]
) -> None:
    corpus = project / "corpus"
    old = plain_load(corpus)
    for _ in range(4):
        process = subprocess.Popen(
            [STANDOFF, "build"], cwd=project, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(random.uniform(0.3, 1.5))
        process.kill()
        process.wait()
    left = plain_load(corpus)
    assert standoff("build", cwd=project).returncode == 0
    assert left in (old, plain_load(corpus))
    assert verify(corpus) == ()


def test_the_bytes_do_not_depend_on_the_hash_seed_or_on_earlier_builds(project: Path, tmp_path: Path) -> None:
    built = []
    for seed in ("0", "1", "4242"):
        result = standoff("build", "--corpus", f"corpus-{seed}", cwd=project, PYTHONHASHSEED=seed)
        assert result.returncode == 0, result.stderr
        built.append(everything(project / f"corpus-{seed}"))
    assert built[0] == built[1] == built[2]
    assert standoff("build", cwd=project).returncode == 0
    assert everything(project / "corpus") == built[0]
