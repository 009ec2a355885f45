"""What could be a label, and what is seen of it."""

from __future__ import annotations

from standoff.review.candidates import Looks, candidates, example
from standoff.scheme import Scheme
from tests.unit.review.planted import Pairs


def test_labels_suggestions_moved_edges_and_some_at_random(pairs: Pairs, scheme: Scheme) -> None:
    article, labels = pairs[0]
    one = example(article, labels.with_labels(labels.spans[1:], ()), scheme)
    found = list(candidates(one, "actor"))
    assert found == list(candidates(one, "actor"))
    extents = [(candidate.start, candidate.end) for candidate in found]
    assert len(set(extents)) == len(extents)
    words = {candidate.span.surface(article.text) for candidate in found if candidate.span}
    assert words == {"foreign ministry of Yemen", "Yemen", "Iran"}
    iran = next(candidate for candidate in found if candidate.start == 0 and candidate.end == 4)
    assert iran.is_suggested
    assert iran.span is None
    texts = {article.text[start:end] for start, end in extents}
    assert {"The foreign ministry of Yemen", "ministry of Yemen", "foreign ministry of Yemen said"} <= texts, "edges"
    assert "rejected the grain plan" in texts, "labels of other types"


def test_what_is_seen_of_a_candidate(pairs: Pairs, scheme: Scheme) -> None:
    article, labels = pairs[0]
    one = example(article, labels, scheme)
    (yemen,) = [
        candidate
        for candidate in candidates(one, "actor")
        if candidate.span and candidate.start == article.text.index("Yemen supports")
    ]
    seen = Looks(one).of(yemen)
    assert {"has=yemen", "before=that", "after=supports", "first:Xx", "left=that Xx", "right=Xx supports"} <= set(seen)
    assert seen["likeness"] == 1.0
    assert any(name.startswith("rule=actor: ") for name in seen)
    assert seen["said:country=YEM"] == 1.0
