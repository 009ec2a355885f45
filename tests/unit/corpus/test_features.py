from __future__ import annotations

from datasets import ClassLabel, List, Value

from standoff.corpus.features import corpus_features, stance_attributes
from standoff.scheme import read_scheme
from tests.projects import SCHEME

SMALL = read_scheme(
    """
name: small
version: 3
title: Small
spans:
  claim:
    definition: A claim.
    attributes:
      text: {title: Paraphrase, hint: in other words}
      side: {required: true, values: [pro, con]}
stance: {span: claim, label: side, none: silent}
"""
)


def test_the_configs_and_their_order() -> None:
    assert list(corpus_features(SCHEME)) == ["articles", "sentences", "tokens", "stance", "annotations"]


def test_a_scheme_without_a_stance_has_no_such_config() -> None:
    plain = read_scheme("name: plain\nversion: 1\ntitle: Plain\nspans: {thing: {definition: A thing.}}")
    assert list(corpus_features(plain)) == ["articles", "sentences", "tokens", "annotations"]
    assert stance_attributes(plain) == {}


def test_spans_and_relations_follow_from_the_scheme() -> None:
    features = corpus_features(SCHEME)["articles"]
    span = features["spans"].feature
    assert list(span)[:5] == ["id", "type", "start", "end", "text"]
    assert span["type"] == ClassLabel(names=["actor", "date", "stance", "threat"])
    assert span["threat_conditional"] == ClassLabel(names=["yes", "no"])
    assert span["date_value"] == Value("string")
    assert features["relations"] == List(
        {
            "type": ClassLabel(names=["holder", "source", "recipient", "deadline"]),
            "from_id": Value("string"),
            "to_id": Value("string"),
        }
    )


def test_a_scheme_without_relations_has_no_such_column() -> None:
    features = corpus_features(SMALL)
    assert "relations" not in features["articles"]
    assert "relations" not in features["annotations"]


def test_the_classes_of_stances_end_with_that_of_none() -> None:
    assert corpus_features(SMALL)["stance"]["label"] == ClassLabel(names=["pro", "con", "silent"])


def test_an_attribute_that_is_called_like_a_column_bears_its_type() -> None:
    assert list(stance_attributes(SMALL)) == ["claim_text"]
    assert list(stance_attributes(SCHEME)) == ["voice"]
