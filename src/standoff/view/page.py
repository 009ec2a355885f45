"""The page: one HTML file with its style, its script and its data, which needs nothing else and asks nobody."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from standoff import __version__
from standoff.errors import Finding, FindingsError, InputError, errors_in
from standoff.labels import RESAMPLES, Agreement, measure_agreement
from standoff.records import Article, LabelSet, check_label_set
from standoff.scheme import Scheme
from standoff.suggest import Suggestion
from standoff.view import statistics
from standoff.view.data import page_data
from standoff.view.layers import layers_by_article
from standoff.view.style import type_rules

_SCRIPTS = ("elements.js", "column.js", "article.js", "card.js", "reader.js")


def render_view(
    articles: Iterable[Article],
    label_sets: Iterable[LabelSet],
    scheme: Scheme,
    *,
    gold: Iterable[LabelSet] = (),
    suggestions: Mapping[str, Sequence[Suggestion]] | None = None,
    findings: Iterable[Finding] = (),
    resamples: int = RESAMPLES,
) -> str:
    """Return one self-contained HTML page that shows articles with their labels, and their statistics.

    Parameters
    ----------
    articles
        In the order in which they are listed.
    label_sets, gold
        Labels of these articles, of any number of annotators, and adjudicated ones.
    suggestions
        By article id.
    findings
        What the page says about articles and labels that were left out.
    resamples
        For the intervals of agreement, see `standoff.labels.estimate`.

    Raises
    ------
    InputError
        If there is no article.
    FindingsError
        If a label set breaks a rule of the scheme or is of another text than those of the articles.
    """
    articles, label_sets, gold = tuple(articles), tuple(label_sets), tuple(gold)
    if not articles:
        raise InputError("there is no article to show", hint="name files or folders of articles")
    _check((*label_sets, *gold), articles, scheme)
    layers = layers_by_article(label_sets, gold, suggestions)
    totals = statistics.totals(layers)
    sources = [total.source for total in totals]
    agreement = _agreement(label_sets, articles, scheme, resamples)
    unit, periods = statistics.periods(labels.created.date() for labels in label_sets)
    ticks = statistics.ticks(agreement)
    style = _asset("page.css") + type_rules(scheme)
    script = "\n".join(_asset(name) for name in _SCRIPTS)
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            version=__version__,
            scheme=scheme,
            sources=sources,
            data=page_data(articles, layers, sources, scheme),
            style=Markup(style),  # noqa: S704 - files of this package, and colours that were parsed
            style_hash=_csp_hash(style),
            script=Markup(script),  # noqa: S704
            script_hash=_csp_hash(script),
            coverage=statistics.coverage(len(articles), layers),
            totals=totals,
            type_counts=statistics.count_types(layers),
            value_counts=statistics.count_values(layers),
            agreement=agreement,
            ticks=ticks,
            unit=unit,
            periods=periods,
            findings=tuple(findings),
            type_class={name: f"t{index}" for index, name in enumerate(scheme.spans)},
            type_title={name: type_.title for name, type_ in scheme.spans.items()},
            relation_title={name: type_.title for name, type_ in scheme.relations.items()},
        )
    )


def _check(label_sets: Sequence[LabelSet], articles: Sequence[Article], scheme: Scheme) -> None:
    texts = {(article.id, article.sha256): article.text for article in articles}
    findings: list[Finding] = []
    for labels in label_sets:
        where = f"{labels.annotator}, article {labels.article_id}"
        text = texts.get((labels.article_id, labels.sha256))
        if text is None:
            findings.append(Finding("no-text", "the text that was labelled is not among the articles", where))
        else:
            found = errors_in(check_label_set(labels, scheme, text))
            findings += [replace(finding, path=where) for finding in found]
    if findings:
        raise FindingsError("labels that cannot be shown", findings, hint="run `standoff labels check`")


def _agreement(
    label_sets: Sequence[LabelSet], articles: Sequence[Article], scheme: Scheme, resamples: int
) -> Agreement | None:
    if len({labels.sha256 for labels in label_sets}) == len(label_sets):
        return None
    return measure_agreement(label_sets, scheme, articles, resamples=resamples)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("standoff.view", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = _percent
    environment.filters["place"] = _place
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _place(value: float, ticks: Sequence[float]) -> float:
    """Return where on an axis a value stands, as a share of its length."""
    return (value - ticks[0]) / (ticks[-1] - ticks[0])


def _asset(name: str) -> str:
    return resources.files("standoff.view").joinpath(name).read_text(encoding="utf-8")


def _csp_hash(content: str) -> str:
    """Return the name by which a Content-Security-Policy allows an inline script or style, and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
