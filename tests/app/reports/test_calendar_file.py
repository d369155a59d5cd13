"""A calendar file as RFC 5545 asks: what a strict reader of it gets back is what was put in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from app.reports.calendar_file import CalendarEvent, calendar_file, escaped, folded

AT = datetime(2027, 6, 1, 9, 30, tzinfo=timezone(timedelta(hours=7)))
EVENT = CalendarEvent(
    uid="a1@lertrat.example",
    sequence=2,
    written_at=AT,
    starts_at=AT,
    ends_at=AT + timedelta(hours=3),
    summary="คณะผู้ตรวจ; ตรวจประเมิน, ในพื้นที่ \\ กรมตัวอย่าง" * 3,
    location="ห้องประชุม 1",
    description="09.30 เปิดประชุม\r\n10.00 สัมภาษณ์",
    url="https://lertrat.example/applications/1",
)


def unfolded(file: bytes) -> list[str]:
    """Read the lines of a file as a calendar does."""
    text = file.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def read(value: str) -> str:
    """Take the escapes of a value out again."""
    marks = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n"}
    found, place = "", 0
    while place < len(value):
        pair = value[place : place + 2]
        found, place = (found + marks[pair], place + 2) if pair in marks else (found + value[place], place + 1)
    return found


def test_a_strict_reader_gets_everything_back() -> None:
    lines = unfolded(calendar_file(EVENT))
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    said = dict(line.split(":", 1) for line in lines[1:-1] if not line.startswith(("BEGIN", "END")))
    assert said["DTSTART"] == "20270601T023000Z"
    assert said["DTEND"] == "20270601T053000Z"
    assert (said["UID"], said["SEQUENCE"], said["METHOD"]) == ("a1@lertrat.example", "2", "PUBLISH")
    assert read(said["SUMMARY"]) == EVENT.summary
    assert read(said["DESCRIPTION"]) == "09.30 เปิดประชุม\n10.00 สัมภาษณ์"
    assert "ATTENDEE" not in said
    assert "ORGANIZER" not in said


def test_no_line_is_longer_than_75_octets_and_no_letter_is_torn() -> None:
    for line in calendar_file(EVENT).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_any_text_survives_escaping_and_folding(text: str) -> None:
    parts = list(folded("X:" + escaped(text)))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert read((parts[0] + "".join(part[1:] for part in parts[1:]))[2:]) == text


def test_control_characters_are_left_out() -> None:
    assert escaped("ก\x00\x07ข\tค") == "กข\tค"
    assert EVENT.starts_at.astimezone(UTC).hour == 2
