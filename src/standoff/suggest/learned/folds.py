"""What suggesters find in articles whose labels they have not seen."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from standoff.records import Article, LabelSet, Span
from standoff.scheme import Scheme
from standoff.suggest.learned.attributes import Attributes, learn_attributes
from standoff.suggest.learned.matching import Match, matched
from standoff.suggest.learned.model import LEARNED_TYPE, tagged
from standoff.suggest.learned.scores import Scores, learn_scores
from standoff.suggest.learned.tagger import Tagger, train
from standoff.suggest.learned.words import Word, word_rows
from standoff.suggest.rules import by_rules
from standoff.suggest.suggestion import Suggestion, fitted

FOLDS = 5

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Labelled:
    """An article with its labels and what rules suggest in it.

    Parameters
    ----------
    group
        Articles of one group are never on both sides of a fold.
    actors
        What rules suggest of the type that is learned.
    rows
        The words of each sentence, as the tagger sees them.
    matches
        Everything that rules suggest, with the labels that it overlaps.
    """

    article: Article
    spans: tuple[Span, ...]
    actors: tuple[Suggestion, ...]
    rows: tuple[Sequence[Word], ...]
    matches: tuple[Match, ...]
    group: str


@dataclass(frozen=True)
class Outcome:
    """What was found in one article by suggesters that had not seen its labels.

    Parameters
    ----------
    ruled, tagged
        What rules and the tagger found; the tagger finds spans of one type.
    labels
        How many labels of each span type there are.
    """

    fold: int
    ruled: Sequence[Match]
    tagged: Sequence[Match]
    labels: Counter[str] = field(default_factory=Counter)


def label(article: Article, labels: LabelSet, scheme: Scheme, group: str = "") -> Labelled:
    """Return an article with its labels and what rules suggest in it; without a name it is its own group."""
    ruled = by_rules(article)
    actors = tuple(one for one in ruled if one.type == LEARNED_TYPE)
    rows = tuple(word_rows(article, actors))
    matches = _matches(ruled, article, labels.spans, scheme)
    return Labelled(article, labels.spans, actors, rows, matches, group or article.sha256)


def _matches(
    suggestions: Iterable[Suggestion], article: Article, spans: Sequence[Span], scheme: Scheme
) -> tuple[Match, ...]:
    """Return suggestions, as annotators would see them, with the labels that they overlap."""
    return tuple(matched(fitted(suggestions, scheme, article.text), spans))


def cross_validate(examples: Sequence[Labelled], scheme: Scheme, progress: Progress) -> Iterator[Outcome]:
    """Return what is found in each article by what was learned from articles of other folds."""
    fold_of = deal(examples)
    count = len(set(fold_of))
    for fold in range(count):
        others = [one for one, number in zip(examples, fold_of, strict=True) if number != fold]
        scores = rule_scores(others)
        tagger, attributes = learn_tagger(others, scheme)
        for one in (one for one, number in zip(examples, fold_of, strict=True) if number == fold):
            learned = tagged(one.article.text, one.rows, one.actors, tagger, attributes) if tagger else ()
            yield Outcome(
                fold,
                [replace(match, suggestion=scores.applied(match.suggestion)) for match in one.matches],
                _matches(learned, one.article, one.spans, scheme),
                Counter(span.type for span in one.spans),
            )
        progress(fold + 1, count)


def rule_scores(examples: Sequence[Labelled]) -> Scores:
    """Return how sure each rule may be."""
    types = {span.type for one in examples for span in one.spans}
    return learn_scores((match for one in examples for match in one.matches), types)


def learn_tagger(examples: Sequence[Labelled], scheme: Scheme) -> tuple[Tagger | None, Attributes]:
    """Train a tagger; None where there is nothing to learn from."""
    type_ = scheme.spans.get(LEARNED_TYPE)
    spans = [(one, span) for one in examples for span in one.spans if span.type == LEARNED_TYPE]
    if type_ is None or not spans:
        return None, Attributes()
    tagger = train(
        (row, [span for span in one.spans if span.type == LEARNED_TYPE]) for one in examples for row in one.rows
    )
    return tagger, learn_attributes(((span.surface(one.article.text), span) for one, span in spans), type_)


def deal(examples: Sequence[Labelled]) -> list[int]:
    """Deal groups of articles into folds, the largest first into the smallest fold, by nothing but their texts."""
    members: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(examples):
        members[one.group].append(index)
    names = {
        group: hashlib.sha256(min(examples[index].article.sha256 for index in found).encode()).digest()
        for group, found in members.items()
    }
    sizes = [0] * min(FOLDS, len(members))
    fold_of = [0] * len(examples)
    for group in sorted(members, key=lambda group: (-len(members[group]), names[group])):
        fold = sizes.index(min(sizes))
        sizes[fold] += len(members[group])
        for index in members[group]:
            fold_of[index] = fold
    return fold_of
