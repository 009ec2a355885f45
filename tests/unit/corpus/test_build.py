from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import filelock
import pyarrow.parquet as pq
import pytest
import yaml

from standoff.corpus import Build, Fractions, build, verify
from standoff.corpus.splits import split_by_hash
from standoff.errors import ConflictError, FindingsError, InputError, MissingError
from standoff.labels import LabelStore, dump_lines
from standoff.records import Adjudication
from tests.projects import (
    BRIDGE,
    BRIDGE_LABELS,
    FAIR,
    FERRY,
    FERRY_LABELS,
    SCHEME,
    invented_texts,
    label_set,
    write_project,
    write_seeds,
)

Builder = Callable[..., Build]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path)


@pytest.fixture
def built(project: Path) -> Builder:
    def run(**options: Any) -> Build:
        places = {name: project / name for name in ("seeds", "labels", "corpus")}
        return build(scheme=SCHEME, **places | options)

    return run


def splits(result: Build) -> dict[str, str]:
    return {
        row["id"]: file["path"].split("/")[-1].split("-")[0]
        for file in result.manifest["configs"]["articles"]["files"]
        for row in pq.read_table(result.corpus / file["path"], columns=["id"]).to_pylist()
    }


def codes(result: Build) -> Counter[str]:
    return Counter(finding.code for finding in result.findings)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_accounts_for_everything(built: Builder) -> None:
    result = built()
    manifest = result.manifest
    assert json.loads((result.corpus / "manifest.json").read_bytes()) == manifest
    assert manifest["scheme"] == {"name": "news-conflict", "version": SCHEME.version, "digest": SCHEME.digest}
    assert (manifest["articles"]["number"], manifest["articles"]["labelled"]) == (3, 2)
    assert sum(split["spans"]["actor"] for split in manifest["splits"].values()) == 4
    assert sum(split["relations"]["holder"] for split in manifest["splits"].values()) == 3
    assert manifest["gold"] == {
        "articles": {"only": 2},
        "adjudicated_by": {},
        "open_labels": 0,
        "several_passes_not_adjudicated": 0,
    }
    assert manifest["annotators"]["anna"]["label_sets"] == manifest["annotators"]["anna"]["gold"] == 2
    assert manifest["left_out"] == {"articles": [], "label_sets": []}
    rows = {config: sum(found["rows"].values()) for config, found in manifest["configs"].items()}
    assert rows == {"articles": 3, "sentences": 8, "tokens": 6, "stance": 6, "annotations": 2}
    assert verify(result.corpus) == ()


def test_building_again_changes_no_byte(built: Builder) -> None:
    first = content(built().corpus)
    assert content(built().corpus) == first


def test_what_a_build_no_longer_has_is_removed_and_nothing_else(project: Path, built: Builder) -> None:
    corpus = built().corpus
    (corpus / "notes.md").write_text("mine", encoding="utf-8")
    (corpus / "data" / "stance" / "mine.parquet").write_text("mine", encoding="utf-8")
    (corpus / "data" / "articles" / ".train-00000-of-00001-0123456789ab.parquet.x.tmp").touch()
    shutil.rmtree(project / "labels")
    result = built()
    assert set(result.manifest["configs"]) == {"articles", "sentences"}
    files = {path for path in content(corpus) if path != ".lock"}
    listed = {file["path"] for config in result.manifest["configs"].values() for file in config["files"]}
    assert files == listed | {"README.md", "manifest.json", "croissant.json", "notes.md", "data/stance/mine.parquet"}
    assert not (corpus / "data" / "tokens").exists()


def test_splits_without_rows_are_left_out_with_a_warning(built: Builder) -> None:
    result = built(fractions=Fractions(1, 0, 0))
    assert codes(result) == {"empty-split": 5}
    assert {finding.severity for finding in result.findings} == {"warning"}
    assert "has no rows in validation, test; load_dataset cannot open such a split" in result.findings[0].message
    card = (result.corpus / "README.md").read_text(encoding="utf-8")
    assert "Without rows, and therefore not there: validation, test of `articles`" in card
    assert verify(result.corpus) == ()


def test_adding_articles_never_moves_one(project: Path, built: Builder) -> None:
    before = splits(built())
    write_seeds(project / "seeds", invented_texts(20), day="2020-01-01")
    # A near-duplicate that is earlier than its original and would lead the group if both were new.
    (project / "seeds" / "00_copy.txt").write_text(f"date 2019-01-01 {FERRY.text} Again.", encoding="utf-8")
    result = built()
    after = splits(result)
    assert {name: after[name] for name in before} == before
    assert after["00_copy"] == after["01_ferry"]
    assert result.manifest["articles"]["groups_of_several"] == 1


