"""The label scheme, from which the interface, the features, the checks and the guidelines are derived."""

from standoff.scheme.guidelines import render_guidelines
from standoff.scheme.located import read_yaml
from standoff.scheme.migrations import STEPS, Migration, Step
from standoff.scheme.model import Attribute, Decision, Example, RelationType, Scheme, SpanType, StanceRole
from standoff.scheme.reader import DEFAULT_SCHEME, builtin_schemes, load_scheme, read_scheme

__all__ = [
    "DEFAULT_SCHEME",
    "STEPS",
    "Attribute",
    "Decision",
    "Example",
    "Migration",
    "RelationType",
    "Scheme",
    "SpanType",
    "StanceRole",
    "Step",
    "builtin_schemes",
    "load_scheme",
    "read_scheme",
    "read_yaml",
    "render_guidelines",
]
