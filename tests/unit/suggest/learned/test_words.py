"""What the tagger sees of a text."""

from __future__ import annotations

from datetime import date

from standoff.records import Article
from standoff.suggest.learned.words import word_rows
from standoff.suggest.suggestion import Suggestion


def words(text: str) -> list[list[str]]:
    return [
        [text[word.start : word.end] for word in row] for row in word_rows(Article("a", date(2021, 1, 1), text), ())
    ]


def test_sentences_are_rows_and_a_possessive_is_a_word_of_its_own() -> None:
    text = "Biden’s U.S. troops left al-Qaeda's base. It cost 3.5%."
    expected = ["Biden", "’s", "U.S.", "troops", "left", "al-Qaeda", "'s", "base"]
    assert words(text) == [expected, ["It", "cost", "3.5", "%"]]


def test_features_say_what_rules_and_tables_make_of_a_word() -> None:
    article = Article("a", date(2021, 1, 1), "Talks in Iran with France")
    ruled = [Suggestion("actor", 19, 25, {}, 0.9, "actor: name of the tables")]
    [row] = word_rows(article, ruled)
    features = {article.text[word.start : word.end]: word.features for word in row}
    assert "known=Gstate:name:place" in features["Iran"]
    assert "known=Gstate:name" in features["France"]
    assert "rule=B actor: name of the tables" in features["France"]
    assert "-1:word=with" in features["France"]
    assert "first" in features["Talks"]


def test_a_text_without_words_has_no_rows() -> None:
    assert words(" ") == []
