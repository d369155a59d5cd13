"""Questions to OPDC about a programme: asked by an agency, answered privately or for everybody."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.messages import outbox
from app.models import Agency, Person, Programme, ProgrammeQuestion, RoleGrant
from app.permissions import Permission, grants_in_force, is_allowed
from app.queries.programme_staff import staff_of
from app.services.events import record
from app.thai import grapheme_count, normalise
from app.transaction import lock, transactional
from workflows.errors import Obstacle, RuleBroken
from workflows.questions import answer_obstacles, question_obstacles
from workflows.roles import AGENCY_ROLES, Role


@transactional
def ask_question(programme: Programme, agency: Agency, text: str, *, actor: Person) -> ProgrammeQuestion:
    """Ask OPDC about a programme on behalf of an agency; the programme's officers are told."""
    if not is_allowed(Permission.ASK_QUESTION, agency, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    said = normalise(text).strip()
    if against := question_obstacles(grapheme_count(said)):
        raise RuleBroken(against)
    question = ProgrammeQuestion(
        programme_id=programme.id, agency_id=agency.id, asked_by_id=actor.id, asked_at=now(), text=said
    )
    db.session.add(question)
    db.session.flush()
    record("question_asked", about=question, actor=actor, programme=programme.rubric_id, agency=agency.code)
    outbox.queue(
        "question_asked",
        to=staff_of(programme, Role.OFFICER),
        once_per=str(question.id),
        programme=programme,
        link=f"/questions/{question.id}",
        params={"agency": agency, "programme": programme},
    )
    return question


@transactional
def answer_question(question: ProgrammeQuestion, answer: str, *, public_text: str | None = None, actor: Person) -> None:
    """Answer a question, or better the answer. With `public_text` question and answer are published to everybody.

    A published answer can be corrected, not taken back: everybody may have read it.
    """
    question = lock(question)
    if not is_allowed(Permission.ANSWER_QUESTION, question, actor):
        raise RuleBroken([Obstacle("Your role does not allow this step")])
    said, shown = normalise(answer).strip(), normalise(public_text or "").strip()
    is_published = public_text is not None or question.published_at is not None
    lengths = {"answer": grapheme_count(said), "public_text": grapheme_count(shown)}
    if against := answer_obstacles(**lengths, is_published=is_published):
        raise RuleBroken(against)
    question.answer, question.answered_by_id, question.answered_at = said, actor.id, now()
    if is_published:
        question.public_text, question.published_at = shown, question.published_at or now()
    event = record("question_answered", about=question, actor=actor, published=int(is_published))
    outbox.queue(
        "question_answered",
        to=_people_of(question.agency),
        office=question.agency,
        once_per=str(event.id),
        programme=question.programme,
        link=f"/programmes/{question.programme_id}/questions",
        params={"programme": question.programme},
    )


def _people_of(agency: Agency) -> list[Person]:
    """Everybody who works for the agency today."""
    people = db.session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.agency_id == agency.id, RoleGrant.role.in_(AGENCY_ROLES), RoleGrant.revoked_at.is_(None))
    ).unique()
    return [each for each in people if any(grant.agency_id == agency.id for grant in grants_in_force(each))]