def test_fresh_splits_are_those_of_a_first_build(project: Path, built: Builder) -> None:
    first = splits(built())
    moved = splits(built(fractions=Fractions(0, 0, 1), fresh_splits=True))
    assert set(moved.values()) == {"test"}
    kept = built()
    assert splits(kept) == moved
    against = sum(first[name] != "test" for name in first)
    assert kept.manifest["splits_kept_against_rule"] == against
    card = (kept.corpus / "README.md").read_text(encoding="utf-8")
    assert f"Kept in the split of an earlier build, where that rule would give another: {against} article" in card
    fresh = built(fresh_splits=True)
    assert splits(fresh) == first
    assert fresh.manifest["splits_kept_against_rule"] == 0


def test_a_group_that_is_founded_again_stays_in_its_split(project: Path, built: Builder) -> None:
    copy = f"{FERRY.text} Again."
    write_seeds(project / "seeds", {"00_copy": copy}, day="2019-01-01")
    built(fractions=Fractions(0, 0, 1))
    (project / "seeds" / "00_copy.txt").unlink()
    assert splits(built())["01_ferry"] == "test"
    write_seeds(project / "seeds", {"00_copy": "Quite another text. It is new."})
    result = built()
    assert splits(result)["00_copy"] == "test"
    assert verify(result.corpus) == ()


def test_near_duplicates_that_are_not_looked_for(project: Path, built: Builder) -> None:
    texts = invented_texts(4)
    copies = {f"copy_{name}": f"{text} And more." for name, text in texts.items()}
    write_seeds(project / "seeds", texts | copies)
    plain = built(corpus=project / "plain", near_duplicates=False)
    assert plain.manifest["near_duplicates"] == "not looked for"
    assert plain.manifest["articles"]["groups"] == plain.manifest["articles"]["number"] == 11
    assert "**Near-duplicates were not looked for**" in (project / "plain" / "README.md").read_text(encoding="utf-8")
    assert verify(project / "plain") == ()
    cache = list((project / ".standoff" / "build" / "plain").rglob("*"))
    assert [path.suffix for path in cache if path.suffix == ".npy"] == []
    # They are looked for among what the cache has of the earlier build, and what stood in a split stays there.
    again = built(corpus=project / "plain")
    assert splits(again) == splits(plain)
    fresh = built(corpus=project / "plain", fresh_splits=True)
    assert fresh.manifest["near_duplicates"] == "together"
    assert (fresh.manifest["articles"]["groups"], fresh.manifest["articles"]["groups_of_several"]) == (7, 4)
    assert "not looked for" not in (project / "plain" / "README.md").read_text(encoding="utf-8")
    assert content(built(corpus=project / "first").corpus) == content(fresh.corpus)


def test_a_newcomer_between_two_splits_is_reported(project: Path, built: Builder) -> None:
    words = invented_texts(1, 200)["n0000"].split()
    middle = " ".join(words)
    left = " ".join(f"l{place}" if place in range(0, 60, 10) else word for place, word in enumerate(words))
    right = " ".join(f"r{place}" if place in range(100, 160, 10) else word for place, word in enumerate(words))
    other = next(name for name in ("r1", "r2", "r3", "r4") if split_by_hash(name, Fractions()) != "train")
    write_seeds(project / "seeds", {"left": left, other: right})
    before = splits(built())
    assert before["left"] == "train"
    write_seeds(project / "seeds", {"middle": middle})
    result = built()
    assert codes(result)["near-two-splits"] == 1
    (finding,) = [finding for finding in result.findings if finding.code == "near-two-splits"]
    assert f"left (train), {other} ({before[other]})" in finding.message
    assert finding.severity == "warning"


def test_by_time(project: Path, built: Builder) -> None:
    for number, (name, text) in enumerate(invented_texts(10).items()):
        write_seeds(project / "seeds", {name: text}, day=date(2026, 1, 1 + number).isoformat())
    result = built(by_time=True)
    assert result.manifest["split_by"] == "time"
    found = splits(result)
    assert [found[f"n{number:04d}"] for number in (0, 6, 7, 9)] == ["train", "train", "train", "validation"]
    assert {found[name] for name in ("01_ferry", "02_bridge", "03_fair")} == {"validation"}


