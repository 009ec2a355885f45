"""A stance classifier as a skops file: loading one runs no code from it, and a changed one is refused.

The file holds plain containers, arrays and scikit-learn's TF-IDF, all of which skops knows as safe. Bump `FORMAT`
when what is written changes, or what the keys of n-grams stand for; a model of another format is refused, since a
training takes a minute.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from standoff.baseline.calibration import Calibration
from standoff.baseline.family import Configuration
from standoff.baseline.linear import Classifiers, Linear, Weighing
from standoff.baseline.model import StanceModel
from standoff.errors import InputError
from standoff.files import read_bytes, write_bytes

FORMAT: Final = 4

TRUSTED_TYPES: Final[tuple[str, ...]] = ()
"""Types that are trusted on loading beyond those that skops itself holds to be safe: none is needed."""

MOST_BYTES: Final = 2**31
"""How large a model may be in memory; four classes, 20 targets and a million n-grams take a third of it."""

_ESTIMATORS: Final = ("TfidfTransformer",)
_RETRAIN = "train it again with `standoff train`"


def write_model(path: Path, model: StanceModel) -> None:
    """Write a model, replacing the file atomically; the same model makes the same bytes.

    Raises
    ------
    InputError
        If it takes more than `MOST_BYTES`, or cannot be written.
    """
    import skops.io

    content = _content_of(model)
    saved = {"kind": "standoff stance model", "format": FORMAT, "digest": model_digest(model), **content}
    data = _reproducible(skops.io.dumps(saved))
    _check_size(path, data)
    write_bytes(path, data)


def read_model(path: Path) -> StanceModel:
    """Read a model that `write_model` wrote.

    Raises
    ------
    MissingError
        If there is no such file.
    InputError
        If the file is no model, needs types that are not trusted, has a format that this version does not read, was
        changed after it was written, or would unpack to more than `MOST_BYTES`.
    """
    import skops.io
    from skops.io.exceptions import UntrustedTypesFoundException

    data = read_bytes(path)
    try:
        _check_size(path, data)
        untrusted = sorted(set(skops.io.get_untrusted_types(data=data)) - set(TRUSTED_TYPES))
        if untrusted:
            raise InputError(f"refused: it holds {', '.join(untrusted)}", where=str(path), hint=_RETRAIN)
        saved = skops.io.loads(data, trusted=list(TRUSTED_TYPES))
        if saved["kind"] != "standoff stance model":
            raise InputError("is no stance model", where=str(path))
        if saved["format"] != FORMAT:
            message = f"has format {saved['format']}, and this version of standoff reads {FORMAT}"
            raise InputError(message, where=str(path), hint="update standoff, or " + _RETRAIN)
        model = _model_from(saved)
        digest = model_digest(model)
    except InputError:
        raise
    except (
        AttributeError, EOFError, ImportError, LookupError, MemoryError, OSError, TypeError, ValueError, RuntimeError,
        UntrustedTypesFoundException, zipfile.BadZipFile, zlib.error,
    ) as error:  # fmt: skip
        what = f"is no stance model that could be read: {type(error).__name__}: {error}"
        raise InputError(what, where=str(path), hint=_RETRAIN) from error
    if digest != saved["digest"]:
        raise InputError("was changed after it was written: its digest is another", where=str(path), hint=_RETRAIN)
    return model


def model_digest(model: StanceModel) -> str:
    """Return the sha256 of everything that a model's predictions depend on; equal in every process."""
    hashed = hashlib.sha256()
    for piece in _pieces(_content_of(model)):
        hashed.update(len(piece).to_bytes(8, "little") + piece)
    return hashed.hexdigest()


def _check_size(path: Path, data: bytes) -> None:
    """Refuse a file that would fill the memory: of a member no more is read than the size it is listed with."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        size = sum(member.file_size for member in packed.infolist())
    if size > MOST_BYTES:
        raise InputError(
            f"refused: unpacked, it takes {size:,} bytes, and a model {MOST_BYTES:,} at most", where=str(path)
        )


def _reproducible(data: bytes) -> bytes:
    """Write a skops file again, without the time, and with the memory addresses that it names things by numbered."""
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return numbers.setdefault(found.group(), str(len(numbers)))

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        schema = _ADDRESS.sub(number, old.read(_SCHEMA).decode())
        for name in old.namelist():
            content = schema.encode() if name == _SCHEMA else old.read(name)
            new.writestr(zipfile.ZipInfo(_ADDRESS.sub(number, name)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


_SCHEMA = "schema.json"
_ADDRESS = re.compile(r'(?<="__id__": )\d+|\d+(?=\.npy)')


def _content_of(model: StanceModel) -> dict[str, Any]:
    return {
        "classes": list(model.classes),
        "configuration": asdict(model.configuration),
        "vocabulary": model.classifiers.weighing.vocabulary,
        "weighing": list(model.classifiers.weighing.blocks),
        "classifiers": [
            {"target": target, "weights": linear.weights, "intercepts": linear.intercepts}
            for target, linear in sorted(model.classifiers.by_target.items())
        ],
        "shares": list(model.shares),
        "targets": list(model.targets),
        "falls_back": model.falls_back,
        "calibration": {
            "sharpness": model.calibration.sharpness,
            "curve": list(model.calibration.curve),
        },
        "about": json.dumps(dict(model.about), sort_keys=True),
    }


def _model_from(saved: Mapping[str, Any]) -> StanceModel:
    calibration = saved["calibration"]
    return StanceModel(
        classes=tuple(saved["classes"]),
        configuration=Configuration(**saved["configuration"]),
        classifiers=Classifiers(
            Weighing(saved["vocabulary"], tuple(saved["weighing"])),
            {one["target"]: Linear(one["weights"], one["intercepts"]) for one in saved["classifiers"]},
        ),
        shares=tuple(saved["shares"]),
        targets=tuple(saved["targets"]),
        falls_back=bool(saved["falls_back"]),
        calibration=Calibration(float(calibration["sharpness"]), _curve(calibration["curve"])),
        about=json.loads(saved["about"]),
    )


def _curve(saved: list[float]) -> tuple[float, float, float]:
    a, b, c = map(float, saved)
    return a, b, c


def _pieces(value: Any) -> list[bytes]:
    """Take a value apart into byte strings that are equal only for equal values."""
    if isinstance(value, np.ndarray):
        return [f"array {value.dtype.str} {value.shape}".encode(), np.ascontiguousarray(value).tobytes()]
    if isinstance(value, Mapping):
        return [b"{", *(piece for key in sorted(value) for piece in (*_pieces(key), *_pieces(value[key]))), b"}"]
    if isinstance(value, list | tuple):
        return [b"[", *(piece for item in value for piece in _pieces(item)), b"]"]
    if value is None or isinstance(value, str | bool | int | float | np.generic):
        return [f"{type(value).__name__} {value!r}".encode()]
    if type(value).__module__.startswith("sklearn.") and type(value).__name__ in _ESTIMATORS:
        return [type(value).__name__.encode(), *_pieces(vars(value))]
    raise TypeError(f"a stance model does not hold {type(value).__module__}.{type(value).__name__}")
