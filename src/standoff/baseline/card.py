"""The model card, by the conventions of the Hugging Face Hub: YAML metadata, then what a reader has to know."""

from __future__ import annotations

from typing import Any

import yaml

from standoff.baseline.contest import Contest
from standoff.baseline.family import Scope
from standoff.baseline.persistence import model_digest
from standoff.baseline.scores import METHOD, Score
from standoff.baseline.tables import (
    as_markdown,
    class_table,
    contest_table,
    count_table,
    part_table,
    reliability_line,
    trial_table,
    unseen_table,
)
from standoff.baseline.training import Training

_CARD = """\
---
{metadata}---

# Stance baseline on {name}

A linear classifier over n-grams that says of a {unit} which stance it expresses. It is a baseline: something to compare
with, cheap and honest, not a model to decide anything about people with.

## Model
- **Chosen**: {chosen}; the best macro F1 of {trials} configurations in {folds}-fold cross-validation on training rows.
- **Input**: {input}.
- **Classes**: {classes}.
- **Digest**: `{digest}` (model), `{data_digest}` (training data).
- **Made with**: standoff {standoff}, scikit-learn {sklearn}; {scheme}.
- **Licence**: whoever trained it chooses it, with an eye on that of the data: add `license` to the metadata above.

## Use
```python
from pathlib import Path
from standoff.baseline import Row, read_model

model = read_model(Path("model.skops"))
print(model.predict([{example}]).labels)
```
The file is read by [skops](https://skops.readthedocs.io): no code in it is run. A changed file is refused.

## Data
{counts}

## Evaluation
Intervals: {method}. *F_avg* is the mean of F1 for `favor` and `against`, the measure of SemEval-2016 Task 6. Every row
comes with dummies that do not look at the text, and with the difference in macro F1 between the model and them.

{evaluation}

## Every configuration that was tried
{table}

## Limits
{cautions}
- The model knows the words of its training articles, and little beyond: their topics, their years, their language.
{holder}- A quoted stance counts like the author's own.

## Environmental cost
A few seconds to a minute on one core of a common processor.
"""


def model_card(training: Training) -> str:
    """Write the model card of a training in Markdown."""
    data, model, choice = training.data, training.model, training.choice
    has_targets = any(row.target for row in data.development)
    sections = [_section("Cross-validation, by articles", training.cross_validation)]
    if training.test is not None:
        sections.insert(0, _section("Test split, scored once", training.test))
    if unseen := unseen_table(choice):
        sections.append(f"### Targets without training rows, in cross-validation\n\n{as_markdown(unseen)}")
    return _CARD.format(
        metadata=yaml.safe_dump(_metadata(training), sort_keys=False, allow_unicode=True),
        name=data.name,
        unit="text about a target" if has_targets else "sentence",
        chosen=choice.chosen.configuration.name,
        trials=len(choice.trials),
        folds=len(choice.folds),
        input=_input_of(model.configuration.scope, has_targets=has_targets),
        classes=", ".join(f"`{label}`" for label in data.classes),
        digest=model_digest(model),
        data_digest=data.digest,
        standoff=model.about["standoff"],
        sklearn=model.about["scikit-learn"],
        scheme=f"scheme {data.scheme}" if data.scheme else "no label scheme",
        example=_example_of(model.configuration.scope, has_targets=has_targets),
        counts=as_markdown(count_table(training)),
        method=METHOD,
        evaluation="\n\n".join(sections),
        table=as_markdown(trial_table(choice)),
        holder="" if model.needs_spans else "- It does not know who holds a stance.\n",
        cautions="\n".join(f"- {caution}" for caution in training.cautions),
    )


def _input_of(scope: Scope, *, has_targets: bool) -> str:
    if scope == "given":
        return (
            "the text, which of its words express the stance, its target and its holder, all as annotators marked them"
        )
    if not has_targets:
        return "the text of the sentence, and nothing else; no gold spans, which nobody has at the time of a prediction"
    if scope == "marked":
        return "the text, the target, and where the text names it"
    return "the text and the name of the target"


def _example_of(scope: Scope, *, has_targets: bool) -> str:
    if scope == "given":
        return 'Row("Varga condemned the plan.", span=(6, 24), target="the plan", holder="Varga")'
    return 'Row("Your text.", target="your target")' if has_targets else 'Row("Your sentence.")'


def _section(title: str, contest: Contest) -> str:
    basis = f"{contest.model.rows:,} rows from {contest.model.clusters:,} independent groups of articles."
    tables = [as_markdown(contest_table(contest)), as_markdown(class_table(contest.model))]
    if contest.parts:
        tables.append(as_markdown(part_table(contest)))
    return "\n\n".join([f"### {title}", basis, *tables, reliability_line(contest)])


def _metadata(training: Training) -> dict[str, Any]:
    shown = training.test or training.cross_validation
    figures: list[tuple[str, str, Score]] = [
        ("f1", "macro F1", shown.model.macro_f1),
        ("f1", "F_avg (favor, against)", shown.model.f_avg),
        ("accuracy", "accuracy", shown.model.accuracy),
    ]
    metrics = [
        {"type": kind, "name": name, "value": round(figure.value, 4)}
        for kind, name, figure in figures
        if figure.value is not None
    ]
    return {
        "library_name": "scikit-learn",
        "pipeline_tag": "text-classification",
        "tags": ["stance-detection", "skops", "baseline"],
        "model-index": [
            {
                "name": "standoff-stance-baseline",
                "results": [
                    {
                        "task": {"type": "text-classification", "name": "stance"},
                        "dataset": {
                            "name": training.data.name,
                            "type": "standoff",
                            "split": "test" if training.test else "cross-validation",
                        },
                        "metrics": metrics,
                    }
                ],
            }
        ],
    }