def test_faulty_articles_and_labels_are_left_out_counted_and_named(project: Path, built: Builder) -> None:
    (project / "seeds" / "04_bad.txt").write_text("no date", encoding="utf-8")
    (project / "seeds" / "02_bridge.txt").unlink()
    store = LabelStore(project / "labels")
    store.path("ben").write_bytes(dump_lines([replace(label_set(FERRY, annotator="ben"), scheme="other")]))
    result = built()
    assert codes(result) == {"date-missing": 1, "scheme-name": 1, "no-text": 1} | {
        "empty-split": codes(result)["empty-split"]
    }
    assert result.manifest["left_out"] == {
        "articles": [{"file": "04_bad.txt", "line": 1, "why": "date-missing"}],
        "label_sets": [
            {"article_id": "02_bridge", "annotator": "anna", "why": "no-text"},
            {"article_id": "01_ferry", "annotator": "ben", "why": "scheme-name"},
        ],
    }
    card = (result.corpus / "README.md").read_text(encoding="utf-8")
    assert "Left out, for the reasons that `manifest.json` gives: 1 article." in card
    assert "Left out, for the reasons that `manifest.json` gives: 2 label sets." in card


def test_gold_and_its_policy_are_in_the_manifest(project: Path, built: Builder) -> None:
    store = LabelStore(project / "labels")
    store.put([label_set(FERRY, annotator="ben", origin="machine"), label_set(FAIR, annotator="ben", origin="machine")])
    manifest = built().manifest
    assert manifest["gold"]["articles"] == {"only": 2, "preferred": 1}
    assert manifest["gold"]["several_passes_not_adjudicated"] == 1
    assert {name: found["gold"] for name, found in manifest["annotators"].items()} == {"anna": 2, "ben": 1}
    manifest = built(gold="ben").manifest
    assert manifest["gold"]["articles"] == {"named": 2, "only": 1}
    store.put_gold([replace(FERRY_LABELS, annotator="gold", adjudication=Adjudication("majority", ("anna", "ben")))])
    result = built()
    assert result.manifest["gold"] == {
        "articles": {"adjudicated": 1, "only": 2},
        "adjudicated_by": {"majority": 1},
        "open_labels": 0,
        "several_passes_not_adjudicated": 0,
    }
    assert 'Adjudicated by the policy "majority": 1 article.' in (result.corpus / "README.md").read_text("utf-8")
    with pytest.raises(MissingError, match="no article is labelled by 'carl'") as caught:
        built(gold="carl")
    assert caught.value.hint == "there are labels by: anna, ben"


def test_gold_with_open_labels_is_passed_over_or_named(project: Path, built: Builder) -> None:
    store = LabelStore(project / "labels")
    decision = Adjudication("majority", ("anna", "ben"), open=2)
    fair = label_set(FAIR, annotator="gold", adjudication=decision)
    store.put_gold([replace(FERRY_LABELS, annotator="gold", adjudication=decision), fair])
    result = built()
    assert result.manifest["gold"] == {
        "articles": {"only": 2, "incomplete": 1},
        "adjudicated_by": {"majority": 1},
        "open_labels": 2,
        "several_passes_not_adjudicated": 0,
        "incomplete": ["01_ferry", "03_fair"],
    }
    assert [finding.code for finding in result.findings].count("gold-open") == 2
    card = (result.corpus / "README.md").read_text(encoding="utf-8")
    assert "Still to be decided by a person: 2 spans or relations." in card
    assert "Adjudicated, but not completely, so that an annotator's label set is taken where there is one: 2" in card
    assert verify(result.corpus) == ()


def test_shards_hold_so_many_articles_at_most(project: Path, built: Builder) -> None:
    write_seeds(project / "seeds", invented_texts(20))
    calls: list[tuple[str, int, int | None]] = []
    result = built(shard_articles=4, progress=lambda *call: calls.append(call))
    files = result.manifest["configs"]["articles"]["files"]
    assert sum(file["rows"] for file in files) == 23
    assert 1 < max(file["rows"] for file in files) <= 4
    train = [Path(file["path"]).name for file in files if "/train-" in file["path"]]
    assert [name[:20] for name in train] == [f"train-{n:05d}-of-{len(train):05d}" for n in range(len(train))]
    assert calls[0] == ("read", 23, None)
    assert calls[-1] == ("convert", 23, 23)
    assert verify(result.corpus) == ()
    ids = [
        row["id"]
        for file in files
        if "/train-" in file["path"]
        for row in pq.read_table(result.corpus / file["path"]).to_pylist()
    ]
    assert ids == sorted(ids)


