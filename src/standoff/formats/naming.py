"""Names of other tools, which may be written otherwise than those of the scheme: other case, hyphens, spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from standoff.errors import Finding
from standoff.formats.drafts import Draft, Link, Mention, lost
from standoff.scheme import Scheme


def own_name(name: str, known: Iterable[str]) -> str:
    """Return the name among `known` that a name stands for: itself, or the only one that differs in writing alone.

    A name that stands for none is returned as it is.

    >>> own_name("Works-for", ["works_for", "knows"]), own_name("LOC", ["location"])
    ('works_for', 'LOC')
    """
    known = list(known)
    if name in known:
        return name
    found = [own for own in known if _plain(own) == _plain(name)]
    return found[0] if len(found) == 1 else name


def in_own_names(draft: Draft, scheme: Scheme) -> tuple[Draft, list[Finding]]:
    """Return a draft in the names of the scheme, and a warning for every span and relation with another."""
    findings: list[Finding] = []

    def mention(item: Mention) -> Mention:
        type_ = own_name(item.type, scheme.spans)
        attributes = item.attributes
        if type_ in scheme.spans:
            attributes = _renamed(attributes, scheme.spans[type_].attributes)
        for old, new in ((item.type, type_), *zip(item.attributes, attributes, strict=True)):
            if old != new:
                findings.append(lost("name", f"{old!r} is taken for {new!r}", item.line, item.at))
        if (type_, attributes) == (item.type, item.attributes):
            return item
        return replace(item, type=type_, attributes=attributes)

    def link(item: Link) -> Link:
        type_ = own_name(item.type, scheme.relations)
        if type_ == item.type:
            return item
        findings.append(lost("name", f"{item.type!r} is taken for {type_!r}", item.line, item.at))
        return replace(item, type=type_)

    mentions, links = [mention(item) for item in draft.mentions], [link(item) for item in draft.links]
    return replace(draft, mentions=mentions, links=links), findings


def _renamed(attributes: Mapping[str, str], known: Iterable[str]) -> Mapping[str, str]:
    """Return attributes under own names; where two come to one name, both stay as they are."""
    known = list(known)
    names = [own_name(name, known) for name in attributes]
    if len(set(names)) < len(names):
        return attributes
    return dict(zip(names, attributes.values(), strict=True))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name).strip("_").casefold()
