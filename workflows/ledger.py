"""The tamper-evident ledger: how one event is chained to the one before, and how a copy is verified without the system.

The hash of an event is the SHA-256 of the event without its `hash`, written as canonical JSON: UTF-8, keys sorted,
no spaces, numbers only as integers or strings. The first event follows 64 zeros. Whoever changes, removes, adds or
moves an event breaks the chain at that place; whoever rewrites everything behind it, or cuts the end off, is found by
anyone who kept one later head: a receipt, or the head that the public page shows each day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, NoReturn

FIRST_PREVIOUS = "0" * 64


class NotAnEvent(ValueError):
    """A line that cannot be an event of the ledger; the text says why."""


@dataclass(frozen=True)
class Line:
    """One event as it is hashed, stored and exported. `at` is UTC text, so that no database can round it."""

    seq: int
    at: str
    kind: str
    actor: str
    subject: str
    data: Mapping[str, Any]
    previous: str
    hash: str


_KEYS = tuple(field.name for field in fields(Line))


@dataclass(frozen=True)
class Verdict:
    """What a verification found.

    `count` and `head` belong to the events that hold, from the first on; `first_bad` is the number of the first event
    that is wrong or missing, with the `reason` as a sentence. `tail_checked` says whether the ledger was compared with
    a head known from outside: without one, events cut off at the end leave no trace. `known_until` is the number of
    the last event that such a head vouches for; whatever came later and was cut off, it cannot tell.
    """

    ok: bool
    head: str
    count: int
    first_bad: int | None
    reason: str
    known_until: int | None
    tail_checked: bool = False


def canonical(line: Line) -> bytes:
    """Return the bytes that are hashed. Raises ValueError for text that UTF-8 cannot hold."""
    return _json({key: getattr(line, key) for key in _KEYS if key != "hash"}).encode()


def link(
    previous: str, seq: int, at: datetime, *, kind: str, actor: str, subject: str, data: Mapping[str, Any]
) -> Line:
    """Chain one event to the one whose hash is `previous` (64 zeros for the first).

    Raises ValueError for a time without a zone, TypeError for data with a fraction or a key that is not text.
    """
    if at.tzinfo is None:
        raise ValueError("The time of an event needs a zone")
    at_text = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return _sealed(Line(seq, at_text, kind, actor, subject, data, previous, ""))


def exported(line: Line) -> str:
    """Return the event as one line of an export, without the line break."""
    return _json({key: getattr(line, key) for key in _KEYS})


def read_line(text: str) -> Line:
    """Read one line of an export. Raises NotAnEvent; whether the hash is right is the question of `verify`."""
    try:
        raw = json.loads(
            text, object_pairs_hook=_without_doubles, parse_float=_no_fraction, parse_constant=_no_fraction
        )
    except NotAnEvent:
        raise
    except (ValueError, RecursionError) as fault:
        raise NotAnEvent(f"it is not JSON ({fault})") from fault
    if not isinstance(raw, dict):
        raise NotAnEvent("it is not a JSON object")
    if raw.keys() != set(_KEYS):
        raise NotAnEvent(f"it has the keys {', '.join(sorted(raw)) or 'none'} instead of {', '.join(_KEYS)}")
    if type(raw["seq"]) is not int:
        raise NotAnEvent("its seq is not an integer")
    if not isinstance(raw["data"], dict):
        raise NotAnEvent("its data is not a JSON object")
    return Line(**raw)


def read_lines(texts: Iterable[str]) -> Iterator[Line]:
    """Read an export line by line; lines without a character are passed over."""
    return (read_line(text) for text in texts if text.strip())


def verify(lines: Iterable[Line], heads: Iterable[str] = ()) -> Verdict:
    """Check a whole ledger from its first event on, holding one event at a time.

    `heads` are hashes known from outside (receipts, the daily public head): each must be the hash of an event of this
    ledger, else events are missing at its end, or it is another ledger. The number of the first event is free, for
    its hash covers it; nothing may come before it.
    """
    known = {head.lower() for head in heads}
    missing = known - {FIRST_PREVIOUS}
    so_far = Verdict(ok=True, head=FIRST_PREVIOUS, count=0, first_bad=None, reason="", known_until=None)
    expected = 1
    try:
        for line in lines:
            if reason := _fault(line, so_far, expected):
                return _refused(so_far, expected if so_far.count else line.seq, reason)
            so_far, expected = _with(line, so_far, is_known=line.hash in missing), line.seq + 1
            missing.discard(line.hash)
    except NotAnEvent as fault:
        return _refused(so_far, expected, f"what stands for event {expected} is no event: {fault}")
    if missing:
        reason = f"the ledger ends before the known head {min(missing)}, or is another ledger"
        return _refused(so_far, expected, reason)
    return replace(so_far, tail_checked=bool(known))


def _with(line: Line, so_far: Verdict, *, is_known: bool) -> Verdict:
    known_until = line.seq if is_known else so_far.known_until
    return replace(so_far, head=line.hash, count=so_far.count + 1, known_until=known_until)


def _refused(so_far: Verdict, first_bad: int, reason: str) -> Verdict:
    return replace(so_far, ok=False, first_bad=first_bad, reason=reason)


def _fault(line: Line, so_far: Verdict, expected: int) -> str:
    """Say what is wrong with `line` coming after what was verified so far, or nothing."""
    if not so_far.count and line.previous != FIRST_PREVIOUS:
        return f"event {line.seq} is not the first of a ledger: events before it are missing"
    if so_far.count and line.seq != expected:
        return f"event {line.seq} stands where event {expected} belongs"
    if line.previous != so_far.head:
        return f"event {line.seq} does not follow event {expected - 1} as it stands: one of the two was changed"
    if _digest(line) != line.hash:
        return f"the content of event {line.seq} does not match its hash"
    return ""


def _digest(line: Line) -> str:
    try:
        return hashlib.sha256(canonical(line)).hexdigest()
    except (ValueError, RecursionError) as fault:
        raise NotAnEvent(f"it cannot be written as canonical JSON ({fault})") from fault


def _sealed(line: Line) -> Line:
    for key in _KEYS:
        _refuse_fractions(getattr(line, key))
    values = {key: getattr(line, key) for key in _KEYS if key != "hash"}
    return Line(**values, hash=hashlib.sha256(canonical(line)).hexdigest())


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(
        {**value, "data": dict(value["data"])},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def _refuse_fractions(value: object) -> None:
    """A float prints differently from one program to the next, so two honest copies would hash differently."""
    if isinstance(value, float):
        raise TypeError(f"The ledger takes numbers only as integers or strings, not {value!r}")
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("The keys of an event's data are strings")
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_fractions(part)


def _no_fraction(text: str) -> NoReturn:
    raise NotAnEvent(f"it holds the number {text}; numbers are integers or strings")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAnEvent("it names a key twice")
    return found
