"""The rules of the grammar by subject. The longest match wins, and of matches of one length the first rule."""

from standoff.dates.rule import Rule
from standoff.dates.rules import calendar, clock, durations, periods, quarters, references, relative, sets, weekdays

RULES: tuple[Rule, ...] = (
    *calendar.RULES,
    *quarters.RULES,
    *clock.RULES,
    *weekdays.RULES,
    *relative.RULES,
    *periods.RULES,
    *references.RULES,
    *durations.RULES,
    *sets.RULES,
)
