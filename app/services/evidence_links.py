"""Evidence used more than once: a file of the application is linked to a further field, or taken off one of them."""

from __future__ import annotations

from datetime import datetime

from app.clock import now
from app.extensions import db
from app.models import Application, Evidence, EvidenceLink, FileState, Person
from app.services.answers import editable_question
from app.services.evidence import most_megabytes, open_file_field
from app.transaction import lock, transactional
from workflows.document.evidence import file_facts, file_obstacles
from workflows.errors import Obstacle, RuleBroken


@transactional
def link_file(evidence: Evidence, field: str, *, actor: Person, received_at: datetime) -> None:
    """Let a file of this application back up one more field. Raises RuleBroken where it does not fit there.

    A field that holds the file already stays as it is. Two people who link two files to one level at once cannot both
    succeed: the application is locked before the room is counted.
    """
    application = lock(db.session.get_one(Application, evidence.application_id))
    evidence = lock(evidence)
    if any(link.field == field for link in evidence.links):
        editable_question(application, field, actor, received_at)
        return
    question = open_file_field(application, field, actor, received_at)
    if evidence.removed_at is not None or evidence.state is FileState.REFUSED:
        raise RuleBroken([Obstacle("This file cannot be used. Attach it again", field=field)])
    rule, file = question.file, evidence.file
    assert rule is not None, "a field that takes files has a rule"
    facts = file_facts(file.media_type, file.size, file.pages)
    if against := file_obstacles(facts, rule, most_mb=most_megabytes(rule), field=field):
        raise RuleBroken(against)
    evidence.links.append(EvidenceLink(field=field))


@transactional
def unlink_file(evidence: Evidence, field: str, *, actor: Person, received_at: datetime) -> None:
    """Take a file off one field; it stays in the register and with its other fields. A snapshot keeps what it holds."""
    application = lock(db.session.get_one(Application, evidence.application_id))
    evidence = lock(evidence)
    editable_question(application, field, actor, received_at)
    for link in [link for link in evidence.links if link.field == field]:
        evidence.links.remove(link)


@transactional
def take_off_level(evidence: Evidence, field: str, *, actor: Person, received_at: datetime) -> None:
    """Take a file off one field, and off the document where nothing else needs it."""
    unlink_file(evidence, field, actor=actor, received_at=received_at)
    if not evidence.links:
        evidence.removed_at = now()
