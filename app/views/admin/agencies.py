"""Agencies: found, added, renamed, placed, closed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Agency, AgencyKind
from app.permissions import Permission
from app.queries.agency_choices import agency_choices
from app.queries.registry_agencies import (
    AgencySearch,
    agency_record,
    find_agencies,
    ministries,
)
from app.services import mergers, registry
from app.views.access import current_actor, holds, opens
from app.views.admin import bp
from app.views.admin.forms import AgencyForm, MergeForm, NamesForm, PlaceForm, ReasonForm, ministry_choices
from app.views.admin.history import told
from app.views.award_names import agency_kind_name
from app.views.page_address import this_page
from app.views.reasons import show_on
from workflows.errors import RuleBroken


@bp.get("/admin/agencies")
@holds(Permission.ADMINISTER)
def list_agencies() -> ResponseReturnValue:
    """Search the registry."""
    wanted = AgencySearch(
        text=request.args.get("q", ""),
        kind=request.args.get("kind", ""),
        ministry=request.args.get("ministry", ""),
        with_closed=request.args.get("closed") == "yes",
    )
    return render_template(
        "admin/list_agencies.html",
        wanted=wanted,
        is_filtered=wanted != AgencySearch(),
        found=find_agencies(wanted, page=request.args.get("page", default=1, type=int)),
        kinds=[("", _("All kinds")), *((kind.value, agency_kind_name(kind)) for kind in AgencyKind)],
        ministries=ministry_choices(ministries(), _("All ministries")),
        page_url=lambda page: this_page(page=page),
    )


@bp.route("/admin/agencies/add", methods=["GET", "POST"])
@holds(Permission.ADMINISTER)
def add_agency() -> ResponseReturnValue:
    """Add one agency."""
    form = AgencyForm()
    form.offer(agency_choices())
    reasons: list[str] = []
    if form.validate_on_submit():
        try:
            agency = registry.add_agency(
                code=form.code.data or "",
                kind=AgencyKind(form.kind.data),
                name_th=form.name_th.data or "",
                name_en=form.name_en.data or "",
                parent=form.parent.agency,
                actor=current_actor(),
            )
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            flash(_("The agency was added"), "success")
            return redirect(url_for(".show_agency", agency_id=agency.id))
    return render_template("admin/add_agency.html", form=form, reasons=reasons)


@bp.get("/admin/agencies/<uuid:agency_id>")
@opens(Agency, Permission.ADMINISTER)
def show_agency(agency: Agency) -> ResponseReturnValue:
    """Show one agency with its people and its history."""
    return _page(agency)


@bp.post("/admin/agencies/<uuid:agency_id>/rename")
@opens(Agency, Permission.ADMINISTER)
def rename_agency(agency: Agency) -> ResponseReturnValue:
    """Give the agency new names; the old ones stay in its history."""
    form = NamesForm()
    if form.validate_on_submit():
        try:
            registry.rename_agency(
                agency, name_th=form.name_th.data or "", name_en=form.name_en.data or "", actor=current_actor()
            )
        except RuleBroken as broken:
            return _page(agency, names=form, reasons=show_on(form, broken))
        flash(_("The agency was renamed"), "success")
        return redirect(url_for(".show_agency", agency_id=agency.id))
    return _page(agency, names=form)


@bp.post("/admin/agencies/<uuid:agency_id>/place")
@opens(Agency, Permission.ADMINISTER)
def place_agency(agency: Agency) -> ResponseReturnValue:
    """Put the agency under another."""
    form = PlaceForm()
    form.parent.offer(agency_choices())
    if form.validate_on_submit():
        try:
            registry.place_agency(agency, form.parent.agency, actor=current_actor())
        except RuleBroken as broken:
            return _page(agency, place=form, reasons=show_on(form, broken))
        flash(_("The agency was placed anew"), "success")
        return redirect(url_for(".show_agency", agency_id=agency.id))
    return _page(agency, place=form)


@bp.post("/admin/agencies/<uuid:agency_id>/close")
@opens(Agency, Permission.ADMINISTER)
def close_agency(agency: Agency) -> ResponseReturnValue:
    """Offer the agency nowhere any more."""
    form = ReasonForm()
    if form.validate_on_submit():
        registry.close_agency(agency, reason=form.reason.data or "", actor=current_actor())
        flash(_("The agency was closed; what it handed in stays"), "success")
        return redirect(url_for(".show_agency", agency_id=agency.id))
    return _page(agency, closing=form)


@bp.post("/admin/agencies/<uuid:agency_id>/merge")
@opens(Agency, Permission.ADMINISTER)
def merge_agency(agency: Agency) -> ResponseReturnValue:
    """Merge the agency into another; its history stays."""
    form = MergeForm()
    form.into.offer(agency_choices())
    into = form.into.agency
    if form.validate_on_submit() and into is not None:
        try:
            mergers.merge_agency(agency, into, reason=form.reason.data or "", actor=current_actor())
        except RuleBroken as broken:
            return _page(agency, merging=form, reasons=show_on(form, broken))
        flash(_("The agency was merged; its applications are found under both names"), "success")
        return redirect(url_for(".show_agency", agency_id=into.id))
    return _page(agency, merging=form)


@bp.post("/admin/agencies/<uuid:agency_id>/reopen")
@opens(Agency, Permission.ADMINISTER)
def reopen_agency(agency: Agency) -> ResponseReturnValue:
    """Offer the agency again."""
    registry.reopen_agency(agency, actor=current_actor())
    flash(_("The agency is open again"), "success")
    return redirect(url_for(".show_agency", agency_id=agency.id))


def _page(
    agency: Agency,
    *,
    names: NamesForm | None = None,
    place: PlaceForm | None = None,
    closing: ReasonForm | None = None,
    merging: MergeForm | None = None,
    reasons: list[str] | None = None,
) -> ResponseReturnValue:
    """The page of one agency, with whichever of its forms was sent and could not be taken."""
    if place is None:
        place = PlaceForm(formdata=None)
        place.parent.offer((), agency.parent)
    record = agency_record(agency)
    return render_template(
        "admin/show_agency.html",
        merging=merging or MergeForm(formdata=None),
        others=[each for each in agency_choices() if each.id != agency.id],
        record=record,
        agency=agency,
        names=names or NamesForm(formdata=None, obj=agency),
        place=place,
        closing=closing or ReasonForm(formdata=None),
        reasons=reasons or [],
        history=told(record.history),
    )
