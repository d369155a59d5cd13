"""Questions of agencies about a programme: the list of those that wait, and one to answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.models import ProgrammeQuestion
from app.permissions import Permission
from app.queries.questions import questions_for
from app.services import questions
from app.views.access import current_actor, holds, opens
from app.views.fields import ThaiLongText
from app.views.page_form import PageForm
from app.views.reasons import show_on
from app.views.secretariat import bp
from workflows.errors import RuleBroken


class AnswerForm(PageForm):
    """The answer, and whether and how the question is published with it."""

    answer = ThaiLongText(_l("Answer"))
    is_published = BooleanField(_l("Publish question and answer to everybody"))
    public_text = ThaiLongText(_l("The question as everybody will read it"))


@bp.get("/questions")
@holds(Permission.ANSWER_QUESTION)
def list_questions_to_answer() -> ResponseReturnValue:
    """List the questions of the officer's programmes, those without an answer first."""
    return render_template("secretariat/list_questions_to_answer.html", questions=questions_for(current_actor()))


@bp.get("/questions/<uuid:question_id>")
@opens(ProgrammeQuestion, Permission.ANSWER_QUESTION)
def show_question(question: ProgrammeQuestion) -> ResponseReturnValue:
    """Show one question with the form to answer it."""
    form = AnswerForm(
        formdata=None,
        answer=question.answer or "",
        is_published=question.published_at is not None,
        public_text=question.public_text or question.text,
    )
    return _shown(question, form, [])


def _shown(question: ProgrammeQuestion, form: AnswerForm, reasons: list[str], status: int = 200) -> ResponseReturnValue:
    page = render_template("secretariat/show_question.html", question=question, form=form, reasons=reasons)
    return page, status


@bp.post("/questions/<uuid:question_id>")
@opens(ProgrammeQuestion, Permission.ANSWER_QUESTION)
def answer_question(question: ProgrammeQuestion) -> ResponseReturnValue:
    """Answer, or say beside the fields what is missing."""
    form = AnswerForm()
    published = form.is_published.data or question.published_at is not None
    try:
        questions.answer_question(
            question,
            form.answer.data or "",
            public_text=(form.public_text.data or "") if published else None,
            actor=current_actor(),
        )
    except RuleBroken as broken:
        return _shown(question, form, show_on(form, broken), 422)
    flash(_("The answer was sent"), "success")
    return redirect(url_for(".list_questions_to_answer"))
