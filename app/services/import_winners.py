"""Importing past winners from rows: every fault of every row first, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Agency, PastWinner, Person
from app.permissions import Permission, may_anywhere
from app.services.events import personal, record
from app.services.imports import Difference, Preview, RowFault, differences, may_import, refuse
from app.thai import in_bangkok, normalise, search_key, thai_digits_to_arabic
from app.transaction import composed, lock, promise_event, transactional
from rubrics import published_rubrics
from workflows.decision import NONE, possible_outcomes
from workflows.errors import Obstacle, RuleBroken

_Key: TypeAlias = tuple[int, str, object, str]
_ERA = 543


@dataclass(frozen=True)
class WinnerRow:
    """One work that won, as a file gives it."""

    line: int
    year: str
    branch: str
    type_code: str
    agency: str
    title_th: str
    level: str
    title_en: str = ""


@composed
def preview_winners(rows: Sequence[WinnerRow]) -> Preview:
    """Say which winners importing these rows would add or change, or what is wrong with them, row by row."""
    return _read(rows)[0]


@transactional
def import_winners(rows: Sequence[WinnerRow], *, actor: Person) -> Preview:
    """Keep every winner of the rows; one that is known takes the new level. Raises ImportRefused with every fault."""
    may_import(actor)
    preview, winners = _read(rows)
    refuse(preview.faults)
    known = _known()
    for winner in winners:
        present = known.get(_key(winner))
        if present is None:
            db.session.add(winner)
        else:
            present.level, present.title_en, present.search_key = winner.level, winner.title_en, winner.search_key
    db.session.flush()
    counts = {"added": len(preview.added), "changed": len(preview.changed)}
    promise_event("past_winners_imported", actor=actor.ledger_ref, subject="imports:past_winners", data=counts)
    return preview


@transactional
def remove_winner(winner: PastWinner, *, reason: str, actor: Person) -> None:
    """Take one wrong winner out of the list; what it was and why stays on record."""
    against = [] if reason.strip() else [Obstacle("Give a reason", field="reason")]
    if not may_anywhere(Permission.ADMINISTER, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if against:
        raise RuleBroken(against)
    winner = lock(winner)
    record(
        "past_winner_removed",
        about=winner,
        actor=actor,
        year=winner.year_be,
        type=winner.type_code,
        agency=winner.agency_id,
        level=winner.level,
        title=personal(winner.title_th),
        reason=personal(reason),
    )
    db.session.delete(winner)


def _read(rows: Sequence[WinnerRow]) -> tuple[Preview, list[PastWinner]]:
    agencies = {agency.code: agency for agency in db.session.scalars(select(Agency))}
    known, faults, winners = _known(), list[RowFault](), list[PastWinner]()
    added, unchanged, changed = list[str](), list[str](), dict[str, tuple[Difference, ...]]()
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        against = _faults(row, agencies)
        first = seen.setdefault(_written(row), row.line)
        if first != row.line:
            against.append(Obstacle("This work already stands in row %(line)s", {"line": first}, "title_th"))
        if not against:
            winner = _winner(row, agencies)
            winners.append(winner)
            present, named = known.get(_key(winner)), f"{winner.year_be} {winner.title_th}"
            found = _differences(present, winner) if present is not None else ()
            if found:
                changed[named] = found
            else:
                (added if present is None else unchanged).append(named)
        faults += [RowFault(row.line, obstacle) for obstacle in against]
    preview = Preview(tuple(added), tuple(changed), tuple(unchanged), tuple(faults), differences=changed)
    return preview, winners


def _differences(present: PastWinner, winner: PastWinner) -> tuple[Difference, ...]:
    before = {"level": present.level, "title_en": present.title_en}
    return differences(before, {"level": winner.level, "title_en": winner.title_en})


def _written(row: WinnerRow) -> tuple[str, ...]:
    """What makes a work one of its own, as the row gives it: two rows alike in it are the same work."""
    year, type_code, agency = thai_digits_to_arabic(row.year), row.type_code.lower(), row.agency.lower()
    return year.strip(), type_code.strip(), agency.strip(), normalise(row.title_th).strip()


def _faults(row: WinnerRow, agencies: Mapping[str, Agency]) -> list[Obstacle]:
    against = []
    year = thai_digits_to_arabic(row.year).strip()
    if not (year.isdecimal() and 2500 <= int(year) <= 2700):
        against.append(Obstacle("Enter the year in the Buddhist era, for example 2570", field="year"))
    elif int(year) > in_bangkok(now()).year + _ERA:
        against.append(Obstacle("This year is still to come: nothing has won in it yet", field="year"))
    if row.agency.strip().lower() not in agencies:
        against.append(
            Obstacle("There is no agency with the code %(code)s", {"code": row.agency.strip() or "–"}, "agency")
        )
    if not row.title_th.strip():
        against.append(Obstacle("Enter the title in Thai", field="title_th"))
    return against + _award_faults(row)


def _award_faults(row: WinnerRow) -> list[Obstacle]:
    place = (row.branch.strip().upper(), row.type_code.strip().lower())
    fitting = [each for each in published_rubrics().values() if (each.branch, each.type_code) == place]
    levels = {code for rubric in fitting for code in possible_outcomes(rubric)} - {NONE}
    if not levels:
        named = {"type": row.type_code.strip() or "–"}
        return [Obstacle("This branch has no award type called %(type)s", named, "type_code")]
    if row.level.strip().lower() not in levels:
        return [Obstacle("Write the level as one of: %(levels)s", {"levels": ", ".join(sorted(levels))}, "level")]
    return []


def _winner(row: WinnerRow, agencies: Mapping[str, Agency]) -> PastWinner:
    title_th, title_en = normalise(row.title_th).strip(), normalise(row.title_en).strip()
    return PastWinner(
        year_be=int(thai_digits_to_arabic(row.year).strip()),
        branch=row.branch.strip().upper(),
        type_code=row.type_code.strip().lower(),
        agency_id=agencies[row.agency.strip().lower()].id,
        title_th=title_th,
        title_en=title_en,
        level=row.level.strip().lower(),
        search_key=search_key(f"{title_th} {title_en}"),
        imported_at=now(),
    )


def _key(winner: PastWinner) -> _Key:
    return winner.year_be, winner.type_code, winner.agency_id, winner.title_th


def _known() -> dict[_Key, PastWinner]:
    return {_key(winner): winner for winner in db.session.scalars(select(PastWinner))}
