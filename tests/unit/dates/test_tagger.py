"""Expressions in their context: what they are counted from, and what belongs to them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from random import Random

import pytest

from standoff import timex3
from standoff.dates import find
from standoff.dates.grammar import grammar
from standoff.dates.vocabulary import SHAPES

SATURDAY = date(2021, 3, 27)


def values(text: str, dct: date = SATURDAY, *, narrative: bool = False) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.value) for found in find(text, dct, narrative=narrative)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        # The tense of the verb decides on which side of today a day lies.
        ("The envoys met on Monday.", "Monday", "2021-03-22"),
        ("The envoys will meet on Monday.", "Monday", "2021-03-29"),
        ("The envoys are to meet on Monday.", "Monday", "2021-03-29"),
        ("The truce was to end on Monday.", "Monday", "2021-03-22"),
        ("He said on Monday that talks would begin.", "Monday", "2021-03-22"),
        ("He threatened to leave, and on Monday the others left.", "Monday", "2021-03-22"),
        ("The rebels fled in June.", "June", "2020-06"),
        ("The troops will leave in June.", "June", "2021-06"),
        ("The hope of a May 1 deadline faded.", "May 1", "2021-05-01"),
        ("May 1 is the date marked in red.", "May 1", "2021-05-01"),
        ("They would attack the forces stationed there if these do not leave by May 1.", "May 1", "2021-05-01"),
        ("It began last September.", "last September", "2020-09"),
        ("It began last March.", "last March", "2020-03"),
        ("It will begin next March.", "next March", "2022-03"),
        ("It will begin this Friday.", "this Friday", "2021-04-02"),
        ("It began this Friday.", "this Friday", "2021-03-26"),
        # A verb of what is done, planned or under way, and who is said to have said it.
        ("A spokesman declined to comment Monday.", "Monday", "2021-03-22"),
        ("Police said Monday that three people will be charged.", "Monday", "2021-03-22"),
        ("The court will say Monday whether it heard them.", "Monday", "2021-03-29"),
        ("Talks resume Monday in Geneva.", "Monday", "2021-03-29"),
        ("The deadline for bids is Monday.", "Monday", "2021-03-29"),
        ("Monday marks a year of war.", "Monday", "2021-03-29"),
        ("Ahead of Monday's vote, parties are campaigning.", "Monday", "2021-03-29"),
        ("They will fire if he is not freed by Monday.", "Monday", "2021-03-29"),
        ("It said it would close the strait unless the ship left by Friday.", "Friday", "2021-04-02"),
        ("It asked whether the ship left by Friday.", "Friday", "2021-03-26"),
        ("Troops were to leave by May 1.", "May 1", "2021-05-01"),
        ("He plans to quit, says a letter seen Monday.", "Monday", "2021-03-22"),
        ("Voters go to the polls on Sept. 26.", "Sept. 26", "2021-09-26"),
        ("Voters went to the polls on Sept. 26.", "Sept. 26", "2020-09-26"),
        # Words in -s that are verbs of what is to come, and nouns.
        ("The club plays Milan on Monday.", "Monday", "2021-03-29"),
        ("Talks continue Monday.", "Monday", "2021-03-29"),
        ("They spoke on his return Monday.", "Monday", "2021-03-22"),
        ("A second game is set for Monday.", "Monday", "2021-03-29"),
        ("The rule applies starting Monday.", "Monday", "2021-03-29"),
        ("The law, to take effect in June, was signed.", "June", "2021-06"),
        ("They threatened Monday to attack on Friday.", "Monday", "2021-03-22"),
        ("They threatened Monday to attack on Friday.", "Friday", "2021-04-02"),
        ("He turned heads on Monday.", "Monday", "2021-03-22"),
        ("He spoke of his plans in a letter Monday.", "Monday", "2021-03-22"),
        ("Asked Monday if they would go, he left.", "Monday", "2021-03-22"),
        ("The final is on Sunday.", "Sunday", "2021-03-28"),
        ("The final was on Sunday.", "Sunday", "2021-03-21"),
        ("A hearing was set for next Monday.", "next Monday", "2021-03-29"),
        ("A hearing was set for next Saturday.", "next Saturday", "2021-04-03"),
        # Two times and the day that both are of.
        ("It struck at 2:46 p.m. (0546 GMT) on March 11, 2011.", "2:46 p.m.", "2011-03-11T14:46"),
        ("It struck at 2:46 p.m. (0546 GMT) on March 11, 2011.", "0546 GMT", "2011-03-11T05:46"),
        ("They met late Tuesday, early Wednesday morning and on Friday.", "early Wednesday morning", "2021-03-24TMO"),
        ("It came in the early hours of Friday morning.", "the early hours of Friday morning", "2021-03-26TMO"),
        ("It is open from 11 to 1 p.m.", "11", "2021-03-27T11:00"),
        ("It is open from 9 to 11 a.m.", "9", "2021-03-27T09:00"),
        ("He ran it in 2:05:10 and they won 2:45 to nothing.", "", ""),
        ("They met at 6:30 this evening.", "6:30 this evening", "2021-03-27T18:30"),
        ("They met at 10:15 a.m. Friday.", "10:15 a.m. Friday", "2021-03-26T10:15"),
        ("They will meet next Monday morning.", "next Monday morning", "2021-03-29TMO"),
        ("They met last Monday afternoon.", "last Monday afternoon", "2021-03-22TAF"),
        ("They met in the pre-dawn hours of Friday.", "the pre-dawn hours of Friday", "2021-03-26TMO"),
        ("They met at 9 Friday night.", "9 Friday night", "2021-03-26T21:00"),
        ("They met at 7 on Friday morning.", "7 on Friday morning", "2021-03-26T07:00"),
        ("They met at 48 hours' notice.", "48 hours", "PT48H"),
        # Weekdays beside weekdays, and those of no week.
        ("It is open from Thursday to Sunday.", "Sunday", "2021-03-28"),
        ("They will meet on Saturday or Sunday.", "Sunday", "2021-03-28"),
        ("They met on Friday and Sunday.", "Sunday", "2021-03-21"),
        ("He died on a Sunday.", "Sunday", "XXXX-WXX-7"),
        ("He said so in a Sunday interview.", "Sunday", "2021-03-21"),
        ("They meet every second Tuesday.", "every second Tuesday", "XXXX-WXX-2"),
        # Names, shows and adjectives that are no times.
        ("The missing April Arden was seen on “60 Minutes” and 60 Minutes and Saturday Night Live.", "", ""),
        ("In June Arden left.", "June", "2020-06"),
        ("Envoys Meet Today", "Today", "2021-03-27"),
        ("Theresa May said so, May told them, and so did Mayor Dawn Reyl.", "", ""),
        ("She said on \u201cToday\u201d and in USA Today and the Sunday Times that the night shift rose.", "", ""),
        ("He joined the March on Washington, the Long March and Bloody Sunday. May they rest in peace.", "", ""),
        ("She skated in the Winter Games and scored 12 points in the fourth quarter.", "", ""),
        ("He hit a century and reached a half-century, his 50th century, and they won the quarter-final.", "", ""),
        ("Minutes of the meeting were read on the Today show and the Tonight Show.", "", ""),
        ("They march in March on a Sunday.", "March", "2021-03"),
        ("After that March White House visit they left.", "that March", "2021-03"),
        ("The future of the state and the future king, the present rulers.", "", ""),
        ("It was felt since the fall of the city, made by 20th Century Fox.", "", ""),
        ("It pays 10 percent a year and $5 million a year and 60 euros an hour.", "", ""),
        ("It rose to $5 million a year ago.", "a year ago", "2020"),
        ("From 7 a day ago it rose.", "a day ago", "2021-03-26"),
        ("It has minutes a week ago of seven a century earlier.", "a century earlier", "19"),
        # Parts of months, years, decades and centuries.
        ("The last day of March 2020 was cold.", "The last day of March 2020", "2020-03-31"),
        ("They meet on the first Monday of June 2021.", "the first Monday of June 2021", "2021-06-07"),
        ("It began in the last week of December 2020.", "the last week of December 2020", "2020-W53"),
        ("It began on the first weekend of May 2020.", "the first weekend of May 2020", "2020-W18-WE"),
        ("On the fifth Monday of February 2021 nothing was.", "February 2021", "2021-02"),
        ("They met in the weekend of May 2, 2020.", "the weekend of May 2, 2020", "2020-W18-WE"),
        ("It was quiet in the 2019-20 season, not in room 2019-20.", "2019-20", "2019"),
        ("It was built in the 1800s.", "the 1800s", "18"),
        ("It fell in the second century B.C.", "the second century B.C.", "BC01"),
        # Holidays with a side, and the weekends beside them.
        ("They met last Christmas.", "last Christmas", "2020-12-25"),
        ("They will meet this Christmas.", "this Christmas", "2021-12-25"),
        ("They will meet next Thanksgiving.", "next Thanksgiving", "2021-11-25"),
        ("They met on Memorial Day weekend.", "Memorial Day weekend", "2020-W21-WE"),
        ("They met on Thanksgiving weekend.", "Thanksgiving weekend", "2020-W48-WE"),
        ("They voted on Election Day 2020.", "Election Day 2020", "2020-11-03"),
        # What reports on business compare.
        ("In the first quarter of 2019 it fell; the 2018 period was better.", "the 2018 period", "2018-Q1"),
        ("It fell from the same month a year earlier.", "the same month a year earlier", "2020-03"),
        ("It fell in June 2019 from the same month of 2016.", "the same month of 2016", "2016-06"),
        ("It fell in the fourth quarter of fiscal 2019.", "the fourth quarter of fiscal 2019", "2019-Q4"),
        ("It fell in the December quarter.", "the December quarter", "2020-Q4"),
        ("It fell in the quarter ended Sept. 30.", "the quarter", "2020-Q3"),
        ("It should rise over the coming year.", "the coming year", "2022"),
        ("It fell in the same quarter last year.", "the same quarter last year", "2020-Q4"),
        ("It cut its forecast for the second half of the year.", "the second half of the year", "2021-H2"),
        ("The deal will close in the fourth quarter.", "the fourth quarter", "2021-Q4"),
        ("It will report a loss for the fourth quarter.", "the fourth quarter", "2020-Q4"),
        ("Growth slowed in the final quarter of last year.", "the final quarter of last year", "2020-Q4"),
        # Other ways to write it.
        ("They left at 7.45pm on Friday.", "7.45pm on Friday", "2021-03-26T19:45"),
        ("They left at 12 noon on Friday.", "12 noon on Friday", "2021-03-26T12:00"),
        ("They left on 2020/09/20.", "2020/09/20", "2020-09-20"),
        # Halves and sums of lengths.
        ("It began a year-and-a-half ago.", "a year-and-a-half ago", "2019-09"),
        ("They met in May 2019 and a year and a half later.", "a year and a half later", "2020-11"),
        ("It ended half a century ago.", "half a century ago", "1971"),
        ("It ended a year and a half ago.", "a year and a half ago", "2019-09"),
        ("It lasted 12 days, 18 hours and 50 seconds.", "12 days, 18 hours and 50 seconds", "P12DT18H50S"),
        ("It lasted three months, two years.", "three months", "P3M"),
        ("They met on May 3, 2019, and fought in June. Two days later they fled.", "Two days later", "2019-05-05"),
        ("Rain is forecast through the weekend.", "the weekend", "2021-W12-WE"),
        ("It covers the week ended March 19.", "the week", "P1W"),
        # Years and centuries.
        ("The mandate of the '20s.", "the '20s", "202"),
        ("The wars of the '30s.", "the '30s", "203"),
        ("The wars of the '50s.", "the '50s", "195"),
        ("UN Resolution 1973 was passed.", "", ""),
        ("They sent about 2000 soldiers.", "", ""),
        ("A 2000-strong crowd ran the 2000m race past 2000 other men.", "", ""),
        ("It was the 2000-2020 period.", "2020", "2020"),
        ("A law of 1848 applies.", "1848", "1848"),
        # What a time of day belongs to.
        ("They left at 9:30 p.m. on Friday.", "9:30 p.m. on Friday", "2021-03-26T21:30"),
        ("They left on Friday at noon.", "Friday", "2021-03-26"),
        ("It came on the night of March 3.", "the night of March 3", "2021-03-03TNI"),
        ("On Thursday they met. They left at 12 a.m.", "12 a.m.", "2021-03-25T00:00"),
        ("They left at 13 p.m.", "", ""),
        # Holidays.
        ("A truce held over Christmas.", "Christmas", "2020-12-25"),
        ("They will meet on Memorial Day.", "Memorial Day", "2021-05-31"),
        ("They met on Christmas Day 2019.", "Christmas Day 2019", "2019-12-25"),
        ("since the Sept. 11 attacks", "Sept. 11", "2001-09-11"),
        # Words that are months only sometimes.
        ("They may march in the fall.", "the fall", "2021-FA"),
        ("Jan Vos left.", "", ""),
        # February 29 in the nearest leap year.
        ("They signed on Feb. 29.", "Feb. 29", "2020-02-29"),
        ("They will sign on Feb. 29.", "Feb. 29", "2024-02-29"),
        ("They signed on Feb. 30.", "Feb.", "2021-02"),
        # Decades beside decades, and tens of other things.
        ("It was so in the 1970s and 80s.", "80s", "198"),
        ("In his 40s he saw temperatures in the 80s.", "", ""),
        # The verb "last", prizes, and the ages of people and of wars.
        ("It will last three years.", "three years", "P3Y"),
        ("He was named player of the year.", "", ""),
        ("The 37-year-old fled the war.", "", ""),
        ("The last days of the war were bloody, as were the past rulers.", "", ""),
        ("It aired in USA TODAY.", "", ""),
        ("He published remarks a day before the vote.", "a day", "P1D"),
        ("He got a 16 to 29-month sentence.", "16 to 29-month", "P16M"),
        ("It won the European leader of the year prize, in the '47 percent'.", "", ""),
        ("They saw Fox & Friends Weekend, Breitbart News Daily and his weekly Daily Telegraph column.", "", ""),
        ("A 3- or 4-year-old knows.", "", ""),
        ("They met over the next quarter-century.", "the next quarter-century", "P25Y"),
        ("They met over the past year and a half.", "the past year and a half", "P1.5Y"),
        ("It will end in the next hour.", "the next hour", "PT1H"),
        ("They meet every few years.", "every few years", "PXY"),
        ("They meet one day a week.", "one day a week", "P1W"),
        ("It is a century-old law and that was the last day of it.", "", ""),
        ("They met in the late 19th and early 20th centuries.", "early 20th centuries", "19"),
        ("In his late eighties he recalled the mid-eighties.", "the mid-eighties", "198"),
        ("They fought for weeks on end.", "weeks", "PXW"),
        ("They will meet in the coming days and weeks.", "the coming days and weeks", "PXD"),
        ("They met in recent weeks and months.", "recent weeks and months", "PAST_REF"),
        # Parts of the day before, and what happened in them.
        ("They met on Thursday. The night before, they left.", "The night before", "2021-03-24TNI"),
        ("In the afternoon they left.", "the afternoon", "2021-03-27TAF"),
        ("Two died overnight in late night raids.", "overnight", "2021-03-27TNI"),
        ("It ended in the late afternoon.", "the late afternoon", "2021-03-27TAF"),
        ("It fell in the year-earlier quarter.", "the year-earlier quarter", "2019-Q4"),
        ("He recalls the night they left.", "", ""),
        ("It rose to 5 from 4 the week prior.", "the week prior", "2021-W11"),
        # Numbers.
        ("for a hundred and twenty-five days", "a hundred and twenty-five days", "P125D"),
        ("for several hundred years", "several hundred years", "PXY"),
        ("for 10-plus years", "10-plus years", "P10Y"),
        ("a 30-yr bond", "30-yr", "P30Y"),
        ("for two dozen years", "two dozen years", "P24Y"),
        ("for 2 1/2 years", "2 1/2 years", "P2.5Y"),
        ("for half an hour", "half an hour", "PT30M"),
        ("for a year and a half", "a year and a half", "P1.5Y"),
        ("for several fortnights", "several fortnights", "PXW"),
        ("about 1,500 barrels a day", "", ""),
        # Counted from today, or from the date before.
        ("It began on May 3, 2019, not the previous Sunday.", "the previous Sunday", "2019-04-28"),
        ("It began on May 3, 2019. That Saturday it ended.", "That Saturday", "2019-05-04"),
        ("It began in May 2019, not the previous June.", "the previous June", "2018-06"),
        ("It began in May 2019. That July it ended.", "That July", "2019-07"),
        ("It began in May 2019 and ended the following March.", "the following March", "2020-03"),
        ("They will meet on the 15th.", "the 15th", "2021-04-15"),
        ("They met on the 28th.", "the 28th", "2021-02-28"),
        ("They met on the 15th floor.", "", ""),
        ("They met on the 39th.", "", ""),
        ("They left two hours ago.", "two hours ago", "PAST_REF"),
        ("They left several years ago.", "several years ago", "PAST_REF"),
        ("They will leave several years from now.", "several years from now", "FUTURE_REF"),
        ("They left two hours later.", "two hours", "PT2H"),
        ("Two years later he died.", "Two years", "P2Y"),
        ("Profit rose in the first quarter from a year earlier.", "a year earlier", "2020-Q1"),
        ("It rose in January. It fell the previous week.", "the previous week", "2021-W11"),
        ("They left the day before.", "the day before", "2021-03-26"),
        ("They left the day before the vote.", "", ""),
        ("They denied it the day before that interview.", "", ""),
        ("They warned the day before that it would rain.", "the day before", "2021-03-26"),
        ("Two days before, they left.", "Two days before", "2021-03-25"),
        ("Two days before the vote they left.", "Two days", "P2D"),
        ("It began in 2016. The year after, it ended.", "The year after", "2017"),
        ("It began on May 3, 2019, and ended a week later.", "a week later", "2019-05-10"),
        ("They left on 13/12/2020.", "13/12/2020", "2020-12-13"),
        ("They left on 5/1/98.", "5/1/98", "1998-05-01"),
        ("They left at night end.", "", ""),
        ("The second half of 2019 was calm.", "The second half of 2019", "2019-H2"),
        ("The third half of 2019 was calm.", "2019", "2019"),
        ("the 20th century and the nineties", "the nineties", "199"),
        ("It fell in fiscal 2019's second quarter.", "fiscal 2019's second quarter", "2019-Q2"),
        ("It was signed in two thousand and five.", "two thousand and five", "2005"),
        ("It has two thousand five hundred members.", "", ""),
        # Nothing is counted past the ends of the calendar.
        ("It will end 99999999 centuries from now.", "99999999 centuries", "P99999999CE"),
        ("They lived 65 million years ago.", "65 million years ago", "MA65"),
        ("They lived 12,000 years ago.", "12,000 years ago", "KA12"),
        ("They lived 4,000 years ago.", "4,000 years ago", "BC1980"),
        ("They lived tens of thousands of years ago.", "tens of thousands of years ago", "PAST_REF"),
    ],
)
def test_value(text: str, words: str, value: str) -> None:
    found = values(text)
    assert (words, value) in found if words else found == []


@pytest.mark.parametrize(
    ("words", "value"), [("this winter", "2020-WI"), ("last winter", "2019-WI"), ("next winter", "2021-WI")]
)
def test_a_winter_has_the_year_that_it_began_in(words: str, value: str) -> None:
    assert values(f"It was so {words}.", date(2021, 2, 3)) == [(words, value)]


def test_weekday_and_date_agree() -> None:
    assert values("It ended on Monday, March 15.") == [("Monday, March 15", "2021-03-15")]
    assert values("It ended on Sunday, the 15th of March.") == [("Sunday, the 15th of March", "2020-03-15")]


def test_neighbours_that_mean_the_same_are_one() -> None:
    assert values("It will end this coming Thursday, April 1.") == [("this coming Thursday, April 1", "2021-04-01")]


def test_anaphora_counts_from_the_last_date() -> None:
    text = "On May 3, 2019, he fell. Two days later he rose. The following week he left. A year earlier he had won."
    assert [value for _, value in values(text)] == ["2019-05-03", "2019-05-05", "2019-W19", "2018"]


def test_that_date_is_the_last_day_named_even_behind_a_year() -> None:
    text = "May 1 is near. A deal struck last year names that date."
    assert [value for _, value in values(text)] == ["2021-05-01", "2020", "2021-05-01"]


def test_comparisons_do_not_move_the_anchor() -> None:
    text = "In the second quarter of 2019 it fell from a year earlier. It had not in that quarter."
    assert [value for _, value in values(text)] == ["2019-Q2", "2018-Q2", "2019-Q2"]


def test_too_fine_a_step_from_a_year_stays_open() -> None:
    assert values("In 1998 war began. Two days later it ended.")[1] == ("Two days later", "XXXX-XX-XX")


def test_narrative_mode_counts_from_the_text_itself() -> None:
    text = (
        "On June 5, 1967, war broke out. By Saturday it was over. It was the third in twenty years, said a paper today."
    )
    assert [value for _, value in values(text, narrative=True)][:2] == ["1967-06-05", "1967-06-03"]
    assert values(text)[1] == ("Saturday", "2021-03-27")


def test_offsets_are_code_points() -> None:
    text = "😀 They left on\u00a0Friday\u2028and came back on Monday."
    assert values(text) == [("Friday", "2021-03-26"), ("Monday", "2021-03-22")]


def test_no_expression_reaches_over_an_empty_line() -> None:
    assert values("They left in March\n\n15 people stayed.") == [("March", "2021-03")]


def test_a_million_characters_of_words_of_time_at_random() -> None:
    words = [word for word in grammar().vocabulary.symbols if word not in SHAPES]
    marks = [",", ".", "-", "/", "(", "'s", "$5", "10:30", "2021-05-01", "5/1/21", "1990s", "'98", "said", "\n\n", "😀"]
    text = " ".join(Random(1).choices([*words, *map(str, range(0, 3000, 7)), *marks], k=190_000))
    assert len(text) > 1_000_000
    found = find(text, SATURDAY)
    assert len(found) > 20_000
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(timex3.is_value(one.value, one.type) for one in found)


def test_of_a_million_characters_none_is_lost() -> None:
    text = "On Friday the army, which was led by a general, left the city. " * 16_000
    assert len(find(text, SATURDAY)) == 16_000
