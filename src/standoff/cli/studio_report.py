"""What ``standoff studio`` says of a push, a pull and a status, in words and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

import click

from standoff.cli.common import count, findings_json, print_json
from standoff.cli.studio_json import pull_json, push_json
from standoff.labels import PutResult
from standoff.labelstudio.incoming import Incoming
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.plan import Conflict, PullPlan, PushPlan
from standoff.labelstudio.push import PushResult
from standoff.labelstudio.quarantine import Quarantined
from standoff.records import Article, LabelSet, Span

_LISTED = 20
_LONGEST = 200
_SHOWN = 60


def show_push(
    plan: PushPlan, result: PushResult | None, address: str, *, outdated: Sequence[str] = (), as_json: bool
) -> None:
    """Show what a push did, or with no result what it would do.

    Parameters
    ----------
    outdated
        Versions of suggestions that it would replace.
    """
    if as_json:
        print_json({**push_json(plan, result), **({} if result else {"outdated_suggestions": outdated})})
        return
    will = result is None
    _list(plan.new, "to send" if will else "sent")
    _list(plan.changed, "changed: a new task for the new text" if will else "changed: sent as a new task")
    click.echo(
        f"{count(len(plan.to_send), 'article')} {'to send' if will else 'sent'}, "
        f"{count(plan.present, 'article')} on the server already"
    )
    for line in (*_interface_lines(plan, will=will), *(f"newer suggestions than {version}" for version in outdated)):
        click.echo(line)
    if result and result.predicted:
        click.echo(f"{count(result.predicted, 'task')} got newer suggestions")
    if result and result.withdrawn:
        click.echo(f"{count(result.withdrawn, 'task')} that had arrived twice taken back")
    if result and result.withheld:
        click.secho(
            f"warning: {count(result.withheld, 'article')} without suggestions: nobody has measured whether this "
            "server counts an emoji as one character or as two",
            err=True,
            fg="yellow",
        )
    if address:
        click.echo(f"Annotate at {address}")


def show_pull(plan: PullPlan, result: PutResult | None, articles: Iterable[Article] = (), *, as_json: bool) -> None:
    """Show what a pull did, or with no result what it would do.

    Parameters
    ----------
    articles
        Those at hand: the words of their labels are shown.
    """
    if as_json:
        print_json(pull_json(plan, result))
        return
    if not plan.annotations and not plan.deleted:
        click.echo("Nothing new on the server.")
    else:
        click.echo("\n".join(_pull_lines(plan, result)))
    for line in doubts(plan, articles):
        click.secho(line, err=True, fg="yellow")


@dataclass(frozen=True)
class Place:
    """The project that was looked at.

    Parameters
    ----------
    url
        Its address.
    version
        Of the server.
    unit
        What its editor counts offsets in; None where that is not proved.
    """

    url: str
    version: str
    unit: OffsetUnit | None


@dataclass(frozen=True)
class Differences:
    """What differs between here and the server.

    Parameters
    ----------
    edited
        Label sets that were changed here since they were pulled.
    outdated
        Versions of suggestions on the server that are older than the suggesters.
    quarantined
        What is in quarantine.
    drafts
        Tasks in which somebody began something and has not submitted it.
    place
        The project; None where there is none yet.
    """

    push: PushPlan
    pull: PullPlan
    edited: Sequence[LabelSet]
    outdated: Sequence[str] = ()
    quarantined: Sequence[Quarantined] = ()
    drafts: Sequence[int] = ()
    place: Place | None = None


def show_status(differences: Differences, *, as_json: bool) -> None:
    """Show what differs between here and the server."""
    if as_json:
        print_json(
            {
                "push": push_json(differences.push, None),
                "pull": pull_json(differences.pull, None),
                "edited": [{"article_id": one.article_id, "annotator": one.annotator} for one in differences.edited],
                "outdated_suggestions": differences.outdated,
                "in_quarantine": len(differences.quarantined),
                "quarantine": [
                    {
                        "article_id": item.article_id,
                        "annotator": item.annotator,
                        "task": item.task,
                        "annotation": item.annotation,
                        "reasons": findings_json(item.reasons),
                    }
                    for item in differences.quarantined
                ],
                "draft_tasks": differences.drafts,
                "project": asdict(differences.place) if differences.place else None,
            }
        )
        return
    if differences.place:
        click.echo(_described_place(differences.place))
    lines = list(_status_lines(differences))
    click.echo("\n".join(lines) if lines else "Everything here and on the server agrees.")


def _status_lines(differences: Differences) -> Iterator[str]:
    push, pull = differences.push, differences.pull
    push_lines = [
        *(f"new      {article.id}" for article in push.new),
        *(f"changed  {article.id}" for article in push.changed),
        *(f"newer suggestions than {version}" for version in differences.outdated),
        *_interface_lines(push, will=True),
    ]
    incoming = [*pull.take, *pull.quarantine, *pull.skipped]
    sections: tuple[tuple[str, list[str]], ...] = (
        ("To push (`standoff studio push`):", push_lines),
        ("To pull (`standoff studio pull`):", [f"{named(item)}{_verdict(item)}" for item in incoming]),
        (
            "Changed here and on the server (`standoff studio settle`):",
            [named(conflict.there) for conflict in pull.conflicts],
        ),
        (
            "Edited here since they were pulled:",
            [f"{labels.article_id} by {labels.annotator}" for labels in differences.edited],
        ),
        ("Deleted on the server, kept here:", [f"{entry.article_id} by {entry.annotator}" for entry in pull.deleted]),
        (
            "In quarantine (labels/quarantine):",
            [
                f"{item.article_id or f'task {item.task}'} by {item.annotator}: {item.reasons[0].message}"
                for item in differences.quarantined
            ],
        ),
    )
    for heading, lines in sections:
        if lines:
            yield heading
            yield from (f"  {line}" for line in lines[:_LONGEST])
        if len(lines) > _LONGEST:
            yield f"  … and {len(lines) - _LONGEST:,} more, which --json names"
    tasks = (
        ("with an older text of an article", push.stale),
        ("of no article at hand", push.unknown),
        ("that are there twice", push.doubled),
        ("begun in Label Studio and not submitted", differences.drafts),
    )
    for what, ids in tasks:
        if ids:
            yield f"Tasks {what}: {', '.join(map(str, ids[:_LISTED]))}{' …' if len(ids) > _LISTED else ''}"


def _described_place(place: Place) -> str:
    counts = {
        "code-point": "whose editor was measured to count an emoji as one character",
        "utf-16": "whose editor was measured to count an emoji as two",
        None: "of whose editor nobody has measured whether it counts an emoji as one character or as two",
    }
    return f"Label Studio {place.version} at {place.url}, {counts[place.unit]}"


def _interface_lines(plan: PushPlan, *, will: bool) -> Iterator[str]:
    if plan.changes_interface:
        yield "annotators will get another interface" if will else "annotators have another interface now"
    if plan.lost:
        yield f"  without {', '.join(plan.lost)}{' (only with --force)' if will else ''}"
    if plan.rescheme:
        will_be = "will be" if will else "are from now on"
        yield f"{count(len(plan.rescheme), 'task')} {will_be} labelled under another version of the scheme"


def _pull_lines(plan: PullPlan, result: PutResult | None) -> Iterator[str]:
    yield f"{count(plan.annotations, 'annotation')} read"
    if result is None:
        yield f"  {len(plan.take)} would be taken"
    else:
        yield f"  {result.added} new and {result.changed} changed label sets written"
    parts = (
        (len(plan.unchanged) + (result.unchanged if result else 0), "unchanged"),
        (len(plan.kept), "changed here alone, and kept as they are here"),
        (len(plan.skipped), "skipped by the annotator"),
        (len(plan.quarantine), "in quarantine as a whole"),
        (
            len(plan.partly),
            f"with some of their results in quarantine ({sum(i.rejected for i in plan.partly)} results)",
        ),
        (len(plan.noted), f"read otherwise than drawn ({_kinds(plan)})"),
        (len(plan.settled_here), "settled: the version here stays"),
        (len(plan.conflicts), "changed here and on the server: settle them with `standoff studio settle`"),
        (len(plan.deleted), "deleted on the server, kept here"),
    )
    yield from (f"  {number} {what}" for number, what in parts if number)
    waiting = sum(conflict.there.results - conflict.there.rejected for conflict in plan.conflicts)
    before = sum(item.results for item in plan.kept if item.labels is None)
    became = (
        (plan.results - plan.rejected - waiting - before, "in label sets"),
        (before, "pulled before, under an earlier scheme or text"),
        (plan.rejected, "in quarantine"),
        (waiting, "to be settled"),
    )
    yield f"{count(plan.results, 'result')}: {', '.join(f'{number} {what}' for number, what in became if number) or 0}"


def _kinds(plan: PullPlan) -> str:
    kinds = Counter(note.code for item in plan.noted for note in item.notes)
    return ", ".join(f"{number} {code}" for code, number in sorted(kinds.items()))


def doubts(plan: PullPlan, articles: Iterable[Article] = ()) -> Iterator[str]:
    """Yield what is doubtful about annotations that came in, a line each."""
    texts = {article.sha256: article.text for article in articles} if plan.conflicts else {}
    for item in (*plan.quarantine, *plan.partly):
        for reason in item.reasons:
            yield f"{named(item)}: {reason}"
    for item in plan.noted:
        for note in item.notes:
            yield f"{named(item)}: {note}"
    for conflict in plan.conflicts:
        yield f"{named(conflict.there)}: changed here and on the server"
        yield from _difference(conflict, texts.get(conflict.here.sha256, ""))


def _difference(conflict: Conflict, text: str) -> Iterator[str]:
    """Yield the spans and relations that only one of the two versions has."""
    here, there = conflict.here, conflict.there.labels
    assert there is not None  # noqa: S101 - what does not fit is no conflict
    mine, theirs = _described(here, text), _described(there, text)
    yield from (f"  only here:          {line}" for line in mine if line not in theirs)
    yield from (f"  only on the server: {line}" for line in theirs if line not in mine)


def _described(labels: LabelSet, text: str) -> list[str]:
    spans = {span.id: f"{span.type} {span.start}-{span.end}{_quoted(span, text)}" for span in labels.spans}
    attributes = [", ".join(f"{name}={value}" for name, value in sorted(s.attributes.items())) for s in labels.spans]
    return [
        *(f"{spans[span.id]} {text}".rstrip() for span, text in zip(labels.spans, attributes, strict=True)),
        *(f"{spans[link.from_id]} {link.type} {spans[link.to_id]}" for link in labels.relations),
    ]


def _quoted(span: Span, text: str) -> str:
    words = " ".join(span.surface(text).split()) if span.end <= len(text) else ""
    return f" “{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}”" if words else ""


def named(item: Incoming) -> str:
    """Return which article an annotation is of, and whose it is."""
    return f"{item.article_id or f'task {item.task}'} by {item.person}"


def _verdict(item: Incoming) -> str:
    return {"fits": "", "quarantine": " (does not fit)", "skipped": " (skipped)"}[item.verdict]


def _list(articles: Sequence[Article], what: str) -> None:
    for article in articles[:_LISTED]:
        click.echo(f"  {article.id}  {what}")
    if len(articles) > _LISTED:
        click.echo(f"  … and {len(articles) - _LISTED} more {what}")
