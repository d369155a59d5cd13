"""The record of one application, and the acts of two persons on it: each is proposed here and signed by another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application, Person, Proposal
from app.permissions import Permission, is_allowed, roles_on
from app.queries.appeals import announced_at, appeals_of
from app.queries.application_record import ApplicationRecord, application_record
from app.queries.criteria import part_titles
from app.queries.letters import letters_of_receipts, number_of, written
from app.queries.questioned_agreements import KEEP_AGREEMENT
from app.queries.rating_lines import lines_at
from app.queries.receipts import receipts_of
from app.services.certificates import REVOKE_CERTIFICATE, propose_revocation
from app.services.decisions import propose_disqualification
from app.services.gate_overrides import OVERRIDE_GATE, override_for, propose_override
from app.services.kept_agreements import propose_to_keep
from app.views.access import current_actor, opens
from app.views.page_form import PageForm
from app.views.reasons import show_on
from app.views.secretariat import bp
from app.views.secretariat.event_words import line_of
from app.views.secretariat.forms import KeepingForm, OverrideForm, ReasonForm, RevocationForm
from workflows.application import DISQUALIFY, LET_PASS, ApplicationState
from workflows.errors import RuleBroken
from workflows.scoring.printing import page_total


@dataclass
class Forms:
    """The forms of the page, one for each act."""

    disqualify: ReasonForm = field(default_factory=ReasonForm)
    override: OverrideForm = field(default_factory=OverrideForm)
    revoke: RevocationForm = field(default_factory=RevocationForm)
    keep: KeepingForm = field(default_factory=KeepingForm)


@bp.get("/office/applications/<uuid:application_id>")
@opens(Application, Permission.VIEW_PROGRAMME)
def show_record(application: Application) -> ResponseReturnValue:
    """Show everything on record about one application."""
    return _page(application, Forms())


@bp.get("/office/applications/<uuid:application_id>/stages/<string:stage_code>")
@opens(Application, Permission.VIEW_PROGRAMME)
def show_stage_figures(application: Application, stage_code: str) -> ResponseReturnValue:
    """Show a round of a status assessment side by side, once every sheet of it is in."""
    lines = lines_at(application, stage_code)
    if lines is None:
        abort(404)
    return render_template("secretariat/show_stage_figures.html", lines=lines)


@bp.post("/office/applications/<uuid:application_id>/disqualification")
@opens(Application, Permission.DISQUALIFY)
def propose_to_disqualify(application: Application) -> ResponseReturnValue:
    """Propose to disqualify the application; a second person must sign."""
    forms = Forms()
    proposed = _("The disqualification is proposed; another person must sign it")
    return _propose(application, forms, forms.disqualify, propose_disqualification, proposed)


@bp.post("/office/applications/<uuid:application_id>/gate-override")
@opens(Application, Permission.OVERRIDE_GATE)
def propose_to_override(application: Application) -> ResponseReturnValue:
    """Propose to decide the last gate against its rule; a second person must sign."""
    forms = Forms()
    proposed = _("The override of the gate is proposed; another person must sign it")
    return _propose(application, forms, forms.override, propose_override, proposed)


@bp.post("/office/applications/<uuid:application_id>/revocation")
@opens(Application, Permission.REVOKE_CERTIFICATE)
def propose_to_revoke(application: Application) -> ResponseReturnValue:
    """Propose to revoke the certificate; a second person must sign."""
    forms = Forms()
    proposed = _("The revocation is proposed; another person must sign it")
    return _propose(application, forms, forms.revoke, propose_revocation, proposed)


@bp.post("/office/applications/<uuid:application_id>/kept-agreement")
@opens(Application, Permission.OVERRIDE_GATE)
def propose_to_keep_agreement(application: Application) -> ResponseReturnValue:
    """Propose that an agreement which lost a sheet to a conflict stands; a second person must sign."""
    forms = Forms()
    return _propose(application, forms, forms.keep, propose_to_keep, _("Proposed; another person must sign it"))


def _propose(
    application: Application,
    forms: Forms,
    form: ReasonForm | OverrideForm | RevocationForm | KeepingForm,
    propose: Callable[..., Proposal],
    proposed: str,
) -> ResponseReturnValue:
    try:
        propose(application, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _page(application, forms, form, show_on(form, broken), 409)
    flash(proposed, "success")
    return redirect(url_for(".show_record", application_id=application.id))


def _page(
    application: Application,
    forms: Forms,
    refused: PageForm | None = None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    record, actor = application_record(application), current_actor()
    waiting, receipts = {proposal.act for proposal in record.waiting}, receipts_of(application)
    page = render_template(
        "secretariat/show_record.html",
        record=record,
        part_titles=part_titles(application),
        application=application,
        total_words=page_total(record.rubric),
        timeline=[line_of(told) for told in record.events],
        forms=forms,
        refused=refused,
        reasons=reasons or [],
        may_disqualify="disqualify" not in waiting
        and DISQUALIFY.is_offered(application.state, roles_on(application, actor)),
        may_override=OVERRIDE_GATE not in waiting and _may_override(record, actor),
        lets_pass=override_for(application) is LET_PASS,
        may_keep=KEEP_AGREEMENT not in waiting and is_allowed(Permission.OVERRIDE_GATE, application, actor),
        receipts=receipts,
        letters={key: written(letter) for key, letter in letters_of_receipts(receipts).items()},
        may_schedule=application.state is ApplicationState.SITE_VISIT
        and is_allowed(Permission.SCHEDULE_VISIT, application, actor),
        decision_letter=number_of(record.decision) if record.decision else "",
        may_number=is_allowed(Permission.NUMBER_LETTERS, application, actor),
        appeals=appeals_of(application),
        may_enter_complaint=announced_at(application) is not None
        and is_allowed(Permission.HANDLE_APPEALS, application, actor),
        may_screen=is_allowed(Permission.SCREEN, application, actor),
        may_edit_feedback=is_allowed(Permission.EDIT_FEEDBACK, application, actor),
        may_view_plan=is_allowed(Permission.VIEW_PLAN, application, actor),
        may_revoke=REVOKE_CERTIFICATE not in waiting and _may_revoke(record, actor),
    )
    return page, status


def _may_override(record: ApplicationRecord, actor: Person) -> bool:
    application = record.application
    came_to_a_gate = any(part.scores and part.stage.gate for part in record.stages)
    step = override_for(application)
    return (
        came_to_a_gate
        and application.programme.announced_at is None
        and step.is_offered(application.state, roles_on(application, actor))
    )


def _may_revoke(record: ApplicationRecord, actor: Person) -> bool:
    certificate = record.certificate
    is_valid = certificate is not None and certificate.revoked_at is None
    return is_valid and is_allowed(Permission.REVOKE_CERTIFICATE, record.application, actor)
