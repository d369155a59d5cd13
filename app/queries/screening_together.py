"""Documents chosen to be decided together: what each checklist permits, and a mark that tells whether it changed."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.models import Application, Person, Programme, ScreeningFinding, ScreeningOutcome, Snapshot
from app.permissions import Permission, visible_applications
from workflows.application import PASS, SCREEN_OUT, ApplicationFacts
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role

TOGETHER = {ScreeningOutcome.PASS: PASS, ScreeningOutcome.SCREEN_OUT: SCREEN_OUT}
_OFFICER = frozenset({Role.OFFICER})


@dataclass(frozen=True)
class Chosen:
    """One chosen document. `mark` changes with the application, its newest snapshot and every answer of its checks."""

    application: Application
    mark: str
    failed: int
    unanswered: int
    against: tuple[Obstacle, ...]


def chosen_documents(ids: Collection[uuid.UUID], outcome: ScreeningOutcome, officer: Person) -> list[Chosen]:
    """Return those of these applications the officer screens, by code, in two statements.

    `against` is what the rule of the single decision says, a reason to be given taken as given.
    """
    applications = db.session.scalars(
        select(Application)
        .join(Programme, Programme.id == Application.programme_id)
        .where(Application.id.in_(ids), visible_applications(officer, Permission.SCREEN))
        .options(joinedload(Application.agency), joinedload(Application.programme))
        .order_by(Application.code)
    ).all()
    findings = _findings([application.id for application in applications])
    return [_chosen(application, findings.get(application.id, ()), outcome) for application in applications]


def _findings(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[ScreeningFinding]]:
    """The checks of the newest snapshot of the document each application is at."""
    later = aliased(Snapshot)
    newest = (
        select(func.max(later.number))
        .where(later.application_id == Application.id, later.phase == Application.phase)
        .correlate(Application)
        .scalar_subquery()
    )
    found: dict[uuid.UUID, list[ScreeningFinding]] = defaultdict(list)
    for finding in db.session.scalars(
        select(ScreeningFinding)
        .join(Snapshot, Snapshot.id == ScreeningFinding.snapshot_id)
        .join(Application, Application.id == ScreeningFinding.application_id)
        .where(ScreeningFinding.application_id.in_(ids), Snapshot.number == newest)
        .execution_options(populate_existing=True)
    ):
        found[finding.application_id].append(finding)
    return found


def _chosen(application: Application, findings: Sequence[ScreeningFinding], outcome: ScreeningOutcome) -> Chosen:
    undecided = sum(each.is_blocking and not each.is_met for each in findings)
    return Chosen(
        application,
        _mark(application, findings),
        sum(each.is_met is False for each in findings),
        sum(each.is_met is None for each in findings),
        _against(application, undecided, outcome),
    )


def _against(application: Application, undecided: int, outcome: ScreeningOutcome) -> tuple[Obstacle, ...]:
    facts = ApplicationFacts(undecided_blocks=undecided, has_reason=True)
    try:
        TOGETHER[outcome].check(application.state, _OFFICER, facts)
    except RuleBroken as broken:
        return tuple(broken.obstacles)
    return ()


def _mark(application: Application, findings: Sequence[ScreeningFinding]) -> str:
    answers = sorted(f"{each.snapshot_id} {each.check_id} {each.is_met}" for each in findings)
    told = "\n".join([f"{application.id} {application.version} {application.state}", *answers])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
