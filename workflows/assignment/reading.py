"""Reads an assignment problem from plain JSON values, and tells every fault of it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from workflows.assignment.problem import Application, Assessor, Mode, Pair, Problem

_KEYS = frozenset(Problem.__dataclass_fields__)
_NEEDED = ("panel_size", "applications", "assessors")
_FLAGS = ("one_per_group", "need_lead", "connected")


class ProblemFaults(ValueError):
    """A problem that cannot be read; `faults` holds every reason as a sentence."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


def read_problem(raw: object) -> Problem:
    """Return the problem written in `raw` (objects, lists, strings, integers, Decimals). Raises ProblemFaults.

    Expertise and conflicts may still name whom or what only `previous` knows: after a drop-out nothing else of a file
    need change. Such entries are left out.
    """
    if not isinstance(raw, dict):
        raise ProblemFaults(["The problem is not a JSON object"])
    reader = _Reader(raw)
    problem = reader.problem()
    if reader.faults:
        raise ProblemFaults(reader.faults)
    return problem


class _Reader:
    """Reads part after part, noting faults; a faulty part is replaced by something harmless so that reading goes on."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.faults: list[str] = []

    def problem(self) -> Problem:
        self._keys("The problem", self.raw, _KEYS, _NEEDED)
        applications = tuple(self._objects("applications", self._application))
        assessors = tuple(self._objects("assessors", self._assessor))
        ids = {application.id for application in applications}
        people = {assessor.id for assessor in assessors}
        previous = self._pairs("previous", None, None)
        ids_then, people_then = ids | {pair[0] for pair in previous}, people | {pair[1] for pair in previous}
        expertise = self._expertise(ids_then, people_then)
        conflicts = self._pairs("conflicts", ids_then, people_then)
        self._once("application", (application.id for application in applications))
        self._once("assessor", (assessor.id for assessor in assessors))
        return Problem(
            panel_size=self._count("panel_size", self.raw.get("panel_size", 1), least=1),
            applications=applications,
            assessors=assessors,
            mode=self._mode(),
            expertise={pair: value for pair, value in expertise.items() if pair[0] in ids and pair[1] in people},
            conflicts=frozenset(pair for pair in conflicts if pair[0] in ids and pair[1] in people),
            locked=self._pairs("locked", ids, people),
            previous=previous,
            anchors=self._anchors(ids),
            **{flag: self._flag(flag, self.raw.get(flag, False)) for flag in _FLAGS},
        )

    def _application(self, where: str, raw: Mapping[str, Any]) -> Application:
        self._keys(where, raw, {"id", "size", "programme", "groups"}, ["id"])
        size = raw.get("size")
        programme = raw.get("programme")
        return Application(
            id=self._id(f"{where}: id", raw.get("id", "")),
            size=None if size is None else self._count(f"{where}: size", size, least=1),
            programme=None if programme is None else self._id(f"{where}: programme", programme),
            groups=self._ids(f"{where}: groups", raw.get("groups", [])),
        )

    def _assessor(self, where: str, raw: Mapping[str, Any]) -> Assessor:
        self._keys(where, raw, {"id", "min", "max", "groups", "lead", "held"}, ["id", "max"])
        least = self._count(f"{where}: min", raw.get("min", 0), least=0)
        most = self._count(f"{where}: max", raw.get("max", 0), least=0)
        if least > most:
            self.faults.append(f"{where}: min {least} is more than max {most}")
        return Assessor(
            id=self._id(f"{where}: id", raw.get("id", "")),
            min=least,
            max=most,
            groups=self._ids(f"{where}: groups", raw.get("groups", [])),
            lead=self._flag(f"{where}: lead", raw.get("lead", False)),
            held=self._count(f"{where}: held", raw.get("held", 0), least=0),
        )

    def _expertise(self, ids: set[str], people: set[str]) -> dict[Pair, Decimal]:
        found: dict[Pair, Decimal] = {}
        for application, row in self._object("expertise", self.raw.get("expertise", {})).items():
            self._known(f"expertise: {application}", application, ids, "application")
            for assessor, value in self._object(f"expertise: {application}", row).items():
                self._known(f"expertise: {application}", assessor, people, "assessor")
                found[application, assessor] = self._number(f"expertise: {application}: {assessor}", value)
        return found

    def _anchors(self, ids: set[str]) -> frozenset[str]:
        anchors = self._ids("anchors", self.raw.get("anchors", []))
        for anchor in anchors:
            self._known("anchors", anchor, ids, "application")
        return frozenset(anchors)

    def _pairs(self, key: str, ids: set[str] | None, people: set[str] | None) -> frozenset[Pair]:
        found: set[Pair] = set()
        for number, raw in enumerate(self._list(key, self.raw.get(key, [])), start=1):
            where = f"{key}: pair {number}"
            if not (isinstance(raw, list) and len(raw) == 2 and all(isinstance(part, str) for part in raw)):
                self.faults.append(f'{where} is not ["application", "assessor"]')
                continue
            if ids is not None and people is not None:
                self._known(where, raw[0], ids, "application")
                self._known(where, raw[1], people, "assessor")
            found.add((raw[0], raw[1]))
        return frozenset(found)

    def _mode(self) -> Mode:
        mode = self.raw.get("mode", Mode.PLAN)
        if isinstance(mode, str) and mode in set(Mode):
            return Mode(mode)
        self.faults.append(f"mode: {mode!r} is neither plan nor repair")
        return Mode.PLAN

    def _objects(self, key: str, read: Any) -> Iterable[Any]:
        for number, raw in enumerate(self._list(key, self.raw.get(key, [])), start=1):
            where = f"{key}: entry {number}"
            if isinstance(raw, dict):
                yield read(where, raw)
            else:
                self.faults.append(f"{where} is not a JSON object")

    def _keys(self, where: str, raw: Mapping[str, Any], known: Iterable[str], needed: Iterable[str]) -> None:
        self.faults += [f"{where} has no {key!r}" for key in needed if key not in raw]
        self.faults += [f"{where} has an unknown key {key!r}" for key in sorted(set(raw) - set(known))]

    def _once(self, what: str, ids: Iterable[str]) -> None:
        times = Counter(name for name in ids if name)
        self.faults += [f"The {what} {name!r} is listed {count} times" for name, count in times.items() if count > 1]

    def _known(self, where: str, name: str, known: set[str], what: str) -> None:
        if name not in known:
            self.faults.append(f"{where}: there is no {what} {name!r}")

    def _list(self, where: str, raw: object) -> list[Any]:
        if isinstance(raw, list):
            return raw
        self.faults.append(f"{where} is not a list")
        return []

    def _object(self, where: str, raw: object) -> dict[str, Any]:
        if isinstance(raw, dict):
            return raw
        self.faults.append(f"{where} is not a JSON object")
        return {}

    def _ids(self, where: str, raw: object) -> tuple[str, ...]:
        return tuple(self._id(where, part) for part in self._list(where, raw))

    def _id(self, where: str, raw: object) -> str:
        if isinstance(raw, str) and raw:
            return raw
        self.faults.append(f"{where}: {raw!r} is not a name")
        return ""

    def _count(self, where: str, raw: object, *, least: int) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool) and raw >= least:
            return raw
        self.faults.append(f"{where}: {raw!r} is not a whole number from {least} up")
        return least

    def _flag(self, where: str, raw: object) -> bool:
        if isinstance(raw, bool):
            return raw
        self.faults.append(f"{where}: {raw!r} is neither true nor false")
        return False

    def _number(self, where: str, raw: object) -> Decimal:
        if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            number = Decimal(raw)
            if number.is_finite() and 0 <= number <= 10**9 and number == round(number, 6):
                return number
        self.faults.append(f"{where}: {raw} is not a number from 0 to 1,000,000,000 with at most 6 decimals")
        return Decimal(0)
