from __future__ import annotations

import subprocess
import sys


def test_pandas_stays_out_until_it_is_called_for() -> None:
    program = """
import sys
import pyarrow as pa
from standoff.corpus.engine.lean import without_pandas
without_pandas()
pa.array([1])
print("pandas" in sys.modules)
print(pa.table({"a": [1]}).to_pandas()["a"].tolist(), "pandas" in sys.modules)
without_pandas()
print([found for found in sys.meta_path if type(found).__module__.startswith("standoff")])
import pandas
print(pa.array(pandas.Series([2])).to_pylist())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False", "[1] True", "[]", "[2]"]
