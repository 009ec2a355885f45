from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from datasets.info import DatasetInfosDict

from standoff.corpus import Fractions, build, verify
from standoff.errors import Finding, MissingError
from tests.projects import SCHEME, write_project

Row = dict[str, Any]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = write_project(tmp_path_factory.mktemp("verify"))
    places: dict[str, Any] = {name: project / name for name in ("seeds", "labels", "corpus")}
    # Both labelled articles are in one split, so that every config has one file.
    return build(scheme=SCHEME, fractions=Fractions(1, 0, 0), **places).corpus


@dataclass
class Corpus:
    """A copy of a corpus that may be damaged."""

    folder: Path

    def file(self, config: str) -> Path:
        (path,) = (self.folder / "data" / config).glob("*.parquet")
        return path

    def change_table(self, config: str, change: Callable[[pa.Table], pa.Table]) -> None:
        path = self.file(config)
        pq.write_table(change(pq.read_table(path)), path)

    def change_rows(self, config: str, change: Callable[[list[Row]], object]) -> None:
        def changed(table: pa.Table) -> pa.Table:
            rows = table.to_pylist()
            change(rows)
            return pa.Table.from_pylist(rows, schema=table.schema)

        self.change_table(config, changed)

    def change_card(self, change: Callable[[dict[str, Any]], object]) -> None:
        path = self.folder / "README.md"
        _, head, page = path.read_text(encoding="utf-8").split("---\n", 2)
        front = yaml.safe_load(head)
        change(front)
        path.write_text(f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n{page}", encoding="utf-8")

    def change_manifest(self, change: Callable[[dict[str, Any]], object]) -> None:
        path = self.folder / "manifest.json"
        manifest = json.loads(path.read_bytes())
        change(manifest)
        path.write_text(json.dumps(manifest), encoding="utf-8")

    def findings(self) -> tuple[Finding, ...]:
        return verify(self.folder)

    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings()}

    def only(self, code: str) -> list[tuple[str, str]]:
        """Where and what the findings with that code are."""
        return [(finding.field, finding.message) for finding in self.findings() if finding.code == code]


@pytest.fixture
def corpus(original: Path, tmp_path: Path) -> Corpus:
    shutil.copytree(original, tmp_path / "corpus")
    return Corpus(tmp_path / "corpus")


def info(front: dict[str, Any], config: str) -> dict[str, Any]:
    return next(entry for entry in front["dataset_info"] if entry["config_name"] == config)


def entry(front: dict[str, Any], config: str) -> dict[str, Any]:
    return next(entry for entry in front["configs"] if entry["config_name"] == config)


# Every changed content is seen by the digest in the name of its file, too.
CONTENT = {"content"}


def test_a_corpus_as_built_has_no_fault(corpus: Corpus) -> None:
    calls: list[tuple[int, int | None]] = []
    assert verify(corpus.folder, lambda done, total: calls.append((done, total))) == ()
    assert calls == [(done, 5) for done in range(6)]


