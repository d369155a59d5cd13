"""Texts of messages with named places: which places stand in them, what is wrong with them, and how they are filled.

A place is written `{name}`. There is nothing else to a text: no condition, no call, no markup, so that whoever words a
message can break nothing and make nothing run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from workflows.errors import Obstacle

LONGEST_SUBJECT = 150
LONGEST_BODY = 4000

_PLACE = re.compile(r"\{([a-z_]+)\}")
_STANDARD_PLACE = re.compile(r"%\(([a-z_]+)\)s")


def places_in(text: str) -> frozenset[str]:
    """Return the names of the places that stand in a text."""
    return frozenset(_PLACE.findall(text))


def from_standard(text: str) -> str:
    """Rewrite a text of the catalogue, whose places are `%(name)s`, with places written `{name}`."""
    return _STANDARD_PLACE.sub(r"{\1}", text).replace("%%", "%")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put the values into the places. What stands in a value is never read as a place. Raises KeyError for none."""
    return _PLACE.sub(lambda found: values[found.group(1)], text)


def text_obstacles(field: str, text: str, *, known: Collection[str], length: int, longest: int) -> list[Obstacle]:
    """Say what is wrong with a text whose length is `length` characters as a reader counts them."""
    if not text.strip():
        return [Obstacle("Write a text", field=field)]
    against = []
    if length > longest:
        against.append(Obstacle("At most %(most)s characters", {"most": longest}, field))
    unknown = sorted(places_in(text) - set(known))
    if unknown:
        said = {"unknown": ", ".join(f"{{{name}}}" for name in unknown)}
        against.append(Obstacle("This message knows no %(unknown)s", said, field))
    if set("{}") & set(_PLACE.sub("", text)):
        against.append(Obstacle("Braces { } stand around the name of a place only", field=field))
    if field == "subject" and "\n" in text.strip():
        against.append(Obstacle("A subject is one line", field=field))
    return against


def places_left_out(subject: str, body: str, standard: Collection[str]) -> list[str]:
    """Return the places of the standard text that stand neither in subject nor in body: a warning, not an error."""
    return sorted(set(standard) - places_in(subject) - places_in(body))
