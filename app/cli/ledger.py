"""`lertrat ledger`: lets anyone with a copy of the ledger check it, without the system and without trusting it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

import click

from workflows.ledger import Line, NotAnEvent, Verdict, read_line, verify

BAD_LEDGER = 1
BAD_INPUT = 2


@click.group("ledger")
def ledger_commands() -> None:
    """The record of every act, chained so that no one can change it unnoticed."""


@ledger_commands.command("verify")
@click.argument("export", type=click.File("rb"))
@click.option("--head", "heads", multiple=True, metavar="HASH", help="A head known from a receipt or the public page.")
def verify_command(export: BinaryIO, heads: tuple[str, ...]) -> None:
    """Check EXPORT (- reads standard input) from its first event to its last.

    Exit code 0: the ledger is sound. 1: it is not, and the first bad event is named. 2: the input could not be read.
    """
    faults = [f"{head!r} is not a head: a head is 64 hexadecimal digits" for head in heads if not _is_hash(head)]
    if faults:
        _refuse(faults)
    verdict = verify(_events(export), heads)
    click.echo(_sentences(verdict))
    sys.exit(0 if verdict.ok else BAD_LEDGER)


def _events(export: BinaryIO) -> Iterator[Line]:
    """Yield the events. A file whose first line is no event is not a ledger at all; a later one is a fault in it."""
    is_first = True
    for raw in export:
        if not raw.strip():
            continue
        try:
            yield read_line(_text(raw))
        except NotAnEvent as fault:
            if is_first:
                _refuse([f"This is not an export of the ledger: of its first line, {fault}"])
            raise
        is_first = False


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NotAnEvent("it is not UTF-8 text") from fault


def _is_hash(text: str) -> bool:
    return re.fullmatch(r"[0-9a-fA-F]{64}", text) is not None


def _refuse(faults: list[str]) -> NoReturn:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(BAD_INPUT)


def _sentences(verdict: Verdict) -> str:
    if not verdict.ok:
        return "\n".join(
            [
                f"BAD at event {verdict.first_bad}: {verdict.reason}.",
                f"The {verdict.count} events before it hold; their head is {verdict.head}.",
            ]
        )
    return "\n".join(
        [f"OK: {verdict.count} events, each chained to the one before it.", f"Head: {verdict.head}", _tail(verdict)]
    )


def _tail(verdict: Verdict) -> str:
    if not verdict.tail_checked:
        return (
            "The tail cannot be checked: events cut off at the end leave no trace. "
            "Give a head you know from a receipt or the public page with --head."
        )
    if verdict.known_until is None:
        return "The known head is that of an empty ledger, so it tells nothing about the tail."
    return f"The known head is found: nothing is missing up to event {verdict.known_until}."
