from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from standoff.errors import FindingsError, InputError
from standoff.labels import ALL_TYPES, Agreement, Estimate, group_passes, measure_agreement
from standoff.records import Article, LabelSet, Relation, Span
from standoff.scheme import load_scheme

SCHEME = load_scheme()
TIME = datetime(2024, 1, 1, tzinfo=UTC)
# Without spaces but one, so that spans may begin and end anywhere.
ARTICLES = [Article(name, date(2024, 1, 3), f"{name} {'x' * 100}") for name in ("a1", "a2", "a3")]


def actor(start: int, end: int, kind: str = "state", id: str = "") -> Span:
    return Span(id or f"a{start}-{end}", "actor", start, end, {"kind": kind, "mention": "name"})


def threat(start: int, end: int) -> Span:
    return Span(f"t{start}-{end}", "threat", start, end, {"mode": "force", "conditional": "no", "status": "made"})


def labels(
    annotator: str, spans: Sequence[Span], relations: Iterable[Relation] = (), article: Article = ARTICLES[0]
) -> LabelSet:
    made = (article.id, article.sha256, SCHEME.name, SCHEME.version, annotator, "human", TIME, TIME)
    return LabelSet(*made, spans=tuple(spans), relations=tuple(relations))  # type: ignore[arg-type]  # "human"


def compare(*label_sets: LabelSet) -> Agreement:
    return measure_agreement(label_sets, SCHEME, ARTICLES, resamples=50)


def test_two_annotators_by_hand() -> None:
    # One equal, one overlapping, one that only anna and one that only ben marked.
    found = compare(
        labels("anna", [actor(0, 2), actor(7, 23), actor(30, 40)]),
        labels("ben", [actor(0, 2), actor(7, 33), actor(50, 60), threat(60, 70)]),
    )
    assert (found.annotators, found.articles, found.alone) == (("anna", "ben"), ("a1",), 0)
    actors, dates, _, threats, everything = found.spans
    assert (actors.spans, actors.equal, actors.overlapping) == ({"anna": 3, "ben": 3}, 1, 2)
    assert actors.f1_exact == Estimate(2 / 6, note="one article: no interval")
    assert actors.f1_relaxed.value == 4 / 6
    assert dates.f1_exact == Estimate(note="nobody marked any")
    assert dates.alpha_u == Estimate(note="nobody marked anything")
    assert threats.f1_exact == Estimate(0, note="only ben marked any")
    assert everything.type == ALL_TYPES
    assert everything.f1_exact.value == 2 / 7
    assert everything.alpha_u.note == "spans of different types overlap"


def test_nothing_in_common_is_said() -> None:
    actors = compare(labels("anna", [actor(0, 2)]), labels("ben", [actor(7, 23)])).spans[0]
    assert (actors.f1_exact.value, actors.f1_exact.note) == (0, "one article: no interval")
    two = compare(*(labels(n, [actor(*e)], (), a) for a in ARTICLES for n, e in (("anna", (0, 2)), ("ben", (7, 23)))))
    assert two.spans[0].f1_exact == Estimate(0, 0, 0, "nothing in common")
    kind = two.attributes[0]
    assert (kind.units, kind.kappa, kind.alpha) == (
        0,
        Estimate(note="nothing to compare"),
        Estimate(note="nothing to compare"),
    )


def test_attributes_are_compared_on_aligned_spans() -> None:
    kinds = [("state", "state"), ("state", "person"), ("person", "person"), ("person", "state")]
    extents = [(3, 5), (7, 23), (30, 40), (50, 60)]
    found = compare(
        labels(
            "anna", [*(actor(*e, one) for e, (one, _) in zip(extents, kinds, strict=True)), actor(70, 75, "people")]
        ),
        labels("ben", [actor(start, end + 1, two) for (start, end), (_, two) in zip(extents, kinds, strict=True)]),
    )
    kind, mention, country = found.attributes[:3]
    assert (kind.type, kind.attribute, kind.units, kind.agreed.value) == ("actor", "kind", 4, 0.5)
    assert kind.kappa.value == 0
    assert kind.alpha.value == pytest.approx(1 - 7 * 4 / 32)
    assert (mention.agreed.value, mention.kappa.note) == (1, "all values are 'name': nothing varies")
    assert country.alpha.note == "all values are '(none)': nothing varies"


