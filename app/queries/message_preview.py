"""What a message would say about a real application: its own values, and a name where only the occasion knows one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Application, Receipt, SiteVisit
from app.queries.criteria import part_titles
from app.queries.deadlines import window_of


def known_of(application: Application, language: str) -> dict[str, Any]:
    """Return the values a message about this application would have now; what is not known yet is left out."""
    programme, window = application.programme, window_of(application)
    values: dict[str, Any] = {
        "title": application.called(language),
        "code": application.code,
        "agency": application.agency.name(language),
        "programme": programme.title(language),
        "cycle": programme.cycle.title(language),
        "deadline": window.deadline_of,
        "closes": window.due,
        "due": application.return_due_at or window.due,
        "at": application.submitted_at,
        "receipt": db.session.scalar(
            select(Receipt.number)
            .where(Receipt.application_id == application.id)
            .order_by(Receipt.issued_at.desc(), Receipt.number)
            .limit(1)
        ),
    }
    if application.returned_sections:
        titles = part_titles(application)
        values["parts"] = ", ".join(titles[each].in_language(language) for each in application.returned_sections)
    visit = db.session.scalars(select(SiteVisit).where(SiteVisit.application_id == application.id)).first()
    if visit is not None:
        values |= {"starts": visit.starts_at, "ends": visit.ends_at, "place": visit.place}
    return {name: value for name, value in values.items() if value}
