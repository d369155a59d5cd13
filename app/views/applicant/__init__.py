"""Pages of agencies: applications from the first draft to the feedback, the team, the approval."""

from flask import Blueprint

bp = Blueprint("applicant", __name__)

from app.views.applicant import (  # noqa: E402  # pages register themselves
    appeals,  # noqa: F401
    approval,  # noqa: F401
    autosave,  # noqa: F401
    certificates,  # noqa: F401
    drafts,  # noqa: F401
    eligibility,  # noqa: F401
    evidence_register,  # noqa: F401
    feedback,  # noqa: F401
    files,  # noqa: F401
    handover,  # noqa: F401
    home,  # noqa: F401
    improvement,  # noqa: F401
    invitations,  # noqa: F401
    last_year,  # noqa: F401
    parts,  # noqa: F401
    questions,  # noqa: F401
    receipts,  # noqa: F401
    self_assessment,  # noqa: F401
    tasks,  # noqa: F401
    team,  # noqa: F401
    teamwork,  # noqa: F401
    timeline,  # noqa: F401
    versions,  # noqa: F401
    visit,  # noqa: F401
)
