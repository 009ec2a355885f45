"""The corpus in this repository."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from standoff.corpus import build, verify
from tests.projects import SCHEME

ROOT = Path(__file__).parents[2]


def test_it_has_no_fault() -> None:
    assert verify(ROOT / "corpus") == ()


@pytest.mark.parametrize("anew", [False, True], ids=["over the committed one", "from nothing"])
def test_it_is_what_the_articles_and_labels_give(tmp_path: Path, *, anew: bool) -> None:
    corpus = tmp_path / "corpus"
    committed = json.loads((ROOT / "corpus" / "manifest.json").read_bytes())
    if not anew:
        shutil.copytree(ROOT / "corpus", corpus)
    built = build(scheme=SCHEME, seeds=ROOT / "seeds", labels=ROOT / "labels", corpus=corpus).manifest
    for name in ("scheme", "articles", "splits", "gold", "annotators", "left_out"):
        assert built[name] == committed[name], "run: standoff build"
    digests = [{config: found["digest"] for config, found in each["configs"].items()} for each in (built, committed)]
    assert digests[0] == digests[1], "run: standoff build"
