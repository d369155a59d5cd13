"""One part of the document a page: written with saving on the way, or read where it cannot be edited now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Application
from app.permissions import Permission, is_allowed
from app.queries.applicant_document import Document, PartStanding
from app.queries.applicant_guidance import guidance_for, limits_status
from app.queries.applicant_timeline import sent_back
from app.queries.evidence_register import usable_files
from app.queries.team_room import team_room
from app.queries.year_before import YearBefore, year_before
from app.reports.text_pages import typeset_document
from app.services import drafts
from app.services.drafts import PartSaved
from app.views.access import current_actor, opens
from app.views.applicant import bp
from app.views.applicant.answer_fields import KNOWN_BY_SYSTEM, Registry, read_form, typed_value
from app.views.applicant.answer_view import registry_for, shown_parts
from app.views.applicant.files import attach_files, link_chosen, nothing_chosen, remove_chosen
from app.views.applicant.gap_words import part_state, question_name
from app.views.applicant.part_fields import answer_fields, summary_of
from app.views.applicant.reasons_to_read import reason_to_read
from app.views.applicant.self_assessment import category_page, category_record, item_of
from app.views.formatting import page_language
from app.views.reasons import sentence
from workflows.document import Part, Question
from workflows.errors import RuleBroken

PART = "/applications/<uuid:application_id>/parts/<string:part_id>"


@bp.get(PART)
@opens(Application, Permission.VIEW_APPLICATION)
def edit_part(application: Application, part_id: str) -> ResponseReturnValue:
    """Show one part to write in, or to read while it cannot be edited."""
    document = typeset_document(application)
    standing = _standing(document, part_id)
    if not _may_write(document, standing):
        return _read_only(document, standing)
    return _written(document, standing, {}, PartSaved(), [])


@bp.post(PART)
@opens(Application, Permission.EDIT_APPLICATION)
def save_part(application: Application, part_id: str) -> ResponseReturnValue:
    """Save everything on the page, attach the files chosen, and go where the button says."""
    document = typeset_document(application)
    standing = _standing(document, part_id)
    questions = _questions(standing.part)
    registry = registry_for(questions)
    typed = {question.id: read_form(question, request.form) for question in questions}
    try:
        outcome = drafts.save_part(
            application,
            questions,
            {question.id: typed_value(question, typed[question.id], registry) for question in questions},
            versions={question.id: _version(question) for question in questions},
            actor=current_actor(),
            received_at=g.received_at,
        )
    except RuleBroken as broken:
        return _written(
            document, standing, typed, PartSaved(), [sentence(each) for each in broken.obstacles], status=409
        )
    outcome.refused.update(nothing_chosen(questions, request.form, request.files))
    outcome.refused.update(attach_files(application, questions, request.files))
    outcome.refused.update(link_chosen(application, questions, request.form))
    remove_chosen(application, request.form)
    if outcome.is_complete:
        return _onwards(document, standing)
    kept = {name: typed[name] for name in typed if name in outcome.refused or name in outcome.stale}
    document = typeset_document(application)
    return _written(document, _standing(document, part_id), kept, outcome, [], status=409 if outcome.stale else 422)


def _standing(document: Document, part_id: str) -> PartStanding:
    standing = document.standing(part_id)
    if standing is None:
        abort(404)
    return standing


def _questions(part: Part) -> Sequence[Question]:
    """The questions on the page: of a category, those of one item."""
    if part.node_id is None:
        return [question for question in part.questions if question.id != KNOWN_BY_SYSTEM]
    item = item_of(part, request.values.get("item"))
    return [question for question in part.questions if question.node_id == item]


def _version(question: Question) -> int:
    return request.form.get(f"version-{question.id}", default=0, type=int)


def _may_write(document: Document, standing: PartStanding) -> bool:
    is_allowed_to = is_allowed(Permission.EDIT_APPLICATION, document.application, current_actor())
    return is_allowed_to and standing.is_open and document.is_editable(g.received_at)


def _onwards(document: Document, standing: PartStanding) -> ResponseReturnValue:
    """Where the button that was pressed leads."""
    application = document.application
    going, item = request.form.get("then", "stay"), request.form.get("item")
    flash(_("Saved"), "success")
    if going == "list":
        return redirect(url_for(".show_application", application_id=application.id))
    if going.startswith("to:"):
        part_id, _sep, item = going.removeprefix("to:").partition("/")
        return redirect(url_for(".edit_part", application_id=application.id, part_id=part_id, item=item or None))
    field = going.partition(":")[2]
    anchor = f"files-{field}" if field else "files"
    return redirect(
        url_for(".edit_part", application_id=application.id, part_id=standing.part.id, item=item, _anchor=anchor)
    )


def _written(
    document: Document,
    standing: PartStanding,
    typed: Mapping[str, object],
    outcome: PartSaved,
    reasons: Sequence[str],
    *,
    status: int = 200,
) -> ResponseReturnValue:
    """The part as a form. What was typed and could not be saved stands in its field, with the reason beside it."""
    questions = _questions(standing.part)
    registry = registry_for(standing.part.questions)
    fields = answer_fields(document, questions, registry, typed, outcome)
    shared = _shared(document, standing, registry) | {
        "fields": fields,
        "reasons": [*reasons, *summary_of(fields)],
        "returned": reason_to_read(document.application),
        "sent_back": sent_back(document.application),
        "unsaved": "*" if reasons else " ".join(typed),
    }
    if standing.part.node_id is not None:
        return category_page(document, standing, questions[0].node_id or "", shared), status
    page = render_template(
        "applicant/edit_part.html",
        can_edit=True,
        profile=_profile_progress(document, standing),
        side=_side(document, standing),
        shown=None,
        guidance=guidance_for(document.application.programme, standing.part),
        usable=usable_files(document.content, questions),
        **shared,
    )
    return page, status


def _read_only(document: Document, standing: PartStanding) -> ResponseReturnValue:
    shared = _shared(document, standing, registry_for(()))
    if standing.part.node_id is not None:
        return category_record(document, standing, shared)
    (shown,) = shown_parts([standing.part], document.content.answers, document.content.files)
    return render_template(
        "applicant/edit_part.html",
        can_edit=False,
        profile=_profile_progress(document, standing),
        side=_side(document, standing),
        shown=shown,
        fields=[],
        reasons=[],
        unsaved="",
        returned=None,
        sent_back=None,
        guidance=None,
        usable={},
        **shared,
    )


def _shared(document: Document, standing: PartStanding, registry: Registry) -> dict[str, object]:
    order = [each for each in document.standings if each.is_open] or list(document.standings)
    later = [each for each in order if each.number > standing.number]
    return {
        "application": document.application,
        "document": document,
        "standing": standing,
        "registry": registry,
        "following": later[0] if later else None,
        "limits_status": limits_status(document.application.programme, standing.part),
        "question_name": question_name,
        "before_year": _year_before(document, standing.part),
        "room": team_room(document, standing.part, _item(standing.part), current_actor(), is_open=standing.is_open),
    }


def _year_before(document: Document, part: Part) -> YearBefore | None:
    """What stands beside an item from the year before; a part that is no category has none."""
    item = _item(part)
    if item is None or part.node_id is None:
        return None
    return year_before(document.application, document.rubric.node(item), part.node_id, current_actor())


def _item(part: Part) -> str | None:
    """The item the page is at; a part that is no category has none."""
    return None if part.node_id is None else item_of(part, request.values.get("item"))


def _profile_progress(document: Document, standing: PartStanding) -> tuple[int, int] | None:
    """How many prompts of the organisational profile are answered, of how many; None on any other page."""
    prompts = {section.id for section in document.rubric.profile}
    if standing.part.id not in prompts:
        return None
    done = sum(1 for each in document.standings if each.part.id in prompts and each.state == "done")
    return done, len(prompts)


def _side(document: Document, standing: PartStanding) -> list[dict[str, object]]:
    """The parts in the aside, the one at hand marked."""
    return [
        {
            "number": each.number,
            "title": each.part.title.in_language(page_language()),
            "url": url_for(".edit_part", application_id=document.application.id, part_id=each.part.id),
            "state": part_state(each, document.application),
            "is_current": each is standing,
        }
        for each in document.standings
    ]
