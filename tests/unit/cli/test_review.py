"""``standoff review``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from standoff.labels import LabelStore, decided_gold, read_order, read_queue
from standoff.records import Article, LabelSet
from tests.unit.review.planted import pairs


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["review", *arguments])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def labelled() -> list[tuple[Article, LabelSet]]:
    """Return labelled articles; in one an actor is called people that is none."""
    found = pairs()
    article, labels = found[3]
    wrong = replace(labels.spans[0], attributes={**labels.spans[0].attributes, "kind": "people"})
    return [*found[:3], (article, labels.with_labels([wrong, *labels.spans[1:]], ())), *found[4:]]


@pytest.fixture
def desk(labelled: list[tuple[Article, LabelSet]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "seeds").mkdir()
    for article, _ in labelled:
        path = tmp_path / "seeds" / f"{article.id}.txt"
        path.write_text(f" date {article.dct.isoformat()} {article.text}", encoding="utf-8")
    LabelStore(tmp_path / "labels").put([labels for _, labels in labelled])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_errors_are_ranked_and_queued(desk: Path) -> None:
    dry = run("errors", "--dry-run", "--limit", "1").output
    assert "attribute of actor.kind  a3:0-6  by anna" in dry
    assert "[Turkey] rejected the grain plan on Thursday" in dry
    assert "state is 100% likely" in dry
    assert "1 doubt about 110 labels in 10 articles" in dry
    assert "1 article would wait for a decision" in dry
    assert not (desk / "labels" / "review.jsonl").exists()
    found = json.loads(run("errors", "--json").stdout)
    assert (found["labels"], found["articles"], found["decided"], found["dry_run"]) == (110, 10, [], False)
    assert len(found["doubts"]) == 5, "one for every twenty labels"
    first = found["doubts"][0]
    assert (first["text"], first["annotator"], first["attribute"]) == ("Turkey", "anna", "kind")
    assert first["context"] == "[Turkey] rejected the grain plan on Thursday"
    queue = read_queue(desk / "labels" / "review.jsonl")
    assert queue[0].article_id == "a3"
    assert queue[0].cases[0].why == first["why"]
    before = (desk / "labels" / "review.jsonl").read_bytes()
    run("errors")
    assert (desk / "labels" / "review.jsonl").read_bytes() == before


def test_what_a_person_decided_is_not_doubted_again(desk: Path, labelled: list[tuple[Article, LabelSet]]) -> None:
    from standoff.scheme import load_scheme

    _, labels = labelled[3]
    LabelStore(desk / "labels").put_gold([decided_gold(labels, [labels], load_scheme())])
    output = run("errors", "--limit", "1").output
    assert "a3:0-6" not in output
    assert "decided by a person, left out: a3" in output
    assert "a3:0-6  by gold" in run("errors", "--limit", "1", "--again").output
    assert "a3:0-6  by anna" in run("errors", "--limit", "1", "--annotator", "anna").output


def test_who_is_examined(desk: Path) -> None:
    error = run("errors", "--annotator", "ben", code=2)
    assert "'ben' has no labels" in error.stderr
    assert "there are labels by anna" in error.stderr


def test_too_few_articles(desk: Path) -> None:
    for path in sorted((desk / "seeds").iterdir())[1:]:
        path.unlink()
    error = run("errors", code=1)
    assert "1 labelled articles are too few to find errors in" in error.stderr
    assert not (desk / "labels" / "review.jsonl").exists()


def test_what_to_label_next(desk: Path, labelled: list[tuple[Article, LabelSet]]) -> None:
    assert "0 articles without labels, 10 with" in run("next").output
    news = desk / "news"
    news.mkdir()
    copy = labelled[0][0].text
    for name, text in (("strike", "Fishermen in Quelle struck over the price of ice."), ("copy", f"{copy} It rained.")):
        (news / f"{name}.txt").write_text(f"date 2021-03-27 {text}", encoding="utf-8")
    before = (desk / "labels" / "order.jsonl").read_bytes()
    shown = run("next", "seeds", "news", "--dry-run", "--limit", "1").output
    assert "strike" in shown
    assert "copy" not in shown
    assert "2 articles without labels, 10 with" in shown
    assert "1 article would be in order" in shown
    assert (desk / "labels" / "order.jsonl").read_bytes() == before
    found = json.loads(run("next", "seeds", "news", "--json").stdout)
    assert [one["article_id"] for one in found["articles"]] == ["strike", "copy"]
    strike, near_copy = read_order(desk / "labels" / "order.jsonl")
    assert (strike.article_id, strike.rank, strike.score) == ("strike", 1, round(found["articles"][0]["score"], 4))
    assert "words it is doubtful whether they are an actor's" in strike.why
    assert "of it stands in articles before it" in near_copy.why


def test_without_articles_it_says_what_to_name(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk / "labels")
    assert "name files or folders" in run("next", code=2).stderr


def test_a_missing_extra_is_named(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standoff.review.models.find_spec", lambda _: None)
    assert "pip install 'standoff[baseline]'" in run("errors", code=2).stderr
    run("next")
