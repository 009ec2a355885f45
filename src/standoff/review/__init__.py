"""What a person should look at next: articles worth labelling, and labels that are likely wrong."""

from standoff.review.doubts import Doubt, find_doubts

__all__ = ["Doubt", "find_doubts"]
