"""What is learned from a user's own labels: a tagger of actors, how far to trust each rule, what is worth showing."""

from __future__ import annotations

from standoff.suggest.learned.folds import Labelled, label, learn_tagger
from standoff.suggest.learned.lesson import Figures, Lesson, TypeLesson, learn
from standoff.suggest.learned.matching import Match, matched
from standoff.suggest.learned.model import LEARNED_TYPE, Learned, tagged
from standoff.suggest.learned.persistence import DEFAULT_FOLDER, read_learned, write_learned
from standoff.suggest.learned.scores import Scores
from standoff.suggest.learned.thresholds import NEVER, THRESHOLDS, TOLERANCE, Bin, threshold_of

__all__ = [
    "DEFAULT_FOLDER",
    "LEARNED_TYPE",
    "NEVER",
    "THRESHOLDS",
    "TOLERANCE",
    "Bin",
    "Figures",
    "Labelled",
    "Learned",
    "Lesson",
    "Match",
    "Scores",
    "TypeLesson",
    "label",
    "learn",
    "learn_tagger",
    "matched",
    "read_learned",
    "tagged",
    "threshold_of",
    "write_learned",
]
