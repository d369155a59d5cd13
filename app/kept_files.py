"""Whose a file is never, whatever else of the application is theirs."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import AppealFile, ConsensusSheet, ConsensusState, Evidence, VisitFile
from workflows.appeal import AppealKind
from workflows.roles import AGENCY_ROLES, PANEL_ROLES, Role


def kept_from(evidence: Evidence) -> frozenset[Role]:
    """Return the roles that open this file by no right of their own.

    A file of a visit is never the agency's, one of an appeal never the panel's or the committee's; to the committee
    files open with the dossier, once a panel has recorded what it agreed.
    """
    of_committee = frozenset[Role]() if _has_come_before_the_committee(evidence) else frozenset({Role.JUDGE})
    if db.session.get(VisitFile, evidence.id) is not None:
        return of_committee | AGENCY_ROLES
    of_appeal = db.session.get(AppealFile, evidence.id)
    if of_appeal is None:
        return of_committee
    judging = PANEL_ROLES | {Role.JUDGE}
    return judging | AGENCY_ROLES if of_appeal.appeal.kind is AppealKind.COMPLAINT else judging


def _has_come_before_the_committee(evidence: Evidence) -> bool:
    recorded = select(ConsensusSheet.id).where(
        ConsensusSheet.application_id == evidence.application_id, ConsensusSheet.state == ConsensusState.RECORDED
    )
    return db.session.scalar(recorded.limit(1)) is not None
