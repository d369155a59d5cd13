"""Application Reports put together by the worker: the official document with the agency's evidence bound behind it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db, storage
from app.models import AssembledDocument, Evidence, FileState, Job, Receipt, Snapshot, StoredFile
from app.queries.criteria import rubric_of
from app.queries.snapshot_text import FrozenDocument, ReadAnswer, ReadSection
from app.reports import dossier
from app.reports.application_report import ApplicationReport, render_application_report
from app.reports.assembly import Assembled, Attachment, assemble
from app.reports.letterhead import OFFICE
from app.reports.wording import Text, day
from app.services.jobs import report_progress, start_job
from app.transaction import composed, transactional
from workflows.application import Phase
from workflows.document import parts

ASSEMBLE_JOB = "assemble_report"
LANGUAGE = "th"
_PDF = "application/pdf"
_YES, _NO = Text(th="ใช่", en="Yes"), Text(th="ไม่ใช่", en="No")


@composed
def request_assembly(snapshot_id: uuid.UUID) -> None:
    """Ask the worker for the document of a report that was just handed in; asked once for each snapshot."""
    start_job(ASSEMBLE_JOB, {"snapshot": str(snapshot_id)}, actor=None, once_per=f"{ASSEMBLE_JOB}:{snapshot_id}")


@composed
def assemble_report(job: Job) -> dict[str, Any]:
    """Put the document of one report together and keep it by its hash; done twice it is the same document."""
    snapshot = db.session.get_one(Snapshot, uuid.UUID(job.payload["snapshot"]))
    receipt = db.session.scalars(select(Receipt).where(Receipt.snapshot_id == snapshot.id)).one()
    document = FrozenDocument(rubric_of(snapshot.application.programme), snapshot, LANGUAGE)
    chapters = _chapters(document)
    attachments = list(_attachments(document, chapters))
    report_progress(job, 30)
    pdf = render_application_report(_paper(receipt, chapters, attachments), LANGUAGE)
    report_progress(job, 60)
    application = snapshot.application
    made = assemble(
        pdf,
        attachments,
        LANGUAGE,
        code=application.code,
        subject=application.agency.name(LANGUAGE),
        at=receipt.issued_at,
    )
    sha256, size = storage().put(BytesIO(made.pdf))
    keep_assembled(snapshot, made, sha256=sha256, size=size)
    return {"sha256": sha256, "pages": made.pages}


@transactional
def keep_assembled(snapshot: Snapshot, made: Assembled, *, sha256: str, size: int) -> None:
    """Note which bytes are the document of this snapshot."""
    if db.session.get(StoredFile, sha256) is None:
        db.session.add(StoredFile(sha256=sha256, media_type=_PDF, size=size, pages=made.pages, stored_at=now()))
        db.session.flush()
    kept = db.session.scalars(
        select(AssembledDocument).where(
            AssembledDocument.snapshot_id == snapshot.id, AssembledDocument.language == LANGUAGE
        )
    ).one_or_none()
    if kept is None:
        kept = AssembledDocument(snapshot_id=snapshot.id, language=LANGUAGE)
        db.session.add(kept)
    kept.sha256, kept.pages, kept.merged, kept.assembled_at = sha256, made.pages, made.merged, now()


def _chapters(document: FrozenDocument) -> list[ReadSection]:
    mine = {part.id for part in parts(document.rubric, Phase.REPORT)}
    return [section for section in document.sections() if section.id in mine]


def _attachments(document: FrozenDocument, chapters: list[ReadSection]) -> Iterator[Attachment]:
    """Every file of the report once, in the order of its sections; only checked and stripped copies are bound."""
    kept = {
        str(evidence.id): evidence
        for evidence in db.session.scalars(
            select(Evidence).where(Evidence.application_id == document.snapshot.application_id)
        )
    }
    hashes = {file["id"]: file["sha256"] for files in document.files.values() for file in files}
    seen: set[str] = set()
    for section in chapters:
        for file in section.files:
            if file.id in seen:
                continue
            seen.add(file.id)
            listed = dossier.Evidence(file.name, section.title, file.size, file.pages, hashes[file.id])
            yield Attachment(listed, _bytes_of(kept.get(file.id)))


def _bytes_of(evidence: Evidence | None) -> bytes | None:
    if evidence is None or evidence.state is not FileState.CLEAN or evidence.clean_sha256 is None:
        return None
    if evidence.file.media_type != _PDF:
        return None
    with storage().open(evidence.clean_sha256) as stream:
        return stream.read()


def _paper(receipt: Receipt, chapters: list[ReadSection], attachments: list[Attachment]) -> ApplicationReport:
    application = receipt.application
    ministry = application.agency.ministry
    return ApplicationReport(
        application_code=application.code,
        agency=application.agency.name(LANGUAGE),
        responsible_unit=application.responsible_unit or None,
        ministry=ministry.name(LANGUAGE) if ministry else None,
        programme=application.programme.title(LANGUAGE),
        cycle_year_be=application.programme.cycle.year_be,
        issuer=OFFICE.in_language(LANGUAGE),
        printed_at=receipt.issued_at,
        submitted_at=receipt.issued_at,
        snapshot_sha256=receipt.snapshot.sha256,
        parts=tuple(
            dossier.Part(str(number), section.title, tuple(_answer(section, each) for each in section.answers))
            for number, section in enumerate(chapters, start=1)
        ),
        evidence=tuple(each.listed for each in attachments),
    )


def _answer(section: ReadSection, answer: ReadAnswer) -> dossier.Answer:
    title = "" if answer.title == section.title else answer.title
    if answer.heads:
        return dossier.Table(title, answer.heads, answer.rows)
    if answer.day is not None:
        return dossier.Fact(answer.title, day(answer.day, LANGUAGE))
    if answer.is_yes is not None:
        return dossier.Fact(answer.title, (_YES if answer.is_yes else _NO).in_language(LANGUAGE))
    if answer.lines:
        return dossier.Fact(answer.title, "\n".join(answer.lines))
    return dossier.Passage(title, answer.text)
