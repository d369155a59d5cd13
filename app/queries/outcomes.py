"""What the committee of an application needs: the quorum, and the awards the applicant asked for."""

from __future__ import annotations

from app.models import Application
from app.queries.application_facts import latest_snapshot
from app.queries.criteria import rubric_of
from app.queries.sheets import frozen_answers
from rubrics.model import Rubric
from rubrics.stages import StageKind
from workflows.application import Phase


def committee_quorum(rubric: Rubric) -> int:
    """Return how many members must be present, as the committee stage of the criteria says."""
    return next((stage.quorum or 1 for stage in rubric.stages if stage.kind is StageKind.COMMITTEE), 1)


def chosen_awards(application: Application) -> tuple[str, ...]:
    """Return the category awards the applicant chose in its entry, in the order of the criteria."""
    rubric = rubric_of(application.programme)
    snapshot = latest_snapshot(application, Phase.ENTRY)
    if snapshot is None or not rubric.award_types:
        return ()
    answers = frozen_answers(snapshot)
    fields = [field.id for field in rubric.fields if field.choices_from == "award_types"]
    chosen = {code for field in fields for code in answers.get(field) or ()}
    return tuple(kind.code for kind in rubric.award_types if kind.code in chosen)
