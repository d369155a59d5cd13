"""Photos and documents a panel takes at a visit: through the same quarantine as everything an agency hands in."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import func, select

from app.extensions import db
from app.models import Evidence, Person, StoredFile, VisitFile, VisitPoint
from app.permissions import Permission, is_allowed
from app.services.evidence import clean_name, in_quarantine, stored_upload
from app.transaction import composed, lock, transactional
from rubrics.form import FileRule
from workflows.application import ApplicationState
from workflows.errors import Obstacle, RuleBroken

FIELD = "photo"
MOST_FILES = 10
_RULE = FileRule(types=("pdf", "jpg", "png"), max=MOST_FILES, max_mb=25)


@composed
def attach_to_point(
    point: VisitPoint, stream: BinaryIO, file_name: str, *, actor: Person, received_at: datetime
) -> Evidence:
    """Take a file in for one point and put it into quarantine. Raises RuleBroken with the reason."""
    _check_open(point, actor)
    file = stored_upload(_RULE, FIELD, stream, file_name)
    return register_visit_file(point, file, clean_name(file_name), actor=actor, received_at=received_at)


@transactional
def register_visit_file(
    point: VisitPoint, file: StoredFile, file_name: str, *, actor: Person, received_at: datetime
) -> Evidence:
    """Note a stored file as something seen at a visit and ask a worker to check it."""
    point = lock(point)
    _check_open(point, actor)
    evidence = in_quarantine(point.visit.application_id, file, file_name, actor=actor, received_at=received_at)
    db.session.add(VisitFile(evidence_id=evidence.id, point_id=point.id))
    return evidence


def _check_open(point: VisitPoint, actor: Person) -> None:
    application = point.visit.application
    against = []
    if not is_allowed(Permission.AGREE, application, actor):
        against.append(Obstacle("Only members of this panel take part"))
    if application.state is not ApplicationState.SITE_VISIT:
        against.append(Obstacle("This application is not being visited now"))
    count = db.session.scalar(select(func.count()).where(VisitFile.point_id == point.id)) or 0
    if count >= MOST_FILES:
        params = {"count": MOST_FILES}
        against.append(Obstacle("At most %(count)s files fit here. Remove one first", params, FIELD))
    if against:
        raise RuleBroken(against)
