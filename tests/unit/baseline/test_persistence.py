from __future__ import annotations

import io
import json
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from sklearn.preprocessing import FunctionTransformer

from standoff.baseline import persistence
from standoff.baseline.calibration import Calibration
from standoff.baseline.family import Configuration
from standoff.baseline.linear import Classifiers, Linear, Weighing
from standoff.baseline.model import StanceModel, fit_model
from standoff.baseline.persistence import TRUSTED_TYPES, model_digest, read_model, write_model
from standoff.baseline.rows import Row
from standoff.errors import InputError, MissingError
from tests.unit.baseline.examples import CLASSES, example_rows

TARGETS = ("ferry", "bridge")
ROWS = example_rows(8, targets=TARGETS)
SVM = Configuration("char", "per-target", "svm", 0.3)


def fitted(configuration: Configuration = SVM) -> StanceModel:
    return replace(
        fit_model(ROWS, CLASSES, configuration),
        calibration=Calibration(1.5, (1.2, 0.8, 0.1)),
        about={"data": "example"},
    )


def rewritten(path: Path, change: Any) -> Path:
    """Write a skops file again with another content, as somebody would who knows the format."""
    saved = skops.io.loads(path.read_bytes(), trusted=[])
    change(saved)
    path.write_bytes(skops.io.dumps(saved, compression=zipfile.ZIP_DEFLATED))
    return path


@pytest.mark.parametrize(
    "configuration",
    [
        SVM,
        Configuration("char+word", "pooled", "logistic", 3.0),
        Configuration("word", "joint", "bayes", 1.0),
        Configuration("word+cue", "marked", "svm", 0.1),
        Configuration("span", "given", "svm", 0.1),
        Configuration("char+word+cue", "joint", "logistic", 3.0),
    ],
    ids=lambda one: one.name,
)
def test_a_model_that_was_read_is_the_one_that_was_written(tmp_path: Path, configuration: Configuration) -> None:
    model = fitted(configuration)
    write_model(tmp_path / "model.skops", model)
    read = read_model(tmp_path / "model.skops")
    assert model_digest(read) == model_digest(model)
    assert (read.predict(ROWS).probabilities == model.predict(ROWS).probabilities).all()
    assert (read.classes, read.configuration, read.shares, read.calibration, read.about) == (
        (model.classes, configuration, model.shares, model.calibration, {"data": "example"})
    )


def test_a_target_with_one_class_only(tmp_path: Path) -> None:
    rows = [*ROWS, Row("A text.", "none", "dam"), Row("Another text.", "none", "dam")]
    model = fit_model(rows, CLASSES, SVM)
    write_model(tmp_path / "model.skops", model)
    read = read_model(tmp_path / "model.skops")
    assert model_digest(read) == model_digest(model)
    assert read.predict([Row("It backs the dam.", "", "dam")]).labels == ("none",)


def test_nothing_has_to_be_trusted(tmp_path: Path) -> None:
    assert TRUSTED_TYPES == ()
    for number, classifier in enumerate(("svm", "logistic", "bayes")):
        path = tmp_path / f"{number}.skops"
        write_model(path, fitted(Configuration("char", "joint", classifier, 1.0)))  # type: ignore[arg-type]
        assert skops.io.get_untrusted_types(data=path.read_bytes()) == []


def test_the_file_is_compressed(tmp_path: Path) -> None:
    write_model(tmp_path / "model.skops", fitted())
    with zipfile.ZipFile(tmp_path / "model.skops") as file:
        assert {member.compress_type for member in file.infolist()} == {zipfile.ZIP_DEFLATED}


