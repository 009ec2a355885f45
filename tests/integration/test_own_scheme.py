"""Somebody's own scheme goes every way that the built-in one goes: articles, labels, corpus, loading, baseline."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from datasets import load_dataset

from standoff.cli import main
from standoff.labels import LabelStore
from standoff.records import Article, Relation, Span
from standoff.scheme import load_scheme
from tests.projects import label_set

SCHEME = """
name: town-hall
version: 3
title: Speakers and motions in council minutes
stance: {span: vote, label: side, target: motion, holder: cast_by, none: no vote}
spans:
  speaker: {definition: Somebody who speaks or votes., attributes: {party: {values: [Reds, Blues, none at all]}}}
  vote:
    definition: The words that cast a vote.
    attributes:
      side: {required: true, values: [yes, no]}
      motion: {required: true}
      when: {kind: timex3}
relations:
  cast_by: {from: vote, to: [speaker, vote]}
"""
NAMES = ("Ada", "Bo", "Cy", "Di", "Ed", "Flo")
MOTIONS = ("new library", "tram line", "market hall")


def minutes(number: int) -> tuple[str, list[tuple[str, str, str]]]:
    """Return a text, and who votes how in it."""
    motion = MOTIONS[number % 3]
    votes = [
        (NAMES[(number + place) % 6], word, side)
        for place, (word, side) in enumerate((("backs", "yes"), ("opposes", "no")))
    ]
    text = " ".join(f"{name} {word} the {motion}, says item {number}." for name, word, _ in votes)
    # Words of its own, so that no two articles are near-duplicates, which never part.
    notes = " ".join(f"note{number}{letter}" for letter in "abcdefghijklmnopqrst")
    return f"{text} The clerk wrote {notes}.", votes


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("scheme.yaml").write_text(SCHEME)
    Path("seeds").mkdir()
    scheme = load_scheme("scheme.yaml")
    found = []
    for number in range(30):
        text, votes = minutes(number)
        article = Article(f"minutes-{number:02}", date(2024, 1, 1) + timedelta(number), text)
        Path(f"seeds/{article.id}.txt").write_text(f"date {article.dct} {text}")
        spans, relations = [], []
        for place, (name, word, side) in enumerate(votes):
            start = text.index(f"{name} {word}")
            speaker = Span(f"s{place}", "speaker", start, start + len(name), {"party": "none at all"})
            begin = start + len(name) + 1
            end = text.index(",", begin)
            values = {"side": side, "motion": MOTIONS[number % 3], "when": str(article.dct)}
            spans += [speaker, Span(f"v{place}", "vote", begin, end, values)]
            relations.append(Relation("cast_by", f"v{place}", f"s{place}"))
        found.append(label_set(article, spans, relations, scheme))
    LabelStore(Path("labels")).put(found)
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_every_step_takes_a_scheme_of_ones_own(project: Path) -> None:
    own = ("--scheme", "scheme.yaml")
    assert "town-hall version 3: 2 span types, 1 relation" in run("scheme", "check", "scheme.yaml")
    assert "Somebody who speaks or votes." in run("scheme", "guidelines", *own)
    assert 'value="speaker"' in run("scheme", "interface", *own)
    assert "30 label sets with 120 spans, 60 relations: 0 faults" in run("labels", "check", *own)
    assert "30 articles, 30 labelled" in run("build", *own)
    assert "0 faults" in run("verify", "corpus")
    corpus = str(project / "corpus")
    rows = load_dataset(corpus, "stance", split="train")
    assert rows.features["label"].names == ["yes", "no", "no vote"]
    assert set(rows["holder"]) == {*NAMES, None}
    articles = load_dataset(corpus, "articles", split="train")
    span = articles.features["spans"].feature
    assert span["type"].names == ["speaker", "vote"]
    assert span["speaker_party"].names == ["Reds", "Blues", "none at all"]
    assert articles[0]["relations"][0]["from_id"] == "v0"
    tokens = load_dataset(corpus, "tokens", split="train")
    assert tokens.features["vote_tags"].feature.names == ["O", "B-vote", "I-vote"]
    assert "Test split" in run("train", "--out", "model")
    assert (project / "model" / "model.skops").stat().st_size > 0


def test_a_label_set_of_another_scheme_is_a_finding(project: Path) -> None:
    result = CliRunner().invoke(main, ["labels", "check"])
    assert result.exit_code == 1
    assert "made under the scheme 'town-hall', not 'news-conflict'" in result.output
