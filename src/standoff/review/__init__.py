"""What a person should look at next: labels that are likely wrong, and articles worth labelling."""

from standoff.review.cases import MODELS, context, to_cases
from standoff.review.doubts import Doubt, find_doubts

__all__ = ["MODELS", "Doubt", "context", "find_doubts", "to_cases"]
