"""Every kind of long work and who does it."""

from __future__ import annotations

from app.services.assignment_plans import PROPOSE_JOB, propose_plan
from app.services.jobs import Work

WORK: dict[str, Work] = {PROPOSE_JOB: propose_plan}
