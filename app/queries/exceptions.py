"""What does not go as it should, as conditions: counted on the cockpit, listed on the page each count leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from app.extensions import db
from app.models import (
    Application,
    Assignment,
    ConsensusSheet,
    ConsensusState,
    Programme,
    Proposal,
    ProposalState,
    SiteVisit,
)
from app.queries.interests import new_interests
from app.queries.late_ties import late_ties
from app.queries.movable import panel_size, seats_in_force
from app.queries.office_scope import Scope, patience_of
from app.queries.owed import (
    document_is_late,
    has_opened,
    is_late,
    is_unanswered,
    owes_a_document,
    owes_a_sheet,
    sheet_is_in,
)
from app.queries.questioned_agreements import applications_in_question
from app.queries.unreachable import unreachable_people
from workflows.application import ApplicationState
from workflows.attention import CAN_BE_STUCK

S = ApplicationState


@dataclass(frozen=True)
class Exceptions:
    """How many of each kind there are; nought where all is well."""

    counts: Mapping[str, int]

    def __getitem__(self, kind: str) -> int:
        return self.counts[kind]

    @property
    def present(self) -> list[str]:
        """The kinds there are any of, the gravest first."""
        return [kind for kind, count in self.counts.items() if count]


_THE_GRAVEST_FIRST = (
    "tied",
    "questioned",
    "short",
    "late",
    "lapsed",
    "interests",
    "disagreeing",
    "stuck",
    "unanswered",
    "unopened",
    "unreachable",
    "proposed",
    "changes",
)


def exceptions_of(scope: Scope, seats: Mapping[str, int], *, at: datetime) -> Exceptions:
    """Count every kind; those of seats were counted with the assessors, and are given.

    Whether a seat is tied and whether an agreement is in question are rules, not conditions: they have statements of
    their own, as many for one as for a thousand.
    """
    counted = {
        "short": _applications(scope, panel_is_short()),
        "lapsed": _applications(scope, document_is_late(scope.programmes, at)),
        "interests": new_interests(scope.applications, scope.interests, at=at),
        "disagreeing": _applications(scope, panel_disagrees()),
        "stuck": _applications(scope, is_stuck(scope.programmes, at)),
        "unreachable": select(func.count()).select_from(unreachable_people(scope.ids).subquery()),
        "proposed": _proposals(scope),
        "changes": select(func.count(Proposal.id)).where(*waiting_changes(scope)),
    }
    row = db.session.execute(select(*(counting.scalar_subquery() for counting in counted.values()))).one()
    counts = {**seats, **dict(zip(counted, map(int, row), strict=True))}
    counts["tied"] = len(late_ties(scope.applications))
    counts["questioned"] = len(applications_in_question(scope.applications))
    return Exceptions({kind: counts[kind] for kind in _THE_GRAVEST_FIRST})


def panel_is_short() -> ColumnElement[bool]:
    """Fewer seats are in force than the stage asks for: somebody declined, or a conflict voided a seat."""
    return and_(Application.state == ApplicationState.ASSESSMENT, seats_in_force() < panel_size())


def empty_seats(scope: Scope) -> int:
    """Count the seats that are empty on panels at work: sheets that nobody was asked for yet."""
    lacking = select(func.sum(panel_size() - seats_in_force())).where(scope.applications, panel_is_short())
    return int(db.session.scalar(lacking) or 0)


def panel_disagrees() -> ColumnElement[bool]:
    """The panel is in its consensus, and its sheets lay too far apart on some point."""
    room = exists().where(
        ConsensusSheet.application_id == Application.id,
        ConsensusSheet.stage_id == Application.stage_id,
        ConsensusSheet.state == ConsensusState.OPEN,
        ConsensusSheet.to_discuss > 0,
    )
    return and_(Application.state == ApplicationState.CONSENSUS, room.correlate(Application))


def is_stuck(programmes: list[Programme], at: datetime) -> ColumnElement[bool]:
    """The application waits for the office, its panel or a visit longer than its programme has patience.

    One whose visit is still to come waits for nobody, and after it the panel has as much time again to record it.
    """
    each = (_has_waited(programme, at - patience_of(programme)) for programme in programmes)
    return and_(Application.state.in_(CAN_BE_STUCK), or_(false(), *each))


def _has_waited(programme: Programme, since: datetime) -> ColumnElement[bool]:
    visited = exists().where(SiteVisit.application_id == Application.id, SiteVisit.ends_at >= since)
    is_visited = and_(Application.state == S.SITE_VISIT, visited.correlate(Application))
    return and_(Application.programme_id == programme.id, Application.state_since < since, ~is_visited)


def is_unopened() -> ColumnElement[bool]:
    """A sheet is owed and the assessor has not begun it."""
    return and_(owes_a_sheet(), ~has_opened())


def is_in_question(scope: Scope) -> ColumnElement[bool]:
    """A panel lost a sheet to a conflict after it agreed, and two persons have not ruled on the agreement."""
    return Application.id.in_(applications_in_question(scope.applications))


WAITING_FOR_SCREENING = (S.SUBMITTED, S.SCREENING, S.REPORT_SUBMITTED)
DRAFTING = (S.DRAFT, S.AWAITING_APPROVAL)
APPLICATION_KINDS: Mapping[str, Callable[[Scope, datetime], ColumnElement[bool]]] = {
    "questioned": lambda scope, _at: is_in_question(scope),
    "short": lambda _scope, _at: panel_is_short(),
    "lapsed": lambda scope, at: document_is_late(scope.programmes, at),
    "owing": lambda _scope, _at: owes_a_document(),
    "disagreeing": lambda _scope, _at: panel_disagrees(),
    "stuck": lambda scope, at: is_stuck(scope.programmes, at),
    "screening": lambda _scope, _at: Application.state.in_(WAITING_FOR_SCREENING),
    "drafting": lambda _scope, _at: Application.state.in_(DRAFTING),
}
"""The kinds a list of applications can be narrowed to; the last two are no exceptions but figures of the cockpit."""

SEAT_KINDS: Mapping[str, Callable[[datetime], ColumnElement[bool]]] = {
    "owed": lambda _at: owes_a_sheet(),
    "late": is_late,
    "unanswered": lambda _at: is_unanswered(),
    "unopened": lambda _at: is_unopened(),
    "in": lambda _at: and_(Application.stage_id == Assignment.stage_id, sheet_is_in()),
}
"""The kinds a list of sheets can be narrowed to: those owed, all of them first, and those in, of stages at work."""


def _applications(scope: Scope, condition: ColumnElement[bool]) -> Select[int]:
    return select(func.count(Application.id)).where(scope.applications, condition)


def waiting_changes(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """The proposed changes of these programmes that wait for a second person."""
    return Proposal.state == ProposalState.WAITING, Proposal.programme_id.in_(scope.ids)


def _proposals(scope: Scope) -> Select[int]:
    of_scope = select(Application.id).where(scope.applications)
    return select(func.count(Proposal.id)).where(
        Proposal.state == ProposalState.WAITING, Proposal.application_id.in_(of_scope)
    )
