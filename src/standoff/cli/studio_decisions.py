"""What ``standoff studio adjudicate`` says, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import click

from standoff.cli.common import count, findings_json, print_json, show_findings
from standoff.cli.studio_json import pull_json, push_json
from standoff.cli.studio_report import doubts, named
from standoff.errors import Finding
from standoff.labels import PutResult
from standoff.labelstudio.asking import AskResult
from standoff.labelstudio.plan import PullPlan, PushPlan
from standoff.records import Article

_LISTED = 20


@dataclass(frozen=True)
class Waiting:
    """What waits for a decision.

    Parameters
    ----------
    push
        What a push of the queue would do.
    undecided
        Ids of the articles on the server that nobody has decided.
    pull
        What a pull would do.
    """

    push: PushPlan
    undecided: Sequence[str]
    pull: PullPlan


def show_asked(
    plan: PushPlan,
    result: AskResult | None,
    asked: Mapping[str, int],
    server: str,
    faults: Sequence[Finding],
    *,
    as_json: bool,
) -> None:
    """Show what a push of a queue did, or with no result what it would do.

    Parameters
    ----------
    asked
        How many things are asked about each article, by id.
    server
        The address of the project.
    """
    pushed = result.push if result else None
    if as_json:
        done = {"decided": result.decided, "tab": result.tab} if result else {}
        print_json({**push_json(plan, pushed), **done, "to_decide": dict(asked), "findings": findings_json(faults)})
        return
    show_findings(faults)
    if not asked:
        click.echo("Nothing in the queue waits for a decision.")
        return
    will = result is None
    for article in plan.to_send[:_LISTED]:
        click.echo(f"  {article.id}  {asked[article.id]} to decide")
    if len(plan.to_send) > _LISTED:
        click.echo(f"  … and {len(plan.to_send) - _LISTED} more")
    click.echo(
        f"{count(len(plan.to_send), 'article')} {'to send' if will else 'sent'}, "
        f"{count(plan.present, 'article')} on the server already"
    )
    if pushed and pushed.predicted:
        click.echo(f"{count(pushed.predicted, 'task')} brought up to date")
    if pushed and pushed.withdrawn:
        click.echo(f"{count(pushed.withdrawn, 'task')} that had arrived twice taken back")
    if pushed and pushed.withheld:
        click.echo(f"{count(pushed.withheld, 'article')} held back: what the server counts offsets in is not known")
    if result and result.decided:
        click.echo(f"decided there already: {', '.join(result.decided[:_LISTED])}")
        click.echo("  `standoff studio adjudicate pull` brings it here; to decide anew, delete it in Label Studio")
    if result:
        click.echo(f"Decide at {server}/data?tab={result.tab}")


def show_decided(
    plan: PullPlan, result: PutResult | None, queue: str, articles: Iterable[Article], *, as_json: bool
) -> None:
    """Show what a pull of decisions did, or with no result what it would do."""
    if as_json:
        print_json(pull_json(plan, result))
        return
    if plan.annotations or plan.deleted:
        click.echo("\n".join([f"{count(plan.annotations, 'decision')} read", *_decided_lines(plan, result)]))
    else:
        click.echo("Nothing new on the server.")
    click.echo(queue)
    for line in doubts(plan, articles):
        click.secho(line, err=True, fg="yellow")


def show_waiting(waiting: Waiting, faults: Sequence[Finding], *, as_json: bool) -> None:
    """Show what waits for a decision, here and on the server."""
    if as_json:
        print_json(
            {
                "push": push_json(waiting.push, None),
                "undecided": list(waiting.undecided),
                "pull": pull_json(waiting.pull, None),
                "findings": findings_json(faults),
            }
        )
        return
    show_findings(faults)
    lines = list(_waiting_lines(waiting))
    click.echo("\n".join(lines) if lines else "Nothing waits for a decision.")


def _decided_lines(plan: PullPlan, result: PutResult | None) -> Iterator[str]:
    became = "would become gold" if result is None else "became gold"
    parts = (
        (len(plan.take), became),
        (len(plan.unchanged), "unchanged"),
        (len(plan.kept), "leave the gold here as it is"),
        (len(plan.skipped), "skipped"),
        (len(plan.quarantine), "in quarantine as a whole"),
        (len(plan.partly), "with some of their results in quarantine"),
        (len(plan.conflicts), "against gold that somebody else decided, or that was edited here: --replace takes them"),
        (len(plan.deleted), "deleted on the server, kept here"),
    )
    yield from (f"  {number} {what}" for number, what in parts if number)


def _waiting_lines(waiting: Waiting) -> Iterator[str]:
    if waiting.push.to_send:
        yield "To push (`standoff studio adjudicate push`):"
        yield from (f"  {article.id}" for article in waiting.push.to_send)
    if waiting.undecided:
        yield "To decide on the server:"
        yield from (f"  {article_id}" for article_id in waiting.undecided)
    incoming = (*waiting.pull.take, *waiting.pull.quarantine, *waiting.pull.skipped)
    if incoming:
        yield "To pull (`standoff studio adjudicate pull`):"
        yield from (f"  {named(item)}{'' if item.labels else ' (does not fit, or skipped)'}" for item in incoming)
    if waiting.pull.conflicts:
        yield "Against gold that somebody else decided, or that was edited here (`pull --replace`):"
        yield from (f"  {named(conflict.there)}" for conflict in waiting.pull.conflicts)
