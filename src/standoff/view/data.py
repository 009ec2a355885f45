"""What the page's script is given: articles and their layers, with all that needs thought worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from standoff.records import Article
from standoff.scheme import Scheme
from standoff.view.compare import compare
from standoff.view.layers import Layer, Source
from standoff.view.pieces import cut, lanes


def page_data(
    articles: Iterable[Article], layers: Mapping[str, Sequence[Layer]], sources: Sequence[Source], scheme: Scheme
) -> dict[str, Any]:
    """Return everything that the script shows, as a JSON object.

    Numbers stand for what is in a list: span types and relation types in the scheme, sources in `sources`, spans and
    relations in their layer.
    """
    return {
        "types": [
            {"title": type_.title, "attributes": {each.name: each.title for each in type_.attributes.values()}}
            for type_ in scheme.spans.values()
        ],
        "relations": [relation.title for relation in scheme.relations.values()],
        "sources": [source.title for source in sources],
        "articles": [
            {
                **_head(article),
                "layers": [_layer(article, layer, sources, scheme) for layer in layers.get(article.id, ())],
                "comparisons": [
                    _comparison(one, other, sources) for one, other in combinations(layers.get(article.id, ()), 2)
                ],
            }
            for article in articles
        ],
    }


def _head(article: Article) -> dict[str, str]:
    return {
        "id": article.id,
        "date": article.dct.isoformat(),
        "title": article.title,
        "source": article.source,
        "origin": article.origin,
        # Any other address, such as a javascript: one, is no link.
        "url": article.url if article.url.startswith(("https://", "http://")) else "",
        "text": article.text,
    }


def _layer(article: Article, layer: Layer, sources: Sequence[Source], scheme: Scheme) -> dict[str, Any]:
    types, relation_types = list(scheme.spans), list(scheme.relations)
    place = {span.id: index for index, span in enumerate(layer.spans)}
    return {
        "source": sources.index(layer.source),
        "about": layer.about,
        "spans": [
            {
                "type": types.index(span.type),
                "start": span.start,
                "end": span.end,
                "lane": lane,
                "attributes": dict(span.attributes),
                "notes": dict(layer.notes.get(span.id, {})),
            }
            for span, lane in zip(layer.spans, lanes(layer.spans), strict=True)
        ],
        "relations": [
            [relation_types.index(relation.type), place[relation.from_id], place[relation.to_id]]
            for relation in layer.relations
        ],
        # Browsers count UTF-16 code units.
        "pieces": [[len(piece.text.encode("utf-16-le")) // 2, piece.spans] for piece in cut(article.text, layer.spans)],
    }


def _comparison(one: Layer, other: Layer, sources: Sequence[Source]) -> dict[str, Any]:
    found = compare(one, other)
    return {
        "sources": [sources.index(one.source), sources.index(other.source)],
        "spans": [[pair.one, pair.other, pair.other_extent, pair.attributes] for pair in found.spans],
        "relations": found.relations,
    }
