"""A calendar file of one event, written by hand as RFC 5545 asks: escaped text, folded lines, CRLF, times in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_OCTETS = 75


@dataclass(frozen=True)
class CalendarEvent:
    """One event; `uid` stays while `sequence` counts its revisions, so that a moved event replaces the old one."""

    uid: str
    sequence: int
    written_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    url: str


def calendar_file(event: CalendarEvent) -> bytes:
    """Return the file, in UTF-8."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OPDC//Lertrat//TH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_instant(event.written_at)}",
        f"DTSTART:{_instant(event.starts_at)}",
        f"DTEND:{_instant(event.ends_at)}",
        f"SUMMARY:{escaped(event.summary)}",
        f"LOCATION:{escaped(event.location)}",
        f"DESCRIPTION:{escaped(event.description)}",
        f"URL:{event.url}",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def escaped(text: str) -> str:
    """Return text as a value: backslash, semicolon, comma and line ends escaped. Source: RFC 5545, 3.3.11."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for raw, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(raw, written)
    return "".join(each for each in plain if each == "\t" or each >= " ")


def folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets, no character torn apart; each further part begins with a space.

    Source: RFC 5545, 3.1.
    """
    part, room = "", _OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            yield part
            part, room = " ", _OCTETS - 1
        part, room = part + letter, room - size
    yield part


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