def test_without_a_card_there_is_nothing_to_verify(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        verify(tmp_path)


@pytest.mark.parametrize("text", ["# No YAML\n", "---\n[\n---\n", "---\ntags: []\n---\n"])
def test_an_unreadable_card(corpus: Corpus, text: str) -> None:
    (corpus.folder / "README.md").write_text(text, encoding="utf-8")
    assert corpus.codes() == {"card"}


def test_a_changed_byte(corpus: Corpus) -> None:
    path = corpus.file("articles")
    data = bytearray(path.read_bytes())
    # Within the footer's text about who wrote the file: readers do not look at it.
    data[data.rindex(b"parquet-cpp-arrow")] ^= 1
    path.write_bytes(data)
    assert corpus.codes() == {"manifest-sha256"}


def test_a_truncated_file(corpus: Corpus) -> None:
    path = corpus.file("articles")
    path.write_bytes(path.read_bytes()[:-10])
    assert corpus.codes() == {"file-unreadable"}


def test_a_text_that_is_not_utf8(corpus: Corpus) -> None:
    path = corpus.file("articles")
    rows = pq.read_table(path)
    broken = pa.array([b"\xff", b"b", b"c"]).view(pa.string())
    pq.write_table(rows.set_column(0, rows.schema.field("id"), broken), path)
    (finding,) = [finding for finding in corpus.findings() if finding.code == "file-unreadable"]
    assert "UTF8" in finding.message


def test_a_missing_file(corpus: Corpus) -> None:
    corpus.file("stance").unlink()
    assert corpus.codes() == {"file-missing"}


def test_a_stray_file(corpus: Corpus) -> None:
    shutil.copy(corpus.file("stance"), corpus.folder / "data" / "stance" / "train-00000-of-00001-0123456789ab.parquet")
    (corpus.folder / "data" / "more.parquet").touch()
    strays = [finding for finding in corpus.findings() if finding.code == "stray-file"]
    assert len(strays) == len(corpus.findings()) == 2


def test_a_file_that_is_listed_twice(corpus: Corpus) -> None:
    corpus.change_card(
        lambda card: entry(card, "stance")["data_files"][0]["path"].append(
            *entry(card, "stance")["data_files"][0]["path"]
        )
    )
    assert corpus.codes() == {"file-twice"}


def test_a_wrong_number_of_rows(corpus: Corpus) -> None:
    corpus.change_card(lambda card: info(card, "stance")["splits"][0].update(num_examples=7))
    assert corpus.only("row-count") == [("$.dataset_info", "train of 'stance' has 6 rows, the card says 7")]
    corpus.change_manifest(lambda manifest: manifest["configs"]["stance"]["files"][0].update(rows=5))
    assert corpus.codes() == {"row-count", "manifest-rows"}


def test_configs_and_splits_that_are_in_one_list_only(corpus: Corpus) -> None:
    corpus.change_card(lambda card: card["dataset_info"].remove(info(card, "stance")))
    corpus.change_card(lambda card: card["configs"].remove(entry(card, "tokens")))
    corpus.change_card(lambda card: info(card, "articles")["splits"].append({"name": "test", "num_examples": 1}))
    assert sorted(message for _, message in corpus.only("config")) == [
        "config 'stance' is missing",
        "config 'tokens' is missing",
    ]
    assert len(corpus.only("split")) == 1
    assert "stray-file" in corpus.codes()


def test_a_card_whose_features_cannot_be_read(corpus: Corpus) -> None:
    corpus.change_card(lambda card: info(card, "stance").update(features=[{"name": "x", "dtype": "nonsense"}]))
    ((field, message),) = corpus.only("card")
    assert field == "$.dataset_info[3]"
    assert "Nonsense" in message
    assert corpus.only("config") == [("$.dataset_info", "config 'stance' is missing")]


def test_labels_that_are_called_otherwise_in_the_card(corpus: Corpus) -> None:
    def swap(card: dict[str, Any]) -> None:
        (label,) = [feature for feature in info(card, "stance")["features"] if feature["name"] == "label"]
        label["dtype"]["class_label"]["names"] |= {"0": "against", "1": "favor"}

    corpus.change_card(swap)
    assert corpus.only("schema-metadata") == [("", "the features in the file say otherwise of 'label' than the card")]
    assert corpus.codes() == {"schema-metadata"}


def test_a_column_of_another_type(corpus: Corpus) -> None:
    corpus.change_table(
        "stance", lambda table: table.set_column(4, "start", table["start"].cast(pa.int64())).drop_columns(["voice"])
    )
    assert corpus.only("schema") == [
        ("", "there is pyarrow.Field<start: int64>, the card says pyarrow.Field<start: int32>"),
        ("", "there is no voice, the card says pyarrow.Field<voice: int64>"),
    ]


def test_columns_in_another_order(corpus: Corpus) -> None:
    corpus.change_table("stance", lambda table: table.select(table.column_names[::-1]))
    assert corpus.only("schema") == [("", "the columns stand in another order than in the card, or twice")]


def test_features_in_the_file_that_cannot_be_read(corpus: Corpus) -> None:
    corpus.change_table("stance", lambda table: table.replace_schema_metadata({b"huggingface": b"{"}))
    assert len(corpus.only("schema-metadata")) == 1


@pytest.mark.parametrize("value", [-1, 4])
def test_a_label_out_of_range(corpus: Corpus, value: int) -> None:
    corpus.change_rows("articles", lambda rows: rows[0]["spans"][1].update(type=value))
    corpus.change_rows("tokens", lambda rows: rows[2]["date_tags"].__setitem__(3, value))
    assert corpus.codes() == CONTENT | {"label-range"}
    assert [field for field, _ in corpus.only("label-range")] == ["$[0].spans[1].type", "$[2].date_tags[3]"]


def test_lists_that_are_null(corpus: Corpus) -> None:
    corpus.change_rows("articles", lambda rows: rows[2].update(spans=None))
    corpus.change_rows("tokens", lambda rows: rows[0]["tokens"].__setitem__(0, None))
    corpus.change_rows("stance", lambda rows: rows[0].update(text=None))
    assert corpus.codes() == CONTENT | {"null"}
    assert [field for field, _ in corpus.only("null")] == ["$[2].spans", "$[0].text", "$[0].tokens[0]"]


@pytest.mark.parametrize(
    ("config", "change", "codes"),
    [
        ("articles", lambda rows: rows[0]["spans"][0].update(start=-1), {"offset"}),
        ("articles", lambda rows: rows[0]["spans"][0].update(start=10), {"offset"}),
        ("articles", lambda rows: rows[0]["spans"][0].update(end=10_000), {"offset"}),
        ("articles", lambda rows: rows[0]["spans"][0].update(start=1), {"surface"}),
        ("articles", lambda rows: rows[0]["spans"][0].update(id=None), {"null", "relation-dangling"}),
        ("articles", lambda rows: rows[0]["spans"][0].update(id="s1"), {"span-id-twice", "relation-dangling"}),
        ("articles", lambda rows: rows[0]["spans"][0].update(date_value="2026"), {"attribute"}),
        ("articles", lambda rows: rows[0]["relations"][0].update(to_id="nobody"), {"relation-dangling"}),
        ("articles", lambda rows: rows[0].update(sha256=rows[1]["sha256"]), {"sha256", "article-sha256"}),
        ("articles", lambda rows: rows.pop(2), {"article-unknown"}),
        ("articles", lambda rows: rows.append(rows[2]), {"article-twice"}),
        ("sentences", lambda rows: rows[0].update(start=1), {"surface"}),
        ("sentences", lambda rows: rows[0].update(group="x"), {"article-group"}),
        ("sentences", lambda rows: rows[0]["spans"][0].update(end=9), {"surface"}),
        ("tokens", lambda rows: rows[0]["starts"].__setitem__(1, 6), {"surface"}),
        ("tokens", lambda rows: rows[0]["actor_tags"].pop(), {"length"}),
        ("stance", lambda rows: rows[0].update(end=10_000), {"offset"}),
        ("stance", lambda rows: rows[0].update(span_end=10_000), {"offset"}),
        ("stance", lambda rows: rows[0].update(label=3), {"stance"}),
        ("stance", lambda rows: rows[1].update(span_end=3), {"stance"}),
        ("stance", lambda rows: rows[1].update(label=0), {"stance"}),
        ("annotations", lambda rows: rows[0].update(sha256="0" * 64), {"article-sha256"}),
        ("annotations", lambda rows: rows[0].update(article_id="nobody"), {"article-unknown"}),
        ("annotations", lambda rows: rows[0]["spans"][0].update(text="Ines"), {"surface"}),
    ],
)
def test_faults_in_rows(corpus: Corpus, config: str, change: Callable[[list[Row]], object], codes: set[str]) -> None:
    corpus.change_rows(config, change)
    assert corpus.codes() == CONTENT | codes
    assert any(str(corpus.file(config)) in finding.where for finding in corpus.findings())


def test_articles_and_groups_in_two_splits(corpus: Corpus) -> None:
    path = corpus.file("articles")
    rows = pq.read_table(path)
    other = path.with_name("test-00000-of-00001-0123456789ab.parquet")
    moved = rows.slice(2).to_pylist()[0] | {"group": "01_ferry"}
    pq.write_table(pa.Table.from_pylist([moved], schema=rows.schema), other)
    pq.write_table(rows.slice(0, 2), path)

    def list_other(card: dict[str, Any]) -> None:
        relative = other.relative_to(corpus.folder).as_posix()
        entry(card, "articles")["data_files"].append({"split": "test", "path": [relative]})
        info(card, "articles")["splits"] = [{"name": "train", "num_examples": 2}, {"name": "test", "num_examples": 1}]

    corpus.change_card(list_other)
    assert corpus.only("group-split") == [("", "group '01_ferry' is in test and train")]
    assert {message for _, message in corpus.only("article-split")} == {"article '03_fair' is in test"}


def test_a_card_and_files_that_lack_a_column(corpus: Corpus) -> None:
    corpus.change_table("sentences", lambda table: table.drop_columns(["text"]).replace_schema_metadata(None))
    corpus.change_card(
        lambda card: info(card, "sentences").update(
            features=[feature for feature in info(card, "sentences")["features"] if feature["name"] != "text"]
        )
    )
    assert corpus.only("columns") == [("", "'sentences' must have text, of the form that a build gives")]


@pytest.mark.parametrize(
    ("config", "name", "form"),
    [
        ("articles", "spans", {"list": "string"}),
        ("tokens", "starts", {"dtype": "int32"}),
        ("stance", "label", {"dtype": "int64"}),
        ("annotations", "scheme", {"list": "string"}),
    ],
)
def test_a_card_and_files_of_another_form(corpus: Corpus, config: str, name: str, form: Row) -> None:
    def reshape(card: dict[str, Any]) -> None:
        features = info(card, config)["features"]
        features[[feature["name"] for feature in features].index(name)] = {"name": name} | form

    corpus.change_card(reshape)
    features = DatasetInfosDict.from_directory(str(corpus.folder))[config].features
    corpus.change_table(config, lambda table: features.arrow_schema.empty_table())
    assert corpus.only("columns") == [("", f"'{config}' must have {name}, of the form that a build gives")]


def test_a_config_that_no_build_makes(corpus: Corpus) -> None:
    def rename(card: dict[str, Any]) -> None:
        info(card, "stance")["config_name"] = entry(card, "stance")["config_name"] = "opinions"

    corpus.change_card(rename)
    assert corpus.only("config-unknown") == [("", "there is no rule for the config 'opinions'")]
    assert "manifest-config" in corpus.codes()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda manifest: manifest.update(format=2), "manifest"),
        (lambda manifest: manifest.pop("configs"), "manifest"),
        (lambda manifest: manifest["configs"]["stance"]["files"][0].update(path="data/x"), "manifest-file"),
        (lambda manifest: manifest["configs"]["stance"].update(digest="0" * 64), "manifest-digest"),
        (lambda manifest: manifest["configs"]["stance"]["files"][0].update(sha256="0" * 64), "manifest-sha256"),
        (lambda manifest: manifest["configs"]["stance"]["files"][0].update(bytes=1), "manifest-bytes"),
        (lambda manifest: manifest["splits"]["train"]["spans"].update(actor=5), "manifest-count"),
        (lambda manifest: manifest["splits"].update(train=None), "manifest-count"),
        (lambda manifest: manifest["articles"].update(last_date="2030-01-01"), "manifest-count"),
        (lambda manifest: manifest["articles"].update(groups=2), "manifest-count"),
        (lambda manifest: manifest["annotators"]["anna"].update(gold=1), "manifest-count"),
        (lambda manifest: manifest["annotators"]["anna"].update(tools=[]), "manifest-count"),
        (lambda manifest: manifest["annotators"].update(ben={"label_sets": 1}), "manifest-count"),
    ],
)
def test_faults_in_the_manifest(corpus: Corpus, change: Callable[[dict[str, Any]], object], code: str) -> None:
    corpus.change_manifest(change)
    assert corpus.codes() == {code}


