"""The progress of each round, and the set-up of cycles and programmes."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.clock import now
from app.models import Programme, Stage
from app.permissions import Permission, is_allowed, may_anywhere
from app.queries.announcement_preview import announcement_preview
from app.queries.number_status import number_status
from app.queries.programme_setup import agency_by_code, openable_rubrics, programme_page
from app.queries.rounds_progress import STEPS, cycles_newest_first, rounds_of
from app.services.announcements import announce_programme, release_feedback, release_round
from app.services.cycles import create_cycle, extend, open_programme, set_panel_size
from app.views.access import current_actor, holds, opens
from app.views.formatting import page_language
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import CycleForm, ExtensionForm, ProgrammeForm
from workflows.errors import RuleBroken


@bp.get("/office")
@holds(Permission.VIEW_PROGRAMME)
def show_rounds() -> ResponseReturnValue:
    """Show how far every round of a cycle is."""
    cycles, wanted = cycles_newest_first(), request.args.get("year", type=int)
    cycle = next((each for each in cycles if each.year_be == wanted), cycles[0] if cycles else None)
    rounds = rounds_of(cycle, current_actor(), at=now()) if cycle else None
    return render_template(
        "secretariat/show_rounds.html",
        cycles=cycles,
        rounds=rounds,
        steps=STEPS,
        may_set_up=may_anywhere(Permission.MANAGE_PROGRAMME, current_actor()),
    )


@bp.route("/office/cycles/new", methods=["GET", "POST"])
@holds(Permission.MANAGE_CYCLES)
def new_cycle() -> ResponseReturnValue:
    """Start an award year."""
    form, reasons = CycleForm(), []
    if form.validate_on_submit():
        try:
            cycle = create_cycle(
                year_be=form.year_be.data or 0,
                title_th=form.title_th.data or "",
                title_en=form.title_en.data or "",
                actor=current_actor(),
            )
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            return redirect(url_for(".show_rounds", year=cycle.year_be))
    return render_template(
        "secretariat/new_cycle.html", form=form, reasons=reasons
    ), 422 if form.is_submitted() else 200


@bp.route("/office/cycles/<int:year_be>/programmes/new", methods=["GET", "POST"])
@holds(Permission.MANAGE_PROGRAMME)
def new_programme(year_be: int) -> ResponseReturnValue:
    """Open a programme of a cycle from its criteria."""
    cycle = next((each for each in cycles_newest_first() if each.year_be == year_be), None)
    if cycle is None:
        abort(404)
    form, reasons = ProgrammeForm(), []
    rubrics = openable_rubrics(cycle, current_actor())
    form.rubric_id.choices = [(each.full_id, each.title.in_language(page_language())) for each in rubrics]
    if form.validate_on_submit() and form.opens_at.data and form.closes_at.data:
        try:
            programme = open_programme(
                cycle,
                form.rubric_id.data or "",
                opens_at=form.opens_at.data,
                closes_at=form.closes_at.data,
                grace_minutes=form.grace_minutes.data or 0,
                report_closes_at=form.report_closes_at.data,
                actor=current_actor(),
            )
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            flash(_("The programme is set up and pinned to its criteria"), "success")
            return redirect(url_for(".show_programme", programme_id=programme.id))
    page = render_template("secretariat/new_programme.html", cycle=cycle, form=form, reasons=reasons)
    return page, 422 if form.is_submitted() else 200


@bp.get("/office/programmes/<uuid:programme_id>")
@opens(Programme, Permission.VIEW_PROGRAMME)
def show_programme(programme: Programme) -> ResponseReturnValue:
    """Show a programme: dates, stage plan, extensions, results."""
    return _programme(programme, ExtensionForm())


def _programme(
    programme: Programme, form: ExtensionForm, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "secretariat/show_programme.html",
        page=programme_page(programme),
        programme=programme,
        form=form,
        reasons=reasons or [],
        stages_status=number_status(programme, f"stages.{programme.stages[0].code}"),
        may_manage=is_allowed(Permission.MANAGE_PROGRAMME, programme, current_actor()),
    )
    return page, status


@bp.post("/office/programmes/<uuid:programme_id>/extensions")
@opens(Programme, Permission.MANAGE_PROGRAMME)
def grant_extension(programme: Programme) -> ResponseReturnValue:
    """Give one agency more time."""
    form = ExtensionForm()
    is_complete, agency = form.validate_on_submit(), agency_by_code(form.agency_code.data or "")
    if agency is None and form.agency_code.data:
        form.agency_code.errors = (_("No agency has this code"),)
    if not is_complete or agency is None or form.until.data is None:
        return _programme(programme, form, status=422)
    try:
        extend(programme, agency, until=form.until.data, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _programme(programme, form, show_on(form, broken), 409)
    flash(_("The extension is granted and on record"), "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))


@bp.post("/office/stages/<uuid:stage_id>/panel-size")
@opens(Stage, Permission.MANAGE_PROGRAMME)
def change_panel_size(stage: Stage) -> ResponseReturnValue:
    """Change how many assessors a stage needs."""
    try:
        set_panel_size(stage, request.form.get("size", 0, type=int), actor=current_actor())
    except RuleBroken as broken:
        return _programme(stage.programme, ExtensionForm(), sentences(broken), 409)
    flash(_("The panel size is changed"), "success")
    return redirect(url_for(".show_programme", programme_id=stage.programme_id))


@bp.post("/office/stages/<uuid:stage_id>/release")
@opens(Stage, Permission.ANNOUNCE)
def release_stage(stage: Stage) -> ResponseReturnValue:
    """Let the agencies read the gate results of a round."""
    try:
        release_round(stage, actor=current_actor())
    except RuleBroken as broken:
        return _programme(stage.programme, ExtensionForm(), sentences(broken), 409)
    flash(_("The results of this round can now be read by the agencies"), "success")
    return redirect(url_for(".show_programme", programme_id=stage.programme_id))


@bp.get("/office/programmes/<uuid:programme_id>/announcement")
@opens(Programme, Permission.ANNOUNCE)
def preview_announcement(programme: Programme) -> ResponseReturnValue:
    """Show everything an announcement would make known, before anybody confirms it."""
    return _preview(programme)


def _preview(programme: Programme, reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "secretariat/preview_announcement.html",
        programme=programme,
        preview=announcement_preview(programme),
        reasons=reasons or [],
    )
    return page, status


@bp.post("/office/programmes/<uuid:programme_id>/announcement")
@opens(Programme, Permission.ANNOUNCE)
def announce_results(programme: Programme) -> ResponseReturnValue:
    """Announce every decided application of the programme."""
    try:
        count = announce_programme(programme, actor=current_actor())
    except RuleBroken as broken:
        return _preview(programme, sentences(broken), 409)
    flash(_("Results announced: %(count)s", count=count), "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))


@bp.post("/office/programmes/<uuid:programme_id>/feedback-release")
@opens(Programme, Permission.ANNOUNCE)
def release_reports(programme: Programme) -> ResponseReturnValue:
    """Release every approved feedback report of the programme."""
    try:
        count = release_feedback(programme, actor=current_actor())
    except RuleBroken as broken:
        return _programme(programme, ExtensionForm(), sentences(broken), 409)
    flash(_("Feedback reports released: %(count)s", count=count), "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))
