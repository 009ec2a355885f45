"""What an actor looks like as a row of symbols."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

# The symbols: G a name of the tables, L a person of the tables, A an adjective of nationality, C a word with a capital,
# P a small word within names, T a title, R a rank before titles, H a head, M a word between nationality and head,
# N a number, S the last word of an organisation's name, D a determiner, Q a possessive, & "and", O "of", F "for",
# K a comma.

_LEAD = "(?:[GA]Q?)*[RMA]*"
_FULL_NAME = "(?:L|P*C(?:[CP]*[CL])?)"
_MEMBER = "D?(?:[GAC]Q)?[RMNA]*[GHS]"
_OF = f"O{_MEMBER}(?:K{_MEMBER})*(?:K?&O?{_MEMBER})?"


@dataclass(frozen=True)
class Pattern:
    """A row of symbols that is an actor.

    Parameters
    ----------
    name
        What a suggestion says it comes from.
    symbols
        A regular expression over symbols.
    mention
        The value of the attribute of that name.
    score
        The share of right ones among them (they overlap an actor), about as measured on two sets of articles.
    example
        A text with the actor in square brackets.
    """

    name: str
    symbols: str
    mention: Literal["name", "nominal"]
    score: float
    example: str

    @property
    def regex(self) -> re.Pattern[str]:
        """The symbols, compiled; a repetition ends after eight, so that matching takes time linear in the text."""
        return re.compile(self.symbols.replace("*", "{0,8}").replace("+", "{1,8}"))


# fmt: off
TITLED: Final = Pattern("title and name", f"{_LEAD}[TR]*T(?:[OF]D?[GAC]+)?{_FULL_NAME}(?:OG)?", "name", 0.95,
                        "Later [Ukrainian President Ines Varga] spoke.")
LISTED: Final = Pattern("name of the tables", "[GL]", "name", 0.9, "Later [Hezbollah] agreed.")
NAMED: Final = Pattern("name with a telling last word",
                       "(?:[GA]Q?)?[CMAGRH]+S+(?:[OF]D?[CAGMS]+(?:&[CAGMS]+)?)?|S[OF]D?[CAGM]+", "name", 0.85,
                       "Later the [Russian Grain Ministry] agreed.")
GIVEN: Final = Pattern("given name and name", "C[CP]*C", "name", 0.9, "Later they called [Peter M. Varga].")
FULL: Final = Pattern("full name", "C[CP]*C", "name", 0.75, "Later [Osk Varga] said so.")
SPEAKER: Final = Pattern("name that speaks", "C", "name", 0.75, "Later [Varga] said so.")
REIGN: Final = Pattern("government of a person", "[CL]H", "name", 0.9, "Later the [Varga government] agreed.")
OFFICE: Final = Pattern("office of a state", f"(?:[GA]Q?|[RM])+T(?:{_OF})?", "nominal", 0.9,
                        "Later the [Iranian foreign minister] agreed.")
TITLE: Final = Pattern("office", f"(?<=D)[RM]*T(?:{_OF})?", "nominal", 0.85, "Later the [prime minister] agreed.")
DESCRIBED: Final = Pattern("described actor", f"N*(?:(?:[GA]Q?|[RM])+[GARMH]*|H+[RM]*)H(?:{_OF})?", "nominal", 0.9,
                           "Later [two Syrian soldiers] fled.")
COUNTED: Final = Pattern("counted actor", f"N+[RM]*H(?:{_OF})?", "nominal", 0.85, "Later [200 protesters] fled.")
BELONGING: Final = Pattern("actor of another", f"[HT]{_OF}|TF{_MEMBER}", "nominal", 0.9,
                           "Later [leaders of Britain and France] met.")
BARE: Final = Pattern("bare actor", "(?<=D)(?:H+|S)", "nominal", 0.85, "Later the [rebels] fled.")
WEAK: Final = Pattern("bare actor, often something else", "(?<=D)H", "nominal", 0.65, "Later the [group] agreed.")
PLURAL: Final = Pattern("actors in the plural", "[HS]", "nominal", 0.85, "Later [protesters] fled.")
# fmt: on

PATTERNS: Final = (
    *(TITLED, LISTED, NAMED, GIVEN, FULL, SPEAKER, REIGN, OFFICE),
    *(TITLE, DESCRIBED, COUNTED, BELONGING, BARE, WEAK, PLURAL),
)
"""Of matches of one length the first pattern wins."""
