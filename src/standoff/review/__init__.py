"""What a person should look at next: labels that are likely wrong, and articles worth labelling."""

from standoff.review.cases import MODELS, context, to_cases
from standoff.review.doubts import Doubt, find_doubts
from standoff.review.worth import LEARNERS, Worth, rank_articles

__all__ = ["LEARNERS", "MODELS", "Doubt", "Worth", "context", "find_doubts", "rank_articles", "to_cases"]
