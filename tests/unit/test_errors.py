from __future__ import annotations

import pytest

from standoff import errors
from standoff.errors import Finding, FindingsError, StandoffError, errors_in


def test_a_finding_says_where_what_and_what_to_do() -> None:
    finding = Finding("date-missing", "no date", "a.txt", 3, "$.date", "add one")
    assert str(finding) == "a.txt:3 $.date: error: no date [date-missing]\n    add one"
    assert str(Finding("x", "odd", severity="warning")) == "warning: odd [x]"
    assert Finding("x", "odd", field="$.a").where == "$.a"


def test_an_error_says_where_what_and_what_to_do() -> None:
    assert str(StandoffError("gone", where="a.txt", hint="look again")) == "a.txt: gone\n    look again"
    assert str(StandoffError("gone")) == "gone"


def test_errors_in_leaves_warnings_out() -> None:
    error, warning = Finding("a", "bad"), Finding("b", "odd", severity="warning")
    assert errors_in([warning, error]) == [error]
    assert str(FindingsError("faults", [error], where="f")) == "f: faults\nerror: bad [a]"


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (errors.InputError, ValueError),
        (errors.FindingsError, ValueError),
        (errors.MissingError, LookupError),
        (errors.ConflictError, RuntimeError),
        (errors.RemoteError, ConnectionError),
        (errors.MissingExtraError, ImportError),
    ],
)
def test_every_leaf_is_also_what_a_caller_expects(kind: type[Exception], builtin: type[Exception]) -> None:
    assert issubclass(kind, StandoffError)
    assert issubclass(kind, builtin)
