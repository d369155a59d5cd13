"""What the receipt of a submission says, in the language it is wanted in."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale

from app.messages.role_names import role_name
from app.models import Receipt
from app.permissions import grants_in_force
from app.queries.deadlines import extension_of
from app.queries.letters import number_of
from app.queries.receipts import correction_due, proof_of
from app.reports import receipt as paper
from app.reports.letterhead import OFFICE
from workflows.application import Phase
from workflows.roles import Role


def receipt_paper(receipt: Receipt, language: str, *, ledger_address: str) -> paper.Receipt:
    """Return what the receipt's PDF states."""
    proof, application = proof_of(receipt), receipt.application
    programme, (due, due_at) = application.programme, _due(receipt)
    return paper.Receipt(
        number=receipt.number,
        application_code=application.code,
        title=application.title(language) or programme.title(language),
        agency=application.agency.name(language),
        responsible_unit=application.responsible_unit or None,
        programme=programme.title(language),
        cycle_year_be=programme.cycle.year_be,
        issuer=OFFICE.in_language(language),
        submitted_at=receipt.issued_at,
        submitted_by=receipt.issued_to.name(language),
        submitted_as=_submitted_as(receipt, language),
        due=due,
        due_at=due_at,
        snapshot_sha256=receipt.snapshot.sha256,
        event_number=proof.event.seq,
        ledger_head=proof.event.hash,
        rubric_id=programme.rubric_id,
        rubric_sha256=programme.rubric_sha256,
        sections=tuple(
            paper.ReceivedSection(
                each.part.title.in_language(language),
                each.characters,
                tuple(paper.ReceivedFile(one["name"], one["size"], one["sha256"]) for one in each.files),
            )
            for each in proof.parts
        ),
        ledger_address=ledger_address,
        letter_number=number_of(receipt),
    )


def _submitted_as(receipt: Receipt, language: str) -> str:
    """Name the role in which the document was approved, as it is held today; the head's where it has ended since."""
    agency_id = receipt.application.agency_id
    held = {grant.role for grant in grants_in_force(receipt.issued_to) if grant.agency_id == agency_id}
    with force_locale(language):
        return role_name(Role.DELEGATE if Role.DELEGATE in held and Role.HEAD not in held else Role.HEAD)


def _due(receipt: Receipt) -> tuple[paper.Due, datetime]:
    """Return when the received document was due: a correction by the day set for it, or else by the closing.

    The closing is the entry's or the report's, or the agency's extension of it.
    """
    correction = correction_due(receipt)
    if correction is not None:
        return paper.Due.CORRECTION, correction
    programme = receipt.application.programme
    extension = extension_of(programme.id, receipt.application.agency_id)
    is_report = receipt.snapshot.phase is Phase.REPORT and programme.report_closes_at is not None
    closes = programme.report_closes_at if is_report and programme.report_closes_at else programme.closes_at
    return paper.Due.REPORT if is_report else paper.Due.ENTRY, max(closes, extension.until) if extension else closes
