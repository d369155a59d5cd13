"""The files of a national round: one small invented PDF a programme, kept once, attached by every entry of it."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.clock import now
from app.demo.evidence import evidence_pdf
from app.demo.national_rows import Rows, in_batches
from app.extensions import storage
from app.models import Evidence, EvidenceLink, FileState, StoredFile
from app.services.file_checks import inspect
from app.services.file_kinds import PDF
from rubrics import load_rubric
from rubrics.model import Rubric
from workflows.application import Phase
from workflows.document import QuestionKind, questions

_LARGEST = 1 << 20
_LINES = (
    "เอกสารนี้แต่งขึ้นทั้งฉบับเพื่อสาธิตการแนบหลักฐาน",
    "ตารางก่อนและหลังดำเนินการ: 12 วัน เหลือ 4 วัน (ตัวเลขสมมติ)",
    "ผู้ตอบแบบสำรวจ 400 คน พึงพอใจร้อยละ 88 (ตัวเลขสมมติ)",
    "ลายมือชื่อและชื่อบุคคลในเอกสารเป็นชื่อสมมติ",
)


@dataclass(frozen=True)
class Kept:
    """A checked file in storage, and the field of the entry it is attached to."""

    field: str
    file_name: str
    original: StoredFile
    clean: StoredFile


def keep_files(rubric_ids: Iterable[str]) -> Mapping[str, Kept]:
    """Make, check and store one file for each of these rubrics."""
    kept = {rubric_id: _keep(load_rubric(rubric_id)) for rubric_id in rubric_ids}
    in_batches(_note, [(each, now()) for each in kept.values()])
    return kept


def _note(rows: Rows, kept: Kept) -> None:
    rows.add(*{file.sha256: file for file in (kept.original, kept.clean)}.values())


def _keep(rubric: Rubric) -> Kept:
    content = evidence_pdf(f"หลักฐานสมมติประกอบผลงาน {rubric.title.th}", _LINES)
    inspected = inspect(PDF, io.BytesIO(content), max_pages=None, max_bytes=_LARGEST)
    original, clean = (
        StoredFile(sha256=sha256, media_type=PDF.media_type, size=size, pages=inspected.pages, stored_at=now())
        for sha256, size in (storage().put(io.BytesIO(each)) for each in (content, inspected.clean))
    )
    return Kept(_field_for_files(rubric), f"evidence-{rubric.id}.pdf", original, clean)


def _field_for_files(rubric: Rubric) -> str:
    """Name the field that must have a file, or else the first that may."""
    fields = [each for each in questions(rubric, Phase.ENTRY).values() if each.kind is QuestionKind.FILE]
    needed = [each for each in fields if each.file is not None and each.file.min > 0]
    return (needed or fields)[0].id


def attached(rows: Rows, kept: Kept, application_id: uuid.UUID, by: uuid.UUID) -> Evidence:
    """Attach a kept file to an application; returns it as a document freezes it."""
    evidence = Evidence(
        id=uuid.uuid4(),
        application_id=application_id,
        sha256=kept.original.sha256,
        clean_sha256=kept.clean.sha256,
        file_name=kept.file_name,
        caption="",
        state=FileState.CLEAN,
        uploaded_by_id=by,
        uploaded_at=now(),
        file=kept.original,
    )
    rows.add(evidence, EvidenceLink(evidence_id=evidence.id, field=kept.field))
    return evidence
