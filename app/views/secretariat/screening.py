"""The screening queue and the screening of one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from app.models import Application, ScreeningFinding, ScreeningOutcome
from app.permissions import Permission
from app.queries.criteria import document_parts, part_titles
from app.queries.likeness import likeness_of
from app.queries.number_status import number_status
from app.queries.reason_templates import template_in_use, templates_of
from app.queries.screening_case import CheckRow, ScreeningCase, screening_case
from app.queries.screening_queue import (
    Place,
    QueueFilter,
    place_in_queue,
    queue_programmes,
    screening_queue,
)
from app.queries.snapshot_page import FrozenAnswer, FrozenPart
from app.services.screening import (
    accept_report,
    answer_checks,
    check_return,
    pass_application,
    return_application,
    screen_out_application,
)
from app.views.access import current_actor, holds, opens
from app.views.applicant.answer_fields import Registry, in_words
from app.views.applicant.answer_view import registry_for
from app.views.day_notes import due_note, is_noticed, unnoticed
from app.views.formatting import page_language
from app.views.opened_file import opened_file
from app.views.reasons import sentence, show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import ReasonForm, ReturnForm
from rubrics.likeness import likeness_rules
from workflows.document import QuestionKind
from workflows.errors import RuleBroken

_LONGEST_PAGE_NUMBER = 6


@bp.get("/office/screening")
@holds(Permission.SCREEN)
def list_screening() -> ResponseReturnValue:
    """Show what waits for screening, longest waiting first; the address is the search."""
    officer, wanted = current_actor(), wanted_of(request.args)
    programmes = queue_programmes(officer)
    return render_template(
        "secretariat/list_screening.html",
        queue=screening_queue(officer, wanted),
        programme_choices=[(each.rubric_id, each.title(page_language())) for each in programmes],
        chosen=next((each for each in programmes if each.rubric_id == wanted.programme_id), None),
        found_choices=_found_choices(),
        wanted=wanted,
        kept=kept(wanted),
        page_url=lambda page: url_for(".list_screening", **kept(wanted), page=page),
    )


def wanted_of(given: Mapping[str, str]) -> QueueFilter:
    """Read the filter of the queue from an address or a form."""
    page = given.get("page", "1")
    return QueueFilter(
        given.get("programme", ""),
        given.get("q", ""),
        given.get("found", ""),
        int(page) if page.isdecimal() and len(page) <= _LONGEST_PAGE_NUMBER else 1,
    )


def kept(wanted: QueueFilter) -> dict[str, Any]:
    """Write the filter as it stands in the address; what was not asked for is left out."""
    parts = {"programme": wanted.programme_id, "q": wanted.text, "found": wanted.found}
    return {name: value for name, value in parts.items() if value}


def _found_choices() -> list[tuple[str, str]]:
    return [
        ("", _("Whatever was found")),
        ("ready", _("Ready to pass")),
        ("clean", _("Nothing found")),
        ("failed", _("A blocking check is not met")),
        ("warned", _("A warning")),
        ("alike", _("Text in common with another agency")),
        ("unanswered", _("Something to answer")),
    ]


@bp.get("/office/screening/<uuid:application_id>")
@opens(Application, Permission.SCREEN)
def show_screening(application: Application) -> ResponseReturnValue:
    """Show one document beside its checks; a kept reason may be asked for, to stand in its field."""
    return_form, reason_form = _return_form(application), ReasonForm(formdata=None)
    key, _dash, language = request.args.get("reason", "").rpartition("-")
    if template := template_in_use(application.programme, key):
        form = return_form if template.outcome is ScreeningOutcome.RETURN else reason_form
        form.reason.data = template.text_en if language == "en" else template.text_th
    return _page(application, return_form=return_form, reason_form=reason_form)


def _blocking_checks(application: Application) -> list[tuple[str, str]]:
    """What stands in the way of passing, check by check, with where it stands on the page."""
    case = screening_case(application)
    return [
        (
            _missing(row),
            f"#check-{row.check.id}" if row.finding.is_automatic else f"#check-{row.check.id}-yes",
        )
        for row in ([*case.automatic, *case.human] if case else [])
        if row.finding.is_blocking and not row.finding.is_met
    ]


def _missing(row: CheckRow) -> str:
    check = row.check.text.in_language(page_language())
    if row.finding.is_met is None:
        return _("Not answered: %(check)s", check=check)
    return _("Not met: %(check)s", check=check)


def _page(
    application: Application,
    *,
    reasons: Sequence[str | tuple[str, str]] | None = None,
    is_refused: bool = False,
    return_form: ReturnForm | None = None,
    reason_form: ReasonForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    case: ScreeningCase | None = screening_case(application)
    return_form, reason_form = return_form or _return_form(application), reason_form or ReasonForm(formdata=None)
    officer, wanted = current_actor(), wanted_of(request.args)
    page = render_template(
        "secretariat/show_screening.html",
        application=application,
        case=case,
        parts=_with_names(case.parts) if case else [],
        checks_status=number_status(application.programme, "screening"),
        reasons=[*(reasons or ()), *unnoticed(return_form, "due_at")],
        refused=next((form for form in (return_form, reason_form) if form.errors), None),
        is_refused=is_refused,
        reason_of=_reason_of,
        every_file=case.every_file if case else {},
        opened=opened_file(case.every_file if case else {}),
        here=url_for(".show_screening", application_id=application.id),
        return_form=return_form,
        due_note=due_note(return_form),
        reason_form=reason_form,
        part_titles=part_titles(application),
        templates=templates_of(application.programme),
        likeness=likeness_of(application, officer),
        likeness_status=likeness_rules().official_status,
        place=place_in_queue(application, officer, wanted),
        kept=kept(wanted),
    )
    return page, status


def _with_names(parts: Sequence[FrozenPart]) -> list[FrozenPart]:
    """Name the agencies that answers hold as codes; write days and amounts as a person reads them."""
    registry = registry_for(answer.question for part in parts for answer in part.answers)
    return [replace(part, answers=tuple(_named(answer, registry) for answer in part.answers)) for part in parts]


def _named(answer: FrozenAnswer, registry: Registry) -> FrozenAnswer:
    if answer.question.kind in (QuestionKind.AGENCY, QuestionKind.DATE, QuestionKind.MONEY):
        return replace(answer, value=in_words(answer.question, answer.value, registry))
    if answer.question.kind is QuestionKind.AGENCY_LIST and not answer.is_blank:
        return replace(answer, value=[registry.shown(code) for code in answer.value])
    return answer


def _reason_of(finding: ScreeningFinding) -> str:
    return gettext(finding.detail) % finding.params


def _return_form(application: Application, *, is_sent: bool = False) -> ReturnForm:
    """The form of a return, with what was typed into it where it is the one that was sent."""
    form = ReturnForm() if is_sent else ReturnForm(formdata=None)
    form.sections.choices = [(part.id, part.title.in_language(page_language())) for part in document_parts(application)]
    return form


def _place(application: Application) -> Place:
    """Where the document stands before its decision, for it leaves the queue by it."""
    return place_in_queue(application, current_actor(), wanted_of(request.args))


def _onward(place: Place) -> ResponseReturnValue:
    """After a decision, open the next document of the queue as it is filtered, or the queue where none is left."""
    left, following = kept(wanted_of(request.args)), place.after or place.before
    if following is None:
        return redirect(url_for(".list_screening", **left))
    return redirect(url_for(".show_screening", application_id=following, **left))


@bp.post("/office/screening/<uuid:application_id>/checks")
@opens(Application, Permission.SCREEN)
def save_checks(application: Application) -> ResponseReturnValue:
    """Keep the officer's answers to the human checks; "pass" and the like come after."""
    answers = {
        name.removeprefix("check-"): value == "yes"
        for name, value in request.form.items()
        if name.startswith("check-") and value in ("yes", "no")
    }
    place = _place(application)
    try:
        answer_checks(application, answers, actor=current_actor())
        if request.form.get("then") == "pass":
            pass_application(application, actor=current_actor())
            flash(_("%(code)s passed screening", code=application.code), "success")
            return _onward(place)
    except RuleBroken as broken:
        others = [sentence(each) for each in broken.obstacles if each.field != "checks"]
        return _page(application, reasons=[*others, *_blocking_checks(application)], is_refused=True, status=409)
    flash(_("Answers saved"), "success")
    return redirect(url_for(".show_screening", application_id=application.id, **kept(wanted_of(request.args))))


