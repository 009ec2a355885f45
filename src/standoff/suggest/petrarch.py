r"""Actor dictionaries of PETRARCH and TABARI, such as Phoenix: names with CAMEO codes, some only for certain times.

The form is that of ``docs/source/dictionaries.rst`` of openeventdata/petrarch2::

    INES_VARGA_            # a name, words joined by _ or blanks; codes can follow it or stand below
    +PRESIDENT_VARGA_      ; another name of the same actor
        [ARDOPP <20190501]
        [ARDGOV 20190501-20230430]
        [ARDELI]

A code without a time holds where none with a time does; both limits of a time belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from standoff.errors import Finding
from standoff.files import read_text

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_REST: Final = re.compile(r"[#;].*")
_BRACKET: Final = re.compile(r"\[([^\[\]]*)\]")
_CODE: Final = re.compile(r"[A-Z][A-Z0-9]{2,}")
_NO_CODE: Final = "---"
_TIME: Final = re.compile(r"(?P<before><)\s*(\d+)|(?P<after>>)\s*(\d+)|(\d+)\s*-\s*(\d+)")
_PIVOT: Final = 30
"""Two digits up to this are years of this century, as in TABARI."""

_HINT: Final = "an entry is a name, then lines with +another name, then lines with a tab and [CODE] or [CODE from-to]"


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO code and when it holds; both days belong to the time, and None is no limit."""

    code: str
    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def is_timed(self) -> bool:
        """Say whether it has a limit."""
        return self.start is not None or self.end is not None


@dataclass
class DictionaryEntry:
    """An actor of a dictionary.

    Parameters
    ----------
    names
        As they are written in capitals, with blanks between words.
    where
        File and line.
    codes
        In the order of the file.
    """

    names: list[str]
    where: str
    codes: list[Code] = field(default_factory=list)

    def code(self, day: date) -> str:
        """Return the code that holds on a day; empty where there is none."""
        timed = (code for code in self.codes if code.is_timed and code.holds(day))
        lasting = (code for code in self.codes if not code.is_timed)
        found = next(timed, None) or next(lasting, None)
        return "" if found is None or found.code == _NO_CODE else found.code


def read_entries(path: Path) -> tuple[list[DictionaryEntry], list[Finding]]:
    """Read an actor dictionary.

    Returns
    -------
    tuple
        Its entries, and a finding for every line that could not be read; what else an entry has is kept.

    Raises
    ------
    MissingError
        If there is no such file.
    FindingsError
        If it is not UTF-8.
    """
    entries: list[DictionaryEntry] = []
    findings: list[Finding] = []
    current: DictionaryEntry | None = None
    for number, line in _lines(read_text(path)):
        words, codes = _BRACKET.sub(" ", line), _BRACKET.findall(line)
        name = " ".join(words.replace("_", " ").split()).lstrip("+ ")
        faults = list(_faults(line, words, name, is_first=current is None))
        if line[0] not in "+\t ":
            # The lines below a name that cannot be read are not those of the actor above it.
            current = DictionaryEntry([name], f"{path.name}:{number}")
            entries += [] if faults else [current]
        if current is not None and not faults:
            if line[0] == "+":
                current.names.append(name)
            read = [_code(text) for text in codes]
            current.codes += [code for code in read if isinstance(code, Code)]
            faults = [fault for fault in read if isinstance(fault, str)]
        findings += [Finding("dictionary-line", fault, str(path), number, hint=_HINT) for fault in faults]
    return entries, findings


def _faults(line: str, words: str, name: str, *, is_first: bool) -> Iterator[str]:
    """Return what is wrong with a line apart from its codes: at most one thing."""
    if "[" in words or "]" in words:
        yield "a bracket is not closed or not opened"
    elif line[0] in "+\t " and is_first:
        yield "stands before the first name"
    elif line[0] in "\t " and name:
        yield f"{name!r} is neither a name at the beginning of a line nor a code in brackets"
    elif line[0] not in "\t " and not any(char.isalnum() for char in name):
        yield "has no name"


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Return the lines that say something, without comments."""
    plain = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    for number, line in enumerate(plain.split("\n"), 1):
        content = _REST.sub("", line).rstrip()
        if content:
            yield number, content


def _code(text: str) -> Code | str:
    """Return the code in brackets, or what is wrong with it."""
    name, _, time = text.strip().partition(" ")
    if name != _NO_CODE and not _CODE.fullmatch(name):
        return f"{name!r} is no CAMEO code: three or more capitals and digits"
    if not time.strip():
        return Code(name)
    found = _TIME.fullmatch(time.strip())
    if found is None:
        return f"{time.strip()!r} is no time: <date, >date or date-date"
    days = [_day(digits) for digits in found.groups() if digits and digits.isdigit()]
    if None in days:
        return f"{time.strip()!r} has a day that does not exist, or that is not YYYYMMDD or YYMMDD"
    if found["before"]:
        return Code(name, end=days[0])
    if found["after"]:
        return Code(name, start=days[0])
    start, end = days
    if start and end and start > end:
        return f"{time.strip()!r} ends before it begins"
    return Code(name, start, end)


def _day(digits: str) -> date | None:
    if len(digits) not in (6, 8):
        return None
    year = int(digits[:-4])
    if len(digits) == 6:
        year += 2000 if year <= _PIVOT else 1900
    try:
        return date(year, int(digits[-4:-2]), int(digits[-2:]))
    except ValueError:
        return None
