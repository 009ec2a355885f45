from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import filelock
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import ConflictError, FindingsError, InputError, MissingError
from standoff.labels import LabelStore, PutResult, store
from standoff.records import LabelSet
from tests.strategies import articles, label_sets

ANY_LABELS = st.lists(
    articles().flatmap(label_sets), max_size=6, unique_by=lambda labels: (labels.article_id, labels.annotator)
)


@given(found=ANY_LABELS)
def test_what_is_put_is_read_again(tmp_path_factory: pytest.TempPathFactory, found: list[LabelSet]) -> None:
    folder = tmp_path_factory.mktemp("labels")
    assert LabelStore(folder).put(found) == PutResult(added=len(found))
    before = {path: path.read_bytes() for path in folder.rglob("*.jsonl")}
    assert LabelStore(folder).put(reversed(found)) == PutResult(unchanged=len(found))
    assert {path: path.read_bytes() for path in folder.rglob("*.jsonl")} == before
    ordered = sorted(found, key=lambda labels: (labels.article_id, labels.annotator))
    assert list(LabelStore(folder).read_all()) == ordered
    assert LabelStore(folder).annotators() == sorted({labels.annotator for labels in found})


@pytest.fixture
def one() -> LabelSet:
    from tests.unit.records.test_check import GOOD

    return GOOD


def test_a_change_replaces_only_its_own_label_set(tmp_path: Path, one: LabelSet) -> None:
    labels = LabelStore(tmp_path)
    other = replace(one, article_id="b")
    labels.put([one, other])
    changed = one.with_labels(one.spans, ())
    assert labels.put([changed]) == PutResult(changed=1)
    assert labels.read("anna") == (changed, other)
    lines = labels.path("anna").read_text().splitlines()
    assert [line[:30] for line in lines] == ['{"format":1,"article_id":"a","', '{"format":1,"article_id":"b","']


def test_gold_lies_beside_the_annotators(tmp_path: Path, one: LabelSet) -> None:
    labels = LabelStore(tmp_path)
    assert labels.read_gold() == ()
    assert labels.read_all() == ()
    assert labels.put_gold([one]) == PutResult(added=1)
    assert labels.put_gold([one]) == PutResult(unchanged=1)
    assert labels.read_gold() == (one,)
    assert labels.read_all() == ()


def test_names_and_faults_are_reported(tmp_path: Path, one: LabelSet) -> None:
    labels = LabelStore(tmp_path)
    with pytest.raises(InputError, match="cannot be an annotator's name"):
        labels.path("../gold")
    labels.put([one])
    with pytest.raises(MissingError, match="there are labels by: anna"):
        labels.read("ben")
    labels.path("anna").write_text('{"format": 1}\nnot json\n')
    with pytest.raises(FindingsError, match=r"anna\.jsonl:2: error: not JSON"):
        labels.read("anna")
    with pytest.raises(FindingsError):
        labels.put([one])
    assert labels.path("anna").read_text() == '{"format": 1}\nnot json\n', "nothing is lost"


def test_two_writers_do_not_lose_each_others_labels(tmp_path: Path, one: LabelSet) -> None:
    def put(number: int) -> None:
        LabelStore(tmp_path).put([replace(one, article_id=f"{number:02}")])

    threads = [threading.Thread(target=put, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [labels.article_id for labels in LabelStore(tmp_path).read("anna")] == [f"{n:02}" for n in range(8)]


def test_a_store_that_stays_locked_is_a_conflict(
    tmp_path: Path, one: LabelSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_LOCK_SECONDS", 0.01)
    with filelock.FileLock(tmp_path / ".lock"), pytest.raises(ConflictError, match="another process"):
        LabelStore(tmp_path).put([one])
