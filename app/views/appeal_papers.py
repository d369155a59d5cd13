"""The receipt of an appeal or a complaint as a PDF: the agency takes that of its appeal, staff that of either."""

from __future__ import annotations

from flask import Response, abort

from app.models import Appeal
from app.queries.appeals import event_of, files_of_appeal
from app.queries.letters import number_of
from app.reports.appeal_receipt import AppealReceipt, render_appeal_receipt
from app.reports.receipt import ReceivedFile
from app.thai import thai_date
from app.views.appeal_words import ground_name
from app.views.formatting import page_language
from app.views.full_address import full_address
from workflows.appeal import AppealKind, AppealState


def appeal_receipt(appeal: Appeal) -> Response:
    """Give the receipt; a draft was not received and has none."""
    if appeal.state is AppealState.DRAFT:
        abort(404)
    language = page_language()
    pdf = render_appeal_receipt(_paper(appeal, language), language)
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{appeal.number}.pdf")
    return response


def _paper(appeal: Appeal, language: str) -> AppealReceipt:
    assert appeal.number, "what was received has a number"
    assert appeal.filed_at, "and a time"
    assert appeal.filed_by, "and a person"
    application, event = appeal.application, event_of(appeal)
    is_complaint = appeal.kind is AppealKind.COMPLAINT
    dated = thai_date(appeal.letter_date, language) if appeal.letter_date else ""
    return AppealReceipt(
        is_complaint=is_complaint,
        number=appeal.number,
        application_code=application.code,
        title=application.called(language),
        agency=application.agency.name(language),
        programme=application.programme.title(language),
        cycle_year_be=application.programme.cycle.year_be,
        received_at=appeal.filed_at,
        by=appeal.complainant if is_complaint else appeal.filed_by.name(language),
        letter=" ".join(filter(None, (appeal.letter_reference, dated))),
        ground=ground_name(appeal.ground) if appeal.ground else "",
        answer_due_on=appeal.answer_due_on,
        answer_letter=number_of(appeal),
        sha256=appeal.sha256 or "",
        event_number=event.seq,
        ledger_head=event.hash,
        files=tuple(ReceivedFile(each.file_name, each.file.size, each.sha256) for each in files_of_appeal(appeal)),
        ledger_address=full_address("public.show_ledger"),
    )
