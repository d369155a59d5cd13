"""Appeals and complaints for staff: the queue, one of them, taking it up, its answer by two persons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.clock import now
from app.models import Appeal, Proposal, ProposalState
from app.permissions import Permission, is_allowed, roles_on, today
from app.queries.appeal_queue import WantedAppeals, appeal_backlog, every_appeal, find_appeals
from app.queries.appeals import AnswerLeaks, event_of, files_of_appeal, last_answer, leaks_in_answer
from app.queries.letters import number_of
from app.services.appeal_answers import confirm_answer, propose_answer, refuse_answer, take_up_appeal
from app.services.appeal_files import RULE
from app.services.evidence import most_megabytes
from app.services.exports import APPEALS, record_export
from app.views.access import current_actor, holds, opens
from app.views.appeal_papers import appeal_receipt
from app.views.appeal_words import appeal_state_name, kind_name
from app.views.formatting import page_language
from app.views.reasons import sentence, sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.appeal_forms import AnswerForm, ComplaintFileForm
from app.views.secretariat.appeal_sheet import appeals_workbook
from workflows.appeal import LONGEST, TAKE_UP, AppealKind, AppealOutcome, AppealState
from workflows.errors import RuleBroken

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXTS = ("answer", "follows", "correction")
_SETTLING: Mapping[str, Callable[..., object]] = {"sign": confirm_answer, "refuse": refuse_answer}


@bp.get("/office/appeals")
@holds(Permission.READ_APPEALS)
def list_appeals() -> ResponseReturnValue:
    """Search what was received; what waits for an answer comes first."""
    wanted, actor = _wanted(request.args), current_actor()
    return render_template(
        "secretariat/list_appeals.html",
        found=find_appeals(actor, wanted, page=request.args.get("page", 1, type=int)),
        backlog=appeal_backlog(actor, today=today()),
        wanted=wanted,
        searched=_searched(wanted),
        today=today(),
        kinds=[("", _("Appeals and complaints")), *((each.value, kind_name(each)) for each in AppealKind)],
        states=[
            ("", _("All states")),
            *((each.value, appeal_state_name(each)) for each in AppealState if each is not AppealState.DRAFT),
        ],
        sort_url=lambda column, descending: _url(wanted, sort=column, order="down" if descending else ""),
        page_url=lambda page: _url(wanted, page=page),
    )


def _wanted(given: Any) -> WantedAppeals:
    return WantedAppeals(
        text=given.get("q", ""),
        kind=given.get("kind", ""),
        state=given.get("state", ""),
        sort=given.get("sort", "due"),
        descending=given.get("order", "") == "down",
    )


def _searched(wanted: WantedAppeals) -> dict[str, str]:
    parts = {
        "q": wanted.text,
        "kind": wanted.kind,
        "state": wanted.state,
        "sort": wanted.sort if wanted.sort != "due" else "",
        "order": "down" if wanted.descending else "",
    }
    return {name: value for name, value in parts.items() if value}


def _url(wanted: WantedAppeals, **changes: Any) -> str:
    parts: Mapping[str, Any] = {**_searched(wanted), **changes}
    return url_for(".list_appeals", **{name: value for name, value in parts.items() if value})


@bp.post("/office/appeals/export")
@holds(Permission.READ_APPEALS)
def export_appeals() -> ResponseReturnValue:
    """Give what the search finds as a workbook; the export is on record."""
    wanted, actor = _wanted(request.form), current_actor()
    found = every_appeal(actor, wanted)
    searched = " ".join(f"{name}={value}" for name, value in _searched(wanted).items())
    record_export(APPEALS, rows=len(found), searched=searched, actor=actor)
    response = Response(appeals_workbook(found, page_language()), mimetype=_XLSX)
    response.headers.set("Content-Disposition", "attachment", filename="appeals.xlsx")
    return response


@bp.get("/office/appeals/<uuid:appeal_id>")
@opens(Appeal, Permission.READ_APPEALS)
def show_appeal(appeal: Appeal) -> ResponseReturnValue:
    """Show one of them with all that is on record, and what can be done next."""
    return appeal_page(appeal)


@bp.get("/office/appeals/<uuid:appeal_id>/receipt.pdf")
@opens(Appeal, Permission.READ_APPEALS)
def download_appeal_receipt(appeal: Appeal) -> ResponseReturnValue:
    """Give its receipt as a PDF, to send to whoever wrote."""
    return appeal_receipt(appeal)


def appeal_page(
    appeal: Appeal,
    *,
    form: AnswerForm | None = None,
    upload: ComplaintFileForm | None = None,
    reasons: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Write the page, with forms as they were typed where something was refused."""
    if appeal.state is AppealState.DRAFT:
        abort(404)
    actor, proposal, roles = current_actor(), last_answer(appeal), roles_on(appeal, current_actor())
    is_waiting = proposal is not None and proposal.state is ProposalState.WAITING and now() <= proposal.expires_at
    may_answer = appeal.state is AppealState.TAKEN_UP and _may(Permission.SIGN_APPEAL, appeal)
    may_answer = may_answer and (form is not None or not is_waiting)
    form = form or _earlier(proposal)
    page = render_template(
        "secretariat/show_appeal.html",
        appeal=appeal,
        application=appeal.application,
        files=files_of_appeal(appeal),
        event=event_of(appeal),
        letter=number_of(appeal),
        may_number=appeal.state is AppealState.ANSWERED and _may(Permission.NUMBER_LETTERS, appeal),
        may_take_up=TAKE_UP.is_offered(appeal.state, roles),
        may_attach=_may_attach(appeal),
        upload=upload or ComplaintFileForm(formdata=None),
        rule=RULE,
        max_mb=most_megabytes(RULE),
        proposal=proposal if is_waiting else None,
        proposed_outcome=AppealOutcome(proposal.payload["outcome"]) if proposal and is_waiting else None,
        may_sign=proposal is not None and proposal.proposed_by_id != actor.id and _may(Permission.SIGN_APPEAL, appeal),
        form=form if may_answer else None,
        leaks=_told_leaks(leaks_in_answer(appeal, *_texts(form, proposal if is_waiting else None))),
        limit=LONGEST,
        today=today(),
        reasons=reasons or [],
    )
    return page, status


