"""The audit trail: every event of the ledger in words, searched by kind, application and day."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import Permission
from app.queries.audit_trail import LedgerSearch, search_ledger
from app.views.access import current_actor, holds
from app.views.page_address import this_page
from app.views.secretariat import bp
from app.views.secretariat.event_subjects import changes_told, named_subject, subject_name
from app.views.secretariat.event_words import event_title, who
from app.views.secretariat.forms import LedgerForm


@bp.get("/office/ledger")
@holds(Permission.AUDIT)
def list_events() -> ResponseReturnValue:
    """Search the ledger, newest event first; the address is the search."""
    form = LedgerForm(formdata=request.args)
    form.validate()
    wanted = LedgerSearch(
        kind=request.args.get("kind", ""),
        code=request.args.get("code", ""),
        since=form.since.data,
        until=form.until.data,
    )
    trail = search_ledger(current_actor(), wanted, page=request.args.get("page", 1, type=int))
    kinds = sorted(((kind, event_title(kind)) for kind in trail.kinds), key=lambda pair: pair[1])
    return render_template(
        "secretariat/list_events.html",
        trail=trail,
        wanted=wanted,
        form=form,
        kinds=[("", _("All events")), *kinds],
        event_title=event_title,
        who=who,
        subject_name=subject_name,
        named_subject=named_subject,
        changes_told=changes_told,
        page_url=lambda page: this_page(page=page),
    )
