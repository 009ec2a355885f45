from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.labelstudio.incoming import Incoming, read_annotations
from standoff.labelstudio.interface import to_task_data
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.results import to_results
from standoff.records import Article, Span
from standoff.scheme import load_scheme

SCHEME = load_scheme("news-conflict")
ARTICLE = Article("a", date(2021, 3, 27), "Talks ended on Saturday.")
DATE = Span("d", "date", 15, 23, {"type": "DATE", "value": "2021-03-27"})
RESULTS = to_results([DATE], [], ARTICLE.text, SCHEME)
ANNOTATION = {
    "id": 5,
    "completed_by": 1,
    "result": RESULTS,
    "was_cancelled": False,
    "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-02T00:00:00.25Z",
    "lead_time": 7,
}


def read(
    annotation: Any = None, data: Any = None, texts: Any = None, unit: OffsetUnit | None = "code-point", **fields: Any
) -> Incoming:
    task = {
        "id": 3,
        "data": {**to_task_data(ARTICLE, SCHEME), **(data or {})},
        "annotations": [annotation or {**ANNOTATION, **fields}],
    }
    (incoming,) = read_annotations(task, {1: "ann"}, SCHEME, texts or {}, "Label Studio 1.23.2", unit)
    return incoming


def codes(incoming: Incoming) -> list[str]:
    return [reason.code for reason in incoming.reasons]


def test_an_annotation_becomes_a_label_set() -> None:
    incoming = read()
    assert (incoming.verdict, incoming.results, incoming.rejected, incoming.raw) == (
        "fits",
        len(RESULTS),
        0,
        ANNOTATION,
    )
    labels = incoming.labels
    assert labels is not None
    assert (labels.spans, labels.article_id, labels.sha256) == ((DATE,), "a", ARTICLE.sha256)
    assert (labels.annotator, labels.origin, labels.tool) == ("ann", "human", "Label Studio 1.23.2")
    assert (labels.created, labels.updated, labels.lead_time) == (
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 2, 0, 0, 0, 250000, tzinfo=UTC),
        7.0,
    )


def test_no_annotation_is_none() -> None:
    task = {"id": 3, "data": {}}
    assert read_annotations(task, {}, SCHEME, {}, "") == []


def test_an_empty_annotation_is_a_label_set_without_labels() -> None:
    incoming = read(result=[])
    assert incoming.labels is not None
    assert incoming.labels.spans == ()


@pytest.mark.parametrize(
    ("user", "name"), [({"id": 1, "email": "x"}, "ann"), (2, "user-2"), (None, "unknown"), ("1", "unknown")]
)
def test_whoever_annotated_is_named(user: Any, name: str) -> None:
    assert read(completed_by=user).annotator == name


def test_a_bad_result_is_left_out_and_the_rest_is_taken() -> None:
    results = [*RESULTS, {**RESULTS[0], "id": "x", "value": {"start": 0, "end": 999, "labels": ["date"]}}]
    incoming = read(result=results)
    assert (incoming.verdict, incoming.rejected, incoming.results) == ("fits", 1, len(results))
    assert incoming.labels is not None
    assert incoming.labels.spans == (DATE,)
    assert incoming.raw["result"] == results
    assert codes(incoming) == ["offset"]


EMOJI = Article("a", date(2021, 3, 27), "🕊 Talks ended on Saturday.")
EMOJI_DATE = Span("d", "date", 17, 25, {"type": "DATE", "value": "2021-03-27"})


def read_emoji(counted: OffsetUnit, proved: OffsetUnit | None, *, words: bool = True) -> Incoming:
    results = to_results([EMOJI_DATE], [], EMOJI.text, SCHEME, unit=counted)
    assert results[0]["value"]["start"] == (17 if counted == "code-point" else 18)
    for result in results if not words else ():
        if result["type"] != "textarea":
            del result["value"]["text"]
    return read(result=results, unit=proved, data=to_task_data(EMOJI, SCHEME))


