"""The set-up of cycles and programmes, and what becomes public of them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Cycle, Programme
from app.permissions import Permission, is_allowed
from app.queries.agency_choices import agency_choices
from app.queries.applicant_eligibility import entry_rules_of
from app.queries.criteria import rubric_of
from app.queries.number_groups import number_groups
from app.queries.number_status import number_status
from app.queries.office_scope import cycles_newest_first
from app.queries.programme_setup import openable_rubrics, programme_page
from app.queries.round_release import has_own_results
from app.services.announcements import release_feedback
from app.services.cycles import check_opening, create_cycle, open_programme
from app.services.programme_changes import ACT
from app.services.proposals import waiting
from app.services.publication import may_take_back
from app.views.access import current_actor, holds, opens
from app.views.day_notes import day_note, day_notes, unnoticed
from app.views.formatting import page_language
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import CycleForm, ExtensionForm, ProgrammeForm
from workflows.errors import RuleBroken

_DATES = ("opens_at", "closes_at", "report_closes_at")


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
    form, reasons = ProgrammeForm(), list[str]()
    rubrics = openable_rubrics(cycle, current_actor())
    form.rubric_id.choices = [(each.full_id, each.title.in_language(page_language())) for each in rubrics]
    if form.is_submitted():
        try:
            programme = _opened(cycle, form)
        except RuleBroken as broken:
            reasons = show_on(form, broken)
        else:
            if programme is not None:
                flash(_("The programme is set up and pinned to its criteria. Look at it, then publish it"), "success")
                return redirect(url_for(".show_programme", programme_id=programme.id))
    page = render_template(
        "secretariat/new_programme.html",
        cycle=cycle,
        form=form,
        reasons=[*reasons, *unnoticed(form, *_DATES, box="despite_days_off")],
        notes=day_notes(form, *_DATES),
        rubrics=rubrics,
    )
    return page, 422 if form.is_submitted() else 200


def _opened(cycle: Cycle, form: ProgrammeForm) -> Programme | None:
    """Open the programme; None where a field is not filled in well, or a day off is not confirmed yet.

    A day off is only spoken of once its date is right, so the dates are asked about in any case.
    """
    is_valid = form.validate()
    opens_at, closes_at = form.opens_at.data, form.closes_at.data
    if form.rubric_id.errors or opens_at is None or closes_at is None:
        return None
    asked = {"opens_at": opens_at, "closes_at": closes_at, "report_closes_at": form.report_closes_at.data}
    if not is_valid or unnoticed(form, *_DATES, box="despite_days_off"):
        check_opening(cycle, form.rubric_id.data, **asked)
        return None
    return open_programme(
        cycle,
        form.rubric_id.data,
        **asked,
        grace_minutes=form.grace_minutes.data or 0,
        is_published=False,
        actor=current_actor(),
    )


@bp.get("/office/programmes/<uuid:programme_id>")
@opens(Programme, Permission.VIEW_PROGRAMME)
def show_programme(programme: Programme) -> ResponseReturnValue:
    """Show a programme: dates, stage plan, extensions, results."""
    return programme_page_of(programme, ExtensionForm())


def programme_page_of(
    programme: Programme, form: ExtensionForm, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """Show the page of a programme, with the reasons why something asked of it was refused."""
    page = render_template(
        "secretariat/show_programme.html",
        page=programme_page(programme),
        programme=programme,
        form=form,
        reasons=[*(reasons or ()), *unnoticed(form, "until")],
        date_notes={name: day_note(getattr(programme, name)) for name in _DATES},
        limits=entry_rules_of(programme),
        until_note=day_notes(form, "until")["until"],
        own_results={stage.id for stage in programme.stages if has_own_results(stage)},
        waiting=waiting(ACT, programme),
        numbers_open=sum(group.is_open for group in number_groups(programme)),
        has_ranges=bool(rubric_of(programme).rampable),
        stages_status=number_status(programme, f"stages.{programme.stages[0].code}"),
        may_manage=(may_manage := is_allowed(Permission.MANAGE_PROGRAMME, programme, current_actor())),
        agencies=agency_choices() if may_manage else [],
        may_take_back=may_manage and may_take_back(programme),
    )
    return page, status


@bp.post("/office/programmes/<uuid:programme_id>/feedback-release")
@opens(Programme, Permission.ANNOUNCE)
def release_reports(programme: Programme) -> ResponseReturnValue:
    """Release every approved feedback report of the programme."""
    try:
        count = release_feedback(programme, actor=current_actor())
    except RuleBroken as broken:
        return programme_page_of(programme, ExtensionForm(), sentences(broken), 409)
    flash(_("Feedback reports released: %(count)s", count=count), "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))
