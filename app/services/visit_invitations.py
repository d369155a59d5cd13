"""Who is told when a visit is: the members who go, and the agency without their names; all with a calendar file."""

from __future__ import annotations

from collections.abc import Sequence

from app.extensions import settings
from app.messages import outbox
from app.models import Application, Person, SiteVisit
from app.queries.application_facts import officers_of, team_of
from app.reports.visit_calendar import visit_calendar
from app.services.moves import naming
from workflows.roles import Role


def invite_to(visit: SiteVisit, application: Application, going: Sequence[Person]) -> None:
    """Promise an invitation to the panel, its officers and the agency for this revision of the schedule."""
    told = naming(application) | {"starts": visit.starts_at, "ends": visit.ends_at, "place": visit.place}
    for kind, people, link in (
        ("visit_scheduled", going, f"/site-visits/{application.id}"),
        ("visit_scheduled", officers_of(application), f"/office/applications/{application.id}"),
        ("visit_date_told", team_of(application, Role.COORDINATOR, Role.HEAD), f"/applications/{application.id}"),
    ):
        for person in people:
            calendar = visit_calendar(visit, application, person.language, settings().base_url, link)
            outbox.queue(
                kind,
                to=[person],
                once_per=f"{visit.id}:{visit.revision}",
                programme=application.programme,
                link=link,
                params=told,
                calendar=calendar.decode(),
            )
