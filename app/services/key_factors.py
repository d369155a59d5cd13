"""Key factors: what matters most about an agency, noted by an assessor before scoring."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import KeyFactor, Person, ScoreSheet
from app.services.judgements import LONGEST
from app.services.score_sheets import StaleEntry, check_editable
from app.thai import normalise
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.key_factors import TOPICS


@transactional
def save_key_factor(sheet: ScoreSheet, topic: str, text: object, *, version: int, actor: Person) -> KeyFactor:
    """Save the notes on one topic. Raises RuleBroken with the reason, StaleEntry where another window saved first."""
    sheet = lock(sheet)
    check_editable(sheet, actor)
    if topic not in TOPICS:
        raise RuleBroken([Obstacle("There is no such field on this sheet", field=topic)])
    words = normalise(text).strip() if isinstance(text, str) else ""
    if len(words) > LONGEST:
        params = {"count": LONGEST}
        raise RuleBroken([Obstacle("This text is too long to be saved (over %(count)s characters)", params, topic)])
    factor = db.session.scalars(
        select(KeyFactor).where(KeyFactor.sheet_id == sheet.id, KeyFactor.topic == topic)
    ).one_or_none()
    if factor is None:
        factor = KeyFactor(sheet_id=sheet.id, topic=topic, version=0)
        db.session.add(factor)
    elif factor.version != version and words != factor.text:
        raise StaleEntry(factor, [topic])
    factor.text, factor.version, factor.saved_at = words, factor.version + 1, now()
    db.session.flush()
    return factor


@transactional
def save_key_factors(
    sheet: ScoreSheet, given: Mapping[str, object], *, versions: Mapping[str, int], actor: Person
) -> None:
    """Save the whole form, all of it or nothing; topics that say what they said before keep their version."""
    present = {factor.topic: factor for factor in sheet.key_factors}
    for topic, text in given.items():
        before = present[topic].text if topic in present else ""
        if not isinstance(text, str) or normalise(text).strip() != before:
            save_key_factor(sheet, topic, text, version=versions.get(topic, 0), actor=actor)
