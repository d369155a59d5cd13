"""Certificates of assessors' service: issued for a whole cycle, once what they judged is announced."""

from __future__ import annotations

import secrets

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Cycle, Person, ServiceCertificate
from app.permissions import Permission, may_anywhere
from app.queries.service_certificates import service_of, service_rows, untold_programmes
from app.services.events import record
from app.transaction import lock, transactional
from workflows.certificate import new_code
from workflows.errors import Obstacle, RuleBroken


@transactional
def certify_service(cycle: Cycle, *, actor: Person) -> int:
    """Issue a certificate to everybody who served in a cycle and has none; return how many. Raises RuleBroken.

    What it states is counted now and stays: a certificate that somebody holds does not change.
    """
    cycle, against = lock(cycle), []
    if not may_anywhere(Permission.CERTIFY_SERVICE, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if untold_programmes(cycle):
        against.append(Obstacle("Results of this cycle are not announced yet"))
    people = [row.assessor for row in service_rows(cycle, actor) if row.certificate is None]
    if not people and not against:
        against.append(Obstacle("Everybody who served has a certificate"))
    if against:
        raise RuleBroken(against)
    served = service_of(people, cycle)
    for person in people:
        certificate = ServiceCertificate(
            assessor_id=person.id,
            cycle_id=cycle.id,
            code=new_code(secrets.randbelow),
            service=served[person.id],
            issued_by_id=actor.id,
            issued_at=now(),
        )
        db.session.add(certificate)
        db.session.flush()
        record("service_certified", about=certificate, actor=actor, cycle=cycle.year_be)
        outbox.queue(
            "service_certified",
            to=[person],
            once_per=str(certificate.id),
            link="/assessments/profile",
            params={"cycle": cycle.title(person.language)},
        )
    return len(people)
