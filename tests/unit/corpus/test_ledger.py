from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from standoff.corpus import build, ledger
from standoff.corpus.ledger import check_replaceable, listed_files, read_front_matter, read_standing
from standoff.corpus.splits import SPLITS
from standoff.errors import InputError, MissingError
from standoff.records import Article
from tests.projects import BRIDGE, FERRY, SCHEME, article, write_project


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = write_project(tmp_path_factory.mktemp("ledger"))
    return build(scheme=SCHEME, seeds=project / "seeds", labels=project / "labels", corpus=project / "corpus").corpus


def places(corpus: Path, articles: list[Article]) -> list[tuple[str, str] | None]:
    standing = read_standing(corpus)
    found = standing.find(
        pa.array([article.id for article in articles]),
        pa.array([bytes.fromhex(article.sha256) for article in articles], pa.binary(32)),
    )
    groups = standing.groups.to_pylist()
    return [(groups[place], SPLITS[standing.split[place]]) if place >= 0 else None for place in found.tolist()]


@pytest.mark.parametrize("known", [1, 100_000])
def test_articles_are_known_by_id_and_else_by_text(corpus: Path, known: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_KNOWN", known)
    ferry, bridge = places(corpus, [FERRY, BRIDGE])
    assert (ferry and ferry[0], bridge and bridge[0]) == ("01_ferry", "02_bridge")
    changed = [replace(FERRY, text="Another text."), replace(BRIDGE, id="renamed"), article("new", "New.")]
    assert places(corpus, changed) == [ferry, bridge, None]


def test_where_there_is_no_corpus_or_none_counts_nothing_is_known(corpus: Path, tmp_path: Path) -> None:
    assert places(tmp_path, [FERRY]) == [None]
    assert len(read_standing(corpus).ids) == 3
    assert len(read_standing(corpus, fresh=True).ids) == 0
    with pytest.raises(MissingError):
        read_front_matter(tmp_path)


def test_a_broken_corpus_says_how_to_go_on(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes((corpus / "README.md").read_bytes())
    with pytest.raises(InputError, match="cannot tell in which split its articles are") as caught:
        read_standing(tmp_path)
    assert "--fresh-splits" in caught.value.hint


@pytest.mark.parametrize(
    "card",
    [
        "# My project\n",
        "---\ntags: [other]\n---\n",
        "---\n- a list\n---\n",
        "---\n[\n---\n",
        "---\ntags: standoff\n---\n",
        f"---\ntags: {'[' * 5000}\n---\n",
    ],
)
def test_a_card_that_is_not_ours_is_not_replaced(tmp_path: Path, card: str) -> None:
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    with pytest.raises(InputError, match="will not be replaced"):
        check_replaceable(tmp_path)


def test_our_own_card_and_an_empty_folder_are_replaceable(corpus: Path, tmp_path: Path) -> None:
    check_replaceable(corpus)
    check_replaceable(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_listed_files_come_in_every_form_that_can_be_loaded() -> None:
    files = [{"split": "train", "path": "a.parquet"}, {"split": "test", "path": ["b.parquet", "c.parquet"]}]
    card = {"configs": [{"config_name": "x", "data_files": files}]}
    assert list(listed_files(card)) == [
        ("x", "train", "a.parquet"),
        ("x", "test", "b.parquet"),
        ("x", "test", "c.parquet"),
    ]
    for wrong in ({}, {"configs": None}, {"configs": [{"config_name": "x"}]}, {"configs": [{"data_files": 3}]}):
        with pytest.raises(InputError, match="no list of configs"):
            list(listed_files(wrong))