@bp.post("/office/screening/<uuid:application_id>/return")
@opens(Application, Permission.SCREEN)
def return_document(application: Application) -> ResponseReturnValue:
    """Return named parts for correction."""
    form = _return_form(application, is_sent=True)
    stands, place = form.validate_on_submit() and is_noticed(form), _place(application)
    unreadable = tuple(form.due_at.errors)
    ask = return_application if stands else check_return  # a day off is only spoken of once nothing else is wrong
    try:
        ask(
            application,
            sections=form.sections.data or [],
            reason=form.reason.data or "",
            due_at=form.due_at.data,
            actor=current_actor(),
        )
    except RuleBroken as broken:
        reasons = show_on(form, broken)
        form.due_at.errors = unreadable or form.due_at.errors
        return _page(application, reasons=reasons, return_form=form, status=409 if stands else 422)
    if not stands:
        return _page(application, return_form=form, status=422)
    flash(_("%(code)s was returned for correction", code=application.code), "success")
    return _onward(place)


@bp.post("/office/screening/<uuid:application_id>/screen-out")
@opens(Application, Permission.SCREEN)
def screen_out(application: Application) -> ResponseReturnValue:
    """End the application at screening with a reason."""
    form = ReasonForm()
    place = _place(application)
    try:
        screen_out_application(application, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _page(application, reasons=show_on(form, broken), reason_form=form, status=409)
    flash(_("%(code)s did not pass screening", code=application.code), "success")
    return _onward(place)


@bp.post("/office/screening/<uuid:application_id>/accept-report")
@opens(Application, Permission.SCREEN)
def accept_report_as_it_is(application: Application) -> ResponseReturnValue:
    """Let a report go to its panel although a check found something."""
    form = ReasonForm()
    place = _place(application)
    try:
        accept_report(application, reason=form.reason.data or "", actor=current_actor())
    except RuleBroken as broken:
        return _page(application, reasons=show_on(form, broken), reason_form=form, status=409)
    flash(_("The Application Report of %(code)s was accepted", code=application.code), "success")
    return _onward(place)
