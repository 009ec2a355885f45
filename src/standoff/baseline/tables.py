"""Scores in words and tables: for the terminal, the model card and the report."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.baseline.choice import Choice
from standoff.baseline.contest import MODEL, Contest
from standoff.baseline.rows import label_counts
from standoff.baseline.scores import Score, Scores
from standoff.baseline.training import Training


def percent(score: Score) -> str:
    """Return a figure in per cent with its interval, such as ``69.4 (66.5–72.1)``; a dash where it is not defined."""
    if score.value is None:
        return "–"
    text = _signed(score.value)
    if score.low is None or score.high is None:
        return text
    return f"{text} ({_signed(score.low)}{'–' if score.low >= 0 else ' to '}{_signed(score.high)})"


def _signed(share: float) -> str:
    """Write a share in per cent, with a minus sign that is no dash, and none before a zero."""
    return f"{100 * share:z.1f}".replace("-", "−")


def contest_table(contest: Contest) -> list[list[str]]:
    """Return a header and one line a contestant: macro F1, F_avg, accuracy, and how far the model is ahead."""
    lines = [["", "macro F1", "F_avg", "accuracy", "model ahead by"]]
    for name, scores in contest.scores.items():
        ahead = contest.ahead.get(name)
        gap = "" if ahead is None else f"{percent(Score(ahead.value, ahead.low, ahead.high))} p={ahead.p:.3g}"
        lines.append([name, percent(scores.macro_f1), percent(scores.f_avg), percent(scores.accuracy), gap])
    return lines


def class_table(scores: Scores) -> list[list[str]]:
    """Return a header and one line a class: how many rows, F1, precision and recall."""
    lines = [["class", "rows", "predicted", "F1", "precision", "recall"]]
    for label, found in scores.per_class.items():
        ratios = (percent(Score(ratio)) for ratio in (found.precision, found.recall))
        lines.append([label, f"{found.rows:,}", f"{found.predicted:,}", percent(found.f1), *ratios])
    return lines


def part_table(contest: Contest) -> list[list[str]]:
    """Return a header and one line for each kind of rows: what the model and the best dummy reach on them."""
    lines = [["rows of", "rows", "macro F1", "F_avg", "accuracy", "best dummy’s macro F1"]]
    for part, scores in contest.parts.items():
        model, others = scores[MODEL], [found.macro_f1 for name, found in scores.items() if name != MODEL]
        best = max(others, key=lambda figure: figure.value or 0.0)
        figures = (percent(figure) for figure in (model.macro_f1, model.f_avg, model.accuracy, best))
        lines.append([part, f"{model.rows:,}", *figures])
    return lines


def unseen_table(choice: Choice) -> list[list[str]]:
    """Return a header and how the chosen configuration fares on targets that are left out of training as a whole."""
    found = choice.unseen
    if found is None:
        return []
    header = ["rows", "macro F1", "F_avg", "accuracy", "ahead of the majority class by", "so such a target gets"]
    outcome = "what the classifier says" if found.better_than_majority else "the most frequent class"
    if found.scores is None or found.ahead is None:
        return [header, ["–", "–", "–", "–", "–", outcome]]
    scores, ahead = found.scores, found.ahead
    figures = (percent(figure) for figure in (scores.macro_f1, scores.f_avg, scores.accuracy))
    return [header, [f"{scores.rows:,}", *figures, percent(Score(ahead.value, ahead.low, ahead.high)), outcome]]


def headline(training: Training) -> str:
    """Say in a line how good the model is, on test rows if there are any."""
    contest, where = training.test, "On the test rows"
    if contest is None:
        contest, where = training.cross_validation, "In cross-validation"
    name, best = max(
        ((name, scores.macro_f1) for name, scores in contest.scores.items() if name != MODEL),
        key=lambda pair: pair[1].value or 0.0,
    )
    return (
        f"{where}: macro F1 {percent(contest.model.macro_f1)}, F_avg {percent(contest.model.f_avg)}; the best dummy "
        f"({name}) has macro F1 {percent(best)}."
    )


def trial_table(choice: Choice) -> list[list[str]]:
    """Return a header and one line for each configuration that was tried, with how far the chosen one is ahead."""
    lines = [["configuration", "macro F1", "F_avg", "chosen is ahead by"]]
    for trial, gap in zip(choice.trials, choice.ahead, strict=True):
        shown = "chosen" if trial is choice.chosen else f"{percent(Score(gap.value, gap.low, gap.high))} p={gap.p:.3g}"
        lines.append([trial.configuration.name, percent(trial.scores.macro_f1), percent(trial.scores.f_avg), shown])
    return lines


def count_table(training: Training) -> list[list[str]]:
    """Return a header and the numbers of articles, rows and labels to develop on and to test on."""
    data = training.data
    table = [["", "articles", "rows", *data.classes]]
    for name, rows in (("training and validation", data.development), ("test", data.test)):
        articles = len({row.article for row in rows if row.article})
        counts = label_counts(rows, data.classes).values()
        table.append([name, f"{articles:,}" if articles else "–", f"{len(rows):,}", *(f"{n:,}" for n in counts)])
    return table


def reliability_line(contest: Contest) -> str:
    """Say how far the model's probabilities are right."""
    found = contest.reliability
    return (
        f"Calibration error of the model’s probabilities (ECE, 10 bins): {100 * found.error:.1f}; if all were right, "
        f"chance alone would make it {100 * found.error_of_chance:.1f}."
    )


def as_text(table: Sequence[Sequence[str]]) -> str:
    """Lay a table out in columns of equal width."""
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in table)
    return "\n".join(line.rstrip() for line in lines)


def as_markdown(table: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown, its first line as the header."""
    header, *lines = [[cell.replace("|", "\\|") for cell in line] for line in table]
    ruled = [header, ["---"] * len(header), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in ruled)
