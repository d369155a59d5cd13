"""Every kind of long work that somebody waits for, and who does it."""

from __future__ import annotations

from app.queries.plan_jobs import PROPOSE_JOB
from app.services.assembled_reports import ASSEMBLE_JOB, assemble_report
from app.services.assignment_plans import propose_plan
from app.services.calibration import REPLAY_JOB, RUN_JOB, calibrate_stage, replay_run
from app.services.jobs import Work

WORK: dict[str, Work] = {
    PROPOSE_JOB: propose_plan,
    ASSEMBLE_JOB: assemble_report,
    RUN_JOB: calibrate_stage,
    REPLAY_JOB: replay_run,
}
