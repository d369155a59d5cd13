"""Deciding many documents together: all that the preview named, as they were then, or none."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping

from app.extensions import db
from app.models import Application, Person, ScreeningOutcome
from app.queries.screening_together import TOGETHER, Chosen, chosen_documents
from app.services.screening import pass_application, screen_out_application
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken


@transactional
def decide_together(
    marks: Mapping[uuid.UUID, str], outcome: ScreeningOutcome, *, reason: str = "", actor: Person
) -> list[Application]:
    """Decide each of these by the use case that decides one. `marks` are those of the preview.

    Raises RuleBroken, and decides nothing, where one of them changed since or may not be decided so.
    """
    if outcome not in TOGETHER:
        raise RuleBroken([Obstacle("Documents are returned one by one, for each names its own parts")])
    for key in sorted(marks):
        if application := db.session.get(Application, key):
            lock(application)
    chosen = {each.application.id: each for each in chosen_documents(marks, outcome, actor)}
    against = [*_changed(marks, chosen), *_unfit(chosen.values())]
    if not marks:
        against.append(Obstacle("Choose at least one document"))
    if outcome is ScreeningOutcome.SCREEN_OUT and not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if against:
        raise RuleBroken(against)
    decide = _single(outcome, reason, actor)
    for each in chosen.values():
        decide(each.application)
    return [each.application for each in chosen.values()]


def _single(outcome: ScreeningOutcome, reason: str, actor: Person) -> Callable[[Application], None]:
    if outcome is ScreeningOutcome.PASS:
        return lambda application: pass_application(application, actor=actor)
    return lambda application: screen_out_application(application, reason=reason, actor=actor)


def _changed(marks: Mapping[uuid.UUID, str], chosen: Mapping[uuid.UUID, Chosen]) -> list[Obstacle]:
    """Name what changed since the preview; what the officer cannot open is not named, and decided neither."""
    named = sorted(each.application.code for key, each in chosen.items() if each.mark != marks[key])
    missing, against = len(marks) - len(chosen), []
    if named:
        against.append(
            Obstacle("Changed since the preview: %(codes)s. Nothing was decided.", {"codes": ", ".join(named)})
        )
    if missing:
        against.append(
            Obstacle("Documents that are not yours to screen: %(count)s. Nothing was decided.", {"count": missing})
        )
    return against


def _unfit(chosen: Iterable[Chosen]) -> list[Obstacle]:
    named = ", ".join(each.application.code for each in chosen if each.against)
    return [Obstacle("Not ready for this decision: %(codes)s. Nothing was decided.", {"codes": named})] if named else []
