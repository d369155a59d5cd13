"""Feedback reports: drafted from the consensus, edited and approved by staff, read by the agency once released."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import (
    Application,
    ConsensusEntry,
    ConsensusSheet,
    ConsensusState,
    FeedbackReport,
    FeedbackState,
    LeakConfirmation,
    Person,
)
from app.permissions import Permission, is_allowed
from app.queries.comment_places import CommentPlaces, PlacedComment
from app.queries.criteria import rubric_of
from app.queries.feedback_leaks import leaks_among, summary_of
from app.queries.sheets import panel_sheets
from app.queries.snapshot_text import FrozenDocument
from app.services.events import personal, record
from app.thai import normalise
from app.transaction import composed, lock, transactional
from workflows.application import ApplicationState
from workflows.comments import MAJOR
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
        content = draft_content(rubric_of(application.programme), _agreed_comments(consensus) if consensus else {})
        report = FeedbackReport(application_id=application.id, content=content)
        db.session.add(report)
        db.session.flush()
    return report


def _agreed_comments(consensus: ConsensusSheet) -> dict[str, tuple[str, str]]:
    """The agreed comments by node, their places named as the agency knows them instead of by number."""
    application = consensus.application
    sheets = panel_sheets(application, consensus.stage_id)
    if not sheets:
        return {entry.node_id: (entry.strengths, _to_improve(entry)) for entry in consensus.entries}
    places = CommentPlaces(FrozenDocument(rubric_of(application.programme), sheets[0].snapshot, "th"))
    return {
        entry.node_id: (_named(entry.strengths, places), _named(_to_improve(entry), places))
        for entry in consensus.entries
    }


def _named(text: str, places: CommentPlaces) -> str:
    return "\n".join(_told(comment) for comment in places.read(text))


def _told(comment: PlacedComment) -> str:
    """One line of the report: a double mark where it is important, and the places by their titles, in Thai."""
    named = [
        f"{place.title} หน้า {place.anchor.page}" if place.anchor.page else place.title
        for place in comment.places
        if place.is_there
    ]
    places = f" ({'; '.join(named)})" if named else ""
    return f"{MAJOR if comment.is_major else ''}{comment.text}{places}"


def _to_improve(entry: ConsensusEntry) -> str:
    """The agreed opportunities of a node, and what is missing for each of its levels."""
    suggested = (entry.value.get("suggestions") or {}).values()
    return "\n".join([entry.opportunities, *suggested])


@composed
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
def approve_together(looked_at: Mapping[FeedbackReport, int], *, actor: Person) -> int:
    """Approve reports as they were looked at, by version: all of them or none. Returns how many.

    Raises RuleBroken naming every report that changed since, is no draft any more, or must not be approved.
    """
    against = []
    for report, version in looked_at.items():
        fresh = lock(report)
        if fresh.version != version or fresh.state is not FeedbackState.DRAFT:
            against.append(Obstacle("%(code)s has changed since you looked at it", {"code": fresh.application.code}))
        elif leaks_of(fresh) or not summary_of(fresh):
            against.append(Obstacle("%(code)s is not ready to be approved", {"code": fresh.application.code}))
    if not looked_at:
        against.append(Obstacle("Choose at least one report"))
    if against:
        raise RuleBroken(against)
    for report in looked_at:
        approve_feedback(report, actor=actor)
    return len(looked_at)


@transactional
def let_stand(report: FeedbackReport, key: str, *, reason: str, actor: Person) -> LeakConfirmation:
    """Let one hit of the checker stand in its line, with the reason. Raises RuleBroken with everything against."""
    report = lock(report)
    against = _editing_obstacles(report, actor)
    leak = next((each for each in leaks_among([report])[report.id].open if each.key == key), None)
    if leak is None:
        against.append(Obstacle("This line has changed since you opened the page. Look at it again"))
    if not reason.strip():
        against.append(Obstacle("Give a reason", field="reason"))
    if leak is None or against:
        raise RuleBroken(against)
    confirmation = LeakConfirmation(
        report_id=report.id,
        key=key,
        kind=leak.kind,
        reason=normalise(reason).strip(),
        confirmed_by_id=actor.id,
        confirmed_at=now(),
    )
    db.session.add(confirmation)
    record("leak_let_stand", about=report, actor=actor, leak=leak.kind.value, reason=personal(confirmation.reason))
    return confirmation


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
    """Return what a report tells that it must not and nobody let stand."""
    return [leak.obstacle for leak in leaks_among([report])[report.id].open]


@transactional
def mark_feedback_read(report: FeedbackReport, *, actor: Person) -> None:
    """Note that the agency read its report."""
    report = lock(report)
    if not is_allowed(Permission.READ_FEEDBACK, report, actor) or report.state is not FeedbackState.RELEASED:
        raise RuleBroken([Obstacle("This report has not been released")])
    if report.read_at is None:
        report.read_at = now()
        record("feedback_read", about=report, actor=actor)
