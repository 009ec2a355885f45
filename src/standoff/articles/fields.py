"""From the raw fields of one article to an `Article`, or to the faults that keep it from being one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from standoff.errors import Finding, errors_in
from standoff.records import Article
from standoff.text import canonical, first_lone_surrogate, line_of

LONGEST_TEXT: Final = 1 << 30
"""Bytes of UTF-8; Arrow counts them, and what is made of them, up to twice as far."""

_LONGEST_ID = 200
_NOT_ENCODABLE = b"\0"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def make_article(
    id_: str, dct: object, body: str, more: Mapping[str, str], *, path: str, line: int, body_line: int | None = None
) -> tuple[Article | None, list[Finding]]:
    """Return the article that these fields make, or None, with every finding about them.

    Parameters
    ----------
    dct
        A date, a time, or a text in ISO 8601 that begins with ``YYYY-MM-DD``.
    body
        The text before it is made canonical.
    more
        Further fields of `Article`: title, source, url, origin.
    path, line
        Where the article stands, for findings.
    body_line
        The line on which `body` begins, where the file has it over several lines.
    """
    findings = []

    def fault(code: str, message: str, hint: str = "", at: int = line) -> None:
        findings.append(Finding(code, message, path, at, hint=hint))

    if not is_id(id_):
        hint = "use 1 to 200 printable characters on one line, without outer white space"
        fault("id", f"{id_!r} cannot be an article's id", hint)
    day = parse_date(dct)
    if day is None:
        fault("date-impossible", f"{str(dct)!r} is no date of the calendar", "write it as YYYY-MM-DD")

    def line_at(offset: int) -> int:
        return line if body_line is None else body_line + line_of(body, offset) - 1

    text = canonical(body)
    encoded = _encoded(body)
    if wrong := _fault_of_length(text, len(encoded)):
        fault(*wrong)
    if 0 in encoded and "\0" in text:
        fault(
            "nul", "the text holds a NUL character", "remove it: annotation tools break on it", line_at(body.find("\0"))
        )
    surrogate = first_lone_surrogate(body) if encoded == _NOT_ENCODABLE else None
    if surrogate is not None:
        message = f"the text holds the lone surrogate U+{ord(body[surrogate]):04X}"
        fault("lone-surrogate", message, "replace it: it cannot be stored as UTF-8", line_at(surrogate))
    for name, value in more.items():
        if not is_storable(value):
            fault("column-text", f"the {name} holds a NUL character or a lone surrogate", "remove it")
    if "\ufffd" in text:
        message = "the text holds U+FFFD, which stands for characters that were lost in an earlier conversion"
        where = line_at(body.find("\ufffd"))
        findings.append(Finding("replacement-character", message, path, where, severity="warning"))
    if day is None or errors_in(findings):
        return None, findings
    return Article(id=id_, dct=day, text=text, **more), findings


def is_id(value: str) -> bool:
    """Say whether an article may be called that."""
    # A space is the only white space that is printable.
    return 0 < len(value) <= _LONGEST_ID and value.isprintable() and value == value.strip(" ")


def is_storable(value: str) -> bool:
    """Say whether a column can hold that text."""
    return "\0" not in value and first_lone_surrogate(value) is None


def _fault_of_length(text: str, most: int) -> tuple[str, str, str] | None:
    """Return the fault of a text that is empty or too long; it takes `most` bytes at most."""
    if not text:
        return "body-empty", "the article has no text", ""
    if most > LONGEST_TEXT and len(text.encode()) > LONGEST_TEXT:
        return "too-long", f"the text takes more than {LONGEST_TEXT:,} bytes", "make several articles of it"
    return None


def _encoded(text: str) -> bytes:
    """Return the UTF-8 form, which is searched many times as fast as the text; `_NOT_ENCODABLE` where there is none."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _NOT_ENCODABLE


def parse_date(value: object) -> date | None:
    """Return the calendar day that `value` names, or None: a date, a time, or ISO 8601 text of either."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DATE.match(value.strip()):
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None
