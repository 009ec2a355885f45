from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from standoff.baseline.report import report_html
from standoff.baseline.rows import StanceData
from standoff.baseline.tables import headline
from standoff.baseline.training import Training, train
from tests.unit.baseline.examples import CLASSES, example_data, given_rows

HOSTILE = "<script>alert('x')</script> & “{{ 7 * 7 }}” backs the ferry."


class Tags(HTMLParser):
    """Collects what a page holds: tags, addresses and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def training() -> Training:
    data = example_data(targets=("ferry", "bridge"))
    test = (*data.test, replace(data.test[0], text=HOSTILE, label="against", article="hostile", group=""))
    return train(replace(data, name="news <&>", test=test))


def test_it_needs_no_other_file(training: Training) -> None:
    found = Tags(report_html(training))
    assert found.addresses
    assert all(address.startswith("data:image/png;base64,") for address in found.addresses)
    assert "script" not in found.tags
    assert not re.search(r"url\(|@import", report_html(training))


def test_it_holds_the_figures_and_what_they_are_not_worth(training: Training) -> None:
    text = " ".join(Tags(report_html(training)).text.split())
    for caution in training.cautions:
        assert caution in text
    for trial in training.choice.trials:
        assert trial.configuration.name in text
    assert text.index("Test") < text.index("Cross-validation 1")
    for expected in (
        "targets seen in training",
        "voice: quoted",
        "Calibration error",
        "majority per target",
        "Words that move it most",
        "Targets without training rows",
        headline(training),
    ):
        assert expected in text


def test_texts_are_shown_as_they_are(training: Training) -> None:
    found = Tags(report_html(training))
    assert HOSTILE in found.text
    assert "news <&>" in found.text


def test_a_marked_target_is_marked_in_the_errors(training: Training) -> None:
    data = training.data
    wrong = replace(data.development[0], text="Varga backs <b> & all.", label="against", target="ferry", mark=(12, 15))
    found = Tags(report_html(train(replace(data, development=(wrong, *data.development[1:]), test=()))))
    assert "mark" in found.tags
    assert wrong.text in found.text


def test_the_words_of_a_given_stance_are_marked_and_a_column_without_targets_is_left_out() -> None:
    rows = [replace(row, target="") for row in given_rows(14)]
    rows[0] = replace(rows[0], label="none" if rows[0].label != "none" else "favor")
    found = Tags(report_html(train(StanceData("example", CLASSES, tuple(rows)))))
    assert "mark" in found.tags
    assert "probability\ntarget" not in found.text.replace(" ", "")


def test_it_is_the_same_each_time(training: Training) -> None:
    assert report_html(training) == report_html(training)


def test_without_a_test_split() -> None:
    text = Tags(report_html(train(example_data(test_articles=0)))).text
    assert "There is no test split" in text
    assert "\nTest\n" not in text
