"""Freezing what is handed in: one canonical text with its hash, which the receipt proves and assessors open."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.models import Application, Evidence, FileState, Snapshot
from app.queries.application_content import content_of
from app.transaction import composed
from workflows.application import Phase


def freeze(application: Application) -> Snapshot:
    """Store the document at hand as the next snapshot of the application."""
    text, sha256 = sealed(frozen_content(application))
    last = db.session.scalar(select(func.max(Snapshot.number)).where(Snapshot.application_id == application.id))
    snapshot = Snapshot(
        application_id=application.id,
        number=(last or 0) + 1,
        phase=application.phase,
        content=text,
        sha256=sha256,
        taken_at=now(),
    )
    db.session.add(snapshot)
    db.session.flush()
    return snapshot


@composed
def sealed(content: Mapping[str, Any]) -> tuple[str, str]:
    """Return the canonical text of a document and its SHA-256."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()


@composed
def present_seal(application: Application) -> str:
    """Return the SHA-256 the document would have if it were handed in now: what its head reads and approves."""
    return sealed(frozen_content(application))[1]


def frozen_content(application: Application) -> dict[str, Any]:
    """Return what a snapshot of an application holds now."""
    content = content_of(application)
    return frozen_document(
        code=application.code,
        phase=application.phase,
        programme=application.programme.rubric_id,
        rubric_sha256=application.programme.rubric_sha256,
        agency=application.agency.code,
        co_owners=[owner.agency.code for owner in application.co_owners],
        title_th=application.title_th,
        title_en=application.title_en,
        answers=content.answers,
        files=content.files,
    )


@composed
def frozen_document(
    *,
    code: str,
    phase: Phase,
    programme: str,
    rubric_sha256: str,
    agency: str,
    co_owners: Iterable[str],
    title_th: str,
    title_en: str,
    answers: Mapping[str, Any],
    files: Mapping[str, Iterable[Evidence]],
) -> dict[str, Any]:
    """Return what a snapshot holds: answers and files, with the programme and rubric they answer to."""
    return {
        "code": code,
        "phase": phase.value,
        "programme": programme,
        "rubric_sha256": rubric_sha256,
        "agency": agency,
        "co_owners": sorted(co_owners),
        "title": {"th": title_th, "en": title_en},
        "answers": dict(answers),
        "files": {field: _files(listed) for field, listed in files.items()},
    }


def _files(files: Iterable[Evidence]) -> list[dict[str, Any]]:
    """What was refused is not handed in."""
    return [_file(each) for each in files if each.state is not FileState.REFUSED]


def _file(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": str(evidence.id),
        "name": evidence.file_name,
        "caption": evidence.caption,
        "sha256": evidence.sha256,
        "size": evidence.file.size,
        "pages": evidence.file.pages,
        "media_type": evidence.file.media_type,
    }
