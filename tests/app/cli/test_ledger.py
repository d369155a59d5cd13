"""`lertrat ledger verify` as someone outside would use it: a file, perhaps a receipt, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.ledger import ledger_commands
from workflows.ledger import FIRST_PREVIOUS, Line, exported, link

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def ledger(count: int) -> list[Line]:
    lines: list[Line] = []
    for seq in range(1, count + 1):
        previous = lines[-1].hash if lines else FIRST_PREVIOUS
        lines.append(
            link(previous, seq, NOON, kind="application.submitted", actor="p:1", subject="a:1", data={"ก": seq})
        )
    return lines


def run(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(ledger_commands, ["verify", *arguments], input=stdin)


def export(lines: list[Line]) -> bytes:
    return "".join(exported(line) + "\n" for line in lines).encode()


def test_a_sound_export_says_so_and_that_its_tail_cannot_be_checked(tmp_path: Path) -> None:
    lines = ledger(3)
    path = tmp_path / "export.jsonl"
    path.write_bytes(export(lines))
    result = run(str(path))
    assert result.exit_code == 0
    assert result.stdout == (
        "OK: 3 events, each chained to the one before it.\n"
        f"Head: {lines[-1].hash}\n"
        "The tail cannot be checked: events cut off at the end leave no trace. "
        "Give a head you know from a receipt or the public page with --head.\n"
    )


def test_a_receipt_vouches_for_everything_up_to_its_event() -> None:
    lines = ledger(3)
    result = run("-", "--head", lines[1].hash, "--head", lines[0].hash, stdin=export(lines))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "The known head is found: nothing is missing up to event 2."


def test_a_missing_tail_is_found_by_a_receipt() -> None:
    lines = ledger(4)
    result = run("-", "--head", lines[3].hash, stdin=export(lines[:2]))
    assert result.exit_code == 1
    assert result.stdout == (
        f"BAD at event 3: the ledger ends before the known head {lines[3].hash}, or is another ledger.\n"
        f"The 2 events before it hold; their head is {lines[1].hash}.\n"
    )


def test_an_edited_event_is_named() -> None:
    lines = ledger(3)
    result = run("-", stdin=export(lines).replace(b'"seq":2,"subject":"a:1"', b'"seq":2,"subject":"a:2"'))
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "BAD at event 2: the content of event 2 does not match its hash."


def test_a_half_written_last_line_is_a_bad_event() -> None:
    result = run("-", stdin=export(ledger(3))[:-40])
    assert result.exit_code == 1
    assert result.stdout.startswith("BAD at event 3: what stands for event 3 is no event: it is not JSON")


def test_a_byte_order_mark_and_blank_lines_change_nothing() -> None:
    assert run("-", stdin=b"\xef\xbb\xbf" + export(ledger(2)).replace(b"\n", b"\r\n\r\n")).exit_code == 0


@pytest.mark.parametrize("stdin", [b"%PDF-1.7\n", b"\xff\xfe\n", b"[]\n", b'{"seq": 1}\n'])
def test_a_file_that_is_no_ledger_is_bad_input(stdin: bytes) -> None:
    result = run("-", stdin=stdin)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("This is not an export of the ledger: of its first line, it ")


def test_every_malformed_head_is_named() -> None:
    result = run("-", "--head", "abc", "--head", "x" * 64, stdin=export(ledger(1)))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "'abc' is not a head: a head is 64 hexadecimal digits\n"
        f"{'x' * 64!r} is not a head: a head is 64 hexadecimal digits\n"
    )


def test_a_file_that_is_not_there_is_bad_input() -> None:
    assert run("nowhere.jsonl").exit_code == 2
