"""A model on disk is the same model, and a changed or foreign one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from standoff.errors import InputError, MissingError
from standoff.scheme import Scheme
from standoff.suggest import suggest
from standoff.suggest.learned import Lesson, read_learned, write_learned

from .conftest import Examples


@pytest.fixture
def folder(tmp_path: Path, lesson: Lesson) -> Path:
    write_learned(tmp_path / "model", lesson.model)
    return tmp_path / "model"


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "model.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_the_same_suggestions(folder: Path, lesson: Lesson, examples: Examples, scheme: Scheme) -> None:
    model = read_learned(folder, scheme)
    assert model.digest == lesson.model.digest
    for article, _ in examples:
        assert suggest(article, scheme, model=model) == suggest(article, scheme, model=lesson.model)


def test_written_twice_is_the_same_bytes_and_an_old_tagger_goes(folder: Path, lesson: Lesson) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_learned(folder, lesson.model)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    write_learned(folder, replace(lesson.model, tagger=None))
    assert [path.name for path in folder.iterdir()] == ["model.json"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda content: content["thresholds"].update(actor=0.1), "was changed after it was written"),
        (lambda content: content["scores"]["by_rule"].update({"x": 0.1}), "was changed after it was written"),
        (lambda content: content.update(kind="cake"), "is no model of suggestions"),
        (lambda content: content.update(format=99), "has format 99"),
        (lambda content: content.pop("scores"), "is no model of suggestions that could be read"),
        (lambda content: content.update(attributes={"x": 1}), "is no model of suggestions that could be read"),
        (lambda content: content["tagger"].update(sha256="0" * 64), "is not the file that the model names"),
    ],
)
def test_a_changed_one_is_refused(
    folder: Path, scheme: Scheme, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    edit(folder, change)
    with pytest.raises(InputError, match=message) as caught:
        read_learned(folder, scheme)
    assert str(folder) in caught.value.where


def test_a_changed_tagger_is_refused(folder: Path, scheme: Scheme) -> None:
    [path] = folder.glob("*.crfsuite")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(InputError, match="is not the file that the model names"):
        read_learned(folder, scheme)


def test_a_tagger_elsewhere_is_not_read(folder: Path, scheme: Scheme) -> None:
    [path] = folder.glob("*.crfsuite")
    path.rename(folder.parent / path.name)
    edit(folder, lambda content: content["tagger"].update(file=f"../{path.name}"))
    with pytest.raises(MissingError, match="no such file"):
        read_learned(folder, scheme)


def test_no_json_and_no_model(tmp_path: Path, folder: Path, scheme: Scheme) -> None:
    (folder / "model.json").write_text("cake", encoding="utf-8")
    with pytest.raises(InputError, match="no model of suggestions that could be read"):
        read_learned(folder, scheme)
    with pytest.raises(MissingError, match="no model of suggestions"):
        read_learned(tmp_path / "elsewhere", scheme)


def test_another_scheme_or_other_rules(tmp_path: Path, folder: Path, lesson: Lesson, scheme: Scheme) -> None:
    with pytest.raises(InputError, match="was learned for news-conflict"):
        read_learned(folder, replace(scheme, version=99))
    write_learned(tmp_path / "old", replace(lesson.model, rules="rules-0"))
    with pytest.raises(InputError, match="was learned beside rules-0"):
        read_learned(tmp_path / "old", scheme)
