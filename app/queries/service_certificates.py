"""What assessors did in a cycle, counted by kind of stage, and the certificates that prove it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Cycle, LetterNumber, Person, Programme, ScoreSheet, ServiceCertificate, SheetState
from app.models import Stage as StageRow
from app.permissions import Permission, visible_programmes
from app.queries.letters import written
from app.thai import in_bangkok
from rubrics.stages import ASSESSING
from workflows.certificate import read_code


@dataclass(frozen=True)
class ServiceRow:
    """One assessor of a cycle: how many sheets they handed in, and the certificate once it is issued."""

    assessor: Person
    sheets: int
    certificate: ServiceCertificate | None
    letter: str


def service_rows(cycle: Cycle, officer: Person) -> list[ServiceRow]:
    """Return whoever handed in a sheet in the programmes an officer sees, by name, in three statements."""
    counted = db.session.execute(
        select(Person, func.count(ScoreSheet.id))
        .join(ScoreSheet, ScoreSheet.assessor_id == Person.id)
        .join(Application, Application.id == ScoreSheet.application_id)
        .join(Programme, Programme.id == Application.programme_id)
        .where(
            Programme.cycle_id == cycle.id,
            ScoreSheet.state == SheetState.SUBMITTED,
            visible_programmes(officer, Permission.CERTIFY_SERVICE),
        )
        .group_by(Person.id)
        .order_by(Person.name_th, Person.email)
    ).all()
    issued = {each.assessor_id: each for each in certificates_in(cycle)}
    letters = _letters(list(issued.values()))
    found = []
    for person, sheets in counted:
        certificate = issued.get(person.id)
        found.append(ServiceRow(person, sheets, certificate, letters.get(certificate.id, "") if certificate else ""))
    return found


def certificates_in(cycle: Cycle) -> Sequence[ServiceCertificate]:
    """Return the certificates issued for a cycle."""
    return db.session.scalars(select(ServiceCertificate).where(ServiceCertificate.cycle_id == cycle.id)).all()


def _letters(certificates: Sequence[ServiceCertificate]) -> Mapping[uuid.UUID, str]:
    numbers = db.session.scalars(
        select(LetterNumber).where(
            LetterNumber.service_id.in_([each.id for each in certificates]), LetterNumber.voided_at.is_(None)
        )
    )
    return {each.service_id: written(each) for each in numbers if each.service_id}


def untold_programmes(cycle: Cycle) -> int:
    """Count the programmes of a cycle in which a sheet was handed in and nothing is announced yet."""
    judged = (
        select(Application.programme_id)
        .join(ScoreSheet, ScoreSheet.application_id == Application.id)
        .where(ScoreSheet.state == SheetState.SUBMITTED)
    )
    waiting = select(func.count(Programme.id)).where(
        Programme.cycle_id == cycle.id, Programme.announced_at.is_(None), Programme.id.in_(judged)
    )
    return db.session.scalar(waiting) or 0


def service_of(people: Sequence[Person], cycle: Cycle) -> Mapping[uuid.UUID, list[dict[str, Any]]]:
    """Return what each of these did in a cycle: applications and sheets by kind of stage, from when to when."""
    rows = db.session.execute(
        select(
            ScoreSheet.assessor_id,
            StageRow.kind,
            func.count(ScoreSheet.application_id.distinct()),
            func.count(ScoreSheet.id),
            func.min(ScoreSheet.opened_at),
            func.max(ScoreSheet.submitted_at),
        )
        .join(StageRow, StageRow.id == ScoreSheet.stage_id)
        .join(Programme, Programme.id == StageRow.programme_id)
        .where(
            Programme.cycle_id == cycle.id,
            ScoreSheet.state == SheetState.SUBMITTED,
            ScoreSheet.assessor_id.in_([person.id for person in people]),
        )
        .group_by(ScoreSheet.assessor_id, StageRow.kind)
    ).all()
    found: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for kind in ASSESSING_IN_ORDER:
        for assessor_id, row_kind, applications, sheets, first, last in rows:
            if row_kind == kind and last is not None:
                days = {"from": in_bangkok(first).date().isoformat(), "to": in_bangkok(last).date().isoformat()}
                found[assessor_id].append({"kind": kind, "applications": applications, "sheets": sheets} | days)
    return found


ASSESSING_IN_ORDER = sorted(kind.value for kind in ASSESSING)


def own_certificates(person: Person) -> Sequence[ServiceCertificate]:
    """Return an assessor's own certificates, newest cycle first."""
    return db.session.scalars(
        select(ServiceCertificate)
        .join(Cycle, Cycle.id == ServiceCertificate.cycle_id)
        .where(ServiceCertificate.assessor_id == person.id)
        .options(joinedload(ServiceCertificate.cycle))
        .order_by(Cycle.year_be.desc())
    ).all()


def service_by_code(typed: str) -> ServiceCertificate | None:
    """Return the certificate of service whose code somebody typed, with whom and what it is about."""
    code = read_code(typed)
    if code is None:
        return None
    return db.session.scalars(
        select(ServiceCertificate)
        .where(ServiceCertificate.code == code)
        .options(joinedload(ServiceCertificate.assessor), joinedload(ServiceCertificate.cycle))
    ).one_or_none()
