"""What the copy says of a document that was handed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.models import Receipt
from app.reports import application_report, dossier, submission
from app.reports.letterhead import OFFICE
from app.views.applicant.answer_view import ShownAnswer, ShownPart
from app.views.applicant.gap_words import level_title, question_name
from workflows.document import Question, QuestionKind

_FACTS = frozenset(
    {
        QuestionKind.TEXT,
        QuestionKind.DATE,
        QuestionKind.MONEY,
        QuestionKind.NUMBER,
        QuestionKind.URL,
        QuestionKind.AGENCY,
        QuestionKind.AGENCY_LIST,
        QuestionKind.CONTACT,
        QuestionKind.CHOICE,
        QuestionKind.YES_NO,
        QuestionKind.TICK,
    }
)


def submission_copy(receipt: Receipt, parts: Sequence[ShownPart], language: str) -> submission.Submission:
    """Return the copy of an entry."""
    application = receipt.application
    return submission.Submission(
        application_code=application.code,
        title=application.called(language),
        agency=application.agency.name(language),
        responsible_unit=application.responsible_unit or None,
        co_owners=tuple(owner.agency.name(language) for owner in application.co_owners),
        programme=application.programme.title(language),
        cycle_year_be=application.programme.cycle.year_be,
        issuer=OFFICE.in_language(language),
        submitted_at=receipt.issued_at,
        snapshot_sha256=receipt.snapshot.sha256,
        parts=tuple(_part(part, language) for part in parts),
        evidence=tuple(_evidence(parts, language)),
    )


def report_copy(receipt: Receipt, parts: Sequence[ShownPart], language: str) -> application_report.ApplicationReport:
    """Return the copy of an Application Report."""
    application = receipt.application
    ministry = application.agency.ministry
    return application_report.ApplicationReport(
        application_code=application.code,
        agency=application.agency.name(language),
        responsible_unit=application.responsible_unit or None,
        ministry=ministry.name(language) if ministry else None,
        programme=application.programme.title(language),
        cycle_year_be=application.programme.cycle.year_be,
        issuer=OFFICE.in_language(language),
        printed_at=receipt.issued_at,
        submitted_at=receipt.issued_at,
        snapshot_sha256=receipt.snapshot.sha256,
        parts=tuple(_part(part, language) for part in parts),
        evidence=tuple(_evidence(parts, language)),
    )


def _part(part: ShownPart, language: str) -> dossier.Part:
    answers = tuple(_answer(each, language) for each in part.answers if each.question.kind is not QuestionKind.FILE)
    return dossier.Part(str(part.number), part.part.title.in_language(language), answers)


def _answer(answer: ShownAnswer, language: str) -> dossier.Answer:
    label = _label(answer.question, language)
    if answer.columns:
        return dossier.Table(label, answer.columns, answer.rows)
    if answer.question.kind in (QuestionKind.YES_NO, QuestionKind.TICK):
        return dossier.Fact(label, _("Yes") if answer.is_yes else _("No"))
    if answer.question.kind in _FACTS:
        return dossier.Fact(label, answer.text)
    return dossier.Passage(label, answer.text)


def _label(question: Question, language: str) -> str:
    """Name the question; a checkpoint by its item and level and what it says."""
    if question.kind is QuestionKind.TICK:
        return f"{question.node_id} {level_title(question.level)}: {question.title.in_language(language)}"
    return question_name(question)


def _evidence(parts: Sequence[ShownPart], language: str) -> Iterator[dossier.Evidence]:
    for part in parts:
        for answer in part.answers:
            for file in answer.files:
                yield dossier.Evidence(
                    file["name"], part.part.title.in_language(language), file["size"], file["pages"], file["sha256"]
                )
