from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from standoff.errors import InputError
from standoff.formats import Context, Imported, KnownArticles
from standoff.labelstudio.exchange import LABEL_STUDIO, from_label_studio, to_label_studio
from standoff.records import Relation
from standoff.scheme import load_scheme
from tests.unit.formats.example import ARTICLE, LABELS

SCHEME = load_scheme()
ELSEWHERE = Path(__file__).parents[2] / "golden" / "labelstudio" / "elsewhere.json"
TIME = datetime(2024, 6, 1, tzinfo=UTC)


def read(tasks: object, **fields: Any) -> Imported:
    values: dict[str, Any] = {"name": "elsewhere", "annotator": "ben", "time": TIME, "dct": date(2024, 5, 1)}
    content = tasks if isinstance(tasks, bytes) else json.dumps(tasks).encode()
    return from_label_studio({".json": content}, Context(scheme=SCHEME, **values | fields))


def task(*results: object, text: str = "Ardan 😀 rejects the truce.", **fields: Any) -> dict[str, Any]:
    annotation = {"result": list(results), "completed_by": 1}
    return {"data": {"text": text}, "annotations": [annotation]} | fields


def region(start: object, end: object, label: str = "actor", words: str = "", id_: str = "r") -> list[dict[str, Any]]:
    def result(name: str, type_: str, **value: object) -> dict[str, Any]:
        extent = {"start": start, "end": end, "text": words}
        return {"id": id_, "from_name": name, "to_name": "text", "type": type_, "value": {**extent, **value}}

    parts = [result("kind", "choices", choices=["state"]), result("mention", "choices", choices=["name"])]
    return [result("label", "labels", labels=[label]), *parts]


def test_a_project_of_somebody_else_is_read_and_what_the_scheme_lacks_is_counted() -> None:
    imported = read(ELSEWHERE.read_bytes())
    (article,) = imported.articles
    assert (article.id, article.dct, article.source) == ("elsewhere", date(2024, 5, 1), "example")
    assert article.text == "Ardan rejects the truce on Monday."
    by = {labels.annotator: labels for labels in imported.label_sets}
    assert set(by) == {"ines@news.example", "user-5"}
    assert by["user-5"].spans == ()
    ines = by["ines@news.example"]
    assert [(span.id, span.surface(article.text), dict(span.attributes)) for span in ines.spans] == [
        ("aB3-x", "Ardan", {"kind": "state", "mention": "name"}),
        ("s1", "rejects the truce", {"polarity": "against", "target": "truce", "voice": "author"}),
    ]
    assert ines.relations == (Relation("holder", "s1", "aB3-x"),)
    assert (ines.lead_time, ines.created.microsecond, ines.updated.minute) == (61.5, 123456, 10)
    assert Counter((finding.code, finding.severity) for finding in imported.findings) == {
        ("attribute", "warning"): 1,
        ("attribute-orphan", "warning"): 1,
        ("edge-space", "warning"): 1,
        ("span-type", "warning"): 3,
        ("relation-unnamed", "warning"): 1,
        ("relation-turned", "warning"): 1,
        ("relation-dangling", "warning"): 1,
        ("skipped", "warning"): 1,
        ("annotation-earlier", "warning"): 1,
        ("prediction", "warning"): 1,
    }


def test_what_is_written_is_read_again_and_the_rest_is_named() -> None:
    exported = to_label_studio(ARTICLE, LABELS, SCHEME)
    assert [loss.field for loss in exported.losses] == ["$.origin", "$.tool"]
    (again,) = from_label_studio(
        exported.files, Context(scheme=SCHEME, name="x", annotator="ben", time=TIME, known=KnownArticles([ARTICLE]))
    ).label_sets
    assert (again.spans, again.relations, again.annotator) == (LABELS.spans, LABELS.relations, LABELS.annotator)
    assert set(LABEL_STUDIO.settings(SCHEME)) == {"interface.xml"}


def test_offsets_that_count_utf16_are_understood_by_the_words() -> None:
    (labels,) = read([task(*region(20, 25, words="truce", id_="t"), text="Ardan 😀 rejects the truce.")]).label_sets
    assert [(span.start, span.end) for span in labels.spans] == [(20, 25)]
    (labels,) = read([task(*region(21, 26, words="truce", id_="t"), text="Ardan 😀 rejects the truce.")]).label_sets
    assert [(span.start, span.end) for span in labels.spans] == [(20, 25)]


def test_offsets_point_into_the_text_of_the_task_as_it_is() -> None:
    (labels,) = read([task(*region(4, 9), text="\r\n  Ardan left.\r\n")]).label_sets
    assert [(span.start, span.end) for span in labels.spans] == [(0, 5)]


@pytest.mark.parametrize(
    ("results", "code"),
    [
        (region(0, 500), "offset"),
        (region("0", 5), "offset"),
        (region(5, 5), "offset"),
        (region(0, 5)[:2], "attribute-missing"),
        ([*region(0, 5), *region(0, 7)], "region-twice"),
    ],
)
def test_labels_with_a_fault_are_kept_out(results: list[object], code: str) -> None:
    imported = read([task(*results)])
    assert imported.label_sets == ()
    assert code in {finding.code for finding in imported.findings if finding.severity == "error"}


@pytest.mark.parametrize("result", [7, {}, {"type": "labels"}, {"type": "relation"}, {"type": "choices", "id": "x"}])
def test_results_of_no_form_are_counted(result: object) -> None:
    imported = read([task(result, *region(0, 5))])
    assert len(imported.label_sets) == 1
    assert len(imported.findings) == 1


def test_other_texts_and_files_are_refused_in_words() -> None:
    assert [finding.code for finding in read([task(text="")]).findings] == ["text"]
    two = task() | {"data": {"one": "some words", "two": "more words"}}
    assert [(finding.code, finding.field) for finding in read([two]).findings] == [("text", "$[0].data")]
    for content in (b"nonsense", b"[1]", b'{"text": "x", "label": []}', b'[{"id": 1, "data": {}, "annotations": 3}]'):
        with pytest.raises(InputError):
            read(content)
    assert read(b"[]") == Imported((), (), ())


def test_labels_of_another_version_are_refused() -> None:
    old = task(*region(0, 5))
    old["data"] |= {"scheme": SCHEME.name, "scheme_version": 1}
    imported = read([old])
    assert ([finding.code for finding in imported.findings], imported.label_sets) == (["scheme"], ())


def test_tasks_of_one_file_are_articles_of_their_own() -> None:
    imported = read([task(text="One text."), task(text="Another text.", id=9)])
    assert [article.id for article in imported.articles] == ["elsewhere-1", "elsewhere-9"]
    assert {labels.annotator for labels in imported.label_sets} == {"ben"}
