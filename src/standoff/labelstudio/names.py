"""What the accounts of a server are called in the label store."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from standoff import files
from standoff.errors import InputError
from standoff.labelstudio.remote import User

_OTHER = re.compile(r"[^A-Za-z0-9._@+-]+")
_LONGEST = 90


def name_annotators(
    users: Mapping[int, User], known: Mapping[str, str], taken: Collection[str]
) -> tuple[dict[int, str], dict[str, str]]:
    """Give each account the name of its label file: what stands before the ``@``, or the whole address.

    A name once given stays, whoever joins later. The whole address is used where two accounts would share a name, or
    where label files of that name are there that belong to nobody known.

    Parameters
    ----------
    users
        The accounts by id.
    known
        Names given before, each with the digest of its account's address.
    taken
        The annotators that have label files.

    Returns
    -------
    tuple
        The name of each account by id, and `known` with the new names.
    """
    shares = Counter(_clean(user.email.partition("@")[0]).casefold() for user in users.values())
    all_known = dict(known)
    names = {}
    for user_id, user in sorted(users.items()):
        digest = hashlib.sha256(user.email.strip().casefold().encode()).hexdigest()
        before = next((name for name, of in all_known.items() if of == digest), None)
        if before is None:
            short, whole = _clean(user.email.partition("@")[0]), _clean(user.email)
            forbidden = {name.casefold() for name in (*all_known, *taken)}
            candidates = [] if shares[short.casefold()] > 1 else [short]
            candidates += [whole, f"{whole}-{digest[:8]}"]
            before = next((name for name in candidates if name.casefold() not in forbidden), candidates[-1])
            all_known[before] = digest
        names[user_id] = before
    return names, all_known


def read_names(root: Path) -> dict[str, str]:
    """Return the names that were given, from ``annotators.json`` in the label store's folder.

    Raises
    ------
    InputError
        If the file is damaged.
    """
    path = root / "annotators.json"
    if not path.exists():
        return {}
    try:
        return {str(name): str(digest) for name, digest in json.loads(files.read_text(path)).items()}
    except (json.JSONDecodeError, AttributeError):
        raise InputError("is no JSON object of names", where=str(path), hint="restore it from your history") from None


def write_names(root: Path, names: Mapping[str, str]) -> None:
    """Write the names that were given, with digests in place of addresses, for label files are published."""
    if names != read_names(root):
        files.write_text(root / "annotators.json", json.dumps(dict(sorted(names.items())), indent=2) + "\n")


def _clean(text: str) -> str:
    return _OTHER.sub("-", text).lstrip("._@+-")[:_LONGEST] or "annotator"
