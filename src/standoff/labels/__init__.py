"""The label store and its checks."""

from standoff.labels.check import StoreCheck, check_store
from standoff.labels.store import LabelStore, Line, PutResult, dump_lines, read_lines

__all__ = ["LabelStore", "Line", "PutResult", "StoreCheck", "check_store", "dump_lines", "read_lines"]
