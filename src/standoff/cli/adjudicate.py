"""``standoff adjudicate``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from standoff.cli.common import count, dry_run_option, json_option, labels_option, print_json, scheme_option
from standoff.labels import POLICIES, Case, GoldPlan, LabelStore, adjudicate, plan_gold, update_queue
from standoff.records import LabelSet
from standoff.scheme import Scheme


@click.command()
@click.argument("policy", type=click.Choice(POLICIES))
@click.argument("annotator", default="", required=False)
@labels_option
@click.option(
    "--only", multiple=True, metavar="NAME", help="Adjudicate only the labels of this annotator and others named so."
)
@click.option("--replace", is_flag=True, help="Also replace gold that was decided case by case.")
@dry_run_option
@scheme_option
@json_option
def command(
    policy: str,
    annotator: str,
    root: Path,
    only: tuple[str, ...],
    scheme: Scheme,
    *,
    replace: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make gold of several annotators' labels of the same articles.

    \b
    majority          what most of them say
    union             what any of them marked, at its widest extent; attributes by majority
    intersection      what all of them marked, as far as all extents reach; attributes by majority
    prefer ANNOTATOR  what that annotator says
    dawid-skene       what is most likely, given how reliable each turns out to be

    Gold goes into gold.jsonl in the label store, each span and relation with who supports it and how it was decided.
    What stays open, such as a tie, goes into queue.jsonl with everybody's candidates. Articles that only one annotator
    labelled are left out.
    """
    if (policy == "prefer") != bool(annotator):
        raise click.UsageError("`prefer` needs an annotator, and no other policy takes one")
    store = LabelStore(root)
    label_sets = [labels for name in only or store.annotators() for labels in store.read(name)]
    result = adjudicate(label_sets, scheme, policy, annotator)
    plan = plan_gold(result.rulings, store.read_gold(), replace_decided=replace)
    if not dry_run:
        store.put_gold(ruling.gold for ruling in plan.rulings)
        update_queue(store.queue_path, plan)
    if as_json:
        articles = [
            {
                "article_id": ruling.gold.article_id,
                "spans": len(ruling.gold.spans),
                "relations": len(ruling.gold.relations),
                "open": [asdict(case) for case in ruling.open],
                "dropped": [asdict(case) for case in ruling.dropped],
            }
            for ruling in plan.rulings
        ]
        left_out = [{"article_id": labels.article_id, "annotator": labels.annotator} for labels in result.left_out]
        report = {"policy": result.policy, "dry_run": dry_run, **asdict(plan.result)}
        print_json({**report, "kept": plan.kept, "articles": articles, "left_out": left_out})
    else:
        _show(result.policy, plan, result.left_out, store, dry_run=dry_run)


def _show(policy: str, plan: GoldPlan, left_out: Iterable[LabelSet], store: LabelStore, *, dry_run: bool) -> None:
    golds = [ruling.gold for ruling in plan.rulings]
    click.echo(f"{policy}: {count(len(golds), 'article')}")
    spans = count(sum(len(gold.spans) for gold in golds), "span")
    click.echo(f"  gold     {spans}, {count(sum(len(gold.relations) for gold in golds), 'relation')}")
    click.echo(f"  open     {_by_type(case for ruling in plan.rulings for case in ruling.open)}")
    click.echo(f"  dropped  {_by_type(case for ruling in plan.rulings for case in ruling.dropped)}")
    would = "would be " if dry_run else ""
    changes = plan.result
    click.echo(
        f"{store.gold_path}: {changes.added} {would}added, {changes.changed} changed, {changes.unchanged} unchanged"
    )
    waiting = sum(bool(ruling.open) for ruling in plan.rulings)
    if waiting:
        click.echo(f"{store.queue_path}: {count(waiting, 'article')} {would}waiting for a decision")
    if plan.kept:
        click.echo(f"decided case by case, kept: {', '.join(plan.kept)}")
    alone = sorted({labels.article_id for labels in left_out})
    if alone:
        click.echo(f"left out, without a second or the preferred annotator: {', '.join(alone)}")


def _by_type(cases: Iterable[Case]) -> str:
    counts = Counter(case.type for case in cases)
    return ", ".join(f"{number} {type_}" for type_, number in sorted(counts.items())) or "nothing"