def test_a_config_that_the_manifest_lacks(corpus: Corpus) -> None:
    corpus.change_manifest(lambda manifest: manifest["configs"].pop("stance"))
    assert corpus.codes() == {"manifest-file", "manifest-digest"}


def test_counts_are_named_by_their_place(corpus: Corpus) -> None:
    corpus.change_manifest(lambda manifest: manifest["splits"]["train"]["relations"].update(holder=7, source=0))
    assert corpus.only("manifest-count") == [
        ("$.splits.train.relations.holder", "is 7, the rows say 3"),
        ("$.splits.train.relations.source", "is 0, the rows say 1"),
    ]


def test_a_manifest_that_is_not_there_or_not_json(corpus: Corpus) -> None:
    (corpus.folder / "manifest.json").write_text("{", encoding="utf-8")
    assert corpus.codes() == {"manifest"}
    (corpus.folder / "manifest.json").unlink()
    assert corpus.codes() == {"manifest"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda found: found["distribution"][0].update(sha256="0" * 64), "$.distribution"),
        (lambda found: found["distribution"].pop(), "$.distribution"),
        (lambda found: found["recordSet"][1]["field"].pop(), "$.recordSet"),
        (lambda found: found["recordSet"].append({"@id": "more"}), "$.recordSet"),
        (lambda found: found.pop("recordSet"), ""),
        (lambda found: found.update(distribution=[1]), ""),
    ],
)
def test_faults_in_the_croissant_metadata(
    corpus: Corpus, change: Callable[[dict[str, Any]], object], field: str
) -> None:
    path = corpus.folder / "croissant.json"
    found = json.loads(path.read_bytes())
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    (finding,) = corpus.findings()
    assert (finding.code, finding.path, finding.field) == ("croissant", str(path), field)


