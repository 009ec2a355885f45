"""Score the suggesters against labels: what annotators would have to correct.

For every span type: precision, recall and F1 with overlap (relaxed) and with equal extents (exact), each span counted
once, and the share of attributes that are right where the spans overlap. For every relation type: precision and
recall among relations both of whose ends were found, and recall of all. With --rules, the same precision for every
rule, which is what the scores of suggestions are set by.

    python benchmarks/suggestions.py seeds --labels labels --annotator machine-1
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from standoff.articles import read_articles
from standoff.labels import LabelStore
from standoff.records import Relation
from standoff.scheme import load_scheme
from standoff.suggest import suggest
from standoff.suggest.learned import Match, matched


def main() -> None:
    """Print a table of scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--labels", type=Path, default=Path("labels"))
    parser.add_argument("--annotator", help="one annotator's labels instead of gold")
    parser.add_argument("--threshold", type=float, default=0.0)
    parser.add_argument("--rules", action="store_true")
    arguments = parser.parse_args()
    scheme = load_scheme()
    articles = {article.sha256: article for article in read_articles(arguments.articles).articles}
    store = LabelStore(arguments.labels)
    label_sets = store.read(arguments.annotator) if arguments.annotator else store.read_gold()
    pairs: list[Match] = []
    relations = RelationCounts()
    labels: Counter[str] = Counter()
    for label_set in label_sets:
        article = articles.get(label_set.sha256)
        if article is not None:
            labels.update(span.type for span in label_set.spans)
            found = list(matched(suggest(article, scheme, threshold=arguments.threshold), label_set.spans))
            relations.add(found, label_set.relations)
            pairs += found
    print(f"{'type':10}{'labels':>8}{'P':>7}{'R':>7}{'F1':>7}{'exact P':>9}{'R':>7}{'F1':>7}   attributes right")
    for type_ in scheme.spans:
        print(row(type_, [pair for pair in pairs if pair.suggestion.type == type_], labels[type_]))
    print(f"\n{'relation':10}{'labels':>8}{'both ends found':>17}{'P':>7}{'R':>7}{'R of all':>10}")
    for type_ in scheme.relations:
        print(relations.row(type_))
    if arguments.rules:
        print_rules(pairs)
        print(f"\n{'rule of relations':50}{'n':>6}{'P':>12}")
        for why, count in relations.rules.most_common():
            print(f"{why:50}{count:6}{100 * relations.right_rules[why] / count:12.0f}")


class RelationCounts:
    """How many relations were labelled, could be found, were suggested and are right."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.rules: Counter[str] = Counter()
        self.right_rules: Counter[str] = Counter()

    def add(self, pairs: Sequence[Match], relations: Sequence[Relation]) -> None:
        """Count the relations of one article."""
        labels = {(p.suggestion.type, p.suggestion.start, p.suggestion.end): p.label.id for p in pairs if p.label}
        wanted = {(one.type, one.from_id, one.to_id) for one in relations}
        within = set(labels.values())
        for type_, one, other in wanted:
            self.counts[type_, "labels"] += 1
            self.counts[type_, "findable"] += one in within and other in within
        for pair in pairs:
            for link in pair.suggestion.links:
                other_id = labels.get((link.to_type, link.start, link.end))
                if pair.label is not None and other_id is not None:
                    is_right = (link.type, pair.label.id, other_id) in wanted
                    self.counts[link.type, "suggested"] += 1
                    self.counts[link.type, "right"] += is_right
                    self.rules[link.why] += 1
                    self.right_rules[link.why] += is_right

    def row(self, type_: str) -> str:
        """Return the scores of one relation type."""
        labels, findable, suggested, right = (
            self.counts[type_, name] for name in ("labels", "findable", "suggested", "right")
        )
        precision, recall, _ = precision_recall_f1(right, suggested, findable)
        everything = 100 * right / labels if labels else 0.0
        return f"{type_:10}{labels:8}{findable:17}{precision:7.1f}{recall:7.1f}{everything:10.1f}"


def row(type_: str, pairs: Sequence[Match], labels: int) -> str:
    """Return the scores of one span type."""
    relaxed = sum(pair.is_right for pair in pairs)
    exact = sum(pair.is_exact for pair in pairs)
    cells = [cell for hits in (relaxed, exact) for cell in precision_recall_f1(hits, len(pairs), labels)]
    right: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        if pair.label is not None:
            for name, value in pair.label.attributes.items():
                right[name].append(pair.suggestion.attributes.get(name) == value)
    attributes = ", ".join(f"{name} {100 * sum(found) / len(found):.0f}" for name, found in sorted(right.items()))
    widths = (7, 7, 7, 9, 7, 7)
    return (
        f"{type_:10}{labels:8}"
        + "".join(f"{c:{w}.1f}" for c, w in zip(cells, widths, strict=True))
        + f"   {attributes}"
    )


def precision_recall_f1(hits: int, suggested: int, labels: int) -> tuple[float, float, float]:
    """Return the three in percent; 0 where nothing was suggested or labelled."""
    return (
        100 * hits / suggested if suggested else 0.0,
        100 * hits / labels if labels else 0.0,
        200 * hits / (suggested + labels) if suggested + labels else 0.0,
    )


def print_rules(pairs: Sequence[Match]) -> None:
    """Print how often each rule suggested something, and how often that was right."""
    by_rule: dict[str, list[Match]] = defaultdict(list)
    for pair in pairs:
        by_rule[pair.suggestion.why].append(pair)
    print(f"\n{'rule':50}{'n':>6}{'relaxed P':>12}{'exact P':>9}{'score':>7}")
    for rule, found in sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0])):
        relaxed = 100 * sum(pair.is_right for pair in found) / len(found)
        exact = 100 * sum(pair.is_exact for pair in found) / len(found)
        print(f"{rule:50}{len(found):6}{relaxed:12.0f}{exact:9.0f}{found[0].suggestion.score:7.2f}")


if __name__ == "__main__":
    main()
