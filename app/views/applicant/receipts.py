"""Receipts: the proof of handing in as page and PDF, and the snapshot it stands for."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from app.models import Receipt
from app.permissions import Permission, is_allowed
from app.queries.applicant_scores import self_scores
from app.queries.assembled import assembled_for
from app.queries.criteria import rubric_of
from app.queries.receipts import proof_of, snapshot_content
from app.reports.application_report import render_application_report
from app.reports.submission import render_submission
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.answer_view import shown_parts
from app.views.applicant.document_copies import report_copy, submission_copy
from app.views.formatting import page_language
from app.views.papers import paper_attachment
from app.views.stored_files import stored_attachment
from workflows.application import Phase


@bp.get("/receipts/<uuid:receipt_id>")
@opens(Receipt, Permission.VIEW_APPLICATION)
def show_receipt(receipt: Receipt) -> ResponseReturnValue:
    """Show what was received, when, and how anyone can prove it."""
    proof = proof_of(receipt)
    content = snapshot_content(receipt.snapshot)
    rubric = rubric_of(receipt.application.programme)
    is_report = receipt.snapshot.phase is Phase.REPORT
    return render_template(
        "applicant/show_receipt.html",
        receipt=receipt,
        application=receipt.application,
        proof=proof,
        documents=shown_parts([each.part for each in proof.parts], content["answers"], content["files"]),
        rubric=rubric,
        own=self_scores(rubric, content["answers"]) if rubric.bands and not is_report else None,
        is_report=is_report,
        whole=assembled_for(receipt.snapshot),
        reads_for_agency=is_allowed(Permission.READ_FEEDBACK, receipt, current_actor()),
    )


@bp.get("/receipts/<uuid:receipt_id>.pdf")
@opens(Receipt, Permission.VIEW_APPLICATION)
def download_receipt(receipt: Receipt) -> ResponseReturnValue:
    """Give the receipt as an accessible PDF."""
    return paper_attachment(receipt, name=f"{receipt.number}.pdf")


@bp.get("/receipts/<uuid:receipt_id>/snapshot.json")
@opens(Receipt, Permission.VIEW_APPLICATION)
def download_snapshot(receipt: Receipt) -> ResponseReturnValue:
    """Give the very bytes the receipt's hash was made of."""
    snapshot = receipt.snapshot
    return _attachment(snapshot.content.encode(), "application/json", f"{receipt.number}.json")


@bp.get("/receipts/<uuid:receipt_id>/copy.pdf")
@opens(Receipt, Permission.VIEW_APPLICATION)
def download_copy(receipt: Receipt) -> ResponseReturnValue:
    """Give the handed-in document as a PDF to read and keep."""
    content = snapshot_content(receipt.snapshot)
    parts = shown_parts([each.part for each in proof_of(receipt).parts], content["answers"], content["files"])
    language = page_language()
    if receipt.snapshot.phase is Phase.REPORT:
        pdf = render_application_report(report_copy(receipt, parts, language), language)
    else:
        pdf = render_submission(submission_copy(receipt, parts, language), language)
    return _attachment(pdf, "application/pdf", f"{receipt.application.code}.pdf")


@bp.get("/receipts/<uuid:receipt_id>/whole-report.pdf")
@opens(Receipt, Permission.VIEW_APPLICATION)
def download_whole_report(receipt: Receipt) -> ResponseReturnValue:
    """Give the report as the system put it together, with its evidence bound behind it."""
    whole = assembled_for(receipt.snapshot)
    if whole is None:
        abort(404)
    return stored_attachment(whole.sha256, media_type="application/pdf", name=f"{receipt.application.code}-report.pdf")


def _attachment(body: bytes, media_type: str, name: str) -> Response:
    response = Response(body, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
