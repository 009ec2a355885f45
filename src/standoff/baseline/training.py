"""Choosing, fitting and measuring the baseline in one go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from standoff import __version__
from standoff.baseline.choice import Choice, Progress, choose, fit_chosen
from standoff.baseline.contest import MODEL, TARGET_NAME, Contest, in_cross_validation, on_test_rows
from standoff.baseline.groups import groups_of
from standoff.baseline.insight import CurvePoint, Telling, learning_curve, telling_words
from standoff.baseline.model import StanceModel
from standoff.baseline.rows import StanceData, label_counts
from standoff.baseline.unseen import UnseenTargets

FEW_ARTICLES = 10
FEW_ROWS = 20

_ABOUT_GIVEN = (
    "The words of each stance, its target and its holder are given as annotators marked them: the figures say nothing "
    "of how well stances are found."
)


@dataclass(frozen=True)
class Training:
    """A trained baseline with everything that is known about how good it is.

    Parameters
    ----------
    cross_validation
        On the development rows, each predicted by a model trained without its article and its near-duplicates.
    test
        On the test rows, by the model itself; None where there are none.
    curve
        How the cross-validation scores grow with the training rows.
    telling
        The words that move the model most.
    cautions
        Sentences that say what the figures are not worth.
    """

    data: StanceData
    model: StanceModel
    choice: Choice
    cross_validation: Contest
    test: Contest | None
    curve: tuple[CurvePoint, ...]
    telling: tuple[Telling, ...]
    cautions: tuple[str, ...]


def train(data: StanceData, progress: Progress | None = None, *, whole_targets: bool = False) -> Training:
    """Choose a configuration by cross-validation, fit it to all development rows, and measure it on the test rows.

    Parameters
    ----------
    progress
        Called with how many configurations were tried, and how many there are.
    whole_targets
        Whether no target is on both sides of a fold of cross-validation either.

    Raises
    ------
    InputError
        If there are too few rows of a class to learn it and test it on different articles.
    """
    import sklearn
    from threadpoolctl import threadpool_limits

    # More threads make nothing faster here, and might add up numbers in another order.
    with threadpool_limits(1):
        choice = choose(data, progress, whole_targets=whole_targets)
        about = {
            "standoff": __version__,
            "scikit-learn": sklearn.__version__,
            "data": data.name,
            "data_digest": data.digest,
            "scheme": data.scheme,
        }
        model = replace(fit_chosen(data, choice), about=about)
        cross_validation = in_cross_validation(data, choice)
        test = on_test_rows(data, model) if data.test else None
        curve = learning_curve(data, choice)
    telling = telling_words(model, data.development)
    cautions = _cautions(data, choice, cross_validation, test)
    return Training(data, model, choice, cross_validation, test, curve, telling, tuple(cautions))


def _cautions(data: StanceData, choice: Choice, cross_validation: Contest, test: Contest | None) -> list[str]:
    said = list(data.notes)
    counts = label_counts(data.development, data.classes)
    for label, count in counts.items():
        if count == 0:
            said.append(f"No training row has the class {label}: the model never predicts it.")
        elif count < FEW_ROWS:
            said.append(f"Only {count} training rows have the class {label}: its scores say little.")
    said.append(
        f"The cross-validation figures are those of the best of {len(choice.trials)} configurations on the same rows, "
        "and so slightly too good."
    )
    if all(row.span for row in data.development):
        said.append(_ABOUT_GIVEN)
    largest = Counter(choice.groups.tolist()).most_common(1)[0][1]
    if largest * 2 > len(data.development):
        said.append(
            f"{largest:,} of {len(data.development):,} training rows hang together by article, target or nearly the "
            "same words, and are one fold: the folds are uneven."
        )
    if TARGET_NAME in cross_validation.scores:
        said.append(_about_names(cross_validation))
    contests = {"in cross-validation": cross_validation}
    if choice.unseen is not None:
        said.append(_about_unseen(choice.unseen))
    if test is None:
        said.append("There is no test split: nothing was measured on rows that played no part in the choice.")
    else:
        contests["on the test split"] = test
        said += _test_cautions(data, test)
    for where, contest in contests.items():
        if contest.model.clusters < FEW_ARTICLES:
            said.append(
                f"The figures {where} rest on only {contest.model.clusters} independent articles ({contest.model.rows} "
                "rows): too few to tell models apart, and the intervals are too narrow."
            )
        said += [
            f"The model is not shown to be better than the dummy “{name}” {where}: the interval of the difference in "
            "macro F1 includes zero."
            for name, difference in contest.ahead.items()
            if difference.low <= 0
        ]
    return said


def _test_cautions(data: StanceData, test: Contest) -> list[str]:
    said = []
    groups = groups_of((*data.development, *data.test))
    trained = set(groups[: len(data.development)].tolist())
    leaked = sum(group in trained for group in groups[len(data.development) :].tolist())
    if leaked:
        said.append(
            f"{leaked} test rows share their article or nearly their text with training rows: scores are too good."
        )
    for label, found in test.model.per_class.items():
        if found.rows == 0:
            said.append(f"The test split has no row of the class {label}: macro F1 on it leaves that class out.")
        elif found.rows < FEW_ROWS:
            said.append(f"The test split has only {found.rows} rows of the class {label}.")
    return said


def _about_names(contest: Contest) -> str:
    names, majority, model = (
        100 * (contest.scores[name].macro_f1.value or 0.0) for name in (TARGET_NAME, "majority", MODEL)
    )
    return (
        f"The names of targets are a shortcut: who reads them and no text reaches macro F1 {names:.1f} in "
        f"cross-validation, where the majority class has {majority:.1f} and the model {model:.1f}."
    )


def _about_unseen(unseen: UnseenTargets) -> str:
    if unseen.better_than_majority and unseen.scores is not None:
        figure = unseen.scores.macro_f1.value or 0.0
        return (
            f"Of targets without training rows it knows less: macro F1 {100 * figure:.1f} with whole targets left out."
        )
    return (
        "Of targets without training rows it was not shown to know more than which class is the most frequent: it "
        "falls back to that class, and says so."
    )
