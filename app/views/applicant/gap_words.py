"""What is missing from a document, in sentences that lead to the exact place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.models import Application, FileState
from app.queries.applicant_document import Document, PartStanding
from app.views.applicant.answer_fields import evidence_name
from app.views.formatting import page_language
from app.views.reasons import sentence
from workflows.application import ApplicationState
from workflows.document import Gap, Question
from workflows.errors import RuleBroken


def gap_links(document: Document, gaps: Iterable[Gap]) -> list[tuple[str, str]]:
    """Return each gap as (sentence, address of the field)."""
    return [(gap_sentence(gap, document), field_address(document.application, gap.question)) for gap in gaps]


def gap_heading(gaps: Sequence[Gap]) -> str:
    """Say how many things are missing, and how many are too long or too many."""
    over = sum(1 for gap in gaps if gap.is_over_limit)
    missing = len(gaps) - over
    lines = (
        ngettext("%(num)s thing is missing", "%(num)s things are missing", missing) if missing else "",
        ngettext("%(num)s thing needs correcting", "%(num)s things need correcting", over) if over else "",
    )
    return " · ".join(words for words in lines if words)


def gap_sentence(gap: Gap, document: Document) -> str:
    """Say what is missing and where."""
    standing = document.standing(gap.part_id)
    return _(
        "Part %(number)s, %(title)s: %(reason)s",
        number=standing.number if standing else "",
        title=question_name(gap.question),
        reason=sentence(gap.obstacle),
    )


def question_name(question: Question) -> str:
    """Name a question; one of the self-assessment by item, level and what is asked for."""
    if question.node_id is None:
        return question.title.in_language(page_language())
    return " ".join(
        part for part in (question.node_id, level_title(question.level), evidence_name(question.kind)) if part
    )


def level_title(level: str | None) -> str:
    """Name a level of a self-assessment item; a results item has none."""
    return {"basic": _("Basic"), "advance": _("Advance"), "significance": _("Significance")}.get(level or "", "")


def field_address(application: Application, question: Question) -> str:
    """Return the address of the page with this question, at its field."""
    return url_for(
        "applicant.edit_part",
        application_id=application.id,
        part_id=question.part_id,
        item=question.node_id,
        _anchor=question.id,
    )


def reason_links(document: Document, broken: RuleBroken) -> list[str | tuple[str, str]]:
    """Return the reasons of a refusal; those about a field of the document lead there."""
    by_field = {gap.question.id: gap for gap in document.gaps}
    found: list[str | tuple[str, str]] = []
    for obstacle in broken.obstacles:
        gap = by_field.get(obstacle.field or "")
        if gap is None or gap.obstacle != obstacle:
            found.append(sentence(obstacle))
        else:
            found.append((gap_sentence(gap, document), field_address(document.application, gap.question)))
    return found


def part_note(standing: PartStanding) -> str:
    """Say the one thing worth knowing about a part in the task list."""
    if standing.gaps and standing.state != "not_started":
        first = standing.gaps[0]
        more = len(standing.gaps) - 1
        words = f"{question_name(first.question)}: {sentence(first.obstacle)}"
        return _("%(first)s, and %(count)s more", first=words, count=more) if more else words
    refused = sum(1 for each in standing.files if each.state is FileState.REFUSED)
    if refused:
        return refused_words(refused)
    if standing.pages or (standing.used and standing.limit):
        return " · ".join(_measures(standing))
    if standing.state == "some_items":
        filled = len(standing.items) - len(standing.empty_items)
        return _("%(done)s of %(total)s items filled in", done=filled, total=len(standing.items))
    if standing.state == "not_started":
        return _note_of_empty(standing)
    return ""


def refused_words(count: int) -> str:
    """Say how many files were refused and what becomes of them."""
    return ngettext(
        "%(num)s file did not pass the check and is not sent",
        "%(num)s files did not pass the check and are not sent",
        count,
    )


def _measures(standing: PartStanding) -> Iterator[str]:
    """How long the texts of a part are, in what its limits count."""
    if standing.used and standing.limit:
        yield _("%(used)s of %(limit)s characters", used=f"{standing.used:,}", limit=f"{standing.limit:,}")
    if standing.pages:
        yield _("%(used)s of %(limit)s pages", used=standing.pages, limit=standing.most_pages)


def _note_of_empty(standing: PartStanding) -> str:
    if standing.part.node_id is not None:
        return _("May be left empty where the agency claims nothing in this category")
    most = standing.most_pages
    limit = ngettext("at most %(num)s page", "at most %(num)s pages", most) if most else ""
    return " · ".join(words for words in (_("Not filled in yet") if standing.counts else "", limit) if words)


def part_state(standing: PartStanding, application: Application) -> str:
    """Name where a part stands, the same in the task list and beside a part."""
    if application.state is ApplicationState.RETURNED and standing.is_open and standing.state in ("done", "some_items"):
        return "reopened"  # complete, and still the one to work on
    if standing.state == "not_started" and not standing.counts and standing.part.node_id is None:
        return "optional"
    return standing.state


def left_empty_words(standing: PartStanding) -> str:
    """Name the items of a category that are left empty, or the category alone where all of them are."""
    title = standing.part.title.in_language(page_language())
    title = f"{_('Category %(number)s', number=standing.part.node_id)} {title}"
    if len(standing.empty_items) == len(standing.items):
        return title
    return f"{title}: {', '.join(standing.empty_items)}"
