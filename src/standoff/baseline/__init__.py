"""The stance baseline: linear classifiers over n-grams, chosen, measured and written down so that they can be cited."""

from importlib.util import find_spec

from standoff.errors import MissingExtraError

if _missing := [name for name in ("matplotlib", "scipy", "skops", "sklearn") if find_spec(name) is None]:
    raise MissingExtraError(
        f"the baseline needs {', '.join(_missing)}", hint="install it with: pip install 'standoff[baseline]'"
    )

from standoff.baseline.contest import Contest
from standoff.baseline.corpus import read_corpus
from standoff.baseline.foreign import StanceColumns, read_dataset, read_texts
from standoff.baseline.model import Predictions, StanceModel
from standoff.baseline.output import metrics_json, write_training
from standoff.baseline.persistence import model_digest, read_model, write_model
from standoff.baseline.rows import Row, StanceData
from standoff.baseline.scores import METHOD, Score, Scores
from standoff.baseline.tables import as_text, class_table, contest_table, part_table, reliability_line
from standoff.baseline.training import Training, train

__all__ = [
    "METHOD",
    "Contest",
    "Predictions",
    "Row",
    "Score",
    "Scores",
    "StanceColumns",
    "StanceData",
    "StanceModel",
    "Training",
    "as_text",
    "class_table",
    "contest_table",
    "metrics_json",
    "model_digest",
    "part_table",
    "read_corpus",
    "read_dataset",
    "read_model",
    "read_texts",
    "reliability_line",
    "train",
    "write_model",
    "write_training",
]
