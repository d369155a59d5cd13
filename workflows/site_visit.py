"""When a visit may be scheduled, how a point to verify ends, and what a finding may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflows.errors import Named, Obstacle

VERIFIED, REFUTED, NOT_SEEN = "verified", "refuted", "not_seen"
FINDINGS = (VERIFIED, REFUTED, NOT_SEEN)
NOT_BEGUN = Obstacle("The visit has not begun yet. Change its time first")
UNCHANGED = Obstacle(
    "The value is still what the panel agreed. Change it below, or take this tick away", field="changes"
)
LONGEST_VISIT = timedelta(days=14)
"""Longer visits are typing errors."""


@dataclass(frozen=True)
class Plan:
    """A visit as it is to be. `busy` names the members who are on another visit at that time, `agency_is_busy` says
    that the agency receives another panel then; `latest` is when the round closes for visits, None while it is open.
    `planned_at` is when panel and agency were last invited, None before: a visit held earlier than planned is
    corrected to a time since then, of which nobody is told by an invitation.
    """

    starts_at: datetime
    ends_at: datetime
    is_online: bool
    place: str
    participants: int
    lead_goes: bool
    now: datetime
    latest: datetime | None = None
    busy: tuple[Named, ...] = ()
    agency_is_busy: bool = False
    planned_at: datetime | None = None

    @property
    def is_held(self) -> bool:
        """Whether it says of a planned visit when it was held."""
        return self.planned_at is not None and self.planned_at <= self.starts_at <= self.now


_TOO_LONG = Obstacle(
    "A visit lasts at most %(count)s days. Look at the day it ends", {"count": LONGEST_VISIT.days}, "ends_at"
)


def schedule_obstacles(plan: Plan) -> list[Obstacle]:
    """Return everything against this schedule. Source: site visit stage of the programme."""
    asked = (
        (plan.ends_at <= plan.starts_at, Obstacle("The visit ends after it begins", field="ends_at")),
        (plan.ends_at > plan.starts_at + LONGEST_VISIT, _TOO_LONG),
        (plan.starts_at <= plan.now and not plan.is_held, _passed(plan)),
        (not plan.place.strip() and not plan.is_online, Obstacle("Say where the visit takes place", field="place")),
        (not plan.place.strip() and plan.is_online, Obstacle("Say how to join the meeting", field="place")),
        (plan.participants == 0, Obstacle("Choose who takes part", field="participants")),
        (plan.participants > 0 and not plan.lead_goes, Obstacle("The lead assessor takes part", field="participants")),
        (plan.agency_is_busy, Obstacle("The agency receives another panel at this time", field="starts_at")),
        (
            plan.latest is not None and plan.ends_at > plan.latest,
            Obstacle("The visit ends before the round closes for visits", field="ends_at"),
        ),
    )
    busy = [Obstacle("%(name)s is on another visit at this time", {"name": name}, "participants") for name in plan.busy]
    return [obstacle for is_against, obstacle in asked if is_against] + busy


def _passed(plan: Plan) -> Obstacle:
    if plan.planned_at is None:
        return Obstacle("Choose a time that has not passed", field="starts_at")
    return Obstacle("A visit that was held began after it was planned. Choose a later time", field="starts_at")


def has_begun(starts_at: datetime | None, now: datetime) -> bool:
    """Whether the visit can have found anything; one that was made without a time being set can."""
    return starts_at is None or starts_at <= now


@dataclass(frozen=True)
class Settlement:
    """How a point is to end; `changes`: the agreed value of its node is to change, `by_lead`: the lead settles it.

    `has_begun`: the hour the visit was scheduled for has come. `is_announced`: the page says that the value changes.
    """

    finding: str
    note: str
    changes: bool
    why: str
    by_lead: bool
    has_begun: bool = True
    is_announced: bool = False


def settlement_obstacles(settlement: Settlement) -> list[Obstacle]:
    """Return everything against ending a point like this.

    Nothing is found before the visit; every point ends in one of three ways with a note; what was not seen changes
    nothing; a changed value needs its reason and the lead. Source: site visit rule of the award.
    """
    asked = (
        (not settlement.has_begun, NOT_BEGUN),
        (settlement.finding not in FINDINGS, Obstacle("Say how the point ended", field="finding")),
        (not settlement.note.strip(), Obstacle("Write what was found", field="note")),
        (
            settlement.changes and settlement.finding == NOT_SEEN,
            Obstacle("What was not seen changes no score", field="finding"),
        ),
        (settlement.is_announced and not settlement.changes, UNCHANGED),
        (settlement.changes and not settlement.why.strip(), Obstacle("A changed score needs its reason", field="why")),
        (
            settlement.changes and not settlement.by_lead,
            Obstacle("Only the lead assessor changes what the panel agreed", field="finding"),
        ),
    )
    return [obstacle for is_against, obstacle in asked if is_against]