def test_equal_trainings_have_equal_digests_and_others_have_others() -> None:
    digest = model_digest(fitted())
    assert model_digest(fitted()) == digest
    others = [
        fitted(replace(SVM, strength=1.0)),
        replace(fitted(), calibration=Calibration()),
        replace(fitted(), falls_back=False),
        replace(fitted(), targets=()),
        replace(fitted(), about={}),
        replace(fitted(), classes=CLASSES[::-1]),
        fit_model(ROWS[:-1], CLASSES, SVM),
    ]
    assert digest not in [model_digest(other) for other in others]
    assert len({model_digest(other) for other in others}) == len(others)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no such file"):
        read_model(tmp_path / "model.skops")


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_no_model_at_all(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.skops").write_bytes(content)
    with pytest.raises(InputError, match=r"model\.skops: is no stance model that could be read"):
        read_model(tmp_path / "model.skops")


def test_a_truncated_file(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    write_model(path, fitted())
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match="is no stance model"):
        read_model(path)


def test_a_file_that_would_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.skops"
    monkeypatch.setattr(persistence, "MOST_BYTES", 2**20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("1.npy", bytes(2**21))
    assert path.stat().st_size < 2**12
    with pytest.raises(InputError, match=r"model\.skops: refused: unpacked, it takes 2,097,152 bytes"):
        read_model(path)
    monkeypatch.setattr(persistence, "MOST_BYTES", 1000)
    with pytest.raises(InputError, match=r"other\.skops: refused: unpacked"):
        write_model(tmp_path / "other.skops", fitted())
    assert not (tmp_path / "other.skops").exists()


def test_an_array_that_claims_to_be_larger_than_any_memory(tmp_path: Path) -> None:
    path, honest = tmp_path / "model.skops", tmp_path / "honest.skops"
    write_model(honest, fitted())
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".npy"):
                buffer = io.BytesIO()
                header = {"descr": "<f8", "fortran_order": False, "shape": (10**15,)}
                np.lib.format.write_array_header_1_0(buffer, header)  # type: ignore[no-untyped-call]
                content = buffer.getvalue()
            new.writestr(name, content)
    with pytest.raises(InputError, match="is no stance model that could be read"):
        read_model(path)


def test_a_foreign_skops_file(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    skops.io.dump({"weights": [1.0]}, path)
    with pytest.raises(InputError, match="is no stance model"):
        read_model(path)
    skops.io.dump({"kind": "something else"}, path)
    with pytest.raises(InputError, match="is no stance model"):
        read_model(path)


def test_untrusted_types_are_refused_before_anything_is_made_of_them(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    skops.io.dump({"kind": "standoff stance model", "x": FunctionTransformer(func=json.loads)}, path)
    with pytest.raises(InputError, match=r"refused: it holds json.*\.loads"):
        read_model(path)


def test_an_estimator_that_models_do_not_hold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    write_model(path, fitted())
    with pytest.raises(InputError, match=r"model\.skops: is no stance model .* does not hold .*FunctionTransformer"):
        read_model(rewritten(path, lambda saved: saved["weighing"].append(FunctionTransformer())))


def change_weights(saved: dict[str, Any]) -> None:
    saved["classifiers"][0]["weights"][0, 0] += 1e-9


@pytest.mark.parametrize(
    "change",
    [
        change_weights,
        lambda saved: saved.update(classes=list(CLASSES[::-1])),
        lambda saved: saved["calibration"].update(sharpness=2.0),
        lambda saved: saved.update(about="{}"),
        lambda saved: saved["classifiers"].pop(),
    ],
)
def test_a_changed_model_is_refused(tmp_path: Path, change: Any) -> None:
    path = tmp_path / "model.skops"
    write_model(path, fitted())
    with pytest.raises(InputError, match="was changed after it was written"):
        read_model(rewritten(path, change))


def test_the_same_model_makes_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "other"):
        monkeypatch.setattr(time, "time", lambda name=name: {"one": 1e9, "other": 1.5e9}[name])
        write_model(tmp_path / name, fitted())
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_later_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.skops"
    monkeypatch.setattr(persistence, "FORMAT", persistence.FORMAT + 1)
    write_model(path, fitted())
    monkeypatch.undo()
    with pytest.raises(
        InputError,
        match=f"has format {persistence.FORMAT + 1}, and this version of standoff reads {persistence.FORMAT}",
    ):
        read_model(path)


def test_values_that_look_alike_have_other_digests() -> None:
    weights = {"": Linear(np.zeros((1, 1)), np.zeros(1))}
    one = StanceModel(("a",), SVM, Classifiers(Weighing(np.array([1], np.uint64), ()), weights), (1.0,))
    other = replace(one, classifiers=Classifiers(Weighing(np.array([1], np.int64), ()), weights))
    assert model_digest(one) != model_digest(other)