def test_articles_may_come_from_elsewhere(project: Path, built: Builder, tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text('{"id": "x", "date": "2026-01-02", "text": "More of it. It ended."}\n', encoding="utf-8")
    assert built(articles=[more]).manifest["articles"]["number"] == 4
    assert built(seeds=tmp_path / "nowhere", articles=[more]).manifest["articles"]["number"] == 1


def test_without_an_article_nothing_is_built(tmp_path: Path, built: Builder) -> None:
    with pytest.raises(FindingsError, match="there is no article"):
        built(seeds=tmp_path / "nowhere")
    assert not (tmp_path / "corpus").exists()


def test_somebody_elses_readme_is_kept(project: Path, built: Builder) -> None:
    (project / "corpus").mkdir()
    (project / "corpus" / "README.md").write_text("# Mine\n", encoding="utf-8")
    with pytest.raises(InputError, match="will not be replaced"):
        built()
    assert [path.name for path in (project / "corpus").iterdir()] == ["README.md"]


def test_a_folder_that_cannot_be_written(project: Path, built: Builder) -> None:
    (project / "file").touch()
    with pytest.raises(InputError, match="cannot be written: File exists"):
        built(corpus=project / "file")
    (project / "corpus" / "data").mkdir(parents=True)
    (project / "corpus" / "data" / "articles").touch()
    with pytest.raises(InputError, match="cannot be written") as caught:
        built()
    assert caught.value.where.endswith("data/articles")


def test_one_build_at_a_time(project: Path, built: Builder) -> None:
    (project / "corpus").mkdir()
    with filelock.FileLock(project / "corpus" / ".lock"), pytest.raises(ConflictError, match="another build"):
        built()


def test_the_card_names_what_machines_made(project: Path, built: Builder) -> None:
    (project / "seeds" / "dataset.yaml").write_text("origin: machine-written\n", encoding="utf-8")
    LabelStore(project / "labels").put([label_set(BRIDGE, annotator="m", origin="machine", tool="a | b <script>\n")])
    card = (built().corpus / "README.md").read_text(encoding="utf-8")
    assert card.count("All 3 articles are machine-written.") == 2
    assert card.count("1 of 3 label sets is machine-made") == 2
    assert card.count("What a machine wrote is no source") == 2
    assert "| m | machine | a \\| b &lt;script> | 1 | 0 | 0 | 0 |" in card
    assert "- 3 articles: machine-written" in card


def test_the_card_has_every_section_and_what_people_say(project: Path, built: Builder) -> None:
    (project / "seeds" / "dataset.yaml").write_text(
        "pretty_name: Ferries\nlicense: cc0-1.0\nauthors: [Ines Varga, Tomas Reyl]\nyear: '2026'\nmaking: By hand.\n"
        "version: '2'\nsensitive: None.\n",
        encoding="utf-8",
    )
    card = (built().corpus / "README.md").read_text(encoding="utf-8")
    front = yaml.safe_load(card.split("---\n")[1])
    assert (front["pretty_name"], front["license"], front["size_categories"]) == ("Ferries", "cc0-1.0", "n<1K")
    assert [config["config_name"] for config in front["configs"] if config.get("default")] == ["articles"]
    headings = [line.lstrip("# ") for line in card.splitlines() if line.startswith("#")]
    assert headings == [
        *(
            "Ferries",
            "Dataset Details",
            "Dataset Description",
            "Dataset Sources",
            "Uses",
            "Direct Use",
            "Out-of-Scope Use",
        ),
        *("Dataset Structure", "Labels", "Splits", "Dataset Creation", "Curation Rationale", "Source Data"),
        *("Data Collection and Processing", "Who are the source data producers?", "Annotations", "Annotation process"),
        *("Who are the annotators?", "Personal and Sensitive Information", "Bias, Risks, and Limitations"),
        *(
            "Recommendations",
            "Citation",
            "Glossary",
            "More Information",
            "Dataset Card Authors",
            "Dataset Card Contact",
        ),
    ]
    assert "By hand." in card
    assert "author = {{Ines Varga} and {Tomas Reyl}}" in card
    assert "| actor |" in card
    assert BRIDGE_LABELS.annotator in card
