"""The papers the worker makes ahead: a receipt, a submitted score sheet, a released feedback report."""

from __future__ import annotations

from collections.abc import Mapping

from app.extensions import settings
from app.models import FeedbackReport, Receipt, ScoreSheet, SheetState
from app.papers.feedback import feedback_paper
from app.papers.receipts import receipt_paper
from app.papers.score_sheets import sheet_paper
from app.queries.applicant_feedback import feedback_of
from app.reports.feedback_report import feedback_report_manuscript
from app.reports.pdf import Manuscript
from app.reports.receipt import receipt_manuscript
from app.reports.score_sheet import score_sheet_manuscript

Subject = Receipt | ScoreSheet | FeedbackReport
SUBJECTS: Mapping[str, type[Subject]] = {
    "receipt": Receipt,
    "score_sheet": ScoreSheet,
    "feedback_report": FeedbackReport,
}
LANGUAGES = ("th", "en")


def manuscript_of(subject: Subject, language: str) -> Manuscript | None:
    """Return the paper of this row in "th" or "en"; None where there is none (yet, or any more)."""
    match subject:
        case Receipt():
            return receipt_manuscript(receipt_paper(subject, language, ledger_address=ledger_address()), language)
        case ScoreSheet():
            is_submitted = subject.state is SheetState.SUBMITTED
            return score_sheet_manuscript(sheet_paper(subject, language), language) if is_submitted else None
        case FeedbackReport():
            return _of_feedback(subject, language)


def _of_feedback(report: FeedbackReport, language: str) -> Manuscript | None:
    feedback = feedback_of(report)
    if report.released_at is None or not feedback.categories:
        return None
    paper = feedback_paper(feedback, language, ledger_address=ledger_address())
    return feedback_report_manuscript(paper, language)


def ledger_address() -> str:
    """Return where the public ledger is read, at the address of the installation, whatever host a request asked for."""
    return f"{settings().base_url}/ledger"