def test_croissant_metadata_that_is_not_there_or_not_json(corpus: Corpus) -> None:
    (corpus.folder / "croissant.json").write_text("{", encoding="utf-8")
    assert corpus.codes() == {"croissant"}
    (corpus.folder / "croissant.json").unlink()
    assert corpus.codes() == {"croissant"}


def test_a_description_without_the_digest(corpus: Corpus) -> None:
    corpus.change_card(lambda card: entry(card, "stance").update(description="Stances."))
    (finding,) = corpus.findings()
    assert finding.code == "description"
    assert "'stance'" in finding.message


def test_rows_are_compared_with_the_articles_of_their_shard(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    places: dict[str, Any] = {name: project / name for name in ("seeds", "labels", "corpus")}
    corpus = build(scheme=SCHEME, fractions=Fractions(1, 0, 0), shard_articles=1, **places).corpus
    assert verify(corpus) == ()
    first, second = sorted((corpus / "data" / "sentences").glob("*.parquet"))[:2]
    rows = pq.read_table(second)
    pq.write_table(pa.concat_tables([rows, pq.read_table(first).slice(0, 1)]), second)
    found = [finding for finding in verify(corpus) if finding.code != "content"]
    assert [(finding.code, finding.path, finding.field) for finding in found] == [
        ("article-split", str(second), f"$[{len(rows)}].article_id")
    ]
    assert found[0].message == "article '01_ferry' is in another file of train"
