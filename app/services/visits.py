"""The site visit: opened with what the panel marked, scheduled by lead or officer, its points ended one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from app.clock import now
from app.extensions import db
from app.models import Application, Finding, Person, ScoreSheet, SiteVisit, VisitParticipant, VisitPoint
from app.permissions import Permission, is_allowed
from app.queries.application_facts import panel_of
from app.queries.criteria import rubric_of
from app.queries.sheets import claimed_indicators, panel_sheets, recorded_consensus
from app.queries.visit_scores import agreed_value
from app.queries.visit_times import closing_of_visits, who_is_busy
from app.services.events import personal, record
from app.services.judgements import content_of, fields_of, read_fields, settle_percent
from app.services.visit_invitations import invite_to
from app.thai import normalise
from app.transaction import composed, lock, transactional
from workflows.application import ApplicationState
from workflows.errors import Obstacle, RuleBroken
from workflows.site_visit import Plan, Settlement, has_begun, schedule_obstacles, settlement_obstacles

LONGEST = 8000


class StalePoint(Exception):
    """This point was settled from another window first; nothing was changed."""


@composed
def open_visit(application: Application) -> SiteVisit:
    """Return the visit of an application, with its row made where there is none yet."""
    visit = db.session.scalars(select(SiteVisit).where(SiteVisit.application_id == application.id)).one_or_none()
    if visit is None:
        visit = SiteVisit(application_id=application.id)
        db.session.add(visit)
        db.session.flush()
    return visit


@composed
def begin_visit(application: Application) -> SiteVisit:
    """Carry to the visit what the consensus marked; where it was reopened, earlier findings are looked at again."""
    visit = open_visit(application)
    visit.is_confirmed = visit.recorded_at = visit.recorded_by_id = None
    for point in visit.points:
        point.finding = point.settled_at = point.settled_by_id = None
        point.before, point.after, point.version = {}, {}, point.version + 1
    known = {(point.node_id, point.question) for point in visit.points}
    consensus = recorded_consensus(application, application.stage_id)
    marked = {entry.node_id: entry.to_verify for entry in consensus.entries if entry.to_verify} if consensus else {}
    for leaf in rubric_of(application.programme).leaves:
        if leaf.id in marked and (leaf.id, marked[leaf.id]) not in known:
            place = len(visit.points) + 1
            visit.points.append(VisitPoint(position=place, node_id=leaf.id, question=marked[leaf.id]))
    db.session.flush()
    return visit


@dataclass(frozen=True)
class Schedule:
    """A visit as it is wanted: when, where or how to join, what happens, and who of the panel goes."""

    starts_at: datetime
    ends_at: datetime
    is_online: bool
    place: str
    agenda: str
    participants: Sequence[Person]


@composed
def check_schedule(application: Application, wanted: Schedule, *, actor: Person, seen: int | None = None) -> None:
    """Say whether a visit may be scheduled so. Raises RuleBroken with every reason."""
    visit = db.session.scalars(select(SiteVisit).where(SiteVisit.application_id == application.id)).one_or_none()
    _going(visit or SiteVisit(application_id=application.id, revision=0), application, wanted, actor, seen)


@transactional
def schedule_visit(application: Application, wanted: Schedule, *, actor: Person, seen: int | None = None) -> SiteVisit:
    """Set or move the time, place and agenda of a visit; panel and agency are invited with a calendar file.

    `seen` is the revision the planner looked at: what lead or officer planned meanwhile is not written over unseen.
    The agency is told when, where and what for, never who comes. A time that has passed says when a planned visit was
    held; nobody is invited to it. Raises RuleBroken with every reason.
    """
    application, visit = _locked(application)
    going, is_held = _going(visit, application, wanted, actor, seen)
    visit.scheduled_at = visit.scheduled_at if is_held else now()
    _put(visit, wanted, going)
    db.session.flush()
    when = {"starts": wanted.starts_at.isoformat(), "ends": wanted.ends_at.isoformat()}
    record("schedule_visit", about=application, actor=actor, revision=visit.revision, **when)
    if not is_held:
        invite_to(visit, application, going)
    return visit


def _going(
    visit: SiteVisit, application: Application, wanted: Schedule, actor: Person, seen: int | None
) -> tuple[list[Person], bool]:
    """Who of the panel goes, once nothing stands against the schedule, and whether it says when a visit was held."""
    if not is_allowed(Permission.SCHEDULE_VISIT, application, actor):
        raise RuleBroken([Obstacle("Only the lead assessor or an officer schedules the visit")])
    seats = {seat.assessor_id: seat.is_lead for seat in panel_of(application)}
    going = [person for person in wanted.participants if person.id in seats]
    lead_goes = any(seats[person.id] for person in going)
    plan = _plan(visit, application, wanted, going, lead_goes=lead_goes)
    against = schedule_obstacles(plan)
    if seen is not None and seen != visit.revision:
        against.insert(0, Obstacle("Somebody else has planned this visit meanwhile. Look at it, then save again"))
    if against:
        raise RuleBroken(against)
    return going, plan.is_held


def _put(visit: SiteVisit, wanted: Schedule, going: Sequence[Person]) -> None:
    visit.starts_at, visit.ends_at, visit.is_online = wanted.starts_at, wanted.ends_at, wanted.is_online
    visit.place, visit.agenda = _text(wanted.place), _text(wanted.agenda)
    visit.revision += 1
    db.session.execute(delete(VisitParticipant).where(VisitParticipant.visit_id == visit.id))
    db.session.add_all(VisitParticipant(visit_id=visit.id, person_id=person.id) for person in going)


def _plan(
    visit: SiteVisit, application: Application, wanted: Schedule, going: Sequence[Person], *, lead_goes: bool
) -> Plan:
    busy, agency_is_busy = who_is_busy(visit, application, going, wanted.starts_at, wanted.ends_at)
    return Plan(
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        is_online=wanted.is_online,
        place=wanted.place,
        participants=len(going),
        lead_goes=lead_goes,
        now=now(),
        latest=closing_of_visits(application.programme),
        busy=tuple(person.named for person in busy),
        agency_is_busy=agency_is_busy,
        planned_at=visit.scheduled_at,
    )


@transactional
def add_point(application: Application, node_id: str, question: str, *, actor: Person) -> VisitPoint:
    """Add something to verify that came up after the consensus."""
    application, visit = _locked(application)
    rubric = rubric_of(application.programme)
    against = _not_of_the_panel(application, actor)
    if not rubric.has_node(node_id) or not rubric.node(node_id).is_leaf:
        against.append(Obstacle("Choose the criterion it belongs to", field="node"))
    if not _text(question):
        against.append(Obstacle("Write what has to be verified", field="question"))
    if against:
        raise RuleBroken(against)
    last = db.session.scalar(select(func.max(VisitPoint.position)).where(VisitPoint.visit_id == visit.id))
    point = VisitPoint(visit_id=visit.id, position=(last or 0) + 1, node_id=node_id, question=_text(question))
    db.session.add(point)
    db.session.flush()
    return point


@transactional
def settle_point(
    point: VisitPoint,
    *,
    finding: str,
    note: str,
    given: Mapping[str, object],
    why: str,
    version: int,
    actor: Person,
) -> VisitPoint:
    """End a point: verified, refuted or not seen, with a note, and the agreed value it changes, with its reason.

    `given` are the fields of the node's form where its value is to change, else none. Before and after stay on
    record with who and why. Raises RuleBroken with every reason, StalePoint where another window saved first.
    """
    application, visit = _locked(point.visit.application)
    point = lock(point)
    if point.version != version:
        raise StalePoint
    before = agreed_value(application, point.node_id, without=point)
    after = _read_value(application, point.node_id, before, given)
    changes = after != before
    by_lead = is_allowed(Permission.LEAD_PANEL, application, actor)
    begun = has_begun(visit.starts_at, now())
    end = Settlement(finding, note, changes, why, by_lead, has_begun=begun, is_announced=bool(given))
    against = [*_not_of_the_panel(application, actor), *settlement_obstacles(end)]
    if against:
        raise RuleBroken(against)
    point.finding, point.note, point.why = Finding(finding), _text(note), _text(why) if changes else ""
    point.before, point.after = (before, after) if changes else ({}, {})
    point.settled_by_id, point.settled_at, point.version = actor.id, now(), point.version + 1
    db.session.flush()
    _leave_trace(point, application, actor)
    return point


def _leave_trace(point: VisitPoint, application: Application, actor: Person) -> None:
    """The event of a settled point; values and words stand in it as salted hashes."""
    changed = {name: personal(_json(getattr(point, name))) for name in ("before", "after") if point.after}
    record(
        "settle_visit_point",
        about=application,
        actor=actor,
        point=point.id,
        finding=point.finding,
        note=personal(point.note),
        why=personal(point.why) if point.after else None,
        **changed,
    )


def _read_value(
    application: Application, node_id: str, before: Mapping[str, Any], given: Mapping[str, object]
) -> dict[str, Any]:
    """What the node is worth from now on; what was not sent stays as it was agreed."""
    rubric = rubric_of(application.programme)
    leaf, sheets = rubric.node(node_id), panel_sheets(application, application.stage_id)
    claims = claimed_indicators(leaf, _newest(sheets).snapshot) if sheets else []
    current = fields_of(rubric, leaf, {"value": before}, ())
    fields = {**current, **read_fields(rubric, leaf, given, comments=(), claims=claims)}
    settle_percent(rubric, leaf, fields, is_chosen="percent" in given)
    value: dict[str, Any] = content_of(rubric, leaf, fields, ())["value"]
    return dict(before) if fields == current else value


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _newest(sheets: list[ScoreSheet]) -> ScoreSheet:
    return max(sheets, key=lambda sheet: sheet.opened_at)


def _locked(application: Application) -> tuple[Application, SiteVisit]:
    """The application under its lock, while it is being visited, with its visit."""
    application = lock(application)
    if application.state is not ApplicationState.SITE_VISIT:
        raise RuleBroken([Obstacle("This application is not being visited now")])
    return application, open_visit(application)


def _not_of_the_panel(application: Application, actor: Person) -> list[Obstacle]:
    is_member = is_allowed(Permission.AGREE, application, actor)
    return [] if is_member else [Obstacle("Only members of this panel take part")]


def _text(words: str) -> str:
    text = normalise(words).strip()
    if len(text) > LONGEST:
        params = {"count": LONGEST}
        raise RuleBroken([Obstacle("This text is too long to be saved (over %(count)s characters)", params)])
    return text
