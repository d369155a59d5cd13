"""JPEG pictures: read past every scan to their real end; nothing that tells about anybody stays, wherever it stands."""

from __future__ import annotations

import struct

import pytest

from app.services.picture_checks import BROKEN, TOO_LARGE, check_jpg
from app.services.refusals import FileRefused
from tests.sample_files import jpg

END = b"\xff\xd9"
SECRET = b"Somchai, 13.75 N 100.50 E"


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


START = b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
FRAME = segment(0xC2, b"\x08" + struct.pack(">HH", 2, 2) + b"\x01\x01\x11\x00")
TABLE = segment(0xC4, b"\x00" + b"\0" * 16)
EXIF = segment(0xE1, b"Exif\0\0" + SECRET)
COMMENT = segment(0xFE, SECRET)
HEAD = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
SCAN = HEAD + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xff\x00\x78"
"""A scan whose data hold a doubled zero, a mark for restarting and a filling byte."""
PROGRESSIVE = START + FRAME + TABLE + SCAN + TABLE + SCAN + END


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        check_jpg(content)
    return str(refused.value.args[0])


def test_a_picture_of_several_scans_stays_as_it_is() -> None:
    assert check_jpg(PROGRESSIVE) == PROGRESSIVE


@pytest.mark.parametrize(
    "told",
    [
        *(EXIF, COMMENT, segment(0xED, SECRET), segment(0xE2, b"MPF\0" + SECRET)),
        *(segment(0xE0, b"JFXX\0" + SECRET), segment(0xEE, SECRET), segment(0xF5, SECRET)),
    ],
)
@pytest.mark.parametrize("place", [START, START + FRAME, START + FRAME + TABLE + SCAN, PROGRESSIVE.removesuffix(END)])
def test_what_tells_about_its_maker_goes_before_between_and_behind_scans(place: bytes, told: bytes) -> None:
    assert check_jpg(PROGRESSIVE.replace(place, place + told, 1)) == PROGRESSIVE


def test_bytes_that_fill_up_hide_nothing() -> None:
    assert check_jpg(START + b"\xff\xff" + COMMENT + b"\xff\xd0" + FRAME + SCAN + END) == START + FRAME + SCAN + END


@pytest.mark.parametrize(
    "behind", [START + EXIF + FRAME + SCAN + END, b"<html><script>alert(1)</script></html>" + END, b"\0" * 100]
)
def test_nothing_stays_behind_the_end_of_the_picture(behind: bytes) -> None:
    assert check_jpg(PROGRESSIVE + behind) == PROGRESSIVE


def test_the_colours_of_a_picture_stay() -> None:
    colours = segment(0xE2, b"ICC_PROFILE\0\x01\x01sRGB") + segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")
    content = START + colours + FRAME + SCAN + END
    assert check_jpg(content) == content


@pytest.mark.parametrize(
    "content",
    [
        PROGRESSIVE.removesuffix(END),
        START + EXIF + FRAME + SCAN + TABLE,
        START + FRAME + SCAN + TABLE[:-4],
        START + FRAME + TABLE + END,
        START + SCAN + END,
        START + FRAME + SCAN + jpg(),
        START + FRAME + segment(0xFE, END)[:-1],
        START + segment(0xC0, b"\x08") + SCAN + END,
        START + b"no marker" + END,
        b"\xff\xd8",
        b"",
    ],
)
def test_a_picture_that_is_cut_off_or_no_picture_is_broken(content: bytes) -> None:
    assert refusal(content) == BROKEN


def test_a_frame_too_large_is_refused_behind_a_scan_too() -> None:
    large = segment(0xC0, b"\x08" + struct.pack(">HH", 60_000, 60_000) + b"\x01\x01\x11\x00")
    assert refusal(START + FRAME + SCAN + large + SCAN + END) == TOO_LARGE
