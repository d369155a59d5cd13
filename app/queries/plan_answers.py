"""What a search for a plan was asked under: an answer is told only while that still holds."""

from __future__ import annotations

import hashlib
import json

from app.models import Job, PlanScope, Stage
from app.queries.assignment_problem import applications_in, declared_pool
from app.queries.ties import past_years_of, reach_of

ASKED_UNDER = "asked_under"


def asked_under(stage: Stage, scope: PlanScope) -> str:
    """Return a mark of the settings, panels and assessors a search depends on; it changes when any of them does."""
    facts = {
        "panel_size": stage.panel_size,
        "reach": reach_of(stage.programme).value,
        "past_years": past_years_of(stage.programme),
        "applications": [[str(each.id), each.is_anchor] for each in applications_in(stage, scope)],
        "assessors": [
            [str(each.person_id), each.min_load, each.max_load, each.can_lead, str(each.home_agency_id)]
            for each in declared_pool(stage)
        ],
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def still_answers(job: Job, stage: Stage) -> bool:
    """Say whether what a search found impossible was asked under what holds now."""
    scope = PlanScope(job.payload.get("scope", PlanScope.WAITING))
    return bool(job.result.get("blocking")) and job.result.get(ASKED_UNDER) == asked_under(stage, scope)
