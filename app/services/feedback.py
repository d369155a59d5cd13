"""Feedback reports: drafted from the consensus, edited and approved by staff, read by the agency once released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import (
    Application,
    ConsensusSheet,
    ConsensusState,
    FeedbackReport,
    FeedbackState,
    Person,
)
from app.permissions import Permission, is_allowed
from app.queries.criteria import rubric_of
from app.queries.feedback_leaks import leaks_among, summary_of
from app.services.events import record
from app.thai import normalise
from app.transaction import composed, lock, transactional
from workflows.application import ApplicationState
from workflows.errors import Obstacle, RuleBroken
from workflows.feedback import draft_content

FEEDBACK_STATES = (ApplicationState.DECIDED, ApplicationState.ANNOUNCED, ApplicationState.NOT_ADVANCED)


@composed
def applications_without_feedback() -> list[Application]:
    """The applications whose outcome is known and whose report is not drafted yet."""
    drafted = select(FeedbackReport.id).where(FeedbackReport.application_id == Application.id).exists()
    return list(db.session.scalars(select(Application).where(Application.state.in_(FEEDBACK_STATES), ~drafted)).all())


@transactional
def draft_feedback(application: Application) -> FeedbackReport:
    """Draft the report from the last recorded consensus; a report already drafted stays as it is."""
    application = lock(application)
    report = db.session.scalars(
        select(FeedbackReport).where(FeedbackReport.application_id == application.id)
    ).one_or_none()
    if report is None:
        consensus = last_consensus(application)
        comments = (
            {entry.node_id: (entry.strengths, entry.opportunities) for entry in consensus.entries} if consensus else {}
        )
        content = draft_content(rubric_of(application.programme), comments)
        report = FeedbackReport(application_id=application.id, content=content)
        db.session.add(report)
        db.session.flush()
    return report


def last_consensus(application: Application) -> ConsensusSheet | None:
    """Return the consensus recorded last."""
    return db.session.scalars(
        select(ConsensusSheet)
        .where(ConsensusSheet.application_id == application.id, ConsensusSheet.state == ConsensusState.RECORDED)
        .order_by(ConsensusSheet.recorded_at.desc())
        .limit(1)
    ).first()


@transactional
def edit_feedback(report: FeedbackReport, content: Mapping[str, Any], *, version: int, actor: Person) -> None:
    """Replace the text of a draft. Raises RuleBroken if it is approved already, or if someone else saved first."""
    report = lock(report)
    against = _editing_obstacles(report, actor)
    if report.version != version:
        against.append(Obstacle("Someone else saved this report first. Open it again; nothing was changed."))
    if against:
        raise RuleBroken(against)
    report.content = _cleaned(report.content, content)
    report.version += 1


def _editing_obstacles(report: FeedbackReport, actor: Person) -> list[Obstacle]:
    against = []
    if not is_allowed(Permission.EDIT_FEEDBACK, report, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if report.state is not FeedbackState.DRAFT:
        against.append(Obstacle("An approved report cannot be changed"))
    return against


def _cleaned(present: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the report's own structure; only its texts are replaced."""
    texts = {category["node"]: category for category in given.get("categories", ())}
    return {
        "summary": normalise(str(given.get("summary", ""))).strip(),
        "next_steps": _listed(given.get("next_steps", ())),
        "categories": [
            {
                "node": category["node"],
                "strengths": _listed(texts.get(category["node"], category)["strengths"]),
                "opportunities": _listed(texts.get(category["node"], category)["opportunities"]),
            }
            for category in present["categories"]
        ],
    }


def _listed(lines: Any) -> list[str]:
    return [text for line in lines if (text := normalise(str(line)).strip())]


@transactional
def approve_feedback(report: FeedbackReport, *, actor: Person) -> None:
    """Approve a report for release. Raises RuleBroken with everything in it that must not be told."""
    report = lock(report)
    against = [*_editing_obstacles(report, actor), *leaks_of(report)]
    if not summary_of(report):
        against.append(Obstacle("Write the summary first", field="summary"))
    if against:
        raise RuleBroken(against)
    report.state, report.approved_at, report.approved_by_id = FeedbackState.APPROVED, now(), actor.id
    record("approve_feedback", about=report, actor=actor, application=report.application.code)


@transactional
def approve_all(reports: Iterable[FeedbackReport], *, actor: Person) -> int:
    """Approve every report that tells nothing it must not and has its summary. Returns how many; the others stay."""
    ready = [report for report in reports if not leaks_of(report) and summary_of(report)]
    for report in ready:
        approve_feedback(report, actor=actor)
    return len(ready)


@transactional
def reopen_feedback(report: FeedbackReport, *, actor: Person) -> None:
    """Turn an approved report back into a draft, before its release."""
    report = lock(report)
    against = []
    if not is_allowed(Permission.EDIT_FEEDBACK, report, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if report.state is not FeedbackState.APPROVED:
        against.append(Obstacle("Only an approved report that is not released can be opened again"))
    if against:
        raise RuleBroken(against)
    report.state, report.approved_at, report.approved_by_id = FeedbackState.DRAFT, None, None
    record("reopen_feedback", about=report, actor=actor, application=report.application.code)


@composed
def leaks_of(report: FeedbackReport) -> list[Obstacle]:
    """Return what a report tells that it must not."""
    return leaks_among([report])[report.id]


@transactional
def mark_feedback_read(report: FeedbackReport, *, actor: Person) -> None:
    """Note that the agency read its report."""
    report = lock(report)
    if not is_allowed(Permission.READ_FEEDBACK, report, actor) or report.state is not FeedbackState.RELEASED:
        raise RuleBroken([Obstacle("This report has not been released")])
    if report.read_at is None:
        report.read_at = now()
        record("feedback_read", about=report, actor=actor)
