"""The published winners: search and filters in the address, one page a work, and the same as open data."""

from __future__ import annotations

import uuid

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.appeals import corrections_of
from app.queries.certificates import certificate_of
from app.queries.public_winners import Facet, Wanted, Winners, every_winner, find_winners, winner_by_id
from app.queries.public_work import public_sections
from app.views.access import public
from app.views.award_names import branch_name
from app.views.formatting import page_language
from app.views.full_address import full_address
from app.views.page_address import this_page
from app.views.public import bp
from app.views.public.open_data import as_csv, as_json, as_record


@bp.get("/winners")
@public
def list_winners() -> ResponseReturnValue:
    """Search the announced works."""
    wanted = _wanted()
    found = find_winners(wanted, page=request.args.get("page", default=1, type=int))
    return render_template(
        "public/list_winners.html",
        wanted=wanted,
        found=found,
        level_names=_level_names(found),
        branch_choices=[(facet, branch_name(facet.value)) for facet in found.branches],
        type_choices=[(facet, found.type_names[facet.value].in_language(page_language())) for facet in found.types],
        is_filtered=wanted != Wanted(),
        address=_address,
    )


@bp.get("/winners/<uuid:application_id>")
@public
def show_winner(application_id: uuid.UUID) -> ResponseReturnValue:
    """Show one announced work: the parts its criteria publish and nothing else."""
    winner = winner_by_id(application_id)
    if winner is None:
        abort(404)
    return render_template(
        "public/show_winner.html",
        winner=winner,
        sections=public_sections(winner, page_language()),
        certificate=certificate_of(winner.application),
        corrections=corrections_of(application_id),
    )


@bp.get("/winners.json")
@public
def winners_as_json() -> ResponseReturnValue:
    """Give the same list to machines."""
    records = [as_record(each, _page_of(each.application.id)) for each in every_winner(_wanted())]
    return Response(as_json(records), mimetype="application/json")


@bp.get("/winners.csv")
@public
def winners_as_csv() -> ResponseReturnValue:
    """Give the same list to spreadsheets."""
    records = [as_record(each, _page_of(each.application.id)) for each in every_winner(_wanted())]
    return Response(
        as_csv(records),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=lertrat-winners.csv"},
    )


def _wanted() -> Wanted:
    return Wanted(
        text=request.args.get("q", ""),
        branch=request.args.get("branch", ""),
        type_code=request.args.get("type", ""),
        year_be=request.args.get("year", default=None, type=int),
        level=request.args.get("level", ""),
    )


def _address(**changes: object) -> str:
    """The present search with something changed; changing a filter goes back to the first page."""
    return this_page(**{"page": None, **changes})


def _page_of(application_id: uuid.UUID) -> str:
    return full_address("public.show_winner", application_id=application_id)


def _level_names(found: Winners) -> list[tuple[Facet, str]]:
    """Name the levels: those of the award by their criteria, the groups by what they hold."""
    groups = {"category": _("Category award"), "status": _("PMQA 4.0 status")}
    return [
        (facet, groups.get(facet.value) or found.level_names[facet.value].name.in_language(page_language()))
        for facet in found.levels
    ]
