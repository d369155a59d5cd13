"""Changing a programme: what changes for whom is shown first; a programme under way takes two persons."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.clock import now
from app.models import Programme, Proposal, ProposalState
from app.permissions import Permission, is_allowed
from app.queries.change_impact import Consequence, change_impact, has_submissions
from app.queries.office_scope import office_scope, whole_scope, year_of
from app.queries.programme_plan import RANGE, Setting, indicators_in, settings_of
from app.queries.range_effects import range_effects
from app.queries.waiting_changes import changes_waiting
from app.services.programme_changes import (
    change_obstacles,
    change_programme,
    confirm_change,
    propose_change,
    proposed_changes,
    refuse_change,
)
from app.thai import grapheme_count
from app.views.access import current_actor, holds, opens
from app.views.day_notes import day_note
from app.views.formatting import page_language
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.change_form import ProgrammeSettings, seal_of
from app.views.secretariat.cockpit import year_choices
from app.views.secretariat.setting_words import setting_label, setting_value
from workflows.errors import RuleBroken
from workflows.reasons import reason_obstacles


@bp.route("/office/programmes/<uuid:programme_id>/change", methods=["GET", "POST"])
@opens(Programme, Permission.MANAGE_PROGRAMME)
def change_settings(programme: Programme) -> ResponseReturnValue:
    """Show the settings; what was typed is shown with its consequences before it can be carried out."""
    asked = ProgrammeSettings(programme)
    if not asked.form.is_submitted():
        return _page(asked)
    is_read, reason = asked.form.validate(), asked.form.reason.data or ""
    wanted = asked.wanted
    against = [each for each in change_obstacles(programme, wanted) if asked.may_judge(each)]
    against += reason_obstacles(reason, grapheme_count(reason), is_needed=False)
    if against or not is_read:
        return _page(asked, reasons=show_on(asked.form, RuleBroken(against)), status=422)
    if asked.form.seen.data != seal_of(wanted):
        asked.form.seen.data = seal_of(wanted)
        return _page(asked, is_previewed=True)
    try:
        if has_submissions(programme):
            proposal = propose_change(programme, wanted, reason=reason, actor=current_actor())
            flash(_("The change is proposed; another person must sign it"), "success")
            return redirect(url_for(".show_change", proposal_id=proposal.id))
        told = change_impact(programme, wanted).told
        change_programme(programme, wanted, actor=current_actor())
    except RuleBroken as broken:
        return _page(asked, is_previewed=True, reasons=show_on(asked.form, broken), status=409)
    flash(
        _("The programme is changed, and those it concerns are told")
        if told
        else _("The programme is changed. Nobody had to be told"),
        "success",
    )
    return redirect(url_for(".show_programme", programme_id=programme.id))


def _page(
    asked: ProgrammeSettings, *, is_previewed: bool = False, reasons: list[str] | None = None, status: int = 200
) -> ResponseReturnValue:
    programme, wanted = asked.programme, asked.wanted
    impact = change_impact(programme, wanted) if is_previewed else None
    page = render_template(
        "secretariat/change_settings.html",
        programme=programme,
        form=asked.form,
        groups=asked.groups,
        notes={name: day_note(asked.form[name].data) for name in wanted if name.endswith("_at")},
        impact=impact,
        changes=shown_changes(programme, impact.changes) if impact else [],
        consequences=[consequence_words(each) for each in impact.consequences] if impact else [],
        needs_two=has_submissions(programme),
        reasons=reasons or [],
    )
    return page, status


def shown_changes(programme: Programme, changes: dict[str, tuple[Setting, Setting]]) -> list[tuple[str, str, str, str]]:
    """Each change in words: what, before, after, and a note where it falls on a day off."""
    return [
        (
            setting_label(programme, name),
            _value(name, before),
            _value(name, after),
            day_note(after) if isinstance(after, datetime) else "",
        )
        for name, (before, after) in changes.items()
    ]


def consequence_words(consequence: Consequence) -> str:
    """Say what a change means."""
    count, stage = consequence.count, consequence.stage
    title = stage.title(page_language()) if stage else ""
    match consequence.kind:
        case "documents_due_anew":
            return ngettext(
                "%(num)s document is due at another time", "%(num)s documents are due at another time", count
            )
        case "documents_lapsing":
            return ngettext(
                "%(num)s document lapses at once: its new time is over already",
                "%(num)s documents lapse at once: their new time is over already",
                count,
            )
        case "panels_seated":
            words = ngettext("%(num)s panel is seated already", "%(num)s panels are seated already", count)
        case "not_judged_yet":
            words = ngettext(
                "%(num)s application will be judged by the new gate",
                "%(num)s applications will be judged by the new gate",
                count,
            )
        case "judged_already":
            words = ngettext(
                "%(num)s application was judged already and stays as it is",
                "%(num)s applications were judged already and stay as they are",
                count,
            )
        case "sheets_due_anew":
            words = ngettext("%(num)s sheet is due at another time", "%(num)s sheets are due at another time", count)
        case _:
            return ngettext(
                "%(num)s agency has more entries than the new quota",
                "%(num)s agencies have more entries than the new quota",
                count,
            )
    return f"{title}: {words}"


def _value(name: str, value: Setting) -> str:
    """A range that nobody set is the criteria's own."""
    return _("As the criteria say") if value is None and name.startswith(RANGE) else setting_value(value)


