"""Gold made of several annotators' labels, each label with who supports it, and what a person must decide."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from standoff.errors import InputError
from standoff.labels.alignment import Unit, align
from standoff.labels.ballots import about_attribute, ballots_to_learn_from, part_votes, presence_votes, relation_votes
from standoff.labels.passes import Passes, group_passes
from standoff.labels.policies import EXTENT, NO, PRESENCE, Answer, Judge, Question, Votes, make_judge
from standoff.labels.tables import NO_VALUE
from standoff.records import Adjudication, LabelSet, Origin, Relation, Span, Verdict, check_labels
from standoff.scheme import Scheme, SpanType

GOLD: Final = "gold"
"""The annotator's name of adjudicated label sets."""

ENDS: Final = "ends"

_LEAST_FIRST: Final[tuple[Origin, ...]] = ("machine", "imported", "human")


@dataclass(frozen=True, slots=True)
class Case:
    """A span or relation that is not in gold.

    Parameters
    ----------
    type
        The type of the span or relation.
    candidates
        By annotator, the id of the span, or the `Relation.key`, in that annotator's labels; without those who did not
        mark it.
    open
        What a person must decide: ``presence``, ``extent``, attributes such as ``attributes.kind``, or ``ends`` for a
        relation one of whose spans is open; empty where it was dropped.
    score
        How doubtful it is (0 … 1), where something measured that.
    why
        Why it is doubtful, in a sentence; empty where the candidates say it all.
    """

    type: str
    candidates: Mapping[str, str]
    open: tuple[str, ...] = ()
    score: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What adjudication made of one article.

    Parameters
    ----------
    gold
        What is decided.
    open
        What is not, in the order of the text, relations last.
    dropped
        What was decided against.
    passes
        The label sets that were adjudicated.
    """

    gold: LabelSet
    open: tuple[Case, ...]
    dropped: tuple[Case, ...]
    passes: Passes


@dataclass(frozen=True, slots=True)
class AdjudicationResult:
    """What adjudication made of all articles.

    Parameters
    ----------
    rulings
        One for each article that could be adjudicated, sorted by article id.
    left_out
        Label sets of articles that could not: only one annotator labelled them, or the preferred one did not.
    """

    policy: str
    rulings: tuple[Ruling, ...]
    left_out: tuple[LabelSet, ...]


def adjudicate(label_sets: Iterable[LabelSet], scheme: Scheme, policy: str, annotator: str = "") -> AdjudicationResult:
    """Make gold of several annotators' labels.

    Spans are aligned by overlap (`standoff.labels.alignment`). Whether a span is gold, where it begins and ends, and
    the value of each of its attributes are settled one by one, and so is each relation between gold spans by those who
    marked both of its ends. What is unanimous needs no policy. Where free text is a tie, because no two wordings are
    equal, the annotator's is taken whose label is closest to what was decided. A span or relation with any other tie is
    open: it is not gold until a person decides. The same label sets give the same gold.

    Parameters
    ----------
    policy
        ``majority``: what most say. ``union``: what anybody marked, at its widest. ``intersection``: what everybody
        marked, as far as all agree. ``prefer``: what `annotator` says, in the articles that they labelled.
        ``dawid-skene``: what is most likely, given how reliable each annotator turns out to be.

    Raises
    ------
    FindingsError
        If a label set breaks a rule or was made under another scheme or version.
    InputError
        If no text was labelled by two annotators (one of them `annotator`), there is no such policy, or an annotator is
        named for another than ``prefer`` or missing for it.
    """
    passes, alone = group_passes(label_sets, scheme)
    left_out = list(alone)
    if annotator and not any(annotator in each.by_annotator for each in passes):
        names = sorted({name for each in passes for name in each.by_annotator})
        message = f"{annotator!r} labelled no text that somebody else labelled too"
        raise InputError(message, hint=f"there are such labels by: {', '.join(names)}")
    if annotator:
        left_out += [
            labels for each in passes if annotator not in each.by_annotator for labels in each.by_annotator.values()
        ]
        passes = tuple(each for each in passes if annotator in each.by_annotator)
    units = [align({name: labels.spans for name, labels in each.by_annotator.items()}) for each in passes]
    ballots = (
        ballot
        for each, found in zip(passes, units, strict=True)
        for ballot in ballots_to_learn_from(each, found, scheme.spans)
    )
    judge = make_judge(policy, annotator, ballots)
    name = f"{policy} {annotator}".strip()
    return AdjudicationResult(
        policy=name,
        rulings=tuple(_rule(each, found, scheme, judge, name) for each, found in zip(passes, units, strict=True)),
        left_out=tuple(sorted(left_out, key=lambda labels: (labels.article_id, labels.annotator))),
    )


@dataclass
class _Docket:
    """What is decided of an article so far."""

    spans: dict[int, Span] = field(default_factory=dict)
    """Gold spans by the index of their unit; so are open and dropped ones."""
    open_spans: dict[int, Case] = field(default_factory=dict)
    dropped_spans: dict[int, Case] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    open_relations: list[Case] = field(default_factory=list)
    dropped_relations: list[Case] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Case, ...]:
        return (*_in_order(self.open_spans), *self.open_relations)

    @property
    def dropped(self) -> tuple[Case, ...]:
        return (*_in_order(self.dropped_spans), *self.dropped_relations)


def _in_order(cases: Mapping[int, Case]) -> list[Case]:
    return [case for _, case in sorted(cases.items())]


def _settle(judge: Judge, question: Question, votes: Votes) -> Answer:
    values = set(votes.values())
    return Answer(values.pop()) if len(values) == 1 else judge(question, votes)


def _rule(passes: Passes, units: Sequence[Unit], scheme: Scheme, judge: Judge, policy: str) -> Ruling:
    docket = _Docket()
    # Where two units come to one extent, it is that of the unit whose spans are all so.
    for index in sorted(range(len(units)), key=lambda index: _is_blurred(units[index])):
        _rule_on_span(docket, index, units[index], passes, scheme, judge)
    _rule_on_relations(docket, passes, units, judge)
    sources = list(passes.by_annotator.values())
    gold = LabelSet(
        article_id=passes.article_id,
        sha256=passes.sha256,
        scheme=scheme.name,
        scheme_version=scheme.version,
        annotator=GOLD,
        origin=min((labels.origin for labels in sources), key=_LEAST_FIRST.index),
        tool="standoff adjudicate",
        created=min(labels.created for labels in sources),
        updated=max(labels.updated for labels in sources),
        spans=tuple(docket.spans.values()),
        relations=tuple(docket.relations),
        adjudication=Adjudication(policy, tuple(passes.by_annotator), len(docket.open), docket.verdicts),
    )
    return Ruling(gold, docket.open, docket.dropped, passes)


def _is_blurred(unit: Unit) -> bool:
    return len({(span.start, span.end) for span in unit.spans.values()}) > 1


def _rule_on_span(docket: _Docket, index: int, unit: Unit, passes: Passes, scheme: Scheme, judge: Judge) -> None:
    candidates = {name: span.id for name, span in unit.spans.items()}
    presence = _settle(judge, Question(unit.type, PRESENCE), presence_votes(unit, passes))
    if presence.value == NO:
        docket.dropped_spans[index] = Case(unit.type, candidates)
        return
    type_ = scheme.spans[unit.type]
    votes = part_votes(unit, type_)
    answers = {about: _settle(judge, Question(unit.type, about), found) for about, found in votes.items()}
    answers = {PRESENCE: presence, **answers, **dict(_free_words(type_, votes, answers))}
    undecided = [about for about, answer in answers.items() if answer.value is None]
    span = None if undecided else _gold_span(type_, answers)
    if span is not None:
        # Two units can come to one extent, and values that were voted on one by one need not go together.
        if any(other.id == span.id for other in docket.spans.values()):
            undecided = [EXTENT]
        elif check_labels([span], (), scheme):
            undecided = [about_attribute(name) for name in type_.attributes]
    if span is None or undecided:
        docket.open_spans[index] = Case(unit.type, candidates, tuple(undecided))
        return
    docket.spans[index] = span
    how = {about: answer.how for about, answer in answers.items() if answer.how}
    docket.verdicts[span.id] = Verdict(tuple(unit.spans), how)


def _free_words(
    type_: SpanType, votes: Mapping[str, Votes], answers: Mapping[str, Answer]
) -> Iterator[tuple[str, Answer]]:
    """Yield answers to ties on free text, where no two wordings need be equal: whose label is closest to the rest."""
    agreeing = {
        name: sum(found[name] == answers[about].value for about, found in votes.items()) for name in votes[EXTENT]
    }
    closest = max(agreeing, key=agreeing.__getitem__)
    for name, attribute in type_.attributes.items():
        about = about_attribute(name)
        if attribute.kind == "text" and not attribute.pattern and answers[about].value is None:
            yield about, Answer(votes[about][closest], f"{closest}'s words")


def gold_id(type_: str, start: int, end: int) -> str:
    """Return the id of a gold span: as unique in a label set as type and extent are, and the same in every run."""
    return "g" + hashlib.sha256(f"{type_} {start} {end}".encode()).hexdigest()[:12]


def _gold_span(type_: SpanType, answers: Mapping[str, Answer]) -> Span:
    extent = answers[EXTENT].value
    assert isinstance(extent, tuple)  # noqa: S101 - for the type checker: votes on an extent are pairs
    start, end = extent
    values = {name: answers[about_attribute(name)].value for name in type_.attributes}
    return Span(
        id=gold_id(type_.name, start, end),
        type=type_.name,
        start=start,
        end=end,
        attributes={name: str(value) for name, value in values.items() if value != NO_VALUE},
    )


def _rule_on_relations(docket: _Docket, passes: Passes, units: Sequence[Unit], judge: Judge) -> None:
    for vote in relation_votes(passes, units):
        ends = {vote.from_unit, vote.to_unit}
        keys = {name: relation.key for name, relation in vote.candidates.items()}
        if ends & docket.open_spans.keys():
            docket.open_relations.append(Case(vote.type, keys, (ENDS,)))
            continue
        answer = _settle(judge, vote.question, vote.votes)
        if answer.value is None:
            docket.open_relations.append(Case(vote.type, keys, (PRESENCE,)))
        elif answer.value == NO or not ends <= docket.spans.keys():
            docket.dropped_relations.append(Case(vote.type, keys))
        else:
            relation = Relation(vote.type, docket.spans[vote.from_unit].id, docket.spans[vote.to_unit].id)
            docket.relations.append(relation)
            how = {PRESENCE: answer.how} if answer.how else {}
            docket.verdicts[relation.key] = Verdict(tuple(vote.candidates), how)
