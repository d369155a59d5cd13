"""A mailing that was confirmed: what it says, to whom it went, and how each message fared."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission
from app.queries.mailings import everybody_told, fates, told_page
from app.services.exports import MESSAGES, record_export
from app.services.mailings import may_send
from app.views.access import current_actor, holds
from app.views.formatting import page_language
from app.views.secretariat import bp
from app.views.secretariat.mailing_sheet import mailing_workbook
from app.views.secretariat.mailing_words import (
    FATES,
    fate_family,
    fate_name,
    mailing_family,
    mailing_state,
    told_programmes,
    told_reasons,
)
from app.views.secretariat.mailings import mailing_or_404
from workflows.mailing import MailingState

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/office/messages/mailings/<uuid:mailing_id>")
@holds(Permission.VIEW_MESSAGES)
def show_mailing(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Show one mailing and how it fared; a draft leads to its recipients."""
    mailing = mailing_or_404(mailing_id)
    if mailing.state is MailingState.DRAFT:
        return redirect(url_for(".choose_mailing_recipients", mailing_id=mailing.id))
    text, fate = request.args.get("q", ""), _fate(request.args)
    counts = fates(mailing)
    return render_template(
        "secretariat/show_mailing.html",
        mailing=mailing,
        found=told_page(mailing, text=text, fate=fate, page=request.args.get("page", 1, type=int)),
        total=sum(counts.values()),
        counts=[(name, counts[name]) for name in FATES if name in counts],
        text=text,
        fate=fate,
        may_take_back=mailing.state is MailingState.WAITING and may_send(mailing, current_actor()),
        url_of_page=lambda page: _url(mailing.id, q=text, fate=fate, page=page),
        **_words(),
    )


def _fate(given: Any) -> str:
    fate = given.get("fate", "")
    return fate if fate in FATES else ""


def _url(mailing_id: uuid.UUID, **asked: Any) -> str:
    return url_for(".show_mailing", mailing_id=mailing_id, **{name: value for name, value in asked.items() if value})


def _words() -> dict[str, Any]:
    return {
        "fate_name": fate_name,
        "fate_family": fate_family,
        "mailing_state": mailing_state,
        "mailing_family": mailing_family,
        "told_programmes": told_programmes,
        "told_reasons": told_reasons,
    }


@bp.post("/office/messages/mailings/<uuid:mailing_id>/export")
@holds(Permission.VIEW_MESSAGES)
def export_mailing(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Give the recipients and how each message fared as a workbook; the export is on record."""
    mailing, text, fate = mailing_or_404(mailing_id), request.form.get("q", ""), _fate(request.form)
    if mailing.state is MailingState.DRAFT:
        abort(404)
    rows = everybody_told(mailing, text=text, fate=fate)
    workbook = mailing_workbook(mailing, rows, page_language())
    searched = (("mailing", mailing.id), ("q", text), ("fate", fate))
    said = " ".join(f"{name}={value}" for name, value in searched if value)
    record_export(MESSAGES, rows=len(rows), searched=said, actor=current_actor())
    response = Response(workbook, mimetype=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename="mailing.xlsx")
    return response