@bp.get("/office/changes/<uuid:proposal_id>")
@opens(Proposal, Permission.CONFIRM_ACT)
def show_change(proposal: Proposal) -> ResponseReturnValue:
    """Show a proposed change with what it changes for whom."""
    return _change(proposal)


def _change(proposal: Proposal, reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    programme = _programme_or_404(proposal)
    changes = proposed_changes(proposal)
    wanted = {name: after for name, (_old, after) in changes.items()}
    impact = change_impact(programme, settings_of(programme) | wanted)
    is_waiting = proposal.state is ProposalState.WAITING and now() <= proposal.expires_at
    page = render_template(
        "secretariat/show_change.html",
        proposal=proposal,
        programme=programme,
        changes=shown_changes(programme, changes),
        impact=impact,
        consequences=[consequence_words(each) for each in impact.consequences],
        effects=range_effects(programme, wanted) if is_waiting and indicators_in(wanted) else None,
        is_waiting=is_waiting,
        is_mine=proposal.proposed_by_id == current_actor().id,
        may_sign=proposal.proposed_by_id != current_actor().id
        and is_allowed(Permission.CHANGE_LIVE_PROGRAMME, programme, current_actor()),
        reasons=reasons or [],
    )
    return page, status


def _told_by(proposal: Proposal, programme: Programme) -> bool:
    """Say whether carrying the change out tells anybody."""
    wanted = {name: after for name, (_old, after) in proposed_changes(proposal).items()}
    return bool(change_impact(programme, settings_of(programme) | wanted).told)


def _programme_or_404(proposal: Proposal) -> Programme:
    if proposal.programme is None:
        abort(404)
    return proposal.programme


@bp.post("/office/changes/<uuid:proposal_id>/confirmation")
@opens(Proposal, Permission.CONFIRM_ACT)
def sign_change(proposal: Proposal) -> ResponseReturnValue:
    """Sign as the second person: the change is carried out."""
    programme = _programme_or_404(proposal)
    programme_id, told = programme.id, _told_by(proposal, programme)
    try:
        confirm_change(proposal, actor=current_actor())
    except RuleBroken as broken:
        return _change(proposal, sentences(broken), 409)
    flash(
        _("Signed. The programme is changed, and those it concerns are told")
        if told
        else _("Signed. The programme is changed. Nobody had to be told"),
        "success",
    )
    return redirect(url_for(".show_programme", programme_id=programme_id))


@bp.post("/office/changes/<uuid:proposal_id>/refusal")
@opens(Proposal, Permission.CONFIRM_ACT)
def turn_down_change(proposal: Proposal) -> ResponseReturnValue:
    """Refuse a proposed change; nothing changes."""
    programme_id = _programme_or_404(proposal).id
    try:
        refuse_change(proposal, actor=current_actor())
    except RuleBroken as broken:
        return _change(proposal, sentences(broken), 409)
    flash(_("Refused. Nothing changed"), "success")
    return redirect(url_for(".show_programme", programme_id=programme_id))


@bp.get("/office/changes")
@holds(Permission.VIEW_PROGRAMME)
def list_changes() -> ResponseReturnValue:
    """Show the proposed changes that wait for a second person, of every cycle where none is asked for."""
    year, programme = year_of(request.args.get("year", "")), request.args.get("programme", "")
    scope = office_scope(current_actor(), year=year, programme=programme) if year else whole_scope(current_actor())
    return render_template(
        "secretariat/list_changes.html",
        found=changes_waiting(scope),
        year=scope.cycle.year_be if scope.cycle else "",
        years=[("", _("All cycles")), *year_choices(scope)],
    )
