"""Importing agencies and assessors from rows: every fault of every row first, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.extensions import db
from app.models import Agency, AgencyKind, Person
from app.permissions import Permission, may_anywhere
from app.services import registry
from app.thai import normalise
from app.transaction import composed, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role


@dataclass(frozen=True)
class AgencyRow:
    """One agency as a file gives it: `line` is the row of the sheet, `parent` the code of the agency above."""

    line: int
    code: str
    kind: str
    name_th: str
    name_en: str
    parent: str = ""


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one cell of one row."""

    line: int
    obstacle: Obstacle


class ImportRefused(RuleBroken):
    """Rows that cannot be imported; nothing was changed."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(fault.obstacle for fault in faults)


@dataclass(frozen=True)
class RoleGiven:
    """A role that a row gives a person, on an agency or on a branch where it is held on one."""

    email: str
    role: Role
    agency: Agency | None
    branch: str | None


@dataclass(frozen=True)
class Difference:
    """What a row changes in one column of what is there already."""

    column: str
    before: str
    after: str


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """Return what differs, column by column."""
    return tuple(Difference(name, was, after[name]) for name, was in before.items() if was != after[name])


@dataclass(frozen=True)
class Preview:
    """What an import would do to what, before it does anything; with faults it does nothing.

    `names` are those of the file in both languages, `differences` what changes, both by what is added or changed.
    """

    added: tuple[str | RoleGiven, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str | RoleGiven, ...] = ()
    faults: tuple[RowFault, ...] = ()
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    differences: Mapping[str, tuple[Difference, ...]] = field(default_factory=dict)


@composed
def preview_agencies(rows: Sequence[AgencyRow]) -> Preview:
    """Say what importing these rows would add and change, or what is wrong with them, row by row."""
    return _preview(rows, _known_agencies())


@transactional
def import_agencies(rows: Sequence[AgencyRow], *, actor: Person | None) -> Preview:
    """Add and change agencies; nobody (None) is the system itself. Raises RuleBroken with every fault of every row."""
    may_import(actor)
    known = _known_agencies()
    preview = _preview(rows, known)
    refuse(preview.faults)
    for row in _parents_first(rows, known):
        parent = known.get(_code(row.parent)) if row.parent.strip() else None
        agency = known.get(_code(row.code))
        if agency is None:
            known[_code(row.code)] = registry.add_agency(
                code=row.code,
                kind=AgencyKind(row.kind.strip().lower()),
                name_th=row.name_th,
                name_en=row.name_en,
                parent=parent,
                actor=actor,
            )
        elif _differs(row, known):
            registry.rename_agency(agency, name_th=row.name_th, name_en=row.name_en, actor=actor)
            registry.place_agency(agency, parent, actor=actor)
    return preview


def may_import(actor: Person | None) -> None:
    """Raise RuleBroken unless an administrator, or the system itself, imports."""
    if actor is not None and not may_anywhere(Permission.ADMINISTER, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])


def refuse(faults: Sequence[RowFault]) -> None:
    """Raise ImportRefused if there are faults."""
    if faults:
        raise ImportRefused(faults)


def _known_agencies() -> dict[str, Agency]:
    return {agency.code: agency for agency in db.session.scalars(select(Agency))}


def _code(text: str) -> str:
    return text.strip().lower()


def _preview(rows: Sequence[AgencyRow], known: Mapping[str, Agency]) -> Preview:
    faults = [*_doubled(rows), *(fault for row in rows for fault in _row_faults(row, known, rows))]
    faults += _loops(rows, known)
    codes = [_code(row.code) for row in rows]
    changed = tuple(_code(row.code) for row in rows if _code(row.code) in known and _differs(row, known))
    return Preview(
        added=tuple(code for code in codes if code not in known),
        names={_code(row.code): (normalise(row.name_th).strip(), normalise(row.name_en).strip()) for row in rows},
        differences={_code(row.code): _differences(row, known) for row in rows if _code(row.code) in changed},
        changed=changed,
        unchanged=tuple(code for code in codes if code in known and code not in changed),
        faults=tuple(sorted(faults, key=lambda fault: fault.line)),
    )


def _differs(row: AgencyRow, known: Mapping[str, Agency]) -> bool:
    return _differences(row, known) != ()


def _differences(row: AgencyRow, known: Mapping[str, Agency]) -> tuple[Difference, ...]:
    agency = known[_code(row.code)]
    before = {
        "name_th": agency.name_th,
        "name_en": agency.name_en,
        "parent": agency.parent.code if agency.parent else "",
    }
    after = {
        "name_th": normalise(row.name_th).strip(),
        "name_en": normalise(row.name_en).strip(),
        "parent": _code(row.parent),
    }
    return differences(before, after)


def _doubled(rows: Sequence[AgencyRow]) -> list[RowFault]:
    seen: dict[str, int] = {}
    faults = []
    for row in rows:
        first = seen.setdefault(_code(row.code), row.line)
        if row.code.strip() and first != row.line:
            faults.append(
                RowFault(
                    row.line,
                    Obstacle(
                        "The code %(code)s already stands in row %(line)s", {"code": row.code, "line": first}, "code"
                    ),
                )
            )
    return faults


def _row_faults(row: AgencyRow, known: Mapping[str, Agency], rows: Sequence[AgencyRow]) -> list[RowFault]:
    against = registry.name_obstacles(row.name_th, row.name_en)
    if not registry.is_code(_code(row.code)):
        against.append(Obstacle("A code has 2 to 40 letters a to z, digits and hyphens", field="code"))
    against += _kind_obstacles(row, known)
    codes: Collection[str] = {_code(each.code) for each in rows} | set(known)
    if row.parent.strip() and _code(row.parent) not in codes:
        against.append(Obstacle("There is no agency with the code %(code)s", {"code": row.parent.strip()}, "parent"))
    return [RowFault(row.line, obstacle) for obstacle in against]


def _kind_obstacles(row: AgencyRow, known: Mapping[str, Agency]) -> list[Obstacle]:
    """A kind is one of ours, and stays: eligibility was judged by it."""
    kind = row.kind.strip().lower()
    if kind not in set(AgencyKind):
        return [Obstacle("There is no kind of agency called %(kind)s", {"kind": row.kind.strip() or "–"}, "kind")]
    agency = known.get(_code(row.code))
    if agency is not None and agency.kind != kind:
        return [Obstacle("The kind of an agency cannot be changed by an import", field="kind")]
    return []


def _loops(rows: Sequence[AgencyRow], known: Mapping[str, Agency]) -> list[RowFault]:
    """Find rows that would stand under themselves, once the file has its way."""
    above = {code: agency.parent.code for code, agency in known.items() if agency.parent is not None}
    for row in rows:
        above.pop(_code(row.code), None)
        if row.parent.strip():
            above[_code(row.code)] = _code(row.parent)
    return [
        RowFault(row.line, Obstacle("An agency cannot stand under itself", field="parent"))
        for row in rows
        if _returns_to_itself(_code(row.code), above)
    ]


def _returns_to_itself(code: str, above: Mapping[str, str]) -> bool:
    at, steps = above.get(code), 0
    while at is not None and at != code and steps <= len(above):
        at, steps = above.get(at), steps + 1
    return at == code


def _parents_first(rows: Sequence[AgencyRow], known: Mapping[str, Agency]) -> list[AgencyRow]:
    """Order the rows so that each parent exists before its children; loops were refused."""
    waiting, done, ordered = list(rows), set(known), []
    while waiting:
        ready = [row for row in waiting if not row.parent.strip() or _code(row.parent) in done]
        waiting = [row for row in waiting if row.parent.strip() and _code(row.parent) not in done]
        ordered += ready
        done |= {_code(row.code) for row in ready}
    return ordered
