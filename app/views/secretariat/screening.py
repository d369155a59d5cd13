"""The screening queue and the screening of one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from app.models import Application, ScreeningFinding
from app.permissions import Permission
from app.queries.criteria import document_parts
from app.queries.number_status import number_status
from app.queries.screening_queue import (
    QueueFilter,
    ScreeningCase,
    queue_programmes,
    screening_case,
    screening_queue,
)
from app.queries.snapshot_page import FrozenAnswer, FrozenPart
from app.services.screening import (
    accept_report,
    answer_checks,
    pass_application,
    return_application,
    screen_out_application,
)
from app.views.access import current_actor, holds, opens
from app.views.applicant.answer_fields import Registry, in_words
from app.views.applicant.answer_view import registry_for
from app.views.formatting import page_language
from app.views.reasons import sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import ReasonForm, ReturnForm
from workflows.document import QuestionKind
from workflows.errors import RuleBroken


@bp.get("/office/screening")
@holds(Permission.SCREEN)
def list_screening() -> ResponseReturnValue:
    """Show what waits for screening, longest waiting first."""
    officer = current_actor()
    wanted = QueueFilter(
        programme_id=request.args.get("programme", ""),
        text=request.args.get("q", ""),
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "secretariat/list_screening.html",
        queue=screening_queue(officer, wanted),
        programme_choices=[(each.rubric_id, each.title(page_language())) for each in queue_programmes(officer)],
        wanted=wanted,
        page_url=lambda page: url_for(".list_screening", programme=wanted.programme_id, q=wanted.text, page=page),
    )


@bp.get("/office/screening/<uuid:application_id>")
@opens(Application, Permission.SCREEN)
def show_screening(application: Application) -> ResponseReturnValue:
    """Show one document beside its checks."""
    return _page(application)


def _page(
    application: Application,
    *,
    reasons: list[str] | None = None,
    return_form: ReturnForm | None = None,
    reason_form: ReasonForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    case: ScreeningCase | None = screening_case(application)
    page = render_template(
        "secretariat/show_screening.html",
        application=application,
        case=case,
        parts=_with_names(case.parts) if case else [],
        checks_status=number_status(application.programme, "screening"),
        reasons=reasons or [],
        reason_of=_reason_of,
        file_url=_file_url,
        return_form=return_form or _return_form(application),
        reason_form=reason_form or ReasonForm(),
    )
    return page, status


def _with_names(parts: Sequence[FrozenPart]) -> list[FrozenPart]:
    """Name the agencies that answers hold as codes."""
    registry = registry_for(answer.question for part in parts for answer in part.answers)
    return [replace(part, answers=tuple(_named(answer, registry) for answer in part.answers)) for part in parts]


def _named(answer: FrozenAnswer, registry: Registry) -> FrozenAnswer:
    if answer.question.kind is QuestionKind.AGENCY:
        return replace(answer, value=in_words(answer.question, answer.value, registry))
    if answer.question.kind is QuestionKind.AGENCY_LIST and not answer.is_blank:
        return replace(answer, value=[in_words(answer.question, answer.value, registry)])
    return answer


def _reason_of(finding: ScreeningFinding) -> str:
    return gettext(finding.detail) % finding.params


def _file_url(file: Mapping[str, Any]) -> str:
    return url_for("applicant.open_evidence", evidence_id=file["id"])


def _return_form(application: Application) -> ReturnForm:
    form = ReturnForm()
    form.sections.choices = [(part.id, part.title.in_language(page_language())) for part in document_parts(application)]
    return form


@bp.post("/office/screening/<uuid:application_id>/checks")
@opens(Application, Permission.SCREEN)
def save_checks(application: Application) -> ResponseReturnValue:
    """Keep the officer's answers to the human checks; "pass" and the like come after."""
    answers = {
        name.removeprefix("check-"): value == "yes"
        for name, value in request.form.items()
        if name.startswith("check-") and value in ("yes", "no")
    }
    try:
        answer_checks(application, answers, actor=current_actor())
        if request.form.get("then") == "pass":
            pass_application(application, actor=current_actor())
            flash(_("%(code)s passed screening", code=application.code), "success")
            return redirect(url_for(".list_screening"))
    except RuleBroken as broken:
        return _page(application, reasons=sentences(broken), status=409)
    flash(_("Answers saved"), "success")
    return redirect(url_for(".show_screening", application_id=application.id))


@bp.post("/office/screening/<uuid:application_id>/return")
@opens(Application, Permission.SCREEN)
def return_document(application: Application) -> ResponseReturnValue:
    """Return named parts for correction."""
    form = _return_form(application)
    if not form.validate_on_submit() or form.due_at.data is None:
        return _page(application, return_form=form, status=422)
    try:
        return_application(
            application,
            sections=form.sections.data or [],
            reason=form.reason.data or "",
            due_at=form.due_at.data,
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return _page(application, reasons=show_on(form, broken), return_form=form, status=409)
    flash(_("%(code)s was returned for correction", code=application.code), "success")
    return redirect(url_for(".list_screening"))


@bp.post("/office/screening/<uuid:application_id>/screen-out")
@opens(Application, Permission.SCREEN)
def screen_out(application: Application) -> ResponseReturnValue:
    """End the application at screening with a reason."""
    form = ReasonForm()
    try:
        screen_out_application(application, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _page(application, reasons=show_on(form, broken), reason_form=form, status=409)
    flash(_("%(code)s did not pass screening", code=application.code), "success")
    return redirect(url_for(".list_screening"))


@bp.post("/office/screening/<uuid:application_id>/accept-report")
@opens(Application, Permission.SCREEN)
def accept_report_as_it_is(application: Application) -> ResponseReturnValue:
    """Let a report go to its panel although a check found something."""
    form = ReasonForm()
    try:
        accept_report(application, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _page(application, reasons=show_on(form, broken), reason_form=form, status=409)
    flash(_("The Application Report of %(code)s was accepted", code=application.code), "success")
    return redirect(url_for(".list_screening"))
