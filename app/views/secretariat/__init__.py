"""The blueprint of this audience."""

from flask import Blueprint

bp = Blueprint("secretariat", __name__)

from app.views.secretariat import (  # noqa: E402  # pages register themselves
    announcement,  # noqa: F401
    appeals,  # noqa: F401
    applications,  # noqa: F401
    assignment,  # noqa: F401
    cockpit,  # noqa: F401
    complaints,  # noqa: F401
    conflicts,  # noqa: F401
    cycle_copy,  # noqa: F401
    deliveries,  # noqa: F401
    exercises,  # noqa: F401
    extensions,  # noqa: F401
    feedback,  # noqa: F401
    ledger,  # noqa: F401
    letters,  # noqa: F401
    likeness,  # noqa: F401
    mailing_outcome,  # noqa: F401
    mailing_recipients,  # noqa: F401
    mailing_sending,  # noqa: F401
    mailings,  # noqa: F401
    message_texts,  # noqa: F401
    plan_changes,  # noqa: F401
    pmqa40,  # noqa: F401
    programme_change,  # noqa: F401
    programme_numbers,  # noqa: F401
    programme_preview,  # noqa: F401
    programme_ranges,  # noqa: F401
    progress,  # noqa: F401
    publication,  # noqa: F401
    questions,  # noqa: F401
    reason_templates,  # noqa: F401
    record,  # noqa: F401
    reliability,  # noqa: F401
    round_release,  # noqa: F401
    rounds,  # noqa: F401
    saved_views,  # noqa: F401
    screening,  # noqa: F401
    screening_report,  # noqa: F401
    screening_together,  # noqa: F401
    seating,  # noqa: F401
    service,  # noqa: F401
    sheets_due,  # noqa: F401
)
