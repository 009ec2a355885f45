"""Dawid–Skene on the data of the paper, and on simulated annotators."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from standoff.labels.dawid_skene import fit_dawid_skene

# Dawid and Skene 1979, table 1: five anaesthetists on the fitness of 45 patients (1 … 4), the first one three times.
TABLE = """
    111 1 1 1 1 | 333 4 3 3 4 | 112 2 1 2 2 | 222 3 1 2 1 | 222 3 2 2 2 | 222 3 3 2 2 | 122 2 1 1 1 | 333 3 4 3 3 |
    222 2 2 2 3 | 232 2 2 2 3 | 444 4 4 4 4 | 222 3 3 4 3 | 111 1 1 1 1 | 222 3 2 1 2 | 121 1 1 1 1 | 111 2 1 1 1 |
    111 1 1 1 1 | 111 1 1 1 1 | 222 2 2 2 1 | 222 1 3 2 2 | 222 2 2 2 2 | 222 2 2 2 1 | 222 3 2 2 2 | 221 2 2 2 2 |
    111 1 1 1 1 | 111 1 1 1 1 | 232 2 2 2 2 | 111 1 1 1 1 | 111 1 1 1 1 | 112 1 1 2 1 | 111 1 1 1 1 | 333 3 2 3 3 |
    111 1 1 1 1 | 222 2 2 2 2 | 222 3 2 3 2 | 433 4 3 4 3 | 221 2 2 3 2 | 232 3 2 3 3 | 333 3 4 3 2 | 111 1 1 1 1 |
    111 1 1 1 1 | 121 2 1 1 1 | 232 2 2 2 2 | 121 1 1 1 1 | 222 2 2 2 2"""
PATIENTS = [
    {f"observer {number}": list(said) for number, said in enumerate(patient.split(), 1)} for patient in TABLE.split("|")
]


def test_the_anaesthetists_of_the_paper() -> None:
    model = fit_dawid_skene(PATIENTS)
    assert {value: round(share, 2) for value, share in model.prevalence.items()} == {
        "1": 0.40,
        "2": 0.42,
        "3": 0.11,
        "4": 0.07,
    }
    rounded = [[round(rate, 2) for rate in row.values()] for row in model.confusion["observer 1"].values()]
    assert rounded == [[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0], [0, 0.34, 0.66, 0], [0, 0, 0.56, 0.44]]
    certain = [max(model.posterior(patient).values()) for patient in PATIENTS]
    doubtful = [number for number, share in enumerate(certain, 1) if share < 0.99]
    assert doubtful == [7, 35, 38]


def test_the_estimates_explain_each_other() -> None:
    """At the end, the parameters are what the posteriors say and the posteriors are what the parameters say."""
    model = fit_dawid_skene(PATIENTS)
    posteriors = [model.posterior(patient) for patient in PATIENTS]
    for value, share in model.prevalence.items():
        assert share == pytest.approx(sum(posterior[value] for posterior in posteriors) / 45, abs=1e-6)
    for name, rows in model.confusion.items():
        for true, row in rows.items():
            weights = [
                (posterior[true], patient[name]) for posterior, patient in zip(posteriors, PATIENTS, strict=True)
            ]
            said = {value: sum(weight * found.count(value) for weight, found in weights) for value in row}
            assert row == pytest.approx(
                {value: number / sum(said.values()) for value, number in said.items()}, abs=1e-6
            )
    for patient, posterior in zip(PATIENTS, posteriors, strict=True):
        joint = {
            value: model.prevalence[value]
            * math.prod(model.confusion[name][value][said] for name, found in patient.items() for said in found)
            for value in model.prevalence
        }
        assert posterior == pytest.approx(
            {value: share / sum(joint.values()) for value, share in joint.items()}, abs=1e-6
        )


def test_a_reliable_annotator_outweighs_two_who_guess() -> None:
    draw = random.Random(7)
    accuracy = {"sure": 0.95, "unsure": 0.6, "guessing": 0.55, "also guessing": 0.55, "still guessing": 0.55}
    truth = [draw.choice("abc") for _ in range(600)]
    items = [
        {
            name: [true if draw.random() < rate else draw.choice("abc".replace(true, ""))]
            for name, rate in accuracy.items()
        }
        for true in truth
    ]
    model = fit_dawid_skene(items)
    estimated = [max(posterior, key=posterior.__getitem__) for posterior in map(model.posterior, items)]
    counted = [Counter(value for found in item.values() for value in found).most_common(1)[0][0] for item in items]
    right, by_majority = (
        sum(found == true for found, true in zip(answers, truth, strict=True)) / len(truth)
        for answers in (estimated, counted)
    )
    assert right > 0.93
    assert right > by_majority + 0.03
    for name, rate in accuracy.items():
        assert sum(model.confusion[name][value][value] for value in "abc") / 3 == pytest.approx(rate, abs=0.06)


def test_what_the_model_holds_impossible_leaves_what_is_known_in_general() -> None:
    model = fit_dawid_skene(
        [{"anna": ["a"], "ben": ["a"]}, {"anna": ["b"], "ben": ["b"]}, {"anna": ["b"], "ben": ["b"]}]
    )
    assert model.posterior({"anna": ["a"], "ben": ["b"]}) == pytest.approx({"a": 1 / 3, "b": 2 / 3})
    assert model.posterior({"anna": ["b"]}) == {"a": 0, "b": 1}
