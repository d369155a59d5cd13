"""The panels of the demonstration: seated by a plan, scoring blind, agreeing, visiting, deciding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.clock import now
from app.demo.acts import Story, let_rules_move
from app.demo.marks import assessor_sheets, agreed_sheet, self_assessment_of, ticked_sheet
from app.demo.troupe import person_named
from app.models import Assignment, ConsensusSheet, Person, Stage
from app.queries.assignment_problem import problem_of
from app.queries.consensus import open_consensus_of, open_discussions
from app.queries.worklist_seats import seats_of
from app.services.assignment_plans import publish_plan, store_plan
from app.services.assignments import accept_assignment, declare_conflicts, declare_interest
from app.services.consensus import record_consensus, save_agreement
from app.services.decisions import (
    close_visit,
    confirm_decision,
    confirm_disqualification,
    propose_decision,
    propose_disqualification,
)
from app.services.score_sheets import open_sheet, save_entry, submit_sheet
from app.transaction import transactional
from rubrics.model import Method
from workflows.application import ApplicationState
from workflows.assignment.problem import Infeasible
from workflows.assignment.solver import solve
from workflows.scoring.discrepancy import TOTAL

S = ApplicationState


def declare(story_content: Any, cycle_id: Any) -> None:
    """Every assessor makes the yearly statement, with the interests the cast names."""
    for assessor in story_content.cast.assessors:
        person = person_named(assessor.person.email)
        for interest in assessor.interests:
            declare_interest(actor=person, reason=interest.note.th, agency_id=_agency_id(interest.agency))
        declare_conflicts(cycle_id, actor=person)
