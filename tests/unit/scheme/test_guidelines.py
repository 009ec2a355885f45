from __future__ import annotations

from pathlib import Path

from standoff.scheme import load_scheme, read_scheme, render_guidelines

ROOT = Path(__file__).parents[3]


def test_the_committed_guidelines_are_those_of_the_built_in_scheme() -> None:
    committed = (ROOT / "labels" / "guidelines.md").read_text(encoding="utf-8")
    assert committed == render_guidelines(load_scheme()), "run: standoff scheme guidelines -o labels/guidelines.md"


def test_guidelines_say_all_that_the_scheme_says() -> None:
    scheme = load_scheme()
    text = render_guidelines(scheme)
    for span in scheme.spans.values():
        assert f"## {span.title} (hotkey `{span.hotkey}`)" in text
        for part in (span.definition, span.extent, *(example.note for example in span.examples)):
            assert part in text
        for attribute in span.attributes.values():
            assert f"(`{attribute.name}`, {'required' if attribute.required else 'optional'})" in text
            assert all(f"`{value}`" in text for value in attribute.values)
    for decision in scheme.decisions:
        assert all(f"| {when} | {then} |" in text for when, then in decision.rows)


def test_a_bare_scheme_renders_without_empty_sections() -> None:
    text = render_guidelines(
        read_scheme(
            "name: mine\nversion: 1\ntitle: T\nspans: {a: {definition: D., attributes: {b: {values: {c: d|e}}}}}\n"
            "decisions: [{title: Which one, rows: [{when: x|y, then: z}]}]"
        )
    )
    assert "**Where it begins and ends.**" not in text
    assert "**Label it:**" not in text
    assert "    - `c`: d|e" in text
    assert "| x\\|y | z |" in text
