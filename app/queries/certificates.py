"""Certificates: the one of an application, and what anyone learns who knows a code."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Application, Certificate, Programme
from app.queries.award_levels import AwardLabel, award_label
from app.queries.criteria import rubric_of
from workflows.application import ApplicationState
from workflows.certificate import read_code


def certificate_of(application: Application) -> Certificate | None:
    """Return the certificate of an announced result; before the announcement there is none."""
    return db.session.scalars(select(Certificate).where(Certificate.application_id == application.id)).one_or_none()


def certificate_by_code(typed: str) -> Certificate | None:
    """Return the certificate whose code somebody typed, with everything its page tells, in one statement."""
    code = read_code(typed)
    if code is None:
        return None
    return db.session.scalars(
        select(Certificate)
        .join(Application, Application.id == Certificate.application_id)
        .where(Certificate.code == code, Application.state == ApplicationState.ANNOUNCED)
        .options(
            joinedload(Certificate.application).joinedload(Application.agency),
            joinedload(Certificate.application).joinedload(Application.programme).joinedload(Programme.cycle),
        )
    ).one_or_none()


def certified_outcome(certificate: Certificate) -> AwardLabel:
    """Return what the certificate proves, as the criteria of its programme name it."""
    label = award_label(rubric_of(certificate.application.programme), certificate.outcome)
    assert label is not None, "a certificate is issued only for an outcome that the criteria know"
    return label
