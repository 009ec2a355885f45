from __future__ import annotations

from dataclasses import replace

from standoff.baseline.scores import Score
from standoff.baseline.tables import as_markdown, as_text, headline, percent, unseen_table
from standoff.baseline.training import train
from standoff.baseline.unseen import UnseenTargets
from tests.unit.baseline.examples import example_data


def test_figures_in_per_cent() -> None:
    assert percent(Score(0.694, 0.6651, 0.7209)) == "69.4 (66.5–72.1)"
    assert percent(Score(0.5)) == "50.0"
    assert percent(Score(0.004, -0.0131, 0.0209)) == "0.4 (−1.3 to 2.1)"
    assert percent(Score(-0.0001)) == "0.0"
    assert percent(Score(None)) == "–"


def test_columns_line_up() -> None:
    assert as_text([["", "F1"], ["model", "69.4"], ["x", "1"]]) == "       F1\nmodel  69.4\nx      1"


def test_markdown_escapes_bars() -> None:
    assert as_markdown([["a", "b"], ["x|y", "1"]]) == "| a | b |\n| --- | --- |\n| x\\|y | 1 |"


def test_the_headline_is_about_test_rows_where_there_are_any() -> None:
    training = train(example_data(targets=("ferry", "bridge")))
    assert headline(training).startswith("On the test rows: macro F1 ")
    assert "the best dummy (" in headline(training)
    assert headline(replace(training, test=None)).startswith("In cross-validation: macro F1 ")


def test_what_targets_without_training_rows_get() -> None:
    choice = train(example_data(targets=("ferry", "bridge"), test_articles=0)).choice
    for unseen, outcome in (
        (UnseenTargets(None, None), "the most frequent class"),
        (UnseenTargets(choice.chosen.scores, replace(choice.ahead[0], low=0.1)), "what the classifier says"),
        (UnseenTargets(choice.chosen.scores, replace(choice.ahead[0], low=-0.1)), "the most frequent class"),
    ):
        header, line = unseen_table(replace(choice, unseen=unseen))
        assert len(header) == len(line)
        assert line[-1] == outcome
    assert unseen_table(replace(choice, unseen=None)) == []
