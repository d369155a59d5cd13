"""Importing from a workbook: checked first, shown, and taken whole or not at all."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import Permission
from app.services import import_files
from app.services.import_files import COLUMNS, Checked, ImportKind
from app.services.imports import ImportRefused, Preview, RowFault
from app.views.access import current_actor, holds, settings
from app.views.admin import bp
from app.views.admin.forms import UploadForm
from app.views.formatting import page_language
from app.views.reasons import sentence

_LIST_PAGES = {
    ImportKind.AGENCIES: "admin.list_agencies",
    ImportKind.ASSESSORS: "admin.list_people",
    ImportKind.PEOPLE: "admin.list_people",
    ImportKind.ROLES: "admin.list_people",
    ImportKind.WINNERS: "admin.list_past_winners",
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/admin/imports/<string:kind>", methods=["GET", "POST"])
@holds(Permission.ADMINISTER)
def start_import(kind: str) -> ResponseReturnValue:
    """Say what the workbook must hold; keep one that is sent and lead to its preview."""
    what, form = _kind_or_404(kind), UploadForm()
    if form.validate_on_submit():
        sha256 = import_files.keep_upload(form.workbook.data.read(), actor=current_actor())
        return redirect(url_for(".preview_import", kind=kind, sha256=sha256))
    headings = _headings(what)
    columns = [(headings[column.name], column.is_required, column.name) for column in COLUMNS[what]]
    return render_template(
        "admin/start_import.html", form=form, kind=kind, columns=columns, max_mb=settings().max_upload_mb
    )


@bp.get("/admin/imports/<string:kind>/template")
@holds(Permission.ADMINISTER)
def download_template(kind: str) -> ResponseReturnValue:
    """Hand out an empty workbook with the right headings."""
    data = import_files.template_of(_kind_or_404(kind), page_language())
    headers = {"Content-Disposition": f"attachment; filename=lertrat-{kind}.xlsx"}
    return Response(data, mimetype=_XLSX, headers=headers)


@bp.get("/admin/imports/<string:kind>/<string:sha256>")
@holds(Permission.ADMINISTER)
def preview_import(kind: str, sha256: str) -> ResponseReturnValue:
    """Show what importing the workbook would do, or every fault with its row."""
    checked = _checked_or_404(_kind_or_404(kind), sha256)
    return _preview_page(kind, sha256, checked.preview)


@bp.post("/admin/imports/<string:kind>/<string:sha256>/confirm")
@holds(Permission.ADMINISTER)
def confirm_import(kind: str, sha256: str) -> ResponseReturnValue:
    """Check the workbook anew and take all of it."""
    what = _kind_or_404(kind)
    try:
        done = import_files.import_upload(what, sha256, actor=current_actor())
    except FileNotFoundError:
        abort(404)
    except ImportRefused as refused:
        return _preview_page(kind, sha256, Preview(faults=refused.faults))
    counts = {"added": len(done.added), "changed": len(done.changed), "unchanged": len(done.unchanged)}
    flash(_("Imported: %(added)s added, %(changed)s changed, %(unchanged)s as before", **counts), "success")
    return redirect(url_for(_LIST_PAGES[what]))


@bp.post("/admin/imports/<string:kind>/<string:sha256>/discard")
@holds(Permission.ADMINISTER)
def discard_import(kind: str, sha256: str) -> ResponseReturnValue:
    """Forget the workbook."""
    what = _kind_or_404(kind)
    _checked_or_404(what, sha256)
    import_files.discard_upload(sha256, actor=current_actor())
    flash(_("The workbook was discarded; nothing was imported"), "success")
    return redirect(url_for(".start_import", kind=what.value))


def _preview_page(kind: str, sha256: str, preview: Preview) -> ResponseReturnValue:
    headings = _headings(ImportKind(kind))
    faults = [(fault.line, headings.get(fault.obstacle.field or "", ""), _words(fault)) for fault in preview.faults]
    return render_template(
        "admin/preview_import.html", kind=kind, sha256=sha256, preview=preview, faults=faults, headings=headings
    )


def _headings(kind: ImportKind) -> dict[str, str]:
    """The headings of a workbook in the page's language, by the names of their columns."""
    place = 1 if page_language() == "en" else 0
    return {column.name: column.headings[place] for column in COLUMNS[kind]}


def _words(fault: RowFault) -> str:
    """Say what is wrong, with the heading in the page's language where it quotes one."""
    obstacle, place = fault.obstacle, 1 if page_language() == "en" else 0
    known = {column.headings[0]: column.headings[place] for columns in COLUMNS.values() for column in columns}
    quoted = obstacle.params.get("column")
    if isinstance(quoted, str) and quoted in known:
        return sentence(replace(obstacle, params={**obstacle.params, "column": known[quoted]}))
    return sentence(obstacle)


def _kind_or_404(kind: str) -> ImportKind:
    if kind not in set(ImportKind):
        abort(404)
    return ImportKind(kind)


def _checked_or_404(kind: ImportKind, sha256: str) -> Checked:
    try:
        return import_files.check_upload(kind, sha256, actor=current_actor())
    except FileNotFoundError:
        abort(404)
