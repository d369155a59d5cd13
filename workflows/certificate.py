"""The code of a certificate: random, easy to type, and read in whatever way people write it."""

from __future__ import annotations

from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capitals without I, L, O and U: nobody mistakes one for another, and no word appears by chance."""

LENGTH = 16
"""Sixteen signs of 32 are 80 bits: nobody finds a valid code by trying, however many there are."""

_GROUP = 4
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"} | dict(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True)))
_APART = frozenset(" -\u2010\u2011\u2012\u2013\u2014\u00a0\u2060\t\r\n")


def new_code(below: Callable[[int], int]) -> str:
    """Return a fresh code; `below(n)` gives a number from 0 to n-1 that nobody can guess."""
    return "".join(ALPHABET[below(len(ALPHABET))] for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """Return the code somebody typed, None if it cannot be one.

    Small letters, Thai digits, spaces, dashes and O for 0 are fine.
    """
    code = "".join(sign for sign in typed.upper() if sign not in _APART).translate(_MEANT)
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def written_code(code: str) -> str:
    """Write a code in groups, as it is printed."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
