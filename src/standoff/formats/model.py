"""What every format's ``to_`` and ``from_`` take and give."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Final

from standoff.errors import Finding, InputError
from standoff.records import Article, LabelSet
from standoff.scheme import Scheme

Files = Mapping[str, bytes]
"""The files of one document by their endings, such as ``.txt`` and ``.ann``; they differ in nothing else."""

Interval = tuple[int, int]
"""Half-open interval of code points."""

Segmenter = Callable[[str], Sequence[Sequence[Interval]]]
"""From a text to its sentences, each the intervals of its tokens, in order.

Every character that is not white space lies in exactly one token, and no token has white space.
"""

HEAD: Final = (
    "annotator",
    "origin",
    "tool",
    "created",
    "updated",
    "lead_time",
    "scheme",
    "scheme_version",
    "adjudication",
)
"""The fields of a label set that say how it came about. ``origin`` is ``imported`` after any import."""

_ARTICLE_FIELDS: Final = ("id", "dct", "title", "source", "url", "origin")


@dataclass(frozen=True, slots=True)
class Exported:
    """A label set in another format.

    Parameters
    ----------
    files
        The content of each file by its ending.
    losses
        One warning for each thing that the format does not hold, named by its path in the label set
        (``$.spans[3].attributes.target``, ``$.relations[0]``, ``$.created``) or in its article (``article.dct``).
        What is not named comes back when the files are imported.
    """

    files: Files
    losses: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What the files of another format hold.

    Parameters
    ----------
    articles
        The articles that the labels belong to: known ones, and new ones whose texts came with the files.
    label_sets
        Those without a fault, each of one of these articles.
    findings
        A warning for everything that was left out or changed; an error for everything that keeps a label set out.
    """

    articles: tuple[Article, ...]
    label_sets: tuple[LabelSet, ...]
    findings: tuple[Finding, ...]


class KnownArticles:
    """Articles whose texts are at hand, found by their text, their letters, their sha256 or their address.

    Parameters
    ----------
    articles
        In an order that decides between equal ones: the first is found.
    """

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._by_sha256: dict[str, Article] = {}
        self._by_url: dict[str, Article] = {}
        self._by_letters: dict[str, list[Article]] = {}
        for article in articles:
            self._by_sha256.setdefault(article.sha256, article)
            self._by_url.setdefault(article.url, article)
            self._by_letters.setdefault(_letters_digest(article.text), []).append(article)

    def by_sha256(self, sha256: str) -> Article | None:
        """Return the article whose canonical text has this sha256, or None."""
        return self._by_sha256.get(sha256)

    def by_url(self, url: str) -> Article | None:
        """Return the article at this address, or None."""
        return self._by_url.get(url) if url else None

    def by_letters(self, text: str, article_id: str) -> Article | None:
        """Return the article whose text is `text` but for white space; of several, the one with that id."""
        found = self._by_letters.get(_letters_digest(text), [])
        return next((article for article in found if article.id == article_id), next(iter(found), None))


@dataclass(frozen=True, kw_only=True)
class Context:
    """What an import needs beside the files.

    Parameters
    ----------
    name
        The id that an article gets which is not known; usually the files' common stem.
    annotator
        Who made the labels, where the files do not say.
    time
        When the labels were made, where the files do not say.
    dct
        The day on which an article was published that is neither known nor dated by the files.
    known
        The articles at hand. A label set refers to one of them wherever the texts agree but for white space.
    path
        What findings call the file.
    """

    scheme: Scheme
    name: str
    annotator: str
    time: datetime
    dct: date | None = None
    known: KnownArticles = field(default_factory=KnownArticles)
    path: str = ""


def decoded(files: Files, suffix: str) -> str:
    """Return the text of one of the files.

    Raises
    ------
    InputError
        If it is missing or is not UTF-8.
    """
    if suffix not in files:
        raise InputError(f"there is no {suffix} file beside it")
    try:
        return files[suffix].decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"the {suffix} file is not UTF-8 at byte {error.start}", hint="save it as UTF-8") from None


def loss(code: str, message: str, at: str) -> Finding:
    """Return the warning that something is not held; equal things have equal codes and messages, and `at` differs."""
    return Finding(code, message, field=at, severity="warning")


def head_losses(article: Article, labels: LabelSet, *, held: Iterable[str] = ()) -> list[Finding]:
    """Return a loss for each filled field of a label set's head and of its article that is not among `held`.

    Parameters
    ----------
    held
        Names of `HEAD`, and of an article's fields after ``article.``, without the text.
    """
    held = set(held)
    defaults = {item.name: item.default for item in (*fields(Article), *fields(LabelSet))}
    found = [
        loss("provenance", "the format does not say all about how the labels came about", f"$.{name}")
        for name in HEAD
        if name not in held and getattr(labels, name) != defaults[name]
    ]
    found += [
        loss("article-field", "the format does not hold all that is known of the article", f"article.{name}")
        for name in _ARTICLE_FIELDS
        if f"article.{name}" not in held and getattr(article, name) != ""
    ]
    return found


def _letters_digest(text: str) -> str:
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()
