"""Feedback reports: the queue, the text of one with advice and leaks, its preview, approval one by one or together."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import FeedbackReport, FeedbackState
from app.papers.feedback import feedback_paper
from app.papers.manuscripts import ledger_address
from app.permissions import Permission
from app.queries.applicant_feedback import feedback_of
from app.queries.criteria import rubric_of
from app.queries.feedback_leaks import leaks_among
from app.queries.feedback_queue import (
    FeedbackSearch,
    feedback_programmes,
    feedback_queue,
    feedback_rows,
    first_openings,
    own_drafts,
)
from app.queries.sheet_page import node_code
from app.reports.feedback_report import feedback_report_manuscript
from app.services import feedback as use_cases
from app.views.access import current_actor, holds, opens
from app.views.field_patches import advice_words
from app.views.formatting import page_language
from app.views.reasons import sentence, sentences, show_on
from app.views.secretariat import bp
from app.views.secretariat.forms import FeedbackForm
from rubrics.nodes import Node
from workflows.comments import Comment, by_importance, comments_in
from workflows.errors import RuleBroken

_MOST_DIGITS = 9
KINDS = ("strengths", "opportunities")


@bp.get("/office/feedback")
@holds(Permission.EDIT_FEEDBACK)
def list_feedback() -> ResponseReturnValue:
    """Show the reports to write, to approve and to release, and when those released were first opened."""
    officer = current_actor()
    wanted = FeedbackSearch(*(request.args.get(name, "") for name in ("programme", "state", "text")))
    programmes = [
        (str(each.id), f"{each.cycle.year_be} · {each.title(page_language())}") for each in feedback_programmes(officer)
    ]
    return render_template(
        "secretariat/list_feedback.html",
        queue=feedback_queue(officer, wanted, page=request.args.get("page", 1, type=int)),
        wanted=wanted,
        programmes=[("", _("All programmes")), *programmes],
        states=[("", _("All states")), *((state.value, _state(state)) for state in FeedbackState)],
        page_url=lambda page: url_for(
            ".list_feedback", programme=wanted.programme, state=wanted.state, text=wanted.text, page=page
        ),
    )


def _state(state: FeedbackState) -> str:
    return {
        FeedbackState.DRAFT: _("Draft"),
        FeedbackState.APPROVED: _("Approved"),
        FeedbackState.RELEASED: _("Released"),
    }[state]


@bp.get("/office/feedback/approvals")
@holds(Permission.EDIT_FEEDBACK)
def preview_approvals() -> ResponseReturnValue:
    """Show the chosen drafts whole before they are approved together."""
    return _approvals([uuid.UUID(key) for key in request.args.getlist("report") if _is_key(key)])


def _approvals(chosen: list[uuid.UUID], reasons: list[str] | None = None, status: int = 200) -> ResponseReturnValue:
    rows = feedback_rows(own_drafts(current_actor(), chosen))
    page = render_template(
        "secretariat/preview_approvals.html",
        rows=rows,
        are_ready=bool(rows) and all(row.is_ready for row in rows),
        findings=lambda report: list(_findings(report, report.content)),
        reasons=reasons or [],
    )
    return page, status


@bp.post("/office/feedback/approvals")
@holds(Permission.EDIT_FEEDBACK)
def approve_chosen() -> ResponseReturnValue:
    """Approve the drafts that were looked at: all of them, or none where one has changed since."""
    pairs = (pair.partition(":") for pair in request.form.getlist("report"))
    versions = {uuid.UUID(key): int(version) for key, _colon, version in pairs if _is_key(key) and _is_version(version)}
    reports = own_drafts(current_actor(), versions)
    if len(reports) != len(versions):
        return _approvals(
            list(versions), [_("One of these reports is no draft any more. Look at the others again")], 409
        )
    try:
        count = use_cases.approve_together({each: versions[each.id] for each in reports}, actor=current_actor())
    except RuleBroken as broken:
        return _approvals(list(versions), sentences(broken), 409)
    flash(ngettext("%(num)s report is approved", "%(num)s reports are approved", count), "success")
    return redirect(url_for(".list_feedback"))


def _is_version(text: str) -> bool:
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Findings:
    """The findings of one category as the page edits them, with the phrase book's advice on each line."""

    node: Node
    code: str
    texts: Mapping[str, str]
    advice: Mapping[str, list[str]]

    def said(self, kind: str) -> tuple[Comment, ...]:
        """Return the findings of one kind without their marks, the important ones first."""
        return by_importance(comments_in(self.texts[kind]))


@bp.get("/office/feedback/<uuid:feedback_id>")
@opens(FeedbackReport, Permission.EDIT_FEEDBACK)
def edit_feedback(feedback: FeedbackReport) -> ResponseReturnValue:
    """Show the text of one report beside what stands against it."""
    return _page(feedback, _as_saved(feedback), feedback.content)


