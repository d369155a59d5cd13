"""Codes of certificates are read however they are written, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.certificate import ALPHABET, LENGTH, new_code, read_code, written_code

CODES = st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH)


@given(CODES)
def test_a_code_is_read_as_it_is_printed_and_in_small_letters(code: str) -> None:
    assert (read_code(written_code(code)), read_code(written_code(code).lower())) == (code, code)


@given(CODES)
def test_letters_that_look_like_digits_are_meant_as_digits(code: str) -> None:
    assert read_code(code.replace("0", "O").replace("1", "l")) == code


@given(CODES)
def test_thai_digits_are_digits(code: str) -> None:
    assert read_code(code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "0" * 15, "0" * 17, "U" * 16, "๐" * 15, "' or 1=1 --12345"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_new_code_is_made_of_the_numbers_it_is_given() -> None:
    numbers = iter(range(LENGTH))
    assert new_code(lambda _n: next(numbers)) == ALPHABET[:LENGTH]
