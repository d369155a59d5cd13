"""Reading what an agency handed in: each day's first look is put on record, the only write a page may cause."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from app.models import ScoreSheet
from app.permissions import Permission
from app.queries.assembled import assembled_for
from app.queries.criteria import rubric_of
from app.queries.snapshot_text import FrozenDocument
from app.services import ledger
from app.views.access import current_actor, opens
from app.views.assessor import bp
from app.views.formatting import page_language
from app.views.stored_files import stored_attachment


@bp.get("/sheets/<uuid:sheet_id>/document")
@opens(ScoreSheet, Permission.ASSESS)
def show_document(sheet: ScoreSheet) -> ResponseReturnValue:
    """Show the whole document the sheet is judged from, as it was handed in."""
    note_reading(sheet)
    document = FrozenDocument(rubric_of(sheet.application.programme), sheet.snapshot, page_language())
    return render_template(
        "assessor/show_document.html",
        sheet=sheet,
        sections=document.sections(),
        snapshot=sheet.snapshot,
        whole=assembled_for(sheet.snapshot),
    )


@bp.get("/sheets/<uuid:sheet_id>/whole-report.pdf")
@opens(ScoreSheet, Permission.ASSESS)
def download_document(sheet: ScoreSheet) -> ResponseReturnValue:
    """Give the report the sheet is judged from with its evidence bound behind it."""
    whole = assembled_for(sheet.snapshot)
    if whole is None:
        abort(404)
    note_reading(sheet)
    return stored_attachment(whole.sha256, media_type="application/pdf", name=f"{sheet.application.code}-report.pdf")


def note_reading(sheet: ScoreSheet) -> None:
    """Put the reading of this sheet's snapshot on record, once a day."""
    if not ledger.read_is_recorded(sheet):
        ledger.record_read(sheet, actor=current_actor())
