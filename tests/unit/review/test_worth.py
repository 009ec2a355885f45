"""What speaks for an article: that what was learned from labels is unsure of it; and against it: copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from standoff.records import Article
from standoff.review import rank_articles
from standoff.review.unsure import Learner, Pupil, Unsure
from standoff.scheme import Scheme
from tests.unit.review.planted import Pairs


def article(id_: str, text: str, like: Article) -> Article:
    return replace(like, id=id_, text=text)


def test_near_copies_come_last(pairs: Pairs, scheme: Scheme) -> None:
    labelled, waiting = pairs[:4], [one for one, _ in pairs[4:8]]
    of_labelled = article("copy_of_labelled", f"{labelled[0][0].text} Nobody came.", labelled[0][0])
    of_waiting = article("copy_of_waiting", f"{waiting[0].text} Nobody came.", waiting[0])
    other = article("other", "Fishermen in Quelle went on strike over the price of salt and ice.", waiting[0])
    ranked = rank_articles([of_labelled, of_waiting, *waiting, other], labelled, scheme)
    ids = [one.article_id for one in ranked]
    assert sorted(ids) == sorted([of_labelled.id, of_waiting.id, other.id, *(one.id for one in waiting)])
    assert ids.index("other") < len(ids) - 2
    by_id = {one.article_id: one for one in ranked}
    assert ids.index("copy_of_labelled") >= len(ids) - 2
    assert by_id["copy_of_labelled"].copied > 0.9
    later = by_id[max((waiting[0].id, "copy_of_waiting"), key=ids.index)]
    assert later.copied > 0.9
    assert "of it stands in articles before it" in later.why


def test_scores_fall_from_the_first_to_the_last(pairs: Pairs, scheme: Scheme) -> None:
    steps: list[tuple[int, int | None]] = []
    waiting = [one for one, _ in pairs[3:]]
    ranked = rank_articles(waiting, pairs[:3], scheme, progress=lambda done, total: steps.append((done, total)))
    scores = [one.score for one in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert steps == [(7, 7)]
    assert ranked == rank_articles(waiting[::-1], pairs[:3][::-1], scheme)


def test_first_comes_what_learners_are_unsure_of_and_what_is_rich_in_cues(pairs: Pairs, scheme: Scheme) -> None:
    words = {"dull": (0.1, 0.0), "rich": (0.1, 2.0), "unsure": (0.6, 0.0), "both": (0.6, 2.0)}
    waiting = [article(name, f"It was {name} on that day in May.", pairs[0][0]) for name in words]

    def ask(articles: Sequence[Article]) -> list[Unsure]:
        return [Unsure(words[one.id][0], f"about {one.id}", words[one.id][1]) for one in articles]

    learners: dict[str, Learner] = {"one": lambda *_: Pupil(ask, cues=0.4), "nothing": lambda *_: None}
    ranked = rank_articles(waiting, [], scheme, learners=learners)
    assert [one.article_id for one in ranked] == ["both", "unsure", "rich", "dull"]
    assert ranked[0].why == "about both"
    assert list(ranked[0].unsure) == ["one"]


def test_without_labels_lots_decide(pairs: Pairs, scheme: Scheme) -> None:
    waiting = [one for one, _ in pairs]
    ranked = rank_articles(waiting, [], scheme)
    assert {one.why.rpartition("; ")[2] for one in ranked} == {"nothing was learned from labels, so lots decide"}
    assert ranked[0].article_id == max(waiting, key=lambda one: one.sha256).id
    assert ranked == rank_articles(waiting[::-1], [], scheme)


def test_nothing_to_rank_and_nothing_to_say(scheme: Scheme, pairs: Pairs) -> None:
    assert rank_articles([], pairs, scheme) == []
    for labelled in ([], pairs):
        (only,) = rank_articles([article("marks", "… ! …", pairs[0][0])], labelled, scheme)
        assert 0 <= only.score <= 1
