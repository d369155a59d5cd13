"""Filters a member of staff keeps under a name: kept, kept anew, given up. They are nobody else's."""

from __future__ import annotations

import uuid
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Person, SavedView
from app.permissions import Permission, may_anywhere
from app.thai import grapheme_count, normalise
from app.transaction import transactional
from workflows.errors import Obstacle, RuleBroken

LONGEST_NAME = 60
LONGEST_QUERY = 500


@transactional
def save_view(page: str, *, name: str, query: str, actor: Person) -> SavedView:
    """Keep these filters of a page under a name; the same name again takes the new filters."""
    name = " ".join(normalise(name).split())
    against = []
    if not may_anywhere(Permission.VIEW_PROGRAMME, actor):
        against.append(Obstacle("Your role does not allow this step"))
    if not name:
        against.append(Obstacle("Give the view a name", field="name"))
    if grapheme_count(name) > LONGEST_NAME:
        against.append(Obstacle("A name has at most %(most)s characters", {"most": LONGEST_NAME}, "name"))
    kept = urlencode(sorted(parse_qsl(query)))
    if len(kept) > LONGEST_QUERY:
        against.append(Obstacle("These filters are too long to keep"))
    if against:
        raise RuleBroken(against)
    view = db.session.scalars(
        select(SavedView).where(SavedView.person_id == actor.id, SavedView.page == page, SavedView.name == name)
    ).one_or_none()
    if view is None:
        view = SavedView(person_id=actor.id, page=page, name=name, created_at=now())
        db.session.add(view)
    view.query = kept
    db.session.flush()
    return view


@transactional
def delete_view(view_id: uuid.UUID, *, actor: Person) -> str:
    """Give up one's own view; return the page it was of. Raises LookupError for one that is not the actor's."""
    view = db.session.get(SavedView, view_id)
    if view is None or view.person_id != actor.id:
        raise LookupError("no such view")
    page = view.page
    db.session.delete(view)
    return page
