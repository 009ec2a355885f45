"""A model as a folder: ``model.json``, and the tagger as a file of CRFsuite that is named by its content.

Both hold numbers and words, and loading runs nothing from them. Bump `FORMAT` when what is written changes, and keep a
reader for every format before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import orjson

from standoff.errors import InputError, MissingError
from standoff.files import read_bytes, write_bytes
from standoff.scheme import Scheme
from standoff.suggest.learned.attributes import Attributes
from standoff.suggest.learned.model import Learned
from standoff.suggest.learned.scores import Scores
from standoff.suggest.learned.tagger import Tagger
from standoff.suggest.rules import VERSION

FORMAT: Final = 1

DEFAULT_FOLDER: Final = Path("models/suggest")
"""Where a model is written to and looked for."""

_KIND: Final = "standoff suggestions"
_FILE: Final = "model.json"
_AGAIN: Final = "learn again with `standoff learn`"


def write_learned(folder: Path, model: Learned) -> list[Path]:
    """Write a model; whoever reads meanwhile finds the one before or this one.

    Returns
    -------
    list
        The files of the model.
    """
    path = folder / _FILE
    tagger = None
    if model.tagger is not None:
        digest = hashlib.sha256(model.tagger.data).hexdigest()
        tagger = {"file": f"actors-{digest[:12]}.crfsuite", "sha256": digest}
        write_bytes(folder / tagger["file"], model.tagger.data)
    content = {
        "kind": _KIND,
        "format": FORMAT,
        "digest": model.digest,
        "scheme": model.scheme,
        "scheme_version": model.scheme_version,
        "rules": model.rules,
        "thresholds": dict(model.thresholds),
        "scores": asdict(model.scores),
        "tagger": tagger,
        "attributes": asdict(model.attributes),
        "about": dict(model.about),
    }
    write_bytes(path, orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")
    kept = [path, *([folder / tagger["file"]] if tagger else [])]
    for old in set(folder.glob("actors-*.crfsuite")) - set(kept):
        old.unlink(missing_ok=True)
    return kept


def read_learned(folder: Path, scheme: Scheme) -> Learned:
    """Read a model that `write_learned` wrote.

    Parameters
    ----------
    scheme
        The scheme that it is to be used with.

    Raises
    ------
    MissingError
        If there is none.
    InputError
        If a file is none of a model, has a format that this version does not read, was changed after it was written, or
        does not go with the scheme or with the rules of this version.
    """
    path = folder / _FILE
    if not path.is_file():
        raise MissingError("no model of suggestions", where=str(folder), hint="make one with `standoff learn`")
    try:
        saved = orjson.loads(read_bytes(path))
        if saved["kind"] != _KIND:
            raise InputError("is no model of suggestions", where=str(path))
        if saved["format"] != FORMAT:
            message = f"has format {saved['format']}, and this version of standoff reads {FORMAT}"
            raise InputError(message, where=str(path), hint=f"update standoff, or {_AGAIN}")
        model = _model_from(saved, folder)
        was_changed = model.digest != saved["digest"]
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, InputError | MissingError):
            raise
        message = f"is no model of suggestions that could be read: {type(error).__name__}: {error}"
        raise InputError(message, where=str(path), hint=_AGAIN) from error
    if was_changed:
        raise InputError("was changed after it was written: its digest is another", where=str(path), hint=_AGAIN)
    if (model.scheme, model.scheme_version) != (scheme.name, scheme.version):
        message = f"was learned for {model.scheme} {model.scheme_version}, not for {scheme.name} {scheme.version}"
        raise InputError(message, where=str(path), hint=_AGAIN)
    if model.rules != VERSION:
        raise InputError(f"was learned beside {model.rules}, and these are {VERSION}", where=str(path), hint=_AGAIN)
    return model


def _model_from(saved: Mapping[str, Any], folder: Path) -> Learned:
    tagger = None
    if saved["tagger"] is not None:
        path = folder / Path(saved["tagger"]["file"]).name
        data = read_bytes(path)
        if hashlib.sha256(data).hexdigest() != saved["tagger"]["sha256"]:
            raise InputError(
                "is not the file that the model names: its digest is another", where=str(path), hint=_AGAIN
            )
        tagger = Tagger(data)
    return Learned(
        scheme=saved["scheme"],
        scheme_version=saved["scheme_version"],
        rules=saved["rules"],
        thresholds={str(type_): float(threshold) for type_, threshold in saved["thresholds"].items()},
        scores=Scores(**saved["scores"]),
        tagger=tagger,
        attributes=Attributes(**saved["attributes"]),
        about=saved["about"],
    )
