"""Our stance baseline beside a plain one of scikit-learn's parts and the dummies: scores, and CPU time in one run.

Usage: python benchmarks/stance.py TRAIN [TEST] [the column options of `standoff train`, such as --target-column target]

Without TEST, a quarter of TRAIN's groups of near-duplicates is held out, drawn from a fixed seed.

The plain baseline is that of SemEval-2016 Task 6's organisers (Mohammad et al. 2016): for each target, one linear SVM
over n-grams of one to three words and two to five characters, by scikit-learn's own vectorizers; C by cross-validation.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from standoff.baseline import Row, StanceData, as_text, contest_table, part_table, read_dataset, reliability_line, train
from standoff.baseline.groups import groups_of
from standoff.baseline.scores import score
from standoff.baseline.tables import percent
from standoff.cli.stance_columns import columns_from, stance_column_options


def with_a_quarter_held_out(data: StanceData) -> StanceData:
    """Make a quarter of the groups of near-duplicates the test rows."""
    groups = groups_of(data.development)
    numbers = np.random.default_rng(0).permutation(int(groups.max()) + 1)
    held_out = np.isin(groups, numbers[: len(numbers) // 4])
    development, test = (
        tuple(row for row, held in zip(data.development, held_out, strict=True) if held == wanted)
        for wanted in (False, True)
    )
    return replace(data, development=development, test=test)


def fit_plain(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Fit the plain baseline, one pipeline a target."""
    by_target = defaultdict(list)
    for row in rows:
        by_target[row.target].append(row)
    if len(rows) < 20 * len(by_target):
        by_target = defaultdict(list, {"": list(rows)})
    return {target: _fit_one(found) for target, found in by_target.items()}


def _fit_one(rows: list[Row]) -> Any:
    grams = make_union(
        CountVectorizer(ngram_range=(1, 3), binary=True),
        CountVectorizer(analyzer="char", ngram_range=(2, 5), binary=True),
    )
    pipeline = make_pipeline(grams, LinearSVC(max_iter=10_000, random_state=0))
    search = GridSearchCV(pipeline, {"linearsvc__C": [0.001, 0.01, 0.1]}, cv=3, scoring="f1_macro")
    return search.fit([row.text for row in rows], [row.label for row in rows]).best_estimator_


def predict_plain(pipelines: dict[str, Any], rows: tuple[Row, ...], majority: str) -> list[str]:
    """Predict with the plain baseline; a target without a pipeline gets the most frequent class of all."""
    labels = [majority] * len(rows)
    by_target = defaultdict(list)
    for place, row in enumerate(rows):
        by_target["" if "" in pipelines else row.target].append(place)
    for target, places in by_target.items():
        if target in pipelines:
            for place, label in zip(
                places, pipelines[target].predict([rows[place].text for place in places]), strict=True
            ):
                labels[place] = str(label)
    return labels


@click.command()
@click.argument("training", type=click.Path(exists=True))
@click.argument("test", required=False, type=click.Path(exists=True, path_type=Path))
@stance_column_options
@click.option("--label-column", default="label")
def main(training: str, test: Path | None, **columns: str) -> None:
    """Train on TRAINING, test on TEST or on a quarter of TRAINING, and print scores and CPU seconds."""
    data = read_dataset(training, columns_from(columns), test=test)
    if test is None:
        data = with_a_quarter_held_out(data)
    seconds = {}

    began = time.process_time()
    ours = train(data)
    seconds["ours, with choice and evaluation"] = time.process_time() - began
    began = time.process_time()
    plain = fit_plain(data.development)
    seconds["plain, with its grid"] = time.process_time() - began

    began = time.process_time()
    ours.model.predict(data.test)
    our_prediction = time.process_time() - began
    began = time.process_time()
    majority = max(data.classes, key=[row.label for row in data.development].count)
    labels = predict_plain(plain, data.test, majority)
    plain_prediction = time.process_time() - began

    assert ours.test is not None
    found = score([row.label for row in data.test], labels, groups_of(data.test), data.classes)
    table = contest_table(ours.test)
    figures = (found.macro_f1, found.f_avg, found.accuracy)
    table.insert(2, ["plain SVM", *(percent(figure) for figure in figures), ""])
    print(
        f"{ours.choice.chosen.configuration.name}; {len(data.development):,} rows to train on, {len(data.test):,} test"
    )
    print(as_text(table))
    print(f"\n{as_text(part_table(ours.test))}\n\n{reliability_line(ours.test)}\n")
    for name, spent in seconds.items():
        print(f"training, {name}: {spent:.1f} CPU s")
    for name, spent in (("ours", our_prediction), ("plain", plain_prediction)):
        print(f"prediction, {name}: {len(data.test) / spent:,.0f} texts a CPU second")
    print(f"prediction, ours is {plain_prediction / our_prediction:.1f} times as fast")


if __name__ == "__main__":
    main()
