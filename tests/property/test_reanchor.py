"""Labels carried over to texts edited at random: on the same words, in the same place, or nowhere."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.articles import read_articles
from standoff.labels import LabelStore, reanchor
from standoff.records import Article, LabelSet
from standoff.text import canonical
from tests.strategies import articles, label_sets, pieces

ROOT = Path(__file__).parents[2]
INSERTED = "Rain fell over the wide valley that night and farmers waited. "
PAIRS = articles().flatmap(lambda article: st.tuples(st.just(article), label_sets(article)))
edits = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20), pieces | st.just("")), max_size=6)


@given(pair=PAIRS, edits=edits)
def test_every_label_stands_on_the_same_words_or_is_named_as_lost(
    pair: tuple[Article, LabelSet], edits: list[tuple[int, int, str]]
) -> None:
    article, labels = pair
    revised = article.text
    for start, length, put in edits:
        revised = revised[:start] + put + revised[start + length :]
    revised = canonical(revised) or "."
    after = reanchor(labels, article.text, revised)
    for span in after.labels.spans:
        before = labels.span(span.id)
        assert before is not None
        assert span.surface(revised).split() == before.surface(article.text).split()
        assert (span.type, span.attributes) == (before.type, before.attributes)
    assert {span.id for span in (*after.labels.spans, *after.lost_spans)} == {span.id for span in labels.spans}
    assert {*after.labels.relations, *after.lost_relations} == {*labels.relations}
    assert len(after.reasons) == len(after.lost_spans) + len(after.lost_relations)
    assert set(after.confidence) == {span.id for span in after.labels.spans}
    places = {
        (span.start, span.end): (before.start, before.end)
        for span in after.labels.spans
        if (before := labels.span(span.id)) is not None
    }
    assert len(set(places.values())) == len(places), "labels of two places went to one"


@pytest.mark.parametrize("number_of_edits", [1, 3, 10])
def test_real_labels_of_edited_articles_are_at_their_place_or_nowhere(number_of_edits: int) -> None:
    seeds = {article.sha256: article for article in read_articles([ROOT / "seeds"]).articles}
    chance = random.Random(20261124)
    placed = alive = 0
    for labels in LabelStore(ROOT / "labels").read("machine-1"):
        if labels.sha256 not in seeds:
            continue
        text = seeds[labels.sha256].text
        characters: list[tuple[str, int | None]] = [(character, index) for index, character in enumerate(text)]
        for _ in range(number_of_edits):
            _edit(characters, chance)
        revised = "".join(character for character, _ in characters)
        lead = len(revised) - len(revised.lstrip())
        now = {was: at - lead for at, (_, was) in enumerate(characters) if was is not None}
        after = reanchor(labels, text, revised.strip())
        for span in labels.spans:
            there = [now.get(index) for index in range(span.start, span.end)]
            first = there[0]
            if first is None or there != list(range(first, first + len(there))):
                continue
            alive += 1
            found = after.labels.span(span.id)
            if found is not None:
                placed += 1
                assert (found.start, found.end) == (first, first + len(there))
    assert placed > {1: 0.95, 3: 0.93, 10: 0.85}[number_of_edits] * alive


def _edit(characters: list[tuple[str, int | None]], chance: random.Random) -> None:
    """Take out, put in or move a sentence, replace a word or take out a character."""
    text = "".join(character for character, _ in characters)
    start, end = chance.choice([match.span() for match in re.finditer(r"[^.\n]+[.\n]+\s*", text)])
    match chance.choice(["out", "in", "move", "word", "character"]):
        case "out":
            del characters[start:end]
        case "in":
            characters[start:start] = [(character, None) for character in INSERTED]
        case "move":
            moved = characters[start:end]
            del characters[start:end]
            characters[0:0] = moved
        case "word":
            start, end = chance.choice([match.span() for match in re.finditer(r"\w+", text)])
            characters[start:end] = [(character, None) for character in "Elsewhere"]
        case _:
            del characters[start]
