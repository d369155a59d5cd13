"""Keeping reasons for decisions of screening: written, changed, given up."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import Person, Programme, ReasonTemplate, ScreeningOutcome
from app.permissions import Permission, is_allowed
from app.thai import grapheme_count
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken

LONGEST_TITLE, LONGEST_TEXT = 120, 2000


@transactional
def keep_reason(
    programme: Programme,
    *,
    outcome: ScreeningOutcome,
    title: str,
    text_th: str,
    text_en: str,
    actor: Person,
    template: ReasonTemplate | None = None,
) -> ReasonTemplate:
    """Keep a new reason, or change one. Decisions already made from it keep the words they were made with."""
    _refuse_strangers(programme, actor)
    against = [*_faults("title", title, LONGEST_TITLE), *_faults("text_th", text_th, LONGEST_TEXT)]
    against += _faults("text_en", text_en, LONGEST_TEXT)
    if outcome is ScreeningOutcome.PASS:
        against.append(Obstacle("Passing needs no reason", field="outcome"))
    if against:
        raise RuleBroken(against)
    kept = lock(template) if template is not None else ReasonTemplate(programme_id=programme.id)
    kept.outcome, kept.title, kept.text_th, kept.text_en = outcome, title.strip(), text_th.strip(), text_en.strip()
    kept.changed_by_id, kept.changed_at = actor.id, now()
    db.session.add(kept)
    db.session.flush()
    return kept


@transactional
def give_up_reason(template: ReasonTemplate, *, actor: Person) -> None:
    """Offer a reason no longer."""
    template = lock(template)
    _refuse_strangers(db.session.get_one(Programme, template.programme_id), actor)
    if template.given_up_at is None:
        template.given_up_at, template.changed_by_id, template.changed_at = now(), actor.id, now()


def _refuse_strangers(programme: Programme, actor: Person) -> None:
    if not is_allowed(Permission.SCREEN, programme, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])


def _faults(field: str, text: str, most: int) -> list[Obstacle]:
    if not text.strip():
        return [Obstacle("Fill this in", field=field)]
    if grapheme_count(text) > most:
        return [Obstacle("At most %(count)s characters", {"count": most}, field)]
    return []
