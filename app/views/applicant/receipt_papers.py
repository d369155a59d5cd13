"""What the PDFs of a submission say: the receipt, and the copy of the document that was handed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import gettext as _

from app.messages.role_names import role_name
from app.models import Receipt
from app.permissions import grants_in_force
from app.queries.deadlines import extension_of
from app.queries.letters import number_of
from app.queries.receipts import Proof
from app.reports import application_report, dossier, submission
from app.reports import receipt as receipt_report
from app.views.applicant.answer_view import ShownAnswer, ShownPart
from app.views.applicant.gap_words import level_title, question_name
from workflows.application import Phase
from workflows.document import Question, QuestionKind
from workflows.roles import Role

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


def receipt_paper(proof: Proof, language: str, *, ledger_address: str) -> receipt_report.Receipt:
    """Return what the receipt's PDF states."""
    receipt, application = proof.receipt, proof.receipt.application
    programme = application.programme
    return receipt_report.Receipt(
        application_code=application.code,
        title=application.title(language) or programme.title(language),
        agency=application.agency.name(language),
        responsible_unit=application.responsible_unit or None,
        programme=programme.title(language),
        cycle_year_be=programme.cycle.year_be,
        issuer=issuer(),
        submitted_at=receipt.issued_at,
        submitted_by=receipt.issued_to.name(language),
        submitted_as=submitted_as(receipt),
        closes_at=closes_at(receipt),
        snapshot_sha256=receipt.snapshot.sha256,
        event_number=proof.event.seq,
        ledger_head=proof.event.hash,
        rubric_id=programme.rubric_id,
        rubric_sha256=programme.rubric_sha256,
        sections=tuple(
            receipt_report.ReceivedSection(
                each.part.title.in_language(language),
                each.characters,
                tuple(receipt_report.ReceivedFile(one["name"], one["size"], one["sha256"]) for one in each.files),
            )
            for each in proof.parts
        ),
        ledger_address=ledger_address,
        letter_number=number_of(receipt),
    )


def issuer() -> str:
    """Name the office that runs the award."""
    return _("Office of the Public Sector Development Commission")


def submitted_as(receipt: Receipt) -> str:
    """Name the role in which the document was approved, as it is held today; the head's where it has ended since."""
    agency_id = receipt.application.agency_id
    held = {grant.role for grant in grants_in_force(receipt.issued_to) if grant.agency_id == agency_id}
    return role_name(Role.DELEGATE if Role.DELEGATE in held and Role.HEAD not in held else Role.HEAD)


def closes_at(receipt: Receipt) -> datetime:
    """Return when the received document was due: the entry's or the report's closing, or the agency's extension."""
    programme = receipt.application.programme
    extension = extension_of(programme.id, receipt.application.agency_id)
    is_report = receipt.snapshot.phase is Phase.REPORT and programme.report_closes_at is not None
    closes = programme.report_closes_at if is_report and programme.report_closes_at else programme.closes_at
    return max(closes, extension.until) if extension else closes


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
        issuer=issuer(),
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
        issuer=issuer(),
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
