"""Certificates: issued when a result is announced, revoked by two persons with a reason."""

from __future__ import annotations

import secrets

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Application, Certificate, Person, Proposal
from app.permissions import Permission, is_allowed
from app.queries.application_facts import officers_of, team_of
from app.queries.award_levels import award_label
from app.queries.certificates import certificate_of
from app.queries.criteria import rubric_of
from app.services.events import personal, record
from app.services.moves import naming
from app.services.proposals import propose, settle
from app.transaction import lock, transactional
from workflows.certificate import new_code
from workflows.errors import Obstacle, RuleBroken
from workflows.roles import Role

REVOKE_CERTIFICATE = "revoke_certificate"


@transactional
def issue_certificate(application: Application, *, actor: Person) -> Certificate | None:
    """Issue the certificate of an announced result, once; None where nothing was awarded.

    Raises RuleBroken before the announcement.
    """
    if application.announced_at is None:
        raise RuleBroken([Obstacle("A certificate is issued when the result is announced")])
    if award_label(rubric_of(application.programme), application.award or "") is None:
        return None
    certificate = certificate_of(application)
    if certificate is None:
        certificate = Certificate(
            application_id=application.id,
            code=new_code(secrets.randbelow),
            outcome=application.award,
            issued_at=now(),
        )
        db.session.add(certificate)
        db.session.flush()
        record("certificate_issued", about=certificate, actor=actor, application=application.code)
    return certificate


@transactional
def propose_revocation(application: Application, *, reason: str, actor: Person) -> Proposal:
    """Propose to revoke a certificate; another person must sign. Raises RuleBroken with every reason against."""
    application = lock(application)
    against = _obstacles(application, actor)
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if against:
        raise RuleBroken(against)
    told = officers_of(application, Role.OFFICER, Role.DIRECTOR)
    return propose(REVOKE_CERTIFICATE, about=application, payload={}, reason=reason, actor=actor, told=told)


@transactional
def confirm_revocation(proposal: Proposal, *, actor: Person) -> Certificate:
    """Revoke as the second person: whoever checks the code from now on is told so."""
    application = proposal.application
    if application is None:
        raise RuleBroken([Obstacle("This proposal is not about an application")])
    application = lock(application)
    against = _obstacles(application, actor)
    if against:
        raise RuleBroken(against)
    proposal = settle(proposal, actor=actor, confirmed=True)
    certificate = certificate_of(application)
    assert certificate is not None, "the obstacles were asked"
    certificate.revoked_at, certificate.revocation_reason = now(), proposal.reason
    certificate.revocation_proposed_by_id, certificate.revocation_confirmed_by_id = proposal.proposed_by_id, actor.id
    record(
        "certificate_revoked",
        about=certificate,
        actor=actor,
        application=application.code,
        proposal=proposal.id,
        reason=personal(proposal.reason),
    )
    outbox.queue(
        "certificate_revoked",
        to=team_of(application),
        once_per=str(proposal.id),
        programme=application.programme,
        link=f"/applications/{application.id}",
        params=naming(application) | {"reason": proposal.reason},
    )
    return certificate


def _obstacles(application: Application, actor: Person) -> list[Obstacle]:
    certificate = certificate_of(application)
    against = []
    if not is_allowed(Permission.REVOKE_CERTIFICATE, application, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if certificate is None:
        against.append(Obstacle("No certificate was issued for this application"))
    elif certificate.revoked_at is not None:
        against.append(Obstacle("This certificate is revoked already"))
    return against