def _as_saved(feedback: FeedbackReport) -> FeedbackForm:
    return FeedbackForm(
        formdata=None,
        summary=feedback.content.get("summary", ""),
        next_steps="\n".join(feedback.content.get("next_steps", ())),
        version=str(feedback.version),
    )


def _page(
    feedback: FeedbackReport,
    form: FeedbackForm,
    content: Mapping[str, Any],
    reasons: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    found = leaks_among([feedback])[feedback.id]
    page = render_template(
        "secretariat/edit_feedback.html",
        feedback=feedback,
        application=feedback.application,
        form=form,
        findings=list(_findings(feedback, content)),
        summary_advice=advice_words(form.summary.data or ""),
        leaks=[(leak, sentence(leak.obstacle)) for leak in found.open],
        let_stand=[(leak, sentence(leak.obstacle), said) for leak, said in found.confirmed],
        opened_at=first_openings([feedback]).get(feedback.id),
        state_name=_state(feedback.state),
        is_open=feedback.state is FeedbackState.DRAFT,
        reasons=reasons or [],
    )
    return page, status


def _findings(feedback: FeedbackReport, content: Mapping[str, Any]) -> Iterator[Findings]:
    rubric = rubric_of(feedback.application.programme)
    for category in content["categories"]:
        node = rubric.node(category["node"])
        lines = {kind: [str(line) for line in category[kind]] for kind in KINDS}
        advice = {kind: list(dict.fromkeys(w for line in lines[kind] for w in advice_words(line))) for kind in KINDS}
        yield Findings(node, node_code(node), {kind: "\n".join(lines[kind]) for kind in KINDS}, advice)


@bp.post("/office/feedback/<uuid:feedback_id>")
@opens(FeedbackReport, Permission.EDIT_FEEDBACK)
def save_feedback(feedback: FeedbackReport) -> ResponseReturnValue:
    """Save the text, and approve it where asked; nothing typed is lost where it cannot be saved."""
    form = FeedbackForm()
    content = _typed(feedback, form)
    version = form.version.data or ""
    try:
        use_cases.edit_feedback(
            feedback, content, version=int(version) if _is_version(version) else 0, actor=current_actor()
        )
        form.version.data = str(feedback.version)
        if request.form.get("then") == "approve":
            use_cases.approve_feedback(feedback, actor=current_actor())
            flash(_("The report of %(code)s is approved", code=feedback.application.code), "success")
            return redirect(url_for(".list_feedback"))
    except RuleBroken as broken:
        return _page(feedback, form, content, show_on(form, broken), 409)
    flash(_("The report is saved"), "success")
    return redirect(url_for(".edit_feedback", feedback_id=feedback.id))


def _typed(feedback: FeedbackReport, form: FeedbackForm) -> dict[str, Any]:
    return {
        "summary": form.summary.data or "",
        "next_steps": (form.next_steps.data or "").splitlines(),
        "categories": [
            {"node": category["node"], **{kind: _lines(category["node"], kind) for kind in KINDS}}
            for category in feedback.content["categories"]
        ],
    }


def _lines(node_id: str, kind: str) -> list[str]:
    return request.form.get(f"{kind}-{node_id}", "").splitlines()


@bp.post("/office/feedback/<uuid:feedback_id>/let-stand")
@opens(FeedbackReport, Permission.EDIT_FEEDBACK)
def let_hit_stand(feedback: FeedbackReport) -> ResponseReturnValue:
    """Let one hit of the checker stand in its line, with the reason."""
    key, reason = request.form.get("key", ""), request.form.get("reason", "")
    try:
        use_cases.let_stand(feedback, key, reason=reason, actor=current_actor())
    except RuleBroken as broken:
        return _page(feedback, _as_saved(feedback), feedback.content, sentences(broken), 409)
    flash(_("It may stand; the reason is on record"), "success")
    return redirect(url_for(".edit_feedback", feedback_id=feedback.id))


@bp.post("/office/feedback/<uuid:feedback_id>/reopening")
@opens(FeedbackReport, Permission.EDIT_FEEDBACK)
def reopen_report(feedback: FeedbackReport) -> ResponseReturnValue:
    """Turn an approved report back into a draft."""
    use_cases.reopen_feedback(feedback, actor=current_actor())
    flash(_("The report is a draft again"), "success")
    return redirect(url_for(".edit_feedback", feedback_id=feedback.id))


@bp.get("/office/feedback/<uuid:feedback_id>/preview.pdf")
@opens(FeedbackReport, Permission.EDIT_FEEDBACK)
def preview_feedback(feedback: FeedbackReport) -> ResponseReturnValue:
    """Give the report as the agency will get it."""
    language = page_language()
    document = feedback_paper(
        feedback_of(feedback), language, ledger_address=ledger_address(), previewed_at=g.received_at
    )
    pdf = feedback_report_manuscript(document, language).typeset()
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{feedback.application.code}-feedback-preview.pdf"
    )
    return response
