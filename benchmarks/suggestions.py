"""Score the suggesters against labels: what annotators would have to correct.

For every span type: precision and recall with overlap (relaxed) and with equal extents (exact), each span counted once,
and the share of attributes that are right where the spans overlap; of targets of stances also the share where the head
of one, the last word before "of" and the like, is a word of the other. For every relation type: precision and recall
among relations both of whose ends were found, and recall of all. In percent, with 95 % bootstrap intervals over
articles. With --rules, the same precision for every rule, which is what the scores of suggestions are set by.

    python benchmarks/suggestions.py seeds --labels labels --annotator machine-1
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from standoff.articles import read_articles
from standoff.labels import Estimate, LabelStore, estimate
from standoff.records import LabelSet
from standoff.scheme import load_scheme
from standoff.suggest import suggest
from standoff.suggest.learned import Match, matched

_HEAD = re.compile(r"\s+(?:of|for|in|on|from|to|with|by|who|that)\b.*|,.*", re.DOTALL)

Tallies = Sequence[Counter[str]]


def main() -> None:
    """Print tables of scores."""
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
    tallies: list[Counter[str]] = []
    pairs: list[Match] = []
    links: list[tuple[str, bool]] = []
    for label_set in label_sets:
        article = articles.get(label_set.sha256)
        if article is not None:
            found = list(matched(suggest(article, scheme, threshold=arguments.threshold), label_set.spans))
            judged = list(judged_links(found, label_set))
            tallies.append(counted_spans(found, label_set) + counted_links(found, judged, label_set))
            pairs += found
            links += [(why, is_right) for _, why, is_right in judged]
    print(f"{len(tallies)} articles\n\n{'span':10}{'labels':>8}" + header("P", "R", "exact P", "exact R"))
    for type_ in scheme.spans:
        print(line(tallies, type_, [(part, whole) for part in ("right", "exact") for whole in ("suggested", "labels")]))
    print(f"\n{'attribute':20}{'overlapping':>12}" + header("right"))
    for type_ in scheme.spans:
        for name in scheme.spans[type_].attributes:
            print(share_line(tallies, f"{type_} {name}"))
            if (type_, name) == ("stance", "target"):
                print(share_line(tallies, "stance target head"))
    print(f"\n{'relation':10}{'labels':>8}{'both ends found':>17}" + header("P", "R", "R of all"))
    for type_ in scheme.relations:
        findable = sum(tally[f"{type_} findable"] for tally in tallies)
        kinds = [("right", whole) for whole in ("suggested", "findable", "labels")]
        print(line(tallies, type_, kinds, f"{findable:17}"))
    if arguments.rules:
        print_rules(pairs)
        print(f"\n{'rule of relations':50}{'n':>6}{'P':>12}")
        for why, count in Counter(why for why, _ in links).most_common():
            right = sum(is_right for other, is_right in links if other == why)
            print(f"{why:50}{count:6}{100 * right / count:12.0f}")


def counted_spans(pairs: Sequence[Match], label_set: LabelSet) -> Counter[str]:
    """Count the spans of one article and their attributes."""
    tally = Counter(f"{span.type} labels" for span in label_set.spans)
    for pair in pairs:
        type_ = pair.suggestion.type
        tally.update({f"{type_} suggested": 1, f"{type_} right": pair.is_right, f"{type_} exact": pair.is_exact})
        for name, value in pair.label.attributes.items() if pair.label is not None else ():
            said = pair.suggestion.attributes.get(name, "")
            tally.update({f"{type_} {name} whole": 1, f"{type_} {name} right": said == value})
            if (type_, name) == ("stance", "target"):
                tally.update({"stance target head whole": 1, "stance target head right": have_common_head(said, value)})
    return tally


def have_common_head(one: str, other: str) -> bool:
    """Say whether the head of one noun phrase is a word of the other."""
    return head(one) in other.lower().split() or head(other) in one.lower().split()


def head(phrase: str) -> str:
    """Return the last word before what modifies it: "sale" in "sale of jets"."""
    return (_HEAD.sub("", phrase) or phrase).lower().split()[-1] if phrase.strip() else ""


def judged_links(pairs: Sequence[Match], label_set: LabelSet) -> Iterator[tuple[str, str, bool]]:
    """Return type and reason of each suggested relation both of whose ends are labelled, and whether it is right."""
    labels = ends(pairs)
    wanted = {(one.type, one.from_id, one.to_id) for one in label_set.relations}
    for pair in pairs:
        for link in pair.suggestion.links:
            other = labels.get((link.to_type, link.start, link.end))
            if pair.label is not None and other is not None:
                yield link.type, link.why, (link.type, pair.label.id, other) in wanted


def counted_links(pairs: Sequence[Match], judged: Sequence[tuple[str, str, bool]], label_set: LabelSet) -> Counter[str]:
    """Count the relations of one article."""
    within = set(ends(pairs).values())
    tally: Counter[str] = Counter()
    for type_, one, other in {(one.type, one.from_id, one.to_id) for one in label_set.relations}:
        tally.update({f"{type_} labels": 1, f"{type_} findable": one in within and other in within})
    for type_, _, is_right in judged:
        tally.update({f"{type_} suggested": 1, f"{type_} right": is_right})
    return tally


def ends(pairs: Sequence[Match]) -> dict[tuple[str, int, int], str]:
    """Return the label of each suggested span that has one."""
    return {(p.suggestion.type, p.suggestion.start, p.suggestion.end): p.label.id for p in pairs if p.label}


def header(*names: str) -> str:
    """Return the heads of columns of figures with intervals."""
    return "".join(f"{name:>20}" for name in names)


def line(tallies: Tallies, type_: str, kinds: Sequence[tuple[str, str]], more: str = "") -> str:
    """Return a line of figures of one type."""
    cells = [cell(share(tallies, f"{type_} {part}", f"{type_} {whole}")) for part, whole in kinds]
    return f"{type_:10}{sum(tally[f'{type_} labels'] for tally in tallies):8}{more}" + header(*cells)


def share_line(tallies: Tallies, name: str) -> str:
    """Return a line with the share of an attribute that is right."""
    whole = sum(tally[f"{name} whole"] for tally in tallies)
    return f"{name:20}{whole:12}" + header(cell(share(tallies, f"{name} right", f"{name} whole")))


def share(tallies: Tallies, part: str, whole: str) -> Estimate:
    """Return a share with its interval."""
    return estimate(tallies, lambda total: total.get(part, 0) / total[whole] if whole in total else "nothing to count")


def cell(one: Estimate) -> str:
    """Return a figure with its interval, in percent."""
    if one.value is None:
        return "-"
    interval = "" if one.low is None or one.high is None else f" [{100 * one.low:.0f}, {100 * one.high:.0f}]"
    return f"{100 * one.value:.1f}{interval}"


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
