"""Thai text and Thai dates: counting, cleaning, searching, sorting, reading and writing them. Pure functions."""

from app.thai.dates import BANGKOK, NotADate, in_bangkok, parse_date, parse_time, thai_date
from app.thai.display import keep_together
from app.thai.names import name_sort_key
from app.thai.text import grapheme_count, normalise, search_key, sort_key, thai_digits_to_arabic

__all__ = [
    "BANGKOK",
    "NotADate",
    "grapheme_count",
    "in_bangkok",
    "keep_together",
    "name_sort_key",
    "normalise",
    "parse_date",
    "parse_time",
    "search_key",
    "sort_key",
    "thai_date",
    "thai_digits_to_arabic",
]
