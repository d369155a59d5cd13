"""What must not be told about an application, for many at once in a constant number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Agency, Application, Assignment, ConsensusSheet, ConsensusState, CoOwner, Person
from app.queries.criteria import rubric_of
from workflows.leaks import Guarded, Names
from workflows.scoring.printing import total_printer


def guarded_among(
    applications: Collection[Application], contents: Mapping[uuid.UUID, Mapping[str, Any]]
) -> Mapping[uuid.UUID, Guarded]:
    """Return for each application, by its id, the names and figures that no text to its agency may tell.

    `contents` are the texts to look through: of the names of other applications only those standing in them are given.
    """
    people, programmes, totals = _people(applications), _entered(applications), _totals(applications)
    co_owners, found = _co_owners(applications), {}
    for application in applications:
        rubric, entered = rubric_of(application.programme), programmes[application.programme_id]
        total, agencies = totals.get(application.id), co_owners[application.id] | {application.agency_id}
        found[application.id] = Guarded(
            assessors=people[application.id],
            others=entered.told_in(contents[application.id], application.id, agencies),
            own=entered.own(application.id),
            totals=[total_printer(rubric)(total)] if total is not None else [],
            hides_scores=rubric.feedback is not None and not rubric.feedback.show_exact_score,
        )
    return found


def _people(applications: Collection[Application]) -> Mapping[uuid.UUID, list[str]]:
    """Everybody who ever sat on a panel of the application, in both languages."""
    rows = db.session.execute(
        select(Assignment.application_id, Person.name_th, Person.name_en)
        .join(Person, Person.id == Assignment.assessor_id)
        .where(Assignment.application_id.in_({application.id for application in applications}))
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for application_id, name_th, name_en in rows:
        found[application_id] += [name_th, name_en]
    return found


@dataclass(frozen=True)
class _Entered:
    """What names one application of a programme: its code and titles, and its agency."""

    id: uuid.UUID
    agency_id: uuid.UUID
    titles: tuple[str, ...]
    agency: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every name of it."""
        return self.titles + self.agency

    def names(self, owners: Collection[uuid.UUID]) -> tuple[str, ...]:
        """Every name, seen from an application of these agencies: their own name is no secret to them."""
        return self.titles if self.agency_id in owners else self.all


class _Programme:
    """The applications of one programme, and whose each name is."""

    def __init__(self, entered: Sequence[_Entered]) -> None:
        self._by_id = {each.id: each for each in entered}
        self._bearers: dict[str, list[_Entered]] = defaultdict(list)
        for each in entered:
            for name in each.all:
                self._bearers[name].append(each)
        self._names, self._places = Names(self._bearers), {name: at for at, name in enumerate(self._bearers)}

    def told_in(self, content: Mapping[str, Any], mine: uuid.UUID, owners: Collection[uuid.UUID]) -> list[str]:
        """The names in a text that are another application's, in the order of applications."""
        found = sorted(self._names.within(content), key=self._places.__getitem__)
        return [name for name in found if self._is_anothers(name, mine, owners)]

    def own(self, application_id: uuid.UUID) -> tuple[str, ...]:
        """Every name of an application itself."""
        mine = self._by_id.get(application_id)
        return mine.all if mine else ()

    def _is_anothers(self, name: str, mine: uuid.UUID, owners: Collection[uuid.UUID]) -> bool:
        return any(name in each.names(owners) for each in self._bearers[name] if each.id != mine)


def _entered(applications: Collection[Application]) -> Mapping[uuid.UUID, _Programme]:
    """The applications of each programme; drafts nobody handed in name nobody."""
    of, programmes = Application, {application.programme_id for application in applications}
    rows = db.session.execute(
        select(of.programme_id, of.id, of.agency_id, of.code, of.title_th, of.title_en, Agency.name_th, Agency.name_en)
        .join(Agency, Agency.id == of.agency_id)
        .where(of.programme_id.in_(programmes), of.submitted_at.is_not(None))
        .order_by(of.code)
    )
    found: dict[uuid.UUID, list[_Entered]] = defaultdict(list)
    for programme_id, key, agency_id, code, title_th, title_en, name_th, name_en in rows:
        titles, agency = (code, title_th, title_en), (name_th, name_en)
        found[programme_id].append(_Entered(key, agency_id, tuple(filter(None, titles)), tuple(filter(None, agency))))
    return {key: _Programme(found[key]) for key in programmes}


def _co_owners(applications: Collection[Application]) -> Mapping[uuid.UUID, set[uuid.UUID]]:
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for application_id, agency_id in db.session.execute(
        select(CoOwner.application_id, CoOwner.agency_id).where(
            CoOwner.application_id.in_({application.id for application in applications})
        )
    ):
        found[application_id].add(agency_id)
    return found


def _totals(applications: Collection[Application]) -> Mapping[uuid.UUID, Decimal]:
    """The total of the consensus recorded last."""
    rows = db.session.execute(
        select(ConsensusSheet.application_id, ConsensusSheet.total)
        .where(
            ConsensusSheet.application_id.in_({application.id for application in applications}),
            ConsensusSheet.state == ConsensusState.RECORDED,
        )
        .order_by(ConsensusSheet.recorded_at)
    )
    return {application_id: Decimal(total) for application_id, total in rows if total is not None}
