"""What a person should look at next: labels that are likely wrong, and articles worth labelling."""

from standoff.review.cases import MODELS, context, to_cases
from standoff.review.doubts import Doubt, find_doubts
from standoff.review.worth import WEIGHTS, Weights, Worth, rank_articles

__all__ = ["MODELS", "WEIGHTS", "Doubt", "Weights", "Worth", "context", "find_doubts", "rank_articles", "to_cases"]