def test_three_annotators_who_did_not_all_label_everything() -> None:
    one, two, three = ARTICLES
    found = compare(
        *(
            labels(name, [actor(0, 2, kind)], (), one)
            for name, kind in (("anna", "state"), ("ben", "state"), ("carl", "person"))
        ),
        *(labels(name, [actor(0, 2, "person")], (), two) for name in ("anna", "ben")),
        labels("carl", [actor(0, 2)], (), three),
    )
    assert (found.articles, found.alone) == (("a1", "a2"), 1)
    actors, kind = found.spans[0], found.attributes[0]
    assert actors.spans == {"anna": 2, "ben": 2, "carl": 1}
    assert (actors.equal, actors.f1_exact.value) == (4, 1)
    assert actors.alpha_u.value == 1
    assert kind.units == 2
    assert kind.kappa.value == pytest.approx((1 / 3 - 5 / 9) / (4 / 9)), "of the one span that all three marked"
    assert kind.alpha.value == pytest.approx(1 - 4 * 2 / (25 - 4 - 9))
    pair = compare(
        *(labels(name, [actor(0, 2)], (), article) for article, names in ((one, "ab"), (two, "bc")) for name in names)
    )
    assert pair.attributes[0].kappa.note == "all values are 'state': nothing varies"
    split = compare(
        *(labels(name, [actor(0, 2)] if name in "ab" else [actor(7, 23)], (), one) for name in "abcd"),
    )
    assert split.attributes[0].kappa.note == "no span was marked by 4 annotators, as many as labelled an article"


def test_kappa_of_articles_that_two_of_many_annotators_labelled() -> None:
    values = [("ab", "state", "state"), ("bc", "person", "person"), ("cd", "state", "person")]
    found = compare(
        *(
            labels(name, [actor(0, 2, kind)], (), article)
            for article, (names, *kinds) in zip(ARTICLES, values, strict=True)
            for name, kind in zip(names, kinds, strict=True)
        )
    )
    assert found.attributes[0].units == 3
    assert found.attributes[0].kappa.value == pytest.approx((2 / 3 - 1 / 2) / (1 / 2))


def test_as_plain_tables() -> None:
    found = compare(labels("anna", [actor(0, 2), actor(7, 23)]), labels("ben", [actor(0, 2)]))
    tables = found.tables()
    actors = tables["spans"][0]
    assert (actors["type"], actors["spans_anna"], actors["spans_ben"], actors["equal"]) == ("actor", 2, 1, 1)
    assert (actors["f1_exact"], actors["f1_exact_low"]) == (pytest.approx(2 / 3), None)
    assert tables["attributes"][0]["kappa_note"] == "all values are 'state': nothing varies"
    rows = [row for table in tables.values() for row in table]
    assert all(isinstance(value, str | int | float | None) for row in rows for value in row.values())


def test_relations_are_compared_between_aligned_spans() -> None:
    mine = [threat(60, 70), actor(0, 2), actor(7, 23), actor(30, 40)]
    theirs = [threat(61, 70), actor(0, 2), actor(7, 20)]
    found = compare(
        labels(
            "anna",
            mine,
            [
                Relation("source", "t60-70", "a0-2"),
                Relation("recipient", "t60-70", "a7-23"),
                Relation("recipient", "t60-70", "a30-40"),
            ],
        ),
        labels("ben", theirs, [Relation("source", "t61-70", "a0-2"), Relation("source", "t61-70", "a7-20")]),
    )
    rows = {row.type: row for row in found.relations}
    assert list(rows) == [*SCHEME.relations, ALL_TYPES]
    assert (rows["source"].relations, rows["source"].equal) == (3, 1)
    assert rows["source"].f1.value == pytest.approx(2 / 3)
    assert (rows["recipient"].relations, rows["recipient"].left_out, rows["recipient"].f1.value) == (1, 1, 0)
    assert rows["deadline"].f1.note == "nothing to compare"
    assert (rows[ALL_TYPES].relations, rows[ALL_TYPES].left_out, rows[ALL_TYPES].equal) == (4, 1, 1)


def test_texts_that_are_not_at_hand_leave_only_alpha_u_without_a_figure() -> None:
    pair = [labels(name, [actor(0, 2)]) for name in ("anna", "ben")]
    found = measure_agreement(pair, SCHEME)
    assert found.without_text == ("a1",)
    assert found.spans[0].alpha_u == Estimate(note="needs the texts")
    assert found.spans[0].f1_exact.value == 1


def test_what_cannot_be_compared() -> None:
    with pytest.raises(InputError, match="no text was labelled by two annotators; there are labels by: anna"):
        compare(labels("anna", [actor(0, 2)]))
    with pytest.raises(InputError, match="there are labels by: nobody"):
        compare()
    other_text = replace(labels("ben", []), sha256="0" * 64)
    alone = group_passes([labels("anna", []), other_text, labels("carl", [])], SCHEME)[1]
    assert alone == (other_text,), "labels of an older text of the same article"
    with pytest.raises(
        FindingsError, match=r"ben, article a1 \$\.scheme_version.*\n.*\n.*\$\.spans\[0\]: .*white space"
    ):
        compare(replace(labels("ben", []), scheme_version=7), labels("anna", [actor(2, 6)]))
