"""The decision workbook of a programme, for whoever may see the agreed record; taking it is on record."""

from __future__ import annotations

import hashlib

from flask import Response, abort, g
from flask.typing import ResponseReturnValue

from app.models import Programme
from app.permissions import Permission
from app.queries.decision_workbook import decision_table
from app.reports.decision_workbook import write_decision_workbook
from app.services.exports import record_decision_workbook
from app.views.access import current_actor, opens
from app.views.formatting import page_language
from app.views.judge import bp

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/committee/programmes/<uuid:programme_id>/workbook")
@opens(Programme, Permission.VIEW_RECORD)
def download_workbook(programme: Programme) -> ResponseReturnValue:
    """Give everything that lies before the committee and the reader is not recused from."""
    language = page_language()
    table = decision_table(programme, current_actor(), language)
    if not table.rows:
        abort(404)
    workbook = write_decision_workbook(table, language, printed_at=g.received_at)
    name = f"DEC-{programme.branch}-{programme.type_code}-{programme.cycle.year_be}.xlsx".upper()
    sha256 = hashlib.sha256(workbook).hexdigest()
    record_decision_workbook(programme, rows=len(table.rows), sha256=sha256, actor=current_actor())
    response = Response(workbook, mimetype=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=name.replace(".XLSX", ".xlsx"))
    return response
