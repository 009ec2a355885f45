from __future__ import annotations

import json
from pathlib import Path

import pytest

from standoff.baseline.corpus import read_corpus
from standoff.baseline.rows import Row
from standoff.errors import InputError, MissingError
from tests.unit.baseline.examples import CLASSES, example_rows, write_corpus


def test_train_and_validation_are_developed_on(tmp_path: Path) -> None:
    splits = {"train": example_rows(3), "validation": example_rows(1, first=3), "test": example_rows(2, first=4)}
    data = read_corpus(write_corpus(tmp_path / "news", splits))
    assert data.name == "news, config stance"
    assert data.classes == CLASSES
    assert data.development == (*splits["train"], *splits["validation"])
    assert data.test == tuple(splits["test"])
    assert data.scheme == ""
    assert data.notes == ()


def test_targets_are_hidden_where_having_one_tells_the_label(tmp_path: Path) -> None:
    rows = [
        Row("It backs the plan.", "favor", "the plan", "a", voice="author"),
        Row("It met on Monday.", "none", "", "a"),
    ]
    data = read_corpus(write_corpus(tmp_path / "news-hidden", {"train": rows}))
    assert [row.target for row in data.development] == ["", ""]
    assert data.development[0].voice == "author"
    assert data.notes == (
        "Targets are not shown to the classifier: not every row has one, so having one tells the label.",
    )


def test_targets_are_kept_where_every_row_has_one(tmp_path: Path) -> None:
    rows = example_rows(2, targets=("ferry", "dam"))
    data = read_corpus(write_corpus(tmp_path / "news-targets", {"train": rows}))
    assert data.development == tuple(rows)
    assert data.test == ()


def test_stances_can_be_given(tmp_path: Path) -> None:
    rows = [
        Row("It backs one plan and rejects another.", "favor", "one plan", "a", span=(3, 17), holder="It"),
        Row("It backs one plan and rejects another.", "against", "another", "a", span=(22, 37)),
        Row("It met on Monday.", "none", "", "a"),
    ]
    folder = write_corpus(tmp_path / "news-given", {"train": rows, "test": rows})
    data = read_corpus(folder, given=True)
    assert data.development == data.test == tuple(rows[:2])
    assert data.classes == ("favor", "against", "neutral")
    assert read_corpus(folder).development[0] == Row(rows[0].text, "favor", article="a")
    with pytest.raises(InputError, match="no row to train on says which words express a stance"):
        read_corpus(write_corpus(tmp_path / "news-not-given", {"train": rows[2:]}), given=True)


def test_repeats_and_contradictions_are_counted(tmp_path: Path) -> None:
    rows = [
        Row("It backs one plan and rejects another.", "favor", "one plan", "a"),
        Row("It backs one plan and rejects another.", "against", "another", "a"),
        Row("It backs one plan and rejects another.", "against", "a third", "a"),
        Row("It met on Monday.", "none", "", "a"),
    ]
    data = read_corpus(write_corpus(tmp_path / "news-repeats", {"train": rows}))
    assert len(data.development) == 3
    assert data.notes[1:] == (
        "1 training rows repeat article, text and label of another and were merged with it.",
        "1 training texts have more than one label: no classifier can get all of them right.",
    )


def test_whose_labels_they_are_is_told(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "news-annotator", {"train": example_rows(1)}, annotator="machine-1")
    assert read_corpus(folder).notes == ("The labels are by: machine-1.",)


def test_the_scheme_is_named_by_the_manifest(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "news-scheme", {"train": example_rows(1)})
    (folder / "manifest.json").write_text('{"scheme": {"name": "news-conflict", "version": 1}}', encoding="utf-8")
    assert read_corpus(folder).scheme == "news-conflict 1"
    for broken in ("{", "[]", '{"scheme": "x"}', "{}"):
        (folder / "manifest.json").write_text(broken, encoding="utf-8")
        with pytest.raises(InputError, match="does not name the corpus's scheme"):
            read_corpus(folder)


def test_what_a_corpus_without_a_look_for_near_duplicates_does_to_folds_is_told(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "news-copies", {"train": example_rows(1)})
    for said, notes in (("together", 0), ("not looked for", 1)):
        manifest = {"scheme": {"name": "news-conflict", "version": 1}, "near_duplicates": said}
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert sum("without a look for near-duplicate articles" in note for note in read_corpus(folder).notes) == notes


def test_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="there is no corpus here") as caught:
        read_corpus(tmp_path)
    assert "standoff build" in caught.value.hint


def test_no_such_config(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "news-config", {"train": example_rows(1)})
    with pytest.raises(MissingError, match="there is no config 'opinions'") as caught:
        read_corpus(folder, "opinions")
    assert "there are: stance" in caught.value.hint


def test_no_rows_to_train_on(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "news-test-only", {"test": example_rows(1)})
    with pytest.raises(InputError, match="the splits train and validation have no rows"):
        read_corpus(folder)


def test_a_config_of_something_else(tmp_path: Path) -> None:
    import datasets

    folder = write_corpus(tmp_path / "news-columns", {"train": example_rows(1)})
    path = folder / "data" / "stance" / "train.parquet"
    datasets.Dataset.from_list([{"text": "a"}]).to_parquet(path)
    with pytest.raises(InputError, match="holds no stance rows: no column article_id, label"):
        read_corpus(folder)


def test_labels_without_names(tmp_path: Path) -> None:
    import datasets

    folder = write_corpus(tmp_path / "news-labels", {"train": example_rows(1)})
    rows = [{"article_id": "a", "text": "a", "label": "favor"}]
    datasets.Dataset.from_list(rows).to_parquet(folder / "data" / "stance" / "train.parquet")
    with pytest.raises(InputError, match="label is not a ClassLabel"):
        read_corpus(folder)


def test_a_row_without_a_label(tmp_path: Path) -> None:
    rows = [*example_rows(1), Row("A text.", None, article="a")]  # type: ignore[arg-type]
    folder = write_corpus(tmp_path / "news-unlabelled", {"train": rows})
    with pytest.raises(InputError, match=r"stance/train, row 7: has no label"):
        read_corpus(folder)


def test_a_broken_file_and_a_broken_card(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "news-broken", {"train": example_rows(1)})
    (folder / "data" / "stance" / "train.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(InputError, match="cannot be loaded"):
        read_corpus(folder)
    (folder / "README.md").write_text("---\nconfigs: [\n---\n", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be loaded") as caught:
        read_corpus(folder)
    assert "standoff verify" in caught.value.hint