def _may(permission: Permission, appeal: Appeal) -> bool:
    return is_allowed(permission, appeal, current_actor())


def _may_attach(appeal: Appeal) -> bool:
    is_open_complaint = appeal.kind is AppealKind.COMPLAINT and appeal.state is not AppealState.ANSWERED
    return is_open_complaint and _may(Permission.HANDLE_APPEALS, appeal)


def _earlier(proposal: Proposal | None) -> AnswerForm:
    """The form, filled with an answer that was refused or lapsed: it is mended rather than written anew."""
    said = proposal.payload if proposal else {}
    return AnswerForm(formdata=None, data={name: said.get(name) for name in ("outcome", *_TEXTS)})


def _texts(form: AnswerForm, proposal: Proposal | None) -> list[str]:
    if proposal is not None:
        return [proposal.payload[name] for name in _TEXTS]
    return [form[name].data or "" for name in _TEXTS]


def _told_leaks(leaks: AnswerLeaks) -> list[tuple[str, str, str]]:
    """The key of each hit, what it says, and its line."""
    said = [(each, _("The text names who complained: %(found)s", found=each.found)) for each in leaks.complainant]
    said += [(each, sentence(each.obstacle)) for each in leaks.told]
    return [(each.key, words, each.line) for each, words in said]


@bp.post("/office/appeals/<uuid:appeal_id>/taking-up")
@opens(Appeal, Permission.HANDLE_APPEALS)
def take_up(appeal: Appeal) -> ResponseReturnValue:
    """Take it up; the agency is told."""
    try:
        take_up_appeal(appeal, actor=current_actor())
    except RuleBroken as broken:
        return appeal_page(appeal, reasons=sentences(broken), status=409)
    flash(_("You have taken up %(number)s", number=appeal.number), "success")
    return redirect(url_for(".show_appeal", appeal_id=appeal.id))


@bp.post("/office/appeals/<uuid:appeal_id>/answer")
@opens(Appeal, Permission.SIGN_APPEAL)
def answer_appeal(appeal: Appeal) -> ResponseReturnValue:
    """Propose the answer; it is given once another person confirms it."""
    form, typed = AnswerForm(), request.form.get("outcome")
    try:
        propose_answer(
            appeal,
            outcome=AppealOutcome(typed) if typed in set(AppealOutcome) else None,
            answer=form.answer.data or "",
            follows=form.follows.data or "",
            correction=form.correction.data or "",
            let_stand=request.form.getlist("let_stand"),
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return appeal_page(appeal, form=form, reasons=show_on(form, broken), status=409)
    flash(_("The answer is proposed. It is given when another person confirms it"), "success")
    return redirect(url_for(".show_appeal", appeal_id=appeal.id))


@bp.post("/office/appeals/<uuid:appeal_id>/signature")
@opens(Appeal, Permission.SIGN_APPEAL)
def sign_answer(appeal: Appeal) -> ResponseReturnValue:
    """Confirm the proposed answer as the second person, or refuse it."""
    proposal, step = last_answer(appeal), request.form.get("answer", "")
    if proposal is None or step not in _SETTLING:
        return appeal_page(appeal, reasons=[_("Nothing waits for a second person here")], status=409)
    if request.form.get("proposal") != str(proposal.id):
        changed = _("Another answer was proposed since you opened this page. Read it before you sign")
        return appeal_page(appeal, reasons=[changed], status=409)
    is_signed, settle = step == "sign", _SETTLING[step]
    try:
        settle(proposal, actor=current_actor())
    except RuleBroken as broken:
        return appeal_page(appeal, reasons=sentences(broken), status=409)
    said = _("Answered. The agency can read it now") if is_signed else _("Refused. The answer can be written anew")
    flash(said, "success")
    return redirect(url_for(".show_appeal", appeal_id=appeal.id))
