from __future__ import annotations

from typing import Any

import datasets
import pytest
import yaml
from datasets import ClassLabel, Features, List, Sequence, Value
from hypothesis import given

from standoff.corpus.features import corpus_columns, corpus_features
from standoff.corpus.kinds import TEXT, Choice, Columns, Foreign, Kind, Many, class_names
from standoff.scheme import Scheme
from tests.projects import SCHEME
from tests.strategies import schemes


def assert_like_datasets(columns: Columns, features: Features) -> None:
    assert columns.to_features() == features
    assert Columns.from_features(features) == columns
    assert columns.arrow_schema.equals(features.arrow_schema, check_metadata=True)
    assert columns.arrow_schema.metadata == features.arrow_schema.metadata
    assert Features.from_arrow_schema(columns.arrow_schema) == features
    assert columns.to_yaml() == features._to_yaml_list()
    assert Features._from_yaml_list(yaml.safe_load(yaml.safe_dump(columns.to_yaml()))) == features


@pytest.mark.parametrize("config", corpus_columns(SCHEME))
def test_datasets_says_the_same_of_the_built_in_scheme(config: str) -> None:
    assert_like_datasets(corpus_columns(SCHEME)[config], corpus_features(SCHEME)[config])


@given(schemes())
def test_datasets_says_the_same_of_peoples_own_schemes(scheme: Scheme) -> None:
    features = corpus_features(scheme)
    for config, columns in corpus_columns(scheme).items():
        assert_like_datasets(columns, features[config])


def test_what_features_are_made_of() -> None:
    features = corpus_features(SCHEME)
    assert features["tokens"]["actor_tags"] == List(ClassLabel(names=["O", "B-actor", "I-actor"]))
    assert features["annotations"]["created"] == Value("timestamp[us, tz=UTC]")
    assert features["articles"]["relations"].feature["from_id"] == Value("string")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Many(Many(TEXT)), {"list": {"list": "string"}}),
        (Many({"a": TEXT}), {"list": [{"name": "a", "dtype": "string"}]}),
        ({"a": {"b": TEXT}}, {"struct": [{"name": "a", "struct": [{"name": "b", "dtype": "string"}]}]}),
        (Choice(("x",)), {"dtype": {"class_label": {"names": {"0": "x"}}}}),
    ],
)
def test_nested_kinds(kind: Kind, said: dict[str, Any]) -> None:
    columns = Columns(c=kind)
    assert columns.to_yaml() == [{"name": "c"} | said]
    assert_like_datasets(columns, columns.to_features())


def test_class_names_go_into_lists_and_structs() -> None:
    assert list(class_names({"a": Many(Many({"b": Choice(("x",))})), "c": TEXT})) == [("a.b", ("x",))]


def test_what_no_build_makes() -> None:
    features = Features({"picture": datasets.Image(), "many": Sequence({"a": Value("string")})})
    columns = Columns.from_features(features)
    assert columns == {"picture": Foreign("Image"), "many": {"a": Many(TEXT)}}
    with pytest.raises(TypeError, match="Image"):
        columns.to_yaml()
