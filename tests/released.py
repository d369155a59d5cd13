"""Feedback that was released, for tests of what an agency makes of it; written without a panel."""

from __future__ import annotations

from app.clock import now
from app.extensions import db
from app.models import Application, FeedbackReport, FeedbackState
from app.queries.criteria import rubric_of
from tests.announced import announce

FIRST, SECOND = "ยังไม่พบค่าเปรียบเทียบ", "ควรขยายผลให้ครบทุกพื้นที่"


def released(application: Application, award: str = "none") -> FeedbackReport:
    """Announce a submitted application and release a report with two opportunities in its first category."""
    announce(application, award)
    first = rubric_of(application.programme).nodes[0]
    report = FeedbackReport(
        application_id=application.id,
        state=FeedbackState.RELEASED,
        content={
            "summary": "สรุป",
            "next_steps": [],
            "categories": [{"node": first.id, "strengths": ["ชัดเจน"], "opportunities": [FIRST, SECOND]}],
        },
        approved_at=now(),
        released_at=now(),
        version=1,
    )
    db.session.add(report)
    db.session.commit()
    return report
