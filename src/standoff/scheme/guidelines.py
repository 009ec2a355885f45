"""The annotators' guidelines, written from the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable

from standoff.scheme.model import Example, RelationType, Scheme, SpanType

_MARK = re.compile(r"\[([^\[\]]+)\]")


def render_guidelines(scheme: Scheme) -> str:
    """Return the guidelines of `scheme` as Markdown: definitions, extents, examples, attributes, decision tables."""
    lines = [
        f"# Guidelines: {scheme.title}",
        "",
        f"Scheme `{scheme.name}`, version {scheme.version}.",
        "This file is generated from the scheme by `standoff scheme guidelines`; change the scheme, not this file.",
        "",
    ]
    if scheme.description:
        lines += [scheme.description, ""]
    for span in scheme.spans.values():
        lines += _span_section(span, scheme.relations.values())
    for decision in scheme.decisions:
        lines += [f"## {decision.title}", "", "| when the text says that somebody … | then |", "|---|---|"]
        lines += [f"| {_cell(when)} | {_cell(then)} |" for when, then in decision.rows] + [""]
    return "\n".join(lines).rstrip() + "\n"


def _span_section(span: SpanType, relations: Iterable[RelationType]) -> list[str]:
    hotkey = f" (hotkey `{span.hotkey}`)" if span.hotkey else ""
    lines = [f"## {span.title}{hotkey}", "", f"**What it is.** {span.definition}", ""]
    if span.extent:
        lines += [f"**Where it begins and ends.** {span.extent}", ""]
    for heading, examples in (("Label it", span.examples), ("Do not label it", span.counterexamples)):
        if examples:
            lines += [f"**{heading}:**", "", *(_example(example) for example in examples), ""]
    for attribute in span.attributes.values():
        need = "required" if attribute.required else "optional"
        lines.append(
            f"- **{attribute.title}** (`{attribute.name}`, {need}){': ' + attribute.hint if attribute.hint else ''}"
        )
        lines += [f"    - `{value}`{': ' + text if text else ''}" for value, text in attribute.values.items()]
    own = [relation for relation in relations if span.name in relation.from_types]
    lines += [
        f"- **Relation {relation.title}** (`{relation.name}`) to {' or '.join(relation.to_types)}"
        f"{': ' + relation.definition if relation.definition else ''}"
        for relation in own
    ]
    return [*lines, ""]


def _example(example: Example) -> str:
    text = _MARK.sub(r"**[\1]**", example.text)
    return f"- {text}{' — ' + example.note if example.note else ''}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
