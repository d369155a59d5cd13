"""Views of the staff's pages that a person keeps under a name."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.permissions import Permission
from app.queries.saved_views import filters_of, views_of
from app.services.saved_views import delete_view, save_view
from app.views.access import current_actor, holds
from app.views.page_address import with_query
from app.views.reasons import sentences
from app.views.secretariat import bp
from workflows.errors import RuleBroken

PAGES: Mapping[str, str] = {
    "rounds": "secretariat.show_rounds",
    "applications": "secretariat.list_applications_for_staff",
    "assessors": "secretariat.list_assessor_progress",
    "agencies": "secretariat.list_agency_progress",
    "sheets": "secretariat.list_owed_sheets",
}


@dataclass(frozen=True)
class ShownView:
    """A view as a link: its name, where it leads, whether it is what the page shows now."""

    key: uuid.UUID
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ShownViews:
    """The views of a page, and the filters that could be kept."""

    page: str
    query: str
    views: list[ShownView]


def shown_views(page: str, searched: Mapping[str, str]) -> ShownViews:
    """Return what the component for saved views shows of this page."""
    views = [
        ShownView(view.id, view.name, with_query(url_for(PAGES[page]), kept), kept == dict(searched))
        for view in views_of(current_actor(), page)
        for kept in (filters_of(view),)
    ]
    return ShownViews(page, urlencode(sorted(searched.items())), views)


@bp.post("/office/views/<string:page>")
@holds(Permission.VIEW_PROGRAMME)
def keep_view(page: str) -> ResponseReturnValue:
    """Keep the present filters of a page under a name."""
    if page not in PAGES:
        abort(404)
    try:
        view = save_view(
            page, name=request.form.get("name", ""), query=request.form.get("query", ""), actor=current_actor()
        )
    except RuleBroken as broken:
        for sentence in sentences(broken):
            flash(sentence, "error")
        return redirect(url_for(PAGES[page]))
    flash(_("The view “%(name)s” is kept", name=view.name), "success")
    return redirect(with_query(url_for(PAGES[page]), filters_of(view)))


@bp.post("/office/views/<uuid:view_id>/deletion")
@holds(Permission.VIEW_PROGRAMME)
def give_up_view(view_id: uuid.UUID) -> ResponseReturnValue:
    """Give up one of the own views."""
    try:
        page = delete_view(view_id, actor=current_actor())
    except LookupError:
        abort(404)
    flash(_("The view is deleted"), "success")
    return redirect(url_for(PAGES[page]))
