"""The chain of events, and that nobody can change, remove, add or move one unnoticed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.scoring.proof import proven
from workflows.ledger import (
    FIRST_PREVIOUS,
    Line,
    NotAnEvent,
    canonical,
    exported,
    link,
    read_line,
    read_lines,
    verify,
)

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def ledger(count: int, first: int = 1) -> list[Line]:
    lines: list[Line] = []
    for seq in range(first, first + count):
        previous = lines[-1].hash if lines else FIRST_PREVIOUS
        at = NOON + timedelta(minutes=seq)
        data = {"หมวด": ["1.1", seq], "total": "412.50", "empty": None}
        lines.append(link(previous, seq, at, kind="sheet.submitted", actor="person:7", subject="a:1", data=data))
    return lines


def rehashed(line: Line) -> Line:
    return replace(line, hash=hashlib.sha256(canonical(line)).hexdigest())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def test_the_hash_is_that_of_the_published_recipe() -> None:
    line = ledger(1)[0]
    recipe = (
        '{"actor":"person:7","at":"2026-11-22T05:01:00.000000Z","data":{"empty":null,"total":"412.50",'
        '"หมวด":["1.1",1]},"kind":"sheet.submitted","previous":"' + "0" * 64 + '","seq":1,"subject":"a:1"}'
    )
    assert canonical(line) == recipe.encode()
    assert line.hash == hashlib.sha256(recipe.encode()).hexdigest()


def test_the_time_is_written_in_utc_whatever_the_zone_of_the_caller() -> None:
    bangkok = NOON.astimezone(timezone(timedelta(hours=7)))
    assert (
        link(FIRST_PREVIOUS, 1, bangkok, kind="k", actor="a", subject="s", data={}).at == "2026-11-22T05:00:00.000000Z"
    )


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        link(FIRST_PREVIOUS, 1, datetime(2026, 1, 1), kind="k", actor="a", subject="s", data={})  # noqa: DTZ001


@pytest.mark.parametrize("data", [{"x": 0.5}, {"x": [1, {"y": 2.0}]}, {1: "x"}, {"x": float("nan")}])
def test_data_that_two_programs_could_print_differently_is_refused(data: dict[Any, Any]) -> None:
    with pytest.raises(TypeError):
        link(FIRST_PREVIOUS, 1, NOON, kind="k", actor="a", subject="s", data=data)


@proven
@given(st.dictionaries(st.text(max_size=4), json_values, max_size=4))
def test_what_is_exported_reads_back_and_verifies(data: dict[str, Any]) -> None:
    line = link(FIRST_PREVIOUS, 1, NOON, kind="k", actor="a", subject="s", data=data)
    again = read_line(exported(line))
    assert again == line
    assert verify([again]).ok


def test_a_sound_ledger_gives_its_head_and_says_that_the_tail_was_not_checked() -> None:
    lines = ledger(5)
    verdict = verify(lines)
    assert (verdict.ok, verdict.head, verdict.count, verdict.first_bad) == (True, lines[-1].hash, 5, None)
    assert (verdict.tail_checked, verdict.known_until) == (False, None)


def test_an_empty_ledger_is_sound_and_stands_at_64_zeros() -> None:
    verdict = verify([])
    assert (verdict.ok, verdict.head, verdict.count) == (True, "0" * 64, 0)


def test_a_ledger_may_begin_with_any_number_but_with_nothing_before_it() -> None:
    assert verify(ledger(3, first=0)).ok
    assert verify(ledger(3)[1:]).first_bad == 2


def test_a_known_head_vouches_for_everything_up_to_it() -> None:
    lines = ledger(5)
    verdict = verify(lines, [lines[2].hash.upper(), lines[0].hash])
    assert (verdict.ok, verdict.tail_checked, verdict.known_until) == (True, True, 3)


def test_the_head_of_an_empty_ledger_is_known_to_every_ledger() -> None:
    assert verify(ledger(2), ["0" * 64]).ok


@proven
@given(st.integers(2, 9), st.data())
def test_a_missing_tail_is_found_by_a_later_head_and_only_by_it(count: int, data: st.DataObject) -> None:
    lines = ledger(count)
    kept = data.draw(st.integers(0, count - 1))
    verdict = verify(lines[:kept], [lines[-1].hash])
    assert (verdict.ok, verdict.first_bad, verdict.count) == (False, kept + 1, kept)
    assert verify(lines[:kept]).ok


@proven
@given(st.integers(1, 9), st.data())
def test_an_edited_event_is_found_at_its_place(count: int, data: st.DataObject) -> None:
    lines = ledger(count)
    at = data.draw(st.integers(0, count - 1))
    raw = json.loads(exported(lines[at]))
    key = data.draw(st.sampled_from(["at", "kind", "actor", "subject", "data", "previous", "hash"]))
    raw[key] = {"total": "412.51"} if key == "data" else raw[key][:-1] + ("x" if raw[key][-1] != "x" else "y")
    lines[at] = read_line(json.dumps(raw))
    verdict = verify(lines)
    assert (verdict.ok, verdict.first_bad) == (False, at + 1)


@proven
@given(st.integers(2, 9), st.data())
def test_an_event_rewritten_with_a_fresh_hash_is_found_at_the_next_one(count: int, data: st.DataObject) -> None:
    lines = ledger(count)
    at = data.draw(st.integers(0, count - 2))
    lines[at] = rehashed(replace(lines[at], data={"total": "500"}))
    verdict = verify(lines)
    assert (verdict.ok, verdict.first_bad) == (False, at + 2)


@proven
@given(st.integers(2, 9), st.data())
def test_a_deleted_event_is_found(count: int, data: st.DataObject) -> None:
    lines = ledger(count)
    at = data.draw(st.integers(0, count - 2))
    del lines[at]
    assert not verify(lines).ok


@proven
@given(st.integers(1, 9), st.data())
def test_an_inserted_event_is_found_even_when_it_is_chained_to_the_one_before(count: int, data: st.DataObject) -> None:
    lines = ledger(count)
    at = data.draw(st.integers(0, count - 1))
    lines.insert(at, link(lines[at].previous, at + 1, NOON, kind="k", actor="a", subject="s", data={}))
    assert not verify(lines).ok


@proven
@given(st.integers(2, 9).flatmap(lambda count: st.permutations(range(count))))
def test_events_in_another_order_are_found(order: list[int]) -> None:
    lines = ledger(len(order))
    assert verify([lines[index] for index in order]).ok == (order == sorted(order))


def test_a_ledger_rewritten_from_some_event_on_is_found_by_an_old_receipt() -> None:
    lines = ledger(4)
    forged = lines[:1]
    for line in lines[1:]:
        forged.append(rehashed(replace(line, previous=forged[-1].hash, actor="person:8")))
    assert verify(forged).ok
    assert not verify(forged, [lines[2].hash]).ok


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "it is not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))"),
        ("[" * 100_000, "it is not JSON (maximum recursion depth exceeded while decoding a JSON array)"),
        ("7", "it is not a JSON object"),
        ('{"seq": 1, "seq": 2}', "it names a key twice"),
        ('{"seq": 1.0}', "it holds the number 1.0; numbers are integers or strings"),
        ('{"seq": NaN}', "it holds the number NaN; numbers are integers or strings"),
        ('{"seq": 1}', "it has the keys seq instead of seq, at, kind, actor, subject, data, previous, hash"),
    ],
)
def test_a_line_that_is_no_event_says_why(text: str, reason: str) -> None:
    with pytest.raises(NotAnEvent) as caught:
        read_line(text)
    assert str(caught.value).startswith(reason[:40])


@pytest.mark.parametrize(("key", "value"), [("seq", True), ("seq", "1"), ("data", [])])
def test_an_event_with_a_value_of_the_wrong_kind_is_none(key: str, value: object) -> None:
    raw = json.loads(exported(ledger(1)[0])) | {key: value}
    with pytest.raises(NotAnEvent):
        read_line(json.dumps(raw))


def test_an_unreadable_line_is_the_first_bad_event() -> None:
    texts = [exported(line) for line in ledger(3)]
    texts[1] = texts[1][:-5]
    verdict = verify(read_lines(texts))
    assert (verdict.ok, verdict.first_bad, verdict.count) == (False, 2, 1)


def test_text_that_utf8_cannot_hold_is_a_bad_event_and_no_crash() -> None:
    texts = [exported(line).replace("person:7", "\\ud800") for line in ledger(1)]
    verdict = verify(read_lines(texts))
    assert (verdict.ok, verdict.first_bad) == (False, 1)


def test_verifying_holds_one_event_at_a_time() -> None:
    lines = ledger(50)
    seen: list[int] = []

    def stream() -> Any:
        for line in lines:
            seen.append(line.seq)
            yield line if line.seq != 3 else replace(line, actor="someone else")

    assert verify(stream()).first_bad == 3
    assert seen == [1, 2, 3]