@pytest.mark.parametrize(
    ("counted", "proved"),
    [("code-point", "code-point"), ("utf-16", "utf-16"), ("code-point", None), ("utf-16", None)],
)
def test_either_unit_is_understood_where_it_is_proved_or_shown(counted: OffsetUnit, proved: OffsetUnit | None) -> None:
    incoming = read_emoji(counted, proved)
    assert incoming.labels is not None
    assert incoming.labels.spans == (EMOJI_DATE,)


def test_what_is_neither_proved_nor_shown_or_contradicts_the_proof_is_refused() -> None:
    for incoming in (
        read_emoji("code-point", None, words=False),
        read_emoji("utf-16", "code-point"),
        read_emoji("code-point", "utf-16"),
    ):
        assert (incoming.verdict, codes(incoming)) == ("quarantine", ["offset-unit"])
    assert read(result=[], unit=None, data=to_task_data(EMOJI, SCHEME)).verdict == "fits"


def test_what_is_read_otherwise_than_drawn_is_noted() -> None:
    value = {**RESULTS[0]["value"], "end": 24}
    article = Article("a", date(2021, 3, 27), f"{ARTICLE.text[:-1]} .")
    incoming = read(result=[{**RESULTS[0], "value": value}, *RESULTS[1:]], data=to_task_data(article, SCHEME))
    assert incoming.labels is not None
    assert incoming.labels.spans == (DATE,)
    assert [(note.code, note.severity) for note in incoming.notes] == [("edge-space", "warning")]
    assert (incoming.reasons, incoming.refused([]).notes) == ((), ())


def test_an_annotation_of_which_nothing_fits_is_no_empty_label_set() -> None:
    incoming = read(result=[{"id": "x"}])
    assert (incoming.verdict, incoming.labels, incoming.rejected) == ("quarantine", None, 1)
    assert incoming.raw["result"] == [{"id": "x"}]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"data": {"article_id": None}}, "unknown-task"),
        ({"data": {"sha256": ""}}, "unknown-task"),
        ({"data": {"text": ["no text"]}}, "unknown-task"),
        ({"data": {"text": "Another text."}}, "text-changed"),
        ({"data": {"text": "lone \ud800"}}, "text-changed"),
        ({"texts": {"a": "0" * 64}}, "text-stale"),
        ({"data": {"scheme_version": "1"}}, "scheme-version"),
        ({"data": {"scheme_version": 99}}, "scheme-version"),
        ({"data": {"scheme": "other"}}, "scheme-name"),
        ({"created_at": None}, "time"),
        ({"created_at": "yesterday"}, "time"),
        ({"was_cancelled": True}, "skipped"),
    ],
)
def test_what_cannot_be_used_says_why(fields: dict[str, Any], code: str) -> None:
    incoming = read(**fields)
    assert codes(incoming) == [code]
    assert (incoming.verdict, incoming.rejected) == ("quarantine", len(RESULTS))
    assert incoming.raw["result"] == RESULTS


def test_a_task_that_was_skipped_without_a_label_left_nothing() -> None:
    assert read(was_cancelled=True, result=[]).verdict == "skipped"


def test_a_text_that_is_not_at_hand_is_known_by_its_hash() -> None:
    assert read(texts={"b": "0" * 64}).verdict == "fits"
    assert read(texts={"a": ARTICLE.sha256}).verdict == "fits"


@pytest.mark.parametrize("lead_time", [None, -1, "7"])
def test_a_lead_time_that_is_none_is_not_kept(lead_time: Any) -> None:
    labels = read(lead_time=lead_time).labels
    assert labels is not None
    assert labels.lead_time is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 99)
    | st.sampled_from(["d", "label", "text", "labels", "relation", "date"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "from_name", "to_name", "type", "value", "start", "end", "labels", "from_id"]), inner
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4) | JSON)
def test_whatever_the_server_says_is_a_label_set_or_in_quarantine(results: Any) -> None:
    incoming = read(result=results)
    assert incoming.verdict in {"fits", "quarantine"}
    assert incoming.labels is not None or incoming.raw["result"] == results
    assert 0 <= incoming.rejected <= max(incoming.results, 1)
