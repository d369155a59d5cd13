"""The own sheet as a workbook: handed out to be filled in offline, taken back after a look at what it changes."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import ScoreSheet, SheetState
from app.permissions import Permission
from app.services import sheet_workbooks
from app.services.sheet_columns import field_heading, workbook_of
from app.services.sheet_workbooks import MergePreview, WorkbookRefused
from app.views.access import current_actor, opens, settings
from app.views.assessor import bp
from app.views.assessor.forms import WorkbookForm
from app.views.formatting import page_language
from app.views.reasons import by_field, sentence
from workflows.errors import RuleBroken

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/sheets/<uuid:sheet_id>/score-sheet.xlsx")
@opens(ScoreSheet, Permission.ASSESS)
def download_workbook(sheet: ScoreSheet) -> ResponseReturnValue:
    """Give the own sheet as a workbook while it may be changed."""
    _check_open(sheet)
    response = Response(workbook_of(sheet, page_language()), mimetype=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{sheet.application.code}-score-sheet.xlsx")
    return response


@bp.route("/sheets/<uuid:sheet_id>/workbook", methods=["GET", "POST"])
@opens(ScoreSheet, Permission.ASSESS)
def start_workbook(sheet: ScoreSheet) -> ResponseReturnValue:
    """Say how to work without a network; keep a workbook that is sent back and lead to its preview."""
    _check_open(sheet)
    form = WorkbookForm()
    if form.validate_on_submit():
        try:
            sha256 = sheet_workbooks.keep_workbook(sheet, form.workbook.data.read(), actor=current_actor())
        except WorkbookRefused as refused:
            return _preview(sheet, "", MergePreview(faults=refused.faults))
        return redirect(url_for(".preview_workbook", sheet_id=sheet.id, sha256=sha256))
    body = render_template("assessor/start_workbook.html", sheet=sheet, form=form, max_mb=settings().max_upload_mb)
    return body, 422 if form.errors else 200


@bp.get("/sheets/<uuid:sheet_id>/workbook/<string:sha256>")
@opens(ScoreSheet, Permission.ASSESS)
def preview_workbook(sheet: ScoreSheet, sha256: str) -> ResponseReturnValue:
    """Show what taking the workbook would do, or every fault with its row."""
    _check_open(sheet)
    return _preview(sheet, sha256, _checked_or_404(sheet, sha256))


@bp.post("/sheets/<uuid:sheet_id>/workbook/<string:sha256>/take")
@opens(ScoreSheet, Permission.ASSESS)
def take_workbook(sheet: ScoreSheet, sha256: str) -> ResponseReturnValue:
    """Take all of it with the choices made, or nothing."""
    _check_open(sheet)
    chosen = {name.removeprefix("choice-"): value for name, value in request.form.items() if name.startswith("choice-")}
    try:
        count = sheet_workbooks.take_workbook(sheet, sha256, chosen, actor=current_actor())
    except FileNotFoundError:
        abort(404)
    except WorkbookRefused as refused:
        return _preview(sheet, sha256, MergePreview(faults=refused.faults))
    except RuleBroken as broken:
        return _preview(sheet, sha256, _checked_or_404(sheet, sha256), chosen, by_field(broken))
    sheet_workbooks.discard_workbook(sheet, sha256, actor=current_actor())
    flash(
        ngettext(
            "%(num)s criterion was taken from the workbook", "%(num)s criteria were taken from the workbook", count
        ),
        "success",
    )
    return redirect(url_for(".show_sheet", sheet_id=sheet.id))


@bp.post("/sheets/<uuid:sheet_id>/workbook/<string:sha256>/discard")
@opens(ScoreSheet, Permission.ASSESS)
def discard_workbook(sheet: ScoreSheet, sha256: str) -> ResponseReturnValue:
    """Forget the workbook."""
    _check_open(sheet)
    try:
        sheet_workbooks.discard_workbook(sheet, sha256, actor=current_actor())
    except FileNotFoundError:
        abort(404)
    flash(_("The workbook was discarded; nothing was taken"), "success")
    return redirect(url_for(".show_sheet", sheet_id=sheet.id))


def _check_open(sheet: ScoreSheet) -> None:
    if sheet.state is not SheetState.DRAFT:
        abort(404)


def _checked_or_404(sheet: ScoreSheet, sha256: str) -> MergePreview:
    try:
        return sheet_workbooks.check_workbook(sheet, sha256)
    except FileNotFoundError:
        abort(404)


def _preview(
    sheet: ScoreSheet,
    sha256: str,
    preview: MergePreview,
    chosen: Mapping[str, str] | None = None,
    faults: Mapping[str | None, list[str]] | None = None,
) -> ResponseReturnValue:
    rubric_faults = [(fault.line, sentence(fault.obstacle)) for fault in preview.faults]
    body = render_template(
        "assessor/preview_workbook.html",
        sheet=sheet,
        sha256=sha256,
        preview=preview,
        row_faults=rubric_faults,
        chosen=chosen or {},
        faults=faults or {},
        fault_lines=[(words, f"#choice-{name}") for name, told in (faults or {}).items() for words in told],
        heading_of=lambda name: field_heading(sheet, name, page_language()),
        value_words=_value_words,
    )
    return body, 422 if faults or preview.faults else 200


def _value_words(value: object) -> str:
    """A field's value as the preview writes it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or _("none")
    return str(value) if value not in (None, "") else _("empty")
