from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from standoff.articles.listing import list_files
from standoff.corpus.engine.cache import Cache
from standoff.corpus.engine.converting import ShardSpec, convert_shard
from standoff.corpus.engine.plan import PlanSource, plan_build
from standoff.corpus.engine.running import InProcess
from standoff.corpus.splits import Fractions
from standoff.errors import InputError
from standoff.labels import LabelStore
from tests.projects import BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME, TEXTS, label_set, write_seeds


@pytest.fixture
def spec(tmp_path: Path) -> ShardSpec:
    """All articles in one shard, with labels of two annotators, of which those of one article are in both."""
    store = LabelStore(tmp_path / "labels")
    store.put([FERRY_LABELS, BRIDGE_LABELS, label_set(FERRY, annotator="ben"), label_set(FAIR, annotator="ben")])
    cache = Cache(tmp_path / "cache")
    source = PlanSource(
        scheme=SCHEME,
        files=list_files([write_seeds(tmp_path / "seeds", TEXTS)]),
        labels=store,
        corpus=tmp_path / "corpus",
        gold="",
        fractions=Fractions(1.0, 0.0, 0.0),
        fresh_splits=False,
        by_time=False,
        near_duplicates=True,
        shard_articles=100,
        language="en",
        configs=("articles", "annotations"),
    )
    with cache.locked():
        plan = plan_build(source, cache, InProcess(), lambda _stage, _done, _total: None)
    (found,) = plan.specs()
    return found


def test_label_sets_from_several_files_come_in_the_order_of_articles(spec: ShardSpec) -> None:
    shard = convert_shard(spec)
    assert len(spec.stored) == 2
    rows = {
        file.config: pq.read_table(spec.corpus / file.path, columns=["annotator", "spans", "relations"]).to_pylist()
        for file in shard.files
    }
    found = [(row["annotator"], len(row["spans"]), len(row["relations"])) for row in rows["annotations"]]
    ferry, bridge = (("anna", len(one.spans), len(one.relations)) for one in (FERRY_LABELS, BRIDGE_LABELS))
    assert found == [ferry, ("ben", 0, 0), bridge, ("ben", 0, 0)]
    assert [row["annotator"] for row in rows["articles"]] == ["anna", "anna", "ben"]
    assert shard.counts["gold"] == {"anna": 2, "ben": 1}
    assert shard.counts["annotators"]["ben"]["label_sets"] == 2
    assert shard.counts["annotators"]["anna"]["spans"] == shard.counts["spans"]
    assert sum(shard.counts["spans"].values()) == ferry[1] + bridge[1]
    assert sum(shard.counts["relations"].values()) == ferry[2] + bridge[2]


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def with_others(path: Path) -> None:
    with pa.ipc.open_file(path) as file:
        table = file.read_all()
    with pa.ipc.new_file(path, table.schema) as file:
        file.write_table(table[::-1] if len(table) > 1 else table[:0])


@pytest.mark.parametrize(
    ("damage", "message"),
    [(Path.unlink, "cannot be read"), (shorten, "is damaged"), (with_others, "is damaged")],
)
def test_labels_that_were_damaged_on_the_way_are_an_error_that_names_the_file(
    spec: ShardSpec, damage: Callable[[Path], None], message: str
) -> None:
    damage(Path(spec.stored[1]))
    with pytest.raises(InputError, match=message) as caught:
        convert_shard(spec)
    assert caught.value.where == spec.stored[1]
    assert "remove the folder of intermediate files" in caught.value.hint
    assert not spec.corpus.exists()
